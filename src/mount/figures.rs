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
    skipped: Family<Output, Counter>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Output {
    output: &'static str,
}

impl Default for Figures {
    fn default() -> Self {
        let figures = Self { listeners: Family::default(), skipped: Family::default() };
        // Every output is shown from the start, at zero.
        for wire in [Wire::WebSocket, Wire::Ogg] {
            drop(figures.enter(wire));
        }
        figures
    }
}

impl Figures {
    /// Makes them public in `registry`, whose prefix is `longwave` and whose label says the station.
    pub fn register(&self, registry: &mut Registry) {
        registry.register("listeners", "Listeners connected now", self.listeners.clone());
        registry.register(
            "listener_skipped_frames",
            "Frames that listeners were too slow for",
            self.skipped.clone(),
        );
    }

    /// How many listen over `wire` now.
    pub fn listeners(&self, wire: Wire) -> i64 {
        self.listeners.get_or_create(&output(wire)).get()
    }

    /// How many frames listeners over `wire` were too slow for.
    pub fn skipped(&self, wire: Wire) -> u64 {
        self.skipped.get_or_create(&output(wire)).get()
    }

    /// Counts one more listener for as long as what it returns lives.
    pub(super) fn enter(&self, wire: Wire) -> Presence {
        let listeners = self.listeners.get_or_create_owned(&output(wire));
        listeners.inc();
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
