//! Icecast's addresses for administrators: `/admin/stats`, `listmounts`, `listclients`, `killclient`, `moveclients`.
//!
//! They take Basic credentials of a manager of the station or of an administrator.

use actix_web::http::StatusCode;
use actix_web::http::header::AUTHORIZATION;
use actix_web::web::{self, Data};
use actix_web::{HttpRequest, HttpResponse};

use super::icecast_status::{IcecastSource, mount_of, sources};
use super::icecast_xml::{element, response, source, stats as answer, text};
use crate::auth::{AuthError, Credentials};
use crate::broadcast::Broadcast;
use crate::ingest::SourceRefusal;
use crate::ingest::title::Query;
use crate::output::formats;
use crate::output::listener_registry::{Busy, ListenerStatus};
use crate::web::AppState;
use crate::web::resources::live::source_programs::{check_page, refused};
use crate::web::router::address_of;

/// Most listeners in a list.
const MOST_LISTED: usize = 10_000;
const NEVER_MOVED: &str =
    "Listeners are never moved: a station's streams go on whatever its source does. Nothing was done";

/// Returns the station that a request is about, if its sender may run that station. Without a mount it is the first
/// station.
async fn authorized(request: &HttpRequest, site: &AppState) -> Result<Broadcast, SourceRefusal> {
    let given = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let given = given.and_then(Credentials::from_basic).ok_or(AuthError::NoPassword)?;
    let station = match mount_of(request) {
        Some(mount) => site.ingest.station_of_mount(&mount),
        None => site.stations.all().next(),
    };
    let station = station.ok_or(SourceRefusal::UnknownStation)?;
    site.auth.authenticate_manager(station.slug(), address_of(request), &given).await?;
    Ok(station.broadcast().clone())
}

/// `/admin/stats`: everything about every stream, or about the one that `mount` names.
pub(in crate::web) async fn stats(request: HttpRequest, site: Data<AppState>) -> HttpResponse {
    if let Err(refusal) = authorized(&request, &site).await {
        return refused(&request, &refusal);
    }
    let all = sources(&site, &request, mount_of(&request).as_deref());
    let listeners: u64 = site.broadcasts.all().map(|station| station.listeners().total()).sum();
    let head = [
        text("admin", ""),
        text("clients", listeners),
        text("listeners", listeners),
        text("server_id", concat!("Longwave ", env!("CARGO_PKG_VERSION"))),
        text("sources", all.len()),
    ];
    let described = all.iter().map(|stream| {
        let fields = [
            text("bitrate", stream.bitrate),
            text("genre", "various"),
            text("listeners", stream.listeners),
            text("listenurl", &stream.listenurl),
            text("max_listeners", "unlimited"),
            text("public", 0),
            text("server_description", stream.station.name()),
            text("server_name", stream.station.name()),
            text("server_type", stream.media_type),
            text("title", stream.title()),
        ];
        source(&stream.mount, &fields.concat())
    });
    answer(&(head.concat() + &described.collect::<String>()))
}

/// `/admin/listmounts`: every stream with its listeners.
pub(in crate::web) async fn list_mounts(request: HttpRequest, site: Data<AppState>) -> HttpResponse {
    if let Err(refusal) = authorized(&request, &site).await {
        return refused(&request, &refusal);
    }
    let listed = sources(&site, &request, None).into_iter().map(|stream: IcecastSource| {
        let fields = [text("listeners", stream.listeners), text("content-type", stream.media_type)];
        source(&stream.mount, &fields.concat())
    });
    answer(&listed.collect::<String>())
}

/// `/admin/listclients?mount=`: who listens to a stream; to all of a station's with `/main`.
pub(in crate::web) async fn list_clients(request: HttpRequest, site: Data<AppState>) -> HttpResponse {
    let Some(mount) = mount_of(&request) else { return without_mount() };
    let station = match authorized(&request, &site).await {
        Ok(station) => station,
        Err(refusal) => return refused(&request, &refusal),
    };
    let now_us = station.clock().now_us();
    let wanted = formats::of_path(&mount).map(|(_, format)| format.label);
    let listed = asked(&site, move |site| site.roll.tell(&station.mounts(), 0, MOST_LISTED)).await;
    let Ok(mut listed) = listed else { return busy() };
    listed.retain(|one| wanted.is_none_or(|label| one.about.output == label));
    let each = listed.iter().map(|one| listener(one, now_us));
    let content = text("Listeners", listed.len()) + &each.collect::<String>();
    answer(&source(&mount, &content))
}

fn listener(one: &ListenerStatus, now_us: u64) -> String {
    let (guest, id) = (&one.about.guest, one.about.number);
    let fields = [
        text("IP", guest.address),
        text("UserAgent", guest.player.name()),
        text("Connected", now_us.saturating_sub(guest.since_us) / 1_000_000),
        text("ID", id),
    ];
    element("listener", &fields.concat())
}

/// `/admin/killclient?mount=&id=`: disconnects a listener.
pub(in crate::web) async fn kill_client(request: HttpRequest, site: Data<AppState>) -> HttpResponse {
    if let Err(refusal) = check_page(&request) {
        return refused(&request, &refusal);
    }
    if mount_of(&request).is_none() {
        return without_mount();
    }
    let station = match authorized(&request, &site).await {
        Ok(station) => station,
        Err(refusal) => return refused(&request, &refusal),
    };
    let id = Query::parse(request.query_string().as_bytes()).get("id");
    let Some(id) = id.and_then(|id| id.parse::<u64>().ok()) else {
        return response(StatusCode::BAD_REQUEST, "Missing parameter: id", false);
    };
    match asked(&site, move |site| site.roll.disconnect(&station.mounts(), id)).await {
        Ok(Some(_)) => response(StatusCode::OK, &format!("Client {id} removed"), true),
        Ok(None) => response(StatusCode::OK, &format!("Client {id} not found"), false),
        Err(Busy) => busy(),
    }
}

/// `/admin/moveclients`: refused, in words.
pub(in crate::web) async fn move_clients(request: HttpRequest, site: Data<AppState>) -> HttpResponse {
    match authorized(&request, &site).await {
        Ok(_) => response(StatusCode::BAD_REQUEST, NEVER_MOVED, false),
        Err(refusal) => refused(&request, &refusal),
    }
}

/// Asks those who hold listeners' sockets, on a thread that may wait for them.
async fn asked<T: Send + 'static>(
    site: &Data<AppState>,
    question: impl FnOnce(&AppState) -> Result<T, Busy> + Send + 'static,
) -> Result<T, Busy> {
    let site = site.clone();
    web::block(move || question(&site)).await.unwrap_or(Err(Busy))
}

fn without_mount() -> HttpResponse {
    response(StatusCode::BAD_REQUEST, "Missing parameter: mount", false)
}

fn busy() -> HttpResponse {
    response(StatusCode::SERVICE_UNAVAILABLE, &Busy.to_string(), false)
}
