//! The manual's pages.

use actix_web::http::header::{CacheControl, CacheDirective, ContentType};
use actix_web::web::{self, Data, Path, Query};
use actix_web::{HttpResponse, Resource, guard};
use serde::{Deserialize, Serialize};

use super::{CONTENTS, Manual, search};
use crate::model::BasePath;
use crate::web::{AppState, Error, error};

/// The longest query that is looked for, in bytes.
const LONGEST_QUERY: usize = 200;

/// Returns the manual's resources, of a site below `base_path`. A station that is called `manual`, from before the word was reserved, keeps its
/// page at `/manual`; the table of contents is then at `/manual/contents` only.
pub(crate) fn resources(base_path: &BasePath) -> [Resource; 2] {
    let manual = Manual::load(base_path);
    let names: Vec<&str> = manual.pages().iter().map(|page| &*page.name).collect();
    // Only names of pages, so that /manual/studio stays an address of such a station.
    let pages = format!("/manual/{{page:{}}}", names.join("|"));
    let reading = || web::route().guard(guard::Any(guard::Get()).or(guard::Head()));
    let only_read = || web::to(error::only_read);
    let is_free = guard::fn_guard(|context| {
        let site = context.app_data::<Data<AppState>>();
        site.is_none_or(|site| site.stations.get("manual").is_none())
    });
    [
        web::resource("/manual")
            .guard(is_free)
            .app_data(Data::new(manual.clone()))
            .route(reading().to(contents))
            .default_service(only_read()),
        web::resource(pages)
            .app_data(Data::new(manual))
            .route(reading().to(page))
            .default_service(only_read()),
    ]
}

/// Query of the page.
#[derive(Deserialize)]
struct Asked {
    q: Option<String>,
}

/// `/manual`: the table of contents, or with `?q=` the results of a search.
async fn contents(
    site: Data<AppState>,
    manual: Data<Manual>,
    asked: Query<Asked>,
) -> Result<HttpResponse, Error> {
    show(&site, &manual, CONTENTS, asked.into_inner().q)
}

/// `/manual/PAGE`.
async fn page(
    site: Data<AppState>,
    manual: Data<Manual>,
    name: Path<String>,
    asked: Query<Asked>,
) -> Result<HttpResponse, Error> {
    show(&site, &manual, &name, asked.into_inner().q)
}

/// Data of `manual.html`.
#[derive(Serialize)]
struct PageView<'a> {
    title: &'a str,
    html: &'a str,
    /// The address of the table of contents.
    contents: &'a str,
    pages: Vec<PageLink<'a>>,
    query: Option<String>,
    found: Vec<search::Found>,
    version: &'static str,
}

#[derive(Serialize)]
struct PageLink<'a> {
    name: &'a str,
    title: &'a str,
    is_current: bool,
}

fn show(site: &AppState, manual: &Manual, name: &str, query: Option<String>) -> Result<HttpResponse, Error> {
    // Read again in debug builds, so that whoever writes a page sees it at once.
    let fresh = cfg!(debug_assertions).then(|| Manual::load(&site.instance.base_path));
    let manual = fresh.as_ref().unwrap_or(manual);
    let page = manual.page(name).ok_or(Error::UnknownPage)?;
    let query = query.filter(|query| !query.trim().is_empty() && query.len() <= LONGEST_QUERY);
    let is_taken = site.stations.get("manual").is_some();
    let others = manual.pages().iter().filter(|page| page.name != CONTENTS);
    let view = PageView {
        title: &page.title,
        html: &page.html,
        contents: if is_taken { "/manual/contents" } else { "/manual" },
        pages: others
            .map(|page| PageLink { name: &page.name, title: &page.title, is_current: page.name == name })
            .collect(),
        found: query.as_deref().map(|query| search::find(manual, query)).unwrap_or_default(),
        query,
        version: env!("CARGO_PKG_VERSION"),
    };
    Ok(HttpResponse::Ok()
        .insert_header(ContentType::html())
        .insert_header(CacheControl(vec![CacheDirective::NoCache]))
        .body(site.templates.render("manual.html", &view)?))
}
