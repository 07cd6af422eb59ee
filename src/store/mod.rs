//! Persistent state in one SQLite file: accounts, stations, tracks and the as-run log.
//!
//! In: queries and changes, as plain data. Out: plain data, or an [`Error`] that a station owner
//! understands.
//! Never: stands on the sound's path, or reveals a password. Calls block on the disk, and those that check
//! or set a password compute for tens of milliseconds: asynchronous code calls from a blocking thread.

mod error;
mod schema;

mod account;
mod api_token;
mod app_password;
mod archive_copy;
mod as_run;
mod audience;
mod audit;
mod ban;
mod bootstrap;
mod branding;
mod bulk_edit;
mod contact;
mod credential_stamp;
mod duplicates;
mod emergency;
mod emergency_loop;
mod episode;
mod known_place;
mod listen_access;
mod listener_message;
mod listing;
mod memory_image;
mod password;
mod password_reset;
mod permissions;
mod playlist;
mod queue;
mod removed_file;
mod rename;
mod request;
mod request_log;
mod safety_copy;
mod search;
mod secrets;
mod session;
mod show;
mod show_exception;
mod similar;
mod station;
mod station_admin;
mod tag_writes;
mod text_fold;
mod token;
mod totp;
mod track;
mod track_edit;
mod track_order;
mod track_type;
mod transaction;
mod transcript;
mod upload;
mod voice_track;
mod webhook;

mod backup;
mod backup_plan;
mod changes;
mod data_lock;
mod database_condition;
mod oidc_identity;
mod read_only;
mod recording;
mod recording_of_dj;
mod restore;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode};

use changes::BackgroundConnection;
use database_condition::Condition;
use read_only::ReadOnlyCopy;
use secrets::Secrets;

pub use account::{Account, Role};
pub use api_token::ApiClient;
pub use app_password::{AppPassword, ProgramSignIn};
pub use as_run::AiredQuery;
pub use audit::AuditEntry;
pub use backup::FileIdentity;
pub use backup_plan::BackupPlan;
pub use ban::{Ban, BanKind};
pub use bootstrap::{FirstPassword, FirstPasswords, FirstStart};
pub use changes::{ChangeReader, ChangeWatcher, StoreChanges};
pub use contact::Contact;
pub use credential_stamp::CredentialStamp;
pub use data_lock::{DataLock, is_database_gone};
pub use database_condition::DatabaseTrouble;
pub use duplicates::Duplicate;
pub use emergency::Emergency;
pub use episode::NewEpisode;
pub use error::Error;
pub use known_place::KnownPlace;
pub use listener_message::{MessageRefusal, NewStudioMessage, StudioMessage};
pub use oidc_identity::{OidcIdentity, OidcPerson};
pub use password::{ImportedPassword, LONGEST as LONGEST_PASSWORD, Password, SHORTEST as SHORTEST_PASSWORD};
pub use password_reset::PasswordReset;
pub use permissions::{NotPermitted, StationPermissions};
pub use queue::{Place, Queue};
pub use recording::CutRecording;
pub use removed_file::Removed;
pub use rename::{FeedNames, FeedSeed};
pub use request::{RequestRefusal, SongRequest};
pub use request_log::{RequestHistory, RequestLimits};
pub use restore::{Restored, restore, tokens_in_backup};
pub use safety_copy::{SAFETY_COPY_NAME, StandIn};
pub use schema::give_to_owner_of_directory;
pub use search::{FoundTrack, FoundTracks, TrackListPart, TrackQuery};
pub use secrets::{SECRETS_KEY_NAME, SecretsKey};
pub use session::{SESSION_LASTS, Session, SignedIn};
pub use show::JINGLES_ONLY;
pub use station::StationRecord;
pub use station_admin::NewStation;
pub use tag_writes::PendingTagWrite;
pub use text_fold::folded;
pub use token::ApiToken;
pub use totp::{Totp, TotpBegun};
pub use track::{Counts, FileStamp, KnownFile};
pub use track_edit::{Edited, TrackEdit};
pub use track_type::MusicFolder;
pub use transcript::TranscriptQuery;
pub use upload::{Upload, UploadState};
pub use voice_track::{NewVoiceTrack, QueuedVoice};

/// The database's name in the data directory.
pub const FILE_NAME: &str = "longwave.db";

/// A handle to the database; clones share one connection.
///
/// One connection behind a lock is enough: the sound never asks, people ask a few times a second, and
/// every question is answered by an index in microseconds.
#[derive(Clone)]
pub struct Store {
    path: Arc<PathBuf>,
    connection: Arc<Mutex<Connection>>,
    /// Failures and the present trouble of all connections.
    condition: Arc<Condition>,
    /// How secrets are written.
    secrets: Secrets,
    /// The copy that it is, where the database cannot be opened in its place.
    read_only: Option<Arc<ReadOnlyCopy>>,
    /// Counts the changes of all connections.
    changes: StoreChanges,
    /// The file at the time it was opened.
    identity: Option<FileIdentity>,
    /// Time that a new connection waits for other writers.
    patience: Duration,
    /// The connection of [`background`](Self::background), once it was asked for.
    background: BackgroundConnection,
    /// True if this handle uses the background connection.
    is_background: bool,
    /// True if changes are refused once they would be lost, for people believe that they are kept.
    is_for_people: bool,
}

impl Store {
    /// Opens the database in the data directory `dir`; makes both where they are missing and brings an
    /// older database up to date.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        Self::open_within(dir, schema::PATIENCE)
    }

    /// Opens the database as [`open`](Self::open) does, and waits no longer than `most` for other programs meanwhile.
    fn open_within(dir: &Path, most: Duration) -> Result<Self, Error> {
        let unusable = |reason| Error::DataDirectory { path: dir.to_owned(), reason };
        make_dir(dir).map_err(unusable)?;
        let path = dir.join(FILE_NAME);
        let was_there = path.exists();
        if !was_there {
            safety_copy::check_absent(&path)?;
        }
        schema::make_if_missing(&path).map_err(unusable)?;
        let mut connection = schema::connect(&path)?;
        connection.busy_timeout(most).map_err(|source| Error::from_sqlite(&path, source))?;
        if was_there && schema::recognise(&connection, &path)? == 0 {
            safety_copy::check_absent(&path)?;
        }
        schema::bring_up_to_date(&mut connection, &path)?;
        connection.busy_timeout(schema::PATIENCE).map_err(|source| Error::from_sqlite(&path, source))?;
        Ok(Self::around(connection, path))
    }

    /// Opens the database in the data directory `dir` as it is, without making or changing anything.
    ///
    /// Answers `None` where there is no database yet.
    pub fn look(dir: &Path) -> Result<Option<Self>, Error> {
        let path = dir.join(FILE_NAME);
        if !path.exists() {
            safety_copy::check_absent(&path)?;
            return Ok(None);
        }
        let connection = schema::connect(&path)?;
        if schema::recognise(&connection, &path)? == 0 {
            safety_copy::check_absent(&path)?;
            return Ok(None);
        }
        Ok(Some(Self::around(connection, path)))
    }

    /// Reads the whole database and fails if anything in it is damaged.
    pub fn check(&self) -> Result<(), Error> {
        let damage = self.ask(schema::damage)?;
        match damage {
            None => Ok(()),
            Some(what) => Err(Error::Damaged { path: self.path.to_path_buf(), what }),
        }
    }

    /// Opens a connection of its own to the same database, so that neither waits for the other's questions.
    pub fn another(&self) -> Result<Self, Error> {
        let connection = Arc::new(Mutex::new(self.connect_again()?));
        Ok(Self { connection, is_background: false, ..self.clone() })
    }

    fn connect_again(&self) -> Result<Connection, Error> {
        if self.condition.is_damaged() {
            let damaged =
                || Error::Damaged { path: self.path.to_path_buf(), what: "so is its copy".to_owned() };
            return self.stand_in().map(|(opened, _)| opened).ok_or_else(damaged);
        }
        if let Some(copy) = self.read_only.as_ref().filter(|copy| copy.is_read()) {
            return copy.connect();
        }
        // Changes of another file would be neither in this one nor in what is rescued of it.
        if self.is_lost() {
            return Err(Error::lost(&self.path));
        }
        let connection = schema::connect(&self.path)?;
        let waits = connection.busy_timeout(self.patience);
        waits.map_err(|source| Error::from_sqlite(&self.path, source))?;
        Ok(connection)
    }

    /// Returns the number of failed reads and writes since the first connection was opened.
    pub fn failures(&self) -> u64 {
        self.condition.failures()
    }

    /// Returns the problem that keeps the database from being read or written at present, if any.
    pub fn trouble(&self) -> Option<DatabaseTrouble> {
        self.condition.trouble()
    }

    /// Sets how long this connection, and those made from it, wait for other writers before they give up.
    pub fn waiting_for(self, most: Duration) -> Result<Self, Error> {
        self.ask(|connection| connection.busy_timeout(most))?;
        Ok(Self { patience: most, ..self })
    }

    /// Has no connection wait for other writers for long until [`started`](Self::started): nothing is on air yet.
    #[must_use]
    pub fn starting(self) -> Self {
        self.condition.set_starting(true);
        self
    }

    /// Has connections wait for other writers as usual.
    pub fn started(&self) {
        self.condition.set_starting(false);
    }

    /// Has no connection wait for other writers for long any more, as the process ends.
    pub fn hurry(&self) {
        self.condition.set_closing();
    }

    /// Returns the size of the database and its write-ahead log, in bytes.
    pub fn bytes(&self) -> u64 {
        let size = |path: &Path| fs::metadata(path).map_or(0, |file| file.len());
        size(&self.path) + size(&self.path.with_extension("db-wal"))
    }

    /// Returns the path of the database file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn around(connection: Connection, path: PathBuf) -> Self {
        Self {
            identity: FileIdentity::of(&path),
            patience: schema::PATIENCE,
            path: Arc::new(path),
            connection: Arc::new(Mutex::new(connection)),
            condition: Arc::default(),
            secrets: Secrets::default(),
            read_only: None,
            changes: StoreChanges::default(),
            background: BackgroundConnection::default(),
            is_background: false,
            is_for_people: false,
        }
    }

    /// Returns the same, which refuses changes once the file was deleted or replaced.
    #[must_use]
    pub fn for_people(self) -> Self {
        Self { is_for_people: true, ..self }
    }

    /// Returns whether the open file is no longer the one at its path.
    fn is_lost(&self) -> bool {
        self.file_identity() != self.identity
    }

    /// Asks the database, and puts what goes wrong into the words of [`Error`].
    fn ask<T>(&self, question: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, Error> {
        // Every change is one statement or one transaction, so a panic elsewhere leaves nothing half done.
        let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        if self.condition.is_damaged() {
            self.leave_damaged(&mut connection);
        }
        if let Some(copy) = &self.read_only {
            copy.leave(&mut connection);
        }
        // A failure here comes again below.
        let _ = connection.busy_timeout(self.condition.patience().unwrap_or(self.patience));
        if self.is_for_people && self.is_lost() {
            connection
                .pragma_update(None, "query_only", true)
                .map_err(|source| Error::from_sqlite(&self.path, source))?;
        }
        let written_before = connection.total_changes();
        match question(&connection) {
            Ok(answer) => {
                if connection.total_changes() != written_before {
                    self.condition.written();
                    if !self.is_background {
                        self.changes.announce();
                    }
                }
                Ok(answer)
            }
            Err(source) => {
                // What is not there, or must not be, is an answer.
                let code = source.sqlite_error_code();
                let is_failure = code.is_some_and(|code| code != ErrorCode::ConstraintViolation);
                let error = match (Error::from_sqlite(&self.path, source), &self.read_only) {
                    (Error::ReadOnly(path), _) if self.condition.is_damaged() => {
                        Error::Damaged { path, what: "its copy is read, which is not changed".to_owned() }
                    }
                    (Error::ReadOnly(_), Some(copy)) if copy.is_read() => copy.refusal(),
                    (Error::ReadOnly(path) | Error::DiskFails { path, .. }, None) if self.is_lost() => {
                        Error::lost(&path)
                    }
                    (error, _) => error,
                };
                if matches!(code, Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt)) {
                    self.read_from_copy(&mut connection);
                }
                if is_failure {
                    self.condition.failed(&error);
                }
                Err(error)
            }
        }
    }
}

/// Makes the directory `dir` where it is missing.
fn make_dir(dir: &Path) -> io::Result<()> {
    if fs::metadata(dir).is_ok_and(|about| !about.is_dir()) {
        return Err(io::Error::new(io::ErrorKind::NotADirectory, "it is a file, not a directory"));
    }
    let mut builder = fs::DirBuilder::new();
    // Only its owner looks into it. One that is there stays as it is.
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(dir)
}

#[cfg(test)]
mod tests;
