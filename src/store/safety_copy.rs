//! A copy of the database beside it, which is read when the database is damaged: people come in, the station plays on, and
//! nothing can be saved.

use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, params};

use super::{Error, Store, backup, schema};

/// Its name in the data directory.
pub const SAFETY_COPY_NAME: &str = "longwave-safe.db";

/// The source that is read in the place of a database that is damaged or gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StandIn {
    /// A copy on the disk.
    File,
    /// The copy in memory.
    Memory,
}

/// Tables that grow with the music and with time: the whole copy alone has them.
const LARGE: [&str; 9] = [
    "track",
    "track_file",
    "audit",
    "as_run",
    "audience",
    "caption",
    "hook_delivery",
    "request",
    "archive_copy",
];
/// The tables of the database without those that only index others.
const TABLES: &str =
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'
    AND NOT EXISTS (SELECT 1 FROM sqlite_master AS virtual WHERE virtual.sql LIKE 'CREATE VIRTUAL %'
        AND (sqlite_master.name = virtual.name OR sqlite_master.name LIKE virtual.name || '!_%' ESCAPE '!'))";

/// Returns the path of the copy of the database at `path`.
pub(super) fn path_of(path: &Path) -> PathBuf {
    path.with_file_name(SAFETY_COPY_NAME)
}

/// Returns what can stand in for the database at `path`, the newest first: its copy, and what was rescued of it.
fn stand_ins(path: &Path) -> Vec<PathBuf> {
    let changed = |path: PathBuf| Some((fs::metadata(&path).ok()?.modified().ok()?, path));
    let all = [backup::rescued_path_of(path), path_of(path)];
    let mut found: Vec<_> = all.into_iter().filter_map(changed).collect();
    found.sort();
    found.into_iter().rev().map(|(_, path)| path).collect()
}

/// Fails for a database at `path` that is empty or gone and has a copy, or was rescued: it is none that is yet to be
/// filled.
pub(super) fn check_absent(path: &Path) -> Result<(), Error> {
    let others = stand_ins(path);
    if others.is_empty() {
        return Ok(());
    }
    Err(if path.exists() { Error::emptied(path) } else { Error::gone(path, &others) })
}

/// Opens the newest of what can stand in for the database at `path`, for reading alone.
pub(super) fn open_stand_in(path: &Path) -> Option<Connection> {
    stand_ins(path).iter().find_map(|other| open(other).ok())
}

impl Store {
    /// Writes the copy anew, unless nothing that people changed is newer. A database that is damaged does not replace it.
    /// `copied` is the number of changes at the last time, and becomes that of this one.
    pub fn renew_safety_copy(&self, copied: &mut Option<u64>) -> Result<(), Error> {
        let number = self.changes.number();
        if self.is_read_only() || *copied == Some(number) {
            return Ok(());
        }
        self.obvious_damage().map_or(Ok(()), Err)?;
        let own = self.connect_again()?;
        let damage = schema::quick_damage(&own).map_err(|source| Error::from_sqlite(self.path(), source))?;
        if let Some(what) = damage {
            return Err(Error::Damaged { path: self.path().to_owned(), what });
        }
        let (copy, coming) = (path_of(self.path()), self.path().with_file_name("longwave-safe.db.coming"));
        // Left behind by a copy that was interrupted.
        let _ = fs::remove_file(&coming);
        backup::copy(&own, &coming)?;
        // One that a write to the old copy left behind would be rolled back into the new one.
        let _ = fs::remove_file(self.path().with_file_name("longwave-safe.db-journal"));
        fs::rename(&coming, &copy).map_err(|source| Error::from_io(&copy, source))?;
        *copied = Some(number);
        self.condition.image().renew(&copy)
    }

    /// Writes what is in the write-ahead log into the file.
    pub fn write_back(&self) -> Result<(), Error> {
        self.ask(|connection| connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)"))
    }

    /// Writes what people set into the copy, and who may come in, unless nothing was changed since `renewed`, which becomes
    /// the number of changes: nothing of it is lost with the database, and what was revoked does not come back.
    pub fn renew_settings_in_copy(&self, renewed: &mut Option<u64>) -> Result<(), Error> {
        let (copy, number) = (path_of(self.path()), self.changes.number());
        if self.is_read_only() || *renewed == Some(number) || !copy.exists() {
            return Ok(());
        }
        let failed = |source| Error::from_sqlite(&copy, source);
        let own = self.connect_again()?;
        own.pragma_update(None, "foreign_keys", false).map_err(failed)?;
        // All that they would write is copied, too.
        own.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false).map_err(failed)?;
        own.execute("ATTACH CAST(?1 AS TEXT) AS safe", [copy.as_os_str().as_bytes()]).map_err(failed)?;
        // Closing the connection rolls back.
        write_settings(&own, "main", "safe").map_err(failed)?;
        self.condition.image().renew(&copy)?;
        *renewed = Some(number);
        Ok(())
    }

    /// Opens what stands in for the database: a copy on the disk, or else the one in memory.
    pub(super) fn stand_in(&self) -> Option<(Connection, StandIn)> {
        let in_memory = self.condition.image().open();
        // This process renewed the copy while it has one in memory, and no file is newer.
        let on_disk = match &in_memory {
            Some(_) => open(&path_of(self.path())).ok(),
            None => open_stand_in(self.path()),
        };
        on_disk.map(|opened| (opened, StandIn::File)).or(in_memory.map(|opened| (opened, StandIn::Memory)))
    }

    /// Has this connection read from what stands in for the database, if it does not yet.
    pub(super) fn leave_damaged(&self, connection: &mut Connection) {
        if !is_stand_in(connection) {
            self.read_from_copy(connection);
        }
    }

    /// Has this connection, whose file is damaged, read from a copy from now on, if there is one that can be read.
    pub(super) fn read_from_copy(&self, connection: &mut Connection) {
        let opened = if is_stand_in(connection) {
            self.condition.image().open()
        } else {
            self.stand_in().map(|(opened, _)| opened)
        };
        if let Some(opened) = opened {
            *connection = opened;
            self.condition.set_damaged();
        }
    }

    /// Has all connections read from a copy from now on, and returns which. `None` if there is none that can be read.
    pub fn fall_back(&self) -> Option<StandIn> {
        let (_, which) = self.stand_in()?;
        self.condition.set_damaged();
        Some(which)
    }
}

/// Returns whether a connection reads what stands in for the database. One in memory has no path.
fn is_stand_in(connection: &Connection) -> bool {
    let name = Path::new(connection.path().unwrap_or_default()).file_name();
    name.is_none_or(|name| name == SAFETY_COPY_NAME || name == backup::RESCUED_NAME)
}

/// Writes the tables that differ in the database `from` into the database `to` of a connection, in one transaction.
pub(super) fn write_settings(connection: &Connection, from: &str, to: &str) -> rusqlite::Result<()> {
    connection.execute_batch("BEGIN IMMEDIATE")?;
    for table in small_tables(connection)? {
        let differs = format!(
            "SELECT EXISTS (SELECT * FROM {from}.{table} EXCEPT SELECT * FROM {to}.{table})
                OR EXISTS (SELECT * FROM {to}.{table} EXCEPT SELECT * FROM {from}.{table})"
        );
        if connection.query_row(&differs, [], |row| row.get(0))? {
            connection.execute_batch(&format!(
                "DELETE FROM {to}.{table}; INSERT INTO {to}.{table} SELECT * FROM {from}.{table};"
            ))?;
        }
    }
    drop_orphans(connection, to)?;
    connection.execute_batch("COMMIT")
}

/// Deletes from the database `to` what refers to an entry that only the whole copy will have, or no longer has.
fn drop_orphans(connection: &Connection, to: &str) -> rusqlite::Result<()> {
    const WRONG: &str = "SELECT DISTINCT \"table\", parent, fkid FROM pragma_foreign_key_check(NULL, ?1)";
    // By the seq of its columns; those of the parent's key are left out where they are its primary key.
    const COLUMNS: &str = "SELECT reference.\"from\", coalesce(reference.\"to\", key.name)
        FROM pragma_foreign_key_list(?1) AS reference
        LEFT JOIN pragma_table_info(?2) AS key ON key.pk = reference.seq + 1
        WHERE reference.id = ?3 ORDER BY reference.seq";
    loop {
        let wrong: Vec<(String, String, i64)> = connection
            .prepare(WRONG)?
            .query_map([to], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<rusqlite::Result<_>>()?;
        if wrong.is_empty() {
            return Ok(());
        }
        for (child, parent, reference) in wrong {
            let pairs: Vec<(String, String)> = connection
                .prepare(COLUMNS)?
                .query_map(params![child, parent, reference], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<rusqlite::Result<_>>()?;
            let all = |each: &dyn Fn(&(String, String)) -> String| {
                pairs.iter().map(each).collect::<Vec<_>>().join(" AND ")
            };
            let is_set = all(&|(from, _)| format!("child.{from} IS NOT NULL"));
            let is_there = all(&|(from, to)| format!("parent.{to} = child.{from}"));
            connection.execute(
                &format!(
                    "DELETE FROM {to}.{child} AS child WHERE {is_set}
                        AND NOT EXISTS (SELECT 1 FROM {to}.{parent} AS parent WHERE {is_there})"
                ),
                [],
            )?;
        }
    }
}

/// Returns the names of the tables that do not grow with the music and with time.
fn small_tables(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut all = connection.prepare(TABLES)?;
    let all = all.query_map([], |row| row.get::<_, String>(0))?;
    all.filter(|name| !name.as_ref().is_ok_and(|name| LARGE.contains(&name.as_str()))).collect()
}

/// Opens the copy at `path` for reading alone; fails unless it is of this version.
pub(super) fn open(path: &Path) -> Result<Connection, Error> {
    let opened = schema::connect(path)?;
    schema::check_version(&opened, path)?;
    opened.pragma_update(None, "query_only", true).map_err(|source| Error::from_sqlite(path, source))?;
    Ok(opened)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Attendance, Renditions};
    use crate::store::{NewStation, Password, Role, StationPermissions};

    fn store(dir: &Path) -> Store {
        let store = Store::open(dir).unwrap();
        store.first_start(Some(Password::new("a long password").unwrap()), None).unwrap();
        store.renew_safety_copy(&mut None).unwrap();
        store.ask(|connection| connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")).unwrap();
        store
    }

    fn check_reads(store: &Store) {
        // The first question of each connection finds out.
        let _ = store.stations();
        assert_eq!(store.stations().unwrap()[0].slug, "main");
        let token = store.sign_in("admin", "", 1).unwrap();
        assert!(store.signed_in(&token, 2).unwrap().is_some(), "people come in");
        assert!(store.verify("admin", "a long password").unwrap().is_some());
        let refused = store.rename_station("main", "Tides");
        assert!(matches!(refused, Err(Error::Damaged { .. })), "{refused:?}");
        assert!(store.trouble().is_some_and(|trouble| trouble.text.contains("damaged")));
    }

    #[test]
    fn a_database_that_is_damaged_is_read_from_its_copy() {
        let dir = tempfile::tempdir().unwrap();
        let store = store(dir.path());
        let size = fs::metadata(store.path()).unwrap().len() as usize;
        fs::write(store.path(), vec![b'x'; size]).unwrap();
        check_reads(&store.another().unwrap());
        check_reads(&store);
        let mut copied = None;
        store.renew_safety_copy(&mut copied).unwrap();
        assert_eq!(copied, None, "it does not replace its copy");
        drop(store);
        // And at the next start.
        check_reads(&Store::open_or_read(dir.path()).unwrap());
    }

    #[test]
    fn a_database_that_was_emptied_is_no_new_one() {
        let dir = tempfile::tempdir().unwrap();
        let path = store(dir.path()).path().to_owned();
        for name in ["longwave.db-wal", "longwave.db-shm"] {
            let _ = fs::remove_file(path.with_file_name(name));
        }
        fs::write(&path, "").unwrap();
        assert!(matches!(Store::open(dir.path()), Err(Error::Damaged { .. })));
        assert!(matches!(Store::look(dir.path()), Err(Error::Damaged { .. })));
        check_reads(&Store::open_or_read(dir.path()).unwrap());
        fs::remove_file(&path).unwrap();
        assert!(matches!(Store::open(dir.path()), Err(Error::Damaged { .. })), "it is gone");
        assert!(matches!(Store::look(dir.path()), Err(Error::Damaged { .. })));
        check_reads(&Store::open_or_read(dir.path()).unwrap());
        fs::remove_file(path_of(&path)).unwrap();
        assert!(Store::open(dir.path()).is_ok(), "who removes both begins anew");
    }

    #[test]
    fn what_was_rescued_is_read_at_the_next_start() {
        let dir = tempfile::tempdir().unwrap();
        let old = store(dir.path());
        fs::remove_file(old.path()).unwrap();
        fs::remove_file(path_of(old.path())).unwrap();
        old.rename_station("main", "Tides").unwrap();
        old.rescue().unwrap();
        drop(old);
        for name in ["longwave.db-wal", "longwave.db-shm"] {
            let _ = fs::remove_file(dir.path().join(name));
        }
        let check = || {
            let told = Store::look(dir.path()).err().expect("it is no new one").to_string();
            assert!(told.contains("damaged") && Store::open(dir.path()).is_err(), "{told}");
            let store = Store::open_or_read(dir.path()).unwrap();
            check_reads(&store.another().unwrap());
            check_reads(&store);
            assert_eq!(store.stations().unwrap()[0].name, "Tides");
            told
        };
        assert!(check().contains("longwave-rescued.db"));
        // A file that is newer and cannot be read does not hide it.
        for damaged in ["longwave.db", SAFETY_COPY_NAME] {
            fs::write(dir.path().join(damaged), vec![b'x'; 8192]).unwrap();
            check();
        }
    }

    #[test]
    fn people_come_in_from_memory_when_both_files_are_damaged() {
        let dir = tempfile::tempdir().unwrap();
        let store = store(dir.path());
        store.rename_station("main", "Tides").unwrap();
        store.renew_settings_in_copy(&mut None).unwrap();
        let other = store.another().unwrap();
        other.stations().unwrap();
        for file in fs::read_dir(dir.path()).unwrap() {
            // Not shorter meanwhile: parts of them are mapped.
            let path = file.unwrap().path();
            let size = fs::metadata(&path).unwrap().len();
            let mut file = fs::OpenOptions::new().write(true).open(&path).unwrap();
            std::io::Write::write_all(&mut file, &vec![b'x'; usize::try_from(size).unwrap()]).unwrap();
        }
        assert!(store.obvious_damage().is_some());
        assert_eq!(store.fall_back(), Some(StandIn::Memory));
        for store in [&store, &other, &store.another().unwrap()] {
            check_reads(store);
            assert_eq!(store.stations().unwrap()[0].name, "Tides");
        }
        store.rescue().unwrap();
        drop((store, other));
        check_reads(&Store::open_or_read(dir.path()).unwrap());
    }

    #[test]
    fn a_connection_that_reads_a_copy_goes_on_from_memory_when_that_is_damaged_later() {
        let dir = tempfile::tempdir().unwrap();
        let store = store(dir.path());
        fs::write(store.path(), vec![b'x'; 8192]).unwrap();
        assert_eq!(store.fall_back(), Some(StandIn::File));
        check_reads(&store);
        fs::write(path_of(store.path()), vec![b'x'; 8192]).unwrap();
        check_reads(&store);
        assert_eq!(store.fall_back(), Some(StandIn::Memory));
    }

    #[test]
    fn a_database_that_is_emptied_on_air_does_not_replace_its_copy() {
        let dir = tempfile::tempdir().unwrap();
        let store = store(dir.path());
        let before = fs::read(path_of(store.path())).unwrap();
        store.rename_station("main", "Tides").unwrap();
        fs::write(store.path(), "").unwrap();
        assert!(matches!(store.obvious_damage(), Some(Error::Damaged { .. })));
        assert!(store.renew_safety_copy(&mut None).is_err());
        assert!(fs::read(path_of(store.path())).unwrap() == before);
    }

    #[test]
    fn the_copy_is_as_new_as_the_changes() {
        let dir = tempfile::tempdir().unwrap();
        let store = store(dir.path());
        let copied_at = || fs::metadata(path_of(store.path())).unwrap().modified().unwrap();
        let (mut copied, first) = (None, copied_at());
        store.renew_safety_copy(&mut copied).unwrap();
        let second = copied_at();
        store.renew_safety_copy(&mut copied).unwrap();
        assert!(second > first && copied_at() == second, "nothing was changed");
        store.rename_station("main", "Tides").unwrap();
        store.renew_safety_copy(&mut copied).unwrap();
        let copy = Store::around(open(&path_of(store.path())).unwrap(), path_of(store.path()));
        assert_eq!(copy.stations().unwrap()[0].name, "Tides");
    }

    #[test]
    fn what_people_set_and_revoke_is_in_the_copy_before_it_is_renewed() {
        let dir = tempfile::tempdir().unwrap();
        let store = store(dir.path());
        let stays = StationPermissions { stations: vec!["main".to_owned()], hours: Vec::new() };
        let password = || Password::new("a long password").unwrap();
        for name in ["ada", "bo"] {
            store.add_account_within(name, Role::Manager, &password(), &stays).unwrap();
        }
        let (ended, kept) = (store.sign_in("ada", "", 1).unwrap(), store.sign_in("ada", "", 1).unwrap());
        store.renew_safety_copy(&mut None).unwrap();
        let mut renewed = None;
        store.renew_settings_in_copy(&mut renewed).unwrap();
        let written = fs::read(path_of(store.path())).unwrap();
        store.renew_settings_in_copy(&mut renewed).unwrap();
        assert!(fs::read(path_of(store.path())).unwrap() == written, "nothing was changed");

        store.remove_account("bo").unwrap();
        store.sign_out(&ended).unwrap();
        let late = store.sign_in("ada", "", 2).unwrap();
        store.set_source_password("main", &password()).unwrap();
        store.rename_station("main", "Tides").unwrap();
        store.renew_settings_in_copy(&mut renewed).unwrap();

        let size = fs::metadata(store.path()).unwrap().len() as usize;
        fs::write(store.path(), vec![b'x'; size]).unwrap();
        let _ = store.stations();
        let comes_in = |token| store.signed_in(token, 3).unwrap().is_some();
        assert!(comes_in(&kept) && comes_in(&late) && !comes_in(&ended));
        assert!(store.verify("bo", "a long password").unwrap().is_none());
        assert!(store.verify_source_password("main", "a long password").unwrap());
        assert_eq!(store.stations().unwrap()[0].name, "Tides");
    }

    #[test]
    fn nothing_in_the_copy_refers_to_what_it_has_not() {
        let dir = tempfile::tempdir().unwrap();
        let store = store(dir.path());
        let jazz = NewStation {
            slug: "jazz".to_owned(),
            name: "Jazz".to_owned(),
            folder: String::new(),
            renditions: Renditions::default(),
        };
        store.add_station(&jazz, &Password::new("a long password").unwrap()).unwrap();
        let minute = Attendance { at: 60, span: 60, ..Attendance::default() };
        store.note_attendance("jazz", &[minute]).unwrap();
        store.renew_safety_copy(&mut None).unwrap();
        store.ask(|own| own.execute("DELETE FROM station WHERE slug = 'jazz'", [])).unwrap();
        store.renew_settings_in_copy(&mut None).unwrap();
        let copy = open(&path_of(store.path())).unwrap();
        assert_eq!(schema::damage(&copy).unwrap(), None, "it can be restored");
        let stations: i64 = copy.query_row("SELECT count(*) FROM station", [], |row| row.get(0)).unwrap();
        assert_eq!(stations, 1);
    }

    #[test]
    fn what_grows_is_left_to_the_whole_copy() {
        let dir = tempfile::tempdir().unwrap();
        let store = store(dir.path());
        let small = store.ask(small_tables).unwrap();
        for table in ["account", "session", "station", "playlist_track", "show", "hook", "track_edit"] {
            assert!(small.iter().any(|name| name == table), "{table}");
        }
        let all = store.ask(|own| {
            Ok(own.prepare(TABLES)?.query_map([], |row| row.get(0))?.flatten().collect::<Vec<String>>())
        });
        let all = all.unwrap();
        assert!(LARGE.iter().all(|name| all.iter().any(|table| table == name)), "{all:?}");
        assert_eq!(all.len(), small.len() + LARGE.len());
        assert!(!all.iter().any(|name| name.starts_with("track_text") || name.starts_with("caption_words")));
    }

    #[test]
    fn a_lost_file_takes_no_changes_of_people() {
        let dir = tempfile::tempdir().unwrap();
        let store = store(dir.path());
        let people = store.another().unwrap().for_people();
        // A connection that has read once can read on when the file is gone.
        people.stations().unwrap();
        fs::remove_file(store.path()).unwrap();
        for refused in [people.rename_station("main", "Tides"), people.remove_account("admin")] {
            assert!(matches!(refused, Err(Error::Damaged { .. })), "{refused:?}");
        }
        assert_eq!(people.stations().unwrap()[0].slug, "main", "it can be read");
        let token = people.sign_in("admin", "", 1).unwrap();
        assert!(people.signed_in(&token, 2).unwrap().is_some(), "people come in");
        assert!(
            store.rename_station("main", "Tides").is_ok(),
            "what is rescued has the log of what was played"
        );
    }
}
