//! The way from a socket to the thread that decodes: bounded, so that TCP holds back who sends too fast. Titles
//! between the sound go the same way, so that they are told when what is before them was read.

use std::io::{self, Read};

use bytes::{Buf, Bytes};
use tokio::sync::mpsc::{Receiver, Sender, channel};

use crate::source::live::{DjTitle, Watch};

/// The most that is handed over at once, in bytes.
pub(super) const MOST: usize = 4 * 1_024;
/// Number of pieces of up to [`MOST`] bytes that may be in transit: 64 KiB in all.
const ON_THE_WAY: usize = 16;

/// A pipe's two ends; titles in it are told to `watch`.
pub(super) fn pipe(watch: Watch) -> (Inlet, Outlet) {
    let (to, from) = channel(ON_THE_WAY);
    (Inlet { to }, Outlet { from, rest: Bytes::new(), watch })
}

enum Part {
    Sound(Bytes),
    Title(DjTitle),
}

/// The socket's end. Dropped, the other end reads that all is over.
pub(super) struct Inlet {
    to: Sender<Part>,
}

impl Inlet {
    /// Hands `bytes` over, waiting for room; false if nobody reads any more.
    pub(super) async fn send(&self, mut bytes: Bytes) -> bool {
        while !bytes.is_empty() {
            let piece = bytes.split_to(bytes.len().min(MOST));
            if self.to.send(Part::Sound(piece)).await.is_err() {
                return false;
            }
        }
        true
    }

    /// Hands a piece of at most [`MOST`] bytes over if there is room for it.
    #[cfg(feature = "whip")]
    pub(super) fn try_send(&self, piece: Bytes) -> bool {
        self.to.try_send(Part::Sound(piece)).is_ok()
    }

    /// Lets the other end read that all is over, as dropping this does.
    pub(super) fn close(&mut self) {
        self.to = channel(1).0;
    }

    /// Gives what is handed over from now on a title; false if nobody reads any more.
    pub(super) async fn retitle(&self, title: DjTitle) -> bool {
        self.to.send(Part::Title(title)).await.is_ok()
    }
}

/// The thread's end. Reading waits until something is there.
pub(super) struct Outlet {
    from: Receiver<Part>,
    rest: Bytes,
    watch: Watch,
}

impl Read for Outlet {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.rest.is_empty() {
            match self.from.blocking_recv() {
                Some(Part::Sound(bytes)) => self.rest = bytes,
                Some(Part::Title(title)) => self.watch.retitle(title),
                None => return Ok(0),
            }
        }
        let count = self.rest.len().min(into.len());
        self.rest.copy_to_slice(&mut into[..count]);
        Ok(count)
    }
}
