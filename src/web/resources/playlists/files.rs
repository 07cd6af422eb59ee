//! Playlists as files, for other programs and from them.

use std::path::Path;

use actix_web::http::header::CONTENT_DISPOSITION;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::model::{Contents, Listed, Order, Playlist};
use crate::schedule;
use crate::schedule::exchange::{Entry, Finder, Found, PlaylistFormat};
use crate::store::Error as StoreError;
use crate::web::resources::schedule::forecast::own_tracks;
use crate::web::router::{Access, ApiRequest, Handler, Reply, Route, Scope, Verb};
use crate::web::{Error, address};

/// The longest file that is taken, with what JSON adds to it.
const MOST_BYTES: usize = 4 << 20;
/// Missing tracks that are named at most.
const MOST_NAMED: usize = 100;

const IMPORT: &str = "/api/v1/stations/{station}/playlists/{name}/import";
const M3U: (&str, &str) = ("/api/v1/stations/{station}/playlists/{name}/export.m3u8", "audio/x-mpegurl");
const PLS: (&str, &str) = ("/api/v1/stations/{station}/playlists/{name}/export.pls", "audio/x-scpls");
const XSPF: (&str, &str) =
    ("/api/v1/stations/{station}/playlists/{name}/export.xspf", "application/xspf+xml");

pub(crate) fn routes() -> Vec<Route> {
    let export = |(path, kind): (&'static str, &'static str), does| {
        Route::get(path, Access::Dj, Scope::Playlists, does)
            .about("What is in a playlist now, as a file; paths are below the folder of music")
            .gives_file(kind)
    };
    vec![
        Route::new(Verb::Post, IMPORT, (Access::Manager, Scope::Playlists), Handler::Ask(import))
            .about("Take the tracks that a file lists in place of those of a playlist, which is made if there is none")
            .takes::<Import>()
            .gives::<Imported>()
            .at_most(MOST_BYTES),
        export(M3U, |call| export_as(call, PlaylistFormat::M3u, (M3U.1, "m3u8"))),
        export(PLS, |call| export_as(call, PlaylistFormat::Pls, (PLS.1, "pls"))),
        export(XSPF, |call| export_as(call, PlaylistFormat::Xspf, (XSPF.1, "xspf"))),
    ]
}

/// A playlist file.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PlaylistFile)]
struct Import {
    /// The file's content: M3U, PLS or XSPF.
    text: String,
    /// Its name, if its ending is to say what it is; otherwise that is seen.
    file: Option<String>,
}

/// The result of the import.
#[derive(Serialize, ToSchema)]
#[schema(as = PlaylistImported)]
struct Imported {
    /// Number of tracks in the file.
    listed: usize,
    /// Number of those that are in the library, and now in the playlist.
    found: usize,
    /// Locations in the file of those that are not in the library; at most 100 of them.
    missing: Vec<String>,
}

fn import(call: &ApiRequest) -> Result<Reply, Error> {
    let file: Import = call.json()?;
    let wrong = |error: schedule::exchange::PlaylistFileError| Error::bad_input(error.to_string());
    let format = match &file.file {
        Some(name) => PlaylistFormat::of(Path::new(name)).map_err(wrong)?,
        None => PlaylistFormat::by_sight(&file.text),
    };
    let entries = format.read(file.text.as_bytes()).map_err(wrong)?;
    let (station, store) = (call.station()?, &call.site.store);
    let (slug, name) = (station.slug(), call.part("name")?);
    let folder = station.media_folder();
    // Asked for the folder, a disk that hangs would hold this request.
    let is_hung = call.site.instance.media.read().hung_seconds.is_some();
    let real = if is_hung { None } else { folder.canonicalize().ok() };
    let folder = real.unwrap_or_else(|| folder.to_owned());
    let tracks = own_tracks(call)?;
    let Found { tracks: found, mut missing } =
        Finder::new(&tracks, &folder.to_string_lossy()).find_all(&entries);
    if found.is_empty() {
        let text = "Nothing that the file lists is in the library; the playlist is as it was.";
        return Err(Error::bad_input(text));
    }
    let told = found.len();
    store.exclusively(|store| {
        let list = match store.playlist(slug, name) {
            Ok(known) => Playlist { contents: Contents::Fixed(found), ..known },
            Err(StoreError::NoPlaylist(_)) => {
                Playlist { order: Order::Sequence, ..Playlist::of(name, found) }
            }
            Err(error) => return Err(error),
        };
        store.put_playlist(slug, &list)
    })?;
    missing.truncate(MOST_NAMED);
    Reply::json(&Imported { listed: entries.len(), found: told, missing })
}

fn export_as(
    call: &ApiRequest,
    format: PlaylistFormat,
    (kind, ending): (&str, &str),
) -> Result<Reply, Error> {
    let list = call.site.store.playlist(call.station()?.slug(), call.part("name")?)?;
    let tracks = own_tracks(call)?;
    let entry = |track: &Listed| Entry {
        location: track.path.to_string_lossy().into_owned(),
        title: Some(track.title.clone()),
        artist: track.artist.clone(),
        length: track.duration,
    };
    let held = schedule::holds(&list, &tracks, call.now_us() / 1_000_000);
    let entries: Vec<_> = held.into_iter().map(entry).collect();
    let text = format.write(&list.name, &entries).map_err(|error| Error::Broken(error.to_string()))?;
    // Whatever letters the name has (RFC 6266).
    let name = format!("attachment; filename*=UTF-8''{}.{ending}", address::part(&list.name));
    Ok(Reply::file(kind, text).with(CONTENT_DISPOSITION, name))
}
