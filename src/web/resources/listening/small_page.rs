//! `/main/listen`: a page of a few hundred bytes for old devices and slow connections.

use actix_web::HttpResponse;
use actix_web::http::header::{CacheControl, CacheDirective, ContentType};
use actix_web::web::{Data, Path};
use serde::Serialize;

use super::{StreamLink, stream_links};
use crate::web::{AppState, Error};

/// Data of `listen.html`.
#[derive(Serialize)]
struct SmallPage {
    name: String,
    links: Vec<StreamLink>,
}

/// `/main/listen`.
pub(in crate::web) async fn listen(site: Data<AppState>, slug: Path<String>) -> Result<HttpResponse, Error> {
    let station = site.broadcasts.get(&slug).ok_or(Error::UnknownStation)?;
    let page = SmallPage { name: station.name(), links: stream_links(&station, "") };
    Ok(HttpResponse::Ok()
        .insert_header(ContentType::html())
        .insert_header(CacheControl(vec![CacheDirective::NoCache]))
        .body(site.templates.render("listen.html", &page)?))
}
