//! The page of one playlist.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::model::{Contents, Every, Listed, Playlist, PlaylistKind, TrackId};
use crate::schedule;
use crate::web::languages::Words;
use crate::web::resources::playlists::api::Query;
use crate::web::resources::playlists::list_page::{Heard, address_of};
use crate::web::resources::playlists::words::{holds, length, plays, users};
use crate::web::resources::schedule::forecast::{named, own_tracks};
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};
use crate::web::{Error, address};

/// Tracks of a page.
const A_PAGE: usize = 200;
/// Tracks that a search shows.
const MOST_FOUND: usize = 25;
/// The most that are looked through for tracks of the station's own folder.
const MOST_SEARCHED: usize = 1_000;

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/admin/stations/{station}/playlists/{name}", Access::Dj, Scope::Pages, page)]
}

/// Query of the page.
#[derive(Deserialize)]
struct Wanted {
    #[serde(default)]
    q: String,
    part: Option<usize>,
}

/// Variables of `dashboard/playlist.html`.
#[derive(Serialize)]
struct ListPage {
    name: String,
    here: String,
    api: String,
    holds: String,
    plays: Vec<String>,
    users: Vec<String>,
    /// True if neither the rotation nor a show nor a clock plays it.
    is_unused: bool,
    is_smart: bool,
    is_jingle: bool,
    form: Form,
    /// Its query, as in the API.
    query: Option<Query>,
    count: usize,
    length: String,
    last: Option<String>,
    rows: Vec<Row>,
    /// Number of this part, counted from 1, and of all parts.
    part: usize,
    parts: usize,
    q: String,
    found: Vec<Found>,
    /// Genres to choose from.
    genres: Vec<String>,
}

/// Values of the form.
#[derive(Serialize)]
struct Form {
    order: &'static str,
    weight: u32,
    hours: Vec<String>,
    crossfade: Option<f64>,
    over_intro: bool,
    every: [Option<u32>; 2],
}

#[derive(Serialize)]
struct Row {
    place: usize,
    id: String,
    /// Key that tells it from the same track at another place.
    key: String,
    title: String,
    length: String,
    is_gone: bool,
    is_first: bool,
    is_last: bool,
}

#[derive(Serialize)]
struct Found {
    id: String,
    title: String,
    length: String,
}

fn page(call: &ApiRequest) -> Result<Reply, Error> {
    let wanted: Wanted = call.query()?;
    let words = call.words()?;
    let (slug, store) = (call.station()?.slug(), &call.site.store);
    let list = store.playlist(slug, call.part("name")?)?;
    let programme = store.programme(slug)?;
    let tracks = own_tracks(call)?;
    let held = schedule::holds(&list, &tracks, call.now_us() / 1_000_000);
    let (is_smart, every) = (matches!(list.contents, Contents::Smart(_)), every(&list));
    let numbers: Vec<TrackId> = match &list.contents {
        Contents::Fixed(numbers) => numbers.clone(),
        Contents::Smart(_) => held.iter().map(|track| track.id).collect(),
    };
    let parts = numbers.len().div_ceil(A_PAGE).max(1);
    let part = wanted.part.unwrap_or(1).clamp(1, parts);
    let users = users(&programme, &list.name, &words);
    let page = ListPage {
        here: address_of(slug, &list.name),
        api: format!("/api/v1/stations/{slug}/playlists/{}", address::part(&list.name)),
        holds: holds(&list, &words),
        plays: plays(&list, &programme, &words),
        is_unused: !list.kind.is_jingle() && list.weight == 0 && users.is_empty(),
        users,
        is_smart,
        is_jingle: list.kind.is_jingle(),
        form: Form {
            order: list.order.name(),
            weight: list.weight,
            hours: list.hours.iter().map(ToString::to_string).collect(),
            crossfade: list.crossfade.map(|time| time.as_secs_f64()),
            over_intro: list.over_intro,
            every: [every.tracks, every.minutes],
        },
        query: if let Contents::Smart(query) = &list.contents {
            Some(Query::of(query.clone()))
        } else {
            None
        },
        count: held.len(),
        length: length(held.iter().filter_map(|track| track.duration).sum(), &words),
        last: Heard::lately(call)?.last(&held, &programme, &words),
        rows: rows(&numbers, &held, part, &words),
        part,
        parts,
        found: found(call, &wanted.q, &words)?,
        q: wanted.q,
        genres: genres(store.genres()?, &list),
        name: list.name,
    };
    call.page("dashboard/playlist.html", &page)
}

/// The genres to choose from: those of the library, and the one that is chosen.
fn genres(mut genres: Vec<String>, list: &Playlist) -> Vec<String> {
    let Contents::Smart(query) = &list.contents else { return genres };
    if let Some(chosen) = query.genre.as_ref().filter(|chosen| !genres.contains(chosen)) {
        genres.insert(0, chosen.clone());
    }
    genres
}

fn every(list: &Playlist) -> Every {
    match list.kind {
        PlaylistKind::Music => Every::default(),
        PlaylistKind::Jingle(every) => every,
    }
}

/// The rows of a part, numbered through.
fn rows(numbers: &[TrackId], held: &[&Listed], part: usize, words: &Words) -> Vec<Row> {
    let known: HashMap<_, _> = held.iter().map(|track| (track.id, *track)).collect();
    let mut times: HashMap<TrackId, usize> = HashMap::new();
    let row = |(place, id): (usize, &TrackId)| {
        let track = known.get(id);
        let time = times.entry(*id).and_modify(|time| *time += 1).or_insert(1);
        Row {
            place: place + 1,
            id: id.0.to_string(),
            key: format!("{}-{time}", id.0),
            title: track.map_or_else(
                || words.say("track-number", &[("number", id.0.to_string().into())]),
                |track| named(track),
            ),
            length: track
                .and_then(|track| track.duration)
                .map(|time| length(time, words))
                .unwrap_or_default(),
            is_gone: track.is_none(),
            is_first: place == 0,
            is_last: place + 1 == numbers.len(),
        }
    };
    numbers.iter().enumerate().skip((part - 1) * A_PAGE).take(A_PAGE).map(row).collect()
}

fn found(call: &ApiRequest, text: &str, words: &Words) -> Result<Vec<Found>, Error> {
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    let folder = call.site.store.station(call.station()?.slug())?.folder;
    let found = call.site.store.search(text, MOST_SEARCHED)?.into_iter();
    let found = found.filter(|track| folder.as_ref().is_none_or(|folder| track.is_below(folder)));
    let found = found.take(MOST_FOUND).map(|track| Found {
        id: track.id.0.to_string(),
        title: named(&track),
        length: track.duration.map(|time| length(time, words)).unwrap_or_default(),
    });
    Ok(found.collect())
}
