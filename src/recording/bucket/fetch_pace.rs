//! The pace at which files are fetched: some at once, and then one in a while.

/// Files that are fetched at once, if none was for a while.
const BURST: u64 = 12;
/// After those, one in so many microseconds: a listener who plays from hour to hour is below it.
const EVERY_US: u64 = 60_000_000;

/// Counts fetches. Listeners that nobody knows begin them, and storage may be paid for by what leaves it.
#[derive(Debug, Default)]
pub(super) struct FetchPace {
    /// Time at which all fetches up to now would be due, one after the other, in microseconds.
    due_us: u64,
}

impl FetchPace {
    /// Takes leave to fetch at `now_us`, if there is any.
    pub(super) fn take(&mut self, now_us: u64) -> bool {
        let due_us = self.due_us.max(now_us.saturating_sub((BURST - 1) * EVERY_US));
        let may = due_us <= now_us;
        if may {
            self.due_us = due_us + EVERY_US;
        }
        may
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_are_fetched_at_once_and_then_one_a_minute() {
        let mut pace = FetchPace::default();
        let now_us = 1_000 * EVERY_US;
        let taken = (0..100).filter(|_| pace.take(now_us)).count();
        assert_eq!(taken as u64, BURST);
        assert!(!pace.take(now_us + EVERY_US - 1) && pace.take(now_us + EVERY_US));
        assert!(!pace.take(now_us + EVERY_US));
        let later = (0..100).filter(|_| pace.take(now_us + 1_000 * EVERY_US)).count();
        assert_eq!(later as u64, BURST, "leave is not saved up");
    }
}
