//! The way from a socket to the thread that decodes: bounded, so that TCP holds back who sends too fast.

use std::io::{self, Read};

use bytes::{Buf, Bytes};
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// The most that is handed over at once, in bytes.
pub(super) const MOST: usize = 4 * 1_024;
/// How often [`MOST`] may be on its way: 64 KiB in all.
const ON_THE_WAY: usize = 16;

/// A pipe's two ends.
pub(super) fn pipe() -> (Inlet, Outlet) {
    let (to, from) = channel(ON_THE_WAY);
    (Inlet { to }, Outlet { from, rest: Bytes::new() })
}

/// The socket's end. Dropped, the other end reads that all is over.
pub(super) struct Inlet {
    to: Sender<Bytes>,
}

impl Inlet {
    /// Hands `bytes` over, waiting for room; false if nobody reads any more.
    pub(super) async fn send(&self, mut bytes: Bytes) -> bool {
        while !bytes.is_empty() {
            let piece = bytes.split_to(bytes.len().min(MOST));
            if self.to.send(piece).await.is_err() {
                return false;
            }
        }
        true
    }
}

/// The thread's end. Reading waits until something is there.
pub(super) struct Outlet {
    from: Receiver<Bytes>,
    rest: Bytes,
}

impl Read for Outlet {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.rest.is_empty() {
            match self.from.blocking_recv() {
                Some(bytes) => self.rest = bytes,
                None => return Ok(0),
            }
        }
        let count = self.rest.len().min(into.len());
        self.rest.copy_to_slice(&mut into[..count]);
        Ok(count)
    }
}
