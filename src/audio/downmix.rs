//! Any layout of loudspeakers, folded to stereo.

use super::CHANNELS;

/// Position of a channel, as far as a stereo downmix needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speaker {
    /// Left of the listener, in front.
    Left,
    /// Right of the listener, in front.
    Right,
    /// In front.
    Centre,
    /// Low-frequency effects.
    Lfe,
    /// Left, at the side, behind or above.
    SurroundLeft,
    /// Right, at the side, behind or above.
    SurroundRight,
    /// Behind or above, in the middle.
    SurroundCentre,
    /// Carries nothing a stereo listener should hear.
    Unheard,
}

/// −3 dB, the weight ITU-R BS.775-3 (annex 4, table 2) gives to the centre and to a pair of surrounds.
const MINUS_3_DB: f32 = std::f32::consts::FRAC_1_SQRT_2;

impl Speaker {
    /// Returns the gains to the left and the right channel.
    ///
    /// A single surround channel is −3 dB for being a surround and −3 dB for being shared by both sides.
    const fn weights(self) -> [f32; CHANNELS] {
        match self {
            Self::Left => [1.0, 0.0],
            Self::Right => [0.0, 1.0],
            Self::Centre => [MINUS_3_DB, MINUS_3_DB],
            Self::SurroundLeft => [MINUS_3_DB, 0.0],
            Self::SurroundRight => [0.0, MINUS_3_DB],
            Self::SurroundCentre => [0.5, 0.5],
            Self::Lfe | Self::Unheard => [0.0, 0.0],
        }
    }
}

/// Folds frames of one layout to stereo, by ITU-R BS.775.
///
/// One channel is heard at full level on both sides and two channels pass through as they are. More than
/// two are scaled by the sum of their weights, so full scale in every channel at once is just full scale
/// in stereo: 5.1 loses 7.7 dB by it, which measuring its loudness afterwards gives back.
#[derive(Clone, Debug, PartialEq)]
pub struct Downmix {
    weights: Vec<[f32; CHANNELS]>,
}

impl Downmix {
    /// A downmix for frames whose channels are `layout`, in this order.
    pub fn new(layout: &[Speaker]) -> Self {
        let weights = match layout {
            [_] => vec![[1.0, 1.0]],
            [_, _] => vec![[1.0, 0.0], [0.0, 1.0]],
            more => scaled(more.iter().map(|speaker| speaker.weights()).collect()),
        };
        Self { weights }
    }

    /// Channels of a frame that goes in.
    pub fn channels(&self) -> usize {
        self.weights.len()
    }

    /// Appends `frames`, interleaved, to `stereo`, left and right in turn.
    pub fn mix(&self, frames: &[f32], stereo: &mut Vec<f32>) {
        if self.weights.is_empty() {
            return;
        }
        stereo.reserve(frames.len() / self.weights.len() * CHANNELS);
        for frame in frames.chunks_exact(self.weights.len()) {
            let mut pair = [0.0; CHANNELS];
            for (sample, weights) in frame.iter().zip(&self.weights) {
                pair[0] += sample * weights[0];
                pair[1] += sample * weights[1];
            }
            stereo.extend_from_slice(&pair);
        }
    }
}

/// `weights`, so that neither side can exceed full scale.
fn scaled(mut weights: Vec<[f32; CHANNELS]>) -> Vec<[f32; CHANNELS]> {
    let sum = |side: usize| weights.iter().map(|pair| pair[side]).sum::<f32>();
    let scale = sum(0).max(sum(1)).max(1.0).recip();
    for weight in weights.iter_mut().flatten() {
        *weight *= scale;
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::Speaker::{Centre, Left, Lfe, Right, SurroundCentre, SurroundLeft, SurroundRight};
    use super::*;

    #[track_caller]
    fn check(layout: &[Speaker], frame: &[f32], expected: [f32; CHANNELS]) {
        let mut stereo = Vec::new();
        Downmix::new(layout).mix(frame, &mut stereo);
        assert_eq!(stereo.len(), CHANNELS);
        for (heard, expected) in stereo.iter().zip(expected) {
            assert!((heard - expected).abs() < 1e-6, "{stereo:?} instead of {expected:?}");
        }
    }

    #[test]
    fn mono_is_heard_on_both_sides_and_stereo_passes() {
        check(&[Centre], &[0.5], [0.5, 0.5]);
        check(&[Left], &[0.5], [0.5, 0.5]);
        check(&[Left, Right], &[0.25, -0.75], [0.25, -0.75]);
    }

    #[test]
    fn surround_folds_by_bs_775() {
        let layout = [Left, Right, Centre, Lfe, SurroundLeft, SurroundRight];
        let scale = 1.0 / (1.0 + 2.0 * MINUS_3_DB);
        check(&layout, &[1.0, 0.0, 0.0, 0.0, 0.0, 0.0], [scale, 0.0]);
        check(&layout, &[0.0, 1.0, 0.0, 0.0, 0.0, 0.0], [0.0, scale]);
        check(&layout, &[0.0, 0.0, 1.0, 0.0, 0.0, 0.0], [scale * MINUS_3_DB; 2]);
        check(&layout, &[0.0, 0.0, 0.0, 1.0, 0.0, 0.0], [0.0, 0.0]);
        check(&layout, &[0.0, 0.0, 0.0, 0.0, 1.0, 0.0], [scale * MINUS_3_DB, 0.0]);
    }

    #[test]
    fn full_scale_everywhere_is_full_scale_in_stereo() {
        let wide = [Left, Right, Centre, Lfe, SurroundLeft, SurroundRight, SurroundLeft, SurroundRight];
        check(&wide, &[1.0; 8], [1.0, 1.0]);
        check(&[Left, Right, SurroundCentre], &[1.0; 3], [1.0, 1.0]);
    }
}
