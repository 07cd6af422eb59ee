//! Middleware of all responses: security headers, and problem texts in the form that the client reads.

use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{
    ACCEPT, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_MAX_AGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ContentType, HeaderMap, HeaderName,
    HeaderValue, PERMISSIONS_POLICY, REFERER, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, TryIntoHeaderPair,
    USER_AGENT, X_CONTENT_TYPE_OPTIONS,
};
use actix_web::http::{ConnectionType, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use bytes::Bytes;

use super::languages::Words;
use super::problem::ProblemPage;
use super::router::{address_of, connection_of, cookie, is_encrypted};
use super::{AppState, Error, https_redirect, languages, sub_path};
use crate::failover::STANDBY_AGENT;
use crate::net::AnswerInProgress;
use crate::sys::AccessEntry;

/// Pages take everything from here, except that sound and pictures may come from their own memory.
const POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; \
    connect-src 'self'; style-src 'self'; script-src 'self'; worker-src 'self'; \
    frame-ancestors 'self'; base-uri 'none'; form-action 'self'";

/// Only our own pages, the studio among them, may ask for the microphone; nothing else is asked for.
const PERMISSIONS: &str =
    "camera=(), display-capture=(), geolocation=(), microphone=(self), payment=(), usb=()";

/// Browsers that were here over TLS use nothing else for half a year (RFC 6797).
const HSTS: &str = "max-age=15768000";

const HEADERS: [(HeaderName, &str); 4] = [
    (CONTENT_SECURITY_POLICY, POLICY),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "same-origin"),
    (PERMISSIONS_POLICY, PERMISSIONS),
];

/// Answers a browser that asks whether another site's page may read an address (a CORS preflight): it may,
/// and may ask for titles in the stream and for a part.
pub(super) async fn may_read() -> HttpResponse {
    HttpResponse::NoContent()
        .insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .insert_header((ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD"))
        .insert_header((ACCESS_CONTROL_ALLOW_HEADERS, "Icy-MetaData, Range"))
        .insert_header((ACCESS_CONTROL_MAX_AGE, "86400"))
        .finish()
}

/// Has an answer read by pages of other sites, too.
pub(super) fn open(response: &mut HttpResponse<impl MessageBody>) {
    response.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
}

/// Wraps every answer of the site.
pub(super) async fn keep(
    site: Data<AppState>,
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let base_path = &site.instance.base_path;
    let connection = connection_of(request.request());
    connection.asked();
    sub_path::enter(&mut request, base_path);
    let is_encrypted = is_encrypted(request.request());
    let mut response = match https_redirect::elsewhere(request.request()) {
        Some(Ok(redirect)) => request.into_response(redirect),
        Some(Err(error)) => request.error_response(error),
        None => next.call(request).await?.map_into_boxed_body(),
    };
    site.figures.answered(response.request().path(), response.status());
    if let Some(error) = response.response().error() {
        let problem = ProblemPage::of(error);
        let detail = own_words(&site, response.request(), error);
        let is_full = matches!(error.as_error::<Error>(), Some(Error::Full(_) | Error::Busy));
        if response.status().is_server_error() && !is_full {
            // Told here, once, and to nobody outside.
            tracing::error!(path = response.request().path(), %error, "a request failed");
        }
        response = explain(&site, response, problem, detail);
        if is_open(response.request()) {
            open(response.response_mut());
        }
    }
    sub_path::leave(&mut response, base_path);
    let request = response.request().clone();
    languages::name_language(&request, response.headers_mut());
    drop(request);
    for (name, value) in HEADERS {
        // A file may come with a policy of its own.
        if name != CONTENT_SECURITY_POLICY || !response.headers().contains_key(&name) {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
    }
    if is_encrypted {
        response.headers_mut().insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(HSTS));
    }
    if site.access_log.is_on() {
        log(&site, &response);
    }
    if connection.ends_after_answer() && response.status() != StatusCode::SWITCHING_PROTOCOLS {
        response.response_mut().head_mut().set_connection_type(ConnectionType::Close);
    }
    let progress = connection.answers();
    Ok(response.map_body(|_, body| BoxBody::new(WatchedBody { body, _progress: progress })))
}

/// A body whose connection is known to be in the middle of an answer until it is sent.
struct WatchedBody {
    body: BoxBody,
    _progress: AnswerInProgress,
}

impl MessageBody for WatchedBody {
    type Error = <BoxBody as MessageBody>::Error;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Pin::new(&mut self.body).poll_next(cx)
    }
}

/// Returns whether pages of other sites may read why this request failed: what they may read at all is read by GET, and
/// no page of the dashboard is. The answer says nothing that depends on a cookie, since a browser sends none for them.
fn is_open(request: &HttpRequest) -> bool {
    request.method().is_safe() && !request.path().starts_with("/admin")
}

/// Writes a line into the access log.
fn log(site: &AppState, response: &ServiceResponse) {
    let request = response.request();
    let agent = request.headers().get(USER_AGENT).map_or(&b""[..], |agent| agent.as_bytes());
    if request.path().ends_with("/healthz") && agent.starts_with(STANDBY_AGENT.as_bytes()) {
        // Several a second.
        return;
    }
    let text = |name: HeaderName| {
        let value = request.headers().get(name)?;
        Some(String::from_utf8_lossy(value.as_bytes()))
    };
    let bytes = match response.response().body().size() {
        BodySize::None => Some(0),
        BodySize::Sized(bytes) => Some(bytes),
        BodySize::Stream => None,
    };
    site.access_log.write(&AccessEntry {
        address: Some(address_of(request)),
        user: None,
        request: format!("{} {} {:?}", request.method(), request.uri(), request.version()).into(),
        status: response.status().as_u16(),
        bytes,
        referer: text(REFERER),
        agent: text(USER_AGENT),
    });
}

/// Puts the problem into the answer: a page for browsers, problem details (RFC 9457) for who uses the API, and a line
/// for other programs.
fn explain(
    site: &AppState,
    response: ServiceResponse,
    mut page: ProblemPage,
    detail: Option<String>,
) -> ServiceResponse {
    if let Some(detail) = detail {
        page.told.detail = detail;
    }
    let problem = &page.told;
    if response.request().path().starts_with("/api/") {
        let text = serde_json::to_string(problem).unwrap_or_default();
        let mut response = response.map_body(|_, _| BoxBody::new(text));
        let kind = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(CONTENT_TYPE, kind);
        return response;
    }
    let wanted = reads_html(response.request().headers());
    let page =
        wanted.then(|| site.templates.render_for(response.request(), "problem.html", &page)).transpose();
    let (kind, text) = match page {
        Ok(Some(page)) => (ContentType::html(), page),
        Ok(None) => (ContentType::plaintext(), format!("{}\n", problem.detail)),
        Err(error) => {
            tracing::error!(%error, "the page for problems has one itself");
            (ContentType::plaintext(), format!("{}\n", problem.detail))
        }
    };
    let mut response = response.map_body(|_, _| BoxBody::new(text));
    if let Ok((name, value)) = kind.try_into_pair() {
        response.headers_mut().insert(name, value);
    }
    response
}

/// Describes a problem of the API to a person with a session, in the language of the pages. Programs, which have none,
/// are told it in English.
fn own_words(site: &AppState, request: &HttpRequest, error: &actix_web::Error) -> Option<String> {
    let ours = error.as_error::<Error>().filter(|error| error.is_told())?;
    let is_person = request.path().starts_with("/api/") && cookie::of(request).is_some();
    let languages = site.templates.languages().ok().filter(|_| is_person)?;
    Some(Words::of_request(request, &languages).problem(ours))
}

fn reads_html(headers: &HeaderMap) -> bool {
    let accepted = headers.get(ACCEPT).and_then(|accept| accept.to_str().ok());
    accepted.is_some_and(|accept| accept.contains("text/html"))
}
