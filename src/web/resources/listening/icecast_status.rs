//! `/status-json.xsl` and `/7.xsl`: what players, directories and DJs' programs read of an Icecast server.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, ContentType};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde_json::{Value, json};

use super::{StreamLink, stream_links};
use crate::broadcast::Broadcast;
use crate::ingest::title::Query;
use crate::model::NowPlaying;
use crate::web::router::public_origin;
use crate::web::sub_path::base_path;
use crate::web::{AppState, Error, middleware};

/// A stream as Icecast describes a source.
pub(super) struct IcecastSource {
    pub(super) station: Broadcast,
    /// The stream's path.
    pub(super) mount: String,
    pub(super) listenurl: String,
    pub(super) media_type: &'static str,
    /// Kilobits per second.
    pub(super) bitrate: u32,
    pub(super) listeners: u64,
    pub(super) now: Option<NowPlaying>,
}

impl IcecastSource {
    fn new(station: &Broadcast, link: StreamLink) -> Self {
        let crowd = station.listeners().crowd().into_iter();
        let own = crowd.filter(|(labels, _)| labels.output == link.label).map(|(_, listeners)| listeners);
        Self {
            station: station.clone(),
            listeners: own.sum(),
            now: station.now_playing(),
            mount: link.path,
            listenurl: link.url,
            media_type: link.media_type,
            bitrate: link.bitrate / 1_000,
        }
    }

    /// Returns the title as one line, which is all that Icecast has.
    pub(super) fn title(&self) -> String {
        let Some(now) = &self.now else { return String::new() };
        now.artist.as_ref().map_or_else(|| now.title.clone(), |artist| format!("{artist} - {}", now.title))
    }

    fn json(&self) -> Value {
        json!({
            "audio_info": format!("bitrate={}", self.bitrate),
            "bitrate": self.bitrate,
            "genre": "various",
            "listeners": self.listeners,
            "listenurl": self.listenurl,
            "server_description": self.station.name(),
            "server_name": self.station.name(),
            "server_type": self.media_type,
            "title": self.title(),
            "artist": self.now.as_ref().and_then(|now| now.artist.as_deref()),
            "dummy": null,
        })
    }
}

/// Returns the streams of all stations, or those that `mount` names: `/main.opus` is one stream. `/main`, the mount of
/// DJs, is the station's first stream with the listeners of all its streams and of the player page, because a DJ's
/// program asks for its own mount.
pub(super) fn sources(site: &AppState, request: &HttpRequest, mount: Option<&str>) -> Vec<IcecastSource> {
    let origin = public_origin(request).unwrap_or_default();
    let mut found = Vec::new();
    for station in site.broadcasts.all() {
        let mut streams: Vec<_> = stream_links(&station, &origin)
            .into_iter()
            .map(|link| IcecastSource::new(&station, link))
            .collect();
        if let Some(mount) = mount {
            if mount.trim_start_matches('/') == station.slug() {
                streams.truncate(1);
                for stream in &mut streams {
                    stream.listeners = station.listeners().total();
                }
            } else {
                streams.retain(|stream| stream.mount == mount);
            }
        }
        found.append(&mut streams);
    }
    found
}

/// Returns the `mount` of a query.
pub(super) fn mount_of(request: &HttpRequest) -> Option<String> {
    let mount = Query::parse(request.query_string().as_bytes()).get("mount")?;
    Some(base_path(request).strip(&mount).to_owned())
}

/// `/status-json.xsl`: Icecast's public status. One source is an object, several are an array, as with Icecast.
pub(in crate::web) async fn status_json(
    request: HttpRequest,
    site: Data<AppState>,
) -> Result<HttpResponse, Error> {
    let mut all: Vec<Value> =
        sources(&site, &request, mount_of(&request).as_deref()).iter().map(IcecastSource::json).collect();
    let host = public_origin(&request).unwrap_or_default();
    let host = host.split_once("://").map_or("", |(_, host)| host);
    let mut stats = json!({
        "admin": "",
        "host": host,
        "location": "",
        "server_id": concat!("Longwave ", env!("CARGO_PKG_VERSION")),
    });
    match all.len() {
        0 => {}
        1 => stats["source"] = all.remove(0),
        _ => stats["source"] = Value::Array(all),
    }
    let mut response = HttpResponse::Ok()
        .insert_header(ContentType::json())
        .insert_header((CACHE_CONTROL, "no-cache"))
        .body(serde_json::to_vec(&json!({ "icestats": stats }))?);
    middleware::open(&mut response);
    Ok(response)
}

/// `/7.xsl` and `/7.html`: SHOUTcast's status in seven fields: listeners, on air, most listeners, limit, different
/// listeners, kbit/s, title.
pub(in crate::web) async fn shoutcast_status(
    request: HttpRequest,
    site: Data<AppState>,
) -> Result<HttpResponse, Error> {
    let mount = mount_of(&request).unwrap_or_else(|| "/main".to_owned());
    let all = sources(&site, &request, Some(&mount));
    let source = all.first().ok_or(Error::UnknownStation)?;
    let (listeners, title) = (source.listeners, source.title());
    let title = quick_xml::escape::escape(&*title);
    let line = format!("{listeners},1,{listeners},0,{listeners},{},{title}", source.bitrate);
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((CACHE_CONTROL, "no-cache"))
        .body(format!("<html><body>{line}</body></html>")))
}
