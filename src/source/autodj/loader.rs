//! Keeps the next deck loaded, on threads that the loaders of all stations share.

use std::io;
use std::time::Duration;

use super::next_deck::{LoaderTask, NextDeck};
use super::{Deck, PreparedTrack};
use crate::source::emergency_loop::EmergencyLoop;
use crate::workers::{NextTurn, PooledTask, TaskHandle, WorkerPool};

/// Delay before asking again after there was nothing to play, and longest interval of checks whether
/// the loaded track is still next.
const ASK_AGAIN: Duration = Duration::from_millis(250);
/// Threads that look for the next tracks, at most: they wait for the database, and for the disk as each file is opened.
const LOADERS: usize = 4;
/// Threads that decode, at most: they wait for the disk.
const DECODERS: usize = 4;

/// Supplies tracks in play order.
pub trait TrackProvider: Send {
    /// Returns the source of the station's emergency loop, if it has one.
    fn emergency_loop(&self) -> Option<EmergencyLoop> {
        None
    }

    /// The record to play next; `None` if there is nothing to play now.
    fn next(&mut self) -> Option<PreparedTrack>;

    /// The record that [`next`](Self::next) gave last stands by from now on, in place of the one before.
    fn stands_by(&mut self) {}

    /// The record that stood by has begun.
    fn begun(&mut self) {}

    /// Returns whether the loaded track is still next.
    fn is_still_next(&mut self) -> bool {
        true
    }

    /// Returns whether the loaded track's start time has come, so that the current one must fade out.
    fn is_due(&mut self) -> bool {
        false
    }
}

/// The threads that load and decode the tracks of all stations; clones share them.
#[derive(Clone)]
pub struct DeckPools {
    loaders: WorkerPool,
    pub(super) decoders: WorkerPool,
}

impl DeckPools {
    /// Starts them.
    pub fn new() -> io::Result<Self> {
        Ok(Self {
            loaders: WorkerPool::new("loader", LOADERS)?,
            decoders: WorkerPool::new("decks", DECODERS)?,
        })
    }
}

/// Loads the decks of one station.
struct DeckLoader<T> {
    tracks: T,
    standby: NextDeck,
    pools: DeckPools,
    patience: Duration,
    is_loaded: bool,
}

/// Loads decks and puts them into `standby`, one ahead of the one that plays, until AutoDJ is gone. One that is no
/// longer to play next stands by until another one is loaded, for there may be no time left.
pub fn start(
    tracks: impl TrackProvider + 'static,
    standby: &NextDeck,
    pools: &DeckPools,
    patience: Duration,
) -> TaskHandle {
    let (standby, own_pools) = (standby.clone(), pools.clone());
    pools.loaders.add_with(|loader| {
        standby.loaded_by(loader);
        DeckLoader { tracks, standby, pools: own_pools, patience, is_loaded: false }
    })
}

impl<T: TrackProvider> DeckLoader<T> {
    fn load(&mut self) -> Option<Deck> {
        Some(Deck::load(self.tracks.next()?, &self.pools.decoders, self.patience))
    }
}

impl<T: TrackProvider> PooledTask for DeckLoader<T> {
    fn work(&mut self) -> NextTurn {
        match self.standby.task() {
            LoaderTask::End => return NextTurn::Never,
            LoaderTask::None => {
                let doubts = self.standby.doubts();
                if self.tracks.is_still_next() {
                    if self.tracks.is_due() {
                        self.standby.skip();
                    }
                } else if let Some(deck) = self.load()
                    && self.standby.exchange(deck)
                {
                    self.tracks.stands_by();
                }
                self.standby.settle(doubts);
            }
            LoaderTask::Load => {
                if std::mem::take(&mut self.is_loaded) {
                    self.tracks.begun();
                }
                if let Some(deck) = self.load() {
                    self.standby.put(deck);
                    self.tracks.stands_by();
                    self.is_loaded = true;
                }
            }
        }
        NextTurn::In(ASK_AGAIN)
    }
}
