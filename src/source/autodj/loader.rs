//! Keeps the next deck loaded, on a thread of its own.

use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender};
use std::time::Duration;

use super::{Deck, Record};

/// How long to wait before asking again when there was nothing to play.
const ASK_AGAIN: Duration = Duration::from_millis(250);

/// Where records come from.
pub trait Shelf: Send {
    /// The record to play next; `None` if there is nothing to play now.
    fn next(&mut self) -> Option<Record>;
}

/// Loads decks and hands them over, one ahead of the one that plays, until `stop` is dropped or nobody
/// takes decks any more. Over a channel that holds none, a deck waits here until AutoDJ takes it.
pub fn run(mut shelf: impl Shelf, decks: &SyncSender<Deck>, patience: Duration, stop: &Receiver<()>) {
    loop {
        let deck = shelf.next().and_then(|record| match Deck::load(record, patience) {
            Ok(deck) => Some(deck),
            Err(error) => {
                tracing::error!(%error, "no thread could be had to decode the next track");
                None
            }
        });
        match deck {
            Some(deck) => {
                if decks.send(deck).is_err() {
                    return;
                }
            }
            None => {
                if stop.recv_timeout(ASK_AGAIN) != Err(RecvTimeoutError::Timeout) {
                    return;
                }
            }
        }
    }
}
