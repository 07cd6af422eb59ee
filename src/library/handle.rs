//! The library behind one small handle.

use std::collections::HashSet;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::catalogue::{Catalogue, Cause, Changes, File, FileProblem, FileState};
use super::cover;
use super::cover_cache::CoverCache;
use super::folder::{Stamp, Walk};
use super::index::Progress;
use super::scan_log::{Complaints, ScanLog};
use super::tags::Tags;
use super::{Error, folder};
use crate::decode::Reader;
use crate::model::{CoverId, CoverLookup, Track, TrackId};
use crate::store::KnownFile;
use crate::sys::DiskGauge;

/// The folder of covers that people gave to tracks, beside that of scaled covers.
const GIVEN_COVERS: &str = "track-covers";
/// Other files that are tried, to tell a file that cannot be read from a disk that cannot.
const MOST_OTHERS: usize = 3;

/// A folder of music. Clones are the same library.
#[derive(Clone, Debug)]
pub struct MusicLibrary {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    folder: PathBuf,
    /// The room on its disk.
    disk: DiskGauge,
    /// True while a scan of the folder is requested.
    wants_scan: AtomicBool,
    /// True while the folder, which had music, cannot be scanned.
    is_away: AtomicBool,
    /// Held for the length of a scan, so that scans come one after the other.
    scanning: Mutex<ScanLog>,
    // The others are held for moments only, never while a file is read.
    catalogue: Mutex<Catalogue>,
    complaints: Mutex<Complaints>,
    progress: Mutex<Progress>,
    covers: CoverCache,
    /// Covers that people gave to tracks without one, each in a file named by the track's number.
    given_covers: Option<PathBuf>,
    /// Paths of refused covers, each reported once.
    refused_covers: Mutex<HashSet<PathBuf>>,
}

impl MusicLibrary {
    /// The library of `folder`, which need not exist; nothing is known of it before the first scan.
    pub fn new(folder: PathBuf) -> Self {
        Self::keeping_covers(folder, None)
    }

    /// Opens the library with a cache of scaled covers in the folder `covers`, 64 MB at most.
    pub fn keeping_covers(folder: PathBuf, covers: Option<PathBuf>) -> Self {
        let shared = Shared {
            disk: DiskGauge::new(folder.clone()),
            given_covers: covers.as_ref().map(|covers| covers.with_file_name(GIVEN_COVERS)),
            folder,
            wants_scan: AtomicBool::new(false),
            is_away: AtomicBool::new(false),
            scanning: Mutex::default(),
            catalogue: Mutex::default(),
            complaints: Mutex::default(),
            progress: Mutex::default(),
            covers: CoverCache::new(covers),
            refused_covers: Mutex::default(),
        };
        Self { shared: Arc::new(shared) }
    }

    /// Looks through the folder and tells what changed since it last did; the log is told each thing once.
    ///
    /// The first scan takes all files. Later a new or changed file is taken when two scans in a row found it
    /// the same, because it may still be being copied. While the folder cannot be read, nothing changes.
    pub fn scan(&self) -> Changes {
        let folder = &self.shared.folder;
        let mut news = lock(&self.shared.scanning);
        let walk = match folder::walk(folder) {
            // A folder that never was there is one without music.
            Err(error)
                if error.kind() == io::ErrorKind::NotFound
                    && !lock(&self.shared.catalogue).has_found_files() =>
            {
                news.unreadable(folder, &error);
                Ok(Walk::default())
            }
            Ok(walk) if lock(&self.shared.catalogue).is_unmounted(&walk) => {
                Err(io::Error::new(io::ErrorKind::NotFound, "it is empty, as if its disk were not mounted"))
            }
            walk => walk.inspect(|_| news.readable(folder)),
        };
        self.shared.is_away.store(walk.is_err(), Ordering::Relaxed);
        let walk = match walk {
            Ok(walk) => walk,
            Err(error) => {
                news.unreadable(folder, &error);
                lock(&self.shared.complaints).sum_up();
                return Changes::default();
            }
        };
        let changes = lock(&self.shared.catalogue).update(folder, walk);
        self.forget_covers(&changes);
        news.scanned(folder, &changes);
        self.complain(&changes.troubles);
        news.stock(folder, self.files().is_empty() && !self.is_arriving());
        changes
    }

    /// Returns whether the folder, which had music, could not be scanned the last time.
    pub(super) fn is_away(&self) -> bool {
        self.shared.is_away.load(Ordering::Relaxed)
    }

    /// Returns whether another file than this one can be opened and read, so that the fault is this one's own.
    /// Tries a few known files.
    pub fn can_read_another(&self, than: &File) -> bool {
        let files = self.files();
        let start = fastrand::usize(..files.len().max(1));
        let others = files.iter().cycle().skip(start).take(files.len()).filter(|file| file.name != than.name);
        others.take(MOST_OTHERS).any(|file| {
            let read = fs::File::open(file.path()).and_then(|mut opened| opened.read(&mut [0; 4_096]));
            read.is_ok()
        })
    }

    /// Has every file tried again that was left out for a reason that may pass.
    pub fn retry_all(&self) {
        lock(&self.shared.catalogue).retry_all();
    }

    /// Takes a file out of [`files`](Self::files) for a while, because the machine could not read it to its end.
    pub fn leave_out_for_now(&self, file: &File, reason: &str) {
        self.take_out(file, Cause::Passing(reason), reason);
    }

    /// Has the log told how many files more are not played than were named.
    pub(super) fn sum_up_complaints(&self) {
        lock(&self.shared.complaints).tell_untold();
    }

    /// Has the folder looked through within seconds.
    pub fn ask_for_scan(&self) {
        self.shared.wants_scan.store(true, Ordering::Relaxed);
    }

    /// Returns whether a scan was requested since the last call.
    pub(super) fn take_wish_for_scan(&self) -> bool {
        self.shared.wants_scan.swap(false, Ordering::Relaxed)
    }

    /// The files that can be tried, sorted by path: those not rejected in the state they are in.
    pub fn files(&self) -> Arc<[Arc<File>]> {
        lock(&self.shared.catalogue).files()
    }

    /// Returns the gauge of the disk with the media folder.
    pub fn disk(&self) -> &DiskGauge {
        &self.shared.disk
    }

    /// Returns the media folder.
    pub(super) fn folder(&self) -> &Path {
        &self.shared.folder
    }

    /// The file of this path below the folder, if it can be tried.
    pub fn file(&self, name: &Path) -> Option<Arc<File>> {
        lock(&self.shared.catalogue).file(name)
    }

    /// Takes in a file that is known to be whole, without waiting for a walk through the folder.
    pub(super) fn admit(&self, name: &Path) -> io::Result<Arc<File>> {
        let folder = &self.shared.folder;
        let about = fs::metadata(folder.join(name))?;
        Ok(lock(&self.shared.catalogue).admit(folder, name, Stamp::of(&about)))
    }

    /// Leaves out a file that is no longer there, without waiting for a walk through the folder.
    pub(super) fn dismiss(&self, name: &Path) {
        lock(&self.shared.catalogue).dismiss(name);
    }

    /// Has whoever plans look at the tracks anew: people say other things of one than before.
    pub fn tell_anew(&self) {
        lock(&self.shared.catalogue).tell_anew();
    }

    /// The cover of a file that was not loaded.
    pub(super) fn cover_in(&self, file: &File) -> Option<CoverId> {
        let path = file.path();
        let mut tags = Tags::read(&path);
        self.find_cover((file, &path), tags.picture.take())
    }

    /// Returns the progress of reading and measuring.
    pub fn progress(&self) -> Progress {
        *lock(&self.shared.progress)
    }

    /// Notes how far it is.
    pub(super) fn note(&self, change: impl FnOnce(&mut Progress)) -> Progress {
        let mut progress = lock(&self.shared.progress);
        change(&mut progress);
        *progress
    }

    /// Returns whether the folder was scanned: until then, its disk may hang.
    pub fn is_scanned(&self) -> bool {
        lock(&self.shared.catalogue).was_scanned()
    }

    /// Takes files for there that the store remembers, until the folder was scanned.
    pub(super) fn take_for_there(&self, remembered: Vec<KnownFile>) {
        lock(&self.shared.catalogue).presume(&self.shared.folder, remembered);
    }

    /// Compares a file with its stored record.
    pub(super) fn recognise(&self, known: &KnownFile) -> FileState {
        lock(&self.shared.catalogue).recognise(known)
    }

    /// Returns whether a file may still be incomplete, or waits after a read failure.
    pub(super) fn is_arriving(&self) -> bool {
        lock(&self.shared.catalogue).is_arriving()
    }

    /// Opens a file and reads what it says of itself. Whoever gets an error should
    /// [`reject`](Self::reject_for) it.
    ///
    /// Tags and covers that cannot be read are no error: the title is then the file's name.
    pub fn load(&self, file: &File) -> Result<(Track, Reader), Error> {
        let path = file.path();
        let reader = Reader::open(&path)?;
        lock(&self.shared.catalogue).accept(file);
        let mut tags = Tags::read(&path);
        let cover = self.find_cover((file, &path), tags.picture.take());
        let track = Track {
            title: tags.title.unwrap_or_else(|| name(&path)),
            artist: tags.artist,
            album: tags.album,
            isrc: tags.isrc,
            label: tags.label,
            duration: reader.duration(),
            cover,
            loudness: tags.loudness,
            path,
        };
        Ok((track, reader))
    }

    /// Reads the artist and the title that a file's tags say; `None` if they say no title.
    pub fn title_of(&self, file: &File) -> Option<(Option<String>, String)> {
        let tags = Tags::listed(&fs::File::open(file.path()).ok()?);
        Some((tags.artist, tags.title?))
    }

    /// Takes a file out of [`files`](Self::files) until it changes, and warns of it once.
    pub fn reject(&self, file: &File, reason: &str) {
        self.take_out(file, Cause::Lasting(reason), reason);
    }

    /// Takes a file out of [`files`](Self::files) for what [`load`](Self::load) said: until it changes, or if
    /// the machine could not read it, for 10 seconds and longer each time. Warns once of each reason.
    pub fn reject_for(&self, file: &File, error: &Error) {
        let reason = error.to_string();
        let cause =
            if matches!(error, Error::Io(_)) { Cause::Passing(&reason) } else { Cause::Lasting(&reason) };
        self.take_out(file, cause, &reason);
    }

    fn take_out(&self, file: &File, cause: Cause, reason: &str) {
        let is_news = lock(&self.shared.catalogue).reject(file, cause);
        if is_news {
            let trouble = FileProblem { path: file.name.to_path_buf(), reason: reason.to_owned() };
            lock(&self.shared.complaints).tell(&trouble);
        }
    }

    /// Everything in the folder that is not played now, and why, sorted by path.
    pub fn troubles(&self) -> Vec<FileProblem> {
        lock(&self.shared.catalogue).troubles()
    }

    /// The cover with this name, if it belongs to a track that was loaded lately; 16 MB of them are kept.
    pub fn cover(&self, id: &CoverId) -> CoverLookup {
        self.shared.covers.find(id)
    }

    /// Gives a cover to a track whose file has none, in place of the one that was given before.
    pub fn give_cover(&self, track: TrackId, image: &[u8]) -> io::Result<()> {
        let Some(folder) = &self.shared.given_covers else { return Err(io::ErrorKind::Unsupported.into()) };
        fs::create_dir_all(folder)?;
        // Written beside it first, so that nobody finds half of it.
        let (new, path) = (folder.join("new"), folder.join(track.0.to_string()));
        fs::write(&new, image)?;
        fs::rename(&new, &path)
    }

    /// Returns the cover that was given to a track, and where it lies.
    pub fn given_cover(&self, track: TrackId) -> Option<(PathBuf, Vec<u8>)> {
        let path = self.shared.given_covers.as_ref()?.join(track.0.to_string());
        let image = fs::read(&path).ok()?;
        Some((path, image))
    }

    /// The cover inside a file, or else beside it, or else one that was given to its track.
    fn find_cover(&self, (file, path): (&File, &Path), inside: Option<Vec<u8>>) -> Option<CoverId> {
        let inside = inside.map(|image| (path.to_owned(), image));
        let given = || file.track().and_then(|track| self.given_cover(track));
        let (path, image) = inside.or_else(|| cover::beside(path)).or_else(given)?;
        match cover::check(image) {
            Ok(picture) => self.shared.covers.hang(picture, file.name.to_path_buf()),
            Err(refusal) => {
                if lock(&self.shared.refused_covers).insert(path) {
                    tracing::warn!("{} is played without a cover: {refusal}", file.name.display());
                }
                None
            }
        }
    }

    /// Files with other content may have another cover, of which the log has not been told.
    fn forget_covers(&self, changes: &Changes) {
        let mut refused = lock(&self.shared.refused_covers);
        for name in changes.changed.iter().chain(&changes.removed) {
            refused.remove(&self.shared.folder.join(name));
        }
    }

    /// Tells of what a scan found wrong, and how much more there was since the scan before.
    fn complain(&self, troubles: &[FileProblem]) {
        let mut complaints = lock(&self.shared.complaints);
        for trouble in troubles {
            complaints.tell(trouble);
        }
        complaints.sum_up();
    }
}

/// The file's name without its ending, for want of a title.
pub(super) fn name(path: &Path) -> String {
    path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// A lock is good even if a thread died with it: all that is behind these is whole after every line.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
