//! Listeners, counted where they listen.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

use super::edge_audience::EdgeAudience;
use crate::model::Player;

/// Counters and gauges of a station's listeners; clones share them.
#[derive(Clone, Default)]
pub struct ListenerFigures {
    listeners: Family<Output, Gauge>,
    joined: Family<Output, Counter>,
    skipped: Family<Output, Counter>,
    /// Listeners over all outputs: now,
    total: Gauge,
    /// Listeners over all outputs that have joined so far.
    joined_total: Counter,
    by_player: Family<ListenerLabels, Gauge>,
    /// Gauges of `by_player`, kept for iteration.
    kinds: Arc<Mutex<BTreeMap<ListenerLabels, Gauge>>>,
    /// The number that the latest listener got.
    latest: Arc<AtomicU64>,
    /// Listeners of edges, as they report them.
    edges: EdgeAudience,
}

/// Labels that are common to listeners counted together.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EncodeLabelSet)]
pub struct ListenerLabels {
    /// The [label](crate::format::Format::label) of the format.
    pub output: &'static str,
    /// The rendition's name.
    pub rendition: String,
    /// The player's [name](Player::name).
    pub player: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Output {
    output: &'static str,
}

impl ListenerFigures {
    /// Makes them public in `registry`, whose prefix is `longwave` and whose label says the station.
    pub fn register(&self, registry: &mut Registry) {
        registry.register("listeners", "Listeners connected now", self.listeners.clone());
        registry.register("listeners_joined", "Listeners that have come so far", self.joined.clone());
        registry.register(
            "listener_skipped_frames",
            "Frames that listeners were too slow for",
            self.skipped.clone(),
        );
        self.edges.register(registry);
        let help = "Listeners connected now, by what they hear and what they listen with";
        registry.register("listeners_by_player", help, self.by_player.clone());
    }

    /// Shows these outputs, at zero, before anybody listens over them.
    pub fn show(&self, outputs: impl IntoIterator<Item = &'static str>) {
        for output in outputs.into_iter().map(|output| Output { output }) {
            drop(self.listeners.get_or_create(&output));
            drop(self.joined.get_or_create(&output));
            drop(self.skipped.get_or_create(&output));
        }
    }

    /// Returns how many listen now, at edges too.
    pub fn total(&self) -> u64 {
        self.here() + self.edges.total()
    }

    /// Returns how many listen to this server now.
    pub fn here(&self) -> u64 {
        u64::try_from(self.total.get()).unwrap_or_default()
    }

    /// Takes note of the listeners that the edge `name` reported at `now_us`, in place of those before. They count for a
    /// while. Returns false if it would be one edge more than `most`.
    pub fn note_edge(
        &self,
        name: &str,
        listeners: impl Iterator<Item = (ListenerLabels, u64)>,
        now_us: u64,
        most: usize,
    ) -> bool {
        self.edges.note(name, listeners, now_us, most)
    }

    /// Forgets edges that have not reported for a while.
    pub fn forget_silent_edges(&self, now_us: u64) {
        self.edges.forget_silent(now_us);
    }

    /// Returns the edges that report, with the number of listeners at each.
    pub fn edges(&self) -> Vec<(String, u64)> {
        self.edges.each()
    }

    /// Returns how many have come so far.
    pub fn joined(&self) -> u64 {
        self.joined_total.get()
    }

    /// Returns how many frames listeners over `output` were too slow for.
    pub fn skipped(&self, output: &'static str) -> u64 {
        self.skipped.get_or_create(&Output { output }).get()
    }

    /// A number that no other listener has.
    pub(super) fn next_number(&self) -> u64 {
        self.latest.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Returns the number that the latest listener got.
    pub fn latest_number(&self) -> u64 {
        self.latest.load(Ordering::Relaxed)
    }

    /// Has numbers go on after `number`.
    pub fn number_after(&self, number: u64) {
        self.latest.fetch_max(number, Ordering::Relaxed);
    }

    /// Counts one more listener for as long as what it returns lives.
    pub(super) fn enter(&self, output: &'static str) -> Presence {
        self.joined.get_or_create(&Output { output }).inc();
        self.joined_total.inc();
        self.enter_again(output)
    }

    /// Counts a listener who joined in another process for as long as what it returns lives.
    pub(super) fn enter_again(&self, output: &'static str) -> Presence {
        let output = Output { output };
        let listeners = self.listeners.get_or_create_owned(&output);
        listeners.inc();
        self.total.inc();
        let skipped = self.skipped.get_or_create_owned(&output);
        Presence { listeners, total: self.total.clone(), skipped, of_kind: None }
    }

    /// Counts the listener of `presence` with those who hear `rendition` by a `player` like theirs.
    pub(super) fn know(
        &self,
        presence: &mut Presence,
        (output, rendition): (&'static str, &str),
        player: Player,
    ) {
        let kind = ListenerLabels { output, rendition: rendition.to_owned(), player: player.name() };
        let mut kinds = self.kinds.lock().unwrap_or_else(PoisonError::into_inner);
        let gauge = kinds.entry(kind).or_insert_with_key(|kind| self.by_player.get_or_create_owned(kind));
        gauge.inc();
        if let Some(before) = presence.of_kind.replace(gauge.clone()) {
            before.dec();
        }
    }

    /// Counts one more listener, who hears `rendition` by `output` and has no place in a ring.
    pub fn count(&self, output: &'static str, rendition: &str, player: Player) -> CountedListener {
        let mut counted =
            CountedListener { presence: self.enter(output), number: self.next_number(), output, player };
        counted.change_rendition(self, rendition);
        counted
    }

    /// Returns the number of current listeners of each kind that ever existed, those at edges among them.
    pub fn crowd(&self) -> Vec<(ListenerLabels, u64)> {
        let kinds = self.kinds.lock().unwrap_or_else(PoisonError::into_inner);
        let here = kinds.iter().map(|(kind, gauge)| (kind.clone(), gauge.get().max(0) as u64));
        let mut crowd: BTreeMap<ListenerLabels, u64> = here.collect();
        drop(kinds);
        self.edges.add_to(&mut crowd);
        crowd.into_iter().collect()
    }
}

/// A listener that has no place in a ring, counted for as long as this lives.
pub struct CountedListener {
    presence: Presence,
    number: u64,
    output: &'static str,
    player: Player,
}

impl CountedListener {
    /// Returns its number, which no other listener to the station has.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Notes that it was too slow for so many frames.
    pub fn skipped(&self, frames: u64) {
        self.presence.skipped(frames);
    }

    /// Counts it with those who hear `rendition` from now on.
    pub fn change_rendition(&mut self, figures: &ListenerFigures, rendition: &str) {
        figures.know(&mut self.presence, (self.output, rendition), self.player);
    }
}

/// A listener that is counted.
pub(super) struct Presence {
    listeners: Gauge,
    total: Gauge,
    skipped: Counter,
    /// Gauge of its kind, once that is known.
    of_kind: Option<Gauge>,
}

impl Presence {
    /// Returns the presence of somebody who is no listener.
    pub(super) fn uncounted() -> Self {
        let (listeners, total) = (Gauge::default(), Gauge::default());
        Self { listeners, total, skipped: Counter::default(), of_kind: None }
    }

    pub(super) fn skipped(&self, frames: u64) {
        self.skipped.inc_by(frames);
    }
}

impl Drop for Presence {
    fn drop(&mut self) {
        self.listeners.dec();
        self.total.dec();
        if let Some(of_kind) = &self.of_kind {
            of_kind.dec();
        }
    }
}
