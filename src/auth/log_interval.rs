//! Keeps a line out of the log that was written a moment ago.

use std::sync::{Mutex, PoisonError};

/// Time between two lines, in microseconds.
const EVERY_US: u64 = 60_000_000;

/// A kind of line that is written once a minute at most.
#[derive(Debug, Default)]
pub(super) struct LogInterval(Mutex<Option<u64>>);

impl LogInterval {
    /// Returns whether a line may be written at `now_us`, which counts as written then.
    pub(super) fn take(&self, now_us: u64) -> bool {
        let mut written_us = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_due = written_us.is_none_or(|written_us| now_us.saturating_sub(written_us) >= EVERY_US);
        if is_due {
            *written_us = Some(now_us);
        }
        is_due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_a_minute_is_written() {
        let interval = LogInterval::default();
        let written = (0..600).filter(|second| interval.take(second * 1_000_000)).count();
        assert_eq!(written, 10);
    }
}
