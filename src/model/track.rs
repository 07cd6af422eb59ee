//! A piece of music on the shelf.

use std::fmt;
use std::path::PathBuf;
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
    /// How long it plays, if the file says so.
    pub duration: Option<Duration>,
    /// Its cover, if it has one that can be shown.
    pub cover: Option<Arc<Cover>>,
    /// How loud it is, if tags say so or it was measured.
    pub loudness: Option<Loudness>,
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
