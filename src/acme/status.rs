//! Tells others what the orders came to.

use std::sync::{Arc, Mutex, PoisonError};

/// Step of the work on the certificate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AcmePhase {
    /// Nothing was looked at yet.
    #[default]
    Starting,
    /// A certificate is being ordered.
    Ordering,
    /// The certificate is valid, and renewed later.
    Valid,
    /// The last order failed, and is tried again later.
    Failing,
}

impl AcmePhase {
    /// Returns its name in the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Starting => "starting",
            Self::Ordering => "ordering",
            Self::Valid => "valid",
            Self::Failing => "failing",
        }
    }
}

/// The state of the orders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AcmeStatus {
    /// The current step.
    pub phase: AcmePhase,
    /// Time of the next order, in seconds since 1970; `None` while one is running.
    pub next_at: Option<u64>,
    /// Orders that failed since the last one that did not.
    pub failures: u32,
    /// Reason for which the last order failed; `None` if it did not.
    pub problem: Option<String>,
}

/// The state of the orders, shared.
#[derive(Clone, Debug, Default)]
pub(super) struct StatusCell(Arc<Mutex<AcmeStatus>>);

impl StatusCell {
    pub(super) fn get(&self) -> AcmeStatus {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn change(&self, change: impl FnOnce(&mut AcmeStatus)) {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }
}
