//! Writes the sound of a time into one Ogg Opus file, with its titles beside it, while a server may go on writing the archive.
//!
//! The packets are those that went out. Times of which nothing is kept are left out, and told.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use bytes::Bytes;
use tokio::runtime::{Builder, Runtime};

use super::archive::{Archives, StationArchive};
use super::archive_reader::ArchiveReader;
use super::bucket::{BucketClient, BucketSettings, FileToFetch, fetch_file};
use super::copies::DistantHour;
use super::cut::FRAME_US;
use super::fetching::object_of;
use super::{Error, FRAMES_PER_PAGE, KeptSpan};
use crate::container::ogg_opus_file::OggOpusFile;
use crate::model::{CopiedFile, NowPlaying};

/// Frames that are read at a time.
const BATCH: usize = 500;

/// A time that is to be exported.
pub struct ExportRequest<'a> {
    /// The folder of all archives.
    pub archives: &'a Path,
    /// The station's slug.
    pub station: &'a str,
    /// Start and end, in microseconds of the server's clock.
    pub span: KeptSpan,
    /// The title in the file.
    pub title: &'a str,
    /// The file, which must not be there.
    pub to: &'a Path,
    /// The bucket, and the station's files there, if there is one.
    pub bucket: Option<(&'a BucketSettings, Vec<CopiedFile>)>,
}

/// The result of an export.
#[derive(Debug)]
pub struct ExportedSound {
    /// Number of frames of 20 ms.
    pub frames: u64,
    /// Titles, with the number of the frame in the file that each begins with.
    pub titles: Vec<(u64, NowPlaying)>,
    /// Times within the span of which nothing is kept.
    pub gaps: Vec<KeptSpan>,
}

/// Writes the file. It is in its place once it is whole; there is none if nothing is kept of the span.
pub fn export(request: ExportRequest<'_>) -> Result<ExportedSound, Error> {
    let ExportRequest { archives, station, span, title, to, bucket } = request;
    if to.exists() {
        return Err(Error::about(to)(io::ErrorKind::AlreadyExists.into()));
    }
    let archive = Archives::below(archives).look_at(station)?;
    let mut fetcher = None;
    if let Some((settings, copies)) = bucket {
        archive.set_copies(copies);
        fetcher = Some(ExportFetcher::new(settings, to)?);
    }
    let mut new = to.as_os_str().to_owned();
    new.push(".new");
    let new = PathBuf::from(new);
    let exported = write(&archive, fetcher.as_ref(), span, title, &new).and_then(|exported| {
        if exported.frames > 0 {
            fs::rename(&new, to).map_err(Error::about(to))?;
        }
        Ok(exported)
    });
    if exported.as_ref().map_or(true, |exported| exported.frames == 0) {
        drop(fs::remove_file(&new));
    }
    exported
}

fn write(
    archive: &StationArchive,
    fetcher: Option<&ExportFetcher>,
    span: KeptSpan,
    title: &str,
    path: &Path,
) -> Result<ExportedSound, Error> {
    let mut exported = ExportedSound { frames: 0, titles: Vec::new(), gaps: Vec::new() };
    let Some(rendition) = archive.rendition() else {
        exported.gaps.push(span);
        return Ok(exported);
    };
    let failed = || Error::about(path);
    let mut file = BufWriter::new(File::create(path).map_err(failed())?);
    let mut pages = PageSink::new(&mut file, &rendition, title).map_err(failed())?;
    let mut reader = ArchiveReader::at(archive.clone(), rendition.first_seq_at(span.from_us * 6 / 125));
    let mut expected_us = span.from_us;
    'reading: loop {
        let batch = reader.read(BATCH)?;
        if let Some(hour) = &batch.distant {
            if hour.rendition.time_us(hour.first_seq) >= span.to_us {
                break;
            }
            match fetcher {
                Some(fetcher) => fetcher.fetch(archive, hour)?,
                None => reader.skip_to(hour.end_seq),
            }
            continue;
        }
        let mut titles = batch.titles.into_iter().peekable();
        for frame in &batch.frames {
            if frame.time_us >= span.to_us {
                break 'reading;
            }
            if frame.time_us >= expected_us + FRAME_US {
                exported.gaps.push(KeptSpan { from_us: expected_us, to_us: frame.time_us });
            }
            expected_us = frame.time_us + FRAME_US;
            while let Some(title) = titles.next_if(|title| title.time_us <= frame.time_us) {
                exported.titles.push((exported.frames, title));
            }
            pages.push(frame.payload.clone()).map_err(failed())?;
            exported.frames += 1;
        }
        if batch.is_at_end {
            break;
        }
    }
    if expected_us < span.to_us {
        exported.gaps.push(KeptSpan { from_us: expected_us, to_us: span.to_us });
    }
    pages.finish().map_err(failed())?;
    let file = file.into_inner().map_err(|error| failed()(error.into_error()))?;
    file.sync_all().map_err(failed())?;
    Ok(exported)
}

/// Writes packets as the pages of one file.
struct PageSink<'a, W> {
    to: &'a mut W,
    ogg: OggOpusFile,
    page: Vec<Bytes>,
}

impl<'a, W: Write> PageSink<'a, W> {
    fn new(to: &'a mut W, rendition: &crate::frame::Rendition, title: &str) -> io::Result<Self> {
        let mut ogg = OggOpusFile::new(1, rendition);
        to.write_all(&ogg.header(rendition, &[format!("TITLE={title}")]))?;
        Ok(Self { to, ogg, page: Vec::new() })
    }

    fn push(&mut self, packet: Bytes) -> io::Result<()> {
        if self.page.len() as u64 == FRAMES_PER_PAGE {
            self.put(false)?;
        }
        self.page.push(packet);
        Ok(())
    }

    fn finish(mut self) -> io::Result<()> {
        if self.page.is_empty() { Ok(()) } else { self.put(true) }
    }

    fn put(&mut self, is_last: bool) -> io::Result<()> {
        let page = self.ogg.page(&self.page, is_last);
        self.page.clear();
        self.to.write_all(&page)
    }
}

/// Fetches hours from the bucket, into a folder that is deleted afterwards.
struct ExportFetcher {
    client: BucketClient,
    runtime: Runtime,
    folder: PathBuf,
}

impl ExportFetcher {
    fn new(settings: &BucketSettings, to: &Path) -> Result<Self, Error> {
        let mut folder = to.as_os_str().to_owned();
        folder.push(".fetched");
        let folder = PathBuf::from(folder);
        let runtime = Builder::new_current_thread().enable_all().build().map_err(Error::about(&folder))?;
        Ok(Self { client: BucketClient::new(settings)?, runtime, folder })
    }

    fn fetch(&self, archive: &StationArchive, hour: &DistantHour) -> Result<(), Error> {
        fs::create_dir_all(&self.folder).map_err(Error::about(&self.folder))?;
        let unreadable = || Error::Bucket(format!("{} cannot be fetched from the bucket", hour.name));
        // One at a time is enough: it is read once.
        for extension in ["titles", "index", "opus"] {
            let name = hour.name.replace("opus", extension);
            let Some(copy) = archive.copied(&name) else { continue };
            let (object, path) = (object_of(archive, &name), self.folder.join(&name));
            let fetched = fetch_file(&self.runtime, &self.client, &FileToFetch { object, path, copy });
            fetched.map_err(|error| {
                Error::Bucket(format!("{name} cannot be fetched from the bucket: {error}"))
            })?;
        }
        if hour.take_in(&self.folder.join(&hour.name)) { Ok(()) } else { Err(unreadable()) }
    }
}

impl Drop for ExportFetcher {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.folder));
    }
}

/// Returns titles as a cue sheet of the file called `file`.
pub fn cue_sheet(file: &str, title: &str, titles: &[(u64, NowPlaying)]) -> String {
    let mut sheet = format!("TITLE \"{}\"\nFILE \"{}\" WAVE\n", quoted(title), quoted(file));
    let music = titles.iter().filter(|(_, title)| !title.kind.is_break() && !title.title.is_empty());
    for (number, (frames, title)) in (1..).zip(music) {
        // Cue sheets count 75 frames a second, and minutes without end.
        let (seconds, rest) = (frames / 50, frames % 50 * 75 / 50);
        let artist = title.artist.as_deref().map(|artist| format!("    PERFORMER \"{}\"\n", quoted(artist)));
        // Text takes whatever is written.
        let _ = write!(
            sheet,
            "  TRACK {number:02} AUDIO\n    TITLE \"{}\"\n{}    INDEX 01 {:02}:{:02}:{rest:02}\n",
            quoted(&title.title),
            artist.unwrap_or_default(),
            seconds / 60,
            seconds % 60
        );
    }
    sheet
}

/// Cue sheets have no way to write a quotation mark or a line end within quotation marks.
fn quoted(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c == '"' {
                '\''
            } else if c.is_control() {
                ' '
            } else {
                c
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::container::ogg_opus_file::OggPage;
    use crate::model::{SourceKind, Title};
    use crate::recording::archive_writer::ArchiveWriter;
    use crate::recording::archive_writer::tests::{frame, rendition, write as kept};

    fn title(seq: u64, text: &str) -> NowPlaying {
        let what = Title { artist: Some("Ann".to_owned()), ..Title::plain(SourceKind::Live, text) };
        NowPlaying { time_us: rendition().time_us(seq), what: Arc::new(what) }
    }

    fn span(frames: std::ops::Range<u64>) -> KeptSpan {
        KeptSpan { from_us: rendition().time_us(frames.start), to_us: rendition().time_us(frames.end) }
    }

    #[test]
    fn a_time_is_one_file_of_the_packets_that_went_out_also_of_the_hour_that_is_being_written() {
        let dir = tempfile::tempdir().unwrap();
        let (folder, to) = (dir.path().join("main"), dir.path().join("x.opus"));
        fs::create_dir(&folder).unwrap();
        kept(&folder, 1_000..1_100, true);
        kept(&folder, 1_150..1_200, true);
        let mut writer =
            ArchiveWriter::create(&folder, "main", &rendition(), 1_200, Some(&title(900, "one"))).unwrap();
        for seq in 1_200..1_270 {
            if seq == 1_230 {
                writer.title(&title(1_230, "a \"two\"")).unwrap();
            }
            writer.push(&frame(seq)).unwrap();
        }
        let open = fs::read(&writer.file().path).unwrap();
        let request = |span, to| ExportRequest {
            archives: dir.path(),
            station: "main",
            span,
            title: "Night",
            to,
            bucket: None,
        };
        let exported = export(request(span(1_040..1_400), &to)).unwrap();
        assert_eq!(fs::read(&writer.file().path).unwrap(), open, "what is being written is left alone");
        assert_eq!(exported.gaps, [span(1_100..1_150), span(1_250..1_400)]);
        assert_eq!(exported.frames, 60 + 50 + 50);
        let (mut rest, mut packets, mut is_ended) = (Bytes::from(fs::read(&to).unwrap()), Vec::new(), false);
        while let Some(page) = OggPage::read(&rest) {
            rest = rest.slice(page.length..);
            packets.extend(page.packets);
            is_ended = page.is_last;
        }
        assert!(is_ended && rest.is_empty());
        let expected = (1_040..1_100).chain(1_150..1_250).map(|seq| frame(seq).payload);
        assert_eq!(packets[2..], expected.collect::<Vec<_>>());
        assert!(String::from_utf8_lossy(&packets[1]).contains("TITLE=Night"));
        let cue = cue_sheet("x.opus", "Night", &exported.titles);
        let expected = "TITLE \"Night\"\nFILE \"x.opus\" WAVE\n\
                        \x20 TRACK 01 AUDIO\n    TITLE \"one\"\n    PERFORMER \"Ann\"\n    INDEX 01 00:02:15\n\
                        \x20 TRACK 02 AUDIO\n    TITLE \"a 'two'\"\n    PERFORMER \"Ann\"\n    INDEX 01 00:02:60\n";
        assert_eq!(cue, expected);

        assert!(export(request(span(1_040..1_050), &to)).is_err(), "no file is replaced");
        let other = dir.path().join("y.opus");
        let nothing = export(request(span(2_000..2_010), &other)).unwrap();
        assert_eq!((nothing.frames, nothing.gaps), (0, vec![span(2_000..2_010)]));
        assert!(fs::read_dir(dir.path()).unwrap().count() == 2, "nothing stays of it");
    }
}
