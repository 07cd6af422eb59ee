//! Voice tracks: talk that DJs record ahead, to be heard between two tracks of the queue.

use actix_web::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::queue::expected_starts;
use crate::audio::SAMPLE_RATE;
use crate::auth::DjHours;
use crate::library::{self, Excerpt, MOST_VOICE_BYTES, UnfitVoice, VoiceFiles};
use crate::model::{Queued, VoiceTrack};
use crate::source::autodj::track_provider::level_gain;
use crate::source::autodj::{Cues, MOST_TALKED_OVER};
use crate::store::{NewVoiceTrack, QueuedVoice};
use crate::web::Error;
use crate::web::resources::parsed;
use crate::web::router::{Access, ApiRequest, Handler, Reply, Route, Scope, Verb};

const ALL: &str = "/api/v1/stations/{station}/voice-tracks";
const ONE: &str = "/api/v1/stations/{station}/voice-tracks/{id}";

/// So much of the end of the first track is heard while talk is recorded, in samples: 10 s.
const ENDING: u64 = 10 * SAMPLE_RATE as u64;
/// Sound of voice tracks that were played is kept for so long, in seconds.
const KEPT_FOR: i64 = 24 * 3_600;

pub(crate) fn routes() -> Vec<Route> {
    let may = (Access::Dj, Scope::Queue);
    vec![
        Route::get("/api/v1/stations/{station}/queue/{number}/sound", Access::Dj, Scope::Queue, sound)
            .about("The last 10 s of a track in the queue as it will be heard (part=ending), or the first 30 s (part=beginning)")
            .query(&["part"])
            .gives_file("audio/wav"),
        Route::new(Verb::Post, ALL, may, Handler::Ask(add))
            .about("Put recorded talk before the track of the queue with the number `before`. Talk begins `overlap` samples before the end of the track that it follows, and the track `before` begins `next` samples after the talk, both at 48 kHz. DJs may for hours in which they may be live")
            .query(&["before", "overlap", "next"])
            .takes_file("audio/*")
            .at_most(MOST_VOICE_BYTES)
            .gives::<VoiceTrackNumbers>(),
        Route::get("/api/v1/stations/{station}/voice-tracks/{id}/sound", Access::Dj, Scope::Queue, talk)
            .about("The sound of a voice track, as it was sent")
            .gives_file("audio/*"),
        Route::new(Verb::Delete, ONE, may, Handler::Ask(remove))
            .about("Delete a voice track; DJs may delete their own"),
    ]
}

/// The place of talk among two tracks.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlaceOfTalk {
    /// The number in the queue of the track that it leads to.
    before: u64,
    /// Samples at 48 kHz before the end of the track before it with which it begins.
    overlap: u64,
    /// Samples at 48 kHz after its beginning with which the track after it begins.
    next: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PartOfTrack {
    part: String,
}

/// The numbers of a voice track.
#[derive(Serialize, ToSchema)]
struct VoiceTrackNumbers {
    /// Its own.
    id: i64,
    /// That in the queue.
    number: u64,
}

/// The talk that an entry of the queue is.
#[derive(Serialize, ToSchema)]
#[schema(as = VoiceTrack)]
pub(crate) struct TalkOfEntry {
    id: i64,
    /// The account that recorded it.
    dj: String,
    /// Its length.
    seconds: f64,
    /// `between` its two tracks as it was recorded; `after-another` or `before-another`, where one of them is another one by
    /// now; or `dropped`, for neither is there, and it will not be heard.
    placement: &'static str,
}

impl TalkOfEntry {
    /// Describes the talk at a place of the queue, if it is any.
    pub(crate) fn of(entries: &[Queued], at: usize) -> Option<Self> {
        let voice = entries.get(at)?.voice.as_ref()?;
        let track = |at: Option<usize>| at.and_then(|at| entries.get(at)).map(|entry| entry.track);
        let placement = voice.placement(track(at.checked_sub(1)), track(Some(at + 1)));
        let seconds = voice.length as f64 / f64::from(SAMPLE_RATE);
        Some(Self { id: voice.id, dj: voice.account.clone(), seconds, placement: placement.name() })
    }
}

fn sound(call: &ApiRequest) -> Result<Reply, Error> {
    call.keep_pace()?;
    let PartOfTrack { part } = call.query()?;
    let part = match part.as_str() {
        "ending" => Excerpt::Ending(ENDING),
        "beginning" => Excerpt::Beginning(MOST_TALKED_OVER),
        _ => return Err(Error::bad_input("The part is “ending” or “beginning”.")),
    };
    let number: u64 = parsed(call.part("number")?).map_err(|_| Error::UnknownPage)?;
    let station = call.station()?;
    let entries = call.site.store.queue(station.slug())?.entries;
    let entry = entries.iter().find(|entry| entry.number == number && entry.voice.is_none());
    let entry = entry.ok_or(Error::not_found("This track is not in the queue any more."))?;
    let library = call.intake()?.library();
    let file = library.file(&entry.path).ok_or(Error::not_found("The file of this track is not there."))?;
    let analysis = call.site.store.analysis(entry.track)?;
    let cues = analysis.as_ref().map(Cues::of_music).unwrap_or_default();
    let gain = level_gain(analysis.map(|analysis| analysis.loudness));
    let wav = library::excerpt(&file.path(), cues.begin, cues.end, part, gain);
    let wav = wav.map_err(|error| Error::conflict(format!("This track cannot be played: {error}.")))?;
    let wav =
        wav.ok_or(Error::conflict("This track is longer than 40 minutes; its end is not read meanwhile."))?;
    Ok(Reply::file("audio/wav", wav))
}

fn add(call: &ApiRequest) -> Result<Reply, Error> {
    let PlaceOfTalk { before, overlap, next } = call.query()?;
    let (station, person, store) = (call.station()?, call.person()?, &call.site.store);
    let slug = station.slug();
    if overlap > MOST_TALKED_OVER {
        return Err(Error::bad_input("Talk begins 30 seconds before the end of a track at the earliest."));
    }
    check_hours(call, before)?;
    let files = files(call);
    let now = call.now();
    for old in store.forget_played_voice_tracks(now - KEPT_FOR)? {
        files.remove(old);
    }
    let name = store.contact(&person.name).ok().and_then(|contact| contact.display_name);
    let id = store.reserve_voice_track(slug, &person.name, name.as_deref().unwrap_or(&person.name), now)?;
    let queued = files.keep(id, call.body()).map_err(unfit).and_then(|length| {
        if next > length || length - next > MOST_TALKED_OVER {
            return Err(Error::bad_input(
                "The next track begins before the talk is over, and 30 seconds before that at the earliest.",
            ));
        }
        Ok(store.queue_voice_track(slug, &NewVoiceTrack { id, overlap, next, length }, before)?)
    });
    match queued {
        Ok(QueuedVoice { number, .. }) => Reply::created(
            &format!("/api/v1/stations/{slug}/voice-tracks/{id}"),
            &VoiceTrackNumbers { id, number },
        ),
        Err(error) => {
            store.forget_voice_track(id)?;
            files.remove(id);
            Err(error)
        }
    }
}

/// Fails if a DJ may not be live when the entry `before` is expected to begin.
fn check_hours(call: &ApiRequest, before: u64) -> Result<(), Error> {
    let (station, person) = (call.station()?, call.person()?);
    if person.runs(station.slug()) {
        return Ok(());
    }
    let entries = call.site.store.queue(station.slug())?.entries;
    let starts = expected_starts(call, &entries)?;
    let at = entries.iter().position(|entry| entry.number == before);
    let at_us = at.and_then(|at| starts.get(at).copied().flatten());
    let clock = station.broadcast().clock();
    // As long as it is not known when that is, the DJ has to be in hours now.
    let at_us = at_us.unwrap_or_else(|| clock.now_us()).saturating_add(clock.wall_us());
    let hours = DjHours::read(&call.site.store, &person.name, station.slug())?;
    let checked = hours.check(at_us.saturating_sub(clock.now_us()));
    checked.map_err(|refusal| {
        let detail = format!("Talk at this place is for other hours: {refusal}.").into();
        Error::Client { status: StatusCode::FORBIDDEN, detail }
    })
}

fn talk(call: &ApiRequest) -> Result<Reply, Error> {
    let voice = known(call)?;
    let sound = std::fs::read(files(call).path(voice.id));
    Ok(Reply::file("audio/wav", sound.map_err(|_| Error::not_found("The sound of this talk is not there."))?))
}

fn remove(call: &ApiRequest) -> Result<Reply, Error> {
    let (voice, person) = (known(call)?, call.person()?);
    if voice.account != person.name && !person.runs(call.station()?.slug()) {
        return Err(Error::forbidden("This is another DJ’s talk: managers may delete it."));
    }
    call.site.store.forget_voice_track(voice.id)?;
    files(call).remove(voice.id);
    Ok(Reply::done())
}

fn known(call: &ApiRequest) -> Result<VoiceTrack, Error> {
    let unknown = || Error::not_found("There is no such voice track.");
    let id = call.part("id")?.parse().map_err(|_| unknown())?;
    call.site.store.voice_track(call.station()?.slug(), id)?.ok_or_else(unknown)
}

fn files(call: &ApiRequest) -> VoiceFiles {
    VoiceFiles::beside(call.site.store.path())
}

fn unfit(unfit: UnfitVoice) -> Error {
    match unfit {
        UnfitVoice::Io(error) => Error::Broken(error.to_string()),
        unfit => Error::bad_input(format!("The talk is not taken: {unfit}.")),
    }
}
