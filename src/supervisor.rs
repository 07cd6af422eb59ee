//! Signs stations on and off, and applies their settings, as the store lists them.
//!
//! In: the stations of the store. Out: stations on air, by slug.
//! Never: interrupts a station that stays, or leaves one on air when the program ends.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use actix_web::rt::task::{JoinHandle, spawn_blocking};

use crate::auth::{Authenticator, LiveAuth};
use crate::broadcast::Broadcast;
use crate::captions::Captioning;
use crate::clock::Clock;
use crate::ingest::{self, Ingest};
use crate::library::{MusicLibrary, VoiceFiles};
use crate::model::{BasePath, CaptionSetting};
use crate::mount::Notifier;
use crate::playout::AirPermit;
use crate::production::{
    self, ProductionConfig, ProductionDeps, ProductionHandle, RunningProduction, StationOutline,
    StationPools, Stations,
};
use crate::schedule::ProgrammeDirector;
use crate::source::SavedTrack;
use crate::source::autodj::{self, DeckPools, Planner, PlayQueue, track_provider::LibraryTrackProvider};
use crate::source::emergency_loop::{LoopSlot, ShippedLoop};
use crate::store::{StationRecord, Store};

/// The time between two attempts, while something could not be done as the store says.
const RETRY_AFTER: Duration = Duration::from_secs(2);

/// The parts of the program that every station is built on.
pub(crate) struct SupervisorDeps {
    /// The folder of all music.
    pub(crate) media: PathBuf,
    /// The path that the site's addresses begin with.
    pub(crate) base_path: BasePath,
    pub(crate) library: MusicLibrary,
    pub(crate) store: Store,
    /// Connections of their own for the loaders of all stations and for their queues: the web never waits for the list of a
    /// large library.
    pub(crate) loaders: Store,
    pub(crate) queues: Store,
    pub(crate) clock: Arc<dyn Clock>,
    /// The program that decides who may go live, besides the accounts.
    pub(crate) live_auth: Option<LiveAuth>,
    pub(crate) notifiers: Vec<Arc<dyn Notifier>>,
    /// The emergency loop that ships, for all stations.
    pub(crate) emergency_loop: ShippedLoop,
    /// The recognisers of speech.
    pub(crate) captioning: Captioning,
    /// The permission to be on air.
    pub(crate) permit: AirPermit,
    /// The threads that all stations share.
    pub(crate) pools: StationPools,
}

/// Keeps the stations on air that are in the store; clones share them.
#[derive(Clone)]
pub(crate) struct StationSupervisor {
    stations: Stations,
    ingest: Ingest,
    shared: Arc<SupervisorState>,
}

struct SupervisorState {
    deps: SupervisorDeps,
    /// Locked while a station signs on or off, so that [`close`](StationSupervisor::close) waits for that.
    running: Mutex<RunningStations>,
}

#[derive(Default)]
struct RunningStations {
    by_slug: BTreeMap<String, RunningProduction>,
    /// Set once all stations were signed off for good.
    is_closed: bool,
}

/// The task that receives relayed streams for a station; dropping it ends the task.
struct RelayTask(JoinHandle<Infallible>);

impl Drop for RelayTask {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl StationSupervisor {
    /// A supervisor of no stations yet.
    pub(crate) fn new(deps: SupervisorDeps) -> Self {
        let stations = Stations::default();
        let auth = Authenticator::new(deps.store.clone(), Arc::clone(&deps.clock));
        let auth = auth.asking(deps.live_auth.clone());
        let ingest = Ingest::new(stations.clone(), auth, Arc::clone(&deps.clock));
        Self { stations, ingest, shared: Arc::new(SupervisorState { deps, running: Mutex::default() }) }
    }

    /// The stations on air.
    pub(crate) fn stations(&self) -> &Stations {
        &self.stations
    }

    /// The music of all stations.
    pub(crate) fn library(&self) -> &MusicLibrary {
        &self.shared.deps.library
    }

    /// The threads that load and decode their tracks.
    pub(crate) fn decks(&self) -> &DeckPools {
        self.shared.deps.pools.decks()
    }

    /// The entrance of their DJs.
    pub(crate) fn ingest(&self) -> &Ingest {
        &self.ingest
    }

    /// Signs on every station of the store. Those with an outline go on with another process's, and are held until that
    /// hands them over.
    pub(crate) fn open(&self, outlines: &[StationOutline]) -> anyhow::Result<()> {
        let store = &self.shared.deps.store;
        match store.forget_removed_stations() {
            // They are forgotten at a later start.
            Err(error) if error.is_outage() => tracing::warn!(%error, "removed stations stay known for now"),
            forgotten => forgotten?,
        }
        for record in store.stations()? {
            let continues = outlines.iter().find(|outline| outline.slug == record.slug);
            self.sign_on(&record, continues.cloned())?;
        }
        Ok(())
    }

    /// Disconnects the DJs and signs off all stations. None signs on after that.
    pub(crate) fn close(&self) {
        let mut running = self.running();
        running.is_closed = true;
        self.ingest.close();
        for on_air in std::mem::take(&mut running.by_slug).into_values() {
            on_air.sign_off();
        }
        // Its sound has ended, so it is about to end by itself.
        self.shared.deps.captioning.close();
    }

    /// Follows changes of the stations in the store until it is aborted.
    pub(crate) async fn follow(self) {
        let mut changes = self.shared.deps.store.change_counter().reader();
        let (mut relay_tasks, mut problems) = (BTreeMap::new(), ReportedProblems::default());
        loop {
            self.apply_store(&mut relay_tasks, &mut problems).await;
            for station in self.stations.all() {
                let slug = station.slug().to_owned();
                relay_tasks.entry(slug).or_insert_with(|| {
                    let store = self.shared.deps.store.clone();
                    RelayTask(actix_web::rt::spawn(ingest::relay(station, store)))
                });
            }
            tokio::select! {
                () = changes.changed() => {}
                () = self.stations.asked_to_look() => {}
                () = tokio::time::sleep(RETRY_AFTER), if problems.are_pending() => {}
            }
        }
    }

    /// Tells the stations on air about changes of the store, until it is aborted.
    pub(crate) async fn pass_on_changes(self) {
        let mut changes = self.shared.deps.store.change_counter().reader();
        loop {
            changes.changed().await;
            self.stations.all().for_each(|station| station.store_changed());
        }
    }

    /// Signs stations on and off and applies their settings, as the store says now.
    async fn apply_store(
        &self,
        relay_tasks: &mut BTreeMap<String, RelayTask>,
        problems: &mut ReportedProblems,
    ) {
        let store = self.shared.deps.store.clone();
        let Ok(records) = spawn_blocking(move || store.stations()).await else { return };
        let Some(records) = problems.with_store(records) else { return };
        for station in self.stations.all() {
            if !records.iter().any(|record| record.slug == station.slug()) {
                relay_tasks.remove(station.slug());
                self.clone().removed(station).await;
            }
        }
        problems.forget_all_but(&records);
        for record in records {
            match self.stations.get(&record.slug) {
                Some(station) => {
                    station.apply_settings(&record.settings);
                    station.broadcast().rename(&record.name);
                    station.set_folder(record.folder.as_deref());
                    problems.with_renditions(&record.slug, station.offer(&record.renditions));
                    station.broadcast().set_branding(&record.look);
                    station.broadcast().set_access(record.access);
                    self.caption(station.broadcast(), &record);
                }
                None => self.clone().added(record, problems).await,
            }
        }
    }

    async fn added(self, record: StationRecord, problems: &mut ReportedProblems) {
        let slug = record.slug.clone();
        let signing_on = spawn_blocking(move || self.sign_on(&record, None));
        match signing_on.await {
            Ok(Ok(())) => {
                problems.signs_on(&slug);
                tracing::info!(station = slug, "a station was added");
            }
            Ok(Err(error)) => problems.does_not_sign_on(&slug, &format!("{error:#}")),
            Err(error) => problems.does_not_sign_on(&slug, &error.to_string()),
        }
    }

    async fn removed(self, station: ProductionHandle) {
        let slug = station.slug().to_owned();
        let forgotten = spawn_blocking(move || {
            self.sign_off(&station);
            self.shared.deps.store.forget_station(station.slug())
        });
        match forgotten.await {
            Ok(Ok(())) => tracing::info!(station = slug, "a station was removed"),
            // It is forgotten at the next start.
            Ok(Err(error)) => {
                tracing::warn!(station = slug, %error, "what is known of a station stays for now");
            }
            Err(error) => tracing::error!(station = slug, %error, "a station could not sign off"),
        }
    }

    fn sign_on(&self, record: &StationRecord, continues: Option<StationOutline>) -> anyhow::Result<()> {
        let mut running = self.running();
        if running.is_closed {
            return Ok(());
        }
        let (station, on_air) = self.shared.deps.sign_on(record, continues)?;
        station.broadcast().set_branding(&record.look);
        station.broadcast().set_access(record.access);
        self.caption(station.broadcast(), record);
        running.by_slug.insert(record.slug.clone(), on_air);
        self.stations.add(station);
        Ok(())
    }

    /// Has the station captioned, or not, as the store says.
    fn caption(&self, broadcast: &Broadcast, record: &StationRecord) {
        self.shared.deps.captioning.keep(broadcast, record.settings.captions == CaptionSetting::On);
    }

    fn sign_off(&self, station: &ProductionHandle) {
        let mut running = self.running();
        let Some(on_air) = running.by_slug.remove(station.slug()) else { return };
        // First no request finds it, then no DJ can join it, and then its listeners hear the end of the stream.
        self.stations.remove(station.slug());
        self.shared.deps.captioning.keep(station.broadcast(), false);
        self.ingest.leave(station);
        on_air.sign_off();
    }

    fn running(&self) -> MutexGuard<'_, RunningStations> {
        self.shared.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl SupervisorDeps {
    fn sign_on(
        &self,
        record: &StationRecord,
        continues: Option<StationOutline>,
    ) -> anyhow::Result<(ProductionHandle, RunningProduction)> {
        let on_air = continues.as_ref().and_then(|outline| outline.track.as_ref());
        let left_us = on_air.and_then(SavedTrack::left_us);
        let config = ProductionConfig {
            slug: record.slug.clone(),
            base_path: self.base_path.clone(),
            name: record.name.clone(),
            media: self.media.clone(),
            folder: record.folder.as_ref().map(PathBuf::from),
            renditions: record.renditions.clone(),
            autodj: autodj::AutodjConfig::default(),
            settings: record.settings,
            continues,
        };
        let (queue, own) = (PlayQueue::default(), self.loaders.clone());
        let mut director = ProgrammeDirector::new();
        for line in own.last_aired(&config.slug, ProgrammeDirector::REMEMBERS)?.into_iter().rev() {
            director.was_on_air(line.from_us, &line.title, line.artist.as_deref(), line.album.as_deref());
        }
        let programme = (self.library.clone(), own.clone(), &*config.slug);
        let mut planner = Planner::new(programme, director, Arc::clone(&self.clock), queue.clone());
        if let Some(left_us) = left_us {
            planner.expect_end(self.clock.wall_us() + left_us);
        }
        let parts = ProductionDeps {
            clock: Arc::clone(&self.clock),
            library: self.library.clone(),
            tracks: LibraryTrackProvider::new(self.library.clone(), planner, own)
                .with_emergency_loop(&record.slug, LoopSlot::new(Arc::clone(&self.emergency_loop)))
                .with_voices(VoiceFiles::beside(self.store.path())),
            queue,
            store: self.queues.clone(),
            notifiers: self.notifiers.clone(),
            permit: self.permit.clone(),
            pools: self.pools.clone(),
        };
        anyhow::Context::context(production::sign_on(config, parts), "the station cannot sign on")
    }
}

/// Problems that were logged, so that each is logged once.
#[derive(Default)]
struct ReportedProblems {
    store_fails: bool,
    not_on_air: BTreeSet<String>,
    not_as_set: BTreeSet<String>,
    /// Stations whose last change of renditions was not taken yet when the next one came.
    busy: BTreeSet<String>,
}

impl ReportedProblems {
    fn with_store<T, E: std::fmt::Display>(&mut self, looked: Result<T, E>) -> Option<T> {
        match looked {
            Ok(found) => {
                self.store_fails = false;
                Some(found)
            }
            Err(error) => {
                if !std::mem::replace(&mut self.store_fails, true) {
                    tracing::warn!(%error, "the stations' settings cannot be read; they are run as before");
                }
                None
            }
        }
    }

    fn with_renditions(&mut self, slug: &str, offered: Result<(), production::Error>) {
        match offered {
            Ok(()) => {
                self.not_as_set.remove(slug);
                self.busy.remove(slug);
            }
            Err(production::Error::Busy) => drop(self.busy.insert(slug.to_owned())),
            Err(error) => {
                if self.not_as_set.insert(slug.to_owned()) {
                    tracing::error!(station = slug, %error, "its renditions stay as they were; it is tried again");
                }
            }
        }
    }

    /// Forgets the problems of stations that are not among `records`.
    fn forget_all_but(&mut self, records: &[StationRecord]) {
        for slugs in [&mut self.not_on_air, &mut self.not_as_set, &mut self.busy] {
            slugs.retain(|slug| records.iter().any(|record| record.slug == *slug));
        }
    }

    /// Returns whether something has to be tried again.
    fn are_pending(&self) -> bool {
        self.store_fails
            || !(self.not_on_air.is_empty() && self.not_as_set.is_empty() && self.busy.is_empty())
    }

    fn signs_on(&mut self, slug: &str) {
        self.not_on_air.remove(slug);
    }

    fn does_not_sign_on(&mut self, slug: &str, why: &str) {
        if self.not_on_air.insert(slug.to_owned()) {
            tracing::error!(station = slug, "a station cannot sign on; it is tried again: {why}");
        }
    }
}
