//! The threads that all stations share.

use std::io;

use crate::source::autodj::DeckPools;
use crate::workers::WorkerPool;

/// Threads that keep queues and as-run logs, at most: they wait for the database.
const WRITERS: usize = 2;
/// Threads that watch the sound for changes, at most. They wait for nobody.
const MONITORS: usize = 1;

/// Threads for all stations; clones share them. Each kind of work has its own, so that none waits for what another one
/// waits for.
#[derive(Clone)]
pub struct StationPools {
    pub(super) decks: DeckPools,
    pub(super) writers: WorkerPool,
    pub(super) monitors: WorkerPool,
}

impl StationPools {
    /// Starts them.
    pub fn new() -> io::Result<Self> {
        Ok(Self {
            decks: DeckPools::new()?,
            writers: WorkerPool::new("station-log", WRITERS)?,
            monitors: WorkerPool::new("monitor", MONITORS)?,
        })
    }

    /// Returns those that load and decode tracks.
    pub fn decks(&self) -> &DeckPools {
        &self.decks
    }
}
