//! A track: what it is, where it begins and ends, and what it sounds like.

use std::fmt::Write as _;

use serde::Serialize;

use crate::library::{POINTS, Waveform};
use crate::model::{Contents, Listed};
use crate::store::TrackEdit;
use crate::web::Error;
use crate::web::resources::library::page::clock;
use crate::web::resources::library::tracks::number;
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};

/// The height of a waveform in its drawing.
const HEIGHT: f64 = 120.0;

pub(in crate::web) fn routes() -> Vec<Route> {
    vec![Route::get("/admin/library/{track}", Access::Person, Scope::Pages, track)]
}

/// What `dashboard/track.html` is told.
#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each comes and goes by itself")]
struct TrackPage {
    id: String,
    title: String,
    artist: Option<String>,
    file: String,
    length: String,
    seconds: f64,
    added: String,
    loudness: Option<String>,
    texts: Vec<TextField>,
    points: Vec<PointField>,
    wave: Option<String>,
    is_drawing: bool,
    is_edited: bool,
    /// Whether what is said is written into the file, and why it is not.
    is_written: bool,
    unwritten: Option<String>,
    may_change: bool,
    ways: Vec<Way>,
}

/// A text of the track in a form.
#[derive(Serialize)]
struct TextField {
    /// As the form spells it.
    name: &'static str,
    label: &'static str,
    value: String,
    /// What the file says, where that is something else.
    own: Option<String>,
}

/// A point on the waveform.
#[derive(Serialize)]
struct PointField {
    name: &'static str,
    label: &'static str,
    about: &'static str,
    seconds: String,
    /// Where it is in the drawing, in points from the left.
    x: String,
    own: Option<String>,
}

/// A station on which the track can be played next, or be put into playlists.
#[derive(Serialize)]
struct Way {
    slug: String,
    name: String,
    playlists: Vec<Playlist>,
}

#[derive(Serialize)]
struct Playlist {
    name: String,
    /// As it stands in an address.
    slug: String,
}

fn track(call: &ApiRequest) -> Result<Reply, Error> {
    let id = number(call)?;
    let store = &call.site.store;
    let none = || Error::Unknown("There is no such track that can be played.");
    let track = store.track(id)?.ok_or_else(none)?;
    let edited = store.track_edit(id)?.ok_or_else(none)?;
    let may_change = call.person()?.runs_any();
    let wave = call.intake()?.waveform(id)?;
    let seconds = track.duration.map_or(0.0, |duration| duration.as_secs_f64());
    let page = TrackPage {
        id: id.0.to_string(),
        file: track.path.to_string_lossy().into_owned(),
        length: track.duration.map(clock).unwrap_or_default(),
        seconds,
        added: crate::web::resources::library::page::day(track.added_at as i64),
        loudness: track.analysis.map(|measured| format!("{:.1} LUFS", measured.loudness.integrated_lufs)),
        texts: texts(&track, &edited.own),
        points: points(&track, &edited.own, seconds),
        is_drawing: wave == Waveform::Soon,
        wave: drawn(wave),
        is_edited: edited.said != TrackEdit::default(),
        is_written: store.tags_in_files()?,
        unwritten: store.unwritten_of(id)?,
        ways: ways(call)?,
        title: track.title,
        artist: track.artist,
        may_change,
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
        let playlist = |playlist: crate::model::Playlist| Playlist {
            slug: percent(&playlist.name),
            name: playlist.name,
        };
        let (slug, name) = (station.slug().to_owned(), station.broadcast().name().clone());
        Ok(Way { slug, name, playlists: fixed.map(playlist).collect() })
    };
    run.map(way).collect()
}

/// A name as a part of an address.
fn percent(name: &str) -> String {
    let mut part = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            part.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            let _ = write!(part, "%{byte:02X}");
        }
    }
    part
}

fn texts(track: &Listed, own: &TrackEdit) -> Vec<TextField> {
    let year = |year: Option<u16>| year.map(|year| year.to_string());
    let fields = [
        ("title:text", "Title", Some(track.title.clone()), own.title.clone()),
        ("artist:text", "Artist", track.artist.clone(), own.artist.clone()),
        ("album:text", "Album", track.album.clone(), own.album.clone()),
        ("genre:text", "Genre", track.genre.clone(), own.genre.clone()),
        ("year:number", "Year", year(track.year), year(own.year)),
        ("isrc:text", "ISRC", track.isrc.clone(), own.isrc.clone()),
        ("label:text", "Label", track.label.clone(), own.label.clone()),
    ];
    let field = |(name, label, value, own): (&'static str, &'static str, Option<String>, Option<String>)| {
        let other = (value != own).then(|| own.unwrap_or_else(|| "nothing".to_owned()));
        TextField { name, label, value: value.unwrap_or_default(), own: other }
    };
    fields.into_iter().map(field).collect()
}

fn points(track: &Listed, own: &TrackEdit, seconds: f64) -> Vec<PointField> {
    let Some(measured) = &track.analysis else { return Vec::new() };
    let fields = [
        ("cue_in", "Begins", "Silence before this is left out.", measured.cue_in, own.cue_in_us),
        (
            "intro_end",
            "Intro ends",
            "Until here it is soft, and may be talked over.",
            measured.intro,
            own.intro_us,
        ),
        (
            "ending_start",
            "Ending begins",
            "From here the next track may come in.",
            measured.segue,
            own.segue_us,
        ),
        ("cue_out", "Ends", "What follows is left out.", measured.cue_out, own.cue_out_us),
    ];
    let field = |(name, label, about, at, own): (_, _, _, std::time::Duration, Option<u64>)| {
        let x = if seconds > 0.0 { at.as_secs_f64() / seconds * POINTS as f64 } else { 0.0 };
        let own =
            own.filter(|own| *own != at.as_micros() as u64).map(|own| format!("{:.2}", own as f64 / 1e6));
        PointField {
            name,
            label,
            about,
            seconds: format!("{:.2}", at.as_secs_f64()),
            x: format!("{x:.1}"),
            own,
        }
    };
    fields.into_iter().map(field).collect()
}

/// The outline of a waveform, above the middle and back below it.
fn drawn(wave: Waveform) -> Option<String> {
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
