//! What every handler may ask.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use prometheus_client::registry::Registry;
use tokio::sync::Semaphore;

use super::api::Frames;
use super::figures::Figures;
use super::process::{OfStore, Process};
use super::table::{Paces, Streams};
use super::templates::Templates;
use crate::clock::Clock;
use crate::hooks::{Hooks, Pace};
use crate::ingest::Ingest;
use crate::library::Intake;
use crate::machine::Recent;
use crate::output::body::BodyBell;
use crate::output::places::Places;
use crate::output::roll::Roll;
use crate::output::transmitter::Transmitters;
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
    /// The streams of events there are,
    pub(super) streams: Streams,
    /// and what they tell.
    pub(super) frames: Frames,
    /// Held by whoever replaces something.
    pub(super) replacing: Arc<Mutex<()>>,
    /// Who may have a large body in memory.
    pub(super) large_bodies: Arc<Semaphore>,
    pub(super) intake: Option<Intake>,
    pub(super) premises: Arc<Premises>,
    /// Who listens.
    pub(super) roll: Roll,
    /// How often somebody may use the API.
    pub(super) paces: Paces,
    pub(super) figures: Figures,
    /// Who is told what happens.
    pub(super) hooks: Hooks,
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
        registry.register_collector(Box::new(OfStore(store.clone())));
        let hooks = Hooks::new(store.clone(), Arc::clone(&clock), Pace::default());
        let figures = Figures::default();
        let house = registry.sub_registry_with_prefix("longwave");
        figures.register(house);
        hooks.register(house);
        places.register(house);
        Self {
            hooks,
            paces: Paces::default(),
            figures,
            stations,
            ingest,
            store,
            clock,
            templates,
            registry: Arc::new(registry),
            places,
            streams: Streams::default(),
            frames: Frames::default(),
            replacing: Arc::default(),
            large_bodies: Arc::new(Semaphore::new(MOST_LARGE)),
            intake: None,
            premises: Arc::default(),
            roll: Roll::new(None, Arc::clone(&body_bell)),
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

    /// The same, which knows of the listeners that `transmitters` have, too.
    #[must_use]
    pub fn knowing(self, transmitters: Transmitters) -> Self {
        let roll = Roll::new(Some(transmitters), Arc::clone(&self.body_bell));
        Self { roll, ..self }
    }

    /// The same, which keeps those who use the API to their pace.
    #[must_use]
    pub fn pacing(self) -> Self {
        Self { paces: Paces::kept(), ..self }
    }

    /// What has others told what happens.
    pub fn hooks(&self) -> &Hooks {
        &self.hooks
    }

    /// What wakes the listeners that the web server holds.
    pub fn body_bell(&self) -> &Arc<BodyBell> {
        &self.body_bell
    }
}
