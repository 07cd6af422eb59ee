//! The listeners that are connected, by station, address and program: those who may no longer listen are found here.
//!
//! In: a listener that joins. Out: the numbers of those that meet a condition, or of a station. Never: tells anybody an address; a
//! listener is forgotten when it leaves.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use slab::Slab;

/// The longest part of a `User-Agent` header that is remembered, in bytes.
const LONGEST_AGENT: usize = 256;
/// Different `User-Agent` headers that are shared between listeners.
const MOST_AGENTS: usize = 4_096;

/// All connected listeners; clones share the list.
#[derive(Clone, Debug, Default)]
pub struct OpenListeners(Arc<Mutex<ListenerTable>>);

#[derive(Debug, Default)]
struct ListenerTable {
    listeners: Slab<OpenListener>,
    /// Headers that many listeners have in common.
    agents: HashSet<Arc<[u8]>>,
}

#[derive(Debug)]
struct OpenListener {
    station: Arc<str>,
    number: u64,
    address: IpAddr,
    agent: Arc<[u8]>,
}

/// Keeps a listener in the list until it is dropped.
#[derive(Debug)]
pub struct OpenGuard {
    listeners: OpenListeners,
    key: usize,
}

impl OpenListeners {
    /// Adds the listener with this number to the station `slug`.
    pub fn enter(&self, slug: &str, number: u64, address: IpAddr, agent: &[u8]) -> OpenGuard {
        let mut table = self.table();
        let agent = table.shared(&agent[..agent.len().min(LONGEST_AGENT)]);
        let key = table.listeners.insert(OpenListener { station: slug.into(), number, address, agent });
        OpenGuard { listeners: self.clone(), key }
    }

    /// Returns the numbers of the listeners whose address and `User-Agent` meet a condition, in order, by station.
    pub fn matching(&self, condition: impl Fn(IpAddr, &[u8]) -> bool) -> BTreeMap<Arc<str>, Vec<u64>> {
        let table = self.table();
        let mut found: BTreeMap<Arc<str>, Vec<u64>> = BTreeMap::new();
        for (_, listener) in &table.listeners {
            if condition(listener.address, &listener.agent) {
                found.entry(Arc::clone(&listener.station)).or_default().push(listener.number);
            }
        }
        for numbers in found.values_mut() {
            numbers.sort_unstable();
        }
        found
    }

    /// Returns the address and the `User-Agent` of each listener of the station `slug`, by its number.
    pub fn clients_of(&self, slug: &str) -> HashMap<u64, (IpAddr, Arc<[u8]>)> {
        let table = self.table();
        let of_it = table.listeners.iter().filter(|(_, listener)| &*listener.station == slug);
        of_it
            .map(|(_, listener)| (listener.number, (listener.address, Arc::clone(&listener.agent))))
            .collect()
    }

    /// Returns the numbers of the listeners of the station `slug`, in order.
    pub fn of_station(&self, slug: &str) -> Vec<u64> {
        let table = self.table();
        let of_it = table.listeners.iter().filter(|(_, listener)| &*listener.station == slug);
        let mut numbers: Vec<u64> = of_it.map(|(_, listener)| listener.number).collect();
        numbers.sort_unstable();
        numbers
    }

    fn table(&self) -> MutexGuard<'_, ListenerTable> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ListenerTable {
    /// Returns the header as all listeners that have it share it.
    fn shared(&mut self, agent: &[u8]) -> Arc<[u8]> {
        if let Some(known) = self.agents.get(agent) {
            return Arc::clone(known);
        }
        if self.agents.len() >= MOST_AGENTS {
            self.agents.retain(|known| Arc::strong_count(known) > 1);
        }
        let agent: Arc<[u8]> = agent.into();
        if self.agents.len() < MOST_AGENTS {
            self.agents.insert(Arc::clone(&agent));
        }
        agent
    }
}

impl Drop for OpenGuard {
    fn drop(&mut self) {
        self.listeners.table().listeners.try_remove(self.key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listeners_are_found_by_address_and_program_until_they_leave() {
        let (open, here) = (OpenListeners::default(), IpAddr::from([192, 0, 2, 1]));
        let there = IpAddr::from([198, 51, 100, 1]);
        let _second = open.enter("main", 2, here, b"VLC");
        let first = open.enter("main", 1, here, b"BadBot");
        let _other = open.enter("jazz", 1, there, b"BadBot");
        let at_here = |open: &OpenListeners| open.matching(|address, _| address == here);
        assert_eq!(at_here(&open), BTreeMap::from([("main".into(), vec![1, 2])]));
        let bots = open.matching(|_, agent| agent == b"BadBot");
        assert_eq!(bots, BTreeMap::from([("jazz".into(), vec![1]), ("main".into(), vec![1])]));
        assert_eq!((open.of_station("main"), open.of_station("jazz")), (vec![1, 2], vec![1]));
        drop(first);
        assert_eq!(at_here(&open), BTreeMap::from([("main".into(), vec![2])]));
        assert_eq!((open.of_station("main"), open.of_station("none")), (vec![2], vec![]));
    }

    #[test]
    fn headers_are_shared_cut_and_bounded() {
        let (open, here) = (OpenListeners::default(), IpAddr::from([192, 0, 2, 1]));
        let guards: Vec<_> = (0..3).map(|number| open.enter("main", number, here, &[b'x'; 1_000])).collect();
        assert_eq!(open.table().agents.iter().map(|agent| agent.len()).collect::<Vec<_>>(), [LONGEST_AGENT]);
        drop(guards);
        for number in 0..2 * MOST_AGENTS as u64 {
            drop(open.enter("main", number, here, &number.to_be_bytes()));
        }
        assert!(open.table().agents.len() <= MOST_AGENTS && open.table().listeners.is_empty());
    }
}
