//! What listeners are told about what they hear.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use super::CoverId;

/// What is heard from a moment on.
#[derive(Clone, Debug, PartialEq)]
pub struct NowPlaying {
    /// From when it is heard, in microseconds of the server's clock.
    pub time_us: u64,
    /// What it is.
    pub what: Arc<Title>,
}

impl Deref for NowPlaying {
    type Target = Title;

    fn deref(&self) -> &Title {
        &self.what
    }
}

/// What is known of a piece of sound where it is heard.
#[derive(Clone, Debug, PartialEq)]
pub struct Title {
    /// Its title.
    pub title: String,
    /// Who plays it.
    pub artist: Option<String>,
    /// The album it is from.
    pub album: Option<String>,
    /// Its International Standard Recording Code (ISO 3901), for the as-run log.
    pub isrc: Option<String>,
    /// Who published it, for the as-run log.
    pub label: Option<String>,
    /// How long it lasts, in microseconds, if known.
    pub duration_us: Option<u64>,
    /// Its cover.
    pub cover: Option<CoverId>,
    /// Where it comes from.
    pub source: SourceKind,
    /// The name of the DJ who is live.
    pub dj: Option<String>,
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
        }
    }
}

/// The kinds of source that can be on air.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SourceKind {
    /// The station plays its library by itself.
    Autodj,
    /// A DJ.
    Live,
    /// A stream from elsewhere.
    Relay,
    /// The last resort.
    Silence,
}

impl SourceKind {
    /// Every kind, in order of preference on air.
    pub const ALL: [Self; 4] = [Self::Live, Self::Relay, Self::Autodj, Self::Silence];

    /// Its name in messages and metrics.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Autodj => "autodj",
            Self::Live => "live",
            Self::Relay => "relay",
            Self::Silence => "silence",
        }
    }
}

impl fmt::Display for SourceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
