//! The programme for everybody.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::tz::TimeZone;
use serde::Serialize;
use utoipa::ToSchema;

use crate::broadcast::Broadcast;
use crate::model::{ListenAccess, Plays, Requests, Show};
use crate::schedule::{self, Airing, HeardTime, Week};
use crate::store::Store;
use crate::web::Error;
use crate::web::resources::stations::public_pages::Now;
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};

/// Shows are told for a week from now on, in microseconds.
const AHEAD_US: u64 = 7 * 24 * 60 * 60 * 1_000_000;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/stations/{station}/programme", Access::Everybody, Scope::Schedule, programme)
            .about(
                "Which show is on and until when, what comes next, the shows of a week, and what was played",
            )
            .gives::<PublicProgramme>(),
    ]
}

/// The part of a station's programme that its listeners may know.
#[derive(Serialize, ToSchema)]
#[schema(as = Programme)]
pub(crate) struct PublicProgramme {
    station: String,
    name: String,
    /// The station's time zone, an IANA name, if it has one.
    time_zone: Option<String>,
    /// Now, in microseconds since 1970.
    server_us: u64,
    pub(super) now: ProgrammeNow,
    /// The show that is heard next; none if there is none within a week.
    pub(super) next: Option<ShowTime>,
    /// The shows that are heard from now on for a week. One that another show interrupts is there twice.
    pub(super) shows: Vec<ShowTime>,
    /// Occurrences of shows that are cancelled or moved, from now on for a week, at the times at which they would be on.
    pub(super) cancelled: Vec<CancelledShowTime>,
    /// Titles played before, the newest first, without jingles.
    pub(super) played: Vec<Now>,
    /// Whether listeners may ask for tracks.
    pub(super) takes_requests: bool,
}

/// The show and title on now.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProgrammeNow {
    /// The show that is on; none between shows.
    pub(super) show: Option<String>,
    /// The DJ who is heard.
    pub(super) dj: Option<String>,
    /// The DJs that the show names; the one who is heard, where it names none or another is.
    pub(super) djs: Vec<String>,
    /// The end of the show or, between shows, the beginning of the next one, in microseconds since 1970; none if no show
    /// is known.
    pub(super) until_us: Option<u64>,
    /// The title that is heard.
    pub(super) playing: Option<Now>,
}

/// A time at which a show is heard.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct ShowTime {
    /// The show's name.
    pub(super) show: String,
    /// Microseconds since 1970.
    pub(super) from_us: u64,
    pub(super) to_us: u64,
    /// True if a DJ plays it.
    pub(super) is_live: bool,
    /// The DJs that it names.
    pub(super) djs: Vec<String>,
    /// Its colour in calendars, if it has one: `red`, `orange`, `yellow`, `green`, `blue`, `purple`, `pink` or `grey`.
    pub(super) colour: Option<String>,
    /// True if it is at another time than in other weeks.
    pub(super) is_moved: bool,
    /// The reason why it was moved, if the station gives one.
    pub(super) note: Option<String>,
}

/// A time at which a show would be on, but is not this week.
#[derive(Serialize, ToSchema)]
pub(crate) struct CancelledShowTime {
    /// The show's name.
    pub(super) show: String,
    /// Microseconds since 1970.
    pub(super) from_us: u64,
    pub(super) to_us: u64,
    /// The beginning of the time to which it was moved, in microseconds since 1970; none if it is cancelled.
    pub(super) moved_to_us: Option<u64>,
    /// The reason, if the station gives one.
    pub(super) note: Option<String>,
}

/// Returns the programme; readable by pages of other sites.
fn programme(call: &ApiRequest) -> Result<Reply, Error> {
    let station = call.station()?;
    let known = ProgrammeData::read(&call.site.store, station.slug())?;
    let programme = PublicProgramme::of(station.broadcast(), &known, call.site.clock.wall_us());
    // The time alone makes it no other answer.
    let PublicProgramme { name, time_zone, now, next, shows, cancelled, played, takes_requests, .. } =
        &programme;
    Reply::json(&programme)?.tagged_by(&(
        name,
        time_zone,
        now,
        next,
        shows,
        cancelled,
        played,
        takes_requests,
    ))
}

/// The part of the programme that is kept in the store.
pub(super) struct ProgrammeData {
    pub(super) zone: TimeZone,
    shows: Vec<Show>,
    /// Names that others see, by account.
    names: BTreeMap<String, String>,
    takes_requests: bool,
}

impl ProgrammeData {
    /// Reads that of the station `slug`.
    pub(super) fn read(store: &Store, slug: &str) -> Result<Self, Error> {
        let (zone, shows) = store.calendar(slug)?;
        let takes_requests = store.station(slug)?.settings.requests == Requests::On;
        Ok(Self { zone, shows, names: store.display_names()?, takes_requests })
    }
}

impl PublicProgramme {
    /// Describes the programme of `station` at a time in microseconds since 1970.
    pub(super) fn of(station: &Broadcast, known: &ProgrammeData, now_us: u64) -> Self {
        let ProgrammeData { zone, shows, names, takes_requests } = known;
        let djs_of = |show: usize| djs_of(shows, show, names);
        let week = week(shows, zone, now_us..now_us + AHEAD_US);
        let is_on = |time: &&HeardTime| (time.from_us..time.to_us).contains(&now_us);
        let on = week.iter().find(is_on).map(|time| time.airing);
        let next = week.iter().find(|time| time.from_us > now_us && Some(time.airing) != on);
        // A show that the news interrupts goes on after them.
        let ends = week.iter().rev().find(|time| Some(time.airing) == on).map(|time| time.to_us);
        let title = station.now_playing();
        // Whoever goes live without a name is shown by the station's.
        let dj = title.as_ref().and_then(|title| title.dj.clone()).filter(|dj| *dj != station.name());
        let slug = station.slug();
        let exception = |airing: &Airing| shows.get(airing.show)?.exception_on(airing.day);
        let told = |time: &HeardTime| ShowTime {
            show: name(shows, time.airing.show),
            from_us: time.from_us,
            to_us: time.to_us,
            is_live: matches!(shows.get(time.airing.show).map(|show| &show.plays), Some(Plays::Dj(_))),
            djs: djs_of(time.airing.show),
            colour: shows.get(time.airing.show).and_then(|show| show.colour).map(|colour| colour.to_string()),
            is_moved: exception(&time.airing).is_some(),
            note: exception(&time.airing).and_then(|exception| exception.note.clone()),
        };
        Self {
            station: slug.to_owned(),
            name: station.name(),
            time_zone: zone.iana_name().map(str::to_owned),
            server_us: now_us,
            now: ProgrammeNow {
                show: on.map(|airing| name(shows, airing.show)),
                djs: match (on, dj) {
                    (Some(airing), Some(dj)) if !shows[airing.show].names(&dj) => vec![dj],
                    (Some(airing), _) => djs_of(airing.show),
                    (None, dj) => dj.into_iter().collect(),
                },
                dj: title.as_ref().and_then(|title| title.dj.clone()),
                until_us: ends.or(next.map(|time| time.from_us)),
                playing: title.map(|title| Now::of(&title, station)),
            },
            next: next.map(told),
            shows: week.iter().map(told).collect(),
            cancelled: cancelled(shows, zone, now_us..now_us + AHEAD_US),
            played: station.played().iter().map(|title| Now::of(title, station)).collect(),
            takes_requests: *takes_requests && station.access().access == ListenAccess::Open,
        }
    }
}

impl PublicProgramme {
    /// Returns when the show that is on began, in microseconds since 1970.
    pub(super) fn on_since_us(&self) -> Option<u64> {
        let is_on = |time: &&ShowTime| (time.from_us..time.to_us).contains(&self.server_us);
        self.shows.iter().find(is_on).map(|time| time.from_us)
    }
}

impl ProgrammeNow {
    /// Returns the DJs' names, without those that the show's has already.
    pub(super) fn with(&self) -> Option<String> {
        with(self.show.as_ref()?, &self.djs)
    }
}

impl ShowTime {
    /// Returns the DJs' names, without those that the show's has already.
    pub(super) fn with(&self) -> Option<String> {
        with(&self.show, &self.djs)
    }
}

fn with(show: &str, djs: &[String]) -> Option<String> {
    let show = show.to_lowercase();
    let others: Vec<&str> =
        djs.iter().map(String::as_str).filter(|dj| !show.contains(&dj.to_lowercase())).collect();
    (!others.is_empty()).then(|| others.join(", "))
}

/// Returns the times at which shows are heard that are not over at the beginning of `span`.
fn week(shows: &[Show], zone: &TimeZone, span: Range<u64>) -> Vec<HeardTime> {
    let mut week = Week::of(shows, zone, &span).heard();
    week.retain(|time| time.to_us > span.start && time.from_us < span.end);
    week
}

/// Returns the occurrences that are cancelled or moved, and would be on at any time of `span`.
fn cancelled(shows: &[Show], zone: &TimeZone, span: Range<u64>) -> Vec<CancelledShowTime> {
    let told = |airing: Airing| {
        let show = &shows[airing.show];
        let exception = show.exception_on(airing.day);
        CancelledShowTime {
            show: show.name.clone(),
            from_us: airing.from_us,
            to_us: airing.to_us,
            moved_to_us: exception.and_then(|exception| schedule::beginning_of(exception.moved_to?, zone)),
            note: exception.and_then(|exception| exception.note.clone()),
        }
    };
    Week::of(shows, zone, &span).dropped().into_iter().map(told).collect()
}

/// Returns the DJs that a show names, by the names that others see.
fn djs_of(shows: &[Show], show: usize, names: &BTreeMap<String, String>) -> Vec<String> {
    let djs = shows.get(show).into_iter().flat_map(|show| &show.djs);
    djs.map(|dj| names.get(dj).unwrap_or(dj).clone()).collect()
}

fn name(shows: &[Show], show: usize) -> String {
    shows.get(show).map(|show| show.name.clone()).unwrap_or_default()
}
