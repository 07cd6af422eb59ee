//! File descriptors: every connection needs one, and so do the next track and the database.

use std::os::fd::AsRawFd;
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
    pub fn leave_room_for(&self, connection: &impl AsRawFd) -> bool {
        let number = u64::try_from(connection.as_raw_fd()).unwrap_or(0);
        let room = number + KEPT_BACK < self.limit;
        if !room && !self.told.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                limit = self.limit,
                "there are as many connections as file descriptors; newcomers are turned away \
                 (systemd: LimitNOFILE=65536)"
            );
        }
        room
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_descriptors_are_not_for_connections() {
        let file = std::fs::File::open("/dev/null").unwrap();
        let number = file.as_raw_fd() as u64;
        let check = |limit, expected| {
            let descriptors = Descriptors { limit, told: AtomicBool::new(true) };
            assert_eq!(descriptors.leave_room_for(&file), expected, "{number} of {limit}");
        };
        check(number + KEPT_BACK + 1, true);
        check(number + KEPT_BACK, false);
        assert!(Descriptors::raise().limit > KEPT_BACK);
    }
}
