//! Access of listeners to a station: its rule, its listening password, and signed links.

use actix_web::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::model::ListenAccess;
use crate::output::listen_links::{LONGEST, LinkScope, TOKEN};
use crate::store::Password;
use crate::web::Error;
use crate::web::resources::parsed;
use crate::web::router::{Access, ApiRequest, Blocking, Handler, Reply, Route, Scope, Verb};

const RULE: &str = "/api/v1/stations/{station}/access";
const LINKS: &str = "/api/v1/stations/{station}/links";

pub(crate) fn routes() -> Vec<Route> {
    let may = (Access::Manager, Scope::Stations);
    vec![
        Route::get(RULE, may.0, may.1, read).about("Who may listen to a station").gives::<ListenRule>(),
        Route::new(Verb::Patch, RULE, may, Handler::Wait(change))
            .about("Set who may listen to a station; another listening password ends signed links")
            .takes::<ListenRuleChanges>()
            .gives::<ListenRule>(),
        Route::new(Verb::Post, LINKS, may, Handler::Ask(sign))
            .about("Sign a link that opens a private station until it ends")
            .takes::<NewLink>()
            .gives::<SignedLink>(),
        Route::new(Verb::Delete, LINKS, may, Handler::Ask(end)).about("End every signed link to a station"),
    ]
}

/// The rule for a station's listeners.
#[derive(Serialize, ToSchema)]
pub(super) struct ListenRule {
    /// `open`, `password` or `account`.
    access: &'static str,
    /// Whether there is a listening password.
    has_password: bool,
}

/// Changes of the rule; omitted fields stay the same.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ListenRuleChanges {
    /// `open`, `password` or `account`.
    access: Option<String>,
    /// The listening password, of at least 10 characters.
    password: Option<String>,
}

/// A link to be signed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ListenLinkNew)]
struct NewLink {
    /// For how many hours, up to a year.
    hours: f64,
}

/// A signed link. It is told once; whoever has it may listen.
#[derive(Serialize, ToSchema)]
#[schema(as = ListenLink)]
struct SignedLink {
    /// For the query of the page, the WebSocket, every stream and HLS, as `?token=`.
    token: String,
    /// The address of the station's page with it; the path alone where the server's name is not known.
    page: String,
    /// When it ends, in seconds since 1970.
    ends_at: i64,
}

impl ListenRule {
    pub(super) fn of(call: &ApiRequest) -> Result<Self, Error> {
        let slug = call.station()?.slug();
        let access = call.site.store.station(slug)?.access.access.name();
        Ok(Self { access, has_password: call.site.store.has_listen_password(slug)? })
    }
}

/// Takes the rule of the store over at once.
fn apply(call: &ApiRequest) -> Result<(), Error> {
    let station = call.station()?;
    station.broadcast().set_access(call.site.store.station(station.slug())?.access);
    Ok(())
}

fn read(call: &ApiRequest) -> Result<Reply, Error> {
    Ok(Reply::json(&ListenRule::of(call)?)?.tagged())
}

fn change(call: ApiRequest) -> Blocking {
    Box::pin(async move {
        let changes: ListenRuleChanges = call.json()?;
        let access: Option<ListenAccess> = changes.access.as_deref().map(parsed).transpose()?;
        let password = changes.password.as_deref().map(Password::chosen).transpose();
        let password = password.map_err(|error| Error::bad_input(error.to_string()))?;
        let auth = call.site.auth.clone();
        let applied = auth.run_hashing(move || {
            let slug = call.station()?.slug().to_owned();
            if let Some(password) = &password {
                call.site.store.set_listen_password(&slug, password)?;
            }
            if let Some(access) = access {
                call.site.store.set_listen_access(&slug, access)?;
            }
            apply(&call)?;
            Reply::json(&ListenRule::of(&call)?)
        });
        applied.await?
    })
}

fn sign(call: &ApiRequest) -> Result<Reply, Error> {
    let new: NewLink = call.json()?;
    let seconds = new.hours * 3_600.0;
    if !(1.0..=LONGEST as f64).contains(&seconds) {
        return Err(Error::bad_input("A link lasts for up to a year."));
    }
    let slug = call.station()?.slug();
    let epoch = call.site.store.station(slug)?.access.link_epoch;
    let ends_at = call.now() + seconds as i64;
    let token = call.site.gate.links.sign(LinkScope { slug, epoch }, ends_at).ok_or(Error::Client {
        status: StatusCode::CONFLICT,
        detail: "The key of the secrets is gone, so no link can be signed.".into(),
    })?;
    let site = call.origin().unwrap_or_else(|| call.base_path().to_string());
    let page = format!("{site}/{slug}?{TOKEN}={token}");
    Reply::json(&SignedLink { token, page, ends_at }).map(|reply| reply.status(StatusCode::CREATED))
}

fn end(call: &ApiRequest) -> Result<Reply, Error> {
    call.site.store.end_listen_links(call.station()?.slug())?;
    apply(call)?;
    Ok(Reply::done())
}
