//! Changes of many tracks at once.
//!
//! Tracks are named by their numbers, or by the search that finds them. They are changed in parts, so that nobody else
//! waits long for the database.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::api::Search;
use super::owners::FileOwners;
use crate::model::{Contents, Listed, TrackId, TrackKind};
use crate::store::{self, TrackEdit};
use crate::web::Error;
use crate::web::resources::{parsed, track};
use crate::web::router::{Access, ApiRequest, Handler, Reply, Route, Scope, Verb};

/// The most tracks of one request.
const MOST: usize = 5_000;
/// The longest body: so many numbers of tracks.
const MOST_BYTES: usize = 256 << 10;
/// Tracks that are changed in one transaction.
const PART: usize = 250;
/// The most tracks that a playlist may be given one by one.
const MOST_LISTED: usize = 40_000;

pub(crate) fn routes() -> Vec<Route> {
    let may = (Access::Librarian, Scope::Library);
    vec![
        Route::new(Verb::Post, "/api/v1/library/batch", may, Handler::Ask(change))
            .about(
                "Change many tracks at once: those of `tracks`, or all that `search` finds, at most 5000. With `limit`, so \
                 many of the search at a time; `next` is to be passed as `after` then",
            )
            .takes::<Batch>()
            .gives::<BatchDone>()
            .at_most(MOST_BYTES),
    ]
}

/// A change of many tracks.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TrackBatch)]
struct Batch {
    /// `edit`, `type`, `add` or `remove`.
    action: String,
    /// The numbers of the tracks.
    #[serde(default)]
    tracks: Vec<String>,
    /// True for all tracks that `search` finds, in place of `tracks`.
    #[serde(default)]
    all: bool,
    /// The query of the library's list, as its parameters.
    #[serde(default)]
    #[schema(value_type = Object)]
    search: Search,
    /// The most tracks that are changed by this request.
    limit: Option<usize>,
    /// The number of the track behind which to go on.
    after: Option<String>,
    /// For `edit`: the tags that all get. What is left out stays.
    #[serde(default)]
    edit: BatchEdit,
    /// For `type`: `music`, `jingle`, `id`, `ad`, `talk`, or `default` for that of the folder.
    #[serde(rename = "type")]
    kind: Option<String>,
    /// For `add`: the station and its playlist, such as `main/Gold`.
    playlist: Option<String>,
}

/// Tags for many tracks. An empty text, and the year 0, remove the value.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
struct BatchEdit {
    artist: Option<String>,
    album: Option<String>,
    genre: Option<String>,
    year: Option<u16>,
}

/// The result of a change of many tracks.
#[derive(Serialize, ToSchema)]
#[schema(as = TrackBatchDone)]
struct BatchDone {
    /// Number of tracks that were changed. Those that are in the playlist already are not added again.
    changed: usize,
    /// The number to pass as `after`, if there are more tracks than `limit`.
    next: Option<String>,
}

/// The change that each part gets.
enum Action {
    Edit(TrackEdit),
    Type(Option<TrackKind>),
    Add { station: String, playlist: String },
    Remove,
}

fn change(call: &ApiRequest) -> Result<Reply, Error> {
    let batch: Batch = call.json()?;
    let action = batch.action(call)?;
    let (tracks, next) = batch.tracks(call)?;
    if tracks.is_empty() && batch.after.is_none() {
        return Err(Error::bad_input("No tracks are selected. Tick some in the list first."));
    }
    if !matches!(action, Action::Add { .. }) {
        let owners = FileOwners::read(call)?;
        for track in &tracks {
            match action {
                Action::Remove => drop(owners.removable(*track)?),
                _ => owners.check_track(*track)?,
            }
        }
    }
    let mut changed = 0;
    for part in tracks.chunks(PART) {
        changed += action.apply(call, part)?;
    }
    if !matches!(action, Action::Add { .. }) {
        call.intake()?.library().tell_anew();
    }
    Reply::json(&BatchDone { changed, next: next.map(|next| next.0.to_string()) })
}

impl Batch {
    /// The tracks that are meant, and the last of them if there are more.
    fn tracks(&self, call: &ApiRequest) -> Result<(Vec<TrackId>, Option<TrackId>), Error> {
        if !self.all {
            if self.tracks.len() > MOST {
                return Err(Error::bad_input(format!("At most {MOST} tracks can be changed at once.")));
            }
            let tracks: Result<Vec<_>, _> = self.tracks.iter().map(|number| track(number)).collect();
            return Ok((tracks?, None));
        }
        let after = self.after.as_deref().map(track).transpose()?;
        let limit = self.limit.unwrap_or(MOST);
        if !(1..=MOST).contains(&limit) {
            return Err(Error::bad_input(format!("limit has to be from 1 to {MOST}.")));
        }
        let query = self.search.query(call.now())?;
        let mut found = call.site.store.matching_ids(&query, after, limit + 1)?;
        let has_more = found.len() > limit;
        if has_more && self.limit.is_none() {
            let text = format!("More than {MOST} tracks match: search for fewer, or say limit.");
            return Err(Error::bad_input(text));
        }
        found.truncate(limit);
        let next = found.last().copied().filter(|_| has_more);
        Ok((found, next))
    }

    fn action(&self, call: &ApiRequest) -> Result<Action, Error> {
        match &*self.action {
            "edit" => {
                let BatchEdit { artist, album, genre, year } = &self.edit;
                let edit = TrackEdit {
                    artist: artist.clone(),
                    album: album.clone(),
                    genre: genre.clone(),
                    year: *year,
                    ..TrackEdit::default()
                };
                if edit == TrackEdit::default() {
                    return Err(Error::bad_input("Fill in at least one tag: genre, artist, album or year."));
                }
                Ok(Action::Edit(edit))
            }
            "type" => match self.kind.as_deref() {
                None => Err(Error::bad_input("Choose a type.")),
                Some("default") => Ok(Action::Type(None)),
                Some(kind) => Ok(Action::Type(Some(parsed(kind)?))),
            },
            "add" => {
                let into = self.playlist.as_deref().and_then(|given| given.split_once('/'));
                let (station, playlist) = into.ok_or_else(|| Error::bad_input("Choose a playlist."))?;
                Access::Manager.check(Some(call.person()?), Some(station))?;
                Ok(Action::Add { station: station.to_owned(), playlist: playlist.to_owned() })
            }
            "remove" => Ok(Action::Remove),
            _ => Err(Error::bad_input("action has to be edit, type, add or remove.")),
        }
    }
}

impl Action {
    /// Changes a part of the tracks. Returns how many were changed.
    fn apply(&self, call: &ApiRequest, tracks: &[TrackId]) -> Result<usize, Error> {
        let store = &call.site.store;
        let by = &call.person()?.name;
        match self {
            Self::Edit(edit) => Ok(store.edit_tracks(tracks, edit, by, call.now())?),
            Self::Type(kind) => {
                store.set_track_types(tracks, *kind)?;
                Ok(tracks.len())
            }
            Self::Add { station, playlist } => add(call, station, playlist, tracks),
            Self::Remove => {
                let owners = FileOwners::read(call)?;
                for track in tracks {
                    call.intake()?.take_out(*track, &owners.removable(*track)?, by)?;
                }
                Ok(tracks.len())
            }
        }
    }
}

/// Adds tracks to the end of a playlist, but for those that it has.
fn add(call: &ApiRequest, station: &str, playlist: &str, tracks: &[TrackId]) -> Result<usize, Error> {
    let folder = call.site.store.station(station)?.folder;
    let is_its_own = |track: &Listed| folder.as_ref().is_none_or(|folder| track.is_below(folder));
    for id in tracks {
        let found = call.site.store.track(*id)?.ok_or(store::Error::NoTrack(*id))?;
        if !is_its_own(&found) {
            let text = format!("{:?} is not in the folder that this station plays from.", found.title);
            return Err(Error::bad_input(text));
        }
    }
    call.site.store.exclusively(|store| {
        let mut list = store.playlist(station, playlist)?;
        let Contents::Fixed(listed) = &mut list.contents else {
            return Err(Error::conflict("What is in this playlist follows from its rules: change those."));
        };
        let known: std::collections::HashSet<_> = listed.iter().copied().collect();
        let new: Vec<_> = tracks.iter().copied().filter(|track| !known.contains(track)).collect();
        if listed.len() + new.len() > MOST_LISTED {
            return Err(Error::conflict(format!("A playlist has at most {MOST_LISTED} tracks.")));
        }
        listed.extend(&new);
        store.put_playlist(station, &list)?;
        Ok(new.len())
    })
}
