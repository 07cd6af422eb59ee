//! Music that people send, until it is in the library.

use rusqlite::{OptionalExtension as _, Row, named_params};

use super::{Error, Store};
use crate::model::{TrackId, TrackKind};

/// Uploads that are told of at once.
const MOST_TOLD: usize = 200;

/// A file that somebody sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// Its name in addresses, made by us.
    pub id: String,
    /// The account that uploads it.
    pub owner: String,
    /// The client's idempotency key, unique among the owner's uploads.
    pub key: Option<String>,
    /// The client's name of the file; never a path.
    pub name: String,
    /// The station into whose folder it goes, if that is said.
    pub station: Option<String>,
    /// The type that its track is given; `None` for that of the folder.
    pub kind: Option<TrackKind>,
    /// Length of the file, in bytes.
    pub size: u64,
    /// The expected SHA-256 or BLAKE2b-512 digest, in hexadecimal digits.
    pub digest: Option<String>,
    /// Progress of the upload.
    pub state: UploadState,
    /// Time of the start, in seconds since 1970.
    pub begun_at: i64,
}

/// Progress of an upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UploadState {
    /// It is on its way.
    Receiving,
    /// It is here and is being looked at.
    Examining,
    /// It is music and cannot be taken in now, for this reason. It is tried again.
    Waiting(String),
    /// It is in the library, as this track.
    Done(TrackId),
    /// It was not taken, for this reason.
    Refused(String),
}

impl UploadState {
    /// Its name in answers.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Receiving => "receiving",
            Self::Examining => "examining",
            Self::Waiting(_) => "waiting",
            Self::Done(_) => "done",
            Self::Refused(_) => "refused",
        }
    }
}

impl Store {
    /// Adds an upload.
    pub fn put_upload(&self, upload: &Upload) -> Result<(), Error> {
        let sql = "INSERT INTO upload (id, owner, key, name, station, type, size, digest, state, begun_at)
            VALUES (:id, :owner, :key, :name, :station, :type, :size, :digest, 'receiving', :begun)";
        self.ask(|connection| {
            let values = named_params! {
                ":id": upload.id,
                ":owner": upload.owner,
                ":key": upload.key,
                ":name": upload.name,
                ":station": upload.station,
                ":type": upload.kind.map(TrackKind::name),
                ":size": upload.size as i64,
                ":digest": upload.digest,
                ":begun": upload.begun_at,
            };
            connection.prepare_cached(sql)?.execute(values).map(drop)
        })
    }

    /// The upload of this id.
    pub fn upload(&self, id: &str) -> Result<Option<Upload>, Error> {
        let sql = "SELECT * FROM upload WHERE id = ?1";
        self.ask(|connection| connection.prepare_cached(sql)?.query_row([id], upload).optional())
    }

    /// The upload that its owner knows by `key`.
    pub fn upload_by_key(&self, owner: &str, key: &str) -> Result<Option<Upload>, Error> {
        let sql = "SELECT * FROM upload WHERE owner = ?1 AND key = ?2";
        self.ask(|connection| connection.prepare_cached(sql)?.query_row((owner, key), upload).optional())
    }

    /// The uploads of one person, or of all; the newest first, at most 200.
    pub fn uploads(&self, owner: Option<&str>) -> Result<Vec<Upload>, Error> {
        let sql = "SELECT * FROM upload WHERE ?1 IS NULL OR owner = ?1 ORDER BY begun_at DESC, id LIMIT ?2";
        self.ask(|connection| {
            connection.prepare_cached(sql)?.query_map((owner, MOST_TOLD as i64), upload)?.collect()
        })
    }

    /// The uploads that are on their way, the oldest first.
    pub fn uploads_on_their_way(&self) -> Result<Vec<Upload>, Error> {
        let sql = "SELECT * FROM upload WHERE state = 'receiving' ORDER BY begun_at, id";
        self.ask(|connection| connection.prepare_cached(sql)?.query_map([], upload)?.collect())
    }

    /// Notes how far an upload is.
    ///
    /// An upload that waits is examined again after the others, and its latest attempt is not counted: the file was
    /// not at fault.
    pub fn set_upload(&self, id: &str, state: &UploadState) -> Result<(), Error> {
        let sql = "UPDATE upload SET state = ?2, reason = ?3, track = ?4, waits_for = ?5,
                turn = iif(?5 IS NULL, 0, 1 + (SELECT max(turn) FROM upload)),
                tries = iif(?5 IS NULL, tries, max(tries - 1, 0))
            WHERE id = ?1";
        let (reason, track, waits_for) = match state {
            UploadState::Done(track) => (None, Some(track.0), None),
            UploadState::Refused(reason) => (Some(reason.as_str()), None, None),
            UploadState::Waiting(reason) => (None, None, Some(reason.as_str())),
            UploadState::Receiving | UploadState::Examining => (None, None, None),
        };
        // In the database it is one of those that are to be examined.
        let name = if waits_for.is_some() { UploadState::Examining.name() } else { state.name() };
        self.ask(|connection| {
            connection.prepare_cached(sql)?.execute((id, name, reason, track, waits_for)).map(drop)
        })
    }

    /// The next upload that is to be examined, one that waits only if `waiting`, and how often that was tried, this time
    /// too. It is written down before, so that a file that ends the program does not do so for ever.
    pub fn take_upload(&self, waiting: bool) -> Result<Option<(Upload, u32)>, Error> {
        let sql = "SELECT * FROM upload WHERE state = 'examining' AND (?1 OR waits_for IS NULL)
            ORDER BY turn, tries, begun_at, id LIMIT 1";
        let note = "UPDATE upload SET tries = tries + 1 WHERE id = ?1";
        let found = self.ask(|connection| {
            let read = |row: &Row<'_>| Ok((upload(row)?, row.get::<_, u32>("tries")? + 1));
            connection.prepare_cached(sql)?.query_row([waiting], read).optional()
        })?;
        if let Some((upload, _)) = &found {
            self.ask(|connection| connection.prepare_cached(note)?.execute([&upload.id]).map(drop))?;
        }
        Ok(found)
    }

    /// Forgets an upload.
    pub fn remove_upload(&self, id: &str) -> Result<(), Error> {
        self.ask(|connection| connection.execute("DELETE FROM upload WHERE id = ?1", [id]).map(drop))
    }

    /// Forgets uploads that were done or refused and were begun before `before`, in seconds since 1970.
    pub fn forget_uploads(&self, before: i64) -> Result<(), Error> {
        let sql = "DELETE FROM upload WHERE state IN ('done', 'refused') AND begun_at < ?1";
        self.ask(|connection| connection.execute(sql, [before]).map(drop))
    }
}

fn upload(row: &Row<'_>) -> rusqlite::Result<Upload> {
    let (name, track): (String, Option<i64>) = (row.get("state")?, row.get("track")?);
    let state = match (name.as_str(), track, row.get::<_, Option<String>>("reason")?) {
        (_, Some(track), _) => UploadState::Done(TrackId(track)),
        (_, _, Some(reason)) => UploadState::Refused(reason),
        ("receiving", ..) => UploadState::Receiving,
        _ => row.get::<_, Option<String>>("waits_for")?.map_or(UploadState::Examining, UploadState::Waiting),
    };
    Ok(Upload {
        id: row.get("id")?,
        owner: row.get("owner")?,
        key: row.get("key")?,
        name: row.get("name")?,
        station: row.get("station")?,
        kind: row.get::<_, Option<String>>("type")?.and_then(|name| name.parse().ok()),
        size: row.get::<_, i64>("size")? as u64,
        digest: row.get("digest")?,
        state,
        begun_at: row.get("begun_at")?,
    })
}
