//! Checks that are made from time to time, while there is something to check.

use std::time::Duration;

use crate::clock::Clock;

/// Looking after connections by time, while there are any that need it.
pub(super) struct PeriodicCheck {
    every: Duration,
    due_us: Option<u64>,
}

impl PeriodicCheck {
    pub(super) fn every(every: Duration) -> Self {
        Self { every, due_us: None }
    }

    /// Says that there is somebody to look after.
    pub(super) fn need(&mut self, clock: &dyn Clock) {
        if self.due_us.is_none() {
            self.due_us = Some(clock.now_us() + self.every.as_micros() as u64);
        }
    }

    /// Returns whether the round is due. The next round is not due before it is needed again.
    pub(super) fn is_due(&mut self, clock: &dyn Clock) -> bool {
        self.due_us.take_if(|due_us| clock.now_us() >= *due_us).is_some()
    }

    pub(super) fn timeout(&self) -> Option<Duration> {
        self.due_us.map(|_| self.every)
    }
}
