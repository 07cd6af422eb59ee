//! One server a data directory.

use std::fs::{self, File, TryLockError};
use std::path::Path;

use super::Error;

/// Holds a data directory for one server; the system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub struct DataLock {
    _lock: File,
}

impl DataLock {
    /// Claims the data directory `dir`, making it where it is missing, or says that it is taken.
    pub fn take(dir: &Path) -> Result<Self, Error> {
        let unusable = |reason| Error::DataDirectory { path: dir.to_owned(), reason };
        fs::create_dir_all(dir).map_err(unusable)?;
        let lock = File::create(dir.join("longwave.lock")).map_err(unusable)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(Error::InUse(dir.to_owned())),
            Err(TryLockError::Error(reason)) => Err(unusable(reason)),
        }
    }
}
