//! Crossfades that keep the loudness even.

use std::f32::consts::FRAC_PI_2;

use super::{BLOCK, Block};

/// An equal-power fade: the squares of its two gains add up to one at every sample.
///
/// Counts samples from 0 to `length`; before it only the old is heard, after it only the new.
#[derive(Clone, Copy, Debug)]
pub struct Fade {
    length: u64,
    at: u64,
}

impl Fade {
    /// A fade over `length` samples per channel, at its beginning.
    pub fn new(length: u64) -> Self {
        Self { length, at: 0 }
    }

    /// Returns whether the fade is complete.
    pub fn is_over(&self) -> bool {
        self.at >= self.length
    }

    /// The way back from where this fade is, at the pace of a whole one of `length`: what rose falls again.
    #[must_use]
    pub fn turned(self, length: u64) -> Self {
        let done = (self.at as f64 / self.length.max(1) as f64).min(1.0);
        Self { length, at: ((1.0 - done) * length as f64) as u64 }
    }

    /// Mixes the next block: `heard` holds the old and becomes the mix with `new`.
    pub fn cross(&mut self, heard: &mut Block, new: &Block) {
        let (step, mut angle) = self.angles();
        let new = new.samples().as_chunks::<2>().0;
        for (pair, new) in heard.pairs_mut().zip(new) {
            let (rise, fall) = angle.min(FRAC_PI_2).sin_cos();
            *pair = [pair[0] * fall + new[0] * rise, pair[1] * fall + new[1] * rise];
            angle += step;
        }
        self.at += BLOCK as u64;
    }

    /// Crossfades two correlated signals: their amplitudes add up to one.
    pub fn cross_alike(&mut self, heard: &mut Block, new: &Block) {
        let length = self.length.max(1) as f32;
        let new = new.samples().as_chunks::<2>().0;
        for ((at, pair), new) in (self.at..).zip(heard.pairs_mut()).zip(new) {
            let rise = (at as f32 / length).min(1.0);
            *pair = [pair[0] + (new[0] - pair[0]) * rise, pair[1] + (new[1] - pair[1]) * rise];
        }
        self.at += BLOCK as u64;
    }

    /// Fades the next block out to silence.
    pub fn out(&mut self, heard: &mut Block) {
        self.shape(heard, f32::cos);
    }

    /// Fades the next block in from silence.
    pub fn rise(&mut self, heard: &mut Block) {
        self.shape(heard, f32::sin);
    }

    fn shape(&mut self, heard: &mut Block, curve: fn(f32) -> f32) {
        let (step, mut angle) = self.angles();
        for pair in heard.pairs_mut() {
            let gain = curve(angle.min(FRAC_PI_2)).max(0.0);
            *pair = [pair[0] * gain, pair[1] * gain];
            angle += step;
        }
        self.at += BLOCK as u64;
    }

    /// The step from sample to sample and the place now, of a quarter turn for the whole fade.
    fn angles(&self) -> (f32, f32) {
        let step = FRAC_PI_2 / self.length.max(1) as f32;
        (step, (self.at as f64 / self.length.max(1) as f64).min(1.0) as f32 * FRAC_PI_2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn constant(value: f32) -> Block {
        let mut block = Block::silent();
        block.samples_mut().fill(value);
        block
    }

    #[test]
    fn power_stays_even_and_samples_do_not_jump() {
        let mut fade = Fade::new(4_800);
        let mut gains = Vec::new();
        while !fade.is_over() {
            let (mut old, mut new) = (constant(1.0), constant(1.0));
            let mut again = fade;
            again.out(&mut old);
            fade.rise(&mut new);
            gains.extend(old.samples().iter().zip(new.samples()).step_by(2).map(|(o, n)| (*o, *n)));
        }
        assert_eq!(gains.len(), 4_800);
        assert!(gains.iter().all(|(old, new)| (old * old + new * new - 1.0).abs() < 1e-4));
        assert!(gains.windows(2).all(|w| (w[0].0 - w[1].0).abs() < 1e-3 && w[0].1 <= w[1].1));
    }

    #[test]
    fn a_fade_that_turns_goes_back_from_where_it_is() {
        let mut fade = Fade::new(9_600);
        let mut heard = constant(1.0);
        for _ in 0..4 {
            heard = constant(1.0);
            fade.cross(&mut heard, &constant(0.0));
        }
        let left = heard.samples()[BLOCK * 2 - 1];
        let mut back = fade.turned(960);
        let mut heard = constant(0.0);
        back.cross(&mut heard, &constant(1.0));
        assert!((heard.samples()[0] - left).abs() < 1e-3, "from {left} on");
        assert!(back.is_over() && heard.samples()[BLOCK * 2 - 1] > 0.999);
    }

    #[test]
    fn a_fade_over_no_time_is_a_cut() {
        let mut fade = Fade::new(0);
        let mut heard = constant(1.0);
        assert!(fade.is_over());
        fade.cross(&mut heard, &constant(0.5));
        assert!(heard.samples()[2..].iter().all(|sample| (sample - 0.5).abs() < 1e-3));
    }
}
