//! Recent requests with their outcome, and the request limits.

use rusqlite::{OptionalExtension as _, Row};

use super::{Error, RequestRefusal, Store};

/// Most requests kept per station.
const MOST: usize = 1_000;
/// Interval within which an equal refusal is logged once.
const ONCE_IN_US: u64 = 10 * 60 * 1_000_000;

/// Something that a listener asked for. Who it was is not remembered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestHistory {
    /// Time of the request, in microseconds since 1970.
    pub at_us: u64,
    /// Artist and title.
    pub title: String,
    /// Reason of the refusal, if it was refused.
    pub refusal: Option<RequestRefusal>,
}

/// Request limits per hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestLimits {
    /// For one person.
    pub of_a_person: u32,
    /// For all together, so that the station's own music has room.
    pub of_all: u32,
}

impl RequestLimits {
    /// The most that can be allowed.
    pub const MOST: u32 = 1_000;
}

impl Store {
    /// Returns the latest requests, newest first, at most `limit`.
    pub fn asked(&self, station: &str, limit: usize) -> Result<Vec<RequestHistory>, Error> {
        let sql = "SELECT at_us, title, refusal FROM asked WHERE station = ?1 ORDER BY at_us DESC LIMIT ?2";
        self.ask(|connection| {
            connection.prepare_cached(sql)?.query_map((station, limit as i64), from_row)?.collect()
        })
    }

    /// Notes what somebody asked for at `at_us`, and what became of it.
    pub(super) fn note_asked(&self, station: &str, asked: &RequestHistory) -> Result<(), Error> {
        let known = "SELECT 1 FROM asked WHERE station = ?1 AND title = ?2 AND refusal = ?3 AND at_us > ?4";
        let insert = "INSERT OR REPLACE INTO asked (station, at_us, title, refusal) VALUES (?1, ?2, ?3, ?4)";
        let forget = "DELETE FROM asked WHERE station = ?1 AND at_us <
                      (SELECT at_us FROM asked WHERE station = ?1 ORDER BY at_us DESC LIMIT 1 OFFSET ?2)";
        let (at_us, refusal) = (asked.at_us as i64, asked.refusal.map(RequestRefusal::name));
        let since_us = asked.at_us.saturating_sub(ONCE_IN_US) as i64;
        self.ask(|connection| {
            let same = (station, &asked.title, refusal, since_us);
            let is_known = connection.prepare_cached(known)?.query_row(same, |_| Ok(())).optional()?;
            if is_known.is_some() {
                return Ok(());
            }
            connection.execute(insert, (station, at_us, &asked.title, refusal))?;
            connection.execute(forget, (station, MOST as i64 - 1)).map(drop)
        })
    }

    /// Returns the request limits of `station`.
    pub fn request_limits(&self, station: &str) -> Result<RequestLimits, Error> {
        let sql = "SELECT requests_of_a_person, requests_of_all FROM station WHERE slug = ?1";
        let limits = self.ask(|connection| {
            let read = |row: &Row<'_>| Ok(RequestLimits { of_a_person: row.get(0)?, of_all: row.get(1)? });
            connection.query_row(sql, [station], read).optional()
        })?;
        limits.ok_or_else(|| Error::NoStation(station.to_owned()))
    }

    /// Sets how much listeners of `station` may ask for.
    pub fn set_request_limits(&self, station: &str, limits: RequestLimits) -> Result<(), Error> {
        if [limits.of_a_person, limits.of_all].iter().any(|limit| !(1..=RequestLimits::MOST).contains(limit))
        {
            return Err(Error::Unfit("from 1 to 1000 tracks can be asked for in an hour"));
        }
        let sql = "UPDATE station SET requests_of_a_person = ?2, requests_of_all = ?3 WHERE slug = ?1";
        match self.ask(|connection| connection.execute(sql, (station, limits.of_a_person, limits.of_all)))? {
            0 => Err(Error::NoStation(station.to_owned())),
            _ => Ok(()),
        }
    }
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<RequestHistory> {
    let refusal: Option<String> = row.get("refusal")?;
    Ok(RequestHistory {
        at_us: u64::try_from(row.get::<_, i64>("at_us")?).unwrap_or_default(),
        title: row.get("title")?,
        refusal: refusal.and_then(|name| RequestRefusal::ALL.into_iter().find(|known| known.name() == name)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store() -> (tempfile::TempDir, Store) {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.add_silent_station("main");
        (dir, store)
    }

    #[test]
    fn what_was_asked_for_is_remembered_as_far_as_anybody_reads() {
        let (_dir, store) = store();
        let asked = |second: u64, refusal| RequestHistory {
            at_us: second * 1_000_000,
            title: format!("Title {}", second % 2_000),
            refusal,
        };
        for second in 0..1_200 {
            store.note_asked("main", &asked(second, None)).unwrap();
        }
        let told = store.asked("main", 2_000).unwrap();
        assert_eq!((told.len(), told[0].at_us, told[999].at_us), (1_000, 1_199_000_000, 200_000_000));
        let again =
            RequestHistory { title: "Title 7".to_owned(), ..asked(1_300, Some(RequestRefusal::Queued)) };
        store.note_asked("main", &again).unwrap();
        store.note_asked("main", &RequestHistory { at_us: again.at_us + 1, ..again.clone() }).unwrap();
        assert_eq!(store.asked("main", 2).unwrap()[1].at_us, 1_199_000_000, "once for the same reason");
        let later = RequestHistory { at_us: again.at_us + ONCE_IN_US, ..again.clone() };
        store.note_asked("main", &later).unwrap();
        assert_eq!(store.asked("main", 2).unwrap(), [later, again]);
        assert!(store.asked("jazz", 1).unwrap().is_empty());
    }

    #[test]
    fn limits_are_kept() {
        let (_dir, store) = store();
        let limits = store.request_limits("main").unwrap();
        assert_eq!(limits, RequestLimits { of_a_person: 3, of_all: 12 });
        let other = RequestLimits { of_a_person: 1, of_all: 2 };
        store.set_request_limits("main", other).unwrap();
        assert_eq!(store.request_limits("main").unwrap(), other);
        assert!(store.set_request_limits("main", RequestLimits { of_all: 0, ..other }).is_err());
        assert!(store.set_request_limits("jazz", other).is_err());
    }
}
