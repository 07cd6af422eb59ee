//! Trims recordings: the same packets and MP3 frames without those before a new start and after a new end.
//!
//! The trimmed files are written beside those that are there, and take their places once the database knows their lengths. If the
//! server ends in between, the next start goes by the database.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Read as _, Seek as _, SeekFrom, Write as _};
use std::ops::Range;
use std::path::PathBuf;

use bytes::Bytes;

use super::archive::StationArchive;
use super::archive_file::sync_folder;
use super::cut::{self, Chapters, CutFile, FRAME_US, MP3_KBIT_S, RECORDINGS, path_of, written};
use super::recording_packets::RecordingPackets;
use super::recording_times::RecordingTimes;
use super::{Error, FRAMES_PER_PAGE};
use crate::audio::SAMPLE_RATE;
use crate::container::ogg_opus_file::{OggOpusFile, comment};
use crate::model::Recording;

/// Measures of a recording that was trimmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrimmedRecording {
    /// Duration in microseconds.
    pub duration_us: u64,
    /// Length of the Ogg Opus file in bytes.
    pub opus_bytes: u64,
    /// Length of the MP3 file in bytes; 0 if it has to be made.
    pub mp3_bytes: u64,
    /// Microseconds that were trimmed off its beginning, now and before.
    pub trimmed_us: u64,
}

/// Added to the names of trimmed files that are not in their places yet.
pub(super) const TRIMMED: &str = ".trimmed";
/// Extensions of the files that trimming changes. The Ogg Opus file is written last, and moved last.
const CHANGED: [&str; 4] = ["times.json", "chapters.json", "mp3", "opus"];

/// Samples in an MP3 frame (ISO/IEC 11172-3), and its bytes: no frame is padded, and none needs another one.
const MP3_SAMPLES: u64 = 1_152;
const MP3_BYTES: u64 = 144_000 * MP3_KBIT_S as u64 / SAMPLE_RATE as u64;
/// Samples by which decoded MP3 is late: 576 of LAME and 529 of every decoder.
const MP3_DELAY: u64 = 1_105;

impl StationArchive {
    /// Writes what is between these frames of 20 ms, counted from the beginning of a recording, beside its files: the packets
    /// are not encoded again. It is heard after [`put_trimmed`](Self::put_trimmed), before which the database has to know of
    /// it. Blocks.
    pub fn trim_recording(
        &self,
        recording: &Recording,
        frames: Range<u64>,
    ) -> Result<Option<TrimmedRecording>, Error> {
        let (from_us, to_us) = (frames.start * FRAME_US, frames.end * FRAME_US);
        let times = self.recording_times(recording.id);
        let times =
            times.unwrap_or_else(|| RecordingTimes::whole(recording.what.from_us, recording.duration_us));
        let written =
            cut::write_json(&trimmed_path(self, recording.id, "times.json"), &times.between(from_us, to_us))
                .and_then(|()| write_chapters(self, recording.id, from_us, to_us))
                .and_then(|()| write_mp3(self, recording, from_us, to_us))
                .and_then(|mp3_bytes| Ok((mp3_bytes, write_opus(self, recording.id, &frames)?)));
        if !matches!(written, Ok((_, Some(_)))) {
            // If they stay, the next start deletes them.
            let _ = remove_trimmed(self, recording.id);
        }
        let (mp3_bytes, opus) = written?;
        Ok(opus.map(|file: CutFile| TrimmedRecording {
            duration_us: file.frames * FRAME_US,
            opus_bytes: file.bytes,
            mp3_bytes,
            trimmed_us: recording.trimmed_us + from_us,
        }))
    }

    /// Puts the trimmed files of a recording in place of those before, as the database has it by now. Blocks.
    pub fn put_trimmed(&self, trimmed: &Recording) -> Result<(), Error> {
        let id = trimmed.id;
        if trimmed.mp3_bytes == 0 {
            // One that is there is of the longer one.
            cut::remove_mp3(self, id)?;
        }
        for extension in CHANGED {
            if extension == "mp3" && trimmed.mp3_bytes == 0 {
                cut::remove_file(self, id, &format!("{extension}{TRIMMED}"))?;
                continue;
            }
            let folder = self.folder().join(RECORDINGS);
            if extension == "opus" {
                // The others are in their places for good before the last one is.
                sync_folder(&folder).map_err(Error::about(&folder))?;
            }
            let from = trimmed_path(self, id, extension);
            match fs::rename(&from, path_of(self, id, extension)) {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    return Err(Error::about(&from)(error));
                }
                _ => {}
            }
            if extension == "opus" {
                sync_folder(&folder).map_err(Error::about(&folder))?;
            }
        }
        Ok(())
    }

    /// Finishes a trim of this archive that could not be: see `finish_trims`. Blocks.
    pub fn finish_trims(
        &self,
        noted: impl Fn(i64) -> anyhow::Result<Option<Recording>>,
    ) -> anyhow::Result<()> {
        finish_trims(self, noted)
    }

    /// Deletes trimmed files of a recording that are not in their places. Blocks.
    pub fn drop_trimmed(&self, id: i64) -> Result<(), Error> {
        remove_trimmed(self, id)
    }
}

/// Finishes trims during which the server ended: those of which `noted` has the length of the Ogg Opus file, by the number of
/// the recording. Files of the others are deleted.
pub(super) fn finish_trims(
    archive: &StationArchive,
    noted: impl Fn(i64) -> anyhow::Result<Option<Recording>>,
) -> anyhow::Result<()> {
    let folder = archive.folder().join(RECORDINGS);
    let entries = fs::read_dir(&folder).into_iter().flatten().map_while(Result::ok);
    let names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    for unfinished in names.iter().filter(|name| name.ends_with(".trimmed.new")) {
        // Nobody writes it any more.
        let _ = fs::remove_file(folder.join(unfinished));
    }
    let ids: BTreeSet<i64> = names
        .iter()
        .filter(|name| name.ends_with(TRIMMED))
        .filter_map(|name| name.split_once('.')?.0.parse().ok())
        .collect();
    for id in ids {
        let length = fs::metadata(trimmed_path(archive, id, "opus")).ok().map(|about| about.len());
        let trimmed = noted(id)?.filter(|noted| Some(noted.opus_bytes) == length);
        if let Some(trimmed) = trimmed {
            archive.put_trimmed(&trimmed)?;
            tracing::info!(
                station = archive.slug(),
                recording = id,
                "a recording is trimmed, as it was noted"
            );
        } else {
            remove_trimmed(archive, id)?;
        }
    }
    Ok(())
}

/// Deletes the trimmed files of a recording, first the one that says that they are whole.
pub(super) fn remove_trimmed(archive: &StationArchive, id: i64) -> Result<(), Error> {
    let all = CHANGED.into_iter().rev();
    all.map(|extension| format!("{extension}{TRIMMED}"))
        .try_for_each(|extension| cut::remove_file(archive, id, &extension))
}

fn trimmed_path(archive: &StationArchive, id: i64, extension: &str) -> PathBuf {
    path_of(archive, id, &format!("{extension}{TRIMMED}"))
}

/// Writes the Ogg Opus file anew; `None` if nothing of it would be left.
fn write_opus(archive: &StationArchive, id: i64, frames: &Range<u64>) -> Result<Option<CutFile>, Error> {
    let mut packets = RecordingPackets::open(&path_of(archive, id, "opus"))?;
    let comments: Vec<String> = ["TITLE", "ARTIST"]
        .into_iter()
        .filter_map(|name| Some(format!("{name}={}", comment(packets.tags(), name)?)))
        .collect();
    let mut kept: Vec<Bytes> = Vec::new();
    let mut ogg = OggOpusFile::new(id as u32, packets.rendition());
    let (mut at, mut count) = (0, 0);
    let bytes = written(&trimmed_path(archive, id, "opus"), |file: &mut BufWriter<File>| {
        let header = ogg.header(packets.rendition(), &comments);
        file.write_all(&header)?;
        let mut bytes = header.len() as u64;
        while let Some(packet) = packets.next().map_err(io::Error::other)? {
            if frames.contains(&at) {
                // Not before there is another packet: the last page has one.
                if kept.len() as u64 == FRAMES_PER_PAGE {
                    let page = ogg.page(&kept, false);
                    kept.clear();
                    bytes += page.len() as u64;
                    file.write_all(&page)?;
                }
                kept.push(packet);
                count += 1;
            }
            at += 1;
        }
        if count == 0 {
            return Err(ErrorKind::InvalidInput.into());
        }
        let page = ogg.page(&kept, true);
        bytes += page.len() as u64;
        file.write_all(&page)?;
        Ok(bytes)
    });
    match bytes {
        Err(_) if count == 0 && at > 0 => Ok(None),
        bytes => bytes.map(|bytes| Some(CutFile { bytes, frames: count })),
    }
}

/// Copies the MP3 frames that are heard between two places, to the frame of 24 ms; returns their length in bytes, 0 if they are
/// not here, or the file is not the one that the database knows.
fn write_mp3(
    archive: &StationArchive,
    recording: &Recording,
    from_us: u64,
    to_us: u64,
) -> Result<u64, Error> {
    let path = path_of(archive, recording.id, "mp3");
    let mut file = match File::open(&path) {
        Ok(file) if recording.mp3_bytes > 0 => file,
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(Error::about(&path)(error)),
        _ => return Ok(0),
    };
    // Counted from the beginning of the recording as it was cut: what is lost of a frame does not add up.
    let lateness = |trimmed_us: u64| trimmed_us * u64::from(SAMPLE_RATE) / 1_000_000 + MP3_DELAY;
    let (before, after) = (lateness(recording.trimmed_us), lateness(recording.trimmed_us + from_us));
    let skipped = after / MP3_SAMPLES - before / MP3_SAMPLES;
    let samples = after % MP3_SAMPLES + (to_us - from_us) * u64::from(SAMPLE_RATE) / 1_000_000;
    let (start, most) = (skipped * MP3_BYTES, samples.div_ceil(MP3_SAMPLES) * MP3_BYTES);
    let length = file.metadata().map_err(Error::about(&path))?.len();
    if length != recording.mp3_bytes || start + most > length {
        return Ok(0);
    }
    written(&trimmed_path(archive, recording.id, "mp3"), |new| {
        file.seek(SeekFrom::Start(start))?;
        io::copy(&mut file.take(most), new)
    })
}

/// Writes the chapters that are heard between two places, from where they are heard.
fn write_chapters(archive: &StationArchive, id: i64, from_us: u64, to_us: u64) -> Result<(), Error> {
    let Ok(bytes) = fs::read(path_of(archive, id, "chapters.json")) else { return Ok(()) };
    let Ok(mut chapters) = serde_json::from_slice::<Chapters>(&bytes) else { return Ok(()) };
    let (from, to) = (from_us as f64 / 1e6, to_us as f64 / 1e6);
    let mut moved: Vec<_> = Vec::new();
    for mut chapter in chapters.chapters.drain(..).filter(|chapter| chapter.start < to) {
        // Of those before the new start, the last one goes on there.
        if chapter.start <= from {
            moved.clear();
        }
        chapter.start = ((chapter.start - from).max(0.0) * 50.0).round() / 50.0;
        moved.push(chapter);
    }
    chapters.chapters = moved;
    cut::write_json(&trimmed_path(archive, id, "chapters.json"), &chapters)
}

#[cfg(feature = "mp3")]
#[cfg(test)]
mod tests {
    use super::*;
    use crate::recording::cut::tests::{cut_here, set, titled_archive};

    fn packets(archive: &StationArchive) -> Vec<Bytes> {
        let mut packets = RecordingPackets::open(&path_of(archive, 7, "opus")).unwrap();
        std::iter::from_fn(|| packets.next().unwrap()).collect()
    }

    #[test]
    fn a_trimmed_recording_has_the_same_packets_and_its_chapters_where_they_are_heard() {
        let dir = tempfile::tempdir().unwrap();
        let titles = [(1_050, "two"), (1_100, "three"), (1_250, "four")];
        let (archive, rendition, _) = titled_archive(dir.path(), &titles);
        let duration_us = 300 * FRAME_US;
        let recording = Recording { duration_us, ..set(rendition.time_us(1_000), rendition.time_us(1_300)) };
        cut_here(&archive, &recording).expect("a cut");
        let whole = packets(&archive);
        assert_eq!(archive.trim_recording(&recording, 400..500).unwrap(), None);
        assert_eq!(packets(&archive), whole, "the file stays where nothing would be left");

        let trimmed = archive.trim_recording(&recording, 70..230).unwrap().expect("something");
        assert_eq!(packets(&archive), whole, "the file stays until the database knows of the other one");
        archive.put_trimmed(&recording).unwrap();
        let length = fs::metadata(path_of(&archive, 7, "opus")).unwrap().len();
        let expected = TrimmedRecording {
            duration_us: 160 * FRAME_US,
            opus_bytes: length,
            mp3_bytes: 0,
            trimmed_us: 70 * FRAME_US,
        };
        assert_eq!(trimmed, expected);
        assert_eq!(packets(&archive), whole[70..230]);
        let chapters = fs::read_to_string(path_of(&archive, 7, "chapters.json")).unwrap();
        let expected = r#"{"version":"1.2.0","chapters":[{"startTime":0.0,"title":"two"},{"startTime":0.6,"title":"three"}]}"#;
        assert_eq!(chapters, expected);
        let times = archive.recording_times(7).unwrap();
        assert_eq!(times.place_of(rendition.time_us(1_070)), Some(0));
        assert_eq!(times.place_of(rendition.time_us(1_230)), None);

        // Once more, from what is left of it.
        let recording =
            Recording { duration_us: trimmed.duration_us, trimmed_us: trimmed.trimmed_us, ..recording };
        let again = archive.trim_recording(&recording, 0..100).unwrap().expect("something");
        archive.put_trimmed(&recording).unwrap();
        assert_eq!((again.duration_us, again.trimmed_us), (100 * FRAME_US, 70 * FRAME_US));
        assert_eq!(packets(&archive), whole[70..170]);
        let file = fs::read(path_of(&archive, 7, "opus")).unwrap();
        let last = file.windows(4).rposition(|bytes| bytes == b"OggS").unwrap();
        assert!(file[last + 26] > 0, "the last page has a packet, also where the others are full");
        let recording = Recording { duration_us: again.duration_us, ..recording };
        cut::make_mp3(&archive, &recording).unwrap();
    }

    #[test]
    fn a_trimmed_recording_has_its_mp3_file_at_once_however_often_it_is_trimmed() {
        let dir = tempfile::tempdir().unwrap();
        let (archive, rendition, _) = titled_archive(dir.path(), &[]);
        let cut = Recording {
            duration_us: 300 * FRAME_US,
            ..set(rendition.time_us(1_000), rendition.time_us(1_300))
        };
        cut_here(&archive, &cut).expect("a cut");
        let mp3_bytes = cut::make_mp3(&archive, &cut).unwrap();
        let whole = fs::read(path_of(&archive, 7, "mp3")).unwrap();
        let mut recording = Recording { mp3_bytes, ..cut };
        for round in 1..=20 {
            let frames = recording.duration_us / FRAME_US;
            let trimmed = archive.trim_recording(&recording, 5..frames - 5).unwrap().expect("something");
            let TrimmedRecording { duration_us, opus_bytes, mp3_bytes, trimmed_us } = trimmed;
            recording = Recording { trimmed_us, duration_us, opus_bytes, mp3_bytes, ..recording };
            archive.put_trimmed(&recording).unwrap();
            let mp3 = fs::read(path_of(&archive, 7, "mp3")).unwrap();
            assert_eq!(mp3.len() as u64, mp3_bytes);
            // The frame whose decoded sound, which is 1,105 samples late, has the new start.
            let first = (round * 4_800 + 1_105) / 1_152;
            assert!(whole[first * 384..].starts_with(&mp3), "{round}");
            let ends = (first as u64 + mp3_bytes / 384) * 1_152;
            let due = round as u64 * 4_800 + duration_us * 48 / 1_000 + 1_105;
            assert!((due..due + 1_152).contains(&ends), "{round}: {ends} of {due}");
        }
    }

    #[test]
    fn an_mp3_file_that_is_not_the_one_of_the_recording_is_not_trimmed() {
        let dir = tempfile::tempdir().unwrap();
        let (archive, rendition, _) = titled_archive(dir.path(), &[]);
        let recording = Recording {
            duration_us: 300 * FRAME_US,
            ..set(rendition.time_us(1_000), rendition.time_us(1_300))
        };
        cut_here(&archive, &recording).expect("a cut");
        let mp3_bytes = cut::make_mp3(&archive, &recording).unwrap();
        let mp3 = path_of(&archive, 7, "mp3");
        let whole = fs::read(&mp3).unwrap();
        // Torn, and another one.
        for file in [whole[..384].to_vec(), [&whole[..], &whole[..384]].concat()] {
            fs::write(&mp3, file).unwrap();
            let noted = Recording { mp3_bytes, ..recording.clone() };
            let trimmed = archive.trim_recording(&noted, 100..200).unwrap().expect("something");
            assert_eq!(trimmed.mp3_bytes, 0);
            archive.drop_trimmed(7).unwrap();
        }
        // An empty one that a former version left is not put into place.
        archive.trim_recording(&recording, 100..200).unwrap().expect("something");
        fs::write(trimmed_path(&archive, 7, "mp3"), "").unwrap();
        archive.put_trimmed(&recording).unwrap();
        assert!(!mp3.exists() && !trimmed_path(&archive, 7, "mp3").exists());
    }

    /// The names of all files of recordings with their lengths.
    fn files(archive: &StationArchive) -> Vec<(String, u64)> {
        let entries = fs::read_dir(archive.folder().join(RECORDINGS)).unwrap().map(Result::unwrap);
        let mut files: Vec<_> = entries
            .map(|entry| (entry.file_name().into_string().unwrap(), entry.metadata().unwrap().len()))
            .collect();
        files.sort();
        files
    }

    #[test]
    fn a_trim_that_a_crash_interrupts_is_finished_or_forgotten_as_the_database_has_it() {
        let dir = tempfile::tempdir().unwrap();
        let (archive, rendition, _) = titled_archive(dir.path(), &[(1_100, "two")]);
        let recording = Recording {
            duration_us: 300 * FRAME_US,
            ..set(rendition.time_us(1_000), rendition.time_us(1_300))
        };
        let bytes = cut_here(&archive, &recording).expect("a cut").bytes;
        let mp3_bytes = cut::make_mp3(&archive, &recording).unwrap();
        let recording = Recording { mp3_bytes, ..recording };
        let before = files(&archive);
        let whole = packets(&archive);

        // The database does not know of it: nothing happened.
        archive.trim_recording(&recording, 100..200).unwrap().expect("something");
        assert_eq!(files(&archive).len(), before.len() + 4);
        let recording = Recording { opus_bytes: bytes, ..recording };
        finish_trims(&archive, |_| Ok(Some(recording.clone()))).unwrap();
        assert_eq!(files(&archive), before);
        archive.trim_recording(&recording, 100..200).unwrap().expect("something");
        finish_trims(&archive, |_| Ok(None)).unwrap();
        assert_eq!((files(&archive), packets(&archive)), (before, whole.clone()));

        // It knows: after the start, all files are of the trimmed one, wherever the moves were interrupted.
        let mut noted = recording;
        for moved in 0..4 {
            let from = packets(&archive).len() as u64;
            let trimmed = archive.trim_recording(&noted, 10..from - 10).unwrap().expect("something");
            let TrimmedRecording { duration_us, opus_bytes, mp3_bytes, trimmed_us } = trimmed;
            noted = Recording { trimmed_us, duration_us, opus_bytes, mp3_bytes, ..noted };
            for extension in &CHANGED[..moved] {
                fs::rename(trimmed_path(&archive, 7, extension), path_of(&archive, 7, extension)).unwrap();
            }
            finish_trims(&archive, |id| Ok((id == 7).then(|| noted.clone()))).unwrap();
            let found = files(&archive);
            let names: Vec<&str> = found.iter().map(|(name, _)| &**name).collect();
            assert_eq!(names, ["7.chapters.json", "7.mp3", "7.opus", "7.times.json"]);
            assert_eq!((found[1].1, found[2].1), (mp3_bytes, opus_bytes));
        }
        assert_eq!(packets(&archive), whole[40..260]);
        let times = archive.recording_times(7).unwrap();
        assert_eq!(times.place_of(rendition.time_us(1_040)), Some(0));
        let chapters = fs::read_to_string(path_of(&archive, 7, "chapters.json")).unwrap();
        assert!(chapters.contains(r#"{"startTime":1.2,"title":"two"}"#), "{chapters}");
    }
}
