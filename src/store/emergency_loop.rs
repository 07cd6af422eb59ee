//! The track that a station keeps in memory for when it has nothing else.

use rusqlite::OptionalExtension as _;

use super::{Error, Store};
use crate::model::TrackId;

impl Store {
    /// Returns the track of the emergency loop of `station`; `None` if it plays the one that ships.
    pub fn emergency_loop(&self, station: &str) -> Result<Option<TrackId>, Error> {
        let sql = "SELECT track FROM emergency_loop WHERE station = ?1";
        self.ask(|connection| {
            connection.prepare_cached(sql)?.query_row([station], |row| row.get(0).map(TrackId)).optional()
        })
    }

    /// Sets the track of the emergency loop of `station`, or has it play the one that ships.
    pub fn set_emergency_loop(&self, station: &str, track: Option<TrackId>) -> Result<(), Error> {
        self.check_station(station)?;
        let Some(track) = track else {
            let sql = "DELETE FROM emergency_loop WHERE station = ?1";
            return self.ask(|connection| connection.execute(sql, [station])).map(drop);
        };
        let sql = "INSERT INTO emergency_loop (station, track) SELECT ?1, id FROM track WHERE id = ?2
            ON CONFLICT (station) DO UPDATE SET track = excluded.track";
        match self.ask(|connection| connection.execute(sql, (station, track.0)))? {
            0 => Err(Error::NoTrack(track)),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::FileStamp;
    use crate::store::tests::track;

    #[test]
    fn a_track_is_chosen_for_the_emergency_loop_and_given_up() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(None, None).unwrap();
        let stamp = FileStamp { path: "a.mp3".into(), size: 1, modified_us: 1 };
        store.put_files(&[(stamp, track(7, "a.mp3"))]).unwrap();
        assert_eq!(store.emergency_loop("main").unwrap(), None);
        assert!(matches!(store.set_emergency_loop("main", Some(TrackId(8))), Err(Error::NoTrack(_))));
        assert!(matches!(store.set_emergency_loop("jazz", None), Err(Error::NoStation(_))));
        store.set_emergency_loop("main", Some(TrackId(7))).unwrap();
        assert_eq!(store.emergency_loop("main").unwrap(), Some(TrackId(7)));
        store.set_emergency_loop("main", None).unwrap();
        assert_eq!(store.emergency_loop("main").unwrap(), None);
    }
}
