//! The library: what music there is, what comes in, what is there twice, and what cannot be played.

use serde::Serialize;
use serde_json::json;

use crate::library::{FileProblem, MEASURED_BY};
use crate::model::Contents;
use crate::store::Duplicate;
use crate::web::Error;
use crate::web::languages::Words;
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
    columns: Vec<Column>,
    /// Playlists to which tracks can be added.
    playlists: Vec<PlaylistChoice>,
}

/// A column of the list.
#[derive(Serialize)]
struct Column {
    label: String,
    /// The address of the list sorted by it, if it can be.
    href: Option<String>,
    /// `ascending` or `descending`, if the list is sorted by it.
    sorted: Option<&'static str>,
}

/// A playlist by hand.
#[derive(Serialize)]
pub(super) struct PlaylistChoice {
    /// The station and the playlist's name, such as `main/Gold`.
    value: String,
    label: String,
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
    let found = store.find_tracks(&query, &asked.page(PAGE)?)?;
    let counts = store.counts(MEASURED_BY)?;
    let is_filtered = asked.is_narrow();
    let may_change = call.person()?.runs_any();
    let progress = call.intake()?.library().progress();
    let page = LibraryPage {
        tracks: found.tracks.into_iter().map(Track::found).collect(),
        count: if is_filtered { store.count_tracks(&query)? } else { counts.tracks },
        total: counts.tracks,
        measured: counts.measured,
        to_read: progress.to_read.saturating_sub(progress.read),
        is_filtered,
        genres: store.genres()?,
        next: found.next.map(|next| asked.address(&next)),
        first: (!asked.cursor.is_empty()).then(|| asked.address("")),
        uploads: if may_change { uploads::seen(call)? } else { Vec::new() },
        folders: folders(call)?,
        for_all: sends_for_all(call)?,
        may_change,
        columns: columns(&asked, &call.words()?),
        playlists: if may_change { playlists(call)? } else { Vec::new() },
        asked,
    };
    call.page("dashboard/library.html", &page)
}

/// The columns of the list, with the orders that their heads lead to.
fn columns(asked: &Search, words: &Words) -> Vec<Column> {
    // With true for those that the list can be sorted by.
    let columns = [
        ("title", true),
        ("artist", true),
        ("album", true),
        ("genre", false),
        ("year", false),
        ("length", true),
        ("added", true),
        ("last-played", true),
        ("plays", true),
    ];
    let is_reversed = asked.order == "desc";
    // Without words, the best matches first is by artist.
    let sort = if asked.sort.is_empty() && asked.q.is_empty() { "artist" } else { &*asked.sort };
    let column = |(name, may_sort): (&str, bool)| {
        let is_sorted = may_sort && sort == name;
        let order = if is_sorted && !is_reversed { "desc" } else { "" };
        Column {
            label: words.say("library-column", &[("column", name.into())]),
            href: may_sort.then(|| asked.address_by(name, order, "")),
            sorted: is_sorted.then_some(if is_reversed { "descending" } else { "ascending" }),
        }
    };
    columns.into_iter().map(column).collect()
}

/// The playlists by hand of the stations that the person runs.
fn playlists(call: &ApiRequest) -> Result<Vec<PlaylistChoice>, Error> {
    let person = call.person()?;
    let mut choices = Vec::new();
    for station in call.site.stations.all().filter(|station| person.runs(station.slug())) {
        let slug = station.slug();
        let lists = call.site.store.playlists(slug)?.into_iter();
        let fixed = lists.filter(|list| matches!(list.contents, Contents::Fixed(_)));
        choices.extend(fixed.map(|list| PlaylistChoice {
            value: format!("{slug}/{}", list.name),
            label: format!("{} ({})", list.name, station.broadcast().name()),
        }));
    }
    Ok(choices)
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
