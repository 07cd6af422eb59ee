//! Writes refused sign-ins and sources to the log, at a pace that no flood of them can exceed.
//!
//! Each line has the address, the name that was given and what was tried, so that a program such as fail2ban can
//! read it. An address gets a few lines at once and then one in ten seconds; all together a few dozen and then one a
//! second. What was left out is counted in the next line.

use std::collections::HashMap;
use std::fmt::Display;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use crate::model::client_prefix;

/// Lines at once, and microseconds until one more, for one address,
const OF_ADDRESS: Pace = Pace { at_once: 5, refill_us: 10_000_000 };
/// Lines at once, and microseconds until one more, for all addresses together.
const OF_ALL: Pace = Pace { at_once: 30, refill_us: 1_000_000 };
/// Addresses that are remembered.
const REMEMBERED: usize = 1_024;
/// The longest name in a line, in characters.
const LONGEST_NAME: usize = 64;

/// A log of refusals; clones share its pace.
#[derive(Clone, Debug, Default)]
pub(super) struct RefusalLog {
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    /// Time until which the written lines are paid for, in microseconds, by address.
    by_address: HashMap<IpAddr, u64>,
    all_us: u64,
    left_out: u64,
}

/// Rate at which lines may be written.
struct Pace {
    at_once: u64,
    refill_us: u64,
}

impl Pace {
    /// Pays for a line at `now_us`; false if there may be none yet.
    fn take(&self, paid_us: &mut u64, now_us: u64) -> bool {
        let next_us = (*paid_us).max(now_us) + self.refill_us;
        let is_allowed = next_us <= now_us + self.at_once * self.refill_us;
        if is_allowed {
            *paid_us = next_us;
        }
        is_allowed
    }
}

impl RefusalLog {
    /// Writes that `what` was refused to `name` at `address`, unless there were too many such lines.
    pub(super) fn write(
        &self,
        (address, name): (IpAddr, Option<&str>),
        what: &str,
        reason: &dyn Display,
        now_us: u64,
    ) {
        let Some(left_out) = self.take(address, now_us) else { return };
        let name: String = name.unwrap_or("-").chars().take(LONGEST_NAME).collect();
        let address = address.to_canonical();
        // `?` escapes what is no printable letter.
        if left_out == 0 {
            tracing::warn!(%address, ?name, what, %reason, "access refused");
        } else {
            tracing::warn!(%address, ?name, what, %reason, left_out, "access refused");
        }
    }

    /// Returns how many lines were left out before this one, if it may be written.
    fn take(&self, address: IpAddr, now_us: u64) -> Option<u64> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let state = &mut *state;
        let key = client_prefix(address);
        if state.by_address.len() >= REMEMBERED && !state.by_address.contains_key(&key) {
            state.by_address.retain(|_, paid_us| *paid_us > now_us);
        }
        let has_room = state.by_address.len() < REMEMBERED || state.by_address.contains_key(&key);
        let mut crowd = u64::MAX / 2;
        let paid_us = if has_room { state.by_address.entry(key).or_default() } else { &mut crowd };
        let before = *paid_us;
        if OF_ADDRESS.take(paid_us, now_us) {
            if OF_ALL.take(&mut state.all_us, now_us) {
                return Some(std::mem::take(&mut state.left_out));
            }
            *paid_us = before;
        }
        state.left_out += 1;
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: u64 = 1_000_000;

    fn address(number: u32) -> IpAddr {
        IpAddr::from((0x0A00_0000 + number).to_be_bytes())
    }

    #[test]
    fn an_address_gets_a_few_lines_and_what_is_left_out_is_counted() {
        let log = RefusalLog::default();
        let lines = (0..300).filter(|_| log.take(address(1), 0).is_some()).count();
        assert_eq!(lines, 5);
        assert_eq!(log.take(address(2), 0), Some(295));
        assert_eq!(log.take(address(1), 10 * SECOND), Some(0));
        assert_eq!(log.take(address(1), 10 * SECOND), None);
    }

    #[test]
    fn a_flood_from_everywhere_is_written_in_part() {
        let log = RefusalLog::default();
        let lines = (0..100_000).filter(|number| log.take(address(*number), 0).is_some()).count();
        assert_eq!(lines, 30);
        assert!(log.state.lock().unwrap().by_address.len() <= REMEMBERED);
        let lines = (1..=60).filter(|round| log.take(address(7), round * 10 * SECOND).is_some()).count();
        assert_eq!(lines, 60, "a quiet address is not left out for long");
    }
}
