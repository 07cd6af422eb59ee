//! The play queue in memory.
//!
//! It is written to the store afterwards, so a failing store does not hold up the music.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use crate::model::Queued;
use crate::workers::TaskHandle;

/// A handle to a station's queue; clones share it.
#[derive(Clone, Default)]
pub struct PlayQueue(Arc<Inner>);

#[derive(Default)]
struct Inner {
    state: Mutex<State>,
    /// The task that keeps it in the store, once it is started.
    sync: OnceLock<TaskHandle>,
}

#[derive(Default)]
struct State {
    entries: Vec<Queued>,
    /// Numbers of entries that are gone here, and not yet in the store. Each was in the store, so they are few.
    gone: Vec<u64>,
    /// Numbers of entries that are here, and not yet in the store.
    new: Vec<u64>,
    /// The last number that was given here, or seen.
    last_number: u64,
    /// Number of changes.
    changes: u64,
    closed: bool,
}

/// Changes that are not in the store yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unwritten {
    /// Numbers of entries to be taken out.
    pub gone: Vec<u64>,
    /// Entries to be put at the end.
    pub new: Vec<Queued>,
}

impl PlayQueue {
    /// Returns the entries in play order.
    pub fn entries(&self) -> Vec<Queued> {
        self.lock().entries.clone()
    }

    /// Returns the next entry.
    pub fn first(&self) -> Option<Queued> {
        self.lock().entries.first().cloned()
    }

    /// Returns the number of entries.
    pub fn len(&self) -> usize {
        self.lock().entries.len()
    }

    /// Returns the number of changes, by which others notice changes.
    pub fn changes(&self) -> u64 {
        self.lock().changes
    }

    /// Returns whether the queue is empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Puts an entry at the end, and gives it an even number.
    pub fn append(&self, entry: Queued) -> u64 {
        let mut state = self.lock();
        let number = (state.last_number / 2 + 1) * 2;
        state.last_number = number;
        state.changes += 1;
        state.new.push(number);
        state.entries.push(Queued { number, ..entry });
        drop(state);
        self.wake_sync();
        number
    }

    /// Takes an entry out, because it begins or cannot be played.
    pub fn remove(&self, number: u64) {
        let mut state = self.lock();
        let Some(place) = state.entries.iter().position(|entry| entry.number == number) else { return };
        state.entries.remove(place);
        state.changes += 1;
        match state.new.iter().position(|new| *new == number) {
            Some(place) => drop(state.new.remove(place)),
            None => state.gone.push(number),
        }
        drop(state);
        self.wake_sync();
    }

    /// Returns the changes that are not in the store yet.
    pub fn unwritten(&self) -> Unwritten {
        let state = self.lock();
        let new = state.entries.iter().filter(|entry| state.new.contains(&entry.number)).cloned().collect();
        Unwritten { gone: state.gone.clone(), new }
    }

    /// Takes the queue over as the store has it, where `written` is known by now. What changed here meanwhile stays
    /// changed. Tells whether another entry comes first now.
    pub fn take_over(&self, stored: Vec<Queued>, written: &Unwritten) -> bool {
        let mut state = self.lock();
        let State { entries, gone, new, last_number, changes, .. } = &mut *state;
        let before: Vec<_> = entries.iter().map(|entry| entry.number).collect();
        // What was written and has left since is to be taken out of the store next time.
        let left = written.new.iter().map(|entry| entry.number);
        let left: Vec<u64> =
            left.filter(|number| entries.iter().all(|entry| entry.number != *number)).collect();
        gone.retain(|number| !written.gone.contains(number));
        gone.extend(left);
        new.retain(|number| written.new.iter().all(|entry| entry.number != *number));
        let unknown = entries.drain(..).filter(|entry| new.contains(&entry.number)).collect::<Vec<_>>();
        entries.extend(stored.into_iter().filter(|entry| !gone.contains(&entry.number)));
        entries.extend(unknown);
        *last_number = entries.iter().map(|entry| entry.number).fold(*last_number, u64::max);
        let now: Vec<_> = entries.iter().map(|entry| entry.number).collect();
        *changes += u64::from(before != now);
        before.first() != now.first()
    }

    /// Has `task` woken when there is something to write to the store or to read from it, or the station signs off.
    pub fn kept_by(&self, task: TaskHandle) {
        // A queue is kept by one.
        let _ = self.0.sync.set(task);
    }

    /// Returns whether the station is still on air.
    pub fn is_open(&self) -> bool {
        !self.lock().closed
    }

    /// Has the task that keeps it read what the store has, because that may have changed.
    pub fn reread(&self) {
        self.wake_sync();
    }

    /// Tells the task that keeps it that the station signs off.
    pub fn close(&self) {
        self.lock().closed = true;
        self.wake_sync();
    }

    fn wake_sync(&self) {
        self.0.sync.get().into_iter().for_each(TaskHandle::wake);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Origin, TrackId, TrackKind};

    fn entry(number: u64) -> Queued {
        Queued {
            number,
            track: TrackId(number as i64),
            path: "a".into(),
            title: String::new(),
            origin: Origin::Plan,
            why: None,
            kind: TrackKind::Music,
            over_intro: false,
            crossfade: None,
            voice: None,
        }
    }

    fn numbers(queue: &PlayQueue) -> Vec<u64> {
        queue.entries().iter().map(|entry| entry.number).collect()
    }

    #[test]
    fn what_changes_while_it_is_written_stays_changed() {
        let queue = PlayQueue::default();
        assert!(queue.take_over(vec![entry(3), entry(8)], &Unwritten::default()));
        assert!(!queue.take_over(vec![entry(3), entry(8)], &Unwritten::default()));
        let planned = [queue.append(entry(0)), queue.append(entry(0)), queue.append(entry(0))];
        assert_eq!((planned, numbers(&queue)), ([10, 12, 14], vec![3, 8, 10, 12, 14]));
        queue.remove(3);
        queue.remove(14);
        let written = queue.unwritten();
        assert_eq!(
            written,
            Unwritten {
                gone: vec![3],
                new: vec![
                    Queued { track: TrackId(0), ..entry(10) },
                    Queued { track: TrackId(0), ..entry(12) }
                ]
            }
        );
        // Meanwhile one begins, one that is just being written too, one is planned, and somebody adds another one.
        queue.remove(8);
        queue.remove(10);
        queue.append(entry(0));
        queue.take_over(vec![entry(8), entry(17), entry(10), entry(12)], &written);
        assert_eq!(numbers(&queue), [17, 12, 16]);
        let rest = queue.unwritten();
        assert_eq!((rest.gone, rest.new.len()), (vec![8, 10], 1));
        assert_eq!(queue.append(entry(0)), 18, "beyond every number that was seen");
    }
}
