//! Opus (RFC 6716) through libopus.

use bytes::Bytes;
use opus::{Application, Bitrate, Channels};

use super::{Encoder, Error, Packets};
use crate::audio::{BLOCK, CHANNELS, SAMPLE_RATE};
use crate::frame::{Codec, Rendition};

/// The largest packet libopus is documented to make for one 20 ms frame, in bytes.
const MAX_PACKET: usize = 1_275;
/// A packet that says "20 ms of stereo, lost": CELT, full band, no data. Decoders conceal it.
const LOST: &[u8] = &[0xFC];

/// An Opus encoder, 20 ms stereo packets.
pub struct Opus {
    encoder: opus::Encoder,
    rendition: Rendition,
    packet: Box<[u8; MAX_PACKET]>,
    reported: bool,
}

impl Opus {
    /// An encoder for music at `kbit_s` kilobits per second, named `opus-KBIT`.
    pub fn new(kbit_s: u32) -> Result<Self, Error> {
        let name = format!("opus-{kbit_s}");
        Self::set_up(kbit_s, &name).map_err(|error| Error { rendition: name, reason: error.to_string() })
    }

    fn set_up(kbit_s: u32, name: &str) -> opus::Result<Self> {
        let mut encoder = opus::Encoder::new(SAMPLE_RATE, Channels::Stereo, Application::Audio)?;
        encoder.set_bitrate(Bitrate::Bits(kbit_s as i32 * 1_000))?;
        encoder.set_complexity(10)?;
        let pre_skip = encoder.get_lookahead()? as u16;
        let rendition = Rendition { pre_skip, ..Rendition::new(name, Codec::Opus, kbit_s * 1_000) };
        Ok(Self { encoder, rendition, packet: Box::new([0; MAX_PACKET]), reported: false })
    }
}

impl Encoder for Opus {
    fn rendition(&self) -> &Rendition {
        &self.rendition
    }

    fn encode(&mut self, samples: &[f32]) -> Packets {
        debug_assert_eq!(samples.len(), BLOCK * CHANNELS);
        let packet = match self.encoder.encode_float(samples, &mut self.packet[..]) {
            Ok(length) => Bytes::copy_from_slice(&self.packet[..length]),
            Err(error) => {
                if !self.reported {
                    tracing::error!(rendition = self.rendition.name, %error, "a block could not be encoded");
                    self.reported = true;
                }
                Bytes::from_static(LOST)
            }
        };
        packet.into()
    }
}
