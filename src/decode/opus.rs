//! Opus for symphonia, by libopus.

use std::sync::{Mutex, PoisonError};

use symphonia::core::audio::{
    AsGenericAudioBufferRef, AudioBuffer, AudioMut, AudioSpec, ChannelLabel, Channels, GenericAudioBufferRef,
    Position,
};
use symphonia::core::codecs::CodecInfo;
use symphonia::core::codecs::audio::well_known::CODEC_ID_OPUS;
use symphonia::core::codecs::audio::{
    AudioCodecParameters, AudioDecoder, AudioDecoderOptions, FinalizeResult,
};
use symphonia::core::codecs::registry::{RegisterableAudioDecoder, SupportedAudioCodec};
use symphonia::core::errors::{Error, Result};
use symphonia::core::packet::PacketRef;

use crate::audio::SAMPLE_RATE;

/// Frames of the longest packet there can be: 120 ms (RFC 6716 section 2.1.4).
const LONGEST_PACKET: usize = 5_760;

const CODEC: SupportedAudioCodec = SupportedAudioCodec {
    id: CODEC_ID_OPUS,
    info: CodecInfo { short_name: "opus", long_name: "Opus Interactive Audio Codec", profiles: &[] },
};

/// Identification header of an Opus stream (RFC 7845 section 5.1).
pub(super) struct Head {
    channels: u8,
    /// Frames at 48 kHz to be dropped from the beginning.
    pub(super) pre_skip: u16,
    /// Gain to be applied, in 1/256 dB.
    gain: i16,
    streams: u8,
    coupled: u8,
    mapping: Vec<u8>,
}

impl Head {
    /// Reads `bytes`, an identification header as Ogg, Matroska or MP4 keep it.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let bytes = bytes.strip_prefix(b"OpusHead")?;
        let fixed: &[u8; 11] = bytes.first_chunk()?;
        // MP4 has its own version 0, with numbers in the other order.
        let big_endian = fixed[0] == 0;
        let number = |at: usize| {
            let pair = [fixed[at], fixed[at + 1]];
            if big_endian { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }
        };
        let channels = fixed[1];
        let (streams, coupled, mapping) = match (fixed[10], channels) {
            (0, 1) => (1, 0, vec![0]),
            (0, 2) => (1, 1, vec![0, 1]),
            (1, 1..=8) => {
                let table = bytes.get(11..13 + usize::from(channels))?;
                (table[0], table[1], table[2..].to_vec())
            }
            _ => return None,
        };
        Some(Self { channels, pre_skip: number(2), gain: number(8) as i16, streams, coupled, mapping })
    }

    /// Returns the channel positions, in the order of RFC 7845 section 5.1.1.2.
    fn layout(&self) -> Channels {
        use Position as P;
        let (left, right, centre) = (P::FRONT_LEFT, P::FRONT_RIGHT, P::FRONT_CENTER);
        let (rear_left, rear_right) = (P::REAR_LEFT, P::REAR_RIGHT);
        let (side_left, side_right) = (P::SIDE_LEFT, P::SIDE_RIGHT);
        let positions: &[Position] = match self.channels {
            1 => &[centre],
            2 => &[left, right],
            3 => &[left, centre, right],
            4 => &[left, right, rear_left, rear_right],
            5 => &[left, centre, right, rear_left, rear_right],
            6 => &[left, centre, right, rear_left, rear_right, P::LFE1],
            7 => &[left, centre, right, side_left, side_right, P::REAR_CENTER, P::LFE1],
            _ => &[left, centre, right, side_left, side_right, rear_left, rear_right, P::LFE1],
        };
        let labels: Vec<_> = positions.iter().copied().map(ChannelLabel::from).collect();
        Channels::from(labels)
    }
}

/// Decodes one stream of Opus, always at 48 kHz. Does not drop the pre-skip: who reads the container does.
pub(super) struct Decoder {
    params: AudioCodecParameters,
    /// In a mutex only because symphonia wants its decoders `Sync`; it is never locked.
    libopus: Mutex<::opus::MSDecoder>,
    channels: usize,
    interleaved: Vec<f32>,
    decoded: AudioBuffer<f32>,
}

impl Decoder {
    fn try_new(params: &AudioCodecParameters) -> Result<Self> {
        let head = params.extra_data.as_deref().and_then(Head::read);
        let head = head.ok_or(Error::Unsupported("opus: unknown channel mapping"))?;
        let invalid = |_| Error::Unsupported("opus: invalid channel mapping");
        let mut decoder = ::opus::MSDecoder::new(SAMPLE_RATE, head.streams, head.coupled, &head.mapping)
            .map_err(invalid)?;
        decoder.set_gain(i32::from(head.gain)).map_err(invalid)?;
        let mut params = params.clone();
        params.with_sample_rate(SAMPLE_RATE).with_channels(head.layout());
        let channels = usize::from(head.channels);
        Ok(Self {
            params,
            libopus: Mutex::new(decoder),
            channels,
            interleaved: vec![0.0; LONGEST_PACKET * channels],
            decoded: AudioBuffer::new(AudioSpec::new(SAMPLE_RATE, head.layout()), LONGEST_PACKET),
        })
    }

    fn decode_packet(&mut self, packet: &PacketRef<'_>) -> Result<()> {
        self.decoded.clear();
        if packet.data.is_empty() {
            // To libopus an empty packet is a lost one, to be made up for.
            return Err(Error::DecodeError("opus: empty packet"));
        }
        let frames = self
            .libopus
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner)
            .decode_float(packet.data, &mut self.interleaved, false)
            .map_err(|_| Error::DecodeError("opus: invalid packet"))?
            .min(LONGEST_PACKET);
        self.decoded.render_uninit(Some(frames));
        for channel in 0..self.channels {
            if let Some(plane) = self.decoded.plane_mut(channel) {
                let samples = self.interleaved.iter().skip(channel).step_by(self.channels);
                for (into, sample) in plane.iter_mut().zip(samples) {
                    *into = *sample;
                }
            }
        }
        let trimmed = |duration: symphonia::core::units::Duration| (duration.get() as usize).min(frames);
        self.decoded.trim(trimmed(packet.trim_start), trimmed(packet.trim_end));
        Ok(())
    }
}

impl AudioDecoder for Decoder {
    fn reset(&mut self) {
        // It fails only for a decoder that is not one.
        let libopus = self.libopus.get_mut().unwrap_or_else(PoisonError::into_inner);
        let _ = libopus.reset_state();
        self.decoded.clear();
    }

    fn codec_info(&self) -> &CodecInfo {
        &CODEC.info
    }

    fn codec_params(&self) -> &AudioCodecParameters {
        &self.params
    }

    fn decode_ref(&mut self, packet: &PacketRef<'_>) -> Result<GenericAudioBufferRef<'_>> {
        self.decode_packet(packet)?;
        Ok(self.decoded.as_generic_audio_buffer_ref())
    }

    fn finalize(&mut self) -> FinalizeResult {
        FinalizeResult::default()
    }

    fn last_decoded(&self) -> GenericAudioBufferRef<'_> {
        self.decoded.as_generic_audio_buffer_ref()
    }
}

impl RegisterableAudioDecoder for Decoder {
    fn try_registry_new(
        params: &AudioCodecParameters,
        _options: &AudioDecoderOptions,
    ) -> Result<Box<dyn AudioDecoder>> {
        Ok(Box::new(Self::try_new(params)?))
    }

    fn supported_codecs() -> &'static [SupportedAudioCodec] {
        &[CODEC]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_read_in_both_orders() {
        let ogg = Head::read(b"OpusHead\x01\x02\x38\x01\x80\xbb\0\0\x00\xff\0").unwrap();
        assert_eq!((ogg.channels, ogg.pre_skip, ogg.gain), (2, 312, -256));
        let mp4 = Head::read(b"OpusHead\x00\x01\x01\x38\0\0\xbb\x80\xff\x00\0").unwrap();
        assert_eq!((mp4.channels, mp4.pre_skip, mp4.gain), (1, 312, -256));
    }

    #[test]
    fn heads_that_cannot_be_are_refused() {
        assert!(Head::read(b"OpusHead\x01\x03\x38\x01\x80\xbb\0\0\0\0\0").is_none(), "family 0, 3 channels");
        assert!(
            Head::read(b"OpusHead\x01\x06\x38\x01\x80\xbb\0\0\0\0\x01\x04\x02\0").is_none(),
            "short table"
        );
        assert!(Head::read(b"OpusHead\x01\x02").is_none(), "too short");
        assert!(Head::read(b"").is_none(), "empty");
    }
}
