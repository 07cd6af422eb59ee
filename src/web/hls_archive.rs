//! The archive as HLS: `at` in the address of the playlist, and segments that are over.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use actix_web::http::Method;
use actix_web::http::header::{HeaderValue, USER_AGENT};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use bytes::Bytes;

use super::hls::{FRAGMENT, KEEP_PLAYLIST, PLAYLIST, answer, poll_refused, ranged, unavailable};
use super::origin_redirect::to_origin;
use super::router::keep_strangers_pace;
use super::streams::address;
use super::{AppState, Error, private};
use crate::broadcast::Broadcast;
use crate::cluster::EdgeStatus;
use crate::frame::Codec;
use crate::output::hls::{self, HlsPoll, PastRun, Unavailable};
use crate::recording::{KeptRun, RewindPlace, RewindStart, StationArchive};

/// Packed segments that are kept for others who hear the same: about 6 MB.
const MOST_SEGMENTS: usize = 128;
/// Cache lifetime of the playlist of a time that is over, in seconds.
const KEEP_PAST: u32 = 60;
/// The longest lead of the time of day that is believed, in milliseconds: 100 years.
const MOST_AHEAD_MS: u64 = 100 * 366 * 86_400_000;

/// Segments that were packed last; clones share them.
#[derive(Clone, Default)]
pub(super) struct PastSegments {
    recent: Arc<Mutex<VecDeque<(SegmentKey, Bytes)>>>,
}

/// The station's slug, the rendition's name and the segment's number.
type SegmentKey = (String, String, u64);

impl PastSegments {
    fn get(&self, key: &SegmentKey) -> Option<Bytes> {
        let recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        recent.iter().find(|(known, _)| known == key).map(|(_, bytes)| bytes.clone())
    }

    fn put(&self, key: SegmentKey, bytes: &Bytes) {
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        recent.truncate(MOST_SEGMENTS - 1);
        recent.push_front((key, bytes.clone()));
    }
}

/// Returns whether a query says that a file of the archive is meant, and not one of the live stream.
pub(super) fn is_of_archive(query: &str) -> bool {
    query.split('&').any(|pair| pair == "archive")
}

/// Returns the value of `at` in a query.
pub(super) fn at(query: &str) -> Option<String> {
    let found = form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == "at");
    found.map(|(_, at)| at.into_owned())
}

/// Answers a request for the multivariant playlist that says `at`: with the playlist of that moment, which stays the same
/// however often it is asked for.
pub(super) fn multivariant(
    request: &HttpRequest,
    site: &AppState,
    station: &Broadcast,
    at: &str,
) -> Result<HttpResponse, Error> {
    if let Some(edge) = request.app_data::<Data<EdgeStatus>>() {
        return to_origin(request, edge);
    }
    keep_strangers_pace(request, site)?;
    let start = RewindStart::asked(at, request.query_string(), &**station.clock())?;
    let now_us = station.clock().now_us();
    let place = RewindPlace::find(&site.archives, station.slug(), start, now_us)?;
    let ahead_us = station.clock().ahead_us();
    let text = hls::past_multivariant(&place.rendition, &media_address(start.us(now_us), ahead_us));
    Ok(private::kept_alone(station, answer(PLAYLIST, KEEP_PLAYLIST, text.into())))
}

/// Returns the address of the media playlist from a moment on. The lead of the time of day is in it, to a tenth of a second: what
/// a playlist has listed stays the same when the clock is set.
fn media_address(from_us: u64, ahead_us: i64) -> String {
    let rounded_ms = (ahead_us + 50_000).div_euclid(100_000) * 100;
    format!("archive.m3u8?at={:.3}&ahead={rounded_ms}", from_us as f64 / 1e6)
}

/// Returns the lead of the time of day that a query has, in microseconds; that of now, `ahead_us`, if it has none.
fn ahead_in(query: &str, ahead_us: i64) -> i64 {
    let mut found = form_urlencoded::parse(query.as_bytes()).filter(|(key, _)| key == "ahead");
    let rounded_ms = found.find_map(|(_, ahead)| ahead.parse::<i64>().ok());
    rounded_ms.filter(|ahead| ahead.unsigned_abs() <= MOST_AHEAD_MS).map_or(ahead_us, |ahead| ahead * 1_000)
}

/// `/{slug}/hls/archive.m3u8`: the media playlist from a moment on, by the stamps of the frames.
pub(super) async fn playlist(
    request: HttpRequest,
    site: Data<AppState>,
    slug: Path<String>,
) -> Result<HttpResponse, Error> {
    media_playlist(&request, &site, &slug, None).await
}

/// `/{slug}/hls/~{token}/archive.m3u8`: the same for a listener of a private station.
pub(super) async fn playlist_of_link(
    request: HttpRequest,
    site: Data<AppState>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Error> {
    let (slug, token) = path.into_inner();
    media_playlist(&request, &site, &slug, Some(&token)).await
}

async fn media_playlist(
    request: &HttpRequest,
    site: &AppState,
    slug: &str,
    token: Option<&str>,
) -> Result<HttpResponse, Error> {
    let station = private::enter(request, site, slug, token).await?;
    if let Some(edge) = request.app_data::<Data<EdgeStatus>>() {
        return to_origin(request, edge);
    }
    keep_strangers_pace(request, site)?;
    let start = RewindStart::parse(&at(request.query_string()).unwrap_or_default())?;
    let now_us = station.clock().now_us();
    // Dates are by the time of day, as `at` is.
    let ahead_us = ahead_in(request.query_string(), station.clock().ahead_us());
    let RewindPlace { archive, rendition, seq, .. } = RewindPlace::find(&site.archives, slug, start, now_us)?;
    count(request, site, &station)?;
    let frames = hls::frames_of_playlist(&rendition, seq);
    let next = archive.next_frame().filter(|next| *next < frames.end);
    let runs: Vec<PastRun> = archive
        .runs(frames)
        .into_iter()
        .map(|KeptRun { rendition, frames }| PastRun { rendition, frames })
        .collect();
    let start = seq * u64::from(rendition.samples_per_frame);
    let Some(text) = hls::past_playlist(&runs, start, next, ahead_us) else {
        return Ok(unavailable(Unavailable::NotYet));
    };
    let keep = if next.is_some() { KEEP_PLAYLIST } else { KEEP_PAST };
    Ok(private::kept_alone(&station, answer(PLAYLIST, keep, text.into())))
}

/// Answers with a file of the archive: a segment, or the beginning of all segments of a rendition.
pub(super) async fn media(
    request: &HttpRequest,
    site: &AppState,
    station: &Broadcast,
    rendition: &str,
    file: &str,
) -> Result<HttpResponse, Error> {
    keep_strangers_pace(request, site)?;
    let archive = site.archives.get(station.slug()).ok_or(Error::UnknownPage)?;
    count(request, site, station)?;
    let bytes = if file == "init.mp4" {
        archive.rendition_named(rendition).map(|rendition| hls::past_init(&rendition))
    } else {
        let number = file.strip_suffix(".m4s").and_then(|number| number.parse().ok());
        segment(request, site, &archive, rendition, number.ok_or(Error::UnknownPage)?).await?
    };
    let bytes = bytes.ok_or(Error::UnknownPage)?;
    Ok(private::kept_alone(station, ranged(request, FRAGMENT, bytes)))
}

async fn segment(
    request: &HttpRequest,
    site: &AppState,
    archive: &StationArchive,
    rendition: &str,
    number: u64,
) -> Result<Option<Bytes>, Error> {
    let key = (archive.slug().to_owned(), rendition.to_owned(), number);
    if let Some(bytes) = site.past_segments.get(&key) {
        return Ok(Some(bytes));
    }
    let Some(kept) = archive.rendition_named(rendition) else { return Ok(None) };
    let frames = hls::frames_of_segment(&kept, number);
    let is_whole = archive.next_frame().is_none_or(|next| next >= frames.end);
    let mut runs = archive.runs(frames.clone());
    runs.retain(|run| run.rendition.name == rendition);
    if !is_whole || runs.is_empty() {
        return Ok(None);
    }
    let mut piece = site.archives.read_piece(archive, frames, address(request)).await?;
    piece.frames.retain(|frame| runs.iter().any(|run| run.frames.contains(&frame.seq)));
    let bytes = hls::past_segment(&kept, &piece.frames, &piece.titles);
    site.past_segments.put(key, &bytes);
    Ok(Some(bytes))
}

/// Counts who listens, as for live sound.
fn count(request: &HttpRequest, site: &AppState, station: &Broadcast) -> Result<(), Error> {
    let Some(mount) = station.mounts_of(&[Codec::Opus]).into_iter().next() else { return Ok(()) };
    if request.method() != Method::GET {
        return Ok(());
    }
    let agent = request.headers().get(USER_AGENT).map(HeaderValue::as_bytes).unwrap_or_default();
    let poll = HlsPoll { station, mount: &mount, address: address(request), agent };
    site.hls.audience().poll(&poll, &site.gate.limits).map_err(poll_refused)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_playlist_keeps_its_dates_when_the_clock_is_set() {
        let address = media_address(1_500_000_000, -3_600_000_040);
        assert_eq!(address, "archive.m3u8?at=1500.000&ahead=-3600000");
        let (_, query) = address.split_once('?').unwrap();
        assert_eq!((ahead_in(query, 0), ahead_in(query, 7)), (-3_600_000_000, -3_600_000_000));
        assert_eq!(at(query).as_deref(), Some("1500.000"));
        for none in ["at=1500", "at=1500&ahead=", "at=1500&ahead=9223372036854775807"] {
            assert_eq!(ahead_in(none, 7), 7, "{none}");
        }
    }
}
