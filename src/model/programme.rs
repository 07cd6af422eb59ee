//! What a station's programme director goes by, and what it answers.

use std::fmt;
use std::time::Duration;

use jiff::tz::TimeZone;

use super::{Playlist, TrackId};

/// Everything a station's programme director goes by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Programme {
    /// Whose clock the hours are by.
    pub time_zone: TimeZone,
    /// What must not come again too soon.
    pub separation: Separation,
    /// What may be played. Without any, it is the whole library, shuffled.
    pub playlists: Vec<Playlist>,
}

impl Default for Programme {
    fn default() -> Self {
        Self { time_zone: TimeZone::UTC, separation: Separation::default(), playlists: Vec::new() }
    }
}

/// How long the same must not come again, from beginning to beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Separation {
    /// The same title, by whomever.
    pub title: Duration,
    /// The same artist.
    pub artist: Duration,
    /// The same album.
    pub album: Duration,
}

impl Default for Separation {
    fn default() -> Self {
        Self {
            title: Duration::from_hours(1),
            artist: Duration::from_mins(30),
            album: Duration::from_mins(30),
        }
    }
}

/// What keeps tracks apart. Where nothing fits, rules are relaxed in this order, as few as can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// The same album must not come again too soon.
    Album,
    /// The same artist must not come again too soon.
    Artist,
    /// The same title must not come again too soon.
    Title,
    /// The same track must not come twice in a row, while there is another.
    Repeat,
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Album => "album",
            Self::Artist => "artist",
            Self::Title => "title",
            Self::Repeat => "repeat",
        })
    }
}

/// What plays next, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pick {
    /// The track.
    pub track: TrackId,
    /// What asked for it.
    pub why: Why,
    /// The last rule that had to be relaxed for it, and with it all before it in their order.
    pub relaxed: Option<Rule>,
    /// Whether it is a jingle.
    pub is_jingle: bool,
    /// How long it is crossfaded, where that is not the station's usual way.
    pub crossfade: Option<Duration>,
}

/// Why a track plays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// It is in the library, and no playlist has anything for this hour.
    Library,
    /// This playlist had its turn.
    Playlist(String),
    /// A jingle of this playlist was due.
    Jingle(String),
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Library => f.write_str("the library"),
            Self::Playlist(name) => write!(f, "playlist {name}"),
            Self::Jingle(name) => write!(f, "jingle {name}"),
        }
    }
}
