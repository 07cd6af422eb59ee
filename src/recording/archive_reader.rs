//! Reads an archive from a moment on: frames with their numbers and stamps, and titles.

use std::collections::VecDeque;
use std::fs::File;
use std::sync::Arc;

use super::archive::{KeptHour, StationArchive};
use super::archive_file::{ArchiveFile, PageReader};
use super::copies::DistantHour;
use super::frame_index::IndexRecord;
use super::{Error, FRAMES_PER_PAGE};
use crate::container::ogg_opus_file::OggPage;
use crate::frame::Frame;
use crate::model::NowPlaying;

/// Bytes that are read at a time: about two seconds at 96 kbit/s.
const CHUNK: usize = 24 * 1_024;

/// A place in the archive of a station. Reading blocks.
pub(super) struct ArchiveReader {
    archive: StationArchive,
    /// The number of the next frame.
    next_seq: u64,
    open: Option<OpenFile>,
    /// Time from which the last title that was read is heard, in microseconds.
    titled_us: Option<u64>,
}

struct OpenFile {
    file: Arc<ArchiveFile>,
    sound: File,
    /// Offset of the page that holds the next frame.
    offset: u64,
    /// The number of the first frame of that page.
    page_seq: u64,
    /// The titles of a file to which no more come.
    titles: Option<Arc<[NowPlaying]>>,
}

/// Frames and titles that were read at once.
#[derive(Debug, Default)]
pub(super) struct ArchiveBatch {
    pub(super) frames: Vec<Frame>,
    /// The titles that are heard with these frames, but for those that were read before.
    pub(super) titles: VecDeque<NowPlaying>,
    /// Whether nothing more is kept at present.
    pub(super) is_at_end: bool,
    /// The hour that the next frame is in, if that has to be fetched first.
    pub(super) distant: Option<Arc<DistantHour>>,
}

/// A place to read on from.
enum ReadPlace {
    Open(OpenFile),
    Distant(Arc<DistantHour>),
    End,
}

impl ArchiveReader {
    /// Returns a reader that begins with the frame `seq`, or the first one that is kept after it.
    pub(super) fn at(archive: StationArchive, seq: u64) -> Self {
        Self { archive, next_seq: seq, open: None, titled_us: None }
    }

    /// Reads some frames: at least `most`, unless there are fewer before a gap or the end, and a page more at most.
    pub(super) fn read(&mut self, most: usize) -> Result<ArchiveBatch, Error> {
        let mut batch = ArchiveBatch::default();
        let mut open = match self.take_open()? {
            ReadPlace::Open(open) => open,
            ReadPlace::Distant(hour) => return Ok(ArchiveBatch { distant: Some(hour), ..batch }),
            ReadPlace::End => return Ok(ArchiveBatch { is_at_end: true, ..batch }),
        };
        let path = open.file.path.clone();
        let mut pages = PageReader::at(&open.sound, open.offset, CHUNK);
        let (mut offset, mut page_seq) = (open.offset, open.page_seq);
        while batch.frames.len() < most && page_seq < open.file.end_seq() {
            let Some((at, page)) = pages.next_page().map_err(Error::about(&path))? else {
                return Err(Error::Unreadable(path));
            };
            (offset, page_seq) =
                (at + page.length as u64, self.take_page(&open.file, page_seq, &page, &mut batch));
        }
        (open.offset, open.page_seq) = (offset, page_seq);
        if let Some(last) = batch.frames.last() {
            // Once it is not written any more, what is read then is all.
            let is_over = !open.file.is_open();
            let titles = match open.titles.take() {
                Some(titles) => titles,
                None => open.file.titles().map_err(Error::about(&path))?,
            };
            self.take_titles(&titles, last.time_us, &mut batch);
            open.titles = is_over.then_some(titles);
        }
        self.open = Some(open);
        Ok(batch)
    }

    /// Adds the frames of a page from the next one on; returns the number of the frame after the page.
    fn take_page(
        &mut self,
        file: &ArchiveFile,
        page_seq: u64,
        page: &OggPage,
        batch: &mut ArchiveBatch,
    ) -> u64 {
        for (seq, payload) in (page_seq..).zip(&page.packets) {
            if seq >= self.next_seq {
                let time_us = file.rendition.time_us(seq);
                batch.frames.push(Frame { seq, time_us, payload: payload.clone() });
                self.next_seq = seq + 1;
            }
        }
        page_seq + page.packets.len() as u64
    }

    /// Adds the titles up to `until_us` that are new; of those at the beginning the latest.
    fn take_titles(&mut self, titles: &[NowPlaying], until_us: u64, batch: &mut ArchiveBatch) {
        let first_us = batch.frames.first().map_or(0, |frame| frame.time_us);
        let is_new = |title: &&NowPlaying| self.titled_us.is_none_or(|known_us| title.time_us > known_us);
        let due = titles.iter().filter(|title| title.time_us <= until_us).filter(is_new);
        let mut due: VecDeque<NowPlaying> = due.cloned().collect();
        if self.titled_us.is_none() {
            while due.get(1).is_some_and(|title| title.time_us <= first_us) {
                due.pop_front();
            }
        }
        self.titled_us = due.back().map(|title| title.time_us).or(self.titled_us);
        batch.titles = due;
    }

    /// Goes on with the frame `seq`, or the first one that is kept after it.
    pub(super) fn skip_to(&mut self, seq: u64) {
        self.next_seq = seq;
    }

    /// Takes the file that has the next frame, at its place.
    fn take_open(&mut self) -> Result<ReadPlace, Error> {
        if let Some(open) = self.open.take_if(|open| open.file.holds(self.next_seq)) {
            return Ok(ReadPlace::Open(open));
        }
        let file = match self.archive.hour_at(self.next_seq) {
            None => return Ok(ReadPlace::End),
            Some(KeptHour::Here(file)) => file,
            Some(KeptHour::Distant(hour)) => match hour.fetched() {
                Some(file) => file,
                None => return Ok(ReadPlace::Distant(hour)),
            },
        };
        self.next_seq = self.next_seq.max(file.first_seq);
        let sound = File::open(&file.path).map_err(Error::about(&file.path))?;
        let path = file.index_path();
        let index = File::open(&path).map_err(Error::about(&path))?;
        let record =
            IndexRecord::of_frame(&index, file.first_seq, self.next_seq).map_err(Error::about(&path))?;
        if record.seq > self.next_seq || self.next_seq - record.seq >= FRAMES_PER_PAGE {
            return Err(Error::Unreadable(path));
        }
        Ok(ReadPlace::Open(OpenFile {
            file,
            sound,
            offset: record.offset,
            page_seq: record.seq,
            titles: None,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{SourceKind, Title};
    use crate::recording::archive::Archives;
    use crate::recording::archive_writer::ArchiveWriter;
    use crate::recording::archive_writer::tests::{frame, rendition};

    fn titled(seq: u64) -> NowPlaying {
        let what = Arc::new(Title::plain(SourceKind::Autodj, &format!("title {seq}")));
        NowPlaying { time_us: rendition().time_us(seq), what }
    }

    /// An archive of two files with titles at 900, 1040 and 1110, and a gap between 1100 and 1200.
    fn archive(dir: &std::path::Path) -> StationArchive {
        let folder = dir.join("main");
        std::fs::create_dir(&folder).unwrap();
        let mut title = titled(900);
        for frames in [1_010..1_100, 1_200..1_260] {
            let mut writer =
                ArchiveWriter::create(&folder, "main", &rendition(), frames.start, Some(&title)).unwrap();
            for seq in frames {
                if [1_040, 1_210].contains(&seq) {
                    title = titled(seq);
                    writer.title(&title).unwrap();
                }
                writer.push(&frame(seq)).unwrap();
            }
            writer.finish().unwrap();
        }
        Archives::below(dir).open("main").unwrap()
    }

    #[test]
    fn frames_and_titles_are_read_from_any_moment_on() {
        let dir = tempfile::tempdir().unwrap();
        let archive = archive(dir.path());
        for start in [1_010, 1_024, 1_025, 1_099, 1_150, 1_259] {
            let mut reader = ArchiveReader::at(archive.clone(), start);
            let (mut frames, mut titles) = (Vec::new(), Vec::new());
            loop {
                let batch = reader.read(30).unwrap();
                if batch.is_at_end {
                    break;
                }
                frames.extend(batch.frames);
                titles.extend(batch.titles.into_iter().map(|title| title.time_us / 20_000));
            }
            let expected = (1_010..1_100).chain(1_200..1_260).filter(|seq| *seq >= start);
            let expected: Vec<Frame> = expected.map(frame).collect();
            assert_eq!(frames.len(), expected.len(), "from {start}");
            for (read, written) in frames.iter().zip(&expected) {
                assert_eq!(
                    (read.seq, read.time_us, &read.payload),
                    (written.seq, written.time_us, &written.payload)
                );
            }
            let first = frames[0].seq;
            let before = [900, 1_040, 1_210].into_iter().filter(|seq| *seq <= first).max();
            let after = [900, 1_040, 1_210].into_iter().filter(|seq| *seq > first);
            assert_eq!(titles, before.into_iter().chain(after).collect::<Vec<_>>(), "from {start}");
        }
    }

    #[test]
    fn all_who_read_an_hour_share_its_titles() {
        let dir = tempfile::tempdir().unwrap();
        let archive = archive(dir.path());
        let readers = [1_010, 1_060].map(|seq| {
            let mut reader = ArchiveReader::at(archive.clone(), seq);
            reader.read(30).unwrap();
            reader
        });
        let titles = readers.each_ref().map(|reader| reader.open.as_ref().unwrap().titles.as_ref().unwrap());
        assert!(Arc::ptr_eq(titles[0], titles[1]) && titles[0].len() == 2);
        let file = Arc::clone(&readers[0].open.as_ref().unwrap().file);
        // One that is written may get more.
        file.set_open(true);
        assert!(!Arc::ptr_eq(&file.titles().unwrap(), titles[0]));
        drop(readers);
        file.set_open(false);
        std::fs::remove_file(file.titles_path()).unwrap();
        assert!(file.titles().unwrap().is_empty(), "nobody has them any more");
    }

    #[test]
    fn a_file_that_grows_is_read_on() {
        let dir = tempfile::tempdir().unwrap();
        let archive = Archives::below(dir.path()).open("main").unwrap();
        std::fs::create_dir(archive.folder()).unwrap();
        let mut writer = ArchiveWriter::create(archive.folder(), "main", &rendition(), 1_000, None).unwrap();
        archive.add(writer.file());
        let mut reader = ArchiveReader::at(archive.clone(), 1_000);
        assert!(reader.read(10).unwrap().is_at_end);
        (1_000..1_060).for_each(|seq| assert!(writer.push(&frame(seq)).is_ok()));
        assert_eq!(reader.read(100).unwrap().frames.len(), 50);
        assert!(reader.read(100).unwrap().is_at_end);
        (1_060..1_080).for_each(|seq| assert!(writer.push(&frame(seq)).is_ok()));
        writer.finish().unwrap();
        let rest: Vec<u64> = reader.read(100).unwrap().frames.iter().map(|frame| frame.seq).collect();
        assert_eq!(rest, (1_050..1_080).collect::<Vec<_>>());
    }
}
