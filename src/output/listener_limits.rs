//! Limits on the number of listeners, per station and per address.
//!
//! In: requests to listen. Out: a place that is free again when it is dropped, or the reason for a refusal. Never:
//! a place too many, however many requests come at once.

use std::collections::HashMap;
use std::fmt;
use std::hash::Hash;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::registry::Registry;

use crate::model::client_prefix;

/// Maximum numbers of listeners at a time; unlimited where not set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// To one station.
    pub per_station: Option<NonZeroU32>,
    /// From one address of IPv4 or one network of IPv6. This machine's own are not counted, because a proxy's
    /// visitors all come from there.
    pub per_address: Option<NonZeroU32>,
}

/// Reason for which there is no place; its text is for the listener.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitReached {
    /// The station has as many listeners as it may.
    Station,
    /// The address has.
    Address,
}

impl LimitReached {
    /// Its name in figures.
    const fn name(self) -> &'static str {
        match self {
            Self::Station => "station",
            Self::Address => "address",
        }
    }
}

impl fmt::Display for LimitReached {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Station => "This station has as many listeners as it can take. Try again in a while.",
            Self::Address => {
                "Too many listen from your address already. Stop another player there, and try again."
            }
        })
    }
}

/// All places; clones share them.
#[derive(Clone, Debug, Default)]
pub struct ListenerLimits {
    limits: Limits,
    /// True while listeners of this machine count, whose addresses are not those of a proxy's clients.
    counts_loopback: bool,
    taken: Arc<Mutex<Taken>>,
    refused: Family<Reason, Counter>,
}

/// Label for the reason for which listeners were refused.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Reason {
    reason: &'static str,
}

#[derive(Debug, Default)]
struct Taken {
    /// Number of listeners of each station, by its slug. Stations without listeners have no entry.
    by_station: HashMap<Arc<str>, u32>,
    by_address: HashMap<IpAddr, u32>,
    /// Stations of which it was said that they are full.
    told: Vec<Arc<str>>,
}

/// A listener's place.
#[derive(Debug)]
pub struct ListenerPermit {
    places: ListenerLimits,
    station: Arc<str>,
    address: Option<IpAddr>,
}

impl ListenerLimits {
    /// Places as far as `limits` go.
    pub fn new(limits: Limits) -> Self {
        Self { limits, ..Self::default() }
    }

    /// Returns the same limits, which count listeners of this machine too if `counts`: where proxies are trusted, a
    /// proxy's listeners have addresses of their own.
    #[must_use]
    pub fn counting_loopback(self, counts: bool) -> Self {
        Self { counts_loopback: counts, ..self }
    }

    /// Makes public in `registry`, whose prefix is `longwave`, how many were turned away.
    pub fn register(&self, registry: &mut Registry) {
        for full in [LimitReached::Station, LimitReached::Address] {
            drop(self.refused.get_or_create(&Reason { reason: full.name() }));
        }
        let help = "Listeners turned away: the station, or their address, had as many as it may";
        registry.register("listeners_refused", help, self.refused.clone());
    }

    /// A place for a listener to `station`, who comes from `address`; `Ok(None)` if nobody counts.
    pub fn take(
        &self,
        station: &str,
        address: Option<IpAddr>,
    ) -> Result<Option<ListenerPermit>, LimitReached> {
        if self.limits == Limits::default() {
            return Ok(None);
        }
        let address =
            address.map(client_prefix).filter(|address| self.counts_loopback || !is_this_machine(*address));
        let address = address.filter(|_| self.limits.per_address.is_some());
        let mut taken = self.taken();
        let station = taken
            .by_station
            .get_key_value(station)
            .map_or_else(|| station.into(), |(slug, _)| Arc::clone(slug));
        if is_full(&taken.by_station, &station, self.limits.per_station) {
            taken.tell(&station);
            return Err(self.refuse(LimitReached::Station));
        }
        if let Some(address) = address {
            if is_full(&taken.by_address, &address, self.limits.per_address) {
                return Err(self.refuse(LimitReached::Address));
            }
            *taken.by_address.entry(address).or_default() += 1;
        }
        *taken.by_station.entry(Arc::clone(&station)).or_default() += 1;
        drop(taken);
        Ok(Some(ListenerPermit { places: self.clone(), station, address }))
    }

    fn refuse(&self, full: LimitReached) -> LimitReached {
        self.refused.get_or_create(&Reason { reason: full.name() }).inc();
        full
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Taken {
    /// Says that a station is full, once until there is clearly room again.
    fn tell(&mut self, station: &Arc<str>) {
        if !self.told.contains(station) {
            tracing::warn!(%station, "it has as many listeners as it may; newcomers are turned away");
            self.told.push(Arc::clone(station));
        }
    }
}

impl Drop for ListenerPermit {
    fn drop(&mut self) {
        let mut taken = self.places.taken();
        let left = leave(&mut taken.by_station, &self.station);
        if let Some(address) = &self.address {
            leave(&mut taken.by_address, address);
        }
        // A tenth free is room, not one who left and one who came.
        let most = self.places.limits.per_station.map_or(u32::MAX, NonZeroU32::get);
        if left < most - most / 10 {
            taken.told.retain(|station| *station != self.station);
        }
    }
}

fn is_full<K: Hash + Eq>(taken: &HashMap<K, u32>, key: &K, most: Option<NonZeroU32>) -> bool {
    most.is_some_and(|most| taken.get(key).is_some_and(|count| *count >= most.get()))
}

/// Counts one less; returns how many are left.
fn leave<K: Hash + Eq + Clone>(taken: &mut HashMap<K, u32>, key: &K) -> u32 {
    let Some(count) = taken.get_mut(key) else { return 0 };
    *count = count.saturating_sub(1);
    let left = *count;
    if left == 0 {
        taken.remove(key);
    }
    left
}

fn is_this_machine(address: IpAddr) -> bool {
    // Households of IPv6 have lost the half that says `::1`.
    address == Ipv4Addr::LOCALHOST || address == client_prefix(Ipv6Addr::LOCALHOST.into())
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    fn places(per_station: u32, per_address: u32) -> ListenerLimits {
        let limit = NonZeroU32::new;
        ListenerLimits::new(Limits { per_station: limit(per_station), per_address: limit(per_address) })
    }

    fn take(places: &ListenerLimits, station: &str, address: &str) -> Result<ListenerPermit, LimitReached> {
        let address = address.parse().unwrap();
        places.take(station, Some(address)).map(|place| place.expect("it is counted"))
    }

    #[test]
    fn a_place_is_free_again_when_it_is_left() {
        let places = places(2, 0);
        let first = take(&places, "main", "192.0.2.1").unwrap();
        let second = take(&places, "main", "192.0.2.1").unwrap();
        assert_eq!(take(&places, "main", "192.0.2.2").unwrap_err(), LimitReached::Station);
        let other = take(&places, "other", "192.0.2.2").unwrap();
        drop(first);
        let third = take(&places, "main", "192.0.2.2").unwrap();
        assert_eq!(take(&places, "main", "192.0.2.1").unwrap_err(), LimitReached::Station);
        drop((second, third, other));
        let taken = places.taken();
        assert!(taken.by_station.is_empty() && taken.by_address.is_empty(), "nothing is left: {taken:?}");
    }

    #[test]
    fn a_household_is_one_address_and_this_machine_is_none() {
        let places = places(0, 1);
        let _v4 = take(&places, "main", "192.0.2.1").unwrap();
        assert_eq!(take(&places, "other", "::ffff:192.0.2.1").unwrap_err(), LimitReached::Address);
        let v6 = take(&places, "main", "2001:db8::1").unwrap();
        assert_eq!(take(&places, "main", "2001:db8::2").unwrap_err(), LimitReached::Address);
        let _next_door = take(&places, "main", "2001:db8:0:1::1").unwrap();
        drop(v6);
        let _again = take(&places, "main", "2001:db8::2").unwrap();
        for proxy in ["127.0.0.1", "::1", "::ffff:127.0.0.1"] {
            let _first = take(&places, "main", proxy).unwrap();
            let _second = take(&places, "main", proxy).unwrap();
        }
        assert!(places.take("main", None).unwrap().is_some());
    }

    #[test]
    fn without_limits_nobody_counts() {
        let address = "192.0.2.1".parse().unwrap();
        assert!(places(0, 0).take("main", Some(address)).unwrap().is_none());
    }

    #[test]
    fn a_crowd_gets_exactly_as_many_places_as_there_are() {
        let places = places(100, 0);
        let crowd = |_| {
            let places = places.clone();
            thread::spawn(move || (0..50).filter_map(|_| take(&places, "main", "192.0.2.1").ok()).collect())
        };
        let crowds: Vec<thread::JoinHandle<Vec<ListenerPermit>>> = (0..8).map(crowd).collect();
        let seated: Vec<_> = crowds.into_iter().flat_map(|crowd| crowd.join().unwrap()).collect();
        assert_eq!(seated.len(), 100);
    }

    #[test]
    fn that_it_is_full_is_told_once_until_there_is_room() {
        let places = places(10, 0);
        let mut seated: Vec<_> = (0..10).map(|_| take(&places, "main", "192.0.2.1").unwrap()).collect();
        let told = || places.taken().told.len();
        assert_eq!(told(), 0);
        take(&places, "main", "192.0.2.1").unwrap_err();
        assert_eq!(told(), 1);
        // One goes, one comes: it is as full as before.
        seated.pop();
        seated.push(take(&places, "main", "192.0.2.1").unwrap());
        take(&places, "main", "192.0.2.1").unwrap_err();
        assert_eq!(told(), 1);
        seated.truncate(8);
        assert_eq!(told(), 0);
    }
}
