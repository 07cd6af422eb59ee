//! One file of the archive, and reading its pages.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use bytes::{Bytes, BytesMut};
use jiff::Timestamp;

use super::kept_titles;
use crate::container::ogg_opus_file::{LONGEST_PAGE, OggPage, comment, pre_skip};
use crate::frame::{Codec, Rendition};
use crate::model::NowPlaying;

/// Names of the comments that make a file tell of itself.
pub(super) const FRAME_TAG: &str = "LONGWAVE_FRAME";
pub(super) const RENDITION_TAG: &str = "LONGWAVE_RENDITION";
pub(super) const BITRATE_TAG: &str = "LONGWAVE_BITRATE";

/// A file of consecutive frames. It grows while it is open.
#[derive(Debug)]
pub(super) struct ArchiveFile {
    pub(super) path: PathBuf,
    pub(super) rendition: Rendition,
    /// The number of its first frame.
    pub(super) first_seq: u64,
    /// One more than the number of its last whole frame.
    end_seq: AtomicU64,
    bytes: AtomicU64,
    is_open: AtomicBool,
    /// Its titles once no more come, while somebody has them.
    titles: Mutex<Weak<[NowPlaying]>>,
}

impl ArchiveFile {
    /// Returns a file that has frames up to before `end_seq`, and so many bytes.
    pub(super) fn new(
        path: PathBuf,
        rendition: Rendition,
        (first_seq, end_seq): (u64, u64),
        bytes: u64,
    ) -> Self {
        let (end_seq, bytes) = (AtomicU64::new(end_seq), AtomicU64::new(bytes));
        let nobody: Weak<[NowPlaying]> = Weak::<[NowPlaying; 0]>::new();
        let (is_open, titles) = (AtomicBool::new(false), Mutex::new(nobody));
        Self { path, rendition, first_seq, end_seq, bytes, is_open, titles }
    }

    /// Marks it as being written, or not any more.
    pub(super) fn set_open(&self, is_open: bool) {
        self.is_open.store(is_open, Ordering::Release);
    }

    /// Returns whether it is being written.
    pub(super) fn is_open(&self) -> bool {
        self.is_open.load(Ordering::Acquire)
    }

    /// Notes that it has frames up to before `end_seq` now, and so many bytes.
    pub(super) fn grown(&self, end_seq: u64, bytes: u64) {
        self.bytes.store(bytes, Ordering::Release);
        self.end_seq.store(end_seq, Ordering::Release);
    }

    /// One more than the number of its last whole frame.
    pub(super) fn end_seq(&self) -> u64 {
        self.end_seq.load(Ordering::Acquire)
    }

    /// Its length in bytes, as far as it is whole.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Acquire)
    }

    /// When its last frame ends, in microseconds.
    pub(super) fn ends_us(&self) -> u64 {
        self.rendition.time_us(self.end_seq())
    }

    /// Returns whether it has the frame `seq`.
    pub(super) fn holds(&self, seq: u64) -> bool {
        (self.first_seq..self.end_seq()).contains(&seq)
    }

    /// Its name in the folder of the station's archive.
    pub(super) fn name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// The path of its index.
    pub(super) fn index_path(&self) -> PathBuf {
        self.path.with_extension("index")
    }

    /// The path of its titles.
    pub(super) fn titles_path(&self) -> PathBuf {
        self.path.with_extension("titles")
    }

    /// Returns its titles, in the order of their time. All who read a file that is not written any more share them.
    pub(super) fn titles(&self) -> io::Result<Arc<[NowPlaying]>> {
        let is_over = !self.is_open();
        let known = || self.titles.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(titles) = known().upgrade().filter(|_| is_over) {
            return Ok(titles);
        }
        let titles: Arc<[NowPlaying]> = match std::fs::read(self.titles_path()) {
            Err(error) if error.kind() == ErrorKind::NotFound => Arc::default(),
            read => kept_titles::read(&read?).into(),
        };
        if is_over {
            *known() = Arc::downgrade(&titles);
        }
        Ok(titles)
    }

    /// Deletes the file, its index and its titles.
    pub(super) fn delete(&self) -> io::Result<()> {
        for path in [self.index_path(), self.titles_path(), self.path.clone()] {
            match std::fs::remove_file(&path) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }
}

/// Returns the name of the file that begins with this frame, without its extension: the hour in UTC, and the number.
pub(super) fn name_of(first_seq: u64, rendition: &Rendition) -> String {
    let time = Timestamp::from_microsecond(rendition.time_us(first_seq) as i64).unwrap_or_default();
    format!("{}-{first_seq}", time.strftime("%Y-%m-%dT%H"))
}

/// The facts that the header pages of a file tell.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FileFacts {
    pub(super) rendition: Rendition,
    pub(super) first_seq: u64,
    /// Length of the header pages in bytes.
    pub(super) header: u64,
}

impl FileFacts {
    /// Reads the header pages; `None` if they are not those of a file of the archive.
    pub(super) fn read(file: &File) -> io::Result<Option<Self>> {
        let mut pages = PageReader::at(file, 0, 4_096);
        let (Some((_, head)), Some((at, tags))) = (pages.next_page()?, pages.next_page()?) else {
            return Ok(None);
        };
        let facts = || {
            let tag = |name| comment(tags.packets.first()?, name);
            let bitrate = tag(BITRATE_TAG)?.parse().ok()?;
            let rendition = Rendition {
                pre_skip: pre_skip(head.packets.first()?)?,
                ..Rendition::new(&tag(RENDITION_TAG)?, Codec::Opus, bitrate)
            };
            let (first_seq, header) = (tag(FRAME_TAG)?.parse().ok()?, at + tags.length as u64);
            Some(Self { rendition, first_seq, header })
        };
        Ok(facts())
    }
}

/// Reads the pages of a file one after the other, some bytes at a time.
pub(super) struct PageReader<'a> {
    file: &'a File,
    /// Offset of the first byte of `read`.
    offset: u64,
    read: Bytes,
    chunk: usize,
}

impl<'a> PageReader<'a> {
    /// Returns a reader that begins with the page at `offset`, and reads about `chunk` bytes at a time.
    pub(super) fn at(file: &'a File, offset: u64, chunk: usize) -> Self {
        Self { file, offset, read: Bytes::new(), chunk }
    }

    /// Reads the next page and its offset; `None` at the end and where there is no whole page.
    pub(super) fn next_page(&mut self) -> io::Result<Option<(u64, OggPage)>> {
        loop {
            if let Some(page) = OggPage::read(&self.read) {
                let at = self.offset;
                self.offset += page.length as u64;
                self.read = self.read.slice(page.length..);
                return Ok(Some((at, page)));
            }
            if self.read.len() >= LONGEST_PAGE || !self.read_more()? {
                return Ok(None);
            }
        }
    }

    /// Reads more; returns false at the end of the file.
    fn read_more(&mut self) -> io::Result<bool> {
        let before = self.read.len();
        let mut bytes = BytesMut::with_capacity(before + self.chunk);
        bytes.extend_from_slice(&self.read);
        bytes.resize(before + self.chunk, 0);
        let mut length = before;
        while length < bytes.len() {
            match self.file.read_at(&mut bytes[length..], self.offset + length as u64) {
                Ok(0) => break,
                Ok(read) => length += read,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        bytes.truncate(length);
        self.read = bytes.freeze();
        Ok(length > before)
    }
}

/// Makes what is in a folder last: names of new files, and that others are gone.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}
