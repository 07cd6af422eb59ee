//! Number of listeners, now and in the last hour.

use serde::Serialize;
use utoipa::ToSchema;

use crate::web::Error;
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/stations/{station}/audience", Access::Dj, Scope::Stations, read)
            .about("How many listen, and did in each minute of the last hour")
            .gives::<Audience>(),
    ]
}

/// Number of listeners of a station.
#[derive(Serialize, ToSchema)]
struct Audience {
    now: u64,
    /// The last hour, the oldest minute first. Those in which the station was not on air are missing.
    minutes: Vec<Minute>,
}

/// Number of listeners in a minute.
#[derive(Serialize, ToSchema)]
#[schema(as = AudienceMinute)]
struct Minute {
    /// Start of the minute, in microseconds since 1970.
    from_us: u64,
    /// The most at once.
    most: u64,
}

fn read(call: &ApiRequest) -> Result<Reply, Error> {
    let station = call.station()?;
    let minutes = station.broadcast().minutes().into_iter();
    let minutes = minutes.map(|minute| Minute { from_us: minute.from_us, most: minute.most });
    Reply::json(&Audience { now: station.broadcast().listeners().total(), minutes: minutes.collect() })
}
