//! Counts those who want a mount's stream: while there are any, its encoder runs.

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::{Inner, Start};

/// A mount that is wanted for as long as this lives.
pub(super) struct Demand {
    mount: Arc<Inner>,
    is_subscriber: bool,
}

impl Demand {
    pub(super) fn listener(mount: &Arc<Inner>, start: Start) -> Self {
        Self::new(mount, start, false)
    }

    pub(super) fn subscriber(mount: &Arc<Inner>, start: Start) -> Self {
        Self::new(mount, start, true)
    }

    fn new(mount: &Arc<Inner>, start: Start, is_subscriber: bool) -> Self {
        // Before the encoder can see that it is wanted.
        let burst_us = start.burst_us(&mount.config.rendition);
        mount.wanted_burst_us.fetch_max(burst_us, Ordering::SeqCst);
        if let Start::From(seq) = start {
            let samples = u64::from(mount.config.rendition.samples_per_frame);
            mount.wanted_from.fetch_min(seq.saturating_mul(samples), Ordering::SeqCst);
        }
        mount.wanted_by.fetch_add(1, Ordering::SeqCst);
        if is_subscriber {
            mount.subscribers.fetch_add(1, Ordering::SeqCst);
        }
        mount.wanted.notify_one();
        Self { mount: Arc::clone(mount), is_subscriber }
    }

    pub(super) fn is_at(&self, mount: &Arc<Inner>) -> bool {
        Arc::ptr_eq(&self.mount, mount)
    }
}

impl Deref for Demand {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.mount
    }
}

impl Drop for Demand {
    fn drop(&mut self) {
        if self.is_subscriber {
            self.mount.subscribers.fetch_sub(1, Ordering::SeqCst);
        }
        self.mount.wanted_by.fetch_sub(1, Ordering::SeqCst);
    }
}
