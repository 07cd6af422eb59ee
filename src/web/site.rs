//! What every handler may ask.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use prometheus_client::registry::Registry;
use tokio::sync::Semaphore;

use super::process::Process;
use super::templates::Templates;
use crate::clock::Clock;
use crate::ingest::Ingest;
use crate::library::Intake;
use crate::machine::Recent;
use crate::output::body::BodyBell;
use crate::output::places::Places;
use crate::station::Stations;
use crate::store::Store;
use crate::tls::Certificate;

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
    pub(super) premises: Arc<Premises>,
    body_bell: Arc<BodyBell>,
}

/// Where the program is at home, for whoever looks after it.
#[derive(Default)]
pub struct Premises {
    /// What it remembers.
    pub data: PathBuf,
    /// Its music.
    pub media: PathBuf,
    /// What it proves over TLS who it is with.
    pub certificate: Option<Certificate>,
    /// The last lines of the log.
    pub log: Recent,
}

impl Site {
    /// A site about `stations`, whose accounts and programme are in `store`. The figures of the process are added to
    /// `registry`, which may hold others already; those of stations are told beside it. DJs come in by `ingest`.
    /// `body_bell` wakes the listeners that the web server holds, as far as there are `places` for them.
    pub fn new(
        (stations, ingest, store, clock): (Stations, Ingest, Store, Arc<dyn Clock>),
        templates: Templates,
        mut registry: Registry,
        (body_bell, places): (Arc<BodyBell>, Places),
    ) -> Self {
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
            premises: Arc::default(),
            body_bell,
        }
    }

    /// The same, with a library that takes in what people send.
    #[must_use]
    pub fn with_intake(self, intake: Intake) -> Self {
        Self { intake: Some(intake), ..self }
    }

    /// The same, on these premises.
    #[must_use]
    pub fn on(self, premises: Premises) -> Self {
        Self { premises: Arc::new(premises), ..self }
    }

    /// What wakes the listeners that the web server holds.
    pub fn body_bell(&self) -> &Arc<BodyBell> {
        &self.body_bell
    }
}
