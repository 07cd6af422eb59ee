//! The stations' state, as servers that stand by are told it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::clock::{Clock, boot_us};
use crate::production::OnAirState;

/// Stations whose state is kept at most.
const MOST_STATIONS: usize = 500;
/// The longest state that is read, in bytes.
const MOST_MESSAGE: usize = 64 * 1_024;
/// Letters of a station's slug at most.
const LONGEST_SLUG: usize = 40;
/// Clocks differ by so much at most, in microseconds: a day.
const MOST_LEAD_US: i64 = 86_400_000_000;
/// A station's next block is so far from the time at which its state was sent at most, in microseconds.
const MOST_OFF_US: u64 = 30_000_000;

/// A station's state on its way.
#[derive(Serialize, Deserialize)]
struct StateMessage {
    /// The epoch of the server on air.
    epoch: u64,
    /// Its clock when it was sent, in microseconds.
    sent_us: u64,
    station: OnAirState,
}

/// Reasons why a state is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum StateRefused {
    #[error("it is not understood")]
    Malformed,
    #[error("it is of a server that does not have the lease")]
    Epoch,
    #[error("its clock differs from this server's by more than a day")]
    Clock,
    #[error("its place is far from its own clock")]
    Place,
    #[error("there are too many stations")]
    TooMany,
}

/// The newest states of the server on air; clones share them.
#[derive(Clone, Debug, Default)]
pub struct StatesOnAir(Arc<Mutex<KnownStates>>);

#[derive(Debug, Default)]
struct KnownStates {
    epoch: u64,
    by_slug: BTreeMap<String, OnAirState>,
    /// Time of the newest of them, in microseconds since the machine started.
    told_us: Option<u64>,
    /// Lead of the other server's clock over the local one, in microseconds: at least so much.
    lead_us: Option<i64>,
}

/// Returns a station's state as a message.
pub(super) fn message(epoch: u64, sent_us: u64, station: OnAirState) -> Option<Bytes> {
    serde_json::to_vec(&StateMessage { epoch, sent_us, station }).ok().map(Bytes::from)
}

impl StatesOnAir {
    /// Takes a message that came at `now_us` by the local clock. `of_lease` is the epoch of the server that has the lease:
    /// whoever else tells states is not on air.
    pub(super) fn take(&self, message: &[u8], of_lease: u64, now_us: u64) -> Result<(), StateRefused> {
        if message.len() > MOST_MESSAGE {
            return Err(StateRefused::Malformed);
        }
        let StateMessage { epoch, sent_us, station } =
            serde_json::from_slice(message).map_err(|_| StateRefused::Malformed)?;
        if station.slug.is_empty() || station.slug.len() > LONGEST_SLUG {
            return Err(StateRefused::Malformed);
        }
        if epoch != of_lease {
            return Err(StateRefused::Epoch);
        }
        let lead_us = lead(sent_us, now_us).ok_or(StateRefused::Clock)?;
        if station.next_us().abs_diff(sent_us) > MOST_OFF_US {
            return Err(StateRefused::Place);
        }
        let mut known = self.lock();
        if epoch != known.epoch {
            tracing::info!(epoch, "is told where the stations are");
            *known = KnownStates { epoch, ..KnownStates::default() };
        }
        if known.by_slug.len() >= MOST_STATIONS && !known.by_slug.contains_key(&station.slug) {
            return Err(StateRefused::TooMany);
        }
        // The shorter the way, the nearer is this to the truth.
        known.lead_us = Some(known.lead_us.map_or(lead_us, |most| most.max(lead_us)));
        known.by_slug.insert(station.slug.clone(), station);
        known.told_us = Some(boot_us());
        Ok(())
    }

    /// Returns the time since the newest of them came, in milliseconds.
    pub(super) fn told_ms(&self) -> Option<u64> {
        self.lock().told_us.map(|told_us| boot_us().saturating_sub(told_us) / 1_000)
    }

    /// Returns the newest state of each station.
    pub fn all(&self) -> Vec<OnAirState> {
        self.lock().by_slug.values().cloned().collect()
    }

    /// Moves `clock` forward to the other server's, if it is behind: numbers and times never go back. Returns how much it is
    /// ahead, in microseconds, if it is not behind.
    pub fn set(&self, clock: &dyn Clock) -> u64 {
        let lead_us = self.lock().lead_us.unwrap_or_default();
        if let Ok(lead_us) = u64::try_from(lead_us) {
            clock.move_forward(lead_us);
        }
        lead_us.min(0).unsigned_abs()
    }

    fn lock(&self) -> MutexGuard<'_, KnownStates> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns the lead of a clock that said `sent_us` over the local one; `None` if no two clocks differ by so much.
fn lead(sent_us: u64, now_us: u64) -> Option<i64> {
    let lead_us = i64::try_from(sent_us).ok()?.checked_sub(i64::try_from(now_us).ok()?)?;
    (-MOST_LEAD_US..=MOST_LEAD_US).contains(&lead_us).then_some(lead_us)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW_US: u64 = 1_800_000_000_000_000;

    fn check(states: &StatesOnAir, epoch: u64, sent_us: u64, slug: &str) -> Result<(), StateRefused> {
        let station = OnAirState::example(slug, sent_us);
        states.take(&message(epoch, sent_us, station).unwrap(), 7, NOW_US)
    }

    #[test]
    fn only_the_server_that_has_the_lease_tells_where_the_stations_are_and_within_bounds() {
        let states = StatesOnAir::default();
        assert_eq!(check(&states, 6, NOW_US, "main"), Err(StateRefused::Epoch));
        assert_eq!(check(&states, u64::MAX, NOW_US, "main"), Err(StateRefused::Epoch));
        let day_us = MOST_LEAD_US.unsigned_abs();
        for far_us in [NOW_US + 2 * day_us, NOW_US - 2 * day_us, 0, u64::MAX] {
            assert_eq!(check(&states, 7, far_us, "main"), Err(StateRefused::Clock), "{far_us}");
        }
        assert_eq!(check(&states, 7, NOW_US, &"a".repeat(41)), Err(StateRefused::Malformed));
        let off = OnAirState::example("main", NOW_US + 2 * MOST_OFF_US);
        let taken = states.take(&message(7, NOW_US, off).unwrap(), 7, NOW_US);
        assert_eq!(taken, Err(StateRefused::Place));
        assert_eq!(states.take(&vec![b' '; MOST_MESSAGE + 1], 7, NOW_US), Err(StateRefused::Malformed));
        assert!(states.all().is_empty());
        for place in 0..MOST_STATIONS {
            assert_eq!(check(&states, 7, NOW_US, &format!("s{place}")), Ok(()));
        }
        assert_eq!(check(&states, 7, NOW_US, "main"), Err(StateRefused::TooMany));
        assert_eq!(check(&states, 7, NOW_US, "s0"), Ok(()));
    }

    #[test]
    fn a_clock_that_is_behind_is_moved_and_one_that_is_ahead_is_told_by_how_much() {
        let hour_us = 3_600_000_000;
        let clock = crate::clock::SystemClock::start();
        for (sent_us, ahead_us, moved_us) in [(NOW_US + hour_us, 0, hour_us), (NOW_US - hour_us, hour_us, 0)]
        {
            let states = StatesOnAir::default();
            check(&states, 7, sent_us, "main").unwrap();
            let before_us = clock.now_us();
            assert_eq!(states.set(&clock), ahead_us);
            assert!((moved_us..moved_us + hour_us / 2).contains(&(clock.now_us() - before_us)));
        }
    }
}
