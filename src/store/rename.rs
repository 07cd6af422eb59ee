//! Other names for playlists and shows.

use rusqlite::{Connection, ErrorCode, OptionalExtension as _, Row};

use super::{Error, Store};
use crate::model::check_name;

const TAKEN: &str = "there is another one of that name already";

/// The origin of the GUID of a show's feed: a name, and its number among the shows that had it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedSeed {
    /// The first name of the show.
    pub name: String,
    /// 1 for the first show of that name.
    pub number: u32,
}

/// Names that the feed of a show has had.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct FeedNames {
    /// The origin of its GUID, unless that is its present name.
    pub seed: Option<FeedSeed>,
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
        let moved_to = "SELECT show FROM renamed_show WHERE station = ?1 AND former = ?2
            AND NOT EXISTS (SELECT 1 FROM show WHERE station = ?1 AND name = ?2 COLLATE BINARY)
            AND NOT EXISTS (SELECT 1 FROM kept_recording WHERE station = ?1 AND show = ?2 AND published_at IS NOT NULL)
            ORDER BY id DESC LIMIT 1";
        self.ask(|connection| {
            let mut moved_to = connection.prepare_cached(moved_to)?;
            let moved_to = moved_to.query_row((station, show), |row| row.get(0)).optional()?;
            let seed = seed_of(connection, station, show)?;
            Ok(FeedNames { seed: Some(seed).filter(|seed| seed.name != show || seed.number > 1), moved_to })
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

/// Returns the origin of the GUID of a feed: the one that is noted, or else its name, which other shows may have had before.
fn seed_of(connection: &Connection, station: &str, show: &str) -> rusqlite::Result<FeedSeed> {
    let noted = "SELECT name, number FROM feed_seed WHERE station = ?1 AND show = ?2";
    let read = |row: &Row<'_>| Ok(FeedSeed { name: row.get(0)?, number: row.get(1)? });
    let noted = connection.prepare_cached(noted)?.query_row((station, show), read).optional()?;
    if let Some(noted) = noted {
        return Ok(noted);
    }
    let next = "SELECT coalesce(max(number), 0) + 1 FROM feed_seed WHERE station = ?1 AND name = ?2";
    let number = connection.prepare_cached(next)?.query_row((station, show), |row| row.get(0))?;
    Ok(FeedSeed { name: show.to_owned(), number })
}

/// Notes the origin of the GUID of a show's feed, unless it is noted: it stays, whatever becomes of names.
fn keep_seed(change: &Connection, station: &str, show: &str) -> rusqlite::Result<()> {
    let FeedSeed { name, number } = seed_of(change, station, show)?;
    let sql = "INSERT OR IGNORE INTO feed_seed (station, show, name, number) VALUES (?1, ?2, ?3, ?4)";
    change.execute(sql, (station, show, name, number)).map(drop)
}

/// Notes the origin of the GUID of a new show's feed, if another show had its name.
pub(super) fn keep_seed_of_used(change: &Connection, station: &str, show: &str) -> rusqlite::Result<()> {
    if seed_of(change, station, show)?.number > 1 { keep_seed(change, station, show) } else { Ok(()) }
}

/// Has the recordings of a show follow it, and notes the name that it had.
pub(super) fn rename_feed(
    change: &Connection,
    station: &str,
    former: &str,
    to: &str,
) -> rusqlite::Result<()> {
    let names = (station, former, to);
    keep_seed(change, station, former)?;
    change.execute("UPDATE OR REPLACE feed_seed SET show = ?3 WHERE station = ?1 AND show = ?2", names)?;
    change.execute("UPDATE kept_recording SET show = ?3 WHERE station = ?1 AND show = ?2", names)?;
    change.execute("UPDATE OR REPLACE renamed_show SET show = ?3 WHERE station = ?1 AND show = ?2", names)?;
    // It has its first name again, or another one that it had.
    change.execute("DELETE FROM renamed_show WHERE station = ?1 AND former = show", [station])?;
    let sql = "INSERT OR REPLACE INTO renamed_show (station, former, show) VALUES (?1, ?2, ?3)";
    change.execute(sql, names).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Playlist, Plays, Show, TrackId};

    #[test]
    fn a_feed_is_known_by_the_first_name_of_its_show_and_found_by_all_of_them() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.add_silent_station("main");
        let add = |name: &str| {
            store.put_show("main", &Show::daily(name)).unwrap();
        };
        let names = |show: &str| {
            let FeedNames { seed, moved_to } = store.feed_names("main", show).unwrap();
            (seed.map(|seed| format!("{} {}", seed.name, seed.number)), moved_to)
        };
        let rename = |from: &str, to: &str| store.rename_show("main", from, to).unwrap();
        let some = |name: &str| Some(name.to_owned());
        add("A");
        assert_eq!(names("A"), (None, None));
        rename("a", "B");
        rename("B", "C");
        assert_eq!(names("C"), (some("A 1"), None));
        assert_eq!((names("A").1, names("B").1), (some("C"), some("C")));
        rename("C", "c");
        assert_eq!((names("c").0, names("C").1), (some("A 1"), some("c")));
        add("A");
        assert_eq!(names("A"), (some("A 2"), None), "another show has that name now");
        store.remove_show("main", "A").unwrap();
        rename("c", "A");
        assert_eq!(names("A"), (None, None), "it has its first name again");
        assert_eq!((names("B").1, names("c").1), (some("A"), some("A")));
        add("a");
        assert_eq!((names("a"), names("A").1), ((some("A 1"), None), some("a")), "in other capitals");
        add("A");
        rename("A", "D");
        assert_eq!((names("D").0, names("c").1, names("A").1), (some("A 1"), some("D"), some("D")));

        // A second show of that name goes on, and the first one comes back.
        add("A");
        rename("A", "E");
        assert_eq!((names("D").0, names("E").0), (some("A 1"), some("A 2")));
        rename("D", "A");
        assert_eq!((names("A").0, names("E").0), (None, some("A 2")), "each keeps its own");
        rename("A", "F");
        add("A");
        assert_eq!((names("F").0, names("A").0), (some("A 1"), some("A 3")));
        store.remove_show("main", "F").unwrap();
        assert_eq!(names("A").0, some("A 3"));
    }

    #[test]
    fn what_is_renamed_keeps_its_tracks_and_its_users() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.add_silent_station("main");
        store.put_playlist("main", &Playlist::of("Gold", vec![TrackId(7)])).unwrap();
        store.put_playlist("main", &Playlist::of("New", Vec::new())).unwrap();
        let show = Show { plays: Plays::Playlist("Gold".to_owned()), ..Show::daily("Drive") };
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
