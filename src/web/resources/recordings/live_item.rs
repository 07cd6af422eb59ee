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
}

/// The live item of a feed.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Announcement {
    /// None if there is no show within a day.
    pub(super) live: Option<LiveItem>,
    /// When it became this one, or none, in seconds since 1970; 0 if that is long ago.
    pub(super) since: i64,
}

impl Announcement {
    /// Returns the show that is on at `now_us`, in microseconds since 1970, or else the next one within a day. Only of the
    /// show of this name, if one is named.
    pub(super) fn at(slug: &str, shows: &[Show], zone: &TimeZone, wanted: Option<&str>, now_us: u64) -> Self {
        let span = now_us.saturating_sub(BEFORE_US)..now_us + AHEAD_US + 1;
        let week = Week::of(shows, zone, &span);
        let named = |show: usize| shows.get(show).filter(|show| wanted.is_none_or(|name| show.name == name));
        let heard: Vec<_> =
            week.heard().into_iter().filter_map(|time| Some((time, named(time.airing.show)?))).collect();
        // It changes when a show is announced, begins and ends.
        let changes = heard
            .iter()
            .flat_map(|(time, _)| [time.from_us.saturating_sub(AHEAD_US), time.from_us, time.to_us]);
        let since_us = changes.filter(|us| *us <= now_us).max().unwrap_or_default();
        let rfc3339 =
            |us: u64| Timestamp::from_second((us / 1_000_000) as i64).unwrap_or_default().to_string();
        let live = heard.into_iter().find(|(time, _)| time.to_us > now_us).map(|(time, show)| LiveItem {
            title: show.name.clone(),
            guid: format!("longwave:{slug}:show:{}", time.airing.from_us / 1_000_000),
            status: if time.from_us <= now_us { "live" } else { "pending" },
            start: rfc3339(time.from_us),
            end: rfc3339(time.to_us),
        });
        Self { live, since: (since_us / 1_000_000) as i64 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::On;

    const HOUR_US: u64 = 3_600_000_000;

    fn show(name: &str, at: u16) -> Show {
        Show { at: at * 60, ..Show::daily(name) }
    }

    #[test]
    fn the_show_that_is_on_comes_before_the_next_one() {
        let shows = [show("Night", 20), show("Morning", 8)];
        let day = 20_000 * DAY_US;
        let at = |hour: u64, wanted| {
            Announcement::at("main", &shows, &TimeZone::UTC, wanted, day + hour * HOUR_US).live
        };
        let told = |item: Option<LiveItem>| item.map(|item| (item.title, item.status, item.start));
        let named = |name: &str, status, start: &str| Some((name.to_owned(), status, start.to_owned()));
        assert_eq!(told(at(8, None)), named("Morning", "live", "2024-10-04T08:00:00Z"));
        assert_eq!(told(at(9, None)), named("Night", "pending", "2024-10-04T20:00:00Z"));
        assert_eq!(told(at(9, Some("Morning"))), named("Morning", "pending", "2024-10-05T08:00:00Z"));
        assert_eq!(told(at(9, Some("Noon"))), None);
        let (pending, live) = (at(19, None).unwrap(), at(20, None).unwrap());
        assert_eq!(pending.guid, live.guid, "an app that waited for it knows it again");
        assert_ne!(live.guid, at(44, None).unwrap().guid);
    }

    #[test]
    fn it_changes_when_a_show_is_announced_begins_and_ends() {
        let mut once = show("Morning", 8);
        once.on = On::Date("2024-10-04".parse().unwrap());
        let shows = [once];
        let day = 20_000 * DAY_US;
        let at = |us: u64, wanted| {
            let now = Announcement::at("main", &shows, &TimeZone::UTC, wanted, us);
            (now.live.map(|live| live.status), now.since)
        };
        let (begins, ends) = (day + 8 * HOUR_US, day + 9 * HOUR_US);
        let seconds = |us: u64| (us / 1_000_000) as i64;
        assert_eq!(at(begins - DAY_US - 1, None), (None, 0));
        for (from, until, status) in [
            (begins - DAY_US, begins, Some("pending")),
            (begins, ends, Some("live")),
            (ends, ends + HOUR_US, None),
        ] {
            for us in [from, until - 1] {
                assert_eq!(at(us, None), (status, seconds(from)), "{status:?}");
                assert_eq!(at(us, Some("Other")), (None, 0));
            }
        }
    }
}
