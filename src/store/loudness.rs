//! How loud files are, so that each is measured once.

use std::fs::Metadata;
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use rusqlite::OptionalExtension;

use super::{Error, Store};
use crate::model::Loudness;

/// A file as it was when it was looked at. A file that was replaced has another stamp.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FileStamp {
    /// Where it is.
    pub path: PathBuf,
    /// Its size in bytes.
    pub size: u64,
    /// When it was last changed, in microseconds since 1970.
    pub modified_us: i64,
}

impl FileStamp {
    /// The stamp of the file at `path`, of which the system says `metadata`.
    pub fn new(path: &Path, metadata: &Metadata) -> io::Result<Self> {
        let since = metadata.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
        Ok(Self { path: path.to_owned(), size: metadata.len(), modified_us: since.as_micros() as i64 })
    }
}

impl Store {
    /// How loud the file is, if it was measured and has not changed since.
    pub fn loudness(&self, file: &FileStamp) -> Result<Option<Loudness>, Error> {
        let sql = "SELECT integrated_lufs, true_peak_dbtp FROM loudness
                   WHERE path = ?1 AND size = ?2 AND modified = ?3";
        let key = (file.path.to_string_lossy(), file.size as i64, file.modified_us);
        self.ask(|connection| {
            let found = connection.query_row(sql, key, |row| {
                Ok(Loudness { integrated_lufs: row.get(0)?, true_peak_dbtp: row.get(1)? })
            });
            found.optional()
        })
    }

    /// Remembers how loud the file is, and forgets what it was before it changed.
    pub fn put_loudness(&self, file: &FileStamp, loudness: Loudness) -> Result<(), Error> {
        let path = file.path.to_string_lossy();
        let insert = "INSERT INTO loudness (path, size, modified, integrated_lufs, true_peak_dbtp)
                      VALUES (?1, ?2, ?3, ?4, ?5)";
        let Loudness { integrated_lufs, true_peak_dbtp } = loudness;
        self.ask(|connection| {
            let change = connection.unchecked_transaction()?;
            change.execute("DELETE FROM loudness WHERE path = ?1", [&path])?;
            change.execute(
                insert,
                (&path, file.size as i64, file.modified_us, integrated_lufs, true_peak_dbtp),
            )?;
            change.commit()
        })
    }
}
