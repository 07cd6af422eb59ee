//! Keeps a station's queue in the store, so that a restart goes on with it, and takes over changes made there.
//!
//! In: tracks that begin and tracks that are planned, from the loader; changes by people, from the store. Out: the same
//! queue in both, and skips by other processes to AutoDJ. Never: holds the sound up. While the store cannot be written,
//! the station plays on by the queue it has, and tries again every second.

use std::time::Duration;

use crate::clock::monotonic_us;
use crate::source::autodj::{NextDeck, PlayQueue};
use crate::store::{Error, Store};
use crate::workers::{NextTurn, PooledTask};

/// The time between two attempts after a failure.
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// Keeps the queue of one station.
pub(super) struct QueueSync {
    station: String,
    store: Store,
    queue: PlayQueue,
    next_deck: NextDeck,
    /// The number of skips in the store when it was read last; `None` before that.
    skips: Option<u64>,
    /// Time after a failure before which it is not tried again, in microseconds of the machine's clock.
    retry_at_us: Option<u64>,
}

impl QueueSync {
    /// Keeps `queue` in `store`, and passes skips on to `next_deck`.
    pub(super) fn new(station: &str, store: Store, queue: PlayQueue, next_deck: NextDeck) -> Self {
        Self { station: station.to_owned(), store, queue, next_deck, skips: None, retry_at_us: None }
    }

    /// Brings the store and the queue to the same.
    pub(super) fn keep(&mut self) {
        let unwritten = self.queue.unwritten();
        let stored = if unwritten.gone.is_empty() && unwritten.new.is_empty() {
            self.store.queue(&self.station)
        } else {
            self.store.update_queue(&self.station, &unwritten.gone, &unwritten.new)
        };
        match stored {
            Ok(stored) => {
                if self.queue.take_over(stored.entries, &unwritten) {
                    self.next_deck.doubt();
                }
                self.retry_at_us = None;
                let before = self.skips.replace(stored.skips);
                if before.is_some_and(|before| stored.skips > before) {
                    self.next_deck.skip();
                }
            }
            Err(error) => {
                let retry_at_us = monotonic_us() + RETRY_AFTER.as_micros() as u64;
                match self.retry_at_us.replace(retry_at_us) {
                    Some(_) => tracing::debug!(%error, "the queue still cannot be kept"),
                    None => self.report(&error),
                }
            }
        }
    }

    fn report(&self, error: &Error) {
        let station = &self.station;
        tracing::error!(station, %error, "the queue cannot be kept; it is tried again every second");
    }
}

impl PooledTask for QueueSync {
    /// Keeps it, whenever there is something new, until the station signs off.
    fn work(&mut self) -> NextTurn {
        let is_open = self.queue.is_open();
        // After a failure there is still something to be written: it is not tried again at once, whatever is new.
        let rest_us = self.retry_at_us.map_or(0, |retry_at_us| retry_at_us.saturating_sub(monotonic_us()));
        if is_open && rest_us > 0 {
            return NextTurn::In(Duration::from_micros(rest_us));
        }
        self.keep();
        match self.retry_at_us {
            _ if !is_open => NextTurn::Never,
            Some(_) => NextTurn::In(RETRY_AFTER),
            None => NextTurn::WhenWoken,
        }
    }
}

#[cfg(test)]
mod tests {

    use super::*;
    use crate::model::{Origin, Queued, TrackId, TrackKind};
    use crate::store::Place;
    use crate::workers::WorkerPool;

    fn entry(title: &str) -> Queued {
        Queued {
            number: 0,
            track: TrackId(1),
            path: "a".into(),
            title: title.to_owned(),
            origin: Origin::Plan,
            why: None,
            kind: TrackKind::Music,
            over_intro: false,
            crossfade: None,
            voice: None,
        }
    }

    fn titles(entries: &[Queued]) -> String {
        entries.iter().map(|entry| entry.title.as_str()).collect::<Vec<_>>().join(" ")
    }

    fn new_store() -> (tempfile::TempDir, Store) {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(None, None).unwrap();
        (dir, store)
    }

    fn queue_sync(store: &Store) -> (QueueSync, PlayQueue, NextDeck) {
        let (queue, next_deck) = (PlayQueue::default(), NextDeck::default());
        (QueueSync::new("main", store.clone(), queue.clone(), next_deck.clone()), queue, next_deck)
    }

    #[test]
    fn a_restart_goes_on_with_the_queue_and_others_change_it() {
        let (_dir, store) = new_store();
        let (mut before, queue, _) = queue_sync(&store);
        before.keep();
        let first = queue.append(entry("a"));
        queue.append(entry("b"));
        queue.append(entry("c"));
        before.keep();
        queue.remove(first);
        before.keep();

        let (mut after, queue, next_deck) = queue_sync(&store.another().unwrap());
        store.skip("main").unwrap();
        after.keep();
        assert_eq!(titles(&queue.entries()), "b c");
        assert_eq!(next_deck.skips(), 0, "what was skipped before the start is over");
        store.enqueue("main", &entry("d"), Place::At(2)).unwrap();
        store.dequeue("main", queue.entries()[0].number).unwrap();
        store.skip("main").unwrap();
        after.keep();
        assert_eq!((titles(&queue.entries()), next_deck.skips()), ("d c".to_owned(), 1));
    }

    #[test]
    fn a_store_that_cannot_be_written_is_made_up_for_later() {
        let (_dir, store) = new_store();
        let (mut sync, queue, _) = queue_sync(&store.another().unwrap().impatient());
        let first = queue.append(entry("a"));
        sync.keep();
        let lock = rusqlite::Connection::open(store.path()).unwrap();
        lock.execute_batch("BEGIN IMMEDIATE").unwrap();
        queue.remove(first);
        queue.append(entry("b"));
        sync.keep();
        assert!(sync.retry_at_us.is_some());
        assert_eq!(titles(&queue.entries()), "b", "it plays on by what it knows");
        assert_eq!(titles(&store.queue("main").unwrap().entries), "a");
        lock.execute_batch("ROLLBACK").unwrap();
        sync.keep();
        assert!(sync.retry_at_us.is_none());
        assert_eq!(titles(&store.queue("main").unwrap().entries), "b");
    }

    #[test]
    fn a_sync_ends_with_its_station_and_has_written_all() {
        let (_dir, store) = new_store();
        let (sync, queue, _) = queue_sync(&store);
        let pool = WorkerPool::new("queue-sync", 1).unwrap();
        let running = pool.add(sync);
        queue.kept_by(running.clone());
        queue.append(entry("a"));
        queue.close();
        running.join().unwrap();
        assert_eq!(titles(&store.queue("main").unwrap().entries), "a");
    }
}
