//! Private stations: who may listen, and the page that asks for the listening password.

use actix_web::http::StatusCode;
use actix_web::http::header::{
    AUTHORIZATION, CACHE_CONTROL, COOKIE, ContentType, HeaderMap, HeaderValue, LOCATION, SET_COOKIE,
};
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use super::problem::ProblemText;
use super::router::cookie::{self, Cookie};
use super::router::{ApiRequest, CookieScope, address_of, aside, csrf, known_host, read_of_stranger};
use super::{AppState, Error};
use crate::auth::{Credentials, goes_live_on};
use crate::broadcast::Broadcast;
use crate::model::ListenAccess;
use crate::output::join::AccessRefused;
use crate::output::listen_links::{self, LinkScope};
use crate::store::SignedIn;

/// The beginning of the cookie's name that a station's page sets for its streams; the slug follows.
const COOKIE_NAME: &str = "longwave_listen_";
/// How long a browser may listen once it had the password, in seconds: 30 days.
const REMEMBERED: i64 = 30 * 24 * 3_600;

/// Variables of `listen-in.html`.
#[derive(Serialize)]
struct ListenInPage<'a> {
    slug: &'a str,
    name: String,
    problem: Option<ProblemText>,
    takes_password: bool,
}

/// Returns the station `slug`, if the client may [listen](check) to it.
pub(super) async fn enter(
    request: &HttpRequest,
    site: &AppState,
    slug: &str,
    of_path: Option<&str>,
) -> Result<Broadcast, Error> {
    let station = site.broadcasts.get(slug).ok_or(Error::UnknownStation)?;
    check(request, site, &station, of_path).await?;
    Ok(station)
}

/// Fails unless the client may listen to `station`: the station is open, or the client has a token (`of_path`, or in
/// the query or a cookie), is signed in, or sends a name and a password as HTTP's Basic has it.
pub(super) async fn check(
    request: &HttpRequest,
    site: &AppState,
    station: &Broadcast,
    of_path: Option<&str>,
) -> Result<(), Error> {
    let in_query = || listen_links::token_in(request.query_string());
    let token = || of_path.map(str::to_owned).or_else(in_query);
    let Err(refused) = site.gate.check_token(station, token) else { return Ok(()) };
    let remembered = || cookie_of(request.headers(), station.slug());
    if site.gate.check_token(station, remembered).is_ok() || is_signed_in(request, site, station).await? {
        return Ok(());
    }
    let given = request.headers().get(AUTHORIZATION).and_then(|given| given.to_str().ok());
    let Some(given) = given.and_then(Credentials::from_basic) else { return Err(refused.into()) };
    let (slug, from) = (station.slug(), address_of(request));
    if station.access().access == ListenAccess::Password {
        return Ok(site.auth.authenticate_listener(slug, from, &given.password).await?);
    }
    let account = site.auth.authenticate_program(from, &given).await?;
    let (store, name) = (site.store.clone(), account.name);
    let stations = aside(move || Ok(store.reach(&name)?.stations)).await?;
    if goes_live_on(account.role, &stations, slug) { Ok(()) } else { Err(refused.into()) }
}

/// Fails unless the client of a call may listen to the station in its address: the station is open, or the client is
/// signed in as one of its people, or has the cookie that the station's page set.
pub(super) fn check_call(call: &ApiRequest) -> Result<(), Error> {
    let station = call.station()?.broadcast();
    if call.person().is_ok_and(|person| person.goes_live_on(station.slug())) {
        return Ok(());
    }
    let remembered = || call.cookie(&format!("{COOKIE_NAME}{}", station.slug())).map(str::to_owned);
    Ok(call.site.gate.check_token(station, remembered)?)
}

/// Returns whether not everybody may listen to `station`.
pub(super) fn is_private(station: &Broadcast) -> bool {
    station.access().access != ListenAccess::Open
}

/// Keeps what a private station says out of caches that others use.
pub(super) fn kept_alone(station: &Broadcast, mut response: HttpResponse) -> HttpResponse {
    if is_private(station) {
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    }
    response
}

/// Returns whether somebody is signed in who may go live on the station, or runs it.
pub(super) async fn is_signed_in(
    request: &HttpRequest,
    site: &AppState,
    station: &Broadcast,
) -> Result<bool, Error> {
    Ok(account_of(request, site, station).await?.is_some())
}

/// Returns the account that is signed in, if it may go live on the station, or runs it.
pub(super) async fn account_of(
    request: &HttpRequest,
    site: &AppState,
    station: &Broadcast,
) -> Result<Option<SignedIn>, Error> {
    let Some(token) = cookie::of(request) else { return Ok(None) };
    let (store, now) = (site.store.clone(), (site.clock.wall_us() / 1_000_000) as i64);
    let found = aside(move || Ok(store.signed_in(&token, now)?)).await?;
    let slug = station.slug();
    Ok(found.filter(|found| goes_live_on(found.account.role, &found.stations, slug)))
}

fn cookie_of(headers: &HeaderMap, slug: &str) -> Option<String> {
    let headers = headers.get_all(COOKIE).filter_map(|header| header.to_str().ok());
    let mut pairs =
        headers.flat_map(|header| header.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let found = pairs.find(|(name, _)| name.strip_prefix(COOKIE_NAME) == Some(slug));
    found.map(|(_, token)| token.to_owned())
}

/// Returns the cookie with which a browser listens on: pages' scripts and players need no token of their own.
fn cookie_for(slug: &str, token: &str, request: &HttpRequest) -> String {
    let name = format!("{COOKIE_NAME}{slug}");
    CookieScope::of(request).set(&Cookie { name: &name, value: token, max_age: REMEMBERED })
}

/// Returns the cookie for a page whose address has a token that is right.
pub(super) fn cookie_of_link(request: &HttpRequest, site: &AppState, station: &Broadcast) -> Option<String> {
    let token = listen_links::token_in(request.query_string())?;
    let is_right = station.access().access != ListenAccess::Open
        && site.gate.check_token(station, || Some(token.clone())).is_ok();
    is_right.then(|| cookie_for(station.slug(), &token, request))
}

/// Returns the page that asks for what the station wants, in place of its own.
pub(super) fn ask(
    request: &HttpRequest,
    site: &AppState,
    station: &Broadcast,
    refused: &Error,
) -> Result<HttpResponse, Error> {
    let (status, problem) = match refused {
        Error::Private(AccessRefused::PasswordNeeded | AccessRefused::AccountNeeded) => {
            (StatusCode::UNAUTHORIZED, None)
        }
        Error::Refused(refusal) => (
            StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::FORBIDDEN),
            Some(ProblemText::of(refused)),
        ),
        _ => (StatusCode::FORBIDDEN, Some(ProblemText::of(refused))),
    };
    let page = ListenInPage {
        slug: station.slug(),
        name: station.name(),
        problem,
        takes_password: station.access().access == ListenAccess::Password,
    };
    Ok(HttpResponse::build(status)
        .insert_header(ContentType::html())
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(site.templates.render_for(request, "listen-in.html", &page)?))
}

/// `/{slug}/listen-in`: takes the listening password, and lets the browser listen for a month.
pub(super) async fn listen_in(
    request: HttpRequest,
    site: Data<AppState>,
    slug: Path<String>,
    body: Payload,
) -> Result<HttpResponse, Error> {
    csrf::check_origin(request.headers(), known_host(&request).as_deref())?;
    let station = site.broadcasts.get(&slug).ok_or(Error::UnknownStation)?;
    let body = read_of_stranger(&site, body).await?;
    let mut fields = form_urlencoded::parse(&body);
    let password = fields.find(|(name, _)| name == "password").map(|(_, value)| value.into_owned());
    let password = password.unwrap_or_default();
    let checked = site.auth.authenticate_listener(&slug, address_of(&request), &password).await;
    if let Err(refusal) = checked {
        return ask(&request, &site, &station, &Error::Refused(refusal));
    }
    let ends_at = (station.clock().wall_us() / 1_000_000) as i64 + REMEMBERED;
    let token = site.gate.links.sign(LinkScope { slug: &slug, epoch: station.access().link_epoch }, ends_at);
    let token = token.ok_or_else(|| Error::Broken("there is no key to sign links with".to_owned()))?;
    Ok(HttpResponse::SeeOther()
        .insert_header((LOCATION, format!("/{slug}")))
        .insert_header((SET_COOKIE, cookie_for(&slug, &token, &request)))
        .finish())
}
