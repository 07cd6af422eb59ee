//! Counters of a load test.

use std::collections::BTreeMap;

use super::histogram::Histogram;
use super::listener::Fate;

/// Kinds of bad news that are told apart.
const MOST_REASONS: usize = 32;

/// Counts of everybody together.
pub(super) struct Tally {
    /// Joins that led to sound.
    pub(super) joined: u64,
    pub(super) refused: u64,
    pub(super) lost: u64,
    pub(super) broken: u64,
    /// Listeners that received nothing for longer than [`super::SILENCE_US`] after their first sound.
    pub(super) silent: u64,
    pub(super) skipped: u64,
    /// Listeners that left on purpose.
    pub(super) left: u64,
    pub(super) messages: u64,
    pub(super) bytes: u64,
    /// From connecting to the first sound.
    pub(super) first_sound: Histogram,
    /// From a message to the next, less the time that the sound in it lasts.
    pub(super) gaps: Histogram,
    /// Reasons of refusals, losses and invalid data, with counts.
    pub(super) reasons: BTreeMap<String, u64>,
}

impl Tally {
    pub(super) fn new() -> Self {
        Self {
            joined: 0,
            refused: 0,
            lost: 0,
            broken: 0,
            silent: 0,
            skipped: 0,
            left: 0,
            messages: 0,
            bytes: 0,
            first_sound: Histogram::new(),
            gaps: Histogram::new(),
            reasons: BTreeMap::new(),
        }
    }

    /// Counts messages and the gaps between them anew.
    pub(super) fn begin_listening(&mut self) {
        (self.messages, self.bytes, self.gaps) = (0, 0, Histogram::new());
    }

    /// Counts one that is gone, and why.
    pub(super) fn gone(&mut self, fate: &Fate) {
        match fate {
            Fate::Stays => {}
            Fate::Refused(why) => {
                self.refused += 1;
                self.reason(why);
            }
            Fate::Lost(why) => {
                self.lost += 1;
                self.reason(why);
            }
            Fate::Broken(why) => {
                self.broken += 1;
                self.reason(why);
            }
        }
    }

    fn reason(&mut self, why: &str) {
        let why =
            if self.reasons.len() < MOST_REASONS || self.reasons.contains_key(why) { why } else { "others" };
        *self.reasons.entry(why.to_owned()).or_default() += 1;
    }
}
