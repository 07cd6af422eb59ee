//! DJs who are live.

use crate::web::Error;
use crate::web::table::{Area, Call, Does, May, Reply, Route, Verb};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::new(
            Verb::Post,
            "/api/v1/stations/{station}/kick",
            (May::Manager, Area::Live),
            Does::Ask(kick),
        )
        .about("Take who is live off the air"),
    ]
}

fn kick(call: &Call) -> Result<Reply, Error> {
    let kicked = call.site.ingest.kick(call.station()?);
    if kicked { Ok(Reply::done()) } else { Err(Error::Conflict("Nobody is live.".to_owned())) }
}
