//! What is on air.

use serde::Serialize;
use utoipa::ToSchema;

use crate::model::OnAirDj;
use crate::web::Error;
use crate::web::resources::stations::public_pages::Now;
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};

pub(in crate::web) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/stations/{station}/now", Access::Everybody, Scope::Stations, now)
            .about("What is on air, and who listens")
            .gives::<OnAir<'_>>(),
    ]
}

/// What is on air at a station.
#[derive(Serialize, ToSchema)]
struct OnAir<'a> {
    station: &'a str,
    name: String,
    server_us: u64,
    now_playing: Option<Now<'a>>,
    live: Option<Live>,
    /// The names of DJs who wait in line, the next one first.
    waiting: Vec<String>,
    listeners: u64,
}

/// The DJ whose line is open, heard or about to be.
#[derive(Serialize, ToSchema)]
pub(in crate::web) struct Live {
    dj: String,
    program: Option<String>,
    since_us: u64,
    buffer_ms: u64,
    heard: bool,
}

/// What is on air, for pages anywhere.
fn now(call: &ApiRequest) -> Result<Reply, Error> {
    let station = call.station()?;
    let now = station.broadcast().now_playing();
    let live = station.dj_inputs().on_air().map(Live::of);
    Reply::json(&OnAir {
        station: station.slug(),
        name: station.broadcast().name(),
        server_us: station.broadcast().clock().now_us(),
        now_playing: now.as_ref().map(|now| Now::of(now, station.slug())),
        live,
        waiting: station.dj_inputs().waiting(),
        listeners: station.broadcast().listeners().total(),
    })
}

impl Live {
    pub(in crate::web) fn of(dj: OnAirDj) -> Self {
        Self {
            dj: dj.name,
            program: dj.program,
            since_us: dj.since_us,
            buffer_ms: (dj.buffer_seconds * 1e3) as u64,
            heard: dj.is_heard,
        }
    }
}
