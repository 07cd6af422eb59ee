//! Playlists of a station.

use std::path::{Component, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::model::{self, Contents, Every, Hours, PlaylistKind, TrackId};
use crate::store::Error as StoreError;
use crate::web::Error;
use crate::web::resources::{NewName, named, named_address, parsed, put, seconds, track};
use crate::web::router::{Access, ApiRequest, Handler, Reply, Route, Scope, Verb};

const ALL: &str = "/api/v1/stations/{station}/playlists";
const ONE: &str = "/api/v1/stations/{station}/playlists/{name}";
const NAME: &str = "/api/v1/stations/{station}/playlists/{name}/rename";
/// The longest body: a list of some 40,000 tracks.
const MOST_BYTES: usize = 1 << 20;
/// Fields that have a default.
const DEFAULTED: [&str; 5] = ["kind", "order", "weight", "hours", "over_intro"];

pub(crate) fn routes() -> Vec<Route> {
    let may = (Access::Manager, Scope::Playlists);
    vec![
        Route::get(ALL, Access::Dj, Scope::Playlists, list)
            .about("The playlists of a station")
            .gives::<Playlists>(),
        Route::new(Verb::Post, ALL, may, Handler::Ask(make))
            .about("Make a playlist; fails if there is one of that name")
            .takes::<Playlist>()
            .gives::<Playlist>()
            .at_most(MOST_BYTES),
        Route::get(ONE, Access::Dj, Scope::Playlists, one).about("A playlist").gives::<Playlist>(),
        Route::new(Verb::Put, ONE, may, Handler::Ask(replace))
            .about("Make a playlist, or put another in its place")
            .takes::<Playlist>()
            .gives::<Playlist>()
            .at_most(MOST_BYTES),
        Route::new(Verb::Patch, ONE, may, Handler::Ask(change))
            .about("Change a playlist: what is not named stays, and null stands for nothing (RFC 7396)")
            .takes::<Playlist>()
            .gives::<Playlist>()
            .at_most(MOST_BYTES),
        Route::new(Verb::Delete, ONE, may, Handler::Ask(remove))
            .about("Remove a playlist, unless a show or a clock needs it"),
        Route::new(Verb::Post, NAME, may, Handler::Ask(rename))
            .about("Give a playlist another name; shows and clocks follow")
            .takes::<NewName>(),
    ]
}

/// The playlists of a station, by name.
#[derive(Serialize, ToSchema)]
struct Playlists {
    playlists: Vec<Playlist>,
}

/// Tracks that belong together, and how they are played: either `tracks` or whatever fits a `query`.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Playlist {
    /// As in the address, or left out.
    #[serde(default)]
    name: String,
    /// `music`, or `jingle`, which is not crossfaded and never comes twice in a row.
    #[serde(default = "music")]
    kind: String,
    /// `shuffle`, `sequence` or `least-recently-played`.
    #[serde(default = "shuffle")]
    order: String,
    /// Share of turns among the other playlists while no show is on, 0 to 1000; 0 leaves it to shows and hour
    /// plans.
    #[serde(default = "one_time")]
    weight: u32,
    /// Hours at which it is chosen, such as `fri 20:00-23:00`; none means always.
    #[serde(default)]
    hours: Vec<String>,
    /// Length of the crossfades between its tracks, in seconds, 0 to 30, unless it is the usual one.
    crossfade_seconds: Option<f64>,
    /// Its jingles are heard over the intro of the music after them, where that begins softly.
    #[serde(default)]
    over_intro: bool,
    /// A jingle comes after so many tracks.
    every_tracks: Option<u32>,
    /// A jingle comes after so many minutes.
    every_minutes: Option<u32>,
    /// The numbers of its tracks, in order.
    tracks: Option<Vec<String>>,
    /// Criteria that its tracks meet; omitted ones match everything.
    query: Option<Query>,
}

/// Criteria for tracks.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PlaylistQuery)]
pub(crate) struct Query {
    genre: Option<String>,
    artist: Option<String>,
    from_year: Option<u16>,
    to_year: Option<u16>,
    /// Words that are all somewhere in the tags or the path.
    text: Option<String>,
    added_within_days: Option<u32>,
    shortest_seconds: Option<f64>,
    longest_seconds: Option<f64>,
    /// A folder below that of the music.
    folder: Option<String>,
    /// `music`, `jingle`, `id`, `ad` or `talk`. Without it, a playlist of music has music only, and one of jingles any.
    #[serde(rename = "type")]
    kind: Option<String>,
}

fn music() -> String {
    "music".to_owned()
}

fn shuffle() -> String {
    model::Order::Shuffle.name().to_owned()
}

fn one_time() -> u32 {
    1
}

fn list(call: &ApiRequest) -> Result<Reply, Error> {
    let playlists = call.site.store.playlists(call.station()?.slug())?;
    Ok(Reply::json(&Playlists { playlists: playlists.into_iter().map(Playlist::of).collect() })?.tagged())
}

fn one(call: &ApiRequest) -> Result<Reply, Error> {
    let list = call.site.store.playlist(call.station()?.slug(), call.part("name")?)?;
    Ok(Reply::json(&Playlist::of(list))?.tagged())
}

fn make(call: &ApiRequest) -> Result<Reply, Error> {
    let mut list: Playlist = call.json()?;
    let name = std::mem::take(&mut list.name);
    let list = list.into_model(name)?;
    let slug = call.station()?.slug();
    call.site.store.exclusively(|store| {
        if store.playlist(slug, &list.name).is_ok() {
            return Err(Error::conflict(format!("There is a playlist {:?} already.", list.name)));
        }
        Ok(store.put_playlist(slug, &list)?)
    })?;
    let at = named_address(&format!("/api/v1/stations/{slug}/playlists"), &list.name);
    Reply::created(&at, &Playlist::of(list))
}

fn replace(call: &ApiRequest) -> Result<Reply, Error> {
    let list: Playlist = call.json()?;
    let name = named(call, &list.name)?;
    let list = list.into_model(name)?;
    let slug = call.station()?.slug();
    put(call, known, |store| store.put_playlist(slug, &list))
}

fn change(call: &ApiRequest) -> Result<Reply, Error> {
    let changes: Map<String, Value> = call.json()?;
    let name = named(call, changes.get("name").and_then(Value::as_str).unwrap_or_default())?;
    let slug = call.station()?.slug();
    let list = call.site.store.exclusively(|store| {
        let before = store.playlist(slug, &name)?;
        let name = before.name.clone();
        let before = Playlist::of(before);
        call.check_version(Some(&before))?;
        let list = before.changed(changes)?.into_model(name)?;
        store.put_playlist(slug, &list)?;
        Ok::<_, Error>(list)
    })?;
    Ok(Reply::json(&Playlist::of(list))?.tagged())
}

fn rename(call: &ApiRequest) -> Result<Reply, Error> {
    let NewName { name } = call.json()?;
    call.site.store.rename_playlist(call.station()?.slug(), call.part("name")?, name.trim())?;
    Ok(Reply::done())
}

fn known(call: &ApiRequest) -> Result<Option<Playlist>, Error> {
    match call.site.store.playlist(call.station()?.slug(), call.part("name")?) {
        Ok(list) => Ok(Some(Playlist::of(list))),
        Err(StoreError::NoPlaylist(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn remove(call: &ApiRequest) -> Result<Reply, Error> {
    call.site.store.remove_playlist(call.station()?.slug(), call.part("name")?)?;
    Ok(Reply::done())
}

impl Playlist {
    fn of(list: model::Playlist) -> Self {
        let every = match list.kind {
            PlaylistKind::Music => Every::default(),
            PlaylistKind::Jingle(every) => every,
        };
        let (tracks, query) = match list.contents {
            Contents::Fixed(tracks) => (Some(tracks.iter().map(|track| track.0.to_string()).collect()), None),
            Contents::Smart(query) => (None, Some(Query::of(query))),
        };
        Self {
            name: list.name,
            kind: if list.kind.is_jingle() { "jingle".to_owned() } else { music() },
            order: list.order.name().to_owned(),
            weight: list.weight,
            hours: list.hours.iter().map(ToString::to_string).collect(),
            crossfade_seconds: list.crossfade.map(|time| time.as_secs_f64()),
            over_intro: list.over_intro,
            every_tracks: every.tracks,
            every_minutes: every.minutes,
            tracks,
            query,
        }
    }

    /// Merges `changes` into it (RFC 7396); new contents replace those of either kind.
    fn changed(self, changes: Map<String, Value>) -> Result<Self, Error> {
        let mut document = serde_json::to_value(self)?;
        for [one, other] in [["tracks", "query"], ["query", "tracks"]] {
            if changes.get(one).is_some_and(|contents| !contents.is_null()) {
                document[other] = Value::Null;
            }
        }
        for (name, value) in changes {
            match (value, document.as_object_mut()) {
                (Value::Null, Some(document)) if DEFAULTED.contains(&name.as_str()) => {
                    document.remove(&name);
                }
                (value, _) => document[name] = value,
            }
        }
        serde_json::from_value(document)
            .map_err(|error| Error::bad_input(format!("The body does not fit: {error}.")))
    }

    /// The playlist of this name.
    fn into_model(self, name: String) -> Result<model::Playlist, Error> {
        let wrong = |text: &'static str| Err(Error::bad_input(text));
        let every = Every { tracks: self.every_tracks, minutes: self.every_minutes };
        let kind = match self.kind.as_str() {
            "music" if every != Every::default() || self.over_intro => {
                return wrong(
                    "every_tracks, every_minutes and over_intro are for playlists of the kind jingle.",
                );
            }
            "music" => PlaylistKind::Music,
            "jingle" => PlaylistKind::Jingle(every),
            _ => return wrong("kind has to be music or jingle."),
        };
        let contents = match (self.tracks, self.query) {
            (Some(tracks), None) => {
                let tracks: Result<Vec<TrackId>, Error> = tracks.iter().map(|text| track(text)).collect();
                Contents::Fixed(tracks?)
            }
            (None, Some(query)) => Contents::Smart(query.into_model()?),
            _ => return wrong("A playlist has either tracks or a query."),
        };
        let hours: Result<Vec<Hours>, Error> = self.hours.iter().map(|text| parsed(text)).collect();
        let crossfade = self.crossfade_seconds.map(|given| seconds("crossfade_seconds", given, (0.0, 30.0)));
        Ok(model::Playlist {
            name,
            contents,
            kind,
            order: parsed(&self.order)?,
            weight: self.weight,
            hours: hours?,
            crossfade: crossfade.transpose()?,
            over_intro: self.over_intro,
        })
    }
}

impl Query {
    pub(crate) fn of(query: model::Query) -> Self {
        let seconds = |time: Option<Duration>| time.map(|time| time.as_secs_f64());
        Self {
            genre: query.genre,
            artist: query.artist,
            from_year: query.from_year,
            to_year: query.to_year,
            text: query.text,
            added_within_days: query.added_within_days,
            shortest_seconds: seconds(query.shortest),
            longest_seconds: seconds(query.longest),
            folder: query.folder.map(|folder| folder.to_string_lossy().into_owned()),
            kind: query.kind.map(|kind| kind.name().to_owned()),
        }
    }

    /// Reads the criteria from texts, as in an address.
    pub(crate) fn of_texts<'a>(said: impl Fn(&str) -> Option<&'a str>) -> Result<Self, Error> {
        let text = |key: &str| said(key).map(str::to_owned);
        Ok(Self {
            genre: text("genre"),
            artist: text("artist"),
            from_year: said("from_year").map(parsed).transpose()?,
            to_year: said("to_year").map(parsed).transpose()?,
            text: text("text"),
            added_within_days: said("added_within_days").map(parsed).transpose()?,
            shortest_seconds: said("shortest_seconds").map(parsed).transpose()?,
            longest_seconds: said("longest_seconds").map(parsed).transpose()?,
            folder: text("folder"),
            kind: text("type"),
        })
    }

    pub(crate) fn into_model(self) -> Result<model::Query, Error> {
        let time = |name, given: Option<f64>| given.map(|given| seconds(name, given, (0.0, 1e6))).transpose();
        // An empty field of a form asks for nothing.
        let said = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
        let folder = said(self.folder).map(PathBuf::from);
        let is_below =
            |folder: &PathBuf| folder.components().all(|part| matches!(part, Component::Normal(_)));
        if !folder.as_ref().is_none_or(is_below) {
            return Err(Error::bad_input("folder has to be below that of the music, such as jazz/live."));
        }
        Ok(model::Query {
            genre: said(self.genre),
            artist: said(self.artist),
            from_year: self.from_year,
            to_year: self.to_year,
            text: said(self.text),
            added_within_days: self.added_within_days,
            shortest: time("shortest_seconds", self.shortest_seconds)?,
            longest: time("longest_seconds", self.longest_seconds)?,
            folder,
            kind: said(self.kind).map(|kind| parsed(&kind)).transpose()?,
        })
    }
}
