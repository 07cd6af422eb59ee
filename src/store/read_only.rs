//! A database that cannot be opened in its place, because its disk is full or fails, is read from a copy elsewhere: a
//! station goes on air with it, and nothing can be saved.

use std::env;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Error, FILE_NAME, Store, safety_copy};

/// The copy, which is removed with its last handle.
#[derive(Debug)]
pub(super) struct ReadOnlyCopy {
    dir: PathBuf,
    /// Path of the database that was copied.
    original: PathBuf,
    /// True where it cannot be written because its disk is full or fails, and not because it may only be read.
    is_disk_full: bool,
}

impl ReadOnlyCopy {
    /// Returns the reason why a change is refused.
    pub(super) fn refusal(&self) -> Error {
        let path = self.original.clone();
        if self.is_disk_full { Error::DiskFull(path) } else { Error::ReadOnly(path) }
    }
}

impl Drop for ReadOnlyCopy {
    fn drop(&mut self) {
        // What stays is cleared away with all that is temporary.
        let _ = fs::remove_dir_all(&self.dir);
    }
}

impl Store {
    /// Opens the database in the data directory `dir`, or if it is there and cannot be written, a copy of it
    /// that can only be read: its changes fail with [`Error::DiskFull`] or [`Error::ReadOnly`]. A damaged one is read from its safety copy, if
    /// there is one: changes fail with [`Error::Damaged`].
    pub fn open_or_read(dir: &Path) -> Result<Self, Error> {
        match Self::open(dir) {
            Err(
                error @ (Error::DiskFull(_)
                | Error::DiskFails { .. }
                | Error::CannotOpen(_)
                | Error::ReadOnly(_)
                | Error::DataDirectory { .. }),
            ) => {
                let places = [env::temp_dir(), PathBuf::from("/dev/shm"), PathBuf::from("/run")];
                let is_full = matches!(error, Error::DiskFull(_) | Error::DiskFails { .. });
                let copy = places.iter().find_map(|place| Self::read_copy(dir, place, is_full).ok());
                copy.ok_or(error)
            }
            Err(error @ (Error::NotADatabase(_) | Error::Damaged { .. })) => {
                let path = dir.join(FILE_NAME);
                let Ok(copy) = safety_copy::open(&safety_copy::path_of(&path)) else { return Err(error) };
                let store = Self::around(copy, path);
                store.condition.set_damaged();
                store.condition.failed(&error);
                Ok(store)
            }
            opened => opened,
        }
    }

    /// Returns whether a copy is read, which is not changed.
    pub fn is_read_only(&self) -> bool {
        self.read_only.is_some() || self.condition.is_damaged()
    }

    /// Copies the database in `dir` into a directory of its own in `place`, and opens that.
    fn read_copy(dir: &Path, place: &Path, is_disk_full: bool) -> Result<Self, Error> {
        let copy_dir = place.join(format!("longwave-{}", std::process::id()));
        let failed = |source| Error::from_io(&copy_dir, source);
        fs::create_dir(&copy_dir).map_err(failed)?;
        let copy = ReadOnlyCopy { dir: copy_dir.clone(), original: dir.join(FILE_NAME), is_disk_full };
        #[cfg(unix)]
        {
            let owners_alone = std::os::unix::fs::PermissionsExt::from_mode(0o700);
            fs::set_permissions(&copy_dir, owners_alone).map_err(failed)?;
        }
        // What was written last is in the log beside it.
        for name in [FILE_NAME.to_owned(), format!("{FILE_NAME}-wal")] {
            if name == FILE_NAME || dir.join(&name).exists() {
                // Not by `fs::copy`, which takes over that a file cannot be written.
                let copied = File::open(dir.join(&name))
                    .and_then(|mut from| io::copy(&mut from, &mut File::create_new(copy_dir.join(&name))?));
                copied.map_err(failed)?;
            }
        }
        let (copy, opened) = (Arc::new(copy), Self::open(&copy_dir)?);
        let store = Self { read_only: Some(Arc::clone(&copy)), ..opened };
        if store.accounts()?.is_empty() || store.stations()?.is_empty() {
            // The first start came to no end: there is nothing to go on air with.
            return Err(Error::NoDatabase(dir.to_owned()));
        }
        store.ask(|connection| connection.pragma_update(None, "query_only", true))?;
        store.condition.failed(&copy.refusal());
        Ok(store)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Password;

    #[test]
    fn a_copy_is_read_refuses_changes_and_is_removed_at_the_end() {
        let (dir, place) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let original = Store::open(dir.path()).unwrap();
        original.first_start(Some(Password::new("a long password").unwrap()), None).unwrap();
        let store = Store::read_copy(dir.path(), place.path(), true).unwrap();
        assert!(store.is_read_only() && !original.is_read_only());
        for store in [store.clone(), store.another().unwrap()] {
            assert_eq!(store.stations().unwrap()[0].slug, "main");
            let refused = store.rename_station("main", "Tides");
            assert!(
                matches!(&refused, Err(Error::DiskFull(path)) if path.starts_with(dir.path())),
                "{refused:?}"
            );
            assert!(store.trouble().is_some());
            let token = store.sign_in("admin", "", 1).unwrap();
            assert!(store.signed_in(&token, 2).unwrap().is_some(), "people come in nevertheless");
        }
        drop(store);
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0);
        let store = Store::read_copy(dir.path(), place.path(), false).unwrap();
        assert!(matches!(store.rename_station("main", "Tides"), Err(Error::ReadOnly(_))));
    }

    #[test]
    fn a_first_start_that_came_to_no_end_is_nothing_to_go_on_air_with() {
        let (dir, place) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        drop(Store::open(dir.path()).unwrap());
        assert!(matches!(Store::read_copy(dir.path(), place.path(), true), Err(Error::NoDatabase(_))));
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0);
    }
}
