//! AAC (ISO/IEC 14496-3) through Fraunhofer's FDK.

use bytes::Bytes;

use super::{Encoder, Error, Packets};
use crate::audio::{CHANNELS, SAMPLE_RATE, in_16_bits};
use crate::frame::{Codec, Rendition};
use crate::sys::{FdkAac, FdkAacConfig, FdkAacError};

/// Audio object types (ISO/IEC 14496-3 table 1.17).
const LOW_COMPLEXITY: u32 = 2;
const PARAMETRIC_STEREO: u32 = 29;
/// The longest frame in bytes: 6,144 bits a channel (ISO/IEC 14496-3 section 4.5.3.1), and room beyond it.
const ROOM: usize = 2_048;

/// An AAC encoder: 48 kHz stereo at a constant bitrate.
///
/// It makes access units without headers; containers add theirs. Frames differ in size, since what an easy one leaves is
/// spent on hard ones, but each holds all of its own sound.
pub struct Aac {
    encoder: FdkAac,
    config: FdkAacConfig,
    rendition: Rendition,
    /// Samples of the frame that is not complete, left and right in turn.
    samples: Vec<i16>,
    /// Set once it has been given audio since it was set up.
    used: bool,
    reported: bool,
}

impl Aac {
    /// Returns an encoder of AAC-LC at `kbit_s` kilobits per second, named `aac-KBIT`.
    pub fn low_complexity(kbit_s: u32) -> Result<Self, Error> {
        Self::new(format!("aac-{kbit_s}"), Codec::Aac, LOW_COMPLEXITY, kbit_s)
    }

    /// Returns an encoder of HE-AAC v2 at `kbit_s` kilobits per second, named `he-aac-KBIT`.
    pub fn high_efficiency(kbit_s: u32) -> Result<Self, Error> {
        Self::new(format!("he-aac-{kbit_s}"), Codec::HeAac, PARAMETRIC_STEREO, kbit_s)
    }

    fn new(name: String, codec: Codec, object_type: u32, kbit_s: u32) -> Result<Self, Error> {
        let config = FdkAacConfig { object_type, sample_rate: SAMPLE_RATE, bitrate: kbit_s * 1_000 };
        let failed = |reason: String| Error { rendition: name.clone(), reason };
        let mut encoder = FdkAac::new(config).map_err(|error| failed(error.to_string()))?;
        let info = encoder.info().map_err(|error| failed(error.to_string()))?;
        if info.bitrate != config.bitrate {
            return Err(failed(format!("the encoder would make {} bit/s of it", info.bitrate)));
        }
        let rendition = Rendition {
            samples_per_frame: info.samples_per_frame,
            pre_skip: u16::try_from(info.delay).unwrap_or(u16::MAX),
            ..Rendition::new(&name, codec, config.bitrate)
        };
        let samples = Vec::with_capacity(info.samples_per_frame as usize * CHANNELS);
        Ok(Self { encoder, config, rendition, samples, used: false, reported: false })
    }

    fn report(&mut self, error: FdkAacError) {
        if !self.reported {
            tracing::error!(rendition = self.rendition.name, %error, "the AAC encoder failed");
            self.reported = true;
        }
    }
}

impl Encoder for Aac {
    fn rendition(&self) -> &Rendition {
        &self.rendition
    }

    fn encode(&mut self, samples: &[f32]) -> Packets {
        self.used = true;
        let whole = self.rendition.samples_per_frame as usize * CHANNELS;
        let (mut packets, mut frame) = (Packets::default(), [0; ROOM]);
        for sample in samples {
            self.samples.push(in_16_bits(*sample));
            if self.samples.len() < whole {
                continue;
            }
            match self.encoder.encode(&self.samples, &mut frame) {
                Ok(0) => {}
                Ok(length) => {
                    packets.push(Bytes::copy_from_slice(&frame[..length.min(ROOM)]));
                }
                Err(error) => self.report(error),
            }
            self.samples.clear();
        }
        packets
    }

    fn restart(&mut self) {
        if !std::mem::take(&mut self.used) {
            return;
        }
        self.samples.clear();
        // Reinitialized, it would keep some of the sound before.
        match FdkAac::new(self.config) {
            Ok(encoder) => self.encoder = encoder,
            Err(error) => self.report(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encode::tests::{decode, frames, tone};
    use crate::model::Quality;

    /// Puts ADTS headers before frames of AAC-LC.
    fn adts(frames: &[Bytes]) -> Vec<u8> {
        let with_header = |frame: &Bytes| {
            let length = frame.len() + 7;
            let low = [(length >> 11) as u8 | 0x80, (length >> 3) as u8, (length << 5) as u8 | 0x1F, 0xFC];
            [&[0xFF, 0xF1, 0x4C], &low[..], frame].concat()
        };
        frames.iter().flat_map(with_header).collect()
    }

    #[test]
    fn every_bitrate_that_stations_may_name_can_be_set_up_and_is_kept() {
        let low = Quality::AAC.map(|kbit_s| (Aac::low_complexity(kbit_s).unwrap(), kbit_s, 1_024));
        let high = Quality::HE_AAC.map(|kbit_s| (Aac::high_efficiency(kbit_s).unwrap(), kbit_s, 2_048));
        for (mut encoder, kbit_s, samples_per_frame) in low.into_iter().chain(high) {
            assert_eq!(encoder.rendition().samples_per_frame, samples_per_frame, "{kbit_s} kbit/s");
            let frames = frames(&mut encoder, &tone(500, 0));
            assert_eq!(frames.len(), 480_000 / samples_per_frame as usize);
            let bits: usize = frames.iter().map(|frame| frame.len() * 8).sum();
            let expected = kbit_s as usize * 10_000;
            assert!(bits <= expected + 12_288, "{kbit_s} kbit/s: {bits} bits in 10 s");
            assert!(frames.iter().all(|frame| frame.len() < 1_536));
        }
        assert!(Aac::high_efficiency(500).is_err());
    }

    #[test]
    fn the_configuration_is_the_one_that_containers_state() {
        let config = |aac: Result<Aac, Error>| aac.unwrap().encoder.info().unwrap().specific_config;
        assert_eq!(config(Aac::low_complexity(128)), [0x11, 0x90]);
        assert_eq!(config(Aac::high_efficiency(32)), [0xEB, 0x09, 0x88, 0x00]);
    }

    #[test]
    fn the_library_is_given_whole_frames_alone() {
        let mut encoder = Aac::high_efficiency(64).unwrap().encoder;
        let mut out = [0; ROOM];
        for wrong in [0, 1_920, 4_094, 4_098] {
            assert!(encoder.encode(&vec![0; wrong], &mut out).is_err(), "{wrong} samples");
        }
        assert!(encoder.encode(&vec![0; 4_096], &mut out).is_ok());
    }

    #[test]
    fn decoded_sound_is_late_by_the_stated_delay_also_after_a_restart() {
        let mut encoder = Aac::low_complexity(128).unwrap();
        let delay = usize::from(encoder.rendition().pre_skip);
        let mut before = Vec::new();
        for _ in 0..2 {
            encoder.restart();
            let frames = frames(&mut encoder, &tone(50, 9_600));
            let heard = decode(adts(&frames), "aac");
            let onset = heard.iter().position(|sample| sample.abs() > 0.05).unwrap();
            assert!(onset.abs_diff(9_600 + delay) < 24, "onset at {onset}, delay {delay}");
            assert!(before.is_empty() || before == frames, "nothing of before is left");
            before = frames;
        }
    }
}
