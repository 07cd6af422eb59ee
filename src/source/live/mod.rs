//! A DJ on air: one at a time, from any program or from the studio.
//!
//! In: decoded sound from the thread of a connection, over a [`Feed`]. Out: one block at a time, held back
//! just long enough that uneven arrival is not heard, at the station's own pace.
//! Never: waits, keeps more than two seconds, or drops what is being heard to catch up.

mod deck;
mod feed;
mod lines;

pub use deck::{Ending, play};
pub use feed::{Ended, Feed};
pub use lines::{Lines, OnAirDj, Taken};

use std::sync::Arc;
use std::time::Duration;

use super::Source;
use crate::audio::Block;
use crate::clock::Clock;
use crate::model::{SourceKind, Title};

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
    (Live {}, Lines::new(config))
}

/// Plays the DJ who is there.
pub struct Live {}

impl Source for Live {
    fn kind(&self) -> SourceKind {
        SourceKind::Live
    }

    fn is_ready(&mut self) -> bool {
        false
    }

    fn read(&mut self, block: &mut Block) {
        block.silence();
    }

    fn title(&self) -> Option<Arc<Title>> {
        None
    }
}
