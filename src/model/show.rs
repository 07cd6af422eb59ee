//! Shows on the calendar, and plans of an hour.

use std::fmt::{self, Write as _};
use std::str::FromStr;
use std::time::Duration;

use jiff::civil::{Date, Weekday};

use super::hours::{DAYS, minutes};
use super::playlist::{WRONG_NAME, is_name};
use super::{Address, ShowColour, ShowException, TrackId};

/// The most items of an hour plan.
const MOST_ITEMS: usize = 200;
/// The most DJs of a show.
const MOST_DJS: usize = 50;

/// Something that has its place in the week, or on a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Show {
    /// Its name.
    pub name: String,
    /// The days it is on.
    pub on: On,
    /// Start, in minutes after midnight of the station's time zone.
    pub at: Minute,
    /// Length in minutes, at most a day.
    pub length: u16,
    /// Content of the show.
    pub plays: Plays,
    /// Start behaviour.
    pub start: Start,
    /// Accounts of its DJs, who may go live in its hours; only a show that a DJ plays has any.
    pub djs: Vec<String>,
    /// Its colour in calendars.
    pub colour: Option<ShowColour>,
    /// Days on which it is cancelled or moved, in order. One on which it is not on by its days means nothing.
    pub exceptions: Vec<ShowException>,
}

impl Show {
    /// Fails with what is wrong if it is none that can be kept.
    pub fn check(&self) -> Result<(), &'static str> {
        let rules = [
            (is_name(&self.name), WRONG_NAME),
            (self.at < 24 * 60, "a show begins between 00:00 and 23:59"),
            ((1..=24 * 60).contains(&self.length), "a show lasts from a minute to a day"),
            (self.start.at_most_late() <= Duration::from_hours(24), "a show is at most a day late"),
            (self.djs.is_empty() || matches!(self.plays, Plays::Dj(_)), "only a live show names DJs"),
            (self.djs.len() <= MOST_DJS, "a show names at most 50 DJs"),
        ];
        rules.iter().find(|(is_kept, _)| !is_kept).map_or(Ok(()), |(_, wrong)| Err(wrong))
    }

    /// Returns whether it is cancelled or moved on a day on which it would be on, and how.
    pub fn exception_on(&self, day: Date) -> Option<&ShowException> {
        let found = self.exceptions.iter().find(|exception| exception.day == day);
        found.filter(|_| self.on.contains(day))
    }

    /// Returns whether the account `name` is one of its DJs.
    pub fn names(&self, name: &str) -> bool {
        self.djs.iter().any(|dj| dj.eq_ignore_ascii_case(name))
    }
}

impl fmt::Display for Show {
    /// Writes the show as a sentence or two.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, on, at, length, plays, start, djs, .. } = self;
        let (from, to) = (clock_time(*at), clock_time(at + length));
        write!(f, "{name}: {on}, {from} to {to}; {start}. ")?;
        let plays = plays.to_string();
        let mut letters = plays.chars();
        letters
            .next()
            .into_iter()
            .flat_map(char::to_uppercase)
            .chain(letters)
            .try_for_each(|c| f.write_char(c))?;
        f.write_char('.')?;
        if djs.is_empty() { Ok(()) } else { write!(f, " With {}.", djs.join(", ")) }
    }
}

/// Minutes after midnight.
pub type Minute = u16;

/// A time of day, such as `16:05`; the minutes may go past midnight.
pub fn clock_time(minute: Minute) -> String {
    format!("{:02}:{:02}", minute / 60 % 24, minute % 60)
}

/// The days of a show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// These days of every week.
    Weekly(Days),
    /// This day only. It comes before what is on every week.
    Date(Date),
}

impl On {
    /// Returns whether `day` is one of the days.
    pub fn contains(self, day: Date) -> bool {
        match self {
            Self::Weekly(days) => days.contain(day.weekday()),
            Self::Date(only) => only == day,
        }
    }
}

/// Content of a show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Plays {
    /// A playlist.
    Playlist(String),
    /// An hour plan, begun anew with every hour.
    HourPlan(String),
    /// A track, once; after it comes what is played while no show is on.
    Track(TrackId),
    /// A DJ. Until one is live, this playlist, or what is played while no show is on.
    Dj(Option<String>),
    /// A stream from elsewhere. While it cannot be had, what is played while no show is on.
    Relay(Address),
}

/// Start behaviour of a show or of an hour plan's item while another track still plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// The current track is faded out.
    Hard,
    /// With the next track; but what still plays this much later is faded out.
    Soft(Duration),
}

impl fmt::Display for On {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days = match self {
            Self::Date(date) => return write!(f, "{}", date.strftime("%a %-d %B %Y")),
            Self::Weekly(days) => days.to_string(),
        };
        match &*days {
            "daily" => f.write_str("Every day"),
            "mon,tue,wed,thu,fri" => f.write_str("Monday to Friday"),
            _ => {
                let name = |day: &str| day[..1].to_uppercase() + &day[1..];
                f.write_str(&days.split(',').map(name).collect::<Vec<_>>().join(", "))
            }
        }
    }
}

impl fmt::Display for Plays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Playlist(name) => write!(f, "playlist {name}"),
            Self::HourPlan(name) => write!(f, "clock {name}"),
            Self::Track(track) => write!(f, "track {}, once", track.0),
            Self::Dj(None) => f.write_str("live DJ, normal rotation until they connect"),
            Self::Dj(Some(name)) => write!(f, "live DJ, playlist {name} until they connect"),
            Self::Relay(address) => write!(f, "relay of {address}"),
        }
    }
}

impl fmt::Display for Start {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.at_most_late().as_secs() / 60 {
            0 => f.write_str("starts on time, the track before it is faded out"),
            late => write!(f, "starts with the next track, at most {late} minutes late"),
        }
    }
}

impl Start {
    /// The most minutes that a show may be late.
    pub const MOST_LATE: u64 = 240;

    /// A start at most so many minutes late; 0 fades out what plays. Fails with what is wrong.
    pub fn within(minutes: u64) -> Result<Self, String> {
        match minutes {
            0 => Ok(Self::Hard),
            1..=Self::MOST_LATE => Ok(Self::Soft(Duration::from_mins(minutes))),
            _ => Err(format!("a show is at most {} minutes late", Self::MOST_LATE)),
        }
    }

    /// Returns the longest permitted delay.
    pub fn at_most_late(self) -> Duration {
        match self {
            Self::Hard => Duration::ZERO,
            Self::Soft(late) => late,
        }
    }
}

/// Days of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days(u8);

impl Days {
    /// Returns whether `day` is one of them.
    pub fn contain(self, day: Weekday) -> bool {
        self.0 & (1 << day.to_sunday_zero_offset()) != 0
    }
}

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 0x7F {
            return f.write_str("daily");
        }
        // A week begins on Monday for who writes it down.
        let days = (1..=7).map(|day| day % 7).filter(|day| self.0 & (1 << day) != 0);
        let names: Vec<_> = days.map(|day| DAYS[day]).collect();
        f.write_str(&names.join(","))
    }
}

impl FromStr for Days {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse_days(&text.to_ascii_lowercase())
            .ok_or_else(|| "days are such as \"fri\", \"mon-thu\", \"sat,sun\" or \"daily\"".to_owned())
    }
}

fn parse_days(text: &str) -> Option<Days> {
    if text.trim() == "daily" {
        return Some(Days(0x7F));
    }
    let day = |name: &str| {
        let name = name.trim();
        let is_word = name.chars().all(|letter| letter.is_ascii_alphabetic());
        DAYS.iter().position(|known| is_word && name.get(..3) == Some(known))
    };
    let mut days = 0;
    for part in text.split(',') {
        let (first, last) = match part.split_once('-') {
            Some((first, last)) => (day(first)?, day(last)?),
            None => (day(part)?, day(part)?),
        };
        let count = (last + 7 - first) % 7;
        days |= (0..=count).fold(0, |days, n| days | 1 << ((first + n) % 7));
    }
    Some(Days(days))
}

/// The items of an hour in order, restarted every hour; also called a clockwheel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HourPlan {
    /// Its name.
    pub name: String,
    /// Its items. Those without a time follow each other, from the beginning again when all were heard.
    pub items: Vec<Item>,
}

impl HourPlan {
    /// Fails with what is wrong if it is none that can be kept.
    pub fn check(&self) -> Result<(), &'static str> {
        let rules = [
            (is_name(&self.name), WRONG_NAME),
            ((1..=MOST_ITEMS).contains(&self.items.len()), "a clock has 1 to 200 items"),
        ];
        rules.iter().find(|(is_kept, _)| !is_kept).map_or(Ok(()), |(_, wrong)| Err(wrong))
    }
}

/// An item of an hour plan: the next track of a playlist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The playlist.
    pub playlist: String,
    /// The minute of the hour at which it comes, once, and how it begins.
    pub at: Option<(u8, Start)>,
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.at {
            None => f.write_str(&self.playlist),
            Some((minute, Start::Hard)) => write!(f, ":{minute:02}! {}", self.playlist),
            Some((minute, Start::Soft(late))) => {
                write!(f, ":{minute:02}+{} {}", late.as_secs() / 60, self.playlist)
            }
        }
    }
}

impl FromStr for Item {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse_item(text.trim()).ok_or_else(|| {
            "an item is a playlist, or one with its minute: \":30 NAME\" (at most 5 minutes late), \
             \":30+2 NAME\" (at most 2) or \":00! NAME\" (what plays is faded out)"
                .to_owned()
        })
    }
}

/// Default longest delay of a timed item, in minutes.
const USUAL_LATE: u64 = 5;

fn parse_item(text: &str) -> Option<Item> {
    let Some(timed) = text.strip_prefix(':') else {
        return (!text.is_empty()).then(|| Item { playlist: text.to_owned(), at: None });
    };
    let (time, playlist) = timed.split_once(' ')?;
    let soft = |minutes: u64| Start::Soft(Duration::from_mins(minutes));
    let (minute, start) = if let Some(minute) = time.strip_suffix('!') {
        (minute, Start::Hard)
    } else if let Some((minute, late)) = time.split_once('+') {
        (minute, soft(late.parse().ok().filter(|late| *late < 60)?))
    } else {
        (time, soft(USUAL_LATE))
    };
    let minute = minute.parse().ok().filter(|minute| *minute < 60)?;
    let playlist = playlist.trim();
    (!playlist.is_empty()).then(|| Item { playlist: playlist.to_owned(), at: Some((minute, start)) })
}

/// A time of day, such as `20:00`, in minutes after midnight.
pub fn time_of_day(text: &str) -> Result<Minute, String> {
    let time = minutes(text).filter(|minute| *minute < 24 * 60);
    time.ok_or_else(|| "a time of day is such as \"20:00\"".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Show {
        /// A show of a DJ that is on for an hour from 01:00 on every day.
        pub(crate) fn daily(name: &str) -> Self {
            Self {
                name: name.to_owned(),
                on: On::Weekly("daily".parse().unwrap()),
                at: 60,
                length: 60,
                plays: Plays::Dj(None),
                start: Start::Hard,
                djs: Vec::new(),
                colour: None,
                exceptions: Vec::new(),
            }
        }
    }

    #[test]
    fn days_are_read_and_written_as_people_do() {
        let told = |text: &str| text.parse::<Days>().map(|days| days.to_string());
        assert_eq!(told("fri").unwrap(), "fri");
        assert_eq!(told("Sunday, mon").unwrap(), "mon,sun");
        assert_eq!(told("sat-mon").unwrap(), "mon,sat,sun");
        assert_eq!(told("mon-sun").unwrap(), "daily");
        assert_eq!(told("daily").unwrap(), "daily");
        assert!(["", "x", "mon-", "mo", "mon;tue"].iter().all(|wrong| told(wrong).is_err()));
        let days: Days = "mon,wed".parse().unwrap();
        assert!(days.contain(Weekday::Wednesday) && !days.contain(Weekday::Tuesday));
    }

    #[test]
    fn items_are_read_as_they_are_written() {
        for text in ["A", "two words", ":00! News", ":30+2 IDs", ":05+5 A"] {
            let item: Item = text.parse().unwrap();
            assert_eq!(item.to_string(), text);
        }
        let item: Item = ":30 A".parse().unwrap();
        assert_eq!(item.at, Some((30, Start::Soft(Duration::from_mins(5)))));
        for wrong in ["", ":", ":60 A", ":30", ":30 ", ":x A", ":30+60 A"] {
            assert!(wrong.parse::<Item>().is_err(), "{wrong}");
        }
    }
}
