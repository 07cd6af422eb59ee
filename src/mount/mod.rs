//! One public stream: what an encoder makes, ready to be handed to any number of listeners.
//!
//! In: frames and titles from the one producer. Out: to each listener, the bytes it has not had yet.
//! Never: copies for a listener, waits for one, or keeps more than [`KEEP`] frames whatever they do.
//!
//! Bytes are made once for each framing and cadence and kept in a ring; a listener is a place in it. A ring
//! exists while somebody listens to it.

mod figures;
mod listener;
mod ring;
mod ring_reader;

pub use figures::{ListenerFigures, ListenerLabels};
pub use listener::{Delivery, Listener, ListenerInfo};
pub use ring_reader::RingReader;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::audio::BLOCK_US;
use crate::frame::{Frame, Framing, Rendition, Wire};
use crate::model::NowPlaying;
use ring::Ring;

/// How many frames a mount keeps: 12 s, more than the longest burst a listener may ask for.
pub const KEEP: usize = 600;
/// After so many frames without a listener, 30 s, a ring is let go.
const RING_IDLE_FRAMES: u32 = 1_500;

/// Wakes whoever hands the stream's bytes to listeners.
pub trait Notifier: Send + Sync {
    /// Called when there is something new; must not wait.
    fn notify(&self);
}

/// What a mount is made of.
pub struct MountConfig {
    /// What the encoder makes.
    pub rendition: Rendition,
    /// The number the first frame will have.
    pub first_seq: u64,
    /// The ways to frame it.
    pub framings: Vec<(Wire, Box<dyn Framing>)>,
    /// Who is woken when there is something new.
    pub bells: Vec<Arc<dyn Notifier>>,
    /// Where listeners are counted.
    pub figures: ListenerFigures,
}

/// Where a listener begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// So many frames before the newest complete message, as far as they are kept.
    Burst(u64),
    /// At this frame, or at the oldest that is kept after it; a frame still to come means the live edge.
    From(u64),
}

/// A handle to the stream for those who listen.
#[derive(Clone)]
pub struct Mount {
    inner: Arc<Inner>,
}

/// The one end that frames are put in. Dropping it is a sign-off.
pub struct Producer {
    inner: Arc<Inner>,
}

struct Inner {
    config: MountConfig,
    state: Mutex<State>,
}

struct State {
    frames: VecDeque<Frame>,
    next_seq: u64,
    /// Titles that hold for a kept frame or a later one, oldest first.
    titles: VecDeque<NowPlaying>,
    rings: Vec<Arc<Ring>>,
    off_air: bool,
}

impl Mount {
    /// A mount and the end that frames are put in.
    pub fn new(config: MountConfig) -> (Producer, Self) {
        let state = State {
            frames: VecDeque::with_capacity(KEEP + 1),
            next_seq: config.first_seq,
            titles: VecDeque::new(),
            rings: Vec::new(),
            off_air: false,
        };
        let inner = Arc::new(Inner { config, state: Mutex::new(state) });
        (Producer { inner: Arc::clone(&inner) }, Self { inner })
    }

    /// What the encoder makes.
    pub fn rendition(&self) -> &Rendition {
        &self.inner.config.rendition
    }

    /// When the newest frame begins, in microseconds; `None` before the first.
    pub fn newest_us(&self) -> Option<u64> {
        self.inner.lock().frames.back().map(|frame| frame.time_us)
    }

    /// Whether its producer has signed off.
    pub fn is_off_air(&self) -> bool {
        self.inner.lock().off_air
    }

    /// A new listener that gets `frames_per_message` frames at a time; `None` if there is no such framing.
    pub fn join(&self, wire: Wire, frames_per_message: u32, start: Start) -> Option<Listener> {
        let ring = self.inner.ring(wire, frames_per_message)?;
        let state = self.inner.lock();
        let first = match start {
            Start::Burst(frames) => ring.edge().saturating_sub(frames),
            Start::From(seq) if seq <= state.next_seq => seq,
            Start::From(_) => ring.edge(),
        };
        let oldest = state.frames.front().map_or(state.next_seq, |frame| frame.seq);
        let first = first.max(oldest);
        let title = state.title_at(state.time_of(first)).cloned();
        drop(state);
        Some(Listener::new(Arc::clone(&self.inner), ring, first, title.as_ref()))
    }
}

impl Producer {
    /// Whether somebody listens, or did half a minute ago.
    pub fn is_heard(&self) -> bool {
        !self.inner.lock().rings.is_empty()
    }

    /// Makes `frame` heard. Its number must be greater than any before; those before the mount's first are left out.
    pub fn publish(&mut self, frame: Frame) {
        let mut state = self.inner.lock();
        if frame.seq < state.next_seq {
            debug_assert!(state.frames.is_empty(), "frames are published in order");
            return;
        }
        state.next_seq = frame.seq + 1;
        state.frames.push_back(frame);
        if state.frames.len() > KEEP {
            state.frames.pop_front();
        }
        let oldest = state.frames.front().map_or(0, |frame| frame.seq);
        let oldest_us = state.frames.front().map_or(0, |frame| frame.time_us);
        while state.titles.get(1).is_some_and(|second| second.time_us <= oldest_us) {
            state.titles.pop_front();
        }
        state.rings.retain(is_wanted);
        let mut news = false;
        for ring in &state.rings {
            let framing = self.inner.framing(ring.wire);
            news |= framing.is_some_and(|framing| ring.advance(framing, &state.frames, oldest));
        }
        drop(state);
        if news {
            self.inner.tell();
        }
    }

    /// Tells what is heard from `now_playing.time_us` on. To be called before the frame it describes.
    pub fn announce(&mut self, now_playing: &NowPlaying) {
        let mut state = self.inner.lock();
        for ring in &state.rings {
            if let Some(framing) = self.inner.framing(ring.wire) {
                ring.announce(framing, now_playing);
            }
        }
        state.titles.push_back(now_playing.clone());
        drop(state);
        self.inner.tell();
    }

    /// Ends the stream: listeners get what is left, a farewell, and nothing after it.
    pub fn sign_off(self) {
        drop(self);
    }
}

impl Drop for Producer {
    fn drop(&mut self) {
        let mut state = self.inner.lock();
        state.off_air = true;
        let rings = std::mem::take(&mut state.rings);
        for ring in &rings {
            if let Some(framing) = self.inner.framing(ring.wire) {
                ring.finish(framing, &state.frames);
            }
        }
        drop(state);
        self.inner.tell();
    }
}

impl Inner {
    /// The lock is held for as long as it takes to clone or push reference counts, so the producer does not
    /// wait behind anybody's work.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn framing(&self, wire: Wire) -> Option<&dyn Framing> {
        self.config.framings.iter().find(|(kind, _)| *kind == wire).map(|(_, framing)| framing.as_ref())
    }

    /// The ring for this framing and cadence, made from the kept frames if nobody listened to it yet.
    fn ring(&self, wire: Wire, frames_per_message: u32) -> Option<Arc<Ring>> {
        let framing = self.framing(wire)?;
        let known = |ring: &&Arc<Ring>| ring.wire == wire && ring.frames_per_message == frames_per_message;
        let state = self.lock();
        if let Some(ring) = state.rings.iter().find(known) {
            return Some(Arc::clone(ring));
        }
        let (frames, titles) = (state.frames.clone(), state.titles.clone());
        let first_seq = frames.front().map_or(state.next_seq, |frame| frame.seq);
        drop(state);
        // Framing megabytes takes milliseconds, so it is done without the lock, and what came meanwhile after.
        let ring = Arc::new(Ring::new(wire, frames_per_message, first_seq));
        ring.fill(framing, &frames, &titles);

        let mut state = self.lock();
        if let Some(ring) = state.rings.iter().find(known) {
            return Some(Arc::clone(ring));
        }
        let told_us = titles.back().map(|title| title.time_us);
        let is_new = |title: &&NowPlaying| told_us.is_none_or(|told_us| title.time_us > told_us);
        let newer = state.titles.iter().filter(is_new).cloned().collect();
        ring.fill(framing, &state.frames, &newer);
        if state.off_air {
            ring.finish(framing, &state.frames);
        } else {
            state.rings.push(Arc::clone(&ring));
        }
        Some(ring)
    }

    /// The kept frames from `seq` up to before `end`.
    fn frames(&self, seq: u64, end: u64) -> Vec<Frame> {
        let state = self.lock();
        let from = state.frames.partition_point(|frame| frame.seq < seq);
        state.frames.range(from..).take_while(|frame| frame.seq < end).cloned().collect()
    }

    fn title_at(&self, time_us: u64) -> Option<NowPlaying> {
        self.lock().title_at(time_us).cloned()
    }

    fn tell(&self) {
        for bell in &self.config.bells {
            bell.notify();
        }
    }
}

impl State {
    /// When the frame `seq` begins, whether it is kept or still to come.
    fn time_of(&self, seq: u64) -> u64 {
        match self.frames.back() {
            Some(last) if seq > last.seq => last.time_us + (seq - last.seq) * BLOCK_US,
            Some(last) => last.time_us.saturating_sub((last.seq - seq) * BLOCK_US),
            None => u64::MAX,
        }
    }

    fn title_at(&self, time_us: u64) -> Option<&NowPlaying> {
        self.titles.iter().rev().find(|title| title.time_us <= time_us).or(self.titles.front())
    }
}

/// Whether somebody listens to `ring`, or did a short while ago.
fn is_wanted(ring: &Arc<Ring>) -> bool {
    // A ring that only the mount still holds has no listener.
    if Arc::strong_count(ring) == 1 {
        return !ring.idle_for(RING_IDLE_FRAMES);
    }
    ring.in_use();
    true
}

#[cfg(test)]
mod tests;
