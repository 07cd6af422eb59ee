//! The music there is.

use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::library::MEASURED_BY;
use crate::model::{Analysis, Listed, TrackId, TrackOrder};
use crate::store::{FoundTrack, TrackListPart, TrackQuery};
use crate::web::Error;
use crate::web::resources::{limit, parsed};
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};

/// A day, in seconds.
const DAY: i64 = 24 * 3_600;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/library", Access::Person, Scope::Library, search)
            .about(
                "Tracks in whose texts every word of q is found, or where there are few, words that are spelt like it; \
                 measured=no and played=never are those that were not yet. sort is relevance, artist, title, album, length, \
                 added, last-played or plays, and order is asc or desc",
            )
            .query(&[
                "q",
                "artist",
                "genre",
                "year_from",
                "year_to",
                "added_days",
                "measured",
                "played",
                "type",
                "sort",
                "order",
                "cursor",
                "limit",
            ])
            .gives::<Found>(),
        Route::get("/api/v1/library/{track}", Access::Person, Scope::Library, one)
            .about("A track")
            .gives::<Track>(),
    ]
}

/// Query of the library. Empty values do not matter, as in a form.
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Search {
    pub(crate) q: String,
    pub(crate) artist: String,
    pub(crate) genre: String,
    pub(crate) year_from: String,
    pub(crate) year_to: String,
    pub(crate) added_days: String,
    pub(crate) measured: String,
    pub(crate) played: String,
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) sort: String,
    pub(crate) order: String,
    pub(crate) cursor: String,
    pub(crate) limit: String,
}

impl Search {
    /// Returns the query for the store.
    pub(crate) fn query(&self, now: i64) -> Result<TrackQuery<'_>, Error> {
        let said = |text| if str::is_empty(text) { None } else { Some(text) };
        let only = |name: &str, given: &str, one: &str| match given {
            "" => Ok(false),
            given if given == one => Ok(true),
            _ => Err(Error::bad_input(format!("The value of {name} has to be {one}, or left out."))),
        };
        let days: Option<i64> = number("added_days", &self.added_days)?;
        Ok(TrackQuery {
            words: &self.q,
            artist: said(&self.artist),
            genre: said(&self.genre),
            years: (number("year_from", &self.year_from)?, number("year_to", &self.year_to)?),
            added_since: days.map(|days| now.saturating_sub(days.saturating_mul(DAY))),
            unmeasured_by: only("measured", &self.measured, "no")?.then_some(MEASURED_BY),
            never_aired: only("played", &self.played, "never")?,
            kind: said(&self.kind).map(parsed).transpose()?,
        })
    }

    /// Returns whether it leaves anything out.
    pub(crate) fn is_narrow(&self) -> bool {
        let Self { q, artist, genre, year_from, year_to, added_days, measured, played, kind, .. } = self;
        [q, artist, genre, year_from, year_to, added_days, measured, played, kind]
            .iter()
            .any(|one| !one.is_empty())
    }

    /// Returns the page of the list that is wanted, of at most `limit` tracks.
    pub(crate) fn page(&self, limit: usize) -> Result<TrackListPart<'_>, Error> {
        let is_reversed = match &*self.order {
            "" | "asc" => false,
            "desc" => true,
            _ => return Err(Error::bad_input("order has to be asc or desc.")),
        };
        let order = if self.sort.is_empty() { TrackOrder::default() } else { parsed(&self.sort)? };
        let after = Some(&*self.cursor).filter(|cursor| !cursor.is_empty());
        Ok(TrackListPart { order, is_reversed, after, limit })
    }

    /// The page of the library where the part after `cursor` is.
    pub(crate) fn address(&self, cursor: &str) -> String {
        self.address_by(&self.sort, &self.order, cursor)
    }

    /// The page of the library where the part after `cursor` is, in another order.
    pub(crate) fn address_by(&self, sort: &str, order: &str, cursor: &str) -> String {
        let asked = [
            ("q", &*self.q),
            ("artist", &self.artist),
            ("genre", &self.genre),
            ("year_from", &self.year_from),
            ("year_to", &self.year_to),
            ("added_days", &self.added_days),
            ("measured", &self.measured),
            ("played", &self.played),
            ("type", &self.kind),
            ("sort", sort),
            ("order", order),
            ("cursor", cursor),
        ];
        let way = "/admin/library?";
        form_urlencoded::Serializer::for_suffix(way.to_owned(), way.len())
            .extend_pairs(asked.into_iter().filter(|(_, value)| !value.is_empty()))
            .finish()
    }
}

fn number<T: FromStr>(name: &str, given: &str) -> Result<Option<T>, Error> {
    let wrong = |_| Error::bad_input(format!("The value of {name} has to be a number."));
    if given.is_empty() { Ok(None) } else { given.parse().map(Some).map_err(wrong) }
}

/// A part of a list of tracks.
#[derive(Serialize, ToSchema)]
#[schema(as = Tracks)]
struct Found {
    tracks: Vec<Track>,
    /// Cursor of the next page, if there is one: to be passed as `cursor`.
    next: Option<String>,
}

/// A track of the library.
#[derive(Serialize, ToSchema)]
pub(crate) struct Track {
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
    /// Its type: `music`, `jingle`, `id`, `ad` or `talk`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// Path of its file, relative to the music directory.
    path: String,
    /// Time at which the library first saw it, in seconds since 1970.
    added_at: u64,
    /// Number of times that AutoDJ played it; in lists of the library only.
    #[serde(skip_serializing_if = "Option::is_none")]
    plays: Option<u64>,
    /// Time of the last of those, in seconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_played_at: Option<i64>,
    /// Loudness in LUFS, once it was measured.
    loudness_lufs: Option<f64>,
    /// Start of the sound, in seconds, once it was measured.
    cue_in: Option<f64>,
    /// Until where it is only softly introduced.
    intro_end: Option<f64>,
    /// Start of the ending, over which the next track may begin.
    ending_start: Option<f64>,
    /// End of the sound.
    cue_out: Option<f64>,
}

fn search(call: &ApiRequest) -> Result<Reply, Error> {
    let search: Search = call.query()?;
    let limit = limit(number("limit", &search.limit)?)?;
    let found = call.site.store.find_tracks(&search.query(call.now())?, &search.page(limit)?)?;
    let tracks = found.tracks.into_iter().map(Track::found).collect();
    Ok(Reply::json(&Found { tracks, next: found.next })?.tagged())
}

fn one(call: &ApiRequest) -> Result<Reply, Error> {
    // What is no number is no track's.
    let id = call.part("track")?.parse().map(TrackId).map_err(|_| Error::UnknownPage)?;
    let found = call.site.store.track(id)?;
    let Some(found) = found else {
        return Err(Error::not_found("There is no such track that can be played."));
    };
    Ok(Reply::json(&Track::of(found))?.tagged())
}

impl Track {
    /// Describes a track of a list.
    pub(crate) fn found(found: FoundTrack) -> Self {
        Self { plays: Some(found.plays), last_played_at: found.aired_at, ..Self::of(found.track) }
    }

    pub(crate) fn of(track: Listed) -> Self {
        let at = |point: fn(&Analysis) -> Duration| {
            track.analysis.as_ref().map(|measured| point(measured).as_secs_f64())
        };
        Self {
            cue_in: at(|measured| measured.cue_in),
            intro_end: at(|measured| measured.intro),
            ending_start: at(|measured| measured.segue),
            cue_out: at(|measured| measured.cue_out),
            id: track.id.0.to_string(),
            title: track.title,
            artist: track.artist,
            album: track.album,
            genre: track.genre,
            year: track.year,
            isrc: track.isrc,
            label: track.label,
            seconds: track.duration.map(|duration| duration.as_secs_f64()),
            plays: None,
            last_played_at: None,
            kind: track.kind.name(),
            path: track.path.to_string_lossy().into_owned(),
            added_at: track.added_at,
            loudness_lufs: track.analysis.map(|analysis| analysis.loudness.integrated_lufs),
        }
    }
}
