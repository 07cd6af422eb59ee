//! The page of a station's playlists.

use std::collections::HashMap;
use std::time::Duration;

use serde::Serialize;

use super::matching::rotation;
use super::words::{holds, length, plays};
use crate::model::{Listed, Playlist, Programme};
use crate::schedule;
use crate::web::languages::Words;
use crate::web::resources::schedule::forecast::{clock, own_tracks};
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};
use crate::web::{Error, address};

/// Lines of the as-run log that are searched for the last time of a track.
const MOST_HEARD: usize = 5_000;
/// Length below which the page warns that a rotation repeats.
const SHORT: Duration = Duration::from_hours(1);

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/admin/stations/{station}/playlists", Access::Dj, Scope::Pages, page)]
}

/// Variables of `dashboard/playlists.html`.
#[derive(Serialize)]
struct ListsPage {
    lists: Vec<Line>,
    /// Number of tracks to make playlists of.
    tracks: usize,
    /// Genres to choose from.
    genres: Vec<String>,
    /// Set if the rotation is so short that it repeats all the time.
    short_rotation: Option<ShortRotation>,
}

/// A rotation that is heard to its end within the hour.
#[derive(Serialize)]
struct ShortRotation {
    count: usize,
    length: String,
}

/// A playlist in a line.
#[derive(Serialize)]
struct Line {
    name: String,
    href: String,
    is_jingle: bool,
    /// Description of its contents.
    holds: String,
    /// Description of its hours, weight and users.
    plays: Vec<String>,
    count: usize,
    length: String,
    last: Option<String>,
}

fn page(call: &ApiRequest) -> Result<Reply, Error> {
    let (slug, store) = (call.station()?.slug(), &call.site.store);
    let programme = store.programme(slug)?;
    let tracks = own_tracks(call)?;
    let heard = Heard::lately(call)?;
    let words = call.words()?;
    let line = |list: &Playlist| {
        let held = schedule::holds(list, &tracks, call.now_us() / 1_000_000);
        Line {
            href: address_of(slug, &list.name),
            is_jingle: list.kind.is_jingle(),
            holds: holds(list, &words),
            plays: plays(list, &programme, &words),
            count: held.len(),
            length: length(held.iter().filter_map(|track| track.duration).sum(), &words),
            last: heard.last(&held, &programme, &words),
            name: list.name.clone(),
        }
    };
    let lists = programme.playlists.iter().map(line).collect();
    let genres = store.genres()?;
    let short_rotation = short_rotation(&programme, &tracks, call.now_us() / 1_000_000, &words);
    call.page("dashboard/playlists.html", &ListsPage { lists, tracks: tracks.len(), genres, short_rotation })
}

/// Describes the tracks in the rotation, if there is one and all of it plays in less than [`SHORT`].
fn short_rotation(
    programme: &Programme,
    tracks: &[Listed],
    now: u64,
    words: &Words,
) -> Option<ShortRotation> {
    let is_chosen = |list: &Playlist| !list.kind.is_jingle() && list.weight > 0;
    if !programme.playlists.iter().any(is_chosen) {
        return None;
    }
    let held = rotation(programme, tracks, now);
    let time: Duration = held.values().filter_map(|track| track.duration).sum();
    (time < SHORT).then(|| ShortRotation { count: held.len(), length: length(time, words) })
}

/// The page of a playlist.
pub(crate) fn address_of(slug: &str, name: &str) -> String {
    format!("/admin/stations/{slug}/playlists/{}", address::part(name))
}

/// Last times at which titles were on air.
pub(crate) struct Heard(HashMap<(String, Option<String>), u64>);

impl Heard {
    /// By the newest lines of the as-run log.
    pub(crate) fn lately(call: &ApiRequest) -> Result<Self, Error> {
        let lines = call.site.store.last_aired(call.station()?.slug(), MOST_HEARD)?;
        let mut last = HashMap::new();
        for line in lines {
            last.entry((line.title, line.artist)).or_insert(line.from_us);
        }
        Ok(Self(last))
    }

    /// Returns the latest start of these tracks, by the station's clock.
    pub(crate) fn last(&self, tracks: &[&Listed], programme: &Programme, words: &Words) -> Option<String> {
        let at_us = tracks.iter().filter_map(|track| {
            let key = (track.title.clone(), track.artist.clone());
            self.0.get(&key).copied()
        });
        let at = at_us.max().map(|us| clock(us, &programme.time_zone).datetime());
        at.map(|at| words.dated("short-day-time", at, "%H:%M"))
    }
}
