//! A station that this edge serves.

use std::sync::Arc;

use actix_web::rt;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::catalogue::CatalogueStation;
use super::edge::EdgeConfig;
use super::origin_clock::OriginClock;
use super::pull::RenditionPull;
use super::pull_station::{PullStation, ToldHolder};
use crate::broadcast::{Broadcast, BroadcastConfig, NoMedia};
use crate::clock::Clock;
use crate::frame::Rendition;
use crate::model::Address;
use crate::mount::{ListenerFigures, Mount, MountConfig};

/// The first frame that a mount can have is so far back, in microseconds: more than any burst.
const FIRST_US: u64 = 60_000_000;
/// Renditions of a station at most.
const MOST_RENDITIONS: usize = 32;

/// A station of origins, with a broadcast of its own here.
pub(super) struct EdgeStation {
    pull: PullStation,
    figures: ListenerFigures,
    origins: StationOrigins,
    tried: watch::Sender<Vec<Address>>,
    pulls: Vec<RunningPull>,
}

/// Listeners to a station at this edge, and the origin that it takes it from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EdgeStationState {
    /// Its name in addresses.
    pub slug: String,
    /// The origin that is heard; none if nobody listens.
    pub origin: Option<Address>,
    /// Its listeners here.
    pub listeners: u64,
    /// Age of its newest sound here, in milliseconds; none if nobody listens.
    pub delay_ms: Option<u64>,
}

/// The origins of a station, the preferred one first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct StationOrigins {
    /// Those that have it, by their newest answers.
    pub(super) known: Vec<Address>,
    /// Those that have not answered yet, and may have it: they stand by.
    pub(super) possible: Vec<Address>,
}

/// A rendition that is taken when somebody wants it.
struct RunningPull {
    rendition: Rendition,
    mount: Mount,
    is_retired: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl EdgeStation {
    /// Begins to serve the station that `known` describes.
    pub(super) fn open(
        config: &EdgeConfig,
        known: &CatalogueStation,
        holder: watch::Receiver<Option<ToldHolder>>,
    ) -> Self {
        let clock = Arc::new(OriginClock::new(Arc::clone(&config.clock)));
        let figures = ListenerFigures::default();
        let (tried, origins) = watch::channel(Vec::new());
        let broadcast = Broadcast::new(BroadcastConfig {
            slug: known.slug.clone(),
            base_path: config.base_path.clone(),
            name: known.name.clone(),
            timeline: known.timeline.clone(),
            playout_delay: known.playout_delay(),
            clock: Arc::<OriginClock>::clone(&clock),
            // Covers are pages of the origin here.
            media: Arc::new(NoMedia),
            listeners: figures.clone(),
            played: Vec::new(),
        });
        let (epoch, heard, title) = (Arc::default(), watch::Sender::new(None), watch::Sender::new(None));
        let pull = PullStation { broadcast, clock, epoch, origins, holder, heard, title };
        Self { pull, figures, origins: StationOrigins::default(), tried, pulls: Vec::new() }
    }

    pub(super) fn broadcast(&self) -> &Broadcast {
        &self.pull.broadcast
    }

    /// Returns the origins that have the station, the preferred one first.
    pub(super) fn origins(&self) -> Vec<Address> {
        self.origins.known.clone()
    }

    /// Says which origins have the station.
    pub(super) fn set_origins(&mut self, origins: StationOrigins) {
        if origins != self.origins {
            self.tried.send_replace([&*origins.known, &*origins.possible].concat());
            self.origins = origins;
        }
    }

    /// Takes note of the time of the origin, which was asked for at `sent_us` by the local clock.
    pub(super) fn note_time(&self, sent_us: u64, server_us: u64) {
        self.pull.clock.note(sent_us, server_us);
    }

    /// Takes note of the epoch in which an origin says that it is on air.
    pub(super) fn note_epoch(&self, epoch: u64) {
        self.pull.note_epoch(epoch);
    }

    /// Takes note of the title that an origin's description has.
    pub(super) fn note_title(&self, known: &CatalogueStation) {
        if let Some(title) = &known.now_playing {
            self.pull.note_title(&title.now_playing());
        }
    }

    /// Follows the station's description: its name, its look and its renditions.
    pub(super) fn apply(&mut self, config: &EdgeConfig, known: &CatalogueStation) {
        let broadcast = self.pull.broadcast.clone();
        broadcast.rename(&known.name);
        broadcast.set_branding(&known.branding());
        broadcast.set_playout_delay(known.playout_delay());
        let described = known.renditions.iter().take(MOST_RENDITIONS);
        let renditions: Vec<(Rendition, bool)> =
            described.filter_map(|one| Some((one.rendition()?, one.is_offered))).collect();
        self.pulls.retain(|pull| !pull.task.is_finished());
        for pull in &self.pulls {
            let is_known = renditions.iter().any(|(rendition, _)| *rendition == pull.rendition);
            pull.is_retired.send_replace(!is_known);
        }
        for (rendition, _) in &renditions {
            if !self.pulls.iter().any(|pull| pull.rendition == *rendition) {
                let pull = self.start(config, rendition);
                self.pulls.push(pull);
            }
        }
        let mounts = |are_offered: bool| {
            let fitting = renditions.iter().filter(|(_, is_offered)| *is_offered == are_offered);
            let mount = |(rendition, _): &(Rendition, bool)| {
                self.pulls.iter().find(|pull| pull.rendition == *rendition).map(|pull| pull.mount.clone())
            };
            fitting.filter_map(mount).collect::<Vec<_>>()
        };
        broadcast.mount_list().make_on_demand(mounts(false));
        broadcast.mount_list().offer(mounts(true));
    }

    fn start(&self, config: &EdgeConfig, rendition: &Rendition) -> RunningPull {
        let first_us = self.pull.clock.now_us().saturating_sub(FIRST_US);
        let (producer, mount) = Mount::new(MountConfig {
            station: self.pull.broadcast.slug().to_owned(),
            base_path: config.base_path.clone(),
            rendition: rendition.clone(),
            first_seq: rendition.frames_in(first_us),
            notifiers: config.notifiers.clone(),
            figures: self.figures.clone(),
        });
        let (is_retired, told) = watch::channel(false);
        let mut pull = RenditionPull::new(self.pull.clone(), producer, mount.clone(), told);
        // Whoever joins first is told the title, too.
        pull.announce_newest();
        let task = rt::spawn(pull.run());
        RunningPull { rendition: rendition.clone(), mount, is_retired, task }
    }

    /// Returns who hears it here, and from where.
    pub(super) fn state(&self) -> EdgeStationState {
        let newest_us = self.pulls.iter().filter_map(|pull| pull.mount.newest_us()).max();
        let crowd = self.pull.broadcast.listeners().crowd();
        EdgeStationState {
            slug: self.pull.broadcast.slug().to_owned(),
            origin: self.pull.heard.borrow().clone().filter(|_| newest_us.is_some()),
            listeners: crowd.iter().fold(0, |total, (_, listeners)| total.saturating_add(*listeners)),
            delay_ms: newest_us.map(|newest_us| self.pull.clock.now_us().saturating_sub(newest_us) / 1_000),
        }
    }

    /// Ends the station: listeners get the end of their streams.
    pub(super) fn close(&self) {
        for pull in &self.pulls {
            // The producer goes with the task.
            pull.task.abort();
        }
        self.pull.broadcast.events().close();
    }
}
