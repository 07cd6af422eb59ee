//! How often an address may be wrong about a password, and how often all addresses may about one account.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;

use crate::model::client_prefix;

/// What an address may do: ten wrong passwords at once, ten more a minute, four checked at the same time; the
/// rest is left to others.
const OF_ADDRESS: ThrottleLimits = ThrottleLimits { at_once: 10.0, refill_us: 6_000_000.0, checked: 4 };
/// What all addresses together may do with one account: more than one address can, so that it alone locks nobody out.
const OF_ACCOUNT: ThrottleLimits = ThrottleLimits { at_once: 60.0, refill_us: 2_000_000.0, checked: 32 };
/// What all addresses together may do with the codes of one account, once its password was right: a code has six digits.
const OF_CODES: ThrottleLimits = ThrottleLimits { at_once: 10.0, refill_us: 60_000_000.0, checked: 4 };
/// Addresses, and accounts, that are remembered.
const REMEMBERED: usize = 4_096;

/// Counts wrong passwords by address and by account, so that nobody else is locked out: from where the right
/// password came before, an account is reached however many are wrong about it elsewhere.
#[derive(Default)]
pub(super) struct LoginThrottle {
    by_address: Counts<IpAddr>,
    by_account: Counts<String>,
    by_codes: Counts<String>,
    /// Where the right password came from, and when last.
    known: HashMap<(IpAddr, String), u64>,
}

/// Where a try comes from, and whose password it is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct LoginAttempt {
    address: IpAddr,
    /// Nobody's where the password is a station's.
    account: Option<String>,
    /// Whether the right password of the account came from this address before.
    is_known: bool,
    /// Whether it is one of a code, and not of a password.
    is_of_code: bool,
}

/// Someone was wrong too often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Throttled {
    /// Seconds until it may be tried again.
    pub(super) wait: u64,
}

/// How a try ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AttemptOutcome {
    /// The password was wrong, which costs one of the tries there are.
    Wrong,
    /// The password was right.
    Right,
    /// It was not looked at.
    Unknown,
}

impl LoginAttempt {
    /// Of a password from `address` that is said to be that of `account`, or of a station.
    pub(super) fn new(address: IpAddr, account: Option<&str>) -> Self {
        // Longer names are nobody's.
        let account = account.map(|name| name.to_lowercase().chars().take(40).collect());
        Self { address: client_prefix(address), account, is_known: false, is_of_code: false }
    }

    /// Of a code from `address` that is said to be one of `account`.
    pub(super) fn of_code(address: IpAddr, account: &str) -> Self {
        Self { is_of_code: true, ..Self::new(address, Some(account)) }
    }

    /// The account whose tries it is one of.
    fn counted(&self) -> Option<&String> {
        self.account.as_ref().filter(|_| !self.is_known)
    }

    fn pair(&self) -> Option<(IpAddr, String)> {
        self.account.clone().map(|account| (self.address, account))
    }
}

impl LoginThrottle {
    /// Takes a try. To be followed by [`end`](Self::end).
    pub(super) fn begin(&mut self, tried: &mut LoginAttempt, now_us: u64) -> Result<(), Throttled> {
        self.by_address.begin(&tried.address, &OF_ADDRESS, now_us)?;
        if let (true, Some(account)) = (tried.is_of_code, &tried.account) {
            return self.by_codes.begin(account, &OF_CODES, now_us).inspect_err(|_| {
                self.by_address.end(&tried.address, &OF_ADDRESS, AttemptOutcome::Unknown);
            });
        }
        tried.is_known = tried.pair().is_some_and(|pair| self.known.contains_key(&pair));
        let Some(account) = tried.counted() else { return Ok(()) };
        self.by_account.begin(account, &OF_ACCOUNT, now_us).inspect_err(|_| {
            self.by_address.end(&tried.address, &OF_ADDRESS, AttemptOutcome::Unknown);
        })
    }

    /// Ends a try, at `now_us`.
    pub(super) fn end(&mut self, tried: &LoginAttempt, outcome: AttemptOutcome, now_us: u64) {
        self.by_address.end(&tried.address, &OF_ADDRESS, outcome);
        if let (true, Some(account)) = (tried.is_of_code, &tried.account) {
            return self.by_codes.end(account, &OF_CODES, outcome);
        }
        if let Some(account) = tried.counted() {
            self.by_account.end(account, &OF_ACCOUNT, outcome);
        }
        if let (AttemptOutcome::Right, Some(pair)) = (outcome, tried.pair()) {
            if self.known.len() >= REMEMBERED && !self.known.contains_key(&pair) {
                let oldest = self.known.iter().min_by_key(|(_, at_us)| **at_us).map(|(pair, _)| pair.clone());
                oldest.map(|oldest| self.known.remove(&oldest));
            }
            self.known.insert(pair, now_us);
        }
    }
}

/// How often something may be tried.
struct ThrottleLimits {
    /// Wrong passwords at once.
    at_once: f64,
    /// Microseconds after which there may be another one.
    refill_us: f64,
    /// Passwords that are checked at the same time.
    checked: u8,
}

/// Wrong passwords by what they are counted by.
struct Counts<K>(HashMap<K, Tried>);

impl<K> Default for Counts<K> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

struct Tried {
    /// Wrong passwords there may still be.
    left: f64,
    since_us: u64,
    checking: u8,
}

impl<K: Clone + Eq + Hash> Counts<K> {
    fn begin(&mut self, key: &K, limits: &ThrottleLimits, now_us: u64) -> Result<(), Throttled> {
        if !self.0.contains_key(key) && self.0.len() >= REMEMBERED {
            self.forget(limits, now_us);
        }
        let fresh = Tried { left: limits.at_once, since_us: now_us, checking: 0 };
        let tried = self.0.entry(key.clone()).or_insert(fresh);
        tried.refill(limits, now_us);
        if tried.left < 1.0 {
            return Err(Throttled { wait: ((1.0 - tried.left) * limits.refill_us / 1e6).ceil() as u64 });
        }
        if tried.checking >= limits.checked {
            return Err(Throttled { wait: 1 });
        }
        tried.left -= 1.0;
        tried.checking += 1;
        Ok(())
    }

    fn end(&mut self, key: &K, limits: &ThrottleLimits, outcome: AttemptOutcome) {
        let Some(tried) = self.0.get_mut(key) else { return };
        tried.checking = tried.checking.saturating_sub(1);
        if outcome != AttemptOutcome::Wrong {
            tried.left = (tried.left + 1.0).min(limits.at_once);
        }
    }

    /// Makes room: forgets what has nothing against it, or else what has least.
    fn forget(&mut self, limits: &ThrottleLimits, now_us: u64) {
        self.0.retain(|_, tried| {
            tried.refill(limits, now_us);
            tried.checking > 0 || tried.left < limits.at_once
        });
        if self.0.len() >= REMEMBERED {
            let idle = self.0.iter().filter(|(_, tried)| tried.checking == 0);
            let best = idle.max_by(|(_, a), (_, b)| a.left.total_cmp(&b.left)).map(|(key, _)| key.clone());
            if let Some(best) = best {
                self.0.remove(&best);
            }
        }
    }
}

impl Tried {
    fn refill(&mut self, limits: &ThrottleLimits, now_us: u64) {
        let passed = now_us.saturating_sub(self.since_us) as f64;
        self.left = (self.left + passed / limits.refill_us).min(limits.at_once);
        self.since_us = now_us;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: u64 = 1_000_000;

    fn from(address: &str) -> LoginAttempt {
        LoginAttempt::new(address.parse().unwrap(), None)
    }

    fn about(account: &str, address: &str) -> LoginAttempt {
        LoginAttempt::new(address.parse().unwrap(), Some(account))
    }

    /// Tries `times` with a wrong password; returns how often that was let through.
    fn wrong(tries: &mut LoginThrottle, address: &str, times: usize, now_us: u64) -> usize {
        wrong_about(tries, &mut from(address), times, now_us)
    }

    fn wrong_about(tries: &mut LoginThrottle, what: &mut LoginAttempt, times: usize, now_us: u64) -> usize {
        let mut through = 0;
        for _ in 0..times {
            if tries.begin(what, now_us).is_ok() {
                through += 1;
                tries.end(what, AttemptOutcome::Wrong, now_us);
            }
        }
        through
    }

    #[test]
    fn ten_wrong_ones_are_enough_and_time_heals() {
        let mut tries = LoginThrottle::default();
        assert_eq!(wrong(&mut tries, "192.0.2.1", 50, 0), 10);
        assert_eq!(wrong(&mut tries, "192.0.2.2", 5, 0), 5, "others are not locked out");
        assert_eq!(tries.begin(&mut from("192.0.2.1"), 0), Err(Throttled { wait: 6 }));
        assert_eq!(wrong(&mut tries, "192.0.2.1", 50, 13 * SECOND), 2);
        assert_eq!(wrong(&mut tries, "192.0.2.1", 50, 1_000 * SECOND), 10);
    }

    #[test]
    fn right_ones_cost_nothing() {
        let mut tries = LoginThrottle::default();
        for _ in 0..100 {
            tries.begin(&mut from("192.0.2.1"), 0).unwrap();
            tries.end(&from("192.0.2.1"), AttemptOutcome::Right, 0);
        }
    }

    #[test]
    fn a_network_of_ipv6_is_one_and_mapped_addresses_are_ipv4() {
        let mut tries = LoginThrottle::default();
        assert_eq!(wrong(&mut tries, "2001:db8::1", 6, 0) + wrong(&mut tries, "2001:db8::2", 6, 0), 10);
        assert_eq!(wrong(&mut tries, "192.0.2.1", 6, 0) + wrong(&mut tries, "::ffff:192.0.2.1", 6, 0), 10);
    }

    #[test]
    fn few_of_one_address_are_checked_at_a_time() {
        let mut tries = LoginThrottle::default();
        let begun = (0..9).filter(|_| tries.begin(&mut from("192.0.2.1"), 0).is_ok()).count();
        assert_eq!(begun, 4);
    }

    #[test]
    fn a_crowd_of_addresses_does_not_grow_the_table_nor_clear_the_worst() {
        let mut tries = LoginThrottle::default();
        wrong(&mut tries, "192.0.2.1", 50, 0);
        for number in 0..10_000u32 {
            let mut from = LoginAttempt::new(
                IpAddr::from((0x0A00_0000 + number).to_be_bytes()),
                Some(&number.to_string()),
            );
            tries.begin(&mut from, 0).unwrap();
            tries.end(
                &from,
                if number % 2 == 0 { AttemptOutcome::Wrong } else { AttemptOutcome::Right },
                u64::from(number),
            );
        }
        assert!(tries.by_address.0.len() <= REMEMBERED && tries.by_account.0.len() <= REMEMBERED);
        assert!(
            tries.known.len() <= REMEMBERED
                && tries.known.contains_key(&about("9999", "10.0.39.15").pair().unwrap())
        );
        assert_eq!(wrong(&mut tries, "192.0.2.1", 5, 0), 0);
    }

    #[test]
    fn many_addresses_cannot_guess_one_account_nor_lock_its_owner_out() {
        let mut tries = LoginThrottle::default();
        let mut home = about("Ada", "198.51.100.1");
        tries.begin(&mut home, 0).unwrap();
        tries.end(&home, AttemptOutcome::Right, 0);
        let guessed: usize = (0..100)
            .map(|number| wrong_about(&mut tries, &mut about("ada", &format!("192.0.2.{number}")), 10, 0))
            .sum();
        assert_eq!(guessed, 60);
        assert!(tries.begin(&mut about("ADA", "203.0.113.1"), 0).is_err(), "nobody new for now");
        assert_eq!(wrong_about(&mut tries, &mut home, 20, 0), 10, "where the right one came from before");
        assert!(tries.begin(&mut about("ben", "203.0.113.1"), 0).is_ok(), "others' accounts");
        assert!(tries.begin(&mut about("ada", "203.0.113.1"), 3 * SECOND).is_ok(), "time heals");
    }

    #[test]
    fn codes_are_guessed_by_nobody_however_many_try() {
        let mut tries = LoginThrottle::default();
        let mut guess = |number: u32, now_us| {
            let from = IpAddr::from((0x0A00_0000 + number).to_be_bytes());
            wrong_about(&mut tries, &mut LoginAttempt::of_code(from, "ada"), 10, now_us)
        };
        assert_eq!((0..100).map(|number| guess(number, 0)).sum::<usize>(), 10);
        // A day of it: less than one in 200 guesses right by chance.
        let day: usize = (0..1_440).map(|minute| guess(minute, u64::from(minute) * 60 * SECOND)).sum();
        assert!(day < 1_500, "{day}");
        assert!(tries.begin(&mut about("ada", "10.9.9.9"), 0).is_ok(), "passwords are counted by themselves");
    }

    #[test]
    fn one_address_alone_does_not_close_an_account() {
        let mut tries = LoginThrottle::default();
        for minute in 0..100 {
            wrong_about(&mut tries, &mut about("ada", "192.0.2.1"), 50, minute * 60 * SECOND);
            assert!(tries.begin(&mut about("ada", "203.0.113.1"), minute * 60 * SECOND).is_ok());
            tries.end(&about("ada", "203.0.113.1"), AttemptOutcome::Unknown, minute * 60 * SECOND);
        }
    }
}
