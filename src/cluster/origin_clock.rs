//! The clock of a station's origin, as well as it is known here.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::clock::Clock;

/// Clocks drift apart by one microsecond in so many at most.
const DRIFT: u64 = 1_000;

/// The clock of an origin: the clock of this machine, set by the origin's answers.
pub(super) struct OriginClock {
    local: Arc<dyn Clock>,
    /// Lead of the origin's clock over the local one, in microseconds.
    ahead_us: AtomicI64,
    state: Mutex<OriginClockState>,
}

#[derive(Default)]
struct OriginClockState {
    /// The measurement that holds.
    best: Option<ClockMeasurement>,
    /// The newest measurement, if it is of another clock than the one that holds.
    suspect: Option<ClockMeasurement>,
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
        Self { local, ahead_us: AtomicI64::new(0), state: Mutex::default() }
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
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.take(new) {
            self.ahead_us.store(new.ahead_us, Ordering::Relaxed);
        }
    }
}

impl OriginClockState {
    /// Takes a measurement; returns whether it holds from now on. Another clock is believed once two that follow one another
    /// agree on it.
    fn take(&mut self, new: ClockMeasurement) -> bool {
        let before = self.suspect.take();
        let holds = match &self.best {
            None => true,
            Some(best) if new.is_another_clock(best) => {
                let is_confirmed = before.is_some_and(|before| !new.is_another_clock(&before));
                self.suspect = (!is_confirmed).then_some(new);
                is_confirmed
            }
            Some(best) => new.is_better_than(best),
        };
        if holds {
            self.best = Some(new);
        }
        holds
    }
}

impl ClockMeasurement {
    /// Returns whether the two are of different clocks.
    fn is_another_clock(&self, other: &Self) -> bool {
        // Half a round trip is the most that a measurement is wrong by. What is further away is another clock.
        let slack_us = u64::midpoint(self.round_trip_us, other.round_trip_us) + 1_000;
        self.ahead_us.abs_diff(other.ahead_us) > slack_us
    }

    /// Returns whether it says more about the same clock than an older one, which is wrong by the drift since.
    fn is_better_than(&self, older: &Self) -> bool {
        let drift_us = self.at_us.saturating_sub(older.at_us) / DRIFT;
        self.round_trip_us <= older.round_trip_us.saturating_add(drift_us)
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
    fn the_shortest_round_trip_counts_until_drift_costs_more_or_the_clock_is_another() {
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
        assert_eq!(asked(3_000_000, sent_us + 1_500_000 + 9_000), 480, "a lost packet says nothing");
        let sent_us = local.now_us();
        assert_eq!(asked(4_000, sent_us + 2_000 + 600), 600, "the drift since the old one is more");
        let sent_us = local.now_us();
        let jump_us = 90_000_000;
        assert_eq!(asked(9_000, sent_us + 4_500 + jump_us), 600, "a single jump is no other clock");
        let sent_us = local.now_us();
        assert_eq!(asked(4_000, sent_us + 2_000 + 600), 600);
        let sent_us = local.now_us();
        assert_eq!(
            asked(9_000, sent_us + 4_500 + jump_us),
            600,
            "nor are two that do not follow one another"
        );
        let sent_us = local.now_us();
        assert_eq!(asked(9_000, sent_us + 4_500 + jump_us), jump_us, "another clock");
    }
}
