//! A station that is faded to silence by hand.

use serde::Serialize;
use utoipa::ToSchema;

use crate::web::Error;
use crate::web::router::{Access, ApiRequest, Handler, Reply, Route, Scope, Verb};

const PATH: &str = "/api/v1/stations/{station}/silence";

pub(crate) fn routes() -> Vec<Route> {
    let may = (Access::Manager, Scope::Live);
    vec![
        Route::get(PATH, Access::Dj, Scope::Live, read)
            .about("Whether the station is faded to silence")
            .gives::<Silence>(),
        Route::new(Verb::Post, PATH, may, Handler::Ask(fade_out)).about(
            "Fade to silence, whatever is on air, and stay silent until this is taken away or a restart",
        ),
        Route::new(Verb::Delete, PATH, may, Handler::Ask(come_back)).about("Go back on air"),
    ]
}

/// State of a station that can be faded to silence.
#[derive(Serialize, ToSchema)]
struct Silence {
    is_silenced: bool,
}

fn read(call: &ApiRequest) -> Result<Reply, Error> {
    Reply::json(&Silence { is_silenced: call.station()?.is_silenced() })
}

fn fade_out(call: &ApiRequest) -> Result<Reply, Error> {
    call.station()?.silence(true);
    Ok(Reply::done())
}

fn come_back(call: &ApiRequest) -> Result<Reply, Error> {
    call.station()?.silence(false);
    Ok(Reply::done())
}
