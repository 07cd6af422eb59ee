//! Computes which show is on at a time, in the station's time zone.

use jiff::civil::{Date, DateTime};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Span, Timestamp};

use crate::model::{MovedShowTime, On, Show, ShowException, Start};

const DAY_US: u64 = 24 * 60 * 60 * 1_000_000;
const MINUTE_US: u64 = 60 * 1_000_000;

/// One time that a show is on.
///
/// It begins and ends by the station's clock, so on a day on which the clock is changed it can be an hour
/// shorter or longer, and the next show follows without a hole. In an hour that is skipped it begins at the
/// first moment after; if it was to end in it too, it lasts its length. In an hour that comes twice it is on
/// the first time, and if it ends in that hour, it lasts its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slot {
    /// Index of the show in the programme.
    pub(super) show: usize,
    /// Start, in microseconds since 1970.
    pub(super) from_us: u64,
    /// End, in microseconds since 1970.
    pub(super) to_us: u64,
    /// Latest permitted start, in microseconds since 1970.
    pub(super) latest_us: u64,
    /// The day on which it begins by the show's days, in local time, also where it was moved from there.
    pub(super) day: Date,
    /// True if it is on that day only: the show is of a date, or the occurrence was moved.
    pub(super) is_dated: bool,
    /// Start by its calendar entry, in local time.
    written: DateTime,
}

impl Slot {
    /// The occurrence of a show on one of its days.
    fn new(place: usize, show: &Show, day: Date, zone: &TimeZone) -> Option<Self> {
        let time = MovedShowTime { date: day, at: show.at, length: show.length };
        let slot = Self::at(place, show, time, zone)?;
        Some(Self { day, is_dated: matches!(show.on, On::Date(_)), ..slot })
    }

    /// The occurrence that an exception moves to another time.
    fn moved(place: usize, show: &Show, exception: &ShowException, zone: &TimeZone) -> Option<Self> {
        let slot = Self::at(place, show, exception.moved_to?, zone)?;
        Some(Self { day: exception.day, is_dated: true, ..slot })
    }

    fn at(place: usize, show: &Show, to: MovedShowTime, zone: &TimeZone) -> Option<Self> {
        let written = written(to)?;
        let until = written.checked_add(minutes(to.length)).ok()?;
        let length_us = u64::from(to.length) * MINUTE_US;
        let (from_us, from_offset) = first_moment(written, zone)?;
        let (by_clock_us, _) = first_moment(until, zone)?;
        let ends_within_hour = match from_offset {
            AmbiguousOffset::Unambiguous { .. } => false,
            AmbiguousOffset::Gap { .. } => by_clock_us <= from_us,
            AmbiguousOffset::Fold { .. } => from_us + length_us <= next_change(from_us, zone)?,
        };
        let to_us = if ends_within_hour { from_us + length_us } else { by_clock_us };
        let late_us = match show.start {
            Start::Hard => 0,
            Start::Soft(late) => late.as_micros() as u64,
        };
        let latest_us = from_us + late_us;
        Some(Self { show: place, from_us, to_us, latest_us, day: to.date, is_dated: false, written })
    }

    /// Sort key of precedence: shows of a date before weekly ones, the later start before the earlier.
    pub(super) fn rank(&self) -> (bool, u64, DateTime, std::cmp::Reverse<usize>) {
        (self.is_dated, self.from_us, self.written, std::cmp::Reverse(self.show))
    }
}

/// The show that is on at `at_us`, by the clock of `zone`.
pub fn on_at<'a>(shows: &'a [Show], zone: &TimeZone, at_us: u64) -> Option<&'a Show> {
    let mut calendar = Calendar::default();
    calendar.look_up(shows, zone, at_us, at_us);
    calendar.on_at(at_us).and_then(|slot| shows.get(slot.show))
}

/// The moment at which an occurrence begins that was moved to a time by the clock of `zone`, in microseconds since 1970.
pub fn beginning_of(time: MovedShowTime, zone: &TimeZone) -> Option<u64> {
    first_moment(written(time)?, zone).map(|(us, _)| us)
}

/// The beginning of a time in local time.
fn written(time: MovedShowTime) -> Option<DateTime> {
    time.date.to_datetime(jiff::civil::Time::midnight()).checked_add(minutes(time.at)).ok()
}

/// The shows of some days, ready to be asked.
#[derive(Clone, Default)]
pub(super) struct Calendar {
    /// The time it can be asked for, in microseconds since 1970.
    knows: std::ops::Range<u64>,
    /// By their beginning.
    slots: Vec<Slot>,
    /// Those that were cancelled or moved away, where they would be.
    dropped: Vec<Slot>,
}

impl Calendar {
    /// Makes ready for questions between `from_us` and `to_us`.
    pub(super) fn look_up(&mut self, shows: &[Show], zone: &TimeZone, from_us: u64, to_us: u64) {
        if self.knows.contains(&from_us) && self.knows.contains(&to_us) {
            return;
        }
        // A show lasts a day at most, and a clock is changed by less than another.
        let (first, last) = (from_us.saturating_sub(3 * DAY_US), to_us + 2 * DAY_US);
        self.knows = from_us..to_us + DAY_US;
        let dates: Vec<Date> = dates(first, last, zone).collect();
        let (mut slots, mut dropped): (Vec<Slot>, Vec<Slot>) = (Vec::new(), Vec::new());
        for (place, show) in shows.iter().enumerate() {
            for day in dates.iter().filter(|date| show.on.contains(**date)) {
                let into = if show.exception_on(*day).is_some() { &mut dropped } else { &mut slots };
                into.extend(Slot::new(place, show, *day, zone));
            }
            // The day from which it was moved may be long before or after.
            let moved = show.exceptions.iter().filter(|exception| show.on.contains(exception.day));
            let moved =
                moved.filter(|exception| exception.moved_to.is_some_and(|to| dates.contains(&to.date)));
            slots.extend(moved.filter_map(|exception| Slot::moved(place, show, exception, zone)));
        }
        slots.sort_by_key(|slot| (slot.from_us, slot.show));
        (self.slots, self.dropped) = (slots, dropped);
    }

    /// Forgets what it knows, because the shows are others now.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Returns the show that is on at `at_us`.
    pub(super) fn on_at(&self, at_us: u64) -> Option<Slot> {
        let on = self.slots.iter().filter(|slot| slot.from_us <= at_us && at_us < slot.to_us);
        on.copied().max_by_key(Slot::rank)
    }

    /// Returns the shows that are on at any time of a span, ordered by start.
    pub(super) fn within(&self, span: &std::ops::Range<u64>) -> impl Iterator<Item = Slot> {
        let is_on = |slot: &&Slot| slot.from_us < span.end && slot.to_us > span.start;
        self.slots.iter().filter(is_on).copied()
    }

    /// Returns the occurrences that were cancelled or moved away, and would be on at any time of a span.
    pub(super) fn dropped_within(&self, span: &std::ops::Range<u64>) -> impl Iterator<Item = Slot> {
        let is_on = |slot: &&Slot| slot.from_us < span.end && slot.to_us > span.start;
        self.dropped.iter().filter(is_on).copied()
    }

    /// Returns the next start or end of a show after `at_us`, if known.
    pub(super) fn changes_after(&self, at_us: u64) -> Option<u64> {
        let times = self.slots.iter().flat_map(|slot| [slot.from_us, slot.to_us]);
        times.filter(|time_us| *time_us > at_us).min()
    }

    /// Returns the shows that begin after `after_us` and by `until_us`, and are heard then.
    pub(super) fn beginning(&self, after_us: u64, until_us: u64) -> impl Iterator<Item = Slot> {
        let begins = move |slot: &&Slot| after_us < slot.from_us && slot.from_us <= until_us;
        self.slots.iter().filter(begins).filter(|slot| self.on_at(slot.from_us) == Some(**slot)).copied()
    }
}

/// The moment at which the clock shows `time`, or, where that is skipped, the first one after; where it
/// comes twice, the first time.
fn first_moment(time: DateTime, zone: &TimeZone) -> Option<(u64, AmbiguousOffset)> {
    let ambiguous = zone.to_ambiguous_timestamp(time);
    let offset = ambiguous.offset();
    let moment = match offset {
        AmbiguousOffset::Gap { .. } => {
            let after = ambiguous.later().ok()?;
            // `preceding` is strictly before, and the clock may be changed at this very moment.
            let just_after = after.checked_add(Span::new().nanoseconds(1)).ok()?;
            zone.preceding(just_after).next()?.timestamp()
        }
        AmbiguousOffset::Unambiguous { .. } | AmbiguousOffset::Fold { .. } => ambiguous.earlier().ok()?,
    };
    Some((u64::try_from(moment.as_microsecond()).ok()?, offset))
}

/// Returns the next change of the zone's offset from UTC.
fn next_change(after_us: u64, zone: &TimeZone) -> Option<u64> {
    let change = zone.following(moment(after_us)).next()?;
    u64::try_from(change.timestamp().as_microsecond()).ok()
}

/// The days between two times.
fn dates(first_us: u64, last_us: u64, zone: &TimeZone) -> impl Iterator<Item = Date> {
    let date = |us| moment(us).to_zoned(zone.clone()).date();
    let (first, last) = (date(first_us), date(last_us));
    first.series(Span::new().days(1)).take_while(move |date| *date <= last)
}

pub(super) fn moment(us: u64) -> Timestamp {
    Timestamp::from_microsecond(us as i64).unwrap_or_default()
}

fn minutes(count: u16) -> Span {
    Span::new().minutes(count)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::model::Plays;

    /// Shows as `days time minutes`, all hard.
    pub(in crate::schedule) fn shows(texts: &[&str]) -> Vec<Show> {
        let show = |text: &&str| {
            let words: Vec<&str> = text.split(' ').collect();
            let on = words[0].parse().map(On::Weekly).or_else(|_| words[0].parse().map(On::Date));
            Show {
                name: (*text).to_owned(),
                on: on.unwrap(),
                at: crate::model::time_of_day(words[1]).unwrap(),
                length: words[2].parse().unwrap(),
                plays: Plays::Dj(None),
                start: Start::Hard,
                djs: Vec::new(),
                colour: None,
                exceptions: Vec::new(),
            }
        };
        texts.iter().map(show).collect()
    }

    fn us(time: &str) -> u64 {
        time.parse::<Timestamp>().unwrap().as_microsecond() as u64
    }

    /// Checks from when until when a show is on, on the day after `midnight`.
    #[track_caller]
    fn check(zone: &str, midnight: &str, show: &str, expected: [&str; 2]) {
        let (shows, zone) = (shows(&[show]), TimeZone::get(zone).unwrap());
        let (first, last) = (us(midnight), us(midnight) + DAY_US);
        let mut calendar = Calendar::default();
        calendar.look_up(&shows, &zone, first, last);
        let on: Vec<_> = calendar.slots.iter().filter(|slot| (first..last).contains(&slot.from_us)).collect();
        let times = on.iter().map(|slot| (slot.from_us, slot.to_us)).collect::<Vec<_>>();
        assert_eq!(times, [(us(expected[0]), us(expected[1]))], "{show}");
    }

    #[test]
    fn on_usual_days_a_show_is_on_by_the_clock() {
        let zone = "America/New_York";
        check(zone, "2026-07-03T00:00-04", "fri 20:00 60", ["2026-07-03T20:00-04", "2026-07-03T21:00-04"]);
        check(zone, "2026-07-03T00:00-04", "fri 23:00 120", ["2026-07-03T23:00-04", "2026-07-04T01:00-04"]);
        check(
            zone,
            "2026-07-03T00:00-04",
            "2026-07-03 08:00 1440",
            ["2026-07-03T08:00-04", "2026-07-04T08:00-04"],
        );
    }

    #[test]
    fn in_the_hour_that_is_skipped_a_show_begins_at_the_first_moment_after() {
        // At 02:00 the clock goes to 03:00.
        let check = |show, expected| check("Europe/Berlin", "2026-03-29T00:00+01", show, expected);
        check("daily 01:00 60", ["2026-03-29T01:00+01", "2026-03-29T03:00+02"]);
        check("daily 01:00 120", ["2026-03-29T01:00+01", "2026-03-29T03:00+02"]);
        check("daily 01:00 180", ["2026-03-29T01:00+01", "2026-03-29T04:00+02"]);
        check("daily 02:00 60", ["2026-03-29T03:00+02", "2026-03-29T04:00+02"]);
        check("daily 02:15 30", ["2026-03-29T03:00+02", "2026-03-29T03:30+02"]);
        check("daily 02:30 90", ["2026-03-29T03:00+02", "2026-03-29T04:00+02"]);
        check("daily 03:00 60", ["2026-03-29T03:00+02", "2026-03-29T04:00+02"]);
    }

    #[test]
    fn in_the_hour_that_comes_twice_a_show_is_on_the_first_time() {
        // At 03:00 the clock goes back to 02:00.
        let check = |show, expected| check("Europe/Berlin", "2026-10-25T00:00+02", show, expected);
        check("daily 01:00 60", ["2026-10-25T01:00+02", "2026-10-25T02:00+02"]);
        check("daily 02:00 60", ["2026-10-25T02:00+02", "2026-10-25T02:00+01"]);
        check("daily 02:15 30", ["2026-10-25T02:15+02", "2026-10-25T02:45+02"]);
        check("daily 01:00 90", ["2026-10-25T01:00+02", "2026-10-25T02:30+02"]);
        // What goes on after it ends by the clock, so that the next show follows.
        check("daily 02:30 90", ["2026-10-25T02:30+02", "2026-10-25T04:00+01"]);
        check("daily 01:00 180", ["2026-10-25T01:00+02", "2026-10-25T04:00+01"]);
        check("daily 03:00 60", ["2026-10-25T03:00+01", "2026-10-25T04:00+01"]);
    }

    #[test]
    fn dates_come_before_weeks_and_what_begins_later_before_what_has_been_on() {
        let shows = shows(&["daily 08:00 600", "daily 10:00 60", "2026-07-03 09:30 60", "daily 10:00 60"]);
        let mut calendar = Calendar::default();
        let from_us = us("2026-07-03T00:00Z");
        calendar.look_up(&shows, &TimeZone::UTC, from_us, from_us + DAY_US);
        let on = |time: &str| calendar.on_at(us(&format!("2026-07-03T{time}Z"))).map(|slot| slot.show);
        let times = ["07:59", "08:00", "09:30", "10:00", "10:30", "11:00", "17:59", "18:00"];
        let expected = [None, Some(0), Some(2), Some(2), Some(1), Some(0), Some(0), None];
        assert_eq!(times.map(on), expected);
        let begin: Vec<_> =
            calendar.beginning(from_us, us("2026-07-03T20:00Z")).map(|slot| slot.show).collect();
        assert_eq!(begin, [0, 2], "the show at ten is not on at ten");
    }

    /// An exception as `day`, or `day date time minutes` where it moves the show.
    pub(in crate::schedule) fn exception(text: &str) -> ShowException {
        let words: Vec<&str> = text.split(' ').collect();
        let moved_to = (words.len() > 1).then(|| MovedShowTime {
            date: words[1].parse().unwrap(),
            at: crate::model::time_of_day(words[2]).unwrap(),
            length: words[3].parse().unwrap(),
        });
        ShowException { day: words[0].parse().unwrap(), moved_to, note: None }
    }

    /// Checks all times at which a show with exceptions begins and ends in a span, in Berlin.
    #[track_caller]
    fn check_exceptions(show: &str, exceptions: &[&str], span: [&str; 2], expected: &[[&str; 2]]) {
        let mut shows = shows(&[show]);
        shows[0].exceptions = exceptions.iter().map(|text| exception(text)).collect();
        let (zone, span) = (TimeZone::get("Europe/Berlin").unwrap(), us(span[0])..us(span[1]));
        let mut calendar = Calendar::default();
        calendar.look_up(&shows, &zone, span.start, span.end);
        let times: Vec<_> = calendar.within(&span).map(|slot| (slot.from_us, slot.to_us)).collect();
        let expected: Vec<_> = expected.iter().map(|[from, to]| (us(from), us(to))).collect();
        assert_eq!(times, expected, "{show} {exceptions:?}");
    }

    #[test]
    fn a_weekly_show_is_not_on_when_it_is_cancelled_and_once_at_another_time_when_it_is_moved() {
        let weeks = ["2026-12-01T00:00+01", "2026-12-21T00:00+01"];
        let fridays = [
            ["2026-12-04T20:00+01", "2026-12-04T22:00+01"],
            ["2026-12-11T20:00+01", "2026-12-11T22:00+01"],
            ["2026-12-18T20:00+01", "2026-12-18T22:00+01"],
        ];
        let check = |exceptions: &[&str], expected: &[[&str; 2]]| {
            check_exceptions("fri 20:00 120", exceptions, weeks, expected);
        };
        check(&[], &fridays);
        check(&["2026-12-11"], &[fridays[0], fridays[2]]);
        let sunday = ["2026-12-13T18:30+01", "2026-12-13T19:30+01"];
        check(&["2026-12-11 2026-12-13 18:30 60"], &[fridays[0], sunday, fridays[2]]);
        let late = ["2026-12-11T23:00+01", "2026-12-12T01:00+01"];
        check(&["2026-12-11 2026-12-11 23:00 120"], &[fridays[0], late, fridays[2]]);
        // To a day on which it is on as well.
        let early = ["2026-12-18T08:00+01", "2026-12-18T10:00+01"];
        check(&["2026-12-11 2026-12-18 08:00 120"], &[fridays[0], early, fridays[2]]);
        // Away from these weeks, and into them from far away.
        check(&["2026-12-11 2027-03-01 20:00 120"], &[fridays[0], fridays[2]]);
        check(&["2027-06-04 2026-12-13 18:30 60"], &[fridays[0], fridays[1], sunday, fridays[2]]);
        // On a day on which it is not on by its days, an exception means nothing.
        check(&["2026-12-10", "2026-12-09 2026-12-12 20:00 60"], &fridays);
    }

    #[test]
    fn exceptions_are_by_the_clock_of_the_station_where_it_is_changed() {
        let moved = |to: &str, expected: [&str; 2]| {
            let span = ["2026-03-28T00:00+01", "2026-03-30T00:00+02"];
            let exceptions = [&*format!("2026-04-05 2026-03-29 {to}")];
            check_exceptions("sun 20:00 60", &[exceptions[0], "2026-03-29"], span, &[expected]);
        };
        // At 02:00 the clock goes to 03:00.
        moved("01:00 60", ["2026-03-29T01:00+01", "2026-03-29T03:00+02"]);
        moved("02:15 30", ["2026-03-29T03:00+02", "2026-03-29T03:30+02"]);
        moved("12:00 90", ["2026-03-29T12:00+02", "2026-03-29T13:30+02"]);
        // In the hour that comes twice an occurrence is cancelled by its day, whatever the offset.
        let span = ["2026-10-24T12:00+02", "2026-10-27T00:00+01"];
        let monday = ["2026-10-26T02:30+01", "2026-10-26T03:00+01"];
        check_exceptions("daily 02:30 30", &["2026-10-25"], span, &[monday]);
        let first_time = ["2026-10-25T02:15+02", "2026-10-25T02:45+02"];
        let exceptions = ["2026-10-26 2026-10-25 02:15 30", "2026-10-25"];
        check_exceptions("daily 02:30 30", &exceptions, span, &[first_time]);
        // One that begins before midnight is of the day on which it begins.
        let span = ["2026-12-01T12:00+01", "2026-12-03T12:00+01"];
        let second = ["2026-12-02T23:30+01", "2026-12-03T00:30+01"];
        check_exceptions("daily 23:30 60", &["2026-12-01"], span, &[second]);
    }

    #[test]
    fn a_moved_show_comes_before_those_of_every_week_and_leaves_its_time_to_them() {
        let mut shows = shows(&["fri 20:00 120", "daily 19:00 240", "sat 10:00 60"]);
        shows[0].exceptions = vec![exception("2026-12-04 2026-12-05 09:30 60")];
        let mut calendar = Calendar::default();
        let from_us = us("2026-12-04T00:00Z");
        calendar.look_up(&shows, &TimeZone::UTC, from_us, from_us + 2 * DAY_US);
        let on = |time: &str| calendar.on_at(us(&format!("2026-12-{time}Z"))).map(|slot| slot.show);
        let times = ["04T20:00", "05T09:30", "05T10:15", "05T10:30"];
        assert_eq!(times.map(on), [Some(1), Some(0), Some(0), Some(2)]);
        let dropped: Vec<_> = calendar.dropped_within(&(from_us..from_us + DAY_US)).collect();
        assert_eq!(dropped.len(), 1);
        assert_eq!(
            (dropped[0].from_us, dropped[0].day),
            (us("2026-12-04T20:00Z"), "2026-12-04".parse().unwrap())
        );
    }
}
