//! A site below a path of another one: handlers name paths of the site, and clients the addresses they have outside.

use actix_web::HttpRequest;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Uri;
use actix_web::http::header::{HeaderValue, LOCATION};
use actix_web::web::Data;

use super::AppState;
use crate::model::BasePath;

/// Removes `base_path` from the address of a request, if the proxy left it there, so that routes and handlers see the
/// path that the site has.
pub(super) fn enter(request: &mut ServiceRequest, base_path: &BasePath) {
    let Some(target) = request.uri().path_and_query().filter(|_| !base_path.is_empty()) else { return };
    let inside = base_path.strip(target.as_str());
    if inside.len() == target.as_str().len() {
        return;
    }
    let inside = if inside.starts_with('/') { inside.to_owned() } else { format!("/{inside}") };
    let mut parts = request.uri().clone().into_parts();
    parts.path_and_query = inside.parse().ok();
    if let Ok(uri) = Uri::from_parts(parts) {
        request.match_info_mut().get_mut().update(&uri);
        request.head_mut().uri = uri;
    }
}

/// Makes the path that a `Location` names one below `base_path`.
pub(super) fn leave(response: &mut ServiceResponse, base_path: &BasePath) {
    let Some(location) = response.headers().get(LOCATION).filter(|_| !base_path.is_empty()) else { return };
    let Some(path) = location.to_str().ok().filter(|path| path.starts_with('/') && !path.starts_with("//"))
    else {
        return;
    };
    if let Ok(location) = HeaderValue::from_str(&base_path.join(path)) {
        response.headers_mut().insert(LOCATION, location);
    }
}

/// Returns the base path of the site that a request is for.
pub(super) fn base_path(request: &HttpRequest) -> BasePath {
    request.app_data::<Data<AppState>>().map(|site| site.instance.base_path.clone()).unwrap_or_default()
}
