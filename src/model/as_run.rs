//! A line of the as-run log.

use std::sync::Arc;

use super::{NowPlaying, SourceKind, Title};

/// Something that truly went out, and who heard it.
#[derive(Clone, Debug, PartialEq)]
pub struct Aired {
    /// The slug of the station.
    pub station: String,
    /// From when it was heard, in microseconds since 1970.
    pub from_us: u64,
    /// Until when it was heard, so far.
    pub to_us: u64,
    /// Where it came from.
    pub source: SourceKind,
    /// Its title.
    pub title: String,
    /// Who plays it.
    pub artist: Option<String>,
    /// The album it is from.
    pub album: Option<String>,
    /// Its International Standard Recording Code (ISO 3901).
    pub isrc: Option<String>,
    /// Who published it.
    pub label: Option<String>,
    /// The DJ who was live.
    pub dj: Option<String>,
    /// Who heard it.
    pub audience: Audience,
}

/// How many heard something.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Audience {
    /// The most that listened at once.
    pub most: u64,
    /// How many heard any of it: those who listened at its beginning, and those who came during it. In the
    /// words of `SoundExchange`, its performances.
    pub performances: u64,
    /// How long all of them listened to it together, in seconds.
    pub seconds: f64,
}

impl From<Aired> for NowPlaying {
    fn from(aired: Aired) -> Self {
        let Aired { from_us, source, title, artist, album, isrc, label, dj, .. } = aired;
        let (duration_us, cover) = (None, None);
        let what = Title { title, artist, album, isrc, label, duration_us, cover, source, dj };
        Self { time_us: from_us, what: Arc::new(what) }
    }
}
