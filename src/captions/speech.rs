//! Decides where somebody speaks.
//!
//! Speech is syllables and pauses: within a second and a half, many pieces of 20 ms are far softer than the mean.
//! Music seldom falls so far. So it is told apart by the share of soft pieces (low short-time energy ratio, Lu, Zhang
//! and Jiang, 2002). Music with nothing but drums may still pass as speech.

use std::collections::VecDeque;

/// Pieces of 20 ms in which the share of soft ones is counted: a second and a half.
pub(super) const WINDOW: usize = 75;
/// Pieces after an onset, at least, before it is called speech.
const LEAST: usize = 40;
/// Mean square of a piece below which it is silence: 50 dB below full scale.
const SILENCE: f32 = 10_737.0;
/// A piece is soft, and very soft, below these parts of the mean of the window.
const SOFT: f32 = 0.5;
const VERY_SOFT: f32 = 0.1;
/// Shares of soft and very soft pieces that speech has at least.
const SPEECH_SOFT: f32 = 0.36;
const SPEECH_VERY_SOFT: f32 = 0.03;
/// Pieces in a row that are silence, or very soft, after which an utterance is over: 0.7 s.
const PAUSE: usize = 35;
/// Pieces in a row at which the window is not like speech, after which it is called music: 3 s.
const MUSIC: usize = 150;

/// Follows the energy of sound, 20 ms at a time.
#[derive(Debug, Default)]
pub(super) struct SpeechDetector {
    /// Mean squares of the newest pieces since the onset.
    window: VecDeque<f32>,
    /// Pieces in a row that are a pause.
    pause: usize,
    /// Pieces in a row at which the window was not like speech.
    unlike: usize,
}

impl SpeechDetector {
    /// Takes in 20 ms of samples, 16-bit little-endian.
    pub(super) fn take(&mut self, samples: &[u8]) {
        let energy = mean_square(samples);
        if self.window.is_empty() && energy <= SILENCE {
            return;
        }
        if self.window.len() == WINDOW {
            self.window.pop_front();
        }
        self.window.push_back(energy);
        let mean = self.mean();
        if energy <= SILENCE || energy < VERY_SOFT * mean {
            self.pause += 1;
        } else {
            self.pause = 0;
        }
        if self.window.len() == WINDOW && !self.is_like_speech() {
            self.unlike += 1;
        } else {
            self.unlike = 0;
        }
    }

    /// Returns the number of pieces since the onset, [`WINDOW`] at most.
    pub(super) fn heard(&self) -> usize {
        self.window.len()
    }

    /// Returns whether somebody speaks, or has just spoken.
    pub(super) fn is_speech(&self) -> bool {
        self.window.len() >= LEAST && self.is_like_speech()
    }

    /// Returns whether an utterance is over.
    pub(super) fn has_paused(&self) -> bool {
        self.pause >= PAUSE
    }

    /// Returns whether it has turned out to be music.
    pub(super) fn is_music(&self) -> bool {
        self.unlike >= MUSIC
    }

    /// Forgets what was heard: the next sound is an onset.
    pub(super) fn restart(&mut self) {
        *self = Self::default();
    }

    fn mean(&self) -> f32 {
        self.window.iter().sum::<f32>() / self.window.len().max(1) as f32
    }

    fn is_like_speech(&self) -> bool {
        let mean = self.mean();
        let share = |part: f32| {
            let count = self.window.iter().filter(|energy| **energy < part * mean).count();
            count as f32 / self.window.len().max(1) as f32
        };
        share(SOFT) >= SPEECH_SOFT && share(VERY_SOFT) >= SPEECH_VERY_SOFT
    }
}

fn mean_square(samples: &[u8]) -> f32 {
    let squares = samples.chunks_exact(2).map(|two| f32::from(i16::from_le_bytes([two[0], two[1]])).powi(2));
    squares.sum::<f32>() / (samples.len() / 2).max(1) as f32
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// 20 ms of a tone at this level of full scale.
    pub(crate) fn piece(level: f32) -> Vec<u8> {
        let sample = |place: usize| ((place as f32 * 0.3).sin() * level * 32_767.0) as i16;
        (0..320).flat_map(|place| sample(place).to_le_bytes()).collect()
    }

    /// Levels like those of speech: syllables of 120 ms, 100 ms apart.
    pub(crate) fn syllables(count: usize) -> impl Iterator<Item = f32> {
        (0..count).map(|number| if number % 11 < 6 { 0.3 } else { 0.02 })
    }

    fn detector(levels: impl Iterator<Item = f32>) -> SpeechDetector {
        let mut detector = SpeechDetector::default();
        levels.for_each(|level| detector.take(&piece(level)));
        detector
    }

    #[test]
    fn syllables_are_speech_and_a_steady_chord_is_music() {
        let spoken = detector(syllables(50));
        assert!(spoken.is_speech() && !spoken.has_paused() && !spoken.is_music());
        let chord = (0..400).map(|number| 0.3 + 0.1 * (number as f32 / 5.0).sin());
        let chord = detector(chord);
        assert!(!chord.is_speech() && chord.is_music());
        assert!(!detector(syllables(400)).is_music());
    }

    #[test]
    fn silence_is_nothing_and_ends_an_utterance() {
        let silent = detector((0..500).map(|_| 0.001));
        assert!(!silent.is_speech() && !silent.has_paused() && !silent.is_music());
        assert!(!detector(syllables(60).chain((0..30).map(|_| 0.001))).has_paused());
        assert!(detector(syllables(60).chain((0..40).map(|_| 0.001))).has_paused());
        // Under a soft bed of music, a pause is where only that is heard.
        assert!(detector(syllables(60).chain((0..40).map(|_| 0.02))).has_paused());
    }

    #[test]
    fn a_short_word_is_speech_once_it_is_over() {
        let word = (0..20).map(|_| 0.3).chain((0..25).map(|_| 0.0));
        assert!(detector(word).is_speech());
    }
}
