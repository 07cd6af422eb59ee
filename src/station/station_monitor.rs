//! Sees what happens at a station, and tells those who want to know.
//!
//! In: what the sound leaves behind for others: figures, lines, the queue, the title. Out: [`Events`], and how many
//! listened in each minute. Never: asks the audio thread, which at most nudges it.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::events::{Change, Events, Listeners, Live, LiveChange, Loudness, Trouble, Wrong};
use super::now_playing_log::NowPlayingLog;
use crate::clock::Clock;
use crate::model::{NowPlaying, SourceKind};
use crate::source::autodj::PlayQueue;
use crate::source::live::{DjInputs, OnAirDj};
use crate::{mount, playout};

/// How often it looks; levels are told each time.
const EVERY: Duration = Duration::from_millis(250);
/// The number of listeners is told once in so long, in microseconds.
const LISTENERS_EVERY_US: u64 = 1_000_000;
/// Minutes that are remembered: an hour, and the one that has begun.
const MOST_MINUTES: usize = 61;
/// The length of one, in microseconds.
pub(super) const MINUTE_US: u64 = 60_000_000;

/// How many listened in a minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Minute {
    /// When it began, in microseconds since 1970.
    pub from_us: u64,
    /// The most at once.
    pub most: u64,
}

/// How many listened in each minute of the last hour; clones share it.
#[derive(Clone, Default)]
pub(super) struct Minutes(Arc<Mutex<VecDeque<Minute>>>);

impl Minutes {
    /// The minutes, the oldest first. One in which nothing was counted is missing.
    pub(super) fn all(&self) -> Vec<Minute> {
        self.lock().iter().copied().collect()
    }

    fn count(&self, now_us: u64, listening: u64) {
        let from_us = now_us / MINUTE_US * MINUTE_US;
        let mut minutes = self.lock();
        if let Some(minute) = minutes.back_mut().filter(|minute| minute.from_us >= from_us) {
            minute.most = minute.most.max(listening);
            return;
        }
        if minutes.len() == MOST_MINUTES {
            minutes.pop_front();
        }
        minutes.push_back(Minute { from_us, most: listening });
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Minute>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a lookout looks at.
pub(super) struct View {
    pub(super) log: NowPlayingLog,
    pub(super) queue: PlayQueue,
    pub(super) dj_inputs: DjInputs,
    pub(super) relay_inputs: DjInputs,
    pub(super) figures: playout::PlayoutFigures,
    pub(super) listeners: mount::ListenerFigures,
}

/// What looks.
pub(super) struct StationMonitor {
    view: View,
    clock: Arc<dyn Clock>,
    events: Events,
    minutes: Minutes,
    now: Option<NowPlaying>,
    queue_changes: u64,
    dj: Option<OnAirDj>,
    waiting: Vec<String>,
    told_listeners: Listeners,
    told_listeners_us: u64,
    /// Of DJs' lines and of the relay's: how often sound came too late, and how often there was silence.
    wrong: [(u64, u64); 2],
    /// How long nothing has been heard, if that is dead air.
    dead_air: Option<f64>,
}

impl StationMonitor {
    pub(super) fn new(view: View, clock: Arc<dyn Clock>, events: Events, minutes: Minutes) -> Self {
        Self {
            queue_changes: view.queue.changes(),
            wrong: [wrong(&view.dj_inputs), wrong(&view.relay_inputs)],
            view,
            clock,
            events,
            minutes,
            now: None,
            dj: None,
            waiting: Vec::new(),
            told_listeners: Listeners::default(),
            told_listeners_us: 0,
            dead_air: None,
        }
    }

    /// Looks until nobody nudges any more, which is when the station has signed off.
    pub(super) fn run(mut self, nudges: &Receiver<()>) {
        loop {
            let woken = nudges.recv_timeout(EVERY);
            self.look();
            match woken {
                Ok(()) => {}
                Err(RecvTimeoutError::Timeout) => self.look_at_levels(),
                Err(RecvTimeoutError::Disconnected) => {
                    self.events.close();
                    return;
                }
            }
        }
    }

    /// Tells what has changed.
    pub(super) fn look(&mut self) {
        let now_us = self.clock.now_us();
        self.look_at_title(now_us);
        let changes = self.view.queue.changes();
        if std::mem::replace(&mut self.queue_changes, changes) != changes {
            self.events.tell(now_us, Change::Queue);
        }
        self.look_at_djs(now_us);
        self.look_for_trouble(now_us);
        self.look_for_dead_air(now_us);
        self.count_listeners(now_us);
    }

    /// Tells how loud it is.
    pub(super) fn look_at_levels(&mut self) {
        let lines = &self.view.dj_inputs;
        let buffer_seconds = self.dj.as_ref().map(|_| lines.buffer_seconds());
        let levels = self.view.figures.levels();
        self.events.tell(self.clock.now_us(), Change::Levels(Loudness { levels, buffer_seconds }));
    }

    fn look_at_title(&mut self, now_us: u64) {
        let now = self.view.log.now();
        let is_known = match (&now, &self.now) {
            (Some(now), Some(known)) => now.time_us == known.time_us && Arc::ptr_eq(&now.what, &known.what),
            (None, _) => true,
            (Some(_), None) => false,
        };
        if let Some(now) = now.filter(|_| !is_known) {
            self.now = Some(now.clone());
            self.events.tell(now_us, Change::Now(now));
        }
    }

    fn look_at_djs(&mut self, now_us: u64) {
        let (dj, waiting) = (self.view.dj_inputs.on_air(), self.view.dj_inputs.waiting());
        let by_line = |dj: &OnAirDj| (dj.since_us, dj.name.clone());
        let is_same = dj.as_ref().map(by_line) == self.dj.as_ref().map(by_line);
        let was_heard = is_same && self.dj.as_ref().is_some_and(|before| before.is_heard);
        let before = std::mem::replace(&mut self.dj, dj.clone());
        let others_wait = waiting != self.waiting;
        self.waiting.clone_from(&waiting);
        let is_heard = dj.as_ref().is_some_and(|dj| dj.is_heard);
        let live = Live { change: LiveChange::Waiting, dj, waiting };
        let mut told = false;
        let mut tell = |change| {
            told = true;
            self.events.tell(now_us, Change::Live(Live { change, ..live.clone() }));
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
        if others_wait && !told {
            self.events.tell(now_us, Change::Live(live));
        }
    }

    fn look_for_trouble(&mut self, now_us: u64) {
        let places = [(SourceKind::Live, &self.view.dj_inputs), (SourceKind::Relay, &self.view.relay_inputs)];
        for ((source, lines), before) in places.into_iter().zip(&mut self.wrong) {
            let (late, silent) = wrong(lines);
            let (was_late, was_silent) = std::mem::replace(before, (late, silent));
            let name = || lines.on_air().map(|line| line.name);
            let tell = |what| {
                let trouble = Trouble { source, name: name(), what };
                self.events.tell(now_us, Change::Trouble(trouble));
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
        let dead_air = self.view.figures.dead_air_now();
        match (self.dead_air, dead_air) {
            (None, Some(_)) => self.events.tell(now_us, Change::DeadAirBegan),
            (Some(seconds), None) => self.events.tell(now_us, Change::DeadAirEnded { seconds }),
            _ => {}
        }
        self.dead_air = dead_air;
    }

    fn count_listeners(&mut self, now_us: u64) {
        let now = self.view.listeners.total();
        self.minutes.count(now_us, now);
        let listeners = Listeners { now, most: self.told_listeners.most.max(now) };
        let is_due = now_us.saturating_sub(self.told_listeners_us) >= LISTENERS_EVERY_US;
        if is_due && listeners != self.told_listeners {
            (self.told_listeners, self.told_listeners_us) = (listeners, now_us);
            self.events.tell(now_us, Change::Listeners(listeners));
        }
    }
}

fn wrong(lines: &DjInputs) -> (u64, u64) {
    (lines.figures().underruns(), lines.figures().silences())
}

#[cfg(test)]
mod tests;
