//! The dashboard's first page: one's stations, and where one is signed in.

use serde::Serialize;

use super::api::SignedIn;
use crate::web::Error;
use crate::web::resources::on_air::now::OnAir;
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/admin", Access::Person, Scope::Pages, home)]
}

/// Variables of `dashboard/home.html`.
#[derive(Serialize)]
struct HomePage {
    cards: Vec<OnAir>,
    sessions: Vec<SignedIn>,
    contact: OwnContact,
    version: &'static str,
}

/// How one is named and reached.
#[derive(Serialize)]
struct OwnContact {
    display_name: String,
    email: String,
}

fn home(call: &ApiRequest) -> Result<Reply, Error> {
    let person = call.person()?;
    let stations = call.site.stations.all().filter(|station| person.goes_live_on(station.slug()));
    let contact = call.site.store.contact(&person.name)?;
    let page = HomePage {
        cards: stations.map(|station| OnAir::of(&station)).collect(),
        sessions: SignedIn::all(call, &person.name)?,
        contact: OwnContact {
            display_name: contact.display_name.unwrap_or_default(),
            email: contact.email.unwrap_or_default(),
        },
        version: env!("CARGO_PKG_VERSION"),
    };
    call.page("dashboard/home.html", &page)
}
