//! Measurements of DJs' inputs.

use std::sync::atomic::AtomicU64;

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

use crate::audio::{BLOCK, SAMPLE_RATE};

/// Counters and gauges of a live place; clones share them.
#[derive(Clone, Default)]
pub struct InputFigures {
    buffer: Gauge<f64, AtomicU64>,
    concealed: Counter<f64, AtomicU64>,
    dry: Counter,
    silent: Counter,
    cut: Counter<f64, AtomicU64>,
    shed: Counter<f64, AtomicU64>,
    passed_over: Counter<f64, AtomicU64>,
}

impl InputFigures {
    /// Makes them public in `registry`, whose label says the station, as those of the sound of `whom`: `a DJ`.
    pub fn register(&self, registry: &mut Registry, whom: &str) {
        registry.register(
            "ingest_buffer_seconds",
            format!("Seconds of {whom}'s sound that wait to be played; 0 while nobody is live"),
            self.buffer.clone(),
        );
        registry.register(
            "ingest_concealed_seconds",
            format!("Seconds of {whom}'s sound that were made up because it came a little late"),
            self.concealed.clone(),
        );
        registry.register(
            "ingest_underruns",
            format!("Times that {whom}'s sound came too late"),
            self.dry.clone(),
        );
        registry.register(
            "ingest_silences",
            format!("Times that {whom} was silent for longer than the station bears"),
            self.silent.clone(),
        );
        registry.register(
            "ingest_cut_seconds",
            format!("Seconds cut out of {whom}'s sound on air because far too much of it waited"),
            self.cut.clone(),
        );
        registry.register(
            "ingest_shed_seconds",
            format!(
                "Seconds left out of {whom}'s sound on air, period by period, because a little too much of it waited"
            ),
            self.shed.clone(),
        );
        registry.register(
            "ingest_backlog_seconds",
            format!("Seconds of {whom}'s sound left out before it went on air, because newer sound had come"),
            self.passed_over.clone(),
        );
    }

    /// Seconds of a DJ's sound that wait to be played.
    pub fn buffer_seconds(&self) -> f64 {
        self.buffer.get()
    }

    /// Seconds of a DJ's sound that were made up.
    pub fn concealed_seconds(&self) -> f64 {
        self.concealed.get()
    }

    /// Returns the number of times a DJ's sound came too late.
    pub fn underruns(&self) -> u64 {
        self.dry.get()
    }

    /// Returns the number of times a DJ was silent for too long.
    pub fn silences(&self) -> u64 {
        self.silent.get()
    }

    /// Seconds cut out of a DJ's sound on air.
    pub fn cut_seconds(&self) -> f64 {
        self.cut.get()
    }

    /// Seconds left out of a DJ's sound on air, period by period.
    pub fn shed_seconds(&self) -> f64 {
        self.shed.get()
    }

    /// Seconds left out before they were on air.
    pub fn backlog_seconds(&self) -> f64 {
        self.passed_over.get()
    }

    pub(super) fn buffer(&self, frames: usize) {
        self.buffer.set(seconds(frames));
    }

    pub(super) fn concealed(&self) {
        self.concealed.inc_by(seconds(BLOCK));
    }

    pub(super) fn ran_dry(&self) {
        self.dry.inc();
    }

    pub(super) fn fell_silent(&self) {
        self.silent.inc();
    }

    pub(super) fn cut(&self, frames: usize) {
        self.cut.inc_by(seconds(frames));
    }

    pub(super) fn shed(&self, frames: usize) {
        self.shed.inc_by(seconds(frames));
    }

    pub(super) fn passed_over(&self, frames: usize) {
        self.passed_over.inc_by(seconds(frames));
    }
}

/// The time that `frames` last.
pub(super) fn seconds(frames: usize) -> f64 {
    frames as f64 / f64::from(SAMPLE_RATE)
}
