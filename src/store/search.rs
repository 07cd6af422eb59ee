//! Finding tracks. Whatever is asked is read from an index in the order of the shelf, so that it takes milliseconds
//! in a library of tens of thousands.

use std::path::PathBuf;

use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};

use super::text_fold::folded;
use super::track::{listed, path};
use super::{Counts, Error, Store};
use crate::model::{Listed, TrackId};

/// The most words of a search that are looked at.
const MOST_WORDS: usize = 8;
/// Genres that are told of.
const MOST_GENRES: usize = 300;

/// A query of playable tracks. An absent condition matches all.
#[derive(Clone, Debug, Default)]
pub struct TrackQuery<'a> {
    /// Words, each of which is in a track's texts, whatever their case and accents.
    pub words: &'a str,
    /// The artist, whatever the case.
    pub artist: Option<&'a str>,
    /// The genre, whatever the case.
    pub genre: Option<&'a str>,
    /// The first year, and the last.
    pub years: (Option<u16>, Option<u16>),
    /// Earliest time of discovery, in seconds since 1970.
    pub added_since: Option<i64>,
    /// Matches tracks that this version of the analysis has not measured.
    pub unmeasured_by: Option<u32>,
    /// Matches tracks that were never on air.
    pub never_aired: bool,
}

/// Tracks that are there more than once.
#[derive(Clone, Debug, PartialEq)]
pub enum Duplicate {
    /// Files with the same sound.
    Sound(TrackId, Vec<PathBuf>),
    /// Tracks with the same artist and title.
    Name(Vec<Listed>),
}

impl TrackQuery<'_> {
    /// The condition, and the values in it.
    fn condition(&self) -> (String, Vec<Value>) {
        let (mut sql, mut values) = ("is_playable = 1".to_owned(), Vec::new());
        let mut and = |condition: &str, value: Option<Value>| {
            sql.push_str(" AND ");
            sql.push_str(condition);
            values.extend(value);
        };
        for word in self.words.split_whitespace().take(MOST_WORDS) {
            and("instr(words, ?) > 0", Some(folded(word).into()));
        }
        if let Some(artist) = self.artist {
            and("artist = ? COLLATE NOCASE", Some(artist.to_owned().into()));
        }
        if let Some(genre) = self.genre {
            and("genre = ? COLLATE NOCASE", Some(genre.to_owned().into()));
        }
        if let Some(first) = self.years.0 {
            and("year >= ?", Some(i64::from(first).into()));
        }
        if let Some(last) = self.years.1 {
            and("year <= ?", Some(i64::from(last).into()));
        }
        if let Some(since) = self.added_since {
            and("added_at >= ?", Some(since.into()));
        }
        if let Some(by) = self.unmeasured_by {
            and("measured_by IS NOT ?", Some(i64::from(by).into()));
        }
        if self.never_aired {
            and("aired_at IS NULL", None);
        }
        (sql, values)
    }
}

impl Store {
    /// The tracks that can be played in whose texts every one of `words` is found, by artist and title; at most
    /// `limit`. Case and accents do not matter.
    pub fn search(&self, words: &str, limit: usize) -> Result<Vec<Listed>, Error> {
        self.find_tracks(&TrackQuery { words, ..TrackQuery::default() }, None, limit)
    }

    /// The tracks that fit, by artist and title, that come after the track `after`; at most `limit`.
    pub fn find_tracks(
        &self,
        query: &TrackQuery<'_>,
        after: Option<TrackId>,
        limit: usize,
    ) -> Result<Vec<Listed>, Error> {
        let (mut condition, mut values) = query.condition();
        if let Some(after) = after {
            condition.push_str(" AND (words, id) > (SELECT words, id FROM track WHERE id = ?)");
            values.push(after.0.into());
        }
        values.push((limit as i64).into());
        let sql = format!(
            "SELECT track.*, (SELECT min(path) FROM track_file AS file WHERE file.track = track.id
                AND file.missing_since IS NULL AND file.trouble IS NULL) AS path
            FROM track WHERE id IN (SELECT id FROM track INDEXED BY track_by_words WHERE {condition}
                ORDER BY words, id LIMIT ?) ORDER BY words, id"
        );
        self.ask(|connection| {
            connection.prepare_cached(&sql)?.query_map(params_from_iter(values), listed)?.collect()
        })
    }

    /// Returns the number of matching tracks.
    pub fn count_tracks(&self, query: &TrackQuery<'_>) -> Result<u64, Error> {
        let (condition, values) = query.condition();
        let sql = format!("SELECT count(*) FROM track INDEXED BY track_by_words WHERE {condition}");
        self.ask(|connection| {
            let count = |row: &Row<'_>| row.get::<_, i64>(0);
            connection
                .prepare_cached(&sql)?
                .query_row(params_from_iter(values), count)
                .map(|count| count as u64)
        })
    }

    /// The genres of the tracks that can be played, in the order of the alphabet; at most 300.
    pub fn genres(&self) -> Result<Vec<String>, Error> {
        let sql = "SELECT min(genre) FROM track WHERE genre IS NOT NULL AND is_playable = 1
            GROUP BY genre COLLATE NOCASE ORDER BY genre COLLATE NOCASE LIMIT ?1";
        self.ask(|connection| {
            connection.prepare_cached(sql)?.query_map([MOST_GENRES as i64], |row| row.get(0))?.collect()
        })
    }

    /// Returns the number of playable tracks, and of those that version `by` of the analysis has measured.
    pub fn counts(&self, by: u32) -> Result<Counts, Error> {
        let sql = "SELECT count(*), count(CASE WHEN measured_by = ?1 THEN 1 END)
            FROM track INDEXED BY track_by_words WHERE is_playable = 1";
        self.ask(|connection| {
            connection.prepare_cached(sql)?.query_row([by], |row| {
                let number = |place| row.get::<_, i64>(place).map(|number| number as u64);
                Ok(Counts { tracks: number(0)?, measured: number(1)? })
            })
        })
    }

    /// Tracks that are there more than once: at most `limit` of those whose files have the same sound, and as many of
    /// those with the same artist and title.
    pub fn duplicates(&self, limit: usize) -> Result<Vec<Duplicate>, Error> {
        let mut found = self.same_sounds(limit)?;
        for ids in self.same_names(limit)? {
            let tracks: Result<Vec<_>, _> = ids.into_iter().map(|id| self.track(id)).collect();
            let tracks: Vec<_> = tracks?.into_iter().flatten().collect();
            if tracks.len() > 1 {
                found.push(Duplicate::Name(tracks));
            }
        }
        Ok(found)
    }

    fn same_sounds(&self, limit: usize) -> Result<Vec<Duplicate>, Error> {
        let sql = "SELECT track FROM track_file WHERE missing_since IS NULL AND trouble IS NULL
            GROUP BY track HAVING count(*) > 1 LIMIT ?1";
        let files =
            "SELECT path FROM track_file WHERE track = ?1 AND missing_since IS NULL AND trouble IS NULL
            ORDER BY path";
        self.ask(|connection| {
            let mut tracks = connection.prepare_cached(sql)?;
            let mut files = connection.prepare_cached(files)?;
            let tracks: Vec<i64> =
                tracks.query_map([limit as i64], |row| row.get(0))?.collect::<Result<_, _>>()?;
            let of_track = |id: i64| {
                let paths = files.query_map([id], |row| path(row, 0))?.collect::<Result<_, _>>()?;
                Ok(Duplicate::Sound(TrackId(id), paths))
            };
            tracks.into_iter().map(of_track).collect()
        })
    }

    /// The order of the shelf has them beside each other.
    fn same_names(&self, limit: usize) -> Result<Vec<Vec<TrackId>>, Error> {
        let sql =
            "SELECT words, id FROM track INDEXED BY track_by_words WHERE is_playable = 1 ORDER BY words, id";
        self.ask(|connection| {
            let mut tracks = connection.prepare_cached(sql)?;
            let mut rows = tracks.query([])?;
            let (mut groups, mut group, mut name) = (Vec::new(), Vec::new(), String::new());
            while let Some(row) = rows.next()? {
                let words = row.get_ref(0)?.as_str()?;
                // What has no artist is called the same for other reasons.
                let end = words.match_indices('\n').nth(1).map_or(words.len(), |(at, _)| at);
                let own = &words[..end];
                if own != name || own.starts_with('\n') {
                    end_group(&mut groups, &mut group);
                    own.clone_into(&mut name);
                }
                if groups.len() >= limit {
                    return Ok(groups);
                }
                group.push(TrackId(row.get(1)?));
            }
            end_group(&mut groups, &mut group);
            Ok(groups)
        })
    }
}

fn end_group(groups: &mut Vec<Vec<TrackId>>, group: &mut Vec<TrackId>) {
    let group = std::mem::take(group);
    if group.len() > 1 {
        groups.push(group);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::FileStamp;

    fn store() -> (tempfile::TempDir, Store) {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let line = |number: i64, artist: &str, title: &str, genre: &str, year: u16| {
            let stamp = FileStamp { path: format!("{number}.mp3").into(), size: 1, modified_us: 1 };
            let track = Listed {
                artist: Some(artist.to_owned()).filter(|artist| !artist.is_empty()),
                genre: Some(genre.to_owned()),
                year: Some(year),
                added_at: number as u64 * 100,
                ..Listed::new(TrackId(number), &stamp.path, title)
            };
            (stamp, track)
        };
        store
            .put_files(&[
                line(1, "Ann", "Tides", "Jazz", 1990),
                line(2, "Bo", "Boats", "jazz", 2000),
                line(3, "ANN", "tides", "Folk", 2010),
                line(4, "", "Untitled", "Folk", 2011),
                line(5, "", "Untitled", "Folk", 2012),
            ])
            .unwrap();
        (dir, store)
    }

    #[track_caller]
    fn check(store: &Store, query: &TrackQuery<'_>, expected: &[i64]) {
        let found = store.find_tracks(query, None, 10).unwrap();
        assert_eq!(found.iter().map(|track| track.id.0).collect::<Vec<_>>(), expected, "{query:?}");
        assert_eq!(store.count_tracks(query).unwrap(), expected.len() as u64, "{query:?}");
    }

    #[test]
    fn filters_narrow_what_is_found() {
        let (_dir, store) = store();
        let all = TrackQuery::default;
        check(&store, &all(), &[4, 5, 3, 1, 2]);
        check(&store, &TrackQuery { words: "TÏDES ann", ..all() }, &[3, 1]);
        check(&store, &TrackQuery { artist: Some("ann"), ..all() }, &[3, 1]);
        check(&store, &TrackQuery { genre: Some("JAZZ"), ..all() }, &[1, 2]);
        check(&store, &TrackQuery { years: (Some(2000), Some(2011)), ..all() }, &[4, 3, 2]);
        check(&store, &TrackQuery { added_since: Some(400), ..all() }, &[4, 5]);
        check(&store, &TrackQuery { unmeasured_by: Some(3), words: "boats", ..all() }, &[2]);
        check(
            &store,
            &TrackQuery { never_aired: true, genre: Some("Folk"), years: (Some(2011), None), ..all() },
            &[4, 5],
        );
        let rest = store.find_tracks(&all(), Some(TrackId(3)), 10).unwrap();
        assert_eq!(rest.iter().map(|track| track.id.0).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(store.genres().unwrap(), ["Folk", "Jazz"]);
    }

    #[test]
    fn what_cannot_be_played_is_not_found_until_it_can() {
        let (_dir, store) = store();
        let jazz = TrackQuery { genre: Some("jazz"), ..TrackQuery::default() };
        store.put_trouble("1.mp3".as_ref(), "it is broken", 3).unwrap();
        store.put_missing(&["2.mp3".into()], 9).unwrap();
        check(&store, &jazz, &[]);
        store.forget_troubles(4).unwrap();
        store.put_back(&["2.mp3".into()]).unwrap();
        check(&store, &jazz, &[1, 2]);
        // Another piece lies where the first one was.
        let stamp = FileStamp { path: "1.mp3".into(), size: 2, modified_us: 2 };
        store.put_files(&[(stamp, Listed::new(TrackId(6), "1.mp3", "New"))]).unwrap();
        check(&store, &jazz, &[2]);
        assert_eq!(store.counts(3).unwrap(), Counts { tracks: 5, measured: 0 });
    }

    #[test]
    fn what_was_on_air_is_known_by_its_title_and_artist() {
        let (_dir, store) = store();
        store.add_silent_station("main");
        let line = crate::model::Aired {
            station: "main".to_owned(),
            from_us: 5_000_000,
            to_us: 6_000_000,
            source: crate::model::SourceKind::Autodj,
            title: "Tides".to_owned(),
            artist: Some("Ann".to_owned()),
            album: None,
            isrc: None,
            label: None,
            dj: None,
            is_jingle: false,
            audience: crate::model::Audience::default(),
        };
        store.put_aired([line].iter()).unwrap();
        check(&store, &TrackQuery { never_aired: true, ..TrackQuery::default() }, &[4, 5, 3, 2]);
    }

    #[test]
    fn what_is_there_twice_is_told() {
        let (_dir, store) = store();
        let stamp = FileStamp { path: "copy/2.mp3".into(), size: 1, modified_us: 1 };
        store.put_files(&[(stamp, store.track(TrackId(2)).unwrap().unwrap())]).unwrap();
        let found = store.duplicates(10).unwrap();
        let paths = ["2.mp3", "copy/2.mp3"].map(PathBuf::from).to_vec();
        assert_eq!(found[0], Duplicate::Sound(TrackId(2), paths));
        let Duplicate::Name(tracks) = &found[1] else { panic!("{found:?}") };
        assert_eq!(tracks.iter().map(|track| track.id.0).collect::<Vec<_>>(), [3, 1]);
        assert_eq!(found.len(), 2, "those without an artist are not the same");
    }
}
