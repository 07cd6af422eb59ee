//! What is to be played.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use super::settings::{UnknownName, one_of};
use super::{Listed, TrackId};

/// A track that is to be played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queued {
    /// Its number in the queue, by which it is moved and removed.
    pub number: u64,
    /// The track.
    pub track: TrackId,
    /// Where its file was when it was queued, below the folder of music.
    pub path: PathBuf,
    /// What people are shown of it.
    pub title: String,
    /// Who wanted it.
    pub origin: Origin,
    /// Why it was planned, or for whom it is played.
    pub why: Option<String>,
    /// Whether it is a jingle, or music.
    pub is_jingle: bool,
    /// Whether it is a jingle that is heard over the intro of the music after it.
    pub over_intro: bool,
    /// How long the crossfade after it lasts, where that is not the station's usual way.
    pub crossfade: Option<Duration>,
}

/// Who wanted a track to be played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The station itself planned it.
    Plan,
    /// Somebody who runs the station.
    Person,
    /// A listener.
    Request,
}

impl Queued {
    /// What is queued of a track; its number is given by whoever puts it into the queue.
    pub fn of(track: &Listed, origin: Origin) -> Self {
        let artist = track.artist.as_ref().map(|artist| format!("{artist} – ")).unwrap_or_default();
        Self {
            number: 0,
            track: track.id,
            path: track.path.to_path_buf(),
            title: format!("{artist}{}", track.title),
            origin,
            why: None,
            is_jingle: false,
            over_intro: false,
            crossfade: None,
        }
    }
}

impl Origin {
    const ALL: [Self; 3] = [Self::Plan, Self::Person, Self::Request];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Person => "person",
            Self::Request => "request",
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Origin {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        one_of(text, &Self::ALL, Self::name)
    }
}
