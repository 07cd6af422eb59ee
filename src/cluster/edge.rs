//! Follows the stations of the origins.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use actix_web::rt;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::CATALOGUE;
use super::catalogue::{CatalogueStation, StationCatalogue};
use super::edge_report;
use super::edge_settings::{EdgeName, OriginToken, TrustedOrigins};
use super::edge_station::{EdgeStation, EdgeStationState, StationOrigins};
use super::edge_status::{EdgeStatus, OriginStatus};
use super::followed_origins::FollowedOrigins;
use super::origin_cache::OriginCache;
use super::origin_request;
use super::pull_station::ToldHolder;
use crate::broadcast::{Broadcast, Broadcasts};
use crate::clock::{Clock, boot_us};
use crate::model::{Address, BasePath};
use crate::mount::Notifier;
use crate::outbound::PostError;

/// Interval at which origins are asked for their stations, in milliseconds, and somewhat more.
const ASK_EVERY_MS: std::ops::Range<u64> = 2_000..3_000;
/// A server that has just got the lease is asked so often, in milliseconds, until it describes its stations, and so many times.
const HOLDER_EVERY_MS: u64 = 200;
const MOST_HOLDER_ASKED: u32 = 25;
/// The longest description of stations that is read, in bytes.
const MOST_CATALOGUE: usize = 4 << 20;
/// Stations that are served at most.
const MOST_STATIONS: usize = 500;

/// Configuration of an edge.
#[derive(Clone)]
pub struct EdgeConfig {
    /// The servers whose stations are served from the start, the preferred one first.
    pub origins: Vec<Address>,
    /// An API token of these origins that allows to report listeners. Never shown, and never sent to others.
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

struct EdgeShared {
    config: EdgeConfig,
    broadcasts: Broadcasts,
    status: EdgeStatus,
    /// The server that has got the lease last, as NATS tells.
    holder: watch::Sender<Option<ToldHolder>>,
    state: Mutex<EdgeState>,
}

/// Reasons why an origin does not describe its stations.
#[derive(Debug, thiserror::Error)]
enum CatalogueError {
    /// It answers with a status: it may stand by for another server.
    #[error("{0}")]
    Refused(PostError),
    #[error("{0}")]
    Unanswered(PostError),
    #[error("its answer is none of a Longwave server")]
    Malformed,
}

#[derive(Default)]
struct EdgeState {
    origins: FollowedOrigins,
    stations: BTreeMap<String, EdgeStation>,
    /// Private stations that the log has named.
    refused: Vec<String>,
    is_closed: bool,
}

impl EdgeConfig {
    /// Returns the origins that get the token.
    fn trusted(&self) -> TrustedOrigins {
        TrustedOrigins { token: self.token.clone(), origins: self.origins.clone() }
    }
}

impl Edge {
    /// Begins to follow the stations of the origins. Has to be called on the thread that the edge runs on.
    pub fn start(config: EdgeConfig) -> Self {
        let status = EdgeStatus {
            cache: OriginCache::new(Arc::clone(&config.clock), config.trusted()),
            origins: Arc::default(),
            by_station: Arc::default(),
            private: Arc::default(),
        };
        let (origins, state, holder) = (config.origins.clone(), Mutex::default(), watch::Sender::new(None));
        let shared = EdgeShared { config, broadcasts: Broadcasts::default(), status, holder, state };
        let edge = Self { shared: Arc::new(shared) };
        let mut state = edge.lock();
        for origin in origins {
            if state.origins.configure(&origin) {
                edge.begin(&mut state, &origin);
            }
        }
        drop(state);
        edge
    }

    /// Follows the server `node`, too, which announces itself at `address`. Returns false if it does already, or follows too
    /// many. Has to be called on the thread that the edge runs on, again and again: then it gives up those that are gone.
    pub fn note_found(&self, node: &str, address: &Address) -> bool {
        let mut state = self.lock();
        if state.is_closed {
            return false;
        }
        let now_us = boot_us();
        let mut gone = state.origins.take_gone(now_us);
        let is_new = state.origins.announce(node, address, now_us);
        // The address may replace another one.
        gone.extend(state.origins.take_gone(now_us));
        for origin in gone {
            tracing::info!(origin = %origin.address, "the origin is not followed any more: its server is gone or has moved");
            origin.tasks.iter().for_each(JoinHandle::abort);
            self.shared.status.forget(&origin.address);
        }
        if is_new {
            self.begin(&mut state, address);
        }
        is_new
    }

    /// Takes note that the server at `address` has the lease, or says so, with the `epoch` that it counts. It is asked for its
    /// stations and their sound at once.
    pub fn note_holder(&self, epoch: u64, address: &Address) {
        let is_followed = self.lock().origins.at(address).is_some();
        if is_followed && epoch <= Broadcast::MOST_EPOCH {
            let told = Some(ToldHolder { epoch, address: address.clone() });
            self.shared.holder.send_if_modified(|known| {
                let is_new = *known != told;
                *known = told;
                is_new
            });
        }
    }

    /// Begins to follow an origin that was added.
    fn begin(&self, state: &mut EdgeState, origin: &Address) {
        let status = OriginStatus { origin: origin.clone(), was_heard: false, trouble: None };
        self.shared.status.origins.write().unwrap_or_else(PoisonError::into_inner).push(status);
        let Some(followed) = state.origins.at(origin) else { return };
        followed.tasks.push(rt::spawn(self.clone().follow(origin.clone())));
        if let Some(token) = self.shared.config.trusted().token_for(origin) {
            if !origin.keeps_secrets() {
                tracing::warn!(%origin, "the token is reported in the clear: the origin should have https");
            }
            followed.tasks.push(rt::spawn(edge_report::report(self.clone(), origin.clone(), token.clone())));
        }
    }

    /// Returns the stations that are served.
    pub fn broadcasts(&self) -> &Broadcasts {
        &self.shared.broadcasts
    }

    /// Returns who listens here to each station.
    pub fn station_states(&self) -> Vec<EdgeStationState> {
        self.lock().stations.values().map(EdgeStation::state).collect()
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
        state.origins.take_all().iter().flat_map(|origin| &origin.tasks).for_each(JoinHandle::abort);
        for (slug, station) in std::mem::take(&mut state.stations) {
            self.shared.broadcasts.remove(&slug);
            station.close();
        }
    }

    /// Asks `origin` for its stations, again and again.
    async fn follow(self, origin: Address) {
        let trusted = self.shared.config.trusted();
        let mut holder = self.shared.holder.subscribe();
        // Times that it is asked more often, as it has just got the lease.
        let mut hurried = 0_u32;
        loop {
            let sent_us = self.shared.config.clock.now_us();
            let answer = catalogue(&origin, trusted.token_for(&origin)).await;
            self.note_answer(&origin, answer.as_ref().err());
            if let Ok(catalogue) = answer {
                self.apply(&origin, sent_us, catalogue);
                hurried = 0;
            }
            let pause_ms = if hurried > 0 { HOLDER_EVERY_MS } else { fastrand::u64(ASK_EVERY_MS) };
            hurried = hurried.saturating_sub(1);
            let is_told = timeout(Duration::from_millis(pause_ms), holder.changed()).await.is_ok();
            let is_it = holder.borrow().as_ref().is_some_and(|told| told.address == origin);
            if is_told && is_it {
                hurried = MOST_HOLDER_ASKED;
            }
        }
    }

    /// Takes note of whether an origin answered; says so in the log once it changes.
    fn note_answer(&self, origin: &Address, trouble: Option<&CatalogueError>) {
        if !matches!(trouble, Some(CatalogueError::Unanswered(_)))
            && let Some(followed) = self.lock().origins.at(origin)
        {
            followed.note_answered(boot_us());
        }
        let mut origins = self.shared.status.origins.write().unwrap_or_else(PoisonError::into_inner);
        let Some(status) = origins.iter_mut().find(|status| status.origin == *origin) else { return };
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
        status.trouble = trouble.map(ToString::to_string);
    }

    /// Follows what an origin describes.
    fn apply(&self, origin: &Address, sent_us: u64, catalogue: StationCatalogue) {
        let config = &self.shared.config;
        let mut state = self.lock();
        if state.is_closed {
            return;
        }
        let StationCatalogue { server_us, stations } = catalogue;
        let private = stations.iter().filter(|station| station.is_private && station.is_sound());
        let private: Vec<String> = private.map(|station| station.slug.clone()).take(MOST_STATIONS).collect();
        state.note_private(&private);
        self.shared.status.note_private(origin, private);
        let open = stations.into_iter().filter(|station| !station.is_private && station.is_sound());
        let own: Vec<CatalogueStation> = open.take(MOST_STATIONS).collect();
        let Some(followed) = state.origins.at(origin) else { return };
        followed.answer = Some(own.clone());
        let by_station = state.by_station();
        let possible = state.possible();
        for (slug, (known, origins)) in &by_station {
            let is_new = !state.stations.contains_key(slug);
            if is_new && state.stations.len() >= MOST_STATIONS {
                continue;
            }
            let station = state
                .stations
                .entry(slug.clone())
                .or_insert_with(|| EdgeStation::open(config, known, self.shared.holder.subscribe()));
            station.set_origins(StationOrigins { known: origins.clone(), possible: possible.clone() });
            let is_leading = self.shared.status.leading(origins) == Some(origin);
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
        for origin in self.origins.all() {
            for station in origin.answer.iter().flatten() {
                let entry =
                    found.entry(station.slug.clone()).or_insert_with(|| (station.clone(), Vec::new()));
                entry.1.push(origin.address.clone());
            }
        }
        found
    }

    /// Returns the origins that have not described their stations yet.
    fn possible(&self) -> Vec<Address> {
        let silent = self.origins.all().filter(|origin| origin.answer.is_none());
        silent.map(|origin| origin.address.clone()).collect()
    }

    /// Says once of each private station that it is not served.
    fn note_private(&mut self, slugs: &[String]) {
        for slug in slugs {
            if self.refused.len() < MOST_STATIONS && !self.refused.contains(slug) {
                tracing::info!(
                    station = slug,
                    "the station is private: its listeners are sent to the origin"
                );
                self.refused.push(slug.clone());
            }
        }
    }
}

/// Asks `origin` for its stations; the error is for the log.
async fn catalogue(
    origin: &Address,
    token: Option<&OriginToken>,
) -> Result<StationCatalogue, CatalogueError> {
    let reply = origin_request::get(origin, CATALOGUE, token, MOST_CATALOGUE).await;
    let reply = reply.map_err(|error| match error {
        PostError::Status(..) => CatalogueError::Refused(error),
        error => CatalogueError::Unanswered(error),
    })?;
    serde_json::from_slice(&reply.body).map_err(|_| CatalogueError::Malformed)
}
