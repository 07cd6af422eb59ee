//! A playout that pauses while another process may go on with it, and one that goes on with another process's.
//!
//! In: a request to pause, or the state of another process's playout. Out: that state, taken between two blocks.
//! Never: loses a block: those that were due during a pause are made right after it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::recent::RecentBlocks;
use super::{LATE_US, Playout, RenditionPipeline, SignOn};
use crate::audio::{BLOCK_US, Limiter};
use crate::clock::{Clock, StreamTime};
use crate::mix::SavedMix;
use crate::model::{NowPlaying, SavedTitle};
use crate::source::SavedTrack;
use crate::source::autodj::Deck;

/// A held playout looks so often whether it is to end.
const STEP: Duration = Duration::from_millis(100);

/// Blocks that are made up for after a pause, 10 s: less than mounts keep.
const MOST_CATCH_UP: usize = (10_000_000 / BLOCK_US) as usize;

/// State of a playout between two blocks.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SavedPlayout {
    sign_on_us: u64,
    /// Samples since then.
    samples: u64,
    title: Option<SavedTitle>,
    mix: SavedMix,
    limiter: Limiter,
    /// Renditions whose encoders run.
    renditions: Vec<SavedRendition>,
}

/// A rendition whose encoder runs.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct SavedRendition {
    pub(super) name: String,
    /// Frames that the encoder has numbered.
    pub(super) numbered: u64,
}

impl SavedPlayout {
    /// Returns the station's start.
    pub fn sign_on(&self) -> SignOn {
        SignOn { time_us: self.sign_on_us }
    }

    /// Returns the title on air.
    pub fn title(&self) -> Option<&SavedTitle> {
        self.title.as_ref()
    }

    /// Returns the track that AutoDJ plays.
    pub fn track(&self) -> Option<&SavedTrack> {
        self.mix.track.as_ref()
    }
}

/// A request to pause after the block that is being made.
pub(super) struct PauseRequest {
    paused: SyncSender<(SavedPlayout, Vec<u8>)>,
    verdict: Receiver<PauseOutcome>,
}

/// Outcome of a pause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PauseOutcome {
    GoOn,
    End,
}

/// Pauses a playout; clones share it.
#[derive(Clone)]
pub struct PlayoutControl {
    pauses: SyncSender<PauseRequest>,
    is_blending: Arc<AtomicBool>,
}

/// A pause that was asked for.
pub struct PendingPause {
    paused: Receiver<(SavedPlayout, Vec<u8>)>,
    verdict: SyncSender<PauseOutcome>,
}

/// A playout that pauses. It goes on when this is dropped.
pub struct SuspendedPlayout {
    /// Its state.
    pub state: SavedPlayout,
    /// The sound before, in 16-bit samples, little-endian.
    pub recent: Vec<u8>,
    verdict: SyncSender<PauseOutcome>,
}

impl PlayoutControl {
    /// Asks for a pause; `None` if the playout has ended, or was asked already.
    pub fn pause(&self) -> Option<PendingPause> {
        let (to_us, paused) = sync_channel(1);
        let (verdict, decided) = sync_channel(1);
        self.pauses.try_send(PauseRequest { paused: to_us, verdict: decided }).ok()?;
        Some(PendingPause { paused, verdict })
    }

    /// Returns whether two sources or tracks are heard at once.
    pub fn is_blending(&self) -> bool {
        self.is_blending.load(Ordering::Relaxed)
    }
}

impl PendingPause {
    /// Waits for the pause; `None` if it does not begin `within` that time, and then it ends at once.
    pub fn wait(self, within: Duration) -> Option<SuspendedPlayout> {
        let (state, recent) = self.paused.recv_timeout(within).ok()?;
        Some(SuspendedPlayout { state, recent, verdict: self.verdict })
    }
}

impl SuspendedPlayout {
    /// Ends the playout: another process goes on with it.
    pub fn end(self) {
        // One that has ended already needs no word.
        let _ = self.verdict.send(PauseOutcome::End);
    }
}

/// A step of a playout that is held until another process hands its state over.
pub enum HeldStep {
    /// Takes the state.
    Resume(Box<ResumePoint>),
    /// Goes on air.
    Go,
}

/// The point from which a playout goes on.
pub struct ResumePoint {
    /// State of the other process's playout.
    pub state: SavedPlayout,
    /// The sound before, as [`SuspendedPlayout`] has it.
    pub recent: Vec<u8>,
    /// The track that was on air, at its place.
    pub deck: Option<Deck>,
    /// Told when everything is taken.
    pub done: SyncSender<()>,
}

impl Playout {
    /// Returns the playout, which pauses when it is asked to, and the control by which it is asked.
    #[must_use]
    pub fn with_control(self) -> (Self, PlayoutControl) {
        let (pauses, asked) = sync_channel(1);
        let control = PlayoutControl { pauses, is_blending: Arc::clone(&self.is_blending) };
        (Self { pauses: Some(asked), ..self }, control)
    }

    /// Takes the state of another process's playout when it comes by `steps`, and plays from when it is told to go, until
    /// `signing_off`.
    pub fn run_held(mut self, steps: &Receiver<HeldStep>, clock: &dyn Clock, signing_off: &AtomicBool) {
        while !signing_off.load(Ordering::Acquire) {
            match steps.recv_timeout(STEP) {
                Ok(HeldStep::Resume(point)) => self.resume(*point),
                Ok(HeldStep::Go) => {
                    self.catch_up(clock);
                    return self.run(clock, signing_off);
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Pauses if that was asked for.
    pub(super) fn pause(&mut self, clock: &dyn Clock) -> PauseOutcome {
        self.is_blending.store(self.mix.is_blending(), Ordering::Relaxed);
        let Some(request) = self.pauses.as_ref().and_then(|pauses| pauses.try_recv().ok()) else {
            return PauseOutcome::GoOn;
        };
        if request.paused.send((self.save(), self.recent.to_bytes())).is_err() {
            return PauseOutcome::GoOn;
        }
        // The other side is bounded in its time, and says nothing if it fails.
        let outcome = request.verdict.recv().unwrap_or(PauseOutcome::GoOn);
        if outcome == PauseOutcome::GoOn {
            self.catch_up(clock);
        }
        outcome
    }

    /// Makes the blocks at once that were due during a pause: unlike those that a machine slept through, they are heard.
    fn catch_up(&mut self, clock: &dyn Clock) {
        for _ in 0..MOST_CATCH_UP {
            let now_us = clock.now_us();
            if self.due_us() > now_us || !self.permit.is_given() {
                break;
            }
            self.figures.tick(now_us - self.due_us(), LATE_US);
            self.tick();
        }
    }

    fn save(&self) -> SavedPlayout {
        let running = self.renditions.iter().chain(&self.retired).filter_map(RenditionPipeline::save);
        SavedPlayout {
            sign_on_us: self.sign_on.time_us,
            samples: self.on_air_for.samples(),
            title: self.title.as_ref().map(Into::into),
            mix: self.mix.save(),
            limiter: self.limiter.clone(),
            renditions: running.collect(),
        }
    }

    fn resume(&mut self, point: ResumePoint) {
        let ResumePoint { state, recent, deck, done } = point;
        self.sign_on = state.sign_on();
        self.on_air_for = StreamTime::from_samples(state.samples);
        let sample = self.sign_on.sample() + state.samples;
        self.recent = RecentBlocks::from_bytes(&recent, sample);
        self.limiter = state.limiter;
        self.mix.resume(&state.mix, deck);
        self.source = Some(state.mix.on_air);
        self.figures.source(state.mix.on_air);
        self.title = state.title.map(NowPlaying::from);
        if let (Some(title), Some(what)) = (&mut self.title, self.mix.title())
            && *title.what == *what
        {
            // The same title: it is not announced again.
            title.what = what;
        }
        self.title.iter().for_each(|title| self.observer.title_resumed(title));
        for saved in &state.renditions {
            if let Some(rendition) = self.renditions.iter_mut().find(|one| one.name() == saved.name) {
                rendition.resume(saved, &self.recent, sample);
            }
        }
        // Nobody waits any more where it took too long.
        let _ = done.try_send(());
    }
}
