//! Shows in the language of a page.

use jiff::civil::Date;

use crate::model::{MovedShowTime, On, Plays, Show, Start, clock_time};
use crate::web::languages::Words;

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Describes a show in a sentence or two.
pub(crate) fn sentence(show: &Show, words: &Words) -> String {
    let late = minutes_late(show.start);
    let variables = [
        ("show", show.name.as_str().into()),
        ("when", when(show, words).into()),
        ("plays", plays(&show.plays, words).into()),
        ("late", late.into()),
    ];
    let said = words.say(if late == 0 { "show-on-time" } else { "show-late" }, &variables);
    if show.djs.is_empty() {
        return said;
    }
    let djs = show.djs.join(", ");
    format!("{said} {}", words.say("show-with-djs", &[("djs", djs.into())]))
}

/// Says on which days and at which time a show is on.
pub(crate) fn when(show: &Show, words: &Words) -> String {
    let days = match show.on {
        On::Date(date) => words.date("weekday-date", date),
        On::Weekly(days) => {
            let days = days.to_string();
            if days == "daily" {
                every_day(words)
            } else {
                weekdays(&days.split(',').collect::<Vec<_>>(), words)
            }
        }
    };
    span(&days, &clock_time(show.at), &clock_time(show.at + show.length), words)
}

/// Says a time on days.
pub(crate) fn span(days: &str, from: &str, to: &str, words: &Words) -> String {
    words.say("show-when", &[("days", days.into()), ("from", from.into()), ("to", to.into())])
}

/// Says a time to which an occurrence was moved.
pub(crate) fn moved(to: MovedShowTime, words: &Words) -> String {
    let day = words.date("short-day", to.date);
    span(&day, &clock_time(to.at), &clock_time(to.at + to.length), words)
}

/// Lists days of the week, each such as `mon`.
pub(crate) fn weekdays(days: &[&str], words: &Words) -> String {
    let kind = match days {
        all if all.len() >= WEEKDAYS.len() => return every_day(words),
        five if *five == WEEKDAYS[..5] => "weekdays",
        _ => "other",
    };
    let names: Vec<_> = days.iter().map(|day| weekday(day, words)).collect();
    words.say("show-days", &[("days", kind.into()), ("names", names.join(", ").into())])
}

/// Lists dates.
pub(crate) fn dates(days: &[Date], words: &Words) -> String {
    days.iter().map(|day| words.date("short-day", *day)).collect::<Vec<_>>().join(", ")
}

/// The short name of a day, such as `mon`.
pub(crate) fn weekday(day: &str, words: &Words) -> String {
    words.say("weekday-short", &[("weekday", day.into())])
}

/// Says what a show plays.
pub(crate) fn plays(plays: &Plays, words: &Words) -> String {
    match plays {
        Plays::Playlist(name) => words.say("plays-playlist", &[("playlist", name.into())]),
        Plays::HourPlan(name) => words.say("plays-clock", &[("clock", name.into())]),
        Plays::Track(track) => words.say("plays-track", &[("track", track.0.to_string().into())]),
        Plays::Dj(None) => words.word("plays-dj"),
        Plays::Dj(Some(name)) => words.say("plays-dj-playlist", &[("playlist", name.into())]),
        Plays::Relay(address) => words.say("plays-relay", &[("address", address.to_string().into())]),
    }
}

/// Says how a show begins.
pub(crate) fn start(start: Start, words: &Words) -> String {
    match minutes_late(start) {
        0 => words.word("starts-on-time"),
        late => words.say("starts-late", &[("late", late.into())]),
    }
}

fn every_day(words: &Words) -> String {
    words.say("show-days", &[("days", "daily".into()), ("names", "".into())])
}

fn minutes_late(start: Start) -> u64 {
    start.at_most_late().as_secs() / 60
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::web::Templates;

    #[test]
    fn english_is_as_the_command_line_says_it() {
        let words = Templates::of(&[]).unwrap().english().unwrap();
        let late = Start::within(5).unwrap();
        let shows = [
            ("daily", Plays::Dj(None), Start::Hard),
            ("mon-fri", Plays::Playlist("Gold".to_owned()), late),
            ("sat,sun", Plays::HourPlan("Usual".to_owned()), Start::Soft(Duration::from_mins(9))),
        ];
        for (days, plays, start) in shows {
            let on = On::Weekly(days.parse().unwrap());
            let show = Show {
                name: "Drive".to_owned(),
                on,
                at: 1_200,
                length: 120,
                plays,
                start,
                djs: Vec::new(),
                colour: None,
                exceptions: Vec::new(),
            };
            assert_eq!(sentence(&show, &words), show.to_string());
        }
        let on = On::Date("2026-12-24".parse().unwrap());
        let plays = Plays::Dj(Some("Gold".to_owned()));
        let djs = vec!["ann".to_owned(), "Mia".to_owned()];
        let show = Show {
            name: "Eve".to_owned(),
            on,
            at: 1_200,
            length: 300,
            plays,
            start: Start::Hard,
            djs,
            colour: None,
            exceptions: Vec::new(),
        };
        assert_eq!(sentence(&show, &words), show.to_string());
    }
}
