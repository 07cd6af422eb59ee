//! Files of archives that are in the bucket, as they are remembered.

use rusqlite::{Row, named_params};

use super::{Error, Store};
use crate::model::{CopiedFile, CopiedHour};

impl Store {
    /// Notes that a file of `station` is in the bucket.
    pub fn note_archive_copy(&self, station: &str, copy: &CopiedFile) -> Result<(), Error> {
        let sql = "INSERT OR REPLACE INTO archive_copy
            SELECT slug, :name, :bytes, :modified, :first, :end, :rendition, :bitrate, :pre_skip, :sha256
            FROM station WHERE slug = :station";
        let hour = copy.hour.as_ref();
        self.ask(|connection| {
            connection.execute(
                sql,
                named_params! { ":station": station, ":name": copy.name, ":bytes": copy.bytes as i64,
                ":modified": copy.modified_us as i64,
                ":first": hour.map(|hour| hour.first_seq as i64),
                ":end": hour.map(|hour| hour.end_seq as i64),
                ":rendition": hour.map(|hour| &hour.rendition), ":bitrate": hour.map(|hour| hour.bitrate),
                ":pre_skip": hour.map(|hour| hour.pre_skip), ":sha256": copy.sha256 },
            )
        })
        .map(drop)
    }

    /// Returns the files of `station` that are in the bucket, by name.
    pub fn archive_copies(&self, station: &str) -> Result<Vec<CopiedFile>, Error> {
        let sql = "SELECT * FROM archive_copy WHERE station = ?1 ORDER BY name";
        self.ask(|connection| connection.prepare_cached(sql)?.query_map([station], from_row)?.collect())
    }

    /// Forgets that a file of `station` is in the bucket.
    pub fn forget_archive_copy(&self, station: &str, name: &str) -> Result<(), Error> {
        let sql = "DELETE FROM archive_copy WHERE station = ?1 AND name = ?2";
        self.ask(|connection| connection.execute(sql, (station, name))).map(drop)
    }
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<CopiedFile> {
    let number = |column| row.get::<_, i64>(column).map(|number| u64::try_from(number).unwrap_or_default());
    let hour = match row.get::<_, Option<String>>("rendition")? {
        Some(rendition) => Some(CopiedHour {
            first_seq: number("first_seq")?,
            end_seq: number("end_seq")?,
            rendition,
            bitrate: row.get("bitrate")?,
            pre_skip: row.get("pre_skip")?,
        }),
        None => None,
    };
    Ok(CopiedFile {
        name: row.get("name")?,
        bytes: number("bytes")?,
        modified_us: number("modified_us")?,
        sha256: row.get("sha256")?,
        hour,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_are_remembered_renewed_and_forgotten_for_each_station() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(None, None).unwrap();
        let hour = CopiedHour {
            first_seq: 88_000_000_000,
            end_seq: 88_000_180_000,
            rendition: "opus-96".to_owned(),
            bitrate: 96_000,
            pre_skip: 312,
        };
        let file = |name: &str, bytes, hour| {
            let sha256 = (bytes > 5).then(|| format!("{bytes:064x}"));
            CopiedFile { name: name.to_owned(), bytes, modified_us: 7, sha256, hour }
        };
        let (sound, mp3) = (file("a.opus", 9, Some(hour)), file("recordings/7.mp3", 5, None));
        for copy in [&mp3, &sound] {
            store.note_archive_copy("main", copy).unwrap();
            store.note_archive_copy("no-such-station", copy).unwrap();
        }
        assert_eq!(store.archive_copies("main").unwrap(), [sound.clone(), mp3]);
        assert!(store.archive_copies("no-such-station").unwrap().is_empty());
        let longer = file("recordings/7.mp3", 6, None);
        store.note_archive_copy("main", &longer).unwrap();
        store.forget_archive_copy("main", "a.opus").unwrap();
        assert_eq!(store.archive_copies("main").unwrap(), [longer]);
    }
}
