//! A moment without sound, made up from what was heard before it.

use super::{BLOCK, Block, CHANNELS, COMPARED, Fade, most_alike};

/// Blocks that can be made up, 60 ms: longer, and repeated sound is heard as such.
pub const MOST_CONCEALED: u32 = 3;

/// Frames that are remembered, 40 ms.
const REMEMBERED: usize = 2 * BLOCK;
/// Periods that are tried, 5 ms to 20 ms: a tone of 50 Hz or more repeats within them.
const SHORTEST: usize = 240;
const LONGEST: usize = 960;
/// Frames over which one period leads into the next, 2.5 ms.
const OVERLAP: usize = 120;
/// Factor by which the step between the last real and the first concealed sample decays with each frame.
const DECAY: f32 = 0.98;

type Frame = [f32; CHANNELS];

/// Remembers the last sound, and goes on with it for a moment when nothing comes.
///
/// The last period, found by comparing the sound with itself, is repeated and fades out over
/// [`MOST_CONCEALED`] blocks.
pub struct Conceal {
    heard: Vec<Frame>,
    period: Vec<Frame>,
    /// Frames made up since sound was heard; none while it is.
    at: usize,
    step: Frame,
    fade: Fade,
}

impl Conceal {
    /// Creates a concealer without history.
    pub fn new() -> Self {
        Self {
            heard: vec![[0.0; CHANNELS]; REMEMBERED],
            period: Vec::with_capacity(LONGEST),
            at: 0,
            step: [0.0; CHANNELS],
            fade: Self::whole_fade(),
        }
    }

    /// Hears what is played. If something was made up before it, leads over from there.
    pub fn hear(&mut self, block: &mut Block) {
        if self.at > 0 {
            let mut heard = Block::silent();
            self.make_up(&mut heard);
            Fade::new(BLOCK as u64).cross(&mut heard, block);
            std::mem::swap(block, &mut heard);
            self.at = 0;
        }
        self.heard.copy_within(BLOCK.., 0);
        self.heard[REMEMBERED - BLOCK..].copy_from_slice(block.samples().as_chunks::<CHANNELS>().0);
    }

    /// Fills `block` with how what was heard might have gone on.
    pub fn make_up(&mut self, block: &mut Block) {
        if self.at == 0 {
            self.begin();
        }
        for pair in block.pairs_mut() {
            let frame = self.period[self.at % self.period.len()];
            *pair = [frame[0] + self.step[0], frame[1] + self.step[1]];
            self.step = self.step.map(|sample| sample * DECAY);
            self.at += 1;
        }
        self.fade.out(block);
    }

    fn begin(&mut self) {
        let period = self.find_period();
        let last = REMEMBERED - period;
        self.period.clear();
        self.period.extend_from_slice(&self.heard[last..]);
        // The end of a period becomes what came before its beginning, so that it can follow itself.
        for n in 0..OVERLAP {
            let (old, new) = (self.heard[REMEMBERED - OVERLAP + n], self.heard[last - OVERLAP + n]);
            let part = (n + 1) as f32 / OVERLAP as f32;
            self.period[period - OVERLAP + n] =
                [old[0] + (new[0] - old[0]) * part, old[1] + (new[1] - old[1]) * part];
        }
        let (end, before) = (self.heard[REMEMBERED - 1], self.heard[last - 1]);
        self.step = [end[0] - before[0], end[1] - before[1]];
        self.fade = Self::whole_fade();
    }

    /// After how many frames the end of what was heard resembles itself most.
    fn find_period(&self) -> usize {
        let end = REMEMBERED - COMPARED;
        let place = most_alike(&self.heard[end..], &self.heard[end - LONGEST..REMEMBERED - SHORTEST]);
        LONGEST - place.unwrap_or(0)
    }

    fn whole_fade() -> Fade {
        Fade::new(u64::from(MOST_CONCEALED) * BLOCK as u64)
    }
}

impl Default for Conceal {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A tone of `hz` in block `n`.
    fn tone(hz: f64, n: usize) -> Block {
        let mut block = Block::silent();
        for (at, pair) in (n * BLOCK..).zip(block.pairs_mut()) {
            *pair = [(std::f64::consts::TAU * hz * at as f64 / 48_000.0).sin() as f32 * 0.5; CHANNELS];
        }
        block
    }

    /// Ten blocks of a tone, of which `missing` do not come; the largest step, and the level of each block.
    fn heard(hz: f64, missing: std::ops::Range<usize>) -> (f32, Vec<f32>) {
        let mut conceal = Conceal::new();
        let (mut last, mut steepest, mut levels) = (None, 0.0_f32, Vec::new());
        for n in 0..10 {
            let mut block = tone(hz, n);
            if missing.contains(&n) {
                conceal.make_up(&mut block);
            } else {
                conceal.hear(&mut block);
            }
            let left = block.samples().iter().step_by(CHANNELS);
            for sample in left.clone() {
                steepest = steepest.max((sample - last.unwrap_or(*sample)).abs());
                last = Some(*sample);
            }
            levels.push(left.map(|sample| sample.abs()).fold(0.0, f32::max));
        }
        (steepest, levels)
    }

    #[test]
    fn a_missing_block_is_bridged_without_a_click() {
        for hz in [60.0, 130.8, 440.0, 997.0] {
            let (untouched, _) = heard(hz, 0..0);
            let (steepest, levels) = heard(hz, 5..6);
            assert!(steepest < 1.6 * untouched + 0.002, "{hz} Hz: {steepest} after {untouched}");
            assert!(levels.iter().all(|level| *level > 0.3), "{hz} Hz: {levels:?}");
        }
    }

    #[test]
    fn what_does_not_come_back_fades_out() {
        let (steepest, levels) = heard(440.0, 5..8);
        assert!(steepest < 0.06, "{steepest}");
        assert!(levels[5] > levels[6] && levels[6] > levels[7] && levels[8] > 0.4, "{levels:?}");
        let (_, levels) = heard(440.0, 5..10);
        assert!(levels[8..].iter().all(|level| *level < 1e-3), "{levels:?}");
    }

    #[test]
    fn silence_goes_on_as_silence() {
        let mut block = tone(440.0, 0);
        Conceal::new().make_up(&mut block);
        assert!(block.samples().iter().all(|sample| *sample == 0.0));
    }
}
