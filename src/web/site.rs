//! What every handler may ask.

use std::sync::{Arc, Mutex};

use prometheus_client::registry::Registry;
use tokio::sync::Semaphore;

use super::process::Process;
use super::templates::Templates;
use crate::clock::Clock;
use crate::ingest::Ingest;
use crate::library::Intake;
use crate::output::body::BodyBell;
use crate::output::places::Places;
use crate::station::Stations;
use crate::store::Store;

/// Large bodies of requests that are in memory at once: 64 MB.
const MOST_LARGE: usize = 8;

/// A handle to all that pages and answers are made from.
#[derive(Clone)]
pub struct Site {
    pub(super) stations: Stations,
    pub(super) ingest: Ingest,
    pub(super) store: Store,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) templates: Templates,
    pub(super) registry: Arc<Registry>,
    pub(super) places: Places,
    /// Held by whoever replaces something.
    pub(super) replacing: Arc<Mutex<()>>,
    /// Who may have a large body in memory.
    pub(super) large_bodies: Arc<Semaphore>,
    pub(super) intake: Option<Intake>,
    body_bell: Arc<BodyBell>,
}

impl Site {
    /// A site about `stations`, whose accounts and programme are in `store`. The figures of every station and of the
    /// process are added to `registry`, which may hold others already; DJs come in by `ingest`. `body_bell` wakes the
    /// listeners that the web server holds, as far as there are `places` for them.
    pub fn new(
        (stations, ingest, store, clock): (Stations, Ingest, Store, Arc<dyn Clock>),
        templates: Templates,
        mut registry: Registry,
        (body_bell, places): (Arc<BodyBell>, Places),
    ) -> Self {
        for station in stations.all() {
            station.register(&mut registry);
        }
        registry.register_collector(Box::new(Process));
        Self {
            stations,
            ingest,
            store,
            clock,
            templates,
            registry: Arc::new(registry),
            places,
            replacing: Arc::default(),
            large_bodies: Arc::new(Semaphore::new(MOST_LARGE)),
            intake: None,
            body_bell,
        }
    }

    /// The same, with a library that takes in what people send.
    #[must_use]
    pub fn with_intake(self, intake: Intake) -> Self {
        Self { intake: Some(intake), ..self }
    }

    /// What wakes the listeners that the web server holds.
    pub fn body_bell(&self) -> &Arc<BodyBell> {
        &self.body_bell
    }
}
