//! The single producer of a station: ticks by absolute deadline, encodes, stamps, publishes.
//!
//! In: the mix. Out: frames for every rendition that somebody wants, and titles with the sound they belong to.
//! Never: waits for anything but the clock, fails, or lets a late tick make the next one late.

mod air_permit;
mod figures;
mod integrated_loudness;
mod loudness;
mod monitor;
mod priority;
mod recent;
mod rendition;
mod saved;

pub use air_permit::AirPermit;
pub use figures::PlayoutFigures;
pub use rendition::RenditionPipeline;
pub use saved::{HeldStep, PendingPause, PlayoutControl, ResumePoint, SavedPlayout, SuspendedPlayout};
use saved::{PauseOutcome, PlayoutRequest};

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Receiver;

use crate::audio::{BLOCK, BLOCK_US, Block, Limiter};
use crate::clock::{Clock, StreamTime};
use crate::frame::Rendition;
use crate::mix::Fallback;
use crate::model::{NowPlaying, SourceKind};
use monitor::Monitor;
use recent::RecentBlocks;

/// The true peak that listeners get is at most −1 dBTP. An encoder's peaks are a little higher than those it
/// was given, so the limiter stays below by more than that (measured for Opus at 96 kbit/s on the shelf).
pub const CEILING_DBTP: f64 = -2.5;
/// A tick that ends later than this after its deadline is late.
const LATE_US: u64 = BLOCK_US;
/// A producer that is further behind leaves blocks out rather than sending them all at once.
const MOST_CATCH_UP_US: u64 = 2_000_000;

/// Blocks of the past that encoders which begin are given within one tick, all together: some 5 ms of the processor's
/// time with Opus. The burst of a second is made up for within 40 ms, and 17 s within 540.
const MOST_PAST_BLOCKS: usize = 32;
/// Removed renditions that are still made for those who listen to them, at most: each takes what any other takes.
const MOST_RETIRED: usize = 12;

/// One of the renditions that are to be made from now on.
pub enum RenditionChange {
    /// Rendition of this name that exists already.
    Kept(String),
    /// One more.
    New(RenditionPipeline),
}

/// Start of a station's output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignOn {
    /// Time at which the first block is due, in microseconds of the server's clock: a multiple of a block's length.
    pub time_us: u64,
}

impl SignOn {
    /// Returns the next moment after `now_us` at which a station can sign on.
    pub fn after(now_us: u64) -> Self {
        Self { time_us: now_us.next_multiple_of(BLOCK_US) }
    }

    /// Returns the place of the first block on the station's sample clock, which counts from 1970. It therefore
    /// rises across restarts too.
    pub fn sample(self) -> u64 {
        self.time_us / BLOCK_US * BLOCK as u64
    }

    /// Returns the number of the first frame of a rendition.
    pub fn first_seq(self, rendition: &Rendition) -> u64 {
        rendition.first_seq_at(self.sample())
    }
}

/// Told of what goes on air, from the audio thread: must not wait.
pub trait PlayoutObserver: Send {
    /// A title goes on air.
    fn title(&self, now_playing: &NowPlaying);

    /// A title of another process goes on.
    fn title_resumed(&self, now_playing: &NowPlaying) {
        let _ = now_playing;
    }

    /// Another kind of source is on air.
    fn source(&self, kind: SourceKind);
}

/// A station's producer.
pub struct Playout {
    mix: Fallback,
    limiter: Limiter,
    renditions: Vec<RenditionPipeline>,
    /// Renditions that are made only for their remaining listeners.
    retired: Vec<RenditionPipeline>,
    changes: Option<Receiver<Vec<RenditionChange>>>,
    requests: Option<Receiver<PlayoutRequest>>,
    is_blending: Arc<AtomicBool>,
    monitor: Monitor,
    figures: PlayoutFigures,
    observer: Box<dyn PlayoutObserver>,
    sign_on: SignOn,
    on_air_for: StreamTime,
    title: Option<NowPlaying>,
    /// True from when another process's title was taken until it is heard here: its track may take a moment to be ready.
    awaits_title: bool,
    source: Option<SourceKind>,
    block: Block,
    recent: RecentBlocks,
    permit: AirPermit,
}

impl Playout {
    /// A producer that plays `mix` in every one of `renditions`. The first one, of Opus, is measured while somebody wants
    /// it, and otherwise what its encoder would get.
    pub fn new(
        mix: Fallback,
        renditions: Vec<RenditionPipeline>,
        sign_on: SignOn,
        figures: PlayoutFigures,
        observer: Box<dyn PlayoutObserver>,
    ) -> Self {
        Self {
            mix,
            limiter: Limiter::new(CEILING_DBTP),
            renditions,
            retired: Vec::new(),
            changes: None,
            requests: None,
            is_blending: Arc::default(),
            monitor: Monitor::new(),
            figures,
            observer,
            sign_on,
            on_air_for: StreamTime::default(),
            title: None,
            awaits_title: false,
            source: None,
            block: Block::silent(),
            recent: RecentBlocks::new(),
            permit: AirPermit::default(),
        }
    }

    /// Returns the playout set up to change its renditions on messages from `changes`: each lists all that are to
    /// be made from then on, the one that is measured first. The latest of those that are not listed are made for
    /// as long as they have listeners.
    #[must_use]
    pub fn changed_by(self, changes: Receiver<Vec<RenditionChange>>) -> Self {
        Self { changes: Some(changes), ..self }
    }

    /// Returns the playout, which makes blocks only while `permit` is given.
    #[must_use]
    pub fn permitted_by(self, permit: AirPermit) -> Self {
        Self { permit, ..self }
    }

    /// Plays until `signing_off`, then ends every mount properly.
    pub fn run(mut self, clock: &dyn Clock, signing_off: &AtomicBool) {
        priority::raise();
        while !signing_off.load(Ordering::Acquire) {
            // Counted from sign-on, so a late tick never makes the next one late.
            let due_us = self.due_us();
            clock.wait_until(due_us);
            if !self.permit.is_given() {
                clock.wait_until(clock.now_us() + BLOCK_US);
                continue;
            }
            self.tick();
            let lateness_us = clock.now_us().saturating_sub(due_us);
            self.figures.tick(lateness_us, LATE_US);
            self.leave_out(lateness_us);
            if self.pause(clock) == PauseOutcome::End {
                return;
            }
        }
    }

    /// Returns the time at which the next block is due and its frame begins, in microseconds.
    fn due_us(&self) -> u64 {
        self.sign_on.time_us + self.on_air_for.as_us()
    }

    /// Makes the next 20 ms heard. Knows no clock.
    pub fn tick(&mut self) {
        let time_us = self.due_us();
        let sample = self.sign_on.sample() + self.on_air_for.samples();
        self.mix.read(&mut self.block);
        self.mix.hear(&self.block);
        self.limiter.process(&mut self.block);
        self.change();
        self.tell(time_us);
        let Self { renditions, retired, block, recent, monitor, figures, .. } = self;
        let mut renditions = renditions.iter_mut();
        let mut spare = MOST_PAST_BLOCKS;
        let mut is_measured = false;
        if let Some(measured) = renditions.next() {
            measured.feed(block, sample, recent, &mut spare, |packet| {
                monitor.hear_packet(packet, figures);
                is_measured = true;
            });
        }
        if !is_measured {
            monitor.hear_block(block, figures);
        }
        renditions
            .chain(retired)
            .for_each(|rendition| rendition.feed(block, sample, recent, &mut spare, |_| ()));
        recent.push(block, sample);
        self.on_air_for = self.on_air_for.plus(BLOCK as u64);
    }

    /// Makes other renditions, if that was asked for.
    fn change(&mut self) {
        self.retired.retain(RenditionPipeline::is_wanted);
        let Some(slots) = self.changes.as_ref().and_then(|changes| changes.try_recv().ok()) else { return };
        let mut before = std::mem::take(&mut self.renditions);
        for slot in slots {
            match slot {
                RenditionChange::Kept(name) => {
                    let place = before.iter().position(|one| one.name() == name);
                    self.renditions.extend(place.map(|place| before.remove(place)));
                }
                RenditionChange::New(mut rendition) => {
                    self.title.iter().for_each(|title| rendition.announce(title));
                    self.renditions.push(rendition);
                }
            }
        }
        self.retired.append(&mut before);
        let too_many = self.retired.len().saturating_sub(MOST_RETIRED);
        self.retired.drain(..too_many);
    }

    /// Tells what changes with the block that begins at `time_us`. The limiter holds sound back by 5 ms, so
    /// a title is early by that and never late.
    fn tell(&mut self, time_us: u64) {
        let source = self.mix.on_air();
        if self.source != Some(source) {
            self.source = Some(source);
            self.figures.source(source);
            self.observer.source(source);
        }
        let title = self.mix.title();
        let same = match (&title, &mut self.title) {
            (Some(new), Some(old)) => {
                // The same title: it is not announced again.
                if self.awaits_title && **new == *old.what {
                    old.what = Arc::clone(new);
                }
                self.awaits_title = false;
                Arc::ptr_eq(new, &old.what)
            }
            (None, _) => true,
            (Some(_), None) => false,
        };
        let Some(what) = title.filter(|_| !same) else {
            return;
        };
        self.monitor.begin();
        let now_playing = NowPlaying { time_us, what };
        for rendition in self.renditions.iter_mut().chain(&mut self.retired) {
            rendition.announce(&now_playing);
        }
        self.observer.title(&now_playing);
        self.title = Some(now_playing);
    }

    /// Leaves out what can no longer be caught up, such as after the machine slept.
    fn leave_out(&mut self, lateness_us: u64) {
        if lateness_us > MOST_CATCH_UP_US {
            let blocks = lateness_us / BLOCK_US;
            self.on_air_for = self.on_air_for.plus(blocks * BLOCK as u64);
            self.figures.left_out(blocks);
            tracing::warn!(seconds = lateness_us / 1_000_000, "the machine stood still: sound was left out");
        }
    }
}

#[cfg(test)]
mod tests;
