//! Number of events that should have happened by now.

/// Things that happen so many times a second.
pub(super) struct JoinSchedule {
    begun_us: u64,
    per_second: u32,
    done: u64,
}

impl JoinSchedule {
    /// The first is due at `begun_us`.
    pub(super) fn new(begun_us: u64, per_second: u32) -> Self {
        Self { begun_us, per_second, done: 0 }
    }

    /// Returns the number of events that are due and not done.
    pub(super) fn due(&self, now_us: u64) -> u64 {
        let elapsed = now_us.saturating_sub(self.begun_us);
        (elapsed * u64::from(self.per_second)).div_ceil(1_000_000).saturating_sub(self.done)
    }

    pub(super) fn one_done(&mut self) {
        self.done += 1;
    }

    /// Returns the time of the next event, in microseconds; `None` if there is none.
    pub(super) fn next_us(&self) -> Option<u64> {
        let per_second = u64::from(self.per_second);
        (per_second > 0).then(|| self.begun_us + self.done * 1_000_000 / per_second + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn being_late_is_made_up_for() {
        let mut pace = JoinSchedule::new(1_000_000, 10);
        assert_eq!(pace.due(1_000_000), 0);
        assert_eq!((pace.due(1_000_001), pace.next_us()), (1, Some(1_000_001)));
        pace.one_done();
        assert_eq!((pace.due(1_100_000), pace.next_us()), (0, Some(1_100_001)));
        assert_eq!(pace.due(2_000_000), 9);
        assert_eq!(JoinSchedule::new(0, 0).next_us(), None);
        assert_eq!(JoinSchedule::new(0, 0).due(u64::MAX), 0);
    }
}
