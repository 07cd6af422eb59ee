//! WAV: plain samples without an end, for programs that decode nothing.

use bytes::{BufMut, Bytes, BytesMut};

use crate::audio::{CHANNELS, SAMPLE_RATE};
use crate::format::{Cadence, Format, Framing, StreamAddress, TitleTransport};
use crate::frame::{Codec, Frame};
use crate::model::NowPlaying;

/// Endless WAV over HTTP, from the rendition of plain samples.
pub(super) static WAV: Format = Format {
    label: "wav",
    name: "Stream (WAV)",
    address: StreamAddress::Extension("wav"),
    media_type: "audio/wav",
    codecs: &[Codec::PcmS16le],
    cadence: Cadence::Us(100_000),
    titles: TitleTransport::None,
    has_captions: false,
    is_audience: true,
    framing: |_| Box::new(Wav),
};

/// The size of a chunk whose end is not known: players read on for as long as the stream lasts.
const UNKNOWN: u32 = u32::MAX;
const PCM: u16 = 1;
const BYTES_PER_SAMPLE: u16 = 2;

struct Wav;

impl Framing for Wav {
    fn header(&self) -> Bytes {
        let bytes_per_pair = BYTES_PER_SAMPLE * CHANNELS as u16;
        let mut header = BytesMut::with_capacity(44);
        header.put_slice(b"RIFF");
        header.put_u32_le(UNKNOWN);
        header.put_slice(b"WAVEfmt ");
        header.put_u32_le(16);
        header.put_u16_le(PCM);
        header.put_u16_le(CHANNELS as u16);
        header.put_u32_le(SAMPLE_RATE);
        header.put_u32_le(SAMPLE_RATE * u32::from(bytes_per_pair));
        header.put_u16_le(bytes_per_pair);
        header.put_u16_le(8 * BYTES_PER_SAMPLE);
        header.put_slice(b"data");
        header.put_u32_le(UNKNOWN);
        header.freeze()
    }

    fn pack(&self, frames: &[Frame], _: Option<&NowPlaying>) -> Bytes {
        let mut samples = BytesMut::with_capacity(frames.iter().map(|frame| frame.payload.len()).sum());
        for frame in frames {
            samples.put_slice(&frame.payload);
        }
        samples.freeze()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::Rendition;

    #[test]
    fn a_stream_is_a_header_without_sizes_and_samples() {
        let mut expected = b"RIFF\xFF\xFF\xFF\xFFWAVEfmt \x10\0\0\0\x01\0\x02\0".to_vec();
        expected.extend(b"\x80\xBB\0\0\0\xEE\x02\0\x04\0\x10\0data\xFF\xFF\xFF\xFF");
        assert_eq!(Wav.header(), expected);
        let frames = [1, 2].map(|seq| Frame { seq, time_us: 0, payload: vec![seq as u8; 4].into() });
        assert_eq!(Wav.pack(&frames, None), [1, 1, 1, 1, 2, 2, 2, 2].as_slice());
        assert_eq!((Wav.end_of_stream(2), Wav.disconnection(Some(2))), (Bytes::new(), Bytes::new()));
    }

    #[test]
    fn only_plain_samples_are_heard_as_wav() {
        let packs = |codec| WAV.packs(&Rendition::new("test", codec, 0));
        assert!(packs(Codec::PcmS16le) && !packs(Codec::Opus));
    }
}
