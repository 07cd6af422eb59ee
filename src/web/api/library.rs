//! The music there is.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{limit, track};
use crate::model::{Listed, TrackId};
use crate::web::Error;
use crate::web::table::{Area, Call, May, Reply, Route};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/library", May::Person, Area::Library, search)
            .about("Tracks in whose texts every word of q is found, by artist and title")
            .query(&["q", "cursor", "limit"])
            .gives::<Found>(),
        Route::get("/api/v1/library/{track}", May::Person, Area::Library, one)
            .about("A track")
            .gives::<Track>(),
    ]
}

/// What is searched for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Search {
    #[serde(default)]
    q: String,
    cursor: Option<String>,
    limit: Option<usize>,
}

/// Tracks, in the order of a shelf: by artist and title.
#[derive(Serialize, ToSchema)]
#[schema(as = Tracks)]
struct Found {
    tracks: Vec<Track>,
    /// Where the next part begins, if there is one: to be given as `cursor`.
    next: Option<String>,
}

/// A track of the library.
#[derive(Serialize, ToSchema)]
pub(super) struct Track {
    /// Its number.
    id: String,
    title: String,
    artist: Option<String>,
    album: Option<String>,
    genre: Option<String>,
    year: Option<u16>,
    isrc: Option<String>,
    label: Option<String>,
    seconds: Option<f64>,
    /// Where its file is below the folder of music.
    path: String,
    /// When the library first saw it, in seconds since 1970.
    added_at: u64,
    /// How loud it is, in LUFS, once it was measured.
    loudness_lufs: Option<f64>,
}

fn search(call: &Call) -> Result<Reply, Error> {
    let search: Search = call.query()?;
    let limit = limit(search.limit)?;
    let after = search.cursor.as_deref().map(track).transpose()?;
    // One more than is listed tells whether there are more.
    let mut found = call.site.store.search_after(&search.q, after, limit + 1)?;
    let has_more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| has_more).map(|last| last.id.0.to_string());
    Ok(Reply::json(&Found { tracks: found.into_iter().map(Track::of).collect(), next })?.tagged())
}

fn one(call: &Call) -> Result<Reply, Error> {
    // What is no number is no track's.
    let id = call.part("track")?.parse().map(TrackId).map_err(|_| Error::UnknownPage)?;
    let found = call.site.store.track(id)?;
    let Some(found) = found else { return Err(Error::Unknown("There is no such track that can be played.")) };
    Ok(Reply::json(&Track::of(found))?.tagged())
}

impl Track {
    pub(super) fn of(track: Listed) -> Self {
        Self {
            id: track.id.0.to_string(),
            title: track.title,
            artist: track.artist,
            album: track.album,
            genre: track.genre,
            year: track.year,
            isrc: track.isrc,
            label: track.label,
            seconds: track.duration.map(|duration| duration.as_secs_f64()),
            path: track.path.to_string_lossy().into_owned(),
            added_at: track.added_at,
            loudness_lufs: track.analysis.map(|analysis| analysis.loudness.integrated_lufs),
        }
    }
}
