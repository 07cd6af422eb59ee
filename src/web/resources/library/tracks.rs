//! A single track: what people say of it, what it sounds and looks like, and files that are taken out.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::ops::Range;
use std::path::Path;

use actix_web::http::StatusCode;
use actix_web::http::header::{ACCEPT_RANGES, CONTENT_RANGE, HeaderName};
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::cover;
use super::owners::{FileChange, FileOwners};
use crate::library::{self, Waveform};
use crate::model::{TrackId, TrackKind};
use crate::store::{self, TrackEdit};
use crate::web::Error;
use crate::web::resources::{parsed, put};
use crate::web::router::{
    Access, ApiRequest, Blocking, EventStream, Handler, Reply, Route, Scope, Verb, aside, channel,
};

const ONE: &str = "/api/v1/library/{track}";
const EDIT: &str = "/api/v1/library/{track}/edit";
const REMOVED: &str = "/api/v1/removed";

/// The largest picture that is taken, in bytes.
const MOST_COVER: usize = 4 << 20;
/// Bytes of a file that are read at once.
const PIECE: u64 = 64 << 10;

pub(crate) fn routes() -> Vec<Route> {
    let may = (Access::Librarian, Scope::Library);
    vec![
        Route::new(Verb::Delete, ONE, may, Handler::Ask(take_out))
            .about("Take a track out of the library; its files are kept, and can be brought back"),
        Route::get(EDIT, Access::Person, Scope::Library, edit)
            .about("What people say of a track over what its file does")
            .gives::<Edit>(),
        Route::new(Verb::Put, EDIT, may, Handler::Ask(say))
            .about("Say what a track is; what is left out is as its file says. The file stays as it is, unless tags_in_files is on")
            .takes::<Edit>()
            .gives::<Edit>(),
        Route::new(Verb::Put, "/api/v1/library/{track}/type", may, Handler::Ask(set_type))
            .about("Set the type of a track, or give it that of its folder")
            .takes::<TrackType>(),
        Route::new(
            Verb::Get,
            "/api/v1/library/{track}/sound",
            (Access::Person, Scope::Library),
            Handler::Wait(sound),
        )
        .about("The file of a track, in parts (Range), to listen to")
            .gives_file("audio/*"),
        Route::get("/api/v1/library/{track}/waveform", Access::Person, Scope::Library, waveform)
            .about("What a track looks like, once that is drawn")
            .gives::<Drawn>(),
        Route::new(
            Verb::Get,
            "/api/v1/library/{track}/cover",
            (Access::Person, Scope::Library),
            Handler::Wait(cover::of_track),
        )
        .about("The cover of a track; with `or=blank` a blank picture where it has none, else 404")
        .query(&["or"])
        .gives_file("image/*"),
        Route::new(Verb::Put, "/api/v1/library/{track}/cover", may, Handler::Ask(give_cover))
            .about("Give a cover to a track whose file has none: a PNG, JPEG or WebP picture of at most 4 MiB")
            .takes_file("image/*")
            .at_most(MOST_COVER),
        Route::get(REMOVED, Access::Librarian, Scope::Library, removed)
            .about("Files that were taken out of the library, the latest first")
            .gives::<RemovedFiles>(),
        Route::new(Verb::Post, "/api/v1/removed/{number}/return", may, Handler::Ask(bring_back))
            .about("Bring a file back that was taken out")
            .gives::<Returned>(),
        Route::new(Verb::Delete, "/api/v1/removed/{number}", may, Handler::Ask(discard))
            .about("Remove a file for good that was taken out"),
    ]
}

/// User-edited metadata of a track. Omitted fields are as in the file; an empty text, and the year 0, remove the
/// value.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = TrackEdit)]
pub(crate) struct Edit {
    pub(crate) title: Option<String>,
    pub(crate) artist: Option<String>,
    pub(crate) album: Option<String>,
    pub(crate) genre: Option<String>,
    pub(crate) year: Option<u16>,
    pub(crate) isrc: Option<String>,
    pub(crate) label: Option<String>,
    /// Start of the sound, in seconds from the beginning of the file.
    pub(crate) cue_in: Option<f64>,
    /// Until where it is only softly introduced.
    pub(crate) intro_end: Option<f64>,
    /// Start of the ending, over which the next track may begin.
    pub(crate) ending_start: Option<f64>,
    /// End of the sound.
    pub(crate) cue_out: Option<f64>,
}

/// The type of a track.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TrackType {
    /// `music`, `jingle`, `id`, `ad` or `talk`; null for that of its folder.
    #[serde(rename = "type")]
    kind: Option<String>,
}

/// The waveform of a track.
#[derive(Serialize, ToSchema)]
#[schema(as = TrackWaveform)]
struct Drawn {
    /// `here`, `soon`, or `nowhere` for what cannot be drawn.
    state: &'static str,
    /// The highest sample of each of 800 parts, of 255.
    points: Vec<u8>,
}

/// Files that were taken out.
#[derive(Serialize, ToSchema)]
pub(crate) struct RemovedFiles {
    files: Vec<RemovedFile>,
}

/// A file that was taken out of the library.
#[derive(Serialize, ToSchema)]
struct RemovedFile {
    number: u64,
    /// Its former path, relative to the music directory.
    path: String,
    title: String,
    by: String,
    /// Time of removal, in seconds since 1970.
    at: i64,
}

/// A file that was restored.
#[derive(Serialize, ToSchema)]
struct Returned {
    /// The track's number in the library.
    track: String,
}

fn edit(call: &ApiRequest) -> Result<Reply, Error> {
    Ok(Reply::json(&known(call)?)?.tagged())
}

fn say(call: &ApiRequest) -> Result<Reply, Error> {
    let said = call.json::<Edit>()?.into_store()?;
    check_owner(call)?;
    let (id, by) = (number(call)?, call.person()?.name.clone());
    let at = call.now();
    let reply = put(call, |call| known(call).map(Some), |store| store.set_track_edit(id, &said, (&by, at)))?;
    call.intake()?.library().tell_anew();
    Ok(reply)
}

fn known(call: &ApiRequest) -> Result<Edit, Error> {
    let found = call.site.store.track_edit(number(call)?)?;
    found.map(|edited| Edit::of(edited.said)).ok_or(Error::not_found("There is no such track."))
}

/// The track in the address.
pub(crate) fn number(call: &ApiRequest) -> Result<TrackId, Error> {
    // What is no number is no track's.
    call.part("track")?.parse().map(TrackId).map_err(|_| Error::not_found("There is no such track."))
}

/// Fails unless the caller may change the track in the address.
fn check_owner(call: &ApiRequest) -> Result<(), Error> {
    FileOwners::read(call)?.check_track(number(call)?)
}

fn set_type(call: &ApiRequest) -> Result<Reply, Error> {
    let TrackType { kind } = call.json()?;
    let kind: Option<TrackKind> = kind.map(|kind| parsed(&kind)).transpose()?;
    check_owner(call)?;
    let (id, store) = (number(call)?, &call.site.store);
    store.track(id)?.ok_or(Error::not_found("There is no such track that can be played."))?;
    store.set_track_types(&[id], kind)?;
    call.intake()?.library().tell_anew();
    Ok(Reply::done())
}

fn give_cover(call: &ApiRequest) -> Result<Reply, Error> {
    let id = number(call)?;
    check_owner(call)?;
    if call.body().is_empty() {
        return Err(Error::bad_input("The body is to be the picture, and it is empty."));
    }
    call.site.store.track(id)?.ok_or(Error::not_found("There is no such track that can be played."))?;
    let library = call.intake()?.library();
    if library.given_cover(id).is_none() && call.intake()?.cover_of(id)?.is_some() {
        return Err(Error::conflict("The file has a cover already, or there is one beside it."));
    }
    let (_, image) = library::logo(call.body()).map_err(|unfit| Error::bad_input(unfit.to_string()))?;
    library.give_cover(id, &image).map_err(|error| Error::Broken(error.to_string()))?;
    Ok(Reply::done())
}

fn take_out(call: &ApiRequest) -> Result<Reply, Error> {
    let id = number(call)?;
    let files = FileOwners::read(call)?.removable(id)?;
    call.intake()?.take_out(id, &files, &call.person()?.name)?;
    Ok(Reply::done())
}

/// The number in the address of a removed file, if the caller may change that.
fn removed_number(call: &ApiRequest, change: FileChange) -> Result<u64, Error> {
    let number = parsed(call.part("number")?)?;
    let removed = call.site.store.removed_one(number)?;
    let paths: Vec<_> = removed.map(|removed| removed.path).into_iter().collect();
    FileOwners::read(call)?.check(&paths, change)?;
    Ok(number)
}

fn removed(call: &ApiRequest) -> Result<Reply, Error> {
    Ok(Reply::json(&RemovedFiles::of(call)?)?.tagged())
}

impl RemovedFiles {
    pub(crate) fn of(call: &ApiRequest) -> Result<Self, Error> {
        let files = call.intake()?.taken_out()?.into_iter().map(|file| RemovedFile {
            number: file.number,
            path: file.path.to_string_lossy().into_owned(),
            title: file.title,
            by: file.by,
            at: file.at,
        });
        Ok(Self { files: files.collect() })
    }
}

fn bring_back(call: &ApiRequest) -> Result<Reply, Error> {
    let number = removed_number(call, FileChange::Undoable)?;
    let track = call.intake()?.bring_back(number)?.0.to_string();
    Reply::json(&Returned { track })
}

fn discard(call: &ApiRequest) -> Result<Reply, Error> {
    call.intake()?.discard(removed_number(call, FileChange::Final)?)?;
    Ok(Reply::done())
}

fn waveform(call: &ApiRequest) -> Result<Reply, Error> {
    let (state, points) = match call.intake()?.waveform(number(call)?)? {
        Waveform::Here(points) => ("here", points),
        Waveform::Soon => ("soon", Vec::new()),
        Waveform::Nowhere => ("nowhere", Vec::new()),
    };
    Ok(Reply::json(&Drawn { state, points })?.tagged())
}

fn sound(call: ApiRequest) -> Blocking {
    Box::pin(async move {
        let (id, intake) = (number(&call)?, call.intake()?.clone());
        let media = call.site.instance.media.clone();
        let gone = |_| Error::not_found("The file of this track is gone.");
        let (path, file, length) = aside(move || {
            // A thread that opens a file on such a disk comes back with the disk.
            if let Some(seconds) = media.read().hung_seconds {
                let text =
                    format!("The music disk has not answered for {seconds} s; try again when it does.");
                return Err(Error::conflict(text));
            }
            let path = intake.file_of(id)?;
            let file = File::open(&path).map_err(gone)?;
            let length = file.metadata().map_err(gone)?.len();
            Ok((path, file, length))
        })
        .await?;
        let part = call.header("range").and_then(|range| part(range, length));
        let Range { start, end } = part.clone().unwrap_or(0..length);
        let reply = Reply::streamed(media_type(&path), end - start, read_piecewise(file, start..end))
            .with(ACCEPT_RANGES, "bytes")
            // Opened by itself, it is never shown as a page.
            .with(HeaderName::from_static("content-disposition"), "attachment");
        Ok(match part {
            None => reply,
            Some(_) => reply
                .status(StatusCode::PARTIAL_CONTENT)
                .with(CONTENT_RANGE, format!("bytes {start}-{}/{length}", end.max(1) - 1)),
        })
    })
}

/// Reads a part of a file as fast as the client takes it. One piece is in memory, and one waits for the connection; a
/// client that takes nothing for half a minute is cut off.
fn read_piecewise(file: File, part: Range<u64>) -> EventStream {
    let (sender, stream) = channel(1);
    actix_web::rt::spawn(async move {
        let (mut file, mut at) = (file, part.start);
        while at < part.end {
            let most = PIECE.min(part.end - at);
            let read = aside(move || {
                let mut piece = Vec::with_capacity(most as usize);
                let from = file.seek(SeekFrom::Start(at));
                let read = from.and_then(|_| (&mut file).take(most).read_to_end(&mut piece));
                read.map_err(|error| Error::Broken(error.to_string()))?;
                Ok((file, Bytes::from(piece)))
            });
            // What is missing at the end, where the file became shorter or cannot be read, closes the connection.
            let Ok((again, piece)) = read.await else { return };
            if piece.is_empty() || !sender.tell(piece.clone()).await {
                return;
            }
            (file, at) = (again, at + piece.len() as u64);
        }
    });
    stream
}

/// The part that is asked for (RFC 9110 section 14.1.2).
fn part(range: &str, length: u64) -> Option<Range<u64>> {
    let (from, to) = range.strip_prefix("bytes=")?.split_once('-')?;
    let (start, end) = match (from.trim().parse::<u64>(), to.trim()) {
        (Ok(start), "") => (start, length),
        (Ok(start), to) => (start, to.parse::<u64>().ok()?.saturating_add(1).min(length)),
        (Err(_), last) => (length.saturating_sub(last.parse().ok()?), length),
    };
    (start < end).then_some(start..end)
}

fn media_type(path: &Path) -> &'static str {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
    match &*ending {
        "mp3" | "mp2" | "mp1" => "audio/mpeg",
        "flac" => "audio/flac",
        "ogg" | "oga" | "ogx" | "opus" => "audio/ogg",
        "wav" | "wave" => "audio/wav",
        "m4a" | "m4b" | "m4r" | "mp4" | "mov" | "alac" => "audio/mp4",
        "aac" | "adts" => "audio/aac",
        "webm" | "weba" | "mka" | "mkv" => "audio/webm",
        "aif" | "aifc" | "aiff" => "audio/aiff",
        _ => "application/octet-stream",
    }
}

impl Edit {
    pub(crate) fn of(said: TrackEdit) -> Self {
        let seconds = |us: Option<u64>| us.map(|us| us as f64 / 1e6);
        Self {
            title: said.title,
            artist: said.artist,
            album: said.album,
            genre: said.genre,
            year: said.year,
            isrc: said.isrc,
            label: said.label,
            cue_in: seconds(said.cue_in_us),
            intro_end: seconds(said.intro_us),
            ending_start: seconds(said.segue_us),
            cue_out: seconds(said.cue_out_us),
        }
    }

    fn into_store(self) -> Result<TrackEdit, Error> {
        let micros = |name: &str, seconds: Option<f64>| match seconds {
            Some(seconds) if !(0.0..=1e6).contains(&seconds) => {
                Err(Error::bad_input(format!("{name} has to be seconds from the beginning of the file.")))
            }
            seconds => Ok(seconds.map(|seconds| (seconds * 1e6).round() as u64)),
        };
        Ok(store::TrackEdit {
            cue_in_us: micros("cue_in", self.cue_in)?,
            intro_us: micros("intro_end", self.intro_end)?,
            segue_us: micros("ending_start", self.ending_start)?,
            cue_out_us: micros("cue_out", self.cue_out)?,
            title: self.title,
            artist: self.artist,
            album: self.album,
            genre: self.genre,
            year: self.year,
            isrc: self.isrc,
            label: self.label,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_told_from_nonsense() {
        for (range, expected) in [
            ("bytes=0-", Some(0..100)),
            ("bytes=10-19", Some(10..20)),
            ("bytes=90-999", Some(90..100)),
            ("bytes=-5", Some(95..100)),
            ("bytes=-500", Some(0..100)),
            ("bytes=100-", None),
            ("bytes=9-3", None),
            ("bytes=x-", None),
            ("lines=1-2", None),
            ("bytes=0-18446744073709551615", Some(0..100)),
        ] {
            assert_eq!(part(range, 100), expected, "{range}");
        }
        assert_eq!(part("bytes=5-", 1 << 40), Some(5..1 << 40));
    }
}
