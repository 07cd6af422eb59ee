//! Keys of programs.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::store::ApiClient;
use crate::web::Error;
use crate::web::router::{Access, ApiRequest, Handler, Reply, Route, Scope, Verb, bearer};

const ALL: &str = "/api/v1/tokens";
const DAY: i64 = 24 * 3_600;
/// The longest time that a key may last, in days, if it ends at all.
const MOST_DAYS: i64 = 3_650;

pub(crate) fn routes() -> Vec<Route> {
    let may = (Access::Admin, Scope::Tokens);
    vec![
        Route::get(ALL, may.0, may.1, list).about("The programs that have a token").gives::<Tokens>(),
        Route::new(Verb::Post, ALL, may, Handler::Ask(add))
            .about("Make a token for a program; it is told once")
            .takes::<New>()
            .gives::<Made>(),
        Route::new(Verb::Delete, "/api/v1/tokens/{name}", may, Handler::Ask(remove))
            .about("Take a program's token away"),
    ]
}

/// The programs that have a token, by name.
#[derive(Serialize, ToSchema)]
pub(crate) struct Tokens {
    tokens: Vec<Told>,
    /// The scopes there are: what a program may read, or change, too.
    scopes: Vec<String>,
}

/// A program that has a token.
#[derive(Serialize, ToSchema)]
#[schema(as = Token)]
pub(crate) struct Told {
    name: String,
    /// The administrator who made it; it opens nothing once they are none.
    made_by: String,
    scopes: Vec<String>,
    /// The stations it is limited to; none means every station.
    stations: Vec<String>,
    /// Seconds since 1970, as the others.
    created_at: i64,
    used_at: Option<i64>,
    expires_at: Option<i64>,
}

/// A token to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TokenNew)]
struct New {
    /// The program's name: letters, digits, dots, hyphens and underscores.
    name: String,
    /// Permissions, such as `library:read` or `queue:write`, which includes reading; `live` stands for `live:write`.
    scopes: Vec<String>,
    /// The stations it is limited to; without any, every station.
    #[serde(default)]
    stations: Vec<String>,
    /// After how many days it ends, 1 to 3650; without it, never.
    days: Option<i64>,
}

/// A token that was made.
#[derive(Serialize, ToSchema)]
#[schema(as = TokenMade)]
struct Made {
    name: String,
    /// To be sent as `Authorization: Bearer …`; nobody can be told it again.
    token: String,
}

fn list(call: &ApiRequest) -> Result<Reply, Error> {
    Ok(Reply::json(&Tokens::of(call)?)?.tagged())
}

impl Tokens {
    /// All tokens, and the scopes to choose from.
    pub(crate) fn of(call: &ApiRequest) -> Result<Self, Error> {
        let tokens = call.site.store.programs()?.into_iter().map(Told::of).collect();
        Ok(Self { tokens, scopes: Scope::scopes() })
    }
}

fn add(call: &ApiRequest) -> Result<Reply, Error> {
    let mut new: New = call.json()?;
    // `live` is `live:write`.
    for scope in new.scopes.iter_mut().filter(|scope| !scope.contains(':')) {
        scope.push_str(":write");
    }
    let known = Scope::scopes();
    if new.scopes.is_empty() || !new.scopes.iter().all(|scope| known.contains(scope)) {
        return Err(Error::bad_input(format!("scopes has to name one or more of: {}.", known.join(", "))));
    }
    if new.days.is_some_and(|days| !(1..=MOST_DAYS).contains(&days)) {
        return Err(Error::bad_input(format!("days has to be from 1 to {MOST_DAYS}.")));
    }
    let program = ApiClient {
        name: new.name,
        made_by: call.person()?.name.clone(),
        scopes: new.scopes,
        stations: new.stations,
        created_at: call.now(),
        used_at: None,
        expires_at: new.days.map(|days| call.now() + days * DAY),
    };
    let token = bearer::told(&call.site.store.add_program(&program)?);
    Reply::created(&format!("/api/v1/tokens/{}", program.name), &Made { name: program.name, token })
}

fn remove(call: &ApiRequest) -> Result<Reply, Error> {
    let removed = call.site.store.remove_program(call.part("name")?)?;
    if removed { Ok(Reply::done()) } else { Err(Error::not_found("No program of this name has a token.")) }
}

impl Told {
    fn of(program: ApiClient) -> Self {
        let ApiClient { name, made_by, scopes, stations, created_at, used_at, expires_at } = program;
        Self { name, made_by, scopes, stations, created_at, used_at, expires_at }
    }
}
