//! Pages of an edge: whether it is ready, and what it passes on from its origins.

use actix_web::http::Method;
use actix_web::http::StatusCode;
use actix_web::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE, ContentType};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use crate::cluster::{EdgeStatus, OriginPage};
use crate::web::origin_redirect::redirect;
use crate::web::router::keep_strangers_pace;
use crate::web::{AppState, Error};

/// The API's address of all stations.
const STATIONS: &str = "/api/v1/stations";
/// Cache lifetime of an answer of the API, in seconds.
const KEEP_ANSWER: u32 = 2;

/// `/readyz`: whether an origin has described its stations, and which origins do not answer.
pub(crate) async fn ready(edge: Data<EdgeStatus>) -> HttpResponse {
    let origins = edge.origins();
    let troubles = origins.iter().filter_map(|status| {
        let trouble = status.trouble.as_ref()?;
        Some(format!("\n{}: {trouble}", status.origin))
    });
    let troubles: String = troubles.collect();
    let (status, words) = if origins.iter().any(|status| status.was_heard) {
        (StatusCode::OK, "ready")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "no origin has described its stations yet")
    };
    HttpResponse::build(status).insert_header(ContentType::plaintext()).body(format!("{words}{troubles}\n"))
}

/// Any address that is not the edge's own: covers, logos and the programme as the origin has them, and for everything
/// else a redirect there.
pub(crate) async fn of_origin(
    request: HttpRequest,
    site: Data<AppState>,
    edge: Data<EdgeStatus>,
) -> Result<HttpResponse, Error> {
    let path = request.path();
    if !is_plain(path) {
        return Err(Error::UnknownPage);
    }
    keep_strangers_pace(&request, &site)?;
    let origins = if path == STATIONS { edge.all_origins() } else { edge.origins_of(slug_of(path)) };
    let origin = origins.first().ok_or(Error::UnknownPage)?;
    let is_read = [Method::GET, Method::HEAD].contains(request.method());
    if is_read && is_kept(path) {
        let page = edge.cache().get(&origins, path).await.ok_or(Error::Busy)?;
        return answer(path, page);
    }
    redirect(&request, origin)
}

/// Returns the slug of the station that an address belongs to.
fn slug_of(path: &str) -> &str {
    let rest = path.strip_prefix(STATIONS).unwrap_or(path);
    rest.strip_prefix('/').and_then(|rest| rest.split('/').next()).unwrap_or_default()
}

/// Returns whether `path` leads where it says: addresses of HTTP take `\` for `/`, and leave out `.` and `..`.
fn is_plain(path: &str) -> bool {
    let is_dots = |part: &str| matches!(&*part.to_ascii_lowercase().replace("%2e", "."), "." | "..");
    !path.contains('\\') && !path.split('/').any(is_dots)
}

/// Returns whether the answer is passed on and kept here.
fn is_kept(path: &str) -> bool {
    let is_of_api = path.starts_with(STATIONS);
    let rest = path.strip_prefix(STATIONS).unwrap_or(path);
    let parts: Vec<&str> = rest.split('/').skip(1).collect();
    match parts[..] {
        [] | [_, "now" | "programme"] if is_of_api => true,
        [_, "cover" | "logo", _] | [_, "look.css" | "programme" | "podcast.xml"] => !is_of_api,
        _ => false,
    }
}

fn answer(path: &str, page: OriginPage) -> Result<HttpResponse, Error> {
    match page.status {
        200 => {}
        404 => return Err(Error::UnknownPage),
        status => {
            let status = StatusCode::from_u16(status).ok().filter(StatusCode::is_client_error);
            let status = status.unwrap_or(StatusCode::NOT_FOUND);
            return Err(Error::Client { status, detail: "The origin refuses this.".into() });
        }
    }
    let cache_control = if path.starts_with(STATIONS) {
        format!("public, max-age={KEEP_ANSWER}")
    } else {
        page.cache_control
    };
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, page.content_type))
        .insert_header((CACHE_CONTROL, cache_control))
        .insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .body(page.body))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn covers_and_the_programme_are_passed_on_and_the_rest_is_elsewhere() {
        let check = |path: &str, slug: &str, kept: bool| {
            assert_eq!((slug_of(path), is_kept(path)), (slug, kept), "{path}");
        };
        check("/main/cover/abc", "main", true);
        check("/main/look.css", "main", true);
        check("/main/programme", "main", true);
        check("/api/v1/stations", "", true);
        check("/api/v1/stations/main/now", "main", true);
        check("/api/v1/stations/main/events", "main", false);
        check("/main/archive/7.opus", "main", false);
        check("/main/studio", "main", false);
        check("/admin", "admin", false);
        check("//evil.example/cover/x", "", false);
    }

    #[test]
    fn an_address_that_leads_elsewhere_is_none() {
        for path in [
            "/main/cover/..\\..\\metrics",
            "/main/cover/..",
            "/main/./cover/x",
            "/main/%2e%2E/cover",
            "/main/cover/.%2e",
            "/main/cover/%2E",
        ] {
            assert!(!is_plain(path), "{path}");
        }
        for path in ["/main/cover/abc", "/main/archive/7.opus", "/main/a..b", "/", "/main/%2e%2e%2e"] {
            assert!(is_plain(path), "{path}");
        }
    }
}
