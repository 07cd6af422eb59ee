//! Listeners to a station at edges, as these report them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

use super::ListenerLabels;

/// A report counts for so long, in microseconds.
const VALID_US: u64 = 10_000_000;

/// Listeners at edges; clones share them.
#[derive(Clone, Default)]
pub(super) struct EdgeAudience {
    reports: Arc<Mutex<BTreeMap<String, ReportedListeners>>>,
    listeners: Family<EdgeLabel, Gauge>,
}

struct ReportedListeners {
    /// Time of the report, in microseconds.
    at_us: u64,
    kinds: Vec<(ListenerLabels, u64)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct EdgeLabel {
    edge: String,
}

impl ReportedListeners {
    fn total(&self) -> u64 {
        self.kinds.iter().fold(0, |total, (_, listeners)| total.saturating_add(*listeners))
    }
}

impl EdgeAudience {
    pub(super) fn register(&self, registry: &mut Registry) {
        let help = "Listeners connected to edges now, as edges report them";
        registry.register("edge_listeners", help, self.listeners.clone());
    }

    pub(super) fn note(
        &self,
        name: &str,
        kinds: impl Iterator<Item = (ListenerLabels, u64)>,
        at_us: u64,
        most: usize,
    ) -> bool {
        let mut reports = self.lock();
        if reports.len() >= most && !reports.contains_key(name) {
            return false;
        }
        let report = ReportedListeners { at_us, kinds: kinds.collect() };
        let total = i64::try_from(report.total()).unwrap_or(i64::MAX);
        self.listeners.get_or_create(&EdgeLabel { edge: name.to_owned() }).set(total);
        reports.insert(name.to_owned(), report);
        true
    }

    pub(super) fn forget_silent(&self, now_us: u64) {
        self.lock().retain(|name, report| {
            let is_valid = now_us.saturating_sub(report.at_us) < VALID_US;
            if !is_valid {
                self.listeners.remove(&EdgeLabel { edge: name.clone() });
            }
            is_valid
        });
    }

    pub(super) fn total(&self) -> u64 {
        self.lock().values().fold(0, |total, report| total.saturating_add(report.total()))
    }

    pub(super) fn each(&self) -> Vec<(String, u64)> {
        self.lock().iter().map(|(name, report)| (name.clone(), report.total())).collect()
    }

    pub(super) fn add_to(&self, crowd: &mut BTreeMap<ListenerLabels, u64>) {
        for report in self.lock().values() {
            for (kind, listeners) in &report.kinds {
                let known = crowd.entry(kind.clone()).or_default();
                *known = known.saturating_add(*listeners);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, ReportedListeners>> {
        self.reports.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_edge_counts_once_and_until_it_is_silent() {
        let audience = EdgeAudience::default();
        let kind = |output| ListenerLabels { output, rendition: "opus-96".to_owned(), player: "vlc" };
        let note = |name, output, listeners, at_us| {
            audience.note(name, [(kind(output), listeners)].into_iter(), at_us, 2)
        };
        assert!(note("a", "ws", 3, 0) && note("a", "ws", 5, 0) && note("b", "opus", 2, 4_000_000));
        assert!(!note("c", "ws", 1, 0), "there are as many edges as there may be");
        assert_eq!(audience.total(), 7);
        assert_eq!(audience.each(), [("a".to_owned(), 5), ("b".to_owned(), 2)]);
        let mut crowd = BTreeMap::from([(kind("ws"), 1)]);
        audience.add_to(&mut crowd);
        assert_eq!(crowd, BTreeMap::from([(kind("ws"), 6), (kind("opus"), 2)]));
        audience.forget_silent(10_000_000);
        assert_eq!(audience.each(), [("b".to_owned(), 2)]);
    }
}
