//! The end of a line that a connection's thread writes to.

use super::DjTitle;

/// Why nothing more is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Ended {
    /// Somebody in charge ended it.
    #[error("taken off the air by the station")]
    Kicked,
    /// The same DJ is there on a new connection.
    #[error("the same DJ connected anew")]
    Replaced,
}

/// Brings one DJ's sound to the air. Owned by the one thread that decodes it.
///
/// Dropping it hangs up: what is buffered plays out and fades into what the station plays by itself.
pub struct Feed {}

impl Feed {
    /// Takes `stereo`, left and right in turn at 48 kHz.
    ///
    /// Waits while the buffer is full, so that who sends faster than real time is held back by TCP.
    pub fn push(&mut self, _stereo: &[f32]) -> Result<(), Ended> {
        Ok(())
    }

    /// Gives the sound that is pushed from now on a title.
    pub fn retitle(&mut self, _title: DjTitle) {}

    /// Why it ended, if it did. To be asked while there is no sound to push.
    pub fn ended(&self) -> Option<Ended> {
        None
    }
}
