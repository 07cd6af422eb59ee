//! Streams on connections that the web server holds: used before, or encrypted. First requests of plain connections
//! are served by the mux.

use std::net::IpAddr;
use std::sync::Arc;

use actix_http::ws as rfc6455;
use actix_web::body::{BodyStream, None as NoBody};
use actix_web::http::Method;
use actix_web::http::header::SEC_WEBSOCKET_PROTOCOL;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};

use super::origin_redirect::to_origin;
use super::router::address_of;
use super::{AppState, Error, private, rewinding};
use crate::cluster::EdgeStatus;
use crate::container::longwave_v1;
use crate::output::body_listener::StreamBody;
use crate::output::join::{self, Admission, StreamRequest};
use crate::output::ws;

/// `/{slug}.opus` and the like: an endless stream, without a length and without chunks.
pub(super) async fn stream(request: HttpRequest, site: Data<AppState>) -> Result<HttpResponse, Error> {
    // Whoever only asks is told as well that it is full.
    let admission = admit(&request, &site).await?;
    if let Some(at) = asked(&request)?.rewinds_to() {
        if let Some(edge) = request.app_data::<Data<EdgeStatus>>() {
            return to_origin(&request, edge);
        }
        return rewinding::stream(&request, &site, admission, &at).await;
    }
    let mut response = HttpResponse::Ok();
    response.force_close();
    for header in admission.headers() {
        response.insert_header(header);
    }
    if request.method() == Method::HEAD {
        return Ok(response.body(NoBody::new()).map_into_boxed_body());
    }
    let (listener, _) = admission.listener()?;
    let mut response =
        response.body(BodyStream::new(StreamBody::stream(listener, Arc::clone(site.body_bell()))));
    response.head_mut().no_chunking(true);
    Ok(response)
}

/// `/{slug}/ws`: the listener's WebSocket.
pub(super) async fn websocket(
    request: HttpRequest,
    site: Data<AppState>,
    said: Payload,
) -> Result<HttpResponse, Error> {
    let handshake = rfc6455::handshake(request.head());
    let wanted = asked(&request)?;
    if let Some(at) = wanted.rewinds_to() {
        if let Some(edge) = request.app_data::<Data<EdgeStatus>>() {
            return to_origin(&request, edge);
        }
        return rewinding::websocket(&request, &site, admit(&request, &site).await?, &at, said).await;
    }
    let slug = wanted.slug;
    let station = site.broadcasts.get(&slug).ok_or(Error::UnknownStation)?;
    let mut response = handshake.map_err(Error::NotAWebSocket)?;
    let (listener, hello) = admit(&request, &site).await?.listener()?;
    let offered = request.headers().get(SEC_WEBSOCKET_PROTOCOL).and_then(|list| list.to_str().ok());
    if ws::offers_ours(offered) {
        response.insert_header((SEC_WEBSOCKET_PROTOCOL, longwave_v1::PROTOCOL));
    }
    let clock = Arc::clone(station.clock());
    let body = StreamBody::websocket((listener, hello), Arc::clone(site.body_bell()), said, clock);
    Ok(response.body(BodyStream::new(body)).map_into_boxed_body().into())
}

/// Admits the listener that asks, unless the client is banned, or may not listen to a private station.
async fn admit(request: &HttpRequest, site: &AppState) -> Result<Admission, Error> {
    let mut asked = asked(request)?;
    site.auth.check_ban(address_of(request), &asked.user_agent)?;
    if let Some(station) = site.broadcasts.get(&asked.slug) {
        private::check(request, site, &station, None).await?;
        asked.is_granted = true;
    }
    Ok(join::admit(&site.broadcasts, &site.gate, &asked, address(request))?)
}

/// Returns what is asked for.
fn asked(request: &HttpRequest) -> Result<StreamRequest, Error> {
    let path = request.uri().path_and_query().map_or_else(|| request.path(), |path| path.as_str());
    let mut asked = StreamRequest::to(path).ok_or(Error::UnknownPage)?;
    for (name, value) in request.headers() {
        asked.header(name.as_str(), value.as_bytes());
    }
    Ok(asked)
}

/// Returns the address of the client.
pub(super) fn address(request: &HttpRequest) -> Option<IpAddr> {
    request.peer_addr().map(|_| address_of(request))
}
