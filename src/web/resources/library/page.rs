//! The library: what music there is, what comes in, what is there twice, and what cannot be played.

use serde::Serialize;
use serde_json::json;

use crate::library::{FileProblem, MEASURED_BY};
use crate::store::Duplicate;
use crate::web::Error;
use crate::web::resources::cut;
use crate::web::resources::library::api::{Search, Track};
use crate::web::resources::library::tracks::RemovedFiles;
use crate::web::resources::library::uploads::{self, Upload, sends_for_all};
use crate::web::resources::server_settings::UnwrittenTrack;
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};

/// Tracks on a page.
const PAGE: usize = 50;
/// Files that cannot be played, and groups of duplicates, that are shown.
const MOST_SHOWN: usize = 200;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/library", Access::Person, Scope::Pages, library),
        Route::get("/admin/library/duplicates", Access::Person, Scope::Pages, duplicates),
        Route::get("/admin/library/broken", Access::Person, Scope::Pages, broken),
        Route::get("/admin/library/tags", Access::Librarian, Scope::Pages, tags),
        Route::get("/admin/library/removed", Access::Librarian, Scope::Pages, removed),
    ]
}

/// Variables of `dashboard/library.html`.
#[derive(Serialize)]
struct LibraryPage {
    tracks: Vec<Track>,
    /// Tracks that fit the query, and all tracks.
    count: u64,
    total: u64,
    measured: u64,
    to_read: u64,
    is_filtered: bool,
    genres: Vec<String>,
    asked: Search,
    /// The addresses of the next part and of the first.
    next: Option<String>,
    first: Option<String>,
    uploads: Vec<Upload>,
    /// Stations that have a folder of their own, to which something can be sent.
    folders: Vec<Folder>,
    /// Set if the user may upload music for all stations.
    for_all: bool,
    may_change: bool,
}

/// A station with a folder of its own.
#[derive(Serialize)]
struct Folder {
    slug: String,
    name: String,
}

fn library(call: &ApiRequest) -> Result<Reply, Error> {
    let asked: Search = call.query()?;
    let store = &call.site.store;
    let query = asked.query(call.now())?;
    let mut tracks = store.find_tracks(&query, asked.after()?, PAGE + 1)?;
    let next = cut(&mut tracks, PAGE, |last| last.id.0.to_string());
    let counts = store.counts(MEASURED_BY)?;
    let is_filtered = asked.is_narrow();
    let may_change = call.person()?.runs_any();
    let progress = call.intake()?.library().progress();
    let page = LibraryPage {
        tracks: tracks.into_iter().map(Track::of).collect(),
        count: if is_filtered { store.count_tracks(&query)? } else { counts.tracks },
        total: counts.tracks,
        measured: counts.measured,
        to_read: progress.to_read.saturating_sub(progress.read),
        is_filtered,
        genres: store.genres()?,
        next: next.map(|next| asked.address(&next)),
        first: (!asked.cursor.is_empty()).then(|| asked.address("")),
        uploads: if may_change { uploads::seen(call)? } else { Vec::new() },
        folders: folders(call)?,
        for_all: sends_for_all(call)?,
        may_change,
        asked,
    };
    call.page("dashboard/library.html", &page)
}

/// The stations that the person runs and that have a folder of their own.
fn folders(call: &ApiRequest) -> Result<Vec<Folder>, Error> {
    let (person, stations) = (call.person()?, call.site.store.stations()?);
    let own = stations.into_iter().filter(|station| station.folder.is_some() && person.runs(&station.slug));
    Ok(own.map(|station| Folder { slug: station.slug, name: station.name }).collect())
}

/// Variables of `dashboard/duplicates.html`.
#[derive(Serialize)]
struct DuplicatesPage {
    groups: Vec<Group>,
    may_change: bool,
}

/// Files that are the same.
#[derive(Serialize)]
struct Group {
    /// Set if their sound is the same to the last bit, not only their name.
    is_same_sound: bool,
    tracks: Vec<Track>,
    paths: Vec<String>,
}

fn duplicates(call: &ApiRequest) -> Result<Reply, Error> {
    let store = &call.site.store;
    let mut groups = Vec::new();
    for found in store.duplicates(MOST_SHOWN)? {
        let (tracks, paths) = match found {
            Duplicate::Name(tracks) => (tracks, Vec::new()),
            Duplicate::Sound(id, paths) => (store.track(id)?.into_iter().collect(), paths),
        };
        let tracks: Vec<_> = tracks.into_iter().map(Track::of).collect();
        if tracks.is_empty() {
            continue;
        }
        groups.push(Group {
            is_same_sound: !paths.is_empty(),
            paths: paths.iter().map(|path| path.to_string_lossy().into_owned()).collect(),
            tracks,
        });
    }
    call.page("dashboard/duplicates.html", &DuplicatesPage { groups, may_change: call.person()?.runs_any() })
}

fn broken(call: &ApiRequest) -> Result<Reply, Error> {
    let problems = call.intake()?.library().troubles();
    let file = |problem: &FileProblem| (problem.path.display().to_string(), problem.reason.clone());
    let files: Vec<_> = problems.iter().take(MOST_SHOWN).map(file).collect();
    call.page("dashboard/broken.html", &json!({ "files": files, "count": problems.len() }))
}

fn tags(call: &ApiRequest) -> Result<Reply, Error> {
    let store = &call.site.store;
    let (are_written, unwritten) = (store.tags_in_files()?, UnwrittenTrack::all(store)?);
    call.page("dashboard/tags.html", &json!({ "are_written": are_written, "unwritten": unwritten }))
}

fn removed(call: &ApiRequest) -> Result<Reply, Error> {
    call.page("dashboard/removed.html", &RemovedFiles::of(call)?)
}
