//! A database that cannot be opened in its place, because its disk is full or fails or another program holds it, is read
//! from a copy elsewhere: a station goes on air with it, and nothing can be saved. Once the other program has let it go,
//! all connections go back to it.

use std::env;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rusqlite::Connection;

use super::database_condition::STARTING_PATIENCE;
use super::{Error, FILE_NAME, FileIdentity, Store, safety_copy, schema};

/// The reason why a copy is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CopyReason {
    /// The disk is full or fails.
    DiskFull,
    /// The database may only be read.
    ReadOnly,
    /// Another program holds the database, so that it cannot even be read.
    Busy,
}

/// The copy, which is removed with its last handle.
#[derive(Debug)]
pub(super) struct ReadOnlyCopy {
    dir: PathBuf,
    /// Path of the database that was copied.
    original: PathBuf,
    reason: CopyReason,
    /// True once the original is read and written again.
    is_over: AtomicBool,
}

impl ReadOnlyCopy {
    /// Returns the reason why a change is refused.
    pub(super) fn refusal(&self) -> Error {
        let path = self.original.clone();
        match self.reason {
            CopyReason::DiskFull => Error::DiskFull(path),
            CopyReason::ReadOnly => Error::ReadOnly(path),
            CopyReason::Busy => Error::Busy(path),
        }
    }

    /// Returns whether it is read, and not the original.
    pub(super) fn is_read(&self) -> bool {
        !self.is_over.load(Ordering::Acquire)
    }

    /// Opens a connection that only reads.
    pub(super) fn connect(&self) -> Result<Connection, Error> {
        let path = self.dir.join(FILE_NAME);
        let connection = schema::connect(&path)?;
        let refuse = connection.pragma_update(None, "query_only", true);
        refuse.map_err(|source| Error::from_sqlite(&path, source))?;
        Ok(connection)
    }

    /// Has this connection go back to the original, if that is read again.
    pub(super) fn leave(&self, connection: &mut Connection) {
        let is_copy = |path: &str| Path::new(path).starts_with(&self.dir);
        if !self.is_read()
            && connection.path().is_some_and(is_copy)
            && let Ok(opened) = schema::connect(&self.original)
        {
            *connection = opened;
        }
    }
}

impl Drop for ReadOnlyCopy {
    fn drop(&mut self) {
        // What stays is cleared away with all that is temporary.
        let _ = fs::remove_dir_all(&self.dir);
    }
}

impl Store {
    /// Opens the database in the data directory `dir`, or if it is there and cannot be written, or is held by another
    /// program, a copy of it that can only be read: its changes fail with [`Error::DiskFull`], [`Error::ReadOnly`] or
    /// [`Error::Busy`]. A damaged one is read from its safety copy, or what was rescued of it, if there is one:
    /// changes fail with [`Error::Damaged`].
    ///
    /// Waits for other programs for less than a second.
    pub fn open_or_read(dir: &Path) -> Result<Self, Error> {
        match Self::open_within(dir, STARTING_PATIENCE) {
            Err(
                error @ (Error::DiskFull(_)
                | Error::DiskFails { .. }
                | Error::CannotOpen(_)
                | Error::ReadOnly(_)
                | Error::Busy(_)
                | Error::DataDirectory { .. }),
            ) => {
                let places = [env::temp_dir(), PathBuf::from("/dev/shm"), PathBuf::from("/run")];
                let reason = match error {
                    Error::Busy(_) => CopyReason::Busy,
                    Error::DiskFull(_) | Error::DiskFails { .. } => CopyReason::DiskFull,
                    _ => CopyReason::ReadOnly,
                };
                let copy = places.iter().find_map(|place| Self::read_copy(dir, place, reason).ok());
                copy.ok_or(error)
            }
            Err(error @ (Error::NotADatabase(_) | Error::Damaged { .. })) => {
                let path = dir.join(FILE_NAME);
                let Some(copy) = safety_copy::open_stand_in(&path) else { return Err(error) };
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
        self.read_only.as_ref().is_some_and(|copy| copy.is_read()) || self.condition.is_damaged()
    }

    /// Returns whether a copy is read only because another program holds the database.
    pub fn is_held(&self) -> bool {
        self.read_only.as_ref().is_some_and(|copy| copy.reason == CopyReason::Busy && copy.is_read())
    }

    /// Has all connections go back to the database that another program [holds](Self::is_held). Fails without waiting
    /// while it does.
    pub fn return_to_original(&self) -> Result<(), Error> {
        let Some(copy) = self.read_only.as_ref().filter(|_| self.is_held()) else { return Ok(()) };
        if self.is_lost() {
            return Err(Error::lost(&copy.original));
        }
        let dir = copy.original.parent().unwrap_or(Path::new("."));
        // It is held no longer, and of this version.
        Self::open_within(dir, Duration::ZERO)?.change_within(Duration::ZERO, |_| Ok(()))?;
        copy.is_over.store(true, Ordering::Release);
        self.condition.written();
        self.changes.announce();
        Ok(())
    }

    /// Copies the database in `dir` into a directory of its own in `place`, and opens that.
    fn read_copy(dir: &Path, place: &Path, reason: CopyReason) -> Result<Self, Error> {
        let copy_dir = place.join(format!("longwave-{}", std::process::id()));
        let failed = |source| Error::from_io(&copy_dir, source);
        fs::create_dir(&copy_dir).map_err(failed)?;
        let original = dir.join(FILE_NAME);
        let identity = FileIdentity::of(&original);
        let copy = ReadOnlyCopy { dir: copy_dir.clone(), original, reason, is_over: AtomicBool::new(false) };
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
        // The program that holds it may have written meanwhile.
        if reason == CopyReason::Busy
            && let Some(what) = opened.ask(schema::quick_damage)?
        {
            return Err(Error::Damaged { path: copy_dir, what });
        }
        if opened.accounts()?.is_empty() || opened.stations()?.is_empty() {
            // The first start came to no end: there is nothing to go on air with.
            return Err(Error::NoDatabase(dir.to_owned()));
        }
        opened.ask(|connection| connection.pragma_update(None, "query_only", true))?;
        let mut store = Self { read_only: Some(Arc::clone(&copy)), ..opened };
        if store.is_held() {
            // It comes back.
            (store.path, store.identity) = (Arc::new(copy.original.clone()), identity);
        }
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
        let store = Store::read_copy(dir.path(), place.path(), CopyReason::DiskFull).unwrap();
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
        let store = Store::read_copy(dir.path(), place.path(), CopyReason::ReadOnly).unwrap();
        assert!(matches!(store.rename_station("main", "Tides"), Err(Error::ReadOnly(_))));
    }

    #[test]
    fn a_first_start_that_came_to_no_end_is_nothing_to_go_on_air_with() {
        let (dir, place) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        drop(Store::open(dir.path()).unwrap());
        assert!(matches!(
            Store::read_copy(dir.path(), place.path(), CopyReason::DiskFull),
            Err(Error::NoDatabase(_))
        ));
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_database_that_another_program_holds_is_read_from_a_copy_until_it_is_free() {
        let (dir, place) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let original = Store::open(dir.path()).unwrap();
        original.first_start(Some(Password::new("a long password").unwrap()), None).unwrap();
        drop(original);
        let other = Connection::open(dir.path().join(FILE_NAME)).unwrap();
        other.pragma_update(None, "locking_mode", "exclusive").unwrap();
        other.execute_batch("BEGIN EXCLUSIVE; UPDATE station SET name = 'Half'").unwrap();
        assert!(matches!(Store::open_within(dir.path(), Duration::ZERO), Err(Error::Busy(_))));
        assert!(Store::open_or_read(dir.path()).unwrap().is_held(), "a start does not wait until it is free");

        let store = Store::read_copy(dir.path(), place.path(), CopyReason::Busy).unwrap();
        let handles = [store.another().unwrap(), store.background().unwrap(), store.clone()];
        for store in &handles {
            assert_eq!(store.stations().unwrap()[0].name, "Longwave");
            assert!(matches!(store.rename_station("main", "Tides"), Err(Error::Busy(_))));
        }
        assert!(matches!(store.return_to_original(), Err(Error::Busy(_))) && store.is_read_only());
        assert!(store.trouble().is_some_and(|trouble| trouble.text.contains("held by another program")));

        drop(other);
        let before = store.change_counter().number();
        store.return_to_original().unwrap();
        assert!(store.change_counter().number() > before, "what is known of it is read anew");
        assert!(!store.is_read_only() && store.trouble().is_none());
        for (store, name) in handles.iter().chain([&store.another().unwrap()]).zip(["a", "b", "c", "d"]) {
            store.rename_station("main", name).unwrap();
            assert_eq!(Store::open(dir.path()).unwrap().stations().unwrap()[0].name, name);
        }
    }
}
