//! The title that listeners hear.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{CoverId, TrackKind};

/// A title and the time from which it is heard.
#[derive(Clone, Debug, PartialEq)]
pub struct NowPlaying {
    /// Start of the title, in microseconds of the server's clock.
    pub time_us: u64,
    /// The title's metadata.
    pub what: Arc<Title>,
}

impl Deref for NowPlaying {
    type Target = Title;

    fn deref(&self) -> &Title {
        &self.what
    }
}

/// A title on its way to another process.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SavedTitle {
    /// Start of the title, in microseconds of the server's clock.
    pub time_us: u64,
    /// The title's metadata.
    pub what: Title,
}

impl From<&NowPlaying> for SavedTitle {
    fn from(now_playing: &NowPlaying) -> Self {
        Self { time_us: now_playing.time_us, what: Title::clone(&now_playing.what) }
    }
}

impl From<SavedTitle> for NowPlaying {
    fn from(saved: SavedTitle) -> Self {
        Self { time_us: saved.time_us, what: Arc::new(saved.what) }
    }
}

/// Metadata of what is heard.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Title {
    /// Its title.
    pub title: String,
    /// Performing artist.
    pub artist: Option<String>,
    /// The album it is from.
    pub album: Option<String>,
    /// Its International Standard Recording Code (ISO 3901), for the as-run log.
    pub isrc: Option<String>,
    /// Record label, for the as-run log.
    pub label: Option<String>,
    /// Duration in microseconds, if known.
    pub duration_us: Option<u64>,
    /// Its cover.
    pub cover: Option<CoverId>,
    /// Kind of source that plays it.
    pub source: SourceKind,
    /// The name of the DJ who is live.
    pub dj: Option<String>,
    /// The type of the track. Lists of what was played leave jingles, station IDs and ads out.
    #[serde(default)]
    pub kind: TrackKind,
}

impl Title {
    /// A title of which nothing else is known.
    pub fn plain(source: SourceKind, title: &str) -> Self {
        Self {
            title: title.to_owned(),
            artist: None,
            album: None,
            isrc: None,
            label: None,
            duration_us: None,
            cover: None,
            source,
            dj: None,
            kind: TrackKind::Music,
        }
    }

    /// Returns whether lists of what was played leave it out: jingles, station IDs, ads, and talk that a DJ recorded to be
    /// heard between two tracks.
    pub fn is_break(&self) -> bool {
        let is_voice_track =
            self.source == SourceKind::Autodj && self.kind == TrackKind::Talk && self.dj.is_some();
        self.kind.is_break() || is_voice_track
    }
}

/// The kinds of source that can be on air.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SourceKind {
    /// The station plays its library by itself.
    Autodj,
    /// A DJ.
    Live,
    /// A stream from elsewhere.
    Relay,
    /// The emergency loop: sound in memory, while there is nothing else.
    EmergencyLoop,
    /// The last resort.
    Silence,
}

impl SourceKind {
    /// Every kind, in order of preference on air.
    pub const ALL: [Self; 5] = [Self::Live, Self::Relay, Self::Autodj, Self::EmergencyLoop, Self::Silence];

    /// Its name in messages and metrics.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Autodj => "autodj",
            Self::Live => "live",
            Self::Relay => "relay",
            Self::EmergencyLoop => "emergency-loop",
            Self::Silence => "silence",
        }
    }
}

impl fmt::Display for SourceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
