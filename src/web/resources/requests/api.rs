//! Listeners' requests. A setting of the station enables them.

use std::ops::RangeInclusive;
use std::time::Duration;

use actix_web::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::model::{self, Listed, NowPlaying, Origin, Queued, SourceKind, TrackKind};
use crate::store::{self, RequestLimits, RequestRefusal, SongRequest, TrackListPart, TrackQuery};
use crate::web::Error;
use crate::web::resources::{limit, put, track};
use crate::web::router::{Access, ApiRequest, Handler, Reply, Route, Scope, Verb};

/// Tracks that a search for one to ask for gives, at most.
const MOST_FOUND: usize = 20;
/// Tracks of all stations that are looked at for that.
const MOST_SEARCHED: usize = 500;
/// The fewest and the most characters that are searched for.
const SEARCHED: RangeInclusive<usize> = 2..=100;

const PATH: &str = "/api/v1/stations/{station}/requests";
const TRACKS: &str = "/api/v1/stations/{station}/requests/tracks";
const ASKED: &str = "/api/v1/stations/{station}/requests/asked";
const LIMITS: &str = "/api/v1/stations/{station}/requests/limits";

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get(PATH, Access::Dj, Scope::Requests, list)
            .about("What listeners asked for and has yet to be heard")
            .gives::<Requests>(),
        Route::new(Verb::Post, PATH, (Access::Everybody, Scope::Requests), Handler::Ask(submit))
            .about("Ask for a track, as a listener: so many an hour for each address, and for all, as the limits say")
            .takes::<New>()
            .gives::<RequestTaken>(),
        Route::get(TRACKS, Access::Everybody, Scope::Requests, search)
            .about("Search the tracks that listeners may ask for")
            .query(&["q"])
            .gives::<RequestableTracks>(),
        Route::get(ASKED, Access::Dj, Scope::Requests, asked)
            .about("What listeners asked for lately and what became of it, the newest first")
            .query(&["limit"])
            .gives::<Lately>(),
        Route::get(LIMITS, Access::Dj, Scope::Requests, limits)
            .about("How much listeners may ask for within an hour")
            .gives::<Limits>(),
        Route::new(Verb::Put, LIMITS, (Access::Manager, Scope::Requests), Handler::Ask(set_limits))
            .about("Let listeners ask for so much within an hour")
            .takes::<Limits>()
            .gives::<Limits>(),
    ]
}

/// Requested tracks that are to be played, the next one first.
#[derive(Serialize, ToSchema)]
struct Requests {
    requests: Vec<Entry>,
}

/// A track that was asked for.
#[derive(Serialize, ToSchema)]
#[schema(as = RequestEntry)]
pub(crate) struct Entry {
    /// Its number in the queue.
    number: u64,
    /// The track's number in the library.
    track: String,
    /// Artist and title.
    title: String,
}

/// A listener's song request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RequestNew)]
struct New {
    /// The track's number in the library.
    track: String,
}

/// A request that was accepted.
#[derive(Serialize, ToSchema)]
struct RequestTaken {
    /// Its number in the queue.
    number: u64,
    /// Seconds until it plays, about; none while a DJ is live, or where the length of a track before it is unknown.
    plays_in_seconds: Option<u64>,
}

/// Tracks that listeners may ask for, by artist and title.
#[derive(Serialize, ToSchema)]
struct RequestableTracks {
    tracks: Vec<RequestableTrack>,
}

/// A track that listeners may ask for.
#[derive(Serialize, ToSchema)]
struct RequestableTrack {
    /// Its number in the library.
    track: String,
    title: String,
    artist: Option<String>,
    album: Option<String>,
}

/// Query of tracks to ask for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Search {
    q: Option<String>,
}

/// Recent song requests.
#[derive(Serialize, ToSchema)]
#[schema(as = RequestsAsked)]
struct Lately {
    asked: Vec<Asked>,
}

/// Something that a listener asked for.
#[derive(Serialize, ToSchema)]
#[schema(as = RequestAsked)]
pub(crate) struct Asked {
    /// Microseconds since 1970.
    at_us: u64,
    /// Artist and title.
    title: String,
    /// Reason for a refusal: `queued`, `heard-lately`, `too-many-of-a-person` or `too-many`; none if it was
    /// accepted.
    pub(crate) refusal: Option<&'static str>,
}

/// The most tracks that are played on request within an hour, 1 to 1000.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RequestLimits)]
pub(crate) struct Limits {
    /// For one address.
    of_a_person: u32,
    /// For all together.
    of_all: u32,
}

/// Query of past requests.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    limit: Option<usize>,
}

fn asked(call: &ApiRequest) -> Result<Reply, Error> {
    let part: Part = call.query()?;
    Reply::json(&Lately { asked: Asked::lately(call, limit(part.limit)?)? })
}

impl Asked {
    /// The newest requests at the station in the address, at most `limit`.
    pub(crate) fn lately(call: &ApiRequest, limit: usize) -> Result<Vec<Self>, Error> {
        let told = |asked: store::RequestHistory| Self {
            at_us: asked.at_us,
            title: asked.title,
            refusal: asked.refusal.map(store::RequestRefusal::name),
        };
        Ok(call.site.store.asked(call.station()?.slug(), limit)?.into_iter().map(told).collect())
    }
}

fn limits(call: &ApiRequest) -> Result<Reply, Error> {
    Ok(Reply::json(&Limits::of(call)?)?.tagged())
}

fn set_limits(call: &ApiRequest) -> Result<Reply, Error> {
    let Limits { of_a_person, of_all } = call.json()?;
    let (slug, limits) = (call.station()?.slug(), RequestLimits { of_a_person, of_all });
    put(call, |call| Limits::of(call).map(Some), |store| store.set_request_limits(slug, limits))
}

impl Limits {
    pub(crate) fn of(call: &ApiRequest) -> Result<Self, Error> {
        let RequestLimits { of_a_person, of_all } = call.site.store.request_limits(call.station()?.slug())?;
        Ok(Self { of_a_person, of_all })
    }
}

fn list(call: &ApiRequest) -> Result<Reply, Error> {
    Ok(Reply::json(&Requests { requests: Entry::waiting(call)? })?.tagged())
}

/// Fails for strangers on a private station.
fn check_private(call: &ApiRequest) -> Result<(), Error> {
    let is_open = call.station()?.broadcast().access().access == model::ListenAccess::Open;
    if is_open || call.person().is_ok() {
        return Ok(());
    }
    let detail = "This station is private: requests are for its people.".into();
    Err(Error::Client { status: StatusCode::FORBIDDEN, detail })
}

fn submit(call: &ApiRequest) -> Result<Reply, Error> {
    check_private(call)?;
    let new: New = call.json()?;
    let (slug, store) = (call.station()?.slug(), &call.site.store);
    let person = call.site.kept_addresses.of_person(call.address());
    let request = SongRequest { track: track(&new.track)?, person: &person, at_us: call.now_us() };
    let (_, apart) = store.rules(slug)?;
    let number = store.request(slug, &request, &apart)?.map_err(Error::RequestRefused)?;
    let plays_in_seconds = time_until(call, number)?.map(|time| time.as_secs());
    Reply::json(&RequestTaken { number, plays_in_seconds })
}

/// Returns the time until the entry `number` of the queue plays, by the lengths of what is heard and queued before it.
fn time_until(call: &ApiRequest, number: u64) -> Result<Option<Duration>, Error> {
    let (station, store) = (call.station()?, &call.site.store);
    let rest_of = |now: NowPlaying| match now.what.source {
        SourceKind::Live => None,
        _ => now
            .what
            .duration_us
            .map(|length| Duration::from_micros((now.time_us + length).saturating_sub(call.now_us()))),
    };
    let Some(mut time) = station.broadcast().now_playing().and_then(rest_of) else { return Ok(None) };
    for entry in store.queue(station.slug())?.entries.iter().take_while(|entry| entry.number != number) {
        let Some(length) = store.track(entry.track)?.and_then(|track| track.duration) else {
            return Ok(None);
        };
        time += length;
    }
    Ok(Some(time))
}

fn search(call: &ApiRequest) -> Result<Reply, Error> {
    check_private(call)?;
    let asked: Search = call.query()?;
    let words = asked.q.unwrap_or_default();
    if !SEARCHED.contains(&words.trim().chars().count()) {
        return Err(Error::bad_input("Search for two letters or more, and for a hundred at most."));
    }
    let known = call.site.store.station(call.station()?.slug())?;
    if known.settings.requests == model::Requests::Off {
        return Err(Error::RequestRefused(RequestRefusal::Off));
    }
    let query = TrackQuery { words: &words, kind: Some(TrackKind::Music), ..TrackQuery::default() };
    let page = TrackListPart { limit: MOST_SEARCHED, ..TrackListPart::default() };
    let found = call.site.store.find_tracks(&query, &page)?.tracks.into_iter().map(|found| found.track);
    let is_its_own = |track: &Listed| known.folder.as_ref().is_none_or(|folder| track.is_below(folder));
    let tracks = found.filter(is_its_own).take(MOST_FOUND).map(RequestableTrack::of).collect();
    Ok(Reply::json(&RequestableTracks { tracks })?.tagged())
}

impl RequestableTrack {
    fn of(track: Listed) -> Self {
        let Listed { id, title, artist, album, .. } = track;
        Self { track: id.0.to_string(), title, artist, album }
    }
}

impl Entry {
    fn of(entry: Queued) -> Self {
        Self { number: entry.number, track: entry.track.0.to_string(), title: entry.title }
    }

    /// The requests in the queue of the station in the address.
    pub(crate) fn waiting(call: &ApiRequest) -> Result<Vec<Self>, Error> {
        let queue = call.site.store.queue(call.station()?.slug())?.entries.into_iter();
        Ok(queue.filter(|entry| entry.origin == Origin::Request).map(Self::of).collect())
    }
}
