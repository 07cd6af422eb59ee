//! Talk that a DJ recorded to be heard between two tracks.

use super::TrackId;

/// Talk between two tracks. Its places are counted in samples per channel at 48 kHz.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoiceTrack {
    /// Its number; no other one ever has it.
    pub id: i64,
    /// The account that recorded it.
    pub account: String,
    /// The DJ's name for listeners.
    pub name: String,
    /// The track that it was recorded to follow.
    pub after: TrackId,
    /// The track that it was recorded to lead to.
    pub before: TrackId,
    /// It begins so long before the end of the track that it follows.
    pub overlap: u64,
    /// The track that it leads to begins so long after its own beginning.
    pub next: u64,
    /// Its length.
    pub length: u64,
}

/// The way a voice track plays, by the tracks that are beside it by now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VoicePlacement {
    /// As it was recorded.
    Between,
    /// After another track than it was recorded to follow: it begins when that is over.
    AfterAnother,
    /// Before another track than it was recorded to lead to: that begins when the talk is over.
    BeforeAnother,
    /// Not at all: neither of its tracks is beside it, and it would speak of what nobody hears.
    Dropped,
}

impl VoiceTrack {
    /// Returns how it plays between two tracks. What is not known counts as right.
    pub fn placement(&self, after: Option<TrackId>, before: Option<TrackId>) -> VoicePlacement {
        let follows = after.is_none_or(|track| track == self.after);
        let leads = before.is_none_or(|track| track == self.before);
        match (follows, leads) {
            (true, true) => VoicePlacement::Between,
            (false, true) => VoicePlacement::AfterAnother,
            (true, false) => VoicePlacement::BeforeAnother,
            (false, false) => VoicePlacement::Dropped,
        }
    }
}

impl VoicePlacement {
    /// Its name in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Between => "between",
            Self::AfterAnother => "after-another",
            Self::BeforeAnother => "before-another",
            Self::Dropped => "dropped",
        }
    }
}
