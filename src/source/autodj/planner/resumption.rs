//! Planning that goes on from another process.

use super::Planner;

impl Planner {
    /// Has the track on air, which another process began, end at `ends_us`.
    pub fn expect_end(&mut self, ends_us: u64) {
        self.ends_us = ends_us;
    }
}
