//! Where a connection belongs.
//!
//! In: a connection. Out: a listener handed to a transmitter, a source served by ingest, or the connection itself
//! for the web. Never: answers a wrong request.

use std::net::SocketAddr;
use std::time::Duration;

use actix_http::ws as rfc6455;
use bytes::{Buf, Bytes, BytesMut};
use socket2::{SockRef, TcpKeepalive};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::Door;
use super::look::{Asked, Look, read_head};
use super::opened::Opened;
use crate::output::transmitter::{Arrival, Protocol};
use crate::output::{http, ws};

/// How long a client may take to send the head of its first request.
pub(super) const HEAD_WITHIN: Duration = Duration::from_secs(15);
/// What a connection beyond the last is told.
const FULL: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 10\r\nContent-Length: 0\r\n\r\n";
/// A listener's socket holds so many seconds of sound in the kernel, so that a slow one is not further behind.
const SEND_BUFFER_SECONDS: usize = 5;
const LEAST_SEND_BUFFER: usize = 32 * 1_024;
/// A connection without traffic is asked after so long, and given up after three questions. While sound is
/// under way the system has its own, longer patience.
const KEEPALIVE: Duration = Duration::from_secs(15);
const KEEPALIVE_INTERVAL: Duration = Duration::from_secs(5);

impl Door {
    /// Gives the connection to a transmitter, or back for the web server.
    pub(super) async fn meet(&self, mut stream: TcpStream) -> Option<(Opened, SocketAddr)> {
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
