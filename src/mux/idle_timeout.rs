//! A connection that breaks when there is nobody any more.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep};

use super::prefixed_stream::Socket;
use crate::output::tcp::{LIFE_CHECK, LastHeard, PATIENCE};

/// A connection that takes no more is asked now and then whether its other end is still there: the system itself
/// takes up to a quarter of an hour to find that out.
pub(super) struct IdleTimeoutStream {
    socket: Socket,
    /// Timer of the next check, while the connection takes no more.
    look: Option<Pin<Box<Sleep>>>,
    patience: Duration,
}

impl IdleTimeoutStream {
    pub(super) fn new(socket: Socket) -> Self {
        Self { socket, look: None, patience: PATIENCE }
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
        Pin::new(&mut self.socket).poll_read(cx, into)
    }
}

impl AsyncWrite for IdleTimeoutStream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.socket).poll_write(cx, bytes);
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
}
