//! A source program's `PUT` that reached the web server: a later request on a connection that a proxy reuses.
//!
//! The first request of a connection decides who serves it (`mux`), and one that begins with a page stays with the
//! web server. The body is handed to ingest as it comes; whoever sent it is told at its end how that went.

use actix_web::http::header::{CONNECTION, WWW_AUTHENTICATE};
use actix_web::http::{StatusCode, Version};
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse, guard};

use crate::ingest::SourceHead;
use crate::model::check_slug;
use crate::web::AppState;
use crate::web::router::{address_of, connection_of};

/// Returns whether a request is a source's: `PUT` or `SOURCE` to a possible mount.
pub(crate) fn is_source(context: &guard::GuardContext<'_>) -> bool {
    let head = context.head();
    let slug = head.uri.path().trim_start_matches('/').split('.').next().unwrap_or_default();
    matches!(head.method.as_str(), "PUT" | "SOURCE") && check_slug(slug).is_ok()
}

/// `PUT /{mount}`: goes live with the body.
pub(crate) async fn receive(request: HttpRequest, site: Data<AppState>, body: Payload) -> HttpResponse {
    let headers = request.headers().iter().map(|(name, value)| {
        (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    });
    let target = request.uri().to_string();
    let is_http11 = request.version() >= Version::HTTP_11;
    let head = SourceHead::new(request.method().as_str(), &target, is_http11, headers.collect());
    let (status, reason) =
        site.ingest.receive(address_of(&request), &head, body, &connection_of(&request)).await;
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut answer = HttpResponse::build(status);
    if status == StatusCode::UNAUTHORIZED {
        answer.insert_header((WWW_AUTHENTICATE, "Basic realm=\"Longwave\", charset=\"UTF-8\""));
    }
    if !status.is_success() {
        // The body may still be on its way: nothing else can follow on this connection.
        answer.force_close().insert_header((CONNECTION, "close"));
    }
    answer.content_type("text/plain; charset=utf-8").body(format!("{reason}\n"))
}
