//! Redirects of an edge to the origin of a station.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, LOCATION};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::Error;
use crate::cluster::EdgeStatus;
use crate::model::Address;

/// Sends whoever asks for a private station to its origin, which knows who may listen.
pub(super) async fn send_on_private<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let edge = request.app_data::<Data<EdgeStatus>>();
    if let Some(origin) = edge.and_then(|edge| edge.private_origin_of(slug_of(request.path()))) {
        let answer = redirect(request.request(), &origin)?;
        return Ok(request.into_response(answer));
    }
    Ok(next.call(request).await?.map_into_boxed_body())
}

/// Returns the slug of the station that an address is of.
fn slug_of(path: &str) -> &str {
    let path = path.strip_prefix("/api/v1/stations").unwrap_or(path);
    path.trim_start_matches('/').split(['/', '.']).next().unwrap_or_default()
}

/// Returns the redirect to the origin of the station that a request is for: what is kept there is played from there.
pub(super) fn to_origin(request: &HttpRequest, edge: &EdgeStatus) -> Result<HttpResponse, Error> {
    let origins = edge.origins_of(slug_of(request.path()));
    redirect(request, origins.first().ok_or(Error::UnknownStation)?)
}

/// Returns the redirect of a request to `origin`.
pub(super) fn redirect(request: &HttpRequest, origin: &Address) -> Result<HttpResponse, Error> {
    let location = elsewhere(origin, request.path(), request.query_string()).ok_or(Error::UnknownPage)?;
    Ok(HttpResponse::TemporaryRedirect()
        .insert_header((LOCATION, location))
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .finish())
}

/// Returns the address of `path` at `origin`.
fn elsewhere(origin: &Address, path: &str, query: &str) -> Option<String> {
    let path = format!("{}{path}", origin.path().trim_end_matches('/'));
    let mut address = origin.join(&path).ok()?.to_string();
    if !query.is_empty() {
        address.push('?');
        address.push_str(query);
    }
    Some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_station_is_found_in_its_addresses() {
        for path in ["/vip", "/vip.mp3", "/vip/ws", "/vip/hls/opus-96/live.m3u8", "/api/v1/stations/vip/now"]
        {
            assert_eq!(slug_of(path), "vip", "{path}");
        }
        assert_eq!((slug_of("/"), slug_of("/api/v1/stations")), ("", ""));
    }

    #[test]
    fn a_redirect_stays_at_the_origin() {
        let origin: Address = "https://radio.example/fm/".parse().unwrap();
        let at = |path, query| elsewhere(&origin, path, query).unwrap();
        assert_eq!(at("/main/archive/7.opus", ""), "https://radio.example/fm/main/archive/7.opus");
        assert_eq!(at("/main/captions.vtt", "from=1"), "https://radio.example/fm/main/captions.vtt?from=1");
    }
}
