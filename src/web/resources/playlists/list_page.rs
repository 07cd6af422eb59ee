//! The page of a station's playlists.

use std::collections::HashMap;
use std::time::Duration;

use serde::Serialize;

use super::matching::rotation;
use crate::model::{Contents, Listed, Playlist, PlaylistKind, Plays, Programme};
use crate::schedule;
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
    let line = |list: &Playlist| {
        let held = schedule::holds(list, &tracks, call.now_us() / 1_000_000);
        Line {
            href: address_of(slug, &list.name),
            is_jingle: list.kind.is_jingle(),
            holds: holds(list),
            plays: plays(list, &programme),
            count: held.len(),
            length: length(held.iter().filter_map(|track| track.duration).sum()),
            last: heard.last(&held, &programme),
            name: list.name.clone(),
        }
    };
    let lists = programme.playlists.iter().map(line).collect();
    let genres = store.genres()?;
    let short_rotation = short_rotation(&programme, &tracks, call.now_us() / 1_000_000);
    call.page("dashboard/playlists.html", &ListsPage { lists, tracks: tracks.len(), genres, short_rotation })
}

/// Describes the tracks in the rotation, if there is one and all of it plays in less than [`SHORT`].
fn short_rotation(programme: &Programme, tracks: &[Listed], now: u64) -> Option<ShortRotation> {
    let is_chosen = |list: &Playlist| !list.kind.is_jingle() && list.weight > 0;
    if !programme.playlists.iter().any(is_chosen) {
        return None;
    }
    let held = rotation(programme, tracks, now);
    let time: Duration = held.values().filter_map(|track| track.duration).sum();
    (time < SHORT).then(|| ShortRotation { count: held.len(), length: length(time) })
}

/// The page of a playlist.
pub(crate) fn address_of(slug: &str, name: &str) -> String {
    format!("/admin/stations/{slug}/playlists/{}", address::part(name))
}

/// Describes the contents of a playlist.
pub(crate) fn holds(list: &Playlist) -> String {
    match &list.contents {
        Contents::Fixed(_) => "Chosen by hand".to_owned(),
        Contents::Smart(query) => {
            let text = query.to_string();
            let mut letters = text.chars();
            letters.next().map(char::to_uppercase).into_iter().flatten().chain(letters).collect()
        }
    }
}

/// Describes when and how a playlist is played.
pub(crate) fn plays(list: &Playlist, programme: &Programme) -> Vec<String> {
    let mut parts = Vec::new();
    match list.kind {
        PlaylistKind::Music if list.weight > 0 => {
            let music = programme.playlists.iter().filter(|list| !list.kind.is_jingle());
            let all: u32 = music.map(|list| list.weight).sum();
            parts.push(format!("Weight {} ({} %)", list.weight, list.weight * 100 / all));
        }
        PlaylistKind::Music => {}
        PlaylistKind::Jingle(every) => {
            parts.extend(every.tracks.map(|count| format!("Every {count} tracks")));
            parts.extend(every.minutes.map(|count| format!("Every {count} minutes")));
            parts.extend(list.over_intro.then(|| "Over intros".to_owned()));
        }
    }
    parts.extend(list.hours.iter().map(ToString::to_string));
    parts.extend(users(programme, &list.name));
    if parts.is_empty() {
        parts.push("Not in rotation: give it a weight, or choose it for a show".to_owned());
    }
    parts
}

/// Names the shows and clocks that use a playlist.
pub(crate) fn users(programme: &Programme, name: &str) -> Vec<String> {
    let is_it = |named: &String| named.eq_ignore_ascii_case(name);
    let shows = programme.shows.iter().filter(|show| match &show.plays {
        Plays::Playlist(named) | Plays::Dj(Some(named)) => is_it(named),
        _ => false,
    });
    let plans = programme.hour_plans.iter();
    let plans = plans.filter(|plan| plan.items.iter().any(|item| is_it(&item.playlist)));
    let shows = shows.map(|show| format!("Show {}", show.name));
    shows.chain(plans.map(|plan| format!("Clock {}", plan.name))).collect()
}

/// A length as people say it.
pub(crate) fn length(time: Duration) -> String {
    let (minutes, seconds) = (time.as_secs() / 60, time.as_secs() % 60);
    if minutes >= 60 {
        format!("{} h {:02} min", minutes / 60, minutes % 60)
    } else {
        format!("{minutes}:{seconds:02}")
    }
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
    pub(crate) fn last(&self, tracks: &[&Listed], programme: &Programme) -> Option<String> {
        let at_us = tracks.iter().filter_map(|track| {
            let key = (track.title.clone(), track.artist.clone());
            self.0.get(&key).copied()
        });
        at_us.max().map(|us| clock(us, &programme.time_zone).strftime("%a %-d %b, %H:%M").to_string())
    }
}
