//! The recordings of a station.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::episodes::archive;
use super::files::picture_extension;
use crate::model::{self, RecordingState};
use crate::web::Error;
use crate::web::router::{Access, ApiRequest, Handler, Reply, Route, Scope, Verb};

pub(super) const ALL: &str = "/api/v1/stations/{station}/recordings";
const ONE: &str = "/api/v1/stations/{station}/recordings/{id}";

pub(crate) fn routes() -> Vec<Route> {
    let may = (Access::Manager, Scope::Log);
    vec![
        Route::get(ALL, Access::Dj, Scope::Log, list)
            .about("The recordings of a station, the newest first; to a DJ, those of their own")
            .gives::<RecordingList>(),
        Route::get(ONE, Access::Dj, Scope::Log, one).about("A recording").gives::<RecordingDetails>(),
        Route::new(Verb::Patch, ONE, may, Handler::Ask(change))
            .about("Rename, describe, publish or hide a recording")
            .takes::<RecordingChanges>()
            .gives::<RecordingDetails>(),
        Route::new(Verb::Delete, ONE, may, Handler::Ask(remove)).about("Delete a recording and its files"),
    ]
}

/// The recordings of a station, the newest first.
#[derive(Serialize, ToSchema)]
struct RecordingList {
    recordings: Vec<RecordingDetails>,
}

/// A recording.
#[derive(Serialize, ToSchema)]
#[schema(as = Recording)]
pub(crate) struct RecordingDetails {
    pub(super) id: i64,
    /// `show`, `live`, or `upload` for a file that was made elsewhere.
    pub(super) kind: &'static str,
    pub(super) title: String,
    /// The show that it is of.
    pub(super) show: Option<String>,
    pub(super) description: String,
    /// The DJ, of a set; the account that sent a file.
    pub(super) dj: Option<String>,
    /// Start, in microseconds since 1970.
    pub(super) from_us: u64,
    /// End, in microseconds since 1970.
    pub(super) to_us: u64,
    /// Duration of what was kept, in seconds.
    pub(super) duration_seconds: f64,
    /// Whether it can be heard.
    pub(super) is_ready: bool,
    /// Whether its file is gone from the disk: the feed leaves it out.
    pub(super) is_missing: bool,
    /// `open` while it is being recorded, `receiving` or `transcoding` before a file that was made elsewhere can be heard,
    /// `refused`, or `ready`.
    pub(super) state: &'static str,
    /// Reason that a file was refused.
    pub(super) reason: Option<String>,
    /// Seconds that were trimmed off its beginning.
    pub(super) trimmed_seconds: f64,
    /// The address of its picture on this server.
    pub(super) picture: Option<String>,
    /// Whether everybody can hear it.
    pub(super) is_published: bool,
    /// When it was published, in seconds since 1970.
    pub(super) published_at: Option<i64>,
    /// The Ogg Opus file.
    pub(super) opus: Option<RecordingFile>,
    /// The MP3 file, which is made after the other one.
    pub(super) mp3: Option<RecordingFile>,
}

/// A file of a recording.
#[derive(Serialize, ToSchema)]
pub(crate) struct RecordingFile {
    /// Its address on this server.
    pub(super) path: String,
    /// Its length in bytes.
    pub(super) bytes: u64,
}

/// Changes to a recording; omitted fields stay the same.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RecordingChanges {
    title: Option<String>,
    description: Option<String>,
    /// The show that it is of; empty for none.
    show: Option<String>,
    /// True publishes it, false hides it.
    is_published: Option<bool>,
}

impl RecordingDetails {
    fn of(recording: model::Recording) -> Self {
        let model::NewRecording { station, kind, title, show, dj, from_us, .. } = recording.what.clone();
        let picture = recording.picture.as_deref().and_then(picture_extension);
        let picture = picture.map(|extension| format!("/{station}/archive/{}.{extension}", recording.id));
        let reason = match &recording.state {
            RecordingState::Refused(reason) => Some(reason.clone()),
            _ => None,
        };
        let file = |extension: &str, bytes: u64| {
            let path = format!("/{station}/archive/{}.{extension}", recording.id);
            (recording.is_ready() && bytes > 0).then_some(RecordingFile { path, bytes })
        };
        let is_ready = recording.is_ready();
        Self {
            opus: file("opus", recording.opus_bytes),
            mp3: file("mp3", recording.mp3_bytes),
            id: recording.id,
            kind: kind.name(),
            title,
            show,
            state: recording.state.name(),
            reason,
            trimmed_seconds: recording.trimmed_us as f64 / 1e6,
            picture,
            description: recording.description,
            dj,
            from_us,
            to_us: recording.to_us,
            duration_seconds: recording.duration_us as f64 / 1e6,
            is_ready,
            is_missing: false,
            is_published: recording.published_at.is_some(),
            published_at: recording.published_at,
        }
    }
}

fn list(call: &ApiRequest) -> Result<Reply, Error> {
    Ok(Reply::json(&RecordingList { recordings: all(call)? })?.tagged())
}

/// All recordings of the station in the address; to a DJ, those of their own.
pub(super) fn all(call: &ApiRequest) -> Result<Vec<RecordingDetails>, Error> {
    let (slug, store, person) = (call.station()?.slug(), &call.site.store, call.person()?);
    let recordings = if person.runs(slug) {
        store.recordings(slug)?
    } else {
        store.recordings_of_dj(slug, &person.name, None, call.site.clock.ahead_us())?
    };
    Ok(recordings.into_iter().map(|recording| details(call, recording)).collect())
}

/// Returns what is told of a recording.
pub(super) fn details(call: &ApiRequest, recording: model::Recording) -> RecordingDetails {
    let archive = call.site.archives.get(&recording.what.station);
    let is_missing = archive.is_some_and(|archive| archive.is_missing(recording.id));
    RecordingDetails { is_missing, ..RecordingDetails::of(recording) }
}

pub(super) fn known(call: &ApiRequest) -> Result<model::Recording, Error> {
    let id = call.part("id")?.parse().map_err(|_| Error::not_found(UNKNOWN))?;
    let (slug, store, person) = (call.station()?.slug(), &call.site.store, call.person()?);
    let known = if person.runs(slug) {
        store.recording(slug, id)?
    } else {
        store.recordings_of_dj(slug, &person.name, Some(id), call.site.clock.ahead_us())?.pop()
    };
    known.ok_or(Error::not_found(UNKNOWN))
}

const UNKNOWN: &str = "There is no such recording.";

fn one(call: &ApiRequest) -> Result<Reply, Error> {
    Ok(Reply::json(&details(call, known(call)?))?.tagged())
}

fn change(call: &ApiRequest) -> Result<Reply, Error> {
    let changes: RecordingChanges = call.json()?;
    let now = (call.site.clock.wall_us() / 1_000_000) as i64;
    let recording = call.in_transaction(|call| {
        let mut recording = known(call)?;
        call.check_version(Some(&details(call, recording.clone())))?;
        recording.what.title = changes.title.unwrap_or(recording.what.title);
        recording.description = changes.description.map_or(recording.description, |text| plain_text(&text));
        if let Some(show) = changes.show {
            recording.what.show = Some(show.trim().to_owned()).filter(|show| !show.is_empty());
        }
        match changes.is_published {
            Some(true) if !recording.is_ready() => {
                return Err(Error::conflict(
                    "It is still being recorded, and can be published after its end.",
                ));
            }
            Some(true) => recording.published_at = recording.published_at.or(Some(now)),
            Some(false) => recording.published_at = None,
            None => {}
        }
        call.site.store.change_recording(&recording)?;
        known(call)
    })?;
    Ok(Reply::json(&details(call, recording))?.tagged())
}

/// Returns a text with the line ends and the spaces that are kept: a form sends others, and people paste tabs.
pub(super) fn plain_text(text: &str) -> String {
    text.replace("\r\n", "\n").replace(['\r', '\t'], " ")
}

fn remove(call: &ApiRequest) -> Result<Reply, Error> {
    let recording = known(call)?;
    if recording.state == RecordingState::Open {
        return Err(Error::conflict("It is still being recorded, and can be deleted after its end."));
    }
    // While its files cannot be deleted, it stays.
    let archive = archive(call)?;
    call.site.store.remove_recording(archive.slug(), recording.id)?;
    archive.remove_recording(recording.id).map_err(|error| Error::Broken(error.to_string()))?;
    Ok(Reply::done())
}
