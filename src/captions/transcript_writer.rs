//! Stores final captions.

use std::io;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::{self, JoinHandle};

use crate::broadcast::{Broadcast, CaptionLog};
use crate::model::Caption;
use crate::store::Store;

/// Captions that may wait for the store: more than are spoken in an hour.
const MOST_WAITING: usize = 2_048;

/// A caption for the store.
pub(super) struct TranscriptLine {
    pub(super) station: String,
    pub(super) caption: Caption,
    log: CaptionLog,
}

/// Takes captions for the store, without waiting; clones share it.
#[derive(Clone)]
pub(super) struct TranscriptSender(SyncSender<TranscriptLine>);

impl TranscriptSender {
    /// Returns a sender, and what it sends to.
    pub(super) fn pair() -> (Self, Receiver<TranscriptLine>) {
        let (sender, receiver) = sync_channel(MOST_WAITING);
        (Self(sender), receiver)
    }

    /// Starts a thread that writes into `store` until every sender is gone.
    pub(super) fn start(store: Store) -> io::Result<(Self, JoinHandle<()>)> {
        let (sender, lines) = Self::pair();
        let thread = thread::Builder::new().name("transcript".to_owned());
        Ok((sender, thread.spawn(move || write(&store, &lines))?))
    }

    /// Has a caption stored by the time of day.
    pub(super) fn send(&self, broadcast: &Broadcast, caption: &Caption) {
        let ahead_us = broadcast.clock().ahead_us();
        let mut caption = caption.clone();
        caption.start_us = caption.start_us.saturating_add_signed(ahead_us);
        caption.end_us = caption.end_us.saturating_add_signed(ahead_us);
        let log = broadcast.captions().clone();
        let line = TranscriptLine { station: broadcast.slug().to_owned(), caption, log };
        if let Err(TrySendError::Full(line) | TrySendError::Disconnected(line)) = self.0.try_send(line) {
            line.log.lost_line();
        }
    }
}

fn write(store: &Store, lines: &Receiver<TranscriptLine>) {
    let mut is_failing = false;
    for line in lines {
        match store.add_caption(&line.station, &line.caption) {
            Ok(()) => is_failing = false,
            Err(error) => {
                line.log.lost_line();
                if !std::mem::replace(&mut is_failing, true) {
                    tracing::warn!(station = line.station, %error, "captions cannot be stored");
                }
            }
        }
    }
}
