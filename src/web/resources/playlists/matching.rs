//! The number of tracks that rules find, before a playlist is made of them.

use std::collections::HashMap;
use std::time::Duration;

use serde::Serialize;
use utoipa::ToSchema;

use super::api::Query;
use crate::model::{self, Contents, Every, Listed, PlaylistKind, Programme, TrackId};
use crate::schedule;
use crate::web::Error;
use crate::web::resources::schedule::forecast::{named, own_tracks};
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};

/// Titles that are told as examples.
const MOST_SHOWN: usize = 3;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/stations/{station}/matching-tracks", Access::Dj, Scope::Playlists, matching)
            .about("How many tracks match the rules of a playlist, and what the rotation would be with it")
            .query(&[
                "kind",
                "name",
                "genre",
                "artist",
                "from_year",
                "to_year",
                "text",
                "added_within_days",
                "shortest_seconds",
                "longest_seconds",
                "folder",
                "type",
            ])
            .gives::<MatchingTracks>(),
    ]
}

/// Number and length of tracks.
#[derive(Serialize, ToSchema)]
pub(crate) struct TrackSum {
    tracks: usize,
    seconds: f64,
}

/// Tracks that match rules.
#[derive(Serialize, ToSchema)]
struct MatchingTracks {
    #[serde(flatten)]
    sum: TrackSum,
    /// Artist and title of the first few.
    examples: Vec<String>,
    /// All music that AutoDJ would choose from with this playlist in rotation.
    rotation: TrackSum,
}

fn matching(call: &ApiRequest) -> Result<Reply, Error> {
    let pairs: HashMap<String, String> = call.query()?;
    let said = |key: &str| pairs.get(key).map(|text| text.trim()).filter(|text| !text.is_empty());
    let query = Query::of_texts(said)?.into_model()?;
    let kind = match said("kind") {
        None | Some("music") => PlaylistKind::Music,
        Some("jingle") => PlaylistKind::Jingle(Every::default()),
        Some(_) => return Err(Error::bad_input("kind has to be music or jingle.")),
    };
    let list = model::Playlist {
        contents: Contents::Smart(query),
        kind,
        ..model::Playlist::of(said("name").unwrap_or("?"), Vec::new())
    };
    let (tracks, now) = (own_tracks(call)?, call.now_us() / 1_000_000);
    let mut programme = call.site.store.programme(call.station()?.slug())?;
    let held = schedule::holds(&list, &tracks, now);
    let answer = MatchingTracks {
        sum: TrackSum::of(held.iter().copied()),
        examples: held.iter().take(MOST_SHOWN).map(|track| named(track)).collect(),
        rotation: {
            programme.playlists.retain(|known| !known.name.eq_ignore_ascii_case(&list.name));
            programme.playlists.push(list.clone());
            TrackSum::of(rotation(&programme, &tracks, now).into_values())
        },
    };
    Ok(Reply::json(&answer)?.tagged())
}

/// The music of the playlists in rotation, by its numbers.
pub(super) fn rotation<'a>(
    programme: &Programme,
    tracks: &'a [Listed],
    now: u64,
) -> HashMap<TrackId, &'a Listed> {
    let chosen = programme.playlists.iter().filter(|list| !list.kind.is_jingle() && list.weight > 0);
    chosen.flat_map(|list| schedule::holds(list, tracks, now)).map(|track| (track.id, track)).collect()
}

impl TrackSum {
    fn of<'a>(tracks: impl Iterator<Item = &'a Listed>) -> Self {
        let (mut count, mut time) = (0, Duration::ZERO);
        for track in tracks {
            count += 1;
            time += track.duration.unwrap_or_default();
        }
        Self { tracks: count, seconds: time.as_secs_f64() }
    }
}
