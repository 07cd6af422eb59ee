//! Parsers of what DJs' programs and other servers send, for fuzzers.

use bytes::BytesMut;

use super::chunked::{Body, Chunk, Piece};
use super::head::{self, SourceHead};
use super::relay::fuzz_icy;
use super::studio::fuzz_text;
use super::title::Query;
use crate::auth::Credentials;

/// Reads a request's head, and what stands in it.
pub(crate) fn request_head(bytes: &[u8]) {
    let Ok(Some((head, length))) = SourceHead::parse(bytes) else { return };
    assert!(length <= bytes.len() && length <= head::MOST);
    assert!(!head.method.contains(['\r', '\n', ' ']) && !head.target.contains(['\r', '\n', ' ']));
    let given = head.get("authorization").and_then(Credentials::from_basic);
    assert!(given.is_none_or(|given| given.user.len() + given.password.len() <= 2 * head::MOST));
    // A head that is read in two pieces is the same.
    for end in [length / 2, length.saturating_sub(1)] {
        assert!(matches!(SourceHead::parse(&bytes[..end]), Ok(None) | Err(_)) || end == length);
    }
}

/// Reads a chunked body, in pieces whose length the first byte says.
pub(crate) fn chunked_body(bytes: &[u8]) {
    let Some((step, bytes)) = bytes.split_first() else { return };
    let (mut body, mut wire, mut heard) = (Body::Chunked(Chunk::Size), BytesMut::new(), 0);
    for piece in bytes.chunks(usize::from(*step).max(1)) {
        wire.extend_from_slice(piece);
        loop {
            match body.take(&mut wire) {
                Ok(Piece::Sound(sound)) => {
                    assert!(!sound.is_empty());
                    heard += sound.len();
                }
                Ok(Piece::More) => break,
                Ok(Piece::Over) | Err(_) => return assert!(heard <= bytes.len()),
            }
        }
    }
    assert!(heard <= bytes.len());
}

/// Reads titles between sound.
pub(crate) fn icy_titles(bytes: &[u8]) {
    fuzz_icy(bytes);
}

/// Reads a studio's text.
pub(crate) fn studio_text(text: &str) {
    fuzz_text(text);
}

/// Reads the query of a title update.
pub(crate) fn query(bytes: &[u8]) {
    let query = Query::parse(bytes);
    let shown =
        |text: &str| assert!(text.chars().count() <= 500 && !text.contains(char::is_control), "{text:?}");
    if let Some(title) = query.title() {
        shown(&title.title);
        title.artist.iter().chain(&title.album).for_each(|text| shown(text));
    }
    for name in ["mount", "mode", "pass", "song", "charset"] {
        query.get(name).iter().for_each(|text| shown(text));
    }
}
