//! The public interface for programs: what is on air, as JSON.

use actix_web::HttpResponse;
use actix_web::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CacheControl, CacheDirective};
use actix_web::web::{Data, Path};
use serde::Serialize;

use super::pages::Now;
use super::{Error, Site};

/// What is on air at a station.
#[derive(Serialize)]
struct OnAir<'a> {
    station: &'a str,
    name: &'a str,
    server_us: u64,
    now_playing: Option<Now<'a>>,
    live: Option<Live>,
    /// The names of DJs who wait in line, the next one first.
    waiting: Vec<String>,
    listeners: u64,
}

/// The DJ whose line is open, heard or about to be.
#[derive(Serialize)]
struct Live {
    dj: String,
    program: Option<String>,
    since_us: u64,
    buffer_ms: u64,
    heard: bool,
}

/// `/api/v1/stations/{slug}/now`: what is on air, for pages anywhere.
pub(super) async fn now(site: Data<Site>, slug: Path<String>) -> Result<HttpResponse, Error> {
    let station = site.stations.get(&slug).ok_or(Error::UnknownStation)?;
    let now = station.now_playing();
    let live = station.lines().on_air().map(|dj| Live {
        dj: dj.name,
        program: dj.program,
        since_us: dj.since_us,
        buffer_ms: (dj.buffer_seconds * 1e3) as u64,
        heard: dj.is_heard,
    });
    let on_air = OnAir {
        station: station.slug(),
        name: station.name(),
        server_us: station.clock().now_us(),
        now_playing: now.as_ref().map(|now| Now::of(now, station.slug())),
        live,
        waiting: station.lines().waiting(),
        listeners: station.listeners().total(),
    };
    Ok(HttpResponse::Ok()
        .insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .insert_header(CacheControl(vec![CacheDirective::NoStore]))
        .json(on_air))
}
