//! Finds words in the manual.

use serde::Serialize;

use super::{Manual, ManualPage, markdown::Section};

/// Most results of a search.
const MOST_RESULTS: usize = 30;
/// Most words of a query that are looked for.
const MOST_WORDS: usize = 8;
/// Characters of text shown before and after the word that was found.
const AROUND: usize = 80;

/// A part of the manual that has every word of the query.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Found {
    page: String,
    title: String,
    heading: String,
    anchor: String,
    /// Text before the first word that was found, the word, and text after it.
    before: String,
    word: String,
    after: String,
}

/// Returns the parts of the manual that have every word of `query`, those with words in a heading first.
pub(super) fn find(manual: &Manual, query: &str) -> Vec<Found> {
    let words: Vec<Vec<char>> = query.split_whitespace().take(MOST_WORDS).map(folded).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<(usize, Found)> = Vec::new();
    for page in manual.pages() {
        for section in &page.sections {
            let (title, heading, text) =
                (folded(&page.title), folded(&section.heading), folded(&section.text));
            let is_there = |word: &Vec<char>| {
                [&title, &heading, &text].iter().any(|place| position(place, word).is_some())
            };
            if words.iter().all(is_there) {
                let in_heading = words.iter().filter(|word| position(&heading, word).is_some()).count();
                found.push((in_heading, result(page, section, &text, &words)));
            }
        }
    }
    // Stable, so that parts of equal rank stay in the manual's order.
    found.sort_by_key(|(in_heading, _)| std::cmp::Reverse(*in_heading));
    found.into_iter().take(MOST_RESULTS).map(|(_, found)| found).collect()
}

fn result(page: &ManualPage, section: &Section, folded_text: &[char], words: &[Vec<char>]) -> Found {
    let text: Vec<char> = section.text.chars().collect();
    let first = words.iter().filter_map(|word| Some((position(folded_text, word)?, word.len()))).min();
    let (at, length) = first.unwrap_or((0, 0));
    let (begin, end) = (at.saturating_sub(AROUND), (at + length + AROUND).min(text.len()));
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default().iter().collect::<String>();
    Found {
        page: page.name.clone(),
        title: page.title.clone(),
        heading: section.heading.clone(),
        anchor: section.anchor.clone(),
        before: format!("{}{}", if begin > 0 { "… " } else { "" }, part(begin, at)),
        word: part(at, at + length),
        after: format!("{}{}", part(at + length, end), if end < text.len() { " …" } else { "" }),
    }
}

/// Returns `text` in lower case, one character for each of its own.
fn folded(text: &str) -> Vec<char> {
    text.chars().map(|letter| letter.to_lowercase().next().unwrap_or(letter)).collect()
}

fn position(text: &[char], word: &[char]) -> Option<usize> {
    text.windows(word.len()).position(|window| window == word)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::BasePath;
    use crate::web::resources::manual::markdown::render;

    fn manual() -> Manual {
        let pages = [
            render(
                "a",
                "# Streams\n\nÜber streams and `--listen`.\n\n## Limits\n\nHow many listen at once.",
                &BasePath::default(),
            ),
            render("b", "# Backup\n\nThe limits of a backup.", &BasePath::default()),
        ];
        Manual { pages: Arc::new(pages.into()) }
    }

    fn places(query: &str) -> Vec<String> {
        find(&manual(), query).iter().map(|found| format!("{}#{}", found.page, found.anchor)).collect()
    }

    #[test]
    fn every_word_is_found_and_headings_come_first() {
        assert_eq!(places("limits"), ["a#limits", "b#backup"]);
        assert_eq!(places("LISTEN ONCE"), ["a#limits"]);
        assert_eq!(places("über"), ["a#streams"]);
        assert_eq!(places("limits nothing"), Vec::<String>::new());
        assert_eq!(places("  "), Vec::<String>::new());
    }

    #[test]
    fn a_result_shows_the_word_as_it_is_written() {
        let found = &find(&manual(), "ÜBER")[0];
        assert_eq!((&*found.before, &*found.word), ("", "Über"));
        assert!(found.after.starts_with(" streams and --listen."), "{found:?}");
    }
}
