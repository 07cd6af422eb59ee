//! A station that is faded to silence by hand.

use serde::Serialize;
use utoipa::ToSchema;

use crate::web::Error;
use crate::web::table::{Area, Call, Does, May, Reply, Route, Verb};

const PATH: &str = "/api/v1/stations/{station}/silence";

pub(super) fn routes() -> Vec<Route> {
    let may = (May::Manager, Area::Live);
    vec![
        Route::get(PATH, May::Dj, Area::Live, read)
            .about("Whether the station is faded to silence")
            .gives::<Silence>(),
        Route::new(Verb::Post, PATH, may, Does::Ask(fade_out)).about(
            "Fade to silence, whatever is on air, and stay silent until this is taken away or a restart",
        ),
        Route::new(Verb::Delete, PATH, may, Does::Ask(come_back)).about("Go back on air"),
    ]
}

/// Whether a station is faded to silence.
#[derive(Serialize, ToSchema)]
struct Silence {
    is_silenced: bool,
}

fn read(call: &Call) -> Result<Reply, Error> {
    Reply::json(&Silence { is_silenced: call.station()?.is_silenced() })
}

fn fade_out(call: &Call) -> Result<Reply, Error> {
    call.station()?.silence(true);
    Ok(Reply::done())
}

fn come_back(call: &Call) -> Result<Reply, Error> {
    call.station()?.silence(false);
    Ok(Reply::done())
}
