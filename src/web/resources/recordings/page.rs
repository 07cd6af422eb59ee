//! The dashboard's page of recordings.

use serde::Serialize;

use super::api::{RecordingDetails, all};
use super::feed::address_of;
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
    /// The shows of the schedule, to choose from.
    shows: Vec<String>,
    /// Feeds of shows that something is published of.
    published_shows: Vec<ShowFeed>,
    /// The mode of the archive.
    archive: &'static str,
    /// Size of the archive in bytes.
    bytes: u64,
    trouble: Option<String>,
    /// Whether whoever looks may change them.
    is_run: bool,
}

/// The feed of a show.
#[derive(Serialize)]
struct ShowFeed {
    show: String,
    /// Its address on this server.
    path: String,
}

fn page(call: &ApiRequest) -> Result<Reply, Error> {
    let station = call.station()?;
    let store = &call.site.store;
    let published = store.published_shows(station.slug())?.into_iter();
    let feed = |show: String| ShowFeed { path: address_of("", station.slug(), Some(&show)), show };
    let archive = call.site.archives.get(station.slug());
    let page = RecordingsPage {
        recordings: all(call)?,
        shows: store.shows(station.slug())?.into_iter().map(|show| show.name).collect(),
        published_shows: published.map(feed).collect(),
        archive: station.settings().archive.mode.name(),
        bytes: archive.as_ref().map_or(0, StationArchive::bytes),
        trouble: archive.and_then(|archive| archive.trouble()).or_else(|| call.site.archives.disk_trouble()),
        is_run: call.person()?.runs(station.slug()),
    };
    call.page("dashboard/recordings.html", &page)
}
