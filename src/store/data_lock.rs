//! One server a data directory.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::io::{Read as _, Seek as _, Write as _};
use std::path::Path;

use super::{Error, FILE_NAME, make_dir};

/// The lock file's content once there is a database beside it.
const HAS_DATABASE: &str = "there is a database here\n";
/// The lock file's name in the data directory.
const LOCK_NAME: &str = "longwave.lock";

/// Holds a data directory for one server; the system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub struct DataLock {
    lock: File,
    is_database_gone: bool,
}

impl DataLock {
    /// Claims the data directory `dir`, making it where it is missing, or says that it is taken.
    pub fn take(dir: &Path) -> Result<Self, Error> {
        let unusable = |reason| Error::DataDirectory { path: dir.to_owned(), reason };
        make_dir(dir).map_err(unusable)?;
        close_dir(dir);
        let path = dir.join(LOCK_NAME);
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let lock = options.open(&path);
        let lock = lock.or_else(|error| match error.kind() {
            // A disk that can only be read: a file that is there can be locked as well.
            io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => {
                File::open(&path).or_else(|_| File::open(dir.join(FILE_NAME))).map_err(|_| error)
            }
            _ => Err(error),
        });
        let lock = lock.map_err(unusable)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { is_database_gone: is_database_gone(dir), lock }),
            Err(TryLockError::WouldBlock) => Err(Error::InUse(dir.to_owned())),
            Err(TryLockError::Error(reason)) => Err(unusable(reason)),
        }
    }

    /// Returns the lock of `dir` that another process has and shares.
    pub fn shared_by(dir: &Path, lock: File) -> Self {
        Self { is_database_gone: is_database_gone(dir), lock }
    }

    /// Returns the lock for another process to share.
    pub fn share(&self) -> io::Result<File> {
        self.lock.try_clone()
    }

    /// Returns whether the directory had a database before, but had none when it was locked.
    pub fn is_database_gone(&self) -> bool {
        self.is_database_gone
    }

    /// Notes that there is a database in the directory, so that its loss is noticed. On a full disk nothing is noted.
    pub fn note_database(&self) {
        let mut lock = &self.lock;
        let noted = lock.rewind().and_then(|()| lock.write_all(HAS_DATABASE.as_bytes()));
        if let Err(error) = noted {
            tracing::debug!(%error, "the lock file cannot be written");
        }
    }
}

/// Takes a data directory from everybody but its owner: the database in it has hashes of passwords. A directory that
/// others share, such as `/tmp`, or one without a database that holds other things, stays as it is.
fn close_dir(dir: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let Ok(mode) = fs::metadata(dir).map(|about| about.permissions().mode()) else { return };
        let is_shared = mode & 0o1000 != 0;
        let is_ours = dir.join(FILE_NAME).exists()
            || fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_none());
        let is_closed = mode.trailing_zeros() >= 6;
        if is_closed || is_shared || !is_ours {
            return;
        }
        match fs::set_permissions(dir, fs::Permissions::from_mode(mode & 0o700)) {
            Ok(()) => tracing::info!(
                "others on this machine could look into {}, and cannot any more",
                dir.display()
            ),
            Err(error) => tracing::warn!(%error, "others on this machine may look into {}", dir.display()),
        }
    }
}

/// Returns whether the data directory `dir` had a database that is no longer there.
pub fn is_database_gone(dir: &Path) -> bool {
    let mut said = String::new();
    let read = File::open(dir.join(LOCK_NAME)).and_then(|lock| lock.take(64).read_to_string(&mut said));
    read.is_ok() && said == HAS_DATABASE && !dir.join(FILE_NAME).exists()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    #[cfg(unix)]
    #[test]
    fn a_data_directory_is_closed_to_others_unless_it_is_shared() {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = tempfile::tempdir().unwrap();
        let check = |before: u32, after: u32| {
            fs::set_permissions(dir.path(), fs::Permissions::from_mode(before)).unwrap();
            drop(DataLock::take(dir.path()).unwrap());
            let mode = fs::metadata(dir.path()).unwrap().permissions().mode() & 0o7777;
            assert_eq!(mode, after, "{before:o}");
        };
        check(0o755, 0o700);
        check(0o1777, 0o1777);
        // It holds something, and no database.
        check(0o755, 0o755);
        let mode = fs::metadata(dir.path().join(LOCK_NAME)).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600);
        drop(Store::open(dir.path()).unwrap());
        check(0o755, 0o700);
        check(0o1777, 0o1777);
    }

    #[test]
    fn a_database_that_was_deleted_is_missed() {
        let dir = tempfile::tempdir().unwrap();
        let claim = DataLock::take(dir.path()).unwrap();
        assert!(!claim.is_database_gone(), "a first start");
        drop(Store::open(dir.path()).unwrap());
        claim.note_database();
        drop(claim);
        assert!(!is_database_gone(dir.path()));
        fs::remove_file(dir.path().join(FILE_NAME)).unwrap();
        assert!(is_database_gone(dir.path()));
        assert!(DataLock::take(dir.path()).unwrap().is_database_gone());
        assert!(DataLock::take(Path::new("/dev/null")).unwrap_err().to_string().contains("not a directory"));
    }
}
