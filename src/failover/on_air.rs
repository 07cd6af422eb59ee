//! The stations' state, as servers that stand by are told it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::clock::Clock;
use crate::production::OnAirState;

/// Stations whose state is kept at most.
const MOST_STATIONS: usize = 500;

/// A station's state on its way.
#[derive(Serialize, Deserialize)]
struct StateMessage {
    /// The epoch of the server on air.
    epoch: u64,
    /// Its clock when it was sent, in microseconds.
    sent_us: u64,
    station: OnAirState,
}

/// The newest states of the server on air; clones share them.
#[derive(Clone, Debug, Default)]
pub struct StatesOnAir(Arc<Mutex<KnownStates>>);

#[derive(Debug, Default)]
struct KnownStates {
    epoch: u64,
    by_slug: BTreeMap<String, OnAirState>,
    /// Lead of the other server's clock over the local one, in microseconds: at least so much.
    lead_us: Option<i64>,
}

/// Returns a station's state as a message.
pub(super) fn message(epoch: u64, sent_us: u64, station: OnAirState) -> Option<Bytes> {
    serde_json::to_vec(&StateMessage { epoch, sent_us, station }).ok().map(Bytes::from)
}

impl StatesOnAir {
    /// Takes a message that came at `now_us` by the local clock. Those of earlier epochs are ignored.
    pub(super) fn take(&self, message: &[u8], now_us: u64) {
        let Ok(StateMessage { epoch, sent_us, station }) = serde_json::from_slice(message) else {
            tracing::debug!("a station's state on NATS is not understood");
            return;
        };
        let mut known = self.lock();
        if epoch < known.epoch {
            return;
        }
        if epoch > known.epoch {
            tracing::info!(epoch, "is told where the stations are");
            *known = KnownStates { epoch, ..KnownStates::default() };
        }
        // The shorter the way, the nearer is this to the truth.
        let lead_us = sent_us.cast_signed() - now_us.cast_signed();
        known.lead_us = Some(known.lead_us.map_or(lead_us, |most| most.max(lead_us)));
        if known.by_slug.len() < MOST_STATIONS || known.by_slug.contains_key(&station.slug) {
            known.by_slug.insert(station.slug.clone(), station);
        }
    }

    /// Returns the newest state of each station.
    pub fn all(&self) -> Vec<OnAirState> {
        self.lock().by_slug.values().cloned().collect()
    }

    /// Moves `clock` forward to the other server's, if it is behind: numbers and times never go back.
    pub fn set(&self, clock: &dyn Clock) {
        let lead_us = self.lock().lead_us.unwrap_or_default();
        if let Ok(lead_us) = u64::try_from(lead_us) {
            clock.move_forward(lead_us);
        }
    }

    fn lock(&self) -> MutexGuard<'_, KnownStates> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
