//! Limits how often a password may be guessed, without locking anybody out.
//!
//! A wrong password counts in three buckets: that of the client's address and the account together, that of the
//! address over all accounts, and that of the account over all addresses. An address is one of IPv4, or a /64
//! network of IPv6.
//!
//! A pair of address and account that signed in before is known: it counts in a bucket of its own only. So an account
//! under attack stays open to its owner, however many addresses guess, and one program that retries an old
//! password shuts out nobody else at its address. The source password of a station counts as an account.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;

use crate::model::client_prefix;

/// Wrong passwords of one address for one account: ten at once, ten more a minute, four checked at a time.
const OF_PAIR: ThrottleLimits = ThrottleLimits { at_once: 10.0, refill_us: 6_000_000.0, checked: 4 };
/// Wrong passwords of one address for an account that it signed in to before: more than a program sends that
/// retries an old password every 3 s.
const OF_KNOWN: ThrottleLimits = ThrottleLimits { at_once: 60.0, refill_us: 2_000_000.0, checked: 4 };
/// Wrong passwords of one address for all accounts together.
const OF_ADDRESS: ThrottleLimits = ThrottleLimits { at_once: 60.0, refill_us: 2_000_000.0, checked: 8 };
/// Wrong passwords of all addresses together for one account, or for the source password of one station.
const OF_ACCOUNT: ThrottleLimits = ThrottleLimits { at_once: 60.0, refill_us: 2_000_000.0, checked: 8 };
/// Wrong codes of all addresses together for one account, once its password was right: a code has six digits.
const OF_CODES: ThrottleLimits = ThrottleLimits { at_once: 10.0, refill_us: 60_000_000.0, checked: 4 };
/// Entries that each table remembers.
const REMEMBERED: usize = 4_096;
/// The longest name that is counted, in characters; a longer one is nobody's.
const LONGEST_NAME: usize = 64;

/// Counts wrong passwords by address and account.
#[derive(Default)]
pub(super) struct LoginThrottle {
    by_pair: Counts<Pair>,
    by_known_pair: Counts<Pair>,
    by_address: Counts<IpAddr>,
    by_account: Counts<String>,
    by_codes: Counts<String>,
    /// Pairs from which the right password came, and when last.
    known: HashMap<Pair, u64>,
    /// Pairs that another server let in, and when last; apart from the others, which these must not push out.
    known_elsewhere: HashMap<Pair, u64>,
}

/// An address and an account.
type Pair = (IpAddr, String);

/// An attempt to sign in: where it comes from, and whose password is given.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct LoginAttempt {
    /// The address as it came.
    from: IpAddr,
    /// The address that stands for its network.
    address: IpAddr,
    /// The account; `None` if the attempt names none.
    account: Option<String>,
    /// Set once the right password of the account has come from this address.
    is_known: bool,
    /// True while a one-time code is checked, and not a password.
    is_of_code: bool,
}

/// Wrong passwords came too often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Throttled {
    /// Seconds until the next attempt.
    pub(super) wait: u64,
}

/// Outcome of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AttemptOutcome {
    /// The password was wrong, which is counted.
    Wrong,
    /// The password was right.
    Right,
    /// Another server says that the password was right.
    RightElsewhere,
    /// The password was not checked.
    Unknown,
}

impl LoginAttempt {
    /// Makes one of a password from `address` for `account`.
    pub(super) fn new(address: IpAddr, account: Option<&str>) -> Self {
        let account = account.map(|name| name.to_lowercase().chars().take(LONGEST_NAME).collect());
        Self { from: address, address: client_prefix(address), account, is_known: false, is_of_code: false }
    }

    /// Makes one of the source password of the station `slug` from `address`.
    pub(super) fn of_source(address: IpAddr, slug: &str) -> Self {
        // No account has this name, for it has an `@`.
        Self::new(address, Some(&format!("source@{slug}")))
    }

    /// Makes one of a one-time code from `address` for `account`.
    pub(super) fn of_code(address: IpAddr, account: &str) -> Self {
        Self { is_of_code: true, ..Self::new(address, Some(account)) }
    }

    /// Returns whether the right password of the account came from this address before.
    pub(super) fn is_known(&self) -> bool {
        self.is_known
    }

    /// Returns the name that is shown in the log.
    pub(super) fn account(&self) -> Option<&str> {
        self.account.as_deref()
    }

    /// Returns the address as it came.
    pub(super) fn from(&self) -> IpAddr {
        self.from
    }

    /// Returns the address or network that it is counted for.
    pub(super) fn address(&self) -> IpAddr {
        self.address
    }

    fn pair(&self) -> Option<Pair> {
        self.account.clone().map(|account| (self.address, account))
    }
}

impl LoginThrottle {
    /// Remembers that the right password of `account` came from `address` before, at `at_us`.
    pub(super) fn remember(&mut self, address: IpAddr, account: &str, at_us: u64) {
        if let Some(pair) = LoginAttempt::new(address, Some(account)).pair() {
            learn(&mut self.known, pair, at_us);
        }
    }

    /// Returns whether the right password of any account came from `address` before.
    pub(super) fn is_known_address(&self, address: IpAddr) -> bool {
        let address = client_prefix(address);
        self.known.keys().chain(self.known_elsewhere.keys()).any(|(known, _)| *known == address)
    }

    /// Begins an attempt. To be followed by [`end`](Self::end).
    pub(super) fn begin(&mut self, tried: &mut LoginAttempt, now_us: u64) -> Result<(), Throttled> {
        let is_known =
            |pair: Pair| self.known.contains_key(&pair) || self.known_elsewhere.contains_key(&pair);
        tried.is_known = !tried.is_of_code && tried.pair().is_some_and(is_known);
        if let (true, Some(pair)) = (tried.is_known, tried.pair()) {
            return self.by_known_pair.begin(&pair, &OF_KNOWN, now_us);
        }
        // The narrow bucket first: what it stops costs the wider ones nothing.
        if let Some(pair) = tried.pair() {
            self.by_pair.begin(&pair, &OF_PAIR, now_us)?;
        }
        if let Err(throttled) = self.by_address.begin(&tried.address, &OF_ADDRESS, now_us) {
            self.end_pair(tried, AttemptOutcome::Unknown);
            return Err(throttled);
        }
        let Some(account) = tried.account.as_ref() else { return Ok(()) };
        let (counts, limits) = if tried.is_of_code {
            (&mut self.by_codes, &OF_CODES)
        } else {
            (&mut self.by_account, &OF_ACCOUNT)
        };
        counts.begin(account, limits, now_us).inspect_err(|_| {
            self.by_address.end(&tried.address, &OF_ADDRESS, AttemptOutcome::Unknown);
            self.end_pair(tried, AttemptOutcome::Unknown);
        })
    }

    /// Ends an attempt, at `now_us`. Returns whether its pair became known by that.
    pub(super) fn end(&mut self, tried: &LoginAttempt, outcome: AttemptOutcome, now_us: u64) -> bool {
        if let (true, Some(pair)) = (tried.is_known, tried.pair()) {
            self.by_known_pair.end(&pair, &OF_KNOWN, outcome);
        } else {
            self.end_pair(tried, outcome);
            self.by_address.end(&tried.address, &OF_ADDRESS, outcome);
            if let Some(account) = &tried.account {
                let (counts, limits) = if tried.is_of_code {
                    (&mut self.by_codes, &OF_CODES)
                } else {
                    (&mut self.by_account, &OF_ACCOUNT)
                };
                counts.end(account, limits, outcome);
            }
        }
        match (outcome, tried.pair()) {
            (AttemptOutcome::Right, Some(pair)) if !tried.is_of_code => learn(&mut self.known, pair, now_us),
            (AttemptOutcome::RightElsewhere, Some(pair)) => {
                learn(&mut self.known_elsewhere, pair, now_us);
                false
            }
            _ => false,
        }
    }

    fn end_pair(&mut self, tried: &LoginAttempt, outcome: AttemptOutcome) {
        if let Some(pair) = tried.pair() {
            self.by_pair.end(&pair, &OF_PAIR, outcome);
        }
    }
}

/// Makes a pair known; true if it was not.
fn learn(known: &mut HashMap<Pair, u64>, pair: Pair, now_us: u64) -> bool {
    if known.len() >= REMEMBERED && !known.contains_key(&pair) {
        let oldest = known.iter().min_by_key(|(_, at_us)| **at_us).map(|(pair, _)| pair.clone());
        oldest.map(|oldest| known.remove(&oldest));
    }
    known.insert(pair, now_us).is_none()
}

/// The size of a bucket.
struct ThrottleLimits {
    /// Wrong passwords at once.
    at_once: f64,
    /// Microseconds until one more is allowed.
    refill_us: f64,
    /// Passwords that are checked at the same time.
    checked: u8,
}

/// Buckets by what they are counted for.
struct Counts<K>(HashMap<K, Tried>);

impl<K> Default for Counts<K> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

struct Tried {
    /// Wrong passwords that are still allowed.
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

    /// Makes room: forgets full buckets, or else the fullest one.
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

    fn attempt(account: &str, address: &str) -> LoginAttempt {
        LoginAttempt::new(address.parse().unwrap(), Some(account))
    }

    fn numbered(account: &str, number: u32) -> LoginAttempt {
        LoginAttempt::new(IpAddr::from((0x0A00_0000 + number).to_be_bytes()), Some(account))
    }

    /// Makes `times` attempts with a wrong password; returns how many of them were let through.
    fn wrong(throttle: &mut LoginThrottle, mut tried: LoginAttempt, times: usize, now_us: u64) -> usize {
        let mut through = 0;
        for _ in 0..times {
            if throttle.begin(&mut tried, now_us).is_ok() {
                through += 1;
                throttle.end(&tried, AttemptOutcome::Wrong, now_us);
            }
        }
        through
    }

    /// Gives the right password; whether it was checked.
    fn right(throttle: &mut LoginThrottle, mut tried: LoginAttempt, now_us: u64) -> bool {
        let begun = throttle.begin(&mut tried, now_us).is_ok();
        if begun {
            throttle.end(&tried, AttemptOutcome::Right, now_us);
        }
        begun
    }

    #[test]
    fn ten_wrong_passwords_of_a_pair_are_enough_and_time_heals() {
        let mut throttle = LoginThrottle::default();
        assert_eq!(wrong(&mut throttle, attempt("ada", "192.0.2.1"), 50, 0), 10);
        assert_eq!(wrong(&mut throttle, attempt("ada", "192.0.2.2"), 5, 0), 5, "another address");
        assert_eq!(wrong(&mut throttle, attempt("ben", "192.0.2.1"), 5, 0), 5, "another account");
        assert_eq!(throttle.begin(&mut attempt("ADA", "192.0.2.1"), 0), Err(Throttled { wait: 6 }));
        assert_eq!(wrong(&mut throttle, attempt("ada", "192.0.2.1"), 50, 13 * SECOND), 2);
        assert_eq!(wrong(&mut throttle, attempt("ada", "192.0.2.1"), 50, 1_000 * SECOND), 10);
    }

    #[test]
    fn an_address_guesses_at_few_accounts() {
        let mut throttle = LoginThrottle::default();
        let guessed: usize = (0..100)
            .map(|number| wrong(&mut throttle, attempt(&format!("name{number}"), "192.0.2.1"), 10, 0))
            .sum();
        assert_eq!(guessed, 60);
        assert_eq!(wrong(&mut throttle, attempt("ada", "192.0.2.2"), 5, 0), 5);
    }

    #[test]
    fn right_passwords_are_not_counted() {
        let mut throttle = LoginThrottle::default();
        assert!((0..100).all(|_| right(&mut throttle, attempt("ada", "192.0.2.1"), 0)));
    }

    #[test]
    fn a_network_of_ipv6_is_one_and_mapped_addresses_are_ipv4() {
        let mut throttle = LoginThrottle::default();
        let mut of = |address: &str| wrong(&mut throttle, attempt("ada", address), 6, 0);
        assert_eq!(of("2001:db8::1") + of("2001:db8::2"), 10);
        assert_eq!(of("192.0.2.1") + of("::ffff:192.0.2.1"), 10);
    }

    #[test]
    fn few_passwords_of_a_pair_are_checked_at_a_time() {
        let mut throttle = LoginThrottle::default();
        let begun = (0..9).filter(|_| throttle.begin(&mut attempt("ada", "192.0.2.1"), 0).is_ok());
        assert_eq!(begun.count(), 4);
    }

    #[test]
    fn an_account_under_attack_stays_open_to_known_addresses() {
        let mut throttle = LoginThrottle::default();
        assert!(right(&mut throttle, attempt("admin", "198.51.100.1"), 0));
        assert!(right(&mut throttle, LoginAttempt::of_source("198.51.100.2".parse().unwrap(), "main"), 0));
        let is_known = |address: &str| throttle.is_known_address(address.parse().unwrap());
        assert!(is_known("198.51.100.1") && is_known("::ffff:198.51.100.2") && !is_known("198.51.100.3"));
        let (mut checked, mut now_us) = (0, 0);
        for round in 0..200 {
            for number in 0..50 {
                checked += wrong(&mut throttle, numbered("admin", number), 1, now_us);
                now_us += SECOND / 100;
            }
            assert!(right(&mut throttle, attempt("Admin", "198.51.100.1"), now_us), "round {round}");
            let source = LoginAttempt::of_source("198.51.100.2".parse().unwrap(), "main");
            assert!(right(&mut throttle, source, now_us), "round {round}");
        }
        assert!(checked <= 60 + 50, "{checked} of 10,000 guesses were checked within 100 s");
        wrong(&mut throttle, numbered("admin", 60), 10, now_us);
        assert!(!right(&mut throttle, attempt("admin", "203.0.113.1"), now_us), "not from a new address");
        assert!(right(&mut throttle, attempt("ben", "203.0.113.1"), now_us), "other accounts from there");
        assert!(right(&mut throttle, attempt("admin", "203.0.113.1"), now_us + 600 * SECOND), "time heals");
    }

    #[test]
    fn an_attack_from_the_owners_own_address_leaves_the_owner_in() {
        let mut throttle = LoginThrottle::default();
        assert!(right(&mut throttle, attempt("admin", "192.0.2.1"), 0));
        let others: usize = (0..100)
            .map(|number| wrong(&mut throttle, attempt(&format!("name{number}"), "192.0.2.1"), 10, 0))
            .sum();
        assert_eq!(others, 60);
        assert!(right(&mut throttle, attempt("admin", "192.0.2.1"), 0));
    }

    #[test]
    fn a_program_that_retries_an_old_password_shuts_out_nobody() {
        let mut throttle = LoginThrottle::default();
        assert!(right(&mut throttle, attempt("ada", "192.0.2.1"), 0));
        for second in 1..2_000 {
            let now_us = second * SECOND;
            if second % 3 == 0 {
                wrong(&mut throttle, attempt("ada", "192.0.2.1"), 1, now_us);
                wrong(&mut throttle, attempt("ben", "192.0.2.1"), 1, now_us);
            }
            if second % 100 == 0 {
                assert!(right(&mut throttle, attempt("eve", "192.0.2.1"), now_us), "another account");
                assert!(right(&mut throttle, attempt("ada", "192.0.2.1"), now_us), "its own owner");
            }
        }
    }

    #[test]
    fn a_source_password_has_a_pace_over_all_addresses() {
        let mut throttle = LoginThrottle::default();
        let mut guess = |number: u32, now_us| {
            let address = IpAddr::from((0x0A00_0000 + number).to_be_bytes());
            wrong(&mut throttle, LoginAttempt::of_source(address, "main"), 10, now_us)
        };
        assert_eq!((0..1_000).map(|number| guess(number, 0)).sum::<usize>(), 60);
        assert_eq!((0..1_000).map(|number| guess(number, 60 * SECOND)).sum::<usize>(), 30);
    }

    #[test]
    fn codes_have_a_pace_over_all_addresses() {
        let mut throttle = LoginThrottle::default();
        let mut guess = |number: u32, now_us| {
            let address = IpAddr::from((0x0A00_0000 + number).to_be_bytes());
            wrong(&mut throttle, LoginAttempt::of_code(address, "ada"), 10, now_us)
        };
        assert_eq!((0..100).map(|number| guess(number, 0)).sum::<usize>(), 10);
        // A day of it: fewer than one attack in 200 guesses right by chance.
        let day: usize = (0..1_440).map(|minute| guess(minute, u64::from(minute) * 60 * SECOND)).sum();
        assert!(day < 1_500, "{day}");
        assert!(right(&mut throttle, attempt("ada", "10.9.9.9"), 0), "passwords are counted by themselves");
    }

    #[test]
    fn an_endless_attack_does_not_grow_the_tables_nor_clear_the_worst() {
        let mut throttle = LoginThrottle::default();
        wrong(&mut throttle, attempt("ada", "192.0.2.1"), 50, 0);
        for number in 0..10_000 {
            let tried = numbered(&number.to_string(), number);
            if number % 2 == 0 {
                wrong(&mut throttle, tried, 1, u64::from(number));
            } else {
                assert!(right(&mut throttle, tried, u64::from(number)));
            }
        }
        let sizes = [throttle.by_pair.0.len(), throttle.by_address.0.len(), throttle.by_account.0.len()];
        assert!(sizes.iter().all(|size| *size <= REMEMBERED), "{sizes:?}");
        assert!(throttle.known.len() <= REMEMBERED && throttle.by_known_pair.0.len() <= REMEMBERED);
        assert!(throttle.known.contains_key(&numbered("9999", 9_999).pair().unwrap()));
        assert_eq!(wrong(&mut throttle, attempt("ada", "192.0.2.1"), 5, 0), 0);
    }

    #[test]
    fn those_whom_another_server_lets_in_push_out_no_account() {
        let mut throttle = LoginThrottle::default();
        assert!(right(&mut throttle, attempt("ada", "192.0.2.1"), 0));
        for number in 0..5_000 {
            let mut tried = numbered(&format!("guest{number}"), number);
            throttle.begin(&mut tried, u64::from(number) + 1).unwrap();
            assert!(!throttle.end(&tried, AttemptOutcome::RightElsewhere, u64::from(number) + 1), "not kept");
        }
        let is_known = |throttle: &mut LoginThrottle, mut tried: LoginAttempt| {
            throttle.begin(&mut tried, 6_000).unwrap();
            throttle.end(&tried, AttemptOutcome::Unknown, 6_000);
            tried.is_known()
        };
        assert!(is_known(&mut throttle, attempt("ada", "192.0.2.1")));
        assert!(is_known(&mut throttle, numbered("guest4999", 4_999)));
        assert!(!is_known(&mut throttle, numbered("guest0", 0)));
        assert!(throttle.known_elsewhere.len() <= REMEMBERED);
    }

    #[test]
    fn pairs_that_were_known_before_a_restart_are_remembered() {
        let mut throttle = LoginThrottle::default();
        throttle.remember("192.0.2.1".parse().unwrap(), "Ada", 5);
        let mut tried = attempt("ada", "192.0.2.1");
        throttle.begin(&mut tried, 6).unwrap();
        assert!(tried.is_known());
        assert!(!throttle.end(&tried, AttemptOutcome::Right, 6), "no news");
        let mut tried = attempt("ada", "192.0.2.2");
        throttle.begin(&mut tried, 6).unwrap();
        assert!(throttle.end(&tried, AttemptOutcome::Right, 6), "news");
    }
}
