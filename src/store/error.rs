//! Database errors, worded for a station's owner.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use crate::model::{TrackId, UnfitStation};

/// Database errors. Each text is complete and includes the system's reason.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The data directory cannot be made, read or written.
    #[error(
        "the data directory {path} cannot be used: {reason}; \
         give --data a directory that this user may write to"
    )]
    DataDirectory {
        /// The directory.
        path: PathBuf,
        /// The system's error.
        reason: io::Error,
    },
    /// The database is there but this user may not write to it.
    #[error("{0} cannot be written: let this user write to it and to the directory it is in")]
    ReadOnly(PathBuf),
    /// The file cannot be opened.
    #[error("{0} cannot be opened: let this user read and write it and the directory it is in")]
    CannotOpen(PathBuf),
    /// The file is something else, or something else's database.
    #[error(
        "{0} is not a Longwave database, or its beginning is damaged; \
         if it was one, use `longwave restore` with a backup that is sound"
    )]
    NotADatabase(PathBuf),
    /// A newer Longwave made the database.
    #[error(
        "{path} was made by a newer Longwave (its version is {found}, this one knows up to {known}); update Longwave"
    )]
    Newer {
        /// The database.
        path: PathBuf,
        /// Its version.
        found: usize,
        /// The newest version that this program knows.
        known: usize,
    },
    /// The database can be opened, but what it says makes no sense.
    #[error("{path} is damaged ({what}); bring back a backup with `longwave restore`")]
    Damaged {
        /// The database.
        path: PathBuf,
        /// The first thing that is wrong.
        what: String,
    },
    /// A backup is damaged.
    #[error("the backup {path} is damaged ({what}); try another one")]
    DamagedBackup {
        /// The backup.
        path: PathBuf,
        /// The first thing that is wrong.
        what: String,
    },
    /// The disk fails.
    #[error("{path} cannot be read or written: {reason}; look at the disk")]
    DiskFails {
        /// The database.
        path: PathBuf,
        /// SQLite's error message.
        reason: String,
    },
    /// There is no room left.
    #[error("the disk that holds {0} is full; make room and try again")]
    DiskFull(PathBuf),
    /// Someone else held the database for longer than is reasonable.
    #[error("{0} is held by another program; try again when that is done")]
    Busy(PathBuf),
    /// A server runs on this data directory.
    #[error("the data directory {0} is in use by a running Longwave; stop that first")]
    InUse(PathBuf),
    /// There is no database to work on.
    #[error("there is no database in {0} yet; `longwave serve` makes it at its first start")]
    NoDatabase(PathBuf),
    /// A backup never replaces a file.
    #[error("{0} is there already; give the backup a name of its own")]
    BackupExists(PathBuf),
    /// A file that was named cannot be read or written.
    #[error("{path}: {reason}")]
    File {
        /// The file.
        path: PathBuf,
        /// The system's error.
        reason: io::Error,
    },
    /// The secrets in the database cannot be read or written.
    #[error("the secrets in the database cannot be used: {0}")]
    Secrets(String),
    /// The name is taken.
    #[error("there is an account {0} already")]
    AccountExists(String),
    /// A password for a program cannot be made; says why.
    #[error("{0}")]
    UnfitAppPassword(String),
    /// Nobody has that name.
    #[error("there is no account {0}")]
    NoAccount(String),
    /// The account may not go live on the station of a show.
    #[error("{0} may not go live on this station")]
    NoDjHere(String),
    /// No station has that slug.
    #[error("there is no station {0}")]
    NoStation(String),
    /// The slug is taken.
    #[error("there is a station {0} already")]
    StationExists(String),
    /// There are as many stations as can be.
    #[error("there are {0} stations, which is the most; remove one first")]
    TooManyStations(i64),
    /// Without a station there would be nothing on air.
    #[error("{0} is the only station; add another one first")]
    LastStation(String),
    /// Accounts are limited to it alone.
    #[error("{slug} is the only station of {accounts}: give them another one, or remove them, first")]
    StationNeeded {
        /// The station.
        slug: String,
        /// Their names.
        accounts: String,
    },
    /// A station cannot be like that; says why.
    #[error(transparent)]
    UnfitStation(#[from] UnfitStation),
    /// No playlist has that name.
    #[error("there is no playlist {0:?}")]
    NoPlaylist(String),
    /// Shows or hour plans would be left without it.
    #[error("the playlist {name:?} is needed by {users}")]
    PlaylistInUse {
        /// The playlist.
        name: String,
        /// Objects that use it.
        users: String,
    },
    /// No track that can be played has that number.
    #[error("no track that can be played has the number {}", .0.0)]
    NoTrack(TrackId),
    /// No show has that name.
    #[error("there is no show {0:?}")]
    NoShow(String),
    /// No hour plan has that name.
    #[error("there is no clock {0:?}")]
    NoPlan(String),
    /// Shows would be left without it.
    #[error("the clock {name:?} is needed by {users}")]
    PlanInUse {
        /// The hour plan.
        name: String,
        /// Objects that use it.
        users: String,
    },
    /// It is none of the IANA's names.
    #[error("{0:?} is no time zone; they are named as \"Europe/Berlin\"")]
    NoTimeZone(String),
    /// Nothing in the queue has that number.
    #[error("nothing in the queue has the number {0}; `longwave queue list` tells the numbers")]
    NotQueued(u64),
    /// Talk has a track before it and after it, and an entry has none before it, or is none.
    #[error("talk can be put between two tracks of the queue, and {0} is not the second of two any more")]
    NotBetweenTracks(u64),
    /// There is no place for more.
    #[error("the queue of {0} is full; take something out of it first")]
    QueueFull(String),
    /// Without an administrator nobody could manage the station.
    #[error("{0} is the only administrator; add another one first")]
    LastAdmin(String),
    /// Two-factor authentication is already on for this account.
    #[error("{0} is asked for codes already; turn that off first")]
    TotpIsOn(String),
    /// There are as many as can be.
    #[error("there are too many webhooks; remove another one first")]
    TooManyHooks,
    /// The name is taken.
    #[error("there is a program {0} with a token already")]
    ProgramExists(String),
    /// There are as many tokens as can be.
    #[error("there are too many programs with tokens; take the token of another one away first")]
    TooManyPrograms,
    /// A manager without a station would run nothing.
    #[error("a manager runs one or more stations; say which")]
    NoStationToManage,
    /// A playlist, a show or an hour plan is not as it has to be; says how.
    #[error("{0}")]
    Unfit(&'static str),
    /// A name that cannot be typed into every DJ's program.
    #[error(
        "{0:?} cannot be a name: use 1 to 40 letters, digits, dots, hyphens and underscores; \
         `source` is kept for the station's own password"
    )]
    BadName(String),
    /// A password that cannot be used.
    #[error("a password has 1 to {} bytes and no line breaks", super::password::LONGEST)]
    BadPassword,
    /// A password that is soon guessed.
    #[error(
        "a password has at least {} characters; several words are easy to remember",
        super::password::SHORTEST
    )]
    ShortPassword,
    /// The system gives no random numbers, or the password hash does not work.
    #[error("a password cannot be made or checked: {0}")]
    Password(String),
    /// Anything else that SQLite says.
    #[error("{path}: {reason}")]
    Sqlite {
        /// The database.
        path: PathBuf,
        /// SQLite's error.
        reason: rusqlite::Error,
    },
}

impl Error {
    /// Returns whether the database or its disk fails, whatever the query: it may succeed once that is repaired.
    pub fn is_outage(&self) -> bool {
        matches!(
            self,
            Self::ReadOnly(_)
                | Self::CannotOpen(_)
                | Self::NotADatabase(_)
                | Self::Damaged { .. }
                | Self::DiskFails { .. }
                | Self::DiskFull(_)
                | Self::Busy(_)
        )
    }

    /// Returns the error for a database at `path` that was written and has nothing in it any more.
    pub(super) fn emptied(path: &Path) -> Self {
        Self::Damaged { path: path.to_owned(), what: "it is empty".to_owned() }
    }

    /// Returns the error for a database at `path` that is gone, while `others` are there, which can be read.
    pub(super) fn gone(path: &Path, others: &[PathBuf]) -> Self {
        let names: Vec<_> = others.iter().filter_map(|other| other.file_name()?.to_str()).collect();
        let what = format!("it is gone; to begin anew, move {} away, too", names.join(" and "));
        Self::Damaged { path: path.to_owned(), what }
    }

    /// Returns the error for a change that would be made in a file that nobody finds any more.
    pub(super) fn lost(path: &Path) -> Self {
        let what = "it was deleted, or another file has its place";
        Self::Damaged { path: path.to_owned(), what: what.to_owned() }
    }

    /// Puts what SQLite says about the database at `path` into words.
    pub(super) fn from_sqlite(path: &Path, source: rusqlite::Error) -> Self {
        let path = path.to_owned();
        match source.sqlite_error_code() {
            Some(ErrorCode::CannotOpen) => Self::CannotOpen(path),
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly(path),
            Some(ErrorCode::NotADatabase) => Self::NotADatabase(path),
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged { path, what: source.to_string() },
            Some(ErrorCode::DiskFull) => Self::DiskFull(path),
            Some(ErrorCode::SystemIoFailure) => Self::DiskFails { path, reason: source.to_string() },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy(path),
            _ => Self::Sqlite { path, reason: source },
        }
    }

    /// Puts what the system says about the file at `path` into words.
    pub(super) fn from_io(path: &Path, reason: io::Error) -> Self {
        let path = path.to_owned();
        match reason.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull(path),
            io::ErrorKind::AlreadyExists => Self::BackupExists(path),
            _ => Self::File { path, reason },
        }
    }
}
