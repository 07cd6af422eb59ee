//! The hours in which an account may be live on a station: its own, and those of the shows that name it.

use std::ops::Range;

use jiff::tz::TimeZone;

use crate::model::{LiveHours, Show, WeekTime};
use crate::schedule::{HeardTime, Week};
use crate::store::{self, NotPermitted, StationPermissions, Store};

const MINUTE_US: u64 = 60_000_000;
const DAY_US: u64 = 24 * 60 * MINUTE_US;
/// A DJ may go live this long before a show that names them, in microseconds.
const BEFORE_SHOW_US: u64 = 10 * MINUTE_US;
/// Hours that last longer than this many minutes from now on have no end that anybody needs to be told.
const LOOKS_AHEAD: u64 = 25 * 60;

/// The hours in which one account may be live on one station.
pub struct DjHours {
    station: String,
    permissions: StationPermissions,
    /// The shows of the station, and those that name the account, by their places.
    shows: Vec<Show>,
    named: Vec<usize>,
    zone: TimeZone,
}

impl DjHours {
    /// Reads those of `account` on the station `slug`.
    pub fn read(store: &Store, account: &str, slug: &str) -> Result<Self, store::Error> {
        let permissions = store.reach(account)?;
        // Without hours of its own it may always, and no show matters.
        let unlimited = permissions.hours.is_empty();
        let (zone, shows) = if unlimited { (TimeZone::UTC, Vec::new()) } else { store.calendar(slug)? };
        let named = shows.iter().enumerate().filter(|(_, show)| show.names(account));
        let named = named.map(|(place, _)| place).collect();
        Ok(Self { station: slug.to_owned(), permissions, shows, named, zone })
    }

    /// Fails if the account may not be live at `at_us`, in microseconds since 1970.
    pub fn check(&self, at_us: u64) -> Result<(), NotPermitted> {
        self.permissions.allows_on(&self.station)?;
        let times = self.show_times(at_us);
        if self.is_in(at_us, &times, &TimeZone::system()) { Ok(()) } else { Err(self.refusal()) }
    }

    /// Returns when the hours end that the account is in at `at_us`: `at_us` if it is in none, and `None` if they do not
    /// end within a day.
    pub fn end_after(&self, at_us: u64) -> Option<u64> {
        if self.permissions.allows_on(&self.station).is_err() {
            return Some(at_us);
        }
        if self.permissions.hours.is_empty() {
            return None;
        }
        let (times, machine) = (self.show_times(at_us), TimeZone::system());
        if !self.is_in(at_us, &times, &machine) {
            return Some(at_us);
        }
        let this_minute = at_us - at_us % MINUTE_US;
        let minutes = (1..=LOOKS_AHEAD).map(|minute| this_minute + minute * MINUTE_US);
        minutes.into_iter().find(|minute_us| !self.is_in(*minute_us, &times, &machine))
    }

    fn is_in(&self, at_us: u64, show_times: &[Range<u64>], machine: &TimeZone) -> bool {
        let is_in_show = show_times.iter().any(|time| time.contains(&at_us));
        is_in_show || self.permissions.contain(WeekTime::at(at_us, machine))
    }

    /// The times of the shows that name the account, around `at_us`, from the first to the last moment at which each is
    /// heard: where another show displaces it, its hours are that one's.
    fn show_times(&self, at_us: u64) -> Vec<Range<u64>> {
        if self.named.is_empty() || self.permissions.hours.is_empty() {
            return Vec::new();
        }
        let span = at_us.saturating_sub(DAY_US)..at_us + 2 * DAY_US;
        let mut times: Vec<HeardTime> = Vec::new();
        for time in Week::of(&self.shows, &self.zone, &span).heard() {
            match times.iter_mut().find(|known| known.airing == time.airing) {
                // News in the middle of a show end nothing.
                Some(known) => {
                    (known.from_us, known.to_us) =
                        (known.from_us.min(time.from_us), known.to_us.max(time.to_us));
                }
                None if self.named.contains(&time.airing.show) => times.push(time),
                None => {}
            }
        }
        times.iter().map(|time| time.from_us.saturating_sub(BEFORE_SHOW_US)..time.to_us).collect()
    }

    fn refusal(&self) -> NotPermitted {
        let weekly = self.permissions.hours.iter().filter(|hours| matches!(hours, LiveHours::Weekly(_)));
        let weekly: Vec<_> = weekly.map(ToString::to_string).collect();
        let shows: Vec<_> = self.named.iter().map(|place| &*self.shows[*place].name).collect();
        let mut hours = Vec::new();
        if !weekly.is_empty() {
            hours.push(format!("{} (server's time)", weekly.join(", ")));
        }
        if !shows.is_empty() {
            hours.push(format!("in the shows that name it: {}", shows.join(", ")));
        }
        if hours.is_empty() {
            hours.push("in shows that name it, and none does".to_owned());
        }
        NotPermitted::Hours(hours.join(", and "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{MovedShowTime, On, Plays, Separation, ShowException, Start};
    use crate::store::{Password, Role};

    /// Friday, 2026-11-06, midnight in Berlin, which is 23:00 the day before in UTC.
    const MIDNIGHT_US: u64 = 1_793_919_600_000_000;

    fn at(time: &str) -> u64 {
        let minute = crate::model::time_of_day(time).unwrap();
        MIDNIGHT_US + u64::from(minute) * MINUTE_US
    }

    fn show(name: &str, on: &str, at: &str, length: u16, djs: &[&str]) -> Show {
        Show {
            name: name.to_owned(),
            on: on.parse().map_or_else(|_| On::Date(on.parse().unwrap()), On::Weekly),
            at: crate::model::time_of_day(at).unwrap(),
            length,
            plays: Plays::Dj(None),
            start: Start::Hard,
            djs: djs.iter().map(|dj| (*dj).to_owned()).collect(),
            colour: None,
            exceptions: Vec::new(),
        }
    }

    /// A station in Berlin with an account `mia` that has these hours, and these shows.
    fn hours(hours: &[&str], shows: &[Show]) -> (tempfile::TempDir, Store, DjHours) {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(None, None).unwrap();
        let hours = hours.iter().map(|text| text.parse().unwrap()).collect();
        let reach = StationPermissions { stations: Vec::new(), hours };
        let password = Password::new("a long password").unwrap();
        store.add_account_within("Mia", Role::Dj, &password, &reach).unwrap();
        store.set_rules("main", Some("Europe/Berlin"), &Separation::default()).unwrap();
        for show in shows {
            store.put_show("main", show).unwrap();
        }
        let found = DjHours::read(&store, "mia", "main").unwrap();
        (dir, store, found)
    }

    #[test]
    fn a_dj_named_in_a_show_may_go_live_from_ten_minutes_before_until_its_end() {
        let (_dir, _, mia) = hours(
            &["shows"],
            &[show("Night", "fri", "20:00", 120, &["mia"]), show("Other", "fri", "12:00", 60, &[])],
        );
        for (time, may) in [
            ("12:30", false),
            ("19:49", false),
            ("19:50", true),
            ("20:00", true),
            ("21:59", true),
            ("22:00", false),
        ] {
            assert_eq!(mia.check(at(time)).is_ok(), may, "{time}");
        }
        let refusal = mia.check(at("12:00")).unwrap_err().to_string();
        assert_eq!(refusal, "this account may go live in the shows that name it: Night");
        assert_eq!(mia.end_after(at("19:55")), Some(at("22:00")));
        assert_eq!(mia.end_after(at("21:59") + 1), Some(at("22:00")));
        assert_eq!(mia.end_after(at("22:30")), Some(at("22:30")), "over already");
    }

    #[test]
    fn shows_in_a_row_are_one_time_and_hours_of_the_account_count_too() {
        let shows = [show("A", "fri", "20:00", 60, &["mia"]), show("B", "fri", "21:00", 60, &["mia"])];
        let (_dir, _, mia) = hours(&["shows"], &shows);
        assert_eq!(mia.end_after(at("20:30")), Some(at("22:00")));
        // The account's hours are by the server's clock; whole days are in them by any.
        let all_week =
            ["sun", "mon", "tue", "wed", "thu", "fri", "sat"].map(|day| format!("{day} 00:00-24:00"));
        let all_week: Vec<&str> = all_week.iter().map(String::as_str).collect();
        let (_dir, _, mia) = hours(&all_week, &shows);
        assert_eq!((mia.check(at("03:00")).is_ok(), mia.end_after(at("20:30"))), (true, None));
    }

    #[test]
    fn an_account_without_hours_may_always() {
        let (_dir, _, mia) = hours(&[], &[show("Night", "fri", "20:00", 120, &["mia"])]);
        assert_eq!((mia.check(at("03:00")).is_ok(), mia.end_after(at("20:30"))), (true, None));
    }

    #[test]
    fn a_show_that_another_displaces_gives_no_hours() {
        let special = show("Gala", "2026-11-06", "19:00", 240, &[]);
        let night = || show("Night", "fri", "20:00", 120, &["mia"]);
        let (_dir, _, mia) = hours(&["shows"], &[night(), special]);
        assert!(mia.check(at("20:30")).is_err());
        // The rest of one gives hours.
        let (_dir, _, mia) = hours(&["shows"], &[night(), show("Gala", "2026-11-06", "19:00", 120, &[])]);
        assert!(mia.check(at("20:30")).is_err() && mia.check(at("20:50")).is_ok());
        let (_dir, _, mia) = hours(&["shows"], &[night(), show("News", "2026-11-06", "21:00", 5, &[])]);
        assert_eq!(mia.end_after(at("20:30")), Some(at("22:00")));
    }

    #[test]
    fn a_show_loses_a_dj_whose_account_is_removed() {
        let (_dir, store, _) = hours(&["shows"], &[show("Night", "fri", "20:00", 120, &["MIA"])]);
        assert_eq!(store.shows("main").unwrap()[0].djs, ["Mia"]);
        store.rename_show("main", "Night", "Late").unwrap();
        assert_eq!(store.shows("main").unwrap()[0].djs, ["Mia"]);
        store.remove_account("mia").unwrap();
        assert!(store.shows("main").unwrap()[0].djs.is_empty());
        let missing = store.put_show("main", &show("Night", "fri", "20:00", 120, &["mia"]));
        assert_eq!(missing.unwrap_err().to_string(), "there is no account mia");
    }

    #[test]
    fn hours_go_with_an_occurrence_that_is_cancelled_or_moved() {
        let night = || show("Night", "fri", "20:00", 120, &["mia"]);
        let (_dir, store, before) = hours(&["shows"], &[night()]);
        assert!(before.check(at("20:30")).is_ok());
        let day = "2026-11-06".parse().unwrap();
        let says = |moved_to| {
            store.put_show_exception("main", "Night", &ShowException { day, moved_to, note: None }).unwrap();
            DjHours::read(&store, "mia", "main").unwrap()
        };
        let cancelled = says(None);
        assert!(cancelled.check(at("20:30")).is_err());
        assert_eq!(cancelled.end_after(at("20:30")), Some(at("20:30")), "who is live is let go");
        assert!(cancelled.check(at("20:30") + 7 * DAY_US).is_ok(), "only in that week");
        let moved = says(Some(MovedShowTime { date: day, at: 17 * 60, length: 60 }));
        let may = ["16:49", "16:50", "17:59", "18:00", "20:30"].map(|time| moved.check(at(time)).is_ok());
        assert_eq!(may, [false, true, true, false, false]);
        store.remove_show_exception("main", "Night", day).unwrap();
        assert!(DjHours::read(&store, "mia", "main").unwrap().check(at("20:30")).is_ok());
    }
}
