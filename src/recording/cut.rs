//! Cuts recordings from the archive: an Ogg Opus file of the same packets, an MP3 file, and chapters.

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::archive::StationArchive;
use super::archive_reader::ArchiveReader;
use super::copies::DistantHour;
use super::mp3_transcoder::Mp3Transcoder;
use super::recording_packets::RecordingPackets;
use super::recording_times::RecordingTimes;
use super::{Error, FRAMES_PER_PAGE, trim};
use crate::container::ogg_opus_file::OggOpusFile;
use crate::frame::Frame;
use crate::model::{NowPlaying, Recording};

/// Frames that are read at a time.
const BATCH: usize = 500;
/// Microseconds of a frame of the archive.
pub const FRAME_US: u64 = 20_000;
/// Bitrate of MP3 files, in kilobits per second.
pub(super) const MP3_KBIT_S: u32 = 128;

/// The Ogg Opus file of a recording.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct CutFile {
    pub(super) bytes: u64,
    pub(super) frames: u64,
}

/// The version of that format.
const VERSION: &str = "1.2.0";

/// Chapters, as the JSON chapters format of the podcast namespace has them.
#[derive(Serialize, Deserialize)]
pub(super) struct Chapters {
    version: Cow<'static, str>,
    pub(super) chapters: Vec<Chapter>,
}

/// A title of a recording.
#[derive(Serialize, Deserialize)]
pub(super) struct Chapter {
    /// Seconds from the beginning.
    #[serde(rename = "startTime")]
    pub(super) start: f64,
    title: String,
}

/// The folder of recordings, in that of a station's archive.
pub(super) const RECORDINGS: &str = "recordings";

/// Returns the path of a recording's file with this extension, such as `opus`.
pub(super) fn path_of(archive: &StationArchive, id: i64, extension: &str) -> PathBuf {
    archive.folder().join(name_of(id, extension))
}

/// Returns the same below the folder of the station's archive.
pub(super) fn name_of(id: i64, extension: &str) -> String {
    format!("{RECORDINGS}/{id}.{extension}")
}

/// Has an hour fetched that is only in the bucket; blocks until it is here.
pub(super) type FetchHour<'a> = &'a dyn Fn(&Arc<DistantHour>) -> Result<(), Error>;

/// Cuts the Ogg Opus file and the chapters of a recording that ends at `to_us`; `None` if nothing of it is kept.
pub(super) fn cut(
    archive: &StationArchive,
    recording: &Recording,
    to_us: u64,
    fetch: FetchHour<'_>,
) -> Result<Option<CutFile>, Error> {
    let Some(rendition) = archive.rendition() else { return Ok(None) };
    let path = path_of(archive, recording.id, "opus");
    let mut comments = vec![format!("TITLE={}", recording.what.title)];
    comments.extend(recording.what.dj.iter().map(|dj| format!("ARTIST={dj}")));
    let mut ogg = OggOpusFile::new(recording.id as u32, &rendition);
    let mut chapters = Vec::new();
    let mut times = RecordingTimes::default();
    let (mut frames, mut page): (u64, Vec<Bytes>) = (0, Vec::new());
    let bytes = written(&path, |file| {
        let header = ogg.header(&rendition, &comments);
        file.write_all(&header)?;
        let mut bytes = header.len() as u64;
        let mut put = |file: &mut BufWriter<File>, page: &mut Vec<Bytes>, is_last| {
            let packed = ogg.page(page, is_last);
            page.clear();
            bytes += packed.len() as u64;
            file.write_all(&packed)
        };
        for_each_frame(archive, recording, to_us, fetch, |frame, titles| {
            if page.len() as u64 == FRAMES_PER_PAGE {
                put(file, &mut page, false)?;
            }
            chapters.extend(titles.iter().filter_map(|title| chapter_of(title, frames)));
            times.add(frame.time_us, FRAME_US);
            page.push(frame.payload.clone());
            frames += 1;
            Ok(())
        })?;
        if !page.is_empty() {
            put(file, &mut page, true)?;
        }
        Ok(bytes)
    })?;
    if frames == 0 {
        remove(archive, recording.id)?;
        return Ok(None);
    }
    let chapters = Chapters { version: VERSION.into(), chapters };
    write_json(&path_of(archive, recording.id, "chapters.json"), &chapters)?;
    archive.keep_recording_times(recording.id, &times)?;
    Ok(Some(CutFile { bytes, frames }))
}

/// Returns titles as JSON chapters; each has the number of the frame that it begins with.
pub fn chapters(titles: &[(u64, NowPlaying)]) -> Vec<u8> {
    let chapters = titles.iter().filter_map(|(frames, title)| chapter_of(title, *frames)).collect();
    serde_json::to_vec(&Chapters { version: VERSION.into(), chapters }).unwrap_or_default()
}

/// Writes a file of JSON, which is in its place once it is whole and safe.
pub(super) fn write_json(path: &Path, content: &impl Serialize) -> Result<(), Error> {
    written(path, |file| file.write_all(&serde_json::to_vec(content).unwrap_or_default()))
}

/// Makes the MP3 file of a recording from its Ogg Opus file; returns its length in bytes.
pub(super) fn make_mp3(archive: &StationArchive, recording: &Recording) -> Result<u64, Error> {
    let path = path_of(archive, recording.id, "opus");
    let mut packets = RecordingPackets::open(&path)?;
    let mut transcoder = Mp3Transcoder::new(packets.rendition(), MP3_KBIT_S)?;
    written(&path_of(archive, recording.id, "mp3"), |file| {
        let (mut bytes, mut made, mut frames): (u64, Vec<Frame>, u64) = (0, Vec::new(), 0);
        let mut put = |file: &mut BufWriter<File>, made: &mut Vec<Frame>| {
            bytes += made.iter().map(|frame| frame.payload.len() as u64).sum::<u64>();
            made.drain(..).try_for_each(|frame| file.write_all(&frame.payload))
        };
        while let Some(payload) = packets.next().map_err(std::io::Error::other)? {
            transcoder.take(&Frame { seq: frames, time_us: frames * FRAME_US, payload }, &mut made);
            frames += 1;
            put(file, &mut made)?;
        }
        if frames * FRAME_US != recording.duration_us {
            return Err(std::io::Error::other("its Ogg Opus file is another one"));
        }
        transcoder.finish(&mut made);
        put(file, &mut made)?;
        Ok(bytes)
    })
}

/// Deletes all files of a recording.
pub(super) fn remove(archive: &StationArchive, id: i64) -> Result<(), Error> {
    let all = ["opus", "mp3", "chapters.json", "times.json", "picture", "part"];
    all.into_iter().try_for_each(|extension| remove_file(archive, id, extension))?;
    trim::remove_trimmed(archive, id)
}

/// Deletes the MP3 file of a recording.
pub(super) fn remove_mp3(archive: &StationArchive, id: i64) -> Result<(), Error> {
    remove_file(archive, id, "mp3")
}

pub(super) fn remove_file(archive: &StationArchive, id: i64, extension: &str) -> Result<(), Error> {
    let path = path_of(archive, id, extension);
    match fs::remove_file(&path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::about(&path)(error)),
        _ => Ok(()),
    }
}

fn chapter_of(title: &NowPlaying, frames: u64) -> Option<Chapter> {
    let text = match &title.artist {
        Some(artist) => format!("{artist} – {}", title.title),
        None => title.title.clone(),
    };
    let start = frames as f64 / 50.0;
    (!title.is_break() && !text.is_empty()).then_some(Chapter { start, title: text })
}

/// Calls `each` with every kept frame of the recording up to `to_us`, and the titles that begin with it.
fn for_each_frame(
    archive: &StationArchive,
    recording: &Recording,
    to_us: u64,
    fetch: FetchHour<'_>,
    mut each: impl FnMut(&Frame, &[NowPlaying]) -> std::io::Result<()>,
) -> std::io::Result<()> {
    let Some(rendition) = archive.rendition() else { return Ok(()) };
    let mut reader = ArchiveReader::at(archive.clone(), rendition.frames_in(recording.what.from_us));
    loop {
        let mut batch = reader.read(BATCH).map_err(std::io::Error::other)?;
        for frame in &batch.frames {
            if frame.time_us >= to_us {
                return Ok(());
            }
            let begin = batch.titles.iter().take_while(|title| title.time_us <= frame.time_us).count();
            let titles: Vec<NowPlaying> = batch.titles.drain(..begin).collect();
            each(frame, &titles)?;
        }
        if batch.is_at_end {
            return Ok(());
        }
        if let Some(hour) = &batch.distant {
            if hour.rendition.time_us(hour.first_seq) >= to_us {
                return Ok(());
            }
            fetch(hour).map_err(std::io::Error::other)?;
        }
    }
}

/// Writes a file that is in its place once it is whole and safe; returns what `write` does.
pub(super) fn written<T>(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> std::io::Result<T>,
) -> Result<T, Error> {
    let folder = path.parent().unwrap_or(path);
    let mut new = path.as_os_str().to_owned();
    new.push(".new");
    let new = PathBuf::from(new);
    let done = || -> std::io::Result<T> {
        fs::create_dir_all(folder)?;
        let mut file = BufWriter::with_capacity(256 * 1_024, File::create(&new)?);
        let result = write(&mut file)?;
        file.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_data()?;
        fs::rename(&new, path)?;
        super::archive_file::sync_folder(folder)?;
        Ok(result)
    };
    done().map_err(Error::about(path)).inspect_err(|_| drop(fs::remove_file(&new)))
}

#[cfg(feature = "mp3")]
#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::container::ogg_opus_file::OggPage;
    use crate::frame::{Frame, Rendition};
    use crate::model::{NewRecording, RecordingKind, RecordingState, SourceKind, Title};
    use crate::recording::archive::Archives;
    use crate::recording::archive_writer::ArchiveWriter;
    use crate::recording::mp3_transcoder::tests::tone;

    /// An archive of the frames 1,000 to 1,300 of a tone, with titles that begin with these frames.
    pub(in crate::recording) fn titled_archive(
        dir: &Path,
        titles: &[(u64, &str)],
    ) -> (StationArchive, Rendition, Vec<Frame>) {
        let folder = dir.join("main");
        fs::create_dir(&folder).unwrap();
        let (rendition, frames) = tone(1_000, 300);
        let title = |seq: u64, text: &str| NowPlaying {
            time_us: rendition.time_us(seq),
            what: Arc::new(Title::plain(SourceKind::Live, text)),
        };
        let mut writer =
            ArchiveWriter::create(&folder, "main", &rendition, 1_000, Some(&title(900, "one"))).unwrap();
        for frame in &frames {
            for (seq, text) in titles.iter().filter(|(seq, _)| *seq == frame.seq) {
                writer.title(&title(*seq, text)).unwrap();
            }
            writer.push(frame).unwrap();
        }
        writer.finish().unwrap();
        (Archives::below(dir).open("main").unwrap(), rendition, frames)
    }

    /// Cuts a recording of which nothing is in a bucket.
    pub(in crate::recording) fn cut_here(archive: &StationArchive, recording: &Recording) -> Option<CutFile> {
        cut(archive, recording, recording.to_us, &|hour| panic!("{} is in no bucket", hour.name)).unwrap()
    }

    /// The recording 7, a set that went out between these times and was not cut yet.
    pub(in crate::recording) fn set(from_us: u64, to_us: u64) -> Recording {
        Recording {
            id: 7,
            what: NewRecording {
                station: "main".to_owned(),
                kind: RecordingKind::Live,
                title: "Night".to_owned(),
                show: None,
                dj: Some("ann".to_owned()),
                part_of: 0,
                from_us,
            },
            description: String::new(),
            to_us,
            state: RecordingState::Open,
            trimmed_us: 0,
            picture: None,
            sent_bytes: 0,
            duration_us: 0,
            opus_bytes: 0,
            mp3_bytes: 0,
            published_at: None,
        }
    }

    #[test]
    fn a_cut_has_exactly_the_packets_of_its_time_chapters_and_an_mp3_file_as_long() {
        let dir = tempfile::tempdir().unwrap();
        let (archive, rendition, frames) = titled_archive(dir.path(), &[(1_150, "two")]);
        let recording = set(rendition.time_us(1_040), rendition.time_us(1_220));
        let cut_file = cut_here(&archive, &recording).expect("a cut");
        let bytes = Bytes::from(fs::read(path_of(&archive, 7, "opus")).unwrap());
        assert_eq!(cut_file, CutFile { bytes: bytes.len() as u64, frames: 180 });
        let (mut rest, mut packets, mut is_ended) = (bytes, Vec::new(), false);
        while let Some(page) = OggPage::read(&rest) {
            rest = rest.slice(page.length..);
            packets.extend(page.packets);
            is_ended = page.is_last;
        }
        assert!(is_ended && rest.is_empty());
        let expected: Vec<Bytes> = frames[40..220].iter().map(|frame| frame.payload.clone()).collect();
        assert_eq!(packets[2..], expected[..]);
        let chapters = fs::read_to_string(path_of(&archive, 7, "chapters.json")).unwrap();
        let expected = r#"{"version":"1.2.0","chapters":[{"startTime":0.0,"title":"one"},{"startTime":2.2,"title":"two"}]}"#;
        assert_eq!(chapters, expected);

        let recording = Recording { duration_us: 180 * FRAME_US, ..recording };
        let longer = Recording { duration_us: 181 * FRAME_US, ..recording.clone() };
        assert!(make_mp3(&archive, &longer).is_err(), "of a part, there is no file");
        let mp3 = make_mp3(&archive, &recording).unwrap();
        assert_eq!(fs::metadata(path_of(&archive, 7, "mp3")).unwrap().len(), mp3);
        let seconds = mp3 as f64 / 16_000.0;
        assert!((3.5..3.75).contains(&seconds), "{seconds} s of 3.6");
        remove(&archive, 7).unwrap();
        assert_eq!(fs::read_dir(archive.folder().join("recordings")).unwrap().count(), 0);

        let later = Recording { to_us: 0, ..recording };
        assert_eq!(cut_here(&archive, &later), None);
    }
}
