//! Filters of the templates: times, durations, sizes and numbers as people read them.

use tera::{Kwargs, State, Tera, TeraResult, Value};

use super::activity;
use super::address;
use super::browser_name::browser_name;
use super::languages::{Languages, Words};
use super::play_reason;

const SECOND: i64 = 1_000_000;

/// Adds the filters to `tera`.
pub(super) fn register(tera: &mut Tera, languages: &Languages) {
    tera.register_filter("clock", |seconds: f64, _: Kwargs, _: &State| clock(seconds));
    tera.register_filter("json", |value: &Value, _: Kwargs, _: &State| -> TeraResult<String> {
        serde_json::to_string(value).map_err(|error| tera::Error::message(error.to_string()))
    });
    tera.register_filter("segment", |name: &str, _: Kwargs, _: &State| address::part(name));
    let in_words: [(&'static str, FilterInWords); 12] = [
        ("time", |words, value, _| Ok(words.local(seconds(value)?, "UTC", "%F %H:%M UTC"))),
        ("day", |words, value, _| Ok(words.local(seconds(value)?, "UTC", "%F"))),
        ("moment", |words, value, _| Ok(words.local(whole(value)?, "UTC", "%F %H:%M:%S UTC"))),
        ("local", local),
        ("ago", |words, value, args| {
            let us = args.must_get::<i64>("now_us")?.saturating_sub(whole(value)?);
            Ok(words.ago(us.max(0).unsigned_abs()))
        }),
        ("span", |words, value, _| Ok(words.span(number(value)? as u64))),
        ("bytes", |words, value, _| Ok(words.bytes(number(value)? as u64))),
        ("fixed", |words, value, args| Ok(words.number(number(value)?, args.must_get::<usize>("places")?))),
        ("count", |words, value, _| Ok(words.count(number(value)?))),
        ("activity", |words, value, _| Ok(activity::describe(text(value), words))),
        ("browser", |words, value, _| Ok(browser_name(text(value), words))),
        ("why", |words, value, _| Ok(play_reason::describe(text(value), words))),
    ];
    for (name, filter) in in_words {
        let languages = languages.clone();
        tera.register_filter(name, move |value: &Value, args: Kwargs, state: &State| {
            filter(&Words::of_state(&languages, state)?, value, &args)
        });
    }
}

/// A filter whose result is in the page's language.
type FilterInWords = fn(&Words, &Value, &Kwargs) -> TeraResult<String>;

/// Formats microseconds since 1970 by the clock of the time zone `zone`: as the message `key`, or by `format` alone.
fn local(words: &Words, value: &Value, args: &Kwargs) -> TeraResult<String> {
    let (us, zone) = (whole(value)?, args.must_get::<&str>("zone")?);
    match args.get::<&str>("key")? {
        Some(key) => Ok(words.local_dated(us, zone, key, args.get::<&str>("time")?.unwrap_or("%H:%M"))),
        None => Ok(words.local(us, zone, args.must_get::<&str>("format")?)),
    }
}

fn number(value: &Value) -> TeraResult<f64> {
    value.as_f64().ok_or_else(|| tera::Error::message("this filter is for numbers"))
}

fn whole(value: &Value) -> TeraResult<i64> {
    value.as_i64().ok_or_else(|| tera::Error::message("this filter is for whole numbers"))
}

/// Returns seconds in microseconds.
fn seconds(value: &Value) -> TeraResult<i64> {
    Ok(whole(value)?.saturating_mul(SECOND))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// A duration as a clock shows it: minutes and seconds, and hours where there are any.
pub(super) fn clock(seconds: f64) -> String {
    let seconds = seconds.max(0.0).round() as u64;
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::Templates;

    #[test]
    fn times_durations_and_sizes_are_formatted() {
        let words = Templates::of(&[]).unwrap().english().unwrap();
        assert_eq!(words.local(0, "UTC", "%F %H:%M UTC"), "1970-01-01 00:00 UTC");
        assert_eq!(words.local(61_500_000, "Europe/Berlin", "%H:%M:%S"), "01:01:01");
        let dated = |key| words.local_dated(61_500_000, "Europe/Berlin", key, "%H:%M:%S");
        let days = ["weekday-clock", "short-day", "short-day-time", "full-day"].map(dated);
        assert_eq!(days, ["Thu 01:01:01", "Thu 1 Jan", "Thu 1 Jan, 01:01:01", "Thursday, 1 January 1970"]);
        let spans = [59, 61, 3_700, 90_000, 200_000].map(|seconds| words.span(seconds));
        assert_eq!(spans, ["59 s", "1 min", "1 h 1 min", "1 day 1 h", "2 days 7 h"]);
        let sizes = [0, 1_023, 1_536, 5 << 30].map(|count| words.bytes(count));
        assert_eq!(sizes, ["0 bytes", "1023 bytes", "1.5 kB", "5.0 GB"]);
        assert_eq!([clock(0.0), clock(61.4), clock(3_661.0)], ["0:00", "1:01", "1:01:01"]);
        let times = [0, 59, 60, 119 * 60, 120 * 60].map(|seconds| words.ago(seconds * 1_000_000));
        assert_eq!(times, ["just now", "just now", "1 min ago", "119 min ago", "2 h ago"]);
        assert_eq!([2.04, 2.5, 123.4].map(|value| words.count(value)), ["2", "2.5", "123"]);
        assert_eq!(words.number(-2.25, 1), "−2.2");
    }

    #[test]
    fn filters_speak_the_language_of_the_page() {
        let templates =
            Templates::of(&[("page.html", "{{ 1536 | bytes }}, {{ 0 | ago(now_us=60000000) }}")]).unwrap();
        let page = |code| templates.fill(code, "page.html", &serde_json::json!({})).unwrap();
        assert_eq!(page("en"), "1.5 kB, 1 min ago");
        assert!(page("de").starts_with("1,5 "), "{}", page("de"));
    }
}
