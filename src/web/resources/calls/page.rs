//! `/main/call`: a listener's page to talk to the studio.

use actix_web::http::header::{CacheControl, CacheDirective, ContentType, HeaderValue, SET_COOKIE};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use crate::production::calls::{LONGEST_NAME, LONGEST_TOPIC};
use crate::web::resources::stations::branding::BrandingView;
use crate::web::{AppState, Error, private};

/// Variables of `call.html`.
#[derive(Serialize)]
struct CallPage {
    slug: String,
    name: String,
    look: BrandingView,
    /// Whether the station takes calls at all.
    is_on: bool,
    /// Whether the line is open now.
    is_open: bool,
    longest_name: usize,
    longest_topic: usize,
    version: &'static str,
}

/// `/main/call`.
pub(crate) async fn show(
    request: HttpRequest,
    site: Data<AppState>,
    slug: Path<String>,
) -> Result<HttpResponse, Error> {
    let station = site.broadcasts.get(&slug).ok_or(Error::UnknownStation)?;
    if let Err(refused) = private::check(&request, &site, &station, None).await {
        return private::ask(&request, &site, &station, &refused);
    }
    let line = site.stations.get(&slug).map(|made| made.calls().view(site.clock.now_us()));
    let page = CallPage {
        slug: station.slug().to_owned(),
        name: station.name(),
        look: BrandingView::of(&station, &request),
        is_on: line.as_ref().is_some_and(|line| line.is_on),
        is_open: line.as_ref().is_some_and(|line| line.is_open),
        longest_name: LONGEST_NAME,
        longest_topic: LONGEST_TOPIC,
        version: env!("CARGO_PKG_VERSION"),
    };
    let mut answer = HttpResponse::Ok()
        .insert_header(ContentType::html())
        .insert_header(CacheControl(vec![CacheDirective::NoStore]))
        .body(site.templates.render_for(&request, "call.html", &page)?);
    let cookie = private::cookie_of_link(&request, &site, &station);
    if let Some(cookie) = cookie.and_then(|cookie| HeaderValue::from_str(&cookie).ok()) {
        answer.headers_mut().append(SET_COOKIE, cookie);
    }
    Ok(answer)
}
