//! What is to be relayed now, as the schedule says and is changed.

use std::sync::Arc;
use std::time::Duration;

use jiff::tz::TimeZone;
use tokio::task::spawn_blocking;
use tokio::time::sleep;

use crate::clock::Clock;
use crate::model::Show;
use crate::schedule::{Relayed, Relays};
use crate::store::{Error, Store};

/// How often it is looked whether the schedule was changed, in microseconds.
const LOOK_EVERY_US: u64 = 2_000_000;

/// Looks up what is to be relayed on a station.
pub(super) struct WantedRelay {
    station: String,
    store: Store,
    clock: Arc<dyn Clock>,
    relays: Relays,
    looked_at_us: Option<u64>,
    /// When it may be something else.
    changes_us: u64,
    failed: bool,
}

impl WantedRelay {
    pub(super) fn new(station: &str, store: Store, clock: Arc<dyn Clock>) -> Self {
        let (station, relays) = (station.to_owned(), Relays::default());
        Self { station, store, clock, relays, looked_at_us: None, changes_us: 0, failed: false }
    }

    /// What is to be relayed now.
    pub(super) async fn now(&mut self) -> Option<Relayed> {
        let now_us = self.clock.now_us();
        if self.looked_at_us.is_none_or(|at_us| now_us.saturating_sub(at_us) >= LOOK_EVERY_US) {
            self.look().await;
            self.looked_at_us = Some(now_us);
        }
        let wall_us = self.clock.wall_us();
        let (relayed, changes_us) = self.relays.at(wall_us);
        self.changes_us = self.clock.now_us().saturating_add(changes_us.saturating_sub(wall_us));
        relayed
    }

    /// Waits until it may be something else.
    pub(super) async fn wait(&self) {
        let now_us = self.clock.now_us();
        let look_us = self.looked_at_us.unwrap_or_default() + LOOK_EVERY_US;
        let pause_us = look_us.min(self.changes_us).saturating_sub(now_us);
        // Never without a pause, should the clock stand still.
        sleep(Duration::from_micros(pause_us.clamp(1_000, LOOK_EVERY_US))).await;
    }

    /// Waits until it is something other than `relayed`.
    pub(super) async fn other_than(&mut self, relayed: &Relayed) {
        while self.now().await.as_ref() == Some(relayed) {
            self.wait().await;
        }
    }

    /// Reads the schedule, where it can be read.
    async fn look(&mut self) {
        let (store, station) = (self.store.clone(), self.station.clone());
        match spawn_blocking(move || read(&store, &station)).await {
            Ok(Ok((zone, shows))) => {
                self.failed = false;
                self.relays.follow(zone, shows);
            }
            Ok(Err(error)) if !std::mem::replace(&mut self.failed, true) => {
                tracing::warn!(%error, "the schedule cannot be read; relays go on as it was");
            }
            _ => {}
        }
    }
}

/// Whose clock the shows are by, and the shows; in an emergency there are none.
fn read(store: &Store, station: &str) -> Result<(TimeZone, Vec<Show>), Error> {
    let (zone, shows) = store.calendar(station)?;
    let is_emergency = store.emergency(station)?.is_some_and(|emergency| emergency.is_on);
    Ok((zone, if is_emergency { Vec::new() } else { shows }))
}
