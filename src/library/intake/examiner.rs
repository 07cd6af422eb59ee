//! Looks at what was sent, and brings what is music into the folder of music.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use blake2::Blake2b512;
use bytes::Bytes;
use sha2::{Digest, Sha256};

use super::{Intake, IntakeError, file_kind, file_name, zip_bomb};
use crate::library::MEASURED_BY;
use crate::library::analysis::{Flaw, play_through};
use crate::library::analyzer::is_heard;
use crate::library::fingerprint;
use crate::model::{Analysis, Listed, TrackId};
use crate::store::{Error as StoreError, Upload, UploadState};
use crate::sys;

/// Polling interval for completed uploads.
const NOTICE_WITHIN: Duration = Duration::from_secs(1);
/// Number of times that the retry delay is doubled: up to a minute.
const MOST_DOUBLINGS: u32 = 6;
/// The longest music, so that silence of years in a small file ends.
const LONGEST: Duration = Duration::from_hours(12);
/// Attempts at a file that crashes the process, or cannot be read.
const MOST_TRIES: u32 = 3;
/// Lifetime of an unfinished upload, in seconds.
const UNFINISHED_KEPT: i64 = 24 * 3_600;
/// Lifetime of an upload's result, in seconds.
const TOLD_FOR: i64 = 7 * 24 * 3_600;
/// Interval of the removal of old uploads.
const SWEEP_EVERY_US: u64 = 3_600_000_000;
/// The folder in the folder of music that takes what was sent.
const FOLDER: &str = "uploads";
/// Files that may have the same name but for a number.
const MOST_NAMESAKES: usize = 10_000;

/// Examines what was sent, one file after the other.
pub struct UploadChecker {
    intake: Intake,
    sweep_at_us: u64,
    /// Number of failures in a row.
    failures: u32,
    again_at_us: u64,
}

/// Reasons why a file is not added to the library.
enum No {
    /// It stays so, for this reason.
    Refused(String),
    /// It may be tried again.
    Later(String),
}

/// A file that is music.
struct Music {
    ending: &'static str,
    track: TrackId,
    analysis: Analysis,
    length: Duration,
}

impl UploadChecker {
    pub(super) fn new(intake: Intake) -> Self {
        Self { intake, sweep_at_us: 0, failures: 0, again_at_us: 0 }
    }

    /// Works on a thread of its own, behind everybody else, until `stop` gets a message or its sender is gone.
    pub fn run(mut self, stop: &Receiver<()>) {
        sys::step_back();
        loop {
            let pause = if self.take_turn() { Duration::ZERO } else { NOTICE_WITHIN };
            if !matches!(stop.recv_timeout(pause), Err(RecvTimeoutError::Timeout)) {
                return;
            }
        }
    }

    /// Examines a file; false if there is none, or if it cannot be done now.
    pub fn take_turn(&mut self) -> bool {
        let turn = self.sweep().and_then(|()| self.examine_next());
        match turn {
            Ok(false) => false,
            Ok(true) => {
                self.failures = 0;
                true
            }
            Err(error) => {
                let pause = NOTICE_WITHIN * (1 << self.failures.min(MOST_DOUBLINGS));
                self.again_at_us = self.intake.now_us() + pause.as_micros() as u64;
                self.failures += 1;
                if self.failures == 1 {
                    tracing::error!(%error, "what was sent cannot be taken in; it is tried again");
                }
                false
            }
        }
    }

    /// Takes away what is too old, and goes on with what a restart found whole.
    fn sweep(&mut self) -> Result<(), IntakeError> {
        let now_us = self.intake.now_us();
        if now_us < self.sweep_at_us {
            return Ok(());
        }
        let store = &self.intake.shared.store;
        for upload in store.uploads_on_their_way()? {
            if upload.begun_at < self.intake.now() - UNFINISHED_KEPT {
                self.intake.forget(&upload.id)?;
            } else if self.intake.length(&upload.id).is_ok_and(|length| length == upload.size) {
                store.set_upload(&upload.id, &UploadState::Examining)?;
            }
        }
        store.forget_uploads(self.intake.now() - TOLD_FOR)?;
        self.intake.drop_strays()?;
        self.sweep_at_us = now_us + SWEEP_EVERY_US;
        Ok(())
    }

    fn examine_next(&mut self) -> Result<bool, IntakeError> {
        let store = &self.intake.shared.store;
        let waiting = self.intake.now_us() >= self.again_at_us;
        let Some((upload, tries)) = store.take_upload(waiting)? else { return Ok(false) };
        let path = self.intake.path(&upload.id);
        let found = if tries > MOST_TRIES {
            Err(No::Refused("it was tried several times, and never to the end".to_owned()))
        } else {
            let looked = catch_unwind(AssertUnwindSafe(|| examine(&path, &upload)));
            looked.unwrap_or_else(|_| {
                Err(No::Refused("it is damaged in a way that our reader does not survive".to_owned()))
            })
        };
        let state = match found {
            Ok(music) => {
                let track = music.track;
                if let Err(error) = self.keep(&upload, &music) {
                    // The disk is full, or the folder cannot be written: the file waits for better times.
                    store.set_upload(&upload.id, &UploadState::Waiting(error.to_string()))?;
                    return Err(error);
                }
                tracing::info!("{} was sent by {} and is in the library", upload.name, upload.owner);
                UploadState::Done(track)
            }
            Err(No::Refused(reason)) => {
                tracing::info!("{} was sent by {} and is refused: {reason}", upload.name, upload.owner);
                UploadState::Refused(reason)
            }
            Err(No::Later(reason)) => {
                tracing::warn!(
                    "{}, which {} sent, cannot be looked at now: {reason}",
                    upload.name,
                    upload.owner
                );
                return Ok(false);
            }
        };
        self.intake.drop_bytes(&upload.id)?;
        self.intake.shared.store.set_upload(&upload.id, &state)?;
        Ok(true)
    }

    /// Brings a file into the folder of music, unless the station that it is for can play its track already.
    fn keep(&self, upload: &Upload, music: &Music) -> Result<(), IntakeError> {
        let (library, store) = (&self.intake.shared.library, &self.intake.shared.store);
        // What a station is to play lies in its folder, and that lies below the one of all music.
        let own = match upload.station.as_ref().map(|slug| store.station(slug)) {
            None | Some(Err(StoreError::NoStation(_))) => None,
            Some(found) => found?.folder,
        };
        let is_there = |track: Listed| own.as_ref().is_none_or(|folder| track.is_below(folder));
        if store.track(music.track)?.is_some_and(is_there) {
            return Ok(());
        }
        let from = self.intake.path(&upload.id);
        File::open(&from)?.sync_all()?;
        let below = own.map_or_else(|| PathBuf::from(FOLDER), PathBuf::from);
        let folder = library.folder().join(&below);
        fs::create_dir_all(&folder)?;
        let file_name = claim(&folder, &file_name::safe(&upload.name), music.ending)?;
        bring(&from, &folder, &file_name)?;
        let name = below.join(&file_name);
        if let Err(error) = self.intake.take_in(&name) {
            // What is not known does not lie in the folder of music either.
            take_back(&folder.join(&file_name), &from)?;
            return Err(error);
        }
        store.put_analysis(music.track, &music.analysis, music.length, MEASURED_BY)?;
        if upload.kind.is_some() {
            store.set_track_types(&[music.track], upload.kind)?;
            library.tell_anew();
        }
        Ok(())
    }
}

/// Looks at all of a file.
fn examine(path: &Path, upload: &Upload) -> Result<Music, No> {
    let file = File::open(path).map_err(later)?;
    if file.metadata().map_err(later)?.len() != upload.size {
        return Err(No::Refused("some of it is missing here; send it again".to_owned()));
    }
    if let Some(digest) = &upload.digest
        && digest_of(&file, digest.len()).map_err(later)? != *digest
    {
        return Err(No::Refused(
            "it is not what was sent: its digest is another one; send it again".to_owned(),
        ));
    }
    let ending = file_kind::of(&file).map_err(later)?.map_err(No::Refused)?;
    if let Some(reason) = zip_bomb::find(&file).map_err(later)? {
        return Err(No::Refused(reason));
    }
    let (analysis, length) = play_through(path, LONGEST).map_err(|flaw| match flaw {
        Flaw::Broken(error @ crate::decode::Error::Io(_)) => No::Later(error.to_string()),
        Flaw::Broken(error) => No::Refused(error.to_string()),
        Flaw::TooLong => No::Refused(format!("it plays for more than {} hours", LONGEST.as_secs() / 3_600)),
    })?;
    if !is_heard(&analysis.loudness) {
        return Err(No::Refused("there is nothing to be heard in it".to_owned()));
    }
    let track = fingerprint::identify(&file).map_err(later)?;
    Ok(Music { ending, track, analysis, length })
}

#[expect(clippy::needless_pass_by_value, reason = "it stands where errors are turned into others")]
fn later(error: io::Error) -> No {
    No::Later(error.to_string())
}

/// The digest of a file, in so many hexadecimal digits.
fn digest_of(mut file: &File, digits: usize) -> io::Result<String> {
    let (mut sha, mut blake) = (Sha256::new(), Blake2b512::new());
    let mut part = vec![0; 64 << 10];
    loop {
        match file.read(&mut part)? {
            0 => break,
            count if digits == 64 => sha.update(&part[..count]),
            count => blake2::Digest::update(&mut blake, &part[..count]),
        }
    }
    let digest =
        if digits == 64 { sha.finalize().to_vec() } else { blake2::Digest::finalize(blake).to_vec() };
    Ok(format!("{:x}", Bytes::from(digest)))
}

/// A name in `folder` that no file has, and that no other can take from now on: there is an empty file of that name.
pub(super) fn claim(folder: &Path, stem: &str, ending: &str) -> io::Result<PathBuf> {
    for number in 1..=MOST_NAMESAKES {
        let name = if number == 1 { format!("{stem}.{ending}") } else { format!("{stem} {number}.{ending}") };
        match File::create_new(folder.join(&name)) {
            Ok(_) => return Ok(name.into()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Moves a file to the name that was claimed for it, from another disk too.
pub(super) fn bring(from: &Path, folder: &Path, name: &Path) -> io::Result<()> {
    let to = folder.join(name);
    let moved = fs::rename(from, &to).or_else(|_| {
        // Hidden, so that nobody takes it for music while half of it is there.
        let beside = folder.join(format!(".{}", name.display()));
        let copied = fs::copy(from, &beside).and_then(|_| fs::rename(&beside, &to));
        if copied.is_err() {
            drop(fs::remove_file(&beside));
        }
        copied
    });
    if moved.is_err() {
        drop(fs::remove_file(&to));
    }
    moved
}

/// Undoes what `bring` did: what came from another disk is there still.
pub(super) fn take_back(brought: &Path, from: &Path) -> io::Result<()> {
    if from.try_exists()? { fs::remove_file(brought) } else { fs::rename(brought, from) }
}
