//! The page of a station's week: its shows on a calendar, what they get in each other's way, and the rules.

use jiff::Span;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::model::{On, Show, ShowColour};
use crate::schedule::{Airing, Week};
use crate::web::languages::Words;
use crate::web::resources::plans::api::Rules;
use crate::web::resources::schedule::forecast::{Conflict, clock, conflicts, midnight, zone_name};
use crate::web::resources::shows::occurrences::on_day;
use crate::web::resources::shows::page::address_of;
use crate::web::resources::shows::words;
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};
use crate::web::{Error, address};

/// The calendar shows times to so many minutes.
const STEP: u16 = 5;

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/admin/stations/{station}/schedule", Access::Dj, Scope::Pages, page)]
}

/// Query of the page: a day of the week to show.
#[derive(Deserialize)]
struct Wanted {
    day: Option<String>,
}

/// Variables of `dashboard/schedule.html`.
#[derive(Serialize)]
struct SchedulePage {
    /// First and last day.
    title: String,
    /// The days that the pages before and after begin with, and today.
    before: String,
    after: String,
    days: Vec<Day>,
    shows: Vec<Line>,
    conflicts: Vec<Conflict>,
    zone: String,
    rules: Rules,
    zones: Vec<String>,
}

/// A column of the calendar.
#[derive(Serialize)]
struct Day {
    date: String,
    /// Its name in a show's days, such as `mon`.
    key: String,
    name: String,
    /// Its name and its date.
    long: String,
    is_today: bool,
    /// Set for the day that narrow screens show.
    is_shown: bool,
    blocks: Vec<Block>,
    /// Position of the line that shows the time.
    now: Option<Place>,
}

/// A show on a day.
#[derive(Serialize)]
struct Block {
    name: String,
    href: String,
    from: String,
    to: String,
    plays: String,
    place: Place,
    /// Hours and steps that it lasts on this day.
    lasts: Place,
    /// Set if it lies over another show, which is not heard.
    is_over: bool,
    /// Set if it was cancelled, or moved from here to another time.
    is_dropped: bool,
    /// Says that it was cancelled or moved, if it was.
    change: Option<String>,
    note: Option<String>,
    colour: Option<&'static str>,
    /// The day of the occurrence, for a show of every week.
    day: Option<String>,
    /// Set if it began the day before.
    goes_on: bool,
    days: Option<String>,
    date: Option<String>,
    at: u16,
    length: u16,
}

/// Hours, and steps of five minutes.
#[derive(Serialize)]
struct Place {
    hours: u16,
    steps: u16,
}

/// A show in the list.
#[derive(Serialize)]
struct Line {
    name: String,
    href: String,
    when: String,
    plays: String,
    start: String,
}

fn page(call: &ApiRequest) -> Result<Reply, Error> {
    let wanted: Wanted = call.query()?;
    let (slug, store) = (call.station()?.slug(), &call.site.store);
    let (zone, shows) = store.calendar(slug)?;
    let today = clock(call.now_us(), &zone).date();
    let chosen = match &wanted.day {
        Some(text) => text.parse().map_err(|_| Error::bad_input("A day is such as 2026-12-24."))?,
        None => today,
    };
    let monday = monday_of(chosen);
    let (span, last) = week_of(monday, &zone);
    let week = Week::of(&shows, &zone, &span);
    let (week, said) = (CalendarWeek { airings: week.airings(), dropped: week.dropped() }, call.words()?);
    let column = |date: Date| Day {
        date: date.to_string(),
        key: date.strftime("%a").to_string().to_lowercase(),
        name: said.date("short-day-number", date),
        long: said.date("day-of-week", date),
        is_today: date == today,
        is_shown: date == chosen,
        blocks: week.blocks(slug, &shows, date, (&zone, &said)),
        now: (date == today).then(|| {
            let now = clock(call.now_us(), &zone);
            Place::at(now.hour() as u16 * 60 + now.minute() as u16)
        }),
    };
    let page = SchedulePage {
        title: title(monday, last, &said),
        before: later(monday, -7).to_string(),
        after: later(monday, 7).to_string(),
        days: (0..7).map(|n| column(later(monday, n))).collect(),
        shows: shows.iter().map(|show| Line::of(slug, show, &said)).collect(),
        conflicts: conflicts(&shows, &zone, span.start, &said),
        zone: zone_name(&zone, &said),
        rules: Rules::of(call)?,
        zones: zones(),
    };
    call.page("dashboard/schedule.html", &page)
}

/// The first and the last day of a week.
fn title(monday: Date, last: Date, words: &Words) -> String {
    if monday.month() == last.month() {
        let variables = [
            ("from", monday.day().into()),
            ("day", last.day().into()),
            ("month", last.month().into()),
            ("year", last.year().to_string().into()),
        ];
        return words.say("week-in-month", &variables);
    }
    let (from, to) = (words.date("day-and-month", monday), words.date("date", last));
    words.say("week-in-months", &[("from", from.into()), ("to", to.into())])
}

/// The day that a week begins with.
fn monday_of(day: Date) -> Date {
    later(day, -i64::from(day.weekday().to_monday_zero_offset()))
}

/// The time of a week, and its last day.
fn week_of(monday: Date, zone: &TimeZone) -> (std::ops::Range<u64>, Date) {
    (midnight(monday, zone)..midnight(later(monday, 7), zone), later(monday, 6))
}

fn later(day: Date, days: i64) -> Date {
    day.checked_add(Span::new().days(days)).unwrap_or(day)
}

/// The occurrences of shows in the week that is shown.
struct CalendarWeek {
    airings: Vec<Airing>,
    /// Those that were cancelled or moved away.
    dropped: Vec<Airing>,
}

impl CalendarWeek {
    /// Returns the shows of a day; those that lie over others come after them.
    fn blocks(
        &self,
        slug: &str,
        shows: &[Show],
        date: Date,
        (zone, said): (&TimeZone, &Words),
    ) -> Vec<Block> {
        let (from_us, to_us) = (midnight(date, zone), midnight(later(date, 1), zone));
        let of_day = |all: &[Airing]| -> Vec<Airing> {
            all.iter().filter(|airing| airing.from_us < to_us && airing.to_us > from_us).copied().collect()
        };
        let (on, dropped) = (of_day(&self.airings), of_day(&self.dropped));
        let block = |airing: &Airing, is_dropped: bool| {
            let show = &shows[airing.show];
            let (from, to) = (clock(airing.from_us, zone), clock(airing.to_us, zone));
            let minute = |moment: &jiff::Zoned| moment.hour() as u16 * 60 + moment.minute() as u16;
            let begins = if airing.from_us < from_us { 0 } else { minute(&from) };
            let ends = if airing.to_us >= to_us { 24 * 60 } else { minute(&to) };
            let is_under = |other: &&Airing| other.from_us < airing.to_us && other.to_us > airing.from_us;
            let (days, dated) = match show.on {
                On::Weekly(days) => (Some(days.to_string()), None),
                On::Date(date) => (None, Some(date.to_string())),
            };
            let exception = show.exception_on(airing.day);
            let change = exception.map(|exception| match exception.moved_to {
                None => said.word("show-cancelled"),
                Some(_) if !is_dropped => said.word("show-moved"),
                Some(to) => said.say("show-moved-to", &[("when", words::moved(to, said).into())]),
            });
            Block {
                name: show.name.clone(),
                href: match show.on {
                    On::Weekly(_) => on_day(slug, &show.name, airing.day),
                    On::Date(_) => address_of(slug, &show.name),
                },
                from: from.strftime("%H:%M").to_string(),
                to: to.strftime("%H:%M").to_string(),
                plays: words::plays(&show.plays, said),
                place: Place::at(begins),
                lasts: Place::at(ends.saturating_sub(begins).max(STEP)),
                is_over: !is_dropped
                    && (dropped.iter().any(|other| is_under(&other))
                        || on.iter().filter(is_under).any(|other| rank(other) < rank(airing))),
                is_dropped,
                note: exception.and_then(|exception| exception.note.clone()),
                change,
                colour: show.colour.map(ShowColour::name),
                day: days.is_some().then(|| airing.day.to_string()),
                goes_on: airing.from_us < from_us,
                days,
                date: dated,
                at: show.at,
                length: show.length,
            }
        };
        let mut blocks: Vec<_> = on.iter().map(|airing| block(airing, false)).collect();
        blocks.extend(dropped.iter().map(|airing| block(airing, true)));
        blocks.sort_by_key(|block| (block.is_over, block.place.hours, block.place.steps));
        blocks
    }
}

/// Sort key of precedence, as the schedule has it.
fn rank(airing: &Airing) -> (bool, u64, std::cmp::Reverse<usize>) {
    (airing.is_dated, airing.from_us, std::cmp::Reverse(airing.show))
}

impl Place {
    fn at(minute: u16) -> Self {
        Self { hours: minute / 60, steps: minute % 60 / STEP }
    }
}

impl Line {
    fn of(slug: &str, show: &Show, said: &Words) -> Self {
        Self {
            name: show.name.clone(),
            href: address_of(slug, &show.name),
            when: words::when(show, said),
            plays: words::plays(&show.plays, said),
            start: words::start(show.start, said),
        }
    }
}

/// The names of all time zones.
pub(crate) fn zones() -> Vec<String> {
    let mut zones: Vec<_> = jiff::tz::db().available().map(|name| name.to_string()).collect();
    zones.sort();
    zones
}

/// The page of an hour plan.
pub(crate) fn plan_address(slug: &str, name: &str) -> String {
    format!("/admin/stations/{slug}/schedule/plans/{}", address::part(name))
}
