//! The number of listeners in each minute of the last hour.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Minutes that are kept: an hour, and the one that has begun.
const MOST_MINUTES: usize = 61;
/// The length of a minute, in microseconds.
const MINUTE_US: u64 = 60_000_000;

/// The number of listeners in one minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Minute {
    /// Its beginning, in microseconds since 1970.
    pub from_us: u64,
    /// The most listeners at once.
    pub most: u64,
}

/// The number of listeners in each minute of the last hour; clones share it.
#[derive(Clone, Default)]
pub(super) struct Minutes(Arc<Mutex<VecDeque<Minute>>>);

impl Minutes {
    /// The minutes, the oldest first. A minute in which nothing was counted is missing.
    pub(super) fn all(&self) -> Vec<Minute> {
        self.lock().iter().copied().collect()
    }

    /// Adds a count to the minute that `now_us` is in.
    pub(super) fn count(&self, now_us: u64, listening: u64) {
        let from_us = now_us / MINUTE_US * MINUTE_US;
        let mut minutes = self.lock();
        if let Some(minute) = minutes.back_mut().filter(|minute| minute.from_us >= from_us) {
            minute.most = minute.most.max(listening);
            return;
        }
        if minutes.len() == MOST_MINUTES {
            minutes.pop_front();
        }
        minutes.push_back(Minute { from_us, most: listening });
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Minute>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
