//! The station plays its library by itself.
//!
//! In: decks, each with a record decoded ahead, from the [`loader`]. Out: one track after the other, each
//! crossfaded into the next. Never: waits for a deck; if none is there it has nothing to say.

mod deck;
pub mod loader;
pub mod shelf;

pub use deck::{Deck, Record, Tape};

use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::Duration;

use super::Source;
use crate::audio::{BLOCK, BLOCK_US, Block, Fade};
use crate::model::{Knobs, SourceKind, Title};

/// A crossfade takes at most this part of either track.
const MOST_OF_A_TRACK: u64 = 4;

/// Off the air for longer than so many blocks, 5 s, it comes back with the next track and not in the middle of one.
const SHORT_BREAK: u64 = 250;

/// How AutoDJ goes from track to track.
#[derive(Clone, Copy, Debug)]
pub struct Config {
    /// How long a crossfade lasts; for short tracks it is shorter.
    pub crossfade: Duration,
    /// How long to wait for a decoder: zero on air.
    pub patience: Duration,
}

impl Default for Config {
    fn default() -> Self {
        Self { crossfade: Duration::from_secs(3), patience: Duration::ZERO }
    }
}

/// Plays one deck after the other.
pub struct Autodj {
    config: Config,
    /// Say what it does while others are on air.
    knobs: Knobs,
    decks: Receiver<Deck>,
    playing: Option<Deck>,
    /// The deck that comes next, once the end of the one that plays is in sight.
    waiting: Option<Deck>,
    /// The deck that is being faded in.
    rising: Option<(Deck, Fade)>,
    scratch: Block,
    /// Lent out for what is played unheard.
    unheard: Option<Block>,
    /// Blocks that passed since it was on air.
    unread: u64,
}

impl Autodj {
    /// An AutoDJ that plays what comes over `decks`.
    pub fn new(config: Config, knobs: Knobs, decks: Receiver<Deck>) -> Self {
        Self {
            config,
            knobs,
            decks,
            playing: None,
            waiting: None,
            rising: None,
            scratch: Block::silent(),
            unheard: Some(Block::silent()),
            unread: 0,
        }
    }

    /// Waits for the first deck, for `most` at the longest, so that a station can sign on with music. To be
    /// called before it goes on air.
    pub fn wait_for_deck(&mut self, most: Duration) {
        self.playing = self.decks.recv_timeout(most).ok();
    }

    /// Puts the next deck on in place of one that was broken off long ago.
    fn move_on(&mut self) {
        if self.unread <= SHORT_BREAK || !self.is_begun() {
            return;
        }
        let next = self.rising.take().map(|(deck, _)| deck).filter(|deck| deck.blocks_played() == 0);
        if let Some(next) = next.or_else(|| self.next_deck()) {
            self.playing = Some(next);
        }
    }

    /// Plays the block that nobody hears, so that time passes for its tracks too.
    fn play_unheard(&mut self) {
        if !self.is_begun() {
            return;
        }
        let (unread, mut unheard) = (self.unread, std::mem::take(&mut self.unheard).unwrap_or_default());
        self.read(&mut unheard);
        self.unheard = Some(unheard);
        self.unread = unread;
    }

    /// Whether anything of what is on the deck was played.
    fn is_begun(&self) -> bool {
        self.playing.as_ref().is_some_and(|deck| deck.blocks_played() > 0)
    }

    fn next_deck(&mut self) -> Option<Deck> {
        if self.waiting.is_some() {
            return self.waiting.take();
        }
        if self.config.patience.is_zero() {
            self.decks.try_recv().ok()
        } else {
            self.decks.recv_timeout(self.config.patience).ok()
        }
    }

    /// Puts the next deck on if there is none, or if the one that was on is over.
    fn change_decks(&mut self) {
        if self.rising.as_ref().is_some_and(|(_, fade)| fade.is_over()) {
            self.playing = self.rising.take().map(|(deck, _)| deck);
        }
        if self.playing.as_mut().is_some_and(Deck::is_over) {
            self.playing = self.rising.take().map(|(deck, _)| deck);
        }
        if self.playing.is_none() {
            self.playing = self.next_deck();
        }
    }

    /// Starts the crossfade if it is time, and the next deck is there.
    fn begin_crossfade(&mut self) {
        let Some(playing) = self.playing.as_ref() else {
            return;
        };
        let Some(left) = playing.blocks_left() else { return };
        let length = playing.blocks_played() + left;
        let crossfade = blocks(self.config.crossfade).min(length / MOST_OF_A_TRACK);
        if self.rising.is_some() || left > crossfade || left == 0 {
            return;
        }
        let Some(next) = self.next_deck() else { return };
        let of_next = next.title().duration_us.map_or(u64::MAX, |us| us / BLOCK_US / MOST_OF_A_TRACK);
        if left > of_next.max(1) {
            self.waiting = Some(next);
        } else {
            self.rising = Some((next, Fade::new(left * BLOCK as u64)));
        }
    }
}

impl Source for Autodj {
    fn kind(&self) -> SourceKind {
        SourceKind::Autodj
    }

    fn tick(&mut self) {
        self.unread += 1;
        // The first block that was not read: a break begins.
        let is_off_air = self.unread > 1;
        if is_off_air && self.knobs.autodj_keeps_time() {
            self.play_unheard();
        } else {
            self.move_on();
        }
    }

    fn is_ready(&mut self) -> bool {
        self.change_decks();
        self.begin_crossfade();
        self.playing.as_mut().is_some_and(Deck::is_ready)
    }

    fn read(&mut self, block: &mut Block) {
        if !self.is_ready() {
            block.silence();
            return;
        }
        self.unread = 0;
        if let Some(playing) = &mut self.playing {
            playing.read(block);
        }
        if let Some((rising, fade)) = &mut self.rising {
            rising.read(&mut self.scratch);
            fade.cross(block, &self.scratch);
        }
    }

    fn title(&self) -> Option<Arc<Title>> {
        let rising = self.rising.as_ref().map(|(deck, _)| deck);
        rising.or(self.playing.as_ref()).map(|deck| Arc::clone(deck.title()))
    }
}

fn blocks(duration: Duration) -> u64 {
    duration.as_micros() as u64 / BLOCK_US
}

#[cfg(test)]
mod tests;
