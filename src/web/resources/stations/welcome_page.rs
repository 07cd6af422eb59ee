//! First steps: a new server's administrator names the station, sets its time zone, colour and logo, uploads music, and
//! ends with the stream's addresses.

use serde::{Deserialize, Serialize};

use super::page::Look;
use crate::web::Error;
use crate::web::resources::listening::{PlayerPageLink, StreamLink, page_links};
use crate::web::resources::on_air::now::OnAir;
use crate::web::resources::plans::api::Rules;
use crate::web::resources::schedule::page::zones;
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};

/// Number of steps.
const STEPS: u8 = 5;

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/admin/stations/{station}/welcome", Access::Manager, Scope::Pages, page)]
}

/// Query of the page.
#[derive(Deserialize)]
struct Asked {
    /// Number of the step, counted from 1.
    step: Option<u8>,
}

/// Variables of `dashboard/welcome.html`.
#[derive(Serialize)]
struct WelcomePage {
    step: u8,
    steps: u8,
    name: String,
    slug: String,
    rules: Rules,
    zones: Vec<String>,
    look: Look,
    /// Number of tracks in the library.
    tracks: u64,
    on_air: OnAir,
    page_link: PlayerPageLink,
    links: Vec<StreamLink>,
}

fn page(call: &ApiRequest) -> Result<Reply, Error> {
    let Asked { step } = call.query()?;
    let (station, store) = (call.station()?, &call.site.store);
    let record = store.station(station.slug())?;
    let origin = call.origin().unwrap_or_default();
    let page = WelcomePage {
        step: step.unwrap_or(1).clamp(1, STEPS),
        steps: STEPS,
        rules: Rules::of(call)?,
        zones: zones(),
        look: Look::of(&record.look, &record.slug),
        tracks: store.listed()?.len() as u64,
        on_air: OnAir::of(station),
        page_link: PlayerPageLink::of(station.slug(), &origin),
        links: page_links(station.broadcast(), &origin),
        name: record.name,
        slug: record.slug,
    };
    call.page("dashboard/welcome.html", &page)
}

/// Address of the first steps, if `name` runs the only station of a new server: who has just replaced the password that
/// was printed at the first start.
pub(crate) fn first_steps(call: &ApiRequest) -> Option<String> {
    let person = call.person().ok().filter(|person| person.must_change && person.is_admin())?;
    let mut stations = call.site.stations.all().filter(|station| person.runs(station.slug()));
    let station = stations.next()?;
    stations.next().is_none().then(|| format!("/admin/stations/{}/welcome", station.slug()))
}
