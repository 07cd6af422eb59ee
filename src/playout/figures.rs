//! What is measured of a station's output.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use crate::audio::BLOCK_US;
use crate::model::SourceKind;

/// Bounds of the lateness histogram, in seconds.
const LATENESS_SECONDS: [f64; 10] = [0.000_1, 0.000_25, 0.000_5, 0.001, 0.002, 0.005, 0.01, 0.02, 0.1, 1.0];

/// Counters and gauges of one playout; clones share them.
#[derive(Clone)]
pub struct Figures {
    late: Counter,
    lateness: Histogram,
    dead_air: Counter<f64, AtomicU64>,
    loudness: Gauge<f64, AtomicU64>,
    on_air: Family<Source, Gauge>,
    frames: Arc<AtomicU64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Source {
    source: &'static str,
}

impl Figures {
    /// Figures that stand at zero.
    pub fn new() -> Self {
        let loudness = Gauge::default();
        loudness.set(f64::NEG_INFINITY);
        Self {
            late: Counter::default(),
            lateness: Histogram::new(LATENESS_SECONDS),
            dead_air: Counter::default(),
            loudness,
            on_air: Family::default(),
            frames: Arc::default(),
        }
    }

    /// Makes them public in `registry`, whose prefix is `longwave` and whose label says the station.
    pub fn register(&self, registry: &mut Registry) {
        registry.register(
            "frames_late",
            "Frames published more than 20 ms after they were due",
            self.late.clone(),
        );
        registry.register(
            "frame_lateness_seconds",
            "Time from when a frame was due until it was published",
            self.lateness.clone(),
        );
        registry.register(
            "dead_air_seconds",
            "Seconds of encoded output below -60 dBFS, in stretches of at least half a second",
            self.dead_air.clone(),
        );
        registry.register(
            "loudness_lufs",
            "Loudness of the last 3 s of encoded output (EBU R 128, short-term)",
            self.loudness.clone(),
        );
        registry.register("source", "1 for the source that is on air", self.on_air.clone());
    }

    /// How many frames were published.
    pub fn frames(&self) -> u64 {
        self.frames.load(Ordering::Relaxed)
    }

    /// How many frames were late.
    pub fn late(&self) -> u64 {
        self.late.get()
    }

    /// Seconds of dead air.
    pub fn dead_air_seconds(&self) -> f64 {
        self.dead_air.get()
    }

    pub(super) fn tick(&self, lateness_us: u64, late_us: u64) {
        self.frames.fetch_add(1, Ordering::Relaxed);
        self.lateness.observe(lateness_us as f64 / 1e6);
        if lateness_us > late_us {
            self.late.inc();
        }
    }

    pub(super) fn left_out(&self, blocks: u64) {
        self.late.inc_by(blocks);
        self.dead_air((blocks * BLOCK_US) as f64 / 1e6);
    }

    pub(super) fn dead_air(&self, seconds: f64) {
        self.dead_air.inc_by(seconds);
    }

    pub(super) fn loudness(&self, lufs: f64) {
        self.loudness.set(lufs);
    }

    pub(super) fn source(&self, on_air: SourceKind) {
        for kind in SourceKind::ALL {
            self.on_air.get_or_create(&Source { source: kind.name() }).set(i64::from(kind == on_air));
        }
    }
}

impl Default for Figures {
    fn default() -> Self {
        Self::new()
    }
}
