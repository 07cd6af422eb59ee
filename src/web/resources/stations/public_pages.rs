//! The pages: a station's player, its studio, and the list of stations.

use actix_web::http::header::{CacheControl, CacheDirective, ContentType, HeaderValue, SET_COOKIE};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use utoipa::ToSchema;

use crate::broadcast::Broadcast;
use crate::container::longwave_v1::cover_address;
use crate::model::{Calls, CoverId, MessageSetting, NowPlaying, RecogniserState};
use crate::recording::{KeptSpan, StationArchive};
use crate::web::resources::listener_messages::api::{LONGEST_NAME, LONGEST_TEXT};
use crate::web::resources::listening::{
    PlayerPageLink, QualityChoice, StreamLink, StreamPlaylist, page_links, quality_choices, wants_audio,
};
use crate::web::resources::programme::page::{ShowLine, show_line};
use crate::web::resources::stations::branding::BrandingView;
use crate::web::router::public_origin;
use crate::web::{AppState, Error, private};

/// Past titles that are shown.
const PLAYED: usize = 20;

/// `/`: the only station's player, or the list of stations.
pub(crate) async fn front(request: HttpRequest, site: Data<AppState>) -> Result<HttpResponse, Error> {
    let mut all = site.broadcasts.all();
    if let (Some(only), None) = (all.next(), all.next()) {
        return private_or_player(&request, &site, &only).await;
    }
    let stations = site.broadcasts.all().map(|station| StationLine::of(&station)).collect();
    let page = site.templates.render_for(&request, "stations.html", &StationsPage { stations })?;
    Ok(answer(page))
}

/// `/{slug}`: the station's player, or the playlist for a client that takes sound only.
pub(crate) async fn player(
    request: HttpRequest,
    site: Data<AppState>,
    slug: Path<String>,
) -> Result<HttpResponse, Error> {
    let station = site.broadcasts.get(&slug).ok_or(Error::UnknownStation)?;
    if wants_audio(request.headers()) {
        private::check(&request, &site, &station, None).await?;
        return Ok(StreamPlaylist::M3u.answer(&station, &request));
    }
    private_or_player(&request, &site, &station).await
}

/// `/{slug}/studio`: where the station's DJs work. Shown to everybody, since nothing of it is secret; who
/// wants to go on air says who they are on the studio's socket.
pub(crate) async fn studio(
    request: HttpRequest,
    site: Data<AppState>,
    slug: Path<String>,
) -> Result<HttpResponse, Error> {
    let station = site.broadcasts.get(&slug).ok_or(Error::UnknownStation)?;
    let page = StudioPage {
        station: Named { slug: station.slug(), name: station.name() },
        look: BrandingView::of(&station, &request),
        takes_calls: takes_calls(&site, &station),
        takes_messages: takes_messages(&site, &station),
        version: env!("CARGO_PKG_VERSION"),
    };
    Ok(answer(site.templates.render_for(&request, "studio.html", &page)?))
}

/// The station's page, or in its place the one that asks for a password or an account.
async fn private_or_player(
    request: &HttpRequest,
    site: &AppState,
    station: &Broadcast,
) -> Result<HttpResponse, Error> {
    if let Err(refused) = private::check(request, site, station, None).await {
        return private::ask(request, site, station, &refused);
    }
    let mut page = player_page(request, site, station).await?;
    let cookie = private::cookie_of_link(request, site, station);
    if let Some(cookie) = cookie.and_then(|cookie| HeaderValue::from_str(&cookie).ok()) {
        page.headers_mut().append(SET_COOKIE, cookie);
    }
    Ok(page)
}

async fn player_page(
    request: &HttpRequest,
    site: &AppState,
    station: &Broadcast,
) -> Result<HttpResponse, Error> {
    let (now, played) = (station.now_playing(), station.played());
    // The page plays while the database cannot be read.
    let on = show_line(site, station).await.unwrap_or_default();
    let origin = public_origin(request).unwrap_or_default();
    let page = PlayerPage {
        back: WayBack::of(site, station, on.began_us()),
        server_us: station.clock().now_us(),
        station: Named { slug: station.slug(), name: station.name() },
        look: BrandingView::of(station, request),
        page_link: PlayerPageLink::of(station.slug(), &origin),
        links: page_links(station, &origin),
        qualities: quality_choices(station),
        on,
        has_captions: station.captions().status().state != RecogniserState::Off,
        now: now.as_ref().map(|now| Now::of(now, station)),
        played: played.iter().take(PLAYED).map(|played| Now::of(played, station)).collect(),
        takes_calls: takes_calls(site, station),
        takes_messages: takes_messages(site, station),
        longest_name: LONGEST_NAME,
        longest_text: LONGEST_TEXT,
        empty: station.empty_folder().is_some(),
        version: env!("CARGO_PKG_VERSION"),
    };
    Ok(answer(site.templates.render_for(request, "player.html", &page)?))
}

/// Returns whether listeners can call the studio of `station`.
fn takes_calls(site: &AppState, station: &Broadcast) -> bool {
    site.stations.get(station.slug()).is_some_and(|made| made.settings().calls == Calls::On)
}

/// Returns whether listeners can write to the studio of `station`.
fn takes_messages(site: &AppState, station: &Broadcast) -> bool {
    site.stations.get(station.slug()).is_some_and(|made| made.settings().messages == MessageSetting::On)
}

/// A page tells what is on air now, so it is never kept.
fn answer(page: String) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header(ContentType::html())
        .insert_header(CacheControl(vec![CacheDirective::NoStore]))
        .body(page)
}

/// Variables of `player.html`.
#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a condition of its own in the template")]
struct PlayerPage<'a> {
    station: Named<'a>,
    look: BrandingView,
    page_link: PlayerPageLink,
    links: Vec<StreamLink>,
    on: ShowLine,
    qualities: Vec<QualityChoice>,
    /// Whether captions are on.
    has_captions: bool,
    back: Option<WayBack>,
    /// The time by the server's clock, in microseconds.
    server_us: u64,
    now: Option<Now>,
    played: Vec<Now>,
    /// Whether listeners can call the studio.
    takes_calls: bool,
    /// Whether listeners can write to the studio.
    takes_messages: bool,
    longest_name: usize,
    longest_text: usize,
    empty: bool,
    version: &'static str,
}

/// How far listeners can go back in what the station keeps.
#[derive(Serialize)]
struct WayBack {
    /// Since when everything is kept but for short gaps, in microseconds of the server's clock.
    kept_from_us: u64,
    /// When the show on air began, in microseconds since 1970, unless that is not kept any more.
    show_from_us: Option<u64>,
}

impl WayBack {
    fn of(site: &AppState, station: &Broadcast, show_from_us: Option<u64>) -> Option<Self> {
        let archive = site.archives.get(station.slug()).filter(StationArchive::is_recording)?;
        // Schedules go by the time of day, and what is kept by the clock that never steps.
        let ahead_us = station.clock().ahead_us();
        let show_from_us = show_from_us.map(|from_us| from_us.saturating_add_signed(-ahead_us));
        Self::within(&archive.kept(), show_from_us, station.clock().now_us())
    }

    /// Returns it for a station that keeps these times, the oldest first.
    fn within(kept: &[KeptSpan], show_from_us: Option<u64>, now_us: u64) -> Option<Self> {
        // Sound of a time to come is from before the clock was set back.
        let past = &kept[..kept.partition_point(|span| span.from_us <= now_us)];
        let newest = past.last().filter(|newest| newest.to_us + BEHIND_US > now_us)?;
        let earlier = past.iter().rev();
        let kept_from_us = earlier.fold(newest.from_us, |from_us, span| {
            if span.to_us + SHORT_GAP_US >= from_us { from_us.min(span.from_us) } else { from_us }
        });
        let show_from_us = show_from_us.filter(|from_us| from_us + SHORT_GAP_US >= kept_from_us);
        Some(Self { kept_from_us, show_from_us })
    }
}

/// The archive is behind what is on air by less than this, in microseconds.
const BEHIND_US: u64 = 5_000_000;
/// A shorter gap in what is kept is passed over, in microseconds: a restart of the server.
const SHORT_GAP_US: u64 = 15_000_000;

/// Variables of `studio.html`.
#[derive(Serialize)]
struct StudioPage<'a> {
    station: Named<'a>,
    look: BrandingView,
    /// Whether the station takes calls.
    takes_calls: bool,
    /// Whether the station takes messages of listeners.
    takes_messages: bool,
    version: &'static str,
}

#[derive(Serialize)]
struct Named<'a> {
    slug: &'a str,
    name: String,
}

/// The track on air, as pages and programs receive it.
#[derive(Serialize, ToSchema)]
pub(crate) struct Now {
    title: String,
    artist: Option<String>,
    album: Option<String>,
    cover: Option<String>,
    source: &'static str,
    dj: Option<String>,
    time_us: u64,
    duration_us: Option<u64>,
    /// True for a jingle, which lists of what was played leave out.
    is_jingle: bool,
}

impl Now {
    /// Describes `now` on `station`.
    pub(crate) fn of(now: &NowPlaying, station: &Broadcast) -> Self {
        let cover = |id: &CoverId| station.base_path().join(&cover_address(station.slug(), &id.0));
        Self {
            title: now.title.clone(),
            artist: now.artist.clone(),
            album: now.album.clone(),
            cover: now.cover.as_ref().map(cover),
            source: now.source.name(),
            dj: now.dj.clone(),
            time_us: now.time_us,
            duration_us: now.duration_us,
            is_jingle: now.is_break(),
        }
    }
}

/// Variables of `stations.html`.
#[derive(Serialize)]
struct StationsPage {
    stations: Vec<StationLine>,
}

#[derive(Serialize)]
struct StationLine {
    slug: String,
    name: String,
    now_playing: Option<Now>,
}

impl StationLine {
    fn of(station: &Broadcast) -> Self {
        let now_playing = station.now_playing().map(|now| Now::of(&now, station));
        Self { slug: station.slug().to_owned(), name: station.name(), now_playing }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::{json, to_value};

    use super::*;
    use crate::model::{CoverId, SourceKind, Title};

    #[test]
    fn a_template_is_told_all_that_is_known() {
        let what = Title {
            artist: Some("Ada".to_owned()),
            cover: Some(CoverId("abc".to_owned())),
            duration_us: Some(5),
            ..Title::plain(SourceKind::Autodj, "Tides")
        };
        let station = crate::broadcast::tests::silent("main", &Arc::new(crate::clock::ManualClock::at(0)));
        let now = NowPlaying { time_us: 7, what: Arc::new(what) };
        let told = json!({
            "title": "Tides", "artist": "Ada", "album": null, "cover": "/main/cover/abc",
            "source": "autodj", "dj": null, "time_us": 7, "duration_us": 5, "is_jingle": false,
        });
        assert_eq!(to_value(Now::of(&now, &station)).unwrap(), told);
    }

    #[test]
    fn the_way_back_leads_over_restarts_of_the_server() {
        const MINUTE: u64 = 60_000_000;
        let span = |from_us: u64, to_us: u64| KeptSpan { from_us, to_us };
        let now_us = 1_000 * MINUTE;
        let check = |kept: &[KeptSpan], show_from_us: Option<u64>| {
            let back = WayBack::within(kept, show_from_us, now_us)?;
            Some((back.kept_from_us, back.show_from_us))
        };
        assert_eq!(check(&[], None), None);
        assert_eq!(check(&[span(0, 990 * MINUTE)], None), None, "the archive was switched off");
        let kept = [
            span(100 * MINUTE, 200 * MINUTE),
            span(300 * MINUTE, 500 * MINUTE),
            span(500 * MINUTE + 9_000_000, 900 * MINUTE),
            span(900 * MINUTE + 2_000_000, now_us - 1_000_000),
        ];
        assert_eq!(check(&kept, None), Some((300 * MINUTE, None)));
        assert_eq!(check(&kept, Some(890 * MINUTE)), Some((300 * MINUTE, Some(890 * MINUTE))));
        assert_eq!(check(&kept, Some(250 * MINUTE)), Some((300 * MINUTE, None)));
        let after_setting_back = [span(900 * MINUTE, now_us), span(now_us + MINUTE, now_us + 9 * MINUTE)];
        assert_eq!(check(&after_setting_back, None), Some((900 * MINUTE, None)));
        // The first frame of a show begins with it or a moment later.
        let show = [span(900 * MINUTE + 20_000, now_us)];
        assert_eq!(check(&show, Some(900 * MINUTE)), Some((900 * MINUTE + 20_000, Some(900 * MINUTE))));
    }
}
