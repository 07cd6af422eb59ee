//! The end of a line that a connection's thread writes to.

use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::Duration;

use super::dj_input::{DjInput, State};
use super::figures::seconds;
use super::{DjInputs, DjTitle};
use crate::audio::{CHANNELS, SAMPLE_RATE};

/// Reason for which no more sound is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Ended {
    /// Somebody in charge ended it.
    #[error("taken off the air by the station")]
    Kicked,
    /// Replaced by a new connection of the same DJ.
    #[error("the same sender connected anew")]
    Replaced,
}

/// Event reported by the audio thread, in frames; the connection's thread writes it to the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InputEvent {
    Ready { waiting: usize },
    Bridged { gap: usize, waiting: usize },
    Dry { start: usize },
    Cut(usize),
    Silent,
    Sounds,
}

/// Brings one DJ's sound to the air. Owned by the one thread that decodes it.
///
/// Dropping it hangs up: what is buffered plays out and fades into what the station plays by itself.
pub struct InputWriter {
    pub(super) line: Arc<DjInput>,
    lines: DjInputs,
    happenings: Receiver<InputEvent>,
}

impl InputWriter {
    pub(super) fn new(line: Arc<DjInput>, lines: DjInputs, happenings: Receiver<InputEvent>) -> Self {
        Self { line, lines, happenings }
    }

    /// Takes `stereo`, left and right in turn at 48 kHz.
    ///
    /// Waits while the buffer is full, so that who sends faster than real time is held back by TCP.
    pub fn push(&mut self, stereo: &[f32]) -> Result<(), Ended> {
        self.write_down();
        self.line.push(stereo.as_chunks::<CHANNELS>().0)
    }

    /// Gives the sound that is pushed from now on a title.
    pub fn retitle(&mut self, title: DjTitle) {
        self.line.retitle(title);
    }

    /// Returns the reason for which it ended, if it did. To be called while there is no sound to push.
    pub fn ended(&self) -> Option<Ended> {
        self.line.ended()
    }

    /// Sees from elsewhere whether it was ended by others.
    pub fn watch(&self) -> Watch {
        Watch { line: Arc::clone(&self.line) }
    }

    /// The name of its DJ.
    pub fn dj(&self) -> &str {
        &self.line.dj.name
    }

    /// Returns the slug of the station, for the log.
    pub(super) fn station(&self) -> &str {
        self.lines.station()
    }

    /// Names the kind of sender, in words for the log.
    pub(super) fn who(&self) -> &'static str {
        self.line.who()
    }

    /// Writes down what the audio thread told.
    fn write_down(&self) {
        let (station, name, who) = (self.station(), &self.line.dj.name, self.who());
        for happening in self.happenings.try_iter() {
            match happening {
                InputEvent::Ready { waiting } => {
                    tracing::info!(station, name, buffer_s = seconds(waiting), "{who} can be heard");
                }
                InputEvent::Bridged { gap, waiting } => tracing::info!(
                    station,
                    name,
                    gap_s = seconds(gap),
                    buffer_s = seconds(waiting),
                    "a gap in the sound of {who} was heard as silence"
                ),
                InputEvent::Dry { start } => tracing::warn!(
                    station,
                    name,
                    buffer_s = seconds(start),
                    "the sound of {who} came too late: the station plays on until there is more of it"
                ),
                InputEvent::Cut(frames) => {
                    tracing::warn!(
                        station,
                        name,
                        seconds = seconds(frames),
                        "too much waited to be played and was cut out"
                    );
                }
                InputEvent::Silent => tracing::warn!(station, name, "{who} is silent: the station plays on"),
                InputEvent::Sounds => tracing::info!(station, name, "{who} sounds again"),
            }
        }
    }
}

/// Sees how a line does and gives it titles; for who owns the connection while a [`InputWriter`] is elsewhere.
#[derive(Clone)]
pub struct Watch {
    line: Arc<DjInput>,
}

impl Watch {
    /// Returns the reason for which it ended, if it did.
    pub fn ended(&self) -> Option<Ended> {
        self.line.ended()
    }

    /// Returns whether it is on air now.
    pub fn is_heard(&self) -> bool {
        self.line.is_heard()
    }

    /// Returns whether it waits for another DJ to leave.
    pub fn is_waiting(&self) -> bool {
        self.line.state() == State::Waiting
    }

    /// Notes when the DJ's hours end, in microseconds of the server's clock; `None` if they do not.
    pub fn set_until(&self, until_us: Option<u64>) {
        self.line.set_until(until_us);
    }

    /// Returns when the DJ's hours end, in microseconds of the server's clock, as far as that is known.
    pub fn until_us(&self) -> Option<u64> {
        self.line.until_us()
    }

    /// Gives the sound that comes from now on a title.
    pub fn retitle(&self, title: DjTitle) {
        self.line.retitle(title);
    }

    /// Returns the number of frames of sound that came by now.
    pub fn written(&self) -> u64 {
        self.line.ring.written()
    }

    /// Returns the time since which the line is open, in microseconds.
    pub fn since_us(&self) -> u64 {
        self.line.since_us()
    }

    /// Lets as much sound wait as there is memory for.
    pub fn widen(&self) {
        self.line.ring.widen();
    }

    /// Returns the time until the sound that came by now is heard.
    pub fn unheard(&self) -> Duration {
        Duration::from_micros(self.line.ring.fill() as u64 * 1_000_000 / u64::from(SAMPLE_RATE))
    }

    /// Returns the title that its DJ sent last.
    pub fn last_title(&self) -> DjTitle {
        self.line.last_title()
    }
}

impl Drop for InputWriter {
    fn drop(&mut self) {
        self.line.end(State::HungUp);
        self.lines.leave(&self.line);
        self.write_down();
        tracing::info!(
            station = self.station(),
            name = self.line.dj.name,
            reason = self.line.ended().map(|ended| ended.to_string()),
            "the line of {} is closed",
            self.who()
        );
    }
}
