//! Occurrences of shows in a week, and which of several overlapping ones is heard.

use std::collections::HashSet;
use std::ops::Range;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::calendar::{Calendar, Slot};
use crate::model::Show;

/// One time that a show is on by the calendar, heard or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Airing {
    /// Index of the show in the given list.
    pub show: usize,
    /// Start, in microseconds since 1970.
    pub from_us: u64,
    /// End, in microseconds since 1970.
    pub to_us: u64,
    /// The day on which it begins by the show's days, by the station's clock, also where it was moved from there.
    pub day: Date,
    /// True if it is on that day only: the show is of a date, or the occurrence was moved.
    pub is_dated: bool,
}

/// A time at which an occurrence of a show is heard. One that another show interrupts has several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeardTime {
    /// The occurrence.
    pub airing: Airing,
    /// Start, in microseconds since 1970.
    pub from_us: u64,
    /// End, in microseconds since 1970.
    pub to_us: u64,
}

/// A time at which two shows are on by the calendar, and one of them is heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clash {
    /// The occurrence that is heard.
    pub heard: Airing,
    /// The occurrence that is not heard.
    pub unheard: Airing,
    /// Start of the overlap, in microseconds since 1970.
    pub from_us: u64,
    /// End of the overlap, in microseconds since 1970.
    pub to_us: u64,
    /// Reason of the precedence.
    pub why: Precedence,
    /// True if the other occurrence is heard, or heard again, afterwards.
    pub goes_on: bool,
    /// True if the other occurrence is not heard at all.
    pub is_lost: bool,
}

/// Reasons why one show takes precedence over another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precedence {
    /// It is of a date, and the other one of every week.
    Dated,
    /// It begins later.
    Later,
    /// Both begin at once, and it was given first.
    First,
}

/// Of so many clashes all that follow are left out: nobody reads that many.
const MOST: usize = 1_000;

/// The shows of a span.
pub struct Week {
    calendar: Calendar,
    span: Range<u64>,
}

impl Week {
    /// These shows by the clock of this zone, within a span in microseconds since 1970.
    pub fn of(shows: &[Show], zone: &TimeZone, span: &Range<u64>) -> Self {
        let mut calendar = Calendar::default();
        calendar.look_up(shows, zone, span.start, span.end);
        Self { calendar, span: span.clone() }
    }

    /// Every time that a show is on by the calendar, by their beginning.
    pub fn airings(&self) -> Vec<Airing> {
        self.calendar.within(&self.span).map(|slot| Airing::of(&slot)).collect()
    }

    /// The occurrences that were cancelled or moved away, at the times at which they would be on.
    pub fn dropped(&self) -> Vec<Airing> {
        self.calendar.dropped_within(&self.span).map(|slot| Airing::of(&slot)).collect()
    }

    /// The show that is heard at a time of the span.
    pub fn on_at(&self, at_us: u64) -> Option<usize> {
        self.calendar.on_at(at_us).map(|slot| slot.show)
    }

    /// The times at which a show is heard, by their beginning: those of occurrences that are on at any time of the span.
    pub fn heard(&self) -> Vec<HeardTime> {
        let slots: Vec<Slot> = self.calendar.within(&self.span).collect();
        let mut times: Vec<u64> = slots.iter().flat_map(|slot| [slot.from_us, slot.to_us]).collect();
        times.sort_unstable();
        times.dedup();
        let mut heard: Vec<HeardTime> = Vec::new();
        for pair in times.windows(2) {
            let Some(slot) = self.calendar.on_at(pair[0]) else { continue };
            let airing = Airing::of(&slot);
            match heard.last_mut().filter(|last| last.airing == airing && last.to_us == pair[0]) {
                Some(last) => last.to_us = pair[1],
                None => heard.push(HeardTime { airing, from_us: pair[0], to_us: pair[1] }),
            }
        }
        heard
    }

    /// The times at which several shows are on, by their beginning.
    pub fn clashes(&self) -> Vec<Clash> {
        let slots: Vec<Slot> = self.calendar.within(&self.span).collect();
        let mut times: Vec<u64> = slots.iter().flat_map(|slot| [slot.from_us, slot.to_us]).collect();
        times.sort_unstable();
        times.dedup();
        let (mut clashes, mut was_heard) = (Vec::new(), HashSet::new());
        let mut on: Vec<Slot> = Vec::new();
        let mut coming = slots.iter().peekable();
        for pair in times.windows(2) {
            on.retain(|slot| slot.to_us > pair[0]);
            while let Some(slot) = coming.next_if(|slot| slot.from_us <= pair[0]) {
                on.push(*slot);
            }
            if let Some(heard) = on.iter().max_by_key(|slot| slot.rank()) {
                was_heard.insert((heard.show, heard.from_us));
                note(&mut clashes, heard, &on, (pair[0], pair[1]));
            }
            if clashes.len() > MOST {
                break;
            }
        }
        for clash in &mut clashes {
            clash.is_lost = !was_heard.contains(&(clash.unheard.show, clash.unheard.from_us));
        }
        clashes.retain(|clash| clash.from_us < self.span.end && clash.to_us > self.span.start);
        clashes
    }
}

/// Notes that of those that are `on` from one time to another, `heard` is the one that is heard.
fn note(clashes: &mut Vec<Clash>, heard: &Slot, on: &[Slot], (from_us, to_us): (u64, u64)) {
    for clash in clashes.iter_mut() {
        clash.goes_on |= clash.to_us == from_us && clash.unheard == Airing::of(heard);
    }
    for slot in on.iter().filter(|slot| *slot != heard) {
        let (why, heard, unheard) = (why(heard, slot), Airing::of(heard), Airing::of(slot));
        // What began or ended meanwhile does not matter to these two.
        let is_same =
            |clash: &&mut Clash| (clash.heard, clash.unheard, clash.to_us) == (heard, unheard, from_us);
        match clashes.iter_mut().rev().find(is_same) {
            Some(clash) => clash.to_us = to_us,
            None => {
                clashes.push(Clash { heard, unheard, from_us, to_us, why, goes_on: false, is_lost: false });
            }
        }
    }
}

/// Returns the reason of the precedence; the order is that of [`Slot::rank`].
fn why(heard: &Slot, unheard: &Slot) -> Precedence {
    let (heard, unheard) = (heard.rank(), unheard.rank());
    if heard.0 != unheard.0 {
        Precedence::Dated
    } else if (heard.1, heard.2) == (unheard.1, unheard.2) {
        Precedence::First
    } else {
        Precedence::Later
    }
}

impl Airing {
    fn of(slot: &Slot) -> Self {
        let Slot { show, from_us, to_us, day, is_dated, .. } = *slot;
        Self { show, from_us, to_us, day, is_dated }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{On, Plays, Start};

    /// A Monday, midnight in UTC: 2026-11-02.
    const MONDAY_US: u64 = 1_793_577_600_000_000;
    const MINUTE_US: u64 = 60_000_000;
    const DAY: u64 = 24 * 60;

    /// Checks what is not heard on a day in words such as `12:00-12:15 1 not 0, later, goes on`.
    #[track_caller]
    fn check(shows: &[&str], expected: &[&str]) {
        let shows = crate::schedule::calendar::tests::shows(shows);
        let span = MONDAY_US..MONDAY_US + DAY * MINUTE_US;
        let time = |us: u64| {
            let minutes = (us - MONDAY_US) / MINUTE_US;
            format!("{:02}:{:02}", minutes / 60, minutes % 60)
        };
        let told = |clash: Clash| {
            let why = match clash.why {
                Precedence::Dated => "dated",
                Precedence::Later => "later",
                Precedence::First => "first",
            };
            let goes_on = if clash.goes_on { ", goes on" } else { "" };
            let lost = if clash.is_lost { ", lost" } else { "" };
            let (from, to) = (time(clash.from_us), time(clash.to_us));
            format!("{from}-{to} {} not {}, {why}{goes_on}{lost}", clash.heard.show, clash.unheard.show)
        };
        let found: Vec<_> = Week::of(&shows, &TimeZone::UTC, &span).clashes().into_iter().map(told).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn of_two_at_one_time_it_is_told_which_is_heard_and_why() {
        check(&["mon 10:00 60", "mon 11:00 60"], &[]);
        check(&["mon 10:00 120", "daily 10:30 15"], &["10:30-10:45 1 not 0, later, goes on"]);
        check(&["mon 10:00 60", "mon 10:30 60"], &["10:30-11:00 1 not 0, later"]);
        check(&["mon 10:00 60", "mon 10:00 60"], &["10:00-11:00 0 not 1, first, lost"]);
        check(&["mon 10:00 60", "mon 10:00 90"], &["10:00-11:00 0 not 1, first, goes on"]);
        check(&["2026-11-02 10:00 60", "mon 10:30 60"], &["10:30-11:00 0 not 1, dated, goes on"]);
        check(&["2026-11-03 10:00 60", "mon 10:30 60"], &[]);
        check(&["2026-11-02 10:00 60", "mon 10:30 20"], &["10:30-10:50 0 not 1, dated, lost"]);
    }

    #[test]
    fn of_three_at_one_time_each_is_told_against_what_is_heard() {
        check(
            &["mon 10:00 120", "mon 10:15 30", "mon 10:30 60"],
            &[
                "10:15-10:30 1 not 0, later",
                "10:30-11:30 2 not 0, later, goes on",
                "10:30-10:45 2 not 1, later",
            ],
        );
    }

    #[test]
    fn a_show_that_is_interrupted_is_heard_twice() {
        let shows =
            crate::schedule::calendar::tests::shows(&["mon 10:00 120", "mon 11:00 15", "mon 13:00 30"]);
        let span = MONDAY_US..MONDAY_US + DAY * MINUTE_US;
        let heard = Week::of(&shows, &TimeZone::UTC, &span).heard();
        let minutes = |us: u64| (us - MONDAY_US) / MINUTE_US;
        let told: Vec<_> =
            heard.iter().map(|time| (time.airing.show, minutes(time.from_us), minutes(time.to_us))).collect();
        assert_eq!(told, [(0, 600, 660), (1, 660, 675), (0, 675, 720), (2, 780, 810)]);
        assert_eq!(heard[0].airing, heard[2].airing, "it is one occurrence");
    }

    #[test]
    fn what_began_the_day_before_is_on_too() {
        check(&["sun 23:00 120", "mon 00:30 10"], &["00:30-00:40 1 not 0, later, goes on"]);
    }

    #[test]
    fn every_time_that_a_show_is_on_is_told() {
        let on = On::Weekly("daily".parse().unwrap());
        let show = Show {
            name: "a".to_owned(),
            on,
            at: 23 * 60,
            length: 120,
            plays: Plays::Dj(None),
            start: Start::Hard,
            djs: Vec::new(),
            colour: None,
            exceptions: Vec::new(),
        };
        let span = MONDAY_US..MONDAY_US + 7 * DAY * MINUTE_US;
        let airings = Week::of(&[show], &TimeZone::UTC, &span).airings();
        assert_eq!(airings.len(), 8, "the one that began on Sunday, too");
        assert_eq!(airings[1].from_us, MONDAY_US + 23 * 60 * MINUTE_US);
        assert_eq!(airings[1].to_us, MONDAY_US + 25 * 60 * MINUTE_US);
    }
}
