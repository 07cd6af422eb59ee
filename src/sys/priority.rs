//! Work that can wait.

/// Niceness of background work, of 0 to 19: a third of an ordinary thread's share, for people wait for some of it.
const BACK: i32 = 5;

/// Lets everybody else's work go before this thread's, for as long as it lives.
pub fn step_back() {
    // On Linux it counts for the thread alone. Refused, the work is only done sooner than it had to be.
    let _ = rustix::process::nice(BACK);
}
