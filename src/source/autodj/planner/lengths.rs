//! How long what is queued is heard.

use super::Planner;
use crate::model::Queued;

impl Planner {
    /// Returns how long an entry moves those after it, in microseconds: talk, by what is heard of it alone.
    pub(super) fn length_us(&self, entry: &Queued) -> u64 {
        let Some(voice) = &entry.voice else { return self.director.length_us(entry.track) };
        voice.next.saturating_sub(voice.overlap) * 1_000_000 / u64::from(crate::audio::SAMPLE_RATE)
    }
}

/// Returns how many entries there are after the last talk, or in all.
pub(super) fn after_last_talk(entries: &[Queued]) -> usize {
    entries.iter().rev().take_while(|entry| entry.voice.is_none()).count()
}
