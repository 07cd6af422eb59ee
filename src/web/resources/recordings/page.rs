//! The dashboard's page of recordings.

use serde::Serialize;

use super::api::{RecordingDetails, all};
use crate::recording::StationArchive;
use crate::web::Error;
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/admin/stations/{station}/recordings", Access::Dj, Scope::Pages, page)]
}

/// Variables of `dashboard/recordings.html`.
#[derive(Serialize)]
struct RecordingsPage {
    recordings: Vec<RecordingDetails>,
    /// The mode of the archive.
    archive: &'static str,
    /// Size of the archive in bytes.
    bytes: u64,
    trouble: Option<String>,
    /// Whether whoever looks may change them.
    is_run: bool,
}

fn page(call: &ApiRequest) -> Result<Reply, Error> {
    let station = call.station()?;
    let archive = call.site.archives.get(station.slug());
    let page = RecordingsPage {
        recordings: all(call)?,
        archive: station.settings().archive.mode.name(),
        bytes: archive.as_ref().map_or(0, StationArchive::bytes),
        trouble: archive.and_then(|archive| archive.trouble()),
        is_run: call.person()?.runs(station.slug()),
    };
    call.page("dashboard/recordings.html", &page)
}
