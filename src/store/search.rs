//! Finding tracks. Whatever is asked is read from an index, so that it takes milliseconds in a library of tens of
//! thousands: a page without conditions from the index of its order, words from that of their trigrams, and other
//! conditions from one index that has all they need.

use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use super::text_fold::folded;
use super::track::listed;
use super::track_order::{after, cursor, index, key};
use super::{Counts, Error, Store, similar};
use crate::model::{Listed, TrackId, TrackKind, TrackOrder};

/// The most words of a search that are looked at.
const MOST_WORDS: usize = 8;
/// Genres that are told of.
const MOST_GENRES: usize = 300;
/// Tracks with similar words are found too where fewer have the very words.
const FEW: usize = 20;
/// So many tracks are found soonest in the order in which they are listed, without a rank.
const MANY: usize = 3_000;
/// Letters of a part of a word that the index of texts knows.
const TRIGRAM: usize = 3;

/// A query of playable tracks. An absent condition matches all.
#[derive(Clone, Debug, Default)]
pub struct TrackQuery<'a> {
    /// Words, each of which is in a track's texts, whatever their case and accents. Where few tracks have them, those
    /// with similar words match too.
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
    /// Matches tracks of this type.
    pub kind: Option<TrackKind>,
}

/// The part of a list of tracks that is wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct TrackListPart<'a> {
    /// The order of the list.
    pub order: TrackOrder,
    /// True for the reverse order.
    pub is_reversed: bool,
    /// Cursor of the part, as [`FoundTracks::next`] told it; `None` for the first.
    pub after: Option<&'a str>,
    /// The most tracks.
    pub limit: usize,
}

/// A part of a list of tracks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FoundTracks {
    /// The tracks.
    pub tracks: Vec<FoundTrack>,
    /// Cursor of the next part, if there is one.
    pub next: Option<String>,
}

/// A track of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundTrack {
    /// The track.
    pub track: Listed,
    /// Number of times that AutoDJ played it.
    pub plays: u64,
    /// Time of the last play, in seconds since 1970.
    pub aired_at: Option<i64>,
}

/// The conditions of a query but for its words, each behind an `AND`.
struct FilterSql {
    sql: String,
    values: Vec<Value>,
}

/// A query as SQL.
struct Selection {
    /// True if most tracks match, so that a page is read from the index of its order.
    is_in_order: bool,
    /// The tables.
    from: String,
    /// The expression that counts how far a track is from the words, where there are any.
    distance: Option<String>,
    condition: String,
    /// Values of the tables, of the distance, and of the condition.
    values: [Vec<Value>; 3],
}

impl TrackQuery<'_> {
    fn folded_words(&self) -> Vec<String> {
        self.words.split_whitespace().take(MOST_WORDS).map(folded).collect()
    }

    /// The condition but for the words, and the values in it.
    fn condition(&self) -> FilterSql {
        let (mut sql, mut values) = (String::new(), Vec::new());
        let mut and = |condition: &str, value: Option<Value>| {
            sql.push_str(" AND ");
            sql.push_str(condition);
            values.extend(value);
        };
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
        if let Some(kind) = self.kind {
            and("type = ?", Some(kind.name().to_owned().into()));
        }
        FilterSql { sql, values }
    }

    /// Makes SQL of the query. Looks for similar words where few tracks have the very ones.
    fn select(&self, connection: &Connection) -> rusqlite::Result<Selection> {
        let words = self.folded_words();
        let rest = self.condition();
        if words.is_empty() {
            return Ok(Selection {
                is_in_order: rest.sql.is_empty(),
                from: "track INDEXED BY track_by_words".to_owned(),
                distance: None,
                condition: format!("is_playable = 1{}", rest.sql),
                values: [Vec::new(), Vec::new(), rest.values],
            });
        }
        let exact = Selection::exact(&words, &rest);
        let few = exact.ids(connection, MANY)?;
        if few.len() >= MANY {
            return Ok(Selection::of_many(&words, &rest));
        }
        if few.len() >= FEW {
            return Ok(exact);
        }
        let similar = similar::find(connection, &words, &few)?;
        Ok(Selection::listed(&few, &similar, &words, &rest))
    }
}

impl Selection {
    /// Selects the tracks that have all of `words`.
    fn exact(words: &[String], rest: &FilterSql) -> Self {
        let indexed: Vec<_> = words.iter().filter(|word| word.chars().count() >= TRIGRAM).collect();
        let (from, from_values) = if indexed.is_empty() {
            ("track INDEXED BY track_by_words".to_owned(), Vec::new())
        } else {
            // A text with the trigrams of a word need not have the word.
            let parts = indexed.iter().flat_map(|word| similar::trigrams(word));
            let parts = parts.map(|part| similar::quoted(&part)).collect::<Vec<_>>().join(" AND ");
            let hits = "(SELECT rowid AS hit FROM track_text WHERE track_text MATCH ?) CROSS JOIN track ON track.id = hit";
            (hits.to_owned(), vec![parts.into()])
        };
        let has = " AND instr(words, ?) > 0".repeat(words.len());
        let mut values: Vec<Value> = words.iter().map(|word| word.clone().into()).collect();
        values.extend_from_slice(&rest.values);
        let (distance, distance_values) = whole_words("'0'", words);
        Self {
            is_in_order: false,
            from,
            distance: Some(distance),
            condition: format!("is_playable = 1{has}{}", rest.sql),
            values: [from_values, distance_values, values],
        }
    }

    /// Selects the tracks that have all of `words`, which many have.
    fn of_many(words: &[String], rest: &FilterSql) -> Self {
        let has = " AND instr(words, ?) > 0".repeat(words.len());
        let words = words.iter().map(|word| word.clone().into());
        Self {
            is_in_order: true,
            from: "track INDEXED BY track_by_words".to_owned(),
            distance: None,
            condition: format!("is_playable = 1{has}{}", rest.sql),
            values: [Vec::new(), Vec::new(), words.chain(rest.values.iter().cloned()).collect()],
        }
    }

    /// Selects these tracks: the exact ones, and then the similar ones as they are listed.
    fn listed(exact: &[TrackId], similar: &[TrackId], words: &[String], rest: &FilterSql) -> Self {
        let exact = exact.iter().map(|track| (track.0, "0".to_owned()));
        let similar = (0..).zip(similar).map(|(place, track): (u32, _)| (track.0, format!("1{place:03}")));
        let rows: Vec<_> = exact.chain(similar).map(|(track, rank)| format!("({track}, '{rank}')")).collect();
        let rows = if rows.is_empty() { "(NULL, '')".to_owned() } else { rows.join(", ") };
        let (distance, distance_values) = whole_words("hits.column2", words);
        Self {
            is_in_order: false,
            from: format!("(VALUES {rows}) AS hits CROSS JOIN track ON track.id = hits.column1"),
            distance: Some(distance),
            condition: format!("is_playable = 1{}", rest.sql),
            values: [Vec::new(), distance_values, rest.values.clone()],
        }
    }

    /// The numbers of the first tracks, in no order.
    fn ids(&self, connection: &Connection, limit: usize) -> rusqlite::Result<Vec<TrackId>> {
        let Self { from, condition, values: [from_values, _, values], .. } = self;
        let sql = format!("SELECT id FROM {from} WHERE {condition} LIMIT ?");
        let values = from_values.iter().chain(values).cloned().chain([(limit as i64).into()]);
        let id = |row: &Row<'_>| Ok(TrackId(row.get(0)?));
        connection.prepare_cached(&sql)?.query_map(params_from_iter(values), id)?.collect()
    }

    /// The SQL of a part of the tracks and its values. Columns are the track, the key of its order, and its paths.
    fn page(&self, page: &TrackListPart<'_>) -> Result<(String, Vec<Value>), Error> {
        let Self { is_in_order, from, distance, condition, values } = self;
        let [from_values, distance_values, values] = values;
        let of_order = format!("track INDEXED BY {}", index(page.order));
        let from = if *is_in_order { &of_order } else { from };
        let is_ranked = page.order == TrackOrder::Relevance && distance.is_some();
        let key = match distance {
            Some(distance) if is_ranked => format!("{distance} || words"),
            _ => key(page.order),
        };
        let key_values = if is_ranked { &distance_values[..] } else { &[] };
        let (than, way) = if page.is_reversed { ('<', "DESC") } else { ('>', "ASC") };
        let mut condition = condition.clone();
        let mut all: Vec<Value> = key_values.iter().chain(from_values).chain(values).cloned().collect();
        if let Some(given) = page.after {
            let (last, id) = after(page.order, given).ok_or(Error::Unfit(NO_CURSOR))?;
            // An index on an expression is entered by the key alone, not by the pair.
            condition = format!("{condition} AND {key} {than}= ? AND ({key}, id) {than} (?, ?)");
            all.extend(key_values.iter().cloned());
            all.push(last.clone());
            all.extend(key_values.iter().cloned());
            all.extend([last, id.0.into()]);
        }
        all.push((page.limit as i64 + 1).into());
        let sql = format!(
            "SELECT track.*, part.sort_key, (SELECT group_concat(arrival || ':' || CAST(path AS TEXT), char(0)) FROM track_file AS file
                WHERE file.track = track.id AND file.missing_since IS NULL AND file.trouble IS NULL) AS paths
            FROM (SELECT id AS found, {key} AS sort_key FROM {from} WHERE {condition}
                ORDER BY sort_key {way}, id {way} LIMIT ?) AS part CROSS JOIN track ON track.id = part.found
            ORDER BY part.sort_key {way}, track.id {way}"
        );
        Ok((sql, all))
    }
}

const NO_CURSOR: &str = "the cursor is not one of this list";

/// The expression that counts how many of `words` are a part of a longer word only, behind `rank`.
fn whole_words(rank: &str, words: &[String]) -> (String, Vec<Value>) {
    let part =
        "(instr(char(10) || replace(words, ' ', char(10)) || char(10), char(10) || ? || char(10)) = 0)";
    let parts = vec![part; words.len()].join(" + ");
    (format!("{rank} || ({parts})"), words.iter().map(|word| word.clone().into()).collect())
}

impl Store {
    /// The tracks that can be played in whose texts every one of `words` is found, the best matches first; at most
    /// `limit`. Case and accents do not matter, and where little is found, nor does the spelling.
    pub fn search(&self, words: &str, limit: usize) -> Result<Vec<Listed>, Error> {
        let query = TrackQuery { words, ..TrackQuery::default() };
        let found = self.find_tracks(&query, &TrackListPart { limit, ..TrackListPart::default() })?;
        Ok(found.tracks.into_iter().map(|found| found.track).collect())
    }

    /// A part of the tracks that match.
    pub fn find_tracks(
        &self,
        query: &TrackQuery<'_>,
        page: &TrackListPart<'_>,
    ) -> Result<FoundTracks, Error> {
        let selection = self.ask(|connection| query.select(connection))?;
        let (sql, values) = selection.page(page)?;
        let one = |row: &Row<'_>| {
            let plays = row.get::<_, i64>("plays")? as u64;
            let found = FoundTrack { track: listed(row)?, plays, aired_at: row.get("aired_at")? };
            Ok((found, row.get::<_, Value>("sort_key")?))
        };
        let mut rows: Vec<(FoundTrack, Value)> = self.ask(|connection| {
            connection.prepare_cached(&sql)?.query_map(params_from_iter(values), one)?.collect()
        })?;
        let has_more = rows.len() > page.limit;
        rows.truncate(page.limit);
        let last = rows.last().filter(|_| has_more);
        let next = last.map(|(found, key)| cursor(found.track.id, key));
        Ok(FoundTracks { tracks: rows.into_iter().map(|(found, _)| found).collect(), next })
    }

    /// The numbers of the matching tracks that are greater than `after`, in their order; at most `limit`.
    pub fn matching_ids(
        &self,
        query: &TrackQuery<'_>,
        after: Option<TrackId>,
        limit: usize,
    ) -> Result<Vec<TrackId>, Error> {
        self.ask(|connection| {
            let Selection { from, condition, values: [from_values, _, values], .. } =
                query.select(connection)?;
            let sql = format!("SELECT id FROM {from} WHERE {condition} AND id > ? ORDER BY id LIMIT ?");
            let last = after.map_or(i64::MIN, |after| after.0);
            let values = from_values.into_iter().chain(values).chain([last.into(), (limit as i64).into()]);
            let id = |row: &Row<'_>| Ok(TrackId(row.get(0)?));
            connection.prepare_cached(&sql)?.query_map(params_from_iter(values), id)?.collect()
        })
    }

    /// Returns the number of matching tracks.
    pub fn count_tracks(&self, query: &TrackQuery<'_>) -> Result<u64, Error> {
        self.ask(|connection| {
            let Selection { from, condition, values: [from_values, _, values], .. } =
                query.select(connection)?;
            let sql = format!("SELECT count(*) FROM {from} WHERE {condition}");
            let count = |row: &Row<'_>| row.get::<_, i64>(0);
            let values = from_values.into_iter().chain(values);
            let count = connection.prepare_cached(&sql)?.query_row(params_from_iter(values), count)?;
            Ok(count as u64)
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
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::clock::Clock as _;
    use crate::store::FileStamp;

    pub(in crate::store) fn store() -> (tempfile::TempDir, Store) {
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

    fn ids(found: &FoundTracks) -> Vec<i64> {
        found.tracks.iter().map(|found| found.track.id.0).collect()
    }

    #[track_caller]
    fn check(store: &Store, query: &TrackQuery<'_>, expected: &[i64]) {
        let page = TrackListPart { limit: 10, ..TrackListPart::default() };
        let found = store.find_tracks(query, &page).unwrap();
        assert_eq!(ids(&found), expected, "{query:?}");
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

    /// A line of the log: "Tides" from and to these times, in microseconds.
    fn tides(from_us: u64, to_us: u64) -> crate::model::Aired {
        crate::model::Aired::music(from_us, to_us, "Tides", Some("Ann"))
    }

    #[test]
    fn what_was_on_air_is_known_by_its_title_and_artist() {
        let (_dir, store) = store();
        store.add_silent_station("main");
        store.put_aired([tides(5_000_000, 6_000_000)].iter()).unwrap();
        check(&store, &TrackQuery { never_aired: true, ..TrackQuery::default() }, &[4, 5, 3, 2]);
    }

    /// A store with these tracks, numbered from 1: artist, title, album, seconds.
    fn shelf(tracks: &[[&str; 3]]) -> (tempfile::TempDir, Store) {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let line = |(id, [artist, title, album]): (i64, &[&str; 3])| {
            let stamp = FileStamp { path: format!("{id}.mp3").into(), size: 1, modified_us: 1 };
            let track = Listed {
                artist: Some((*artist).to_owned()),
                album: Some((*album).to_owned()),
                duration: Some(std::time::Duration::from_secs(id as u64 * 7 % 5)),
                added_at: id as u64 % 3,
                ..Listed::new(TrackId(id), &stamp.path, *title)
            };
            (stamp, track)
        };
        let files: Vec<_> = (1..).zip(tracks).map(line).collect();
        store.put_files(&files).unwrap();
        (dir, store)
    }

    #[test]
    fn words_are_found_however_they_are_spelt_and_the_very_ones_come_first() {
        let (_dir, store) = shelf(&[
            ["Beyoncé", "Halo", "I Am"],
            ["Motörhead", "Ace of Spades", "Ace of Spades"],
            ["Sigur Rós", "Svefn-g-englar", "Ágætis byrjun"],
            ["Hannah", "Harbour", "Sea"],
            ["Ann", "Tides", "Sea"],
            ["Motorhed Revival", "Bomber", "Live"],
        ]);
        let check = |words: &str, expected: &[i64]| {
            let found = store.search(words, 10).unwrap();
            assert_eq!(found.iter().map(|track| track.id.0).collect::<Vec<_>>(), expected, "{words}");
        };
        check("beyonse", &[1]);
        check("BEYONCÉ halo", &[1]);
        check("motorhead", &[2, 6]);
        check("motorhed", &[6, 2]);
        check("sigur ros", &[3]);
        check("sigurros", &[3]);
        check("harbor", &[4]);
        check("ann", &[5, 4]);
        check("svefn englar", &[3]);
        check("beyonse bomber", &[]);
        check("xyzzyxyzzy", &[]);
        check("\"ace\" OR", &[]);
        let query = TrackQuery { words: "motorhead", ..TrackQuery::default() };
        assert_eq!(store.count_tracks(&query).unwrap(), 2);
        assert_eq!(store.matching_ids(&query, Some(TrackId(2)), 9).unwrap(), [TrackId(6)]);
    }

    /// All parts of a list, of two tracks each.
    fn in_parts(store: &Store, query: &TrackQuery<'_>, order: TrackOrder, is_reversed: bool) -> Vec<i64> {
        let (mut found, mut after) = (Vec::new(), None);
        loop {
            let page = TrackListPart { order, is_reversed, after: after.as_deref(), limit: 2 };
            let part = store.find_tracks(query, &page).unwrap();
            found.extend(ids(&part));
            let Some(next) = part.next else { return found };
            after = Some(next);
        }
    }

    #[test]
    fn every_order_is_read_in_parts_forwards_and_backwards() {
        let (_dir, store) = shelf(&[
            ["Cy", "Boats", "Sea"],
            ["Ann", "Äther", "Sea"],
            ["Bo", "Tides", "Air"],
            ["Ann", "Zoo", "Air"],
            ["Dee", "Ann", "Fire"],
        ]);
        let (all, words) = (TrackQuery::default(), TrackQuery { words: "a", ..TrackQuery::default() });
        for (order, expected) in [
            (TrackOrder::Artist, [2, 4, 3, 1, 5]),
            (TrackOrder::Title, [5, 2, 1, 3, 4]),
            (TrackOrder::Album, [3, 4, 5, 1, 2]),
            (TrackOrder::Length, [5, 3, 1, 4, 2]),
            (TrackOrder::Added, [3, 1, 4, 2, 5]),
            (TrackOrder::LastPlayed, [1, 2, 3, 4, 5]),
            (TrackOrder::Plays, [1, 2, 3, 4, 5]),
        ] {
            assert_eq!(in_parts(&store, &all, order, false), expected, "{order}");
            let backwards: Vec<_> = expected.iter().rev().copied().collect();
            assert_eq!(in_parts(&store, &all, order, true), backwards, "{order}");
            assert_eq!(in_parts(&store, &words, order, false), expected, "{order}, of all that has an a");
        }
        assert_eq!(in_parts(&store, &words, TrackOrder::Relevance, false).len(), 5);
        let wrong = TrackListPart { after: Some("nonsense"), limit: 2, ..TrackListPart::default() };
        assert!(matches!(store.find_tracks(&all, &wrong), Err(Error::Unfit(_))));
    }

    #[test]
    fn plays_are_counted_once_each() {
        let (_dir, store) = shelf(&[["Ann", "Tides", "Sea"]]);
        store.add_silent_station("main");
        for (from, to) in [(1_000_000, 2_000_000), (1_000_000, 3_000_000), (5_000_000, 6_000_000)] {
            store.put_aired([tides(from, to)].iter()).unwrap();
        }
        let page = TrackListPart { limit: 1, ..TrackListPart::default() };
        let found = store.find_tracks(&TrackQuery::default(), &page).unwrap();
        assert_eq!((found.tracks[0].plays, found.tracks[0].aired_at), (2, Some(5)));
    }

    /// How the database finds a part of a list.
    fn plan(store: &Store, query: &TrackQuery<'_>, page: &TrackListPart<'_>) -> String {
        let (sql, values) = store.ask(|connection| query.select(connection)).unwrap().page(page).unwrap();
        store
            .ask(|connection| {
                let mut steps = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
                let step = |row: &Row<'_>| row.get::<_, String>("detail");
                steps.query_map(params_from_iter(values), step)?.collect::<Result<Vec<_>, _>>()
            })
            .unwrap()
            .join("\n")
    }

    #[test]
    fn no_list_is_sorted_that_has_an_index() {
        let (_dir, store) = shelf(&[["Ann", "Tides", "Sea"], ["Bo", "Boats", "Sea"]]);
        for order in TrackOrder::ALL {
            let page = TrackListPart { order, limit: 1, ..TrackListPart::default() };
            let after = store.find_tracks(&TrackQuery::default(), &page).unwrap().next;
            for after in [None, after.as_deref()] {
                let told = plan(&store, &TrackQuery::default(), &TrackListPart { after, ..page });
                let inner = told.split("SCAN part").next().unwrap();
                assert!(inner.contains(index(order)) && !inner.contains("TEMP B-TREE"), "{order}: {told}");
                let enters = after.is_none() || inner.contains(">?");
                assert!(enters, "a later part does not read the parts before it: {told}");
            }
        }
        let filtered = plan(
            &store,
            &TrackQuery { genre: Some("Jazz"), ..TrackQuery::default() },
            &TrackListPart { order: TrackOrder::Plays, limit: 1, ..TrackListPart::default() },
        );
        assert!(filtered.contains("COVERING INDEX track_by_words"), "{filtered}");
    }

    /// Measures pages of a library of 50,000 tracks.
    #[test]
    #[ignore = "measures, and proves nothing by itself"]
    #[expect(clippy::print_stdout, reason = "the figures are what it is for")]
    fn measure_a_large_library() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let clock = crate::clock::SystemClock::start();
        let mut random = fastrand::Rng::with_seed(1);
        let name = |random: &mut fastrand::Rng| {
            let syllables = ["ka", "ro", "min", "tel", "sa", "vor", "lu", "den", "bi", "har"];
            (0..random.usize(2..5)).map(|_| syllables[random.usize(..10)]).collect::<String>()
        };
        let began = clock.now_us();
        for part in 0..200_i64 {
            let one = |n: i64| {
                let id = part * 250 + n;
                let stamp = FileStamp { path: format!("a/{id}.mp3").into(), size: 1, modified_us: 1 };
                let track = Listed {
                    artist: Some(format!("{} {}", name(&mut random), name(&mut random))),
                    album: Some(name(&mut random)),
                    genre: Some(["Jazz", "Pop", "Rock", "Folk"][random.usize(..4)].to_owned()),
                    duration: Some(std::time::Duration::from_secs(random.u64(60..400))),
                    added_at: random.u64(..1_000_000),
                    ..Listed::new(
                        TrackId(id),
                        &stamp.path,
                        format!("{} {}", name(&mut random), name(&mut random)),
                    )
                };
                (stamp, track)
            };
            let files: Vec<_> = (0..250).map(one).collect();
            store.put_files(&files).unwrap();
        }
        println!("50000 tracks put in {} ms", (clock.now_us() - began) / 1_000);
        let timed = |what: &str, query: &TrackQuery<'_>, order: TrackOrder| {
            let mut took: Vec<_> = (0..20)
                .map(|_| {
                    let began = clock.now_us();
                    let first = store
                        .find_tracks(query, &TrackListPart { order, limit: 50, ..TrackListPart::default() })
                        .unwrap();
                    let after = first.next.as_deref();
                    store
                        .find_tracks(
                            query,
                            &TrackListPart { order, after, limit: 50, ..TrackListPart::default() },
                        )
                        .unwrap();
                    store.count_tracks(query).unwrap();
                    (clock.now_us() - began) / 2
                })
                .collect();
            took.sort_unstable();
            println!("{what} by {order}: median {} µs, slowest of 20 {} µs", took[10], took[19]);
        };
        for order in TrackOrder::ALL {
            timed("everything", &TrackQuery::default(), order);
            timed("a genre", &TrackQuery { genre: Some("Jazz"), ..TrackQuery::default() }, order);
        }
        for words in ["karomin", "tel", "kromin", "sa", "harborous"] {
            timed(words, &TrackQuery { words, ..TrackQuery::default() }, TrackOrder::Relevance);
        }
        let tracks: Vec<_> = store.matching_ids(&TrackQuery::default(), None, 1_000).unwrap();
        let edit = super::super::TrackEdit { genre: Some("Blues".to_owned()), ..Default::default() };
        let began = clock.now_us();
        for part in tracks.chunks(250) {
            store.edit_tracks(part, &edit, "mia", 5).unwrap();
        }
        println!("the genre of 1000 tracks edited in {} ms", (clock.now_us() - began) / 1_000);
    }
}
