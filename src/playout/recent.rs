//! The last seconds of a station's sound, for encoders that begin.

use std::collections::VecDeque;

use crate::audio::{BLOCK, BLOCK_US, Block, CHANNELS};

/// Blocks that are kept, 12 s, as many as a mount keeps: two whole segments of HLS wherever an encoder begins. They take
/// 2.3 MB.
const KEEP: usize = (12_000_000 / BLOCK_US) as usize;
/// Full scale of the samples that are kept: that of PCM, so that what `/main.wav` has is exact.
const FULL_SCALE: f32 = 32_767.0;

/// The newest blocks without a gap between them.
pub(super) struct RecentBlocks {
    /// Those before the newest, in 16 bits, oldest first.
    older: VecDeque<[i16; BLOCK * CHANNELS]>,
    newest: Block,
    /// Place of the newest block on the station's sample clock.
    sample: u64,
    is_empty: bool,
}

impl RecentBlocks {
    /// Returns the state before the first block.
    pub(super) fn new() -> Self {
        Self { older: VecDeque::with_capacity(KEEP), newest: Block::silent(), sample: 0, is_empty: true }
    }

    /// Takes the block at `sample` of the station's clock. Where blocks were left out, those before are forgotten.
    pub(super) fn push(&mut self, block: &Block, sample: u64) {
        if self.is_empty || sample != self.sample + BLOCK as u64 {
            self.older.clear();
        } else {
            let mut kept = if self.older.len() < KEEP { None } else { self.older.pop_front() }
                .unwrap_or([0; BLOCK * CHANNELS]);
            for (kept, sample) in kept.iter_mut().zip(self.newest.samples()) {
                *kept = (sample.clamp(-1.0, 1.0) * FULL_SCALE).round() as i16;
            }
            self.older.push_back(kept);
        }
        self.newest.samples_mut().copy_from_slice(block.samples());
        (self.sample, self.is_empty) = (sample, false);
    }

    /// Returns the newest block.
    pub(super) fn newest(&self) -> &Block {
        &self.newest
    }

    /// Returns the place of the newest block on the station's sample clock.
    pub(super) fn newest_sample(&self) -> u64 {
        self.sample
    }

    /// Returns the place of the oldest block.
    pub(super) fn oldest_sample(&self) -> u64 {
        self.sample - (self.older.len() * BLOCK) as u64
    }

    /// Returns the block at `sample`, which is a block's place; `None` unless it is older than the newest and kept.
    pub(super) fn older(&self, sample: u64) -> Option<Block> {
        let place = usize::try_from(sample.checked_sub(self.oldest_sample())?).ok()? / BLOCK;
        let mut block = Block::silent();
        for (sample, kept) in block.samples_mut().iter_mut().zip(self.older.get(place)?) {
            *sample = f32::from(*kept) / FULL_SCALE;
        }
        Some(block)
    }
}

impl Default for RecentBlocks {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(level: f32) -> Block {
        let mut block = Block::silent();
        block.samples_mut().fill(level);
        block
    }

    #[test]
    fn the_newest_seconds_are_kept_and_nothing_across_a_gap() {
        let mut recent = RecentBlocks::new();
        let at = |number: u64| 9_600 + number * BLOCK as u64;
        for number in 0..1_000 {
            recent.push(&level(number as f32 / 1_000.0), at(number));
        }
        assert_eq!((recent.newest_sample(), recent.oldest_sample()), (at(999), at(999 - KEEP as u64)));
        assert_eq!(recent.newest().samples()[0], 0.999);
        let kept = recent.older(at(500)).expect("it is kept").samples()[7];
        assert!((kept - 0.5).abs() < 1.0 / FULL_SCALE, "{kept}");
        assert!(recent.older(at(398)).is_none() && recent.older(at(999)).is_none());
        recent.push(&level(0.1), at(1_200));
        assert_eq!((recent.newest_sample(), recent.oldest_sample()), (at(1_200), at(1_200)));
    }
}
