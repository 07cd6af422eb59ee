//! Stations, as they are remembered.

use std::str::FromStr;
use std::time::Duration;

use rusqlite::types::Type;
use rusqlite::{OptionalExtension, Row, params};

use super::{Error, Store, branding, password};
use crate::model::{AccessRule, ArchiveRules, Branding, DirectoryChoice, ListingRule, Renditions, Settings};

/// A station's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StationRecord {
    /// Its place in every address, `[a-z0-9-]{1,40}`.
    pub slug: String,
    /// Its name for people.
    pub name: String,
    /// Time of creation, in seconds since 1970.
    pub created_at: i64,
    /// Settings.
    pub settings: Settings,
    /// Folder of its music below the media folder; `None` uses all music.
    pub folder: Option<String>,
    /// Renditions.
    pub renditions: Renditions,
    /// Branding.
    pub look: Branding,
    /// Its rule for listeners.
    pub access: AccessRule,
    /// Its announcement in directories.
    pub listing: ListingRule,
}

impl StationRecord {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let settings = Settings {
            takeover: Duration::from_millis(row.get::<_, u32>("takeover_ms")?.into()),
            silence_after: Duration::from_millis(row.get::<_, u32>("silence_after_ms")?.into()),
            playout_delay: Duration::from_millis(row.get::<_, u32>("playout_delay_ms")?.into()),
            broadcast_delay: Duration::from_millis(row.get::<_, u32>("broadcast_delay_ms")?.into()),
            autodj: named(row, "autodj")?,
            second_dj: named(row, "second_dj")?,
            over_time: named(row, "over_time")?,
            requests: named(row, "requests")?,
            calls: named(row, "calls")?,
            messages: named(row, "messages")?,
            archive: ArchiveRules {
                mode: named(row, "archive")?,
                keep_days: row.get("archive_keep_days")?,
                keep_gb: row.get("archive_keep_gb")?,
                publish: row.get("archive_publish")?,
            },
            captions: named(row, "captions")?,
            transcript: named(row, "transcript")?,
            transcript_days: row.get("transcript_days")?,
        };
        let (slug, name, created_at) = (row.get("slug")?, row.get("name")?, row.get("created_at")?);
        let (folder, renditions, look) =
            (row.get("folder")?, named(row, "renditions")?, branding::of_row(row)?);
        let access = AccessRule { access: named(row, "access")?, link_epoch: row.get("link_epoch")? };
        let listing = ListingRule {
            is_listed: named::<DirectoryChoice>(row, "directory")? == DirectoryChoice::On,
            genre: row.get("genre")?,
            radio_browser: row.get("radio_browser")?,
        };
        Ok(Self { slug, name, created_at, settings, folder, renditions, look, access, listing })
    }
}

/// A value that is kept by its name.
pub(super) fn named<T: FromStr>(row: &Row<'_>, column: &str) -> rusqlite::Result<T>
where
    T::Err: std::error::Error + Send + Sync + 'static,
{
    let place = row.as_ref().column_index(column)?;
    let failed = |error: T::Err| rusqlite::Error::FromSqlConversionFailure(place, Type::Text, error.into());
    row.get::<_, String>(place)?.parse().map_err(failed)
}

impl Store {
    /// Every station, oldest first.
    pub fn stations(&self) -> Result<Vec<StationRecord>, Error> {
        self.ask(|connection| {
            let sql = format!("{} WHERE NOT is_leaving ORDER BY created_at, slug", branding::STATIONS);
            let mut all = connection.prepare(&sql)?;
            all.query_map([], StationRecord::from_row)?.collect()
        })
    }

    /// The station `slug`, also while it is being removed.
    pub fn station(&self, slug: &str) -> Result<StationRecord, Error> {
        let found = self.ask(|connection| {
            let mut found = connection.prepare_cached(&format!("{} WHERE slug = ?1", branding::STATIONS))?;
            found.query_row([slug], StationRecord::from_row).optional()
        })?;
        found.ok_or_else(|| Error::NoStation(slug.to_owned()))
    }

    /// Sets how the station `slug` is run.
    pub fn set_settings(&self, slug: &str, settings: &Settings) -> Result<(), Error> {
        let sql = "UPDATE station SET takeover_ms = ?2, silence_after_ms = ?3, autodj = ?4, second_dj = ?5,
                   requests = ?6, archive = ?7, archive_keep_days = ?8, archive_keep_gb = ?9, archive_publish = ?10,
                   captions = ?11, transcript = ?12, transcript_days = ?13, calls = ?14, playout_delay_ms = ?15,
                   broadcast_delay_ms = ?16, over_time = ?17, messages = ?18
                   WHERE slug = ?1";
        let ms = |time: Duration| u32::try_from(time.as_millis()).unwrap_or(u32::MAX);
        let values = params![
            slug,
            ms(settings.takeover),
            ms(settings.silence_after),
            settings.autodj.name(),
            settings.second_dj.name(),
            settings.requests.name(),
            settings.archive.mode.name(),
            settings.archive.keep_days,
            settings.archive.keep_gb,
            settings.archive.publish,
            settings.captions.name(),
            settings.transcript.name(),
            settings.transcript_days,
            settings.calls.name(),
            ms(settings.playout_delay),
            ms(settings.broadcast_delay),
            settings.over_time.name(),
            settings.messages.name(),
        ];
        match self.ask(|connection| connection.execute(sql, values))? {
            0 => Err(Error::NoStation(slug.to_owned())),
            _ => Ok(()),
        }
    }

    /// Returns whether `offered` is the source password of the station `slug`.
    pub fn verify_source_password(&self, slug: &str, offered: &str) -> Result<bool, Error> {
        let sql = "SELECT source_password_hash FROM station WHERE slug = ?1 AND NOT is_leaving";
        let hash = self.ask(|connection| {
            let found = connection.query_row(sql, [slug], |row| row.get::<_, String>(0));
            found.optional()
        })?;
        Ok(password::verify(offered, hash.as_deref()))
    }
}
