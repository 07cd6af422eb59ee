//! The connection of one source, once it is live: what a connection sends goes in here.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use tokio::sync::oneshot;

use super::handed_source::HandOverSlot;
use super::pipe::Inlet;
use crate::clock::Clock;
use crate::net::RequestConnection;
use crate::source::live::{DjTitle, Ending, Watch};

/// Reason for the end of a connection that the server ended, not its sender.
const MADE_ROOM: &str = "the server ended it, since file descriptors were short";

/// Reason for ending a session from this side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Stop {
    /// A new connection of the same DJ.
    #[error("the same DJ connected anew")]
    Replaced,
    /// It was silent, and somebody else has come.
    #[error("nothing came any more, and another DJ connected")]
    Dead,
    /// The account is removed, or its password is another one now.
    #[error("the password it began with is valid no longer")]
    Revoked,
    /// Its address or its program is banned.
    #[error("this address or this program is banned")]
    Banned,
    /// Somebody in charge ended it.
    #[error("taken off the air by the station")]
    Kicked,
    /// The hours of its account are over, and the station lets nobody stay.
    #[error("your time on air is over")]
    TimeOver,
    /// The server stops.
    #[error("the station signs off")]
    SigningOff,
}

/// Reason for the end of a session that the sender did not end.
#[derive(Debug, thiserror::Error)]
pub(super) enum Over {
    /// It was ended from this side.
    #[error(transparent)]
    Stopped(Stop),
    /// The thread that decodes came to an end.
    #[error(transparent)]
    Ended(Ending),
    /// The decoding thread failed.
    #[error("the decoder failed")]
    Failed,
}

/// A DJ who is connected: what a connection sends goes in here. Dropped, it hangs up.
pub(super) struct SourceSession {
    pub(super) inlet: Inlet,
    pub(super) stopped: oneshot::Receiver<Stop>,
    pub(super) ended: oneshot::Receiver<Ending>,
    pub(super) watch: Watch,
    pub(super) heard_us: Arc<AtomicU64>,
    pub(super) clock: Arc<dyn Clock>,
    /// Lets its connection be handed over to another process.
    pub(super) handing: HandOverSlot,
    /// The key of its DJ.
    pub(super) key: String,
    /// The connection of the web server that it came by, if it did.
    pub(super) connection: RequestConnection,
}

impl SourceSession {
    /// Keeps the connection of the web server that it came by.
    pub(super) fn keep(&mut self, connection: &RequestConnection) {
        self.connection = connection.clone();
        self.connection.keep_live(&self.key);
    }

    /// Says that its sender is there, though it may send no sound.
    pub(super) fn is_there(&self) {
        self.heard_us.store(self.clock.now_us(), Ordering::Relaxed);
    }

    /// Hands sound over to be decoded, waiting for room.
    pub(super) async fn send(&mut self, sound: Bytes) -> Result<(), Over> {
        // As long as we hold it back, it is there.
        self.heard_us.store(u64::MAX, Ordering::Relaxed);
        tokio::select! {
            biased;
            over = over(&mut self.stopped, &mut self.ended) => return Err(over),
            sent = self.inlet.send(sound) => if sent {
                self.is_there();
                return Ok(());
            },
        }
        Err(self.over().await)
    }

    /// Hands sound over without waiting; false if there is no room for it, and it is lost.
    #[cfg(feature = "whip")]
    pub(super) fn try_send(&mut self, sound: Bytes) -> bool {
        self.is_there();
        self.inlet.try_send(sound)
    }

    /// Returns the reason for which the session is over from this side, if it is. Not to be asked again after that.
    #[cfg(feature = "whip")]
    pub(super) fn try_over(&mut self) -> Option<Over> {
        use tokio::sync::oneshot::error::TryRecvError;

        match self.stopped.try_recv() {
            Ok(stop) => Some(Over::Stopped(stop)),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Closed) => match self.ended.try_recv() {
                Ok(ending) => Some(Over::Ended(ending)),
                Err(TryRecvError::Closed) => Some(Over::Failed),
                // The thread tells it in a moment.
                Err(TryRecvError::Empty) => None,
            },
        }
    }

    /// Returns whether it waits for another DJ to leave.
    pub(super) fn is_waiting(&self) -> bool {
        self.watch.is_waiting()
    }

    /// Gives what is sent from now on a title.
    pub(super) fn retitle(&self, title: DjTitle) {
        self.watch.retitle(title);
    }

    /// Says that all was sent. [`over`](Self::over) tells what became of it.
    pub(super) fn complete(&mut self) {
        self.inlet.close();
    }

    /// Returns when the session is over from this side. Not to be asked again after that.
    pub(super) async fn over(&mut self) -> Over {
        over(&mut self.stopped, &mut self.ended).await
    }
}

impl Drop for SourceSession {
    fn drop(&mut self) {
        // Nothing comes from here any more, so whoever comes next need not wait.
        self.heard_us.store(0, Ordering::Relaxed);
        if self.connection.is_ended() {
            self.inlet.lose(MADE_ROOM);
        }
    }
}

/// Waits until a session is told to stop, or its thread has ended: that frees its place, where the other end
/// of `stopped` is, before it tells `ended`.
async fn over(stopped: &mut oneshot::Receiver<Stop>, ended: &mut oneshot::Receiver<Ending>) -> Over {
    match stopped.await {
        Ok(stop) => Over::Stopped(stop),
        Err(_) => ended.await.map_or(Over::Failed, Over::Ended),
    }
}
