//! Sound between its samples, for a sender whose clock is a little faster or slower than ours.

use std::f64::consts::PI;

use super::{BLOCK, Block, CHANNELS};

/// Frames that are weighed for one sample. A straight line between two would dull the treble, and dull it by
/// an amount that comes and goes as the place between samples wanders.
const TAPS: usize = 32;
/// Places between two samples that are worked out beforehand.
const PHASES: usize = 256;
/// The shape of the window: side lobes 90 dB down.
const KAISER_BETA: f64 = 9.0;
/// The farthest from 1 that a pace may be.
const MOST: f64 = 0.01;

/// The most frames that [`Drift::play`] takes for one block.
pub const MOST_FRAMES: usize = BLOCK + 11;

/// Plays at a pace of its own, a block at a time, by a windowed sinc of 32 taps.
///
/// At a pace of exactly 1 from the start, sound comes out as it went in, 16 frames later.
pub struct Drift {
    /// A row of taps for every phase, and one more, so that every phase has a next.
    rows: Vec<[f32; TAPS]>,
    /// The frames before those that come next, then those of the block being made.
    frames: Vec<[f32; CHANNELS]>,
    /// Position between two frames, from 0 to 1.
    fraction: f64,
}

impl Drift {
    /// A player that has heard nothing yet.
    pub fn new() -> Self {
        let mut frames = Vec::with_capacity(TAPS + MOST_FRAMES);
        frames.resize(TAPS, [0.0; CHANNELS]);
        Self { rows: (0..=PHASES).map(row).collect(), frames, fraction: 0.0 }
    }

    /// Returns the number of frames that [`play`](Self::play) needs for the next block at `ratio`.
    pub fn wants(&self, ratio: f64) -> usize {
        self.place(ratio, BLOCK).0
    }

    /// Makes `block` of `frames`, as many as it [`wants`](Self::wants); `ratio` is the number of them for one
    /// sample, close to 1.
    pub fn play(&mut self, ratio: f64, frames: &[[f32; CHANNELS]], block: &mut Block) {
        self.frames.extend_from_slice(frames);
        for (n, pair) in block.pairs_mut().enumerate() {
            let (whole, fraction) = self.place(ratio, n + 1);
            let window = self.frames.get(whole..).and_then(|rest| rest.first_chunk::<TAPS>());
            *pair = window.map_or([0.0; CHANNELS], |window| self.between(window, fraction));
        }
        self.fraction = self.place(ratio, BLOCK).1;
        let spent = self.frames.len() - TAPS;
        self.frames.drain(..spent);
    }

    /// Forgets what it heard, as after a jump: the last of `frames` are what came before.
    pub fn jump(&mut self, frames: &[[f32; CHANNELS]]) {
        self.frames.extend_from_slice(frames);
        let spent = self.frames.len() - TAPS;
        self.frames.drain(..spent);
    }

    /// Returns the position between two frames, from 0 to 1.
    pub fn fraction(&self) -> f64 {
        self.fraction
    }

    /// Goes on where another player was: at this `fraction` after the last of `frames`.
    pub fn go_on(&mut self, frames: &[[f32; CHANNELS]], fraction: f64) {
        self.jump(frames);
        self.fraction = fraction;
    }

    /// Returns the position of the `n`th output sample: whole frames, and the fraction.
    fn place(&self, ratio: f64, n: usize) -> (usize, f64) {
        let place = self.fraction + ratio.clamp(1.0 - MOST, 1.0 + MOST) * n as f64;
        (place as usize, place.fract())
    }

    fn between(&self, window: &[[f32; CHANNELS]; TAPS], fraction: f64) -> [f32; CHANNELS] {
        if fraction == 0.0 {
            return window[TAPS / 2 - 1];
        }
        let phase = fraction * PHASES as f64;
        let (at, between) = (phase as usize, phase.fract() as f32);
        let (here, next) = (&self.rows[at], &self.rows[at + 1]);
        let mut sum = [0.0; CHANNELS];
        for ((frame, here), next) in window.iter().zip(here).zip(next) {
            let weight = here + (next - here) * between;
            sum[0] += frame[0] * weight;
            sum[1] += frame[1] * weight;
        }
        sum
    }
}

impl Default for Drift {
    fn default() -> Self {
        Self::new()
    }
}

/// The taps for one phase; they add up to one, so a steady level passes unchanged.
fn row(phase: usize) -> [f32; TAPS] {
    let mut taps = [0.0; TAPS];
    for (tap, weight) in taps.iter_mut().enumerate() {
        let distance = tap as f64 - (TAPS / 2 - 1) as f64 - phase as f64 / PHASES as f64;
        *weight = sinc(distance) * kaiser(distance / (TAPS / 2) as f64);
    }
    let total: f64 = taps.iter().sum();
    taps.map(|weight| (weight / total) as f32)
}

fn sinc(x: f64) -> f64 {
    if x == 0.0 { 1.0 } else { (PI * x).sin() / (PI * x) }
}

/// The window at `x` from −1 to 1.
fn kaiser(x: f64) -> f64 {
    if x.abs() >= 1.0 { 0.0 } else { bessel(KAISER_BETA * (1.0 - x * x).sqrt()) / bessel(KAISER_BETA) }
}

/// The modified Bessel function of order zero, by its series.
fn bessel(x: f64) -> f64 {
    let (mut sum, mut term, mut n) = (1.0, 1.0, 1.0);
    while term > sum * 1e-12 {
        term *= (x / (2.0 * n)).powi(2);
        sum += term;
        n += 1.0;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A tone of `hz` played at `ratio`: how far from the tone that should be heard it is at most, in dB.
    fn error_db(hz: f64, ratio: f64) -> f64 {
        let mut drift = Drift::new();
        let mut block = Block::silent();
        let (mut taken, mut made) = (0, 0);
        let mut worst: f64 = 0.0;
        for _ in 0..100 {
            let wanted = drift.wants(ratio);
            assert!(wanted <= MOST_FRAMES);
            let tone = |n: f64| (2.0 * PI * hz * n / 48_000.0).sin();
            let frames: Vec<_> = (taken..taken + wanted).map(|n| [tone(n as f64) as f32; 2]).collect();
            taken += wanted;
            drift.play(ratio, &frames, &mut block);
            for pair in block.samples().as_chunks::<2>().0 {
                made += 1;
                let place = f64::from(made) * ratio - 17.0;
                if place > 40.0 {
                    worst = worst.max((f64::from(pair[0]) - tone(place)).abs());
                }
            }
        }
        20.0 * worst.max(1e-12).log10()
    }

    #[test]
    fn a_pace_changes_the_pitch_by_that_and_nothing_else() {
        for ratio in [1.0, 1.000_2, 0.999_5, 1.000_5] {
            assert!(error_db(440.0, ratio) < -85.0, "440 Hz at {ratio}: {} dB", error_db(440.0, ratio));
            assert!(error_db(15_000.0, ratio) < -70.0, "15 kHz at {ratio}: {} dB", error_db(15_000.0, ratio));
        }
        assert!(error_db(15_000.0, 1.0) < -140.0, "at its own pace sound passes untouched");
    }
}
