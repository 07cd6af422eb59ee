//! Reads a track's loudness from its tags.

use crate::model::Loudness;

/// The loudness that a `ReplayGain` of 0 dB stands for, in LUFS (`ReplayGain` 2.0).
const REPLAY_GAIN_LUFS: f64 = -18.0;
/// The loudness that an Opus track gain of 0 dB stands for, in LUFS (RFC 7845 section 5.2.1).
const R128_LUFS: f64 = -23.0;
/// Nothing is softer: the absolute gate of ITU-R BS.1770.
pub(super) const SOFTEST_LUFS: f64 = -70.0;

/// Parses tags: a `ReplayGain` such as `-7.20 dB`, or an Opus gain in 1/256 dB; and a peak with 1 as full
/// scale.
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

/// A level with 1 as full scale, in decibels; nothing is none.
pub(super) fn decibels(level: f64) -> Option<f64> {
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
