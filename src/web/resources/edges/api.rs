//! The description of the stations for edges, and the reports of edges' listeners.

use crate::cluster::{CATALOGUE, CatalogueStation, EdgeReport, EdgeReportStation, StationCatalogue};
use crate::model::Player;
use crate::mount::ListenerLabels;
use crate::output::formats;
use crate::web::Error;
use crate::web::router::{Access, ApiRequest, Handler, Reply, Route, Scope, Verb};

/// Letters of an edge's name at most.
const LONGEST_NAME: usize = 100;
/// Kinds of listeners to a station that a report may have: more than there are.
const MOST_KINDS: usize = 2_000;
/// Edges that are known at a time.
const MOST_EDGES: usize = 10_000;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get(CATALOGUE, Access::Everybody, Scope::Edges, catalogue)
            .about("The stations and their renditions, as edges need them")
            .gives::<StationCatalogue>(),
        Route::new(Verb::Put, "/api/v1/edges/{name}", (Access::Admin, Scope::Edges), Handler::Ask(report))
            .about("Report who listens at an edge; it counts until the next report, for 10 s at most")
            .takes::<EdgeReport>(),
    ]
}

fn catalogue(call: &ApiRequest) -> Result<Reply, Error> {
    let stations = call.site.broadcasts.all().map(|station| CatalogueStation::of(&station)).collect();
    Reply::json(&StationCatalogue { server_us: call.site.clock.now_us(), stations })
}

fn report(call: &ApiRequest) -> Result<Reply, Error> {
    let name = call.part("name")?;
    let is_name = name.chars().count() <= LONGEST_NAME && !name.chars().any(char::is_control);
    if !is_name {
        return Err(Error::bad_input(format!("An edge's name has at most {LONGEST_NAME} letters.")));
    }
    let report: EdgeReport = call.json()?;
    for EdgeReportStation { slug, listeners } in report.stations {
        // A station that was removed a moment ago has no listeners any more.
        let Some(station) = call.site.broadcasts.get(&slug) else { continue };
        let known: Vec<String> =
            station.mounts().iter().map(|mount| mount.rendition().name.clone()).collect();
        let kinds = listeners.into_iter().take(MOST_KINDS).filter_map(|kind| {
            let output = formats::labels().find(|label| *label == kind.output)?;
            let player = Player::named(&kind.player).unwrap_or_default().name();
            let rendition = known.iter().find(|name| **name == kind.rendition)?.clone();
            Some((ListenerLabels { output, rendition, player }, kind.listeners))
        });
        let is_noted = station.listeners().note_edge(name, kinds, call.site.clock.now_us(), MOST_EDGES);
        if !is_noted {
            return Err(Error::bad_input(format!("No more than {MOST_EDGES} edges are counted.")));
        }
    }
    Ok(Reply::done())
}
