//! Copies what is whole to the bucket, the oldest first, and deletes there what is kept no longer.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, UNIX_EPOCH};

use tokio::runtime::{Builder, Runtime};

use super::Bucket;
use super::fetches::sha256;
use crate::clock::Clock;
use crate::model::{CopiedFile, CopiedHour};
use crate::recording::archive::{Archives, StationArchive};
use crate::recording::archive_file::ArchiveFile;
use crate::recording::cut::RECORDINGS;
use crate::recording::fetching::object_of;
use crate::recording::retention::oldest_us;
use crate::recording::trim::TRIMMED;
use crate::store::Store;
use crate::sys;

/// Interval between two looks.
const EVERY: Duration = Duration::from_secs(5);
/// The shortest and the longest wait after a failure.
const FIRST_WAIT: Duration = Duration::from_secs(5);
const LONGEST_WAIT: Duration = Duration::from_mins(10);
/// After so many failures in a round, the others wait for the next one.
const MOST_FAILURES: u32 = 3;

/// Copies on a thread of its own, until this is dropped.
pub(in crate::recording) struct Uploader {
    _stop: SyncSender<()>,
}

/// Parts that copying needs.
pub(super) struct UploadTask {
    archives: Archives,
    bucket: Bucket,
    store: Store,
    clock: Arc<dyn Clock>,
    runtime: Runtime,
}

/// A file that is to be copied.
struct DueFile {
    archive: StationArchive,
    path: PathBuf,
    copy: CopiedFile,
}

/// Failures of a round.
#[derive(Default)]
pub(super) struct RoundFailures {
    pub(super) count: u32,
    /// The first one, for the health page.
    pub(super) text: Option<String>,
}

impl Uploader {
    /// Starts copying `archives` to their bucket; `None` if they have none.
    pub(in crate::recording) fn start(
        archives: &Archives,
        store: &Store,
        clock: &Arc<dyn Clock>,
    ) -> io::Result<Option<Self>> {
        let Some(task) = UploadTask::new(archives, store, clock)? else { return Ok(None) };
        let (stop, stopped) = sync_channel::<()>(0);
        thread::Builder::new().name("bucket".to_owned()).spawn(move || {
            sys::step_back();
            let (mut wait, mut after_failure) = (EVERY, FIRST_WAIT);
            while stopped.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                let failures = task.round();
                (wait, after_failure) = if failures.count == 0 {
                    (EVERY, FIRST_WAIT)
                } else {
                    (after_failure, (after_failure * 2).min(LONGEST_WAIT))
                };
                task.bucket.figures.set_problem(failures.text);
            }
        })?;
        Ok(Some(Self { _stop: stop }))
    }
}

impl RoundFailures {
    fn add(&mut self, what: &str, error: &dyn std::fmt::Display) {
        self.count += 1;
        self.text.get_or_insert_with(|| format!("{what}: {error}"));
    }
}

impl UploadTask {
    /// Returns what copies `archives`; `None` if they have no bucket.
    pub(super) fn new(
        archives: &Archives,
        store: &Store,
        clock: &Arc<dyn Clock>,
    ) -> io::Result<Option<Self>> {
        let Some(bucket) = archives.bucket() else { return Ok(None) };
        Ok(Some(Self {
            archives: archives.clone(),
            bucket: bucket.clone(),
            store: store.background().map_err(io::Error::other)?,
            clock: Arc::clone(clock),
            runtime: Builder::new_current_thread().enable_all().build()?,
        }))
    }

    /// Looks at all archives once, and copies what is due.
    pub(super) fn round(&self) -> RoundFailures {
        let (mut failures, mut due) = (RoundFailures::default(), Vec::new());
        for archive in self.archives.all() {
            if let Err(error) = self.look_at(&archive, &mut due, &mut failures) {
                failures.add(archive.slug(), &error);
            }
        }
        self.bucket.figures.set_waiting(due.len());
        for file in due {
            if failures.count >= MOST_FAILURES {
                break;
            }
            if let Err(error) = self.upload(&file) {
                self.bucket.figures.count_failure();
                failures.add(&object_of(&file.archive, &file.copy.name), &error);
            }
        }
        failures
    }

    /// Adds what is to be copied of an archive to `due`; deletes what is old.
    fn look_at(
        &self,
        archive: &StationArchive,
        due: &mut Vec<DueFile>,
        failures: &mut RoundFailures,
    ) -> anyhow::Result<()> {
        if archive.check_disk().is_err() {
            // Its trouble is told. Nothing can be copied, and nothing is to be deleted.
            return Ok(());
        }
        archive.load_copies(&self.store)?;
        // A station that is removed leaves what it has in the bucket, as it does here.
        let Ok(station) = self.store.station(archive.slug()) else { return Ok(()) };
        let rules = station.settings.archive;
        let oldest_us = oldest_us(&rules, self.clock.now_us());
        for file in archive.files().iter().filter(|file| !file.is_open() && file.ends_us() > oldest_us) {
            due.extend(due_of_hour(archive, file));
        }
        let known: HashSet<i64> = self.store.recordings(archive.slug())?.iter().map(|one| one.id).collect();
        due.extend(due_recordings(archive, &known));
        for name in gone(archive, &known, oldest_us) {
            if failures.count >= MOST_FAILURES {
                break;
            }
            if let Err(error) = self.delete(archive, &name) {
                self.bucket.figures.count_failure();
                failures.add(&object_of(archive, &name), &error);
            }
        }
        Ok(())
    }

    fn upload(&self, due: &DueFile) -> anyhow::Result<()> {
        let file = match File::open(&due.path) {
            // It is deleted meanwhile.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            opened => opened?,
        };
        let (object, bytes) = (object_of(&due.archive, &due.copy.name), due.copy.bytes);
        let copy = CopiedFile { sha256: Some(sha256(&file, bytes)?), ..due.copy.clone() };
        self.runtime.block_on(self.bucket.client.put(&object, &file, bytes))?;
        self.store.note_archive_copy(due.archive.slug(), &copy)?;
        due.archive.change_copies(|copies| copies.add(copy));
        self.bucket.figures.uploaded(bytes);
        Ok(())
    }

    fn delete(&self, archive: &StationArchive, name: &str) -> anyhow::Result<()> {
        self.runtime.block_on(self.bucket.client.delete(&object_of(archive, name)))?;
        self.store.forget_archive_copy(archive.slug(), name)?;
        let mut hour = None;
        archive.change_copies(|copies| {
            hour = copies.hours().iter().find(|hour| hour.name == name).cloned();
            copies.remove(name);
        });
        if let Some(hour) = hour {
            self.archives.cache().remove(&hour);
        }
        Ok(())
    }
}

/// Returns the files of an hour that are to be copied. The sound comes last: with it, the hour is in the bucket.
fn due_of_hour(archive: &StationArchive, file: &Arc<ArchiveFile>) -> Vec<DueFile> {
    if !archive.waits_for_copy(file) {
        return Vec::new();
    }
    let hour = CopiedHour {
        first_seq: file.first_seq,
        end_seq: file.end_seq(),
        rendition: file.rendition.name.clone(),
        bitrate: file.rendition.bitrate,
        pre_skip: file.rendition.pre_skip,
    };
    let beside = [file.titles_path(), file.index_path()].into_iter().filter_map(|path| {
        let (bytes, modified_us) = stamp(&path)?;
        let name = path.file_name()?.to_string_lossy().into_owned();
        let copy = CopiedFile { name, bytes, modified_us, sha256: None, hour: None };
        Some(DueFile { archive: archive.clone(), path, copy })
    });
    let sound = || {
        let (_, modified_us) = stamp(&file.path)?;
        // Bytes beyond that are torn.
        let copy = CopiedFile {
            name: file.name(),
            bytes: file.bytes(),
            modified_us,
            sha256: None,
            hour: Some(hour),
        };
        Some(DueFile { archive: archive.clone(), path: file.path.clone(), copy })
    };
    beside.chain(sound()).collect()
}

/// Returns the files of recordings that are to be copied: new ones, and those that were made anew.
fn due_recordings(archive: &StationArchive, known: &HashSet<i64>) -> Vec<DueFile> {
    let entries = fs::read_dir(archive.folder().join(RECORDINGS)).into_iter().flatten().map_while(Result::ok);
    let due = entries.filter_map(|entry| {
        let file_name = entry.file_name().into_string().ok()?;
        // A file that is being written or sent is copied once it is whole.
        let is_whole = recording_of(&file_name).is_some_and(|id| known.contains(&id))
            && ![".new", ".part", TRIMMED].iter().any(|ending| file_name.ends_with(ending));
        let (bytes, modified_us) = stamp(&entry.path()).filter(|_| is_whole)?;
        let copy = CopiedFile {
            name: format!("{RECORDINGS}/{file_name}"),
            bytes,
            modified_us,
            sha256: None,
            hour: None,
        };
        let copies = archive.copies();
        let is_copied = copies.as_ref()?.get(&copy.name).is_some_and(|known| known.is_of(&copy));
        drop(copies);
        (!is_copied).then(|| DueFile { archive: archive.clone(), path: entry.path(), copy })
    });
    due.collect()
}

/// Returns the copies that are not to be kept any more: of old hours, and of recordings that were deleted.
fn gone(archive: &StationArchive, recordings: &HashSet<i64>, oldest_us: u64) -> Vec<String> {
    let copies = archive.copies();
    let Some(copies) = &*copies else { return Vec::new() };
    let sounds = copies.hours().iter().filter(|hour| hour.ends_us() <= oldest_us);
    let hours = sounds.flat_map(|hour| {
        // The sound goes last, as long as anything of it is there it is tried again.
        ["titles", "index", "opus"].map(|extension| hour.name.replace("opus", extension))
    });
    let deleted = copies.files().filter_map(|file| {
        let id = recording_of(file.name.strip_prefix(RECORDINGS)?.strip_prefix('/')?)?;
        (!recordings.contains(&id)).then(|| file.name.clone())
    });
    hours.chain(deleted).collect()
}

/// Returns the number of the recording that a file of this name belongs to.
fn recording_of(file_name: &str) -> Option<i64> {
    file_name.split_once('.')?.0.parse().ok()
}

/// Returns the length of a file, and when it was changed last in microseconds since 1970; `None` if it cannot be read.
fn stamp(path: &std::path::Path) -> Option<(u64, u64)> {
    let about = fs::metadata(path).ok()?;
    let modified = about.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some((about.len(), modified.as_micros() as u64))
}
