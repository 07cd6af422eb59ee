//! One endless logical stream of Ogg Opus (RFC 3533, RFC 7845).
//!
//! Page numbers and granule positions follow from the frames' numbers, so a page is the same for
//! everybody. A joiner gets the two header pages, numbers 0 and 1, and then the current pages as they are:
//! players take the jump in the numbers for pages they have missed. Header pages with any other number are
//! refused by libogg, which expects a stream to begin with page 0.

use bytes::{BufMut, Bytes, BytesMut};

use crate::audio::{CHANNELS, SAMPLE_RATE};
use crate::format::{Cadence, Framing, StreamInfo};
use crate::frame::{Frame, Rendition};
use crate::model::NowPlaying;

/// Header type flags of RFC 3533 section 6.
pub(super) const FIRST_PAGE: u8 = 2;
pub(super) const LAST_PAGE: u8 = 4;
/// A packet of 20 ms of stereo without data (RFC 6716 section 3.1: CELT, full band, one frame, empty).
const NOTHING: &[u8] = &[0xFC];
/// The length of a page's header before its segment table, in bytes.
pub(super) const PAGE_HEADER: usize = 27;
/// Offset of the page number in a page, in bytes.
pub(super) const NUMBER_AT: usize = 18;
/// Offset of the checksum in a page, in bytes.
pub(super) const CRC_AT: usize = 22;

/// The Ogg Opus framing of one rendition.
pub struct OggOpus {
    pages: LogicalStream,
    /// The first page.
    head: Bytes,
    /// The size of a chunk, where messages are cut by bytes.
    chunk: Option<usize>,
}

impl OggOpus {
    /// Returns a stream whose granule positions count from the mount's first frame, with a page a message. Where
    /// messages are cut by bytes, the header fills one exactly.
    pub fn new(stream: &StreamInfo<'_>) -> Self {
        let pages = LogicalStream::of(stream);
        let head = pages.header(0, &opus_head(stream.rendition));
        let chunk = match stream.cadence {
            Cadence::Us(_) => None,
            Cadence::Bytes(size) => Some(size),
        };
        Self { pages, head, chunk }
    }

    /// Returns the two header pages; with `size`, they have so many bytes if they fit.
    fn header_of(&self, size: Option<usize>) -> Bytes {
        let tags = opus_tags(&[]);
        let Some(size) = size else {
            return [&self.head[..], &self.pages.header(1, &tags)].concat().into();
        };
        let room = size.saturating_sub(self.head.len());
        let mut tags = self.pages.header(1, &padded(&tags, room)).to_vec();
        if tags.len() != room {
            // No packet makes a page of this size: an empty page makes up for it (RFC 3533 section 6).
            let empty = page(self.pages.serial, &Page { flags: 0, granule: u64::MAX, number: 2 }, &[]);
            let shorter = padded(&opus_tags(&[]), room.saturating_sub(empty.len()));
            tags = [&self.pages.header(1, &shorter)[..], &empty].concat();
        }
        [&self.head[..], &tags].concat().into()
    }
}

impl Framing for OggOpus {
    fn header(&self) -> Bytes {
        self.header_of(self.chunk)
    }

    fn header_before(&self, begun: &Bytes) -> Bytes {
        let room = self.chunk.and_then(|chunk| chunk.checked_sub(begun.len()));
        let header = self.header_of(room);
        // The page that the first chunk goes on with begins in the header.
        let is_whole = room == Some(header.len());
        if is_whole { [&header[..], begun].concat().into() } else { self.header() }
    }

    fn pack(&self, frames: &[Frame], _: Option<&NowPlaying>) -> Bytes {
        self.pages.pack(frames)
    }

    fn end_of_stream(&self, last: u64) -> Bytes {
        // The last page must complete a packet: 20 ms that hold nothing.
        self.pages.last(last, last + 1, &[NOTHING])
    }
}

/// One logical stream with a page a message. Numbers and granule positions of its pages follow from the frames' numbers.
pub(super) struct LogicalStream {
    serial: u32,
    first_seq: u64,
    frames_per_page: u64,
    samples_per_frame: u64,
}

impl LogicalStream {
    /// Returns a stream whose granule positions count from the mount's first frame.
    pub(super) fn of(stream: &StreamInfo<'_>) -> Self {
        Self {
            // The serial number only has to differ from that of the station's last time on air.
            serial: stream.first_seq as u32,
            first_seq: stream.first_seq,
            frames_per_page: stream.frames_per_message.max(1),
            samples_per_frame: u64::from(stream.rendition.samples_per_frame),
        }
    }

    /// Returns the header page with this number, 0 or 1.
    pub(super) fn header(&self, number: u32, packet: &[u8]) -> Bytes {
        let flags = if number == 0 { FIRST_PAGE } else { 0 };
        page(self.serial, &Page { flags, granule: 0, number }, &[packet])
    }

    /// Returns the page for consecutive frames.
    pub(super) fn pack(&self, frames: &[Frame]) -> Bytes {
        let Some(last) = frames.last() else {
            return Bytes::new();
        };
        let packets: Vec<&[u8]> = frames.iter().map(|frame| &frame.payload[..]).collect();
        let (granule, number) = (self.granule_after(last.seq), self.page_number(last.seq));
        page(self.serial, &Page { flags: 0, granule, number }, &packets)
    }

    /// Returns the last page, after that of the frame `last`. Its granule position is the one after the frame `end`.
    pub(super) fn last(&self, last: u64, end: u64, packets: &[&[u8]]) -> Bytes {
        let (granule, number) = (self.granule_after(end), self.page_number(last) + 1);
        page(self.serial, &Page { flags: LAST_PAGE, granule, number }, packets)
    }

    /// The granule position after the frame `seq`: samples since sign-on, the encoder's look-ahead included.
    fn granule_after(&self, seq: u64) -> u64 {
        (seq + 1 - self.first_seq) * self.samples_per_frame
    }

    /// The number of the page that holds the frame `seq`. The first page of sound has number 2.
    fn page_number(&self, seq: u64) -> u32 {
        (seq / self.frames_per_page - self.first_seq / self.frames_per_page + 2) as u32
    }
}

/// Header fields that differ from page to page.
pub(super) struct Page {
    pub(super) flags: u8,
    pub(super) granule: u64,
    pub(super) number: u32,
}

/// A page with these packets, each whole.
pub(super) fn page(serial: u32, about: &Page, packets: &[&[u8]]) -> Bytes {
    let sound: usize = packets.iter().map(|packet| packet.len()).sum();
    let mut page = BytesMut::with_capacity(PAGE_HEADER + 255 + sound);
    page.put_slice(b"OggS");
    page.put_u8(0);
    page.put_u8(about.flags);
    page.put_u64_le(about.granule);
    page.put_u32_le(serial);
    page.put_u64_le(0);
    let segments: usize = packets.iter().map(|packet| packet.len() / 255 + 1).sum();
    debug_assert!(segments <= 255, "a page holds at most 255 segments");
    page.put_u8(segments as u8);
    for packet in packets {
        page.put_bytes(255, packet.len() / 255);
        page.put_u8((packet.len() % 255) as u8);
    }
    for packet in packets {
        page.put_slice(packet);
    }
    number_page(&mut page, about.number);
    page.freeze()
}

/// Gives a whole page this number, and the checksum that it has then. What is no page stays as it is.
pub fn number_page(page: &mut [u8], number: u32) {
    if let Some(place) = page.get_mut(NUMBER_AT..CRC_AT + 4) {
        place[..4].copy_from_slice(&number.to_le_bytes());
        place[4..].fill(0);
        let checksum = crc(page);
        page[CRC_AT..CRC_AT + 4].copy_from_slice(&checksum.to_le_bytes());
    }
}

/// The identification header of RFC 7845 section 5.1.
pub(super) fn opus_head(rendition: &Rendition) -> Bytes {
    let mut head = BytesMut::with_capacity(19);
    head.put_slice(b"OpusHead");
    head.put_u8(1);
    head.put_u8(CHANNELS as u8);
    head.put_u16_le(rendition.pre_skip);
    head.put_u32_le(SAMPLE_RATE);
    head.put_i16_le(0);
    head.put_u8(0);
    head.freeze()
}

/// The comment header of RFC 7845 section 5.2, with these comments, each `NAME=VALUE`.
pub(super) fn opus_tags(comments: &[String]) -> Bytes {
    let vendor = concat!("Longwave ", env!("CARGO_PKG_VERSION"));
    let mut tags = BytesMut::new();
    tags.put_slice(b"OpusTags");
    tags.put_u32_le(vendor.len() as u32);
    tags.put_slice(vendor.as_bytes());
    tags.put_u32_le(comments.len() as u32);
    for comment in comments {
        tags.put_u32_le(comment.len() as u32);
        tags.put_slice(comment.as_bytes());
    }
    tags.freeze()
}

/// A comment header with zeros behind it, which RFC 7845 section 5.2 allows, so that its page has `size` bytes.
fn padded(tags: &Bytes, size: usize) -> Bytes {
    // Every 255 bytes take one more in the segment table; the last segment is shorter than that.
    let room = size.saturating_sub(PAGE_HEADER + 1);
    let mut tags = tags.to_vec();
    tags.resize((room - room / 256).max(tags.len()), 0);
    tags.into()
}

/// The checksum of RFC 3533 section 6: polynomial 0x04c11db7, not reflected, starting from zero.
pub(super) fn crc(page: &[u8]) -> u32 {
    crc_after(0, page)
}

/// The checksum of what came before, `crc`, followed by `bytes`: eight at a time, as far as there are so many.
fn crc_after(crc: u32, bytes: &[u8]) -> u32 {
    let (eights, rest) = bytes.as_chunks::<8>();
    let crc = eights.iter().fold(crc, |crc, eight| {
        let mut mixed = *eight;
        mixed.iter_mut().zip(crc.to_be_bytes()).for_each(|(byte, before)| *byte ^= before);
        let parts = mixed.iter().zip(CRC_TABLES.iter().rev()).map(|(byte, table)| table[usize::from(*byte)]);
        parts.fold(0, |crc, part| crc ^ part)
    });
    rest.iter().fold(crc, |crc, byte| (crc << 8) ^ CRC_TABLES[0][((crc >> 24) as u8 ^ byte) as usize])
}

/// Returns whether the checksum in a whole page matches its bytes.
pub fn has_its_checksum(page: &[u8]) -> bool {
    let Some((before, rest)) = page.split_at_checked(CRC_AT) else { return false };
    // It was worked out with zeros in its own place.
    let expected = |after: &[u8]| crc_after(crc_after(crc(before), &[0; 4]), after);
    rest.split_first_chunk().is_some_and(|(stated, after)| expected(after) == u32::from_le_bytes(*stated))
}

/// The checksums of each byte, with as many zeros behind it as the number of the table.
static CRC_TABLES: [[u32; 256]; 8] = {
    let mut tables = [[0; 256]; 8];
    let mut byte = 0;
    while byte < 256 {
        let mut crc = (byte as u32) << 24;
        let mut zeros = 0;
        while zeros < 8 {
            let mut bit = 0;
            while bit < 8 {
                crc = (crc << 1) ^ (if crc >> 31 == 1 { 0x04c1_1db7 } else { 0 });
                bit += 1;
            }
            tables[zeros][byte] = crc;
            zeros += 1;
        }
        byte += 1;
    }
    tables
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::Codec;

    #[test]
    fn a_checksum_is_the_same_whatever_pieces_it_is_made_of() {
        // The check value of the catalogue of checksums for this polynomial without reflection and inversion.
        assert_eq!(crc(b"123456789"), 0x89A1_897F);
        let bytes: Vec<u8> = (0..100_u8).map(|n| n.wrapping_mul(37)).collect();
        for length in 0..bytes.len() {
            let whole = &bytes[..length];
            let one_by_one = whole.iter().fold(0, |crc, byte| crc_after(crc, &[*byte]));
            assert_eq!(crc(whole), one_by_one, "{length} bytes");
        }
    }

    fn framing() -> OggOpus {
        let rendition = &Rendition { pre_skip: 312, ..Rendition::new("opus-96", Codec::Opus, 96_000) };
        OggOpus::new(&stream(rendition, Cadence::Us(200_000), 10))
    }

    fn stream(rendition: &Rendition, cadence: Cadence, frames_per_message: u64) -> StreamInfo<'_> {
        StreamInfo {
            station: "main",
            base_path: "",
            rendition,
            first_seq: 1_003,
            cadence,
            frames_per_message,
        }
    }

    #[test]
    fn where_messages_are_cut_by_bytes_the_header_fills_one() {
        let rendition = Rendition::new("opus-96", Codec::Opus, 96_000);
        for size in [1_024, 4_096, 8_192, 16_000] {
            let header = OggOpus::new(&stream(&rendition, Cadence::Bytes(size), 1)).header();
            assert_eq!(header.len(), size);
            let packets = packets(header.to_vec());
            assert_eq!((packets.len(), &packets[1].data[..8]), (2, &b"OpusTags"[..]));
        }
    }

    #[test]
    fn a_joiner_between_the_bytes_of_a_page_gets_the_page_whole() {
        let rendition = Rendition::new("opus-96", Codec::Opus, 96_000);
        let framing = OggOpus::new(&stream(&rendition, Cadence::Bytes(4_096), 1));
        let (one, next) =
            (framing.pack(&frames(1_010..1_011), None), framing.pack(&frames(1_011..1_012), None));
        for cut in 0..one.len() {
            let header = framing.header_before(&one.slice(..cut));
            assert_eq!(header.len(), 4_096, "cut at {cut}");
            let mut reader =
                ogg::PacketReader::new(std::io::Cursor::new([&header[..], &one[cut..], &next[..]].concat()));
            let mut found = Vec::new();
            while let Some(packet) = reader.read_packet().expect("no byte is out of place") {
                found.push(packet.data);
            }
            assert_eq!((found.len(), found[2][0]), (4, 1_010_u64 as u8), "cut at {cut}");
        }
        // A page that does not fit is left out.
        assert_eq!(framing.header_before(&vec![0; 5_000].into()), framing.header());
    }

    fn frames(numbers: std::ops::Range<u64>) -> Vec<Frame> {
        numbers
            .map(|seq| Frame { seq, time_us: seq * 20_000, payload: vec![seq as u8; 300].into() })
            .collect()
    }

    /// Reads `stream` with the `ogg` crate, which checks checksums and lacing.
    fn packets(stream: Vec<u8>) -> Vec<ogg::Packet> {
        let mut reader = ogg::PacketReader::new(std::io::Cursor::new(stream));
        std::iter::from_fn(|| reader.read_packet().expect("a sound page")).collect()
    }

    #[test]
    fn a_stream_joined_midway_reads_as_one_whole_stream() {
        let framing = framing();
        let stream = [
            framing.header(),
            framing.pack(&frames(1_024..1_030), None),
            framing.pack(&frames(1_030..1_040), None),
            framing.end_of_stream(1_039),
        ]
        .concat();
        let numbers: Vec<u32> = stream
            .windows(4)
            .enumerate()
            .filter(|(_, window)| window == b"OggS")
            .map(|(at, _)| u32::from_le_bytes(stream[at + 18..at + 22].try_into().unwrap()))
            .collect();
        assert_eq!(numbers, [0, 1, 4, 5, 6], "the header, and then the pages as everybody gets them");

        let packets = packets(stream);
        assert!(packets[0].first_in_stream());
        assert_eq!(&packets[0].data[..8], b"OpusHead");
        assert_eq!(&packets[1].data[..8], b"OpusTags");
        assert_eq!(packets.len(), 2 + 16 + 1);
        assert!(packets[18].last_in_stream());
        assert_eq!(packets[18].absgp_page(), (1_041 - 1_003) * 960);
        assert_eq!(packets[7].absgp_page(), (1_030 - 1_003) * 960);
        assert_eq!(packets[17].absgp_page(), (1_040 - 1_003) * 960);
        assert_eq!(packets[17].data, vec![(1_039 % 256) as u8; 300]);
    }

    #[test]
    fn a_byte_that_changed_shows_in_the_checksum() {
        let page = framing().pack(&frames(1_020..1_030), None);
        assert!(has_its_checksum(&page));
        for at in [0, CRC_AT - 1, CRC_AT, CRC_AT + 3, CRC_AT + 4, page.len() - 1] {
            let mut wrong = page.to_vec();
            wrong[at] ^= 1;
            assert!(!has_its_checksum(&wrong), "byte {at}");
        }
        assert!(!has_its_checksum(&page[..CRC_AT + 3]));
    }

    #[test]
    fn the_first_page_on_air_counts_its_own_frames_only() {
        let framing = framing();
        let packets = packets([framing.header(), framing.pack(&frames(1_003..1_010), None)].concat());
        assert_eq!(packets[2].absgp_page(), 7 * 960);
    }
}
