//! Playlists in the language of a page.

use std::time::Duration;

use crate::model::{Contents, Playlist, PlaylistKind, Plays, Programme, Query};
use crate::web::languages::Words;

/// Describes the contents of a playlist.
pub(super) fn holds(list: &Playlist, words: &Words) -> String {
    let Contents::Smart(query) = &list.contents else { return words.word("chosen-by-hand") };
    let text = rules(query, words);
    let mut letters = text.chars();
    letters.next().map(char::to_uppercase).into_iter().flatten().chain(letters).collect()
}

/// Describes the rules of a playlist.
fn rules(query: &Query, words: &Words) -> String {
    let say = |key: &str, name: &str, value: &str| words.say(key, &[(name, value.into())]);
    let mut parts = Vec::new();
    parts.extend(query.kind.map(|kind| say("rule-type", "type", kind.name())));
    parts.extend(query.genre.as_deref().map(|genre| say("rule-genre", "genre", genre)));
    parts.extend(query.artist.as_deref().map(|artist| say("rule-artist", "artist", artist)));
    parts.extend(years(query, words));
    parts.extend(query.text.as_deref().map(|text| say("rule-text", "text", text)));
    parts.extend(query.added_within_days.map(|days| words.say("rule-added", &[("days", days.into())])));
    parts.extend(query.shortest.map(|least| say("rule-shortest", "time", &clock(least))));
    parts.extend(query.longest.map(|most| say("rule-longest", "time", &clock(most))));
    let folder = query.folder.as_deref().map(|folder| folder.display().to_string());
    parts.extend(folder.map(|folder| say("rule-folder", "folder", &folder)));
    if parts.is_empty() { words.word("rule-everything") } else { parts.join(", ") }
}

/// Describes the years of which the tracks are.
fn years(query: &Query, words: &Words) -> Option<String> {
    let year = |year: u16| year.to_string().into();
    match (query.from_year, query.to_year) {
        (Some(from), Some(to)) => Some(words.say("rule-years", &[("from", year(from)), ("to", year(to))])),
        (Some(from), None) => Some(words.say("rule-from-year", &[("year", year(from))])),
        (None, Some(to)) => Some(words.say("rule-to-year", &[("year", year(to))])),
        (None, None) => None,
    }
}

/// Describes when and how a playlist is played.
pub(super) fn plays(list: &Playlist, programme: &Programme, words: &Words) -> Vec<String> {
    let mut parts = Vec::new();
    match list.kind {
        PlaylistKind::Music if list.weight > 0 => {
            let music = programme.playlists.iter().filter(|list| !list.kind.is_jingle());
            let all: u32 = music.map(|list| list.weight).sum();
            let percent = list.weight * 100 / all;
            let variables = [("weight", list.weight.into()), ("percent", percent.into())];
            parts.push(words.say("weight-is", &variables));
        }
        PlaylistKind::Music => {}
        PlaylistKind::Jingle(every) => {
            let every =
                [("every-tracks", "tracks", every.tracks), ("every-minutes", "minutes", every.minutes)];
            let counts = every.into_iter().filter_map(|(key, name, count)| Some((key, name, count?)));
            parts.extend(counts.map(|(key, name, count)| words.say(key, &[(name, count.into())])));
            parts.extend(list.over_intro.then(|| words.word("over-intros")));
        }
    }
    parts.extend(list.hours.iter().map(ToString::to_string));
    parts.extend(users(programme, &list.name, words));
    if parts.is_empty() {
        parts.push(words.word("not-in-rotation"));
    }
    parts
}

/// Names the shows and clocks that use a playlist.
pub(super) fn users(programme: &Programme, name: &str, words: &Words) -> Vec<String> {
    let is_it = |named: &String| named.eq_ignore_ascii_case(name);
    let shows = programme.shows.iter().filter(|show| match &show.plays {
        Plays::Playlist(named) | Plays::Dj(Some(named)) => is_it(named),
        _ => false,
    });
    let plans = programme.hour_plans.iter();
    let plans = plans.filter(|plan| plan.items.iter().any(|item| is_it(&item.playlist)));
    let shows = shows.map(|show| words.say("show-named", &[("show", show.name.as_str().into())]));
    let plans = plans.map(|plan| words.say("plays-clock", &[("clock", plan.name.as_str().into())]));
    shows.chain(plans).collect()
}

/// A length as people say it.
pub(super) fn length(time: Duration, words: &Words) -> String {
    let minutes = time.as_secs() / 60;
    if minutes < 60 {
        return clock(time);
    }
    let (hours, minutes) = (minutes / 60, format!("{:02}", minutes % 60));
    words.say("span-hours", &[("hours", hours.into()), ("minutes", minutes.into())])
}

fn clock(time: Duration) -> String {
    format!("{}:{:02}", time.as_secs() / 60, time.as_secs() % 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::TrackKind;
    use crate::web::Templates;

    #[test]
    fn rules_are_as_the_command_line_says_them() {
        let words = Templates::of(&[]).unwrap().english().unwrap();
        let years = Query { from_year: Some(1990), to_year: Some(1999), ..Query::default() };
        let all = Query {
            genre: Some("Jazz".to_owned()),
            artist: Some("Ann".to_owned()),
            text: Some("night".to_owned()),
            added_within_days: Some(7),
            shortest: Some(Duration::from_secs(61)),
            longest: Some(Duration::from_hours(1)),
            folder: Some("jazz/live".into()),
            kind: Some(TrackKind::Talk),
            ..years.clone()
        };
        let from = Query { to_year: None, kind: Some(TrackKind::Id), ..years.clone() };
        let to = Query { from_year: None, kind: Some(TrackKind::Jingle), ..years };
        for query in [Query::default(), all, from, to] {
            assert_eq!(rules(&query, &words), query.to_string());
        }
    }

    #[test]
    fn lengths_have_hours_where_there_are_any() {
        let words = Templates::of(&[]).unwrap().english().unwrap();
        let lengths = [59, 61, 3_600, 7_262].map(|seconds| length(Duration::from_secs(seconds), &words));
        assert_eq!(lengths, ["0:59", "1:01", "1 h 00 min", "2 h 01 min"]);
    }
}
