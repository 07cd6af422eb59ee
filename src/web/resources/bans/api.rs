//! `BanList` of addresses, networks and programs.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::auth::{BanError, NewBan};
use crate::store::{Ban, BanKind};
use crate::web::Error;
use crate::web::router::{Access, ApiRequest, Handler, Reply, Route, Scope, Verb};

const ALL: &str = "/api/v1/bans";

pub(crate) fn routes() -> Vec<Route> {
    let may = (Access::Admin, Scope::Accounts);
    vec![
        Route::get(ALL, may.0, may.1, list).about("The bans that hold").gives::<BanList>(),
        Route::new(Verb::Post, ALL, may, Handler::Ask(add))
            .about("Ban an address, a network or a program from listening, going live and signing in")
            .takes::<New>()
            .gives::<Told>(),
        Route::new(Verb::Delete, "/api/v1/bans/{id}", may, Handler::Ask(remove)).about("End a ban"),
    ]
}

/// The bans that hold, the newest first.
#[derive(Serialize, ToSchema)]
struct BanList {
    bans: Vec<Told>,
}

/// A ban.
#[derive(Serialize, ToSchema)]
#[schema(as = Ban)]
struct Told {
    id: i64,
    /// `network` or `agent`.
    kind: &'static str,
    /// A network such as `192.0.2.0/24`, an address, or a text that the `User-Agent` contains.
    value: String,
    reason: String,
    /// Seconds since 1970, as the other.
    created_at: i64,
    /// Time of expiry; null if the ban is permanent.
    ends_at: Option<i64>,
}

/// A ban to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BanNew)]
struct New {
    /// An address or a network such as `192.0.2.0/24`; either this or `agent`.
    network: Option<String>,
    /// A text of at least three characters that the program's `User-Agent` contains.
    agent: Option<String>,
    /// The reason for the ban.
    #[serde(default)]
    reason: String,
    /// Duration in seconds; permanent if omitted.
    seconds: Option<i64>,
}

impl From<Ban> for Told {
    fn from(ban: Ban) -> Self {
        let Ban { id, kind, value, reason, created_at, ends_at } = ban;
        Self { id, kind: kind.name(), value, reason, created_at, ends_at }
    }
}

fn list(call: &ApiRequest) -> Result<Reply, Error> {
    let bans = call.site.store.bans(call.now())?;
    Ok(Reply::json(&BanList { bans: bans.into_iter().map(Told::from).collect() })?.tagged())
}

fn add(call: &ApiRequest) -> Result<Reply, Error> {
    let new: New = call.json()?;
    let (kind, value) = match (new.network, new.agent) {
        (Some(network), None) => (BanKind::Network, network),
        (None, Some(agent)) => (BanKind::Agent, agent),
        _ => return Err(Error::bad_input("Name either a network or an agent.")),
    };
    let ban = NewBan { kind, value, reason: new.reason, seconds: new.seconds };
    let ban = ban.keep(&call.site.store, call.now()).map_err(|error| match error {
        BanError::Unfit(text) => Error::bad_input(text),
        BanError::Store(error) => Error::Store(error),
    })?;
    call.site.enforce_bans()?;
    Reply::created(&format!("{ALL}/{}", ban.id), &Told::from(ban))
}

fn remove(call: &ApiRequest) -> Result<Reply, Error> {
    const UNKNOWN: Error = Error::not_found("There is no ban of this number.");
    let Ok(id) = call.part("id")?.parse() else { return Err(UNKNOWN) };
    if !call.site.store.remove_ban(id)? {
        return Err(UNKNOWN);
    }
    call.site.auth.load_bans()?;
    Ok(Reply::done())
}
