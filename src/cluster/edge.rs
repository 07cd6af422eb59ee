//! Follows the stations of the origins.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use actix_web::rt;
use tokio::task::JoinHandle;
use tokio::time::sleep;

use super::CATALOGUE;
use super::catalogue::{CatalogueStation, StationCatalogue};
use super::edge_report;
use super::edge_settings::{EdgeName, OriginToken};
use super::edge_station::EdgeStation;
use super::origin_cache::OriginCache;
use super::origin_request;
use crate::broadcast::Broadcasts;
use crate::clock::Clock;
use crate::model::{Address, BasePath};
use crate::mount::Notifier;

/// Interval at which origins are asked for their stations, in milliseconds, and somewhat more.
const ASK_EVERY_MS: std::ops::Range<u64> = 2_000..3_000;
/// The longest description of stations that is read, in bytes.
const MOST_CATALOGUE: usize = 4 << 20;
/// Origins that are followed at most: those that are configured, and those that were found.
const MOST_ORIGINS: usize = 16;
/// Stations that are served at most.
const MOST_STATIONS: usize = 500;

/// Configuration of an edge.
#[derive(Clone)]
pub struct EdgeConfig {
    /// The servers whose stations are served from the start, the preferred one first.
    pub origins: Vec<Address>,
    /// An API token of the origins that allows to report listeners. Never shown.
    pub token: Option<OriginToken>,
    /// The name that origins know this edge by.
    pub name: EdgeName,
    /// The path that addresses begin with here.
    pub base_path: BasePath,
    /// Woken when there is something new for listeners.
    pub notifiers: Vec<Arc<dyn Notifier>>,
    /// The clock of this machine.
    pub clock: Arc<dyn Clock>,
}

/// A handle to the stations that this edge serves; clones share it.
#[derive(Clone)]
pub struct Edge {
    shared: Arc<EdgeShared>,
}

/// Answers of the origins, for pages.
#[derive(Clone)]
pub struct EdgeStatus {
    cache: OriginCache,
    origins: Arc<RwLock<Vec<OriginStatus>>>,
    /// The origins of each station, the preferred one first.
    by_station: Arc<RwLock<BTreeMap<String, Vec<Address>>>>,
}

/// State of an origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OriginStatus {
    /// Its address.
    pub origin: Address,
    /// Whether it has described its stations since the edge started.
    pub was_heard: bool,
    /// Reason why it does not answer at present.
    pub trouble: Option<String>,
}

struct EdgeShared {
    config: EdgeConfig,
    broadcasts: Broadcasts,
    status: EdgeStatus,
    state: Mutex<EdgeState>,
}

#[derive(Default)]
struct EdgeState {
    /// All origins, the preferred one first.
    origins: Vec<Address>,
    /// The newest answer of each origin.
    answers: Vec<Option<Vec<CatalogueStation>>>,
    stations: BTreeMap<String, EdgeStation>,
    /// Private stations that the log has named.
    refused: Vec<String>,
    tasks: Vec<JoinHandle<()>>,
    is_closed: bool,
}

impl EdgeStatus {
    /// Returns the states of all origins.
    pub fn origins(&self) -> Vec<OriginStatus> {
        self.origins.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Returns the origins of the station `slug`, the preferred one first; none if it is not served.
    pub fn origins_of(&self, slug: &str) -> Vec<Address> {
        let by_station = self.by_station.read().unwrap_or_else(PoisonError::into_inner);
        by_station.get(slug).cloned().unwrap_or_default()
    }

    /// Returns the first origin of the station `slug` that answers at present; the preferred one if none does.
    pub(super) fn leading_origin_of(&self, slug: &str) -> Option<Address> {
        self.leading(&self.origins_of(slug)).cloned()
    }

    /// Returns the first of `among` that answers at present; the first of all if none does.
    fn leading<'a>(&self, among: &'a [Address]) -> Option<&'a Address> {
        let origins = self.origins();
        let answers =
            |one: &&Address| origins.iter().any(|status| status.origin == **one && status.trouble.is_none());
        among.iter().find(answers).or_else(|| among.first())
    }

    /// Returns all origins as they were configured, the preferred one first.
    pub fn all_origins(&self) -> Vec<Address> {
        self.origins().into_iter().map(|status| status.origin).collect()
    }

    /// Returns the pages of origins that are kept here.
    pub fn cache(&self) -> &OriginCache {
        &self.cache
    }
}

impl Edge {
    /// Begins to follow the stations of the origins. Has to be called on the thread that the edge runs on.
    pub fn start(config: EdgeConfig) -> Self {
        let status = EdgeStatus {
            cache: OriginCache::new(Arc::clone(&config.clock), config.token.clone()),
            origins: Arc::default(),
            by_station: Arc::default(),
        };
        let (origins, state) = (config.origins.clone(), Mutex::default());
        let shared = EdgeShared { config, broadcasts: Broadcasts::default(), status, state };
        let edge = Self { shared: Arc::new(shared) };
        for origin in origins {
            edge.add_origin(origin);
        }
        edge
    }

    /// Follows `origin`, too; returns false if it does already, or follows too many. Has to be called on the thread that the
    /// edge runs on.
    pub fn add_origin(&self, origin: Address) -> bool {
        let mut state = self.lock();
        if state.is_closed || state.origins.contains(&origin) {
            return false;
        }
        if state.origins.len() >= MOST_ORIGINS {
            tracing::debug!(%origin, "there are too many origins");
            return false;
        }
        let place = state.origins.len();
        state.origins.push(origin.clone());
        state.answers.push(None);
        let status = OriginStatus { origin: origin.clone(), was_heard: false, trouble: None };
        self.shared.status.origins.write().unwrap_or_else(PoisonError::into_inner).push(status);
        state.tasks.push(rt::spawn(self.clone().follow(place, origin.clone())));
        if self.shared.config.token.is_some() {
            if !origin_request::keeps_secrets(&origin) {
                tracing::warn!(%origin, "the token is reported in the clear: the origin should have https");
            }
            state.tasks.push(rt::spawn(edge_report::report(self.clone(), origin)));
        }
        true
    }

    /// Returns the stations that are served.
    pub fn broadcasts(&self) -> &Broadcasts {
        &self.shared.broadcasts
    }

    /// Returns the answers of the origins, for pages.
    pub fn status(&self) -> &EdgeStatus {
        &self.shared.status
    }

    /// Returns the configuration.
    pub(super) fn config(&self) -> &EdgeConfig {
        &self.shared.config
    }

    /// Ends all stations: listeners get the end of their streams.
    pub fn close(&self) {
        let mut state = self.lock();
        state.is_closed = true;
        state.tasks.drain(..).for_each(|task| task.abort());
        for (slug, station) in std::mem::take(&mut state.stations) {
            self.shared.broadcasts.remove(&slug);
            station.close();
        }
    }

    /// Asks the origin at this place of the list for its stations, again and again.
    async fn follow(self, place: usize, origin: Address) {
        loop {
            let sent_us = self.shared.config.clock.now_us();
            let answer = catalogue(&origin, self.shared.config.token.as_ref()).await;
            self.note_answer(place, answer.as_ref().err());
            if let Ok(catalogue) = answer {
                self.apply(place, sent_us, catalogue);
            }
            sleep(Duration::from_millis(fastrand::u64(ASK_EVERY_MS))).await;
        }
    }

    /// Takes note of whether an origin answered; says so in the log once it changes.
    fn note_answer(&self, place: usize, trouble: Option<&String>) {
        let mut origins = self.shared.status.origins.write().unwrap_or_else(PoisonError::into_inner);
        let Some(status) = origins.get_mut(place) else { return };
        let origin = &status.origin;
        match trouble {
            Some(why) if status.trouble.is_none() => {
                tracing::warn!(%origin, "the origin does not describe its stations: {why}");
            }
            None if status.trouble.is_some() || !status.was_heard => {
                tracing::info!(%origin, "the origin describes its stations");
            }
            _ => {}
        }
        status.was_heard |= trouble.is_none();
        status.trouble = trouble.cloned();
    }

    /// Follows what the origin at this place describes.
    fn apply(&self, place: usize, sent_us: u64, catalogue: StationCatalogue) {
        let config = &self.shared.config;
        let mut state = self.lock();
        if state.is_closed {
            return;
        }
        let StationCatalogue { server_us, stations } = catalogue;
        state.note_private(&stations);
        let open = stations.into_iter().filter(|station| !station.is_private && station.is_sound());
        let own: Vec<CatalogueStation> = open.take(MOST_STATIONS).collect();
        if let Some(answer) = state.answers.get_mut(place) {
            *answer = Some(own.clone());
        }
        let by_station = state.by_station();
        let here = state.origins.get(place).cloned();
        for (slug, (known, origins)) in &by_station {
            let is_new = !state.stations.contains_key(slug);
            if is_new && state.stations.len() >= MOST_STATIONS {
                continue;
            }
            let station =
                state.stations.entry(slug.clone()).or_insert_with(|| EdgeStation::open(config, known));
            station.set_origins(origins.clone());
            let is_leading = self.shared.status.leading(origins) == here.as_ref();
            if is_leading {
                station.note_time(sent_us, server_us);
            }
            if let Some(described) = own.iter().find(|described| described.slug == *slug) {
                station.note_epoch(described.epoch);
                if is_leading {
                    station.note_title(described);
                }
            }
            station.apply(config, known);
            if is_new {
                tracing::info!(station = slug, "the edge serves a station of its origin");
                self.shared.broadcasts.add(station.broadcast().clone());
            }
        }
        let gone: Vec<String> =
            state.stations.keys().filter(|slug| !by_station.contains_key(*slug)).cloned().collect();
        for slug in gone {
            tracing::info!(station = slug, "no origin has the station any more");
            self.shared.broadcasts.remove(&slug);
            if let Some(station) = state.stations.remove(&slug) {
                station.close();
            }
        }
        let served = state.stations.iter().map(|(slug, station)| (slug.clone(), station.origins())).collect();
        *self.shared.status.by_station.write().unwrap_or_else(PoisonError::into_inner) = served;
    }

    fn lock(&self) -> MutexGuard<'_, EdgeState> {
        self.shared.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl EdgeState {
    /// Returns the stations that origins have by their newest answers, each as the preferred origin describes it, with
    /// all origins that have it. An origin that does not answer keeps its stations.
    fn by_station(&self) -> BTreeMap<String, (CatalogueStation, Vec<Address>)> {
        let mut found: BTreeMap<String, (CatalogueStation, Vec<Address>)> = BTreeMap::new();
        for (origin, answer) in self.origins.iter().zip(&self.answers) {
            for station in answer.iter().flatten() {
                let entry =
                    found.entry(station.slug.clone()).or_insert_with(|| (station.clone(), Vec::new()));
                entry.1.push(origin.clone());
            }
        }
        found
    }

    /// Says once of each private station that it is not served.
    fn note_private(&mut self, stations: &[CatalogueStation]) {
        for station in stations.iter().filter(|station| station.is_private) {
            if self.refused.len() < MOST_STATIONS && !self.refused.contains(&station.slug) {
                tracing::warn!(station = station.slug, "the station is private: edges do not serve it");
                self.refused.push(station.slug.clone());
            }
        }
    }
}

/// Asks `origin` for its stations; the error is for the log.
async fn catalogue(origin: &Address, token: Option<&OriginToken>) -> Result<StationCatalogue, String> {
    let reply = origin_request::get(origin, CATALOGUE, token, MOST_CATALOGUE).await;
    let reply = reply.map_err(|error| error.to_string())?;
    serde_json::from_slice(&reply.body).map_err(|_| "its answer is none of a Longwave server".to_owned())
}
