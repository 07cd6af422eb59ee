//! A few threads that do small pieces of work for many.
//!
//! In: tasks, each of which says after every piece when it wants the next turn. Out: their work, on at most so many
//! threads. Never: runs a task on two threads at once, so what a task is told it does in that order; or has all tasks
//! wait for one that is slow, while there may be another thread.
//!
//! ```text
//! struct Tidier(Shelf);
//!
//! impl PooledTask for Tidier {
//!     fn work(&mut self) -> NextTurn {
//!         self.0.tidy();
//!         NextTurn::In(Duration::from_secs(1))
//!     }
//! }
//!
//! let pool = WorkerPool::new("tidiers", 2)?;
//! let tidier = pool.add(Tidier(shelf));
//! tidier.wake(); // At once, and not in a second.
//! ```

mod turn_order;

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crate::clock::monotonic_us;
use turn_order::{Due, TaskSchedule};

/// Work that is overdue by so many microseconds while others are at work is taken up by one more thread.
const OVERDUE_US: u64 = 5_000;
/// A thread without work looks for signals of [`TaskHandle::wake_soon`] so often at least.
const MOST_WAIT: Duration = Duration::from_millis(250);

/// Something that is done in small pieces.
pub trait PooledTask: Send {
    /// Does a piece of work; returns when the next is due.
    fn work(&mut self) -> NextTurn;
}

/// The next turn of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextTurn {
    /// As soon as other tasks that are due had their turn.
    Soon,
    /// After about that time, or when it is woken.
    In(Duration),
    /// When it is woken.
    WhenWoken,
    /// Never: it has ended.
    Never,
}

/// Threads for tasks; clones share them. They end once there are neither clones nor tasks.
#[derive(Clone)]
pub struct WorkerPool {
    inner: Arc<PoolInner>,
    /// Closes the pool when the last clone is gone.
    _owner: Arc<PoolOwner>,
}

struct PoolOwner(Arc<PoolInner>);

/// The state that the threads and the handles of a pool share.
struct PoolInner {
    name: &'static str,
    /// Threads at most.
    most: usize,
    state: Mutex<PoolState>,
    changed: Condvar,
    /// Set when a task was woken without the lock.
    is_signalled: AtomicBool,
}

struct PoolState {
    schedule: TaskSchedule,
    threads: usize,
    /// Threads that do a piece of work.
    working: usize,
    /// Threads that wait, one of which may keep the time for all.
    idle: usize,
    keeps_time: bool,
    /// Set when no more tasks come.
    is_closed: bool,
}

/// A task in a pool; clones mean the same one.
#[derive(Clone)]
pub struct TaskHandle {
    inner: Arc<PoolInner>,
    number: u64,
    signal: Arc<TaskSignal>,
}

/// The task has panicked.
#[derive(Debug)]
pub struct TaskPanicked;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TaskOutcome {
    Ended,
    Panicked,
}

/// The part of a task that its handle and its pool share.
#[derive(Default)]
struct TaskSignal {
    /// Set when it is to be woken by the thread that has the pool's lock next.
    is_woken: AtomicBool,
    /// The way it ended, once it has.
    outcome: Mutex<Option<TaskOutcome>>,
    has_ended: Condvar,
}

impl WorkerPool {
    /// Returns a pool of up to `most` threads of this name. The first is started now, the others when they are needed.
    pub fn new(name: &'static str, most: usize) -> io::Result<Self> {
        let state = PoolState {
            schedule: TaskSchedule::default(),
            threads: 1,
            working: 0,
            idle: 0,
            keeps_time: false,
            is_closed: false,
        };
        let (state, changed) = (Mutex::new(state), Condvar::new());
        let inner = Arc::new(PoolInner { name, most, state, changed, is_signalled: AtomicBool::new(false) });
        inner.spawn()?;
        Ok(Self { _owner: Arc::new(PoolOwner(Arc::clone(&inner))), inner })
    }

    /// Adds a task, which is due at once.
    pub fn add(&self, task: impl PooledTask + 'static) -> TaskHandle {
        self.add_with(|_| task)
    }

    /// Adds the task that `make` makes, which is given a handle to it.
    pub fn add_with<T: PooledTask + 'static>(&self, make: impl FnOnce(TaskHandle) -> T) -> TaskHandle {
        let signal = Arc::<TaskSignal>::default();
        let number = self.inner.lock().schedule.new_number();
        let handle = || TaskHandle { inner: Arc::clone(&self.inner), number, signal: Arc::clone(&signal) };
        let task = Box::new(make(handle()));
        self.inner.lock().schedule.add(number, task, Arc::clone(&signal), monotonic_us());
        self.inner.changed.notify_one();
        handle()
    }
}

impl Drop for PoolOwner {
    fn drop(&mut self) {
        self.0.lock().is_closed = true;
        self.0.changed.notify_all();
    }
}

impl TaskHandle {
    /// Has the task work now; once more, if it is at it.
    pub fn wake(&self) {
        self.inner.lock().schedule.wake(self.number, monotonic_us());
        self.inner.changed.notify_one();
    }

    /// Has the task work soon, without waiting for anybody: for the audio thread. It may take a quarter of a second.
    pub fn wake_soon(&self) {
        self.signal.is_woken.store(true, Ordering::Release);
        self.inner.is_signalled.store(true, Ordering::Release);
        self.inner.changed.notify_one();
    }

    /// Blocks until the task has ended.
    pub fn join(self) -> Result<(), TaskPanicked> {
        let outcome = self.signal.outcome.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.signal.has_ended.wait_while(outcome, |outcome| outcome.is_none());
        match *waited.unwrap_or_else(PoisonError::into_inner) {
            Some(TaskOutcome::Panicked) => Err(TaskPanicked),
            Some(TaskOutcome::Ended) | None => Ok(()),
        }
    }
}

impl PoolInner {
    fn spawn(self: &Arc<Self>) -> io::Result<()> {
        let inner = Arc::clone(self);
        thread::Builder::new().name(self.name.to_owned()).spawn(move || inner.run()).map(drop)
    }

    /// The work of one of its threads.
    fn run(self: Arc<Self>) {
        let mut state = self.lock();
        // A thread that has just worked takes what is due before another one is woken for it.
        let mut is_at_it = false;
        loop {
            self.take_signals(&mut state);
            let patience_us = if state.working > 0 && !is_at_it { OVERDUE_US } else { 0 };
            let due = state.schedule.take_due(monotonic_us().saturating_sub(patience_us));
            is_at_it = due.is_some();
            if let Some(due) = due {
                state.working += 1;
                self.have_time_kept(&mut state);
                drop(state);
                state = self.work(due);
                state.working -= 1;
            } else if state.is_closed && state.schedule.is_empty() {
                self.changed.notify_all();
                return;
            } else {
                state = self.wait(state, patience_us);
            }
        }
    }

    /// Has one more thread look after what is due, while this one works.
    fn have_time_kept(self: &Arc<Self>, state: &mut PoolState) {
        if state.keeps_time {
            return;
        }
        if state.idle > 0 {
            self.changed.notify_one();
        } else if state.threads < self.most {
            match self.spawn() {
                Ok(()) => state.threads += 1,
                // Those there are do it, one after the other.
                Err(error) => tracing::warn!(%error, "no more threads could be had for {}", self.name),
            }
        }
    }

    /// Does a piece of a task's work.
    fn work(&self, due: Due) -> MutexGuard<'_, PoolState> {
        let Due { number, mut task, signal } = due;
        let worked = catch_unwind(AssertUnwindSafe(|| task.work()));
        let (turn, outcome) = match worked {
            Ok(turn) => (turn, TaskOutcome::Ended),
            // The panic itself is printed where it happens.
            Err(_) => (NextTurn::Never, TaskOutcome::Panicked),
        };
        if turn == NextTurn::Never {
            // Freed without the lock, and before anybody is told that it has ended.
            drop(task);
            let mut state = self.lock();
            state.schedule.remove(number);
            *signal.outcome.lock().unwrap_or_else(PoisonError::into_inner) = Some(outcome);
            signal.has_ended.notify_all();
            return state;
        }
        let mut state = self.lock();
        state.schedule.put_back(number, task, turn, monotonic_us());
        state
    }

    /// Waits until something is due, or may be.
    fn wait<'a>(&self, mut state: MutexGuard<'a, PoolState>, patience_us: u64) -> MutexGuard<'a, PoolState> {
        state.idle += 1;
        if state.keeps_time {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        } else {
            state.keeps_time = true;
            let now_us = monotonic_us();
            let until_us = state.schedule.next_due_us().map(|due_us| due_us + patience_us);
            let wait =
                until_us.map_or(MOST_WAIT, |until_us| Duration::from_micros(until_us.saturating_sub(now_us)));
            let waited = self.changed.wait_timeout(state, wait.min(MOST_WAIT));
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
            state.keeps_time = false;
        }
        state.idle -= 1;
        state
    }

    /// Makes those tasks due that were woken without the lock.
    fn take_signals(&self, state: &mut PoolState) {
        if self.is_signalled.swap(false, Ordering::AcqRel) {
            state.schedule.wake_signalled(monotonic_us());
        }
    }

    fn lock(&self) -> MutexGuard<'_, PoolState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
