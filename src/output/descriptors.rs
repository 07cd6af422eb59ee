//! File descriptors: every connection needs one, and so do the next track and the database.

use std::os::fd::{AsFd, AsRawFd};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::machine::raise_descriptors;

/// Descriptors that connections leave to the music.
const KEPT_BACK: u64 = 64;

/// How far descriptors go.
#[derive(Debug)]
pub struct Descriptors {
    limit: u64,
    told: AtomicBool,
}

impl Descriptors {
    /// Raises the limit as far as the system allows without asking anybody.
    pub fn raise() -> Self {
        Self { limit: raise_descriptors(0), told: AtomicBool::new(false) }
    }

    /// Whether the connection may stay: not if it took one of the last descriptors, which the music needs.
    /// Numbers are given out lowest first, so a high one says that all below are taken.
    pub fn leave_room_for(&self, connection: &impl AsFd) -> bool {
        let connection = connection.as_fd();
        self.leave_room(number(&connection), || {
            connection.try_clone_to_owned().ok().map(|next| number(&next))
        })
    }

    /// The same for a number. `next` gives the lowest that is free now: a connection may have waited for its turn
    /// while others took all the rest.
    fn leave_room(&self, number: u64, next: impl FnOnce() -> Option<u64>) -> bool {
        let room = number + KEPT_BACK < self.limit;
        if !room && !self.told.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                limit = self.limit,
                "there are as many connections as file descriptors; newcomers are turned away \
                 (systemd: LimitNOFILE=65536)"
            );
        }
        // Only when a good part is free again: whoever is turned away then is news.
        if room
            && self.told.load(Ordering::Relaxed)
            && next().is_some_and(|next| next + 2 * KEPT_BACK < self.limit)
            && self.told.swap(false, Ordering::Relaxed)
        {
            tracing::info!("there are file descriptors for newcomers again");
        }
        room
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
        let descriptors = Descriptors { limit: 1_000, told: AtomicBool::new(false) };
        let check = |number, next, expected| {
            let room = descriptors.leave_room(number, || next);
            assert_eq!((room, descriptors.told.load(Ordering::Relaxed)), expected, "{number}, then {next:?}");
        };
        check(500, None, (true, false));
        check(936, None, (false, true));
        check(999, None, (false, true));
        check(500, None, (true, true));
        check(500, Some(872), (true, true));
        check(500, Some(871), (true, false));
        check(936, Some(3), (false, true));
    }

    #[test]
    fn the_last_descriptors_are_not_for_connections() {
        let file = std::fs::File::open("/dev/null").unwrap();
        let number = number(&file);
        let check = |limit, expected| {
            let descriptors = Descriptors { limit, told: AtomicBool::new(true) };
            assert_eq!(descriptors.leave_room_for(&file), expected, "{number} of {limit}");
        };
        check(number + KEPT_BACK + 1, true);
        check(number + KEPT_BACK, false);
        assert!(Descriptors::raise().limit > KEPT_BACK);
    }
}
