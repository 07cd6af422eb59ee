//! What a source's socket carries once it is live.

use std::future::poll_fn;
use std::io;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::timeout;

use super::chunked::{Body, Piece};
use super::pipe::MOST;
use super::sessions::{Over, SourceSession};
use crate::source::live::Ending;

/// A source that sends nothing for so long is taken to be gone.
const SILENCE: Duration = Duration::from_secs(10);
/// A source that sends nothing for so long after its request waits for an answer first.
const SHY: Duration = Duration::from_secs(1);
/// What is still read, and for how long, after the last answer to someone who goes on sending: closed with
/// unread bytes, the system would take that answer back.
const LINGER: Duration = Duration::from_secs(1);
const LINGER_BYTES: usize = 256 * 1_024;

/// A source's connection, encrypted or not.
pub trait SourceSocket: AsyncRead + AsyncWrite + Unpin {}

impl<S: AsyncRead + AsyncWrite + Unpin> SourceSocket for S {}

/// Why a source is heard no longer.
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
    /// It was ended from this side.
    #[error(transparent)]
    Over(#[from] Over),
}

impl End {
    /// The status and the words that answer a request which ended so.
    pub(super) fn answer(&self) -> (u16, String) {
        let status = match self {
            Self::Complete | Self::HungUp => 200,
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

/// Hears a source to its end. `late` is an answer that a source gets which sends nothing before it has one;
/// the second value says whether that is still to be given.
pub(super) async fn hear(
    stream: &mut impl SourceSocket,
    (wire, mut body): (&mut BytesMut, Body),
    session: &mut SourceSession,
    late: Option<&str>,
) -> (End, bool) {
    let (mut unanswered, mut shy) = (late.is_some(), late);
    loop {
        match body.take(wire) {
            Ok(Piece::Sound(sound)) => {
                shy = None;
                if let Err(over) = session.send(sound).await {
                    return (over.into(), unanswered);
                }
                continue;
            }
            Ok(Piece::Over) => return (End::Complete, unanswered),
            Err(_) => return (End::Malformed, unanswered),
            Ok(Piece::More) => {}
        }
        wire.reserve(MOST);
        let patience = if shy.is_some() { SHY } else { SILENCE };
        let read = tokio::select! {
            biased;
            over = session.over() => return (over.into(), unanswered),
            read = timeout(patience, stream.read_buf(wire)) => read,
        };
        match (read, shy.take()) {
            (Ok(Ok(1..)), _) => {}
            (Ok(_), _) => return (End::HungUp, unanswered),
            (Err(_), None) => return (End::Silent, unanswered),
            (Err(_), Some(answer)) => {
                unanswered = false;
                if stream.write_all(answer.as_bytes()).await.is_err() {
                    return (End::HungUp, unanswered);
                }
            }
        }
    }
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
            next = timeout(SILENCE, poll_fn(|cx| std::pin::Pin::new(&mut body).poll_next(cx))) => next,
        };
        match next {
            Ok(Some(Ok(sound))) => {
                if let Err(over) = session.send(sound).await {
                    return over.into();
                }
            }
            Ok(Some(Err(_))) => return End::HungUp,
            Ok(None) => return End::Complete,
            Err(_) => return End::Silent,
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
