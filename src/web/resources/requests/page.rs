//! The page of listeners' requests.

use serde::Serialize;

use super::api::{Asked, Entry, Limits};
use crate::model::Requests;
use crate::web::Error;
use crate::web::resources::schedule::forecast::zone_name;
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};

/// The most past requests that are shown.
const MOST_SHOWN: usize = 200;

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/admin/stations/{station}/requests", Access::Dj, Scope::Pages, page)]
}

/// Variables of `dashboard/requests.html`.
#[derive(Serialize)]
struct RequestsPage {
    is_on: bool,
    limits: Limits,
    waiting: Vec<Entry>,
    lately: Vec<Asked>,
    refused: usize,
    zone: String,
}

fn page(call: &ApiRequest) -> Result<Reply, Error> {
    let (slug, store) = (call.station()?.slug(), &call.site.store);
    let lately = Asked::lately(call, MOST_SHOWN)?;
    let page = RequestsPage {
        is_on: store.station(slug)?.settings.requests == Requests::On,
        limits: Limits::of(call)?,
        waiting: Entry::waiting(call)?,
        refused: lately.iter().filter(|asked| asked.refusal.is_some()).count(),
        lately,
        zone: zone_name(&store.calendar(slug)?.0, &call.words()?),
    };
    call.page("dashboard/requests.html", &page)
}
