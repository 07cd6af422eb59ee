//! A connection that breaks when there is nobody any more, and brings no more requests than are answered.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, Waker, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep};

use super::prefixed_stream::Socket;
use crate::output::tcp::{LIFE_CHECK, LastHeard, PATIENCE};

/// Bytes that are read at once where a request may begin, and elsewhere.
const HEADS: usize = 1_024;
const BODY: usize = 64 * 1_024;
/// Requests after which no more is read until something is written: the web server keeps what it reads of each.
const MOST_REQUESTS: usize = 16;

/// A connection that takes no more is asked now and then whether its other end is still there: the system itself
/// takes up to a quarter of an hour to find that out.
pub(super) struct IdleTimeoutStream {
    socket: Socket,
    /// Timer of the next check, while the connection takes no more.
    look: Option<Pin<Box<Sleep>>>,
    patience: Duration,
    unanswered: Unanswered,
}

/// Requests that were read since something was written.
#[derive(Default)]
struct Unanswered {
    count: usize,
    /// True while a body or a long head comes.
    is_inside: bool,
    /// Woken when something is written.
    reader: Option<Waker>,
}

impl Unanswered {
    /// Takes note of bytes that were read.
    fn read(&mut self, bytes: &[u8]) {
        // One that begins with the bytes has its place among those that end in them.
        let begins = |five: &&[u8]| five.starts_with(b"\r\n\r\n") && five[4].is_ascii_uppercase();
        let begun = bytes.windows(5).filter(begins).count();
        let ends = usize::from(bytes.ends_with(b"\r\n\r\n"));
        self.is_inside = begun + ends == 0;
        self.count += begun + ends;
    }

    /// Takes note that something was written.
    fn wrote(&mut self) {
        (self.count, self.is_inside) = (0, false);
        if let Some(reader) = self.reader.take() {
            reader.wake();
        }
    }
}

impl IdleTimeoutStream {
    pub(super) fn new(socket: Socket) -> Self {
        Self { socket, look: None, patience: PATIENCE, unanswered: Unanswered::default() }
    }

    pub(super) fn is_encrypted(&self) -> bool {
        self.socket.is_encrypted()
    }

    pub(super) fn tcp(&self) -> &TcpStream {
        self.socket.tcp()
    }

    /// Returns what was `written`, or an error if the write waits for a peer that is gone.
    fn watch<T>(&mut self, written: Poll<io::Result<T>>, cx: &mut Context<'_>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.look = None;
            return written;
        }
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
        if this.unanswered.count >= MOST_REQUESTS {
            this.unanswered.reader = Some(cx.waker().clone());
            return Poll::Pending;
        }
        let most = if this.unanswered.is_inside { BODY } else { HEADS };
        let room = into.initialize_unfilled_to(most.min(into.remaining()));
        let mut part = ReadBuf::new(room);
        ready!(Pin::new(&mut this.socket).poll_read(cx, &mut part))?;
        let count = part.filled().len();
        this.unanswered.read(part.filled());
        into.advance(count);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for IdleTimeoutStream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.socket).poll_write(cx, bytes);
        if matches!(written, Poll::Ready(Ok(1..))) {
            self.unanswered.wrote();
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
    use tokio::io::AsyncWriteExt;
    use tokio::net::TcpListener;
    use tokio::time::timeout;

    use super::*;
    use crate::sys::vanish;

    /// Returns the error of a write to a peer that takes nothing, if the write fails within `within`.
    async fn write_on(there: impl FnOnce(&TcpStream), within: Duration) -> Option<io::ErrorKind> {
        let server = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let client = TcpStream::connect(server.local_addr().unwrap()).await.unwrap();
        let (stream, _) = server.accept().await.unwrap();
        there(&client);
        let patience = Duration::from_millis(500);
        let mut watched = IdleTimeoutStream { patience, ..IdleTimeoutStream::new(Socket::Plain(stream)) };
        let wrote = timeout(within, async { watched.write_all(&vec![0; 1 << 26]).await }).await;
        wrote.ok().map(|wrote| wrote.expect_err("nobody reads that much").kind())
    }

    #[actix_web::rt::test]
    async fn who_vanished_is_given_up_and_who_stopped_reading_is_waited_for() {
        let gone = write_on(|client| vanish(client).unwrap(), Duration::from_secs(30)).await;
        assert_eq!(gone, Some(io::ErrorKind::TimedOut));
        assert_eq!(write_on(|_| (), Duration::from_secs(3)).await, None, "it is there");
    }

    #[actix_web::rt::test]
    async fn requests_are_read_as_they_are_answered_and_bodies_at_once() {
        use tokio::io::AsyncReadExt as _;
        let server = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut client = TcpStream::connect(server.local_addr().unwrap()).await.unwrap();
        let (stream, _) = server.accept().await.unwrap();
        let mut watched = IdleTimeoutStream::new(Socket::Plain(stream));
        let all = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n".repeat(500);
        client.write_all(&all).await.unwrap();
        let mut read = Vec::new();
        let mut part = [0; 8_192];
        for _ in 0..20 {
            while let Ok(count) = timeout(Duration::from_millis(20), watched.read(&mut part)).await {
                read.extend_from_slice(&part[..count.unwrap()]);
            }
            assert!(read.len() <= HEADS * MOST_REQUESTS, "{}", read.len());
            let before = read.len();
            watched.write_all(b"HTTP/1.1 204 \r\n\r\n").await.unwrap();
            read.clear();
            assert!(before > 0);
            if before < HEADS {
                break;
            }
        }
        let body = vec![b'x'; 1 << 20];
        let (_, got) = tokio::join!(client.write_all(&body), async {
            let mut got = 0;
            while got < body.len() {
                got += watched.read(&mut part).await.unwrap();
            }
            got
        });
        assert_eq!(got, body.len());
    }
}
