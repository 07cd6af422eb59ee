//! Tracks of a playlist, and their order.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::model::{Contents, TrackId};
use crate::schedule;
use crate::web::Error;
use crate::web::resources::library::api::Track;
use crate::web::resources::schedule::forecast::own_tracks;
use crate::web::resources::{parsed, track};
use crate::web::router::{Access, ApiRequest, Handler, Reply, Route, Scope, Verb};

const ALL: &str = "/api/v1/stations/{station}/playlists/{name}/tracks";
const ONE: &str = "/api/v1/stations/{station}/playlists/{name}/tracks/{number}";
/// The most tracks that are told.
const MOST_TOLD: usize = 1_000;
/// The most tracks that a playlist may be given one by one.
const MOST_TRACKS: usize = 40_000;

pub(crate) fn routes() -> Vec<Route> {
    let may = (Access::Manager, Scope::Playlists);
    vec![
        Route::get(ALL, Access::Dj, Scope::Playlists, tracks)
            .about("What is in a playlist now, at most 1000 tracks")
            .gives::<Tracks>(),
        Route::new(Verb::Post, ALL, may, Handler::Ask(add))
            .about("Put tracks into a playlist that lists them")
            .takes::<New>(),
        Route::new(Verb::Patch, ONE, may, Handler::Ask(r#move))
            .about(
                "Move what has this place, counted from 1, to another; with `track`, only if it is that one",
            )
            .query(&["track"])
            .takes::<To>(),
        Route::new(Verb::Delete, ONE, may, Handler::Ask(remove))
            .about("Take out what has this place, counted from 1; with `track`, only if it is that one")
            .query(&["track"]),
    ]
}

/// The tracks that are in a playlist now.
#[derive(Serialize, ToSchema)]
#[schema(as = PlaylistTracks)]
struct Tracks {
    tracks: Vec<Placed>,
    /// Total number of tracks, also where not all are listed.
    count: usize,
}

/// A track in a playlist.
#[derive(Serialize, ToSchema)]
#[schema(as = PlaylistTrack)]
struct Placed {
    /// Its place, counted from 1, where the tracks are listed. What cannot be played at the moment has one, too, but is
    /// not told.
    place: Option<usize>,
    #[serde(flatten)]
    track: Track,
}

/// Tracks for a playlist.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PlaylistAddition)]
struct New {
    /// Their numbers in the library.
    tracks: Vec<String>,
    /// The place of the first one, counted from 1; without it, behind the last.
    place: Option<usize>,
}

/// Another place in a playlist.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PlaylistPlace)]
struct To {
    /// The place, counted from 1; behind the last where there are fewer.
    place: usize,
}

/// Query that names the track.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Meant {
    track: Option<String>,
}

fn tracks(call: &ApiRequest) -> Result<Reply, Error> {
    let list = call.site.store.playlist(call.station()?.slug(), call.part("name")?)?;
    let tracks = own_tracks(call)?;
    let held = schedule::holds(&list, &tracks, call.now_us() / 1_000_000);
    let mut kept = match &list.contents {
        Contents::Fixed(numbers) => numbers.iter().enumerate(),
        Contents::Smart(_) => [].iter().enumerate(),
    };
    let told = held.iter().take(MOST_TOLD).map(|track| Placed {
        // They are in the same order, and what cannot be played is passed over.
        place: kept.find(|(_, number)| **number == track.id).map(|(index, _)| index + 1),
        track: Track::of((*track).clone()),
    });
    Reply::json(&Tracks { tracks: told.collect(), count: held.len() })
}

fn add(call: &ApiRequest) -> Result<Reply, Error> {
    let new: New = call.json()?;
    let added: Result<Vec<TrackId>, Error> = new.tracks.iter().map(|text| track(text)).collect();
    let added = added?;
    let folder = call.site.store.station(call.station()?.slug())?.folder;
    for number in &added {
        let found = call.site.store.track(*number)?.ok_or(crate::store::Error::NoTrack(*number))?;
        if folder.as_ref().is_some_and(|folder| !found.is_below(folder)) {
            let text = format!("{:?} is not in the folder that this station plays from.", found.title);
            return Err(Error::bad_input(text));
        }
    }
    let place = new.place.map(index).transpose()?;
    change(call, |tracks| {
        if tracks.len() + added.len() > MOST_TRACKS {
            return Err(Error::conflict(format!("A playlist has at most {MOST_TRACKS} tracks.")));
        }
        let at = place.unwrap_or(tracks.len()).min(tracks.len());
        tracks.splice(at..at, added);
        Ok(())
    })
}

fn r#move(call: &ApiRequest) -> Result<Reply, Error> {
    let to: To = call.json()?;
    let to = index(to.place)?;
    change(call, |tracks| {
        let track = tracks.remove(meant(call, tracks)?);
        tracks.insert(to.min(tracks.len()), track);
        Ok(())
    })
}

fn remove(call: &ApiRequest) -> Result<Reply, Error> {
    change(call, |tracks| {
        tracks.remove(meant(call, tracks)?);
        Ok(())
    })
}

/// Changes the tracks of a playlist that lists them.
fn change(
    call: &ApiRequest,
    with: impl FnOnce(&mut Vec<TrackId>) -> Result<(), Error>,
) -> Result<Reply, Error> {
    let slug = call.station()?.slug();
    call.site.store.exclusively(|store| {
        let mut list = store.playlist(slug, call.part("name")?)?;
        let Contents::Fixed(tracks) = &mut list.contents else {
            return Err(Error::conflict("What is in this playlist follows from its rules: change those."));
        };
        with(tracks)?;
        store.put_playlist(slug, &list)?;
        Ok(Reply::done())
    })
}

/// Returns the index of the entry in the address. Fails if another track is there by now.
fn meant(call: &ApiRequest, tracks: &[TrackId]) -> Result<usize, Error> {
    let wanted: Meant = call.query()?;
    let place = parsed(call.part("number")?).map_err(|_| Error::UnknownPage)?;
    let place = index(place).map_err(|_| Error::UnknownPage)?;
    let found = tracks.get(place).ok_or(Error::not_found("The playlist has no such place."))?;
    let wanted = wanted.track.as_deref().map(track).transpose()?;
    if wanted.is_some_and(|wanted| wanted != *found) {
        return Err(Error::CHANGED);
    }
    Ok(place)
}

fn index(place: usize) -> Result<usize, Error> {
    place.checked_sub(1).ok_or_else(|| Error::bad_input("Places are counted from 1."))
}
