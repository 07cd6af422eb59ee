//! The comment headers of Ogg Opus (RFC 7845 section 5.2) and Ogg Vorbis, in pages (RFC 3533).

use std::fs::File;
use std::io::{self, BufRead, Write};

use super::comments::Comments;
use super::{Beginning, MOST_TAGS, TagWriteRefusal, Texts};
use crate::container::ogg_opus::number_page;
use crate::library::fingerprint::read;

const HEADER: usize = 27;
const CONTINUED: u8 = 1;
const FIRST: u8 = 2;
const LAST: u8 = 4;
/// The longest page, in bytes.
const LONGEST_PAGE: usize = HEADER + 255 + 255 * 255;

/// A page as it lies in the file.
struct Page(Vec<u8>);

/// Offset of later pages' sequence numbers, when headers take more or fewer pages.
pub(super) struct Renumbering {
    serial: [u8; 4],
    by: u32,
}

/// Returns a file's new beginning, with `texts` in its comment header. Every other header stays as it is.
pub(super) fn beginning(file: &File, texts: &Texts) -> Result<Beginning, TagWriteRefusal> {
    let first = Page::read(file, 0)?;
    let (magic, headers): (&[u8], usize) = match first.body() {
        body if body.starts_with(b"OpusHead") => (b"OpusTags", 1),
        body if body.starts_with(b"\x01vorbis") => (b"\x03vorbis", 2),
        _ => return Err(TagWriteRefusal::Kind),
    };
    let mut at = first.0.len() as u64;
    let (mut packets, mut pages) = (vec![Vec::new()], 0);
    while packets.len() <= headers {
        let page = Page::read(file, at)?;
        // With other streams beside it, their pages would come between.
        if page.serial() != first.serial() || page.0[5] & (FIRST | LAST) != 0 || at > MOST_TAGS as u64 {
            return Err(TagWriteRefusal::Unreadable);
        }
        at += page.0.len() as u64;
        pages += 1;
        let mut body = page.body();
        for segment in page.segments() {
            let (part, rest) =
                body.split_at_checked(usize::from(*segment)).ok_or(TagWriteRefusal::Unreadable)?;
            packets.last_mut().ok_or(TagWriteRefusal::Unreadable)?.extend(part);
            body = rest;
            if *segment < 255 {
                packets.push(Vec::new());
            }
        }
    }
    // The sound begins on a page of its own.
    if packets.pop().is_none_or(|begun| !begun.is_empty()) || packets.len() != headers {
        return Err(TagWriteRefusal::Unreadable);
    }
    let comments = packets[0].strip_prefix(magic).and_then(Comments::read);
    let mut comments = comments.ok_or(TagWriteRefusal::Unreadable)?;
    comments.lay(texts);
    packets[0] = [magic, &comments.bytes()].concat();

    let new = paged(first.serial(), &packets);
    let by = (new.len() as u32).wrapping_sub(pages);
    let later = (by != 0).then_some(Renumbering { serial: first.serial(), by });
    let bytes = [first.0].into_iter().chain(new).flatten().collect();
    Ok(Beginning { bytes, rest: at, later })
}

/// Pages with these packets, from the second on.
fn paged(serial: [u8; 4], packets: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let mut segments: Vec<u8> = Vec::new();
    for packet in packets {
        segments.extend(std::iter::repeat_n(255, packet.len() / 255));
        segments.push((packet.len() % 255) as u8);
    }
    let sound = packets.concat();
    let (mut rest, mut pages, mut before) = (&sound[..], Vec::new(), 0);
    for table in segments.chunks(255) {
        let (body, after) = rest.split_at(table.iter().map(|segment| usize::from(*segment)).sum());
        let flags = if before == 255 { CONTINUED } else { 0 };
        // A page on which no packet ends has no position.
        let position = if table.iter().all(|segment| *segment == 255) { u64::MAX } else { 0 };
        let mut page = [b"OggS\0", &[flags][..], &position.to_le_bytes(), &serial, &[0; 8]].concat();
        page.push(table.len() as u8);
        page.extend(table);
        page.extend(body);
        number_page(&mut page, pages.len() as u32 + 1);
        pages.push(page);
        (rest, before) = (after, *table.last().unwrap_or(&0));
    }
    pages
}

/// Copies pages, numbered anew up to the end of their stream.
pub(super) fn renumber(mut from: impl BufRead, to: &mut impl Write, about: &Renumbering) -> io::Result<()> {
    loop {
        let mut page = vec![0; HEADER];
        if from.fill_buf()?.is_empty() {
            return Ok(());
        }
        from.read_exact(&mut page)?;
        if !page.starts_with(b"OggS") || page[14..18] != about.serial {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "there is something between its pages"));
        }
        page.resize(HEADER + usize::from(page[26]), 0);
        from.read_exact(&mut page[HEADER..])?;
        let body: usize = page[HEADER..].iter().map(|segment| usize::from(*segment)).sum();
        let begin = page.len();
        page.resize(begin + body, 0);
        from.read_exact(&mut page[begin..])?;
        let is_last = page[5] & LAST != 0;
        let number = u32::from_le_bytes([page[18], page[19], page[20], page[21]]).wrapping_add(about.by);
        number_page(&mut page, number);
        to.write_all(&page)?;
        if is_last {
            return io::copy(&mut from, to).map(drop);
        }
    }
}

impl Page {
    fn read(file: &File, at: u64) -> Result<Self, TagWriteRefusal> {
        let mut page = read(file, at, LONGEST_PAGE)?;
        let segments =
            page.get(HEADER..).zip(page.get(26)).and_then(|(rest, count)| rest.get(..usize::from(*count)));
        let body: usize =
            segments.ok_or(TagWriteRefusal::Unreadable)?.iter().map(|segment| usize::from(*segment)).sum();
        let length = HEADER + usize::from(page[26]) + body;
        if !page.starts_with(b"OggS\0") || page.len() < length {
            return Err(TagWriteRefusal::Unreadable);
        }
        page.truncate(length);
        Ok(Self(page))
    }

    fn serial(&self) -> [u8; 4] {
        [self.0[14], self.0[15], self.0[16], self.0[17]]
    }

    fn segments(&self) -> &[u8] {
        &self.0[HEADER..HEADER + usize::from(self.0[26])]
    }

    fn body(&self) -> &[u8] {
        &self.0[HEADER + usize::from(self.0[26])..]
    }
}
