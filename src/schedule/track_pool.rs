//! The library as the director sees it.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use crate::model::{Listed, TrackId, TrackKind};

/// Keys that the separation rules compare: title, artist and album as interned numbers; `None` where
/// untagged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks(pub(super) [Option<u64>; 3]);

impl Marks {
    pub(super) fn new(title: &str, artist: Option<&str>, album: Option<&str>) -> Self {
        Self([mark(title), artist.and_then(|artist| mark(leading(artist))), album.and_then(mark)])
    }
}

/// Words are the same in upper and lower case, and however they are spaced.
fn mark(words: &str) -> Option<u64> {
    let mut hasher = DefaultHasher::new();
    let mut any = false;
    for word in words.split_whitespace() {
        any = true;
        word.to_lowercase().hash(&mut hasher);
    }
    any.then(|| hasher.finish())
}

/// The artist without the guests: "A feat. B" is A.
fn leading(artist: &str) -> &str {
    let guests = [" feat. ", " ft. ", " featuring ", " Feat. ", " Ft. ", " Featuring "];
    let end = guests.iter().filter_map(|word| artist.find(word)).min();
    end.map_or(artist, |end| &artist[..end])
}

/// The tracks there are.
#[derive(Clone, Default)]
pub(super) struct TrackPool {
    tracks: Arc<[Listed]>,
    /// Index and separation keys of each track.
    places: Arc<HashMap<TrackId, (usize, Marks)>>,
}

impl TrackPool {
    pub(super) fn new(tracks: Arc<[Listed]>) -> Self {
        let place = |(place, track): (usize, &Listed)| {
            let marks = Marks::new(&track.title, track.artist.as_deref(), track.album.as_deref());
            (track.id, (place, marks))
        };
        let places = Arc::new(tracks.iter().enumerate().map(place).collect());
        Self { tracks, places }
    }

    pub(super) fn tracks(&self) -> &Arc<[Listed]> {
        &self.tracks
    }

    /// Returns a track's separation keys; `None` if it is not available.
    pub(super) fn marks(&self, track: TrackId) -> Option<Marks> {
        self.places.get(&track).map(|(_, marks)| *marks)
    }

    /// Returns the type of a track.
    pub(super) fn kind(&self, track: TrackId) -> TrackKind {
        self.get(track).map(|track| track.kind).unwrap_or_default()
    }

    pub(super) fn get(&self, track: TrackId) -> Option<&Listed> {
        self.tracks.get(self.places.get(&track)?.0)
    }
}
