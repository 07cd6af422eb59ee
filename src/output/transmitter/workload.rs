//! How busy a transmitter is, and how much it therefore sends at once.
//!
//! In: the time that it works. Out: how much sound it holds back for those who can wait: sending 200 ms half as often
//! costs half as much, 500 ms a fifth. Never: anything for those who hear live, with messages of less than 100 ms.

/// Sound that is sent at once at least, in microseconds, from one step to the next.
const STEPS_US: [u64; 3] = [0, 200_000, 500_000];
/// Time over which work is counted, 1 s.
const WINDOW_US: u64 = 1_000_000;
/// A transmitter that works for more than this part of the time, in percent, is about to be late.
const FULL_PERCENT: u64 = 90;
/// With less than this it is still not full one step back, where it has two and a half times as much to do.
const CALM_PERCENT: u64 = 35;
/// Calm windows in a row before it goes a step back.
const CALM_WINDOWS: u32 = 10;

/// Counts a transmitter's work.
#[derive(Debug, Default)]
pub(super) struct Workload {
    step: usize,
    /// Begin of the window, in microseconds.
    since_us: u64,
    busy_us: u64,
    calm_windows: u32,
}

impl Workload {
    /// Returns how much sound is sent at once at least, in microseconds.
    pub(super) fn hold_us(&self) -> u64 {
        STEPS_US[self.step]
    }

    /// Counts work from one time to another, in microseconds; returns whether [`hold_us`](Self::hold_us) is another now.
    pub(super) fn count(&mut self, from_us: u64, to_us: u64) -> bool {
        self.busy_us += to_us.saturating_sub(from_us);
        let window_us = to_us.saturating_sub(self.since_us);
        if window_us < WINDOW_US {
            return false;
        }
        let percent = self.busy_us.saturating_mul(100) / window_us;
        (self.since_us, self.busy_us) = (to_us, 0);
        self.calm_windows = if percent < CALM_PERCENT { self.calm_windows + 1 } else { 0 };
        let before = self.step;
        if percent > FULL_PERCENT {
            self.step = (self.step + 1).min(STEPS_US.len() - 1);
        } else if self.calm_windows == CALM_WINDOWS {
            self.calm_windows = 0;
            self.step = self.step.saturating_sub(1);
        }
        self.step != before
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Works for so many percent of each of `seconds`, in pieces of 100 ms; returns what is held back after each, in ms.
    fn held(workload: &mut Workload, from_second: u64, seconds: u64, percent: u64) -> Vec<u64> {
        let mut held = Vec::new();
        for second in from_second..from_second + seconds {
            for piece in 1..=10 {
                let to_us = second * WINDOW_US + piece * 100_000;
                workload.count(to_us - percent * 1_000, to_us);
            }
            held.push(workload.hold_us() / 1_000);
        }
        held
    }

    #[test]
    fn a_full_core_sends_more_at_once_and_a_calm_one_goes_back() {
        let mut workload = Workload::default();
        assert_eq!(held(&mut workload, 0, 5, 80), [0; 5]);
        assert_eq!(held(&mut workload, 5, 3, 95), [200, 500, 500]);
        assert_eq!(held(&mut workload, 8, 20, 60), [500; 20], "neither full nor calm");
        let back = held(&mut workload, 28, 25, 30);
        assert_eq!(back, [[500; 9].as_slice(), &[200; 10], &[0; 6]].concat());
    }

    #[test]
    fn a_long_sleep_is_no_work() {
        let mut workload = Workload::default();
        assert!(!workload.count(0, 1));
        assert!(!workload.count(60_000_000, 60_000_100));
        assert_eq!(workload.hold_us(), 0);
    }
}
