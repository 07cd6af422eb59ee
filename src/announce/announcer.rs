//! Keeps the listings in each directory.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use actix_web::rt::task::{JoinHandle, spawn_blocking};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::facts::StreamFacts;
use super::listing::DirectoryListing;
use super::radio_browser::RadioBrowser;
use super::yp::{YpReply, YpUrls};
use crate::broadcast::Broadcasts;
use crate::clock::Clock;
use crate::format::Format;
use crate::model::Address;
use crate::net::WebhookReach;
use crate::outbound::{PostRequest, post};
use crate::store::Store;

/// Time within which listings are removed when the program ends. What is not removed by then, directories forget.
pub const REMOVED_WITHIN: Duration = Duration::from_secs(2);
/// Interval at which the stations are looked at while nothing is due: they go on and off the air.
const LOOK_EVERY: Duration = Duration::from_secs(2);
const FORM: &str = "application/x-www-form-urlencoded";

/// The directories and the stations' addresses.
#[derive(Clone, Debug)]
pub struct AnnounceConfig {
    /// The directories that speak Icecast's protocol.
    pub directories: YpUrls,
    /// The address of radio-browser.info's API.
    pub radio_browser: Option<Address>,
    /// The beginning of the server's public addresses; without it nothing is announced.
    pub public_url: Option<String>,
    /// Networks that requests may go to.
    pub reach: WebhookReach,
    /// The formats in which streams are listed.
    pub formats: Vec<&'static Format>,
}

impl AnnounceConfig {
    /// Returns radio-browser.info; `None` while the public address is not known.
    pub fn radio_browser(&self) -> Option<RadioBrowser> {
        let (api, origin) = (self.radio_browser.clone()?, self.public_url.clone()?);
        Some(RadioBrowser { api, origin, reach: self.reach })
    }
}

/// A listing as the health page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListingStatus {
    /// The address of the directory.
    pub directory: String,
    /// The slug of the station.
    pub station: String,
    /// The label of the stream's format.
    pub format: &'static str,
    /// True while the directory lists it.
    pub is_listed: bool,
    /// Time of the next request, in microseconds since 1970.
    pub next_us: u64,
    /// Why the last request failed; `None` if it did not.
    pub problem: Option<String>,
}

/// A stream: the slug of its station and the label of its format.
type StreamKey = (String, &'static str);

/// Announces stations; clones share the listings.
#[derive(Clone)]
pub struct Announcer {
    shared: Arc<AnnouncerState>,
}

struct AnnouncerState {
    config: AnnounceConfig,
    stations: Broadcasts,
    store: Store,
    clock: Arc<dyn Clock>,
    /// By directory.
    listings: Mutex<BTreeMap<String, BTreeMap<StreamKey, DirectoryListing>>>,
    closing: watch::Sender<bool>,
    tasks: Mutex<Vec<JoinHandle<()>>>,
}

impl Announcer {
    /// An announcer that has not begun.
    pub fn new(config: AnnounceConfig, stations: Broadcasts, store: Store, clock: Arc<dyn Clock>) -> Self {
        let (closing, _) = watch::channel(false);
        let (listings, tasks) = Default::default();
        Self { shared: Arc::new(AnnouncerState { config, stations, store, clock, listings, closing, tasks }) }
    }

    /// Announces until it is closed: a task for each directory.
    pub fn start(&self) {
        if self.shared.config.public_url.is_none() {
            return;
        }
        let each = self.shared.config.directories.all().iter();
        let tasks = each.map(|url| actix_web::rt::spawn(Arc::clone(&self.shared).keep(url.clone())));
        lock(&self.shared.tasks).extend(tasks);
    }

    /// Removes every listing. Waits for at most [`REMOVED_WITHIN`].
    pub async fn close(&self) {
        self.shared.closing.send_replace(true);
        let tasks = std::mem::take(&mut *lock(&self.shared.tasks));
        let all = async {
            for task in tasks {
                drop(task.await);
            }
        };
        if timeout(REMOVED_WITHIN, all).await.is_err() {
            tracing::warn!(
                "directories did not answer in time; they list the stations until they forget them"
            );
        }
    }

    /// Returns the configuration.
    pub fn config(&self) -> &AnnounceConfig {
        &self.shared.config
    }

    /// Returns every listing.
    pub fn listings(&self) -> Vec<ListingStatus> {
        let mut all = Vec::new();
        for (directory, listings) in lock(&self.shared.listings).iter() {
            all.extend(listings.iter().map(|((station, format), listing)| ListingStatus {
                directory: directory.clone(),
                station: station.clone(),
                format,
                is_listed: listing.is_listed(),
                next_us: listing.due_us(),
                problem: listing.problem().map(str::to_owned),
            }));
        }
        all
    }
}

impl AnnouncerState {
    /// Keeps the listings of one directory until the program ends, then removes them.
    async fn keep(self: Arc<Self>, url: Address) {
        let mut closing = self.closing.subscribe();
        let mut changes = self.store.change_counter().reader();
        loop {
            tokio::select! {
                biased;
                _ = closing.wait_for(|is_closing| *is_closing) => break,
                () = self.round(&url) => {}
            }
            tokio::select! {
                biased;
                _ = closing.wait_for(|is_closing| *is_closing) => break,
                () = changes.changed() => {}
                () = tokio::time::sleep(LOOK_EVERY) => {}
            }
        }
        let mut removing = JoinSet::new();
        for form in self.with_listings(&url, |listings| {
            listings.values_mut().filter_map(DirectoryListing::removal).collect::<Vec<_>>()
        }) {
            let (state, url) = (Arc::clone(&self), url.clone());
            removing.spawn_local(async move { state.send(&url, &form).await.map(drop) });
        }
        while removing.join_next().await.is_some() {}
    }

    /// Sends what is due, one request after the other.
    async fn round(&self, url: &Address) {
        let Some(wanted) = self.wanted().await else { return };
        let gone = self.with_listings(url, |listings| {
            let gone = listings.extract_if(.., |key, _| !wanted.contains_key(key));
            gone.filter_map(|(key, mut listing)| Some((key, listing.removal()?))).collect::<Vec<_>>()
        });
        for ((station, format), form) in gone {
            let removed = self.send(url, &form).await;
            tracing::info!(
                station,
                format,
                directory = url.as_str(),
                problem = removed.err(),
                "listing removed"
            );
        }
        for (key, facts) in wanted {
            let now_us = self.clock.now_us();
            let form = self.with_listings(url, |listings| {
                let listing = listings.entry(key.clone()).or_insert_with(|| DirectoryListing::new(now_us));
                listing.request(&facts, now_us)
            });
            let Some(form) = form else { continue };
            let reply = self.send(url, &form).await;
            let (station, format) = key.clone();
            if let Err(problem) = &reply {
                tracing::warn!(
                    station,
                    format,
                    directory = url.as_str(),
                    problem,
                    "a directory does not list a stream"
                );
            } else if form.starts_with("action=add") {
                tracing::info!(station, format, directory = url.as_str(), "a directory lists a stream");
            }
            let now_us = self.clock.now_us();
            self.with_listings(url, |listings| {
                if let Some(listing) = listings.get_mut(&key) {
                    listing.answered(reply, now_us);
                }
            });
        }
    }

    /// Returns the streams that are to be listed; `None` if the store cannot be read: then everything stays as it is.
    async fn wanted(&self) -> Option<BTreeMap<StreamKey, StreamFacts>> {
        let store = self.store.clone();
        let records = spawn_blocking(move || store.stations()).await.ok()?.ok()?;
        let origin = self.config.public_url.as_deref()?;
        let mut wanted = BTreeMap::new();
        for record in records {
            let Some(station) = self.stations.get(&record.slug) else { continue };
            for format in &self.config.formats {
                if let Some(facts) = StreamFacts::of(&record, &station, format, origin) {
                    wanted.insert((record.slug.clone(), format.label), facts);
                }
            }
        }
        Some(wanted)
    }

    async fn send(&self, url: &Address, form: &str) -> Result<YpReply, String> {
        let request = PostRequest { url, content_type: FORM, headers: &[], body: form.as_bytes() };
        let reply = post(&request, self.config.reach).await.map_err(|error| error.to_string())?;
        YpReply::read(&reply)
    }

    /// Calls `with` with the listings of a directory.
    fn with_listings<T>(
        &self,
        url: &Address,
        with: impl FnOnce(&mut BTreeMap<StreamKey, DirectoryListing>) -> T,
    ) -> T {
        with(lock(&self.listings).entry(url.as_str().to_owned()).or_default())
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
