//! Writes one file of the archive.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;

use super::archive_file::{ArchiveFile, BITRATE_TAG, FRAME_TAG, RENDITION_TAG, name_of, sync_folder};
use super::frame_index::IndexRecord;
use super::{Error, FRAMES_PER_HOUR, FRAMES_PER_PAGE, kept_titles};
use crate::container::ogg_opus_file::OggOpusFile;
use crate::frame::{Frame, Rendition};
use crate::model::NowPlaying;

/// Appends to one file, its index and its titles. What is not whole when an error occurs is cut off again.
pub(super) struct ArchiveWriter {
    file: Arc<ArchiveFile>,
    sound: File,
    index: File,
    titles: File,
    ogg: OggOpusFile,
    /// Packets of the page that is being collected. A page is written with the first frame after it, so that the last
    /// one can be marked as such.
    pending: Vec<Bytes>,
    next_seq: u64,
    /// Bytes of whole pages in the file.
    length: u64,
}

impl ArchiveWriter {
    /// Makes the file that begins with the frame `first_seq`, in which `title` is heard then.
    pub(super) fn create(
        folder: &Path,
        station: &str,
        rendition: &Rendition,
        first_seq: u64,
        title: Option<&NowPlaying>,
    ) -> Result<Self, Error> {
        let name = name_of(first_seq, rendition);
        let path = folder.join(format!("{name}.opus"));
        let make = |path: &Path| {
            let made = OpenOptions::new().append(true).create_new(true).open(path);
            made.map_err(Error::about(path))
        };
        let mut sound = make(&path)?;
        let (mut ogg, hour) = (OggOpusFile::new(first_seq as u32, rendition), name.split('-').take(3));
        let hour = hour.collect::<Vec<_>>().join("-");
        let comments = [
            format!("TITLE={station} {hour}:00Z"),
            format!("DATE={hour}"),
            format!("{FRAME_TAG}={first_seq}"),
            format!("{RENDITION_TAG}={}", rendition.name),
            format!("{BITRATE_TAG}={}", rendition.bitrate),
        ];
        let header = ogg.header(rendition, &comments);
        if let Err(error) = sound.write_all(&header) {
            // It holds nothing; if it stays, the next start removes it.
            let _ = std::fs::remove_file(&path);
            return Err(Error::about(&path)(error));
        }
        let length = header.len() as u64;
        let file = ArchiveFile::new(path, rendition.clone(), (first_seq, first_seq), length);
        let (index, titles) = (make(&file.index_path())?, make(&file.titles_path())?);
        file.set_open(true);
        let mut writer = Self {
            file: Arc::new(file),
            sound,
            index,
            titles,
            ogg,
            pending: Vec::with_capacity(FRAMES_PER_PAGE as usize),
            next_seq: first_seq,
            length,
        };
        if let Some(title) = title {
            writer.title(title)?;
        }
        sync_folder(folder).map_err(Error::about(folder))?;
        Ok(writer)
    }

    /// Makes the same, unless there is a file of these frames: `None`. Where the system's clock was set back, an hour that was
    /// kept comes again, and nothing of the first time is lost.
    pub(super) fn create_beside(
        folder: &Path,
        station: &str,
        rendition: &Rendition,
        first_seq: u64,
        title: Option<&NowPlaying>,
    ) -> Result<Option<Self>, Error> {
        if folder.join(format!("{}.opus", name_of(first_seq, rendition))).exists() {
            return Ok(None);
        }
        Self::create(folder, station, rendition, first_seq, title).map(Some)
    }

    /// The file that is written.
    pub(super) fn file(&self) -> &Arc<ArchiveFile> {
        &self.file
    }

    /// Returns whether the frame `seq` of `rendition` belongs into this file.
    pub(super) fn accepts(&self, seq: u64, rendition: &Rendition) -> bool {
        let is_same_hour = seq / FRAMES_PER_HOUR == self.file.first_seq / FRAMES_PER_HOUR;
        seq == self.next_seq && is_same_hour && *rendition == self.file.rendition
    }

    /// Adds a frame that the file accepts. Returns whether more of it can be read now.
    pub(super) fn push(&mut self, frame: &Frame) -> Result<bool, Error> {
        let is_new_page = frame.seq.is_multiple_of(FRAMES_PER_PAGE) && !self.pending.is_empty();
        if is_new_page {
            self.write_page(false)?;
        }
        self.pending.push(frame.payload.clone());
        self.next_seq = frame.seq + 1;
        Ok(is_new_page)
    }

    /// Adds a title.
    pub(super) fn title(&mut self, title: &NowPlaying) -> Result<(), Error> {
        let written = self.titles.write_all(&kept_titles::to_line(title));
        written.map_err(Error::about(&self.file.titles_path()))
    }

    /// Fails if its files are not in their places any more: what is written then is lost.
    pub(super) fn check_place(&self) -> Result<(), Error> {
        let path = &self.file.path;
        let id = |about: std::fs::Metadata| (about.dev(), about.ino());
        let in_place = std::fs::metadata(path).map(id).map_err(Error::about(path))?;
        let written = self.sound.metadata().map(id).map_err(Error::about(path))?;
        if in_place == written { Ok(()) } else { Err(Error::about(path)(io::ErrorKind::NotFound.into())) }
    }

    /// Makes what is written last.
    pub(super) fn sync(&self) -> Result<(), Error> {
        // The index is made anew from the sound where it is behind that.
        for (file, path) in [
            (&self.sound, &self.file.path),
            (&self.titles, &self.file.titles_path()),
            (&self.index, &self.file.index_path()),
        ] {
            file.sync_data().map_err(Error::about(path))?;
        }
        Ok(())
    }

    /// Ends the file.
    pub(super) fn finish(mut self) -> Result<(), Error> {
        let written = self.write_page(true);
        written.and_then(|()| self.sync())
    }

    fn write_page(&mut self, is_last: bool) -> Result<(), Error> {
        if self.pending.is_empty() {
            return Ok(());
        }
        let page = self.ogg.page(&self.pending, is_last);
        let seq = self.next_seq - self.pending.len() as u64;
        let record = IndexRecord { seq, offset: self.length, time_us: self.file.rendition.time_us(seq) };
        if let Err(error) = write_whole(&mut self.sound, &page, self.length) {
            return Err(Error::about(&self.file.path)(error));
        }
        self.index.write_all(&record.to_bytes()).map_err(Error::about(&self.file.index_path()))?;
        self.pending.clear();
        self.length += page.len() as u64;
        self.file.grown(self.next_seq, self.length);
        Ok(())
    }
}

impl Drop for ArchiveWriter {
    fn drop(&mut self) {
        self.file.set_open(false);
    }
}

/// Appends all of `bytes` to a file of this length, or nothing.
fn write_whole(file: &mut File, bytes: &[u8], length: u64) -> io::Result<()> {
    file.write_all(bytes).inspect_err(|_| {
        // If that fails too, the next start cuts it off.
        let _ = file.set_len(length);
    })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::frame::Codec;
    use crate::recording::repair;

    pub(in crate::recording) fn rendition() -> Rendition {
        Rendition { pre_skip: 312, ..Rendition::new("opus-96", Codec::Opus, 96_000) }
    }

    pub(in crate::recording) fn frame(seq: u64) -> Frame {
        let payload = Bytes::from(format!("frame {seq} {}", "x".repeat((seq % 300) as usize)));
        Frame { seq, time_us: rendition().time_us(seq), payload }
    }

    /// Writes a file with these frames; `is_ended` ends it.
    pub(in crate::recording) fn write(
        folder: &Path,
        frames: std::ops::Range<u64>,
        is_ended: bool,
    ) -> Arc<ArchiveFile> {
        let mut writer = ArchiveWriter::create(folder, "main", &rendition(), frames.start, None).unwrap();
        for seq in frames {
            assert!(writer.accepts(seq, &rendition()));
            writer.push(&frame(seq)).unwrap();
        }
        let file = Arc::clone(writer.file());
        if is_ended {
            writer.finish().unwrap();
        }
        file
    }

    #[test]
    fn files_end_with_the_hour_and_before_a_gap() {
        let dir = tempfile::tempdir().unwrap();
        let first = 490_000 * FRAMES_PER_HOUR + FRAMES_PER_HOUR - 2;
        let mut writer = ArchiveWriter::create(dir.path(), "main", &rendition(), first, None).unwrap();
        writer.push(&frame(first)).unwrap();
        assert!(writer.accepts(first + 1, &rendition()));
        assert!(!writer.accepts(first + 2, &rendition()), "a gap");
        let other = Rendition { bitrate: 64_000, ..rendition() };
        assert!(!writer.accepts(first + 1, &other), "another rendition");
        writer.push(&frame(first + 1)).unwrap();
        assert!(!writer.accepts(first + 2, &rendition()), "another hour");
        assert!(
            writer.file().path.ends_with(format!("2025-11-24T16-{first}.opus")),
            "{:?}",
            writer.file().path
        );
    }

    #[test]
    fn an_hour_that_comes_again_is_kept_beside_the_first() {
        let dir = tempfile::tempdir().unwrap();
        let first = write(dir.path(), 1_000..1_050, true);
        let before = std::fs::read(&first.path).unwrap();
        let again = |seq| ArchiveWriter::create_beside(dir.path(), "main", &rendition(), seq, None).unwrap();
        assert!(again(1_000).is_none());
        let second = again(1_001).expect("a file");
        assert_ne!(second.file().path, first.path);
        assert_eq!(std::fs::read(&first.path).unwrap(), before);
    }

    #[test]
    fn files_that_are_taken_away_are_noticed() {
        let dir = tempfile::tempdir().unwrap();
        let mut writer = ArchiveWriter::create(dir.path(), "main", &rendition(), 1_010, None).unwrap();
        writer.push(&frame(1_010)).unwrap();
        writer.check_place().unwrap();
        let path = writer.file().path.clone();
        std::fs::remove_file(&path).unwrap();
        assert!(writer.check_place().is_err());
        std::fs::write(&path, b"another").unwrap();
        assert!(writer.check_place().is_err());
    }

    #[test]
    fn whole_pages_can_be_read_while_the_file_grows() {
        let dir = tempfile::tempdir().unwrap();
        let mut writer = ArchiveWriter::create(dir.path(), "main", &rendition(), 1_010, None).unwrap();
        let file = Arc::clone(writer.file());
        let mut ends = Vec::new();
        for seq in 1_010..1_080 {
            if writer.push(&frame(seq)).unwrap() {
                ends.push(file.end_seq());
            }
        }
        assert_eq!(ends, [1_025, 1_050, 1_075]);
        assert!(file.is_open());
        writer.finish().unwrap();
        assert_eq!((file.end_seq(), file.is_open()), (1_080, false));
        assert_eq!(file.bytes(), std::fs::metadata(&file.path).unwrap().len());
        let known = repair::load(&file.path).unwrap().expect("a file");
        assert_eq!((known.first_seq, known.end_seq(), known.bytes()), (1_010, 1_080, file.bytes()));
        assert_eq!(known.rendition, rendition());
    }
}
