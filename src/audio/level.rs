//! How high samples are.

use super::CHANNELS;

/// Samples that are looked at together: several pairs of left and right.
const TOGETHER: usize = 8 * CHANNELS;

/// Returns the highest sample of each channel of `stereo`, left and right in turn, without its sign.
pub fn highest(stereo: &[f32]) -> [f32; CHANNELS] {
    let (groups, rest) = stereo.as_chunks::<TOGETHER>();
    let mut most = [0f32; TOGETHER];
    let raise = |most: &mut f32, sample: f32| *most = if sample.abs() > *most { sample.abs() } else { *most };
    for group in groups {
        most.iter_mut().zip(group).for_each(|(most, sample)| raise(most, *sample));
    }
    let mut highest = [0f32; CHANNELS];
    for (place, sample) in most.iter().chain(rest).enumerate() {
        raise(&mut highest[place % CHANNELS], *sample);
    }
    highest
}

/// Returns the mean power of `samples`.
pub fn power(samples: &[f32]) -> f32 {
    let (groups, rest) = samples.as_chunks::<TOGETHER>();
    let mut sums = [0f32; TOGETHER];
    for group in groups {
        sums.iter_mut().zip(group).for_each(|(sum, sample)| *sum += sample * sample);
    }
    let rest = rest.iter().map(|sample| sample * sample).sum::<f32>();
    (sums.iter().sum::<f32>() + rest) / samples.len().max(1) as f32
}

/// Full scale of 16-bit samples.
const FULL_SCALE: f32 = 32_767.0;
/// 1.5 × 2²³: beside it, a number has no room for a fraction, and its last bits are the whole number.
const WHOLE: f32 = 12_582_912.0;

/// Returns the sample in 16 bits, rounded to the nearest, halves away from zero; what is no number is silence.
///
/// It does the same as `(sample * 32767).round() as i16`, without a call for each, so that many are done together.
pub fn in_16_bits(sample: f32) -> i16 {
    let exact = sample.clamp(-1.0, 1.0) * FULL_SCALE;
    let nearest = exact + WHOLE;
    // Halves went to the even number.
    let off = exact - (nearest - WHOLE);
    let away = if off == 0.5 && exact > 0.0 {
        1.0
    } else if off == -0.5 && exact < 0.0 {
        -1.0
    } else {
        0.0
    };
    (nearest + away).to_bits() as i16
}

/// Returns the sample that 16 bits stand for.
pub fn from_16_bits(sample: i16) -> f32 {
    f32::from(sample) / FULL_SCALE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_channel_has_its_own_highest_sample() {
        for length in [2, 16, 18, 100] {
            let mut stereo = vec![0.1; length];
            stereo[length - 2] = -0.7;
            stereo[1] = 0.5;
            stereo[0] = f32::NAN;
            let expected = if length == 2 { [0.0, 0.5] } else { [0.7, 0.5] };
            let stereo = if length == 2 { [f32::NAN, 0.5].to_vec() } else { stereo };
            assert_eq!(highest(&stereo), expected, "{length} samples");
        }
    }

    #[test]
    fn power_is_the_mean_of_squares() {
        let samples: Vec<f32> = (0..1_921).map(|n| if n % 2 == 0 { 0.5 } else { -0.5 }).collect();
        assert!((power(&samples) - 0.25).abs() < 1e-6);
        assert_eq!(power(&[]), 0.0);
    }

    #[test]
    fn samples_are_rounded_as_the_standard_library_rounds() {
        let slow = |sample: f32| (sample.clamp(-1.0, 1.0) * 32_767.0).round() as i16;
        let halves = (-70_000..=70_000).map(|half| half as f32 / 2.0 / 32_767.0);
        let beside = halves.clone().flat_map(|half| [half.next_down(), half.next_up()]);
        let extremes = [0.0, -0.0, 1e-40, -1e-40, 1e30, -1e30, f32::INFINITY, f32::NEG_INFINITY, f32::NAN];
        for sample in halves.chain(beside).chain(extremes) {
            assert_eq!(in_16_bits(sample), slow(sample), "{sample:?}");
        }
        assert!((-32_767..=32_767).all(|sample| in_16_bits(from_16_bits(sample)) == sample));
    }
}
