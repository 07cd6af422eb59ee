//! The show that is on, or the next one, as podcast apps announce it (`podcast:liveItem`).

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::model::Show;
use crate::schedule::Week;

/// Shows are looked up so long before now, in microseconds: a show lasts a day at most;
const BEFORE_US: u64 = 2 * DAY_US;
/// and announced so long before they begin.
const AHEAD_US: u64 = DAY_US;
const DAY_US: u64 = 24 * 3_600 * 1_000_000;

/// A stream of the station, for apps that play a live item.
#[derive(Serialize)]
pub(super) struct LiveStream {
    pub(super) url: String,
    pub(super) media_type: &'static str,
}

/// A show that is on, or is about to be.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct LiveItem {
    pub(super) title: String,
    /// The same for one occurrence of a show, and for no other.
    pub(super) guid: String,
    /// `live` or `pending`.
    pub(super) status: &'static str,
    /// Start and end, as RFC 3339 has it.
    pub(super) start: String,
    pub(super) end: String,
    /// The time at which the status became this, in seconds since 1970.
    #[serde(skip)]
    pub(super) since: i64,
}

impl LiveItem {
    /// Returns the show that is on at `now_us`, in microseconds since 1970, or else the next one within a day. Only of the
    /// show of this name, if one is named.
    pub(super) fn at(
        slug: &str,
        shows: &[Show],
        zone: &TimeZone,
        wanted: Option<&str>,
        now_us: u64,
    ) -> Option<Self> {
        let span = now_us.saturating_sub(BEFORE_US)..now_us + AHEAD_US;
        let week = Week::of(shows, zone, &span);
        let named = |show: usize| shows.get(show).filter(|show| wanted.is_none_or(|name| show.name == name));
        let heard = week.heard().into_iter().filter(|time| time.to_us > now_us);
        let mut heard = heard.filter_map(|time| Some((time, named(time.airing.show)?)));
        let (time, show) = heard.next()?;
        let is_on = time.from_us <= now_us;
        // Before the first moment at which it is pending nothing is known of it.
        let since_us = if is_on { time.from_us } else { time.from_us.saturating_sub(AHEAD_US) };
        let rfc3339 =
            |us: u64| Timestamp::from_second((us / 1_000_000) as i64).unwrap_or_default().to_string();
        Some(Self {
            title: show.name.clone(),
            guid: format!("longwave:{slug}:show:{}", time.airing.from_us / 1_000_000),
            status: if is_on { "live" } else { "pending" },
            start: rfc3339(time.from_us),
            end: rfc3339(time.to_us),
            since: (since_us / 1_000_000) as i64,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Days, On, Plays, Start};

    const HOUR_US: u64 = 3_600_000_000;

    fn show(name: &str, at: u16) -> Show {
        Show {
            name: name.to_owned(),
            on: On::Weekly("daily".parse::<Days>().unwrap()),
            at: at * 60,
            length: 60,
            plays: Plays::Dj(None),
            start: Start::Hard,
            djs: Vec::new(),
            colour: None,
            exceptions: Vec::new(),
        }
    }

    #[test]
    fn the_show_that_is_on_comes_before_the_next_one() {
        let shows = [show("Night", 20), show("Morning", 8)];
        let day = 20_000 * DAY_US;
        let at =
            |hour: u64, wanted| LiveItem::at("main", &shows, &TimeZone::UTC, wanted, day + hour * HOUR_US);
        let told = |item: Option<LiveItem>| item.map(|item| (item.title, item.status, item.start));
        let named = |name: &str, status, start: &str| Some((name.to_owned(), status, start.to_owned()));
        assert_eq!(told(at(8, None)), named("Morning", "live", "2024-10-04T08:00:00Z"));
        assert_eq!(told(at(9, None)), named("Night", "pending", "2024-10-04T20:00:00Z"));
        assert_eq!(told(at(9, Some("Morning"))), named("Morning", "pending", "2024-10-05T08:00:00Z"));
        assert_eq!(told(at(9, Some("Noon"))), None);
        let (pending, live) = (at(19, None).unwrap(), at(20, None).unwrap());
        assert_eq!(pending.guid, live.guid, "an app that waited for it knows it again");
        assert_ne!(
            live.guid,
            LiveItem::at("main", &shows, &TimeZone::UTC, None, day + 44 * HOUR_US).unwrap().guid
        );
    }
}
