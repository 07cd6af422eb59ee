//! A look-ahead limiter for true peaks.

use std::collections::VecDeque;
use std::f64::consts::PI;

use serde::{Deserialize, Serialize};

use super::gain::from_db;
use super::level::highest;
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
/// Samples whose peaks are worked out together. Each is summed in the same order as alone.
const TOGETHER: usize = 16;
const _: () = assert!(BLOCK.is_multiple_of(TOGETHER));

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

/// A channel's last samples, and after them those of a block.
type Stretch = [f32; TAPS + BLOCK];

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
        let [left, right] = highest(block.samples());
        if left.max(right) * MOST_OVERSHOOT > self.ceiling {
            self.busy = BLOCK + RECOVERY;
        }
        if self.busy > 0 {
            let peaks = self.peaks(block);
            self.delay(block);
            for (pair, peak) in block.pairs_mut().zip(peaks) {
                let gain = self.gain(peak);
                *pair = pair.map(|sample| sample * gain);
            }
        } else {
            // Nothing needs a gain.
            self.remember(block);
            self.delay(block);
            self.at += BLOCK as u64;
        }
        self.busy = self.busy.saturating_sub(BLOCK);
    }

    /// Returns the gain for the sample that is let out when the true peak [`REACH`] samples before the newest is `peak`.
    fn gain(&mut self, peak: f32) -> f32 {
        let wanted = if peak > self.ceiling { self.ceiling / peak } else { 1.0 };
        let lowest = self.lowest_ahead(wanted);
        // Down at once, up slowly.
        self.released = lowest.min(self.released + (1.0 - self.released) * self.release);
        let oldest = self.held.pop_front().unwrap_or(1.0);
        self.held.push_back(self.released);
        self.held_sum += f64::from(self.released) - f64::from(oldest);
        self.at += 1;
        (self.held_sum / LOOK_AHEAD as f64).min(1.0) as f32
    }

    /// Returns, for each sample of `block`, the highest true peak around the sample [`REACH`] before it, of both channels;
    /// zero where it is below the ceiling by far.
    fn peaks(&mut self, block: &Block) -> [f32; BLOCK] {
        let mut peaks = [0.0; BLOCK];
        for stretch in &self.remember(block) {
            for (group, peaks) in peaks.as_chunks_mut::<TOGETHER>().0.iter_mut().enumerate() {
                // The first sample's reach begins one after the oldest.
                let reach = &stretch[group * TOGETHER + 1..][..TOGETHER + TAPS - 1];
                self.raise(peaks, reach);
            }
        }
        peaks
    }

    /// Raises each of `peaks` to the highest in its part of `reach`, the samples of one channel.
    fn raise(&self, peaks: &mut [f32; TOGETHER], reach: &[f32]) {
        let loudest =
            reach.iter().fold(0f32, |most, sample| if sample.abs() > most { sample.abs() } else { most });
        if loudest * MOST_OVERSHOOT <= self.ceiling {
            return;
        }
        let higher =
            |peak: &mut f32, sample: f32| *peak = if sample.abs() > *peak { sample.abs() } else { *peak };
        for offset in [REACH - 1, REACH] {
            peaks.iter_mut().zip(&reach[offset..]).for_each(|(peak, sample)| higher(peak, *sample));
        }
        for phase in &self.phases {
            let mut between = [0f32; TOGETHER];
            for (offset, tap) in phase.iter().enumerate() {
                between.iter_mut().zip(&reach[offset..]).for_each(|(sum, sample)| *sum += tap * sample);
            }
            peaks.iter_mut().zip(between).for_each(|(peak, sample)| higher(peak, sample));
        }
    }

    /// Returns each channel's last samples with those of `block` after them, and remembers the last of these.
    fn remember(&mut self, block: &Block) -> [Stretch; CHANNELS] {
        let mut stretches = [[0.0; TAPS + BLOCK]; CHANNELS];
        for (channel, (stretch, history)) in stretches.iter_mut().zip(&mut self.history).enumerate() {
            let (before, new) = stretch.split_at_mut(TAPS);
            before.iter_mut().zip(history.iter()).for_each(|(sample, kept)| *sample = *kept);
            let samples = block.samples().iter().skip(channel).step_by(CHANNELS);
            new.iter_mut().zip(samples).for_each(|(sample, heard)| *sample = *heard);
            history.clear();
            history.extend(&stretch[BLOCK..]);
        }
        stretches
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

    /// Takes in the samples of `block` and lets out as many that waited.
    fn delay(&mut self, block: &mut Block) {
        for pair in block.pairs_mut() {
            self.delayed.push_back(*pair);
            *pair = self.delayed.pop_front().unwrap_or_default();
        }
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

    /// The limiter as it would be written for one sample after the other.
    struct SampleBySample(Limiter);

    impl SampleBySample {
        fn process(&mut self, block: &mut Block) {
            let loudest = block.samples().iter().fold(0f32, |most, sample| most.max(sample.abs()));
            if loudest * MOST_OVERSHOOT > self.0.ceiling {
                self.0.busy = BLOCK + RECOVERY;
            }
            for pair in block.pairs_mut() {
                let peak = self.peak(*pair);
                let gain = if self.0.busy > 0 {
                    self.0.gain(peak)
                } else {
                    self.0.at += 1;
                    1.0
                };
                self.0.delayed.push_back(*pair);
                *pair = self.0.delayed.pop_front().unwrap().map(|sample| sample * gain);
            }
            self.0.busy = self.0.busy.saturating_sub(BLOCK);
        }

        fn peak(&mut self, pair: [f32; CHANNELS]) -> f32 {
            let mut peak = 0f32;
            for (history, sample) in self.0.history.iter_mut().zip(pair) {
                history.pop_front();
                history.push_back(sample);
                peak = peak.max(history[REACH - 1].abs()).max(history[REACH].abs());
                for phase in &self.0.phases {
                    let between: f32 =
                        phase.iter().zip(history.iter()).map(|(tap, sample)| tap * sample).sum();
                    peak = peak.max(between.abs());
                }
            }
            peak
        }
    }

    #[test]
    fn many_samples_at_once_come_out_as_one_after_the_other_to_the_last_bit() {
        let mut random = fastrand::Rng::with_seed(7);
        let mut limiter = Limiter::new(-2.5);
        let mut slow = SampleBySample(limiter.clone());
        let mut has_rested = false;
        for number in 0..600 {
            // Seconds of soft and of loud sound, with clicks, and one long enough to recover in.
            let level = match number / 50 {
                0 | 4..=9 => 0.05,
                1 => 0.3,
                2 => 2.0,
                _ => 0.9,
            };
            let mut block = Block::silent();
            for pair in block.pairs_mut() {
                *pair = [random.f32(), random.f32()].map(|sample| (sample * 2.0 - 1.0) * level);
            }
            if number % 37 == 0 && number < 200 {
                block.samples_mut()[random.usize(..BLOCK * CHANNELS)] = 1.5;
            }
            let mut expected = block.clone();
            limiter.process(&mut block);
            slow.process(&mut expected);
            has_rested |= limiter.busy == 0;
            let bits =
                |block: &Block| block.samples().iter().map(|sample| sample.to_bits()).collect::<Vec<_>>();
            assert_eq!(bits(&block), bits(&expected), "block {number}");
        }
        let saved = |limiter: &Limiter| serde_json::to_string(limiter).unwrap();
        assert_eq!(saved(&limiter), saved(&slow.0));
        assert!(has_rested, "both ways of it were taken");
    }

    #[test]
    fn no_peak_is_higher_above_the_samples_around_it_than_is_believed() {
        for phase in interpolator() {
            let most: f32 = phase.iter().map(|tap| tap.abs()).sum();
            assert!(most < MOST_OVERSHOOT * 0.99, "{most}");
        }
    }
}
