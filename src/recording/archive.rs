//! The archives of all stations: their files, by the frames they hold.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::SyncSender;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock, RwLockReadGuard};

use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore, broadcast};

use super::archive_disk::ArchiveDisk;
use super::archive_file::ArchiveFile;
use super::bucket::Bucket;
use super::copies::{ArchiveCopies, DistantHour};
use super::hour_cache::HourCache;
use super::missing_files::MissingRecordings;
use super::reader_pool::ReaderPool;
use super::{Error, repair};
use crate::frame::Rendition;
use crate::model::{CopiedFile, ReadyRecording, Recording, check_slug};

/// The archives of all stations; clones share them.
#[derive(Clone)]
pub struct Archives {
    root: Arc<Path>,
    disk: ArchiveDisk,
    stations: Arc<Mutex<BTreeMap<String, StationArchive>>>,
    /// Threads that read; started when somebody goes back for the first time.
    pool: Arc<OnceLock<ReaderPool>>,
    mp3_permits: Arc<Semaphore>,
    /// Tells of recordings that are ready.
    ready: broadcast::Sender<ReadyRecording>,
    /// To the thread that makes the files of recordings, once it runs.
    transcoder: Arc<OnceLock<SyncSender<Recording>>>,
    /// Locked while an archive is opened, so that none is repaired twice at once.
    opening: Arc<Mutex<()>>,
    /// The bucket that files are copied to, if there is one.
    bucket: Option<Bucket>,
    cache: HourCache,
}

/// The most listeners who go back in MP3 at a time: each is encoded alone, which takes some 2 % of a processor.
const MOST_MP3: usize = 8;

/// Recordings that are ready and not yet told of.
const MOST_READY: usize = 64;

/// The archive of a station; clones share it.
#[derive(Clone)]
pub struct StationArchive {
    shared: Arc<ArchiveState>,
}

struct ArchiveState {
    slug: String,
    folder: PathBuf,
    disk: ArchiveDisk,
    /// Ordered by their first frames.
    files: RwLock<Vec<Arc<ArchiveFile>>>,
    /// Files that are in the bucket; `None` before that is known, and where there is no bucket.
    copies: RwLock<Option<ArchiveCopies>>,
    has_bucket: bool,
    missing: MissingRecordings,
    /// Notified when there is more to read, or nothing more will come.
    grown: Notify,
    /// The problem that keeps each [`ArchiveTouch`] from being done, if there is one.
    trouble: Mutex<[Option<String>; 2]>,
    /// Nothing is written while there is no room.
    is_full: AtomicBool,
    /// Whether a recorder runs.
    is_recording: AtomicBool,
}

/// An hour of an archive, or a part of it.
#[derive(Clone, Debug)]
pub(super) enum KeptHour {
    /// It is here.
    Here(Arc<ArchiveFile>),
    /// It is in the bucket, and has to be fetched unless it was.
    Distant(Arc<DistantHour>),
}

/// An operation on an archive that may fail by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ArchiveTouch {
    /// Sound is written.
    Writing,
    /// Room is made: what is old is deleted.
    Room,
}

impl Archives {
    /// Returns the archives below `root`, which is made when something is kept. None is known before it was opened.
    pub fn below(root: &Path) -> Self {
        Self {
            root: root.into(),
            disk: ArchiveDisk::of(root, None),
            stations: Arc::default(),
            pool: Arc::default(),
            mp3_permits: Arc::new(Semaphore::new(MOST_MP3)),
            ready: broadcast::Sender::new(MOST_READY),
            transcoder: Arc::default(),
            opening: Arc::default(),
            bucket: None,
            cache: HourCache::default(),
        }
    }

    /// Returns the same, whose files are copied to `bucket`.
    #[must_use]
    pub fn with_bucket(self, bucket: Option<Bucket>) -> Self {
        Self { bucket, ..self }
    }

    /// Returns the same, which does nothing while their disk is not mounted: the file `note` says which one it is.
    #[must_use]
    pub fn on_disk_of(self, note: PathBuf) -> Self {
        Self { disk: ArchiveDisk::of(&self.root, Some(note)), ..self }
    }

    /// Returns what is wrong with the disk of all archives, if anything is.
    pub fn disk_trouble(&self) -> Option<String> {
        self.disk.trouble()
    }

    /// The bucket that files are copied to, if there is one.
    pub fn bucket(&self) -> Option<&Bucket> {
        self.bucket.as_ref()
    }

    /// The hours that were fetched.
    pub(super) fn cache(&self) -> &HourCache {
        &self.cache
    }

    /// Receives each recording from now on when it can be heard.
    pub fn recordings(&self) -> broadcast::Receiver<ReadyRecording> {
        self.ready.subscribe()
    }

    /// Has the files made that a recording does not have yet. If too many wait, that is done at the next start.
    pub fn make_files_of(&self, recording: Recording) {
        if let Some(transcoder) = self.transcoder.get() {
            drop(transcoder.try_send(recording));
        }
    }

    /// Has the files of recordings made by the thread that receives what is sent to `transcoder`.
    pub(super) fn transcoded_by(&self, transcoder: SyncSender<Recording>) {
        // There is one.
        drop(self.transcoder.set(transcoder));
    }

    /// Returns the archive of the station `slug`, which need not keep anything. Blocks.
    pub fn opened(&self, slug: &str) -> Result<StationArchive, Error> {
        self.open(slug)
    }

    /// Tells of a recording that can be heard; nobody need listen.
    pub(super) fn is_ready(&self, recording: ReadyRecording) {
        drop(self.ready.send(recording));
    }

    /// The archive of the station `slug`, if it was opened.
    pub fn get(&self, slug: &str) -> Option<StationArchive> {
        self.lock().get(slug).cloned()
    }

    /// All that were opened.
    pub fn all(&self) -> Vec<StationArchive> {
        self.lock().values().cloned().collect()
    }

    /// Opens the archive of the station `slug`: reads its files, and repairs those that are torn. Blocks.
    pub(super) fn open(&self, slug: &str) -> Result<StationArchive, Error> {
        let _opening = self.opening.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = self.get(slug) {
            return Ok(known);
        }
        self.disk.check()?;
        let archive = self.of_files(slug, repair::load_all(&self.root.join(slug))?);
        self.lock().insert(slug.to_owned(), archive.clone());
        Ok(archive)
    }

    /// Looks at the archive of the station `slug`, which another process may be writing, and changes nothing. Blocks.
    pub(super) fn look_at(&self, slug: &str) -> Result<StationArchive, Error> {
        Ok(self.of_files(slug, repair::look_at_all(&self.root.join(slug))?))
    }

    fn of_files(&self, slug: &str, files: Vec<ArchiveFile>) -> StationArchive {
        let shared = ArchiveState {
            slug: slug.to_owned(),
            folder: self.root.join(slug),
            disk: self.disk.clone(),
            files: RwLock::new(files.into_iter().map(Arc::new).collect()),
            copies: RwLock::default(),
            has_bucket: self.bucket.is_some(),
            missing: MissingRecordings::default(),
            grown: Notify::new(),
            trouble: Mutex::default(),
            is_full: AtomicBool::new(false),
            is_recording: AtomicBool::new(false),
        };
        StationArchive { shared: Arc::new(shared) }
    }

    /// Returns the names of the folders that may be those of stations: not what was [set aside](Self::set_aside), nor the
    /// `lost+found` of a disk.
    pub(super) fn folders(&self) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(&self.root) else { return Vec::new() };
        let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        names.filter(|name| check_slug(name).is_ok()).collect()
    }

    /// Gives the folder of a station that was removed another name, so that no later station called `slug` has its files.
    pub(super) fn set_aside(&self, slug: &str, now_us: u64) -> Result<(), Error> {
        self.disk.check()?;
        let _opening = self.opening.lock().unwrap_or_else(PoisonError::into_inner);
        self.lock().remove(slug);
        let folder = self.root.join(slug);
        let aside = self.root.join(format!("{slug}.removed-{}", now_us / 1_000_000));
        match std::fs::rename(&folder, aside) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::about(&folder)(error)),
            _ => Ok(()),
        }
    }

    /// Returns the threads that read; `None` if they cannot be started.
    pub(super) fn pool(&self) -> Option<&ReaderPool> {
        if self.pool.get().is_none() {
            match ReaderPool::start() {
                Ok(pool) => drop(self.pool.set(pool)),
                Err(error) => tracing::error!(%error, "the archive cannot be read"),
            }
        }
        self.pool.get()
    }

    /// Takes one of the places for listeners who go back in MP3.
    pub(super) fn mp3_permit(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.mp3_permits).try_acquire_owned().ok()
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, StationArchive>> {
        self.stations.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl StationArchive {
    /// The station's slug.
    pub fn slug(&self) -> &str {
        &self.shared.slug
    }

    /// Returns how many bytes the archive takes.
    pub fn bytes(&self) -> u64 {
        self.read().iter().map(|file| file.bytes()).sum()
    }

    /// Returns what keeps the archive from being written, if anything does.
    pub fn trouble(&self) -> Option<String> {
        let known = self.shared.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        known.iter().flatten().next().cloned()
    }

    /// Returns whether a recorder runs: more may come.
    pub fn is_recording(&self) -> bool {
        self.shared.is_recording.load(Ordering::Acquire)
    }

    /// Returns when there is more to read. Something may have come before this is called.
    pub(super) fn grown(&self) -> &Notify {
        &self.shared.grown
    }

    /// Fails while the disk of the archives is not mounted. Blocks.
    pub fn check_disk(&self) -> Result<(), Error> {
        self.shared.disk.check()
    }

    /// The folder of its files.
    pub(super) fn folder(&self) -> &Path {
        &self.shared.folder
    }

    /// Returns all files, ordered by their first frames.
    pub(super) fn files(&self) -> Vec<Arc<ArchiveFile>> {
        self.read().clone()
    }

    /// Returns what has the frame `seq`, or the first one after it. Where the system's clock was set back there may be
    /// two, and it is the one that begins last. Nothing is fetched that is here.
    pub(super) fn hour_at(&self, seq: u64) -> Option<KeptHour> {
        let here = self.file_at(seq);
        if here.as_ref().is_some_and(|file| file.holds(seq)) {
            return here.map(KeptHour::Here);
        }
        let distant = self.copies().as_ref().and_then(|copies| copies.hour_at(seq).cloned());
        match (here, distant) {
            (Some(here), Some(distant)) if here.first_seq <= distant.first_seq.max(seq) => {
                Some(KeptHour::Here(here))
            }
            (_, Some(distant)) => Some(KeptHour::Distant(distant)),
            (here, None) => here.map(KeptHour::Here),
        }
    }

    /// Returns the file here that has the frame `seq`, or the first one after it.
    fn file_at(&self, seq: u64) -> Option<Arc<ArchiveFile>> {
        let files = self.read();
        let after = files.partition_point(|file| file.first_seq <= seq);
        let holding = files[..after].iter().rev().find(|file| file.holds(seq));
        holding.or_else(|| files[after..].iter().find(|file| file.end_seq() > file.first_seq)).cloned()
    }

    /// Returns the rendition of the newest file.
    pub(super) fn rendition(&self) -> Option<Rendition> {
        let newest = self.read().last().map(|file| file.rendition.clone());
        newest.or_else(|| Some(self.copies().as_ref()?.hours().last()?.rendition.clone()))
    }

    /// Notes what is in the bucket.
    pub(super) fn set_copies(&self, files: Vec<CopiedFile>) {
        *self.shared.copies.write().unwrap_or_else(PoisonError::into_inner) = Some(ArchiveCopies::of(files));
    }

    /// Changes what is known to be in the bucket.
    pub(super) fn change_copies(&self, change: impl FnOnce(&mut ArchiveCopies)) {
        let mut copies = self.shared.copies.write().unwrap_or_else(PoisonError::into_inner);
        copies.as_mut().map(change);
    }

    /// Returns what is known to be in the bucket.
    pub(super) fn copies(&self) -> RwLockReadGuard<'_, Option<ArchiveCopies>> {
        self.shared.copies.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The recordings whose files are gone.
    pub(super) fn missing(&self) -> &MissingRecordings {
        &self.shared.missing
    }

    /// Returns what is known of the copy of a file; `None` if it is not in the bucket.
    pub(super) fn copied(&self, name: &str) -> Option<CopiedFile> {
        self.copies().as_ref()?.get(name).cloned()
    }

    /// Returns whether a file is to be copied to the bucket, and is not there yet.
    pub(super) fn waits_for_copy(&self, file: &ArchiveFile) -> bool {
        self.shared.has_bucket && self.copied(&file.name()).map(|copy| copy.bytes) != Some(file.bytes())
    }

    /// Adds a file.
    pub(super) fn add(&self, file: &Arc<ArchiveFile>) {
        let mut files = self.shared.files.write().unwrap_or_else(PoisonError::into_inner);
        let place = files.partition_point(|known| known.first_seq <= file.first_seq);
        files.insert(place, Arc::clone(file));
    }

    /// Removes a file and deletes it. Whoever reads it reads on.
    pub(super) fn delete(&self, file: &Arc<ArchiveFile>) -> Result<(), Error> {
        let mut files = self.shared.files.write().unwrap_or_else(PoisonError::into_inner);
        files.retain(|known| !Arc::ptr_eq(known, file));
        drop(files);
        file.delete().map_err(Error::about(&file.path))
    }

    /// Sets what keeps something from being done. Logs it if it is new.
    pub(super) fn set_trouble(&self, touch: ArchiveTouch, trouble: Option<String>) {
        let mut troubles = self.shared.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        let known = &mut troubles[touch as usize];
        if let Some(text) = &trouble
            && *known != trouble
        {
            tracing::error!(station = self.slug(), "archive: {text}");
        }
        *known = trouble;
    }

    pub(super) fn set_full(&self, is_full: bool) {
        self.shared.is_full.store(is_full, Ordering::Release);
    }

    pub(super) fn is_full(&self) -> bool {
        self.shared.is_full.load(Ordering::Acquire)
    }

    pub(super) fn set_recording(&self, is_recording: bool) {
        self.shared.is_recording.store(is_recording, Ordering::Release);
        self.shared.grown.notify_waiters();
    }

    /// Returns all files, ordered by their first frames, without a copy of their list.
    pub(super) fn read(&self) -> RwLockReadGuard<'_, Vec<Arc<ArchiveFile>>> {
        self.shared.files.read().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recording::KeptSpan;
    use crate::recording::archive_writer::tests::{rendition, write};

    #[test]
    fn files_are_found_by_frames_and_gaps_are_told() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("main");
        std::fs::create_dir(&folder).unwrap();
        for frames in [1_000..1_050, 1_050..1_100, 1_200..1_230, 1_210..1_220] {
            write(&folder, frames, true);
        }
        let archives = Archives::below(dir.path());
        assert!(archives.get("main").is_none());
        let archive = archives.open("main").unwrap();
        let found = |seq| match archive.hour_at(seq) {
            Some(KeptHour::Here(file)) => Some(file.first_seq),
            Some(KeptHour::Distant(_)) => panic!("there is no bucket"),
            None => None,
        };
        assert_eq!(
            [900, 1_000, 1_049, 1_050, 1_100, 1_209, 1_215, 1_225].map(found),
            [1_000, 1_000, 1_000, 1_050, 1_200, 1_200, 1_210, 1_200].map(Some)
        );
        assert_eq!(found(1_230), None);
        let us = |seq| rendition().time_us(seq);
        let first = archive.kept()[0];
        assert_eq!(first, KeptSpan { from_us: us(1_000), to_us: us(1_100) });
        archive.delete(&archive.file_at(1_000).unwrap()).unwrap();
        assert_eq!(archive.kept()[0].from_us, us(1_050));
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 9);
    }

    #[test]
    fn what_a_removed_station_kept_is_not_a_later_ones() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("main");
        std::fs::create_dir(&folder).unwrap();
        write(&folder, 1_000..1_050, true);
        let archives = Archives::below(dir.path());
        assert_eq!(archives.open("main").unwrap().kept().len(), 1);
        std::fs::create_dir(dir.path().join("lost+found")).unwrap();
        assert_eq!(archives.folders(), ["main"]);
        archives.set_aside("main", 7_000_000).unwrap();
        assert!(archives.get("main").is_none() && archives.folders().is_empty());
        assert!(archives.open("main").unwrap().kept().is_empty());
        assert!(
            std::fs::read_dir(dir.path().join("main.removed-7")).unwrap().count() > 0,
            "nothing is deleted"
        );
        archives.set_aside("never-was", 7_000_000).unwrap();
    }
}
