//! Episodes that were made elsewhere: their files as they are sent, and what listeners get of them.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;

use super::archive::StationArchive;
use super::cut::{self, CutFile, path_of, written};
use super::recording_times::RecordingTimes;
use super::retention::least_free;
use super::{Error, FRAMES_PER_PAGE};
use crate::audio::{BLOCK, Block, CHANNELS};
use crate::container::ogg_opus_file::OggOpusFile;
use crate::decode::{self, Reader};
use crate::encode::{self, Encoder as _};
use crate::model::Recording;
use crate::sys::room;

/// Bitrate of the Ogg Opus files, in kilobits per second.
const KBIT_S: u32 = 96;
/// Frames of the longest episode: 24 hours.
const MOST_FRAMES: u64 = 24 * 3_600 * 50;

/// Reasons why a part of a file is not taken.
#[derive(Debug, thiserror::Error)]
pub enum UnfitPart {
    /// It does not begin where the file ends so far.
    #[error("so far there are {0} bytes of the file; the next part begins there")]
    Offset(u64),
    /// There would be more than was announced.
    #[error("the file would be longer than was said")]
    TooMuch,
    /// It cannot be kept.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Held while the file of a recording is changed for somebody.
static CHANGES: Mutex<()> = Mutex::new(());

impl StationArchive {
    /// Waits until nobody else changes the file of a recording, and has others wait.
    pub fn lock_changes(&self) -> MutexGuard<'static, ()> {
        CHANGES.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns whether there is room for so many bytes beside what is left to everybody else.
    pub fn has_room_for(&self, bytes: u64) -> bool {
        // The folder comes with its first file.
        let space = self.folder().ancestors().find_map(|place| room(place).ok());
        space.is_none_or(|space| space.free > bytes.saturating_add(least_free(space)))
    }

    /// Returns how much of the file of an episode is here.
    pub fn received(&self, id: i64) -> u64 {
        fs::metadata(path_of(self, id, "part")).map_or(0, |about| about.len())
    }

    /// Appends a part to the file of an episode; returns how much there is then. Blocks.
    pub fn receive(&self, recording: &Recording, offset: u64, part: &[u8]) -> Result<u64, UnfitPart> {
        let path = path_of(self, recording.id, "part");
        fs::create_dir_all(path.parent().unwrap_or(&path))?;
        // Of two that send the same part, one comes too late.
        let _one_at_a_time = self.lock_changes();
        let mut file = OpenOptions::new().append(true).create(true).open(&path)?;
        let known = file.metadata()?.len();
        if known != offset {
            return Err(UnfitPart::Offset(known));
        }
        if known + part.len() as u64 > recording.sent_bytes {
            return Err(UnfitPart::TooMuch);
        }
        if let Err(error) = file.write_all(part).and_then(|()| file.sync_data()) {
            // The part is sent again, with the beginning that is there.
            let _ = file.set_len(known);
            return Err(error.into());
        }
        Ok(known + part.len() as u64)
    }
}

/// Reasons why a file that was sent is not made into an episode.
#[derive(Debug)]
pub(super) enum EpisodeFailure {
    /// It cannot be used; says to people what is wrong with it.
    Unfit(String),
    /// The disk cannot; what was sent is kept, and tried again.
    Disk(Error),
}

/// Makes the Ogg Opus file of an episode from the file that was sent, which stays.
pub(super) fn transcode(archive: &StationArchive, recording: &Recording) -> Result<CutFile, EpisodeFailure> {
    let path = path_of(archive, recording.id, "part");
    let damaged = |_| EpisodeFailure::Unfit("it is damaged".to_owned());
    let mut reader = catch_unwind(|| Reader::open(&path)).map_err(damaged)?.map_err(|error| match error {
        decode::Error::Io(source) => EpisodeFailure::Disk(Error::about(&path)(source)),
        error => EpisodeFailure::Unfit(error.to_string()),
    })?;
    let made = catch_unwind(AssertUnwindSafe(|| write_opus(archive, recording, &mut reader)));
    let file = made.map_err(damaged)?.map_err(|error| match error {
        Error::Io { source, .. } if source.kind() == io::ErrorKind::Other => {
            EpisodeFailure::Unfit(source.to_string())
        }
        error => EpisodeFailure::Disk(error),
    })?;
    let times = RecordingTimes::whole(recording.what.from_us, file.frames * cut::FRAME_US);
    archive.keep_recording_times(recording.id, &times).map_err(EpisodeFailure::Disk)?;
    Ok(file)
}

fn write_opus(
    archive: &StationArchive,
    recording: &Recording,
    reader: &mut Reader,
) -> Result<CutFile, Error> {
    let mut encoder = encode::Opus::new(KBIT_S).map_err(|error| Error::Codec(error.to_string()))?;
    let mut ogg = OggOpusFile::new(recording.id as u32, encoder.rendition());
    let comments = [format!("TITLE={}", recording.what.title)];
    let (mut frames, mut page): (u64, Vec<Bytes>) = (0, Vec::new());
    let bytes = written(&path_of(archive, recording.id, "opus"), |file: &mut BufWriter<File>| {
        let header = ogg.header(encoder.rendition(), &comments);
        file.write_all(&header)?;
        let mut bytes = header.len() as u64;
        let mut block = Block::silent();
        let mut is_over = false;
        while !is_over {
            let mut read = |block: &mut Block| {
                reader.read(block).map_err(|error| match error {
                    decode::Error::Io(source) => source,
                    error => io::Error::other(error),
                })
            };
            let count = read(&mut block)?;
            // One block more carries what the encoder holds back.
            is_over = count < BLOCK;
            if is_over && count > 0 {
                // After the last sound it is told that the file breaks off.
                read(&mut Block::silent())?;
            }
            block.samples_mut()[count * CHANNELS..].fill(0.0);
            for packet in encoder.encode(block.samples()) {
                if page.len() as u64 == FRAMES_PER_PAGE {
                    let packed = ogg.page(&page, false);
                    page.clear();
                    bytes += packed.len() as u64;
                    file.write_all(&packed)?;
                }
                page.push(packet);
                frames += 1;
            }
            if frames > MOST_FRAMES {
                return Err(io::Error::other("it is longer than 24 hours"));
            }
        }
        if frames < 2 {
            return Err(io::Error::other("there is no sound in it"));
        }
        let packed = ogg.page(&page, true);
        bytes += packed.len() as u64;
        file.write_all(&packed)?;
        Ok(bytes)
    })?;
    Ok(CutFile { bytes, frames })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{NewRecording, RecordingKind, RecordingState};
    use crate::recording::archive::Archives;

    fn episode(sent_bytes: u64) -> Recording {
        Recording {
            id: 9,
            what: NewRecording {
                station: "main".to_owned(),
                kind: RecordingKind::Upload,
                title: "Talk".to_owned(),
                show: None,
                dj: None,
                part_of: 0,
                from_us: 1_000_000,
            },
            description: String::new(),
            to_us: 1_000_000,
            state: RecordingState::Receiving,
            trimmed_us: 0,
            picture: None,
            sent_bytes,
            duration_us: 0,
            opus_bytes: 0,
            mp3_bytes: 0,
            published_at: None,
        }
    }

    /// A WAV file of so many samples in mono.
    fn wav(samples: u32) -> Vec<u8> {
        let bytes = samples * 2;
        let mut file = b"RIFF".to_vec();
        file.extend((36 + bytes).to_le_bytes());
        file.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0\x80\xBB\0\0\0\x77\x01\0\x02\0\x10\0data");
        file.extend(bytes.to_le_bytes());
        file.extend((0..samples).flat_map(|at| ((at % 100) as i16 * 200).to_le_bytes()));
        file
    }

    #[test]
    fn a_file_comes_in_parts_and_becomes_an_episode() {
        let dir = tempfile::tempdir().unwrap();
        let archive = Archives::below(dir.path()).open("main").unwrap();
        let sound = wav(48_000 * 2 + 100);
        let episode = episode(sound.len() as u64);
        assert_eq!(archive.receive(&episode, 0, &sound[..1_000]).unwrap(), 1_000);
        assert!(matches!(archive.receive(&episode, 0, &sound), Err(UnfitPart::Offset(1_000))));
        assert_eq!(archive.received(9), 1_000);
        assert!(matches!(archive.receive(&episode, 1_000, &sound), Err(UnfitPart::TooMuch)));
        let length = sound.len() as u64;
        assert_eq!(archive.receive(&episode, 1_000, &sound[1_000..]).unwrap(), length);
        let made = transcode(&archive, &episode).unwrap();
        assert_eq!(made.frames, 101);
        assert_eq!(fs::metadata(path_of(&archive, 9, "opus")).unwrap().len(), made.bytes);
        assert_eq!(archive.received(9), length, "what was sent stays until the episode is noted");
        let whole = Recording { duration_us: made.frames * cut::FRAME_US, ..episode };
        #[cfg(feature = "mp3")]
        assert!(cut::make_mp3(&archive, &whole).unwrap() > 0);
        cut::remove(&archive, whole.id).unwrap();
    }

    #[test]
    fn a_file_that_is_shorter_than_it_says_is_refused_in_words() {
        let dir = tempfile::tempdir().unwrap();
        let archive = Archives::below(dir.path()).open("main").unwrap();
        // With a whole block at the end, and with a part of one.
        for (id, samples) in [(1, 48_000), (2, 48_100)] {
            let sound = &wav(48_000 * 3)[..44 + 2 * samples];
            let episode = Recording { id, ..episode(sound.len() as u64) };
            archive.receive(&episode, 0, sound).unwrap();
            let Err(EpisodeFailure::Unfit(reason)) = transcode(&archive, &episode) else {
                panic!("{samples} samples of 144,000 are taken");
            };
            assert_eq!(reason, "breaks off after 0:01: the end of the file is missing");
            assert!(!path_of(&archive, id, "opus").exists());
        }
    }

    #[test]
    fn what_is_no_sound_is_told_so() {
        let dir = tempfile::tempdir().unwrap();
        let archive = Archives::below(dir.path()).open("main").unwrap();
        let episode = episode(20);
        archive.receive(&episode, 0, b"nothing of that kind").unwrap();
        assert!(matches!(transcode(&archive, &episode), Err(EpisodeFailure::Unfit(_))));
        assert!(!path_of(&archive, 9, "opus").exists());
    }
}
