//! Turns blocks into packets.
//!
//! In: one [`Block`]. Out: one packet of the rendition's codec, every time.
//! Never: buffers more than the codec's own look-ahead, waits, or fails.

mod opus;
mod pcm;

pub use opus::Opus;
pub use pcm::Pcm;

use bytes::Bytes;

use crate::audio::Block;
use crate::frame::Rendition;

/// One rendition's encoder.
pub trait Encoder: Send {
    /// What it makes.
    fn rendition(&self) -> &Rendition;

    /// The packet for `block`.
    fn encode(&mut self, block: &Block) -> Bytes;
}

/// Why an encoder could not be set up.
#[derive(Debug, thiserror::Error)]
#[error("cannot set up the encoder for {rendition}: {reason}")]
pub struct Error {
    rendition: String,
    reason: String,
}
