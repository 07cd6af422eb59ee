//! A DJ's input on its way to another process that goes on with it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::pace::SavedPace;
use super::ring::Frame;
use crate::model::Title;

/// State of the input of the DJ who is live, but for its sound.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SavedInput {
    /// Key of the DJ.
    pub(super) key: String,
    /// The title that is heard.
    pub(super) title: Option<Title>,
    /// Titles of sound that waits.
    pub(super) titles: Vec<ComingTitle>,
    /// True while the buffer fills.
    pub(super) is_filling: bool,
    /// True while others are heard because of long silence.
    pub(super) is_quiet: bool,
    pub(super) silent_blocks: u64,
    pub(super) pace: SavedPace,
    /// Position of the player between two frames.
    pub(super) fraction: f64,
    /// Frames of the attached sound that wait or were just heard, before those of the broadcast delay.
    pub(super) frames: usize,
    /// Frames at their beginning that were heard already.
    pub(super) before: usize,
    pub(super) delay: Option<SavedDelay>,
}

/// A title of sound that waits.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct ComingTitle {
    /// Frames until it holds.
    pub(super) ahead: u64,
    pub(super) title: Title,
}

/// State of a broadcast delay, but for its sound.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct SavedDelay {
    /// Blocks that the delay is long.
    pub(super) length: usize,
    pub(super) is_playing: bool,
    /// The title that is heard.
    pub(super) title: Option<Title>,
    /// Titles of the blocks that wait.
    pub(super) runs: Vec<TitleRun>,
}

/// Blocks in a row that have the same title.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct TitleRun {
    pub(super) blocks: usize,
    pub(super) title: Option<Title>,
}

/// An input with its sound, to be gone on with.
pub struct ResumedInput {
    /// Its state.
    pub saved: SavedInput,
    /// Its sound: samples as `append_samples` has them.
    pub sound: Vec<u8>,
}

/// Appends `samples` as little-endian floats.
pub(super) fn append_samples(samples: impl IntoIterator<Item = f32>, bytes: &mut Vec<u8>) {
    bytes.extend(samples.into_iter().flat_map(f32::to_le_bytes));
}

/// Returns the frames in `bytes`.
pub(super) fn frames_of(bytes: &[u8]) -> Vec<Frame> {
    let samples: Vec<f32> = bytes.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
    samples.as_chunks().0.to_vec()
}

/// Shares titles that are equal: another `Arc` stands for a change.
#[derive(Default)]
pub(super) struct SharedTitles(Vec<Arc<Title>>);

impl SharedTitles {
    pub(super) fn share(&mut self, title: Title) -> Arc<Title> {
        if let Some(known) = self.0.iter().find(|known| ***known == title) {
            return Arc::clone(known);
        }
        let title = Arc::new(title);
        self.0.push(Arc::clone(&title));
        title
    }
}
