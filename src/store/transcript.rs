//! Transcripts: what was spoken on air.

use std::ops::Range;

use rusqlite::{Row, named_params};

use super::{Error, Store};
use crate::model::Caption;

/// The most words of a search that are looked at.
const MOST_WORDS: usize = 8;
/// Captions that are forgotten at once, at most, so that no other writer waits for long.
const MOST_FORGOTTEN: u32 = 5_000;

/// A query of a station's transcript.
#[derive(Clone, Copy, Debug)]
pub struct TranscriptQuery<'a> {
    /// Words that have to be in a caption, whatever their case and accents; the last one may be the beginning of one.
    pub words: &'a str,
    /// Range of start times, in microseconds since 1970.
    pub span: &'a Range<u64>,
    /// The most captions.
    pub limit: usize,
}

impl Store {
    /// Adds a caption to the transcript of `station`. Its times are those of the day.
    pub fn add_caption(&self, station: &str, caption: &Caption) -> Result<(), Error> {
        let sql = "INSERT INTO caption (station, start_us, end_us, text) VALUES (?1, ?2, ?3, ?4)";
        let values = (station, caption.start_us as i64, caption.end_us as i64, &*caption.text);
        self.ask(|connection| connection.prepare_cached(sql)?.execute(values)).map(drop)
    }

    /// Returns the captions of `station` that fit `query`, the newest first. Their numbers are those of the transcript.
    pub fn transcript(&self, station: &str, query: &TranscriptQuery<'_>) -> Result<Vec<Caption>, Error> {
        let words = match_of(query.words);
        // Numbers grow with time: the index is read from its end, only until there are enough.
        let (from, order) = if words.is_empty() {
            ("caption WHERE :words = ''", "start_us")
        } else {
            (
                "caption_words JOIN caption ON caption.id = caption_words.rowid WHERE caption_words MATCH :words",
                "caption_words.rowid",
            )
        };
        let sql = format!(
            "SELECT caption.id, start_us, end_us, caption.text FROM {from}
             AND station = :station AND start_us >= :from AND start_us < :to ORDER BY {order} DESC LIMIT :limit"
        );
        let most = |us: u64| i64::try_from(us).unwrap_or(i64::MAX);
        self.ask(|connection| {
            let values = named_params! {
                ":words": words,
                ":station": station,
                ":from": most(query.span.start),
                ":to": most(query.span.end),
                ":limit": query.limit as i64,
            };
            connection.prepare_cached(&sql)?.query_map(values, from_row)?.collect()
        })
    }

    /// Forgets captions that their stations keep no longer, some thousands at a time.
    pub fn forget_captions(&self, now_us: u64) -> Result<(), Error> {
        let sql = "DELETE FROM caption WHERE id IN (
            SELECT caption.id FROM station JOIN caption ON caption.station = slug
            WHERE transcript_days > 0 AND start_us < ?1 - transcript_days * 86400000000 LIMIT ?2)";
        self.ask(|connection| connection.execute(sql, (now_us as i64, MOST_FORGOTTEN))).map(drop)
    }
}

/// Returns the condition of the index for `words`: every one of them, none of which is an operator.
fn match_of(words: &str) -> String {
    // A word of the index consists of letters and digits; what else there is would only divide it.
    let words = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let quoted: Vec<String> = words.take(MOST_WORDS).map(|word| format!("\"{word}\"")).collect();
    if quoted.is_empty() { String::new() } else { format!("{}*", quoted.join(" ")) }
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Caption> {
    let number = |column| row.get::<_, i64>(column).map(|number| u64::try_from(number).unwrap_or_default());
    Ok(Caption {
        id: number("id")?,
        start_us: number("start_us")?,
        end_us: number("end_us")?,
        text: row.get("text")?,
        is_final: true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Settings;
    use crate::store::Password;

    fn new_store() -> (tempfile::TempDir, Store) {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store
            .add_station(
                &crate::store::NewStation {
                    slug: "main".to_owned(),
                    name: "Main".to_owned(),
                    ..Default::default()
                },
                &Password::generate().unwrap(),
            )
            .unwrap();
        (dir, store)
    }

    fn said(store: &Store, start_us: u64, text: &str) {
        let caption =
            Caption { id: 1, start_us, end_us: start_us + 10, text: text.to_owned(), is_final: true };
        store.add_caption("main", &caption).unwrap();
    }

    #[track_caller]
    fn check(store: &Store, words: &str, span: Range<u64>, expected: &[&str]) {
        let query = TranscriptQuery { words, span: &span, limit: 3 };
        let found = store.transcript("main", &query).unwrap();
        let found: Vec<_> = found.iter().map(|caption| &*caption.text).collect();
        assert_eq!(found, expected, "{words}");
    }

    #[test]
    fn captions_are_found_by_their_words_the_newest_first() {
        let (_dir, store) = new_store();
        for (start_us, text) in [
            (100, "Good evening"),
            (200, "Björk plays at the harbour"),
            (300, "the harbour's lighthouse"),
            (400, "Well"),
        ] {
            said(&store, start_us, text);
        }
        let all = 0..u64::MAX;
        check(&store, "", all.clone(), &["Well", "the harbour's lighthouse", "Björk plays at the harbour"]);
        check(&store, "harbour", all.clone(), &["the harbour's lighthouse", "Björk plays at the harbour"]);
        check(&store, "HARBOUR bjork", all.clone(), &["Björk plays at the harbour"]);
        check(&store, "light", all.clone(), &["the harbour's lighthouse"]);
        check(&store, "light harbour", all.clone(), &[]);
        check(&store, "", 200..300, &["Björk plays at the harbour"]);
        check(&store, "harbour", 0..300, &["Björk plays at the harbour"]);
        // Nothing of it is an operator of the index.
        for words in ["harbour OR well", "\"", "a\" OR \"b", "NEAR(", "text:well*", "-- ' ;"] {
            let query = TranscriptQuery { words, span: &all, limit: 3 };
            assert!(store.transcript("main", &query).is_ok(), "{words}");
        }
        check(&store, "\"", all, &["Well", "the harbour's lighthouse", "Björk plays at the harbour"]);
    }

    #[test]
    fn captions_are_kept_for_as_long_as_the_station_says() {
        let (_dir, store) = new_store();
        let day = 86_400_000_000;
        said(&store, day, "old");
        said(&store, 9 * day, "new");
        store.forget_captions(10 * day).unwrap();
        check(&store, "", 0..u64::MAX, &["new", "old"]);
        store.set_settings("main", &Settings { transcript_days: 7, ..Settings::default() }).unwrap();
        store.forget_captions(10 * day).unwrap();
        check(&store, "", 0..u64::MAX, &["new"]);
        check(&store, "old", 0..u64::MAX, &[]);
    }
}
