//! Stations as HLS: playlists, segments and parts, with headers for browsers of other sites and for caches.

use actix_web::http::header::{
    ACCEPT_RANGES, ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_RANGE, CONTENT_TYPE, HeaderValue,
    LOCATION, RANGE, RETRY_AFTER, USER_AGENT,
};
use actix_web::http::{Method, StatusCode};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use bytes::Bytes;

use super::byte_range::single_range;
use super::router::address_of;
use super::streams::address;
use super::{AppState, Error, hls_archive, private};
use crate::broadcast::Broadcast;
use crate::output::hls::{self, HlsPoll, PlaylistQuery, PollRefused, Unavailable};
use crate::output::listen_links;

/// The media type of playlists (RFC 8216 section 4),
pub(super) const PLAYLIST: &str = "application/vnd.apple.mpegurl";
/// of fragments,
pub(super) const FRAGMENT: &str = "audio/mp4";
/// The media type of packed MP3.
const PACKED: &str = "audio/mpeg";

/// Cache lifetime of immutable resources, in seconds: as long as they are available here.
const KEEP_MEDIA: u32 = 1_800;
/// Cache lifetime of a response to a blocking request, in seconds: six target durations
/// (draft-pantos-hls-rfc8216bis, appendix B.1).
const KEEP_BLOCKED: u32 = 24;
/// that something is not there: four,
const KEEP_UNKNOWN: u32 = 16;
/// Cache lifetime of any other playlist, in seconds: half a target duration.
pub(super) const KEEP_PLAYLIST: u32 = 2;

/// Said of a rendition that the station does not have.
const NO_RENDITION: &str = "The station has no such rendition for HLS.";

/// `/{slug}/hls/live.m3u8`: the multivariant playlist.
pub(super) async fn multivariant(
    request: HttpRequest,
    site: Data<AppState>,
    slug: Path<String>,
) -> Result<HttpResponse, Error> {
    let station = private::enter(&request, &site, &slug, None).await?;
    if let Some(token) = listen_links::token_in(request.query_string())
        && private::is_private(&station)
    {
        // The playlist names addresses relative to its own: with the token there, players send it with everything.
        let query = match hls_archive::at(request.query_string()).filter(|at| is_number(at)) {
            Some(at) => format!("?at={at}"),
            None if has_dvr(request.query_string()) => "?dvr=1".to_owned(),
            None => String::new(),
        };
        let location = format!("/{slug}/hls/~{token}/live.m3u8{query}");
        return Ok(HttpResponse::Found()
            .insert_header((LOCATION, location))
            .insert_header((CACHE_CONTROL, "no-store"))
            .insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
            .finish());
    }
    multivariant_playlist(&request, &site, &station)
}

/// `/{slug}/hls/~{token}/live.m3u8`: the same for a listener of a private station.
pub(super) async fn multivariant_of_link(
    request: HttpRequest,
    site: Data<AppState>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Error> {
    let (slug, token) = path.into_inner();
    let station = private::enter(&request, &site, &slug, Some(&token)).await?;
    multivariant_playlist(&request, &site, &station)
}

fn multivariant_playlist(
    request: &HttpRequest,
    site: &AppState,
    station: &Broadcast,
) -> Result<HttpResponse, Error> {
    if let Some(at) = hls_archive::at(request.query_string()) {
        return hls_archive::multivariant(request, site, station, &at);
    }
    site.hls.prepare(station);
    let query = if has_dvr(request.query_string()) { "dvr=1" } else { "" };
    let playlist = answer(PLAYLIST, KEEP_PLAYLIST, hls::multivariant(station, query).into());
    Ok(private::kept_alone(station, playlist))
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || b".-".contains(&byte))
}

fn has_dvr(query: &str) -> bool {
    query.split('&').any(|pair| pair == "dvr=1")
}

/// `/{slug}/hls/{rendition}/live.m3u8`: a media playlist, which may be waited for.
pub(super) async fn playlist(
    request: HttpRequest,
    site: Data<AppState>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Error> {
    let (slug, rendition) = path.into_inner();
    media_playlist(&request, &site, (&slug, &rendition), None).await
}

/// `/{slug}/hls/~{token}/{rendition}/live.m3u8`: the same for a listener of a private station.
pub(super) async fn playlist_of_link(
    request: HttpRequest,
    site: Data<AppState>,
    path: Path<(String, String, String)>,
) -> Result<HttpResponse, Error> {
    let (slug, token, rendition) = path.into_inner();
    media_playlist(&request, &site, (&slug, &rendition), Some(&token)).await
}

async fn media_playlist(
    request: &HttpRequest,
    site: &AppState,
    (slug, rendition): (&str, &str),
    token: Option<&str>,
) -> Result<HttpResponse, Error> {
    let station = site.broadcasts.get(slug).ok_or(Error::UnknownStation)?;
    let agent = request.headers().get(USER_AGENT).map(HeaderValue::as_bytes).unwrap_or_default();
    site.auth.check_ban(address_of(request), agent)?;
    private::check(request, site, &station, token).await?;
    let query = match PlaylistQuery::parse(request.query_string()) {
        Ok(query) => query,
        Err(error) => return Ok(unavailable(error)),
    };
    let mount = hls::mount(&station, rendition).ok_or(Error::not_found(NO_RENDITION))?;
    if request.method() == Method::GET {
        let address = address(request);
        let poll = HlsPoll { station: &station, mount: &mount, address, agent };
        site.hls.audience().poll(&poll, &site.gate.limits).map_err(poll_refused)?;
    }
    // A player may change to any of them.
    site.hls.prepare(&station);
    let variant = site.hls.variant(&station, &mount);
    let others = hls::others(&station, rendition);
    let keep = if query.is_blocking() { KEEP_BLOCKED } else { KEEP_PLAYLIST };
    Ok(match variant.playlist(query, &others).await {
        Ok(playlist) => private::kept_alone(&station, answer(PLAYLIST, keep, playlist)),
        Err(error) => unavailable(error),
    })
}

/// Returns the answer to a session that is refused.
pub(super) fn poll_refused(refused: PollRefused) -> Error {
    match refused {
        PollRefused::Full(limit) => Error::Full(limit),
        PollRefused::Disconnected => Error::forbidden("The station has disconnected this player."),
    }
}

/// `/{slug}/hls/{rendition}/{file}`: the initialization section, a segment, or a part that may be waited for.
pub(super) async fn media(
    request: HttpRequest,
    site: Data<AppState>,
    path: Path<(String, String, String)>,
) -> Result<HttpResponse, Error> {
    let (slug, rendition, file) = path.into_inner();
    media_file(&request, &site, (&slug, &rendition, &file), None).await
}

/// `/{slug}/hls/~{token}/{rendition}/{file}`: the same for a listener of a private station.
pub(super) async fn media_of_link(
    request: HttpRequest,
    site: Data<AppState>,
    path: Path<(String, String, String, String)>,
) -> Result<HttpResponse, Error> {
    let (slug, token, rendition, file) = path.into_inner();
    media_file(&request, &site, (&slug, &rendition, &file), Some(&token)).await
}

async fn media_file(
    request: &HttpRequest,
    site: &AppState,
    (slug, rendition, file): (&str, &str, &str),
    token: Option<&str>,
) -> Result<HttpResponse, Error> {
    let station = private::enter(request, site, slug, token).await?;
    if hls_archive::is_of_archive(request.query_string()) {
        return hls_archive::media(request, site, &station, rendition, file).await;
    }
    let mount = hls::mount(&station, rendition).ok_or(Error::not_found(NO_RENDITION))?;
    let variant = site.hls.variant(&station, &mount);
    if file == "init.mp4" {
        let init = variant.init().ok_or(Error::UnknownPage)?;
        return Ok(private::kept_alone(&station, ranged(request, FRAGMENT, init)));
    }
    let (number, part) = named(file, variant.extension()).ok_or(Error::UnknownPage)?;
    let kind = if variant.extension() == "mp3" { PACKED } else { FRAGMENT };
    Ok(match variant.media(number, part).await {
        Ok(bytes) => private::kept_alone(&station, ranged(request, kind, bytes)),
        Err(error) => unavailable(error),
    })
}

/// The segment and the part in a file's name, such as `446000000.3.m4s`.
fn named(file: &str, extension: &str) -> Option<(u64, Option<u64>)> {
    let name = file.strip_suffix(extension)?.strip_suffix('.')?;
    let number = |text: &str| {
        let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
        is_plain.then(|| text.parse::<u64>().ok()).flatten()
    };
    match name.split_once('.') {
        None => Some((number(name)?, None)),
        Some((segment, part)) => Some((number(segment)?, Some(number(part)?))),
    }
}

pub(super) fn answer(kind: &'static str, keep: u32, body: Bytes) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, kind))
        .insert_header((CACHE_CONTROL, format!("public, max-age={keep}")))
        .insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .body(body)
}

pub(super) fn unavailable(error: Unavailable) -> HttpResponse {
    let (status, keep) = match error {
        Unavailable::BadRequest => (StatusCode::BAD_REQUEST, "no-store".to_owned()),
        // It comes: a cache that kept this would keep it from those who ask in time.
        Unavailable::Future => (StatusCode::NOT_FOUND, "no-store".to_owned()),
        Unavailable::Unknown => (StatusCode::NOT_FOUND, format!("public, max-age={KEEP_UNKNOWN}")),
        Unavailable::NotYet => (StatusCode::SERVICE_UNAVAILABLE, "no-store".to_owned()),
    };
    let mut response = HttpResponse::build(status);
    response.insert_header((CACHE_CONTROL, keep)).insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, "*"));
    if error == Unavailable::NotYet {
        response.insert_header((RETRY_AFTER, 4));
    }
    response.insert_header((CONTENT_TYPE, "text/plain; charset=utf-8")).body(format!("{error}\n"))
}

/// Media that never change, or the range of them that is asked for (RFC 9110 section 14).
pub(super) fn ranged(request: &HttpRequest, kind: &'static str, bytes: Bytes) -> HttpResponse {
    let length = bytes.len();
    let asked = request.headers().get(RANGE).and_then(|range| range.to_str().ok()).and_then(single_range);
    let mut response = match asked.map(|asked| asked.within(length as u64)) {
        None => answer(kind, KEEP_MEDIA, bytes),
        Some(Some((first, last))) => {
            let mut response = answer(kind, KEEP_MEDIA, bytes.slice(first as usize..=last as usize));
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
            header(&mut response, CONTENT_RANGE, &format!("bytes {first}-{last}/{length}"));
            response
        }
        Some(None) => {
            let mut response = answer(kind, 0, Bytes::new());
            *response.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
            header(&mut response, CONTENT_RANGE, &format!("bytes */{length}"));
            response
        }
    };
    header(&mut response, ACCEPT_RANGES, "bytes");
    response
}

fn header(response: &mut HttpResponse, name: actix_web::http::header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_segments_and_parts_are_read() {
        assert_eq!(named("446000000.m4s", "m4s"), Some((446_000_000, None)));
        assert_eq!(named("446000000.3.m4s", "m4s"), Some((446_000_000, Some(3))));
        for wrong in ["446000000.mp3", "x.m4s", "-1.m4s", "+1.m4s", "1.2.3.m4s", "m4s", ".m4s", "1..m4s"] {
            assert_eq!(named(wrong, "m4s"), None, "{wrong}");
        }
    }
}
