//! Keeps what a station sent out: the archive.
//!
//! In: frames and titles of a station's first Opus rendition. Out: an Ogg Opus file for each hour, as they were
//! encoded, with an index and the titles; frames again from any moment that is kept.
//! Recordings of shows and of DJs' sets are cut from it. With a bucket, both are copied there (`bucket`), and hours that had
//! to leave the disk are fetched back when somebody wants to hear them (`fetching`).
//! Never: slows the sound. A disk that stands still makes the recorder miss frames, and nothing else.
//!
//! ```text
//! data/archive.id, data/archive/archive.id                the same text in both: the disk is mounted
//! data/archive/STATION/2026-11-29T16-88000000000.opus     the hour from 16:00 UTC; its first frame's number
//! data/archive/STATION/2026-11-29T16-88000000000.index    frame number, offset of its page, time: 24 bytes a page
//! data/archive/STATION/2026-11-29T16-88000000000.titles   what was heard from when on, one JSON object a line
//! data/archive/STATION/recordings/7.opus                  a recording; beside it its MP3 file and its chapters
//! data/archive/STATION/fetched/                           hours that were fetched from the bucket, for a while
//! ```
//!
//! Each file holds consecutive frames; after a gap there is another file. Any player plays them.

mod archive;
mod archive_disk;
mod archive_figures;
mod archive_file;
mod archive_reader;
mod archive_writer;
mod bucket;
mod copies;
mod cut;
mod cutter;
mod episode_files;
mod export;
mod fetching;
mod frame_index;
mod hour_cache;
mod kept_piece;
mod kept_times;
mod kept_titles;
mod missing_files;
mod mp3_transcoder;
mod packer;
mod reader_pool;
mod recorder;
mod recorders;
mod recording_files;
mod recording_packets;
mod recording_times;
mod repair;
mod retention;
mod rewind;
mod rewind_place;
mod trim;
mod wanted;

pub use archive::{Archives, StationArchive};
pub use bucket::{Bucket, BucketSecret, BucketSettings, BucketStatus};
pub use cut::{FRAME_US, chapters};
pub use episode_files::UnfitPart;
pub use export::{ExportRequest, ExportedSound, cue_sheet, export};
pub use kept_piece::KeptPiece;
pub use kept_times::{KeptRun, KeptSpan};
pub use missing_files::RecordingLook;
pub use recorders::Recorders;
pub use recording_files::OpenRecording;
pub use recording_times::RecordingTimes;
pub use rewind::{Rewind, RewindListener, RewindRefused};
pub use rewind_place::{RewindPlace, RewindStart};
pub use trim::TrimmedRecording;

/// Frames in a page of an archive file, at most: half a second. Pages begin at multiples of it.
const FRAMES_PER_PAGE: u64 = 25;
/// Frames in an hour.
const FRAMES_PER_HOUR: u64 = 3_600 * 50;

/// Failure to keep or to read sound.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file cannot be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: std::path::PathBuf,
        /// Reason.
        source: std::io::Error,
    },
    /// A file is not one of the archive's, or is damaged.
    #[error("{} is no file of the archive", .0.display())]
    Unreadable(std::path::PathBuf),
    /// The disk of the archives is not mounted.
    #[error(
        "the disk of the archive is not mounted: {} is not the folder that sound was kept in. Nothing is kept, fetched or deleted \
         until it is back; to use the folder as it is, delete {}", root.display(), note.display()
    )]
    NotMounted {
        /// The folder of all archives.
        root: std::path::PathBuf,
        /// The file that says which folder it is.
        note: std::path::PathBuf,
    },
    /// It has to be fetched from the bucket, which is not possible now; the text is for a listener.
    #[error("{0}")]
    Elsewhere(String),
    /// The bucket cannot be used as it is configured.
    #[error("{0}")]
    Bucket(String),
    /// A decoder or an encoder cannot be set up.
    #[error("{0}")]
    Codec(String),
}

impl Error {
    /// Returns a function that makes an error about `path`.
    fn about(path: &std::path::Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { path, source }
    }
}
