//! Folders of music, and the type of track that each has.

use std::path::{Component, PathBuf};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::owners::{FileChange, FileOwners};
use crate::model::TrackKind;
use crate::store;
use crate::web::Error;
use crate::web::resources::parsed;
use crate::web::router::{Access, ApiRequest, Handler, Reply, Route, Scope, Verb};

const ALL: &str = "/api/v1/library/folders";

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get(ALL, Access::Person, Scope::Library, list)
            .about("The folders of music, with the type of track that each has")
            .gives::<Folders>(),
        Route::new(Verb::Put, ALL, (Access::Librarian, Scope::Library), Handler::Ask(set))
            .about("Set the type of a folder: the tracks in it have that type, unless they were given another one")
            .takes::<FolderType>(),
    ]
}

/// The page of the folders.
pub(crate) fn page_routes() -> Vec<Route> {
    vec![Route::get("/admin/library/folders", Access::Person, Scope::Pages, page)]
}

/// The folders of music, by path; at most 2000.
#[derive(Serialize, ToSchema)]
#[schema(as = MusicFolders)]
pub(crate) struct Folders {
    folders: Vec<FolderInfo>,
}

/// A folder of music.
#[derive(Serialize, ToSchema)]
#[schema(as = MusicFolder)]
pub(crate) struct FolderInfo {
    /// Its path below the folder of music.
    pub(crate) folder: String,
    /// Number of playable files in it and below it.
    files: usize,
    /// Its own type: `music`, `jingle`, `id`, `ad` or `talk`; none if it has that of the folder above it.
    own_type: Option<&'static str>,
    /// The type that counts.
    #[serde(rename = "type")]
    kind: &'static str,
}

/// The type of a folder.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FolderType {
    /// A path below the folder of music, such as `jingles/ads`.
    folder: String,
    /// `music`, `jingle`, `id`, `ad` or `talk`; null for that of the folder above it.
    #[serde(rename = "type")]
    kind: Option<String>,
}

impl Folders {
    pub(crate) fn read(call: &ApiRequest) -> Result<Self, Error> {
        let folder = |folder: store::MusicFolder| FolderInfo {
            folder: folder.path.to_string_lossy().into_owned(),
            files: folder.files,
            own_type: folder.own.map(TrackKind::name),
            kind: folder.kind.name(),
        };
        Ok(Self { folders: call.site.store.music_folders()?.into_iter().map(folder).collect() })
    }
}

fn list(call: &ApiRequest) -> Result<Reply, Error> {
    Ok(Reply::json(&Folders::read(call)?)?.tagged())
}

fn set(call: &ApiRequest) -> Result<Reply, Error> {
    let FolderType { folder, kind } = call.json()?;
    let folder = PathBuf::from(folder.trim_end_matches('/'));
    let is_below = folder.components().all(|part| matches!(part, Component::Normal(_)));
    if folder.as_os_str().is_empty() || !is_below {
        return Err(Error::bad_input("folder has to be below that of the music, such as jingles/ads."));
    }
    let kind: Option<TrackKind> = kind.map(|kind| parsed(&kind)).transpose()?;
    FileOwners::read(call)?.check(std::slice::from_ref(&folder), FileChange::Undoable)?;
    call.site.store.set_folder_type(&folder, kind)?;
    call.intake()?.library().tell_anew();
    Ok(Reply::done())
}

/// Variables of `dashboard/folders.html`.
#[derive(Serialize)]
struct FoldersPage {
    folders: Vec<FolderInfo>,
    may_change: bool,
}

fn page(call: &ApiRequest) -> Result<Reply, Error> {
    let Folders { folders } = Folders::read(call)?;
    call.page("dashboard/folders.html", &FoldersPage { folders, may_change: call.person()?.runs_any() })
}
