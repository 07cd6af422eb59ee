//! The podcast of a station: RSS 2.0 with the namespaces of iTunes and Podcasting 2.0.

use actix_web::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use bytes::Bytes;
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use serde::Serialize;

use crate::model::{Branding, Recording};
use crate::web::router::{aside, keep_strangers_pace, public_origin};
use crate::web::{AppState, Error, etag, private};

/// The namespace of podcast GUIDs, ead4c236-bf58-58c6-a2c6-a6b28d128cb6.
const NAMESPACE: [u8; 16] =
    [0xea, 0xd4, 0xc2, 0x36, 0xbf, 0x58, 0x58, 0xc6, 0xa2, 0xc6, 0xa6, 0xb2, 0x8d, 0x12, 0x8c, 0xb6];
/// The most episodes.
const MOST: usize = 300;

/// Variables of `podcast.xml`.
#[derive(Serialize)]
struct PodcastFeed {
    title: String,
    /// The address of the station's page.
    page: String,
    /// The address of the feed.
    address: String,
    guid: String,
    picture: Option<String>,
    built: String,
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
    /// The address of its file, and that of its chapters.
    file: String,
    media_type: &'static str,
    bytes: u64,
    chapters: String,
    duration: String,
}

/// `/{slug}/podcast.xml`.
pub(crate) async fn show(
    request: HttpRequest,
    site: Data<AppState>,
    slug: Path<String>,
) -> Result<HttpResponse, Error> {
    keep_strangers_pace(&request, &site)?;
    let station = private::enter(&request, &site, &slug, None).await?;
    let origin = public_origin(&request).unwrap_or_default();
    let (store, of) = (site.store.clone(), slug.to_string());
    let recordings = aside(move || Ok(store.published_recordings(&of, MOST)?)).await?;
    let mut feed = PodcastFeed::of(&origin, &slug, (&station.name(), &station.branding()), recordings);
    if feed.episodes.is_empty() {
        feed.built = rfc2822_of(start_of_day((site.clock.now_us() / 1_000_000) as i64));
    }
    // In English for all: shared caches keep it, and programs that read feeds speak for nobody.
    let xml = Bytes::from(site.templates.render("podcast.xml", &feed)?);
    let tag = etag::from_hash(digest(&SHA256, &xml).as_ref());
    let headers = [
        (CONTENT_TYPE, "application/rss+xml; charset=utf-8"),
        (CACHE_CONTROL, "public, max-age=60"),
        (ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ];
    Ok(private::kept_alone(&station, etag::answer(&request, tag, &headers, xml)))
}

impl PodcastFeed {
    fn of(origin: &str, slug: &str, (name, look): (&str, &Branding), recordings: Vec<Recording>) -> Self {
        let episodes: Vec<(i64, Episode)> =
            recordings.into_iter().map(|one| Episode::of(origin, one)).collect();
        let address = format!("{origin}/{slug}/podcast.xml");
        let logo = look.logo.as_ref().map(|logo| format!("{origin}/{slug}/logo/{}", logo.id.0));
        Self {
            title: text(name),
            page: format!("{origin}/{slug}"),
            guid: guid_of(&address),
            address,
            picture: logo,
            // Only a change of an episode makes the feed another one.
            built: rfc2822_of(episodes.iter().map(|(at, _)| *at).max().unwrap_or_default()),
            episodes: episodes.into_iter().map(|(_, episode)| episode).collect(),
        }
    }
}

impl Episode {
    /// Returns an episode, and when it was published.
    fn of(origin: &str, recording: Recording) -> (i64, Self) {
        let Recording { id, what, description, .. } = recording;
        let has_mp3 = recording.mp3_bytes > 0;
        let (extension, media_type, bytes) = if has_mp3 {
            ("mp3", "audio/mpeg", recording.mp3_bytes)
        } else {
            ("opus", "audio/ogg", recording.opus_bytes)
        };
        let at = format!("{origin}/{}/archive/{id}", what.station);
        let seconds = recording.duration_us / 1_000_000;
        let episode = Self {
            title: text(&what.title),
            description: text(&description),
            author: what.dj.as_deref().map(text),
            guid: format!("longwave:{}:{id}:{}", what.station, what.from_us),
            published: rfc2822_of((what.from_us / 1_000_000) as i64),
            file: format!("{at}.{extension}"),
            media_type,
            bytes,
            chapters: format!("{at}.chapters.json"),
            duration: format!("{}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60),
        };
        (recording.published_at.unwrap_or_default(), episode)
    }
}

/// Returns a text without what XML 1.0 has no place for.
fn text(text: &str) -> String {
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
}
