//! A connection that breaks when there is nobody any more, and brings no more requests than are answered.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, Waker, ready};
use std::time::Duration;

use bytes::{Buf as _, Bytes};
use memchr::memmem;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep};

use super::prefixed_stream::Socket;
use crate::net::{RequestConnection, WebConnection};
use crate::output::tcp::{LIFE_CHECK, LastHeard, PATIENCE};

/// Bytes that are read at once.
const PART: usize = 16 * 1_024;
/// Requests after which no more are passed on until something is written: the web server keeps what it reads of each.
const MOST_REQUESTS: usize = 16;
/// A part of each request line (RFC 9112 section 3) that bodies do not have, as a rule: those are passed on as they come.
const IN_REQUEST: &[u8] = b" HTTP/1.";

/// A connection that takes no more is asked now and then whether its other end is still there: the system itself
/// takes up to a quarter of an hour to find that out.
pub(super) struct IdleTimeoutStream {
    socket: Socket,
    /// Timer of the next check, while the connection takes no more.
    look: Option<Pin<Box<Sleep>>>,
    patience: Duration,
    unanswered: Unanswered,
    idle: WebConnection,
}

/// Requests that were passed on since something was written.
#[derive(Default)]
struct Unanswered {
    count: usize,
    /// Bytes that were read beyond the last of them.
    held: Bytes,
    /// Woken when something is written.
    reader: Option<Waker>,
}

impl Unanswered {
    /// Returns how many of the bytes that were read are passed on now, and counts the requests in them.
    fn pass(&mut self, bytes: &[u8]) -> usize {
        let mut lines = memmem::find_iter(bytes, IN_REQUEST);
        let room = MOST_REQUESTS - self.count.min(MOST_REQUESTS);
        let count = lines.by_ref().take(room).count();
        self.count += count;
        lines.next().unwrap_or(bytes.len())
    }

    /// Takes note that something was written.
    fn wrote(&mut self) {
        self.count = 0;
        if let Some(reader) = self.reader.take() {
            reader.wake();
        }
    }
}

impl IdleTimeoutStream {
    pub(super) fn new(socket: Socket, idle: WebConnection) -> Self {
        Self { socket, look: None, patience: PATIENCE, unanswered: Unanswered::default(), idle }
    }

    pub(super) fn is_encrypted(&self) -> bool {
        self.socket.is_encrypted()
    }

    pub(super) fn of_requests(&self) -> RequestConnection {
        self.idle.of_requests()
    }

    pub(super) fn tcp(&self) -> &TcpStream {
        self.socket.tcp()
    }

    /// Returns what was `written`, or an error if the write waits for a peer that is gone.
    fn watch<T>(&mut self, written: Poll<io::Result<T>>, cx: &mut Context<'_>) -> Poll<io::Result<T>> {
        self.idle.check(cx)?;
        if written.is_ready() {
            self.look = None;
            return written;
        }
        self.idle.blocked();
        loop {
            let look = self.look.get_or_insert_with(|| Box::pin(sleep(LIFE_CHECK.min(self.patience))));
            ready!(look.as_mut().poll(cx));
            self.look = None;
            if LastHeard::of(self.tcp()).is_ok_and(|last| last.is_gone(self.patience)) {
                return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
            }
        }
    }
}

impl AsyncRead for IdleTimeoutStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        this.idle.check(cx)?;
        if this.unanswered.count >= MOST_REQUESTS {
            this.unanswered.reader = Some(cx.waker().clone());
            return Poll::Pending;
        }
        if this.unanswered.held.is_empty() {
            let mut part = ReadBuf::new(into.initialize_unfilled_to(PART.min(into.remaining())));
            ready!(Pin::new(&mut this.socket).poll_read(cx, &mut part))?;
            this.idle.passed();
            let passed = this.unanswered.pass(part.filled());
            this.unanswered.held = Bytes::copy_from_slice(&part.filled()[passed..]);
            into.advance(passed);
        } else {
            let held = this.unanswered.held.slice(..this.unanswered.held.len().min(into.remaining()));
            let passed = this.unanswered.pass(&held);
            into.put_slice(&held[..passed]);
            this.unanswered.held.advance(passed);
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for IdleTimeoutStream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.socket).poll_write(cx, bytes);
        if matches!(written, Poll::Ready(Ok(1..))) {
            self.unanswered.wrote();
            self.idle.passed();
        }
        self.watch(written, cx)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.socket).poll_flush(cx);
        self.watch(flushed, cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt};
    use tokio::net::TcpListener;
    use tokio::time::timeout;

    use super::*;
    use crate::net::WebConnections;
    use crate::sys::vanish;

    fn watched_stream(stream: TcpStream) -> IdleTimeoutStream {
        let idle = WebConnections::default().add(None, false);
        IdleTimeoutStream::new(Socket::Plain(stream), idle)
    }

    /// Returns the error of a write to a peer that takes nothing, if the write fails within `within`.
    async fn write_on(there: impl FnOnce(&TcpStream), within: Duration) -> Option<io::ErrorKind> {
        let server = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let client = TcpStream::connect(server.local_addr().unwrap()).await.unwrap();
        let (stream, _) = server.accept().await.unwrap();
        there(&client);
        let patience = Duration::from_millis(500);
        let mut watched = IdleTimeoutStream { patience, ..watched_stream(stream) };
        let wrote = timeout(within, async { watched.write_all(&vec![0; 1 << 26]).await }).await;
        wrote.ok().map(|wrote| wrote.expect_err("nobody reads that much").kind())
    }

    #[actix_web::rt::test]
    async fn who_vanished_is_given_up_and_who_stopped_reading_is_waited_for() {
        let gone = write_on(|client| vanish(client).unwrap(), Duration::from_secs(30)).await;
        assert_eq!(gone, Some(io::ErrorKind::TimedOut));
        assert_eq!(write_on(|_| (), Duration::from_secs(3)).await, None, "it is there");
    }

    /// Reads what comes without waiting, and returns it.
    async fn read_now(watched: &mut IdleTimeoutStream) -> Vec<u8> {
        let (mut read, mut part) = (Vec::new(), [0; 8_192]);
        while let Ok(count) = timeout(Duration::from_millis(50), watched.read(&mut part)).await {
            read.extend_from_slice(&part[..count.unwrap()]);
        }
        read
    }

    #[actix_web::rt::test]
    async fn requests_are_read_as_they_are_answered_and_bodies_at_once() {
        let server = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut client = TcpStream::connect(server.local_addr().unwrap()).await.unwrap();
        let (stream, _) = server.accept().await.unwrap();
        let mut watched = watched_stream(stream);
        let all = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n.".repeat(100);
        client.write_all(&all).await.unwrap();
        let mut read = Vec::new();
        for _ in 0..all.len() {
            let more = read_now(&mut watched).await;
            if more.is_empty() {
                break;
            }
            assert!(memmem::find_iter(&more, IN_REQUEST).count() <= MOST_REQUESTS);
            read.extend(more);
            watched.write_all(b"HTTP/1.1 204 \r\n\r\n").await.unwrap();
        }
        assert!(read == all, "nothing is lost");
        let body = b"\r\n\r\nTides".repeat(100_000);
        let (sent, got) = tokio::join!(client.write_all(&body), async {
            let mut got = vec![0; body.len()];
            watched.read_exact(&mut got).await.unwrap();
            got
        });
        sent.unwrap();
        assert!(got == body);
    }
}
