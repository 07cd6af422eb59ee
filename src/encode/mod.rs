//! Turns blocks into packets.
//!
//! In: samples, a block at a time. Out: the packets of the rendition's codec that they complete.
//! Never: buffers more than a frame and the codec's own look-ahead, waits, or fails.

#[cfg(feature = "aac")]
mod aac;
mod flac;
#[cfg(feature = "mp3")]
mod mp3;
mod opus;
mod packets;
mod pcm;
mod pcm_16k;
#[cfg(any(feature = "mp3", feature = "aac"))]
#[cfg(test)]
mod tests;

#[cfg(feature = "aac")]
pub use aac::Aac;
pub use flac::Flac;
#[cfg(feature = "mp3")]
pub use mp3::Mp3;
pub use opus::Opus;
pub use packets::Packets;
pub use pcm::Pcm;
pub use pcm_16k::Pcm16k;

use crate::frame::Rendition;

/// One rendition's encoder.
pub trait Encoder: Send {
    /// Returns what it makes.
    fn rendition(&self) -> &Rendition;

    /// Takes in at most a block of `samples`, left and right in turn, and returns the packets that are complete now.
    /// The first call, and the first after [`restart`](Self::restart), begins at the beginning of a frame. Less than a
    /// block is given only to encoders whose frames are not a block long.
    fn encode(&mut self, samples: &[f32]) -> Packets;

    /// Forgets samples that wait for the rest of their frame: the next ones do not follow on them.
    fn restart(&mut self) {}

    /// Returns how many frames it has numbered, if it writes numbers into them.
    fn numbered(&self) -> u64 {
        0
    }

    /// Goes on as if it had numbered so many frames, if it writes numbers into them.
    fn number_after(&mut self, frames: u64) {
        let _ = frames;
    }
}

/// Failure to set up an encoder.
#[derive(Debug, thiserror::Error)]
#[error("cannot set up the encoder for {rendition}: {reason}")]
pub struct Error {
    rendition: String,
    reason: String,
}

impl Error {
    /// Returns the error for a rendition whose encoder this program was built without.
    pub fn left_out(rendition: &str) -> Self {
        Self {
            rendition: rendition.to_owned(),
            reason: "this program was built without its encoder".to_owned(),
        }
    }
}
