//! A station's live sound: the DJ with the callers who are on air, after the broadcast delay.
//!
//! Callers and DJ talk with each other without the delay; only what goes on air waits.

use std::sync::Arc;
use std::time::Duration;

use super::Live;
use super::broadcast_delay::{BroadcastDelay, DelayLine};
use super::calls::CallMixer;
use super::saved_input::{SavedInput, SharedTitles};
use crate::audio::{BLOCK, Block, CHANNELS};
use crate::model::{SourceKind, Title};
use crate::source::{ResumedSources, Source};

/// The live source of a station.
pub struct LiveRoom {
    live: Live,
    calls: CallMixer,
    delay: BroadcastDelay,
    line: DelayLine,
    /// The title of the block that was played last, with a delay.
    title: Option<Arc<Title>>,
    /// True once callers were mixed for this block's time.
    is_mixed: bool,
    scratch: Block,
}

impl LiveRoom {
    /// Plays `live` with the callers of `calls`, after `delay`.
    pub fn new(live: Live, calls: CallMixer, delay: BroadcastDelay) -> Self {
        Self {
            live,
            calls,
            delay,
            line: DelayLine::new(Duration::ZERO),
            title: None,
            is_mixed: false,
            scratch: Block::silent(),
        }
    }

    /// Puts the next live block into the delay.
    fn fill(&mut self) {
        if self.live.was_kicked() {
            self.line.clear();
        } else if self.live.is_ready() {
            self.live.read(&mut self.scratch);
            self.mix_scratch(true);
            self.line.push(&self.scratch, self.live.title());
        } else if self.live.is_idle() && self.line.waiting() > 0 {
            self.line.play_rest();
        }
    }

    fn mix_scratch(&mut self, is_live: bool) {
        self.is_mixed = true;
        self.calls.mix(&mut self.scratch, is_live);
    }

    /// Samples per channel that wait in the delay.
    fn waiting(&self) -> u64 {
        (self.line.waiting() * BLOCK) as u64
    }
}

impl Source for LiveRoom {
    fn kind(&self) -> SourceKind {
        self.live.kind()
    }

    fn tick(&mut self) {
        self.line.follow(&self.delay, self.live.is_idle());
        self.live.tick();
        self.is_mixed = false;
        if self.line.is_on() {
            self.fill();
        }
        self.line.tell(&self.delay);
    }

    fn is_ready(&mut self) -> bool {
        if self.line.is_on() { self.line.is_ready() } else { self.live.is_ready() }
    }

    fn left(&self) -> Option<u64> {
        if !self.line.is_on() {
            return self.live.left();
        }
        // Without anything more from the DJ, what waits is all that is left.
        let coming = if self.is_mixed { self.live.left() } else { Some(0) };
        coming.map(|coming| coming + self.waiting())
    }

    fn read(&mut self, block: &mut Block) {
        if self.line.is_on() {
            self.title = self.line.pop(block);
        } else {
            self.live.read(block);
            self.is_mixed = true;
            self.calls.mix(block, true);
        }
    }

    fn title(&self) -> Option<Arc<Title>> {
        if self.line.is_on() { self.title.clone() } else { self.live.title() }
    }

    fn save_live(&self, sound: &mut Vec<u8>) -> Option<SavedInput> {
        let saved = self.live.save(sound)?;
        let delay = self.line.is_on().then(|| self.line.save(self.title.as_deref(), sound));
        Some(SavedInput { delay, ..saved })
    }

    fn resume(&mut self, resumed: &mut ResumedSources) {
        let Some(live) = resumed.live.take() else { return };
        let (saved, mut titles) = (live.saved, SharedTitles::default());
        let waiting = (saved.frames * CHANNELS * size_of::<f32>()).min(live.sound.len());
        let (waiting, delayed) = live.sound.split_at(waiting);
        if !self.live.restore(&saved, waiting, &mut titles) {
            return;
        }
        if let Some(delay) = &saved.delay {
            self.line = DelayLine::restored(delay, delayed, &mut titles);
            self.title = delay.title.clone().map(|title| titles.share(title));
        }
    }

    fn hear(&mut self, programme: &Block) {
        if !self.is_mixed {
            self.scratch.samples_mut().copy_from_slice(programme.samples());
            self.mix_scratch(false);
        }
    }
}
