//! The pace at which files are fetched: some at once, and then one in a while.

use std::collections::HashMap;
use std::net::IpAddr;

use crate::model::client_prefix;

/// The pace of all listeners together: one who plays from hour to hour is far below it.
const ALL: PaceLimit = PaceLimit { burst: 12, every_us: 60_000_000 };
/// The pace of those at one address, so that they leave some to others.
const EACH: PaceLimit = PaceLimit { burst: 4, every_us: 240_000_000 };

/// So many files at once, if none was fetched for a while, and then one in so many microseconds.
#[derive(Clone, Copy)]
struct PaceLimit {
    burst: u64,
    every_us: u64,
}

/// Counts fetches. Listeners that nobody knows begin them, and storage may be paid for by what leaves it.
#[derive(Debug, Default)]
pub(super) struct FetchPace {
    all: PaceState,
    /// By [`client_prefix`], without those who rested.
    each: HashMap<IpAddr, PaceState>,
}

/// Time at which all fetches up to now would be due, one after the other, in microseconds.
#[derive(Clone, Copy, Debug, Default)]
struct PaceState(u64);

impl FetchPace {
    /// Takes leave to fetch at `now_us` for somebody at `from`, if there is any. Those who come by a proxy on this machine that
    /// is not declared have one address, and are counted only with all others.
    pub(super) fn take(&mut self, from: Option<IpAddr>, now_us: u64) -> bool {
        self.each.retain(|_, state| !state.has_rested(EACH, now_us));
        let Some(all) = self.all.after_fetch(ALL, now_us) else { return false };
        if let Some(from) = from.filter(|from| !from.to_canonical().is_loopback()).map(client_prefix) {
            let known = self.each.get(&from).copied().unwrap_or_default();
            let Some(own) = known.after_fetch(EACH, now_us) else { return false };
            self.each.insert(from, own);
        }
        self.all = all;
        true
    }
}

impl PaceState {
    /// Returns the state after a fetch at `now_us`; `None` if it has to wait.
    fn after_fetch(self, limit: PaceLimit, now_us: u64) -> Option<Self> {
        let due_us = self.0.max(now_us.saturating_sub((limit.burst - 1) * limit.every_us));
        (due_us <= now_us).then_some(Self(due_us + limit.every_us))
    }

    /// Returns whether it is as if nothing had been fetched.
    fn has_rested(self, limit: PaceLimit, now_us: u64) -> bool {
        self.0 + (limit.burst - 1) * limit.every_us <= now_us
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW_US: u64 = 1_000 * EACH.every_us;

    /// How many files somebody at an address may fetch at this time.
    fn taken(pace: &mut FetchPace, from: &str, now_us: u64) -> u64 {
        let from = from.parse().ok();
        (0..100).filter(|_| pace.take(from, now_us)).count() as u64
    }

    #[test]
    fn some_are_fetched_at_once_and_then_one_a_minute() {
        let mut pace = FetchPace::default();
        assert_eq!(taken(&mut pace, "127.0.0.1", NOW_US), ALL.burst);
        assert!(!pace.take(None, NOW_US + ALL.every_us - 1) && pace.take(None, NOW_US + ALL.every_us));
        assert!(!pace.take(None, NOW_US + ALL.every_us));
        let later = taken(&mut pace, "127.0.0.1", NOW_US + 1_000 * ALL.every_us);
        assert_eq!(later, ALL.burst, "leave is not saved up");
    }

    #[test]
    fn one_address_leaves_some_to_others() {
        let mut pace = FetchPace::default();
        for address in ["192.0.2.1", "2001:db8::1"] {
            assert_eq!(taken(&mut pace, address, NOW_US), EACH.burst, "{address}");
        }
        assert_eq!(taken(&mut pace, "2001:db8::2", NOW_US), 0, "of the same network");
        assert_eq!(taken(&mut pace, "192.0.2.2", NOW_US), EACH.burst);
        assert_eq!(taken(&mut pace, "192.0.2.3", NOW_US), 0, "all together have their pace, too");
        let later_us = NOW_US + EACH.every_us;
        assert_eq!(taken(&mut pace, "192.0.2.1", later_us), 1);
        assert_eq!(taken(&mut pace, "192.0.2.3", later_us), 3);
        taken(&mut pace, "192.0.2.9", NOW_US + 100 * EACH.every_us);
        assert_eq!(pace.each.len(), 1, "those who rested are forgotten");
    }
}
