//! The first bytes of a connection.
//!
//! In: what a client sends first. Out: what it asks for. Never: answers.

use std::io;

use actix_http::header::{HeaderName, HeaderValue};
use actix_http::{Method, RequestHead, ws as rfc6455};
use bytes::BytesMut;
use tokio::io::{AsyncRead, AsyncReadExt};

use crate::format::StreamAddress;
use crate::model::BasePath;
use crate::output::formats;
use crate::output::join::StreamRequest;

/// The longest head of a request for a stream, in bytes.
const MOST_HEAD: usize = 16 * 1_024;
const MOST_HEADERS: usize = 64;
/// Paths that no source sends to.
const OF_THE_WEB: [&[u8]; 2] = [b"/api/", b"/admin"];

/// A request for a stream, and how it is answered.
pub(super) struct AskedStream {
    pub(super) request: StreamRequest,
    /// The minor version of HTTP/1.
    pub(super) version: u8,
    /// Upgrade headers, if the request is for a WebSocket.
    pub(super) upgrade: Option<Upgrade>,
}

/// Headers of a request for a WebSocket (RFC 6455 section 4.1).
pub(super) struct Upgrade {
    pub(super) key: Vec<u8>,
    pub(super) protocols: Option<String>,
}

/// Classification of a connection by its first bytes.
pub(super) enum Sniffed {
    More,
    Web,
    Source,
    Asked(Box<AskedStream>, usize),
}

/// Reads until it is clear what is asked for.
pub(super) async fn read_head(
    stream: &mut (impl AsyncRead + Unpin),
    head: &mut BytesMut,
    base_path: &BasePath,
) -> io::Result<Sniffed> {
    // What came behind a proxy's header was read already.
    let mut is_fresh = head.is_empty();
    loop {
        if is_fresh && stream.read_buf(head).await? == 0 {
            return Ok(Sniffed::Web);
        }
        is_fresh = true;
        match look(head, base_path) {
            Sniffed::More => {}
            Sniffed::Web if is_unfinished(head) => {}
            looked => return Ok(looked),
        }
    }
}

/// Returns whether this is the beginning of a request's head.
fn is_unfinished(head: &[u8]) -> bool {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    head.len() <= MOST_HEAD
        && httparse::Request::new(&mut headers).parse(head).is_ok_and(|status| status.is_partial())
}

/// Classifies a connection by its first bytes. Anything that is not clearly a request for a stream, or a source's,
/// is the web's.
fn look(head: &[u8], base_path: &BasePath) -> Sniffed {
    if !begins(head, b"GET /") {
        return look_for_source(head, base_path);
    }
    if head.len() > MOST_HEAD {
        return Sniffed::Web;
    }
    let Some(line) = head.iter().position(|byte| *byte == b'\n') else { return Sniffed::More };
    if !is_for_a_stream(&head[..line], base_path) {
        return Sniffed::Web;
    }
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut request = httparse::Request::new(&mut headers);
    match request.parse(head) {
        Ok(httparse::Status::Partial) => Sniffed::More,
        Ok(httparse::Status::Complete(length)) => match asked(&request, base_path) {
            Some(asked) => Sniffed::Asked(Box::new(asked), length),
            None => Sniffed::Web,
        },
        Err(_) => Sniffed::Web,
    }
}

/// Decides whether the peer is a source: `SOURCE` always is one, `PUT` unless it is to a part of the web, and
/// `OPTIONS` if it asks about the server as a whole.
fn look_for_source(head: &[u8], base_path: &BasePath) -> Sniffed {
    for (beginning, is_decided) in [(&b"SOURCE "[..], true), (b"OPTIONS *", true), (b"PUT ", false)] {
        if !begins(head, beginning) {
            continue;
        }
        if head.len() < beginning.len() {
            return Sniffed::More;
        }
        let path = &head[beginning.len()..];
        return match path.iter().position(|byte| b" ?\r\n".contains(byte)) {
            _ if is_decided => Sniffed::Source,
            Some(end) if is_of_the_web(&path[..end], base_path) => Sniffed::Web,
            Some(_) => Sniffed::Source,
            None if head.len() > MOST_HEAD => Sniffed::Source,
            None => Sniffed::More,
        };
    }
    Sniffed::Web
}

/// Returns whether no source sends to this path.
fn is_of_the_web(path: &[u8], base_path: &BasePath) -> bool {
    let inside = std::str::from_utf8(path).map_or(path, |path| base_path.strip(path).as_bytes());
    OF_THE_WEB.iter().any(|web| inside.starts_with(web))
}

/// Returns whether `head` begins like `beginning`, as far as it goes.
fn begins(head: &[u8], beginning: &[u8]) -> bool {
    head.iter().zip(beginning).all(|(is, should)| is == should)
}

/// Returns whether a request line asks for a stream.
fn is_for_a_stream(line: &[u8], base_path: &BasePath) -> bool {
    let path = std::str::from_utf8(line).ok().and_then(|line| line.split(' ').nth(1)?.split('?').next());
    path.is_some_and(|path| formats::of_path(base_path.strip(path)).is_some())
}

fn asked(request: &httparse::Request<'_, '_>, base_path: &BasePath) -> Option<AskedStream> {
    let target = base_path.strip(request.path?);
    let mut asked =
        AskedStream { request: StreamRequest::to(target)?, version: request.version?, upgrade: None };
    for header in request.headers.iter() {
        asked.request.header(header.name, header.value);
    }
    if asked.request.format.address == StreamAddress::WebSocket {
        asked.upgrade = Some(upgrade(request)?);
    }
    Some(asked)
}

/// Returns what a proper request for a WebSocket says.
fn upgrade(request: &httparse::Request<'_, '_>) -> Option<Upgrade> {
    let mut head = RequestHead::default();
    head.method = Method::GET;
    for header in request.headers.iter() {
        let name = HeaderName::from_bytes(header.name.as_bytes()).ok()?;
        head.headers.append(name, HeaderValue::from_bytes(header.value).ok()?);
    }
    rfc6455::verify_handshake(&head).ok()?;
    let key = head.headers.get("sec-websocket-key")?.as_bytes().to_owned();
    let protocols = head.headers.get("sec-websocket-protocol").and_then(|list| list.to_str().ok());
    Some(Upgrade { key, protocols: protocols.map(str::to_owned) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_are_told_from_the_rest_by_their_first_bytes() {
        fn check(head: &str, expected: &str) {
            let looked = match look(head.as_bytes(), &BasePath::new("/radio")) {
                Sniffed::More => "more".to_owned(),
                Sniffed::Web => "web".to_owned(),
                Sniffed::Source => "source".to_owned(),
                Sniffed::Asked(asked, length) => {
                    let StreamRequest { slug, format, query, .. } = &asked.request;
                    match asked.upgrade {
                        Some(_) => format!("{slug}'s socket, {query}"),
                        None => format!(
                            "{slug} as {} over 1.{}, {} left",
                            format.label,
                            asked.version,
                            head.len() - length
                        ),
                    }
                }
            };
            assert_eq!(looked, expected, "{head:?}");
        }
        check("", "more");
        check("GE", "more");
        check("POST /main.opus HTTP/1.1\r\n\r\n", "web");
        check("HEAD /main.opus HTTP/1.1\r\n\r\n", "web");
        check("GET /main HTTP/1.1\r\n", "web");
        check("GET /main.op", "more");
        check("GET /main.opus HTTP/1.1\r\nHost: x\r\n", "more");
        check("GET /main.opus HTTP/1.1\r\nHost: x\r\n\r\n", "main as opus over 1.1, 0 left");
        check("GET /main.opus?x HTTP/1.0\r\n\r\nmore", "main as opus over 1.0, 4 left");
        check("GET /radio/main.opus?x HTTP/1.0\r\n\r\n", "main as opus over 1.0, 0 left");
        check("GET /radio/radio.opus HTTP/1.0\r\n\r\n", "radio as opus over 1.0, 0 left");
        check("GET /a/main.opus HTTP/1.1\r\n\r\n", "web");
        check("GET /main/ws HTTP/1.1\r\nHost: x\r\n\r\n", "web");
        let upgrade = "Connection: keep-alive, Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
                       Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        check(&format!("GET /main/ws?burst=0 HTTP/1.1\r\n{upgrade}"), "main's socket, burst=0");
        check(&format!("GET /main/ws HTTP/1.1\r\n{}", upgrade.replace("13", "12")), "web");
        check(&format!("GET /{}", "a".repeat(MOST_HEAD)), "web");
        check("\x16\x03\x01", "web");

        check("P", "more");
        check("PU", "more");
        check("PUT /mai", "more");
        check("PUT /main ", "source");
        check("PUT /main\r\n", "source");
        check("PUT /api/v1/x HTTP/1.1", "web");
        check("PUT /radio/api/v1/x HTTP/1.1", "web");
        check("PUT /radio/main HTTP/1.1", "source");
        check("SOURCE ", "source");
        check("SOURCE /main ICE/1.0", "source");
        check("OPTIONS * HTTP/1.1", "source");
        check("OPTIONS /main.opus HTTP/1.1", "web");
    }
}
