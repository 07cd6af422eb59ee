//! Self-similarity of sound.

use super::CHANNELS;

/// Frames that are compared, 10 ms.
pub const COMPARED: usize = 480;
/// The place in `sound` from which on it is most like `pattern`, of [`COMPARED`] frames; none if there is too
/// little of either.
pub fn most_alike(pattern: &[[f32; CHANNELS]], sound: &[[f32; CHANNELS]]) -> Option<usize> {
    let pattern = pattern.first_chunk::<COMPARED>()?;
    let likeness = sound.windows(COMPARED).enumerate().map(|(place, window)| {
        let (mut product, mut power) = (0.0, 1e-9);
        for (wanted, there) in pattern.iter().zip(window) {
            let (wanted, there) = (wanted[0] + wanted[1], there[0] + there[1]);
            product += wanted * there;
            power += there * there;
        }
        (place, product / f32::sqrt(power))
    });
    likeness.max_by(|a, b| a.1.total_cmp(&b.1)).map(|(place, _)| place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tone_resembles_itself_after_a_period() {
        let tone = |n: usize| [(std::f32::consts::TAU * n as f32 / 600.0).sin(); 2];
        let now: Vec<_> = (0..COMPARED).map(tone).collect();
        let later: Vec<_> = (100..100 + COMPARED + 960).map(tone).collect();
        let place = most_alike(&now, &later).unwrap();
        assert!((place + 100).abs_diff(600) <= 3, "{place}");
        assert_eq!(most_alike(&now[1..], &later), None);
        assert_eq!(most_alike(&now, &later[..100]), None);
    }
}
