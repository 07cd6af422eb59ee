//! A copy of the database while it is in use.

use std::fs::{self, File};
use std::path::Path;

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use super::{Error, Store, schema};

impl Store {
    /// Copies the database, as it is at one moment, to the new file `to`.
    ///
    /// Reads by a connection of its own, so nobody waits for it.
    pub fn backup(&self, to: &Path) -> Result<(), Error> {
        copy(&schema::connect(self.path())?, to)
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
