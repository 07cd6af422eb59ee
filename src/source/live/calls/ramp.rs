//! Gains that move without a click.

use crate::audio::{BLOCK, Block};

/// Change of a gain per sample: a whole ramp lasts a block.
const STEP: f32 = 1.0 / BLOCK as f32;

/// A gain on its way to a target.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Ramp {
    gain: f32,
    target: f32,
}

impl Ramp {
    /// Sets the gain that is aimed for from the next block on: 1 or 0.
    pub(super) fn aim(&mut self, is_on: bool) {
        self.target = if is_on { 1.0 } else { 0.0 };
    }

    /// Returns whether it is closed and stays so: nothing passes.
    pub(super) fn is_shut(self) -> bool {
        self.gain <= 0.0 && self.target <= 0.0
    }

    /// Adds `sound` to `sum` with the gain of each sample of this block, which is the same for every sum.
    pub(super) fn add(self, sum: &mut Block, sound: &Block) {
        let sound = sound.samples().as_chunks::<2>().0;
        let mut gain = self.gain;
        for (pair, heard) in sum.pairs_mut().zip(sound) {
            *pair = [pair[0] + heard[0] * gain, pair[1] + heard[1] * gain];
            gain = self.next(gain);
        }
    }

    /// Applies the gain of each sample of this block to `sound`.
    pub(super) fn shape(self, sound: &mut Block) {
        let mut gain = self.gain;
        for pair in sound.pairs_mut() {
            *pair = pair.map(|sample| sample * gain);
            gain = self.next(gain);
        }
    }

    /// A block's time passes.
    pub(super) fn pass(&mut self) {
        for _ in 0..BLOCK {
            self.gain = self.next(self.gain);
        }
    }

    /// Starts from silence again.
    pub(super) fn reset(&mut self) {
        self.gain = 0.0;
    }

    fn next(self, gain: f32) -> f32 {
        if gain < self.target { (gain + STEP).min(self.target) } else { (gain - STEP).max(self.target) }
    }
}
