//! Figures of the bucket, and what is wrong with it.

use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, PoisonError};

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

/// How copying to the bucket goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BucketStatus {
    /// Files that wait to be copied.
    pub waiting: u64,
    /// The problem of the last attempt; none if it went well.
    pub problem: Option<String>,
}

/// The figures; clones share them.
#[derive(Clone, Default)]
pub(in crate::recording) struct BucketFigures {
    waiting: Gauge<u64, AtomicU64>,
    uploaded_bytes: Counter,
    failures: Counter,
    fetches: Family<FetchLabels, Counter>,
    problem: Arc<Mutex<Option<String>>>,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct FetchLabels {
    result: &'static str,
}

impl BucketFigures {
    pub(super) fn status(&self) -> BucketStatus {
        let problem = self.problem.lock().unwrap_or_else(PoisonError::into_inner).clone();
        BucketStatus { waiting: self.waiting.get(), problem }
    }

    pub(in crate::recording) fn register(&self, registry: &mut Registry) {
        let help = "Files of archives that wait to be copied to the bucket";
        registry.register("bucket_waiting_files", help, self.waiting.clone());
        let help = "Bytes copied to the bucket";
        registry.register("bucket_uploaded_bytes", help, self.uploaded_bytes.clone());
        let help = "Uploads to the bucket, and deletions there, that failed and are tried again";
        registry.register("bucket_failures", help, self.failures.clone());
        for result in ["done", "failed", "refused"] {
            drop(self.fetches.get_or_create(&FetchLabels { result }));
        }
        let help = "Fetches from the bucket: done, failed, refused because there were too many";
        registry.register("bucket_fetches", help, self.fetches.clone());
    }

    pub(super) fn set_waiting(&self, files: usize) {
        self.waiting.set(files as u64);
    }

    /// Notes that a file was copied.
    pub(super) fn uploaded(&self, bytes: u64) {
        self.uploaded_bytes.inc_by(bytes);
        // Only the uploader sets it.
        self.waiting.set(self.waiting.get().saturating_sub(1));
    }

    /// Notes that something failed.
    pub(super) fn count_failure(&self) {
        self.failures.inc();
    }

    /// Sets what is wrong. Logs it if it is new.
    pub(super) fn set_problem(&self, problem: Option<String>) {
        let mut known = self.problem.lock().unwrap_or_else(PoisonError::into_inner);
        match (&*known, &problem) {
            (None, Some(text)) => {
                tracing::error!("the archive is not copied to the bucket, and it is tried again: {text}");
            }
            (Some(_), None) => tracing::info!("the archive is copied to the bucket again"),
            _ => {}
        }
        *known = problem;
    }

    pub(super) fn count_fetch(&self, is_good: bool) {
        self.count(if is_good { "done" } else { "failed" });
    }

    pub(super) fn count_refused_fetch(&self) {
        self.count("refused");
    }

    /// Bytes that were copied.
    #[cfg(test)]
    pub(super) fn uploaded_total(&self) -> u64 {
        self.uploaded_bytes.get()
    }

    /// Number of fetches with this result.
    #[cfg(test)]
    pub(super) fn fetches(&self, result: &'static str) -> u64 {
        self.fetches.get_or_create(&FetchLabels { result }).get()
    }

    fn count(&self, result: &'static str) {
        self.fetches.get_or_create(&FetchLabels { result }).inc();
    }
}
