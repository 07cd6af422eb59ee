//! Keeps a station's own emergency loop in memory.

use std::sync::Arc;

use super::Planner;
use crate::audio::Block;
use crate::decode::Reader;
use crate::model::{Title, TrackId};
use crate::source::emergency_loop::{EmergencyLoop, LoopSlot, LoopSound};
use crate::store::Store;

/// Interval at which the choice is looked up, in microseconds; a track that cannot be read is tried again as often.
const LOOK_EVERY_US: u64 = 5_000_000;

/// Follows the choice of a station's emergency loop.
pub(super) struct EmergencyTrack {
    station: String,
    slot: LoopSlot,
    loaded: Option<TrackId>,
    looked_at_us: Option<u64>,
    failed: bool,
}

impl EmergencyTrack {
    /// Returns one that puts the loop of `station` into `slot`.
    pub(super) fn new(station: &str, slot: LoopSlot) -> Self {
        Self { station: station.to_owned(), slot, loaded: None, looked_at_us: None, failed: false }
    }

    /// Returns the source that plays the loop.
    pub(super) fn source(&self) -> EmergencyLoop {
        EmergencyLoop::new(self.slot.clone())
    }

    /// Looks whether another loop is wanted, if it is time, and has it loaded. `load` opens a track.
    pub(super) fn follow(
        &mut self,
        store: &Store,
        planner: &Planner,
        load: impl FnOnce(TrackId) -> Option<(Title, Reader, f32)>,
    ) {
        let now_us = planner.now_us();
        if self.looked_at_us.is_some_and(|at_us| now_us.saturating_sub(at_us) < LOOK_EVERY_US) {
            return;
        }
        self.looked_at_us = Some(now_us);
        // While the database cannot be read, what was chosen stays.
        let Ok(wanted) = store.emergency_loop(&self.station) else { return };
        if wanted == self.loaded {
            return;
        }
        let Some(track) = wanted else {
            self.slot.set(None);
            self.loaded = None;
            return;
        };
        match load(track).and_then(|(title, reader, gain)| sound(title, reader, gain)) {
            Some(sound) => {
                self.slot.set(Some(Arc::new(sound)));
                (self.loaded, self.failed) = (Some(track), false);
            }
            None => {
                if !std::mem::replace(&mut self.failed, true) {
                    let station = &self.station;
                    tracing::warn!(
                        station,
                        "the track of the emergency loop cannot be read; it is tried again"
                    );
                }
            }
        }
    }
}

/// Reads the first minute of a track.
fn sound(title: Title, mut reader: Reader, gain: f32) -> Option<LoopSound> {
    let read = |block: &mut Block| {
        let frames = reader.read(block).ok()?;
        block.scale(gain);
        Some(frames)
    };
    LoopSound::of(title, read).ok().flatten()
}
