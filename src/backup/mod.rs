//! Backups: the database, and music and uploads with it if wanted, in one file.
//!
//! In: a database in use, folders, a plan. Out: a file, perhaps encrypted, and everything back from it; a condition when a
//! backup of the plan fails.
//! Never: replaces a file, writes a part of a backup under a backup's name, or lets music wait.
//!
//! A backup is a copy of the database (`.db`), or a tar archive that begins with `longwave.db` (`.tar`), and either may be
//! encrypted by the program `age` (`.age`).

mod archive;
mod encryption;
mod scheduled_backups;
#[cfg(test)]
mod tests;

use std::io;
use std::path::{Path, PathBuf};

use crate::store;

pub use archive::{
    BackupContents, RestoredFiles, ServerFolders, has_to_be_unpacked, unpack_database, unpack_files,
};
pub use encryption::check_recipient;
pub use scheduled_backups::{BackupFile, BackupStatus, Backups};

/// Errors of backups, in words for a station's owner.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file cannot be read or written.
    #[error("{path} cannot be used: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// The database cannot be copied.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The program `age` is not there, or refuses.
    #[error("{0}")]
    Age(String),
    /// It is encrypted.
    #[error("{0} is encrypted by age: name the file with its key, as in --identity key.txt")]
    NeedsIdentity(PathBuf),
    /// It is something else.
    #[error("{0} is no backup of Longwave")]
    NoBackup(PathBuf),
}

impl Error {
    fn of_file(path: &Path, source: io::Error) -> Self {
        Self::File { path: path.to_owned(), source }
    }
}
