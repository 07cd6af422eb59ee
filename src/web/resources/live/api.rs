//! DJs who are live.

use crate::web::Error;
use crate::web::router::{Access, ApiRequest, Handler, Reply, Route, Scope, Verb};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::new(
            Verb::Post,
            "/api/v1/stations/{station}/kick",
            (Access::Manager, Scope::Live),
            Handler::Ask(kick),
        )
        .about("Take who is live off the air"),
    ]
}

fn kick(call: &ApiRequest) -> Result<Reply, Error> {
    let kicked = call.site.ingest.kick(call.station()?);
    if kicked { Ok(Reply::done()) } else { Err(Error::conflict("Nobody is live.")) }
}
