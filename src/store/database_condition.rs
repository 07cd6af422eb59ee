//! Tracks whether the database can be read and written at present.
//!
//! In: results of queries and changes. Out: the current problem, as text for the health page.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::Error;
use super::memory_image::MemoryImage;
use crate::clock;

/// Time that a statement waits for other writers once the process ends,
const CLOSING_PATIENCE: Duration = Duration::from_millis(200);
/// and until it is on air: nothing is heard meanwhile;
pub(super) const STARTING_PATIENCE: Duration = Duration::from_millis(800);
/// once one has waited in vain, the others wait for less.
const HELD_PATIENCE: Duration = Duration::from_millis(50);
/// Sessions that are kept in memory alone, at most.
const MOST_SESSIONS: usize = 100;

/// A trouble that lasts: nothing could be written since it began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatabaseTrouble {
    /// Description of the problem for the server's operator.
    pub text: String,
    /// Number of queries and changes that failed because of it.
    pub count: u64,
    /// Time of the first failure, in microseconds since 1970.
    pub first_us: u64,
    /// Time of the latest failure, in microseconds since 1970.
    pub last_us: u64,
}

/// State of the database, shared by all connections of a process.
#[derive(Debug, Default)]
pub(super) struct Condition {
    failures: AtomicU64,
    /// True while there is a problem, so that the usual case takes no lock.
    has_trouble: AtomicBool,
    trouble: Mutex<Option<DatabaseTrouble>>,
    /// True once the database was found damaged, and is read from its copy.
    is_damaged: AtomicBool,
    /// The copy in memory, which is read when that on the disk fails, too.
    image: MemoryImage,
    /// True once this process has written out a database that was gone.
    has_rescued: AtomicBool,
    /// True once nobody waits for other writers any more: the process ends.
    is_closing: AtomicBool,
    /// True until the first sound.
    is_starting: AtomicBool,
    /// State that could not be written but applies nevertheless, until the process ends.
    unwritten: Mutex<Unwritten>,
}

/// State that is held in memory only.
#[derive(Debug, Default)]
pub(super) struct Unwritten {
    /// Sessions that began while nothing could be written; few, the oldest of which goes first.
    pub(super) sessions: VecDeque<UnwrittenSession>,
    /// Stations whose emergency began or ended since, and whether it is on.
    pub(super) emergencies: BTreeMap<String, bool>,
}

/// A session that is not in the database.
#[derive(Debug)]
pub(super) struct UnwrittenSession {
    pub(super) token_hash: Vec<u8>,
    pub(super) account: String,
    /// In seconds since 1970.
    pub(super) expires_at: i64,
}

impl Unwritten {
    /// Adds a session, in place of the oldest where there are many.
    pub(super) fn begin(&mut self, session: UnwrittenSession) {
        if self.sessions.len() >= MOST_SESSIONS {
            self.sessions.pop_front();
        }
        self.sessions.push_back(session);
    }
}

impl Condition {
    /// Returns the number of failed reads and writes.
    pub(super) fn failures(&self) -> u64 {
        self.failures.load(Ordering::Relaxed)
    }

    /// The trouble there is.
    pub(super) fn trouble(&self) -> Option<DatabaseTrouble> {
        self.lock().clone()
    }

    /// Notes that something failed.
    pub(super) fn failed(&self, error: &Error) {
        self.failures.fetch_add(1, Ordering::Relaxed);
        if !error.is_outage() {
            return;
        }
        let (text, now_us) = (error.to_string(), clock::now_us());
        let mut trouble = self.lock();
        match &mut *trouble {
            Some(known) => {
                known.text = text;
                known.count += 1;
                known.last_us = now_us;
            }
            None => *trouble = Some(DatabaseTrouble { text, count: 1, first_us: now_us, last_us: now_us }),
        }
        self.has_trouble.store(true, Ordering::Release);
    }

    /// Notes that something was written: the trouble is over.
    pub(super) fn written(&self) {
        if self.has_trouble.swap(false, Ordering::AcqRel) {
            *self.lock() = None;
        }
    }

    /// Returns whether the database is read from its copy.
    pub(super) fn is_damaged(&self) -> bool {
        self.is_damaged.load(Ordering::Acquire)
    }

    /// Notes that it is, until the process ends.
    pub(super) fn set_damaged(&self) {
        self.is_damaged.store(true, Ordering::Release);
    }

    /// Returns the copy of the database in memory.
    pub(super) fn image(&self) -> &MemoryImage {
        &self.image
    }

    /// Returns whether this process has written out a database that was gone.
    pub(super) fn has_rescued(&self) -> bool {
        self.has_rescued.load(Ordering::Acquire)
    }

    /// Notes that it has.
    pub(super) fn set_rescued(&self) {
        self.has_rescued.store(true, Ordering::Release);
    }

    /// Returns how long a statement waits for other writers at present; `None` for as long as usual.
    pub(super) fn patience(&self) -> Option<Duration> {
        if self.is_closing.load(Ordering::Acquire) {
            return Some(CLOSING_PATIENCE);
        }
        let is_starting = self.is_starting.load(Ordering::Acquire);
        let is_held = self.has_trouble.load(Ordering::Acquire);
        is_starting.then_some(if is_held { HELD_PATIENCE } else { STARTING_PATIENCE })
    }

    /// Notes whether the process starts.
    pub(super) fn set_starting(&self, is_starting: bool) {
        self.is_starting.store(is_starting, Ordering::Release);
    }

    /// Notes that the process ends.
    pub(super) fn set_closing(&self) {
        self.is_closing.store(true, Ordering::Release);
    }

    /// Locks and returns the state that is held in memory only.
    pub(super) fn unwritten(&self) -> MutexGuard<'_, Unwritten> {
        self.unwritten.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock(&self) -> MutexGuard<'_, Option<DatabaseTrouble>> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use rusqlite::Connection;

    use crate::store::{Error, Password, Store};

    fn new_store() -> (tempfile::TempDir, Store) {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(Some(Password::new("a long password").unwrap()), None).unwrap();
        (dir, store)
    }

    /// Fills the database's file: it may not grow by a page.
    fn fill(store: &Store) {
        store
            .ask(|connection| {
                let pages: u32 = connection.pragma_query_value(None, "page_count", |row| row.get(0))?;
                connection.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))
            })
            .unwrap();
    }

    #[test]
    fn a_trouble_lasts_until_something_is_written() {
        let (_dir, store) = new_store();
        let store = store.another().unwrap().impatient();
        let other = Connection::open(store.path()).unwrap();
        assert_eq!(store.trouble(), None);
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        for count in 1..=2 {
            assert!(matches!(store.skip("main"), Err(Error::Busy(_))));
            let trouble = store.trouble().expect("it is told");
            assert_eq!((trouble.count, trouble.text.contains("held by another program")), (count, true));
        }
        assert!(!store.set_emergency("main", true).unwrap_or(false), "it has no playlist for that");
        assert!(store.queue("main").is_ok() && store.trouble().is_some(), "reading says nothing of writing");
        other.execute_batch("ROLLBACK").unwrap();
        store.skip("main").unwrap();
        assert_eq!(store.trouble(), None);
        assert!(store.failures() >= 2);
    }

    #[test]
    fn a_start_waits_once_for_another_program_and_then_hardly() {
        let (_dir, store) = new_store();
        let patience = |store: &Store| {
            let asked = |connection: &Connection| {
                connection.pragma_query_value(None, "busy_timeout", |row| row.get(0))
            };
            store.ask(asked).map(|ms: u32| Duration::from_millis(ms.into())).unwrap()
        };
        let store = store.starting();
        let loader = store.another().unwrap();
        assert_eq!(patience(&loader), super::STARTING_PATIENCE);
        let other = Connection::open(store.path()).unwrap();
        other.execute_batch("BEGIN EXCLUSIVE").unwrap();
        assert!(matches!(store.skip("main"), Err(Error::Busy(_))));
        assert_eq!([&store, &loader].map(patience), [super::HELD_PATIENCE; 2]);
        assert!(loader.stations().is_ok(), "it is read meanwhile");
        store.started();
        assert_eq!([&store, &loader].map(patience), [crate::store::schema::PATIENCE; 2]);
        other.execute_batch("ROLLBACK").unwrap();
        loader.skip("main").unwrap();
    }

    #[test]
    fn a_full_disk_is_told_in_words() {
        let (_dir, store) = new_store();
        fill(&store);
        let mut name = String::new();
        let failed = (0..10_000).find_map(|number| {
            name = format!("{number}-{}", "x".repeat(30));
            store.sign_in("admin", &"agent".repeat(40), number).err().or_else(|| {
                store
                    .note_change(&crate::store::AuditEntry { what: name.repeat(8), ..Default::default() })
                    .err()
            })
        });
        assert!(matches!(failed, Some(Error::DiskFull(_))), "{failed:?}");
        assert!(store.trouble().is_some_and(|trouble| trouble.text.contains("is full")));
        // People come in nevertheless, and can do what has to be done at once.
        let token = store.sign_in("admin", &"agent".repeat(40), 50_000).unwrap();
        let found = store.another().unwrap().signed_in(&token, 50_001).unwrap();
        assert_eq!(found.map(|found| found.account.name), Some("admin".to_owned()));
        store.end_sessions("admin").unwrap();
        assert_eq!(store.signed_in(&token, 50_002).unwrap(), None);
    }

    #[test]
    fn sessions_and_tokens_are_known_while_their_use_cannot_be_noted() {
        let (_dir, store) = new_store();
        let store = store.another().unwrap();
        let token = store.sign_in("admin", "", 1_000).unwrap();
        let other = Connection::open(store.path()).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        // Far longer than it takes until the use of a session is noted again; another writer is not waited for.
        let found = store.signed_in(&token, 2_000).unwrap();
        assert_eq!(found.map(|found| found.account.name), Some("admin".to_owned()));
        assert_eq!(store.trouble(), None);
        // A new session is known to all connections of the process, and ends as others do.
        let locked = store.another().unwrap().impatient();
        let unwritten = locked.sign_in("admin", "", 2_000).unwrap();
        let found = store.signed_in(&unwritten, 2_001).unwrap();
        assert_eq!(found.map(|found| found.account.name), Some("admin".to_owned()));
        assert!(matches!(locked.sign_in("nobody", "", 2_000), Err(Error::NoAccount(_) | Error::Busy(_))));
        other.execute_batch("ROLLBACK").unwrap();
        locked.sign_out(&unwritten).unwrap();
        assert_eq!(store.signed_in(&unwritten, 2_001).unwrap(), None);
        store.signed_in(&token, 3_000).unwrap();
        assert_eq!(store.sessions("admin", 3_000).unwrap()[0].used_at, 3_000);
    }
}
