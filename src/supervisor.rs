//! The stations that are to be on air: signs them on and off as the store says, while listeners listen to others.
//!
//! In: what the store says of stations. Out: stations on air, by slug.
//! Never: touches a station that stays, or leaves one on air when the program ends.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use actix_web::rt::task::{JoinHandle, spawn_blocking};

use crate::clock::Clock;
use crate::ingest::{self, Ingest};
use crate::library::MusicLibrary;
use crate::mount::Notifier;
use crate::schedule::ProgrammeDirector;
use crate::source::autodj::{self, Planner, PlayQueue, track_provider::LibraryTrackProvider};
use crate::station::{self, RunningStation, Station, Stations};
use crate::store::{StationRecord, Store};

/// How often it is looked up what stations there are to be, and how they are run.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// What every station is made with.
pub(crate) struct StationDeps {
    /// Where all music is.
    pub(crate) media: PathBuf,
    pub(crate) library: MusicLibrary,
    pub(crate) store: Store,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) bells: Vec<Arc<dyn Notifier>>,
}

/// The stations that are on air; clones are the same house.
#[derive(Clone)]
pub(crate) struct StationSupervisor {
    stations: Stations,
    ingest: Ingest,
    inside: Arc<Inside>,
}

struct Inside {
    ground: StationDeps,
    /// Held for as long as a station signs on or off, so that what ends the house waits for that.
    airings: Mutex<Airings>,
}

#[derive(Default)]
struct Airings {
    by_slug: BTreeMap<String, RunningStation>,
    /// Nothing signs on any more.
    is_closed: bool,
}

/// A stream from elsewhere is relayed for as long as this lives.
struct Relaying(JoinHandle<Infallible>);

impl Drop for Relaying {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl StationSupervisor {
    /// An empty house.
    pub(crate) fn new(ground: StationDeps) -> Self {
        let stations = Stations::default();
        let ingest = Ingest::new(stations.clone(), ground.store.clone(), Arc::clone(&ground.clock));
        Self { stations, ingest, inside: Arc::new(Inside { ground, airings: Mutex::default() }) }
    }

    /// Those that are on air.
    pub(crate) fn stations(&self) -> &Stations {
        &self.stations
    }

    /// Their music.
    pub(crate) fn library(&self) -> &MusicLibrary {
        &self.inside.ground.library
    }

    /// Where their DJs come in.
    pub(crate) fn ingest(&self) -> &Ingest {
        &self.ingest
    }

    /// Signs on every station that there is to be.
    pub(crate) fn open(&self) -> anyhow::Result<()> {
        let store = &self.inside.ground.store;
        store.forget_removed_stations()?;
        for record in store.stations()? {
            self.sign_on(&record)?;
        }
        Ok(())
    }

    /// Ends what is live, and signs off all stations. None signs on any more.
    pub(crate) fn close(&self) {
        let mut airings = self.airings();
        airings.is_closed = true;
        self.ingest.close();
        for on_air in std::mem::take(&mut airings.by_slug).into_values() {
            on_air.sign_off();
        }
    }

    /// Does what the store says, also when another process changes it, until it is aborted.
    pub(crate) async fn follow(self) {
        let (mut relaying, mut trouble) = (BTreeMap::new(), Trouble::default());
        let mut often = tokio::time::interval(LOOK_EVERY);
        loop {
            for station in self.stations.all() {
                let slug = station.slug().to_owned();
                relaying.entry(slug).or_insert_with(|| {
                    let store = self.inside.ground.store.clone();
                    Relaying(actix_web::rt::spawn(ingest::relay(station, store)))
                });
            }
            tokio::select! {
                _ = often.tick() => {}
                () = self.stations.asked_to_look() => {}
            }
            let store = self.inside.ground.store.clone();
            let Ok(looked) = spawn_blocking(move || store.stations()).await else { continue };
            let Some(records) = trouble.with_store(looked) else { continue };
            for station in self.stations.all() {
                if !records.iter().any(|record| record.slug == station.slug()) {
                    relaying.remove(station.slug());
                    self.clone().removed(station).await;
                }
            }
            for record in records {
                match self.stations.get(&record.slug) {
                    Some(station) => {
                        station.apply_settings(&record.settings);
                        station.rename(&record.name, record.folder.as_deref());
                        trouble.with_renditions(&record.slug, station.offer(&record.renditions));
                        station.wear(&record.look);
                    }
                    None => self.clone().added(record, &mut trouble).await,
                }
            }
        }
    }

    async fn added(self, record: StationRecord, trouble: &mut Trouble) {
        let slug = record.slug.clone();
        let signing_on = spawn_blocking(move || self.sign_on(&record));
        match signing_on.await {
            Ok(Ok(())) => {
                trouble.signs_on(&slug);
                tracing::info!(station = slug, "a station was added");
            }
            Ok(Err(error)) => trouble.does_not_sign_on(&slug, &format!("{error:#}")),
            Err(error) => trouble.does_not_sign_on(&slug, &error.to_string()),
        }
    }

    async fn removed(self, station: Station) {
        let slug = station.slug().to_owned();
        let forgotten = spawn_blocking(move || {
            self.sign_off(&station);
            self.inside.ground.store.forget_station(station.slug())
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

    fn sign_on(&self, record: &StationRecord) -> anyhow::Result<()> {
        let mut airings = self.airings();
        if airings.is_closed {
            return Ok(());
        }
        let (station, on_air) = self.inside.ground.sign_on(record)?;
        station.wear(&record.look);
        airings.by_slug.insert(record.slug.clone(), on_air);
        self.stations.add(station);
        Ok(())
    }

    fn sign_off(&self, station: &Station) {
        let mut airings = self.airings();
        let Some(on_air) = airings.by_slug.remove(station.slug()) else { return };
        // Nobody new finds it, and who had found it before does not come in; then those who are there hear its end.
        self.stations.remove(station.slug());
        self.ingest.leave(station);
        on_air.sign_off();
    }

    fn airings(&self) -> MutexGuard<'_, Airings> {
        self.inside.airings.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl StationDeps {
    fn sign_on(&self, record: &StationRecord) -> anyhow::Result<(Station, RunningStation)> {
        let config = station::StationConfig {
            slug: record.slug.clone(),
            name: record.name.clone(),
            media: self.media.clone(),
            folder: record.folder.as_ref().map(PathBuf::from),
            renditions: record.renditions.clone(),
            autodj: autodj::AutodjConfig::default(),
            settings: record.settings,
        };
        // A connection of its own: the web never waits for the list of a large library.
        let (queue, own) = (PlayQueue::default(), self.store.another()?);
        let mut director = ProgrammeDirector::new();
        for line in own.last_aired(&config.slug, ProgrammeDirector::REMEMBERS)?.into_iter().rev() {
            director.was_on_air(line.from_us, &line.title, line.artist.as_deref(), line.album.as_deref());
        }
        let programme = (self.library.clone(), own.clone(), &*config.slug);
        let planner = Planner::new(programme, director, Arc::clone(&self.clock), queue.clone());
        let parts = station::StationDeps {
            clock: Arc::clone(&self.clock),
            library: self.library.clone(),
            shelf: LibraryTrackProvider::new(self.library.clone(), planner, own),
            queue,
            store: self.store.clone(),
            bells: self.bells.clone(),
        };
        anyhow::Context::context(Station::sign_on(config, parts), "the station cannot sign on")
    }
}

/// What goes wrong, each told once.
#[derive(Default)]
struct Trouble {
    store_fails: bool,
    not_on_air: BTreeSet<String>,
    not_as_set: BTreeSet<String>,
}

impl Trouble {
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

    fn with_renditions(&mut self, slug: &str, offered: Result<(), station::Error>) {
        match offered {
            Ok(()) => drop(self.not_as_set.remove(slug)),
            // One that comes at the heels of another is made the next time.
            Err(station::Error::Busy) => {}
            Err(error) => {
                if self.not_as_set.insert(slug.to_owned()) {
                    tracing::error!(station = slug, %error, "its renditions stay as they were; it is tried again");
                }
            }
        }
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
