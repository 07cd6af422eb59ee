//! The sound of voice tracks, in the folder `voice-tracks` beside the database.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::audio::{Block, SAMPLE_RATE};
use crate::decode::{self, Reader};

/// The longest talk, in samples per channel: three minutes.
const LONGEST: u64 = 180 * SAMPLE_RATE as u64;
/// The largest file of talk, in bytes: three minutes of 16 bits in mono, and as much again in case that it has two channels.
pub const MOST_VOICE_BYTES: usize = 2 * 2 * LONGEST as usize + 4_096;
/// The shortest talk, in samples per channel: half a second.
const SHORTEST: u64 = SAMPLE_RATE as u64 / 2;

/// The files of voice tracks.
#[derive(Clone, Debug)]
pub struct VoiceFiles {
    folder: PathBuf,
}

/// Talk that is not taken.
#[derive(Debug, thiserror::Error)]
pub enum UnfitVoice {
    /// It is no sound.
    #[error("this is no sound that can be played: {0}")]
    NotSound(decode::Error),
    /// It ends too soon.
    #[error("talk has half a second at least")]
    TooShort,
    /// It goes on for too long.
    #[error("talk between two tracks has three minutes at most")]
    TooLong,
    /// The file cannot be kept.
    #[error("it cannot be kept: {0}")]
    Io(#[from] io::Error),
}

impl VoiceFiles {
    /// Those of the database at this path.
    pub fn beside(database: &Path) -> Self {
        Self { folder: database.with_file_name("voice-tracks") }
    }

    /// Returns the path of the sound of a voice track.
    pub fn path(&self, id: i64) -> PathBuf {
        self.folder.join(format!("{id}.wav"))
    }

    /// Keeps the sound of a voice track, and returns its length in samples per channel. What is not taken leaves no file.
    pub fn keep(&self, id: i64, sound: &[u8]) -> Result<u64, UnfitVoice> {
        fs::create_dir_all(&self.folder)?;
        let new = self.folder.join(format!("{id}.new"));
        let kept =
            write(&new, sound).map_err(UnfitVoice::from).and_then(|()| length(&new)).and_then(|length| {
                fs::rename(&new, self.path(id))?;
                // The file is where it is after a power failure, too.
                File::open(&self.folder)?.sync_all()?;
                Ok(length)
            });
        kept.inspect_err(|_| drop(fs::remove_file(&new)))
    }

    /// Deletes the sound of a voice track, if it is there.
    pub fn remove(&self, id: i64) {
        if let Err(error) = fs::remove_file(self.path(id))
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::warn!(id, %error, "the sound of a voice track is still there");
        }
    }
}

fn write(path: &Path, sound: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(sound)?;
    file.sync_data()
}

fn length(path: &Path) -> Result<u64, UnfitVoice> {
    let mut reader = Reader::open(path).map_err(UnfitVoice::NotSound)?;
    let (mut length, mut block) = (0, Block::silent());
    loop {
        match reader.read(&mut block).map_err(UnfitVoice::NotSound)? {
            0 if length < SHORTEST => return Err(UnfitVoice::TooShort),
            0 => return Ok(length),
            count => length += count as u64,
        }
        if length > LONGEST {
            return Err(UnfitVoice::TooLong);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::excerpt::wav;

    fn sound(samples: usize) -> Vec<u8> {
        wav(&vec![100; samples * 2])
    }

    #[test]
    fn talk_is_kept_as_long_as_it_is_and_what_is_none_leaves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let files = VoiceFiles::beside(&dir.path().join("longwave.db"));
        assert_eq!(files.keep(1, &sound(48_001)).unwrap(), 48_001);
        assert!(matches!(files.keep(2, &sound(23_999)), Err(UnfitVoice::TooShort)));
        assert!(matches!(files.keep(3, &sound(180 * 48_000 + 1)), Err(UnfitVoice::TooLong)));
        assert!(matches!(files.keep(4, b"nothing of the kind"), Err(UnfitVoice::NotSound(_))));
        assert!(sound(180 * 48_000).len() <= MOST_VOICE_BYTES);
        files.keep(5, &sound(48_000)).unwrap();
        files.remove(1);
        let left: Vec<_> = fs::read_dir(dir.path().join("voice-tracks")).unwrap().flatten().collect();
        assert_eq!(left.iter().map(fs::DirEntry::path).collect::<Vec<_>>(), [files.path(5)]);
        files.remove(5);
        assert!(!files.path(5).exists());
    }
}
