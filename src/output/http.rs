//! The answer to a request for a stream over plain HTTP.

use bytes::Bytes;

use crate::format::Format;
use crate::frame::Rendition;

/// Returns the headers of a stream, its type first. With `metadata_every`, ICY metadata comes after each so many bytes.
pub fn headers(
    station: &str,
    format: &Format,
    rendition: &Rendition,
    metadata_every: Option<usize>,
) -> Vec<(&'static str, String)> {
    let mut headers = vec![
        ("Content-Type", format.media_type.to_owned()),
        ("Server", concat!("Longwave/", env!("CARGO_PKG_VERSION")).to_owned()),
        ("Cache-Control", "no-cache, no-store".to_owned()),
        // nginx would otherwise hold the stream back until its buffers are full.
        ("X-Accel-Buffering", "no".to_owned()),
        ("Access-Control-Allow-Origin", "*".to_owned()),
        ("Access-Control-Expose-Headers", "icy-name, icy-br, icy-pub, icy-metaint".to_owned()),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        ("icy-name", header_text(station)),
        ("icy-br", (rendition.bitrate / 1_000).to_string()),
        ("icy-pub", "0".to_owned()),
    ];
    headers.extend(metadata_every.map(|bytes| ("icy-metaint", bytes.to_string())));
    headers
}

/// Returns the head of the answer: no length and no chunks, so the stream ends with the connection. `version` is the
/// minor version of the request's HTTP/1.
pub fn head(headers: &[(&'static str, String)], version: u8) -> Bytes {
    let mut head = format!("HTTP/1.{} 200 OK\r\nConnection: close\r\n", version.min(1));
    for (name, value) in headers {
        head.push_str(name);
        head.push_str(": ");
        head.push_str(value);
        head.push_str("\r\n");
    }
    head.push_str("\r\n");
    head.into()
}

/// Returns `text` without what may not stand in a header.
fn header_text(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::Codec;
    use crate::output::formats::OGG_OPUS;

    #[test]
    fn a_head_says_what_follows_and_ends_once() {
        let rendition = Rendition::new("opus-96", Codec::Opus, 96_000);
        let head = head(&headers("Night\r\nX: y", &OGG_OPUS, &rendition, Some(8_192)), 0);
        let head = std::str::from_utf8(&head).unwrap();
        assert!(head.starts_with("HTTP/1.0 200 OK\r\nConnection: close\r\nContent-Type: audio/ogg\r\n"));
        for line in ["icy-name: NightX: y", "icy-br: 96", "icy-metaint: 8192", "X-Accel-Buffering: no"] {
            assert!(head.contains(&format!("\r\n{line}\r\n")), "{line}: {head}");
        }
        assert_eq!(head.matches("\r\n\r\n").count(), 1);
    }
}
