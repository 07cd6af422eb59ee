//! The page of a track: its tags, where it begins and ends, and its waveform.

use std::fmt::Write as _;

use serde::Serialize;

use super::api::Track;
use super::tracks::{Edit, number};
use crate::library::Waveform;
use crate::model::{Contents, Listed, TrackKind};
use crate::schedule;
use crate::store::TrackEdit;
use crate::web::Error;
use crate::web::resources::playlists::list_page::address_of;
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};

/// Height of a waveform in its drawing.
const HEIGHT: f64 = 120.0;

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/admin/library/{track}", Access::Person, Scope::Pages, track)]
}

/// Variables of `dashboard/track.html`.
#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a condition of its own in the template")]
struct TrackPage {
    track: Track,
    /// The tags and points that the file itself has.
    own: Edit,
    /// Outline of the waveform.
    wave: Option<String>,
    is_drawing: bool,
    is_edited: bool,
    /// Set if edits are written into the file; then the reason why this one is not.
    is_written: bool,
    unwritten: Option<String>,
    may_change: bool,
    ways: Vec<Way>,
    /// The type that people gave it; none if it has that of its folder.
    own_type: Option<&'static str>,
    genres: Vec<String>,
    /// Set if people may give the track a cover, and if they did.
    may_give_cover: bool,
    has_given_cover: bool,
    memberships: Vec<Membership>,
}

/// A playlist that has the track.
#[derive(Serialize)]
struct Membership {
    name: String,
    href: String,
    station: String,
}

/// A station on which the track can be played next, or be put into playlists.
#[derive(Serialize)]
struct Way {
    slug: String,
    name: String,
    /// Names of the playlists that list their tracks.
    playlists: Vec<String>,
}

fn track(call: &ApiRequest) -> Result<Reply, Error> {
    let id = number(call)?;
    let store = &call.site.store;
    let none = || Error::not_found("There is no such track that can be played.");
    let track = store.track(id)?.ok_or_else(none)?;
    let edited = store.track_edit(id)?.ok_or_else(none)?;
    let wave = call.intake()?.waveform(id)?;
    let has_given_cover = call.intake()?.library().given_cover(id).is_some();
    let page = TrackPage {
        may_give_cover: has_given_cover || call.intake()?.cover_of(id)?.is_none(),
        has_given_cover,
        own_type: store.said_track_type(id)?.map(TrackKind::name),
        genres: store.genres()?,
        memberships: memberships(call, &track)?,
        track: Track::of(track),
        is_edited: edited.said != TrackEdit::default(),
        own: Edit::of(edited.own),
        is_drawing: wave == Waveform::Soon,
        wave: outline(wave),
        is_written: store.tags_in_files()?,
        unwritten: store.unwritten_of(id)?,
        may_change: call.person()?.runs_any(),
        ways: ways(call)?,
    };
    call.page("dashboard/track.html", &page)
}

/// The playlists that have the track now, of the stations that the person works for.
fn memberships(call: &ApiRequest, track: &Listed) -> Result<Vec<Membership>, Error> {
    let (person, now) = (call.person()?, call.now_us() / 1_000_000);
    let mut found = Vec::new();
    for station in call.site.stations.all() {
        let slug = station.slug();
        if Access::Dj.check(Some(person), Some(slug)).is_err() {
            continue;
        }
        let folder = call.site.store.station(slug)?.folder;
        if folder.is_some_and(|folder| !track.is_below(folder)) {
            continue;
        }
        for list in call.site.store.playlists(slug)? {
            if !schedule::holds(&list, std::slice::from_ref(track), now).is_empty() {
                let (href, station) = (address_of(slug, &list.name), station.broadcast().name());
                found.push(Membership { name: list.name, href, station });
            }
        }
    }
    Ok(found)
}

/// The stations that the person runs, with the playlists that list their tracks.
fn ways(call: &ApiRequest) -> Result<Vec<Way>, Error> {
    let person = call.person()?;
    let run = call.site.stations.all().filter(|station| person.runs(station.slug()));
    let way = |station: crate::production::ProductionHandle| {
        let playlists = call.site.store.playlists(station.slug())?.into_iter();
        let fixed = playlists.filter(|playlist| matches!(playlist.contents, Contents::Fixed(_)));
        let playlists = fixed.map(|playlist| playlist.name).collect();
        Ok(Way { slug: station.slug().to_owned(), name: station.broadcast().name(), playlists })
    };
    run.map(way).collect()
}

/// The outline of a waveform, above the middle and back below it.
fn outline(wave: Waveform) -> Option<String> {
    let Waveform::Here(points) = wave else { return None };
    let half = HEIGHT / 2.0;
    let y = |point: u8| f64::from(point).max(1.0) / 255.0 * half;
    let mut path = format!("M0 {half}");
    for (x, point) in points.iter().enumerate() {
        let _ = write!(path, "L{x} {:.1}", half - y(*point));
    }
    for (x, point) in points.iter().enumerate().rev() {
        let _ = write!(path, "L{x} {:.1}", half + y(*point));
    }
    path.push('Z');
    Some(path)
}
