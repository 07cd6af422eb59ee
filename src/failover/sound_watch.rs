//! Notices that the server that has the lease makes no sound.

/// Time for a server to make its first sound after it got the lease, in microseconds.
const FIRST_WITHIN_US: u64 = 60_000_000;
/// Time without sound after which the lease is given up, in microseconds.
const SILENT_US: u64 = 10_000_000;
/// Time between two looks that counts at most, in microseconds: a process that was frozen is no station that makes no sound.
const MOST_STEP_US: u64 = 1_000_000;

/// Counts the time without sound.
#[derive(Debug)]
pub(super) struct SoundWatch {
    /// Number of times that sound was reported.
    reports: u64,
    /// Time that may pass without a report, in microseconds.
    left_us: u64,
    looked_us: u64,
}

impl SoundWatch {
    /// Begins at `now_us`, when the server gets the lease.
    pub(super) fn begin(reports: u64, now_us: u64) -> Self {
        Self { reports, left_us: FIRST_WITHIN_US, looked_us: now_us }
    }

    /// Returns whether there has been no sound for too long at `now_us`, where it was reported so many times up to now.
    pub(super) fn is_silent(&mut self, reports: u64, now_us: u64) -> bool {
        let step_us = now_us.saturating_sub(self.looked_us).min(MOST_STEP_US);
        self.looked_us = now_us;
        self.left_us = self.left_us.saturating_sub(step_us);
        if reports != self.reports {
            // A report before all stations are on air does not end the time to prepare.
            self.left_us = self.left_us.max(SILENT_US);
        }
        self.reports = reports;
        self.left_us == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND_US: u64 = 1_000_000;

    #[test]
    fn stations_that_go_on_air_one_after_the_other_have_the_time_to_prepare_and_more_if_they_need_it() {
        let mut watch = SoundWatch::begin(5, 0);
        assert!((1..60).all(|second| !watch.is_silent(6, second * SECOND_US)), "one is on air");
        assert!(watch.is_silent(6, 60 * SECOND_US));
        let mut watch = SoundWatch::begin(5, 0);
        assert!((1..=100).all(|second| !watch.is_silent(5 + second / 9, second * SECOND_US)));
    }

    #[test]
    fn a_server_without_sound_is_noticed_and_one_that_was_frozen_is_not_taken_for_it() {
        let mut watch = SoundWatch::begin(5, 0);
        assert!((1..60).all(|second| !watch.is_silent(5, second * SECOND_US)), "it has to prepare first");
        assert!(watch.is_silent(5, 60 * SECOND_US));
        let mut watch = SoundWatch::begin(5, 0);
        assert!((1..100).all(|second| !watch.is_silent(5 + second / 5, second * SECOND_US)));
        assert!(!watch.is_silent(25, 100 * SECOND_US));
        assert!(!watch.is_silent(25, 1_000 * SECOND_US), "it did not run");
        assert!((1_001..1_009).all(|second| !watch.is_silent(25, second * SECOND_US)));
        assert!(watch.is_silent(25, 1_009 * SECOND_US));
    }
}
