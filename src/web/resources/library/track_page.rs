//! The page of a track: its tags, where it begins and ends, and its waveform.

use std::fmt::Write as _;

use serde::Serialize;

use super::api::Track;
use super::tracks::{Edit, number};
use crate::library::Waveform;
use crate::model::Contents;
use crate::store::TrackEdit;
use crate::web::Error;
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
    let page = TrackPage {
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
