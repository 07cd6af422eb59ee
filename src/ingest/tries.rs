//! How often an address may be wrong about a password.

use std::collections::HashMap;
use std::net::IpAddr;

use crate::model::household;

/// Wrong passwords an address may give at once.
const AT_ONCE: f64 = 10.0;
/// Microseconds after which it may give another one: ten a minute.
const REFILL_US: f64 = 6_000_000.0;
/// Passwords of one address that are checked at the same time; the rest is left to others.
const CHECKED: u8 = 4;
/// Addresses that are remembered.
const REMEMBERED: usize = 4_096;

/// Counts wrong passwords by address, so that nobody else is locked out.
#[derive(Default)]
pub(super) struct Tries {
    by_address: HashMap<IpAddr, Tried>,
}

struct Tried {
    /// Wrong passwords it may still give.
    left: f64,
    since_us: u64,
    checking: u8,
}

/// The address was wrong too often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooOften {
    /// Seconds until it may try again.
    pub(super) wait: u64,
}

impl Tries {
    /// Takes a try from `address`. To be followed by [`end`](Self::end).
    pub(super) fn begin(&mut self, address: IpAddr, now_us: u64) -> Result<(), TooOften> {
        let address = household(address);
        if !self.by_address.contains_key(&address) && self.by_address.len() >= REMEMBERED {
            self.forget(now_us);
        }
        let fresh = Tried { left: AT_ONCE, since_us: now_us, checking: 0 };
        let tried = self.by_address.entry(address).or_insert(fresh);
        tried.refill(now_us);
        if tried.left < 1.0 {
            return Err(TooOften { wait: ((1.0 - tried.left) * REFILL_US / 1e6).ceil() as u64 });
        }
        if tried.checking >= CHECKED {
            return Err(TooOften { wait: 1 });
        }
        tried.left -= 1.0;
        tried.checking += 1;
        Ok(())
    }

    /// Ends a try, which costs nothing if it `cost` nothing: the password was right, or was not looked at.
    pub(super) fn end(&mut self, address: IpAddr, cost: Cost) {
        let Some(tried) = self.by_address.get_mut(&household(address)) else { return };
        tried.checking = tried.checking.saturating_sub(1);
        if cost == Cost::Nothing {
            tried.left = (tried.left + 1.0).min(AT_ONCE);
        }
    }

    /// Makes room: forgets who has nothing against them, or else who has least.
    fn forget(&mut self, now_us: u64) {
        self.by_address.retain(|_, tried| {
            tried.refill(now_us);
            tried.checking > 0 || tried.left < AT_ONCE
        });
        if self.by_address.len() >= REMEMBERED {
            let idle = self.by_address.iter().filter(|(_, tried)| tried.checking == 0);
            let best = idle.max_by(|(_, a), (_, b)| a.left.total_cmp(&b.left)).map(|(address, _)| *address);
            if let Some(best) = best {
                self.by_address.remove(&best);
            }
        }
    }
}

/// What a try costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cost {
    /// One of the tries the address has.
    One,
    /// Nothing.
    Nothing,
}

impl Tried {
    fn refill(&mut self, now_us: u64) {
        let passed = now_us.saturating_sub(self.since_us) as f64;
        self.left = (self.left + passed / REFILL_US).min(AT_ONCE);
        self.since_us = now_us;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: u64 = 1_000_000;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    /// Tries `times` with a wrong password; returns how often that was let through.
    fn wrong(tries: &mut Tries, from: &str, times: usize, now_us: u64) -> usize {
        let mut through = 0;
        for _ in 0..times {
            if tries.begin(address(from), now_us).is_ok() {
                through += 1;
                tries.end(address(from), Cost::One);
            }
        }
        through
    }

    #[test]
    fn ten_wrong_ones_are_enough_and_time_heals() {
        let mut tries = Tries::default();
        assert_eq!(wrong(&mut tries, "192.0.2.1", 50, 0), 10);
        assert_eq!(wrong(&mut tries, "192.0.2.2", 5, 0), 5, "others are not locked out");
        assert_eq!(tries.begin(address("192.0.2.1"), 0), Err(TooOften { wait: 6 }));
        assert_eq!(wrong(&mut tries, "192.0.2.1", 50, 13 * SECOND), 2);
        assert_eq!(wrong(&mut tries, "192.0.2.1", 50, 1_000 * SECOND), 10);
    }

    #[test]
    fn right_ones_cost_nothing() {
        let mut tries = Tries::default();
        for _ in 0..100 {
            tries.begin(address("192.0.2.1"), 0).unwrap();
            tries.end(address("192.0.2.1"), Cost::Nothing);
        }
    }

    #[test]
    fn a_network_of_ipv6_is_one_and_mapped_addresses_are_ipv4() {
        let mut tries = Tries::default();
        assert_eq!(wrong(&mut tries, "2001:db8::1", 6, 0) + wrong(&mut tries, "2001:db8::2", 6, 0), 10);
        assert_eq!(wrong(&mut tries, "192.0.2.1", 6, 0) + wrong(&mut tries, "::ffff:192.0.2.1", 6, 0), 10);
    }

    #[test]
    fn few_of_one_address_are_checked_at_a_time() {
        let mut tries = Tries::default();
        let begun = (0..9).filter(|_| tries.begin(address("192.0.2.1"), 0).is_ok()).count();
        assert_eq!(begun, 4);
    }

    #[test]
    fn a_crowd_of_addresses_does_not_grow_the_table_nor_clear_the_worst() {
        let mut tries = Tries::default();
        wrong(&mut tries, "192.0.2.1", 50, 0);
        for number in 0..10_000u32 {
            let from = IpAddr::from((0x0A00_0000 + number).to_be_bytes());
            tries.begin(from, 0).unwrap();
            tries.end(from, Cost::One);
        }
        assert!(tries.by_address.len() <= REMEMBERED);
        assert_eq!(wrong(&mut tries, "192.0.2.1", 5, 0), 0);
    }
}
