//! The programme of a station, read again when the store has changed.

use std::sync::Arc;

use crate::model::Programme;
use crate::store::{Error, Store};

/// The time between two attempts after a failure, in microseconds.
const RETRY_AFTER_US: u64 = 2_000_000;

/// Looks up the programme of a station.
pub(super) struct Follower {
    station: String,
    store: Store,
    known: Option<Arc<Programme>>,
    /// The number of changes of the store before it was read last.
    read_at: Option<u64>,
    /// Time at which a failed read is tried again, in microseconds.
    retry_us: u64,
    failed: bool,
    /// True while the emergency playlist is played.
    is_emergency: bool,
}

impl Follower {
    /// Creates a follower of the programme of `station` in `store`.
    pub(super) fn new(station: &str, store: Store) -> Self {
        Self {
            station: station.to_owned(),
            store,
            known: None,
            read_at: None,
            retry_us: 0,
            failed: false,
            is_emergency: false,
        }
    }

    /// Returns whether the station plays its emergency playlist.
    pub(super) fn is_emergency(&self) -> bool {
        self.is_emergency
    }

    fn read(&self) -> Result<(Programme, bool), Error> {
        let programme = self.store.programme(&self.station)?;
        let emergency = self.store.emergency(&self.station)?.filter(|emergency| emergency.is_on);
        Ok(match emergency {
            Some(emergency) => (programme.only(&emergency.playlist), true),
            None => (programme, false),
        })
    }

    /// The programme, if it is another one than before; whether there was one before.
    pub(super) fn look(&mut self, now_us: u64) -> Option<(Arc<Programme>, bool)> {
        let number = self.store.change_counter().number();
        let is_due = self.failed && now_us >= self.retry_us;
        if self.read_at == Some(number) && !is_due {
            return None;
        }
        self.read_at = Some(number);
        match self.read() {
            Ok((programme, is_emergency)) => {
                self.failed = false;
                self.is_emergency = is_emergency;
                if self.known.as_deref() == Some(&programme) {
                    return None;
                }
                let programme = Arc::new(programme);
                let was_known = self.known.replace(Arc::clone(&programme)).is_some();
                Some((programme, was_known))
            }
            Err(error) => {
                self.retry_us = now_us + RETRY_AFTER_US;
                if !std::mem::replace(&mut self.failed, true) {
                    tracing::error!(%error, "the programme cannot be read; what was known of it goes on");
                }
                None
            }
        }
    }
}
