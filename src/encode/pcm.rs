//! Plain samples, for players that can decode nothing.

use bytes::{BufMut, Bytes, BytesMut};

use super::Encoder;
use crate::audio::{BLOCK, Block, CHANNELS, SAMPLE_RATE};
use crate::frame::Rendition;

/// 16-bit little-endian samples, left and right in turn.
pub struct Pcm {
    rendition: Rendition,
}

impl Pcm {
    /// The rendition `pcm-s16`.
    pub fn new() -> Self {
        let rendition = Rendition {
            name: "pcm-s16".to_owned(),
            codec: "pcm-s16le",
            pre_skip: 0,
            bitrate: SAMPLE_RATE * CHANNELS as u32 * 16,
        };
        Self { rendition }
    }
}

impl Default for Pcm {
    fn default() -> Self {
        Self::new()
    }
}

impl Encoder for Pcm {
    fn rendition(&self) -> &Rendition {
        &self.rendition
    }

    fn encode(&mut self, block: &Block) -> Bytes {
        let mut packet = BytesMut::with_capacity(BLOCK * CHANNELS * 2);
        for sample in block.samples() {
            packet.put_i16_le((sample.clamp(-1.0, 1.0) * 32_767.0).round() as i16);
        }
        packet.freeze()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_are_sixteen_bits_little_endian_and_never_wrap() {
        let mut block = Block::silent();
        block.samples_mut()[..4].copy_from_slice(&[1.0, -1.0, 0.5, 2.0]);
        let packet = Pcm::new().encode(&block);
        assert_eq!(packet.len(), BLOCK * 4);
        assert_eq!(packet[..8], [0xFF, 0x7F, 0x01, 0x80, 0x00, 0x40, 0xFF, 0x7F]);
    }
}
