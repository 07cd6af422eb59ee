//! Live DJs, for the code that connects them and the code that shows them.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex};

use super::dj_input::{DjInput, State, lock};
use super::figures::seconds;
use super::jitter_buffer::JitterBuffer;
use super::{Buffer, Dj, InputFigures, InputWriter};
use crate::clock::Clock;
use crate::model::{LiveSettings, OnAirDj, SourceKind};

/// Events of the audio thread that may wait until they are read.
const MOST_HAPPENINGS: usize = 16;
/// DJs that may wait in line.
pub const MOST_WAITING: usize = 8;
/// Players that may wait to be freed.
pub(super) const MOST_SPENT: usize = 8;

/// Somebody else is live.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name} is live")]
pub struct SlotTaken {
    /// Name of the DJ who is live.
    pub name: String,
    /// Time since which that DJ is live, in microseconds of the server's clock.
    pub since_us: u64,
}

/// State that the handles and the audio thread share. The audio thread only tries to lock it.
#[derive(Default)]
pub(super) struct InputSlot {
    /// The line that is open.
    line: Option<Arc<DjInput>>,
    /// DJs that come next, in this order, where the station lets DJs wait.
    waiting: VecDeque<Box<JitterBuffer>>,
    /// On its way to the audio thread.
    pub(super) incoming: Option<Box<JitterBuffer>>,
    /// Back from the audio thread, to be freed by others.
    #[expect(
        clippy::vec_box,
        reason = "a player moves in its box, so that the audio thread copies no more than that"
    )]
    pub(super) spent: Vec<Box<JitterBuffer>>,
}

/// A handle to a station's live place; clones share it.
#[derive(Clone)]
pub struct DjInputs {
    kind: SourceKind,
    /// The slug of the station, for the log.
    station: Arc<str>,
    clock: Arc<dyn Clock>,
    live_settings: LiveSettings,
    figures: InputFigures,
    place: Arc<Mutex<InputSlot>>,
    /// Since when a DJ is live whom another process handed over.
    continued_us: Arc<AtomicU64>,
}

impl DjInputs {
    pub(super) fn new(kind: SourceKind, clock: Arc<dyn Clock>, live_settings: LiveSettings) -> Self {
        let place = InputSlot { spent: Vec::with_capacity(MOST_SPENT), ..InputSlot::default() };
        Self {
            kind,
            station: Arc::default(),
            clock,
            live_settings,
            figures: InputFigures::default(),
            place: Arc::new(Mutex::new(place)),
            continued_us: Arc::default(),
        }
    }

    /// Names the station in the log lines of its inputs.
    #[must_use]
    pub fn at_station(self, slug: &str) -> Self {
        Self { station: slug.into(), ..self }
    }

    /// Returns the slug of the station, as it was named.
    pub(super) fn station(&self) -> &str {
        &self.station
    }

    pub(super) fn place(&self) -> Arc<Mutex<InputSlot>> {
        Arc::clone(&self.place)
    }

    /// Returns the measurements of its DJs' inputs.
    pub fn figures(&self) -> &InputFigures {
        &self.figures
    }

    /// Opens the line for `dj`. The same DJ, by key, replaces their own earlier connection at once; for
    /// anybody else the line is taken while it is open. Where the station lets them, they wait until it is
    /// not: their [`InputWriter`] says so, and takes sound without keeping it.
    pub fn take(&self, dj: Dj, buffer: Buffer) -> Result<InputWriter, SlotTaken> {
        let mut place = lock(&self.place);
        place.spent.clear();
        let others = place.line.clone().filter(|line| line.dj.key != dj.key);
        let theirs = place.waiting.iter().position(|player| player.line.dj.key == dj.key);
        let has_room = theirs.is_some() || place.waiting.len() < MOST_WAITING;
        let may_wait = self.live_settings.second_dj_waits() && has_room;
        if let Some(line) = others.as_ref().filter(|_| !may_wait) {
            return Err(SlotTaken { name: line.dj.name.clone(), since_us: line.since_us() });
        }
        let line = Arc::new(DjInput::new(self.kind, dj));
        let (tell, happenings) = sync_channel(MOST_HAPPENINGS);
        let player = Box::new(JitterBuffer::new(Arc::clone(&line), buffer, self.live_settings.clone(), tell));
        match (others, theirs.and_then(|theirs| place.waiting.get_mut(theirs))) {
            (None, _) => self.put_on(&mut place, player),
            (Some(_), Some(before)) => std::mem::replace(before, player).line.end(State::Replaced),
            (Some(others), None) => {
                let (station, dj, now) = (&*self.station, &line.dj.name, &others.dj.name);
                tracing::info!(station, dj, live = now, "a DJ waits in line");
                place.waiting.push_back(player);
            }
        }
        Ok(InputWriter::new(line, self.clone(), happenings))
    }

    /// Opens the line for a DJ whom another process hands over, and who is live since then. Nobody is live here yet.
    pub fn take_on(&self, dj: Dj, buffer: Buffer, since_us: u64) -> Result<InputWriter, SlotTaken> {
        let writer = self.take(dj, buffer)?;
        writer.line.began(since_us);
        self.continued_us.store(since_us, Ordering::Relaxed);
        Ok(writer)
    }

    /// Returns since when a DJ is live whom another process handed over; `None` if there was none.
    pub fn continued_us(&self) -> Option<u64> {
        Some(self.continued_us.load(Ordering::Relaxed)).filter(|since_us| *since_us > 0)
    }

    /// Takes the DJ off the air; false if nobody is there. The [`InputWriter`] is told, and who waits is next.
    pub fn kick(&self) -> bool {
        let mut place = lock(&self.place);
        let Some(line) = place.line.take() else {
            return false;
        };
        line.end(State::Kicked);
        let (station, name) = (&*self.station, &line.dj.name);
        tracing::info!(station, name, "{} is taken off the air", line.who());
        self.put_on_next(&mut place);
        true
    }

    /// Takes everybody off the air, those who wait too.
    pub fn clear(&self) {
        let waiting = std::mem::take(&mut lock(&self.place).waiting);
        for player in waiting {
            player.line.end(State::Kicked);
        }
        self.kick();
    }

    /// The names of those who wait in line, the next one first.
    pub fn waiting(&self) -> Vec<String> {
        lock(&self.place).waiting.iter().map(|player| player.line.dj.name.clone()).collect()
    }

    fn put_on(&self, place: &mut InputSlot, player: Box<JitterBuffer>) {
        let line = Arc::clone(&player.line);
        line.open(self.clock.now_us());
        let (station, Dj { name, program, .. }) = (&*self.station, &line.dj);
        tracing::info!(station, name, program, "the line of {} is open", line.who());
        if let Some(before) = place.line.replace(line) {
            before.end(State::Replaced);
        }
        place.incoming = Some(player);
    }

    fn put_on_next(&self, place: &mut InputSlot) {
        if let Some(next) = place.waiting.pop_front() {
            self.put_on(place, next);
        }
    }

    /// Returns the DJ whose input is open.
    pub fn on_air(&self) -> Option<OnAirDj> {
        let line = lock(&self.place).line.clone()?;
        Some(OnAirDj {
            name: line.dj.name.clone(),
            program: line.dj.program.clone(),
            since_us: line.since_us(),
            buffer_seconds: seconds(line.ring.fill()),
            is_heard: line.is_heard(),
            until_us: line.until_us(),
        })
    }

    /// Returns the key of the DJ whose input is open.
    pub fn on_air_key(&self) -> Option<String> {
        lock(&self.place).line.as_ref().map(|line| line.dj.key.clone())
    }

    /// Seconds of a DJ's sound that wait to be played; 0 while nobody is live.
    pub fn buffer_seconds(&self) -> f64 {
        self.figures.buffer_seconds()
    }

    /// The line was closed by who had it, or waited for it.
    pub(super) fn leave(&self, line: &Arc<DjInput>) {
        let mut place = lock(&self.place);
        place.spent.clear();
        place.waiting.retain(|player| !Arc::ptr_eq(&player.line, line));
        if place.line.take_if(|open| Arc::ptr_eq(open, line)).is_some() {
            self.put_on_next(&mut place);
        }
    }
}
