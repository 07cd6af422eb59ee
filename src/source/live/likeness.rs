//! Where sound resembles itself.

use super::ring::Frame;

/// Frames that are compared, 10 ms.
pub(super) const COMPARED: usize = 480;
/// Places are tried in steps of so many frames: a quarter of a period of 4 kHz.
const STEP: usize = 3;

/// After how many frames `later` sounds most like `now`, of [`COMPARED`] frames; none if there is too little.
pub(super) fn best_lag(now: &[Frame], later: &[Frame]) -> Option<usize> {
    let now = now.first_chunk::<COMPARED>()?;
    let places = later.windows(COMPARED).enumerate().step_by(STEP);
    let likeness = places.map(|(lag, window)| {
        let (mut product, mut power) = (0.0, 1e-9);
        for (now, then) in now.iter().zip(window) {
            let (now, then) = (now[0] + now[1], then[0] + then[1]);
            product += now * then;
            power += then * then;
        }
        (lag, product / f32::sqrt(power))
    });
    likeness.max_by(|a, b| a.1.total_cmp(&b.1)).map(|(lag, _)| lag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tone_resembles_itself_after_a_period() {
        let tone = |n: usize| [(std::f32::consts::TAU * n as f32 / 600.0).sin(); 2];
        let now: Vec<_> = (0..COMPARED).map(tone).collect();
        let later: Vec<_> = (100..100 + COMPARED + 960).map(tone).collect();
        let lag = best_lag(&now, &later).unwrap();
        assert!((lag + 100).abs_diff(600) <= STEP, "{lag}");
        assert_eq!(best_lag(&now[1..], &later), None);
        assert_eq!(best_lag(&now, &later[..100]), None);
    }
}
