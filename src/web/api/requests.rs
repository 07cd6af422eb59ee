//! What listeners ask for. Whether they may is one of the station's settings.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::queue::Number;
use super::track;
use crate::model::{Origin, Queued, household};
use crate::store::Request;
use crate::web::Error;
use crate::web::table::{Area, Call, Does, May, Reply, Route, Verb};

const PATH: &str = "/api/v1/stations/{station}/requests";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(PATH, May::Dj, Area::Requests, list)
            .about("What listeners asked for and has yet to be heard")
            .gives::<Requests>(),
        Route::new(Verb::Post, PATH, (May::Everybody, Area::Requests), Does::Ask(submit))
            .about("Ask for a track, as a listener: three an hour for each address, twelve for all")
            .takes::<New>()
            .gives::<Number>(),
    ]
}

/// What is to be played because listeners asked for it, the next one first.
#[derive(Serialize, ToSchema)]
struct Requests {
    requests: Vec<Entry>,
}

/// A track that was asked for.
#[derive(Serialize, ToSchema)]
#[schema(as = RequestEntry)]
struct Entry {
    /// Its number in the queue.
    number: u64,
    /// The track's number in the library.
    track: String,
    /// Artist and title.
    title: String,
}

/// What a listener asks for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RequestNew)]
struct New {
    /// The track's number in the library.
    track: String,
}

fn list(call: &Call) -> Result<Reply, Error> {
    let queue = call.site.store.queue(call.station()?.slug())?.entries.into_iter();
    let requests = queue.filter(|entry| entry.origin == Origin::Request).map(Entry::of).collect();
    Ok(Reply::json(&Requests { requests })?.tagged())
}

fn submit(call: &Call) -> Result<Reply, Error> {
    let new: New = call.json()?;
    let (slug, store) = (call.station()?.slug(), &call.site.store);
    let person = household(call.address()).to_string();
    let request = Request { track: track(&new.track)?, person: &person, at_us: call.now_us() };
    let (_, apart) = store.rules(slug)?;
    let number = store.request(slug, &request, &apart)?.map_err(|no| Error::Conflict(no.to_string()))?;
    Reply::json(&Number { number })
}

impl Entry {
    fn of(entry: Queued) -> Self {
        Self { number: entry.number, track: entry.track.0.to_string(), title: entry.title }
    }
}
