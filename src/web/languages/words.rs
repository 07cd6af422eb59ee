//! Messages as plain text, and dates, durations, sizes and numbers in one language.

use actix_web::HttpRequest;
use fluent_bundle::{FluentArgs, FluentValue};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use tera::{State, TeraResult};

use super::{ENGLISH, Languages, PageLanguage, language_of};

/// Units of sizes with their bytes, the largest first.
const SIZES: [(u64, &str); 4] = [(1 << 40, "TB"), (1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "kB")];

/// The words of one language.
#[derive(Clone)]
pub(in crate::web) struct Words {
    languages: Languages,
    code: String,
}

impl Words {
    /// The words of the language `code`.
    pub(in crate::web) fn of(languages: &Languages, code: &str) -> Self {
        Self { languages: languages.clone(), code: code.to_owned() }
    }

    /// The words of the language that a page for `request` is in.
    pub(in crate::web) fn of_request(request: &HttpRequest, languages: &Languages) -> Self {
        let language = PageLanguage::of_head(request.query_string(), request.headers(), languages);
        Self::of(languages, language.code())
    }

    /// The words of the language that a template is filled in.
    pub(in crate::web) fn of_state(languages: &Languages, state: &State) -> TeraResult<Self> {
        Ok(Self::of(languages, &language_of(state)?))
    }

    /// The English words, for programs.
    pub(in crate::web) fn english(languages: &Languages) -> Self {
        Self::of(languages, ENGLISH)
    }

    /// Returns whether the language is English.
    pub(in crate::web) fn is_english(&self) -> bool {
        self.code == ENGLISH
    }

    /// Returns the message `key` as plain text.
    pub(in crate::web) fn say(&self, key: &str, variables: &[(&str, FluentValue<'_>)]) -> String {
        let variables: FluentArgs<'_> =
            variables.iter().map(|(name, value)| (*name, value.clone())).collect();
        self.languages.plain(&self.code, key, &variables).unwrap_or_else(|error| {
            // A page without a word is better than no page.
            tracing::error!(%error, "a message cannot be made");
            String::new()
        })
    }

    /// Returns the message `key`, which has no variables, as plain text.
    pub(in crate::web) fn word(&self, key: &str) -> String {
        self.say(key, &[])
    }

    /// Returns the message without variables whose English text is `text`, and whose key begins with `prefix`.
    pub(super) fn translated(&self, prefix: &str, text: &str) -> Option<String> {
        let english = self.languages.get(ENGLISH)?;
        let none = FluentArgs::new();
        let is_it = |key: &&str| {
            key.starts_with(prefix) && matches!(english.plain(key, &none), Some(Ok(found)) if found == text)
        };
        english.keys().find(is_it).map(|key| self.word(key))
    }

    /// Returns the message `key` about a day, from its parts `weekday`, `day`, `month` and `year`.
    pub(in crate::web) fn date(&self, key: &str, day: Date) -> String {
        self.dated(key, day.into(), "%H:%M")
    }

    /// Returns the message `key` about a moment, from the parts of its day and `time`, which is formatted by
    /// `strftime`.
    pub(in crate::web) fn dated(&self, key: &str, moment: DateTime, time_format: &str) -> String {
        let variables = [
            ("weekday", moment.strftime("%a").to_string().to_lowercase().into()),
            ("day", FluentValue::from(moment.day())),
            ("month", FluentValue::from(moment.month())),
            ("year", FluentValue::from(moment.year().to_string())),
            ("time", moment.strftime(time_format).to_string().into()),
        ];
        self.say(key, &variables)
    }

    /// Formats a time in microseconds since 1970 by the clock of a time zone; one that is unknown is the machine's.
    pub(in crate::web) fn local(&self, us: i64, zone: &str, format: &str) -> String {
        let time = Timestamp::from_microsecond(us).map(|time| time.to_zoned(zone_named(zone)));
        self.isolated(time.map(|time| time.strftime(format).to_string()).unwrap_or_default())
    }

    /// Returns the message `key` about a time in microseconds since 1970, as [`Self::dated`] does.
    pub(in crate::web) fn local_dated(&self, us: i64, zone: &str, key: &str, time_format: &str) -> String {
        let time = Timestamp::from_microsecond(us).map(|time| time.to_zoned(zone_named(zone)).datetime());
        time.map(|time| self.dated(key, time, time_format)).unwrap_or_default()
    }

    /// Formats the time since something happened, in microseconds, roughly.
    pub(in crate::web) fn ago(&self, us: u64) -> String {
        match us / 60_000_000 {
            minutes @ 0..=119 => self.say("ago-minutes", &[("minutes", minutes.into())]),
            minutes => self.say("ago-hours", &[("hours", (minutes / 60).into())]),
        }
    }

    /// A duration in words.
    pub(in crate::web) fn span(&self, seconds: u64) -> String {
        let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60);
        match (days, hours, minutes) {
            (0, 0, 0) => self.say("span-seconds", &[("seconds", seconds.into())]),
            (0, 0, _) => self.say("span-minutes", &[("minutes", minutes.into())]),
            (0, _, _) => self.say("span-hours", &[("hours", hours.into()), ("minutes", minutes.into())]),
            _ => self.say("span-days", &[("days", days.into()), ("hours", hours.into())]),
        }
    }

    /// A number of bytes.
    pub(in crate::web) fn bytes(&self, count: u64) -> String {
        match SIZES.into_iter().find(|(size, _)| count >= *size) {
            Some((size, unit)) => {
                let size = self.number(count as f64 / size as f64, 1);
                self.say("size-in", &[("unit", unit.into()), ("size", size.into())])
            }
            None => self.say("size-bytes", &[("bytes", count.into())]),
        }
    }

    /// A number with so many decimal places.
    pub(in crate::web) fn number(&self, value: f64, places: usize) -> String {
        let number = format!("{value:.places$}").replace('-', "−");
        if places == 0 { number } else { number.replace('.', &self.word("decimal-mark")) }
    }

    /// A number with one decimal place, where that says something.
    pub(in crate::web) fn count(&self, value: f64) -> String {
        let is_whole = (value - value.round()).abs() < 0.05 || value >= 100.0;
        self.number(value, usize::from(!is_whole))
    }

    /// Keeps the order of numbers and letters in a language that is written from right to left.
    pub(in crate::web) fn isolated(&self, text: String) -> String {
        if self.languages.direction(&self.code) == "rtl" { format!("\u{2066}{text}\u{2069}") } else { text }
    }
}

fn zone_named(zone: &str) -> TimeZone {
    TimeZone::get(zone).unwrap_or_else(|_| TimeZone::system())
}
