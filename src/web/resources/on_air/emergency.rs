//! The emergency playlist.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::broadcast::events::Change;
use crate::web::Error;
use crate::web::resources::body_names;
use crate::web::router::{Access, ApiRequest, Handler, Reply, Route, Scope, Verb};

const PATH: &str = "/api/v1/stations/{station}/emergency";

pub(crate) fn routes() -> Vec<Route> {
    let may = (Access::Manager, Scope::Live);
    vec![
        Route::get(PATH, Access::Dj, Scope::Live, read).about("The emergency playlist").gives::<Emergency>(),
        Route::new(Verb::Put, PATH, may, Handler::Ask(choose))
            .about("Choose the emergency playlist, or none, which ends the emergency")
            .takes::<Choice>()
            .gives::<Emergency>(),
        Route::new(Verb::Post, PATH, may, Handler::Ask(begin)).about(
            "Fade to the emergency playlist within seconds, and play nothing else until this is taken away; \
             a DJ who is live stays on air",
        ),
        Route::new(Verb::Delete, PATH, may, Handler::Ask(end))
            .about("Play everything again, from the next track on"),
    ]
}

/// The playlist for emergencies, and whether it is on.
#[derive(Serialize, ToSchema)]
pub(crate) struct Emergency {
    /// The name of the playlist, if one was chosen.
    playlist: Option<String>,
    /// True while it is played exclusively.
    is_on: bool,
}

/// The playlist for emergencies.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EmergencyChoice)]
struct Choice {
    /// Its name, or nothing for none.
    playlist: Option<String>,
}

fn read(call: &ApiRequest) -> Result<Reply, Error> {
    Reply::json(&Emergency::of(call)?)
}

impl Emergency {
    /// The emergency playlist of the station in the address.
    pub(crate) fn of(call: &ApiRequest) -> Result<Self, Error> {
        let chosen = call.site.store.emergency(call.station()?.slug())?;
        let is_on = chosen.as_ref().is_some_and(|chosen| chosen.is_on);
        Ok(Self { playlist: chosen.map(|chosen| chosen.playlist), is_on })
    }
}

fn choose(call: &ApiRequest) -> Result<Reply, Error> {
    let choice: Choice = call.json()?;
    let station = call.station()?;
    call.site.store.choose_emergency(station.slug(), choice.playlist.as_deref()).map_err(body_names)?;
    station.broadcast().emit(Change::Programme);
    read(call)
}

fn begin(call: &ApiRequest) -> Result<Reply, Error> {
    set(call, true)
}

fn end(call: &ApiRequest) -> Result<Reply, Error> {
    set(call, false)
}

fn set(call: &ApiRequest, is_on: bool) -> Result<Reply, Error> {
    let station = call.station()?;
    if !call.site.store.set_emergency(station.slug(), is_on)? {
        let text = "This station has no emergency playlist: choose one first.";
        return Err(Error::conflict(text));
    }
    tracing::warn!(
        station = station.slug(),
        is_on,
        "the emergency playlist is to be played, or everything again"
    );
    station.broadcast().emit(Change::Programme);
    Ok(Reply::done())
}
