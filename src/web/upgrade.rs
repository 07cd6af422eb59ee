//! The upgrade of a request to a WebSocket.

use actix_http::ws as rfc6455;
use actix_web::web::Payload;
use actix_web::{HttpRequest, HttpResponse};
use actix_ws::{MessageStream, Session};

use super::Error;

/// Answers the handshake of a WebSocket that speaks one of `protocols`; a request that is none is told so in words.
pub(super) fn to_websocket(
    request: &HttpRequest,
    said: Payload,
    protocols: &[&str],
) -> Result<(HttpResponse, Session, MessageStream), actix_web::Error> {
    rfc6455::verify_handshake(request.head()).map_err(Error::NotAWebSocket)?;
    actix_ws::handle_with_protocols(request, said, protocols)
}
