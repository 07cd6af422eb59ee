//! The epoch from which an edge takes a station.
//!
//! Servers that stand in for each other count an epoch up each time that another one goes on air. Two may make sound at once for
//! a while, where one is cut off: of those, the higher epoch is heard.

use std::sync::{Mutex, PoisonError};

use crate::broadcast::Broadcast;

/// A lower epoch is taken again after it was refused for so long, in microseconds, while nothing came of the higher one: any
/// sound is better than none.
const FORGET_US: u64 = 30_000_000;
/// Refusals further apart than this, in microseconds, do not belong together: nobody listened in between.
const APART_US: u64 = 20_000_000;

/// The epoch of a station, shared by its renditions.
#[derive(Debug, Default)]
pub(super) struct StationEpoch(Mutex<EpochState>);

#[derive(Debug, Default)]
struct EpochState {
    /// The epoch that is heard; 0 is that of a server that is alone.
    current: u64,
    /// The highest epoch of which nothing came.
    given_up: u64,
    refusals: Option<Refusals>,
}

/// Times of the first refusal of a lower epoch, and of the last, since sound came.
#[derive(Clone, Copy, Debug)]
struct Refusals {
    first_us: u64,
    last_us: u64,
}

impl StationEpoch {
    /// Returns the epoch that is heard.
    pub(super) fn current(&self) -> u64 {
        self.state(|state| state.current)
    }

    /// Takes note of the epoch in which an origin says that it is on air. One that is too high is ignored.
    pub(super) fn note_described(&self, epoch: u64) {
        self.state(|state| {
            if epoch <= Broadcast::MOST_EPOCH && epoch > state.current && epoch > state.given_up {
                (state.current, state.refusals) = (epoch, None);
            }
        });
    }

    /// Returns whether a server that greets in this epoch at `now_us` is to be heard.
    pub(super) fn greets(&self, epoch: u64, now_us: u64) -> bool {
        self.state(|state| {
            if epoch < state.current {
                let since = state.refusals.filter(|before| now_us.saturating_sub(before.last_us) < APART_US);
                let first_us = since.map_or(now_us, |since| since.first_us);
                if now_us.saturating_sub(first_us) < FORGET_US {
                    state.refusals = Some(Refusals { first_us, last_us: now_us });
                    return false;
                }
                state.given_up = state.current;
            }
            if epoch != state.current {
                (state.current, state.refusals) = (epoch, None);
            }
            true
        })
    }

    /// Returns whether frames that come in this epoch are to be heard.
    pub(super) fn hears(&self, epoch: u64) -> bool {
        self.state(|state| {
            if epoch < state.current {
                return false;
            }
            state.refusals = None;
            if epoch >= state.given_up {
                state.given_up = 0;
            }
            true
        })
    }

    fn state<T>(&self, act: impl FnOnce(&mut EpochState) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND_US: u64 = 1_000_000;

    #[test]
    fn frames_of_an_epoch_that_is_over_are_dropped_at_once_however_it_is_known() {
        let epoch = StationEpoch::default();
        assert!(epoch.greets(5, 0) && epoch.hears(5));
        epoch.note_described(6);
        assert!(!epoch.hears(5) && !epoch.greets(5, SECOND_US));
        assert!(epoch.greets(6, SECOND_US) && epoch.hears(6));
        assert!(epoch.greets(7, SECOND_US), "another rendition has come over");
        assert!(!epoch.hears(6));
        for wrong in [3, u64::MAX, Broadcast::MOST_EPOCH + 1] {
            epoch.note_described(wrong);
            assert_eq!(epoch.current(), 7, "{wrong}");
        }
    }

    #[test]
    fn a_lower_epoch_or_none_is_heard_again_once_nothing_comes_of_the_higher_one() {
        let epoch = StationEpoch::default();
        assert!(epoch.greets(7, 0) && epoch.hears(7));
        assert!((100..130).all(|second| !epoch.greets(0, second * SECOND_US)));
        assert!(epoch.greets(0, 130 * SECOND_US) && epoch.hears(0), "a server without NATS");
        epoch.note_described(7);
        assert!(epoch.hears(0), "its description alone is no sound");
        assert!(epoch.greets(7, 131 * SECOND_US) && epoch.hears(7) && !epoch.hears(0));
        epoch.note_described(8);
        assert!(!epoch.hears(7));
    }

    #[test]
    fn a_server_whose_turn_is_over_is_not_taken_because_nobody_listened_for_long() {
        let epoch = StationEpoch::default();
        assert!(epoch.greets(7, 0) && epoch.hears(7));
        assert!(!epoch.greets(6, SECOND_US));
        assert!(!epoch.greets(6, 3_600 * SECOND_US));
        assert!((3_601..3_620).all(|second| !epoch.greets(6, second * SECOND_US)));
        assert!(epoch.hears(7), "sound comes: refusals are forgotten");
        assert!((3_620..3_650).all(|second| !epoch.greets(6, second * SECOND_US)));
    }
}
