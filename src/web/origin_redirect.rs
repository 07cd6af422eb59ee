//! Redirects of an edge to the origin of a station.

use actix_web::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, LOCATION};
use actix_web::{HttpRequest, HttpResponse};

use super::Error;
use crate::cluster::EdgeStatus;
use crate::model::Address;

/// Returns the redirect to the origin of the station that a request is for: what is kept there is played from there.
pub(super) fn to_origin(request: &HttpRequest, edge: &EdgeStatus) -> Result<HttpResponse, Error> {
    let path = request.path();
    let slug = path.trim_start_matches('/').split(['/', '.']).next().unwrap_or_default();
    let origins = edge.origins_of(slug);
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
    fn a_redirect_stays_at_the_origin() {
        let origin: Address = "https://radio.example/fm/".parse().unwrap();
        let at = |path, query| elsewhere(&origin, path, query).unwrap();
        assert_eq!(at("/main/archive/7.opus", ""), "https://radio.example/fm/main/archive/7.opus");
        assert_eq!(at("/main/captions.vtt", "from=1"), "https://radio.example/fm/main/captions.vtt?from=1");
    }
}
