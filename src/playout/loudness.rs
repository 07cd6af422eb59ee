//! The loudness of the last moments: EBU R 128's momentary and short-term loudness.

use ebur128::{EbuR128, Mode};

use crate::audio::{CHANNELS, SAMPLE_RATE};

/// Length of a step, in milliseconds: loudness is worked out anew after each.
const STEP_MS: u32 = 100;
/// Samples of both channels in a step.
const STEP: usize = SAMPLE_RATE as usize * CHANNELS * STEP_MS as usize / 1_000;
/// Steps of momentary loudness, 400 ms.
const MOMENTARY: usize = 4;
/// Steps of short-term loudness, 3 s.
const SHORT_TERM: usize = 30;
/// Loudness of a power of 1, in LUFS (ITU-R BS.1770).
const OFFSET: f64 = -0.691;

/// Loudness after a step, in LUFS.
#[derive(Clone, Copy, Debug)]
pub(super) struct LoudnessReading {
    /// Over the last 400 ms.
    pub(super) momentary: f64,
    /// Over the last 3 s.
    pub(super) short_term: f64,
}

/// Measures sound as it comes. The power of each step is worked out once, whatever is read of it afterwards.
pub(super) struct LoudnessMeter {
    weighted: EbuR128,
    /// The powers of the last steps; the next one takes the place of the oldest, `next`.
    powers: [f64; SHORT_TERM],
    next: usize,
    /// Samples of the step that is not over yet.
    begun: usize,
}

impl LoudnessMeter {
    pub(super) fn new() -> Option<Self> {
        let weighted = EbuR128::new(CHANNELS as u32, SAMPLE_RATE, Mode::M).ok()?;
        Some(Self { weighted, powers: [0.0; SHORT_TERM], next: 0, begun: 0 })
    }

    /// Takes in samples, left and right in turn, of which a whole number make a step; returns the loudness after a step.
    pub(super) fn hear(&mut self, samples: &[f32]) -> Option<LoudnessReading> {
        self.weighted.add_frames_f32(samples).ok()?;
        self.begun += samples.len();
        if self.begun < STEP {
            return None;
        }
        self.begun = 0;
        let step = self.weighted.loudness_window(STEP_MS).ok()?;
        self.powers[self.next] = 10_f64.powf((step - OFFSET) / 10.0);
        self.next = (self.next + 1) % SHORT_TERM;
        Some(LoudnessReading { momentary: self.last(MOMENTARY), short_term: self.last(SHORT_TERM) })
    }

    /// The loudness of the last `steps` steps.
    fn last(&self, steps: usize) -> f64 {
        let newest_first = (1..=steps).map(|ago| self.powers[(self.next + SHORT_TERM - ago) % SHORT_TERM]);
        let mean = newest_first.sum::<f64>() / steps as f64;
        if mean > 0.0 { 10.0 * mean.log10() + OFFSET } else { f64::NEG_INFINITY }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::BLOCK;

    #[test]
    fn it_reads_as_one_that_keeps_all_samples_of_three_seconds() {
        let mut meter = LoudnessMeter::new().unwrap();
        let mut slow = EbuR128::new(CHANNELS as u32, SAMPLE_RATE, Mode::S).unwrap();
        let mut random = fastrand::Rng::with_seed(3);
        let mut readings = 0;
        for number in 0..400 {
            // From loud to soft to silence and back.
            let level = [0.8, 0.01, 0.0, 0.2][number / 100];
            let samples: Vec<f32> = (0..BLOCK * CHANNELS).map(|_| (random.f32() - 0.5) * level).collect();
            slow.add_frames_f32(&samples).unwrap();
            let Some(LoudnessReading { momentary, short_term }) = meter.hear(&samples) else { continue };
            readings += 1;
            assert!((short_term - slow.loudness_shortterm().unwrap()).abs() < 1e-9, "{number}: {short_term}");
            let expected = slow.loudness_momentary().unwrap();
            // Below a gate of −70 LUFS nothing counts.
            let is_same = (momentary - expected).abs() < 1e-6 || (momentary < -200.0 && expected < -200.0);
            assert!(is_same, "{number}: {momentary}, {expected}");
        }
        assert_eq!(readings, 80, "one in 100 ms");
    }
}
