//! Filters of the templates: times, durations, sizes and numbers as people read them.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use tera::{Kwargs, State, Tera, TeraResult, Value};

use super::activity;
use super::address;
use super::browser_name::browser_name;

/// Adds the filters to `tera`.
pub(super) fn register(tera: &mut Tera) {
    tera.register_filter("time", |seconds: i64, _: Kwargs, _: &State| time(seconds));
    tera.register_filter("day", |seconds: i64, _: Kwargs, _: &State| {
        local(seconds.saturating_mul(1_000_000), "UTC", "%F")
    });
    tera.register_filter("moment", |us: i64, _: Kwargs, _: &State| local(us, "UTC", "%F %H:%M:%S UTC"));
    tera.register_filter("local", |us: i64, args: Kwargs, _: &State| -> TeraResult<String> {
        Ok(local(us, args.must_get::<&str>("zone")?, args.must_get::<&str>("format")?))
    });
    tera.register_filter("ago", |us: u64, args: Kwargs, _: &State| -> TeraResult<String> {
        Ok(ago(args.must_get::<u64>("now_us")?.saturating_sub(us)))
    });
    tera.register_filter("span", |seconds: f64, _: Kwargs, _: &State| span(seconds as u64));
    tera.register_filter("clock", |seconds: f64, _: Kwargs, _: &State| clock(seconds));
    tera.register_filter("bytes", |count: u64, _: Kwargs, _: &State| bytes(count));
    tera.register_filter("fixed", |number: f64, args: Kwargs, _: &State| -> TeraResult<String> {
        let places = args.must_get::<usize>("places")?;
        Ok(format!("{number:.places$}").replace('-', "−"))
    });
    tera.register_filter("json", |value: &Value, _: Kwargs, _: &State| -> TeraResult<String> {
        serde_json::to_string(value).map_err(|error| tera::Error::message(error.to_string()))
    });
    tera.register_filter("count", |number: f64, _: Kwargs, _: &State| count(number));
    tera.register_filter("activity", |entry: &str, _: Kwargs, _: &State| activity::describe(entry));
    tera.register_filter("browser", |user_agent: &str, _: Kwargs, _: &State| browser_name(user_agent));
    tera.register_filter("segment", |name: &str, _: Kwargs, _: &State| address::part(name));
}

/// A time in seconds since 1970, to the minute.
pub(super) fn time(seconds: i64) -> String {
    local(seconds.saturating_mul(1_000_000), "UTC", "%F %H:%M UTC")
}

/// A time in microseconds since 1970 by the clock of a time zone; one that is unknown is the machine's.
fn local(us: i64, zone: &str, format: &str) -> String {
    let zone = TimeZone::get(zone).unwrap_or_else(|_| TimeZone::system());
    let time = Timestamp::from_microsecond(us).map(|time| time.to_zoned(zone).strftime(format).to_string());
    time.unwrap_or_default()
}

/// Formats the time since something happened, in microseconds, roughly.
fn ago(us: u64) -> String {
    match us / 60_000_000 {
        0 => "just now".to_owned(),
        minutes @ 1..=119 => format!("{minutes} min ago"),
        minutes => format!("{} h ago", minutes / 60),
    }
}

/// A duration in words.
pub(super) fn span(seconds: u64) -> String {
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60);
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{seconds} s"),
        (0, 0, _) => format!("{minutes} min"),
        (0, _, _) => format!("{hours} h {minutes} min"),
        (1, _, _) => format!("1 day {hours} h"),
        _ => format!("{days} days {hours} h"),
    }
}

/// A duration as a clock shows it: minutes and seconds, and hours where there are any.
pub(super) fn clock(seconds: f64) -> String {
    let seconds = seconds.max(0.0).round() as u64;
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

/// A number of bytes.
pub(super) fn bytes(count: u64) -> String {
    let units = [(1 << 40, "TB"), (1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "kB")];
    match units.into_iter().find(|(size, _)| count >= *size) {
        Some((size, unit)) => format!("{:.1} {unit}", count as f64 / size as f64),
        None => format!("{count} bytes"),
    }
}

/// `text` with a capital letter at its beginning.
pub(super) fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// A number with one decimal place, where that says something.
pub(super) fn count(value: f64) -> String {
    if (value - value.round()).abs() < 0.05 || value >= 100.0 {
        format!("{value:.0}")
    } else {
        format!("{value:.1}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_durations_and_sizes_are_formatted() {
        assert_eq!(time(0), "1970-01-01 00:00 UTC");
        assert_eq!(local(61_500_000, "Europe/Berlin", "%a %H:%M:%S"), "Thu 01:01:01");
        let spans = [59, 61, 3_700, 90_000, 200_000].map(span);
        assert_eq!(spans, ["59 s", "1 min", "1 h 1 min", "1 day 1 h", "2 days 7 h"]);
        let sizes = [0, 1_023, 1_536, 5 << 30].map(bytes);
        assert_eq!(sizes, ["0 bytes", "1023 bytes", "1.5 kB", "5.0 GB"]);
        assert_eq!([clock(0.0), clock(61.4), clock(3_661.0)], ["0:00", "1:01", "1:01:01"]);
        let times = [0, 59, 60, 119 * 60, 120 * 60].map(|seconds| ago(seconds * 1_000_000));
        assert_eq!(times, ["just now", "just now", "1 min ago", "119 min ago", "2 h ago"]);
        assert_eq!([count(2.04), count(2.5), count(123.4)], ["2", "2.5", "123"]);
    }
}
