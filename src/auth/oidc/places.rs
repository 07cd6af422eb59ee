//! Places for sign-ins that ask the provider at the same time.

use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::model::client_prefix;

/// Sign-ins that ask the provider at the same time.
const AT_ONCE: usize = 8;
/// Sign-ins of one address or network among them, so that it keeps nobody else out.
const OF_ONE: usize = 2;

/// The places, by the addresses that hold them.
#[derive(Debug, Default)]
pub(super) struct ProviderPlaces(Mutex<Vec<IpAddr>>);

/// A place that is held until this is dropped.
#[derive(Debug)]
pub(super) struct TakenPlace<'a> {
    places: &'a ProviderPlaces,
    address: IpAddr,
}

impl ProviderPlaces {
    /// Takes a place for a browser at `from`, if there is one.
    pub(super) fn take(&self, from: IpAddr) -> Option<TakenPlace<'_>> {
        let address = client_prefix(from);
        let mut held = self.held();
        let of_one = held.iter().filter(|holder| **holder == address).count();
        (held.len() < AT_ONCE && of_one < OF_ONE).then(|| {
            held.push(address);
            TakenPlace { places: self, address }
        })
    }

    fn held(&self) -> MutexGuard<'_, Vec<IpAddr>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for TakenPlace<'_> {
    fn drop(&mut self) {
        let mut held = self.places.held();
        if let Some(at) = held.iter().position(|holder| *holder == self.address) {
            held.swap_remove(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_network_holds_two_places_and_all_hold_eight() {
        let places = ProviderPlaces::default();
        let address = |text: &str| text.parse::<IpAddr>().unwrap();
        let first = places.take(address("2001:db8::1")).unwrap();
        let _second = places.take(address("2001:db8::2")).unwrap();
        assert!(places.take(address("2001:db8::3")).is_none());
        let others: Vec<_> =
            (0..9_u8).filter_map(|number| places.take(IpAddr::from([192, 0, 2, number]))).collect();
        assert_eq!(others.len(), 6);
        drop(first);
        assert!(places.take(address("2001:db8::3")).is_some());
    }
}
