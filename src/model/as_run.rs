//! A line of the as-run log.

use std::sync::Arc;

use super::{NowPlaying, SourceKind, Title, TrackKind};

/// Something that truly went out, and who heard it.
#[derive(Clone, Debug, PartialEq)]
pub struct Aired {
    /// The slug of the station.
    pub station: String,
    /// Start of the performance, in microseconds since 1970.
    pub from_us: u64,
    /// End of the performance so far, in microseconds since 1970.
    pub to_us: u64,
    /// Kind of source that played it.
    pub source: SourceKind,
    /// Its title.
    pub title: String,
    /// Performing artist.
    pub artist: Option<String>,
    /// The album it is from.
    pub album: Option<String>,
    /// Its International Standard Recording Code (ISO 3901).
    pub isrc: Option<String>,
    /// Record label.
    pub label: Option<String>,
    /// The DJ who was live.
    pub dj: Option<String>,
    /// The show that was on when it began.
    pub show: Option<String>,
    /// The type of the track.
    pub kind: TrackKind,
    /// Audience of the performance.
    pub audience: Audience,
}

#[cfg(test)]
impl Aired {
    /// A line about AutoDJ's music on `main` between these times, in microseconds, that nobody heard.
    pub(crate) fn music(from_us: u64, to_us: u64, title: &str, artist: Option<&str>) -> Self {
        Self {
            station: "main".to_owned(),
            from_us,
            to_us,
            source: SourceKind::Autodj,
            title: title.to_owned(),
            artist: artist.map(str::to_owned),
            album: None,
            isrc: None,
            label: None,
            dj: None,
            show: None,
            kind: TrackKind::Music,
            audience: Audience::default(),
        }
    }
}

/// Audience figures of one title.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Audience {
    /// The most that listened at once.
    pub most: u64,
    /// Number of listeners who heard any part of it: those present at its beginning and those who joined
    /// during it. `SoundExchange` calls these performances.
    pub performances: u64,
    /// Listening time of all listeners together, in seconds.
    pub seconds: f64,
}

impl From<Aired> for NowPlaying {
    fn from(aired: Aired) -> Self {
        let Aired { from_us, source, title, artist, album, isrc, label, dj, kind, .. } = aired;
        let (duration_us, cover) = (None, None);
        let what = Title { title, artist, album, isrc, label, duration_us, cover, source, dj, kind };
        Self { time_us: from_us, what: Arc::new(what) }
    }
}
