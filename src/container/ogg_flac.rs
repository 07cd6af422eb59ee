//! One endless logical stream of Ogg FLAC (RFC 9639 section 10.1).
//!
//! As with [Ogg Opus](super::ogg_opus), page numbers and granule positions follow from the frames' numbers.

use bytes::{BufMut, Bytes, BytesMut};

use super::ogg_opus::LogicalStream;
use crate::audio::{BLOCK, CHANNELS, SAMPLE_RATE};
use crate::format::{Framing, StreamInfo};
use crate::frame::Frame;
use crate::model::NowPlaying;

/// The length of a STREAMINFO block (RFC 9639 section 8.2), in bytes.
const STREAM_INFO: usize = 34;
/// Types of metadata blocks (RFC 9639 section 8.1); the last one has the highest bit set.
const TYPE_STREAM_INFO: u8 = 0;
const TYPE_COMMENT: u8 = 4;
const LAST_BLOCK: u8 = 0x80;

/// The Ogg FLAC framing of one rendition.
pub struct OggFlac {
    pages: LogicalStream,
    header: Bytes,
}

impl OggFlac {
    /// Returns a stream whose granule positions count from the mount's first frame, with a page a message.
    pub fn new(stream: &StreamInfo<'_>) -> Self {
        let pages = LogicalStream::of(stream);
        let header = [pages.header(0, &mapping_header()), pages.header(1, &comment_block())].concat().into();
        Self { pages, header }
    }
}

impl Framing for OggFlac {
    fn header(&self) -> Bytes {
        self.header.clone()
    }

    fn pack(&self, frames: &[Frame], _: Option<&NowPlaying>) -> Bytes {
        self.pages.pack(frames)
    }

    fn end_of_stream(&self, last: u64) -> Bytes {
        // A page without packets: RFC 3533 section 6 allows it, with the granule position of the page before.
        self.pages.last(last, last, &[])
    }
}

/// The head of a native stream (RFC 9639 section 7): the signature, and STREAMINFO as its only metadata block.
pub fn native_header() -> Bytes {
    let mut header = BytesMut::with_capacity(4 + 4 + STREAM_INFO);
    header.put_slice(b"fLaC");
    block_header(&mut header, LAST_BLOCK | TYPE_STREAM_INFO, STREAM_INFO);
    header.put_slice(&stream_info());
    header.freeze()
}

/// The first packet: mapping version 1.0, one more header packet, the native signature and STREAMINFO.
fn mapping_header() -> Bytes {
    let mut header = BytesMut::with_capacity(13 + 4 + STREAM_INFO);
    header.put_slice(b"\x7FFLAC\x01\x00");
    header.put_u16(1);
    header.put_slice(b"fLaC");
    block_header(&mut header, TYPE_STREAM_INFO, STREAM_INFO);
    header.put_slice(&stream_info());
    header.freeze()
}

/// The STREAMINFO block without its header: fixed block size, unknown frame sizes, length and checksum.
fn stream_info() -> [u8; STREAM_INFO] {
    let mut info = [0; STREAM_INFO];
    let block_size = (BLOCK as u16).to_be_bytes();
    info[..2].copy_from_slice(&block_size);
    info[2..4].copy_from_slice(&block_size);
    // 20 bits of sample rate, 3 of channels − 1, 5 of bits per sample − 1, 36 of the number of samples.
    let layout = u64::from(SAMPLE_RATE) << 44 | (CHANNELS as u64 - 1) << 41 | (16 - 1) << 36;
    info[10..18].copy_from_slice(&layout.to_be_bytes());
    info
}

/// The second packet: a comment block without comments, since titles change and this page does not.
fn comment_block() -> Bytes {
    let vendor = concat!("Longwave ", env!("CARGO_PKG_VERSION"));
    let mut block = BytesMut::new();
    block_header(&mut block, LAST_BLOCK | TYPE_COMMENT, 8 + vendor.len());
    block.put_u32_le(vendor.len() as u32);
    block.put_slice(vendor.as_bytes());
    block.put_u32_le(0);
    block.freeze()
}

fn block_header(block: &mut BytesMut, kind: u8, length: usize) {
    block.put_u32(u32::from(kind) << 24 | length as u32);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Cadence;
    use crate::frame::{Codec, Rendition};

    #[test]
    fn a_stream_joined_midway_has_whole_headers_and_pages() {
        let rendition = Rendition::new("flac", Codec::Flac, 0);
        let stream = StreamInfo {
            station: "main",
            base_path: "",
            rendition: &rendition,
            first_seq: 1_003,
            cadence: Cadence::Us(200_000),
            frames_per_message: 10,
        };
        let framing = OggFlac::new(&stream);
        let frames = |numbers: std::ops::Range<u64>| -> Vec<Frame> {
            numbers
                .map(|seq| Frame { seq, time_us: seq * 20_000, payload: vec![seq as u8; 3_860].into() })
                .collect()
        };
        let (one, two) = (frames(1_020..1_030), frames(1_030..1_040));
        let end = framing.end_of_stream(1_039);
        let stream =
            [framing.header(), framing.pack(&one, None), framing.pack(&two, None), end.clone()].concat();
        let mut reader = ogg::PacketReader::new(std::io::Cursor::new(stream));
        let packets: Vec<ogg::Packet> =
            std::iter::from_fn(|| reader.read_packet().expect("a sound page")).collect();
        assert_eq!(packets.len(), 2 + 20);
        assert!(packets[0].first_in_stream());
        assert_eq!(packets[0].data.len(), 51);
        assert_eq!(packets[0].data[..17], *b"\x7FFLAC\x01\x00\x00\x01fLaC\x00\x00\x00\x22");
        assert_eq!(packets[1].data[..4], [0x84, 0, 0, packets[1].data.len() as u8 - 4]);
        assert_eq!(packets[11].absgp_page(), (1_030 - 1_003) * 960);
        assert_eq!(packets[21].absgp_page(), (1_040 - 1_003) * 960);
        assert_eq!(packets[21].data, two[9].payload);
        assert_eq!((end.len(), end[5]), (27, crate::container::ogg_opus::LAST_PAGE));
    }

    #[test]
    fn stream_info_says_what_the_samples_are() {
        let info = stream_info();
        assert_eq!(info[..4], [0x03, 0xC0, 0x03, 0xC0]);
        assert_eq!(info[10..14], [0x0B, 0xB8, 0x02, 0xF0], "48,000 Hz, two channels, 16 bit");
    }
}
