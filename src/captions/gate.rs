//! Cuts speech out of a station's sound.

use std::collections::VecDeque;

use super::speech::{SpeechDetector, WINDOW};

/// Pieces of 20 ms before the onset that are let through with what is spoken: 300 ms, as a word may begin softly.
const LEAD: usize = 15;
/// Pieces of 20 ms that are kept while nobody speaks, so that a word is whole when it is found to be one.
const PRE_ROLL: usize = WINDOW + LEAD;
/// Pieces of 20 ms in a full block: 100 ms.
const BLOCK_PIECES: usize = 5;
/// Duration of a piece, in microseconds.
const PIECE_US: u64 = 20_000;

/// Sound for a recogniser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Speech {
    /// Samples, 100 ms or less, and the time of the first one.
    Block { time_us: u64, samples: Vec<u8> },
    /// The speech is over.
    End { time_us: u64 },
}

impl Speech {
    /// Returns how long it lasts, in microseconds.
    pub(super) fn duration_us(&self) -> u64 {
        match self {
            // 16 samples of 2 bytes a millisecond.
            Self::Block { samples, .. } => samples.len() as u64 * 1_000 / 32,
            Self::End { .. } => 0,
        }
    }
}

/// Lets through what is spoken.
#[derive(Debug, Default)]
pub(super) struct SpeechGate {
    detector: SpeechDetector,
    /// The sound before, while the gate is closed.
    pre_roll: VecDeque<(u64, Vec<u8>)>,
    is_open: bool,
    /// A block that is not full yet.
    block: Option<(u64, Vec<u8>)>,
    /// Time of the piece that comes next.
    next_us: u64,
}

impl SpeechGate {
    /// Returns whether somebody speaks.
    #[cfg(test)]
    fn is_open(&self) -> bool {
        self.is_open
    }

    /// Takes in 20 ms of sound that begin at `time_us`, and appends what is spoken to `out`.
    pub(super) fn take(&mut self, time_us: u64, samples: &[u8], out: &mut Vec<Speech>) {
        if time_us != self.next_us {
            // Sound is missing before it.
            self.close(out);
        }
        self.next_us = time_us + PIECE_US;
        self.detector.take(samples);
        if self.is_open {
            self.push(time_us, samples, out);
            if self.detector.has_paused() || self.detector.is_music() {
                self.close(out);
            }
            return;
        }
        if self.pre_roll.len() == PRE_ROLL {
            self.pre_roll.pop_front();
        }
        self.pre_roll.push_back((time_us, samples.to_vec()));
        if self.detector.is_speech() {
            self.is_open = true;
            let before = self.pre_roll.len().saturating_sub(self.detector.heard() + LEAD);
            self.pre_roll.drain(..before);
            for (time_us, samples) in std::mem::take(&mut self.pre_roll) {
                self.push(time_us, &samples, out);
            }
        } else if self.detector.has_paused() {
            self.detector.restart();
        }
    }

    /// Ends what is spoken, and forgets what came before.
    pub(super) fn close(&mut self, out: &mut Vec<Speech>) {
        if std::mem::take(&mut self.is_open) {
            self.flush(out);
            out.push(Speech::End { time_us: self.next_us });
        }
        self.pre_roll.clear();
        self.detector.restart();
    }

    fn push(&mut self, time_us: u64, samples: &[u8], out: &mut Vec<Speech>) {
        let (_, block) = self.block.get_or_insert_with(|| (time_us, Vec::new()));
        block.extend_from_slice(samples);
        if block.len() >= BLOCK_PIECES * samples.len() {
            self.flush(out);
        }
    }

    fn flush(&mut self, out: &mut Vec<Speech>) {
        let block = self.block.take();
        out.extend(block.map(|(time_us, samples)| Speech::Block { time_us, samples }));
    }
}

#[cfg(test)]
mod tests {
    use super::super::speech::tests::{piece, syllables};
    use super::*;

    /// Feeds pieces of these levels from `time_us` on; returns the blocks as ranges of pieces, and ends.
    fn fed(gate: &mut SpeechGate, time_us: u64, levels: impl Iterator<Item = f32>) -> Vec<Speech> {
        let mut out = Vec::new();
        for (number, level) in levels.enumerate() {
            gate.take(time_us + number as u64 * PIECE_US, &piece(level), &mut out);
        }
        out
    }

    /// Returns the times of the first and after the last sample, checking that nothing is missing between them.
    fn span(out: &[Speech]) -> (u64, u64) {
        let mut times: Option<(u64, u64)> = None;
        for speech in out {
            if let Speech::Block { time_us, samples } = speech {
                let (first, next) = times.unwrap_or((*time_us, *time_us));
                assert_eq!(next, *time_us, "a block follows on the one before");
                times = Some((first, time_us + samples.len() as u64 / 640 * PIECE_US));
            }
        }
        times.expect("speech")
    }

    #[test]
    fn speech_is_whole_from_before_its_first_syllable_to_its_pause() {
        let mut gate = SpeechGate::default();
        let silence = |count: usize| (0..count).map(|_| 0.0);
        let out = fed(&mut gate, 0, silence(100).chain(syllables(110)).chain(silence(60)));
        let (first, end) = span(&out);
        assert_eq!(first, 85 * PIECE_US, "300 ms before the first syllable");
        assert!((210 * PIECE_US..=250 * PIECE_US).contains(&end), "{end}");
        assert_eq!(out.last(), Some(&Speech::End { time_us: end }));
        assert!(!gate.is_open());
        let again = fed(&mut gate, 270 * PIECE_US, syllables(110));
        assert!(span(&again).0 >= end, "nothing is sent twice");
        assert!(gate.is_open());
    }

    #[test]
    fn music_does_not_open_it_and_closes_it() {
        let mut gate = SpeechGate::default();
        assert_eq!(fed(&mut gate, 0, (0..600).map(|_| 0.3)), []);
        let out = fed(&mut gate, 600 * PIECE_US, syllables(220).chain((0..300).map(|_| 0.3)));
        assert!(matches!(out.last(), Some(Speech::End { .. })) && !gate.is_open());
    }

    #[test]
    fn missing_sound_ends_what_is_spoken() {
        let mut gate = SpeechGate::default();
        fed(&mut gate, 0, syllables(110));
        assert!(gate.is_open());
        let out = fed(&mut gate, 9_000_000, std::iter::once(0.3));
        assert!(matches!(out.last(), Some(Speech::End { time_us }) if *time_us == 110 * PIECE_US), "{out:?}");
        let mut closed = Vec::new();
        gate.close(&mut closed);
        assert_eq!(closed, []);
    }
}
