//! AAC in its containers: headers of ADTS (ISO/IEC 13818-7 section 6.2), and the `AudioSpecificConfig` of ISO/IEC 14496-3
//! for fragmented MP4.

use bytes::{BufMut, Bytes, BytesMut};

use super::id3;
use crate::format::{Cadence, Framing};
use crate::frame::{Codec, Frame};
use crate::model::NowPlaying;

/// The length of an ADTS header without a checksum, in bytes.
const HEADER: usize = 7;
/// The longest frame that the length in the header can state, in bytes: 13 bits.
const LONGEST: usize = (1 << 13) - 1;
/// The object type AAC-LC, less one.
const PROFILE: u8 = 1;

/// The parameters of a stream as its headers state them.
#[derive(Clone, Copy, Debug)]
struct AacLayout {
    /// Index of the sample rate (ISO/IEC 14496-3 table 1.18).
    sampling_index: u8,
    /// Channels that are encoded.
    channels: u8,
    specific_config: &'static [u8],
}

/// AAC-LC, 48 kHz, stereo.
const LOW_COMPLEXITY: AacLayout =
    AacLayout { sampling_index: 3, channels: 2, specific_config: &[0x11, 0x90] };
/// HE-AAC v2: one channel at 24 kHz, from which the decoder makes two at 48 kHz. The configuration states parametric
/// stereo (29), then the core; ADTS can state the core alone, and decoders find the rest in its frames.
const HIGH_EFFICIENCY: AacLayout =
    AacLayout { sampling_index: 6, channels: 1, specific_config: &[0xEB, 0x09, 0x88, 0x00] };

impl AacLayout {
    fn of(codec: Codec) -> Self {
        if codec == Codec::HeAac { HIGH_EFFICIENCY } else { LOW_COMPLEXITY }
    }
}

/// Returns the `AudioSpecificConfig` of AAC-LC or HE-AAC v2.
pub(super) fn specific_config(codec: Codec) -> &'static [u8] {
    AacLayout::of(codec).specific_config
}

/// The framing of AAC as a stream: each frame with an ADTS header.
pub struct Adts {
    layout: AacLayout,
    /// Bytes of a chunk, where messages are cut by bytes.
    chunk: Option<usize>,
}

impl Adts {
    /// Returns the framing for AAC-LC or HE-AAC v2.
    pub fn new(codec: Codec, cadence: Cadence) -> Self {
        let chunk = match cadence {
            Cadence::Bytes(chunk) => Some(chunk),
            Cadence::Us(_) => None,
        };
        Self { layout: AacLayout::of(codec), chunk }
    }

    /// Returns the header of a frame with `sound` bytes.
    fn head(&self, sound: usize) -> [u8; HEADER] {
        let AacLayout { sampling_index, channels, .. } = self.layout;
        let length = (HEADER + sound).min(LONGEST);
        [
            // The sync word; MPEG-4, layer 0, no checksum.
            0xFF,
            0xF1,
            PROFILE << 6 | sampling_index << 2 | channels >> 2,
            channels << 6 | (length >> 11) as u8,
            (length >> 3) as u8,
            // The fullness of the buffer is not stated (0x7FF); one block of data follows.
            (length << 5) as u8 | 0x1F,
            0xFC,
        ]
    }
}

impl Framing for Adts {
    /// A chunk that ends with the beginning of the frame that the joiner's first chunk goes on with. An ID3 tag without
    /// sound fills the rest, which players skip: so none has to look for the first whole frame in the middle of another.
    fn header_before(&self, begun: &Bytes) -> Bytes {
        let room = self.chunk.and_then(|chunk| chunk.checked_sub(begun.len()));
        match room.filter(|_| !begun.is_empty()).and_then(id3::filler) {
            Some(filler) => [&filler[..], begun].concat().into(),
            None => self.header(),
        }
    }

    fn pack(&self, frames: &[Frame], _: Option<&NowPlaying>) -> Bytes {
        let size = frames.iter().map(|frame| HEADER + frame.payload.len()).sum();
        let mut out = BytesMut::with_capacity(size);
        for frame in frames {
            out.put_slice(&self.head(frame.payload.len()));
            out.put_slice(&frame.payload);
        }
        out.freeze()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(bytes: usize) -> Frame {
        Frame { seq: 0, time_us: 0, payload: vec![0x55; bytes].into() }
    }

    #[test]
    fn headers_state_rate_channels_and_length() {
        let packed = |codec| Adts::new(codec, Cadence::Us(1)).pack(&[frame(341), frame(2)], None);
        let low = packed(Codec::Aac);
        // 348 bytes: 0b0_0001_0101_1100.
        assert_eq!(low[..7], [0xFF, 0xF1, 0x4C, 0x80, 0x2B, 0x9F, 0xFC]);
        assert_eq!(low[348..], [0xFF, 0xF1, 0x4C, 0x80, 0x01, 0x3F, 0xFC, 0x55, 0x55]);
        assert_eq!(packed(Codec::HeAac)[..4], [0xFF, 0xF1, 0x58, 0x40]);
    }

    #[test]
    fn a_chunk_that_begins_inside_a_frame_follows_one_that_ends_with_its_beginning() {
        let adts = Adts::new(Codec::Aac, Cadence::Bytes(4_096));
        let whole = adts.pack(&[frame(341)], None);
        for cut in [1, 6, 200, 347] {
            let header = adts.header_before(&whole.slice(..cut));
            assert_eq!(header.len(), 4_096);
            assert!(header.starts_with(b"ID3\x04"));
            assert_eq!(header[4_096 - cut..], whole[..cut]);
            // A player that knows nothing of tags finds no other beginning of a frame.
            let is_sync = |two: &[u8]| two[0] == 0xFF && two[1] & 0xF6 == 0xF0;
            let first = header.windows(2).position(is_sync);
            assert!(first.is_none_or(|first| first == 4_096 - cut), "{first:?}");
        }
        assert!(adts.header_before(&Bytes::new()).is_empty(), "it begins at a frame");
        assert!(adts.header_before(&vec![0; 4_090].into()).is_empty(), "there is no room for a tag");
        let plain = Adts::new(Codec::Aac, Cadence::Us(1));
        assert!(plain.header_before(&whole.slice(..9)).is_empty());
    }
}
