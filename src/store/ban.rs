//! Addresses, networks and programs that are not served.

use rusqlite::{OptionalExtension as _, Row};

use super::{Error, Store};

/// The most bans that are kept.
const MOST_BANS: i64 = 10_000;

/// The target of a ban.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BanKind {
    /// An address or a network.
    Network,
    /// Programs whose `User-Agent` contains a text.
    Agent,
}

impl BanKind {
    /// Returns its name in the database and in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Network => "network",
            Self::Agent => "agent",
        }
    }
}

/// A ban.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ban {
    /// Its number.
    pub id: i64,
    /// The kind of target.
    pub kind: BanKind,
    /// The network, or the text in the name of a program.
    pub value: String,
    /// The reason, as a note for later.
    pub reason: String,
    /// Time of creation, in seconds since 1970.
    pub created_at: i64,
    /// Time of expiry, in seconds since 1970; `None` if the ban is permanent.
    pub ends_at: Option<i64>,
}

impl Ban {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let kind: String = row.get("kind")?;
        Ok(Self {
            id: row.get("id")?,
            kind: if kind == "agent" { BanKind::Agent } else { BanKind::Network },
            value: row.get("value")?,
            reason: row.get("reason")?,
            created_at: row.get("created_at")?,
            ends_at: row.get("ends_at")?,
        })
    }
}

impl Store {
    /// Returns the bans that hold at `now`, in seconds since 1970, the newest first.
    pub fn bans(&self, now: i64) -> Result<Vec<Ban>, Error> {
        let sql = "SELECT * FROM ban WHERE ends_at IS NULL OR ends_at > ?1 ORDER BY id DESC";
        self.ask(|connection| {
            let mut bans = connection.prepare_cached(sql)?;
            bans.query_map([now], Ban::from_row)?.collect()
        })
    }

    /// Adds a ban, whose number is given here, or changes the end and the reason of the one that is there. Bans that
    /// are over are removed. Returns `None` if there are too many.
    pub fn add_ban(&self, ban: &Ban) -> Result<Option<Ban>, Error> {
        let over = "DELETE FROM ban WHERE ends_at <= ?1";
        let add = "INSERT INTO ban (kind, value, reason, created_at, ends_at)
            SELECT ?1, ?2, ?3, ?4, ?5 WHERE (SELECT count(*) FROM ban) < ?6
            ON CONFLICT (kind, value) DO UPDATE SET reason = excluded.reason, ends_at = excluded.ends_at
            RETURNING *";
        self.change(|change| {
            change.execute(over, [ban.created_at])?;
            let values = (ban.kind.name(), &ban.value, &ban.reason, ban.created_at, ban.ends_at, MOST_BANS);
            change.query_row(add, values, Ban::from_row).optional()
        })
    }

    /// Removes a ban; false if there is none of this number.
    pub fn remove_ban(&self, id: i64) -> Result<bool, Error> {
        Ok(self.ask(|connection| connection.execute("DELETE FROM ban WHERE id = ?1", [id]))? > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bans_hold_until_they_end() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let ban = |value: &str, created_at, ends_at| Ban {
            id: 0,
            kind: BanKind::Network,
            value: value.to_owned(),
            reason: "noise".to_owned(),
            created_at,
            ends_at,
        };
        let first = store.add_ban(&ban("192.0.2.1", 10, Some(20))).unwrap().unwrap();
        let second = store.add_ban(&ban("192.0.2.2", 10, None)).unwrap().unwrap();
        assert_eq!(store.bans(19).unwrap(), [second.clone(), first.clone()]);
        assert_eq!(store.bans(20).unwrap(), std::slice::from_ref(&second));
        let again = store.add_ban(&ban("192.0.2.2", 15, Some(30))).unwrap().unwrap();
        assert_eq!((again.id, again.ends_at, again.created_at), (second.id, Some(30), 10));
        assert!(store.remove_ban(first.id).unwrap() && !store.remove_ban(first.id).unwrap());
    }
}
