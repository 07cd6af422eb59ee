//! `/main/listen`: a page of a few hundred bytes for old devices and slow connections.

use actix_web::http::header::{CacheControl, CacheDirective, ContentType};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use super::{StreamLink, stream_links};
use crate::web::{AppState, Error, private};

/// Data of `listen.html`.
#[derive(Serialize)]
struct SmallPage {
    name: String,
    links: Vec<StreamLink>,
}

/// `/main/listen`.
pub(in crate::web) async fn listen(
    request: HttpRequest,
    site: Data<AppState>,
    slug: Path<String>,
) -> Result<HttpResponse, Error> {
    let station = private::enter(&request, &site, &slug, None).await?;
    let page = SmallPage { name: station.name(), links: stream_links(&station, "") };
    Ok(HttpResponse::Ok()
        .insert_header(ContentType::html())
        .insert_header(CacheControl(vec![CacheDirective::NoCache]))
        .body(site.templates.render_for(&request, "listen.html", &page)?))
}
