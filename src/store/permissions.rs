//! Stations and hours for which an account may go live.

use rusqlite::Connection;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ValueRef};

use super::account::check_role;
use super::{Error, Store};
use crate::model::{Hours, LiveHours, WeekTime};

/// Stations and hours for which an account may go live.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StationPermissions {
    /// The slugs of its stations; none means every station.
    pub stations: Vec<String>,
    /// Its hours, beside those of the shows that name it; none means always.
    pub hours: Vec<LiveHours>,
}

/// Reasons why an account may not go live.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotPermitted {
    /// Not on this station.
    #[error("this account may not go live on this station")]
    Station,
    /// Not at this time; holds the hours at which it may.
    #[error("this account may go live {0}")]
    Hours(String),
}

impl StationPermissions {
    /// Checks the right to go live on `station` at any time.
    pub fn allows_on(&self, station: &str) -> Result<(), NotPermitted> {
        let is_allowed = self.stations.is_empty() || self.stations.iter().any(|slug| slug == station);
        if is_allowed { Ok(()) } else { Err(NotPermitted::Station) }
    }

    /// Returns whether `time`, by the server's clock, is in its own hours; those of shows are not among them.
    pub fn contain(&self, time: WeekTime) -> bool {
        let is_in = |hours: &LiveHours| matches!(hours, LiveHours::Weekly(hours) if hours.contain(time));
        self.hours.is_empty() || self.hours.iter().any(is_in)
    }
}

impl Store {
    /// Returns the stations and hours for which the account may go live.
    pub fn reach(&self, account: &str) -> Result<StationPermissions, Error> {
        self.ask(|connection| {
            let stations = "SELECT station FROM account_station WHERE account = ?1 ORDER BY station";
            let hours = "SELECT hours FROM account_hours WHERE account = ?1 ORDER BY hours";
            let (mut stations, mut hours) = (connection.prepare(stations)?, connection.prepare(hours)?);
            Ok(StationPermissions {
                stations: stations.query_map([account], |row| row.get(0))?.collect::<Result<_, _>>()?,
                hours: hours.query_map([account], |row| row.get(0))?.collect::<Result<_, _>>()?,
            })
        })
    }

    /// Sets where and when the account may go live, in place of what was set before.
    pub fn set_reach(&self, account: &str, reach: &StationPermissions) -> Result<(), Error> {
        let known = self.account(account)?.ok_or_else(|| Error::NoAccount(account.to_owned()))?;
        check_role(known.0.role, reach)?;
        self.check_stations(reach)?;
        self.change(|change| write(change, account, reach))
    }

    /// Fails if a station of `reach` does not exist.
    pub(super) fn check_stations(&self, reach: &StationPermissions) -> Result<(), Error> {
        let known = self.stations()?;
        let missing = reach.stations.iter().find(|slug| !known.iter().any(|known| known.slug == **slug));
        missing.map_or(Ok(()), |slug| Err(Error::NoStation(slug.clone())))
    }
}

impl FromSql for Hours {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str()?.parse().map_err(|error: String| FromSqlError::Other(error.into()))
    }
}

impl FromSql for LiveHours {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str()?.parse().map_err(|error: String| FromSqlError::Other(error.into()))
    }
}

/// Writes `reach` in place of what was set before.
pub(super) fn write(change: &Connection, account: &str, reach: &StationPermissions) -> rusqlite::Result<()> {
    change.execute("DELETE FROM account_station WHERE account = ?1", [account])?;
    change.execute("DELETE FROM account_hours WHERE account = ?1", [account])?;
    let sql = "INSERT OR REPLACE INTO account_station SELECT ?1, slug FROM station WHERE slug = ?2 AND NOT is_leaving";
    for station in &reach.stations {
        // One that was removed this moment would take its line along, and an account without one may everywhere.
        if change.execute(sql, (account, station))? == 0 {
            return Err(rusqlite::Error::QueryReturnedNoRows);
        }
    }
    if !reach.stations.is_empty() {
        let elsewhere = "DELETE FROM show_dj WHERE account = ?1
                         AND station NOT IN (SELECT station FROM account_station WHERE account = ?1)";
        change.execute(elsewhere, [account])?;
    }
    for hours in &reach.hours {
        change
            .execute("INSERT OR IGNORE INTO account_hours VALUES (?1, ?2)", (account, hours.to_string()))?;
    }
    Ok(())
}
