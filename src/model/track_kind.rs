//! Types of track.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::settings::{UnknownName, one_of};

/// The type of a track, which says where it may play.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TrackKind {
    /// Music, the only type that plays in general rotation, in requests and in reports of music.
    #[default]
    Music,
    /// A jingle.
    Jingle,
    /// A station ID.
    Id,
    /// An ad.
    Ad,
    /// A part of a programme: played where a playlist asks for it, with its title.
    Talk,
}

impl TrackKind {
    /// Every type.
    pub const ALL: [Self; 5] = [Self::Music, Self::Jingle, Self::Id, Self::Ad, Self::Talk];

    /// Its name in the API and in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Music => "music",
            Self::Jingle => "jingle",
            Self::Id => "id",
            Self::Ad => "ad",
            Self::Talk => "talk",
        }
    }

    /// Its name in sentences.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Music => "music",
            Self::Jingle => "jingles",
            Self::Id => "station IDs",
            Self::Ad => "ads",
            Self::Talk => "talk",
        }
    }

    /// Returns whether it plays as jingles do: never faded, never two in a row by itself, not in lists of titles.
    pub const fn is_break(self) -> bool {
        matches!(self, Self::Jingle | Self::Id | Self::Ad)
    }

    /// Returns the type as which it plays in a playlist of jingles: music there counts as a jingle.
    #[must_use]
    pub const fn among_jingles(self) -> Self {
        if self.is_break() { self } else { Self::Jingle }
    }
}

impl fmt::Display for TrackKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for TrackKind {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        one_of(text, &Self::ALL, Self::name)
    }
}
