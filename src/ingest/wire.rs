//! Data on a source's socket once it is live.

use std::future::{pending, poll_fn};
use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::pin::pin;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::yield_now;
use tokio::time::{Instant, timeout};

use super::chunked::{Body, Piece};
use super::handed_source::{self, HandOver, HandOverRequest};
use super::pipe::MOST;
use super::source_session::{Over, SourceSession};
use crate::source::live::Ending;

/// A source that sends nothing for so long is taken to be gone.
const SILENCE: Duration = Duration::from_secs(10);
/// A source that sends nothing for so long after its request waits for an answer first.
const SHY: Duration = Duration::from_secs(1);
/// Time for which the sockets are polled once more after a timeout.
const LAST_LOOK: Duration = Duration::from_millis(100);
/// A timer that is over so much too late shows that the machine was frozen.
const FREEZE: Duration = Duration::from_secs(1);
/// Time and number of bytes for which data is still read after the last response to a source that keeps sending:
/// closed with unread bytes, the system would take that response back.
const LINGER: Duration = Duration::from_secs(1);
const LINGER_BYTES: usize = 256 * 1_024;
/// Time for which the sender of a file waits for its result.
const VERDICT: Duration = Duration::from_secs(1);

/// A source's connection, encrypted or not.
pub trait SourceSocket: AsyncRead + AsyncWrite + Unpin {}

impl<S: AsyncRead + AsyncWrite + Unpin> SourceSocket for S {}

/// A source's connection that another process may go on with.
pub trait HandableSocket: SourceSocket {
    /// Returns the system's socket of a connection in the clear.
    fn socket(&self) -> Option<BorrowedFd<'_>>;
}

impl HandableSocket for TcpStream {
    fn socket(&self) -> Option<BorrowedFd<'_>> {
        Some(self.as_fd())
    }
}

/// A body on its way in, and the answer that its request has yet to get.
pub(super) struct Reception {
    /// Bytes that were read and do not belong to the sound that was passed on.
    pub(super) wire: BytesMut,
    pub(super) body: Body,
    /// The answer that a source gets which sends nothing before it has one; `None` once it was given.
    pub(super) late: Option<String>,
    /// True until the source has sent anything.
    pub(super) is_shy: bool,
    /// Everything that another process needs to go on with it, if one can.
    pub(super) handing: Option<HandOver>,
}

impl Reception {
    /// A body that stays in this process.
    pub(super) fn new(wire: BytesMut, body: Body, late: Option<String>) -> Self {
        Self { wire, body, is_shy: late.is_some(), late, handing: None }
    }

    /// Passes the sound on that was read; `None` if more must be read.
    async fn pass_on(&mut self, session: &mut SourceSession) -> Option<End> {
        loop {
            match self.body.take(&mut self.wire) {
                Ok(Piece::Sound(sound)) => {
                    self.is_shy = false;
                    if let Some(handing) = &mut self.handing {
                        handing.replay.push(&sound);
                    }
                    if let Err(over) = session.send(sound).await {
                        return Some(over.into());
                    }
                }
                Ok(Piece::Over) if self.late.is_some() => return Some(verdict(session).await),
                Ok(Piece::Over) => return Some(End::Complete),
                Err(_) => return Some(End::Malformed),
                Ok(Piece::More) => return None,
            }
        }
    }
}

/// Waits until another process asks for the source; for ever if none can.
async fn asked(handing: &mut Option<HandOver>) -> HandOverRequest {
    let asked = match handing {
        Some(handing) => handing.requests.recv().await,
        None => None,
    };
    match asked {
        Some(request) => request,
        None => pending().await,
    }
}

/// Reason that a source is no longer received.
#[derive(Debug, thiserror::Error)]
pub(super) enum End {
    /// The body came to its end.
    #[error("all was sent")]
    Complete,
    /// The connection came to its end, in order or broken.
    #[error("the connection ended")]
    HungUp,
    /// Nothing came any more.
    #[error("nothing came for {} s", SILENCE.as_secs())]
    Silent,
    /// The chunks of the body are none.
    #[error("the chunks make no sense")]
    Malformed,
    /// Another process goes on with it.
    #[error("another process goes on with it")]
    HandedOver,
    /// It was ended from this side.
    #[error(transparent)]
    Over(#[from] Over),
}

impl End {
    /// The status and the words that answer a request which ended so.
    pub(super) fn answer(&self) -> (u16, String) {
        let status = match self {
            Self::Complete | Self::HungUp | Self::HandedOver => 200,
            Self::Silent => 408,
            Self::Malformed => 400,
            Self::Over(Over::Ended(ending)) => match ending {
                Ending::Sound(_) => 415,
                Ending::Ended(_) => 409,
                _ => 200,
            },
            Self::Over(Over::Stopped(_)) => 409,
            Self::Over(Over::Failed) => 500,
        };
        (status, self.to_string())
    }
}

/// Returns what a file turns out to be that was sent to its end: a short one is all here before anything of it is
/// decoded. One that is heard is played for longer than its sender waits.
async fn verdict(session: &mut SourceSession) -> End {
    session.complete();
    within(VERDICT, session.over()).await.map_or(End::Complete, End::Over)
}

/// Hears a source to its end, or until another process goes on with it.
pub(super) async fn hear(
    stream: &mut impl HandableSocket,
    reception: &mut Reception,
    session: &mut SourceSession,
) -> End {
    loop {
        if let Some(end) = reception.pass_on(session).await {
            return end;
        }
        let Reception { wire, handing, is_shy, .. } = reception;
        wire.reserve(MOST);
        let patience = if *is_shy { SHY } else { SILENCE };
        // Dropped before it is ready, a read has read nothing.
        let step = tokio::select! {
            biased;
            over = session.over() => return over.into(),
            request = asked(handing) => Awaited::Asked(Box::new(request)),
            read = within(patience, stream.read_buf(wire)) => Awaited::Read(read),
        };
        match step {
            Awaited::Asked(request) => {
                if handed_source::hand_over(&*stream, reception, session, *request).await {
                    return End::HandedOver;
                }
                session.is_there();
            }
            Awaited::Read(Some(Ok(1..))) => reception.is_shy = false,
            Awaited::Read(Some(_)) => return End::HungUp,
            Awaited::Read(None) if !reception.is_shy => return End::Silent,
            Awaited::Read(None) => {
                reception.is_shy = false;
                if let Some(answer) = reception.late.take()
                    && stream.write_all(answer.as_bytes()).await.is_err()
                {
                    return End::HungUp;
                }
            }
        }
    }
}

/// Result of waiting for a source.
enum Awaited {
    Asked(Box<HandOverRequest>),
    Read(Option<io::Result<usize>>),
}

/// Hears a source whose body was taken out of its connection by the web server.
pub(super) async fn hear_body<E>(
    mut body: impl Stream<Item = Result<Bytes, E>> + Unpin,
    session: &mut SourceSession,
) -> End {
    loop {
        let next = tokio::select! {
            biased;
            over = session.over() => return over.into(),
            next = within(SILENCE, poll_fn(|cx| std::pin::Pin::new(&mut body).poll_next(cx))) => next,
        };
        match next {
            Some(Some(Ok(sound))) => {
                if let Err(over) = session.send(sound).await {
                    return over.into();
                }
            }
            Some(Some(Err(_))) => return End::HungUp,
            Some(None) => return End::Complete,
            None => return End::Silent,
        }
    }
}

/// Waits for `what` at most for `patience`; `None` if it did not come.
///
/// After a freeze of the machine (SIGSTOP, a virtual machine that was paused) the timers are over before anybody has
/// looked into the sockets, where everything lies that was sent meanwhile. So the sockets are looked at once more
/// before anything is given up; and a sender that may have been frozen too gets all the time again.
pub(super) async fn within<T>(patience: Duration, what: impl Future<Output = T>) -> Option<T> {
    let begin = Instant::now();
    within_by(|| begin.elapsed(), patience, what).await
}

/// Waits like [`within`], by any clock that tells how much time has passed.
async fn within_by<T>(
    passed: impl Fn() -> Duration,
    patience: Duration,
    what: impl Future<Output = T>,
) -> Option<T> {
    let mut what = pin!(what);
    loop {
        let began = passed();
        if let Ok(done) = timeout(patience, &mut what).await {
            return Some(done);
        }
        let is_frozen = passed().saturating_sub(began) > patience + FREEZE;
        // Whoever yields has its turn again after the runtime has looked at the sockets.
        yield_now().await;
        if let Ok(done) = timeout(LAST_LOOK, &mut what).await {
            return Some(done);
        }
        if !is_frozen {
            return None;
        }
    }
}

/// Ends a connection so that the other side can still read the last answer.
pub(super) async fn linger(stream: &mut impl SourceSocket) -> io::Result<()> {
    stream.shutdown().await?;
    let drain = async {
        let mut bytes = [0; MOST];
        let mut left = LINGER_BYTES;
        while left > 0 {
            match stream.read(&mut bytes).await {
                Ok(count @ 1..) => left = left.saturating_sub(count),
                _ => return,
            }
        }
    };
    // Whether it took the hint or not, this is the end.
    drop(timeout(LINGER, drain).await);
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::task::Poll;

    use super::*;

    /// Returns whether a read that is ready at its `ready`th poll is waited for, where the clock jumps by `jump`
    /// with its first poll.
    async fn is_read(ready: u32, jump: Duration) -> bool {
        let (polls, passed) = (Cell::new(0), Cell::new(Duration::ZERO));
        let read = poll_fn(|_| {
            polls.set(polls.get() + 1);
            passed.set(jump);
            if polls.get() >= ready { Poll::Ready(()) } else { Poll::Pending }
        });
        within_by(|| passed.get(), Duration::ZERO, read).await.is_some()
    }

    #[actix_web::rt::test]
    async fn what_lies_in_the_socket_after_a_freeze_is_read_before_a_source_is_given_up() {
        let none = Duration::ZERO;
        assert!(is_read(1, none).await);
        assert!(is_read(2, none).await, "the sockets are looked at once more");
        assert!(!is_read(9, none).await);
        assert!(is_read(4, Duration::from_secs(12)).await, "a sender that was frozen too has its time again");
        assert!(!is_read(99, Duration::from_secs(12)).await, "once");
    }
}
