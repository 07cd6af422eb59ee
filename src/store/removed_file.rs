//! Files that people took out of the folder of music.

use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use rusqlite::{OptionalExtension as _, Row};

use super::track::path;
use super::{Error, Store};

/// Most rows returned at once.
const MOST_TOLD: i64 = 200;

/// A file that was taken out of the folder of music, and can be brought back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removed {
    /// Its number.
    pub number: u64,
    /// Former path below the media folder.
    pub path: PathBuf,
    /// Title for display.
    pub title: String,
    /// Account that removed it.
    pub by: String,
    /// Time of removal, in seconds since 1970.
    pub at: i64,
}

impl Store {
    /// Remembers that a file is taken out of the folder of music, and answers with its number.
    pub fn put_removed(&self, path: &Path, title: &str, (by, at): (&str, i64)) -> Result<u64, Error> {
        let sql = "INSERT INTO removed (path, title, removed_by, removed_at) VALUES (?1, ?2, ?3, ?4)";
        self.ask(|connection| {
            connection.execute(sql, (path.as_os_str().as_bytes(), title, by, at))?;
            Ok(connection.last_insert_rowid() as u64)
        })
    }

    /// The files that were taken out, the latest first, at most 200.
    pub fn removed(&self) -> Result<Vec<Removed>, Error> {
        let sql =
            "SELECT path, number, title, removed_by, removed_at FROM removed ORDER BY number DESC LIMIT ?1";
        self.ask(|connection| connection.prepare_cached(sql)?.query_map([MOST_TOLD], removed)?.collect())
    }

    /// Returns the removed file with this number.
    pub fn removed_one(&self, number: u64) -> Result<Option<Removed>, Error> {
        let sql = "SELECT path, number, title, removed_by, removed_at FROM removed WHERE number = ?1";
        self.ask(|connection| connection.prepare_cached(sql)?.query_row([number as i64], removed).optional())
    }

    /// Forgets one.
    pub fn forget_removed(&self, number: u64) -> Result<(), Error> {
        self.ask(|connection| {
            connection.execute("DELETE FROM removed WHERE number = ?1", [number as i64]).map(drop)
        })
    }

    /// The paths below the folder of music at which files of a track are, or were.
    pub fn paths_of(&self, id: crate::model::TrackId) -> Result<Vec<PathBuf>, Error> {
        let sql = "SELECT path FROM track_file WHERE track = ?1 ORDER BY arrival, path";
        self.ask(|connection| {
            connection.prepare_cached(sql)?.query_map([id.0], |row| path(row, 0))?.collect()
        })
    }

    /// The files of a track that are there, whether or not they can be played.
    pub fn files_of(&self, id: crate::model::TrackId) -> Result<Vec<PathBuf>, Error> {
        let sql = "SELECT path FROM track_file WHERE track = ?1 AND missing_since IS NULL ORDER BY path";
        self.ask(|connection| {
            connection.prepare_cached(sql)?.query_map([id.0], |row| path(row, 0))?.collect()
        })
    }
}

fn removed(row: &Row<'_>) -> rusqlite::Result<Removed> {
    Ok(Removed {
        number: row.get::<_, i64>("number")? as u64,
        path: path(row, 0)?,
        title: row.get("title")?,
        by: row.get("removed_by")?,
        at: row.get("removed_at")?,
    })
}
