//! Brings a backup back.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::{DataLock, Error, FILE_NAME, backup, schema};
use crate::clock::Clock;

/// Replaces the database in the data directory `dir` with the backup in `file`.
///
/// Answers where the database that was in use until now is kept, if there was one: beside it, under a
/// name with the date of `clock`. Refuses what is no sound Longwave database, and a directory that a
/// server uses. Until the last step, which is one renaming, the old database stays in its place.
pub fn restore(dir: &Path, file: &Path, clock: &dyn Clock) -> Result<Option<PathBuf>, Error> {
    fs::metadata(file).map_err(|source| Error::from_io(file, source))?;
    let _claim = DataLock::take(dir)?;
    let current = dir.join(FILE_NAME);
    let coming = dir.join("longwave.db.coming");
    if coming.exists() {
        // Left behind by a restore that was interrupted.
        fs::remove_file(&coming).map_err(|source| Error::from_io(&coming, source))?;
    }
    backup::copy(&sound(file)?, &coming)?;
    end_sessions(&coming).map_err(|source| Error::from_sqlite(&coming, source))?;
    let kept = if current.exists() { Some(keep(&current, &dated(dir, clock)?)?) } else { None };
    fs::rename(&coming, &current).map_err(|source| Error::from_io(&current, source))?;
    // The new name is on the disk only once the directory is.
    let synced = File::open(dir).and_then(|dir| dir.sync_all());
    synced.map_err(|source| Error::from_io(dir, source))?;
    Ok(kept)
}

/// Ends all sessions in the database at `path`, those that were ended after the backup was made among them.
fn end_sessions(path: &Path) -> rusqlite::Result<()> {
    let connection = Connection::open(path)?;
    for table in ["session", "half_session"] {
        // A backup of an older release may not have them.
        let sql = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1)";
        if connection.query_row(sql, [table], |row| row.get(0))? {
            connection.execute(&format!("DELETE FROM {table}"), [])?;
        }
    }
    // The file is renamed next: nothing may stay in a log beside it.
    connection.pragma_update(None, "journal_mode", "DELETE")
}

/// Opens a backup that this program can work with and in which nothing is damaged.
fn sound(file: &Path) -> Result<Connection, Error> {
    let connection = schema::connect(file)?;
    if schema::recognise(&connection, file)? == 0 {
        return Err(Error::NotADatabase(file.to_owned()));
    }
    let damage = schema::damage(&connection).map_err(|source| Error::from_sqlite(file, source));
    let damage = damage.map_err(|error| match error {
        Error::Damaged { path, what } => Error::DamagedBackup { path, what },
        other => other,
    });
    match damage? {
        None => Ok(connection),
        Some(what) => Err(Error::DamagedBackup { path: file.to_owned(), what }),
    }
}

/// Copies the database at `current` to `kept`, as it is, and clears its write-ahead log away.
fn keep(current: &Path, kept: &Path) -> Result<PathBuf, Error> {
    // Puts the log into the file. A damaged database cannot do that, and is kept together with its log.
    let tidy = || -> rusqlite::Result<()> {
        let connection = Connection::open(current)?;
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
    };
    let _ = tidy();
    let unreadable = |source| Error::from_io(kept, source);
    if kept.exists() {
        return Err(Error::BackupExists(kept.to_owned()));
    }
    fs::copy(current, kept).map_err(unreadable)?;
    if beside(current, "-wal").exists() {
        fs::copy(beside(current, "-wal"), beside(kept, "-wal")).map_err(unreadable)?;
    }
    for log in ["-wal", "-shm"].map(|end| beside(current, end)).iter().filter(|log| log.exists()) {
        fs::remove_file(log).map_err(unreadable)?;
    }
    Ok(kept.to_owned())
}

/// The file that SQLite keeps beside the database at `path`.
fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(end);
    PathBuf::from(name)
}

/// A name for the old database, with the date and time in UTC.
fn dated(dir: &Path, clock: &dyn Clock) -> Result<PathBuf, Error> {
    let seconds = (clock.now_us() / 1_000_000) as i64;
    // The store's only calendar is the database's own.
    let calendar = || {
        let sql = "SELECT strftime('longwave-%Y-%m-%d-%H%M%S.db', ?1, 'unixepoch')";
        Connection::open_in_memory()?.query_row(sql, [seconds], |row| row.get::<_, String>(0))
    };
    calendar().map(|name| dir.join(name)).map_err(|source| Error::from_sqlite(dir, source))
}
