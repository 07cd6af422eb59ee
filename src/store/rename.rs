//! Other names for playlists and shows.

use rusqlite::ErrorCode;

use super::{Error, Store};
use crate::model::check_name;

const TAKEN: &str = "there is another one of that name already";

impl Store {
    /// Gives a playlist of `station` another name. Shows, clocks and the emergency follow.
    pub fn rename_playlist(&self, station: &str, from: &str, to: &str) -> Result<(), Error> {
        let sql = "UPDATE playlist SET name = ?3 WHERE station = ?1 AND name = ?2";
        if self.rename(sql, station, from, to)? { Ok(()) } else { Err(Error::NoPlaylist(from.to_owned())) }
    }

    /// Gives a show of `station` another name.
    pub fn rename_show(&self, station: &str, from: &str, to: &str) -> Result<(), Error> {
        let sql = "UPDATE show SET name = ?3 WHERE station = ?1 AND name = ?2";
        if self.rename(sql, station, from, to)? { Ok(()) } else { Err(Error::NoShow(from.to_owned())) }
    }

    fn rename(&self, sql: &str, station: &str, from: &str, to: &str) -> Result<bool, Error> {
        check_name(to).map_err(Error::Unfit)?;
        let renamed = self.ask(|connection| match connection.execute(sql, (station, from, to)) {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => Ok(None),
            renamed => renamed.map(Some),
        })?;
        renamed.map(|count| count > 0).ok_or(Error::Unfit(TAKEN))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Days, On, Playlist, Plays, Show, Start, TrackId};

    #[test]
    fn what_is_renamed_keeps_its_tracks_and_its_users() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.add_silent_station("main");
        store.put_playlist("main", &Playlist::of("Gold", vec![TrackId(7)])).unwrap();
        store.put_playlist("main", &Playlist::of("New", Vec::new())).unwrap();
        let show = Show {
            name: "Drive".to_owned(),
            on: On::Weekly("daily".parse::<Days>().unwrap()),
            at: 60,
            length: 60,
            plays: Plays::Playlist("Gold".to_owned()),
            start: Start::Hard,
            djs: Vec::new(),
            colour: None,
            exceptions: Vec::new(),
        };
        store.put_show("main", &show).unwrap();
        store.choose_emergency("main", Some("Gold")).unwrap();

        store.rename_playlist("main", "gold", "Old Gold").unwrap();
        store.rename_show("main", "Drive", "Afternoon").unwrap();
        let list = store.playlist("main", "old gold").unwrap();
        assert_eq!(list, Playlist::of("Old Gold", vec![TrackId(7)]));
        let shows = store.shows("main").unwrap();
        assert_eq!(
            (&*shows[0].name, &shows[0].plays),
            ("Afternoon", &Plays::Playlist("Old Gold".to_owned()))
        );
        assert_eq!(store.emergency("main").unwrap().unwrap().playlist, "Old Gold");
        store.rename_playlist("main", "Old Gold", "OLD gold").unwrap();

        assert!(matches!(store.rename_playlist("main", "Gold", "a"), Err(Error::NoPlaylist(_))));
        assert!(matches!(store.rename_show("main", "Drive", "a"), Err(Error::NoShow(_))));
        assert!(matches!(store.rename_playlist("main", "New", "old GOLD"), Err(Error::Unfit(_))));
        assert!(matches!(store.rename_playlist("main", "New", "a/b"), Err(Error::Unfit(_))));
    }
}
