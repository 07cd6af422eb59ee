//! Sound sources.
//!
//! In: tracks decoded ahead, on threads that all stations share. Out: one block at a time, when asked.
//! Never: waits. A source that has nothing says so and is passed over.

pub mod autodj;
pub mod emergency_loop;
pub mod live;
mod silence;

pub use silence::Silence;

use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::audio::{Block, SAMPLE_RATE};
use crate::model::{SourceKind, Title};
use autodj::Deck;
use live::{ResumedInput, SavedInput};

/// The track on a deck, for another process that goes on with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SavedTrack {
    /// The file's path below the media folder.
    pub file: PathBuf,
    /// Metadata.
    pub title: Title,
    /// The factor that brings it to the station's level.
    pub gain: f32,
    /// Start of playback, in samples per channel from the beginning of the file.
    pub begin: u64,
    /// End of playback; `None` plays to the end of the file.
    pub end: Option<u64>,
    /// Samples per channel that were played from there on.
    pub played: u64,
}

/// Sound of another process that sources go on with.
#[derive(Default)]
pub struct ResumedSources {
    /// The track on air, at its place.
    pub deck: Option<Deck>,
    /// Input of the DJ who is live.
    pub live: Option<ResumedInput>,
}

impl SavedTrack {
    /// Returns how long it goes on, in microseconds, if that is known.
    pub fn left_us(&self) -> Option<u64> {
        let samples_us = |samples: u64| samples * 1_000_000 / u64::from(SAMPLE_RATE);
        let length_us = self.end.map(|end| samples_us(end.saturating_sub(self.begin)));
        Some(length_us.or(self.title.duration_us)?.saturating_sub(samples_us(self.played)))
    }
}

/// Something that can be on air.
pub trait Source: Send {
    /// Returns its kind.
    fn kind(&self) -> SourceKind;

    /// A block's time passes. Told once a block, before anything is asked, whether it is on air or not.
    fn tick(&mut self) {}

    /// Returns whether the next [`read`](Self::read) yields sound.
    fn is_ready(&mut self) -> bool;

    /// Returns the number of samples per channel left, once the end is in sight.
    fn left(&self) -> Option<u64> {
        None
    }

    /// Fills `block` with what comes next; with silence if it has nothing.
    fn read(&mut self, block: &mut Block);

    /// Told what is heard of all sources together, once they were read.
    fn hear(&mut self, programme: &Block) {
        let _ = programme;
    }

    /// Returns the title of the block just read, or of the next one. A different `Arc` means that the title
    /// changed.
    fn title(&self) -> Option<Arc<Title>>;

    /// Returns the track that it plays, if another process can go on with it.
    fn track(&self) -> Option<SavedTrack> {
        None
    }

    /// Returns whether two tracks are heard at once.
    fn is_blending(&self) -> bool {
        false
    }

    /// Returns the state of a DJ's input, if another process can go on with it, and appends its sound to `sound`. To be
    /// called while nothing is played.
    fn save_live(&self, sound: &mut Vec<u8>) -> Option<SavedInput> {
        let _ = sound;
        None
    }

    /// Takes out of `resumed` what it can go on with. To be called before it goes on air.
    fn resume(&mut self, resumed: &mut ResumedSources) {
        let _ = resumed;
    }
}
