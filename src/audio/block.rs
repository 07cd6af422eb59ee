//! The piece of sound everything works on.

/// Samples per second and channel, throughout the program.
pub const SAMPLE_RATE: u32 = 48_000;
/// Channels: left, then right.
pub const CHANNELS: usize = 2;
/// Samples per channel in a block: 20 ms.
pub const BLOCK: usize = 960;
/// Length of a block, in microseconds.
pub const BLOCK_US: u64 = 20_000;

/// 20 ms of stereo sound: `BLOCK` pairs of left and right samples, full scale at ±1.
#[derive(Clone)]
pub struct Block {
    samples: Box<[f32; BLOCK * CHANNELS]>,
}

impl Block {
    /// A block of silence.
    pub fn silent() -> Self {
        Self { samples: Box::new([0.0; BLOCK * CHANNELS]) }
    }

    /// The samples, left and right in turn.
    pub fn samples(&self) -> &[f32] {
        &self.samples[..]
    }

    /// The samples, left and right in turn, to be changed.
    pub fn samples_mut(&mut self) -> &mut [f32] {
        &mut self.samples[..]
    }

    /// Pairs of left and right samples, to be changed.
    pub fn pairs_mut(&mut self) -> impl Iterator<Item = &mut [f32; CHANNELS]> {
        self.samples.as_chunks_mut::<CHANNELS>().0.iter_mut()
    }

    /// Turns the block into silence.
    pub fn silence(&mut self) {
        self.samples.fill(0.0);
    }

    /// Adds `other`, sample by sample.
    pub fn add(&mut self, other: &Self) {
        for (ours, theirs) in self.samples.iter_mut().zip(other.samples.iter()) {
            *ours += theirs;
        }
    }

    /// Multiplies every sample by `factor`.
    pub fn scale(&mut self, factor: f32) {
        for sample in self.samples.iter_mut() {
            *sample *= factor;
        }
    }
}

impl Default for Block {
    fn default() -> Self {
        Self::silent()
    }
}
