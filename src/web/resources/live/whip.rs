//! `/{slug}/whip`: OBS and browsers go live by WebRTC, as WHIP (RFC 9725) says.
//!
//! `POST` takes an offer and answers with the address of a session, which `DELETE` ends. The server is an ICE-lite agent:
//! it learns a client's addresses from its packets, so candidates that are sent later by `PATCH` are not needed, and there
//! is no ICE restart. Pages of other sites may go live here; what lets them in is their token, which a browser never sends
//! by itself.

use actix_web::http::header::{
    ACCEPT, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ALLOW, CONTENT_TYPE, CacheControl, CacheDirective,
    HeaderMap, HeaderName, HeaderValue, IF_MATCH, RETRY_AFTER,
};
use actix_web::http::{Method, StatusCode};
use actix_web::web::{Bytes, Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use tokio::time::{Duration, timeout};

#[cfg(feature = "whip")]
use super::whip_sessions::{end, post};
use crate::web::router::keep_strangers_pace;
use crate::web::{AppState, Error};

pub(super) const SDP: &str = "application/sdp";
const SDP_FRAGMENT: &str = "application/trickle-ice-sdpfrag";
/// The most that an offer may have, in bytes; OBS and browsers send 1 to 8 KB.
const MOST_OFFER: usize = 64 * 1_024;
/// Time limit for an offer to arrive.
const OFFER_WITHIN: Duration = Duration::from_secs(10);
const OF_ENDPOINT: &str = "POST, OPTIONS";
const OF_SESSION: &str = "DELETE, PATCH, OPTIONS";
/// The entity tag of a session's ICE parameters, which are never others.
pub(super) const ICE_TAG: &str = "\"ice\"";

pub(super) const NO_SESSION: &str = "There is no such session";

/// The answer to a request that is not granted: a status, and words for the DJ.
pub(super) type Refused = HttpResponse;

/// `/{slug}/whip`.
pub(crate) async fn endpoint(
    request: HttpRequest,
    site: Data<AppState>,
    slug: Path<String>,
    body: Payload,
) -> HttpResponse {
    match *request.method() {
        Method::POST => granted(post(&request, &site, &slug, body).await),
        Method::OPTIONS => options(OF_ENDPOINT),
        _ => wrong_method(OF_ENDPOINT),
    }
}

/// `/{slug}/whip/{id}`: a session.
pub(crate) async fn session(
    request: HttpRequest,
    site: Data<AppState>,
    path: Path<(String, String)>,
    body: Payload,
) -> HttpResponse {
    let (slug, id) = path.into_inner();
    let is_paced = [Method::DELETE, Method::PATCH].contains(request.method());
    if is_paced && let Some(refused) = too_fast(&request, &site) {
        return refused;
    }
    match *request.method() {
        Method::DELETE => granted(end(&site, &slug, &id).await),
        Method::PATCH => granted(patch(&request, body).await),
        Method::OPTIONS => options(OF_SESSION),
        _ => wrong_method(OF_SESSION),
    }
}

/// Returns the answer to a client that asks for sessions too often: it may be guessing their addresses.
fn too_fast(request: &HttpRequest, site: &AppState) -> Option<HttpResponse> {
    let error = keep_strangers_pace(request, site).err()?;
    let mut answer = words(StatusCode::TOO_MANY_REQUESTS, &error.to_string());
    if let Error::TooFast(seconds) = error {
        answer.headers_mut().insert(RETRY_AFTER, seconds.into());
    }
    Some(answer)
}

#[cfg(not(feature = "whip"))]
async fn post(_: &HttpRequest, _: &AppState, _: &str, _: Payload) -> Result<HttpResponse, Refused> {
    Err(words(StatusCode::NOT_IMPLEMENTED, "This server was built without WHIP"))
}

#[cfg(not(feature = "whip"))]
async fn end(_: &AppState, _: &str, _: &str) -> Result<HttpResponse, Refused> {
    Err(words(StatusCode::NOT_FOUND, NO_SESSION))
}

/// Takes candidates, which are not needed, and refuses an ICE restart.
async fn patch(request: &HttpRequest, body: Payload) -> Result<HttpResponse, Refused> {
    let headers = request.headers();
    if media_type(headers) != SDP_FRAGMENT {
        let told = "The body has to be of the type application/trickle-ice-sdpfrag";
        return Err(words(StatusCode::UNSUPPORTED_MEDIA_TYPE, told));
    }
    let of_ice = text(headers, &IF_MATCH).map(str::trim);
    match of_ice {
        None => Err(words(StatusCode::PRECONDITION_REQUIRED, "If-Match is needed")),
        // RFC 9725 section 4.3.3: any tag asks for a restart.
        Some("*") => {
            let told = "ICE is not restarted here: end this session and begin another one";
            Err(words(StatusCode::UNPROCESSABLE_ENTITY, told))
        }
        Some(ICE_TAG) => {
            read(body).await?;
            Ok(open(StatusCode::NO_CONTENT).finish())
        }
        Some(_) => Err(words(StatusCode::PRECONDITION_FAILED, "The session has another entity tag")),
    }
}

/// Reads a body, up to a limit.
pub(super) async fn read(body: Payload) -> Result<Bytes, Refused> {
    match timeout(OFFER_WITHIN, body.to_bytes_limited(MOST_OFFER)).await {
        Ok(Ok(Ok(body))) => Ok(body),
        Ok(Ok(Err(_))) => Err(words(StatusCode::BAD_REQUEST, "The body broke off")),
        Ok(Err(_)) => Err(words(StatusCode::PAYLOAD_TOO_LARGE, "An offer has at most 64 KiB")),
        Err(_) => Err(words(StatusCode::REQUEST_TIMEOUT, "The body took too long")),
    }
}

fn granted(answer: Result<HttpResponse, Refused>) -> HttpResponse {
    answer.unwrap_or_else(|refused| refused)
}

/// An answer in words.
pub(super) fn words(status: StatusCode, told: &str) -> HttpResponse {
    let mut answer = open(status);
    if status == StatusCode::UNSUPPORTED_MEDIA_TYPE {
        answer.insert_header((ACCEPT, SDP));
    }
    answer.insert_header((CONTENT_TYPE, "text/plain; charset=utf-8")).body(format!("{told}\n"))
}

fn wrong_method(allowed: &str) -> HttpResponse {
    let mut answer = words(StatusCode::METHOD_NOT_ALLOWED, &format!("This address takes {allowed}"));
    if let Ok(allowed) = HeaderValue::from_str(allowed) {
        answer.headers_mut().insert(ALLOW, allowed);
    }
    answer
}

/// Answers a browser that asks what pages of other sites may do (a CORS preflight), and a program that asks what is
/// taken here.
fn options(allowed: &str) -> HttpResponse {
    open(StatusCode::NO_CONTENT)
        .insert_header((ALLOW, allowed))
        .insert_header(("Accept-Post", SDP))
        .insert_header((ACCESS_CONTROL_ALLOW_METHODS, allowed))
        .insert_header((ACCESS_CONTROL_ALLOW_HEADERS, "Authorization, Content-Type, If-Match"))
        .insert_header((ACCESS_CONTROL_MAX_AGE, "86400"))
        .finish()
}

/// Begins an answer that pages of every site may read.
pub(super) fn open(status: StatusCode) -> HttpResponseBuilder {
    let mut answer = HttpResponse::build(status);
    answer
        .insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .insert_header((ACCESS_CONTROL_EXPOSE_HEADERS, "Location, ETag, Retry-After"))
        .insert_header(CacheControl(vec![CacheDirective::NoStore]));
    answer
}

/// Returns a header as text.
pub(super) fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// Returns the type of the body, without its parameters.
pub(super) fn media_type(headers: &HeaderMap) -> String {
    let given = text(headers, &CONTENT_TYPE).unwrap_or_default();
    given.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}
