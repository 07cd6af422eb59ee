//! Streams over plain HTTP, for every other player.

use bytes::Bytes;

use crate::frame::Wire;
use crate::mount::{Listener, Start};
use crate::station::{OGG_PAGE_FRAMES, Station};

/// Frames of sound already on air that a player is sent at once, 2 s: players buffer before they sound.
const BURST_FRAMES: u64 = 100;

/// The endings of stream addresses that are served now, as in `/main.opus`.
pub const ENDINGS: [&str; 1] = ["opus"];

/// The media type of a stream with this ending.
pub fn media_type(_ending: &str) -> &'static str {
    "audio/ogg"
}

/// A listener to the stream of `station` with this ending; `None` if there is no such stream.
pub fn join(station: &Station, ending: &str) -> Option<Listener> {
    let rendition = match ending {
        "opus" => station.mount_of_codec("opus")?,
        _ => return None,
    };
    rendition.join(Wire::Ogg, OGG_PAGE_FRAMES, Start::Burst(BURST_FRAMES))
}

/// The station and the ending in a stream's path, such as `/main.opus`.
pub fn stream_path(path: &str) -> Option<(&str, &str)> {
    let (slug, ending) = path.strip_prefix('/')?.rsplit_once('.')?;
    (ENDINGS.contains(&ending) && !slug.contains('/')).then_some((slug, ending))
}

/// The headers of a stream, besides its type.
pub fn headers(station: &Station) -> Vec<(&'static str, String)> {
    vec![
        ("Server", concat!("Longwave/", env!("CARGO_PKG_VERSION")).to_owned()),
        ("Cache-Control", "no-cache, no-store".to_owned()),
        ("Access-Control-Allow-Origin", "*".to_owned()),
        ("Access-Control-Expose-Headers", "icy-name, icy-pub".to_owned()),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        ("icy-name", header_text(&station.name())),
        ("icy-pub", "0".to_owned()),
    ]
}

/// The head of the answer to a request for a stream: no length and no chunks, so the stream ends with the
/// connection. `version` is the minor version of the request's HTTP/1.
pub fn head(station: &Station, ending: &str, version: u8) -> Bytes {
    let mut head = format!(
        "HTTP/1.{} 200 OK\r\nContent-Type: {}\r\nConnection: close\r\n",
        version.min(1),
        media_type(ending)
    );
    for (name, value) in headers(station) {
        head.push_str(name);
        head.push_str(": ");
        head.push_str(&value);
        head.push_str("\r\n");
    }
    head.push_str("\r\n");
    head.into()
}

/// `text` without what may not stand in a header.
fn header_text(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}
