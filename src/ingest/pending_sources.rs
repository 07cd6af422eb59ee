//! Limits connections of source programs that have not signed in yet.
//!
//! Each holds a file descriptor, without a password and for up to 15 s. Without a limit, a few hundred idle ones from
//! a single address take the descriptors that the music, listeners and other DJs need.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::model::client_prefix;
use crate::net::WaitingConnections;

/// Connections at a time from one IPv4 address or IPv6 network that have not signed in.
const MOST_PER_ADDRESS: usize = 32;
/// Connections at a time from all addresses together that have not signed in.
const MOST: usize = 256;
/// Further ones, for addresses from which the right password came before.
const KEPT_FOR_KNOWN: usize = 64;

/// Counts them; clones share the counts.
#[derive(Clone)]
pub(super) struct PendingSources {
    most_per_address: usize,
    most: usize,
    by_address: Arc<Mutex<HashMap<IpAddr, usize>>>,
    waiting: WaitingConnections,
}

/// One of them, until it is dropped.
pub(super) struct PendingSource {
    all: PendingSources,
    address: IpAddr,
}

impl Default for PendingSources {
    fn default() -> Self {
        Self::limited(MOST_PER_ADDRESS, MOST)
    }
}

impl PendingSources {
    /// Counts connections of another kind, at most so many from an address and so many from all.
    pub(super) fn limited(most_per_address: usize, most: usize) -> Self {
        Self { most_per_address, most, by_address: Arc::default(), waiting: WaitingConnections::default() }
    }

    /// Counts a connection from `address`; `None` if there are too many. Some places are kept for addresses that are
    /// known, and one that has [waited](PendingSource::wait_for) for a second makes room.
    pub(super) fn begin(&self, address: IpAddr, is_known: impl FnOnce() -> bool) -> Option<PendingSource> {
        let address = client_prefix(address);
        let mut by_address = self.by_address();
        let all: usize = by_address.values().sum();
        let count = by_address.get(&address).copied().unwrap_or_default();
        let has_place = all < self.most || (all < self.most + KEPT_FOR_KNOWN && is_known());
        let may_stay = if count >= self.most_per_address {
            self.waiting.end_oldest(Some(address), 1)
        } else {
            has_place || self.end_oldest(1)
        };
        if !may_stay {
            return None;
        }
        by_address.insert(address, count + 1);
        drop(by_address);
        Some(PendingSource { all: self.clone(), address })
    }

    /// Ends those that have [waited](PendingSource::wait_for) longest, at most so many; false if none has waited for a second.
    pub(super) fn end_oldest(&self, most: usize) -> bool {
        self.waiting.end_oldest(None, most)
    }

    fn by_address(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        self.by_address.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl PendingSource {
    /// Waits for the `data` that it sends; `None` if it has to end, to make room for another.
    pub(super) async fn wait_for<T>(&self, data: impl Future<Output = T>) -> Option<T> {
        self.all.waiting.wait_for(self.address, data).await
    }
}

impl Drop for PendingSource {
    fn drop(&mut self) {
        let mut by_address = self.all.by_address();
        let left = by_address.get(&self.address).copied().unwrap_or_default().saturating_sub(1);
        if left == 0 {
            by_address.remove(&self.address);
        } else {
            by_address.insert(self.address, left);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_that_have_not_signed_in_are_limited_per_address_and_in_total() {
        let pending = PendingSources::default();
        let begin = |n: u8| pending.begin([192, 0, 2, n].into(), || false);
        let mut first: Vec<_> = (0..MOST_PER_ADDRESS).map(|_| begin(1).unwrap()).collect();
        assert!(begin(1).is_none());
        drop(first.pop());
        first.push(begin(1).expect("a place is free again"));
        let others: Vec<_> =
            (2..=8).flat_map(|n| (0..MOST_PER_ADDRESS).map_while(move |_| Some(n))).map(begin).collect();
        assert!(others.iter().all(Option::is_some));
        assert!(begin(9).is_none(), "in total");
        let known = |n: u8| pending.begin([192, 0, 2, n].into(), || true);
        assert!(known(1).is_none(), "as many as of any other address");
        let kept: Vec<_> = (10..=11).flat_map(|n| (0..MOST_PER_ADDRESS).map(move |_| n)).map(known).collect();
        assert!(kept.iter().all(Option::is_some) && kept.len() == KEPT_FOR_KNOWN);
        assert!(known(12).is_none());
        drop((first, others, kept));
        assert!(pending.by_address().is_empty());
    }
}
