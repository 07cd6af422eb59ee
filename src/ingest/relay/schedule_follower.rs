//! The stream that is to be relayed now, by the schedule.

use std::sync::Arc;
use std::time::Duration;

use jiff::tz::TimeZone;
use tokio::task::spawn_blocking;
use tokio::time::sleep;

use crate::clock::Clock;
use crate::model::Show;
use crate::schedule::{Relayed, Relays};
use crate::store::{ChangeReader, Error, Store};

/// The longest time without a look at the clock, in microseconds.
const LONGEST_PAUSE_US: u64 = 60_000_000;
/// The time between two attempts to read the schedule after a failure, in microseconds.
const RETRY_AFTER_US: u64 = 2_000_000;

/// Tells which stream is to be relayed on a station.
pub(super) struct WantedRelay {
    station: String,
    store: Store,
    changes: ChangeReader,
    clock: Arc<dyn Clock>,
    relays: Relays,
    /// True while the schedule has not been read since the store changed.
    is_stale: bool,
    /// The next moment at which another stream, or none, has its time.
    changes_us: u64,
    failed: bool,
}

impl WantedRelay {
    pub(super) fn new(station: &str, store: Store, clock: Arc<dyn Clock>) -> Self {
        let (station, relays, changes) =
            (station.to_owned(), Relays::default(), store.change_counter().reader());
        Self { station, store, changes, clock, relays, is_stale: true, changes_us: 0, failed: false }
    }

    /// The stream that is to be relayed now.
    pub(super) async fn now(&mut self) -> Option<Relayed> {
        if self.is_stale || self.failed {
            self.is_stale = false;
            self.look().await;
        }
        let wall_us = self.clock.wall_us();
        let (relayed, changes_us) = self.relays.at(wall_us);
        self.changes_us = self.clock.now_us().saturating_add(changes_us.saturating_sub(wall_us));
        relayed
    }

    /// Waits until it may be another stream.
    pub(super) async fn wait(&mut self) {
        let longest_us = if self.failed { RETRY_AFTER_US } else { LONGEST_PAUSE_US };
        // Never without a pause, should the clock stand still.
        let pause_us = self.changes_us.saturating_sub(self.clock.now_us()).clamp(1_000, longest_us);
        tokio::select! {
            () = self.changes.changed() => self.is_stale = true,
            () = sleep(Duration::from_micros(pause_us)) => {}
        }
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

/// Reads the time zone of the shows, and the shows; in an emergency there are none.
fn read(store: &Store, station: &str) -> Result<(TimeZone, Vec<Show>), Error> {
    let (zone, shows) = store.calendar(station)?;
    let is_emergency = store.emergency(station)?.is_some_and(|emergency| emergency.is_on);
    Ok((zone, if is_emergency { Vec::new() } else { shows }))
}
