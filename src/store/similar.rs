//! Tracks with words that are spelt like others.
//!
//! In: words, folded. Out: tracks that have a word within a few letters of each, the nearest first. The index of trigrams
//! gives the candidates, and a distance of edits decides.

use rusqlite::{Connection, Row, params_from_iter};

use super::text_fold::folded;
use crate::model::TrackId;

/// Candidates that are compared.
const MOST_CANDIDATES: usize = 300;
/// Tracks that are found.
const MOST_FOUND: usize = 100;
/// Trigrams that are looked up.
const MOST_TRIGRAMS: usize = 40;
/// A shorter word has to be spelt right.
const SHORTEST: usize = 4;

/// The playable tracks with words like all of `words`, but for those in `without`.
pub(super) fn find(
    connection: &Connection,
    words: &[String],
    without: &[TrackId],
) -> rusqlite::Result<Vec<TrackId>> {
    let is_long = |word: &&String| word.chars().count() >= SHORTEST;
    let mut parts: Vec<String> = words.iter().filter(is_long).flat_map(|word| trigrams(word)).collect();
    parts.sort_unstable();
    parts.dedup();
    parts.truncate(MOST_TRIGRAMS);
    if parts.is_empty() {
        return Ok(Vec::new());
    }
    let lookup =
        vec!["SELECT rowid AS hit FROM track_text WHERE track_text MATCH ?"; parts.len()].join(" UNION ALL ");
    let sql = format!(
        "SELECT id, words FROM (SELECT hit, count(*) AS shared FROM ({lookup}) GROUP BY hit) AS hits
        CROSS JOIN track ON track.id = hits.hit WHERE is_playable = 1 ORDER BY shared DESC, id LIMIT {MOST_CANDIDATES}"
    );
    let values = parts.iter().map(|part| quoted(part));
    let mut candidates = connection.prepare_cached(&sql)?;
    let one = |row: &Row<'_>| Ok((TrackId(row.get(0)?), row.get::<_, String>(1)?));
    let mut found = Vec::new();
    for candidate in candidates.query_map(params_from_iter(values), one)? {
        let (track, text) = candidate?;
        if let Some(distance) = distance_of(words, &text).filter(|_| !without.contains(&track)) {
            found.push((distance, text, track));
        }
    }
    found.sort_unstable();
    Ok(found.into_iter().take(MOST_FOUND).map(|(_, _, track)| track).collect())
}

/// The parts of three letters of a word.
pub(super) fn trigrams(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    letters.windows(3).map(|part| part.iter().collect()).collect()
}

/// A part as a query of the index has it.
pub(super) fn quoted(part: &str) -> String {
    format!("\"{}\"", part.replace('"', "\"\""))
}

/// The sum of the distances of `words` from the nearest words of a text; `None` if one is like none.
fn distance_of(words: &[String], text: &str) -> Option<usize> {
    let own: Vec<Vec<char>> = text.split_whitespace().map(letters).collect();
    // A name may be written as one word or as two.
    let joined = own.windows(2).map(<[_]>::concat);
    let own: Vec<Vec<char>> = own.iter().cloned().chain(joined).collect();
    words.iter().map(|word| nearest(&letters(word), &own)).sum()
}

fn letters(word: &str) -> Vec<char> {
    let plain: Vec<char> = word.chars().filter(|letter| letter.is_alphanumeric()).collect();
    if plain.is_empty() { folded(word).chars().collect() } else { plain }
}

/// The distance of a word from the nearest of others or of their beginnings, if one is like it.
fn nearest(word: &[char], own: &[Vec<char>]) -> Option<usize> {
    let most = match word.len() {
        0..SHORTEST => 0,
        SHORTEST..6 => 1,
        6..9 => 2,
        _ => 3,
    };
    let distance = |text: &Vec<char>| {
        let beginning = &text[..text.len().min(word.len())];
        edits(word, text).min(edits(word, beginning))
    };
    own.iter().map(distance).min().filter(|least| *least <= most)
}

/// The number of letters that are to be inserted, taken away, replaced or swapped with the next one to make one word of
/// the other (optimal string alignment).
fn edits(one: &[char], other: &[char]) -> usize {
    let mut earlier: Vec<usize> = Vec::new();
    let mut previous: Vec<usize> = (0..=other.len()).collect();
    for (place, letter) in one.iter().enumerate() {
        let mut counts = vec![place + 1];
        for (column, wanted) in other.iter().enumerate() {
            let replaced = previous[column] + usize::from(letter != wanted);
            let mut least = replaced.min(previous[column + 1] + 1).min(counts[column] + 1);
            let is_swapped =
                place > 0 && column > 0 && one[place - 1] == *wanted && other[column - 1] == *letter;
            if is_swapped {
                least = least.min(earlier[column - 1] + 1);
            }
            counts.push(least);
        }
        earlier = std::mem::replace(&mut previous, counts);
    }
    previous[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted() {
        for (one, other, expected) in [
            ("beyonse", "beyonce", 1),
            ("abba", "abba", 0),
            ("teh", "the", 1),
            ("", "abc", 3),
            ("motorhed", "motorhead", 1),
        ] {
            assert_eq!(edits(&letters(one), &letters(other)), expected, "{one} {other}");
        }
    }

    #[test]
    fn a_word_is_like_another_the_longer_it_is_the_more_easily() {
        let check = |word: &str, text: &str| distance_of(&[word.to_owned()], text);
        assert_eq!(check("ros", "sigur rosa"), Some(0), "a beginning");
        assert_eq!(check("rus", "sigur ros"), None);
        assert_eq!(check("sigurros", "sigur ros\nsvefn"), Some(0));
        assert_eq!(check("acdc", "ac/dc\nhells bells"), Some(0));
        assert_eq!(check("harbor", "the harbour"), Some(1));
        assert_eq!(check("kraftwork", "kraftwerk"), Some(1));
        assert_eq!(check("queen", "green day"), None);
    }
}
