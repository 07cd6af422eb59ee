//! The coming days of a weekly show on its page, each of which can be cancelled or moved.

use jiff::civil::Date;
use serde::Serialize;

use super::page::address_of;
use super::words;
use crate::model::{MovedShowTime, On, Show, clock_time};
use crate::schedule::{Airing, Week};
use crate::web::languages::Words;
use crate::web::router::ApiRequest;
use crate::web::{Error, address};

const DAY_US: u64 = 24 * 60 * 60 * 1_000_000;
/// So many coming days are listed.
const MOST: usize = 8;
/// They are searched for so long: eight weeks, and a day for what began yesterday.
const AHEAD_US: u64 = 57 * DAY_US;

/// The days of a show that can be cancelled or moved.
#[derive(Serialize)]
pub(super) struct Occurrences {
    /// The coming ones.
    lines: Vec<OccurrenceLine>,
    /// The one that the address names.
    chosen: Option<ChosenOccurrence>,
}

/// An occurrence in the list.
#[derive(Serialize)]
struct OccurrenceLine {
    /// The day, such as `2026-12-04`.
    day: String,
    /// The day and the times, for people.
    label: String,
    /// The page with its form.
    href: String,
    /// Its exception in the API.
    api: String,
    is_chosen: bool,
    /// Says how it is changed, if it is.
    change: Option<String>,
    note: Option<String>,
}

/// The occurrence whose form is open.
#[derive(Serialize)]
struct ChosenOccurrence {
    #[serde(flatten)]
    line: OccurrenceLine,
    /// The day, for people.
    label_of_day: String,
    /// Values of the form that moves it.
    date: String,
    at: String,
    length: u16,
}

impl Occurrences {
    /// Lists those of `show` from now on; none of a show that is on once. `only` names the day whose form is open.
    pub(super) fn of(call: &ApiRequest, show: &Show, only: Option<&str>) -> Result<Option<Self>, Error> {
        if matches!(show.on, On::Date(_)) {
            return Ok(None);
        }
        let (slug, said, now_us) = (call.station()?.slug(), call.words()?, call.now_us());
        let (zone, _) = call.site.store.calendar(slug)?;
        let wrong = |_| Error::bad_input("A day is such as 2026-12-24.");
        let only: Option<Date> = only.map(str::parse).transpose().map_err(wrong)?;
        let week = Week::of(std::slice::from_ref(show), &zone, &(now_us..now_us + AHEAD_US));
        let (airings, dropped) = (week.airings(), week.dropped());
        let is_coming = |airing: &&Airing| airing.to_us > now_us;
        let mut days: Vec<Date> =
            airings.iter().chain(&dropped).filter(is_coming).map(|airing| airing.day).collect();
        days.sort_unstable();
        days.dedup();
        days.truncate(MOST);
        let line = |day: Date| OccurrenceLine::of(slug, show, day, only, &said);
        let chosen = only.filter(|day| show.on.contains(*day));
        let chosen = chosen.map(|day| {
            let usual = MovedShowTime { date: day, at: show.at, length: show.length };
            let moved_to = show.exception_on(day).and_then(|exception| exception.moved_to);
            let time = moved_to.unwrap_or(usual);
            ChosenOccurrence {
                line: line(day),
                label_of_day: said.date("weekday-date", day),
                date: time.date.to_string(),
                at: clock_time(time.at),
                length: time.length,
            }
        });
        Ok(Some(Self { lines: days.into_iter().map(line).collect(), chosen }))
    }
}

impl OccurrenceLine {
    fn of(slug: &str, show: &Show, day: Date, only: Option<Date>, said: &Words) -> Self {
        let exception = show.exception_on(day);
        let change = exception.map(|exception| match exception.moved_to {
            None => said.word("show-cancelled"),
            Some(to) => said.say("show-moved-to", &[("when", words::moved(to, said).into())]),
        });
        let name = address::part(&show.name);
        Self {
            label: words::moved(MovedShowTime { date: day, at: show.at, length: show.length }, said),
            href: on_day(slug, &show.name, day),
            api: format!("/api/v1/stations/{slug}/shows/{name}/exceptions/{day}"),
            is_chosen: only == Some(day),
            change,
            note: exception.and_then(|exception| exception.note.clone()),
            day: day.to_string(),
        }
    }
}

/// The page of a show with the form of one of its days.
pub(crate) fn on_day(slug: &str, name: &str, day: Date) -> String {
    format!("{}?only={day}#only", address_of(slug, name))
}
