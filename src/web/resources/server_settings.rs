//! Settings of all stations.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::store::{self, Store};
use crate::web::Error;
use crate::web::router::{Access, ApiRequest, Handler, Reply, Route, Scope, Verb};

const PATH: &str = "/api/v1/settings";

pub(crate) fn routes() -> Vec<Route> {
    let may = (Access::Admin, Scope::Library);
    vec![
        Route::get(PATH, may.0, may.1, read).about("What holds for all stations").gives::<ServerSettings>(),
        Route::new(Verb::Patch, PATH, may, Handler::Ask(change))
            .about("Have something else hold for all stations, from now on")
            .takes::<Changes>()
            .gives::<ServerSettings>(),
        Route::get("/api/v1/unwritten", Access::Librarian, Scope::Library, unwritten)
            .about("What people say of tracks and could not be written into their files, at most 200")
            .gives::<Unwritten>(),
    ]
}

/// Settings that apply to all stations.
#[derive(Serialize, ToSchema)]
struct ServerSettings {
    /// Setting for writing user-edited metadata into the files: `on` or `off`.
    tags_in_files: &'static str,
}

/// Changes to the server's settings; omitted fields stay the same.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ServerSettingsChanges)]
struct Changes {
    /// `on` writes what was said before, too.
    tags_in_files: Option<String>,
}

/// Metadata that could not be written into files.
#[derive(Serialize, ToSchema)]
#[schema(as = UnwrittenTags)]
struct Unwritten {
    tracks: Vec<UnwrittenTrack>,
}

/// A track whose file does not say what people say of it.
#[derive(Serialize, ToSchema)]
pub(crate) struct UnwrittenTrack {
    /// Its number in the library.
    pub(crate) track: String,
    pub(crate) title: String,
    /// One of its files, below the folder of music.
    pub(crate) path: String,
    /// The reason for the failure.
    pub(crate) reason: String,
}

fn read(call: &ApiRequest) -> Result<Reply, Error> {
    Ok(Reply::json(&ServerSettings::of(&call.site.store)?)?.tagged())
}

fn change(call: &ApiRequest) -> Result<Reply, Error> {
    let changes: Changes = call.json()?;
    call.site.store.exclusively(|store| {
        call.check_version(Some(&ServerSettings::of(store)?))?;
        match changes.tags_in_files.as_deref() {
            None => {}
            Some("on") => store.set_tags_in_files(true)?,
            Some("off") => store.set_tags_in_files(false)?,
            Some(_) => return Err(Error::bad_input("tags_in_files has to be on or off.")),
        }
        Ok(Reply::json(&ServerSettings::of(store)?)?.tagged())
    })
}

fn unwritten(call: &ApiRequest) -> Result<Reply, Error> {
    Ok(Reply::json(&Unwritten { tracks: UnwrittenTrack::all(&call.site.store)? })?.tagged())
}

impl UnwrittenTrack {
    pub(crate) fn all(store: &Store) -> Result<Vec<Self>, Error> {
        let of = |one: store::PendingTagWrite| Self {
            track: one.track.0.to_string(),
            title: one.title,
            path: one.path.to_string_lossy().into_owned(),
            reason: one.reason,
        };
        Ok(store.unwritten()?.into_iter().map(of).collect())
    }
}

impl ServerSettings {
    fn of(store: &Store) -> Result<Self, Error> {
        Ok(Self { tags_in_files: if store.tags_in_files()? { "on" } else { "off" } })
    }
}
