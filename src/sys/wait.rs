//! Waiting for other threads, with an end.

use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::Duration;

/// Interval between two looks.
const STEP: Duration = Duration::from_millis(20);

/// Waits until `is_done`, but not for longer than `within`; returns whether it is.
pub fn wait_until(within: Duration, is_done: impl Fn() -> bool) -> bool {
    let (_never, pause) = sync_channel::<()>(0);
    for _ in 0..within.as_millis() / STEP.as_millis() {
        if is_done() {
            return true;
        }
        // Nobody sends: this is a pause.
        let _: Result<(), RecvTimeoutError> = pause.recv_timeout(STEP);
    }
    is_done()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn waiting_ends_when_it_is_done_and_at_the_limit() {
        let looks = Cell::new(0);
        let third = || looks.replace(looks.get() + 1) == 2;
        assert!(wait_until(Duration::from_secs(10), third));
        assert_eq!(looks.get(), 3);
        assert!(!wait_until(3 * STEP, || false));
    }
}
