//! A piece of music in the library.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::TrackKind;

/// Metadata of a file, once its tags are read.
#[derive(Clone, Debug, PartialEq)]
pub struct Track {
    /// Path of the file.
    pub path: PathBuf,
    /// The title, or the file's name without extension where no tag says one.
    pub title: String,
    /// The artist, if a tag says one.
    pub artist: Option<String>,
    /// The album, if a tag says one.
    pub album: Option<String>,
    /// Its International Standard Recording Code (ISO 3901), if a tag says one.
    pub isrc: Option<String>,
    /// Record label, if tagged.
    pub label: Option<String>,
    /// Duration, if the file states it.
    pub duration: Option<Duration>,
    /// Its cover, if it has one that can be shown.
    pub cover: Option<CoverId>,
    /// Loudness, if tagged or measured.
    pub loudness: Option<Loudness>,
}

/// A track's number in the library: its sound's, so that it stays wherever the file is moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TrackId(pub i64);

/// A track as the library lists it: by its tags, whether or not it was ever played.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// Its number.
    pub id: TrackId,
    /// Path of the file below the media folder; where several files have the same sound, of the one that
    /// was there first.
    pub path: Arc<Path>,
    /// Paths of the other files that have the same sound.
    pub other_paths: Box<[PathBuf]>,
    /// The title, or the file's name without extension where no tag says one.
    pub title: String,
    /// The artist, if a tag says one.
    pub artist: Option<String>,
    /// The album, if a tag says one.
    pub album: Option<String>,
    /// The genre, if a tag says one.
    pub genre: Option<String>,
    /// The year it came out, if a tag says one.
    pub year: Option<u16>,
    /// Its International Standard Recording Code (ISO 3901), if a tag says one.
    pub isrc: Option<String>,
    /// Record label, if tagged.
    pub label: Option<String>,
    /// Disc number within the album, if tagged.
    pub disc: Option<u16>,
    /// Its number there, if a tag says one.
    pub number: Option<u16>,
    /// True if a tag asks for gapless playback of the album.
    pub is_gapless: bool,
    /// Duration, if the file states it or it was analysed.
    pub duration: Option<Duration>,
    /// Time of first discovery, in seconds since 1970.
    pub added_at: u64,
    /// Measurements of the sound, once analysed.
    pub analysis: Option<Analysis>,
    /// Its type.
    pub kind: TrackKind,
}

impl Listed {
    /// A track of which nothing is known but its number, where its file is, and a title.
    pub fn new(id: TrackId, path: impl AsRef<Path>, title: impl Into<String>) -> Self {
        Self {
            id,
            path: path.as_ref().into(),
            other_paths: Box::default(),
            title: title.into(),
            artist: None,
            album: None,
            genre: None,
            year: None,
            isrc: None,
            label: None,
            disc: None,
            number: None,
            is_gapless: false,
            duration: None,
            added_at: 0,
            analysis: None,
            kind: TrackKind::Music,
        }
    }

    /// Returns whether one of its files lies below this folder of the media folder.
    pub fn is_below(&self, folder: impl AsRef<Path>) -> bool {
        let folder = folder.as_ref();
        self.path.starts_with(folder) || self.other_paths.iter().any(|path| path.starts_with(folder))
    }
}

/// Measurements of a track's sound. Positions count from the beginning of the file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Analysis {
    /// Loudness by EBU R 128.
    pub loudness: Loudness,
    /// Start of the sound after leading silence.
    pub cue_in: Duration,
    /// Until where it is only softly introduced: before that it is nowhere as loud as the song. At the earliest
    /// [`cue_in`](Self::cue_in), for a track that begins at once.
    pub intro: Duration,
    /// End of the sound before trailing silence.
    pub cue_out: Duration,
    /// Start of the fade-out: from here the next track may come in. At the latest
    /// [`cue_out`](Self::cue_out), for a track that ends abruptly.
    pub segue: Duration,
}

/// Loudness by EBU R 128.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Loudness {
    /// Integrated loudness in LUFS.
    pub integrated_lufs: f64,
    /// True peak in dBTP, if known.
    pub true_peak_dbtp: Option<f64>,
}

/// A cover's name in an address: made from its content, so it can be kept forever.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CoverId(pub String);

impl fmt::Display for CoverId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A picture that goes with a track.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    /// Its name.
    pub id: CoverId,
    /// Its media type, such as `image/jpeg`.
    pub media_type: &'static str,
    /// The picture file.
    pub image: Bytes,
}

/// The result of looking up a cover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CoverLookup {
    /// The cover.
    Here(Arc<Cover>),
    /// The cover is being made smaller, and will be here in a moment.
    Soon,
    /// There is no such cover, or no longer.
    Nowhere,
}
