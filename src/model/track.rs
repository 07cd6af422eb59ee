//! A piece of music on the shelf.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

/// What is known of a file once its tags were read.
#[derive(Clone, Debug, PartialEq)]
pub struct Track {
    /// Where the file is.
    pub path: PathBuf,
    /// The title, or the file's name without extension where no tag says one.
    pub title: String,
    /// The artist, if a tag says one.
    pub artist: Option<String>,
    /// The album, if a tag says one.
    pub album: Option<String>,
    /// Its International Standard Recording Code (ISO 3901), if a tag says one.
    pub isrc: Option<String>,
    /// Who published it, if a tag says so.
    pub label: Option<String>,
    /// How long it plays, if the file says so.
    pub duration: Option<Duration>,
    /// Its cover, if it has one that can be shown.
    pub cover: Option<CoverId>,
    /// How loud it is, if tags say so or it was measured.
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
    /// Where its file is below the folder of music.
    pub path: Arc<Path>,
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
    /// Who published it, if a tag says so.
    pub label: Option<String>,
    /// On which disc of its album it is, if a tag says so.
    pub disc: Option<u16>,
    /// Its number there, if a tag says one.
    pub number: Option<u16>,
    /// Whether a tag asks that its album is played without gaps.
    pub is_gapless: bool,
    /// How long it plays, if the file says so or it was analysed.
    pub duration: Option<Duration>,
    /// When the library first saw it, in seconds since 1970.
    pub added_at: u64,
    /// What was measured of its sound, once it was.
    pub analysis: Option<Analysis>,
}

impl Listed {
    /// A track of which nothing is known but its number, where its file is, and a title.
    pub fn new(id: TrackId, path: impl AsRef<Path>, title: impl Into<String>) -> Self {
        Self {
            id,
            path: path.as_ref().into(),
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
        }
    }
}

/// What was measured of a track's sound. Places are counted from the beginning of the file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Analysis {
    /// How loud it is.
    pub loudness: Loudness,
    /// Where its sound begins, past the silence before it.
    pub cue_in: Duration,
    /// Until where it is only softly introduced: before that it is nowhere as loud as the song. At the earliest
    /// [`cue_in`](Self::cue_in), for a track that begins at once.
    pub intro: Duration,
    /// Where its sound ends, before the silence after it.
    pub cue_out: Duration,
    /// Where its end begins: from here on it only dies away, and the next track may come in. At the latest
    /// [`cue_out`](Self::cue_out), for a track that ends at once.
    pub segue: Duration,
}

/// How loud a track is by EBU R 128.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Loudness {
    /// Integrated loudness in LUFS.
    pub integrated_lufs: f64,
    /// True peak in dBTP, if known.
    pub true_peak_dbtp: Option<f64>,
}

/// A cover's name in an address: made from its content, so it can be kept forever.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
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
