//! Keeps the next deck loaded, on a thread of its own.

use std::time::Duration;

use super::standby::{Duty, Standby};
use super::{Deck, Record};

/// How long to wait before asking again when there was nothing to play, and how often at least to ask whether
/// what is loaded is still what comes next.
const ASK_AGAIN: Duration = Duration::from_millis(250);

/// Where records come from.
pub trait Shelf: Send {
    /// The record to play next; `None` if there is nothing to play now.
    fn next(&mut self) -> Option<Record>;

    /// The record that [`next`](Self::next) gave last has begun.
    fn begun(&mut self) {}

    /// Whether that record is still the one to play next.
    fn is_still_next(&mut self) -> bool {
        true
    }

    /// Whether that record has its time now, and what plays is to be faded out for it.
    fn is_due(&mut self) -> bool {
        false
    }
}

/// Loads decks and puts them into `standby`, one ahead of the one that plays, until AutoDJ is gone. One that is no
/// longer to play next is exchanged.
pub fn run(mut shelf: impl Shelf, standby: &Standby, patience: Duration) {
    let mut is_loaded = false;
    loop {
        match standby.wait(ASK_AGAIN) {
            Duty::End => return,
            Duty::None => {
                let doubts = standby.doubts();
                if shelf.is_still_next() {
                    standby.settle(doubts);
                    if shelf.is_due() {
                        standby.skip();
                    }
                } else if standby.take_back().is_some() {
                    is_loaded = false;
                }
            }
            Duty::Load => {
                if std::mem::take(&mut is_loaded) {
                    shelf.begun();
                }
                match load(&mut shelf, patience) {
                    Some(deck) => {
                        standby.put(deck);
                        is_loaded = true;
                    }
                    None => standby.pause(ASK_AGAIN),
                }
            }
        }
    }
}

fn load(shelf: &mut impl Shelf, patience: Duration) -> Option<Deck> {
    match Deck::load(shelf.next()?, patience) {
        Ok(deck) => Some(deck),
        Err(error) => {
            tracing::error!(%error, "no thread could be had to decode the next track");
            None
        }
    }
}
