//! The order in which tasks have their turns.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::{NextTurn, PooledTask, TaskSignal};

/// Turns are moved to the nearest multiple of so many microseconds, so that tasks of one rhythm have one thread wake once.
const BEAT_US: u64 = 50_000;

/// The tasks of a pool, and their turns.
#[derive(Default)]
pub(super) struct TaskSchedule {
    tasks: BTreeMap<u64, Scheduled>,
    /// Those that are due at some time, in microseconds, by their numbers.
    turns: BTreeSet<(u64, u64)>,
    last_number: u64,
}

struct Scheduled {
    /// Not here while it works.
    task: Option<Box<dyn PooledTask>>,
    /// Its place among the turns.
    due_us: Option<u64>,
    /// True if it was woken while it worked.
    is_woken: bool,
    signal: Arc<TaskSignal>,
}

/// A task that is due.
pub(super) struct Due {
    pub(super) number: u64,
    pub(super) task: Box<dyn PooledTask>,
    pub(super) signal: Arc<TaskSignal>,
}

impl TaskSchedule {
    /// Returns whether there is no task.
    pub(super) fn is_empty(&self) -> bool {
        self.tasks.is_empty()
    }

    pub(super) fn new_number(&mut self) -> u64 {
        self.last_number += 1;
        self.last_number
    }

    /// Adds a task, which is due now.
    pub(super) fn add(
        &mut self,
        number: u64,
        task: Box<dyn PooledTask>,
        signal: Arc<TaskSignal>,
        now_us: u64,
    ) {
        self.tasks
            .insert(number, Scheduled { task: Some(task), due_us: Some(now_us), is_woken: false, signal });
        self.turns.insert((now_us, number));
    }

    pub(super) fn remove(&mut self, number: u64) {
        if let Some(Scheduled { due_us: Some(due_us), .. }) = self.tasks.remove(&number) {
            self.turns.remove(&(due_us, number));
        }
    }

    /// Makes a task due now, if it is not due already. One that works has another turn after that.
    pub(super) fn wake(&mut self, number: u64, now_us: u64) {
        let Some(scheduled) = self.tasks.get_mut(&number) else { return };
        if scheduled.task.is_none() {
            scheduled.is_woken = true;
            return;
        }
        if scheduled.due_us.is_some_and(|due_us| due_us <= now_us) {
            return;
        }
        if let Some(due_us) = scheduled.due_us.replace(now_us) {
            self.turns.remove(&(due_us, number));
        }
        self.turns.insert((now_us, number));
    }

    /// Makes those tasks due whose signal says so.
    pub(super) fn wake_signalled(&mut self, now_us: u64) {
        let is_signalled = |(_, one): &(&u64, &Scheduled)| one.signal.is_woken.swap(false, Ordering::AcqRel);
        let signalled: Vec<u64> = self.tasks.iter().filter(is_signalled).map(|(number, _)| *number).collect();
        for number in signalled {
            self.wake(number, now_us);
        }
    }

    /// Takes out the task that is due first, if that is before `until_us`.
    pub(super) fn take_due(&mut self, until_us: u64) -> Option<Due> {
        let (due_us, number) = *self.turns.first()?;
        if due_us > until_us {
            return None;
        }
        self.turns.pop_first();
        let scheduled = self.tasks.get_mut(&number)?;
        scheduled.due_us = None;
        Some(Due { number, task: scheduled.task.take()?, signal: Arc::clone(&scheduled.signal) })
    }

    /// Returns when the next task is due.
    pub(super) fn next_due_us(&self) -> Option<u64> {
        self.turns.first().map(|(due_us, _)| *due_us)
    }

    /// Takes a task back that has worked.
    pub(super) fn put_back(&mut self, number: u64, task: Box<dyn PooledTask>, turn: NextTurn, now_us: u64) {
        let Some(scheduled) = self.tasks.get_mut(&number) else { return };
        scheduled.task = Some(task);
        let due_us = match turn {
            _ if std::mem::take(&mut scheduled.is_woken) => Some(now_us),
            NextTurn::Soon => Some(now_us),
            NextTurn::In(time) => {
                let exact_us = now_us.saturating_add(u64::try_from(time.as_micros()).unwrap_or(u64::MAX / 2));
                Some(((exact_us + BEAT_US / 2) / BEAT_US * BEAT_US).max(now_us))
            }
            NextTurn::WhenWoken | NextTurn::Never => None,
        };
        scheduled.due_us = due_us;
        self.turns.extend(due_us.map(|due_us| (due_us, number)));
    }
}
