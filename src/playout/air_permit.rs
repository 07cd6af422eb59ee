//! The permission to be on air, where one of several servers may be.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::clock::boot_us;

/// A permission that ends by itself unless it is extended; clones share it. It counts the time that the machine slept.
#[derive(Clone, Debug, Default)]
pub struct AirPermit {
    /// `None` is the permission of a server that is the only one.
    term: Option<Arc<PermitTerm>>,
}

#[derive(Debug, Default)]
struct PermitTerm {
    /// Its end, in microseconds since the machine started.
    until_us: AtomicU64,
    epoch: AtomicU64,
}

impl AirPermit {
    /// Returns a permission that is not given yet.
    pub fn pending() -> Self {
        Self { term: Some(Arc::default()) }
    }

    /// Gives it up to `until_us`, in microseconds since the machine started. `epoch` counts the changes of the server that is
    /// on air.
    pub fn extend(&self, until_us: u64, epoch: u64) {
        if let Some(term) = &self.term {
            term.epoch.store(epoch, Ordering::Relaxed);
            term.until_us.store(until_us, Ordering::Release);
        }
    }

    /// Withdraws it.
    pub fn withdraw(&self) {
        if let Some(term) = &self.term {
            term.until_us.store(0, Ordering::Release);
        }
    }

    /// Returns whether it is given now.
    pub fn is_given(&self) -> bool {
        self.term.as_ref().is_none_or(|term| boot_us() < term.until_us.load(Ordering::Acquire))
    }

    /// Returns the number of changes of the server that is on air; 0 with a single server.
    pub fn epoch(&self) -> u64 {
        self.term.as_ref().map_or(0, |term| term.epoch.load(Ordering::Relaxed))
    }
}
