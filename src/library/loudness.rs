//! How loud a track is: by its tags, or measured.

use std::path::Path;
use std::time::Duration;

use ebur128::{EbuR128, Mode};

use crate::audio::{Block, CHANNELS, SAMPLE_RATE};
use crate::decode::{Error, Reader};
use crate::model::Loudness;

/// The loudness that a `ReplayGain` of 0 dB stands for, in LUFS (`ReplayGain` 2.0).
const REPLAY_GAIN_LUFS: f64 = -18.0;
/// The loudness that an Opus track gain of 0 dB stands for, in LUFS (RFC 7845 section 5.2.1).
const R128_LUFS: f64 = -23.0;
/// Nothing is softer: the absolute gate of ITU-R BS.1770.
const SOFTEST_LUFS: f64 = -70.0;

/// Measures integrated loudness and true peak of a file by EBU R 128, or of its first `limit`.
///
/// Silence has −70 LUFS and no peak. Of a file that breaks off, what there is is measured.
pub fn measure(path: &Path, limit: Option<Duration>) -> Result<Loudness, Error> {
    let mut reader = Reader::open(path)?;
    let mode = Mode::I | Mode::TRUE_PEAK | Mode::HISTOGRAM;
    let Ok(mut meter) = EbuR128::new(CHANNELS as u32, SAMPLE_RATE, mode) else {
        return Ok(Loudness { integrated_lufs: SOFTEST_LUFS, true_peak_dbtp: None });
    };
    let mut left = limit.map_or(u128::MAX, |limit| limit.as_millis() * u128::from(SAMPLE_RATE) / 1_000);
    let mut block = Block::silent();
    while left > 0 {
        let Ok(frames @ 1..) = reader.read(&mut block) else {
            break;
        };
        // It fails only for samples that are not whole frames, and these are.
        let _ = meter.add_frames_f32(&block.samples()[..frames * CHANNELS]);
        left = left.saturating_sub(frames as u128);
    }
    let peak = (0..CHANNELS as u32).filter_map(|channel| meter.true_peak(channel).ok()).fold(0.0, f64::max);
    Ok(Loudness {
        integrated_lufs: meter.loudness_global().map_or(SOFTEST_LUFS, |lufs| lufs.max(SOFTEST_LUFS)),
        true_peak_dbtp: decibels(peak),
    })
}

/// What tags say: a `ReplayGain` such as `-7.20 dB`, or an Opus gain in 1/256 dB; and a peak with 1 as full scale.
pub(super) fn from_tags(
    replay_gain: Option<&str>,
    r128: Option<&str>,
    peak: Option<&str>,
) -> Option<Loudness> {
    let by_replay_gain = || Some(REPLAY_GAIN_LUFS - number(replay_gain?)?);
    let by_r128 = || Some(R128_LUFS - number(r128?)? / 256.0);
    let sensible = |lufs: &f64| (-60.0..=5.0).contains(lufs);
    let integrated_lufs = by_r128().filter(sensible).or_else(|| by_replay_gain().filter(sensible))?;
    let true_peak_dbtp = peak.and_then(number).filter(|peak| *peak < 16.0).and_then(decibels);
    Some(Loudness { integrated_lufs, true_peak_dbtp })
}

/// The number a tag begins with; some write a comma for the point.
fn number(text: &str) -> Option<f64> {
    let text = text.trim().trim_end_matches(|unit: char| unit.is_alphabetic() || unit.is_whitespace());
    text.replace(',', ".").parse().ok().filter(|number: &f64| number.is_finite())
}

fn decibels(level: f64) -> Option<f64> {
    (level > 0.0).then(|| 20.0 * level.log10())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(gains: (Option<&str>, Option<&str>), expected: Option<f64>) {
        let found = from_tags(gains.0, gains.1, None).map(|loudness| loudness.integrated_lufs);
        assert_eq!(found, expected);
    }

    #[test]
    fn gains_become_loudness() {
        check((Some("-7.20 dB"), None), Some(-10.8));
        check((Some("+1,5 dB"), None), Some(-19.5));
        check((Some("0"), None), Some(-18.0));
        check((None, Some("-1280")), Some(-18.0));
        check((Some("-7.20 dB"), Some("256")), Some(-24.0));
        check((None, None), None);
    }

    #[test]
    fn absurd_gains_are_ignored() {
        check((Some("-100 dB"), None), None);
        check((Some("64.0 dB"), None), None);
        check((Some("loud"), None), None);
        check((Some("NaN"), None), None);
        check((Some("-7.20 dB"), Some("32767")), Some(-10.8));
    }

    #[test]
    fn peaks_become_decibels() {
        let peak =
            |text| from_tags(Some("0 dB"), None, Some(text)).and_then(|loudness| loudness.true_peak_dbtp);
        assert_eq!(peak("1.000000"), Some(0.0));
        assert_eq!(peak("0"), None);
        assert_eq!(peak("9999"), None);
    }
}
