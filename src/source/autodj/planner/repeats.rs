//! Finds a track that would be heard twice in a row.

use crate::model::{Queued, TrackId};

/// Returns the track that follows itself in `entries`, or what people wanted and is `on_air`, where one of the two was
/// planned and the other was not: the plan could not know of it. Jingles between them do not count.
pub(super) fn repeated(
    on_air: Option<TrackId>,
    entries: &[Queued],
    is_planned: impl Fn(&Queued) -> bool,
) -> Option<TrackId> {
    let (mut before, mut was_planned) = (on_air, false);
    for entry in entries.iter().filter(|entry| !entry.is_break()) {
        let is_planned = is_planned(entry);
        if before == Some(entry.track) && is_planned != was_planned {
            return before;
        }
        (before, was_planned) = (Some(entry.track), is_planned);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Listed, Origin, TrackKind};

    /// Entries in letters: small ones are planned, capital ones are what people want, and a full stop is a jingle.
    #[track_caller]
    fn check(on_air: Option<char>, entries: &str, expected: Option<char>) {
        let number = |letter: char| TrackId(i64::from(u32::from(letter.to_ascii_lowercase())));
        let entry = |letter: char| {
            let origin = if letter.is_uppercase() { Origin::Person } else { Origin::Plan };
            let track = Listed::new(number(letter), format!("{letter}.flac"), letter.to_string());
            let kind = if letter == '.' { TrackKind::Jingle } else { TrackKind::Music };
            Queued { kind, ..Queued::of(&track, origin) }
        };
        let entries: Vec<Queued> = entries.chars().map(entry).collect();
        let found = repeated(on_air.map(number), &entries, |entry| entry.origin == Origin::Plan);
        assert_eq!(found, expected.map(number), "{entries:?}");
    }

    #[test]
    fn a_planned_track_beside_the_same_is_found() {
        check(None, "abc", None);
        check(Some('a'), "abc", Some('a'));
        check(Some('a'), "baba", None);
        check(None, "Aab", Some('a'));
        check(None, "aAb", Some('a'));
        check(None, "bA.ab", Some('a'));
        check(Some('a'), ".ab", Some('a'));
        check(Some('a'), "AAb", None);
        check(None, "aab", None);
        check(None, "..", None);
    }
}
