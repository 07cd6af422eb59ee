//! Trouble that comes and goes, told once while it lasts.

use std::sync::atomic::{AtomicU64, Ordering};

/// Time without trouble, in microseconds, after which it is over.
pub const QUIET_US: u64 = 10_000_000;

/// A time of trouble. It is over when there was none for [`QUIET_US`]: a moment without is part of it.
#[derive(Debug, Default)]
pub struct LogThrottle {
    /// Time of the latest trouble, in microseconds; 0 if it is over.
    last_us: AtomicU64,
}

impl LogThrottle {
    /// There is trouble. True if that is news.
    pub fn goes_on(&self, now_us: u64) -> bool {
        let last_us = self.last_us.swap(now_us.max(1), Ordering::Relaxed);
        last_us == 0 || now_us >= last_us.saturating_add(QUIET_US)
    }

    /// There is none. True if it is over by that and was not before, provided that `is_well` says so too.
    pub fn ends(&self, now_us: u64, is_well: impl FnOnce() -> bool) -> bool {
        let last_us = self.last_us.load(Ordering::Relaxed);
        last_us != 0
            && now_us >= last_us.saturating_add(QUIET_US)
            && is_well()
            && self.last_us.compare_exchange(last_us, 0, Ordering::Relaxed, Ordering::Relaxed).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_without_is_part_of_it() {
        let episode = LogThrottle::default();
        let second = 1_000_000;
        assert!(!episode.ends(second, || true), "nothing was");
        assert!(episode.goes_on(second));
        for moment in 2..100 {
            assert!(!episode.ends(moment * second, || true));
            assert!(!episode.goes_on(moment * second + 1));
        }
        let end = 99 * second + 1 + QUIET_US;
        assert!(!episode.ends(end - 1, || true));
        assert!(!episode.ends(end, || false));
        assert!(episode.ends(end, || true));
        assert!(!episode.ends(end, || true), "once");
        assert!(episode.goes_on(end));
        assert!(!episode.goes_on(end + QUIET_US - 1));
        assert!(episode.goes_on(end + 2 * QUIET_US), "also if nobody said that it was over");
    }
}
