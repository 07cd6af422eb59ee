//! The page on which a transcript is searched.

use serde::{Deserialize, Serialize};

use super::api::{Spoken, search};
use crate::web::Error;
use crate::web::resources::schedule::forecast::zone_name;
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};

/// The most captions of a page.
const MOST: usize = 200;

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/admin/stations/{station}/transcript", Access::Dj, Scope::Pages, transcript)]
}

/// Query of the page.
#[derive(Deserialize)]
struct Wanted {
    #[serde(default)]
    q: String,
}

/// Variables of `dashboard/transcript.html`.
#[derive(Serialize)]
struct TranscriptPage {
    q: String,
    found: Vec<Spoken>,
    has_more: bool,
    /// The recogniser's state, as in the health of the station.
    state: &'static str,
    is_public: bool,
    /// Days for which it is kept; 0 for good.
    days: u32,
    zone: String,
}

fn transcript(call: &ApiRequest) -> Result<Reply, Error> {
    let Wanted { q } = call.query()?;
    let station = call.station()?;
    let (zone, _) = call.site.store.calendar(station.slug())?;
    let settings = call.site.store.station(station.slug())?.settings;
    let mut found = search(&call.site.store, station.slug(), &q, &(0..u64::MAX), MOST + 1)?;
    let has_more = found.len() > MOST;
    found.truncate(MOST);
    let page = TranscriptPage {
        q,
        found: found.into_iter().map(Spoken::of).collect(),
        has_more,
        state: station.broadcast().captions().status().state.name(),
        is_public: settings.transcript == crate::model::TranscriptAccess::Public,
        days: settings.transcript_days,
        zone: zone_name(&zone, &call.words()?),
    };
    call.page("dashboard/transcript.html", &page)
}
