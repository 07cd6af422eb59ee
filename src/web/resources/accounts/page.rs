//! The pages of accounts: those of everybody, and the DJs of a station.

use serde::Serialize;

use super::api::Person;
use super::djs::Djs;
use crate::web::Error;
use crate::web::resources::me::api::SignedIn;
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/people", Access::Admin, Scope::Pages, people),
        Route::get("/admin/stations/{station}/djs", Access::Manager, Scope::Pages, djs),
    ]
}

/// Variables of `dashboard/people.html`.
#[derive(Serialize)]
struct PeoplePage {
    people: Vec<Entry>,
    /// Slug and name of each station.
    all: Vec<(String, String)>,
    /// The OpenID provider, if people may sign in with one.
    provider: Option<String>,
}

#[derive(Serialize)]
struct Entry {
    #[serde(flatten)]
    account: Person,
    sessions: Vec<SignedIn>,
}

fn people(call: &ApiRequest) -> Result<Reply, Error> {
    let store = &call.site.store;
    let entry = |account| {
        let account = Person::of(store, account)?;
        Ok(Entry { sessions: SignedIn::all(call, &account.name)?, account })
    };
    let people = store.accounts()?.into_iter().map(entry).collect::<Result<_, Error>>()?;
    let all = store.stations()?.into_iter().map(|known| (known.slug, known.name)).collect();
    let provider = call.site.instance.oidc.as_ref().map(|oidc| oidc.host().to_owned());
    call.page("dashboard/people.html", &PeoplePage { people, all, provider })
}

fn djs(call: &ApiRequest) -> Result<Reply, Error> {
    call.page("dashboard/djs.html", &Djs::of(call)?)
}
