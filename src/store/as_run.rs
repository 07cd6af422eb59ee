//! The as-run log: what truly went out.

use std::ops::Range;

use rusqlite::types::Type;
use rusqlite::{Row, named_params};

use super::station::named;
use super::{Error, Store};
use crate::model::{Aired, Audience, SourceKind};

/// A query of a station's as-run log.
#[derive(Clone, Copy, Debug)]
pub struct AiredQuery<'a> {
    /// Range of start times, in microseconds since 1970.
    pub span: &'a Range<u64>,
    /// Kind of source; `None` matches all.
    pub source: Option<SourceKind>,
    /// A part of the title, the artist, the album or the DJ's name; case matters beyond ASCII only.
    pub words: &'a str,
    /// The most lines.
    pub limit: usize,
}

impl Store {
    /// Writes `lines`; one that is there already, by station and beginning, is brought up to date.
    pub fn put_aired<'a>(&self, lines: impl Iterator<Item = &'a Aired>) -> Result<(), Error> {
        let sql = "INSERT OR REPLACE INTO as_run (station, from_us, to_us, source, title, artist, album, isrc, label,
                   dj, type, most_listeners, performances, listener_seconds, show) VALUES (:station, :from, :to, :source,
                   :title, :artist, :album, :isrc, :label, :dj, :type, :most, :performances, :seconds, :show)";
        let is_known = "SELECT 1 FROM as_run WHERE station = ?1 AND from_us = ?2";
        let note = "UPDATE track SET aired_at = max(coalesce(aired_at, 0), ?3), plays = plays + ?4
                    WHERE title = ?1 AND artist IS ?2 AND (?4 > 0 OR aired_at IS NULL OR aired_at < ?3)";
        self.change(|change| {
            let mut put = change.prepare_cached(sql)?;
            let mut note = change.prepare_cached(note)?;
            let mut is_known = change.prepare_cached(is_known)?;
            for line in lines {
                if line.source == SourceKind::Autodj {
                    let is_known = is_known.exists((&line.station, line.from_us as i64))?;
                    let at = (line.from_us / 1_000_000) as i64;
                    note.execute((&line.title, &line.artist, at, i64::from(!is_known)))?;
                }
                put.execute(named_params! {
                    ":station": line.station,
                    ":from": line.from_us as i64,
                    ":to": line.to_us as i64,
                    ":source": line.source.name(),
                    ":title": line.title,
                    ":artist": line.artist,
                    ":album": line.album,
                    ":isrc": line.isrc,
                    ":label": line.label,
                    ":dj": line.dj,
                    ":type": line.kind.name(),
                    ":most": line.audience.most as i64,
                    ":performances": line.audience.performances as i64,
                    ":seconds": line.audience.seconds,
                    ":show": line.show,
                })?;
            }
            Ok(())
        })
    }

    /// The last `count` lines of `station` that were neither silence nor the emergency loop, newest first.
    pub fn last_aired(&self, station: &str, count: usize) -> Result<Vec<Aired>, Error> {
        let sql = "SELECT * FROM as_run WHERE station = ?1 AND source NOT IN ('emergency-loop', 'silence')
                   ORDER BY from_us DESC LIMIT ?2";
        self.ask(|connection| {
            connection.prepare(sql)?.query_map((station, count as i64), from_row)?.collect()
        })
    }

    /// The newest lines of `station` that fit `query`, the newest first.
    pub fn aired_lately(&self, station: &str, query: &AiredQuery<'_>) -> Result<Vec<Aired>, Error> {
        let sql = "SELECT * FROM as_run WHERE station = :station AND from_us >= :from AND from_us < :to
            AND (:source IS NULL OR source = :source) AND (:words = '' OR instr(lower(title || char(10) ||
                coalesce(artist, '') || char(10) || coalesce(album, '') || char(10) || coalesce(dj, '')), :words) > 0)
            ORDER BY from_us DESC LIMIT :limit";
        let most = |us: u64| i64::try_from(us).unwrap_or(i64::MAX);
        self.ask(|connection| {
            let values = named_params! {
                ":station": station,
                ":from": most(query.span.start),
                ":to": most(query.span.end),
                ":source": query.source.map(SourceKind::name),
                ":words": query.words.trim().to_ascii_lowercase(),
                ":limit": query.limit as i64,
            };
            connection.prepare_cached(sql)?.query_map(values, from_row)?.collect()
        })
    }

    /// The lines that begin within `span`, in microseconds since 1970, oldest first: those of `station`, or of all.
    pub fn aired(&self, station: Option<&str>, span: &Range<u64>) -> Result<Vec<Aired>, Error> {
        let sql = "SELECT * FROM as_run WHERE (?1 IS NULL OR station = ?1) AND from_us >= ?2 AND from_us < ?3
                   ORDER BY from_us, station";
        let most = |us: u64| i64::try_from(us).unwrap_or(i64::MAX);
        self.ask(|connection| {
            let span = (station, most(span.start), most(span.end));
            connection.prepare(sql)?.query_map(span, from_row)?.collect()
        })
    }
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Aired> {
    let source: String = row.get("source")?;
    let source = SourceKind::ALL.into_iter().find(|kind| kind.name() == source);
    let unknown = || rusqlite::Error::InvalidColumnType(3, "source".to_owned(), Type::Text);
    let number = |column| row.get::<_, i64>(column).map(|number| u64::try_from(number).unwrap_or_default());
    Ok(Aired {
        station: row.get("station")?,
        from_us: number("from_us")?,
        to_us: number("to_us")?,
        source: source.ok_or_else(unknown)?,
        title: row.get("title")?,
        artist: row.get("artist")?,
        album: row.get("album")?,
        isrc: row.get("isrc")?,
        label: row.get("label")?,
        dj: row.get("dj")?,
        show: row.get("show")?,
        kind: named(row, "type")?,
        audience: Audience {
            most: number("most_listeners")?,
            performances: number("performances")?,
            seconds: row.get("listener_seconds")?,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(from_us: u64) -> Aired {
        Aired::music(from_us, from_us + 1, "a", None)
    }

    #[test]
    fn another_writer_between_two_lines_waits_and_fails_neither() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let other = store.another().unwrap().impatient();
        let lines = [line(1), line(2)];
        let between = lines.iter().inspect(|line| {
            let written = other.put_aired([self::line(line.from_us + 10)].iter());
            assert!(matches!(written, Err(Error::Busy(_))), "{written:?}");
        });
        store.put_aired(between).unwrap();
        assert_eq!(store.last_aired("main", 9).unwrap().len(), 2);
    }
}
