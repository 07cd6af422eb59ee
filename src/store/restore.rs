//! Brings a backup back.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::{DataLock, Error, FILE_NAME, backup, schema};
use crate::clock::Clock;

/// The outcome of [`restore`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// The place of the database that was in use until now, if there was one.
    pub kept: Option<PathBuf>,
    /// Sessions of the backup that are ended.
    pub ended_sessions: usize,
    /// API tokens of the backup that are removed.
    pub ended_tokens: usize,
}

/// Replaces the database in the data directory `dir` with the backup in `file`. The backup's sessions are ended; its
/// API tokens, of which some may have been removed since, are so unless `keeps_tokens`.
///
/// The database that was in use until now is kept beside it, under a name with the date of `clock`. Refuses what is no sound Longwave database, and a directory that a
/// server uses. Until the last step, which is one renaming, the old database stays in its place.
pub fn restore(dir: &Path, file: &Path, keeps_tokens: bool, clock: &dyn Clock) -> Result<Restored, Error> {
    fs::metadata(file).map_err(|source| Error::from_io(file, source))?;
    let _claim = DataLock::take(dir)?;
    let current = dir.join(FILE_NAME);
    let coming = dir.join("longwave.db.coming");
    if coming.exists() {
        // Left behind by a restore that was interrupted.
        fs::remove_file(&coming).map_err(|source| Error::from_io(&coming, source))?;
    }
    backup::copy(&sound(file)?, &coming)?;
    let owned = File::open(&coming).map(|file| schema::give_to_owner_of_directory(&file, &coming));
    owned.map_err(|source| Error::from_io(&coming, source))?;
    let (ended_sessions, ended_tokens) =
        end_access(&coming, keeps_tokens).map_err(|source| Error::from_sqlite(&coming, source))?;
    let kept = if current.exists() { Some(keep(&current, &dated(dir, clock)?)?) } else { None };
    fs::rename(&coming, &current).map_err(|source| Error::from_io(&current, source))?;
    // The new name is on the disk only once the directory is.
    let synced = File::open(dir).and_then(|dir| dir.sync_all());
    synced.map_err(|source| Error::from_io(dir, source))?;
    Ok(Restored { kept, ended_sessions, ended_tokens })
}

/// Returns how many API tokens the backup in `file` has, which must be one.
pub fn tokens_in_backup(file: &Path) -> Result<usize, Error> {
    fs::metadata(file).map_err(|source| Error::from_io(file, source))?;
    count(&sound(file)?, "program_token").map_err(|source| Error::from_sqlite(file, source))
}

/// Ends all sessions in the database at `path`, those that were ended after the backup was made among them; the API
/// tokens too, unless they are kept. Returns how many there were of each.
fn end_access(path: &Path, keeps_tokens: bool) -> rusqlite::Result<(usize, usize)> {
    let connection = Connection::open(path)?;
    let ended = |table| -> rusqlite::Result<usize> {
        let found = count(&connection, table)?;
        if found > 0 {
            connection.execute(&format!("DELETE FROM {table}"), [])?;
        }
        Ok(found)
    };
    let sessions = ended("session")?;
    ended("half_session")?;
    let tokens = if keeps_tokens { 0 } else { ended("program_token")? };
    // The file is renamed next: nothing may stay in a log beside it.
    connection.pragma_update(None, "journal_mode", "DELETE")?;
    Ok((sessions, tokens))
}

/// Returns how many rows a table has; none if a backup of an older release has no such table.
fn count(connection: &Connection, table: &str) -> rusqlite::Result<usize> {
    let sql = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1)";
    if !connection.query_row(sql, [table], |row| row.get::<_, bool>(0))? {
        return Ok(0);
    }
    let rows: i64 = connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))?;
    Ok(usize::try_from(rows).unwrap_or_default())
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
