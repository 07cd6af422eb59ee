//! Computes which remote stream is scheduled at a time.

use jiff::tz::TimeZone;

use super::calendar::Calendar;
use crate::model::{Address, Plays, Show};

/// Look-ahead for the next change: an hour.
const AHEAD_US: u64 = 60 * 60 * 1_000_000;

/// A show that plays a stream from elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relayed {
    /// Its name.
    pub show: String,
    /// Address of the stream.
    pub address: Address,
}

/// Tells which show relays what, by the calendar of a station.
#[derive(Default)]
pub struct Relays {
    shows: Vec<Show>,
    zone: Option<TimeZone>,
    calendar: Calendar,
}

impl Relays {
    /// Goes by these shows from now on, and by the clock of this zone.
    pub fn follow(&mut self, zone: TimeZone, shows: Vec<Show>) {
        if self.zone.as_ref() != Some(&zone) || self.shows != shows {
            (self.zone, self.shows) = (Some(zone), shows);
            self.calendar.clear();
        }
    }

    /// Returns the stream scheduled at `at_us`, if any, and the time until which that stays so at least.
    pub fn at(&mut self, at_us: u64) -> (Option<Relayed>, u64) {
        let until_us = at_us + AHEAD_US;
        let Some(zone) = &self.zone else { return (None, until_us) };
        self.calendar.look_up(&self.shows, zone, at_us, until_us);
        let changes_us = self.calendar.changes_after(at_us).map_or(until_us, |us| us.min(until_us));
        let show = self.calendar.on_at(at_us).and_then(|slot| self.shows.get(slot.show));
        let relayed = show.and_then(|show| match &show.plays {
            Plays::Relay(address) => Some(Relayed { show: show.name.clone(), address: address.clone() }),
            _ => None,
        });
        (relayed, changes_us)
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::model::{On, Start, time_of_day};

    fn show(name: &str, at: &str, length: u16, plays: Plays) -> Show {
        let on = On::Weekly("daily".parse().unwrap());
        let at = time_of_day(at).unwrap();
        Show {
            name: name.to_owned(),
            on,
            at,
            length,
            plays,
            start: Start::Hard,
            djs: Vec::new(),
            colour: None,
            exceptions: Vec::new(),
        }
    }

    #[test]
    fn a_relay_is_on_while_its_show_is_and_no_other() {
        let relay = || Plays::Relay("http://radio.example/".parse().unwrap());
        let shows = vec![
            show("evening", "20:00", 180, relay()),
            show("talk", "21:00", 30, Plays::Dj(None)),
            show("night", "23:00", 60, relay()),
        ];
        let mut relays = Relays::default();
        let us = |time: &str| {
            let time: Timestamp = format!("2026-07-03T{time}:00+02:00").parse().unwrap();
            time.as_microsecond() as u64
        };
        assert_eq!(relays.at(us("20:30")).0, None, "before it knows any");
        relays.follow(TimeZone::get("Europe/Berlin").unwrap(), shows);
        let mut told = |time: &str| {
            let (relayed, until_us) = relays.at(us(time));
            (relayed.map(|relayed| relayed.show).unwrap_or_default(), until_us)
        };
        assert_eq!(told("18:30"), (String::new(), us("19:30")), "no further ahead than an hour");
        assert_eq!(told("19:30"), (String::new(), us("20:00")));
        assert_eq!(told("20:00"), ("evening".to_owned(), us("21:00")));
        assert_eq!(told("21:00"), (String::new(), us("21:30")));
        assert_eq!(told("21:30"), ("evening".to_owned(), us("22:30")));
        assert_eq!(told("22:59"), ("evening".to_owned(), us("23:00")));
        assert_eq!(told("23:59").0, "night");
    }
}
