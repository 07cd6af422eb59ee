//! One public stream: an encoder's output, ready to be handed to any number of listeners.
//!
//! In: frames and titles from the one producer. Out: to each listener, the bytes it has not had yet; to each
//! subscriber, frames and titles.
//! Never: copies for a listener, waits for one, or keeps more than a few seconds whatever they do.
//!
//! Bytes are made once for each format and cadence and kept in a ring; a listener is a place in it. A ring
//! exists while somebody listens to it.

mod demand;
mod edge_audience;
mod figures;
mod listener;
mod ring;
mod ring_reader;
mod saved;
mod start;
mod state;
mod subscriber;

pub use figures::{CountedListener, ListenerFigures, ListenerLabels};
pub use listener::{Delivery, Listener, ListenerInfo};
pub use ring_reader::RingReader;
pub use saved::{SavedFormat, SavedListener, SavedMount};
pub use start::Start;
pub use subscriber::{Received, Subscriber};

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::format::{Cadence, Format, Framing, StreamInfo};
use crate::frame::{Frame, Rendition};
use crate::model::{BasePath, Caption, NowPlaying};
use demand::Demand;
use ring::Ring;
use start::FirstFrame;
use state::State;

/// Audio that a mount keeps at least, in microseconds: more than the longest burst a listener may ask for.
const KEEP_US: u64 = 17_000_000;
/// Audio that a mount keeps at most, in microseconds, where [`KEEP_BYTES`] are more than that.
const MOST_KEEP_US: u64 = 40_000_000;
const KEEP_BYTES: u64 = 80 * 1_024;
/// Time for which a ring without listeners is kept, in microseconds.
const RING_IDLE_US: u64 = 30_000_000;

/// Wakes whoever hands the stream's bytes to listeners.
pub trait Notifier: Send + Sync {
    /// Called when there is something new; must not wait.
    fn notify(&self);
}

/// Configuration of a mount.
pub struct MountConfig {
    /// The slug of its station.
    pub station: String,
    /// The path that the site's addresses begin with.
    pub base_path: BasePath,
    /// The encoder's output.
    pub rendition: Rendition,
    /// The number the first frame will have.
    pub first_seq: u64,
    /// Woken when there is something new.
    pub notifiers: Vec<Arc<dyn Notifier>>,
    /// Counters of listeners.
    pub figures: ListenerFigures,
}

/// A handle to the stream for those who listen.
#[derive(Clone)]
pub struct Mount {
    inner: Arc<Inner>,
}

/// The single end into which frames are put. Dropping it is a sign-off.
pub struct Producer {
    inner: Arc<Inner>,
}

struct Inner {
    config: MountConfig,
    /// Number of frames kept.
    keep: usize,
    /// Number of frames for which a ring without listeners is kept.
    ring_idle: u32,
    state: Mutex<State>,
    /// Listeners and subscribers.
    wanted_by: AtomicUsize,
    /// Subscribers alone.
    subscribers: AtomicUsize,
    /// Signal to a producer that is a task: there is a listener or a subscriber more.
    wanted: Notify,
    /// Time at which the newest sound begins that the encoder could have, in microseconds; 0 before the first.
    made_us: AtomicU64,
    /// The longest burst that somebody asked for since the encoder rested, in microseconds.
    wanted_burst_us: AtomicU64,
    /// The place on the station's sample clock of the oldest frame that somebody asked for since then; `u64::MAX` is none.
    wanted_from: AtomicU64,
    /// Woken with each frame and title while there are subscribers: those that are threads,
    fresh: Condvar,
    /// Signal to subscribers that are tasks, with each frame and title while there are any.
    fresh_async: Notify,
}

impl Mount {
    /// Returns a mount and the end that frames are put in.
    pub fn new(config: MountConfig) -> (Producer, Self) {
        let rendition = &config.rendition;
        let bytes_us = (KEEP_BYTES * 1_000_000).checked_div(rendition.bytes_per_second() as u64);
        let keep_us = bytes_us.unwrap_or_default().clamp(KEEP_US, MOST_KEEP_US);
        let keep = rendition.frames_in(keep_us) as usize;
        let inner = Arc::new(Inner {
            keep,
            ring_idle: rendition.frames_in(RING_IDLE_US) as u32,
            state: Mutex::new(State::new(config.first_seq, keep)),
            config,
            wanted_by: AtomicUsize::new(0),
            subscribers: AtomicUsize::new(0),
            wanted: Notify::new(),
            made_us: AtomicU64::new(0),
            wanted_burst_us: AtomicU64::new(0),
            wanted_from: AtomicU64::new(u64::MAX),
            fresh: Condvar::new(),
            fresh_async: Notify::new(),
        });
        (Producer { inner: Arc::clone(&inner) }, Self { inner })
    }

    /// Returns what the encoder makes.
    pub fn rendition(&self) -> &Rendition {
        &self.inner.config.rendition
    }

    /// Returns when the newest frame begins, in microseconds; `None` before the first, and while the encoder rests.
    pub fn newest_us(&self) -> Option<u64> {
        self.inner.lock().frames.back().map(|frame| frame.time_us)
    }

    /// Returns when the newest sound begins that listeners have or could have, in microseconds; `None` before the first.
    pub fn made_us(&self) -> Option<u64> {
        Some(self.inner.made_us.load(Ordering::Relaxed)).filter(|made_us| *made_us > 0)
    }

    /// Returns whether both are handles to the same stream.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.inner, &other.inner)
    }

    /// Returns whether its producer has signed off.
    pub fn is_off_air(&self) -> bool {
        self.inner.lock().off_air
    }

    /// Returns a new listener to this format of the stream, cut by `cadence`; `None` if the rendition does not fit
    /// into the format. An encoder that rests is started by it, as long before now as the burst that is asked for.
    pub fn join(&self, format: &'static Format, cadence: Cadence, start: Start) -> Option<Listener> {
        if !format.packs(self.rendition()) {
            return None;
        }
        let demand = Demand::listener(&self.inner, start);
        let ring = self.inner.ring(format, cadence);
        let state = self.inner.lock();
        let to_come = state.first_to_come(start, self.made_us(), &ring, self.rendition());
        let (first, time_us) = if let Some((first, edge)) = to_come {
            (FirstFrame::ToCome { first, edge }, self.rendition().time_us(first))
        } else {
            let first = state.first_in_messages(start, &ring, self.rendition());
            let time_us = state.time_of(first, self.rendition());
            // Before there is any sound, the first that comes is the first to be heard.
            (if state.frames.is_empty() { FirstFrame::Any } else { FirstFrame::At(first) }, time_us)
        };
        let title = state.title_at(time_us).cloned();
        drop(state);
        Some(Listener::new(demand, ring, first, title.as_ref()))
    }

    /// Sends a caption to those who listen to a format with captions, ahead of the sound that comes next.
    pub fn send_caption(&self, caption: &Caption) {
        let state = self.inner.lock();
        for ring in &state.rings {
            ring.send_caption(caption);
        }
        let is_heard = !state.rings.is_empty();
        drop(state);
        if is_heard {
            self.inner.notify();
        }
    }

    /// Returns a subscriber that gets every frame from the next one on. It is no listener: it is not counted as
    /// audience, and keeps the encoder running all the same.
    pub fn subscribe(&self) -> Subscriber {
        self.subscribe_at(Start::LIVE)
    }

    /// Returns a subscriber that begins where a listener with this start would.
    pub fn subscribe_at(&self, start: Start) -> Subscriber {
        let demand = Demand::subscriber(&self.inner, start);
        let state = self.inner.lock();
        let first = state.first_of(start, state.next_seq, self.rendition());
        let first = (!state.frames.is_empty()).then_some(first);
        drop(state);
        Subscriber::new(demand, first)
    }
}

impl Producer {
    /// Returns whether there is a listener or a subscriber. Takes no lock.
    pub fn is_wanted(&self) -> bool {
        self.inner.wanted_by.load(Ordering::SeqCst) > 0
    }

    /// Returns once there is a listener or a subscriber, at once if there is one.
    pub async fn wanted(&self) {
        while !self.is_wanted() {
            self.inner.wanted.notified().await;
        }
    }

    /// Returns the number that the next frame has at least.
    pub fn next_seq(&self) -> u64 {
        self.inner.lock().next_seq
    }

    /// Returns how much sound that is on air already those want who joined while the encoder rested, in microseconds.
    pub fn wanted_burst_us(&self) -> u64 {
        self.inner.wanted_burst_us.load(Ordering::SeqCst)
    }

    /// Notes that there is sound from `time_us` on, in microseconds, whether or not anybody wants it encoded.
    pub fn has_sound(&self, time_us: u64) {
        self.inner.made_us.fetch_max(time_us, Ordering::Relaxed);
    }

    /// Returns the place on the station's sample clock of the oldest frame that those want who joined while the encoder rested;
    /// `u64::MAX` if they named none.
    pub fn wanted_from(&self) -> u64 {
        self.inner.wanted_from.load(Ordering::SeqCst)
    }

    /// Forgets the frames that are kept, as the encoder rests: they will be old when it starts again. Returns false
    /// if somebody wants them after all.
    pub fn pause(&mut self) -> bool {
        let mut state = self.inner.lock();
        // Whoever joins is counted before it asks for the lock.
        if self.is_wanted() {
            return false;
        }
        state.forget_all();
        // Frames that are made again for those who come next are not taken for published ones.
        state.next_seq = self.inner.config.first_seq;
        self.inner.wanted_burst_us.store(0, Ordering::SeqCst);
        self.inner.wanted_from.store(u64::MAX, Ordering::SeqCst);
        true
    }

    /// Publishes `frame`. Its number must be greater than any before; those before the mount's first are left out.
    pub fn publish(&mut self, frame: Frame) {
        let mut state = self.inner.lock();
        if frame.seq < state.next_seq {
            // An encoder that goes on from another process begins a little earlier.
            return;
        }
        self.has_sound(frame.time_us);
        state.push(frame, self.inner.keep);
        let oldest = state.frames.front().map_or(0, |frame| frame.seq);
        state.rings.retain(|ring| is_wanted(ring, self.inner.ring_idle));
        let mut news = false;
        for ring in &state.rings {
            news |= ring.advance(&state.frames, oldest);
        }
        drop(state);
        self.inner.wake_subscribers();
        if news {
            self.inner.notify();
        }
    }

    /// Announces what is heard from `now_playing.time_us` on. To be called before the frame it describes.
    pub fn announce(&mut self, now_playing: &NowPlaying) {
        let mut state = self.inner.lock();
        for ring in &state.rings {
            ring.announce(now_playing);
        }
        state.push_title(now_playing.clone());
        drop(state);
        self.inner.wake_subscribers();
        self.inner.notify();
    }

    /// Ends the stream: listeners get what is left, a proper end, and nothing after it.
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
            ring.finish(&state.frames);
        }
        drop(state);
        self.inner.wake_subscribers();
        self.inner.notify();
    }
}

impl Inner {
    /// The lock is held for as long as it takes to clone or push reference counts, so the producer does not
    /// wait behind anybody's work.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the ring for this format and cadence, made from the kept frames if nobody listened to it yet.
    fn ring(&self, format: &'static Format, cadence: Cadence) -> Arc<Ring> {
        let is_it = |ring: &&Arc<Ring>| ring.format == format && ring.cadence == cadence;
        let state = self.lock();
        if let Some(ring) = state.rings.iter().find(is_it) {
            return Arc::clone(ring);
        }
        let (frames, titles) = (state.frames.clone(), state.titles.clone());
        let first_seq = frames.front().map_or(state.next_seq, |frame| frame.seq);
        drop(state);
        // Framing megabytes takes milliseconds, so it is done without the lock, and what came meanwhile after.
        let ring = Arc::new(Ring::new(format, cadence, self.framing(format, cadence), first_seq));
        ring.fill(&frames, &titles);

        let mut state = self.lock();
        if let Some(ring) = state.rings.iter().find(is_it) {
            return Arc::clone(ring);
        }
        let told_us = titles.back().map(|title| title.time_us);
        let is_new = |title: &&NowPlaying| told_us.is_none_or(|told_us| title.time_us > told_us);
        let newer = state.titles.iter().filter(is_new).cloned().collect();
        ring.fill(&state.frames, &newer);
        if state.off_air {
            ring.finish(&state.frames);
        } else {
            state.rings.push(Arc::clone(&ring));
        }
        ring
    }

    /// Returns the framing of a ring, and how many frames a complete message has.
    fn framing(&self, format: &'static Format, cadence: Cadence) -> (u64, Box<dyn Framing>) {
        let rendition = &self.config.rendition;
        let frames_per_message = ring::frames_per_message(rendition, cadence);
        let info = StreamInfo {
            station: &self.config.station,
            base_path: self.config.base_path.as_str(),
            rendition,
            first_seq: self.config.first_seq,
            cadence,
            frames_per_message,
        };
        (frames_per_message, (format.framing)(&info))
    }

    /// Returns the kept frames from `seq` up to before `end`.
    fn frames(&self, seq: u64, end: u64) -> Vec<Frame> {
        let state = self.lock();
        let from = state.frames.partition_point(|frame| frame.seq < seq);
        state.frames.range(from..).take_while(|frame| frame.seq < end).cloned().collect()
    }

    fn title_at(&self, time_us: u64) -> Option<NowPlaying> {
        self.lock().title_at(time_us).cloned()
    }

    fn notify(&self) {
        for notifier in &self.config.notifiers {
            notifier.notify();
        }
    }

    fn wake_subscribers(&self) {
        if self.subscribers.load(Ordering::SeqCst) > 0 {
            self.fresh.notify_all();
            self.fresh_async.notify_waiters();
        }
    }
}

/// Returns whether `ring` has a listener, or had one less than `idle` frames ago.
fn is_wanted(ring: &Arc<Ring>, idle: u32) -> bool {
    // A ring that only the mount still holds has no listener.
    if Arc::strong_count(ring) == 1 {
        return !ring.idle_for(idle);
    }
    ring.in_use();
    true
}

#[cfg(test)]
mod tests;
