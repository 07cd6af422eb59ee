//! The stations there are.

use serde::Serialize;
use utoipa::ToSchema;

use crate::web::Error;
use crate::web::table::{Area, Call, May, Reply, Route};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/stations", May::Everybody, Area::Stations, list)
            .about("The stations there are")
            .gives::<Stations>(),
    ]
}

/// The stations there are.
#[derive(Serialize, ToSchema)]
struct Stations {
    stations: Vec<Station>,
}

/// A station.
#[derive(Serialize, ToSchema)]
struct Station {
    /// Its name in addresses.
    slug: String,
    /// Its name for people.
    name: String,
    /// Whether it sends sound.
    is_on_air: bool,
    listeners: u64,
    /// The names of its renditions, the usual one first.
    renditions: Vec<String>,
}

fn list(call: &Call) -> Result<Reply, Error> {
    let stations = call.site.stations.all().map(|station| Station {
        slug: station.slug().to_owned(),
        name: station.name().to_owned(),
        is_on_air: station.is_on_air(),
        listeners: station.listeners().total(),
        renditions: station.renditions().to_vec(),
    });
    Reply::json(&Stations { stations: stations.collect() })
}
