//! The clock of a station's origin, as well as it is known here.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::clock::Clock;

/// A measurement is given up for a worse one after so long, in microseconds: clocks drift apart.
const FRESH_US: u64 = 60_000_000;

/// The clock of an origin: the clock of this machine, set by the origin's answers.
pub(super) struct OriginClock {
    local: Arc<dyn Clock>,
    /// What the origin's clock is ahead of the local one, in microseconds.
    ahead_us: AtomicI64,
    /// The measurement that holds.
    best: Mutex<Option<ClockMeasurement>>,
}

#[derive(Clone, Copy)]
#[expect(clippy::struct_field_names, reason = "a name says the unit")]
struct ClockMeasurement {
    ahead_us: i64,
    /// Duration of the question and its answer, in microseconds.
    round_trip_us: u64,
    /// Time of the answer, by the local clock.
    at_us: u64,
}

impl OriginClock {
    /// Returns a clock that is the `local` one until something is measured.
    pub(super) fn new(local: Arc<dyn Clock>) -> Self {
        Self { local, ahead_us: AtomicI64::new(0), best: Mutex::default() }
    }

    /// Returns the time of this machine, in microseconds.
    pub(super) fn local_us(&self) -> u64 {
        self.local.now_us()
    }

    /// Takes note that a question sent at `sent_us` by the local clock was answered at `server_us` by the origin's, and
    /// that the answer came now.
    pub(super) fn note(&self, sent_us: u64, server_us: u64) {
        let at_us = self.local.now_us();
        let round_trip_us = at_us.saturating_sub(sent_us);
        let middle_us = sent_us.saturating_add(round_trip_us / 2);
        let new = ClockMeasurement {
            ahead_us: server_us.cast_signed() - middle_us.cast_signed(),
            round_trip_us,
            at_us,
        };
        let mut best = self.best.lock().unwrap_or_else(PoisonError::into_inner);
        if best.as_ref().is_none_or(|best| new.is_better_than(best)) {
            *best = Some(new);
            self.ahead_us.store(new.ahead_us, Ordering::Relaxed);
        }
    }
}

impl ClockMeasurement {
    fn is_better_than(&self, other: &Self) -> bool {
        // Half a round trip is the most that a measurement is wrong by. What is further away is another clock.
        let slack_us = u64::midpoint(self.round_trip_us, other.round_trip_us) + 1_000;
        let is_another_clock = self.ahead_us.abs_diff(other.ahead_us) > slack_us;
        let is_old = self.at_us.saturating_sub(other.at_us) > FRESH_US;
        self.round_trip_us <= other.round_trip_us || is_old || is_another_clock
    }
}

impl Clock for OriginClock {
    fn now_us(&self) -> u64 {
        self.local.now_us().saturating_add_signed(self.ahead_us.load(Ordering::Relaxed))
    }

    fn wait_until(&self, time_us: u64) {
        self.local.wait_until(time_us.saturating_add_signed(-self.ahead_us.load(Ordering::Relaxed)));
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::clock::ManualClock;

    #[test]
    fn the_shortest_round_trip_counts_until_it_is_old_or_the_clock_is_another() {
        let local = Arc::new(ManualClock::at(1_000_000));
        let clock = OriginClock::new(Arc::<ManualClock>::clone(&local));
        let asked = |round_trip_us, server_us| {
            let sent_us = local.now_us();
            local.advance(Duration::from_micros(round_trip_us));
            clock.note(sent_us, server_us);
            clock.now_us() - local.now_us()
        };
        assert_eq!(clock.now_us(), 1_000_000);
        assert_eq!(asked(2_000, 1_001_000 + 500), 500);
        assert_eq!(asked(20_000, 1_012_000 + 900), 500, "a slow answer says less");
        assert_eq!(asked(1_000, 1_022_500 + 480), 480, "a quick one more");
        local.advance(Duration::from_secs(61));
        let sent_us = local.now_us();
        assert_eq!(asked(4_000, sent_us + 2_000 + 600), 600, "the old one is too old");
        let sent_us = local.now_us();
        assert_eq!(asked(9_000, sent_us + 4_500 + 90_000_000), 90_000_000, "another clock");
    }
}
