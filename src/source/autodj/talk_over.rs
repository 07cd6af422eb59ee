//! Talk that a DJ recorded, over the end of one track and the beginning of the next.
//!
//! The talk begins with the sample that it was recorded at, and so does the next track. A track that would still be heard by
//! then is faded out, so that no more than two sounds are ever mixed.

use super::cues::{Segue, VoiceCues, samples};
use super::{Autodj, Blend, RISE, SKIP, TAKEN_AHEAD, UNDER};
use crate::audio::{BLOCK, Block};

/// The level of the track before the talk, while both are heard.
#[derive(Clone, Copy, Debug)]
pub(super) struct TalkOver {
    /// Samples from the beginning of the talk up to the next block.
    at: u64,
    /// The track has its last sample so many samples after the beginning of the talk.
    end: u64,
    /// It is faded out over so many samples up to then, because the next track begins before it would be over; 0 if it is not.
    fade: u64,
}

/// Off the air for longer than so many blocks, half a second, it does not come back in the middle of talk.
pub(super) const MOST_UNHEARD_TALK: u64 = 25;
/// Length of the fade-out of a track that would be over in the block in which the next one begins, in samples: 5 ms.
const SHORT_FADE: u64 = 240;

impl TalkOver {
    /// Returns that of a track of which `left` samples are left when the talk begins, with the sample `begins_at` of a block.
    pub(super) fn new(cues: VoiceCues, left: u64, begins_at: u64) -> Self {
        let block = BLOCK as u64;
        let rest = block - begins_at.min(block);
        // The end of the last block before the one in which the next track begins.
        let next = rest + cues.until_next.saturating_sub(rest) / block * block;
        let fade = match left.saturating_sub(next) {
            0 => 0,
            rest if rest < block => SHORT_FADE,
            _ => SKIP.min(next),
        };
        Self { at: 0, end: left.min(next), fade }
    }

    /// Returns whether the next track begins with the next block.
    fn is_next_due(&self) -> bool {
        self.fade > 0 && self.at >= self.end
    }

    /// Makes the next block of the track softer; the talk begins with its sample `begins_at`.
    pub(super) fn soften(&mut self, block: &mut Block, begins_at: usize) {
        for (pair, since) in block.pairs_mut().skip(begins_at).zip(self.at..) {
            let gain = self.gain(since);
            *pair = pair.map(|sample| sample * gain);
        }
        self.at += (BLOCK - begins_at) as u64;
    }

    /// Returns the factor of the sample that is heard so many samples after the beginning of the talk.
    fn gain(&self, since: u64) -> f32 {
        let lowered = since.min(RISE) as f32 / RISE as f32;
        let under = 1.0 - (1.0 - UNDER) * lowered;
        if self.fade == 0 {
            return under;
        }
        under * (self.end.saturating_sub(since).min(self.fade) as f32 / self.fade as f32)
    }
}

impl Autodj {
    /// Goes on with the talk alone where the next track is about to begin, and with the track alone where the talk broke off.
    pub(super) fn follow_talk(&mut self) {
        let Some((talk, Blend::Over(over))) = &mut self.rising else { return };
        let (is_broken_off, is_next_due) = (talk.is_over(), over.is_next_due());
        if !is_broken_off && !is_next_due {
            return;
        }
        let talk = self.rising.take().map(|(talk, _)| talk);
        match talk {
            Some(talk) if is_broken_off => self.break_off(talk),
            talk => self.put_on(talk),
        }
    }

    /// Ends talk that was on when another source went on air, and goes on with the track under it or after it.
    pub(super) fn end_interrupted_talk(&mut self) {
        let is_over_track = matches!(self.rising, Some((_, Blend::Over(_))));
        let is_alone = self.playing.as_ref().is_some_and(|deck| deck.is_talk() && deck.played() > 0);
        if !is_over_track && !is_alone {
            return;
        }
        self.begins_at = 0;
        let rising = self.rising.take().map(|(deck, _)| deck);
        match rising {
            Some(talk) if is_over_track => self.break_off(talk),
            next => self.put_on(next),
        }
    }

    /// Takes the deck after talk that is heard over a track, if it begins shortly: it is there to the sample then.
    pub(super) fn prepare_after_talk(&mut self) {
        let Some((talk, Blend::Over(_))) = &self.rising else { return };
        if self.waiting.is_some() {
            return;
        }
        let (piece, left) = (talk.piece(), talk.left());
        let Some(next) = self.standby.piece(self.config.patience) else { return };
        let overlap = Segue::between(&piece, &next, samples(self.config.crossfade)).overlap();
        if left.is_some_and(|left| left <= overlap + TAKEN_AHEAD) {
            self.waiting = self.next_deck();
        }
    }
}
