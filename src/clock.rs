//! Time: the only place that asks the machine for it.
//!
//! All times are microseconds of the server's monotonic clock laid on Unix time at start, so they read
//! as wall-clock time and never step.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::audio::SAMPLE_RATE;

/// A source of time that can be waited on.
pub trait Clock: Send + Sync {
    /// The time now, in microseconds since 1970.
    fn now_us(&self) -> u64;

    /// Returns once `time_us` has come; at once if it is past.
    fn wait_until(&self, time_us: u64);

    /// Returns the time of day in microseconds since 1970: [`now_us`](Self::now_us), which never steps, and the steps
    /// of the system's clock that were followed. For schedules and logs.
    fn wall_us(&self) -> u64 {
        self.now_us()
    }

    /// Returns the lead of the time of day over [`now_us`](Self::now_us), in microseconds; negative if it is behind.
    fn ahead_us(&self) -> i64 {
        self.wall_us().cast_signed() - self.now_us().cast_signed()
    }

    /// Moves the clock forward by `by_us` microseconds, to meet one that was ahead. To be called before anything runs by it.
    fn move_forward(&self, by_us: u64) {
        let _ = by_us;
    }

    /// Follows the system's clock if it was set by more than 2 s since this was last called; returns by how many
    /// microseconds.
    fn follow_system(&self) -> Option<i64> {
        None
    }
}

/// The system's clock is followed when it is further away than this, in microseconds: below it, it is being slewed.
const LEAST_STEP_US: i64 = 2_000_000;

/// The machine's clock.
pub struct SystemClock {
    started: Instant,
    started_us: u64,
    /// Amount by which the clock was moved forward, in microseconds.
    moved_us: AtomicU64,
    /// Amount by which the system's clock was set since then, in microseconds, as far as it was followed.
    stepped_us: AtomicI64,
}

impl SystemClock {
    /// Lays the monotonic clock on Unix time as it is now.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the machine's clock")]
    pub fn start() -> Self {
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self {
            started: Instant::now(),
            started_us: since_epoch.as_micros() as u64,
            moved_us: AtomicU64::new(0),
            stepped_us: AtomicI64::new(0),
        }
    }

    /// Goes on by the clock of another process on this machine.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the machine's clock")]
    pub fn continuing(origin: ClockOrigin) -> Self {
        Self {
            started: Instant::now(),
            started_us: monotonic_us().saturating_add_signed(origin.ahead_us),
            moved_us: AtomicU64::new(0),
            stepped_us: AtomicI64::new(origin.stepped_us),
        }
    }
}

/// The time of one process's clock by which another's goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockOrigin {
    /// Lead of the clock over the machine's monotonic clock, in microseconds.
    ahead_us: i64,
    /// Lead of the time of day over the clock, in microseconds.
    stepped_us: i64,
}

impl ClockOrigin {
    /// Returns the origin of `clock`, which runs on this machine.
    pub fn of(clock: &dyn Clock) -> Self {
        Self { ahead_us: clock.now_us() as i64 - monotonic_us() as i64, stepped_us: clock.ahead_us() }
    }
}

/// The machine's monotonic clock, in microseconds: the same in every process.
pub fn monotonic_us() -> u64 {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::Monotonic);
    now.tv_sec as u64 * 1_000_000 + now.tv_nsec as u64 / 1_000
}

impl Clock for SystemClock {
    fn now_us(&self) -> u64 {
        self.started_us + self.moved_us.load(Ordering::Relaxed) + self.started.elapsed().as_micros() as u64
    }

    fn move_forward(&self, by_us: u64) {
        self.moved_us.fetch_add(by_us, Ordering::Relaxed);
        // The time of day stays.
        self.stepped_us.fetch_sub(by_us.cast_signed(), Ordering::Relaxed);
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the one wait for a time that everything else goes through"
    )]
    fn wait_until(&self, time_us: u64) {
        let now = self.now_us();
        if time_us > now {
            std::thread::sleep(Duration::from_micros(time_us - now));
        }
    }

    fn wall_us(&self) -> u64 {
        self.now_us().saturating_add_signed(self.stepped_us.load(Ordering::Relaxed))
    }

    fn ahead_us(&self) -> i64 {
        self.stepped_us.load(Ordering::Relaxed)
    }

    fn follow_system(&self) -> Option<i64> {
        let step_us = now_us() as i64 - self.wall_us() as i64;
        (step_us.abs() > LEAST_STEP_US).then(|| {
            self.stepped_us.fetch_add(step_us, Ordering::Relaxed);
            step_us
        })
    }
}

/// The time now as the system has it, in microseconds since 1970; it may step when somebody sets it.
#[expect(clippy::disallowed_methods, reason = "this is the one place that reads the machine's clock")]
pub fn now_us() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_micros() as u64
}

/// The time since the machine started, in microseconds. Unlike the monotonic clock, it counts the time that the machine
/// slept.
pub fn boot_us() -> u64 {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    now.tv_sec as u64 * 1_000_000 + now.tv_nsec as u64 / 1_000
}

/// A clock that a test turns by hand: whoever waits on it waits until it was turned far enough.
pub struct ManualClock {
    now_us: Mutex<u64>,
    turned: Condvar,
    stepped_us: AtomicI64,
}

impl ManualClock {
    /// A clock that stands at `now_us`.
    pub fn at(now_us: u64) -> Self {
        Self { now_us: Mutex::new(now_us), turned: Condvar::new(), stepped_us: AtomicI64::new(0) }
    }

    /// Turns the clock forward by `by`.
    pub fn advance(&self, by: Duration) {
        *self.now_us.lock().unwrap_or_else(PoisonError::into_inner) += by.as_micros() as u64;
        self.turned.notify_all();
    }

    /// Sets the time of day by `by_us` microseconds, as somebody sets the system's clock.
    pub fn step(&self, by_us: i64) {
        self.stepped_us.fetch_add(by_us, Ordering::Relaxed);
    }
}

impl Clock for ManualClock {
    fn now_us(&self) -> u64 {
        *self.now_us.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait_until(&self, time_us: u64) {
        let now = self.now_us.lock().unwrap_or_else(PoisonError::into_inner);
        drop(self.turned.wait_while(now, |now| *now < time_us));
    }

    fn wall_us(&self) -> u64 {
        self.now_us().saturating_add_signed(self.stepped_us.load(Ordering::Relaxed))
    }
}

/// Time that a station has been on air, counted in samples so that it never rounds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct StreamTime {
    samples: u64,
}

impl StreamTime {
    /// `samples` per channel after sign-on.
    pub const fn from_samples(samples: u64) -> Self {
        Self { samples }
    }

    /// Samples per channel since sign-on.
    pub const fn samples(self) -> u64 {
        self.samples
    }

    /// Returns this time in microseconds, rounded down.
    pub const fn as_us(self) -> u64 {
        (self.samples as u128 * 1_000_000 / SAMPLE_RATE as u128) as u64
    }

    /// This time, `samples` later.
    #[must_use]
    pub const fn plus(self, samples: u64) -> Self {
        Self { samples: self.samples + samples }
    }
}
