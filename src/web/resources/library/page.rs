//! The library: what music there is, what comes in, what is there twice, and what cannot be played.

use std::time::Duration;

use serde::Serialize;

use crate::library::MEASURED_BY;
use crate::model::Listed;
use crate::store::Duplicate;
use crate::web::Error;
use crate::web::resources::library::api::Search;
use crate::web::resources::library::uploads::{self, Upload, sends_for_all};
use crate::web::resources::server_settings::UnwrittenTrack;
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};

/// Tracks on a page.
const PAGE: usize = 50;
/// Files that cannot be played, and groups of duplicates, that are shown.
const MOST_SHOWN: usize = 200;

pub(in crate::web) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/library", Access::Person, Scope::Pages, library),
        Route::get("/admin/library/duplicates", Access::Person, Scope::Pages, duplicates),
        Route::get("/admin/library/broken", Access::Person, Scope::Pages, broken),
        Route::get("/admin/library/tags", Access::Librarian, Scope::Pages, tags),
        Route::get("/admin/library/removed", Access::Librarian, Scope::Pages, removed),
    ]
}

/// What `dashboard/library.html` is told.
#[derive(Serialize)]
struct LibraryPage {
    tracks: Vec<TrackLine>,
    /// How many fit, and how many there are.
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
    uploads: Vec<UploadLine>,
    /// Stations that have a folder of their own, to which something can be sent.
    folders: Vec<Folder>,
    /// Whether they may send music that no station has for itself.
    for_all: bool,
    may_change: bool,
}

/// A station with a folder of its own.
#[derive(Serialize)]
struct Folder {
    slug: String,
    name: String,
}

/// A track in a list.
#[derive(Serialize)]
pub(in crate::web) struct TrackLine {
    pub(in crate::web) id: String,
    pub(in crate::web) title: String,
    pub(in crate::web) artist: Option<String>,
    pub(in crate::web) album: Option<String>,
    pub(in crate::web) genre: Option<String>,
    pub(in crate::web) year: Option<u16>,
    pub(in crate::web) length: String,
    pub(in crate::web) path: String,
    pub(in crate::web) is_measured: bool,
}

#[derive(Serialize)]
struct UploadLine {
    #[serde(flatten)]
    upload: Upload,
    percent: u64,
    size_text: String,
}

fn library(call: &ApiRequest) -> Result<Reply, Error> {
    let asked: Search = call.query()?;
    let store = &call.site.store;
    let query = asked.query(call.now())?;
    let mut tracks = store.find_tracks(&query, asked.after()?, PAGE + 1)?;
    let has_more = tracks.len() > PAGE;
    tracks.truncate(PAGE);
    let next = tracks.last().filter(|_| has_more).map(|last| last.id.0.to_string());
    let counts = store.counts(MEASURED_BY)?;
    let is_filtered = asked.is_narrow();
    let may_change = call.person()?.runs_any();
    let progress = call.intake()?.library().progress();
    let page = LibraryPage {
        tracks: tracks.into_iter().map(TrackLine::of).collect(),
        count: if is_filtered { store.count_tracks(&query)? } else { counts.tracks },
        total: counts.tracks,
        measured: counts.measured,
        to_read: progress.to_read.saturating_sub(progress.read),
        is_filtered,
        genres: store.genres()?,
        next: next.map(|next| asked.address(&next)),
        first: (!asked.cursor.is_empty()).then(|| asked.address("")),
        uploads: if may_change {
            uploads::seen(call)?.into_iter().map(UploadLine::of).collect()
        } else {
            Vec::new()
        },
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

/// What `dashboard/duplicates.html` is told.
#[derive(Serialize)]
struct DuplicatesPage {
    groups: Vec<Group>,
    may_change: bool,
}

/// Files that are the same.
#[derive(Serialize)]
struct Group {
    /// Whether their sound is the same to the last bit, and not only their name.
    is_same_sound: bool,
    title: String,
    tracks: Vec<TrackLine>,
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
        let tracks: Vec<_> = tracks.into_iter().map(TrackLine::of).collect();
        let Some(first) = tracks.first() else { continue };
        groups.push(Group {
            is_same_sound: !paths.is_empty(),
            title: first.name(),
            paths: paths.iter().map(|path| path.to_string_lossy().into_owned()).collect(),
            tracks,
        });
    }
    call.page("dashboard/duplicates.html", &DuplicatesPage { groups, may_change: call.person()?.runs_any() })
}

/// What `dashboard/broken.html` is told.
#[derive(Serialize)]
struct BrokenPage {
    files: Vec<BrokenFile>,
    count: usize,
}

#[derive(Serialize)]
struct BrokenFile {
    path: String,
    reason: String,
}

fn broken(call: &ApiRequest) -> Result<Reply, Error> {
    let troubles = call.intake()?.library().troubles();
    let file = |trouble: &crate::library::FileProblem| BrokenFile {
        path: trouble.path.to_string_lossy().into_owned(),
        reason: trouble.reason.clone(),
    };
    let files = troubles.iter().take(MOST_SHOWN).map(file).collect();
    call.page("dashboard/broken.html", &BrokenPage { files, count: troubles.len() })
}

/// What `dashboard/tags.html` is told.
#[derive(Serialize)]
struct TagsPage {
    are_written: bool,
    unwritten: Vec<UnwrittenTrack>,
}

fn tags(call: &ApiRequest) -> Result<Reply, Error> {
    let store = &call.site.store;
    let page = TagsPage { are_written: store.tags_in_files()?, unwritten: UnwrittenTrack::all(store)? };
    call.page("dashboard/tags.html", &page)
}

/// What `dashboard/removed.html` is told.
#[derive(Serialize)]
struct RemovedPage {
    files: Vec<RemovedFile>,
}

#[derive(Serialize)]
struct RemovedFile {
    number: u64,
    path: String,
    title: String,
    by: String,
    at: String,
}

fn removed(call: &ApiRequest) -> Result<Reply, Error> {
    let files = call.intake()?.taken_out()?.into_iter().map(|file| RemovedFile {
        number: file.number,
        path: file.path.to_string_lossy().into_owned(),
        title: file.title,
        by: file.by,
        at: day(file.at),
    });
    call.page("dashboard/removed.html", &RemovedPage { files: files.collect() })
}

impl TrackLine {
    pub(in crate::web) fn of(track: Listed) -> Self {
        Self {
            id: track.id.0.to_string(),
            title: track.title,
            artist: track.artist,
            album: track.album,
            genre: track.genre,
            year: track.year,
            length: track.duration.map(clock).unwrap_or_default(),
            path: track.path.to_string_lossy().into_owned(),
            is_measured: track.analysis.is_some(),
        }
    }

    fn name(&self) -> String {
        match &self.artist {
            Some(artist) => format!("{artist} – {}", self.title),
            None => self.title.clone(),
        }
    }
}

impl UploadLine {
    fn of(upload: Upload) -> Self {
        let percent = upload.offset * 100 / upload.size.max(1);
        let size_text = format!("{:.1} MB", upload.size as f64 / 1e6);
        Self { upload, percent, size_text }
    }
}

/// Minutes and seconds, and hours where there are any.
pub(in crate::web) fn clock(length: Duration) -> String {
    let seconds = (length.as_secs_f64()).round() as u64;
    match seconds / 3_600 {
        0 => format!("{}:{:02}", seconds / 60, seconds % 60),
        hours => format!("{hours}:{:02}:{:02}", seconds / 60 % 60, seconds % 60),
    }
}

/// A day, of seconds since 1970.
pub(in crate::web) fn day(at: i64) -> String {
    jiff::Timestamp::from_second(at).map(|at| at.strftime("%F").to_string()).unwrap_or_default()
}
