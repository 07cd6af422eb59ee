//! Connections that are held still while another process may take them, and those that came from one.
//!
//! In: a request to suspend. Out: every connection as it is, with nothing being sent; they go on when they are resumed,
//! and are let go without a word when they are not. Never: ends a connection that another process has.

use std::net::TcpStream;
use std::os::fd::BorrowedFd;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use slab::Slab;

use super::ring_group::RingGroup;
use super::{IncomingSocket, Transmitter, Transmitters};
use crate::model::base64_bytes;
use crate::mount::{Listener, SavedListener};
use crate::output::ws_session::SavedSession;
use crate::tls::SavedRecordLayer;

/// A connection of a listener, but for its socket.
#[derive(Debug, Serialize, Deserialize)]
pub struct SavedConnection {
    /// The place of its listener.
    pub listener: SavedListener,
    /// The rest of the message half sent.
    #[serde(with = "base64_bytes")]
    pub(super) rest: Bytes,
    #[serde(with = "base64_bytes")]
    pub(super) replies: Bytes,
    pub(super) session: SavedSession,
    /// True if its socket took no more.
    pub(super) is_full: bool,
    /// Time by which it is dropped, in microseconds, if it was told to leave.
    pub(super) leave_by_us: Option<u64>,
    /// The keys of an encrypted connection.
    pub(super) records: Option<SavedRecordLayer>,
}

/// A connection of another process that is gone on with here.
pub struct ResumedConnection {
    /// The socket, which must not block.
    pub stream: TcpStream,
    /// Its listener.
    pub listener: Listener,
    /// The rest of its state.
    pub saved: SavedConnection,
}

/// A request to a transmitter to hold still: it hands out its connections, and waits until it gets them back.
pub(super) struct Suspension {
    lanes: SyncSender<Slab<RingGroup>>,
    back: Receiver<Slab<RingGroup>>,
}

/// The connections of all transmitters, held still. Dropping it lets go of all of them.
pub struct SuspendedConnections {
    each: Vec<SuspendedTransmitter>,
}

struct SuspendedTransmitter {
    lanes: Slab<RingGroup>,
    back: SyncSender<Slab<RingGroup>>,
}

impl SuspendedConnections {
    /// Returns each connection with the descriptor of its socket.
    pub fn all(&self) -> impl Iterator<Item = (SavedConnection, BorrowedFd<'_>)> {
        let lanes = self.each.iter().flat_map(|one| one.lanes.iter());
        lanes.flat_map(|(_, lane)| lane.connections()).map(|one| (one.save(), one.descriptor()))
    }

    /// Goes on with them as if nothing had been.
    pub fn resume(self) {
        for SuspendedTransmitter { lanes, back } in self.each {
            // A transmitter that is gone has no connections any more.
            let _ = back.send(lanes);
        }
    }
}

impl Transmitters {
    /// Holds all connections still; `None` if a transmitter does not answer `within` that time.
    pub fn suspend(&self, within: Duration) -> Option<SuspendedConnections> {
        let mut asked = Vec::new();
        for handle in self.each.iter() {
            // Without room: what nobody receives stays where it is.
            let (lanes, taken) = sync_channel(0);
            let (back, returned) = sync_channel(1);
            handle.suspensions.try_send(Suspension { lanes, back: returned }).ok()?;
            drop(handle.waker.wake());
            asked.push((taken, back));
        }
        let mut suspended = SuspendedConnections { each: Vec::new() };
        let mut have_all = true;
        for (taken, back) in asked {
            match taken.recv_timeout(within) {
                Ok(lanes) => suspended.each.push(SuspendedTransmitter { lanes, back }),
                Err(_) => have_all = false,
            }
        }
        if have_all {
            return Some(suspended);
        }
        suspended.resume();
        None
    }

    /// Goes on with a connection of another process. Blocks while the transmitter has too many to take in.
    pub fn resume(&self, connection: ResumedConnection) {
        let load = |handle: &&super::Handle| handle.shared.load.load(Ordering::Relaxed);
        let Some(handle) = self.each.iter().min_by_key(load) else { return };
        handle.shared.load.fetch_add(1, Ordering::Relaxed);
        // It fails at the end of the process only.
        let _ = handle.arrivals.send(IncomingSocket::Resumed(Box::new(connection)));
        drop(handle.waker.wake());
    }
}

impl Transmitter {
    /// Hands its connections out if that was asked for, and waits for what comes back.
    pub(super) fn suspend(&mut self) {
        let Ok(Suspension { lanes, back }) = self.suspended.try_recv() else { return };
        let mine = std::mem::take(&mut self.lanes);
        let count: usize = mine.iter().map(|(_, lane)| lane.connections().count()).sum();
        let mine = match lanes.send(mine) {
            Ok(()) => back.recv().unwrap_or_default(),
            // Nobody waits any more.
            Err(unsent) => unsent.0,
        };
        self.lanes = mine;
        if self.lanes.is_empty() {
            self.shared.load.fetch_sub(count, Ordering::Relaxed);
        }
        self.deliver();
    }
}
