//! Backups by the plan.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::archive::{BackupContents, ServerFolders};
use super::{Error, check_recipient};
use crate::clock::Clock;
use crate::store::{BackupPlan, Store};
use crate::sys;

/// The folder of the backups in the data directory.
const FOLDER: &str = "backups";
/// Interval between two looks at the plan.
const EVERY: Duration = Duration::from_mins(1);
/// A backup that failed is tried again after so many seconds.
const AGAIN_AFTER: i64 = 3_600;
const HOUR: i64 = 3_600;
/// The end of a name while the file is written.
const COMING: &str = ".coming";
/// The beginning of a backup's name, which has its time in it.
const PREFIX: &str = "longwave-";
const TIME_IN_NAME: &str = "%Y%m%dT%H%M%SZ";

/// A backup in the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupFile {
    /// Its name.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// Its time, in seconds since 1970.
    pub made_at: i64,
}

/// State of the backups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupStatus {
    /// The folder that they are in.
    pub folder: PathBuf,
    /// True while one is made.
    pub is_running: bool,
    /// The reason why the last one failed; none if it did not.
    pub problem: Option<String>,
    /// Those that are kept, the newest first.
    pub files: Vec<BackupFile>,
}

/// Makes backups by the plan in the database; clones share it.
#[derive(Clone)]
pub struct Backups {
    shared: Arc<Shared>,
    /// Asks for one now.
    ask: SyncSender<()>,
}

struct Shared {
    folders: ServerFolders,
    store: Store,
    clock: Arc<dyn Clock>,
    progress: Mutex<BackupProgress>,
}

#[derive(Default)]
struct BackupProgress {
    is_running: bool,
    problem: Option<String>,
    /// Time of the last failure, in seconds since 1970.
    failed_at: Option<i64>,
}

impl Backups {
    /// Begins to make backups of `store` and of what is in `folders`, on a thread of its own.
    pub fn start(folders: ServerFolders, store: Store, clock: Arc<dyn Clock>) -> io::Result<Self> {
        let (backups, asked) = Self::new(folders, store, clock);
        let shared = Arc::clone(&backups.shared);
        thread::Builder::new().name("backup".to_owned()).spawn(move || shared.run(&asked))?;
        Ok(backups)
    }

    /// Returns one that makes none by itself.
    pub(super) fn new(folders: ServerFolders, store: Store, clock: Arc<dyn Clock>) -> (Self, Receiver<()>) {
        let (ask, asked) = sync_channel(1);
        let shared = Shared { folders, store, clock, progress: Mutex::default() };
        (Self { shared: Arc::new(shared), ask }, asked)
    }

    /// Asks for a backup now; one that is being made, or was asked for, is enough.
    pub fn make_now(&self) {
        let _ = self.ask.try_send(());
    }

    /// Returns their state.
    pub fn status(&self) -> BackupStatus {
        let (is_running, problem) = {
            let progress = self.shared.progress();
            (progress.is_running, progress.problem.clone())
        };
        let folder = self.shared.folder();
        BackupStatus { files: files(&folder), folder, is_running, problem }
    }

    /// Returns the reason why the last backup failed; none if it did not.
    pub fn problem(&self) -> Option<String> {
        self.shared.progress().problem.clone()
    }

    /// Makes a backup if one is due.
    #[cfg(test)]
    pub(super) fn look(&self) {
        self.shared.look();
    }
}

impl Shared {
    fn progress(&self) -> MutexGuard<'_, BackupProgress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn folder(&self) -> PathBuf {
        self.folders.data.join(FOLDER)
    }

    fn now(&self) -> i64 {
        (self.clock.wall_us() / 1_000_000) as i64
    }

    /// Works until nobody can ask any more.
    fn run(&self, asked: &Receiver<()>) {
        sys::step_back();
        loop {
            match asked.recv_timeout(EVERY) {
                Ok(()) => self.make(),
                Err(RecvTimeoutError::Timeout) => self.look(),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn look(&self) {
        // A database that cannot be read is told elsewhere.
        let Ok(plan) = self.store.backup_plan() else { return };
        let newest = files(&self.folder()).first().map(|file| file.made_at);
        if is_due(&plan, self.now(), newest, self.progress().failed_at) {
            self.make();
        }
    }

    fn make(&self) {
        self.progress().is_running = true;
        let now = self.now();
        let made = self.store.backup_plan().map_err(Error::from).and_then(|plan| self.make_by(&plan, now));
        let mut progress = self.progress();
        progress.is_running = false;
        match made {
            Ok(path) => {
                tracing::info!("backup {} is made", path.display());
                (progress.problem, progress.failed_at) = (None, None);
            }
            Err(error) => {
                tracing::error!(%error, "the backup failed");
                (progress.problem, progress.failed_at) = (Some(error.to_string()), Some(now));
            }
        }
    }

    fn make_by(&self, plan: &BackupPlan, now: i64) -> Result<PathBuf, Error> {
        let folder = self.folder();
        let failed = |source| Error::of_file(&folder, source);
        make_folder(&folder).map_err(failed)?;
        let recipient = Some(plan.recipient.as_str()).filter(|recipient| !recipient.is_empty());
        recipient.map(check_recipient).transpose()?;
        let path = folder.join(name(plan, now));
        let mut coming = path.clone().into_os_string();
        coming.push(COMING);
        let coming = PathBuf::from(coming);
        remove_leftovers(&folder);
        let files = plan.with_files.then_some(&self.folders);
        BackupContents { store: &self.store, files, recipient }.write(&coming)?;
        fs::rename(&coming, &path).map_err(failed)?;
        fs::File::open(&folder).and_then(|folder| folder.sync_all()).map_err(failed)?;
        for old in files_of(&folder).skip(plan.keep.max(1) as usize) {
            fs::remove_file(folder.join(&old.name)).map_err(failed)?;
        }
        Ok(path)
    }
}

/// Returns whether a backup is to be made at `now`, where the newest one and the last failure were at these times.
fn is_due(plan: &BackupPlan, now: i64, newest: Option<i64>, failed_at: Option<i64>) -> bool {
    let every = i64::from(plan.every_hours) * HOUR;
    // One from the future was made before the clock was set back.
    let is_old = newest.is_none_or(|newest| now - newest >= every || newest - now > HOUR);
    let may_try = failed_at.is_none_or(|failed_at| (now - failed_at).abs() >= AGAIN_AFTER);
    plan.every_hours > 0 && is_old && may_try
}

/// Returns the name of a backup that is made at `now`, in seconds since 1970.
fn name(plan: &BackupPlan, now: i64) -> String {
    let time = Timestamp::from_second(now).unwrap_or_default().strftime(TIME_IN_NAME).to_string();
    let kind = if plan.with_files { "tar" } else { "db" };
    let encrypted = if plan.recipient.is_empty() { "" } else { ".age" };
    format!("{PREFIX}{time}.{kind}{encrypted}")
}

/// Returns the time in a backup's name, in seconds since 1970; none for what is no backup.
fn time_of(name: &str) -> Option<i64> {
    let (time, kind) = name.strip_prefix(PREFIX)?.split_once('.')?;
    if !["db", "tar", "db.age", "tar.age"].contains(&kind) {
        return None;
    }
    let time = DateTime::strptime(TIME_IN_NAME, time).ok()?;
    Some(time.to_zoned(TimeZone::UTC).ok()?.timestamp().as_second())
}

/// Returns the backups in the folder, the newest first.
fn files(folder: &Path) -> Vec<BackupFile> {
    files_of(folder).collect()
}

fn files_of(folder: &Path) -> impl Iterator<Item = BackupFile> {
    let entries = fs::read_dir(folder).into_iter().flatten().map_while(Result::ok);
    let file = |entry: fs::DirEntry| {
        let name = entry.file_name().into_string().ok()?;
        let made_at = time_of(&name)?;
        Some(BackupFile { bytes: entry.metadata().ok()?.len(), name, made_at })
    };
    let mut files: Vec<_> = entries.filter_map(file).collect();
    files.sort_by(|a, b| (b.made_at, &b.name).cmp(&(a.made_at, &a.name)));
    files.into_iter()
}

/// Removes what backups that were interrupted left behind.
fn remove_leftovers(folder: &Path) {
    let entries = fs::read_dir(folder).into_iter().flatten().map_while(Result::ok);
    for entry in entries {
        let name = entry.file_name().into_string().unwrap_or_default();
        if name.starts_with(PREFIX) && name.contains(COMING) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Makes the folder, for its owner alone.
fn make_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().mode(0o700).recursive(true).create(folder)
}
