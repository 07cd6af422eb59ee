//! The last seconds of a station's sound, for encoders that begin.

use std::collections::VecDeque;

use crate::audio::{BLOCK, BLOCK_US, Block, CHANNELS, from_16_bits, in_16_bits};

/// Blocks that are kept, 17 s, as many as a mount keeps: three whole segments of HLS wherever an encoder begins, which are
/// what players begin before. They take 3.3 MB.
const KEEP: usize = (17_000_000 / BLOCK_US) as usize;

/// The blocks before the one that is being made, without a gap between them, in 16 bits as PCM has them, so that what
/// `/main.wav` has is exact; oldest first.
pub(super) struct RecentBlocks {
    blocks: VecDeque<[i16; BLOCK * CHANNELS]>,
    /// The place right after the last of them on the station's sample clock.
    end: u64,
}

impl RecentBlocks {
    /// Returns the state before the first block.
    pub(super) fn new() -> Self {
        Self { blocks: VecDeque::with_capacity(KEEP), end: 0 }
    }

    /// Returns the kept samples, in 16 bits each, little-endian.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        self.blocks.iter().flatten().flat_map(|sample| sample.to_le_bytes()).collect()
    }

    /// Returns what another process had [as bytes](Self::to_bytes) before the block at `end`.
    pub(super) fn from_bytes(bytes: &[u8], end: u64) -> Self {
        let mut recent = Self { end, ..Self::new() };
        for bytes in bytes.chunks_exact(BLOCK * CHANNELS * 2) {
            let mut block = [0; BLOCK * CHANNELS];
            for (sample, bytes) in block.iter_mut().zip(bytes.chunks_exact(2)) {
                *sample = bytes.try_into().map(i16::from_le_bytes).unwrap_or_default();
            }
            recent.blocks.push_back(block);
        }
        recent
    }

    /// Keeps the block at `sample` of the station's clock. Where blocks were left out, those before are forgotten.
    pub(super) fn push(&mut self, block: &Block, sample: u64) {
        if sample != self.end {
            self.blocks.clear();
        } else if self.blocks.len() == KEEP {
            self.blocks.pop_front();
        }
        let mut kept = [0; BLOCK * CHANNELS];
        for (kept, sample) in kept.iter_mut().zip(block.samples()) {
            *kept = in_16_bits(*sample);
        }
        self.blocks.push_back(kept);
        self.end = sample + BLOCK as u64;
    }

    /// Returns the place of the oldest block from which none is missing up to `sample`; `sample` itself if there is none.
    pub(super) fn begin_before(&self, sample: u64) -> u64 {
        if sample == self.end { self.end - (self.blocks.len() * BLOCK) as u64 } else { sample }
    }

    /// Returns the block at `sample`, which is a block's place; `None` if it is not kept.
    pub(super) fn get(&self, sample: u64) -> Option<Block> {
        let place = usize::try_from(sample.checked_sub(self.begin_before(self.end))?).ok()? / BLOCK;
        let mut block = Block::silent();
        for (sample, kept) in block.samples_mut().iter_mut().zip(self.blocks.get(place)?) {
            *sample = from_16_bits(*kept);
        }
        Some(block)
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
        assert_eq!(recent.begin_before(at(1_000)), at(1_000 - KEEP as u64));
        assert_eq!(recent.begin_before(at(1_001)), at(1_001), "a block is missing");
        let kept = recent.get(at(500)).expect("it is kept").samples()[7];
        assert!((kept - 0.5).abs() < 1.0 / 32_767.0, "{kept}");
        assert!(recent.get(at(149)).is_none() && recent.get(at(1_000)).is_none());
        let saved = RecentBlocks::from_bytes(&recent.to_bytes(), at(1_000));
        assert_eq!((&saved.blocks, saved.end), (&recent.blocks, recent.end));
        recent.push(&level(0.1), at(1_200));
        assert_eq!(recent.begin_before(at(1_201)), at(1_200));
    }
}
