//! Weekly hours, as people write them: `fri 20:00-23:00`.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Days as they are written, by their number: Sunday is 0.
pub(super) const DAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const NAMES: [&str; 7] = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const DAY: u16 = 24 * 60;

/// A time span that comes back every week, by the clock of the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    /// The day it begins on, 0 being Sunday.
    day: u8,
    /// Minutes after midnight.
    from: u16,
    /// Minutes after midnight, on the next day if that is not after `from`.
    to: u16,
}

/// A moment of the week, by the clock of the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeekTime {
    /// The day, 0 being Sunday.
    pub day: u8,
    /// Minutes after midnight.
    pub minute: u16,
}

impl WeekTime {
    /// The moment `at_us`, in microseconds since 1970, by the clock of `zone`.
    pub fn at(at_us: u64, zone: &TimeZone) -> Self {
        let time = Timestamp::from_microsecond(at_us as i64).unwrap_or_default().to_zoned(zone.clone());
        let minute = i16::from(time.hour()) * 60 + i16::from(time.minute());
        Self { day: time.weekday().to_sunday_zero_offset() as u8, minute: minute as u16 }
    }
}

/// A time at which an account may go live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LiveHours {
    /// Hours of every week, by the server's clock.
    Weekly(Hours),
    /// The hours of the shows that name it. They are its hours anyway; an account that has no others is limited to them.
    Shows,
}

/// The word for [`LiveHours::Shows`].
const SHOWS: &str = "shows";

impl fmt::Display for LiveHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Weekly(hours) => hours.fmt(f),
            Self::Shows => f.write_str(SHOWS),
        }
    }
}

impl FromStr for LiveHours {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.trim().eq_ignore_ascii_case(SHOWS) {
            return Ok(Self::Shows);
        }
        text.parse().map(Self::Weekly)
    }
}

impl Hours {
    /// Returns whether `time` lies within these hours.
    pub fn contain(&self, time: WeekTime) -> bool {
        let (today, next) = (time.day == self.day, time.day == (self.day + 1) % 7);
        if self.from < self.to {
            return today && (self.from..self.to).contains(&time.minute);
        }
        (today && time.minute >= self.from) || (next && time.minute < self.to)
    }
}

impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = DAYS.get(usize::from(self.day)).copied().unwrap_or_default();
        let ((h, m), (h2, m2)) = ((self.from / 60, self.from % 60), (self.to / 60, self.to % 60));
        write!(f, "{day} {h:02}:{m:02}-{h2:02}:{m2:02}")
    }
}

impl FromStr for Hours {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text).ok_or_else(|| "hours are a day and two times, such as \"fri 20:00-23:00\"".to_owned())
    }
}

fn parse(text: &str) -> Option<Hours> {
    let (day, times) = text.trim().split_once(' ')?;
    let (short, day) = (day.get(..3)?, day.to_ascii_lowercase());
    let number = DAYS.iter().position(|name| short.eq_ignore_ascii_case(name))?;
    let is_day = day == DAYS[number] || day == NAMES[number];
    let day = is_day.then_some(number as u8)?;
    let (from, to) = times.trim().split_once('-')?;
    let (from, to) = (minutes(from)?, minutes(to)?);
    (from < DAY && from != to).then_some(Hours { day, from, to })
}

/// A time of day in minutes after midnight, the next midnight too.
pub(super) fn minutes(time: &str) -> Option<u16> {
    let (hours, minutes) = time.trim().split_once(':')?;
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    let of_day = hours.checked_mul(60)?.checked_add(minutes)?;
    (minutes < 60 && of_day <= DAY).then_some(of_day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(hours: &str, day: u8, (hour, minute): (u16, u16), expected: bool) {
        let hours: Hours = hours.parse().unwrap();
        assert_eq!(hours.to_string().parse(), Ok(hours));
        assert_eq!(hours.contain(WeekTime { day, minute: hour * 60 + minute }), expected, "{hours}");
    }

    #[test]
    fn hours_begin_with_their_first_minute_and_end_before_their_last() {
        check("fri 20:00-23:00", 5, (19, 59), false);
        check("fri 20:00-23:00", 5, (20, 0), true);
        check("friday 20:00-23:00", 5, (22, 59), true);
        check("Fri  20:00 - 23:00", 5, (23, 0), false);
        check("fri 20:00-23:00", 4, (21, 0), false);
        check("fri 20:00-24:00", 5, (23, 59), true);
    }

    #[test]
    fn hours_may_go_past_midnight_and_past_the_end_of_the_week() {
        check("sat 22:00-02:00", 6, (23, 0), true);
        check("sat 22:00-02:00", 0, (1, 59), true);
        check("sat 22:00-02:00", 0, (2, 0), false);
        check("sat 22:00-02:00", 0, (22, 0), false);
        check("sat 22:00-02:00", 6, (1, 0), false);
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for wrong in [
            "",
            "fri",
            "fri 20",
            "fri 20:00",
            "fri 25:00-26:00",
            "fri 20:60-21:00",
            "day 1:00-2:00",
            "fri 5:00-5:00",
            "frö 1:00-2:00",
            "mon-fri 1:00-2:00",
            "mon,tue 1:00-2:00",
            "monkey 1:00-2:00",
            "ö 1:00-2:00",
        ] {
            assert!(wrong.parse::<Hours>().is_err(), "{wrong}");
        }
    }
}
