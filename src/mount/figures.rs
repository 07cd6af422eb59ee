//! Listeners, counted where they listen.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

use crate::frame::Wire;
use crate::model::Player;

/// Counters and gauges of a station's listeners; clones share them.
#[derive(Clone)]
pub struct ListenerFigures {
    listeners: Family<Output, Gauge>,
    joined: Family<Output, Counter>,
    skipped: Family<Output, Counter>,
    by_player: Family<ListenerLabels, Gauge>,
    /// The same gauges, to be gone through.
    kinds: Arc<Mutex<BTreeMap<ListenerLabels, Gauge>>>,
    /// The number that the latest listener got.
    latest: Arc<AtomicU64>,
}

/// Everything that listeners hear over.
const WIRES: [Wire; 2] = [Wire::WebSocket, Wire::Ogg];

/// What listeners have in common who are counted together.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EncodeLabelSet)]
pub struct ListenerLabels {
    /// `ws` or `opus`.
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

impl Default for ListenerFigures {
    fn default() -> Self {
        let (listeners, joined, skipped, by_player, kinds, latest) = Default::default();
        let figures = Self { listeners, joined, skipped, by_player, kinds, latest };
        // Every output is shown from the start, at zero.
        for wire in WIRES {
            drop(figures.listeners.get_or_create(&output(wire)));
            drop(figures.joined.get_or_create(&output(wire)));
            drop(figures.skipped.get_or_create(&output(wire)));
        }
        figures
    }
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
        let help = "Listeners connected now, by what they hear and what they listen with";
        registry.register("listeners_by_player", help, self.by_player.clone());
    }

    /// How many listen now.
    pub fn total(&self) -> u64 {
        let each = WIRES.map(|wire| self.listeners.get_or_create(&output(wire)).get());
        u64::try_from(each.iter().sum::<i64>()).unwrap_or_default()
    }

    /// How many have come so far.
    pub fn joined(&self) -> u64 {
        WIRES.map(|wire| self.joined.get_or_create(&output(wire)).get()).iter().sum()
    }

    /// How many frames listeners over `wire` were too slow for.
    pub fn skipped(&self, wire: Wire) -> u64 {
        self.skipped.get_or_create(&output(wire)).get()
    }

    /// A number that no other listener has.
    pub(super) fn next_number(&self) -> u64 {
        self.latest.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Counts one more listener for as long as what it returns lives.
    pub(super) fn enter(&self, wire: Wire) -> Presence {
        let listeners = self.listeners.get_or_create_owned(&output(wire));
        listeners.inc();
        self.joined.get_or_create(&output(wire)).inc();
        let skipped = self.skipped.get_or_create_owned(&output(wire));
        Presence { listeners, skipped, of_kind: None }
    }

    /// Counts the listener of `presence` with those who hear `rendition` by a `player` like theirs.
    pub(super) fn know(&self, presence: &mut Presence, (wire, rendition): (Wire, &str), player: Player) {
        let kind = ListenerLabels {
            output: output_name(wire),
            rendition: rendition.to_owned(),
            player: player.name(),
        };
        let mut kinds = self.kinds.lock().unwrap_or_else(PoisonError::into_inner);
        let gauge = kinds.entry(kind).or_insert_with_key(|kind| self.by_player.get_or_create_owned(kind));
        gauge.inc();
        if let Some(before) = presence.of_kind.replace(gauge.clone()) {
            before.dec();
        }
    }

    /// How many listen now, of each kind that ever was there.
    pub fn crowd(&self) -> Vec<(ListenerLabels, u64)> {
        let kinds = self.kinds.lock().unwrap_or_else(PoisonError::into_inner);
        kinds.iter().map(|(kind, gauge)| (kind.clone(), gauge.get().max(0) as u64)).collect()
    }
}

/// A listener that is counted.
pub(super) struct Presence {
    listeners: Gauge,
    skipped: Counter,
    /// Those of its kind, once that is known.
    of_kind: Option<Gauge>,
}

impl Presence {
    pub(super) fn skipped(&self, frames: u64) {
        self.skipped.inc_by(frames);
    }
}

impl Drop for Presence {
    fn drop(&mut self) {
        self.listeners.dec();
        if let Some(of_kind) = &self.of_kind {
            of_kind.dec();
        }
    }
}

fn output(wire: Wire) -> Output {
    Output { output: output_name(wire) }
}

/// What listeners hear over, as figures name it.
pub(super) fn output_name(wire: Wire) -> &'static str {
    match wire {
        Wire::WebSocket => "ws",
        Wire::Ogg => "opus",
    }
}
