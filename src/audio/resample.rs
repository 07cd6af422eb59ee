//! Any sample rate, resampled to 48 kHz.

use std::ops::RangeInclusive;

use rubato::audioadapter_buffers::direct::InterleavedSlice;
use rubato::{Fft, FixedSync, Indexing, Resampler as _};

use super::{BLOCK, CHANNELS, SAMPLE_RATE};

/// Sample rates that can be brought to 48 kHz, in Hz.
pub const RATES: RangeInclusive<u32> = 4_000..=768_000;

/// Brings a piece of stereo sound from one sample rate to 48 kHz, exact to the sample.
///
/// N frames that go in come out as N × 48 000 / rate frames, rounded, neither late nor early: the delay of
/// the filter is taken off the beginning and its tail is asked for at the end. Sound that has 48 kHz
/// already passes through untouched.
pub struct Resampler {
    conversion: Option<Box<Conversion>>,
}

struct Conversion {
    rate: u32,
    fft: Fft<f32>,
    /// Frames, interleaved, that do not yet fill what the next step wants.
    waiting: Vec<f32>,
    /// Output of one step.
    made: Vec<f32>,
    /// Frames still to be dropped for the filter's delay.
    early: usize,
    frames_in: u64,
    frames_out: u64,
}

impl Resampler {
    /// A resampler from `rate` in Hz, if it is one of [`RATES`].
    pub fn from_rate(rate: u32) -> Option<Self> {
        if !RATES.contains(&rate) {
            return None;
        }
        if rate == SAMPLE_RATE {
            return Some(Self { conversion: None });
        }
        // One transform a step: the longer the transform, the closer the filter gets to the band's end.
        let (from, to) = (rate as usize, SAMPLE_RATE as usize);
        let window = rubato::WindowFunction::BlackmanHarris2;
        let step = frames_of_a_step(rate);
        let fft = Fft::new_custom(from, to, step, 1, CHANNELS, window, FixedSync::Output).ok()?;
        let conversion = Conversion {
            rate,
            early: fft.output_delay(),
            waiting: Vec::new(),
            made: vec![0.0; fft.output_frames_max() * CHANNELS],
            fft,
            frames_in: 0,
            frames_out: 0,
        };
        Some(Self { conversion: Some(Box::new(conversion)) })
    }

    /// Appends to `out` what can be made of `stereo`, left and right in turn, and all that came before.
    pub fn push(&mut self, stereo: &[f32], out: &mut Vec<f32>) {
        let Some(conversion) = &mut self.conversion else {
            out.extend_from_slice(stereo);
            return;
        };
        conversion.frames_in += (stereo.len() / CHANNELS) as u64;
        conversion.waiting.extend_from_slice(stereo);
        let mut used = 0;
        loop {
            let wanted = conversion.fft.input_frames_next();
            if (conversion.waiting.len() - used) / CHANNELS < wanted {
                break;
            }
            conversion.step(used, wanted, out);
            used += wanted * CHANNELS;
        }
        conversion.waiting.drain(..used);
    }

    /// Appends to `out` what is left, and is ready for another piece of the same rate.
    pub fn finish(&mut self, out: &mut Vec<f32>) {
        let Some(conversion) = &mut self.conversion else {
            return;
        };
        let due = conversion.frames_due();
        while conversion.frames_out < due {
            let left = conversion.waiting.len() / CHANNELS;
            conversion.step(0, left.min(conversion.fft.input_frames_next()), out);
            conversion.waiting.clear();
        }
        let beyond = (conversion.frames_out - due) as usize * CHANNELS;
        out.truncate(out.len() - beyond);
        conversion.start_anew();
    }
}

/// Frames at 48 kHz that are made at once: about a block, and a whole number of them an even number at `rate`.
///
/// Even, because the filter's middle then falls on a sample and its delay is a whole number of frames.
fn frames_of_a_step(rate: u32) -> usize {
    let shared = greatest_common_divisor(rate, SAMPLE_RATE);
    let (least_in, least_out) = ((rate / shared) as usize, (SAMPLE_RATE / shared) as usize);
    let times = BLOCK.div_ceil(least_out);
    let even = if (times * least_in).is_multiple_of(2) { times } else { times + 1 };
    even * least_out
}

fn greatest_common_divisor(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

impl Conversion {
    /// Frames that the whole piece makes, rounded to the nearest.
    fn frames_due(&self) -> u64 {
        let rate = u64::from(self.rate);
        (self.frames_in * u64::from(SAMPLE_RATE) + rate / 2) / rate
    }

    /// Makes a step of the `frames` waiting at `offset`, with silence after them where they are too few.
    fn step(&mut self, offset: usize, frames: usize, out: &mut Vec<f32>) {
        let input = &self.waiting[offset..offset + frames * CHANNELS];
        let indexing = Indexing::new().partial_len(frames);
        let makes = self.made.len() / CHANNELS;
        self.made.fill(0.0);
        if let (Ok(input), Ok(mut output)) = (
            InterleavedSlice::new(input, CHANNELS, frames),
            InterleavedSlice::new_mut(&mut self.made, CHANNELS, makes),
        ) {
            // It fails only for buffers of the wrong size, and these are right.
            let _ = self.fft.process_into_buffer(&input, &mut output, Some(&indexing));
        }
        let dropped = self.early.min(makes);
        self.early -= dropped;
        self.frames_out += (makes - dropped) as u64;
        out.extend_from_slice(&self.made[dropped * CHANNELS..]);
    }

    fn start_anew(&mut self) {
        self.fft.reset();
        self.waiting.clear();
        self.early = self.fft.output_delay();
        self.frames_in = 0;
        self.frames_out = 0;
    }
}

#[cfg(test)]
mod tests {
    use std::f64::consts::TAU;

    use super::*;

    fn sine(rate: u32, frames: usize) -> Vec<f32> {
        let sample = |n: usize| (TAU * 500.0 * n as f64 / f64::from(rate)).sin() as f32 * 0.5;
        (0..frames).flat_map(|n| [sample(n), -sample(n)]).collect()
    }

    fn resampled(resampler: &mut Resampler, input: &[f32], chunk: usize) -> Vec<f32> {
        let mut out = Vec::new();
        for piece in input.chunks(chunk * CHANNELS) {
            resampler.push(piece, &mut out);
        }
        resampler.finish(&mut out);
        out
    }

    /// A tone of `frames` comes out as the tone that 48 kHz would have given, in place to the sample.
    #[track_caller]
    fn check(rate: u32, frames: usize, expected: usize) {
        let mut resampler = Resampler::from_rate(rate).unwrap();
        let input = sine(rate, frames);
        let out = resampled(&mut resampler, &input, 1_024);
        assert_eq!(out.len() / CHANNELS, expected, "frames from {rate} Hz");
        let wanted = sine(SAMPLE_RATE, expected);
        let edge = (expected / 4).min(2_000) * CHANNELS;
        let middle = edge..out.len() - edge;
        for (n, (heard, wanted)) in out[middle.clone()].iter().zip(&wanted[middle]).enumerate() {
            assert!((heard - wanted).abs() < 2e-3, "{rate} Hz, sample {n}: {heard} for {wanted}");
        }
        assert_eq!(resampled(&mut resampler, &input, 333), out, "a second piece from {rate} Hz");
    }

    #[test]
    fn every_rate_is_exact_to_the_sample() {
        check(48_000, 48_000, 48_000);
        check(44_100, 44_100, 48_000);
        check(44_100, 100_001, 108_845);
        check(22_050, 22_050, 48_000);
        check(11_025, 11_025, 48_000);
        check(8_000, 8_000, 48_000);
        check(32_000, 32_000, 48_000);
        check(88_200, 88_200, 48_000);
        check(96_000, 96_001, 48_001);
        check(192_000, 192_000, 48_000);
        check(44_101, 44_101, 48_000);
    }

    #[test]
    fn pieces_shorter_than_the_filter_keep_their_length() {
        for frames in [0, 1, 10, 441] {
            let mut resampler = Resampler::from_rate(44_100).unwrap();
            let out = resampled(&mut resampler, &sine(44_100, frames), 64);
            assert_eq!(out.len() / CHANNELS, (frames * 480 + 220) / 441);
        }
    }

    #[test]
    fn rates_out_of_range_are_refused() {
        assert!(Resampler::from_rate(0).is_none());
        assert!(Resampler::from_rate(3_999).is_none());
        assert!(Resampler::from_rate(1_000_000).is_none());
    }
}
