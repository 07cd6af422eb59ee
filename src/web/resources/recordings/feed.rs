//! The podcast of a station, or of one of its shows: RSS 2.0 with the namespaces of iTunes and Podcasting 2.0.

use actix_web::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE, LOCATION};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use bytes::Bytes;
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use serde::Serialize;

use super::files::picture_extension;
use super::live_item::{Announcement, LiveItem, LiveStream};
use super::transcripts::has_transcript;
use crate::model::{Recording, RecordingKind, TranscriptAccess};
use crate::store::FeedNames;
use crate::web::resources::listening::stream_links;
use crate::web::router::{aside, keep_strangers_pace, public_origin};
use crate::web::{AppState, Error, etag, private};

/// The namespace of podcast GUIDs, ead4c236-bf58-58c6-a2c6-a6b28d128cb6.
const NAMESPACE: [u8; 16] =
    [0xea, 0xd4, 0xc2, 0x36, 0xbf, 0x58, 0x58, 0xc6, 0xa2, 0xc6, 0xa6, 0xb2, 0x8d, 0x12, 0x8c, 0xb6];
/// The most episodes.
const MOST: usize = 300;
/// The longest name of a show in a query, in characters.
const MOST_SHOW: usize = 200;

/// Variables of `podcast.xml`.
#[derive(Serialize)]
struct PodcastFeed {
    title: String,
    /// The station's name.
    station: String,
    /// The show, if it is the feed of one.
    show: Option<String>,
    /// The address of the station's page.
    page: String,
    /// The address of the feed.
    address: String,
    /// Whether it had another address before.
    is_moved: bool,
    guid: String,
    picture: Option<String>,
    built: String,
    live: Option<LiveItem>,
    /// The station's streams, what most apps play first.
    streams: Vec<LiveStream>,
    episodes: Vec<Episode>,
}

/// A recording in the feed.
#[derive(Serialize)]
struct Episode {
    title: String,
    description: String,
    author: Option<String>,
    guid: String,
    published: String,
    /// The address of its file without the ending, and that of the ending.
    at: String,
    extension: &'static str,
    media_type: &'static str,
    bytes: u64,
    duration: String,
    /// The ending of its picture's address.
    picture: Option<&'static str>,
    has_chapters: bool,
    has_transcript: bool,
}

/// All that a feed is made from.
struct FeedContent {
    /// The names of the show, if it is the feed of one.
    names: FeedNames,
    episodes: Vec<Episode>,
    live: Option<LiveItem>,
    /// When any of it was changed last, in seconds since 1970.
    changed_at: i64,
    /// When the newest episode was published.
    published_at: i64,
}

/// `/{slug}/podcast.xml`; with `?show=`, only what is of that show.
pub(crate) async fn show(
    request: HttpRequest,
    site: Data<AppState>,
    slug: Path<String>,
) -> Result<HttpResponse, Error> {
    keep_strangers_pace(&request, &site)?;
    let station = private::enter(&request, &site, &slug, None).await?;
    let origin = public_origin(&request).unwrap_or_default();
    let show = show_in(request.query_string());
    let (own, of, base, wanted) = (site.clone(), slug.to_string(), origin.clone(), show.clone());
    let content = aside(move || content(&own, &of, &base, wanted.as_deref())).await?;
    if let Some(moved_to) = &content.names.moved_to {
        return Ok(private::kept_alone(
            &station,
            moved(&request, &address_of(&origin, &slug, None), moved_to),
        ));
    }
    if show.is_some() && content.episodes.is_empty() && content.live.is_none() {
        return Err(Error::not_found("Nothing of this show is published."));
    }
    let name = text(&station.name());
    let built =
        if content.episodes.is_empty() { start_of_day(content.changed_at) } else { content.published_at };
    let address = address_of(&origin, &slug, show.as_deref());
    let feed = PodcastFeed {
        title: show.as_deref().map_or_else(|| name.clone(), text),
        station: name,
        show: show.as_deref().map(text),
        page: format!("{origin}/{slug}"),
        guid: guid_of(&first_address(&origin, &slug, show.as_deref(), &content.names)),
        is_moved: content.names.first.is_some(),
        address,
        picture: station.branding().logo.as_ref().map(|logo| format!("{origin}/{slug}/logo/{}", logo.id.0)),
        // Only a change of an episode makes the feed another one.
        built: rfc2822_of(built),
        streams: stream_links(&station, &origin)
            .into_iter()
            .map(|link| LiveStream { url: link.url, media_type: link.media_type })
            .collect(),
        live: content.live,
        episodes: content.episodes,
    };
    // In English for all: shared caches keep it, and programs that read feeds speak for nobody.
    let xml = Bytes::from(site.templates.render("podcast.xml", &feed)?);
    let tag = etag::from_hash(digest(&SHA256, &xml).as_ref());
    let headers = [
        (CONTENT_TYPE, "application/rss+xml; charset=utf-8"),
        (CACHE_CONTROL, "public, max-age=60"),
        (ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ];
    let answer = etag::answer_since(&request, tag, content.changed_at, &headers, xml);
    Ok(private::kept_alone(&station, answer))
}

/// Returns the show in a query.
fn show_in(query: &str) -> Option<String> {
    let mut found = form_urlencoded::parse(query.as_bytes());
    let show = found.find(|(key, _)| key == "show").map(|(_, show)| show.into_owned());
    show.filter(|show| !show.is_empty() && show.chars().count() <= MOST_SHOW)
}

/// Returns the address of the feed of a station, or of one of its shows.
pub(super) fn address_of(origin: &str, slug: &str, show: Option<&str>) -> String {
    let address = format!("{origin}/{slug}/podcast.xml");
    let Some(show) = show else { return address };
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("show", show).finish();
    format!("{address}?{query}")
}

/// Returns the address that the feed had first, of which its GUID is made.
fn first_address(origin: &str, slug: &str, show: Option<&str>, names: &FeedNames) -> String {
    match &names.first {
        Some(first) => address_of(origin, slug, Some(first)),
        // Another feed had this address, and keeps its GUID.
        None if names.is_of_another => format!("{}#2", address_of(origin, slug, show)),
        None => address_of(origin, slug, show),
    }
}

/// Leads to the address of the feed whose show has the name `to` by now, and keeps what else was asked for.
fn moved(request: &HttpRequest, address: &str, to: &str) -> HttpResponse {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (key, value) in form_urlencoded::parse(request.query_string().as_bytes()) {
        query.append_pair(&key, if key == "show" { to } else { &value });
    }
    HttpResponse::MovedPermanently()
        .insert_header((LOCATION, format!("{address}?{}", query.finish())))
        // A show may have its former name again.
        .insert_header((CACHE_CONTROL, "public, max-age=300"))
        .insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .finish()
}

/// Reads what a feed says. Blocks.
fn content(site: &AppState, slug: &str, origin: &str, show: Option<&str>) -> Result<FeedContent, Error> {
    let store = &site.store;
    let (zone, shows) = store.calendar(slug)?;
    let Announcement { live, since } = Announcement::at(slug, &shows, &zone, show, site.clock.wall_us());
    // Before the rest is read: what changes meanwhile has a later time.
    let changed_at = store.feeds_changed_at(slug, since)?;
    let mut recordings = store.published_recordings(slug, show, MOST)?;
    site.archives.leave_out_missing(slug, &mut recordings);
    let published_at = recordings.iter().filter_map(|one| one.published_at).max().unwrap_or_default();
    let is_readable = store.station(slug)?.settings.transcript == TranscriptAccess::Public;
    let mut episodes = Vec::with_capacity(recordings.len());
    for recording in recordings {
        let has_transcript = is_readable && has_transcript(site, &recording)?;
        episodes.push(Episode { has_transcript, ..Episode::of(origin, recording) });
    }
    let live = live.map(|live| LiveItem { title: text(&live.title), ..live });
    let names = show.map(|show| store.feed_names(slug, show)).transpose()?.unwrap_or_default();
    Ok(FeedContent { names, episodes, live, changed_at, published_at })
}

impl Episode {
    fn of(origin: &str, recording: Recording) -> Self {
        let Recording { id, what, description, .. } = recording;
        let has_mp3 = recording.mp3_bytes > 0;
        let (extension, media_type, bytes) = if has_mp3 {
            ("mp3", "audio/mpeg", recording.mp3_bytes)
        } else {
            ("opus", "audio/ogg", recording.opus_bytes)
        };
        let is_cut = what.kind != RecordingKind::Upload;
        let seconds = recording.duration_us / 1_000_000;
        Self {
            title: text(&what.title),
            description: text(&description),
            // The account that sent a file is not published.
            author: what.dj.as_deref().filter(|_| is_cut).map(text),
            guid: format!("longwave:{}:{id}:{}", what.station, what.from_us),
            published: rfc2822_of((what.from_us / 1_000_000) as i64),
            at: format!("{origin}/{}/archive/{id}", what.station),
            extension,
            media_type,
            bytes,
            duration: format!("{}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60),
            picture: recording.picture.as_deref().and_then(picture_extension),
            has_chapters: is_cut,
            has_transcript: false,
        }
    }
}

/// Returns a text without what XML 1.0 has no place for.
pub(super) fn text(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() || *c == '\n')
        .filter(|c| !matches!(c, '\u{FFFE}' | '\u{FFFF}'))
        .collect()
}

/// Returns when the day began, by UTC: a feed without episodes stays the same for a day, and its entity tag with it.
fn start_of_day(seconds: i64) -> i64 {
    seconds - seconds.rem_euclid(86_400)
}

fn rfc2822_of(seconds: i64) -> String {
    let time = Timestamp::from_second(seconds).unwrap_or_default();
    rfc2822::to_string(&time.to_zoned(jiff::tz::TimeZone::UTC)).unwrap_or_default()
}

/// Returns the GUID of the feed at an address: a UUID of version 5 (RFC 9562 section 5.5) of it without its scheme.
fn guid_of(address: &str) -> String {
    let address = address.split_once("://").map_or(address, |(_, rest)| rest).trim_end_matches('/');
    let hash = digest(&SHA1_FOR_LEGACY_USE_ONLY, &[&NAMESPACE[..], address.as_bytes()].concat());
    let mut bytes = [0_u8; 16];
    bytes.iter_mut().zip(hash.as_ref()).for_each(|(byte, hashed)| *byte = *hashed);
    bytes[6] = bytes[6] & 0x0F | 0x50;
    bytes[8] = bytes[8] & 0x3F | 0x80;
    let hex = format!("{:032x}", u128::from_be_bytes(bytes));
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_guid_is_the_one_that_the_namespace_documents() {
        let feed = "https://mp3s.nashownotes.com/pc20rss.xml";
        assert_eq!(guid_of(feed), "917393e3-1b1e-5cef-ace4-edaa54e1f810");
    }

    #[test]
    fn a_feed_without_episodes_is_of_the_day() {
        assert_eq!(start_of_day(1_800_000_123), start_of_day(1_800_000_000));
        assert_eq!(start_of_day(86_400 * 20_000 + 5), 86_400 * 20_000);
    }

    #[test]
    fn texts_have_nothing_that_xml_forbids() {
        assert_eq!(text("a\u{0}b\u{1F}\nc\u{FFFF}"), "ab\nc");
        assert!(rfc2822_of(0).ends_with("1 Jan 1970 00:00:00 +0000"), "{}", rfc2822_of(0));
    }

    #[test]
    fn the_feed_of_a_show_has_an_address_of_its_own() {
        let address = address_of("https://radio.example", "main", Some("Rock & Pop / ü"));
        assert_eq!(address, "https://radio.example/main/podcast.xml?show=Rock+%26+Pop+%2F+%C3%BC");
        let (_, query) = address.split_once('?').unwrap();
        assert_eq!(show_in(query).as_deref(), Some("Rock & Pop / ü"));
        assert_eq!(show_in("token=x"), None);
        assert_eq!(show_in("show="), None);
    }
}
