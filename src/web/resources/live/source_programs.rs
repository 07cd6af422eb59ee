//! For DJs and their programs: the studio's WebSocket, and titles and orders as Icecast and SHOUTcast take them.

use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::{
    AUTHORIZATION, ContentType, ORIGIN, RETRY_AFTER, USER_AGENT, WWW_AUTHENTICATE,
};
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse, ResponseError as _, rt};

use super::api::{KICKED_FOR, MOST_BARRED};
use crate::auth::{AuthError, Credentials, SourceProtocol, SourceSignIn};
use crate::ingest::SourceRefusal;
use crate::ingest::studio::{self, MOST_MESSAGE, PROTOCOLS, Protocol};
use crate::ingest::title::Query;
use crate::production::ProductionHandle;
use crate::store::AuditEntry;
use crate::web::router::{address_of, connection_of, csrf, known_host, read_of_stranger};
use crate::web::upgrade::to_websocket;
use crate::web::{AppState, Error};

const UPDATED: &str = "Metadata update successful";
const NO_SUCH_ACTION: &str = "No such action";

/// `/{slug}/ingest`: the studio's WebSocket.
pub(crate) async fn studio(
    request: HttpRequest,
    site: Data<AppState>,
    slug: Path<String>,
    said: Payload,
) -> Result<HttpResponse, actix_web::Error> {
    let station = site.stations.get(&slug).ok_or(Error::UnknownStation)?;
    let (response, socket, messages) = to_websocket(&request, said, &PROTOCOLS, MOST_MESSAGE)?;
    let chosen = response.headers().get("sec-websocket-protocol").and_then(|name| name.to_str().ok());
    let protocol = Protocol::named(chosen);
    let origin = request.headers().get(ORIGIN).and_then(|origin| origin.to_str().ok());
    // The other protocol is that of pages of other DJ software: those that are listed may speak it.
    let is_listed =
        protocol == Protocol::Webcast && origin.is_some_and(|origin| site.webcast_origins.contains(origin));
    if !is_listed {
        csrf::check_origin(request.headers(), known_host(&request).as_deref())?;
    }
    let (ingest, from) = (site.ingest.clone(), address_of(&request));
    rt::spawn(studio::converse(
        ingest,
        (station, from),
        protocol,
        (socket, messages),
        connection_of(&request),
    ));
    Ok(response)
}

/// `/admin/metadata`: a new title, by query or by form.
pub(crate) async fn metadata(request: HttpRequest, site: Data<AppState>, body: Payload) -> HttpResponse {
    let Some(given) = given(&request) else { return refused(&request, &AuthError::NoPassword.into()) };
    let query = match query(&request, &site, body).await {
        Ok(query) => query,
        Err(error) => return error.error_response(),
    };
    match update(&site, &request, &query, Some(given)).await {
        Ok(message) => iceresponse(StatusCode::OK, message),
        Err(refusal) => refused(&request, &refusal),
    }
}

/// `/admin.cgi`: the same as SHOUTcast's programs ask it, the password in the query.
pub(crate) async fn metadata_of_shoutcast(
    request: HttpRequest,
    site: Data<AppState>,
    body: Payload,
) -> HttpResponse {
    let query = match query(&request, &site, body).await {
        Ok(query) => query,
        Err(error) => return error.error_response(),
    };
    let given = query.get("pass").map(|password| Credentials::from_password(&password));
    match update(&site, &request, &query, given.or_else(|| self::given(&request))).await {
        Ok(message) => iceresponse(StatusCode::OK, message),
        Err(refusal) => refused(&request, &refusal),
    }
}

/// `/admin/killsource`: takes who is live off the air.
pub(crate) async fn kill_source(request: HttpRequest, site: Data<AppState>, body: Payload) -> HttpResponse {
    let Some(given) = given(&request) else { return refused(&request, &AuthError::NoPassword.into()) };
    let query = match query(&request, &site, body).await {
        Ok(query) => query,
        Err(error) => return error.error_response(),
    };
    let killed = async {
        check_page(&request)?;
        let station = query
            .get("mount")
            .and_then(|mount| site.ingest.station_of_mount(site.instance.base_path.strip(&mount)));
        let station = station.ok_or(SourceRefusal::UnknownStation)?;
        site.auth.authenticate_manager(station.slug(), address_of(&request), &given).await?;
        let bar = query.get("bar").and_then(|seconds| seconds.parse().ok());
        let kicked = site.ingest.kick(&station, bar.map_or(KICKED_FOR, Duration::from_secs).min(MOST_BARRED));
        note_kick(&site, &request, &given.user, &station);
        Ok(kicked)
    };
    match killed.await {
        Ok(true) => iceresponse(StatusCode::OK, "Source Removed"),
        Ok(false) => iceresponse(StatusCode::BAD_REQUEST, "Source does not exist"),
        Err(refusal) => refused(&request, &refusal),
    }
}

/// Gives what is live a title; the message says how that went.
async fn update(
    site: &AppState,
    request: &HttpRequest,
    query: &Query,
    given: Option<Credentials>,
) -> Result<&'static str, SourceRefusal> {
    check_page(request)?;
    let from = address_of(request);
    let given = given.ok_or(AuthError::NoPassword)?;
    // SHOUTcast has no mounts.
    let mount = query.get("mount").unwrap_or_else(|| "/main".to_owned());
    let station = site
        .ingest
        .station_of_mount(site.instance.base_path.strip(&mount))
        .ok_or(SourceRefusal::UnknownStation)?;
    let agent = request.headers().get(USER_AGENT).and_then(|agent| agent.to_str().ok());
    let sign_in = SourceSignIn { station: station.slug(), from, agent, protocol: SourceProtocol::Metadata };
    let scope = site.auth.authenticate_metadata(sign_in, &given).await?;
    if query.get("mode").is_none_or(|mode| mode != "updinfo") {
        return Ok(NO_SUCH_ACTION);
    }
    let Some(title) = query.title() else { return Ok("Metadata update says no title") };
    let told = site.ingest.retitle(&station, &scope, title)?;
    Ok(if told { UPDATED } else { "Nobody is live" })
}

/// Fails if a browser asks for a page of another site: it sends a password that it was given once with every request.
/// Programs say nothing of pages.
pub(crate) fn check_page(request: &HttpRequest) -> Result<(), SourceRefusal> {
    let host = known_host(request);
    let is_ours = csrf::check_origin(request.headers(), host.as_deref()).is_ok()
        && csrf::check_referer(request.headers(), host.as_deref());
    if is_ours { Ok(()) } else { Err(SourceRefusal::ForeignPage) }
}

/// Writes down who took the DJ of `station` off the air.
fn note_kick(site: &Data<AppState>, request: &HttpRequest, who: &str, station: &ProductionHandle) {
    let entry = AuditEntry {
        at: (site.clock.now_us() / 1_000_000) as i64,
        who: who.to_owned(),
        address: site.kept_addresses.of_log(address_of(request)),
        area: "live".to_owned(),
        station: Some(station.slug().to_owned()),
        what: "kick, by /admin/killsource".to_owned(),
        ..AuditEntry::default()
    };
    let store = site.store.clone();
    rt::task::spawn_blocking(move || {
        if let Err(error) = store.note_change(&entry) {
            tracing::error!(%error, "a kick cannot be written into the audit log");
        }
    });
}

/// An answer as Icecast writes it.
fn iceresponse(status: StatusCode, message: &str) -> HttpResponse {
    let done = u8::from(status.is_success() && message != NO_SUCH_ACTION);
    HttpResponse::build(status).insert_header(ContentType::xml()).body(format!(
        "<?xml version=\"1.0\"?>\n<iceresponse><message>{message}</message><return>{done}</return></iceresponse>\n"
    ))
}

/// Logs and answers a request of a source program that is refused.
pub(crate) fn refused(request: &HttpRequest, refusal: &SourceRefusal) -> HttpResponse {
    tracing::debug!(from = %address_of(request), path = request.path(), %refusal, "a source program was refused");
    let status = StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = iceresponse(status, &escaped(&refusal.to_string()));
    let headers = response.headers_mut();
    match refusal {
        SourceRefusal::Auth(AuthError::NoPassword | AuthError::WrongPassword) => {
            let realm = actix_web::http::header::HeaderValue::from_static("Basic realm=\"Longwave\"");
            headers.insert(WWW_AUTHENTICATE, realm);
        }
        SourceRefusal::Auth(AuthError::TooManyTries(seconds)) => {
            headers.insert(RETRY_AFTER, (*seconds).into()).for_each(drop);
        }
        _ => {}
    }
    response
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// The query of the address, and of a form in the body.
async fn query(request: &HttpRequest, site: &AppState, body: Payload) -> Result<Query, Error> {
    let query = Query::parse(request.query_string().as_bytes());
    Ok(query.and(Query::parse(&read_of_stranger(site, body).await?)))
}

fn given(request: &HttpRequest) -> Option<Credentials> {
    Credentials::from_basic(request.headers().get(AUTHORIZATION)?.to_str().ok()?)
}
