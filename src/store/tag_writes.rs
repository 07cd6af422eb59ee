//! Edits that are to be written into files' tags, and those that could not be.

use std::path::PathBuf;

use rusqlite::OptionalExtension as _;

use super::track::path;
use super::track_edit::{json, kept, lay, said_of};
use super::{Error, Store, TrackEdit};
use crate::model::TrackId;

/// Most rows returned at once.
const MOST_TOLD: i64 = 200;
const NOT_TAKEN: &str = "its tags cannot say some of it";

/// An edit that is not in its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingTagWrite {
    /// The track.
    pub track: TrackId,
    /// Its title, as people say it is.
    pub title: String,
    /// One of its files, below the folder of music.
    pub path: PathBuf,
    /// Reason.
    pub reason: String,
}

impl Store {
    /// Returns whether edits are written into files.
    pub fn tags_in_files(&self) -> Result<bool, Error> {
        let sql = "SELECT tags_in_files FROM house";
        self.ask(|connection| connection.prepare_cached(sql)?.query_row([], |row| row.get(0)))
    }

    /// Has what people say of tracks written into their files, what they said before too, or kept here only.
    pub fn set_tags_in_files(&self, are_written: bool) -> Result<(), Error> {
        self.change(|change| {
            change.execute("UPDATE house SET tags_in_files = ?1", [are_written])?;
            change.execute(AGAIN, [NOT_TAKEN]).map(drop)
        })
    }

    /// Has what could not be written tried again, unless tags have no place for it.
    pub fn write_again(&self) -> Result<(), Error> {
        let is_any = "SELECT 1 FROM track_edit WHERE unwritten <> ?1 AND NOT is_due";
        self.ask(|connection| {
            // Nothing is written where nothing changes, for writing may have to wait for others.
            if connection.prepare_cached(is_any)?.exists([NOT_TAKEN])? {
                connection.execute(AGAIN, [NOT_TAKEN]).map(drop)
            } else {
                Ok(())
            }
        })
    }

    /// The track of which something is to be written, and what people said of it; none if nothing is.
    pub fn next_unwritten(&self) -> Result<Option<(TrackId, TrackEdit)>, Error> {
        let sql = "SELECT track, said FROM track_edit WHERE is_due AND (SELECT tags_in_files FROM house)
            ORDER BY edited_at, track LIMIT 1";
        self.ask(|connection| {
            let found = connection
                .prepare_cached(sql)?
                .query_row([], |row| Ok((TrackId(row.get(0)?), row.get::<_, String>(1)?)))
                .optional()?;
            found.map(|(id, said)| Ok((id, said_of(&said)?))).transpose()
        })
    }

    /// Notes that `said` was written into all files of a track, which were read again since, or why it was not. What they
    /// say by themselves then is not said any more; if other things were said meanwhile, those are to be written.
    pub fn put_written(&self, id: TrackId, said: &TrackEdit, unwritten: Option<&str>) -> Result<(), Error> {
        let write = "UPDATE track_edit SET said = ?2, is_due = 0, unwritten = ?3 WHERE track = ?1";
        self.change(|change| {
            let Some(known) = kept(change, id)?.filter(|known| known.said == *said) else { return Ok(()) };
            // One of several files may say it by now: it stays said for the others.
            let left = if unwritten.is_some() { said.clone() } else { said.otherwise_than(&known.own) };
            lay(change, id, &left.over(&known.own))?;
            if left == TrackEdit::default() {
                return change.execute("DELETE FROM track_edit WHERE track = ?1", [id.0]).map(drop);
            }
            let reason = unwritten.or_else(|| left.says_texts().then_some(NOT_TAKEN));
            change.prepare_cached(write)?.execute((id.0, json(&left)?, reason)).map(drop)
        })
    }

    /// Returns why a track's edit is not in its file, if writing was attempted.
    pub fn unwritten_of(&self, id: TrackId) -> Result<Option<String>, Error> {
        let sql = "SELECT unwritten FROM track_edit WHERE track = ?1";
        let found = self.ask(|connection| {
            connection
                .prepare_cached(sql)?
                .query_row([id.0], |row| row.get::<_, Option<String>>(0))
                .optional()
        })?;
        Ok(found.flatten())
    }

    /// Returns the edits that could not be written, at most 200.
    pub fn unwritten(&self) -> Result<Vec<PendingTagWrite>, Error> {
        let sql = "SELECT (SELECT min(path) FROM track_file AS file
                    WHERE file.track = track.id AND missing_since IS NULL) AS path,
                track.id, title, unwritten
            FROM track_edit JOIN track ON track.id = track_edit.track
            WHERE unwritten IS NOT NULL AND path IS NOT NULL ORDER BY words, track.id LIMIT ?1";
        self.ask(|connection| {
            let one = |row: &rusqlite::Row<'_>| {
                Ok(PendingTagWrite {
                    track: TrackId(row.get("id")?),
                    title: row.get("title")?,
                    path: path(row, 0)?,
                    reason: row.get("unwritten")?,
                })
            };
            connection.prepare_cached(sql)?.query_map([MOST_TOLD], one)?.collect()
        })
    }
}

const AGAIN: &str = "UPDATE track_edit SET is_due = 1 WHERE unwritten <> ?1";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Listed;
    use crate::store::FileStamp;

    const ID: TrackId = TrackId(7);

    fn titled(title: &str) -> TrackEdit {
        TrackEdit { title: Some(title.to_owned()), ..TrackEdit::default() }
    }

    /// The file says this by itself.
    fn read(store: &Store, title: &str) {
        let stamp = FileStamp { path: "a.mp3".into(), size: 1, modified_us: 1 };
        store.put_files(&[(stamp, Listed::new(ID, "a.mp3", title))]).unwrap();
    }

    #[test]
    fn what_is_said_while_something_is_written_is_written_next() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        read(&store, "Old");
        store.set_track_edit(ID, &titled("New"), ("mia", 5)).unwrap();
        assert_eq!(store.next_unwritten().unwrap(), None, "nobody wants it in files");
        store.set_tags_in_files(true).unwrap();
        assert_eq!(store.next_unwritten().unwrap(), Some((ID, titled("New"))));

        store.set_track_edit(ID, &titled("Newer"), ("joe", 6)).unwrap();
        read(&store, "New");
        store.put_written(ID, &titled("New"), None).unwrap();
        assert_eq!(store.track(ID).unwrap().unwrap().title, "Newer");
        assert_eq!(store.next_unwritten().unwrap(), Some((ID, titled("Newer"))));

        store.put_written(ID, &titled("Newer"), Some("it is read-only")).unwrap();
        assert_eq!(store.next_unwritten().unwrap(), None, "not at once");
        assert_eq!(store.unwritten().unwrap()[0].reason, "it is read-only");
        store.write_again().unwrap();
        assert_eq!(store.next_unwritten().unwrap(), Some((ID, titled("Newer"))));

        read(&store, "Newer");
        store.put_written(ID, &titled("Newer"), None).unwrap();
        assert_eq!((store.unwritten().unwrap(), store.edited(ID).unwrap()), (Vec::new(), None));
    }

    #[test]
    fn what_tags_cannot_say_stays_said_here() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        read(&store, "Old");
        let said = TrackEdit { label: Some("Ebb".to_owned()), ..titled("New") };
        store.set_track_edit(ID, &said, ("mia", 5)).unwrap();
        read(&store, "New");
        store.put_written(ID, &said, None).unwrap();
        assert_eq!(store.unwritten_of(ID).unwrap().as_deref(), Some(NOT_TAKEN));
        let track = store.track(ID).unwrap().unwrap();
        assert_eq!((&*track.title, track.label.as_deref()), ("New", Some("Ebb")));
    }
}
