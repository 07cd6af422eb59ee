//! Who is live, for those who bring DJs and for those who show them.

use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex};

use super::figures::seconds;
use super::line::{Line, State, lock};
use super::player::Player;
use super::{Buffer, Config, Dj, DjTitle, Feed, Figures};
use crate::audio::BLOCK_US;

/// What the audio thread may have to tell before anybody reads it.
const MOST_HAPPENINGS: usize = 16;
/// Players that may wait to be freed.
pub(super) const MOST_SPENT: usize = 8;

/// Somebody else is live.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name} is live")]
pub struct Taken {
    /// Who.
    pub name: String,
    /// Since when, in microseconds of the server's clock.
    pub since_us: u64,
}

/// The DJ whose line is open.
#[derive(Clone, Debug, PartialEq)]
pub struct OnAirDj {
    /// The name listeners see.
    pub name: String,
    /// The program that sends, as it names itself.
    pub program: Option<String>,
    /// Since when the line is open, in microseconds of the server's clock.
    pub since_us: u64,
    /// Seconds of sound that wait to be played: how late the sound leaves after it came.
    pub buffer_seconds: f64,
    /// Whether it is heard now; not while the buffer fills or after long silence.
    pub is_heard: bool,
}

/// What the handles and the audio thread share. The audio thread only tries to lock it.
#[derive(Default)]
pub(super) struct Place {
    /// The line that is open.
    line: Option<Arc<Line>>,
    /// On its way to the audio thread.
    pub(super) incoming: Option<Box<Player>>,
    /// Back from the audio thread, to be freed by others.
    #[expect(
        clippy::vec_box,
        reason = "a player moves in its box, so that the audio thread copies no more than that"
    )]
    pub(super) spent: Vec<Box<Player>>,
}

/// A handle to a station's live place; clones share it.
#[derive(Clone)]
pub struct Lines {
    config: Arc<Config>,
    figures: Figures,
    place: Arc<Mutex<Place>>,
}

impl Lines {
    pub(super) fn new(config: Config) -> Self {
        let place = Place { spent: Vec::with_capacity(MOST_SPENT), ..Place::default() };
        Self { config: Arc::new(config), figures: Figures::default(), place: Arc::new(Mutex::new(place)) }
    }

    pub(super) fn place(&self) -> Arc<Mutex<Place>> {
        Arc::clone(&self.place)
    }

    /// What is measured of its lines.
    pub fn figures(&self) -> &Figures {
        &self.figures
    }

    /// Opens the line for `dj`. The same DJ, by name, replaces their own earlier connection at once; for
    /// anybody else the line is taken while it is open.
    pub fn take(&self, dj: Dj, buffer: Buffer) -> Result<Feed, Taken> {
        let mut place = lock(&self.place);
        place.spent.clear();
        if let Some(line) = &place.line {
            if line.dj.name != dj.name {
                return Err(Taken { name: line.dj.name.clone(), since_us: line.since_us });
            }
            line.end(State::Replaced);
        }
        tracing::info!(dj = dj.name, program = dj.program, "a DJ's line is open");
        let line = Arc::new(Line::new(dj, self.config.clock.now_us()));
        let silence_after = (self.config.silence_after.as_micros() as u64 / BLOCK_US).max(1);
        let (tell, happenings) = sync_channel(MOST_HAPPENINGS);
        place.incoming = Some(Box::new(Player::new(Arc::clone(&line), buffer, silence_after, tell)));
        place.line = Some(Arc::clone(&line));
        Ok(Feed::new(line, self.clone(), happenings))
    }

    /// Takes the DJ off the air; false if nobody is there. The [`Feed`] is told.
    pub fn kick(&self) -> bool {
        let mut place = lock(&self.place);
        let Some(line) = place.line.take() else {
            return false;
        };
        line.end(State::Kicked);
        tracing::info!(dj = line.dj.name, "taken off the air");
        true
    }

    /// Whose line is open.
    pub fn on_air(&self) -> Option<OnAirDj> {
        let line = lock(&self.place).line.clone()?;
        Some(OnAirDj {
            name: line.dj.name.clone(),
            program: line.dj.program.clone(),
            since_us: line.since_us,
            buffer_seconds: seconds(line.ring.fill()),
            is_heard: line.is_heard(),
        })
    }

    /// Seconds of a DJ's sound that wait to be played; 0 while nobody is live.
    pub fn buffer_seconds(&self) -> f64 {
        self.figures.buffer_seconds()
    }

    /// Gives the newest sound received a title; false if nobody is live.
    pub fn retitle(&self, title: DjTitle) -> bool {
        let line = lock(&self.place).line.clone();
        let is_live = line.is_some();
        if let Some(line) = line {
            line.retitle(title);
        }
        is_live
    }

    /// The line was closed by who had it.
    pub(super) fn leave(&self, line: &Arc<Line>) {
        let mut place = lock(&self.place);
        place.line.take_if(|open| Arc::ptr_eq(open, line));
        place.spent.clear();
    }
}
