//! DJs who are live.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::web::Error;
use crate::web::router::{Access, ApiRequest, Handler, Reply, Route, Scope, Verb};

/// Default time for which a DJ who was taken off the air may not come back.
pub(super) const KICKED_FOR: Duration = Duration::from_mins(3);
/// The longest time a DJ may be kept off the air.
pub(super) const MOST_BARRED: Duration = Duration::from_hours(7 * 24);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::new(
            Verb::Post,
            "/api/v1/stations/{station}/kick",
            (Access::Manager, Scope::Live),
            Handler::Ask(kick),
        )
        .about("Take the DJ who is live off the air, and keep them off for `bar_seconds` (180 unless given)")
        .query(&["bar_seconds"])
        .takes::<Kick>(),
        Route::new(
            Verb::Post,
            "/api/v1/stations/{station}/dump",
            (Access::Manager, Scope::Live),
            Handler::Ask(dump),
        )
        .about("Throw away the live sound that waits in the broadcast delay")
        .gives::<Dumped>(),
    ]
}

/// How a DJ is taken off the air; in the query or in the body.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Kick {
    /// Seconds for which the DJ may not come back; 0 lets them come back at once.
    bar_seconds: Option<u64>,
}

/// Live sound that does not go on air.
#[derive(Serialize, ToSchema)]
struct Dumped {
    /// Its length, in seconds.
    seconds: f64,
}

fn dump(call: &ApiRequest) -> Result<Reply, Error> {
    let who = call.person()?.name.clone();
    let dumped = call.station()?.dump(&who);
    let dumped = dumped.ok_or_else(|| Error::conflict("No live sound waits to go on air."))?;
    Reply::json(&Dumped { seconds: dumped.as_secs_f64() })
}

fn kick(call: &ApiRequest) -> Result<Reply, Error> {
    let query: Kick = call.query()?;
    let body: Kick = if call.body().is_empty() { Kick::default() } else { call.json()? };
    let barred_for = body.bar_seconds.or(query.bar_seconds).map_or(KICKED_FOR, Duration::from_secs);
    if barred_for > MOST_BARRED {
        return Err(Error::bad_input("A DJ can be kept off the air for a week at most."));
    }
    let kicked = call.site.ingest.kick(call.station()?, barred_for);
    if kicked { Ok(Reply::done()) } else { Err(Error::conflict("Nobody is live.")) }
}
