//! A station's sound, on connections that the web server holds: used before, or encrypted. First requests
//! of plain connections are served by the door.

use std::net::IpAddr;
use std::sync::Arc;

use actix_http::ws as rfc6455;
use actix_web::body::{BodyStream, None as NoBody};
use actix_web::http::Method;
use actix_web::http::header::{CONTENT_TYPE, HeaderValue, SEC_WEBSOCKET_PROTOCOL, USER_AGENT};
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};

use super::{AppState, Error};
use crate::broadcast::Broadcast;
use crate::container::longwave_v1;
use crate::format::Format;
use crate::model::ClientInfo;
use crate::output::body_listener::StreamBody;
use crate::output::{http, ws};

/// `/{slug}.opus` and the like: an endless stream, without a length and without chunks.
pub(super) async fn stream(
    format: &'static Format,
    request: HttpRequest,
    site: Data<AppState>,
    slug: Path<String>,
) -> Result<HttpResponse, Error> {
    let station = site.broadcasts.get(&slug).ok_or(Error::UnknownStation)?;
    // Whoever only asks is told as well that it is full.
    let place = site.places.take(&slug, address(&request))?;
    let mut response = HttpResponse::Ok();
    response.insert_header((CONTENT_TYPE, format.media_type)).force_close();
    for header in http::headers(&station) {
        response.insert_header(header);
    }
    if request.method() == Method::HEAD {
        return Ok(response.body(NoBody::new()).map_into_boxed_body());
    }
    let listener = http::join(&station, format).ok_or(Error::UnknownPage)?.with_guard(place);
    let listener = listener.identified_as(guest(&request, &station));
    let mut response =
        response.body(BodyStream::new(StreamBody::stream(listener, Arc::clone(site.body_bell()))));
    response.head_mut().no_chunking(true);
    Ok(response)
}

/// `/{slug}/ws`: the listener's WebSocket.
pub(super) async fn websocket(
    request: HttpRequest,
    site: Data<AppState>,
    slug: Path<String>,
    said: Payload,
) -> Result<HttpResponse, Error> {
    let station = site.broadcasts.get(&slug).ok_or(Error::UnknownStation)?;
    let mut response = rfc6455::handshake(request.head()).map_err(Error::NotAWebSocket)?;
    let wanted = ws::JoinRequest::parse(request.query_string()).map_err(Error::BadQuery)?;
    let place = site.places.take(&slug, address(&request))?;
    let (listener, hello) = wanted.join(&station).map_err(Error::BadQuery)?;
    let offered = request.headers().get(SEC_WEBSOCKET_PROTOCOL).and_then(|list| list.to_str().ok());
    if ws::offers_ours(offered) {
        response.insert_header((SEC_WEBSOCKET_PROTOCOL, longwave_v1::PROTOCOL));
    }
    let clock = Arc::clone(station.clock());
    let listener = listener.with_guard(place).identified_as(guest(&request, &station));
    let body = StreamBody::websocket((listener, hello), Arc::clone(site.body_bell()), said, clock);
    Ok(response.body(BodyStream::new(body)).map_into_boxed_body().into())
}

/// Who listens.
fn guest(request: &HttpRequest, station: &Broadcast) -> ClientInfo {
    let agent = request.headers().get(USER_AGENT).map(HeaderValue::as_bytes).unwrap_or_default();
    ClientInfo::new(address(request), agent, station.clock().now_us())
}

/// Who asks.
fn address(request: &HttpRequest) -> Option<IpAddr> {
    request.peer_addr().map(|peer| peer.ip())
}
