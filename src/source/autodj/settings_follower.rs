//! The programme as it is said, looked up again and again.

use std::sync::Arc;

use crate::model::Programme;
use crate::store::{Error, Store};

/// Polling interval, in microseconds.
const LOOK_EVERY_US: u64 = 2_000_000;

/// Looks up the programme of a station.
pub(super) struct Follower {
    station: String,
    store: Store,
    known: Option<Arc<Programme>>,
    looked_at_us: Option<u64>,
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
            looked_at_us: None,
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
        if self.looked_at_us.is_some_and(|at_us| now_us.saturating_sub(at_us) < LOOK_EVERY_US) {
            return None;
        }
        self.looked_at_us = Some(now_us);
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
                if !std::mem::replace(&mut self.failed, true) {
                    tracing::error!(%error, "the programme cannot be read; what was known of it goes on");
                }
                None
            }
        }
    }
}
