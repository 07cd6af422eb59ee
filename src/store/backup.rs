//! A copy of the database while it is in use.

use std::fs::{self, File};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use super::{Error, Store, schema};

/// The name of what was written out of a database that is gone.
pub(super) const RESCUED_NAME: &str = "longwave-rescued.db";
/// Rescued files of earlier losses that are kept.
const EARLIER_KEPT: u32 = 3;

impl Store {
    /// Copies the database, as it is at one moment, to the new file `to`.
    ///
    /// Reads by a connection of its own, so nobody waits for it.
    pub fn backup(&self, to: &Path) -> Result<(), Error> {
        copy(&schema::connect(self.path())?, to)
    }
}

/// The identity of a database file, independent of its current name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileIdentity {
    device: u64,
    number: u64,
}

impl FileIdentity {
    /// Returns that of the file at `path`; `None` if there is none.
    pub(super) fn of(path: &Path) -> Option<Self> {
        let about = fs::metadata(path).ok()?;
        Some(Self { device: about.dev(), number: about.ino() })
    }
}

impl Store {
    /// Returns which file has the database's name at present; `None` if there is none.
    pub fn file_identity(&self) -> Option<FileIdentity> {
        FileIdentity::of(self.path())
    }

    /// Returns what is wrong with the file, as far as it shows where reading begins: another program may have written over
    /// it, which a connection notices late that has read before.
    pub fn obvious_damage(&self) -> Option<Error> {
        // SQLite takes an empty file for a new database, and removes the write-ahead log beside it.
        if fs::metadata(self.path()).is_ok_and(|about| about.len() == 0) {
            return Some(Error::emptied(self.path()));
        }
        // Through SQLite: opening and closing the file by itself would give up the locks that it holds.
        match schema::connect(self.path()).and_then(|afresh| schema::recognise(&afresh, self.path())) {
            Ok(0) => Some(Error::emptied(self.path())),
            Err(error @ (Error::NotADatabase(_) | Error::Damaged { .. })) => Some(error),
            _ => None,
        }
    }

    /// Writes the database out to `longwave-rescued.db` beside its place; returns where that is. Replaces what this
    /// process rescued before; earlier ones are kept beside it. Works for a database whose file was deleted while it is
    /// open.
    pub fn rescue(&self) -> Result<PathBuf, Error> {
        let (rescued, coming) =
            (rescued_path_of(self.path()), self.path().with_file_name("longwave-rescued.db.coming"));
        // Left behind by a rescue that was interrupted.
        let _ = fs::remove_file(&coming);
        self.ask(|connection| {
            copy(connection, &coming).map_err(|error| {
                tracing::debug!(%error, "the rescue failed");
                rusqlite::Error::InvalidPath(coming.clone())
            })
        })?;
        if !self.condition.has_rescued() {
            keep_earlier(&rescued);
        }
        fs::rename(&coming, &rescued).map_err(|source| Error::from_io(&rescued, source))?;
        self.condition.set_rescued();
        Ok(rescued)
    }
}

/// Returns where the database at `path` is written out when it is gone.
pub(super) fn rescued_path_of(path: &Path) -> PathBuf {
    path.with_file_name(RESCUED_NAME)
}

/// Moves a rescued file of an earlier loss aside, to `longwave-rescued-1.db`, and those before it further.
fn keep_earlier(rescued: &Path) {
    let name = |number: u32| match number {
        0 => rescued.to_owned(),
        _ => rescued.with_file_name(format!("longwave-rescued-{number}.db")),
    };
    for number in (0..EARLIER_KEPT).rev() {
        // Usually there is none.
        let _ = fs::rename(name(number), name(number + 1));
    }
}

/// Copies the database that `from` is connected to into the new file `to`, all of it or nothing.
pub(super) fn copy(from: &Connection, to: &Path) -> Result<(), Error> {
    schema::make_new(to).map_err(|source| Error::from_io(to, source))?;
    let copied = copy_into(from, to);
    if copied.is_err() {
        // What was copied so far is of no use; that it cannot be removed changes nothing.
        let _ = fs::remove_file(to);
    }
    copied
}

fn copy_into(from: &Connection, to: &Path) -> Result<(), Error> {
    let copy_pages = |target: &mut Connection| {
        // Every page in one step: one moment of the database, without holding up its writers.
        let done = matches!(Backup::new(from, target)?.step(-1)?, StepResult::Done);
        // A backup is one file that can be read from anywhere; the write-ahead log would be a second one.
        target.pragma_update(None, "journal_mode", "delete")?;
        Ok(done)
    };
    let mut target = schema::connect(to)?;
    if !copy_pages(&mut target).map_err(|source| Error::from_sqlite(to, source))? {
        return Err(Error::Busy(to.to_owned()));
    }
    drop(target);
    File::open(to).and_then(|file| file.sync_all()).map_err(|source| Error::from_io(to, source))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_that_was_deleted_is_written_out_with_its_latest_changes() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(None, None).unwrap();
        let known = store.file_identity();
        assert!(known.is_some());
        for name in ["longwave.db", "longwave.db-wal", "longwave.db-shm"] {
            fs::remove_file(dir.path().join(name)).unwrap();
        }
        assert_eq!(store.file_identity(), None);
        store.rename_station("main", "Tides").unwrap();
        let rescued = store.rescue().unwrap();
        store.rename_station("main", "More tides").unwrap();
        assert_eq!(store.rescue().unwrap(), rescued, "the later one replaces it");
        fs::rename(&rescued, dir.path().join("longwave.db")).unwrap();
        assert_ne!(store.file_identity(), known, "another file has its name");
        let again = Store::open(dir.path()).unwrap();
        assert_eq!(again.stations().unwrap()[0].name, "More tides");
    }

    #[test]
    fn a_rescue_keeps_what_was_rescued_before() {
        let dir = tempfile::tempdir().unwrap();
        let file = |name: &str| dir.path().join(name);
        for number in ["1", "2", "3", "4", "5"] {
            let _ = fs::remove_file(file("longwave.db"));
            fs::rename(file(RESCUED_NAME), file("kept")).ok();
            let store = Store::open(dir.path()).unwrap();
            fs::rename(file("kept"), file(RESCUED_NAME)).ok();
            store.first_start(None, None).unwrap();
            store.rename_station("main", number).unwrap();
            store.rescue().unwrap();
            store.rescue().unwrap();
        }
        let rescued = |name: &str| {
            let rescued = Store::around(schema::connect(&file(name)).unwrap(), file(name));
            rescued.stations().unwrap()[0].name.clone()
        };
        assert_eq!(rescued(RESCUED_NAME), "5");
        for (number, name) in [(1, "4"), (2, "3"), (3, "2")] {
            assert_eq!(rescued(&format!("longwave-rescued-{number}.db")), name);
        }
        assert!(!file("longwave-rescued-4.db").exists());
    }
}
