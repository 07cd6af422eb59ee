//! The page of what listeners ask for.

use serde::Serialize;

use crate::model::{Origin, Requests};
use crate::store::{RequestHistory, RequestRefusal};
use crate::web::Error;
use crate::web::resources::schedule::forecast::clock;
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};

/// So much of what was asked for is shown.
const MOST_SHOWN: usize = 200;

pub(in crate::web) fn routes() -> Vec<Route> {
    vec![Route::get("/admin/stations/{station}/requests", Access::Dj, Scope::Pages, page)]
}

/// What `dashboard/requests.html` is told.
#[derive(Serialize)]
struct RequestsPage {
    is_on: bool,
    of_a_person: u32,
    of_all: u32,
    /// What has yet to be heard, with its number in the queue.
    waiting: Vec<(u64, String)>,
    lately: Vec<Line>,
    refused: usize,
}

#[derive(Serialize)]
struct Line {
    at: String,
    title: String,
    is_refused: bool,
    became: &'static str,
}

fn page(call: &ApiRequest) -> Result<Reply, Error> {
    let (slug, store) = (call.station()?.slug(), &call.site.store);
    let (zone, _) = store.calendar(slug)?;
    let known = store.stations()?.into_iter().find(|known| known.slug == slug);
    let limits = store.request_limits(slug)?;
    let waiting = store.queue(slug)?.entries.into_iter().filter(|entry| entry.origin == Origin::Request);
    let asked = store.asked(slug, MOST_SHOWN)?;
    let line = |asked: &RequestHistory| Line {
        at: clock(asked.at_us, &zone).strftime("%a %-d %b, %H:%M").to_string(),
        title: asked.title.clone(),
        is_refused: asked.refusal.is_some(),
        became: asked.refusal.map_or("Into the queue", words),
    };
    let page = RequestsPage {
        is_on: known.is_some_and(|known| known.settings.requests == Requests::On),
        of_a_person: limits.of_a_person,
        of_all: limits.of_all,
        waiting: waiting.map(|entry| (entry.number, entry.title)).collect(),
        lately: asked.iter().map(line).collect(),
        refused: asked.iter().filter(|asked| asked.refusal.is_some()).count(),
    };
    call.page("dashboard/requests.html", &page)
}

/// Why something was refused, for who runs the station.
fn words(refusal: RequestRefusal) -> &'static str {
    match refusal {
        RequestRefusal::Off => "Refused: requests were off",
        RequestRefusal::NotThere => "Refused: the track was not there",
        RequestRefusal::Queued => "Refused: it, or something of the same artist, was to be played anyway",
        RequestRefusal::HeardLately => "Refused: it, or something like it, was heard a short while before",
        RequestRefusal::TooManyOfYours => "Refused: this person had asked for as much as one may in an hour",
        RequestRefusal::TooMany => "Refused: all together had asked for as much as they may in an hour",
    }
}
