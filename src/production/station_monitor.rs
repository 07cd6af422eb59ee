//! Watches a station's sound for changes, and sends them out as events.
//!
//! In: figures, inputs, the queue and the title, which the sound leaves behind for others. Out: events of the
//! [`Broadcast`], and its listeners in each minute. Never: asks the audio thread, which at most wakes it.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError};
use std::time::Duration;

use crate::broadcast::Broadcast;
use crate::broadcast::events::{Change, Listeners, Live, LiveChange, Loudness, Trouble, Wrong};
use crate::model::{HoursLeft, NowPlaying, OnAirDj, SourceKind};
use crate::playout::PlayoutFigures;
use crate::source::autodj::PlayQueue;
use crate::source::live::DjInputs;
use crate::workers::{NextTurn, PooledTask};

/// The time between two looks; levels are sent with each.
const EVERY: Duration = Duration::from_millis(250);
/// The number of listeners is sent at most this often, in microseconds.
const LISTENERS_EVERY_US: u64 = 1_000_000;

/// The parts of a station that the monitor watches.
pub(super) struct MonitoredParts {
    pub(super) broadcast: Broadcast,
    pub(super) queue: PlayQueue,
    pub(super) dj_inputs: DjInputs,
    pub(super) relay_inputs: DjInputs,
    pub(super) figures: PlayoutFigures,
}

/// Watches one station, and remembers what was sent last.
pub(super) struct StationMonitor {
    parts: MonitoredParts,
    /// Tells that something is new; its other end is gone when the station has signed off.
    wake_ups: Receiver<()>,
    now: Option<NowPlaying>,
    queue_changes: u64,
    dj: Option<OnAirDj>,
    hours_left: HoursLeft,
    waiting: Vec<String>,
    told_listeners: Listeners,
    told_listeners_us: u64,
    /// Of the DJs' inputs and of the relay's: how often sound came too late, and how often there was silence.
    wrong: [(u64, u64); 2],
    /// Seconds without sound so far, during dead air.
    dead_air: Option<f64>,
}

impl StationMonitor {
    pub(super) fn new(parts: MonitoredParts, wake_ups: Receiver<()>) -> Self {
        Self {
            queue_changes: parts.queue.changes(),
            wrong: [wrong(&parts.dj_inputs), wrong(&parts.relay_inputs)],
            parts,
            wake_ups,
            now: None,
            dj: None,
            hours_left: HoursLeft::default(),
            waiting: Vec::new(),
            told_listeners: Listeners::default(),
            told_listeners_us: 0,
            dead_air: None,
        }
    }

    /// Sends what has changed since the last call.
    pub(super) fn look(&mut self) {
        let now_us = self.parts.broadcast.clock().now_us();
        self.look_at_title(now_us);
        let changes = self.parts.queue.changes();
        if std::mem::replace(&mut self.queue_changes, changes) != changes {
            self.emit(now_us, Change::Queue);
        }
        self.look_at_djs(now_us);
        self.look_for_trouble(now_us);
        self.look_for_dead_air(now_us);
        self.count_listeners(now_us);
    }

    /// Sends the levels.
    pub(super) fn send_levels(&mut self) {
        let buffer_seconds = self.dj.as_ref().map(|_| self.parts.dj_inputs.buffer_seconds());
        let levels = self.parts.figures.levels();
        self.parts.broadcast.emit(Change::Levels(Loudness { levels, buffer_seconds }));
    }

    fn emit(&self, now_us: u64, change: Change) {
        self.parts.broadcast.events().tell(now_us, change);
    }

    fn look_at_title(&mut self, now_us: u64) {
        let now = self.parts.broadcast.now_playing();
        let is_known = match (&now, &self.now) {
            (Some(now), Some(known)) => now.time_us == known.time_us && Arc::ptr_eq(&now.what, &known.what),
            (None, _) => true,
            (Some(_), None) => false,
        };
        if let Some(now) = now.filter(|_| !is_known) {
            self.now = Some(now.clone());
            self.emit(now_us, Change::Now(now));
        }
    }

    fn look_at_djs(&mut self, now_us: u64) {
        let (dj, waiting) = (self.parts.dj_inputs.on_air(), self.parts.dj_inputs.waiting());
        let by_line = |dj: &OnAirDj| (dj.since_us, dj.name.clone());
        if self.dj.is_none() {
            // Another process has told of a DJ whom it handed over.
            let continued_us = self.parts.dj_inputs.continued_us();
            self.dj = dj.clone().filter(|dj| Some(dj.since_us) == continued_us);
        }
        let is_same = dj.as_ref().map(by_line) == self.dj.as_ref().map(by_line);
        let was_heard = is_same && self.dj.as_ref().is_some_and(|before| before.is_heard);
        let before = std::mem::replace(&mut self.dj, dj.clone());
        let others_wait = waiting != self.waiting;
        self.waiting.clone_from(&waiting);
        let is_heard = dj.as_ref().is_some_and(|dj| dj.is_heard);
        let hours_left = dj.as_ref().map(|dj| dj.hours_left(now_us)).unwrap_or_default();
        let hours_changed = std::mem::replace(&mut self.hours_left, hours_left) != hours_left;
        let live = Live { change: LiveChange::Waiting, dj, waiting };
        let mut told = false;
        let mut tell = |change| {
            told = true;
            self.emit(now_us, Change::Live(Live { change, ..live.clone() }));
        };
        if !is_same {
            if let Some(before) = before {
                tell(LiveChange::Ended(before));
            }
            if live.dj.is_some() {
                tell(LiveChange::Began);
            }
        }
        match (was_heard, is_heard) {
            (false, true) => tell(LiveChange::Heard),
            (true, false) => tell(LiveChange::Unheard),
            _ => {}
        }
        if hours_changed && is_same {
            tell(LiveChange::Hours);
        }
        if others_wait && !told {
            self.emit(now_us, Change::Live(live));
        }
    }

    fn look_for_trouble(&mut self, now_us: u64) {
        let places =
            [(SourceKind::Live, &self.parts.dj_inputs), (SourceKind::Relay, &self.parts.relay_inputs)];
        for ((source, lines), before) in places.into_iter().zip(&mut self.wrong) {
            let (late, silent) = wrong(lines);
            let (was_late, was_silent) = std::mem::replace(before, (late, silent));
            let name = || lines.on_air().map(|line| line.name);
            let tell = |what| {
                let trouble = Trouble { source, name: name(), what };
                self.parts.broadcast.events().tell(now_us, Change::Trouble(trouble));
            };
            if late > was_late {
                tell(Wrong::Late);
            }
            if silent > was_silent {
                tell(Wrong::Silent);
            }
        }
    }

    fn look_for_dead_air(&mut self, now_us: u64) {
        let dead_air = self.parts.figures.dead_air_now();
        match (self.dead_air, dead_air) {
            (None, Some(_)) => self.emit(now_us, Change::DeadAirBegan),
            (Some(seconds), None) => self.emit(now_us, Change::DeadAirEnded { seconds }),
            _ => {}
        }
        self.dead_air = dead_air;
    }

    fn count_listeners(&mut self, now_us: u64) {
        let now = self.parts.broadcast.listeners().total();
        self.parts.broadcast.count_minute(now_us, now);
        let listeners = Listeners { now, most: self.told_listeners.most.max(now) };
        let is_due = now_us.saturating_sub(self.told_listeners_us) >= LISTENERS_EVERY_US;
        if is_due && listeners != self.told_listeners {
            (self.told_listeners, self.told_listeners_us) = (listeners, now_us);
            self.emit(now_us, Change::Listeners(listeners));
        }
    }
}

impl PooledTask for StationMonitor {
    /// Looks once, until the station has signed off.
    fn work(&mut self) -> NextTurn {
        let woken = self.wake_ups.try_recv();
        self.look();
        match woken {
            Ok(()) => {}
            Err(TryRecvError::Empty) => self.send_levels(),
            Err(TryRecvError::Disconnected) => {
                self.parts.broadcast.events().close();
                return NextTurn::Never;
            }
        }
        NextTurn::In(EVERY)
    }
}

fn wrong(lines: &DjInputs) -> (u64, u64) {
    (lines.figures().underruns(), lines.figures().silences())
}

#[cfg(test)]
mod tests;
