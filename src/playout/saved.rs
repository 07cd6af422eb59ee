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
use crate::audio::{BLOCK_US, Limiter, SAMPLE_RATE};
use crate::clock::{Clock, StreamTime};
use crate::mix::SavedMix;
use crate::model::{NowPlaying, SavedTitle};
use crate::source::autodj::Deck;
use crate::source::live::ResumedInput;
use crate::source::{ResumedSources, SavedTrack};

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

impl SavedPlayout {
    /// Returns the time of the next block, in microseconds of the station's clock.
    pub fn next_us(&self) -> u64 {
        // It may come from another machine.
        self.sign_on_us.saturating_add(StreamTime::from_samples(self.samples).as_us())
    }

    /// Returns the state for a playout that is new at the same block: it has made nothing before.
    #[must_use]
    pub fn as_new(&self) -> Self {
        Self { sign_on_us: self.next_us(), samples: 0, renditions: Vec::new(), ..self.clone() }
    }

    /// Returns the state by a clock that is `ahead_us` microseconds ahead of the one it was saved by, less what is no whole block.
    #[must_use]
    pub fn by_clock_ahead(&self, ahead_us: u64) -> Self {
        let ahead_us = ahead_us / BLOCK_US * BLOCK_US;
        let later = |time_us: u64| time_us.saturating_add(ahead_us);
        let title = self.title.clone().map(|title| SavedTitle { time_us: later(title.time_us), ..title });
        Self { sign_on_us: later(self.sign_on_us), title, ..self.clone() }
    }

    /// Returns the state at `time_us`, as if the track on air had been heard since. A track that has ended is not on air any
    /// more.
    #[must_use]
    pub fn after_silence(&self, time_us: u64) -> Self {
        let passed_us = time_us.saturating_sub(self.next_us());
        let sign_on_us = SignOn::after(time_us).time_us;
        let (mut title, mut mix) = (self.title.clone(), self.mix.clone());
        let has_ended =
            mix.track.as_ref().and_then(SavedTrack::left_us).is_some_and(|left_us| left_us <= passed_us);
        if has_ended {
            (title, mix.track) = (None, None);
        }
        if let Some(track) = &mut mix.track {
            track.played += passed_us * u64::from(SAMPLE_RATE) / 1_000_000;
        }
        Self { sign_on_us, samples: 0, title, mix, ..self.as_new() }
    }
}

#[cfg(test)]
impl SavedPlayout {
    /// Returns the state of a playout without sources whose next block is due at `next_us`.
    pub(crate) fn example(next_us: u64) -> Self {
        use crate::mix::Fallback;
        use crate::model::{LiveSettings, Settings};
        use crate::playout::CEILING_DBTP;

        Self {
            sign_on_us: next_us,
            samples: 0,
            title: None,
            mix: Fallback::new(Vec::new(), LiveSettings::new(&Settings::default())).save(),
            limiter: Limiter::new(CEILING_DBTP),
            renditions: Vec::new(),
        }
    }
}

/// A request that is answered after the block that is being made.
pub(super) enum PlayoutRequest {
    /// To pause.
    Pause { paused: SyncSender<PausedPlayout>, verdict: Receiver<PauseOutcome> },
    /// To tell the state, and to go on at once.
    State(SyncSender<SavedPlayout>),
}

/// State of a playout that pauses, with its sound.
pub(super) struct PausedPlayout {
    state: SavedPlayout,
    recent: Vec<u8>,
    live: Vec<u8>,
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
    requests: SyncSender<PlayoutRequest>,
    is_blending: Arc<AtomicBool>,
}

/// A pause that was asked for.
pub struct PendingPause {
    paused: Receiver<PausedPlayout>,
    verdict: SyncSender<PauseOutcome>,
}

/// A playout that pauses. It goes on when this is dropped.
pub struct SuspendedPlayout {
    /// Its state.
    pub state: SavedPlayout,
    /// The sound before, in 16-bit samples, little-endian.
    pub recent: Vec<u8>,
    /// Sound of the DJ who is live that was not heard yet.
    pub live: Vec<u8>,
    verdict: SyncSender<PauseOutcome>,
}

impl PlayoutControl {
    /// Asks for a pause; `None` if the playout has ended, or was asked already.
    pub fn pause(&self) -> Option<PendingPause> {
        let (to_us, paused) = sync_channel(1);
        let (verdict, decided) = sync_channel(1);
        self.requests.try_send(PlayoutRequest::Pause { paused: to_us, verdict: decided }).ok()?;
        Some(PendingPause { paused, verdict })
    }

    /// Asks for the state after the block that is being made; `None` if the playout has ended, or was asked for something
    /// already.
    pub fn state(&self) -> Option<Receiver<SavedPlayout>> {
        let (to_us, state) = sync_channel(1);
        self.requests.try_send(PlayoutRequest::State(to_us)).ok()?;
        Some(state)
    }

    /// Returns whether two sources or tracks are heard at once.
    pub fn is_blending(&self) -> bool {
        self.is_blending.load(Ordering::Relaxed)
    }
}

impl PendingPause {
    /// Waits for the pause; `None` if it does not begin `within` that time, and then it ends at once.
    pub fn wait(self, within: Duration) -> Option<SuspendedPlayout> {
        let PausedPlayout { state, recent, live } = self.paused.recv_timeout(within).ok()?;
        Some(SuspendedPlayout { state, recent, live, verdict: self.verdict })
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
    /// Sound of the DJ who was live that was not heard yet.
    pub live: Vec<u8>,
    /// The track that was on air, at its place.
    pub deck: Option<Deck>,
    /// True if the mounts are new: they are told the title.
    pub has_new_mounts: bool,
    /// Told when everything is taken.
    pub done: SyncSender<()>,
}

impl Playout {
    /// Returns the playout, which pauses when it is asked to, and the control by which it is asked.
    #[must_use]
    pub fn with_control(self) -> (Self, PlayoutControl) {
        let (requests, asked) = sync_channel(1);
        let control = PlayoutControl { requests, is_blending: Arc::clone(&self.is_blending) };
        (Self { requests: Some(asked), ..self }, control)
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
        let Some(request) = self.requests.as_ref().and_then(|requests| requests.try_recv().ok()) else {
            return PauseOutcome::GoOn;
        };
        let (paused, verdict) = match request {
            PlayoutRequest::Pause { paused, verdict } => (paused, verdict),
            PlayoutRequest::State(to_them) => {
                // Whoever asked may not wait any more.
                let _ = to_them.try_send(self.save());
                return PauseOutcome::GoOn;
            }
        };
        let (mut state, mut live) = (self.save(), Vec::new());
        state.mix.live = self.mix.save_live(&mut live);
        if paused.send(PausedPlayout { state, recent: self.recent.to_bytes(), live }).is_err() {
            return PauseOutcome::GoOn;
        }
        // The other side is bounded in its time, and says nothing if it fails.
        let outcome = verdict.recv().unwrap_or(PauseOutcome::GoOn);
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
        let ResumePoint { mut state, recent, live, deck, has_new_mounts, done } = point;
        self.sign_on = state.sign_on();
        self.on_air_for = StreamTime::from_samples(state.samples);
        let sample = self.sign_on.sample() + state.samples;
        self.recent = RecentBlocks::from_bytes(&recent, sample);
        self.limiter = state.limiter;
        let live = state.mix.live.take().map(|saved| ResumedInput { saved, sound: live });
        self.mix.resume(&state.mix, ResumedSources { deck, live });
        self.source = Some(state.mix.on_air);
        self.figures.source(state.mix.on_air);
        self.title = state.title.map(NowPlaying::from);
        self.awaits_title = true;
        self.title.iter().for_each(|title| self.observer.title_resumed(title));
        if let (true, Some(title)) = (has_new_mounts, &self.title) {
            self.renditions.iter_mut().for_each(|rendition| rendition.announce(title));
        }
        for saved in &state.renditions {
            if let Some(rendition) = self.renditions.iter_mut().find(|one| one.name() == saved.name) {
                rendition.resume(saved, &self.recent, sample);
            }
        }
        // Nobody waits any more where it took too long.
        let _ = done.try_send(());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{SourceKind, Title};

    /// A station that has been on air for a second, and for as long in a track of ten seconds.
    fn saved() -> SavedPlayout {
        let mut saved = SavedPlayout::example(2_000_000);
        saved.samples = 48_000;
        saved.mix.track = Some(SavedTrack {
            file: "tide.flac".into(),
            title: Title::plain(SourceKind::Autodj, "Tide"),
            gain: 1.0,
            begin: 0,
            end: Some(480_000),
            played: 48_000,
        });
        saved
    }

    #[test]
    fn a_clock_that_is_ahead_changes_times_and_not_the_place_in_the_track() {
        let what = Title::plain(SourceKind::Autodj, "Tide");
        let saved = SavedPlayout { title: Some(SavedTitle { time_us: 2_000_000, what }), ..saved() };
        let moved = saved.by_clock_ahead(3_600_000_000 + BLOCK_US / 2);
        assert_eq!(moved.next_us(), saved.next_us() + 3_600_000_000);
        assert_eq!(moved.title().map(|title| title.time_us), Some(3_602_000_000));
        assert_eq!(moved.track(), saved.track());
    }

    #[test]
    fn another_server_goes_on_at_the_next_block() {
        let text = serde_json::to_string(&saved()).unwrap();
        let new = serde_json::from_str::<SavedPlayout>(&text).unwrap().as_new();
        assert_eq!((new.sign_on().time_us, new.next_us()), (3_000_000, 3_000_000));
        assert_eq!(new.track(), saved().track());
    }

    #[test]
    fn after_a_long_silence_the_track_is_where_it_would_be_or_over() {
        let later = saved().after_silence(5_000_000);
        assert_eq!((later.sign_on().time_us, later.next_us()), (5_000_000, 5_000_000));
        assert_eq!(later.track().map(|track| track.played), Some(3 * 48_000));
        assert_eq!(saved().after_silence(12_000_000).track(), None);
    }
}
