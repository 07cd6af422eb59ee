//! The addresses from which accounts signed in before.

use std::time::Duration;

use super::{Error, Store};

/// Time that keeping a place waits for other writers.
const KEPT_WITHIN: Duration = Duration::from_millis(100);
/// Places that are kept; older ones are removed.
const MOST_PLACES: i64 = 4_096;

/// An address from which the right password of an account came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownPlace {
    /// The account's name, or the name under which a station's source password is counted.
    pub account: String,
    /// The address, or the first one of its network.
    pub address: String,
    /// The time it was seen last, in seconds since 1970.
    pub seen_at: i64,
}

impl Store {
    /// Returns the places that are known.
    pub fn known_places(&self) -> Result<Vec<KnownPlace>, Error> {
        self.ask(|connection| {
            let mut places = connection.prepare_cached("SELECT * FROM known_place ORDER BY seen_at")?;
            let places = places.query_map([], |row| {
                Ok(KnownPlace {
                    account: row.get("account")?,
                    address: row.get("address")?,
                    seen_at: row.get("seen_at")?,
                })
            })?;
            places.collect()
        })
    }

    /// Keeps a place, with the time it was seen last. Who signs in does not wait for it while others write for long.
    pub fn keep_known_place(&self, place: &KnownPlace) -> Result<(), Error> {
        let keep = "INSERT INTO known_place (account, address, seen_at) VALUES (?1, ?2, ?3)
            ON CONFLICT (account, address) DO UPDATE SET seen_at = excluded.seen_at";
        let forget = "DELETE FROM known_place WHERE (account, address) IN
            (SELECT account, address FROM known_place ORDER BY seen_at DESC LIMIT -1 OFFSET ?1)";
        self.change_within(KEPT_WITHIN, |change| {
            change.execute(keep, (&place.account, &place.address, place.seen_at))?;
            change.execute(forget, [MOST_PLACES]).map(drop)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_kept_with_the_time_they_were_seen_last() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let place = |address: &str, seen_at| KnownPlace {
            account: "ada".to_owned(),
            address: address.to_owned(),
            seen_at,
        };
        for seen in [place("192.0.2.1", 1), place("192.0.2.2", 2), place("192.0.2.1", 3)] {
            store.keep_known_place(&seen).unwrap();
        }
        assert_eq!(store.known_places().unwrap(), [place("192.0.2.2", 2), place("192.0.2.1", 3)]);
    }
}
