//! MP3 (ISO/IEC 11172-3 layer III) through LAME.

use std::num::NonZeroU32;

use bytes::Bytes;
use mp3lame_encoder::{Bitrate, BuildError, Builder, InterleavedPcm, Mode, Quality};

use super::{Encoder, Error, Packets};
use crate::audio::{BLOCK, CHANNELS, SAMPLE_RATE};
use crate::frame::{Codec, Rendition};
use crate::sys;

/// Samples per channel in one frame of MPEG-1 layer III.
const FRAME: u32 = 1_152;
/// Samples by which decoded sound comes later than it was put in: 576 of LAME and 529 of every decoder.
const DELAY: u16 = 1_105;
/// Room for the frames that one block can complete; LAME documents 1.25 × samples + 7,200 bytes.
const ROOM: usize = BLOCK * 5 / 4 + 7_200;

/// An MP3 encoder: 48 kHz joint stereo at a constant bitrate.
///
/// The bit reservoir is off, so a frame holds all of its own sound and a listener may join at any frame. At 48 kHz
/// no frame is padded: all have the same size.
pub struct Mp3 {
    encoder: mp3lame_encoder::Encoder,
    rendition: Rendition,
    bitrate: Bitrate,
    frame_bytes: usize,
    bytes: Vec<u8>,
    /// Set once it has been given audio since it was set up.
    used: bool,
    reported: bool,
}

impl Mp3 {
    /// Returns an encoder at `kbit_s` kilobits per second, named `mp3-KBIT`.
    pub fn new(kbit_s: u32) -> Result<Self, Error> {
        let name = format!("mp3-{kbit_s}");
        let failed = |reason: String| Error { rendition: name.clone(), reason };
        let bitrate = bitrate(kbit_s).ok_or_else(|| failed("MP3 has no such bitrate".into()))?;
        let encoder = set_up(bitrate).map_err(|error| failed(error.to_string()))?;
        let rendition = Rendition {
            samples_per_frame: FRAME,
            pre_skip: DELAY,
            ..Rendition::new(&name, Codec::Mp3, kbit_s * 1_000)
        };
        let (frame_bytes, bytes) = (frame_bytes(kbit_s), Vec::with_capacity(ROOM));
        Ok(Self { encoder, rendition, bitrate, frame_bytes, bytes, used: false, reported: false })
    }

    fn report(&mut self, error: &dyn std::fmt::Display) {
        if !self.reported {
            tracing::error!(rendition = self.rendition.name, %error, "LAME failed");
            self.reported = true;
        }
    }
}

impl Encoder for Mp3 {
    fn rendition(&self) -> &Rendition {
        &self.rendition
    }

    fn encode(&mut self, samples: &[f32]) -> Packets {
        self.used = true;
        self.bytes.reserve(ROOM);
        if let Err(error) = self.encoder.encode_to_vec(InterleavedPcm(samples), &mut self.bytes) {
            self.report(&error);
        }
        let mut packets = Packets::default();
        while let Some(frame) = self.bytes.get(..self.frame_bytes)
            && packets.push(Bytes::copy_from_slice(frame))
        {
            self.bytes.drain(..self.frame_bytes);
        }
        packets
    }

    fn restart(&mut self) {
        if !std::mem::take(&mut self.used) {
            return;
        }
        // LAME has no way to forget what waits in it.
        self.bytes.clear();
        match set_up(self.bitrate) {
            Ok(encoder) => self.encoder = encoder,
            Err(error) => self.report(&error),
        }
    }
}

/// The size of every frame at this bitrate, in bytes.
fn frame_bytes(kbit_s: u32) -> usize {
    // 144 × bits per second ÷ samples per second (ISO/IEC 11172-3 section 2.4.3.1), whole at 48 kHz.
    (144_000 * kbit_s / SAMPLE_RATE) as usize
}

fn bitrate(kbit_s: u32) -> Option<Bitrate> {
    Some(match kbit_s {
        64 => Bitrate::Kbps64,
        80 => Bitrate::Kbps80,
        96 => Bitrate::Kbps96,
        112 => Bitrate::Kbps112,
        128 => Bitrate::Kbps128,
        160 => Bitrate::Kbps160,
        192 => Bitrate::Kbps192,
        224 => Bitrate::Kbps224,
        256 => Bitrate::Kbps256,
        320 => Bitrate::Kbps320,
        _ => return None,
    })
}

fn set_up(bitrate: Bitrate) -> Result<mp3lame_encoder::Encoder, BuildError> {
    let mut builder = Builder::new()
        .ok_or(BuildError::NoMem)?
        .with_sample_rate(SAMPLE_RATE)?
        // At 64 kbit/s LAME would halve it.
        .with_output_sample_rate(NonZeroU32::new(SAMPLE_RATE))?
        .with_num_channels(CHANNELS as u8)?
        .with_brate(bitrate)?
        .with_mode(Mode::JointStereo)?
        .with_quality(Quality::VeryNice)?
        .with_to_write_vbr_tag(false)?;
    sys::disable_bit_reservoir(&mut builder);
    builder.build()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encode::tests::{decode, frames, tone};

    #[test]
    fn every_frame_has_the_bitrates_size_and_needs_no_other() {
        for kbit_s in [64, 80, 96, 112, 128, 160, 192, 224, 256, 320] {
            let mut encoder = Mp3::new(kbit_s).unwrap();
            let frames = frames(&mut encoder, &tone(60, 0));
            assert_eq!(frames.len(), 49, "in 1.2 s");
            for frame in &frames {
                assert_eq!(frame.len(), frame_bytes(kbit_s));
                // Sync, MPEG-1 layer III; 48 kHz, not padded (ISO/IEC 11172-3 section 2.4.1.3).
                assert_eq!((frame[0], frame[1] & 0xFE, frame[2] & 0x0E), (0xFF, 0xFA, 0x04));
                // main_data_begin, the first nine bits of the side information: nothing is in an earlier frame.
                let side = if frame[1] & 1 == 1 { 4 } else { 6 };
                assert_eq!((frame[side], frame[side + 1] & 0x80), (0, 0), "{kbit_s} kbit/s");
            }
        }
        assert!(Mp3::new(100).is_err());
    }

    #[test]
    fn decoded_sound_is_late_by_the_stated_delay_also_after_a_restart() {
        let mut encoder = Mp3::new(128).unwrap();
        for _ in 0..2 {
            encoder.restart();
            let heard = decode(frames(&mut encoder, &tone(50, 9_600)).concat(), "mp3");
            let onset = heard.iter().position(|sample| sample.abs() > 0.05).unwrap();
            assert!(onset.abs_diff(9_600 + usize::from(DELAY)) < 24, "onset at {onset}");
        }
    }
}
