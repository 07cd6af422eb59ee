//! The sockets of calls: of a listener who calls, and of the DJ's desk.

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderValue, USER_AGENT};
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse, rt};

use crate::ingest::calls::{
    CALL_PROTOCOL, CallSocketPermit, DESK_PROTOCOL, MOST_CALL_MESSAGE, MOST_DESK_MESSAGE, answer_caller,
    serve_desk,
};
use crate::production::ProductionHandle;
use crate::web::router::{address_of, connection_of, csrf, known_host};
use crate::web::upgrade::to_websocket;
use crate::web::{AppState, Error, private};

/// `/main/call/ws`: a listener calls.
pub(crate) async fn caller(
    request: HttpRequest,
    site: Data<AppState>,
    slug: Path<String>,
    said: Payload,
) -> Result<HttpResponse, actix_web::Error> {
    let station = admit(&request, &site, &slug)?;
    let permit = permitted(site.ingest.permit_call(address_of(&request)))?;
    private::check(&request, &site, station.broadcast(), None).await?;
    let (response, socket, messages) = to_websocket(&request, said, &[CALL_PROTOCOL], MOST_CALL_MESSAGE)?;
    rt::spawn(answer_caller(station, address_of(&request), permit, socket, messages));
    Ok(response)
}

/// `/main/call/desk`: the DJ handles calls.
pub(crate) async fn desk(
    request: HttpRequest,
    site: Data<AppState>,
    slug: Path<String>,
    said: Payload,
) -> Result<HttpResponse, actix_web::Error> {
    let station = admit(&request, &site, &slug)?;
    let permit = permitted(site.ingest.permit_desk(address_of(&request)))?;
    let (response, socket, messages) = to_websocket(&request, said, &[DESK_PROTOCOL], MOST_DESK_MESSAGE)?;
    let (ingest, from) = (site.ingest.clone(), address_of(&request));
    rt::spawn(serve_desk(ingest, station, from, permit, connection_of(&request), socket, messages));
    Ok(response)
}

/// Returns the station; fails for pages of other sites and clients that are banned.
fn admit(request: &HttpRequest, site: &AppState, slug: &str) -> Result<ProductionHandle, Error> {
    let station = site.stations.get(slug).ok_or(Error::UnknownStation)?;
    csrf::check_origin(request.headers(), known_host(request).as_deref())?;
    let agent = request.headers().get(USER_AGENT).map(HeaderValue::as_bytes).unwrap_or_default();
    site.auth.check_ban(address_of(request), agent)?;
    Ok(station)
}

/// Fails for a client that holds too many sockets.
fn permitted(permit: Option<CallSocketPermit>) -> Result<CallSocketPermit, Error> {
    permit.ok_or(Error::Client {
        status: StatusCode::TOO_MANY_REQUESTS,
        detail: "There are too many calls from your connection, or on this server. Please try again later."
            .into(),
    })
}
