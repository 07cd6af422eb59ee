//! A DJ on air: one at a time, from any program or from the studio.
//!
//! In: decoded sound from the thread of a connection, over a [`Feed`]. Out: one block at a time, held back
//! just long enough that uneven arrival is not heard, at the station's own pace.
//! Never: waits, keeps more than two seconds, or drops what is being heard to catch up.

mod deck;
mod feed;
mod lines;

mod line;
mod ring;

mod figures;
mod pace;
mod player;

pub use deck::{Ending, play};
pub use feed::{Ended, Feed, Watch};
pub use figures::Figures;
pub use lines::{Lines, OnAirDj, Taken};

use std::sync::{Arc, Mutex, TryLockError};
use std::time::Duration;

use super::Source;
use crate::audio::{BLOCK, Block, Fade};
use crate::clock::Clock;
use crate::model::{SourceKind, Title};
use feed::Happening;
use lines::{MOST_SPENT, Place};
use player::Player;

/// How long a DJ may send silence before the station plays something else.
const SILENCE_AFTER: Duration = Duration::from_secs(15);

/// How a station takes DJs.
#[derive(Clone)]
pub struct Config {
    /// Tells since when a DJ is there. The sound knows no clock.
    pub clock: Arc<dyn Clock>,
    /// How long a DJ may send silence before the station plays something else.
    pub silence_after: Duration,
}

impl Config {
    /// The usual settings, with times by `clock`.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, silence_after: SILENCE_AFTER }
    }
}

/// Who is live.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dj {
    /// The name listeners see, and that of the account: the same name takes its own line over.
    pub name: String,
    /// The program that sends, as it names itself.
    pub program: Option<String>,
}

/// How evenly a sender is expected to send; the buffer finds out the rest by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Buffer {
    /// The studio: from 60 ms.
    Studio,
    /// A program that sends in bursts: from 200 ms.
    Program,
}

/// What a DJ says is playing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DjTitle {
    /// The title; with nothing in it the DJ's name is shown.
    pub title: String,
    /// Who plays it.
    pub artist: Option<String>,
    /// The album it is from.
    pub album: Option<String>,
}

/// The live place of a station: the source, and the handle for those who bring DJs.
pub fn open(config: Config) -> (Live, Lines) {
    let lines = Lines::new(config);
    let live = Live {
        place: lines.place(),
        figures: lines.figures().clone(),
        current: None,
        next: None,
        spent: None,
        scratch: Block::silent(),
    };
    (live, lines)
}

/// Plays the DJ who is there.
///
/// A line is resampled where it is read: the pace then acts at once on how long sound waits, and the
/// connection's thread needs to know nothing about it.
pub struct Live {
    place: Arc<Mutex<Place>>,
    figures: Figures,
    current: Option<Box<Player>>,
    /// The next line, filling up while the current one plays out.
    next: Option<Box<Player>>,
    /// To be freed by another thread.
    spent: Option<Box<Player>>,
    scratch: Block,
}

impl Live {
    /// Takes what is new from those who bring DJs, and gives back what is spent. Never waits for them.
    fn exchange(&mut self) {
        let mut place = match self.place.try_lock() {
            Ok(place) => place,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return,
        };
        if place.spent.len() < MOST_SPENT {
            place.spent.extend(self.spent.take());
        }
        if self.spent.is_some() {
            return;
        }
        if let Some(incoming) = place.incoming.take() {
            let into = if self.current.is_none() { &mut self.current } else { &mut self.next };
            self.spent = into.replace(incoming);
        }
    }

    /// Lets the line go that is over, once there is a place to leave it.
    fn let_go(&mut self) {
        if self.spent.is_none() && self.current.as_ref().is_some_and(|player| player.is_over()) {
            self.spent = self.current.take();
            self.current = self.next.take();
        }
    }
}

impl Source for Live {
    fn kind(&self) -> SourceKind {
        SourceKind::Live
    }

    fn tick(&mut self) {
        self.exchange();
        for player in [&mut self.current, &mut self.next].into_iter().flatten() {
            player.tick(&self.figures);
        }
        self.let_go();
        self.figures.buffer(self.current.as_ref().map_or(0, |player| player.fill()));
    }

    fn is_ready(&mut self) -> bool {
        [&self.current, &self.next].into_iter().flatten().any(|player| player.is_ready())
    }

    fn left(&self) -> Option<u64> {
        // If the same DJ is on their way back, what is left may bridge the time until then.
        self.current.as_ref().filter(|_| self.next.is_none()).and_then(|player| player.left())
    }

    fn read(&mut self, block: &mut Block) {
        if let Some(next) = self.next.take_if(|next| next.is_ready()) {
            let mut before = self.current.replace(next);
            if let Some(current) = &mut self.current {
                current.read(block);
            }
            if let Some(before) = before.as_mut().filter(|before| before.is_ready()) {
                before.read(&mut self.scratch);
                std::mem::swap(block, &mut self.scratch);
                Fade::new(BLOCK as u64).cross(block, &self.scratch);
            }
            // Where there was no room for an older one, it is freed here; that is rare and costs no wait.
            self.spent = before;
            return;
        }
        match &mut self.current {
            Some(current) if current.is_ready() => current.read(block),
            _ => block.silence(),
        }
    }

    fn title(&self) -> Option<Arc<Title>> {
        self.current.as_ref().and_then(|player| player.title())
    }
}

#[cfg(test)]
mod tests;
