//! Pages and answers over HTTP.
//!
//! In: requests. Out: pages from templates, the files they need, covers, health and figures; of what goes
//! wrong, a page or a line that says what the visitor can do.
//! Never: waits for a disk, or shows an internal error.

mod app_state;
mod error;
mod etag;
mod hls;
mod hls_archive;
mod https_redirect;
mod languages;
mod middleware;
mod problem;
mod request_metrics;
mod router;
mod templates;

mod activity;
mod address;
mod assets;
mod browser_name;
mod byte_range;
mod calls_follower;
mod filters;
mod metrics;
mod origin_redirect;
mod play_reason;
mod plot;
mod private;
mod process_metrics;
mod refusals;
mod resources;
mod rewinding;
mod sendspin;
mod streams;
mod sub_path;
mod upgrade;

use actix_web::dev::HttpServiceFactory;
use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig};
use actix_web::{FromRequest, Handler, Responder, guard};

use crate::model::BasePath;
use crate::output::formats;
use resources::calls;
use resources::edges;
use resources::health::{challenges, probes};
use resources::library::cover;
use resources::listening::{self, StreamPlaylist};
use resources::live::{source_programs, source_upload, whip};
use resources::manual;
use resources::me::{oidc, reset, sign_in};
use resources::programme::page as programme;
use resources::recordings;
use resources::standby;
use resources::stations::{branding, public_pages};
use resources::transcript::{public, webvtt};

#[cfg(test)]
pub(crate) use resources::manual::tests::reference;

pub use app_state::{AppState, InstanceInfo};
pub use error::Error;
pub use https_redirect::HttpsRedirect;
pub use templates::Templates;

/// Every address of a site below `base_path`, in reading order; the first that fits answers. [`AppState`] is expected as
/// app data.
pub fn routes(base_path: &BasePath) -> impl FnOnce(&mut ServiceConfig) {
    move |cfg| {
        cfg.service(site(base_path));
    }
}

fn site(base_path: &BasePath) -> impl HttpServiceFactory + 'static + use<> {
    let mut site = web::scope("")
        .wrap(from_fn(middleware::keep))
        // Probes and metrics.
        .service(read("/healthz", probes::alive))
        .service(read("/readyz", probes::on_air))
        .service(read("/metrics", metrics::show))
        .configure(files)
        // A source's request on a connection that a proxy reuses.
        .service(
            web::resource("/{mount}")
                .guard(guard::fn_guard(source_upload::is_source))
                .to(source_upload::receive),
        )
        .configure(streams)
        .service(open("/{slug:[a-z0-9-]{1,40}}/captions.vtt", webvtt::captions))
        .service(open("/{slug:[a-z0-9-]{1,40}}/transcript.json", public::transcript))
        // DJs and their programs.
        .service(
            web::resource("/{slug:[a-z0-9-]{1,40}}/ingest").route(web::get().to(source_programs::studio)),
        )
        .service(web::resource("/{slug:[a-z0-9-]{1,40}}/whip").to(whip::endpoint))
        .service(web::resource("/{slug:[a-z0-9-]{1,40}}/whip/{id:[A-Za-z0-9_-]{1,64}}").to(whip::session))
        // Listeners who call, and the DJ who answers.
        .service(read("/{slug:[a-z0-9-]{1,40}}/call/ws", calls::sockets::caller))
        .service(read("/{slug:[a-z0-9-]{1,40}}/call/desk", calls::sockets::desk))
        .service(either("/admin/metadata", source_programs::metadata))
        .service(either("/admin/killsource", source_programs::kill_source))
        .service(either("/admin.cgi", source_programs::metadata_of_shoutcast))
        // Addresses of Icecast that programs poll.
        .service(read("/admin/stats", listening::stats))
        .service(read("/admin/listmounts", listening::list_mounts))
        .service(read("/admin/listclients", listening::list_clients))
        .service(either("/admin/killclient", listening::kill_client))
        .service(either("/admin/moveclients", listening::move_clients));
    // Routes with access rules: the dashboard, the API, and stations' branding.
    for resource in router::resources(table()) {
        site = site.service(resource);
    }
    for resource in manual::page::resources(base_path) {
        site = site.service(resource);
    }
    site
        // A station's pages.
        .service(open("/{slug}/cover/{id}", cover::show))
        .service(read("/{slug:[a-z0-9-]{1,40}}/studio", public_pages::studio))
        .service(read("/{slug:[a-z0-9-]{1,40}}/programme", programme::programme))
        .service(read("/{slug:[a-z0-9-]{1,40}}/call", calls::page::show))
        .service(open("/{slug:[a-z0-9-]{1,40}}/archive/{file}", recordings::files::show))
        .service(open("/{slug:[a-z0-9-]{1,40}}/podcast.xml", recordings::feed::show))
        .service(open("/{slug:[a-z0-9-]{1,40}}/podcasts.opml", recordings::opml::of_station))
        .service(open("/podcasts.opml", recordings::opml::of_server))
        .service(web::resource("/{slug:[a-z0-9-]{1,40}}/listen-in").route(web::post().to(private::listen_in)))
        .configure(players)
        .default_service(web::to(error::unknown_page))
}

/// Every address of an edge below `base_path`. [`AppState`] and [`EdgeStatus`](crate::cluster::EdgeStatus) are expected
/// as app data.
pub fn edge_routes(cfg: &mut ServiceConfig) {
    let site = web::scope("")
        .wrap(from_fn(origin_redirect::send_on_private))
        .wrap(from_fn(middleware::keep))
        .service(read("/healthz", probes::alive))
        .service(read("/readyz", edges::pages::ready))
        .service(read("/metrics", metrics::show))
        .configure(files)
        .configure(streams)
        .configure(players)
        // Covers, logos, the programme and answers of the API come from the origin.
        .default_service(web::to(edges::pages::of_origin));
    cfg.service(site);
}

/// Every address of a server that stands by. [`AppState`] and [`Failover`](crate::failover::Failover) are expected as app
/// data.
pub fn standby_routes(cfg: &mut ServiceConfig) {
    let site = web::scope("")
        .wrap(from_fn(middleware::keep))
        .service(read("/healthz", probes::alive))
        .service(read("/metrics", metrics::show))
        .configure(files)
        .default_service(web::to(standby::refuse));
    cfg.service(site);
}

/// Files of this program, and answers to a certificate authority's challenges.
fn files(cfg: &mut ServiceConfig) {
    cfg.service(read("/.well-known/acme-challenge/{token}", challenges::answer))
        .service(open("/static/messages.json", assets::messages))
        .service(read("/static/{path:.*}", assets::file))
        .service(read("/favicon.ico", assets::icon));
}

/// A station's streams, and the addresses of Icecast and SHOUTcast that describe them.
fn streams(cfg: &mut ServiceConfig) {
    cfg.service(read("/{slug:[a-z0-9-]{1,40}}/ws", streams::websocket))
        .service(read("/{slug:[a-z0-9-]{1,40}}/sendspin", sendspin::socket))
        .service(read("/sendspin", sendspin::socket))
        .service(open("/{slug:[a-z0-9-]{1,40}}/hls/live.m3u8", hls::multivariant))
        .service(open("/{slug:[a-z0-9-]{1,40}}/hls/archive.m3u8", hls_archive::playlist))
        .service(open("/{slug:[a-z0-9-]{1,40}}/hls/~{token}/archive.m3u8", hls_archive::playlist_of_link))
        // The same for listeners of a private station, whose token is in the address: players take it over from there.
        .service(open("/{slug:[a-z0-9-]{1,40}}/hls/~{token}/live.m3u8", hls::multivariant_of_link))
        .service(open("/{slug:[a-z0-9-]{1,40}}/hls/~{token}/{rendition}/live.m3u8", hls::playlist_of_link))
        .service(open("/{slug:[a-z0-9-]{1,40}}/hls/~{token}/{rendition}/{file}", hls::media_of_link))
        .service(open("/{slug:[a-z0-9-]{1,40}}/hls/{rendition}/live.m3u8", hls::playlist))
        .service(open("/{slug:[a-z0-9-]{1,40}}/hls/{rendition}/{file}", hls::media))
        .service(open("/status-json.xsl", listening::status_json))
        .service(read("/7.xsl", listening::shoutcast_status))
        .service(read("/7.html", listening::shoutcast_status));
    for kind in StreamPlaylist::ALL {
        let list = move |request, site, slug| listening::playlist(kind, request, site, slug);
        cfg.service(open(&format!("/{{slug:[a-z0-9-]{{1,40}}}}.{}", kind.extension()), list));
    }
    for extension in formats::extensions() {
        let path = format!("/{{slug:[a-z0-9-]{{1,40}}}}.{extension}");
        cfg.service(open(&path, streams::stream));
    }
}

/// Pages with a player.
fn players(cfg: &mut ServiceConfig) {
    cfg.service(read("/{slug:[a-z0-9-]{1,40}}/listen", listening::listen))
        .service(read("/{slug:[a-z0-9-]{1,40}}/embed", listening::embed))
        .service(read("/{slug:[a-z0-9-]{1,40}}", public_pages::player))
        .service(read("/", public_pages::front));
}

/// The address of the metrics, for a port of their own. [`AppState`] is expected as app data.
pub fn metrics_routes(cfg: &mut ServiceConfig) {
    let site = web::scope("")
        .wrap(from_fn(middleware::keep))
        .service(read("/metrics", metrics::show_always))
        .default_service(web::to(error::unknown_page));
    cfg.service(site);
}

/// The route table.
fn table() -> Vec<router::Route> {
    [
        sign_in::routes(),
        reset::routes(),
        oidc::routes(),
        resources::page_routes(),
        resources::api_routes(),
        branding::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// An address that is read, and not changed: GET and HEAD, and 405 for the rest.
fn read<F, Args>(path: &str, handler: F) -> impl HttpServiceFactory + 'static
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    let reading = web::route().guard(guard::Any(guard::Get()).or(guard::Head()));
    web::resource(path).route(reading.to(handler)).default_service(web::to(error::only_read))
}

/// An address that pages of other sites may read too: answers their browsers' question whether they may.
fn open<F, Args>(path: &str, handler: F) -> impl HttpServiceFactory + 'static
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    let reading = web::route().guard(guard::Any(guard::Get()).or(guard::Head()));
    web::resource(path)
        .route(reading.to(handler))
        .route(web::route().guard(guard::Options()).to(middleware::may_read))
        .default_service(web::to(error::only_read))
}

/// An address that takes orders by GET and by POST, as Icecast's do.
fn either<F, Args>(path: &str, handler: F) -> impl HttpServiceFactory + 'static
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    let asking = web::route().guard(guard::Any(guard::Get()).or(guard::Post()));
    web::resource(path).route(asking.to(handler)).default_service(web::to(error::only_get_or_post))
}

#[cfg(test)]
mod tests;
