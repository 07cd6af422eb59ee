//! The one port.
//!
//! In: a connection. Out: to a transmitter, if its first request is for a stream; to ingest, if it is a
//! source's; to the web server, with every byte it sent, if it is for anything else. Never: answers a wrong
//! request itself: the web does, in one place.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use actix_http::body::MessageBody;
use actix_http::header::{HeaderName, HeaderValue};
use actix_http::{HttpService, KeepAlive, Method, Request, RequestHead, Response, ws as rfc6455};
use actix_service::{IntoServiceFactory, Service, ServiceFactory, fn_factory, fn_service};
use bytes::{Buf, Bytes, BytesMut};
use socket2::{SockRef, TcpKeepalive};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::ingest::Ingest;
use crate::output::descriptors::Descriptors;
use crate::output::transmitter::{Arrival, Protocol, Transmitters};
use crate::output::{http, ws};
use crate::station::Stations;

/// The longest head of a request for a stream, in bytes.
const MOST_HEAD: usize = 16 * 1_024;
const MOST_HEADERS: usize = 64;
/// Paths that no source sends to.
const OF_THE_WEB: [&[u8]; 2] = [b"/api/", b"/admin"];
/// How long a client may take to send the head of its first request.
const HEAD_WITHIN: Duration = Duration::from_secs(15);
/// What a connection beyond the last is told.
const FULL: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 10\r\nContent-Length: 0\r\n\r\n";
/// How long the web server keeps a connection that asks for nothing.
const KEEP_ALIVE: Duration = Duration::from_secs(20);
/// A listener's socket holds so many seconds of sound in the kernel, so that a slow one is not further behind.
const SEND_BUFFER_SECONDS: usize = 5;
const LEAST_SEND_BUFFER: usize = 32 * 1_024;
/// A connection without traffic is asked after so long, and given up after three questions. While sound is
/// under way the system has its own, longer patience.
const KEEPALIVE: Duration = Duration::from_secs(15);
const KEEPALIVE_INTERVAL: Duration = Duration::from_secs(5);

/// Knows where a connection belongs.
#[derive(Clone)]
pub struct Door {
    /// Whose streams there are.
    pub stations: Stations,
    /// Who takes listeners over.
    pub transmitters: Transmitters,
    /// How many connections there may be.
    pub descriptors: Arc<Descriptors>,
    /// Who takes sources in.
    pub ingest: Ingest,
}

/// What a request for a stream asks for.
enum Asked {
    Stream { slug: String, ending: String, version: u8 },
    WebSocket { slug: String, query: String, key: Vec<u8>, protocols: Option<String> },
}

/// What the first bytes of a connection say.
enum Look {
    More,
    Web,
    Source,
    Asked(Asked, usize),
}

/// The service for every connection of the port; `app` answers what the door does not.
pub fn service<F, A, S, B>(
    door: Door,
    app: F,
) -> impl ServiceFactory<TcpStream, Config = (), Response = (), Error = (), InitError = ()>
where
    F: Fn() -> A + Clone + 'static,
    A: IntoServiceFactory<S, Request>,
    S: ServiceFactory<Request, Config = ()> + 'static,
    S::Error: Into<Response<actix_http::body::BoxBody>> + 'static,
    S::Response: Into<Response<B>> + 'static,
    S::InitError: std::fmt::Debug,
    B: MessageBody + 'static,
{
    fn_factory(move || {
        let (door, app) = (door.clone(), app.clone());
        async move {
            let http = HttpService::build()
                .keep_alive(KeepAlive::Timeout(KEEP_ALIVE))
                .client_request_timeout(HEAD_WITHIN)
                .h1(app());
            let http = Rc::new(http.new_service(()).await?);
            Ok::<_, ()>(fn_service(move |stream: TcpStream| {
                let (door, http) = (door.clone(), Rc::clone(&http));
                async move {
                    let Some((stream, peer)) = door.meet(stream).await else { return Ok(()) };
                    if let Err(error) = http.call((stream, Some(peer))).await {
                        tracing::debug!(%peer, %error, "a web connection ended");
                    }
                    Ok::<(), ()>(())
                }
            }))
        }
    })
}

/// The service for every connection of SHOUTcast's port.
pub fn shoutcast(
    ingest: Ingest,
) -> impl ServiceFactory<TcpStream, Config = (), Response = (), Error = (), InitError = ()> {
    fn_service(move |stream: TcpStream| {
        let ingest = ingest.clone();
        async move {
            if let Ok(peer) = stream.peer_addr() {
                ingest.serve_shoutcast(stream, peer).await;
            }
            Ok::<(), ()>(())
        }
    })
}

impl Door {
    /// Gives the connection to a transmitter, or back for the web server.
    async fn meet(&self, mut stream: TcpStream) -> Option<(Opened, SocketAddr)> {
        let peer = stream.peer_addr().ok()?;
        if !self.descriptors.leave_room_for(&stream) {
            // A short answer fits into any socket that was just opened.
            drop(stream.try_write(FULL));
            return None;
        }
        // Small answers go out at once.
        stream.set_nodelay(true).ok()?;
        let mut head = BytesMut::new();
        let looked = timeout(HEAD_WITHIN, read_head(&mut stream, &mut head)).await.ok()?.ok()?;
        if matches!(looked, Look::Source) {
            let (stream, read) = self.ingest.serve_icecast(stream, peer, head).await?;
            return Some((Opened { read: read.freeze(), stream }, peer));
        }
        if let Look::Asked(asked, length) = looked
            && let Some((greeting, protocol, listener, bytes_per_second)) = self.join(&asked)
        {
            head.advance(length);
            let arrival = Arrival {
                stream: prepare(stream, bytes_per_second)?,
                protocol,
                greeting,
                unread: head.freeze(),
                listener,
            };
            if self.transmitters.take_over(arrival).is_err() {
                tracing::warn!(%peer, "more listeners came at once than could be taken in; one was turned away");
            }
            return None;
        }
        Some((Opened { read: head.freeze(), stream }, peer))
    }

    /// A listener as asked for, if that can be served.
    fn join(&self, asked: &Asked) -> Option<(Bytes, Protocol, crate::mount::Listener, usize)> {
        match asked {
            Asked::Stream { slug, ending, version } => {
                let station = self.stations.get(slug)?;
                let listener = http::join(station, ending)?;
                let rate = listener.bytes_per_second();
                Some((http::head(station, ending, *version), Protocol::Http, listener, rate))
            }
            Asked::WebSocket { slug, query, key, protocols } => {
                let station = self.stations.get(slug)?;
                let (listener, hello) = ws::Wanted::parse(query).ok()?.join(station).ok()?;
                let rate = listener.bytes_per_second();
                let accept = rfc6455::hash_key(key);
                let greeting = [ws::switching_protocols(&accept, protocols.as_deref()), hello].concat();
                Some((greeting.into(), Protocol::WebSocket, listener, rate))
            }
        }
    }
}

/// Reads until it is clear what is asked for.
async fn read_head(stream: &mut TcpStream, head: &mut BytesMut) -> io::Result<Look> {
    loop {
        if stream.read_buf(head).await? == 0 {
            return Ok(Look::Web);
        }
        match look(head) {
            Look::More => {}
            looked => return Ok(looked),
        }
    }
}

/// What the first bytes of a connection say. Whatever is not clearly a request for a stream, or a source's, is
/// the web's.
fn look(head: &[u8]) -> Look {
    if !begins(head, b"GET /") {
        return look_for_source(head);
    }
    if head.len() > MOST_HEAD {
        return Look::Web;
    }
    let Some(line) = head.iter().position(|byte| *byte == b'\n') else { return Look::More };
    if target(&head[..line]).is_none() {
        return Look::Web;
    }
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut request = httparse::Request::new(&mut headers);
    match request.parse(head) {
        Ok(httparse::Status::Partial) => Look::More,
        Ok(httparse::Status::Complete(length)) => match asked(&request) {
            Some(asked) => Look::Asked(asked, length),
            None => Look::Web,
        },
        Err(_) => Look::Web,
    }
}

/// Whether a source speaks: `SOURCE` always is one, `PUT` unless it is to a part of the web, and `OPTIONS` if
/// it asks about the server as a whole.
fn look_for_source(head: &[u8]) -> Look {
    for (beginning, is_decided) in [(&b"SOURCE "[..], true), (b"OPTIONS *", true), (b"PUT ", false)] {
        if !begins(head, beginning) {
            continue;
        }
        if head.len() < beginning.len() {
            return Look::More;
        }
        let path = &head[beginning.len()..];
        return match path.iter().position(|byte| b" ?\r\n".contains(byte)) {
            _ if is_decided => Look::Source,
            Some(end) if OF_THE_WEB.iter().any(|web| path[..end].starts_with(web)) => Look::Web,
            Some(_) => Look::Source,
            None if head.len() > MOST_HEAD => Look::Source,
            None => Look::More,
        };
    }
    Look::Web
}

/// Whether `head` begins like `beginning`, as far as it goes.
fn begins(head: &[u8], beginning: &[u8]) -> bool {
    head.iter().zip(beginning).all(|(is, should)| is == should)
}

/// Whether a request line asks for a stream: the path and whether it is a WebSocket's.
fn target(line: &[u8]) -> Option<(&str, bool)> {
    let path = std::str::from_utf8(line).ok()?.split(' ').nth(1)?.split('?').next()?;
    let is_websocket = path.strip_prefix('/')?.strip_suffix("/ws").is_some_and(|slug| !slug.contains('/'));
    (is_websocket || http::stream_path(path).is_some()).then_some((path, is_websocket))
}

fn asked(request: &httparse::Request<'_, '_>) -> Option<Asked> {
    let (path, query) = request.path.map(|path| path.split_once('?').unwrap_or((path, "")))?;
    if let Some((slug, ending)) = http::stream_path(path) {
        let (slug, ending) = (slug.to_owned(), ending.to_owned());
        return Some(Asked::Stream { slug, ending, version: request.version? });
    }
    let slug = path.strip_prefix('/')?.strip_suffix("/ws")?.to_owned();
    let mut head = RequestHead::default();
    head.method = Method::GET;
    for header in request.headers.iter() {
        let name = HeaderName::from_bytes(header.name.as_bytes()).ok()?;
        head.headers.append(name, HeaderValue::from_bytes(header.value).ok()?);
    }
    rfc6455::verify_handshake(&head).ok()?;
    let key = head.headers.get("sec-websocket-key")?.as_bytes().to_owned();
    let protocols = head.headers.get("sec-websocket-protocol").and_then(|list| list.to_str().ok());
    Some(Asked::WebSocket { slug, query: query.to_owned(), key, protocols: protocols.map(str::to_owned) })
}

/// The socket as a transmitter wants it.
fn prepare(stream: TcpStream, bytes_per_second: usize) -> Option<std::net::TcpStream> {
    let stream = stream.into_std().ok()?;
    let socket = SockRef::from(&stream);
    // Linux doubles what is asked for.
    let buffer = (bytes_per_second * SEND_BUFFER_SECONDS / 2).max(LEAST_SEND_BUFFER);
    let keepalive =
        TcpKeepalive::new().with_time(KEEPALIVE).with_interval(KEEPALIVE_INTERVAL).with_retries(3);
    // Both are improvements; a system that refuses them still has a working socket.
    drop(socket.set_send_buffer_size(buffer));
    drop(socket.set_tcp_keepalive(&keepalive));
    Some(stream)
}

/// A connection of which some bytes were read already.
pub struct Opened {
    read: Bytes,
    stream: TcpStream,
}

impl AsyncRead for Opened {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.read.is_empty() {
            return Pin::new(&mut self.stream).poll_read(cx, into);
        }
        let count = self.read.len().min(into.remaining());
        into.put_slice(&self.read.split_to(count));
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Opened {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_are_told_from_the_rest_by_their_first_bytes() {
        fn check(head: &str, expected: &str) {
            let looked = match look(head.as_bytes()) {
                Look::More => "more".to_owned(),
                Look::Web => "web".to_owned(),
                Look::Source => "source".to_owned(),
                Look::Asked(Asked::Stream { slug, ending, version }, length) => {
                    format!("{slug} as {ending} over 1.{version}, {} left", head.len() - length)
                }
                Look::Asked(Asked::WebSocket { slug, query, .. }, _) => format!("{slug}'s socket, {query}"),
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
        check("SOURCE ", "source");
        check("SOURCE /main ICE/1.0", "source");
        check("OPTIONS * HTTP/1.1", "source");
        check("OPTIONS /main.opus HTTP/1.1", "web");
    }
}
