//! Listeners, counted where they listen.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

use crate::frame::Wire;

/// Counters and gauges of a station's listeners; clones share them.
#[derive(Clone)]
pub struct Figures {
    listeners: Family<Output, Gauge>,
    joined: Family<Output, Counter>,
    skipped: Family<Output, Counter>,
}

/// Everything that listeners hear over.
const WIRES: [Wire; 2] = [Wire::WebSocket, Wire::Ogg];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Output {
    output: &'static str,
}

impl Default for Figures {
    fn default() -> Self {
        let (listeners, joined, skipped) = Default::default();
        let figures = Self { listeners, joined, skipped };
        // Every output is shown from the start, at zero.
        for wire in WIRES {
            drop(figures.listeners.get_or_create(&output(wire)));
            drop(figures.joined.get_or_create(&output(wire)));
            drop(figures.skipped.get_or_create(&output(wire)));
        }
        figures
    }
}

impl Figures {
    /// Makes them public in `registry`, whose prefix is `longwave` and whose label says the station.
    pub fn register(&self, registry: &mut Registry) {
        registry.register("listeners", "Listeners connected now", self.listeners.clone());
        registry.register("listeners_joined", "Listeners that have come so far", self.joined.clone());
        registry.register(
            "listener_skipped_frames",
            "Frames that listeners were too slow for",
            self.skipped.clone(),
        );
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

    /// Counts one more listener for as long as what it returns lives.
    pub(super) fn enter(&self, wire: Wire) -> Presence {
        let listeners = self.listeners.get_or_create_owned(&output(wire));
        listeners.inc();
        self.joined.get_or_create(&output(wire)).inc();
        Presence { listeners, skipped: self.skipped.get_or_create_owned(&output(wire)) }
    }
}

/// A listener that is counted.
pub(super) struct Presence {
    listeners: Gauge,
    skipped: Counter,
}

impl Presence {
    pub(super) fn skipped(&self, frames: u64) {
        self.skipped.inc_by(frames);
    }
}

impl Drop for Presence {
    fn drop(&mut self) {
        self.listeners.dec();
    }
}

fn output(wire: Wire) -> Output {
    let output = match wire {
        Wire::WebSocket => "ws",
        Wire::Ogg => "opus",
    };
    Output { output }
}
