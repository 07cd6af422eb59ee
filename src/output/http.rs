//! Streams over plain HTTP, for every other player.

use bytes::Bytes;

use super::formats;
use crate::broadcast::Broadcast;
use crate::format::Format;
use crate::mount::{Listener, Start};

/// Sound already on air that a player is sent at once: browsers read 32 KiB at a time, and stall with less than two
/// such pieces ahead; others want a second or two before they play.
const BURST: Start = Start::Burst { us: 2_000_000, bytes: 64 * 1_024 };

/// Returns a listener to a stream of `station`; `None` if none of its renditions fits into the format.
pub fn join(station: &Broadcast, format: &'static Format) -> Option<Listener> {
    station.mount_for(format, None)?.join(format, format.cadence, BURST)
}

/// Returns the station and the format in a stream's path, such as `/main.opus`.
pub fn stream_path(path: &str) -> Option<(&str, &'static Format)> {
    let (slug, extension) = path.strip_prefix('/')?.rsplit_once('.')?;
    let (_, format) = formats::by_extension().find(|(known, _)| *known == extension)?;
    (!slug.contains('/')).then_some((slug, format))
}

/// The headers of a stream, besides its type.
pub fn headers(station: &Broadcast) -> Vec<(&'static str, String)> {
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
pub fn head(station: &Broadcast, format: &Format, version: u8) -> Bytes {
    let mut head = format!(
        "HTTP/1.{} 200 OK\r\nContent-Type: {}\r\nConnection: close\r\n",
        version.min(1),
        format.media_type
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
