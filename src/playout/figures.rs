//! Measurements of a station's output.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use crate::audio::BLOCK_US;
use crate::model::{Levels, SourceKind};

/// Bounds of the lateness histogram, in seconds.
const LATENESS_SECONDS: [f64; 10] = [0.000_1, 0.000_25, 0.000_5, 0.001, 0.002, 0.005, 0.01, 0.02, 0.1, 1.0];

/// Counters and gauges of one playout; clones share them.
#[derive(Clone)]
pub struct PlayoutFigures {
    late: Counter,
    lateness: Histogram,
    dead_air: Counter<f64, AtomicU64>,
    loudness: Gauge<f64, AtomicU64>,
    on_air: Family<Source, Gauge>,
    frames: Arc<AtomicU64>,
    meter: Arc<Meter>,
    /// Numbers of frames that were no later than each bound, and later than the one before; the last were later
    /// than all.
    late_by: Arc<[AtomicU64; LATENESS_SECONDS.len() + 1]>,
}

/// Measurements of the current output; each is written by the audio thread and read by others.
struct Meter {
    /// Time for which nothing has been heard, in microseconds; 0 while that is no dead air.
    dead_air_us: AtomicU64,
    /// Bits of a number in LUFS each.
    momentary: AtomicU64,
    integrated: AtomicU64,
    /// Bits of the highest sample of each channel since it was read last, which are in the order of the numbers.
    peaks: [AtomicU32; 2],
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Source {
    source: &'static str,
}

impl PlayoutFigures {
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
            meter: Arc::default(),
            late_by: Arc::default(),
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
            "Seconds of output below -60 dBFS, in stretches of at least half a second",
            self.dead_air.clone(),
        );
        registry.register(
            "loudness_lufs",
            "Loudness of the last 3 s of output (EBU R 128, short-term)",
            self.loudness.clone(),
        );
        registry.register("source", "1 for the source that is on air", self.on_air.clone());
    }

    /// Returns the number of frames published.
    pub fn frames(&self) -> u64 {
        self.frames.load(Ordering::Relaxed)
    }

    /// Returns the number of frames that were late.
    pub fn late(&self) -> u64 {
        self.late.get()
    }

    /// Returns the lateness that 99 of 100 frames did not exceed, in seconds, as far as the histogram's bounds
    /// tell; `None` before the first frame, and infinite if it was more than the last bound.
    pub fn lateness_p99(&self) -> Option<f64> {
        let counts: Vec<u64> = self.late_by.iter().map(|count| count.load(Ordering::Relaxed)).collect();
        let all: u64 = counts.iter().sum();
        let mut below = 0;
        let place = counts.iter().position(|count| {
            below += count;
            all > 0 && below * 100 >= all * 99
        });
        place.map(|place| LATENESS_SECONDS.get(place).copied().unwrap_or(f64::INFINITY))
    }

    /// Seconds of dead air.
    pub fn dead_air_seconds(&self) -> f64 {
        self.dead_air.get()
    }

    /// Returns the time for which nothing has been heard, in seconds, if that is dead air.
    pub fn dead_air_now(&self) -> Option<f64> {
        let us = self.meter.dead_air_us.load(Ordering::Relaxed);
        (us > 0).then(|| us as f64 / 1e6)
    }

    /// Returns the loudness and peak of the output. For one reader only: the highest sample begins anew with each
    /// call.
    pub fn levels(&self) -> Levels {
        let lufs = |bits: &AtomicU64| f64::from_bits(bits.load(Ordering::Relaxed));
        let peaks = self.meter.peaks.each_ref().map(|peak| f32::from_bits(peak.swap(0, Ordering::Relaxed)));
        Levels {
            momentary_lufs: lufs(&self.meter.momentary),
            short_term_lufs: self.loudness.get(),
            integrated_lufs: lufs(&self.meter.integrated),
            peaks_dbfs: peaks.map(|peak| 20.0 * f64::from(peak).log10()),
        }
    }

    pub(super) fn tick(&self, lateness_us: u64, late_us: u64) {
        self.frames.fetch_add(1, Ordering::Relaxed);
        let seconds = lateness_us as f64 / 1e6;
        self.lateness.observe(seconds);
        let place = LATENESS_SECONDS.iter().position(|bound| seconds <= *bound);
        self.late_by[place.unwrap_or(LATENESS_SECONDS.len())].fetch_add(1, Ordering::Relaxed);
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

    /// Tells for how many blocks in a row there has been dead air.
    pub(super) fn dead_air_now_is(&self, blocks: u64) {
        self.meter.dead_air_us.store(blocks * BLOCK_US, Ordering::Relaxed);
    }

    /// Tells the highest sample of each channel.
    pub(super) fn peaks(&self, samples: [f32; 2]) {
        for (peak, sample) in self.meter.peaks.iter().zip(samples) {
            peak.fetch_max(sample.to_bits(), Ordering::Relaxed);
        }
    }

    pub(super) fn momentary(&self, lufs: f64) {
        self.meter.momentary.store(lufs.to_bits(), Ordering::Relaxed);
    }

    pub(super) fn short_term(&self, lufs: f64) {
        self.loudness.set(lufs);
    }

    pub(super) fn integrated(&self, lufs: f64) {
        self.meter.integrated.store(lufs.to_bits(), Ordering::Relaxed);
    }

    pub(super) fn source(&self, on_air: SourceKind) {
        for kind in SourceKind::ALL {
            self.on_air.get_or_create(&Source { source: kind.name() }).set(i64::from(kind == on_air));
        }
    }
}

impl Default for Meter {
    fn default() -> Self {
        let silent = || AtomicU64::new(f64::NEG_INFINITY.to_bits());
        Self {
            dead_air_us: AtomicU64::new(0),
            momentary: silent(),
            integrated: silent(),
            peaks: [AtomicU32::new(0), AtomicU32::new(0)],
        }
    }
}

impl Default for PlayoutFigures {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ninety_nine_of_a_hundred_frames_are_no_later() {
        let figures = PlayoutFigures::new();
        assert_eq!(figures.lateness_p99(), None);
        (0..980).for_each(|_| figures.tick(400, 20_000));
        (0..10).for_each(|_| figures.tick(4_000, 20_000));
        (0..10).for_each(|_| figures.tick(2_000_000, 20_000));
        assert_eq!(figures.lateness_p99(), Some(0.005));
        figures.tick(2_000_000, 20_000);
        assert_eq!(figures.lateness_p99(), Some(f64::INFINITY));
        assert_eq!(figures.late(), 11);
    }
}
