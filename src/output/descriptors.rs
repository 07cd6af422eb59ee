//! File descriptors: every connection needs one, and so do the next track and the database.

use std::os::fd::{AsFd, AsRawFd};

use super::log_throttle::LogThrottle;
use crate::clock::{Clock, SystemClock};
use crate::sys::raise_descriptors;

/// Descriptors that connections leave to the music.
const KEPT_BACK: u64 = 64;

/// Descriptors that listeners leave to DJs and to the dashboard beyond that, at most, and as a part of all.
const KEPT_FOR_STAFF: u64 = 32;
const PART_FOR_STAFF: u64 = 16;

/// What one address may have of the web server's connections without signing in, as a part of all.
const PART_OF_ADDRESS: u64 = 8;

/// Descriptors that are made free at once, as a part of all, and at most.
const PART_MADE_FREE: u64 = 32;
const MOST_MADE_FREE: usize = 128;

/// Limit on file descriptors.
pub struct Descriptors {
    limit: u64,
    shortage: LogThrottle,
    clock: SystemClock,
}

/// Log message that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum News {
    None,
    Short,
    Ample,
}

impl Descriptors {
    /// Raises the limit as far as the system allows without asking anybody.
    pub fn raise() -> Self {
        Self::up_to(raise_descriptors(0))
    }

    /// Returns the largest number of descriptors.
    pub fn limit(&self) -> u64 {
        self.limit
    }

    /// Takes `limit` for the largest number of descriptors.
    pub(crate) fn up_to(limit: u64) -> Self {
        Self { limit, shortage: LogThrottle::default(), clock: SystemClock::start() }
    }

    /// Returns whether the connection may stay: not if it took one of the last descriptors, which the music needs.
    /// Numbers are allocated lowest first, so a high one says that all below are taken.
    pub fn leave_room_for(&self, connection: &impl AsFd) -> bool {
        let connection = connection.as_fd();
        let next = || connection.try_clone_to_owned().ok().map(|next| number(&next));
        let (room, news) = self.leave_room(number(&connection), self.clock.now_us(), next);
        match news {
            News::Short => tracing::warn!(
                limit = self.limit,
                "there are as many connections as file descriptors; newcomers are turned away \
                 (systemd: LimitNOFILE=65536)"
            ),
            News::Ample => tracing::info!("there are file descriptors for newcomers again"),
            News::None => {}
        }
        room
    }

    /// Returns how many connections make room at once where there is none, so that few newcomers are left with the highest
    /// numbers.
    pub fn made_free_at_once(&self) -> usize {
        usize::try_from(self.limit / PART_MADE_FREE).unwrap_or(MOST_MADE_FREE).clamp(1, MOST_MADE_FREE)
    }

    /// Returns how many connections one address may have without signing in while descriptors are short.
    pub fn share_of_address(&self) -> usize {
        usize::try_from(self.limit / PART_OF_ADDRESS).unwrap_or(usize::MAX)
    }

    /// Returns whether a listener's connection may stay: the last descriptors are for DJs and for the dashboard.
    pub fn leave_room_for_staff(&self, connection: &impl AsFd) -> bool {
        let kept = KEPT_BACK + KEPT_FOR_STAFF.min(self.limit / PART_FOR_STAFF);
        connection.as_fd().as_raw_fd().try_into().is_ok_and(|number: u64| number + kept < self.limit)
    }

    /// Decides by a descriptor's number whether its connection may stay. `next` gives the lowest that is free now:
    /// a connection may have waited for its turn while others took all the rest.
    fn leave_room(&self, number: u64, now_us: u64, next: impl FnOnce() -> Option<u64>) -> (bool, News) {
        if number + KEPT_BACK >= self.limit {
            return (false, if self.shortage.goes_on(now_us) { News::Short } else { News::None });
        }
        // Only when a good part is free again: whoever is turned away then is news.
        let is_ample = || next().is_some_and(|next| next + 2 * KEPT_BACK < self.limit);
        (true, if self.shortage.ends(now_us, is_ample) { News::Ample } else { News::None })
    }
}

fn number(descriptor: &impl AsRawFd) -> u64 {
    u64::try_from(descriptor.as_raw_fd()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn that_there_are_none_is_told_once_each_time() {
        let descriptors = Descriptors::up_to(1_000);
        let check = |second: u64, number, next, expected| {
            let heard = descriptors.leave_room(number, second * 1_000_000, || next);
            assert_eq!(heard, expected, "{number}, then {next:?}, after {second} s");
        };
        check(1, 500, Some(501), (true, News::None));
        check(2, 936, None, (false, News::Short));
        // Those at the limit come and go.
        for second in 3..60 {
            check(second, 999, None, (false, News::None));
            check(second, 500, Some(501), (true, News::None));
        }
        check(68, 500, Some(501), (true, News::None));
        check(69, 500, None, (true, News::None));
        check(70, 500, Some(872), (true, News::None));
        check(71, 500, Some(871), (true, News::Ample));
        check(72, 500, Some(871), (true, News::None));
        check(73, 936, Some(3), (false, News::Short));
    }

    #[test]
    fn the_last_descriptors_are_not_for_connections() {
        let file = std::fs::File::open("/dev/null").unwrap();
        let number = number(&file);
        let check = |limit, expected| {
            let descriptors = Descriptors::up_to(limit);
            descriptors.shortage.goes_on(0);
            assert_eq!(descriptors.leave_room_for(&file), expected, "{number} of {limit}");
            assert!(!descriptors.leave_room_for_staff(&file), "{number} of {limit}");
        };
        assert!(Descriptors::up_to(number + KEPT_BACK + KEPT_FOR_STAFF + 1).leave_room_for_staff(&file));
        check(number + KEPT_BACK + 1, true);
        check(number + KEPT_BACK, false);
        assert!(Descriptors::raise().limit > KEPT_BACK);
    }
}
