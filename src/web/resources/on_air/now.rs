//! Now playing.

use serde::Serialize;
use utoipa::ToSchema;

use crate::model::OnAirDj;
use crate::production::ProductionHandle;
use crate::web::Error;
use crate::web::resources::stations::public_pages::Now;
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/stations/{station}/now", Access::Everybody, Scope::Stations, now)
            .about("What is on air, and who listens")
            .gives::<OnAir>(),
    ]
}

/// The programme on air at a station.
#[derive(Serialize, ToSchema)]
pub(crate) struct OnAir {
    station: String,
    name: String,
    server_us: u64,
    now_playing: Option<Now>,
    live: Option<Live>,
    /// The names of DJs who wait in line, the next one first.
    waiting: Vec<String>,
    listeners: u64,
}

/// The DJ whose line is open, heard or about to be.
#[derive(Serialize, ToSchema)]
pub(crate) struct Live {
    dj: String,
    program: Option<String>,
    since_us: u64,
    buffer_ms: u64,
    heard: bool,
    /// The end of the hours in which they may be live, in microseconds; none if they may always, or if that is not known
    /// yet.
    until_us: Option<u64>,
}

/// Returns what is on air; readable by pages of other sites.
fn now(call: &ApiRequest) -> Result<Reply, Error> {
    let on_air = OnAir::of(call.station()?);
    // Neither the time nor the fill of a buffer makes it another answer.
    let live = on_air.live.as_ref().map(|live| (&live.dj, live.since_us, live.heard, live.until_us));
    let state = (&on_air.name, &on_air.now_playing, live, &on_air.waiting, on_air.listeners);
    Reply::json(&on_air)?.tagged_by(&state)
}

impl OnAir {
    /// Describes what is on air at `station`.
    pub(crate) fn of(station: &ProductionHandle) -> Self {
        let broadcast = station.broadcast();
        Self {
            station: station.slug().to_owned(),
            name: broadcast.name(),
            server_us: broadcast.clock().now_us(),
            now_playing: broadcast.now_playing().as_ref().map(|now| Now::of(now, broadcast)),
            live: station.dj_inputs().on_air().map(Live::of),
            waiting: station.dj_inputs().waiting(),
            listeners: broadcast.listeners().total(),
        }
    }

    /// Returns when the hours of the DJ on air end, by the server's clock.
    pub(crate) fn until_us(&self) -> Option<u64> {
        self.live.as_ref().and_then(|live| live.until_us)
    }
}

impl Live {
    pub(crate) fn of(dj: OnAirDj) -> Self {
        Self {
            dj: dj.name,
            program: dj.program,
            since_us: dj.since_us,
            buffer_ms: (dj.buffer_seconds * 1e3) as u64,
            heard: dj.is_heard,
            until_us: dj.until_us,
        }
    }
}
