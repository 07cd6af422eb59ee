//! A look-ahead limiter for true peaks.

use std::collections::VecDeque;
use std::f64::consts::PI;

use serde::{Deserialize, Serialize};

use super::gain::from_db;
use super::{BLOCK, Block, CHANNELS, SAMPLE_RATE};

/// Samples between hearing a peak and letting it out: 5 ms.
const LOOK_AHEAD: usize = 240;
/// Times the sample rate at which peaks between samples are looked for (ITU-R BS.1770-4 annex 2).
const OVERSAMPLING: usize = 4;
/// Samples on either side that an interpolated sample is made of.
const REACH: usize = 8;
const TAPS: usize = 2 * REACH;
/// Time constant of the gain's recovery (63 %), in seconds.
const RELEASE_SECONDS: f64 = 0.15;
/// After so many samples without a peak, 3 s, the gain is back to one but for a billionth.
const RECOVERY: usize = 144_000;
/// No peak between samples is higher than this many times the highest sample around it: the sum of the
/// interpolator's coefficients, rounded up.
const MOST_OVERSHOOT: f32 = 2.5;

/// Keeps the true peak of what passes below a ceiling, both channels alike.
///
/// The gain falls in time for a peak because it is worked out 5 ms before the peak is
/// let out, and it moves without a corner because it is averaged over the same length.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Limiter {
    ceiling: f32,
    release: f32,
    phases: [[f32; TAPS]; OVERSAMPLING - 1],
    /// The last samples of each channel, newest last, for the interpolator.
    history: [VecDeque<f32>; CHANNELS],
    /// Samples waiting to be let out.
    delayed: VecDeque<[f32; CHANNELS]>,
    /// The lowest gains of the look-ahead, each with the sample it is for, rising from the front.
    lowest: VecDeque<(u64, f32)>,
    /// The gains being averaged.
    held: VecDeque<f32>,
    held_sum: f64,
    released: f32,
    at: u64,
    /// Samples until the past cannot matter any more and work can be left out.
    busy: usize,
}

impl Limiter {
    /// A limiter with its ceiling at `ceiling_dbtp` decibels of true peak.
    pub fn new(ceiling_dbtp: f64) -> Self {
        let quiet = || VecDeque::from(vec![0.0; TAPS]);
        Self {
            ceiling: from_db(ceiling_dbtp),
            release: (1.0 - (-1.0 / (RELEASE_SECONDS * f64::from(SAMPLE_RATE))).exp()) as f32,
            phases: interpolator(),
            history: [quiet(), quiet()],
            delayed: VecDeque::from(vec![[0.0; CHANNELS]; LOOK_AHEAD + REACH]),
            lowest: VecDeque::with_capacity(LOOK_AHEAD + 1),
            held: VecDeque::from(vec![1.0; LOOK_AHEAD]),
            held_sum: LOOK_AHEAD as f64,
            released: 1.0,
            at: 0,
            busy: 0,
        }
    }

    /// Passes `block` through: what comes out went in 248 samples (5.2 ms) before.
    pub fn process(&mut self, block: &mut Block) {
        let loudest = block.samples().iter().fold(0f32, |most, sample| most.max(sample.abs()));
        if loudest * MOST_OVERSHOOT > self.ceiling {
            self.busy = BLOCK + RECOVERY;
        }
        for pair in block.pairs_mut() {
            *pair = if self.busy > 0 { self.limit(*pair) } else { self.pass(*pair) };
        }
        self.busy = self.busy.saturating_sub(BLOCK);
    }

    /// Lets a sample through that needs no gain.
    fn pass(&mut self, pair: [f32; CHANNELS]) -> [f32; CHANNELS] {
        for (history, sample) in self.history.iter_mut().zip(pair) {
            history.pop_front();
            history.push_back(sample);
        }
        self.at += 1;
        self.delay(pair)
    }

    fn limit(&mut self, pair: [f32; CHANNELS]) -> [f32; CHANNELS] {
        let peak = self.peak(pair);
        let wanted = if peak > self.ceiling { self.ceiling / peak } else { 1.0 };
        let lowest = self.lowest_ahead(wanted);
        // Down at once, up slowly.
        self.released = lowest.min(self.released + (1.0 - self.released) * self.release);
        let oldest = self.held.pop_front().unwrap_or(1.0);
        self.held.push_back(self.released);
        self.held_sum += f64::from(self.released) - f64::from(oldest);
        let gain = (self.held_sum / LOOK_AHEAD as f64).min(1.0) as f32;
        self.at += 1;
        self.delay(pair).map(|sample| sample * gain)
    }

    /// The highest true peak around the sample [`REACH`] samples ago, of both channels.
    fn peak(&mut self, pair: [f32; CHANNELS]) -> f32 {
        let mut peak = 0f32;
        for (history, sample) in self.history.iter_mut().zip(pair) {
            history.pop_front();
            history.push_back(sample);
            peak = peak.max(history[REACH - 1].abs()).max(history[REACH].abs());
            for phase in &self.phases {
                let between: f32 = phase.iter().zip(history.iter()).map(|(tap, sample)| tap * sample).sum();
                peak = peak.max(between.abs());
            }
        }
        peak
    }

    /// The lowest of the gains wanted for the last [`LOOK_AHEAD`] samples.
    fn lowest_ahead(&mut self, wanted: f32) -> f32 {
        while self.lowest.back().is_some_and(|(_, gain)| *gain >= wanted) {
            self.lowest.pop_back();
        }
        self.lowest.push_back((self.at, wanted));
        while self.lowest.front().is_some_and(|(at, _)| at + (LOOK_AHEAD as u64) < self.at) {
            self.lowest.pop_front();
        }
        self.lowest.front().map_or(1.0, |(_, gain)| *gain)
    }

    fn delay(&mut self, pair: [f32; CHANNELS]) -> [f32; CHANNELS] {
        self.delayed.push_back(pair);
        self.delayed.pop_front().unwrap_or_default()
    }
}

/// The three sets of coefficients that make the samples at a quarter, a half and three quarters between
/// two samples: a sinc under a Hann window.
fn interpolator() -> [[f32; TAPS]; OVERSAMPLING - 1] {
    let mut phases = [[0.0; TAPS]; OVERSAMPLING - 1];
    for (phase, taps) in phases.iter_mut().enumerate() {
        let fraction = (phase + 1) as f64 / OVERSAMPLING as f64;
        for (tap, coefficient) in taps.iter_mut().enumerate() {
            // The distance from the point between `REACH - 1` and `REACH`.
            let x = tap as f64 - (REACH - 1) as f64 - fraction;
            let window = 0.5 + 0.5 * (PI * x / REACH as f64).cos();
            *coefficient = ((PI * x).sin() / (PI * x) * window) as f32;
        }
    }
    phases
}

#[cfg(test)]
mod tests {
    use super::*;

    fn true_peak(samples: &[f32]) -> f64 {
        let mut meter = ebur128::EbuR128::new(2, SAMPLE_RATE, ebur128::Mode::TRUE_PEAK).unwrap();
        meter.add_frames_f32(samples).unwrap();
        20.0 * meter.true_peak(0).unwrap().max(meter.true_peak(1).unwrap()).log10()
    }

    fn through(limiter: &mut Limiter, input: impl Iterator<Item = f32>) -> Vec<f32> {
        let input: Vec<f32> = input.collect();
        let mut output = Vec::new();
        for chunk in input.chunks_exact(BLOCK) {
            let mut block = Block::silent();
            for (pair, sample) in block.pairs_mut().zip(chunk) {
                *pair = [*sample, *sample * 0.5];
            }
            limiter.process(&mut block);
            output.extend_from_slice(block.samples());
        }
        output
    }

    #[test]
    fn true_peaks_stay_below_the_ceiling() {
        // A quarter of the sample rate, out of phase: its true peak is 3 dB above its samples.
        let tone = |n: usize| (n as f32 * std::f32::consts::FRAC_PI_2 + 0.785).sin();
        let bursts = (0..48_000 * 2).map(|n| tone(n) * if n / 9_600 % 2 == 0 { 0.2 } else { 1.8 });
        let heard = through(&mut Limiter::new(-2.0), bursts);
        let peak = true_peak(&heard);
        assert!(peak <= -1.9, "true peak {peak:.2} dBTP");
        assert!(peak > -3.0, "and not far below it: {peak:.2} dBTP");
    }

    #[test]
    fn what_is_quiet_enough_passes_untouched_but_late() {
        let tone = |n: usize| (n as f32 * 0.05).sin() * 0.25;
        let heard = through(&mut Limiter::new(-1.0), (0..9_600).map(tone));
        let late = LOOK_AHEAD + REACH;
        for n in late..9_600 {
            assert_eq!(heard[2 * n], tone(n - late));
        }
    }

    #[test]
    fn no_step_where_limiting_begins_or_ends() {
        // The level changes where the tone crosses zero.
        let tone = |n: usize| ((n % 300) as f32 * std::f32::consts::TAU / 300.0).sin();
        let loud = (0..144_000).map(|n| tone(n) * if (48_000..96_000).contains(&n) { 2.0 } else { 0.1 });
        let heard = through(&mut Limiter::new(-1.0), loud);
        let step = heard.chunks(2).map(|pair| pair[0]).collect::<Vec<_>>();
        let most = step.windows(2).map(|w| (w[1] - w[0]).abs()).fold(0.0, f32::max);
        assert!(most < 0.0419, "the largest step is {most}, larger than any that went in");
    }
}
