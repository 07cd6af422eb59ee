//! Starts a recorder for each station whose archive is on, and deletes what is old.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::archive::{ArchiveTouch, Archives};
use super::bucket::Uploader;
use super::cutter::{Cutter, RecordingEvents};
use super::recorder::Recorder;
use super::{Error, retention};
use crate::clock::Clock;
use crate::model::ArchiveMode;
use crate::production::{ProductionHandle, Stations};
use crate::store::Store;

/// Interval between two looks at the settings.
const EVERY: Duration = Duration::from_secs(1);
/// Old files are deleted, and the room on the disk is looked at, once in so many looks.
const RETENTION_EVERY: u64 = 10;
/// The longest wait for the last files to be ended.
const ENDS_WITHIN: Duration = Duration::from_secs(2);

/// The recorders of all stations.
pub struct Recorders {
    stop: SyncSender<()>,
    ended: Receiver<()>,
    _uploader: Option<Uploader>,
}

/// Parts that recorders are made from.
struct RecorderTask {
    stations: Stations,
    archives: Archives,
    store: Store,
    clock: Arc<dyn Clock>,
    events: RecordingEvents,
    running: BTreeMap<String, JoinHandle<()>>,
    looks: u64,
}

impl Recorders {
    /// Keeps what `stations` send out in `archives`, as their settings say.
    pub fn start(
        stations: Stations,
        archives: Archives,
        store: Store,
        clock: Arc<dyn Clock>,
    ) -> io::Result<Self> {
        let (stop, stopped) = sync_channel(0);
        let (ends, ended) = sync_channel(1);
        // Before there is anything new, so that it knows what is old.
        let events = Cutter::start(&archives, &store, &clock)?;
        let uploader = Uploader::start(&archives, &store, &clock)?;
        let mut task =
            RecorderTask { stations, archives, store, clock, events, running: BTreeMap::new(), looks: 0 };
        thread::Builder::new().name("archive".to_owned()).spawn(move || {
            task.look();
            while stopped.recv_timeout(EVERY) == Err(RecvTimeoutError::Timeout) {
                task.look();
            }
            for recorder in std::mem::take(&mut task.running).into_values() {
                report_panic(recorder);
            }
            // Nobody waits any more where that took long.
            let _ = ends.send(());
        })?;
        Ok(Self { stop, ended, _uploader: uploader })
    }

    /// Waits until the files of stations that signed off are ended; for a disk that stands still, not for long.
    pub fn finish(self) {
        drop(self.stop);
        if self.ended.recv_timeout(ENDS_WITHIN).is_err() {
            tracing::warn!("the archive's last files are repaired at the next start: the disk is too slow");
        }
    }
}

impl RecorderTask {
    fn look(&mut self) {
        let ended: Vec<String> =
            self.running.iter().filter(|(_, one)| one.is_finished()).map(|(slug, _)| slug.clone()).collect();
        for recorder in ended.iter().filter_map(|slug| self.running.remove(slug)) {
            report_panic(recorder);
        }
        let is_due = self.looks.is_multiple_of(RETENTION_EVERY);
        self.set_removed_aside(is_due);
        let stations: Vec<ProductionHandle> = self.stations.all().collect();
        for station in stations {
            self.look_at(station, is_due);
        }
        self.looks += 1;
    }

    /// Sets aside what stations kept that are not there any more; of those that were removed before the start, if
    /// `of_earlier`.
    fn set_removed_aside(&self, of_earlier: bool) {
        let on_air: Vec<String> = self.stations.all().map(|station| station.slug().to_owned()).collect();
        let mut gone: Vec<String> = if of_earlier {
            self.archives.folders()
        } else {
            self.archives.all().iter().map(|archive| archive.slug().to_owned()).collect()
        };
        gone.retain(|slug| !on_air.contains(slug) && !self.running.contains_key(slug));
        if gone.is_empty() {
            return;
        }
        // While the store cannot be read, nothing is known to be removed.
        let Ok(known) = self.store.stations() else { return };
        gone.retain(|slug| known.iter().all(|station| station.slug != *slug));
        for slug in gone {
            match self.archives.set_aside(&slug, self.clock.now_us()) {
                Ok(()) => tracing::info!(station = slug, "what the removed station kept is set aside"),
                // It is told once for all stations, and looked for again.
                Err(super::Error::NotMounted { .. }) => {}
                Err(error) => {
                    tracing::error!(station = slug, %error, "what a removed station kept stays in its place");
                }
            }
        }
    }

    fn look_at(&mut self, station: ProductionHandle, is_due: bool) {
        let slug = station.slug().to_owned();
        let archive = match self.archives.open(&slug) {
            Ok(archive) => archive,
            Err(error) => {
                // That the disk is not mounted is told once for all stations.
                if is_due && !matches!(error, Error::NotMounted { .. }) {
                    tracing::error!(station = slug, %error, "the archive cannot be opened; it is tried again");
                }
                return;
            }
        };
        let rules = station.settings().archive;
        if is_due {
            retention::apply(&archive, &rules, self.clock.now_us());
        }
        if rules.mode == ArchiveMode::Off
            || self.running.contains_key(&slug)
            || !station.broadcast().is_on_air()
        {
            return;
        }
        let started = self.store.background().map_err(|error| error.to_string()).and_then(|store| {
            let recorder =
                Recorder::new(station, archive.clone(), store, Arc::clone(&self.clock), self.events.clone());
            let thread = thread::Builder::new().name("recorder".to_owned());
            thread.spawn(move || recorder.run()).map_err(|error| error.to_string())
        });
        match started {
            Ok(recorder) => drop(self.running.insert(slug, recorder)),
            Err(error) => archive.set_trouble(
                ArchiveTouch::Writing,
                Some(format!("sound cannot be kept, and it is tried again: {error}")),
            ),
        }
    }
}

fn report_panic(recorder: JoinHandle<()>) {
    if recorder.join().is_err() {
        tracing::error!("a recorder's thread panicked");
    }
}
