//! Addresses, networks and programs that are not served: no listening, no going live, no signing in.

use std::net::IpAddr;
use std::str::FromStr;
use std::sync::{Arc, PoisonError, RwLock};

use super::AuthError;
use crate::net::Network;
use crate::store::{self, Ban, BanKind, Store};

/// The shortest text that bans a program: a letter would ban them all.
const SHORTEST_AGENT: usize = 3;
/// The longest text and the longest reason, in characters.
const LONGEST: usize = 200;

/// A ban to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewBan {
    /// Kind of value that is banned.
    pub kind: BanKind,
    /// A network such as `192.0.2.0/24`, an address, or a text in the name of a program.
    pub value: String,
    /// Reason for the ban.
    pub reason: String,
    /// Duration of the ban in seconds; `None` for good.
    pub seconds: Option<i64>,
}

/// The reason why a ban cannot be made; its text is for whoever wants it.
#[derive(Debug, thiserror::Error)]
pub enum BanError {
    /// The value is no network, or too short a text.
    #[error("{0}")]
    Unfit(String),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// The bans that hold, in memory; clones share them.
#[derive(Clone, Debug, Default)]
pub(super) struct Bans(Arc<RwLock<BanRules>>);

#[derive(Debug, Default)]
struct BanRules {
    /// Counts how often the list became another one.
    version: u64,
    list: Vec<BanRule>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct BanRule {
    target: BanTarget,
    ends_at: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum BanTarget {
    Network(Network),
    /// In small letters.
    Agent(String),
}

impl NewBan {
    /// Keeps the ban in `store`, from `now` on, in seconds since 1970.
    pub fn keep(&self, store: &Store, now: i64) -> Result<Ban, BanError> {
        let value = match self.kind {
            BanKind::Network => {
                let network =
                    Network::from_str(&self.value).map_err(|error| BanError::Unfit(error.to_string()))?;
                if network.is_everything() {
                    return Err(BanError::Unfit("a ban of every address would ban you, too".to_owned()));
                }
                network.to_string()
            }
            BanKind::Agent => self.value.trim().to_owned(),
        };
        let length = value.chars().count();
        if self.kind == BanKind::Agent && !(SHORTEST_AGENT..=LONGEST).contains(&length) {
            let text = format!("the name of a program has {SHORTEST_AGENT} to {LONGEST} characters here");
            return Err(BanError::Unfit(text));
        }
        if self.seconds.is_some_and(|seconds| seconds <= 0) {
            return Err(BanError::Unfit("a ban lasts for at least a second".to_owned()));
        }
        let ban = Ban {
            id: 0,
            kind: self.kind,
            value,
            reason: self.reason.chars().filter(|letter| !letter.is_control()).take(LONGEST).collect(),
            created_at: now,
            ends_at: self.seconds.map(|seconds| now.saturating_add(seconds)),
        };
        let kept = store.add_ban(&ban)?;
        kept.ok_or_else(|| BanError::Unfit("there are too many bans: remove some first".to_owned()))
    }
}

impl Bans {
    /// Takes over what the store has at `now`.
    pub(super) fn load(&self, store: &Store, now: i64) -> Result<(), store::Error> {
        let rules = store.bans(now)?.into_iter().filter_map(|ban| {
            let target = match ban.kind {
                BanKind::Network => BanTarget::Network(ban.value.parse().ok()?),
                BanKind::Agent => BanTarget::Agent(ban.value.to_lowercase()),
            };
            Some(BanRule { target, ends_at: ban.ends_at })
        });
        let list: Vec<BanRule> = rules.collect();
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.list != list {
            *known = BanRules { version: known.version + 1, list };
        }
        Ok(())
    }

    /// Returns a number that is another one whenever the list is.
    pub(super) fn version(&self) -> u64 {
        self.0.read().unwrap_or_else(PoisonError::into_inner).version
    }

    /// Fails if the client at `address`, with this `User-Agent`, is banned at `now`. This machine never is.
    pub(super) fn check(&self, address: IpAddr, agent: &[u8], now: i64) -> Result<(), AuthError> {
        let rules = &self.0.read().unwrap_or_else(PoisonError::into_inner).list;
        if rules.is_empty() || address.to_canonical().is_loopback() {
            return Ok(());
        }
        let agent = String::from_utf8_lossy(agent).to_lowercase();
        let is_banned = rules.iter().any(|rule| {
            rule.ends_at.is_none_or(|ends_at| ends_at > now)
                && match &rule.target {
                    BanTarget::Network(network) => network.contains(address),
                    BanTarget::Agent(text) => agent.contains(text),
                }
        });
        if is_banned { Err(AuthError::Banned) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ban(kind: BanKind, value: &str, seconds: Option<i64>) -> NewBan {
        NewBan { kind, value: value.to_owned(), reason: String::new(), seconds }
    }

    #[test]
    fn networks_and_programs_are_banned_until_the_end() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        ban(BanKind::Network, "192.0.2.0/24", Some(60)).keep(&store, 100).unwrap();
        ban(BanKind::Agent, "BadBot", None).keep(&store, 100).unwrap();
        let bans = Bans::default();
        bans.load(&store, 100).unwrap();
        let check = |address: &str, agent: &str, now| {
            bans.check(address.parse().unwrap(), agent.as_bytes(), now).is_err()
        };
        assert!(check("192.0.2.7", "", 159) && !check("192.0.2.7", "", 160), "until it ends");
        assert!(check("::ffff:192.0.2.7", "", 100));
        assert!(!check("192.0.3.7", "VLC", 100));
        assert!(check("192.0.3.7", "Mozilla/5.0 (compatible; badbot/2.1)", 1_000_000));
        assert!(!check("127.0.0.1", "BadBot", 100), "this machine");
        let version = bans.version();
        bans.load(&store, 100).unwrap();
        assert_eq!(bans.version(), version, "the same list");
        bans.load(&store, 160).unwrap();
        assert_ne!(bans.version(), version);
    }

    #[test]
    fn bans_of_everybody_are_refused() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        for (kind, value, seconds) in [
            (BanKind::Network, "0.0.0.0/0", None),
            (BanKind::Network, "::/0", None),
            (BanKind::Network, "nonsense", None),
            (BanKind::Agent, "a", None),
            (BanKind::Agent, "BadBot", Some(0)),
        ] {
            let refused = ban(kind, value, seconds).keep(&store, 0);
            assert!(matches!(refused, Err(BanError::Unfit(_))), "{value}: {refused:?}");
        }
        assert_eq!(store.bans(0).unwrap(), []);
    }
}
