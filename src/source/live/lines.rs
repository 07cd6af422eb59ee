//! Who is live, for those who bring DJs and for those who show them.

use super::{Buffer, Config, Dj, DjTitle, Feed};

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

/// A handle to a station's live place; clones share it.
#[derive(Clone)]
pub struct Lines {}

impl Lines {
    pub(super) fn new(_config: Config) -> Self {
        Self {}
    }

    /// Opens the line for `dj`. The same DJ, by name, replaces their own earlier connection at once; for
    /// anybody else the line is taken while it is open.
    pub fn take(&self, _dj: Dj, _buffer: Buffer) -> Result<Feed, Taken> {
        Ok(Feed {})
    }

    /// Takes the DJ off the air; false if nobody is there. The [`Feed`] is told.
    pub fn kick(&self) -> bool {
        false
    }

    /// Whose line is open.
    pub fn on_air(&self) -> Option<OnAirDj> {
        None
    }

    /// Seconds of a DJ's sound that wait to be played; 0 while nobody is live.
    pub fn buffer_seconds(&self) -> f64 {
        0.0
    }

    /// Gives the newest sound received a title; false if nobody is live.
    pub fn retitle(&self, _title: DjTitle) -> bool {
        false
    }
}
