//! Ogg Opus files (RFC 3533, RFC 7845): pages that follow on each other from the first to the last, and reading them.
//!
//! A stream for listeners leaves holes in its page numbers; a file has none, and its granule positions count from 0.

use bytes::{Bytes, BytesMut};

use super::ogg_opus::{
    CRC_AT, FIRST_PAGE, LAST_PAGE, NUMBER_AT, PAGE_HEADER, Page, crc, has_its_checksum, opus_head, opus_tags,
    page,
};
use crate::frame::Rendition;

/// The longest page there can be, in bytes (RFC 3533 section 6).
pub const LONGEST_PAGE: usize = 27 + 255 + 255 * 255;

/// Offset of the serial number in a page, in bytes.
const SERIAL_AT: usize = 14;

/// Makes the pages of one file.
pub struct OggOpusFile {
    serial: u32,
    /// The number of the next page.
    number: u32,
    /// The granule position after the last page.
    granule: u64,
    samples_per_frame: u64,
}

impl OggOpusFile {
    /// Returns the writer of a file with frames of `rendition`. The serial number tells files of a chain apart.
    pub fn new(serial: u32, rendition: &Rendition) -> Self {
        Self { serial, number: 0, granule: 0, samples_per_frame: u64::from(rendition.samples_per_frame) }
    }

    /// Returns the header pages, with these comments, each `NAME=VALUE`: at most 60 kB.
    pub fn header(&mut self, rendition: &Rendition, comments: &[String]) -> Bytes {
        let head = self.next(FIRST_PAGE, &[&opus_head(rendition)]);
        let tags = self.next(0, &[&opus_tags(comments)]);
        [head, tags].concat().into()
    }

    /// Returns the page of these packets, one a frame. They must fit into 255 segments of 255 bytes.
    pub fn page(&mut self, packets: &[Bytes], is_last: bool) -> Bytes {
        self.granule += packets.len() as u64 * self.samples_per_frame;
        let packets: Vec<&[u8]> = packets.iter().map(|packet| &packet[..]).collect();
        self.next(if is_last { LAST_PAGE } else { 0 }, &packets)
    }

    fn next(&mut self, flags: u8, packets: &[&[u8]]) -> Bytes {
        let about = Page { flags, granule: self.granule, number: self.number };
        self.number += 1;
        page(self.serial, &about, packets)
    }
}

/// One page as it stands in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OggPage {
    /// Granule position: samples up to its end.
    pub granule: u64,
    /// Number of the page in its stream.
    pub number: u32,
    /// Whether it is the last one of its stream.
    pub is_last: bool,
    /// Its whole packets.
    pub packets: Vec<Bytes>,
    /// Length of the page in bytes.
    pub length: usize,
}

impl OggPage {
    /// Reads the page at the beginning of `bytes`; `None` unless it is whole, its checksum is right and it ends with the
    /// end of a packet.
    pub fn read(bytes: &Bytes) -> Option<Self> {
        let header = bytes.get(..PAGE_HEADER)?;
        if !header.starts_with(b"OggS\0") {
            return None;
        }
        let segments = usize::from(header[PAGE_HEADER - 1]);
        let table = bytes.get(PAGE_HEADER..PAGE_HEADER + segments)?;
        let sound = PAGE_HEADER + segments;
        let length = sound + table.iter().map(|segment| usize::from(*segment)).sum::<usize>();
        let whole = bytes.get(..length)?;
        let number = |at: usize| whole.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes);
        if !has_its_checksum(whole) {
            return None;
        }
        let (mut packets, mut from, mut to) = (Vec::new(), sound, sound);
        for segment in table {
            to += usize::from(*segment);
            if *segment < 255 {
                packets.push(bytes.slice(from..to));
                from = to;
            }
        }
        let granule = u64::from_le_bytes(whole.get(6..14)?.try_into().ok()?);
        let is_last = header[5] & LAST_PAGE != 0;
        (from == to).then_some(Self { granule, number: number(NUMBER_AT)?, is_last, packets, length })
    }
}

/// Returns this page as the last one of its stream.
pub fn ended(page: &[u8]) -> Bytes {
    let mut page = BytesMut::from(page);
    if let Some(flags) = page.get_mut(5) {
        *flags |= LAST_PAGE;
    }
    let checksum = checksum(&page);
    if let Some(place) = page.get_mut(CRC_AT..CRC_AT + 4) {
        place.copy_from_slice(&checksum.to_le_bytes());
    }
    page.freeze()
}

/// Returns the header pages of a file with another title, and the length of those at its `beginning`, in place of which they
/// stand; `None` unless both are there. The pages after them stay as they are.
pub fn retitled(beginning: &Bytes, title: &str) -> Option<(Bytes, usize)> {
    let head = OggPage::read(beginning)?;
    let tags = OggPage::read(&beginning.slice(head.length..))?;
    let serial = beginning.get(SERIAL_AT..SERIAL_AT + 4)?.try_into().ok().map(u32::from_le_bytes)?;
    let [packet] = &tags.packets[..] else { return None };
    let artist = comment(packet, "ARTIST").map(|artist| format!("ARTIST={artist}"));
    let comments: Vec<String> = [format!("TITLE={title}")].into_iter().chain(artist).collect();
    let about = Page { flags: 0, granule: 0, number: tags.number };
    let tags_page = page(serial, &about, &[&opus_tags(&comments)]);
    Some(([&beginning[..head.length], &tags_page].concat().into(), head.length + tags.length))
}

/// The value of the comment `name` in an `OpusTags` packet (RFC 7845 section 5.2).
pub fn comment(tags: &[u8], name: &str) -> Option<String> {
    fn text<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
        let length = number(rest)?;
        let (text, after) = rest.split_at_checked(length)?;
        *rest = after;
        Some(text)
    }
    fn number(rest: &mut &[u8]) -> Option<usize> {
        let (number, after) = rest.split_first_chunk()?;
        *rest = after;
        usize::try_from(u32::from_le_bytes(*number)).ok()
    }
    let mut rest = tags.strip_prefix(b"OpusTags")?;
    text(&mut rest)?;
    let count = number(&mut rest)?;
    for _ in 0..count.min(tags.len()) {
        let text = std::str::from_utf8(text(&mut rest)?).ok()?;
        if let Some((found, value)) = text.split_once('=')
            && found.eq_ignore_ascii_case(name)
        {
            return Some(value.to_owned());
        }
    }
    None
}

/// The pre-skip of an `OpusHead` packet (RFC 7845 section 5.1).
pub fn pre_skip(head: &[u8]) -> Option<u16> {
    head.strip_prefix(b"OpusHead")?.get(2..4)?.try_into().ok().map(u16::from_le_bytes)
}

/// The checksum of a page, whose own field counts as zeros (RFC 3533 section 6).
fn checksum(page: &[u8]) -> u32 {
    let mut zeroed = page.to_vec();
    if let Some(place) = zeroed.get_mut(CRC_AT..CRC_AT + 4) {
        place.fill(0);
    }
    crc(&zeroed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::Codec;

    fn packets(count: u8) -> Vec<Bytes> {
        (0..count).map(|n| Bytes::from(vec![n; 100 + 2 * usize::from(n)])).collect()
    }

    fn file() -> Bytes {
        let rendition = Rendition { pre_skip: 312, ..Rendition::new("opus-96", Codec::Opus, 96_000) };
        let mut file = OggOpusFile::new(7, &rendition);
        let header = file.header(&rendition, &["TITLE=One".to_owned(), "LONGWAVE_FRAME=17".to_owned()]);
        let pages = [
            header,
            file.page(&packets(25), false),
            file.page(&packets(80), false),
            file.page(&packets(3), true),
        ];
        pages.concat().into()
    }

    #[test]
    fn pages_are_read_as_they_were_written() {
        let mut rest = file();
        let mut pages = Vec::new();
        while let Some(page) = OggPage::read(&rest) {
            rest = rest.slice(page.length..);
            pages.push(page);
        }
        assert!(rest.is_empty());
        assert_eq!(pages.iter().map(|page| page.number).collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
        let granules: Vec<u64> = pages.iter().map(|page| page.granule).collect();
        assert_eq!(granules, [0, 0, 25 * 960, 105 * 960, 108 * 960]);
        assert_eq!(
            pages.iter().map(|page| page.is_last).collect::<Vec<_>>(),
            [false, false, false, false, true]
        );
        assert_eq!(pages[3].packets, packets(80));
        assert_eq!(pre_skip(&pages[0].packets[0]), Some(312));
        let tag = |name| comment(&pages[1].packets[0], name);
        assert_eq!((tag("longwave_frame").as_deref(), tag("ARTIST")), (Some("17"), None));
    }

    #[test]
    fn other_readers_understand_a_file() {
        let mut reader = ogg::PacketReader::new(std::io::Cursor::new(file()));
        let read: Vec<ogg::Packet> =
            std::iter::from_fn(|| reader.read_packet().expect("sound pages")).collect();
        assert_eq!(read.len(), 2 + 25 + 80 + 3);
        assert!(read[0].first_in_stream() && read.last().expect("a packet").last_in_stream());
    }

    #[test]
    fn a_file_gets_another_title_and_keeps_its_other_pages() {
        let rendition = Rendition { pre_skip: 312, ..Rendition::new("opus-96", Codec::Opus, 96_000) };
        let mut file = OggOpusFile::new(7, &rendition);
        let header = file.header(&rendition, &["TITLE=One".to_owned(), "ARTIST=Ann".to_owned()]);
        let whole: Bytes = [&header, &file.page(&packets(25), true)].map(|part| &part[..]).concat().into();
        let (other, replaced) = retitled(&whole, "Another title").expect("two pages");
        assert_eq!(replaced, header.len());
        let retitled_file: Bytes = [&other[..], &whole[replaced..]].concat().into();
        let mut reader = ogg::PacketReader::new(std::io::Cursor::new(&retitled_file));
        let read: Vec<ogg::Packet> =
            std::iter::from_fn(|| reader.read_packet().expect("sound pages")).collect();
        assert_eq!(pre_skip(&read[0].data), Some(312));
        let tag = |name| comment(&read[1].data, name);
        assert_eq!((tag("TITLE").as_deref(), tag("ARTIST").as_deref()), (Some("Another title"), Some("Ann")));
        assert_eq!(read[2..].iter().map(|packet| &packet.data[..]).collect::<Vec<_>>(), packets(25));
        assert_eq!(retitled(&whole.slice(..header.len() - 1), "Another title"), None);
    }

    #[test]
    fn torn_and_altered_pages_are_none() {
        let file = file();
        for length in 0..27 + 1 + 19 {
            assert_eq!(OggPage::read(&file.slice(..length)), None, "{length}");
        }
        for at in 0..47 {
            let mut altered = file[..47].to_vec();
            altered[at] ^= 0x10;
            assert_eq!(OggPage::read(&altered.into()), None, "byte {at}");
        }
    }

    #[test]
    fn a_page_can_become_the_last_one() {
        let file = file();
        let first = OggPage::read(&file).expect("a page");
        let last = OggPage::read(&ended(&file[..first.length])).expect("a page");
        assert_eq!(last, OggPage { is_last: true, ..first });
    }
}
