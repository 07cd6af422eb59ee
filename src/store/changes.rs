//! Tells the rest of the process that the database has changed.
//!
//! In: changes made here, as they are made, and a look at `PRAGMA data_version`, which changes with every commit of
//! another process. Out: a number that counts changes, to be compared or waited for.
//! Never: says what has changed. Readers read what they need again, at most once per [`PAUSE`].

use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use super::{Error, Store};

/// The time between two looks at the version of the database: a read of shared memory.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// A reader is told of many changes in a row once in this time.
const PAUSE: Duration = Duration::from_millis(250);

/// Counts the changes of a database; clones share the count.
#[derive(Clone, Default)]
pub struct StoreChanges(Arc<watch::Sender<u64>>);

impl StoreChanges {
    /// The number of changes so far, of which some may have been the same one.
    pub fn number(&self) -> u64 {
        *self.0.borrow()
    }

    /// A reader of the changes from now on.
    pub fn reader(&self) -> ChangeReader {
        ChangeReader { receiver: self.0.subscribe(), _sender: self.clone(), told_at: None }
    }

    /// Counts a change.
    pub(super) fn announce(&self) {
        self.0.send_modify(|number| *number += 1);
    }
}

/// Waits for changes of a database.
pub struct ChangeReader {
    receiver: watch::Receiver<u64>,
    /// Keeps the channel open.
    _sender: StoreChanges,
    told_at: Option<Instant>,
}

impl ChangeReader {
    /// Returns when the database has changed since this returned last. It may be dropped while it waits, and called
    /// again.
    pub async fn changed(&mut self) {
        if let Some(told_at) = self.told_at {
            sleep_until(told_at + PAUSE).await;
        }
        // The channel is open for as long as this lives.
        let _ = self.receiver.changed().await;
        self.told_at = Some(Instant::now());
    }
}

/// The connection of [`Store::background`]; clones share it.
#[derive(Clone, Default)]
pub(super) struct BackgroundConnection(Arc<Mutex<Option<Arc<Mutex<Connection>>>>>);

/// Looks for commits of other processes.
///
/// `PRAGMA data_version` does not change by what its own connection commits. So connections that write all the time
/// share the one that this watches with: [`Store::background`].
pub struct ChangeWatcher {
    store: Store,
    version: Option<i64>,
}

impl ChangeWatcher {
    /// A watcher of the database of `store`.
    pub fn new(store: &Store) -> Result<Self, Error> {
        let mut watcher = Self { store: store.background()?, version: None };
        watcher.look();
        Ok(watcher)
    }

    /// Starts a thread that watches for as long as the returned sender lives.
    pub fn start(self) -> io::Result<SyncSender<()>> {
        let (watching, ended) = sync_channel(0);
        thread::Builder::new().name("store-changes".to_owned()).spawn(move || self.run(&ended))?;
        Ok(watching)
    }

    fn run(mut self, ended: &Receiver<()>) {
        while ended.recv_timeout(LOOK_EVERY) == Err(RecvTimeoutError::Timeout) {
            self.look();
        }
    }

    /// Announces a change if there were commits since the last look. A database that cannot be read is looked at
    /// again the next time; whoever reads from it reports the failure.
    fn look(&mut self) {
        let Ok(version) = self.store.data_version() else { return };
        if self.version.replace(version).is_some_and(|before| before != version) {
            self.store.changes.announce();
        }
    }
}

impl Store {
    /// The changes of the database: those of this process as they are made, and those of others while a
    /// [`ChangeWatcher`] runs.
    pub fn change_counter(&self) -> &StoreChanges {
        &self.changes
    }

    /// A connection whose writes are announced to nobody, for what is written every second, such as logs. All callers
    /// share it.
    pub fn background(&self) -> Result<Self, Error> {
        let mut shared = self.background.0.lock().unwrap_or_else(PoisonError::into_inner);
        let connection = match &*shared {
            Some(connection) => Arc::clone(connection),
            None => Arc::clone(shared.insert(Arc::new(Mutex::new(self.connect_again()?)))),
        };
        drop(shared);
        Ok(Self { connection, is_background: true, ..self.clone() })
    }

    fn data_version(&self) -> Result<i64, Error> {
        self.ask(|connection| connection.query_row("PRAGMA data_version", [], |row| row.get(0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rig() -> (tempfile::TempDir, Store, ChangeWatcher) {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(None, None).unwrap();
        let watcher = ChangeWatcher::new(&store).unwrap();
        (dir, store, watcher)
    }

    #[test]
    fn writes_of_this_process_are_announced_at_once_and_reads_are_not() {
        let (_dir, store, _) = rig();
        let before = store.change_counter().number();
        store.queue("main").unwrap();
        assert_eq!(store.change_counter().number(), before);
        store.another().unwrap().skip("main").unwrap();
        assert_eq!(store.change_counter().number(), before + 1);
    }

    #[test]
    fn commits_of_another_process_are_found_by_the_watcher() {
        let (dir, store, mut watcher) = rig();
        let before = store.change_counter().number();
        watcher.look();
        assert_eq!(store.change_counter().number(), before, "nothing was committed");
        Store::open(dir.path()).unwrap().skip("main").unwrap();
        assert_eq!(
            store.change_counter().number(),
            before,
            "it is another database handle, as of another process"
        );
        watcher.look();
        assert_eq!(store.change_counter().number(), before + 1);
    }

    #[test]
    fn background_writes_are_announced_to_nobody() {
        let (_dir, store, mut watcher) = rig();
        let before = store.change_counter().number();
        store.background().unwrap().skip("main").unwrap();
        watcher.look();
        assert_eq!(store.change_counter().number(), before);
    }

    #[actix_web::test]
    async fn changes_before_a_reader_came_and_between_two_calls_are_told_once() {
        let changes = StoreChanges::default();
        changes.announce();
        let mut reader = changes.reader();
        assert!(!reader.receiver.has_changed().unwrap());
        changes.announce();
        changes.announce();
        reader.changed().await;
        assert!(!reader.receiver.has_changed().unwrap());
    }
}
