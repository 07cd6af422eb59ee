//! The queue.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::voice_tracks::TalkOfEntry;
use crate::audio::SAMPLE_RATE;
use crate::model::{Queued, SourceKind};
use crate::store::Place;
use crate::web::Error;
use crate::web::resources::{parsed, track};
use crate::web::router::{Access, ApiRequest, Handler, Reply, Route, Scope, Verb};

const PATH: &str = "/api/v1/stations/{station}/queue";
const ENTRY: &str = "/api/v1/stations/{station}/queue/{number}";

pub(crate) fn routes() -> Vec<Route> {
    let may = (Access::Manager, Scope::Queue);
    vec![
        Route::get(PATH, Access::Dj, Scope::Queue, list).about("What plays next").gives::<Queue>(),
        Route::new(Verb::Post, PATH, may, Handler::Ask(add))
            .about("Put a track into the queue")
            .takes::<New>()
            .gives::<Number>(),
        Route::new(Verb::Patch, ENTRY, may, Handler::Ask(r#move))
            .about("Move something in the queue")
            .takes::<To>(),
        Route::new(Verb::Delete, ENTRY, may, Handler::Ask(remove)).about("Take something out of the queue"),
        Route::new(Verb::Post, "/api/v1/stations/{station}/skip", may, Handler::Ask(skip))
            .about("Fade out what plays, and go on with the next"),
    ]
}

/// Tracks to be played, the next one first.
#[derive(Serialize, ToSchema)]
struct Queue {
    entries: Vec<Entry>,
}

/// A track in the queue.
#[derive(Serialize, ToSchema)]
#[schema(as = QueueEntry)]
pub(crate) struct Entry {
    /// Its number in the queue.
    number: u64,
    /// The track's number in the library.
    track: String,
    /// Artist and title.
    title: String,
    /// Origin of the entry: `plan`, `person` or `request`.
    origin: &'static str,
    /// Reason that it was planned, or the person for whom it is played.
    why: Option<String>,
    /// Its type: `music`, `jingle`, `id`, `ad` or `talk`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// True for a jingle, a station ID or an ad, and for talk between two tracks.
    is_jingle: bool,
    /// The talk that it is, in place of a track.
    voice: Option<TalkOfEntry>,
}

/// A track for the queue.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = QueueNew)]
struct New {
    /// The track's number in the library.
    track: String,
    /// The place, 1 for the next one; without it, before what the station planned itself.
    place: Option<usize>,
}

/// Another place in the queue.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = QueuePlace)]
struct To {
    /// The place, 1 for the next one.
    place: usize,
}

/// The number that something got in the queue.
#[derive(Serialize, ToSchema)]
#[schema(as = QueueNumber)]
pub(crate) struct Number {
    pub(crate) number: u64,
}

fn list(call: &ApiRequest) -> Result<Reply, Error> {
    let entries = call.site.store.queue(call.station()?.slug())?.entries;
    Ok(Reply::json(&Queue { entries: Entry::all(entries) })?.tagged())
}

fn add(call: &ApiRequest) -> Result<Reply, Error> {
    let new: New = call.json()?;
    let slug = call.station()?.slug();
    let number = call.site.store.enqueue_track(slug, track(&new.track)?, place(new.place)?)?;
    Reply::created(&format!("/api/v1/stations/{slug}/queue/{number}"), &Number { number })
}

fn r#move(call: &ApiRequest) -> Result<Reply, Error> {
    let to: To = call.json()?;
    call.site.store.move_queued(call.station()?.slug(), number(call)?, place(Some(to.place))?)?;
    Ok(Reply::done())
}

fn remove(call: &ApiRequest) -> Result<Reply, Error> {
    call.site.store.dequeue(call.station()?.slug(), number(call)?)?;
    Ok(Reply::done())
}

fn skip(call: &ApiRequest) -> Result<Reply, Error> {
    call.station()?.skip();
    Ok(Reply::done())
}

fn number(call: &ApiRequest) -> Result<u64, Error> {
    parsed(call.part("number")?).map_err(|_| Error::UnknownPage)
}

fn place(given: Option<usize>) -> Result<Place, Error> {
    match given {
        Some(0) => Err(Error::bad_input("Places are counted from 1, the next one.")),
        Some(place) => Ok(Place::At(place)),
        None => Ok(Place::Asked),
    }
}

/// Returns when entries of the queue of the station in the address are expected to begin, in microseconds of its clock: as far as
/// `AutoDJ` plays, and what is before them has a length.
pub(super) fn expected_starts(call: &ApiRequest, entries: &[Queued]) -> Result<Vec<Option<u64>>, Error> {
    let now = call.station()?.broadcast().now_playing().filter(|now| now.source == SourceKind::Autodj);
    let mut at_us = now.and_then(|now| Some(now.time_us + now.duration_us?));
    let mut starts = Vec::with_capacity(entries.len());
    for entry in entries {
        starts.push(at_us);
        let length = match &entry.voice {
            Some(voice) => Some(Duration::from_secs(voice.next.saturating_sub(voice.overlap)) / SAMPLE_RATE),
            None => call.site.store.track(entry.track)?.and_then(|track| track.duration),
        };
        at_us = at_us.zip(length).map(|(at_us, length)| at_us + length.as_micros() as u64);
    }
    Ok(starts)
}

impl Entry {
    pub(crate) fn all(entries: Vec<Queued>) -> Vec<Self> {
        let mut voices: Vec<_> = (0..entries.len()).map(|at| TalkOfEntry::of(&entries, at)).collect();
        let voices = voices.iter_mut().map(Option::take);
        entries.into_iter().zip(voices).map(|(entry, voice)| Self::of(entry, voice)).collect()
    }

    fn of(entry: Queued, voice: Option<TalkOfEntry>) -> Self {
        Self {
            is_jingle: entry.is_break(),
            voice,
            number: entry.number,
            track: entry.track.0.to_string(),
            title: entry.title,
            origin: entry.origin.name(),
            why: entry.why,
            kind: entry.kind.name(),
        }
    }
}
