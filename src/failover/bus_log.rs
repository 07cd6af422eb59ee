//! Lines of the log on whether the bus answers.

/// Lines that begin a time without answers are so far apart, in microseconds: a bus that comes and goes does not fill the log.
const APART_US: u64 = 60_000_000;
/// While the bus is away, that is said again so often, in microseconds.
const AGAIN_US: u64 = 600_000_000;

/// Says once that the bus is away, and once that it is back.
#[derive(Debug, Default)]
pub(super) struct BusLog {
    /// True if the log says that it is away.
    is_said: bool,
    /// Time of the last line that says so, in microseconds.
    said_us: Option<u64>,
}

impl BusLog {
    /// Takes note that the bus does not answer at `now_us`; returns whether that is to be said.
    pub(super) fn goes(&mut self, now_us: u64) -> bool {
        let apart_us = if self.is_said { AGAIN_US } else { APART_US };
        let is_news = self.said_us.is_none_or(|said_us| now_us.saturating_sub(said_us) >= apart_us);
        if is_news {
            (self.is_said, self.said_us) = (true, Some(now_us));
        }
        is_news
    }

    /// Takes note that the bus answers; returns whether that is to be said.
    pub(super) fn is_back(&mut self) -> bool {
        std::mem::take(&mut self.is_said)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_said_once_that_the_bus_is_away_and_once_that_it_is_back() {
        let mut log = BusLog::default();
        assert!(!log.is_back(), "it was never away");
        assert!(log.goes(0));
        assert!((1..600).all(|second| !log.goes(second * 1_000_000)));
        assert!(log.goes(AGAIN_US), "it still is");
        assert!(log.is_back() && !log.is_back());
        // It comes and goes.
        let mut lines = 0;
        for second in 601..=720 {
            lines += usize::from(log.goes(second * 1_000_000)) + usize::from(log.is_back());
        }
        assert_eq!(lines, 4);
    }
}
