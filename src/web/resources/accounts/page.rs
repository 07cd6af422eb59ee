//! Who may enter: everybody's accounts, and the DJs of a station.

use serde::Serialize;

use crate::store::{Account, Role, StationPermissions};
use crate::web::Error;
use crate::web::format;
use crate::web::resources::accounts::djs::Djs;
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};

pub(in crate::web) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/people", Access::Admin, Scope::Pages, people),
        Route::get("/admin/stations/{station}/djs", Access::Manager, Scope::Pages, djs),
    ]
}

/// What `dashboard/people.html` is told.
#[derive(Serialize)]
struct PeoplePage {
    people: Vec<Person>,
    all: Vec<Choice>,
}

#[derive(Serialize)]
struct Person {
    name: String,
    role: &'static str,
    stations: String,
    choices: Vec<Choice>,
    hours: Vec<String>,
    created: String,
    must_change: bool,
    has_totp: bool,
    sessions: Vec<Browser>,
    is_me: bool,
}

/// A station that somebody is limited to, or not.
#[derive(Clone, Serialize)]
struct Choice {
    slug: String,
    name: String,
    is_chosen: bool,
}

#[derive(Serialize)]
struct Browser {
    agent: String,
    used: String,
}

fn people(call: &ApiRequest) -> Result<Reply, Error> {
    let store = &call.site.store;
    let known = store.stations()?.into_iter();
    let all: Vec<_> =
        known.map(|known| Choice { slug: known.slug, name: known.name, is_chosen: false }).collect();
    let people: Result<Vec<_>, Error> =
        store.accounts()?.into_iter().map(|account| Person::of(call, account, &all)).collect();
    call.page("dashboard/people.html", &PeoplePage { people: people?, all })
}

fn djs(call: &ApiRequest) -> Result<Reply, Error> {
    call.page("dashboard/djs.html", &Djs::of(call)?)
}

impl Person {
    fn of(call: &ApiRequest, account: Account, all: &[Choice]) -> Result<Self, Error> {
        let (store, me) = (&call.site.store, call.person()?);
        let reach = store.reach(&account.name)?;
        let sessions = store.sessions(&account.name, call.now())?.into_iter();
        let is_chosen = |slug: &String| reach.stations.contains(slug);
        Ok(Self {
            is_me: me.name.eq_ignore_ascii_case(&account.name),
            role: account.role.name(),
            stations: places(account.role, &reach),
            choices: all
                .iter()
                .map(|one| Choice { is_chosen: is_chosen(&one.slug), ..one.clone() })
                .collect(),
            hours: reach.hours.iter().map(ToString::to_string).collect(),
            created: format::time(account.created_at),
            must_change: account.must_change,
            has_totp: store.has_totp(&account.name)?,
            sessions: sessions
                .map(|one| Browser { agent: one.user_agent, used: format::time(one.used_at) })
                .collect(),
            name: account.name,
        })
    }
}

/// The stations that somebody is limited to, in words.
fn places(role: Role, reach: &StationPermissions) -> String {
    match (role, reach.stations.is_empty()) {
        (Role::Admin, _) => "everything".to_owned(),
        (Role::Manager, true) => "none yet".to_owned(),
        (Role::Dj, true) => "every station".to_owned(),
        (_, false) => reach.stations.join(", "),
    }
}
