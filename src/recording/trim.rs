//! Trims recordings: the same packets without those before a new start and after a new end.

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::ops::Range;

use bytes::Bytes;

use super::archive::StationArchive;
use super::cut::{self, Chapters, CutFile, FRAME_US, path_of, written};
use super::recording_packets::RecordingPackets;
use super::recording_times::RecordingTimes;
use super::{Error, FRAMES_PER_PAGE};
use crate::container::ogg_opus_file::{OggOpusFile, comment};
use crate::model::Recording;

/// Measures of a recording that was trimmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrimmedRecording {
    /// Duration in microseconds.
    pub duration_us: u64,
    /// Length of the Ogg Opus file in bytes.
    pub opus_bytes: u64,
    /// Microseconds that were trimmed off its beginning, now and before.
    pub trimmed_us: u64,
}

impl StationArchive {
    /// Keeps of a recording what is between these frames of 20 ms, counted from its beginning: the packets are not encoded
    /// again. The file that was there stays until the new one is whole and safe. Blocks.
    pub fn trim_recording(
        &self,
        recording: &Recording,
        frames: Range<u64>,
    ) -> Result<Option<TrimmedRecording>, Error> {
        let Some(file) = trimmed(self, recording.id, &frames)? else { return Ok(None) };
        // The MP3 file is of the longer one.
        cut::remove_mp3(self, recording.id)?;
        let (from_us, to_us) = (frames.start * FRAME_US, frames.end * FRAME_US);
        let times = self.recording_times(recording.id);
        let times =
            times.unwrap_or_else(|| RecordingTimes::whole(recording.what.from_us, recording.duration_us));
        self.keep_recording_times(recording.id, &times.between(from_us, to_us))?;
        move_chapters(self, recording.id, from_us, to_us)?;
        Ok(Some(TrimmedRecording {
            duration_us: file.frames * FRAME_US,
            opus_bytes: file.bytes,
            trimmed_us: recording.trimmed_us + from_us,
        }))
    }
}

/// Writes the Ogg Opus file anew; `None` if nothing of it would be left.
fn trimmed(archive: &StationArchive, id: i64, frames: &Range<u64>) -> Result<Option<CutFile>, Error> {
    let path = path_of(archive, id, "opus");
    let mut packets = RecordingPackets::open(&path)?;
    let comments: Vec<String> = ["TITLE", "ARTIST"]
        .into_iter()
        .filter_map(|name| Some(format!("{name}={}", comment(packets.tags(), name)?)))
        .collect();
    let mut kept: Vec<Bytes> = Vec::new();
    let mut ogg = OggOpusFile::new(id as u32, packets.rendition());
    let (mut at, mut count) = (0, 0);
    let bytes = written(&path, |file: &mut BufWriter<File>| {
        let header = ogg.header(packets.rendition(), &comments);
        file.write_all(&header)?;
        let mut bytes = header.len() as u64;
        while let Some(packet) = packets.next().map_err(std::io::Error::other)? {
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
            return Err(std::io::ErrorKind::InvalidInput.into());
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

/// Keeps the chapters that are heard between two places, from where they are heard.
fn move_chapters(archive: &StationArchive, id: i64, from_us: u64, to_us: u64) -> Result<(), Error> {
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
    cut::write_chapters(archive, id, &chapters)
}

#[cfg(feature = "mp3")]
#[cfg(test)]
mod tests {
    use super::*;
    use crate::recording::cut::tests::{set, titled_archive};

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
        cut::cut(&archive, &recording, recording.to_us).unwrap().expect("a cut");
        let whole = packets(&archive);
        assert_eq!(archive.trim_recording(&recording, 400..500).unwrap(), None);
        assert_eq!(packets(&archive), whole, "the file stays where nothing would be left");

        let trimmed = archive.trim_recording(&recording, 70..230).unwrap().expect("something");
        let length = fs::metadata(path_of(&archive, 7, "opus")).unwrap().len();
        let expected =
            TrimmedRecording { duration_us: 160 * FRAME_US, opus_bytes: length, trimmed_us: 70 * FRAME_US };
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
        assert_eq!((again.duration_us, again.trimmed_us), (100 * FRAME_US, 70 * FRAME_US));
        assert_eq!(packets(&archive), whole[70..170]);
        let file = fs::read(path_of(&archive, 7, "opus")).unwrap();
        let last = file.windows(4).rposition(|bytes| bytes == b"OggS").unwrap();
        assert!(file[last + 26] > 0, "the last page has a packet, also where the others are full");
        let recording = Recording { duration_us: again.duration_us, ..recording };
        cut::make_mp3(&archive, &recording).unwrap();
    }
}
