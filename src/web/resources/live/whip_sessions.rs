//! WHIP sessions: how a client is let in, answered and ended.

use std::net::{IpAddr, SocketAddr};

use actix_web::http::StatusCode;
use actix_web::http::header::{
    AUTHORIZATION, CONTENT_TYPE, ETAG, HeaderMap, HeaderValue, LOCATION, RETRY_AFTER, USER_AGENT,
    WWW_AUTHENTICATE,
};
use actix_web::web::Payload;
use actix_web::{HttpRequest, HttpResponse};

use super::whip::{ICE_TAG, NO_SESSION, Refused, SDP, media_type, open, read, text, words};
use crate::auth::AuthError;
use crate::ingest::SourceRefusal;
use crate::ingest::whip::{WhipClient, WhipRefusal, WhipRequest};
use crate::web::AppState;
use crate::web::router::{address_of, connection_of, host_of};

/// `Retry-After` where there is no room, in seconds.
const COME_AGAIN: HeaderValue = HeaderValue::from_static("5");
/// The most letters of a program's name that are kept.
const MOST_OF_PROGRAM: usize = 200;

/// Answers an offer with a session.
pub(super) async fn post(
    request: &HttpRequest,
    site: &AppState,
    slug: &str,
    body: Payload,
) -> Result<HttpResponse, Refused> {
    let station = site.stations.get(slug).ok_or_else(|| refused(&SourceRefusal::UnknownStation))?;
    let whip = site.whip.as_ref().ok_or_else(|| refused(&SourceRefusal::SigningOff))?;
    let (from, headers) = (address_of(request), request.headers());
    let program: Option<String> =
        text(headers, &USER_AGENT).map(|agent| agent.chars().take(MOST_OF_PROGRAM).collect());
    let client = WhipClient { from, agent: program.as_deref(), authorization: text(headers, &AUTHORIZATION) };
    let admitted = whip.admit(&site.ingest, &station, client).await;
    let admitted = admitted.map_err(|refusal| refused(&refusal))?;
    connection_of(request).keep_live(&format!("{slug} {from}"));
    let offer = offer(headers, body).await?;
    let host = host_of(request).and_then(|host| ip_of(&host));
    let asked = WhipRequest { admitted, from, host, program };
    let begun = whip.begin(&site.ingest, &station, asked, &offer).await;
    let answer = begun.map_err(|refusal| match &refusal {
        WhipRefusal::Source(refusal) => refused(refusal),
        WhipRefusal::Offer(_) => words(status(refusal.status()), &refusal.to_string()),
    })?;
    let address = site.instance.base_path.join(&format!("/{slug}/whip/{}", answer.id));
    Ok(open(StatusCode::CREATED)
        .insert_header((LOCATION, address))
        .insert_header((ETAG, ICE_TAG))
        .insert_header((CONTENT_TYPE, SDP))
        .body(answer.sdp))
}

/// Ends a session.
pub(super) async fn end(site: &AppState, slug: &str, id: &str) -> Result<HttpResponse, Refused> {
    let ended = match &site.whip {
        Some(whip) => whip.end(slug, id).await,
        None => false,
    };
    if ended { Ok(open(StatusCode::OK).finish()) } else { Err(words(StatusCode::NOT_FOUND, NO_SESSION)) }
}

/// Reads an offer, once its sender is let in.
async fn offer(headers: &HeaderMap, body: Payload) -> Result<String, Refused> {
    if media_type(headers) != SDP {
        let told = "The body has to be of the type application/sdp";
        return Err(words(StatusCode::UNSUPPORTED_MEDIA_TYPE, told));
    }
    let offer = read(body).await?;
    let is_text = |_| words(StatusCode::BAD_REQUEST, "The body has to be an SDP offer");
    String::from_utf8(offer.to_vec()).map_err(is_text)
}

/// Answers a source that is refused, in the words that every source hears.
fn refused(refusal: &SourceRefusal) -> Refused {
    let mut answer = words(status(refusal.status()), &refusal.to_string());
    let headers = answer.headers_mut();
    match refusal {
        SourceRefusal::Auth(AuthError::NoPassword | AuthError::WrongPassword) => {
            let realm = HeaderValue::from_static("Bearer realm=\"Longwave\"");
            headers.insert(WWW_AUTHENTICATE, realm);
        }
        SourceRefusal::Auth(AuthError::TooManyTries(seconds)) => {
            headers.insert(RETRY_AFTER, (*seconds).into()).for_each(drop);
        }
        SourceRefusal::TooManySources => {
            headers.insert(RETRY_AFTER, COME_AGAIN);
        }
        _ => {}
    }
    answer
}

fn status(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Returns the address that a `Host` names in numbers.
fn ip_of(host: &str) -> Option<IpAddr> {
    host.parse::<SocketAddr>()
        .map(|address| address.ip())
        .ok()
        .or_else(|| host.trim_start_matches('[').trim_end_matches(']').parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_in_numbers_is_an_address() {
        for (host, expected) in [
            ("192.0.2.1:8000", Some("192.0.2.1")),
            ("192.0.2.1", Some("192.0.2.1")),
            ("[::1]:80", Some("::1")),
        ] {
            assert_eq!(ip_of(host).map(|ip| ip.to_string()).as_deref(), expected, "{host}");
        }
        assert_eq!((ip_of("[2001:db8::1]").is_some(), ip_of("radio.example:8000")), (true, None));
    }
}
