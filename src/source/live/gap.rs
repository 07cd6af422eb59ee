//! A gap in what arrives on a line: how long it is bridged, and with what.

use super::pace::Sight;
use super::ring::MOST_AT_FIRST;
use crate::audio::{BLOCK, MOST_CONCEALED};

/// A gap of so many blocks, a second, is the longest that is heard as a dip to silence; then others play.
const MOST_GAP: u32 = 50;
/// With so much, 300 ms, a line goes on after the longest dip, though more should wait.
const GOES_ON_WITH: usize = 15 * BLOCK;
/// Others play for so many blocks at least, 5 s, once they had to.
const MOST_AWAY: u32 = 250;

/// Follows what arrives, and counts the blocks of the gap that is bridged: made up at first, then silent.
pub(super) struct Gap {
    blocks: u32,
    /// Set once the gap was learned from: more has arrived since it began.
    is_learned: bool,
    /// The place up to which sound has arrived, and blocks since then.
    written: u64,
    idle: u32,
    /// Blocks without anything before the last that arrived.
    pause: u32,
    /// Set once the sender was held back.
    was_full: bool,
    /// Blocks for which others play yet.
    away: u32,
}

impl Gap {
    /// None yet.
    pub(super) fn none() -> Self {
        Self { blocks: 0, is_learned: true, written: 0, idle: 0, pause: 0, was_full: false, away: 0 }
    }

    /// Sees the line, once a block, and the place up to which sound was `written`. Returns whether the line is to be
    /// widened: one that was full and runs empty has a sender of large pieces, which must fit in; one whose sender
    /// is faster than real time stays full.
    pub(super) fn see(&mut self, sight: Sight, written: u64) -> bool {
        if written == self.written {
            self.idle = self.idle.saturating_add(1);
        } else {
            (self.written, self.pause, self.idle) = (written, self.idle, 0);
        }
        self.was_full |= sight.held_back;
        self.away = self.away.saturating_sub(1);
        self.was_full && sight.fill < MOST_AT_FIRST / 2
    }

    /// The frames of a pause that was heard, once it is over.
    pub(super) fn lesson(&mut self, is_filling: bool) -> Option<usize> {
        let is_new = (self.is_heard() || is_filling) && !self.is_learned && self.idle == 0;
        self.is_learned |= is_new;
        is_new.then_some(self.pause as usize * BLOCK)
    }

    /// Returns whether there is a gap.
    pub(super) fn is_there(&self) -> bool {
        self.blocks > 0
    }

    /// Returns whether the gap is heard as silence.
    pub(super) fn is_heard(&self) -> bool {
        self.blocks > MOST_CONCEALED
    }

    /// Returns whether the gap is just heard as silence for the first time.
    pub(super) fn begins_to_be_heard(&self) -> bool {
        self.blocks == MOST_CONCEALED + 1
    }

    /// Its frames.
    pub(super) fn frames(&self) -> usize {
        self.blocks as usize * BLOCK
    }

    /// It begins.
    pub(super) fn begin(&mut self) {
        self.is_learned = false;
    }

    /// Bridges another block; false if it has lasted as long as it may.
    pub(super) fn bridge(&mut self) -> bool {
        let may = self.blocks < MOST_GAP;
        self.blocks += u32::from(may);
        may
    }

    /// Returns whether an open input of which `fill` frames wait goes on: at once where the gap was concealed, else
    /// with `enough` that the same gap would not be heard again, or when the dip has lasted long enough.
    pub(super) fn is_over(&self, fill: usize, enough: usize) -> bool {
        !self.is_heard() || fill >= enough || (self.blocks >= MOST_GAP && fill >= GOES_ON_WITH)
    }

    /// The line is heard again, or others are. These then play for a while: no bursts of one and the other.
    pub(super) fn end(&mut self, others_play: bool) {
        self.away = if others_play && self.blocks > 0 { MOST_AWAY } else { 0 };
        self.blocks = 0;
    }

    /// Returns whether others play for a while yet.
    pub(super) fn is_away(&self) -> bool {
        self.away > 0
    }

    /// The letter of what is heard, for pictures in tests.
    #[cfg(test)]
    pub(super) fn letter(&self) -> char {
        match self.blocks {
            0 => 'L',
            1..=MOST_CONCEALED => 'c',
            _ => '_',
        }
    }
}
