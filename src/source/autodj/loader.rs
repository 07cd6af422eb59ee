//! Keeps the next deck loaded, on a thread of its own.

use std::time::Duration;

use super::next_deck::{LoaderTask, NextDeck};
use super::{Deck, PreparedTrack};
use crate::source::emergency_loop::EmergencyLoop;

/// Delay before asking again after there was nothing to play, and longest interval of checks whether
/// the loaded track is still next.
const ASK_AGAIN: Duration = Duration::from_millis(250);

/// Supplies tracks in play order.
pub trait TrackProvider: Send {
    /// Returns the source of the station's emergency loop, if it has one.
    fn emergency_loop(&self) -> Option<EmergencyLoop> {
        None
    }

    /// The record to play next; `None` if there is nothing to play now.
    fn next(&mut self) -> Option<PreparedTrack>;

    /// The record that [`next`](Self::next) gave last stands by from now on, in place of the one before.
    fn stands_by(&mut self) {}

    /// The record that stood by has begun.
    fn begun(&mut self) {}

    /// Returns whether the loaded track is still next.
    fn is_still_next(&mut self) -> bool {
        true
    }

    /// Returns whether the loaded track's start time has come, so that the current one must fade out.
    fn is_due(&mut self) -> bool {
        false
    }
}

/// Loads decks and puts them into `standby`, one ahead of the one that plays, until AutoDJ is gone. One that is no
/// longer to play next stands by until another one is loaded, for there may be no time left.
pub fn run(mut tracks: impl TrackProvider, standby: &NextDeck, patience: Duration) {
    let mut is_loaded = false;
    loop {
        match standby.wait(ASK_AGAIN) {
            LoaderTask::End => return,
            LoaderTask::None => {
                let doubts = standby.doubts();
                if tracks.is_still_next() {
                    if tracks.is_due() {
                        standby.skip();
                    }
                } else if let Some(deck) = load(&mut tracks, patience)
                    && standby.exchange(deck)
                {
                    tracks.stands_by();
                }
                standby.settle(doubts);
            }
            LoaderTask::Load => {
                if std::mem::take(&mut is_loaded) {
                    tracks.begun();
                }
                match load(&mut tracks, patience) {
                    Some(deck) => {
                        standby.put(deck);
                        tracks.stands_by();
                        is_loaded = true;
                    }
                    None => standby.pause(ASK_AGAIN),
                }
            }
        }
    }
}

fn load(tracks: &mut impl TrackProvider, patience: Duration) -> Option<Deck> {
    match Deck::load(tracks.next()?, patience) {
        Ok(deck) => Some(deck),
        Err(error) => {
            tracing::error!(%error, "no thread could be had to decode the next track");
            None
        }
    }
}
