//! Forecast of what will play, and conflicts between shows, for the API and for pages.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use serde::Serialize;
use utoipa::ToSchema;

use crate::model::{Listed, Pick, Plays, Programme, Show};
use crate::schedule::{self, Clash, Precedence, Week};
use crate::store;
use crate::web::Error;
use crate::web::languages::Words;
use crate::web::resources::body_names;
use crate::web::resources::shows::words;
use crate::web::router::ApiRequest;

const HOUR_US: u64 = 60 * 60 * 1_000_000;
const WEEK_US: u64 = 7 * 24 * HOUR_US;
/// The most hours that are told in advance.
pub(crate) const MOST_HOURS: u64 = 48;
/// The most tracks that are told.
pub(crate) const MOST_PLAYS: usize = 1_000;
/// Lines of the as-run log that the rules of separation look back at.
const MOST_HEARD: usize = 200;

/// Request for a forecast.
pub(crate) struct ForecastRequest {
    /// Microseconds since 1970.
    pub(crate) span: Range<u64>,
    /// Shows as if they were kept, each in place of the one of its name.
    pub(crate) proposed: Vec<Show>,
    /// A show as if it were removed.
    pub(crate) without: Option<String>,
    /// Most tracks.
    pub(crate) most: usize,
}

/// Forecast of the programme, if nothing intervenes.
#[derive(Serialize, ToSchema)]
pub(crate) struct Forecast {
    /// Time zone of the forecast.
    time_zone: String,
    /// Microseconds since 1970.
    from_us: u64,
    to_us: u64,
    /// Tracks that would play, at most 1000.
    plays: Vec<Play>,
    /// Shows that are displaced by others, from the first day on for a week.
    pub(crate) conflicts: Vec<Conflict>,
}

/// A track that would play.
#[derive(Serialize, ToSchema)]
#[schema(as = OutlookPlay)]
pub(crate) struct Play {
    /// Microseconds since 1970.
    at_us: u64,
    /// Time by the station's clock, such as `Mon 16:00:00`.
    at: String,
    /// The track's number in the library.
    track: String,
    /// Artist and title.
    title: String,
    /// The show that is on.
    show: Option<String>,
    /// Reason for the choice of the track.
    why: String,
    is_jingle: bool,
    /// True if the track before it is faded out.
    fades_in: bool,
    /// The rule of separation that had to be relaxed for it: `album`, `artist`, `title` or `repeat`.
    relaxed: Option<String>,
}

/// Two shows at one time.
#[derive(Serialize, ToSchema)]
pub(crate) struct Conflict {
    /// Description of which show is heard at which time, and the reason.
    words: String,
    /// The show that is heard.
    heard: String,
    /// The show that is not.
    unheard: String,
    /// True if one of the shows is only proposed.
    pub(crate) is_proposed: bool,
    /// True if the displaced show is not heard at all in that case.
    is_lost: bool,
}

/// Makes a forecast in the language of `said`. Fails for a proposed show that is invalid.
pub(crate) fn outlook(
    call: &ApiRequest,
    question: &ForecastRequest,
    said: &Words,
) -> Result<Forecast, Error> {
    let (slug, store) = (call.station()?.slug(), &call.site.store);
    let mut programme = store.programme(slug)?;
    // Exceptions of single days stay when a show is changed.
    let proposed: Vec<Show> =
        question.proposed.iter().map(|show| with_exceptions(show, &programme.shows)).collect();
    for show in &proposed {
        check(show, &programme)?;
        store.djs_named(slug, show).map_err(body_names)?;
    }
    let names: Vec<_> = proposed.iter().map(|show| show.name.to_lowercase()).collect();
    let is_out = |show: &Show| {
        let is_without = question.without.as_ref().is_some_and(|name| name.eq_ignore_ascii_case(&show.name));
        is_without || names.contains(&show.name.to_lowercase())
    };
    programme.shows.retain(|show| !is_out(show));
    programme.shows.extend(proposed);
    // Of two that begin at once, the one whose name comes first is heard; so the store lists them.
    programme.shows.sort_by_key(|show| show.name.to_ascii_lowercase());
    let (span, zone) = (&question.span, programme.time_zone.clone());
    let tracks: Arc<[Listed]> = store.listed()?.into();
    let heard = store.last_aired(slug, MOST_HEARD)?;
    let programme = Arc::new(programme);
    let picks = schedule::outlook(&programme, &tracks, &heard, (span, question.most.min(MOST_PLAYS)));
    let week = Week::of(&programme.shows, &zone, span);
    let by_number: HashMap<_, _> = tracks.iter().map(|track| (track.id, track)).collect();
    let play = |pick: &Pick| Play {
        at_us: pick.at_us,
        at: clock(pick.at_us, &zone).strftime("%a %H:%M:%S").to_string(),
        track: pick.track.0.to_string(),
        title: by_number.get(&pick.track).map(|track| named(track)).unwrap_or_default(),
        show: week.on_at(pick.at_us).map(|show| programme.shows[show].name.clone()),
        why: pick.why.to_string(),
        is_jingle: pick.kind.is_break(),
        fades_in: pick.fade_out_at_us.is_some(),
        relaxed: pick.relaxed.map(|rule| rule.to_string()),
    };
    let mut conflicts = conflicts(&programme.shows, &zone, span.start, said);
    for conflict in &mut conflicts {
        let is_new = |name: &String| names.contains(&name.to_lowercase());
        conflict.is_proposed = is_new(&conflict.heard) || is_new(&conflict.unheard);
    }
    Ok(Forecast {
        time_zone: zone_name(&zone, said),
        from_us: span.start,
        to_us: span.end,
        plays: picks.iter().map(play).collect(),
        conflicts,
    })
}

/// A proposed show with the exceptions of the one that it replaces.
fn with_exceptions(show: &Show, kept: &[Show]) -> Show {
    let before = kept.iter().find(|kept| kept.name.eq_ignore_ascii_case(&show.name));
    let exceptions = before.map(|before| before.exceptions.clone()).unwrap_or_default();
    Show { exceptions, ..show.clone() }
}

/// Returns the conflicts between `shows` in the week that begins with the day of `from_us`.
pub(crate) fn conflicts(shows: &[Show], zone: &TimeZone, from_us: u64, said: &Words) -> Vec<Conflict> {
    let from_us = midnight(clock(from_us, zone).date(), zone);
    let week = Week::of(shows, zone, &(from_us..from_us + WEEK_US));
    let mut alike: BTreeMap<_, Vec<Date>> = BTreeMap::new();
    for clash in week.clashes() {
        let (from, to) = (clock(clash.from_us, zone), clock(clash.to_us, zone));
        let days = alike.entry(Alike::of(&clash, (from.time(), to.time()))).or_default();
        days.push(from.date());
    }
    alike.iter().map(|(alike, days)| alike.told(shows, days, said)).collect()
}

/// Common part of the same conflict on several days.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
#[expect(clippy::struct_excessive_bools, reason = "each is a word of its own in what is told")]
struct Alike {
    from: Time,
    to: Time,
    heard: usize,
    unheard: usize,
    why: Precedence,
    goes_on: bool,
    is_lost: bool,
    /// Set if the show that is not heard was on before.
    interrupts: bool,
    /// Set if both are on in every week.
    is_weekly: bool,
}

impl Alike {
    fn of(clash: &Clash, (from, to): (Time, Time)) -> Self {
        Self {
            from,
            to,
            heard: clash.heard.show,
            unheard: clash.unheard.show,
            why: clash.why,
            goes_on: clash.goes_on,
            is_lost: clash.is_lost,
            interrupts: clash.unheard.from_us < clash.from_us,
            is_weekly: !clash.heard.is_dated && !clash.unheard.is_dated,
        }
    }

    fn told(&self, shows: &[Show], days: &[Date], said: &Words) -> Conflict {
        let (heard, unheard) = (&shows[self.heard], &shows[self.unheard]);
        let reason = match self.why {
            Precedence::Dated => "dated",
            Precedence::Later => "later",
            Precedence::First => "first",
        };
        let then = match (self.goes_on, self.is_lost, self.interrupts) {
            (true, _, true) => "goes-on",
            (true, _, false) => "begins",
            (_, true, _) => "lost",
            _ => "nothing",
        };
        let (from, to) = (self.from.strftime("%H:%M").to_string(), self.to.strftime("%H:%M").to_string());
        let days = if self.is_weekly { weekdays(days, said) } else { words::dates(days, said) };
        let variables = [
            ("reason", reason.into()),
            ("then", then.into()),
            ("when", words::span(&days, &from, &to, said).into()),
            ("heard", heard.name.as_str().into()),
            ("unheard", unheard.name.as_str().into()),
            ("to", to.as_str().into()),
        ];
        Conflict {
            words: said.say("conflict-then", &variables),
            heard: heard.name.clone(),
            unheard: unheard.name.clone(),
            is_proposed: false,
            is_lost: self.is_lost,
        }
    }
}

fn weekdays(days: &[Date], said: &Words) -> String {
    let mut names: Vec<_> = days.iter().map(|day| day.strftime("%a").to_string().to_lowercase()).collect();
    names.dedup();
    words::weekdays(&names.iter().map(String::as_str).collect::<Vec<_>>(), said)
}

/// Fails for a show that the store would not keep.
fn check(show: &Show, programme: &Programme) -> Result<(), Error> {
    show.check().map_err(store::Error::Unfit)?;
    let refused = |error: store::Error| Err(Error::bad_input(error.to_string()));
    match &show.plays {
        Plays::Playlist(name) | Plays::Dj(Some(name)) => {
            let list = programme.playlists.iter().find(|list| list.name.eq_ignore_ascii_case(name));
            match list {
                None => refused(store::Error::NoPlaylist(name.clone())),
                Some(list) if list.kind.is_jingle() => refused(store::Error::Unfit(store::JINGLES_ONLY)),
                Some(_) => Ok(()),
            }
        }
        Plays::HourPlan(name) => {
            let is_there = programme.hour_plans.iter().any(|plan| plan.name.eq_ignore_ascii_case(name));
            if is_there { Ok(()) } else { refused(store::Error::NoPlan(name.clone())) }
        }
        Plays::Track(_) | Plays::Dj(None) | Plays::Relay(_) => Ok(()),
    }
}

/// The tracks that a station has: those in its own folder, where it has one.
pub(crate) fn own_tracks(call: &ApiRequest) -> Result<Vec<Listed>, Error> {
    let (slug, store) = (call.station()?.slug(), &call.site.store);
    let mut tracks = store.listed()?;
    if let Some(folder) = store.station(slug)?.folder {
        tracks.retain(|track| track.is_below(&folder));
    }
    Ok(tracks)
}

/// Artist and title, for people.
pub(crate) fn named(track: &Listed) -> String {
    match &track.artist {
        Some(artist) => format!("{artist} – {}", track.title),
        None => track.title.clone(),
    }
}

/// A moment by the clock of a zone.
pub(crate) fn clock(at_us: u64, zone: &TimeZone) -> Zoned {
    Timestamp::from_microsecond(at_us as i64).unwrap_or_default().to_zoned(zone.clone())
}

/// Returns the beginning of a day, in microseconds since 1970.
pub(crate) fn midnight(day: Date, zone: &TimeZone) -> u64 {
    let begins = day.to_zoned(zone.clone()).map(|day| day.timestamp().as_microsecond());
    begins.ok().and_then(|us| u64::try_from(us).ok()).unwrap_or_default()
}

/// The name of a zone, or who has it.
pub(crate) fn zone_name(zone: &TimeZone, words: &Words) -> String {
    zone.iana_name().map_or_else(|| words.word("zone-of-machine"), str::to_owned)
}
