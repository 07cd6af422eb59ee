//! Stations, as they are remembered.

use rusqlite::OptionalExtension;

use super::{Error, Store, password};

/// What is remembered of a station.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StationRecord {
    /// Its place in every address, `[a-z0-9-]{1,40}`.
    pub slug: String,
    /// Its name for people.
    pub name: String,
    /// When it was made, in seconds since 1970.
    pub created_at: i64,
}

impl Store {
    /// Every station, oldest first.
    pub fn stations(&self) -> Result<Vec<StationRecord>, Error> {
        self.ask(|connection| {
            let sql = "SELECT slug, name, created_at FROM station ORDER BY created_at, slug";
            let mut all = connection.prepare(sql)?;
            let records = all.query_map([], |row| {
                Ok(StationRecord { slug: row.get(0)?, name: row.get(1)?, created_at: row.get(2)? })
            })?;
            records.collect()
        })
    }

    /// Whether `offered` is the source password of the station `slug`.
    pub fn verify_source_password(&self, slug: &str, offered: &str) -> Result<bool, Error> {
        let sql = "SELECT source_password_hash FROM station WHERE slug = ?1";
        let hash = self.ask(|connection| {
            let found = connection.query_row(sql, [slug], |row| row.get::<_, String>(0));
            found.optional()
        })?;
        Ok(password::verify(offered, hash.as_deref()))
    }
}
