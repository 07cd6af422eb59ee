//! Settings of a station.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::model::{self, DirectoryChoice};
use crate::store::{Error as StoreError, StationRecord};
use crate::web::Error;
use crate::web::resources::{parsed, seconds, track};
use crate::web::router::{Access, ApiRequest, Handler, Reply, Route, Scope, Verb};

const PATH: &str = "/api/v1/stations/{station}/settings";

pub(crate) fn routes() -> Vec<Route> {
    let may = (Access::Manager, Scope::Stations);
    vec![
        Route::get(PATH, may.0, may.1, read).about("How a station is run").gives::<Settings>(),
        Route::new(Verb::Patch, PATH, may, Handler::Ask(change))
            .about("Run a station otherwise, from now on")
            .takes::<Changes>()
            .gives::<Settings>(),
    ]
}

/// Settings of a station.
#[derive(Serialize, ToSchema)]
pub(crate) struct Settings {
    /// Length of the crossfade to a DJ and back, in seconds, 0 to 10.
    takeover_seconds: f64,
    /// Time for which a DJ may send silence before the station plays something else, in seconds, 1 to 3600.
    silence_after_seconds: f64,
    /// Time that all players add to a frame's time, so that they sound together, in seconds, 0.2 to 5. Who listens already
    /// keeps theirs until they connect anew.
    playout_delay_seconds: f64,
    /// Time that live sound waits before it goes on air, so that it can be dumped, in seconds, 0 to 40. A DJ who is live
    /// keeps the delay that they began with.
    broadcast_delay_seconds: f64,
    /// Behaviour of AutoDJ while a DJ is live: `next-track` or `keeps-time`.
    autodj: &'static str,
    /// Treatment of a DJ who connects while another one is live: `refused` or `waits`.
    second_dj: &'static str,
    /// Treatment of a DJ whose hours are over: `keep` lets them stay until they leave, `end` lets them go.
    over_time: &'static str,
    /// Setting for song requests by listeners: `on` or `off`.
    requests: &'static str,
    /// Setting for calls by listeners while a DJ is live: `on` or `off`.
    calls: &'static str,
    /// Setting for messages by listeners to the studio: `on` or `off`.
    messages: &'static str,
    /// Sound that is kept in the archive: `off`, `live`, `shows` or `everything`.
    archive: &'static str,
    /// Days for which the archive is kept, 1 to 3650.
    keep_days: u32,
    /// The most gigabytes that the archive takes, 1 to 100000; the oldest sound goes first.
    keep_gb: u32,
    /// Whether recordings are published as soon as they are there.
    publish_recordings: bool,
    /// Captions of what is spoken live: `on` or `off`.
    captions: &'static str,
    /// Readers of the transcript: `private` (the station's DJs and managers) or `public`.
    transcript: &'static str,
    /// Days for which the transcript is kept, up to 3650; 0 for as long as the as-run log.
    transcript_days: u32,
    /// The number of the track that is kept in memory and played when there is nothing else; none for the loop that
    /// ships.
    emergency_loop: Option<String>,
    /// Announcement in public directories: `on` or `off`.
    directory: &'static str,
    /// The genre that directories are told; empty if there is none.
    genre: String,
    /// The station's identifier at radio-browser.info, if it was sent there.
    radio_browser: Option<String>,
}

/// Changes to a station's settings; omitted fields stay the same.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SettingsChanges)]
struct Changes {
    takeover_seconds: Option<f64>,
    silence_after_seconds: Option<f64>,
    playout_delay_seconds: Option<f64>,
    broadcast_delay_seconds: Option<f64>,
    autodj: Option<String>,
    second_dj: Option<String>,
    over_time: Option<String>,
    requests: Option<String>,
    calls: Option<String>,
    messages: Option<String>,
    archive: Option<String>,
    keep_days: Option<u32>,
    keep_gb: Option<u32>,
    publish_recordings: Option<bool>,
    captions: Option<String>,
    transcript: Option<String>,
    transcript_days: Option<u32>,
    /// A track's number, or `default` for the loop that ships.
    emergency_loop: Option<String>,
    /// `on` or `off`. Private stations are announced nowhere.
    directory: Option<String>,
    /// Up to 60 letters.
    genre: Option<String>,
}

fn read(call: &ApiRequest) -> Result<Reply, Error> {
    Ok(Reply::json(&Settings::of(&known(call)?, emergency_loop(call)?))?.tagged())
}

fn change(call: &ApiRequest) -> Result<Reply, Error> {
    let changes: Changes = call.json()?;
    let station = call.station()?;
    let chosen = changes.emergency_loop.as_deref().map(choice).transpose()?;
    let directory = changes.directory.as_deref().map(parsed::<DirectoryChoice>).transpose()?;
    let genre = changes.genre.as_deref().map(model::checked_genre).transpose();
    let genre = genre.map_err(|unfit| Error::bad_input(format!("{unfit}.")))?;
    let settings = call.in_transaction(|call| {
        let known = known(call)?;
        call.check_version(Some(&Settings::of(&known, emergency_loop(call)?)))?;
        let settings = changes.over(known.settings)?;
        if let Some(directory) = directory {
            call.site.store.set_directory(station.slug(), directory)?;
        }
        if let Some(genre) = &genre {
            call.site.store.set_genre(station.slug(), genre)?;
        }
        if let Some(track) = chosen {
            call.site.store.set_emergency_loop(station.slug(), track)?;
        }
        call.site.store.set_settings(station.slug(), &settings)?;
        Ok(settings)
    })?;
    station.apply_settings(&settings);
    Ok(Reply::json(&Settings::of(&known(call)?, emergency_loop(call)?))?.tagged())
}

fn known(call: &ApiRequest) -> Result<StationRecord, Error> {
    let slug = call.station()?.slug();
    let known = call.site.store.stations()?.into_iter().find(|known| known.slug == slug);
    Ok(known.ok_or_else(|| StoreError::NoStation(slug.to_owned()))?)
}

/// The track of the station's emergency loop.
pub(crate) fn emergency_loop(call: &ApiRequest) -> Result<Option<model::TrackId>, Error> {
    Ok(call.site.store.emergency_loop(call.station()?.slug())?)
}

/// The track that `text` chooses; `None` for the loop that ships.
fn choice(text: &str) -> Result<Option<model::TrackId>, Error> {
    if text == "default" { Ok(None) } else { track(text).map(Some) }
}

impl Settings {
    pub(crate) fn of(record: &StationRecord, emergency_loop: Option<model::TrackId>) -> Self {
        let StationRecord { settings, listing, .. } = record;
        Self {
            takeover_seconds: settings.takeover.as_millis() as f64 / 1_000.0,
            silence_after_seconds: settings.silence_after.as_millis() as f64 / 1_000.0,
            playout_delay_seconds: settings.playout_delay.as_millis() as f64 / 1_000.0,
            broadcast_delay_seconds: settings.broadcast_delay.as_millis() as f64 / 1_000.0,
            autodj: settings.autodj.name(),
            second_dj: settings.second_dj.name(),
            over_time: settings.over_time.name(),
            requests: settings.requests.name(),
            calls: settings.calls.name(),
            messages: settings.messages.name(),
            archive: settings.archive.mode.name(),
            keep_days: settings.archive.keep_days,
            keep_gb: settings.archive.keep_gb,
            publish_recordings: settings.archive.publish,
            captions: settings.captions.name(),
            transcript: settings.transcript.name(),
            transcript_days: settings.transcript_days,
            emergency_loop: emergency_loop.map(|track| track.0.to_string()),
            directory: DirectoryChoice::of(listing.is_listed).name(),
            genre: listing.genre.clone(),
            radio_browser: listing.radio_browser.clone(),
        }
    }
}

impl Changes {
    fn over(self, known: model::Settings) -> Result<model::Settings, Error> {
        let takeover = (0.0, model::Settings::MOST_TAKEOVER);
        let takeover = self.takeover_seconds.map(|given| seconds("takeover_seconds", given, takeover));
        let silence = model::Settings::SILENCE_AFTER;
        let silence =
            self.silence_after_seconds.map(|given| seconds("silence_after_seconds", given, silence));
        let delay = model::Settings::PLAYOUT_DELAY;
        let delay = self.playout_delay_seconds.map(|given| seconds("playout_delay_seconds", given, delay));
        let waits = (0.0, model::Settings::MOST_BROADCAST_DELAY);
        let waits =
            self.broadcast_delay_seconds.map(|given| seconds("broadcast_delay_seconds", given, waits));
        let archive = model::ArchiveRules {
            mode: self.archive.map(|name| parsed(&name)).transpose()?.unwrap_or(known.archive.mode),
            keep_days: self.keep_days.unwrap_or(known.archive.keep_days),
            keep_gb: self.keep_gb.unwrap_or(known.archive.keep_gb),
            publish: self.publish_recordings.unwrap_or(known.archive.publish),
        };
        archive.check().map_err(Error::bad_input)?;
        let days = self.transcript_days.unwrap_or(known.transcript_days);
        if days > model::Settings::MOST_TRANSCRIPT_DAYS {
            let most = model::Settings::MOST_TRANSCRIPT_DAYS;
            return Err(Error::bad_input(format!("transcript_days has to be a number from 0 to {most}.")));
        }
        Ok(model::Settings {
            archive,
            takeover: takeover.transpose()?.unwrap_or(known.takeover),
            silence_after: silence.transpose()?.unwrap_or(known.silence_after),
            playout_delay: delay.transpose()?.unwrap_or(known.playout_delay),
            broadcast_delay: waits.transpose()?.unwrap_or(known.broadcast_delay),
            autodj: self.autodj.map(|name| parsed(&name)).transpose()?.unwrap_or(known.autodj),
            second_dj: self.second_dj.map(|name| parsed(&name)).transpose()?.unwrap_or(known.second_dj),
            over_time: self.over_time.map(|name| parsed(&name)).transpose()?.unwrap_or(known.over_time),
            requests: self.requests.map(|name| parsed(&name)).transpose()?.unwrap_or(known.requests),
            calls: self.calls.map(|name| parsed(&name)).transpose()?.unwrap_or(known.calls),
            messages: self.messages.map(|name| parsed(&name)).transpose()?.unwrap_or(known.messages),
            captions: self.captions.map(|name| parsed(&name)).transpose()?.unwrap_or(known.captions),
            transcript: self.transcript.map(|name| parsed(&name)).transpose()?.unwrap_or(known.transcript),
            transcript_days: days,
        })
    }
}
