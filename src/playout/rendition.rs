//! One rendition on the audio thread: an encoder, and the mount it feeds while somebody wants it.

use super::recent::RecentBlocks;
use super::saved::SavedRendition;
use crate::audio::{BLOCK, BLOCK_US, Block, CHANNELS};
use crate::encode::Encoder;
use crate::frame::Frame;
use crate::model::NowPlaying;
use crate::mount::Producer;

/// An encoder that nobody has listened or subscribed to for so many blocks, 30 s, rests.
const IDLE_BLOCKS: u32 = (30_000_000 / BLOCK_US) as u32;

/// Blocks that an encoder is given before it goes on where another one was, 240 ms: several frames of every codec.
const WARM_UP: u64 = 240_000 / BLOCK_US;

/// One rendition: its encoder and the mount it feeds.
///
/// The encoder rests while nobody wants its output. It begins with the block after somebody does, or as long before that
/// as whoever joined wants sound that is on air already. It is not dropped meanwhile, so starting it costs the audio
/// thread nothing.
pub struct RenditionPipeline {
    encoder: Box<dyn Encoder>,
    producer: Producer,
    /// Blocks since there was a listener or a subscriber.
    idle_blocks: u32,
    /// Position of the encoder, while it runs.
    at: Option<Position>,
}

/// Next input and output of a running encoder.
struct Position {
    /// The place of the next block on the station's sample clock.
    sample: u64,
    /// The first sample that is encoded: the beginning of a frame.
    from: u64,
    /// The number of the next frame.
    seq: u64,
}

impl RenditionPipeline {
    /// Returns a rendition whose encoder rests.
    pub fn new(encoder: Box<dyn Encoder>, producer: Producer) -> Self {
        Self { encoder, producer, idle_blocks: u32::MAX, at: None }
    }

    /// Returns the rendition's name.
    pub(super) fn name(&self) -> &str {
        &self.encoder.rendition().name
    }

    /// Announces a title, before the block that it begins with.
    pub(super) fn announce(&mut self, now_playing: &NowPlaying) {
        self.producer.announce(now_playing);
    }

    /// Returns whether the rendition is wanted, or was within the last half a minute.
    pub(super) fn is_wanted(&self) -> bool {
        self.producer.is_wanted() || self.idle_blocks < IDLE_BLOCKS
    }

    /// Encodes and publishes the block at `sample` of the station's clock if somebody wants it, after those of `recent` that
    /// are missing before it: at most `spare` of them, which is counted down. Lets `hear` have each packet of `block`.
    pub(super) fn feed(
        &mut self,
        block: &Block,
        sample: u64,
        recent: &RecentBlocks,
        spare: &mut usize,
        hear: impl FnMut(&[u8]),
    ) {
        self.producer.has_sound(sample / BLOCK as u64 * BLOCK_US);
        self.idle_blocks = if self.producer.is_wanted() { 0 } else { self.idle_blocks.saturating_add(1) };
        if !self.is_wanted() {
            if self.at.is_some() && self.producer.pause() {
                self.at = None;
            }
            return;
        }
        let oldest = recent.begin_before(sample);
        let mut missing = match &self.at {
            Some(at) if at.sample >= oldest => at.sample,
            // Blocks were left out.
            Some(_) => sample,
            None => {
                let blocks = self.producer.wanted_burst_us().div_ceil(BLOCK_US);
                // A listener that goes on from a server that is gone has had all before.
                let since = sample.saturating_sub(self.producer.wanted_from()).div_ceil(BLOCK as u64);
                sample.saturating_sub(blocks.max(since) * BLOCK as u64).max(oldest)
            }
        };
        while missing < sample
            && let Some(block) = recent.get(missing)
        {
            let Some(left) = spare.checked_sub(1) else { return };
            *spare = left;
            self.encode(&block, missing, |_| ());
            missing += BLOCK as u64;
        }
        self.encode(block, sample, hear);
    }

    /// Returns the rendition as another process goes on with it, if its encoder runs.
    pub(super) fn save(&self) -> Option<SavedRendition> {
        self.at.as_ref()?;
        Some(SavedRendition { name: self.name().to_owned(), numbered: self.encoder.numbered() })
    }

    /// Goes on with the encoder of another process: gives it the sound before the block at `sample`, so that it is as if
    /// it had made what was published already.
    pub(super) fn resume(&mut self, saved: &SavedRendition, recent: &RecentBlocks, sample: u64) {
        let mut at = recent.begin_before(sample).max(sample.saturating_sub(WARM_UP * BLOCK as u64));
        while at < sample
            && let Some(block) = recent.get(at)
        {
            // Those frames were published: the mount leaves them out.
            self.encode(&block, at, |_| ());
            at += BLOCK as u64;
        }
        self.encoder.number_after(saved.numbered);
        self.idle_blocks = 0;
    }

    fn encode(&mut self, block: &Block, sample: u64, mut hear: impl FnMut(&[u8])) {
        let Self { encoder, producer, at, .. } = self;
        let at = match at {
            Some(at) if at.sample == sample => at,
            // It begins, or blocks were left out.
            _ => {
                encoder.restart();
                let rendition = encoder.rendition();
                let seq = rendition.first_seq_at(sample);
                at.insert(Position { sample, from: seq * u64::from(rendition.samples_per_frame), seq })
            }
        };
        at.sample += BLOCK as u64;
        let skipped = at.from.saturating_sub(sample) as usize * CHANNELS;
        let Some(samples) = block.samples().get(skipped..).filter(|samples| !samples.is_empty()) else {
            return;
        };
        for payload in encoder.encode(samples) {
            hear(&payload);
            let time_us = encoder.rendition().time_us(at.seq);
            producer.publish(Frame { seq: at.seq, time_us, payload });
            at.seq += 1;
        }
    }
}
