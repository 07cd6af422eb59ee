use std::fs;
use std::path::Path;

use rusqlite::Connection;
use tempfile::TempDir;

use super::*;
use crate::clock::ManualClock;
use crate::model::{Listed, TrackId};

/// 2026-11-22 07:20:34 UTC.
const NOW_US: u64 = 1_795_332_034_000_000;

fn new_store() -> (TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    (dir, store)
}

fn password(chosen: &str) -> Password {
    Password::new(chosen).unwrap()
}

impl Store {
    /// Remembers a station that nobody can go live on.
    pub(crate) fn add_silent_station(&self, slug: &str) {
        let sql =
            "INSERT OR IGNORE INTO station (slug, name, source_password_hash) VALUES (?1, upper(?1), '')";
        self.ask(|connection| connection.execute(sql, [slug])).unwrap();
    }

    /// Remembers an account whose password is "a long password", and is to be changed.
    pub(crate) fn add_newcomer(&self, name: &str) {
        self.add_account(name, Role::Admin, &password("a long password")).unwrap();
        let sql = "UPDATE account SET must_change = 1 WHERE name = ?1";
        self.ask(|connection| connection.execute(sql, [name])).unwrap();
    }

    /// Opens the same store with a lock timeout of zero.
    pub(crate) fn impatient(self) -> Self {
        self.waiting_for(std::time::Duration::ZERO).unwrap()
    }
}

/// A track of this number, with nothing known but where it is.
pub(super) fn track(id: i64, path: &str) -> Listed {
    Listed::new(TrackId(id), path, path)
}

/// Checks that opening the data directory `dir` fails, and with which words.
fn check_refused(dir: &Path, expected: &str) {
    let error = Store::open(dir).err().expect("it opened").to_string();
    assert!(error.contains(expected), "{error:?} does not say {expected:?}");
    assert!(!error.contains('\n'), "{error:?} is more than one line");
}

#[test]
fn the_first_start_makes_a_station_and_an_administrator_once() {
    let (dir, store) = new_store();
    let made = store.first_start(None, Some(password("hackme"))).unwrap();
    assert_eq!(made.source, Some(FirstPassword::Given(password("hackme"))));
    let Some(FirstPassword::Generated(admin)) = made.admin else {
        panic!("no password for the administrator");
    };
    assert_eq!(store.verify("admin", admin.reveal()).unwrap().unwrap().role, Role::Admin);
    assert_eq!(store.stations().unwrap()[0].slug, "main");
    assert!(store.verify_source_password("main", "hackme").unwrap());
    assert!(!store.verify_source_password("main", "hackyou").unwrap());
    assert!(!store.verify_source_password("other", "hackme").unwrap());

    drop(store);
    let again = Store::open(dir.path()).unwrap();
    let nothing = again.first_start(Some(password("x")), None).unwrap();
    assert_eq!(nothing, FirstPasswords::default());
    assert!(again.verify("admin", "x").unwrap().is_none(), "the owner may have changed it since");
    assert!(again.verify_source_password("main", "hackme").unwrap(), "nothing was given");
}

#[test]
fn a_source_password_that_is_given_again_is_set_again() {
    let (_dir, store) = new_store();
    store.first_start(None, None).unwrap();
    let made = store.first_start(None, Some(password("hackme"))).unwrap();
    assert_eq!(made, FirstPasswords::default());
    assert!(store.verify_source_password("main", "hackme").unwrap());
}

#[test]
fn first_passwords_are_told_before_they_are_kept_and_kept_together() {
    let (dir, store) = new_store();
    let killed = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let first = store.prepare_first_start(None, None).unwrap();
        store.finish_first_start(&first, |told| {
            let kept = Store::look(dir.path()).unwrap().unwrap();
            let source = told.source.as_ref().unwrap().password();
            assert!(!kept.verify_source_password("main", source.reveal()).unwrap(), "it opens nothing yet");
            assert!(told.admin.is_some() && kept.accounts().unwrap().is_empty());
            panic!("as if killed here");
        })
    }));
    assert_eq!(*killed.unwrap_err().downcast::<&str>().unwrap(), "as if killed here");
    let made = store.first_start(None, None).unwrap();
    let (admin, source) = (made.admin.unwrap(), made.source.unwrap());
    assert!(store.verify("admin", admin.password().reveal()).unwrap().is_some());
    assert!(store.verify_source_password("main", source.password().reveal()).unwrap());
}

#[test]
fn no_station_is_made_where_the_administrator_cannot_be() {
    let (_dir, store) = new_store();
    store.add_account("admin", Role::Dj, &password("x")).unwrap();
    let refused = store.prepare_first_start(None, None).map(drop);
    assert!(matches!(refused, Err(Error::AccountExists(_))));
    assert!(store.stations().unwrap().is_empty());
}

#[test]
fn accounts_come_and_go_but_the_last_administrator_stays() {
    let (_dir, store) = new_store();
    store.add_account("Ada", Role::Admin, &password("one")).unwrap();
    store.add_account("ben", Role::Dj, &password("two")).unwrap();
    assert!(matches!(store.add_account("ADA", Role::Dj, &password("x")), Err(Error::AccountExists(_))));
    let names: Vec<_> = store.accounts().unwrap().into_iter().map(|account| account.name).collect();
    assert_eq!(names, ["Ada", "ben"]);

    assert!(matches!(store.remove_account("ada"), Err(Error::LastAdmin(_))));
    store.remove_account("ben").unwrap();
    assert!(matches!(store.remove_account("ben"), Err(Error::NoAccount(_))));
    store.add_account("eve", Role::Admin, &password("three")).unwrap();
    store.remove_account("Ada").unwrap();
}

#[test]
fn only_the_current_password_opens() {
    let (_dir, store) = new_store();
    store.add_account("ben", Role::Dj, &password("old")).unwrap();
    store.set_password("ben", &password("new")).unwrap();
    assert!(store.verify("ben", "old").unwrap().is_none());
    assert!(store.verify("nobody", "nobody").unwrap().is_none());
    assert!(store.verify("ben", &"x".repeat(10_000)).unwrap().is_none());
    assert_eq!(store.verify("Ben", "new").unwrap().unwrap().name, "ben");
    assert!(matches!(store.set_password("eve", &password("x")), Err(Error::NoAccount(_))));
}

#[test]
fn names_and_passwords_that_programs_cannot_send_are_refused() {
    let (_dir, store) = new_store();
    for name in ["", "source", "SOURCE", "a:b", "a b", "a/b", &"a".repeat(41)] {
        let refused = store.add_account(name, Role::Dj, &password("x"));
        assert!(matches!(refused, Err(Error::BadName(_))), "{name:?} was taken");
    }
    for chosen in ["", "two\nlines", &"x".repeat(257)] {
        assert!(Password::new(chosen).is_err(), "{chosen:?} was taken");
    }
}

#[test]
fn a_made_password_can_be_read_out_and_is_not_shown_by_debug() {
    let made = Password::generate().unwrap();
    assert_eq!(made.reveal().len(), 23);
    assert!(!made.reveal().contains(['0', 'o', '1', 'l', 'i']));
    assert_ne!(made, Password::generate().unwrap());
    assert_eq!(format!("{made:?}"), "Password(…)");
}

#[test]
fn what_is_no_database_of_ours_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(FILE_NAME);
    fs::write(&path, "a letter to the station ".repeat(100)).unwrap();
    check_refused(dir.path(), "is not a Longwave database");
    fs::remove_file(&path).unwrap();

    Connection::open(&path).unwrap().execute_batch("CREATE TABLE recipe (name)").unwrap();
    check_refused(dir.path(), "is not a Longwave database");
    fs::remove_file(&path).unwrap();

    let store = Store::open(dir.path()).unwrap();
    store.ask(|connection| connection.pragma_update(None, "user_version", 999)).unwrap();
    drop(store);
    check_refused(dir.path(), "made by a newer Longwave");

    let file = dir.path().join("file");
    fs::write(&file, "").unwrap();
    check_refused(&file.join("data"), "give --data a directory that this user may write to");
}

#[test]
fn damage_is_found_and_said() {
    let (dir, store) = new_store();
    store.first_start(None, None).unwrap();
    store.check().unwrap();
    let backup = dir.path().join("backup.db");
    store.backup(&backup).unwrap();
    drop(store);
    // The root of the first table: its page type is overwritten.
    let mut bytes = fs::read(&backup).unwrap();
    bytes[4096..8192].fill(0xAA);
    fs::write(dir.path().join(FILE_NAME), bytes).unwrap();
    let error = Store::look(dir.path()).unwrap().unwrap().check().unwrap_err().to_string();
    assert!(error.contains("is damaged") && !error.contains('\n'), "{error}");
}

#[test]
fn a_full_disk_is_said() {
    let (_dir, store) = new_store();
    store.ask(|connection| connection.query_row("PRAGMA max_page_count = 1", [], |_| Ok(()))).unwrap();
    let full = (0..1000).find_map(|number| {
        let path = std::path::PathBuf::from(format!("{number}-{}", "x".repeat(1000)));
        let stamp = FileStamp { path: path.clone(), size: 0, modified_us: 0 };
        store.put_files(&[(stamp, track(number, path.to_str().unwrap()))]).err()
    });
    assert!(matches!(full, Some(Error::DiskFull(_))));
}

#[test]
fn looking_makes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    assert!(Store::look(dir.path()).unwrap().is_none());
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn a_backup_comes_back_and_the_old_database_is_kept() {
    let (dir, store) = new_store();
    store.add_account("before", Role::Admin, &password("x")).unwrap();
    store.sign_in("before", "a test", 0).unwrap();
    let backup = dir.path().join("monday.db");
    store.backup(&backup).unwrap();
    assert!(matches!(store.backup(&backup), Err(Error::BackupExists(_))));
    store.add_account("after", Role::Dj, &password("x")).unwrap();
    drop(store);

    let clock = ManualClock::at(NOW_US);
    let kept = restore(dir.path(), &backup, false, &clock).unwrap().kept.unwrap();
    assert_eq!(kept.file_name().unwrap(), "longwave-2026-11-22-072034.db");
    let back = Store::open(dir.path()).unwrap();
    assert_eq!(back.accounts().unwrap().len(), 1);
    assert_eq!(back.sessions("before", 0).unwrap(), [], "sessions that were ended since stay so");
    back.check().unwrap();
    let old = Connection::open(kept).unwrap();
    let accounts = old.query_row("SELECT count(*) FROM account", [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(accounts, 2);
}

#[test]
fn a_restore_is_refused_for_other_files_and_while_a_server_runs() {
    let (dir, store) = new_store();
    store.add_account("ada", Role::Admin, &password("x")).unwrap();
    let clock = ManualClock::at(NOW_US);
    let file = dir.path().join("backup.db");
    assert!(matches!(restore(dir.path(), &file, false, &clock), Err(Error::File { .. })));
    let missing = restore(dir.path(), &file, false, &clock).unwrap_err();
    assert!(std::error::Error::source(&missing).is_none(), "its reason would be told twice");
    for other in ["", "not a database, whatever its name says"] {
        fs::write(&file, other).unwrap();
        assert!(
            matches!(restore(dir.path(), &file, false, &clock), Err(Error::NotADatabase(_))),
            "{other:?}"
        );
    }
    fs::remove_file(&file).unwrap();
    store.backup(&file).unwrap();
    let claim = DataLock::take(dir.path()).unwrap();
    assert!(matches!(restore(dir.path(), &file, false, &clock), Err(Error::InUse(_))));
    assert_eq!(store.accounts().unwrap().len(), 1);
    drop(claim);
    restore(dir.path(), &file, false, &clock).unwrap();
}

#[cfg(unix)]
#[test]
fn others_cannot_read_the_hashes() {
    use std::os::unix::fs::PermissionsExt;
    let (dir, store) = new_store();
    let backup = dir.path().join("backup.db");
    store.backup(&backup).unwrap();
    for file in [store.path(), &backup] {
        assert_eq!(fs::metadata(file).unwrap().permissions().mode() & 0o077, 0, "{}", file.display());
    }
}

#[test]
fn a_transaction_reads_compares_and_writes_while_no_other_connection_writes() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    store.add_silent_station("main");
    let other = store.another().unwrap().impatient();
    let name = |store: &Store| store.station("main").unwrap().name;
    let renamed = store.exclusively(|own| {
        let before = name(own);
        assert!(matches!(other.rename_station("main", "Other"), Err(Error::Busy(_))));
        own.rename_station("main", &format!("{before} II"))?;
        Ok::<_, Error>(before)
    });
    assert_eq!(name(&store), format!("{} II", renamed.unwrap()));
    other.rename_station("main", "Other").unwrap();
    let failed = store.exclusively(|own| {
        own.rename_station("main", "Never")?;
        Err::<(), _>(Error::BadPassword)
    });
    assert!(failed.is_err());
    assert_eq!(name(&store), "Other", "what failed changed nothing");
}

#[test]
fn a_part_of_a_transaction_is_undone_alone() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    store
        .exclusively(|own| {
            let add = "INSERT INTO station (slug, name, source_password_hash) VALUES (?1, ?1, '')";
            own.change(|change| change.execute(add, ["a"]))?;
            let failed = own.change(|change| {
                change.execute(add, ["b"])?;
                change.execute(add, ["a"])
            });
            assert!(failed.is_err());
            Ok::<_, Error>(())
        })
        .unwrap();
    let sql = "SELECT group_concat(slug) FROM station WHERE slug IN ('a', 'b')";
    let names: String = store.ask(|connection| connection.query_row(sql, [], |row| row.get(0))).unwrap();
    assert_eq!(names, "a");
}

#[cfg(unix)]
#[test]
fn a_new_data_directory_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    drop(Store::open(&data).unwrap());
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&data), mode(&data.join(FILE_NAME))), (0o700, 0o600));
}

#[test]
fn a_restore_ends_sessions_and_the_tokens_that_are_not_kept() {
    let dir = tempfile::tempdir().unwrap();
    let (file, clock) = (dir.path().join("kept.db"), ManualClock::at(0));
    let store = Store::open(dir.path()).unwrap();
    store.first_start(Some(Password::new("in-charge").unwrap()), None).unwrap();
    let client = ApiClient {
        name: "clock".to_owned(),
        made_by: "admin".to_owned(),
        scopes: vec!["log:read".to_owned()],
        ..ApiClient::default()
    };
    let token = store.add_program(&client).unwrap();
    let session = store.sign_in("admin", "", 10).unwrap();
    store.backup(&file).unwrap();
    // Both are ended after the backup, so neither may come back with it.
    store.sign_out(&session).unwrap();
    store.remove_program("clock").unwrap();
    drop(store);
    assert_eq!(crate::store::tokens_in_backup(&file).unwrap(), 1);
    for (keeps, ended) in [(true, 0), (false, 1)] {
        drop(std::fs::remove_file(dir.path().join("longwave-1970-01-01-000000.db")));
        let restored = restore(dir.path(), &file, keeps, &clock).unwrap();
        assert_eq!((restored.ended_sessions, restored.ended_tokens), (1, ended));
        let store = Store::open(dir.path()).unwrap();
        assert_eq!(store.signed_in(&session, 11).unwrap(), None);
        assert_eq!(store.program(&token, 11).unwrap().is_some(), keeps);
    }
}
