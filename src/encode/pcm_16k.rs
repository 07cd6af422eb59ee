//! Plain samples at 16 kHz in mono, for programs that analyse speech.

use bytes::{BufMut, BytesMut};

use super::{Encoder, Packets};
use crate::audio::{BLOCK, CHANNELS, SAMPLE_RATE, in_16_bits};
use crate::frame::{Codec, Rendition};

/// Samples at 48 kHz for each sample that is made.
const STEP: usize = 3;
/// Coefficients of the low-pass filter, an odd number.
const TAPS: usize = 121;
/// Delay of the filter, in samples at 48 kHz: a whole number of steps.
const DELAY: usize = TAPS / 2;
const _: () = assert!(DELAY.is_multiple_of(STEP) && BLOCK.is_multiple_of(STEP));
/// Cut-off frequency in Hz: what lies above 9 kHz, and would be folded to below 7 kHz, is 70 dB softer.
const CUT_OFF: f64 = 8_000.0;
/// Shape of the Kaiser window: side lobes 70 dB down.
const BETA: f64 = 6.8;

/// 16-bit little-endian samples at 16 kHz, left and right mixed.
pub struct Pcm16k {
    rendition: Rendition,
    filter: Box<[f32; TAPS]>,
    /// The newest samples at 48 kHz, mono, twice in a row so that the newest [`TAPS`] are always in one piece.
    recent: Box<[f32; 2 * TAPS]>,
    /// The place of the next sample in `recent`.
    next: usize,
    /// Samples that came since the last one that was made.
    waiting: usize,
}

impl Pcm16k {
    /// The rendition `pcm-16k`.
    pub fn new() -> Self {
        let rendition = Rendition {
            pre_skip: DELAY as u16,
            ..Rendition::new("pcm-16k", Codec::PcmS16leMono16k, SAMPLE_RATE / STEP as u32 * 16)
        };
        let recent = Box::new([0.0; 2 * TAPS]);
        Self { rendition, filter: low_pass(), recent, next: 0, waiting: STEP - 1 }
    }

    fn take(&mut self, sample: f32) -> Option<i16> {
        self.recent[self.next] = sample;
        self.recent[self.next + TAPS] = sample;
        self.next = (self.next + 1) % TAPS;
        self.waiting += 1;
        if self.waiting < STEP {
            return None;
        }
        self.waiting = 0;
        // From the oldest sample to the newest; the filter is symmetric.
        let newest = &self.recent[self.next..self.next + TAPS];
        let sum: f32 = newest.iter().zip(self.filter.iter()).map(|(sample, tap)| sample * tap).sum();
        Some(in_16_bits(sum))
    }
}

impl Default for Pcm16k {
    fn default() -> Self {
        Self::new()
    }
}

impl Encoder for Pcm16k {
    fn rendition(&self) -> &Rendition {
        &self.rendition
    }

    fn encode(&mut self, samples: &[f32]) -> Packets {
        let mut packet = BytesMut::with_capacity(samples.len() / CHANNELS / STEP * 2);
        for pair in samples.chunks_exact(CHANNELS) {
            let mono = pair.iter().sum::<f32>() / CHANNELS as f32;
            if let Some(sample) = self.take(mono) {
                packet.put_i16_le(sample);
            }
        }
        packet.freeze().into()
    }

    fn restart(&mut self) {
        self.recent.fill(0.0);
        self.next = 0;
        // The last of three samples makes the output, so it lies two samples after the first.
        self.waiting = STEP - 1;
    }
}

/// Returns a low-pass filter with a gain of 1 (a sinc under a Kaiser window).
fn low_pass() -> Box<[f32; TAPS]> {
    let mut taps = [0.0; TAPS];
    for (place, tap) in taps.iter_mut().enumerate() {
        let from_middle = place as f64 - DELAY as f64;
        let angle = std::f64::consts::TAU * CUT_OFF / f64::from(SAMPLE_RATE) * from_middle;
        let sinc = if from_middle == 0.0 { 1.0 } else { angle.sin() / angle };
        let along = from_middle / DELAY as f64;
        *tap = sinc * bessel((1.0 - along * along).max(0.0).sqrt() * BETA);
    }
    let sum: f64 = taps.iter().sum();
    Box::new(taps.map(|tap| (tap / sum) as f32))
}

/// The modified Bessel function of the first kind, order 0, by its series.
fn bessel(x: f64) -> f64 {
    let (mut sum, mut term) = (1.0, 1.0);
    for k in 1..40 {
        term *= (x / 2.0 / f64::from(k)).powi(2);
        sum += term;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::Block;

    /// Encodes blocks of the tone `hz`, in opposite or in equal phase, and returns the samples.
    fn encoded(hz: f64, is_opposite: bool) -> Vec<i16> {
        let mut encoder = Pcm16k::new();
        encoder.restart();
        let mut made = Vec::new();
        for number in 0..25 {
            let mut block = Block::silent();
            for (place, pair) in block.samples_mut().chunks_exact_mut(CHANNELS).enumerate() {
                let at = (number * BLOCK + place) as f64 / f64::from(SAMPLE_RATE);
                let sample = (std::f64::consts::TAU * hz * at).sin() as f32 / 2.0;
                pair.copy_from_slice(&[sample, if is_opposite { -sample } else { sample }]);
            }
            let packets: Vec<_> = encoder.encode(block.samples()).into_iter().collect();
            let [packet] = &packets[..] else { panic!("one packet a block: {packets:?}") };
            assert_eq!(packet.len(), BLOCK / STEP * 2, "20 ms at 16 kHz");
            made.extend(packet.chunks_exact(2).map(|two| i16::from_le_bytes([two[0], two[1]])));
        }
        made
    }

    #[test]
    fn a_tone_stays_in_its_place_after_the_delay_that_is_told() {
        let delay = DELAY / STEP;
        for hz in [100.0, 1_000.0, 6_500.0] {
            let made = encoded(hz, false);
            for (place, sample) in made[2 * delay..].iter().enumerate() {
                // The sample `pre_skip` after the beginning is that of the first moment.
                let at = (place + delay) as f64 / 16_000.0;
                let expected = (std::f64::consts::TAU * hz * at).sin() / 2.0 * 32_767.0;
                assert!(
                    (f64::from(*sample) - expected).abs() < 40.0,
                    "{hz} Hz, {place}: {sample}, {expected}"
                );
            }
        }
        assert_eq!(usize::from(Pcm16k::new().rendition().pre_skip), DELAY);
    }

    #[test]
    fn tones_above_the_band_are_not_folded_into_it() {
        for hz in [9_100.0, 12_000.0, 15_900.0, 20_000.0] {
            let loudest = encoded(hz, false)[100..].iter().map(|sample| sample.abs()).max();
            assert!(loudest < Some(16_384 / 1_500), "{hz} Hz: {loudest:?}");
        }
    }

    #[test]
    fn both_channels_are_heard_once() {
        assert!(encoded(440.0, true)[100..].iter().all(|sample| sample.abs() <= 1));
    }
}
