//! The podcasts of a station, and of all stations, for apps that subscribe to several at once (OPML 2.0).

use actix_web::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use bytes::Bytes;
use ring::digest::{SHA256, digest};
use serde::Serialize;

use super::feed::{address_of, text};
use crate::broadcast::Broadcast;
use crate::web::router::{aside, keep_strangers_pace, public_origin};
use crate::web::{AppState, Error, etag, private};

/// Variables of `podcasts.xml`.
#[derive(Serialize)]
struct PodcastList {
    /// The station's name; none for those of all.
    station: Option<String>,
    feeds: Vec<ListedFeed>,
}

/// A feed in it.
#[derive(Serialize)]
struct ListedFeed {
    title: String,
    /// The address of the feed.
    address: String,
    /// The address of the station's page.
    page: String,
}

/// `/{slug}/podcasts.opml`: the station's feed, and one for each of its shows.
pub(crate) async fn of_station(
    request: HttpRequest,
    site: Data<AppState>,
    slug: Path<String>,
) -> Result<HttpResponse, Error> {
    keep_strangers_pace(&request, &site)?;
    let station = private::enter(&request, &site, &slug, None).await?;
    let list = PodcastList {
        station: Some(text(&station.name())),
        feeds: feeds(&request, &site, vec![station.clone()]).await?,
    };
    Ok(private::kept_alone(&station, answer(&request, &site, &list)?))
}

/// `/podcasts.opml`: the feeds of all stations that everybody may listen to.
pub(crate) async fn of_server(request: HttpRequest, site: Data<AppState>) -> Result<HttpResponse, Error> {
    keep_strangers_pace(&request, &site)?;
    let open = site.broadcasts.all().filter(|station| !private::is_private(station)).collect();
    let list = PodcastList { station: None, feeds: feeds(&request, &site, open).await? };
    answer(&request, &site, &list)
}

async fn feeds(
    request: &HttpRequest,
    site: &Data<AppState>,
    stations: Vec<Broadcast>,
) -> Result<Vec<ListedFeed>, Error> {
    let origin = public_origin(request).unwrap_or_default();
    let site = site.clone();
    aside(move || {
        let mut feeds = Vec::new();
        for station in stations {
            let (slug, name) = (station.slug(), text(&station.name()));
            let page = format!("{origin}/{slug}");
            let feed = |title: String, show: Option<&str>| ListedFeed {
                title,
                address: address_of(&origin, slug, show),
                page: page.clone(),
            };
            feeds.push(feed(name.clone(), None));
            let shows = site.store.published_shows(slug)?;
            feeds.extend(shows.iter().map(|show| feed(format!("{} – {name}", text(show)), Some(show))));
        }
        Ok(feeds)
    })
    .await
}

fn answer(request: &HttpRequest, site: &AppState, list: &PodcastList) -> Result<HttpResponse, Error> {
    let xml = Bytes::from(site.templates.render("podcasts.xml", list)?);
    let tag = etag::from_hash(digest(&SHA256, &xml).as_ref());
    let headers = [
        (CONTENT_TYPE, "text/x-opml; charset=utf-8"),
        (CACHE_CONTROL, "public, max-age=300"),
        (ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ];
    Ok(etag::answer(request, tag, &headers, xml))
}
