//! Exceptions for single days of a weekly show, and the colours of shows.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

use super::Minute;

/// The most characters of a note.
const LONGEST_NOTE: usize = 200;

/// One occurrence of a weekly show that is cancelled, or on at another time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShowException {
    /// The day on which the occurrence begins by the show's days, by the station's clock.
    pub day: Date,
    /// The time at which it is on instead; none if it is cancelled.
    pub moved_to: Option<MovedShowTime>,
    /// The reason, which listeners read too.
    pub note: Option<String>,
}

/// The time of an occurrence that was moved, by the station's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MovedShowTime {
    /// The day on which it begins.
    pub date: Date,
    /// Start, in minutes after midnight.
    pub at: Minute,
    /// Length in minutes, at most a day.
    pub length: u16,
}

/// A show is moved by at most so many days.
const MOST_DAYS_AWAY: u32 = 366;

impl ShowException {
    /// Fails with what is wrong if it is none that can be kept.
    pub fn check(&self) -> Result<(), &'static str> {
        let is_note = |note: &String| {
            (1..=LONGEST_NOTE).contains(&note.chars().count()) && !note.chars().any(char::is_control)
        };
        let is_begun = |to: &MovedShowTime| to.at < 24 * 60;
        let is_long = |to: &MovedShowTime| (1..=24 * 60).contains(&to.length);
        let is_near = |to: &MovedShowTime| (to.date - self.day).get_days().unsigned_abs() <= MOST_DAYS_AWAY;
        let rules = [
            (self.note.as_ref().is_none_or(is_note), "a note has at most 200 characters and no line breaks"),
            (self.moved_to.as_ref().is_none_or(is_begun), "a show begins between 00:00 and 23:59"),
            (self.moved_to.as_ref().is_none_or(is_long), "a show lasts from a minute to a day"),
            (self.moved_to.as_ref().is_none_or(is_near), "a show is moved by a year at most"),
        ];
        rules.iter().find(|(is_kept, _)| !is_kept).map_or(Ok(()), |(_, wrong)| Err(wrong))
    }
}

/// The colour in which calendars show a show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShowColour {
    /// Red.
    Red,
    /// Orange.
    Orange,
    /// Yellow.
    Yellow,
    /// Green.
    Green,
    /// Blue.
    Blue,
    /// Purple.
    Purple,
    /// Pink.
    Pink,
    /// Grey.
    Grey,
}

impl ShowColour {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Red,
        Self::Orange,
        Self::Yellow,
        Self::Green,
        Self::Blue,
        Self::Purple,
        Self::Pink,
        Self::Grey,
    ];

    /// Its name in the API, the database and style sheets.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::Orange => "orange",
            Self::Yellow => "yellow",
            Self::Green => "green",
            Self::Blue => "blue",
            Self::Purple => "purple",
            Self::Pink => "pink",
            Self::Grey => "grey",
        }
    }
}

impl fmt::Display for ShowColour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for ShowColour {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|colour| colour.name() == text);
        found.ok_or_else(|| {
            let names: Vec<_> = Self::ALL.iter().map(|colour| colour.name()).collect();
            format!("a show's colour is one of {}", names.join(", "))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_by_their_names() {
        for colour in ShowColour::ALL {
            assert_eq!(colour.to_string().parse(), Ok(colour));
        }
        let wrong = "mauve".parse::<ShowColour>().unwrap_err();
        assert_eq!(wrong, "a show's colour is one of red, orange, yellow, green, blue, purple, pink, grey");
    }

    #[test]
    fn an_exception_has_a_time_that_can_be_and_a_short_note() {
        let day = "2026-12-04".parse().unwrap();
        let told = |at, length, note: &str| {
            let moved_to = Some(MovedShowTime { date: day, at, length });
            ShowException { day, moved_to, note: Some(note.to_owned()) }.check()
        };
        assert_eq!(told(0, 1, "ill"), Ok(()));
        assert!(told(24 * 60, 60, "ill").is_err() && told(0, 0, "ill").is_err());
        assert!(told(0, 24 * 60 + 1, "ill").is_err());
        assert!(told(0, 60, "").is_err() && told(0, 60, "two\nlines").is_err());
        assert!(told(0, 60, &"ü".repeat(200)).is_ok() && told(0, 60, &"ü".repeat(201)).is_err());
    }
}
