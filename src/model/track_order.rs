//! Orders in which the library is listed.

use std::fmt;
use std::str::FromStr;

use super::settings::{UnknownName, one_of};

/// An order of tracks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TrackOrder {
    /// Best matches of the words first; by artist where no words are searched.
    #[default]
    Relevance,
    /// By artist, then title.
    Artist,
    /// By title.
    Title,
    /// By album, disc and track number.
    Album,
    /// By length.
    Length,
    /// By the time of discovery.
    Added,
    /// By the time of the last play.
    LastPlayed,
    /// By the number of plays.
    Plays,
}

impl TrackOrder {
    /// Every order.
    pub const ALL: [Self; 8] = [
        Self::Relevance,
        Self::Artist,
        Self::Title,
        Self::Album,
        Self::Length,
        Self::Added,
        Self::LastPlayed,
        Self::Plays,
    ];

    /// Its name in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Relevance => "relevance",
            Self::Artist => "artist",
            Self::Title => "title",
            Self::Album => "album",
            Self::Length => "length",
            Self::Added => "added",
            Self::LastPlayed => "last-played",
            Self::Plays => "plays",
        }
    }
}

impl fmt::Display for TrackOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for TrackOrder {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        one_of(text, &Self::ALL, Self::name)
    }
}
