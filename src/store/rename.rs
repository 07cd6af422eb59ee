//! Other names for playlists and shows.

use rusqlite::{Connection, ErrorCode, OptionalExtension as _};

use super::{Error, Store};
use crate::model::check_name;

const TAKEN: &str = "there is another one of that name already";

/// Names that the feed of a show has had.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct FeedNames {
    /// The first name of the show, if it has another one by now.
    pub first: Option<String>,
    /// Whether the first name of another show is the one of this.
    pub is_of_another: bool,
    /// The name of the show by now, if nothing has this one any more.
    pub moved_to: Option<String>,
}

impl Store {
    /// Gives a playlist of `station` another name. Shows, clocks and the emergency follow.
    pub fn rename_playlist(&self, station: &str, from: &str, to: &str) -> Result<(), Error> {
        let sql = "UPDATE playlist SET name = ?3 WHERE station = ?1 AND name = ?2";
        if self.rename(sql, station, from, to)? { Ok(()) } else { Err(Error::NoPlaylist(from.to_owned())) }
    }

    /// Gives a show of `station` another name. Its recordings follow.
    pub fn rename_show(&self, station: &str, from: &str, to: &str) -> Result<(), Error> {
        let known = "SELECT name FROM show WHERE station = ?1 AND name = ?2";
        let known: Option<String> =
            self.ask(|connection| connection.query_row(known, (station, from), |row| row.get(0)).optional())?;
        let former = known.ok_or_else(|| Error::NoShow(from.to_owned()))?;
        check_name(to).map_err(Error::Unfit)?;
        let renamed = self.change(|change| {
            let sql = "UPDATE show SET name = ?3 WHERE station = ?1 AND name = ?2";
            let renamed = renamed(change, sql, station, &former, to)?;
            if renamed == Some(true) && former != to {
                rename_feed(change, station, &former, to)?;
            }
            Ok(renamed)
        })?;
        if renamed.ok_or(Error::Unfit(TAKEN))? { Ok(()) } else { Err(Error::NoShow(from.to_owned())) }
    }

    /// Returns the names of the feed of a show.
    pub fn feed_names(&self, station: &str, show: &str) -> Result<FeedNames, Error> {
        let first = "SELECT former FROM renamed_show WHERE station = ?1 AND show = ?2 AND is_first ORDER BY id LIMIT 1";
        let is_of_another =
            "SELECT EXISTS (SELECT 1 FROM renamed_show WHERE station = ?1 AND former = ?2 AND is_first)";
        let moved_to = "SELECT show FROM renamed_show WHERE station = ?1 AND former = ?2
            AND NOT EXISTS (SELECT 1 FROM show WHERE station = ?1 AND name = ?2 COLLATE BINARY)
            AND NOT EXISTS (SELECT 1 FROM kept_recording WHERE station = ?1 AND show = ?2 AND published_at IS NOT NULL)
            ORDER BY id DESC LIMIT 1";
        self.ask(|connection| {
            let name = |sql: &str| -> rusqlite::Result<Option<String>> {
                connection.prepare_cached(sql)?.query_row((station, show), |row| row.get(0)).optional()
            };
            let is_of_another =
                connection.prepare_cached(is_of_another)?.query_row((station, show), |row| row.get(0))?;
            Ok(FeedNames { first: name(first)?, is_of_another, moved_to: name(moved_to)? })
        })
    }

    fn rename(&self, sql: &str, station: &str, from: &str, to: &str) -> Result<bool, Error> {
        check_name(to).map_err(Error::Unfit)?;
        self.ask(|connection| renamed(connection, sql, station, from, to))?.ok_or(Error::Unfit(TAKEN))
    }
}

/// Returns whether something got another name; `None` if that is taken.
fn renamed(
    connection: &Connection,
    sql: &str,
    station: &str,
    from: &str,
    to: &str,
) -> rusqlite::Result<Option<bool>> {
    match connection.execute(sql, (station, from, to)) {
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => Ok(None),
        count => count.map(|count| Some(count > 0)),
    }
}

/// Has the recordings of a show follow it, and notes the name that it had.
fn rename_feed(change: &Connection, station: &str, former: &str, to: &str) -> rusqlite::Result<()> {
    let names = (station, former, to);
    let first =
        "SELECT NOT EXISTS (SELECT 1 FROM renamed_show WHERE station = ?1 AND show = ?2 AND is_first)";
    let is_first: bool = change.query_row(first, (station, former), |row| row.get(0))?;
    change.execute("UPDATE kept_recording SET show = ?3 WHERE station = ?1 AND show = ?2", names)?;
    change.execute("UPDATE OR REPLACE renamed_show SET show = ?3 WHERE station = ?1 AND show = ?2", names)?;
    // It has its first name again, or another one that it had.
    change.execute("DELETE FROM renamed_show WHERE station = ?1 AND former = show", [station])?;
    let sql = "INSERT OR REPLACE INTO renamed_show (station, former, show, is_first) VALUES (?1, ?2, ?3, ?4)";
    change.execute(sql, (station, former, to, is_first)).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Days, On, Playlist, Plays, Show, Start, TrackId};

    #[test]
    fn a_feed_is_known_by_the_first_name_of_its_show_and_found_by_all_of_them() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.add_silent_station("main");
        let add = |name: &str| {
            let on = On::Weekly("daily".parse::<Days>().unwrap());
            let (at, length, start) = (60, 60, Start::Hard);
            let (djs, colour, exceptions) = (Vec::new(), None, Vec::new());
            let plays = Plays::Dj(None);
            store
                .put_show(
                    "main",
                    &Show { name: name.to_owned(), on, at, length, plays, start, djs, colour, exceptions },
                )
                .unwrap();
        };
        let names = |show: &str| {
            let FeedNames { first, is_of_another, moved_to } = store.feed_names("main", show).unwrap();
            (first, is_of_another, moved_to)
        };
        let some = |name: &str| Some(name.to_owned());
        add("A");
        assert_eq!(names("A"), (None, false, None));
        store.rename_show("main", "a", "B").unwrap();
        store.rename_show("main", "B", "C").unwrap();
        assert_eq!(names("C"), (some("A"), false, None));
        assert_eq!((names("A").2, names("B").2), (some("C"), some("C")));
        store.rename_show("main", "C", "c").unwrap();
        assert_eq!((names("c").0, names("C").2), (some("A"), some("c")));
        add("A");
        assert_eq!(names("A"), (None, true, None), "another show has that name now");
        store.remove_show("main", "A").unwrap();
        store.rename_show("main", "c", "A").unwrap();
        assert_eq!(names("A"), (None, false, None), "it has its first name again");
        assert_eq!((names("B").2, names("c").2), (some("A"), some("A")));
        store.rename_show("main", "A", "D").unwrap();
        assert_eq!((names("D").0, names("c").2, names("A").2), (some("A"), some("D"), some("D")));
    }

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
