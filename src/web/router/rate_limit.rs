//! Rate limits of the API.
//!
//! In: who asks, and when. Out: that they may, or how long they have to wait. Never: keeps more than [`MOST_KNOWN`] of
//! them in mind; who has not asked for some seconds is forgotten.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use actix_web::HttpRequest;

use super::{ApiRequest, SignedInUser, address_of};
use crate::model::client_prefix;
use crate::web::{AppState, Error};

/// Of so many it is known how often they ask. Those beyond them share what one may.
const MOST_KNOWN: usize = 10_000;

/// Client that a limit counts for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum ClientKey {
    /// A session, or a program by its name.
    Known(String),
    /// Somebody from a `client_prefix` who is not signed in.
    Stranger(IpAddr),
    /// One of those there is no room for.
    Crowd,
}

/// Rate limit of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RateLimit {
    /// In a second, for as long as they like.
    pub(crate) each_second: u32,
    /// At once, after a rest.
    pub(crate) at_once: u32,
}

/// Limit of signed-in users and of programs.
pub(crate) const KNOWN: RateLimit = RateLimit { each_second: 50, at_once: 200 };
/// Everybody else, by `client_prefix`.
pub(crate) const STRANGER: RateLimit = RateLimit { each_second: 20, at_once: 60 };

/// Keeps everybody to their pace; clones share what is known.
#[derive(Clone, Default)]
pub(crate) struct RateLimits {
    is_on: bool,
    /// Time until which each client's requests are accounted for, in microseconds.
    paid_us: Arc<Mutex<HashMap<ClientKey, u64>>>,
}

impl ClientKey {
    /// Somebody from `address` who is not signed in; nobody in particular on this machine, where a proxy has its
    /// visitors from.
    pub(crate) fn from(address: IpAddr, counts_loopback: bool) -> Option<Self> {
        let is_here = address.to_canonical().is_loopback();
        (counts_loopback || !is_here).then(|| Self::Stranger(client_prefix(address)))
    }

    fn pace(&self) -> RateLimit {
        match self {
            Self::Known(_) => KNOWN,
            Self::Stranger(_) | Self::Crowd => STRANGER,
        }
    }
}

impl RateLimits {
    /// Paces that are kept; those by default let everything pass.
    pub(crate) fn kept() -> Self {
        Self { is_on: true, ..Self::default() }
    }

    /// Counts a request at `now_us`; or says after how many seconds it may come again.
    pub(crate) fn take(&self, asker: ClientKey, now_us: u64) -> Result<(), u64> {
        if !self.is_on {
            return Ok(());
        }
        let mut paid = self.paid_us.lock().unwrap_or_else(PoisonError::into_inner);
        if paid.len() >= MOST_KNOWN && !paid.contains_key(&asker) {
            paid.retain(|_, paid_us| *paid_us > now_us);
        }
        let has_room = paid.len() < MOST_KNOWN || paid.contains_key(&asker);
        let asker = if has_room { asker } else { ClientKey::Crowd };
        let RateLimit { each_second, at_once } = asker.pace();
        let cost_us = 1_000_000 / u64::from(each_second.max(1));
        let most_us = now_us + cost_us * u64::from(at_once);
        let paid_us = paid.entry(asker).or_default();
        let next_us = (*paid_us).max(now_us) + cost_us;
        if next_us > most_us {
            return Err((next_us - most_us).div_ceil(1_000_000));
        }
        *paid_us = next_us;
        Ok(())
    }
}

/// Fails if whoever asks does so too often. Who shows a token that opens nothing is a stranger.
pub(super) fn keep_pace(call: &ApiRequest, person: Option<&SignedInUser>) -> Result<(), Error> {
    let asker = match person {
        // A session's name says nothing about programs, and a program's name has a space.
        Some(person) if person.session.is_empty() => Some(ClientKey::Known(person.name.clone())),
        Some(person) => Some(ClientKey::Known(person.session.clone())),
        None => ClientKey::from(call.address(), !call.site.proxies.is_empty()),
    };
    take_turn(&call.site, asker, call.now_us())
}

/// Fails if whoever asks for a page that reads the database does so too often.
pub(crate) fn keep_strangers_pace(request: &HttpRequest, site: &AppState) -> Result<(), Error> {
    let asker = ClientKey::from(address_of(request), !site.proxies.is_empty());
    take_turn(site, asker, site.clock.now_us())
}

fn take_turn(site: &AppState, asker: Option<ClientKey>, now_us: u64) -> Result<(), Error> {
    let taken = asker.map_or(Ok(()), |asker| site.paces.take(asker, now_us));
    taken.map_err(|seconds| {
        site.figures.too_fast.inc();
        Error::TooFast(seconds)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(name: &str) -> ClientKey {
        ClientKey::Known(name.to_owned())
    }

    /// Counts the requests that pass at `now_us`.
    fn pass(paces: &RateLimits, asker: &ClientKey, now_us: u64) -> u32 {
        (0..1_000).take_while(|_| paces.take(asker.clone(), now_us).is_ok()).count() as u32
    }

    #[test]
    fn a_burst_passes_and_then_so_many_each_second() {
        let (paces, second) = (RateLimits::kept(), 1_000_000);
        let stranger = ClientKey::from("192.0.2.1".parse().unwrap(), false).unwrap();
        for (asker, pace) in [(known("a"), KNOWN), (stranger, STRANGER)] {
            assert_eq!(pass(&paces, &asker, 10 * second), pace.at_once, "{asker:?}");
            assert_eq!(paces.take(asker.clone(), 10 * second), Err(1));
            assert_eq!(pass(&paces, &asker, 11 * second), pace.each_second);
            assert_eq!(pass(&paces, &asker, 60 * second), pace.at_once, "after a rest");
        }
        assert_eq!(pass(&paces, &known("b"), 10 * second), KNOWN.at_once, "others are not held up");
        assert_eq!(pass(&RateLimits::default(), &known("a"), 0), 1_000);
    }

    #[test]
    fn a_household_is_one_and_this_machine_is_none() {
        let of = |address: &str| ClientKey::from(address.parse().unwrap(), false);
        assert_eq!(of("2001:db8::1"), of("2001:db8::2"));
        assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
        assert_eq!([of("127.0.0.1"), of("::1"), of("::ffff:127.0.0.1")], [None, None, None]);
    }

    #[test]
    fn only_so_many_are_kept_in_mind() {
        let (paces, second) = (RateLimits::kept(), 1_000_000);
        let asker = |number: usize| known(&number.to_string());
        for number in 0..2 * MOST_KNOWN {
            let taken = paces.take(asker(number), second);
            let has_room = number < MOST_KNOWN + STRANGER.at_once as usize;
            assert_eq!(taken.is_ok(), has_room, "{number}");
        }
        assert!(paces.paid_us.lock().unwrap().len() <= MOST_KNOWN + 1);
        assert_eq!(paces.take(asker(MOST_KNOWN), 10 * second), Ok(()));
        assert_eq!(paces.paid_us.lock().unwrap().len(), 1, "who has not asked for a while is forgotten");
    }
}
