//! A DJ on air: one at a time, from any program or from the studio. A stream from elsewhere comes the same way.
//!
//! In: decoded sound from the thread of a connection, over a [`InputWriter`]. Out: one block at a time, held back
//! just long enough that uneven arrival is not heard, at the station's own pace.
//! Never: waits, keeps more than eight seconds besides the broadcast delay, or drops what is being heard to catch up.

mod broadcast_delay;
mod deck;
mod dj_inputs;
mod input_writer;

mod dj_input;
mod ring;

mod figures;
mod gap;
mod jitter_buffer;
mod live_room;
mod pace;
mod saved_input;

pub mod calls;

pub use broadcast_delay::BroadcastDelay;
pub use deck::{Ending, play, play_on, play_packets};
pub use dj_inputs::{DjInputs, MOST_WAITING, SlotTaken};
pub use figures::InputFigures;
pub use input_writer::{Ended, InputWriter, Watch};
pub use live_room::LiveRoom;
pub use saved_input::{ResumedInput, SavedInput};

use std::sync::{Arc, Mutex, TryLockError};

use super::Source;
use crate::audio::{BLOCK, Block, Fade};
use crate::clock::Clock;
use crate::model::{LiveSettings, SourceKind, Title};
use dj_input::lock;
use dj_inputs::{InputSlot, MOST_SPENT};
use input_writer::InputEvent;
use jitter_buffer::JitterBuffer;
use saved_input::SharedTitles;

/// The next line begins to fill when so many frames of the current one are left, half a second: who hangs up is
/// heard to the end.
const NEXT_FILLS: u64 = 25 * BLOCK as u64;
/// Frames left, 60 ms, with which the next input is content with less than it would wait for otherwise.
const NEXT_STARTS: u64 = 3 * BLOCK as u64;
/// The next line is heard from the last whole block of the current one on.
const NEXT_COMES: u64 = 2 * BLOCK as u64;

/// Names and titles that programs send where their user has given none, in small letters.
const PLACEHOLDERS: [&str; 14] = [
    "dj",
    "my station name",
    "no name",
    "no title",
    "stream",
    "this is my server name",
    "unknown",
    "unknown artist",
    "unknown title",
    "unknown track",
    "unnamed",
    "unspecified name",
    "untitled",
    "unspecified description",
];

/// Returns whether `text` is nothing but what a program sends where its user has given no name and no title.
pub fn is_placeholder(text: &str) -> bool {
    let text = text.trim().trim_matches(['-', '<', '>', '(', ')', '[', ']']).trim();
    text.is_empty() || PLACEHOLDERS.iter().any(|placeholder| text.eq_ignore_ascii_case(placeholder))
}

/// DJ who is live.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dj {
    /// Key that identifies the DJ: the same DJ takes their own input over.
    pub key: String,
    /// The name listeners see.
    pub name: String,
    /// The program that sends, as it names itself.
    pub program: Option<String>,
}

/// Regularity with which a sender is expected to send; the buffer finds out the rest by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Buffer {
    /// The studio: from 60 ms.
    Studio,
    /// A caller, who talks with others: from 60 ms, and not much more after a gap.
    Caller,
    /// A sender of RTP, whose packets come out of order or get lost: from 300 ms.
    Rtp,
    /// A program that sends in bursts, and whose DJ does not hear the delay: from a second.
    Program,
    /// A server far away, whose delay nobody minds: from 800 ms.
    Remote,
}

/// Title that a DJ sends for the current sound.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct DjTitle {
    /// The title; the DJ's name is shown in place of a placeholder.
    pub title: String,
    /// Artist who plays it.
    pub artist: Option<String>,
    /// The album it is from.
    pub album: Option<String>,
}

impl DjTitle {
    /// Splits a line such as "Artist - Title" again into the two fields that programs made it of.
    pub fn of_song(song: String) -> Self {
        match song.split_once(" - ") {
            Some((artist, title)) if !artist.trim().is_empty() && !title.trim().is_empty() => {
                let (artist, title) = (artist.trim().to_owned(), title.trim().to_owned());
                Self { title, artist: Some(artist), album: None }
            }
            _ => Self { title: song, artist: None, album: None },
        }
    }
}

/// The live place of a station: the source, and the handle for those who bring DJs.
///
/// `clock` tells since when a DJ is there, the sound knows none; `live_settings` say how long a DJ may be silent, and
/// what becomes of a second one.
pub fn open(clock: Arc<dyn Clock>, live_settings: LiveSettings) -> (Live, DjInputs) {
    open_for(SourceKind::Live, clock, live_settings)
}

/// Opens the input for streams from elsewhere. They go on unheard while others are on air, as they do at their
/// origin.
pub fn open_relay(clock: Arc<dyn Clock>, live_settings: LiveSettings) -> (Live, DjInputs) {
    open_for(SourceKind::Relay, clock, live_settings)
}

fn open_for(kind: SourceKind, clock: Arc<dyn Clock>, live_settings: LiveSettings) -> (Live, DjInputs) {
    let lines = DjInputs::new(kind, clock, live_settings);
    let live = Live {
        kind,
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
    kind: SourceKind,
    place: Arc<Mutex<InputSlot>>,
    figures: InputFigures,
    current: Option<Box<JitterBuffer>>,
    /// The next line, filling up while the current one plays out.
    next: Option<Box<JitterBuffer>>,
    /// To be freed by another thread.
    spent: Option<Box<JitterBuffer>>,
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

    /// Returns the state of the DJ's input while the playout pauses, and appends its sound to `sound`.
    fn save(&self, sound: &mut Vec<u8>) -> Option<SavedInput> {
        self.current.as_ref()?.save(sound)
    }

    /// Goes on with the input of another process, if its DJ came along; returns whether that is so. To be called before
    /// it is on air.
    fn restore(&mut self, saved: &SavedInput, sound: &[u8], titles: &mut SharedTitles) -> bool {
        let incoming = lock(&self.place).incoming.take_if(|player| player.line.dj.key == saved.key);
        let Some(mut player) = incoming else { return false };
        player.restore(saved, sound, titles);
        self.current = Some(player);
        true
    }

    /// Returns whether the next input's time is near: the current one is broken off, or has at most so many frames
    /// left.
    fn next_is_due(&self, left: u64) -> bool {
        self.current
            .as_ref()
            .is_none_or(|player| player.gives_way() || player.left().is_some_and(|l| l <= left))
    }

    /// Returns whether so little of the current input is left that the next one has to be heard now.
    fn next_is_left_alone(&self) -> bool {
        self.current.as_ref().and_then(|player| player.left()).is_some_and(|left| left <= NEXT_STARTS)
    }

    /// Returns whether nothing of a DJ is there or comes.
    fn is_idle(&self) -> bool {
        self.current.is_none() && self.next.is_none()
    }

    /// Returns whether the DJ who was heard last was taken off the air.
    fn was_kicked(&self) -> bool {
        self.current.as_ref().is_some_and(|player| player.is_kicked())
    }

    /// Lets the line go that is over, once there is a place to leave it.
    fn let_go(&mut self) {
        let is_over = |player: &JitterBuffer| player.is_over() || (self.next.is_some() && player.was_left());
        if self.spent.is_none() && self.current.as_deref().is_some_and(is_over) {
            self.spent = self.current.take();
            self.current = self.next.take();
        }
    }
}

impl Source for Live {
    fn kind(&self) -> SourceKind {
        self.kind
    }

    fn tick(&mut self) {
        self.exchange();
        if let Some(player) = &mut self.current {
            player.tick(&self.figures);
        }
        let (is_filling, is_due) = (self.next_is_due(NEXT_FILLS), self.next_is_left_alone());
        if let Some(next) = self.next.as_mut().filter(|_| is_filling) {
            next.tick(&self.figures);
            if is_due {
                next.start_early();
            }
        }
        self.let_go();
        self.figures.buffer(self.current.as_ref().map_or(0, |player| player.fill()));
    }

    fn is_ready(&mut self) -> bool {
        [&self.current, &self.next].into_iter().flatten().any(|player| player.is_ready())
    }

    fn left(&self) -> Option<u64> {
        let current = self.current.as_ref()?;
        let left = current.left()?;
        // What is left may bridge the time until the next line is heard.
        let is_bridged = self
            .next
            .as_ref()
            .is_some_and(|next| current.is_replaced() || left > NEXT_STARTS || next.may_start());
        (!is_bridged).then_some(left)
    }

    fn read(&mut self, block: &mut Block) {
        if self.next_is_due(NEXT_COMES)
            && let Some(next) = self.next.take_if(|next| next.is_ready())
        {
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
