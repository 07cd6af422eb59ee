//! The playlist that a station plays when something is wrong with the rest.

use rusqlite::OptionalExtension as _;

use super::{Error, Store};
use crate::model::PlaylistKind;

/// A station's emergency playlist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Emergency {
    /// Its name.
    pub playlist: String,
    /// True while the station plays the emergency playlist and nothing else.
    pub is_on: bool,
}

impl Store {
    /// The emergency playlist of `station`, if one was chosen and still is there.
    pub fn emergency(&self, station: &str) -> Result<Option<Emergency>, Error> {
        let sql = "SELECT playlist.name, is_on FROM emergency
            JOIN playlist ON playlist.station = emergency.station AND playlist.name = emergency.playlist
            WHERE emergency.station = ?1";
        let known = self.ask(|connection| {
            let told = |row: &rusqlite::Row<'_>| Ok(Emergency { playlist: row.get(0)?, is_on: row.get(1)? });
            connection.prepare_cached(sql)?.query_row([station], told).optional()
        });
        let unwritten = self.condition.unwritten().emergencies.get(station).copied();
        Ok(known?.map(|known| Emergency { is_on: unwritten.unwrap_or(known.is_on), ..known }))
    }

    /// Chooses the emergency playlist of `station`, or none, which ends the emergency.
    pub fn choose_emergency(&self, station: &str, playlist: Option<&str>) -> Result<(), Error> {
        self.check_station(station)?;
        let Some(playlist) = playlist else {
            return self
                .ask(|connection| connection.execute("DELETE FROM emergency WHERE station = ?1", [station]))
                .map(drop);
        };
        let list = self.playlist(station, playlist)?;
        if list.kind != PlaylistKind::Music {
            return Err(Error::Unfit("A list of jingles is no emergency playlist: choose one of music."));
        }
        let sql = "INSERT INTO emergency (station, playlist) VALUES (?1, ?2)
            ON CONFLICT (station) DO UPDATE SET playlist = excluded.playlist";
        self.ask(|connection| connection.execute(sql, (station, &list.name))).map(drop)
    }

    /// Has `station` play its emergency playlist and nothing else, or everything again. False if it has none.
    pub fn set_emergency(&self, station: &str, is_on: bool) -> Result<bool, Error> {
        let sql = "UPDATE emergency SET is_on = ?2 WHERE station = ?1";
        match self.ask(|connection| connection.execute(sql, (station, is_on))) {
            // It holds until the next one can be written, or the program ends.
            Err(error) if error.is_outage() => {
                let is_chosen = self.emergency(station)?.is_some();
                if is_chosen {
                    self.condition.unwritten().emergencies.insert(station.to_owned(), is_on);
                    self.changes.announce();
                }
                Ok(is_chosen)
            }
            set => {
                self.condition.unwritten().emergencies.remove(station);
                Ok(set? > 0)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Playlist, TrackId};

    #[test]
    fn a_playlist_for_emergencies_is_chosen_and_goes_with_its_list() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(None, None).unwrap();
        let list = Playlist { weight: 0, ..Playlist::of("Calm", vec![TrackId(1)]) };
        store.put_playlist("main", &list).unwrap();
        assert_eq!(store.emergency("main").unwrap(), None);
        assert!(!store.set_emergency("main", true).unwrap(), "none was chosen");
        assert!(matches!(store.choose_emergency("main", Some("x")), Err(Error::NoPlaylist(_))));
        store.choose_emergency("main", Some("CALM")).unwrap();
        assert!(store.set_emergency("main", true).unwrap());
        let on = Emergency { playlist: "Calm".to_owned(), is_on: true };
        assert_eq!(store.emergency("main").unwrap(), Some(on.clone()));
        store.choose_emergency("main", Some("Calm")).unwrap();
        store.put_playlist("main", &list).unwrap();
        assert_eq!(store.emergency("main").unwrap(), Some(on), "writing the list anew changes nothing");
        let store = store.another().unwrap().impatient();
        let other = rusqlite::Connection::open(store.path()).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        assert!(store.set_emergency("main", false).unwrap(), "it ends though that cannot be written");
        assert_eq!(store.emergency("main").unwrap().map(|known| known.is_on), Some(false));
        other.execute_batch("ROLLBACK").unwrap();
        store.remove_playlist("main", "Calm").unwrap();
        assert_eq!(store.emergency("main").unwrap(), None);
    }
}
