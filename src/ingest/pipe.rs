//! The way from a socket to the thread that decodes: bounded, so that TCP holds back who sends too fast. Titles
//! between the sound go the same way, so that they are told when what is before them was read.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use bytes::{Buf, Bytes};
use tokio::sync::Notify;
use tokio::sync::mpsc::error::TryRecvError;
use tokio::sync::mpsc::{Receiver, Sender, channel};

use crate::source::live::{DjTitle, Watch};

/// The most that is handed over at once, in bytes.
pub(super) const MOST: usize = 4 * 1_024;
/// Number of pieces of up to [`MOST`] bytes that may be in transit: 64 KiB in all.
const ON_THE_WAY: usize = 16;

/// A pipe's two ends; titles in it are told to `watch`.
pub(super) fn pipe(watch: Watch) -> (Inlet, Outlet) {
    pipe_after(Bytes::new(), watch)
}

/// A pipe whose other end reads `replay` first.
pub(super) fn pipe_after(replay: Bytes, watch: Watch) -> (Inlet, Outlet) {
    let (to, from) = channel(ON_THE_WAY);
    let progress = PipeProgress::default();
    let outlet = Outlet { from, rest: replay, taken: 0, progress: progress.clone(), watch };
    (Inlet { to, progress }, outlet)
}

enum Part {
    Sound(Bytes),
    Title(DjTitle),
    /// The connection was lost for this reason.
    Lost(&'static str),
}

/// Progress of the thread that decodes; clones share it.
#[derive(Clone, Default)]
pub(super) struct PipeProgress(Arc<Progressed>);

#[derive(Default)]
struct Progressed {
    /// Bytes that were handed over.
    sent: AtomicU64,
    /// Bytes that were read when the thread last asked for more.
    asked: AtomicU64,
    /// True once the thread has asked for more than there was before the pipe.
    has_asked: AtomicBool,
    changed: Notify,
}

impl PipeProgress {
    /// Returns whether everything that was handed over is decoded, as far as that goes without more.
    pub(super) fn is_drained(&self) -> bool {
        self.has_asked() && self.0.asked.load(Ordering::Acquire) == self.0.sent.load(Ordering::Acquire)
    }

    /// Returns whether everything that the pipe began with is decoded.
    pub(super) fn has_asked(&self) -> bool {
        self.0.has_asked.load(Ordering::Acquire)
    }

    /// Returns whether anything was handed over.
    pub(super) fn has_begun(&self) -> bool {
        self.0.sent.load(Ordering::Acquire) > 0
    }

    fn asks_after(&self, taken: u64) {
        self.0.asked.store(taken, Ordering::Release);
        self.0.has_asked.store(true, Ordering::Release);
        self.0.changed.notify_one();
    }
}

/// The socket's end. Dropped, the other end reads that all is over.
pub(super) struct Inlet {
    to: Sender<Part>,
    progress: PipeProgress,
}

impl Inlet {
    /// Hands `bytes` over, waiting for room; false if nobody reads any more.
    pub(super) async fn send(&self, mut bytes: Bytes) -> bool {
        while !bytes.is_empty() {
            let piece = bytes.split_to(bytes.len().min(MOST));
            let Ok(room) = self.to.reserve().await else { return false };
            self.progress.0.sent.fetch_add(piece.len() as u64, Ordering::AcqRel);
            room.send(Part::Sound(piece));
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

    /// Lets the other end read an error after what was handed over, if there is room for it.
    pub(super) fn lose(&self, reason: &'static str) {
        // Without room, it reads that all is over.
        drop(self.to.try_send(Part::Lost(reason)));
    }

    /// Waits until everything that was handed over is decoded, as far as that goes without more.
    pub(super) async fn drained(&self) {
        while !self.progress.is_drained() {
            self.progress.0.changed.notified().await;
        }
    }

    /// Returns the progress of the other end.
    pub(super) fn progress(&self) -> PipeProgress {
        self.progress.clone()
    }
}

/// The thread's end. Reading waits until something is there.
pub(super) struct Outlet {
    from: Receiver<Part>,
    rest: Bytes,
    /// Bytes that came over the pipe and were read.
    taken: u64,
    progress: PipeProgress,
    watch: Watch,
}

impl Outlet {
    /// Returns the next part, or `None` at the end; tells that everything before is decoded where it has to be waited for.
    fn next(&mut self) -> Option<Part> {
        if self.taken == 0 {
            // The bytes that the pipe began with are decoded, whether more is there or not.
            self.progress.asks_after(0);
        }
        match self.from.try_recv() {
            Ok(part) => Some(part),
            Err(TryRecvError::Disconnected) => None,
            Err(TryRecvError::Empty) => {
                self.progress.asks_after(self.taken);
                self.from.blocking_recv()
            }
        }
    }
}

impl Read for Outlet {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.rest.is_empty() {
            match self.next() {
                Some(Part::Sound(bytes)) => {
                    self.taken += bytes.len() as u64;
                    self.rest = bytes;
                }
                Some(Part::Title(title)) => self.watch.retitle(title),
                Some(Part::Lost(reason)) => return Err(io::Error::other(reason)),
                None => return Ok(0),
            }
        }
        let count = self.rest.len().min(into.len());
        self.rest.copy_to_slice(&mut into[..count]);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::thread;

    use super::*;
    use crate::clock::ManualClock;
    use crate::model::LiveSettings;
    use crate::source::live::{Buffer, Dj, open};

    #[actix_web::rt::test]
    async fn a_pipe_is_drained_once_the_thread_asks_for_more() {
        let (_live, lines) = open(Arc::new(ManualClock::at(0)), LiveSettings::default());
        let dj = Dj { key: "ada".to_owned(), name: "Ada".to_owned(), program: None };
        let feed = lines.take(dj, Buffer::Program).unwrap();
        let (inlet, mut outlet) = pipe_after(Bytes::from_static(b"before"), feed.watch());
        assert!(!inlet.progress().has_asked());
        let reading = thread::spawn(move || {
            let mut read = Vec::new();
            outlet.read_to_end(&mut read).map(|_| read)
        });
        inlet.drained().await;
        assert!(inlet.progress().has_asked() && !inlet.progress().has_begun());
        assert!(inlet.send(Bytes::from(vec![7; 3 * MOST])).await);
        inlet.drained().await;
        assert!(inlet.progress().is_drained() && inlet.progress().has_begun());
        drop(inlet);
        let read = reading.join().expect("no panic").unwrap();
        assert_eq!(read, [&b"before"[..], &[7; 3 * MOST]].concat());
    }

    #[actix_web::rt::test]
    async fn what_was_lost_is_no_end() {
        let (_live, lines) = open(Arc::new(ManualClock::at(0)), LiveSettings::default());
        let dj = Dj { key: "ada".to_owned(), name: "Ada".to_owned(), program: None };
        let (inlet, mut outlet) = pipe(lines.take(dj, Buffer::Program).unwrap().watch());
        assert!(inlet.send(Bytes::from_static(b"Tides")).await);
        inlet.lose("the harbour is full");
        drop(inlet);
        let mut read = Vec::new();
        assert_eq!(outlet.read_to_end(&mut read).unwrap_err().to_string(), "the harbour is full");
        assert_eq!(read, b"Tides");
    }
}
