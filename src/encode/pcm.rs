//! Plain samples, for players that can decode nothing.

use bytes::{BufMut, BytesMut};

use super::{Encoder, Packets};
use crate::audio::{CHANNELS, SAMPLE_RATE, in_16_bits};
use crate::frame::{Codec, Rendition};

/// 16-bit little-endian samples, left and right in turn.
pub struct Pcm {
    rendition: Rendition,
}

impl Pcm {
    /// The rendition `pcm-s16`.
    pub fn new() -> Self {
        Self { rendition: Rendition::new("pcm-s16", Codec::PcmS16le, SAMPLE_RATE * CHANNELS as u32 * 16) }
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

    fn encode(&mut self, samples: &[f32]) -> Packets {
        let mut packet = BytesMut::with_capacity(samples.len() * 2);
        for sample in samples {
            packet.put_i16_le(in_16_bits(*sample));
        }
        packet.freeze().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::{BLOCK, Block};

    #[test]
    fn samples_are_sixteen_bits_little_endian_and_never_wrap() {
        let mut block = Block::silent();
        block.samples_mut()[..4].copy_from_slice(&[1.0, -1.0, 0.5, 2.0]);
        let packets: Vec<_> = Pcm::new().encode(block.samples()).into_iter().collect();
        let [packet] = &packets[..] else { panic!("one packet a block: {packets:?}") };
        assert_eq!(packet.len(), BLOCK * 4);
        assert_eq!(packet[..8], [0xFF, 0x7F, 0x01, 0x80, 0x00, 0x40, 0xFF, 0x7F]);
    }
}
