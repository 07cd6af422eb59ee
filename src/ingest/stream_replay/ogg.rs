//! Ogg (RFC 3533): the pages of headers, and the last pages with sound.

use std::collections::VecDeque;

use super::NoReplay;

/// Length of a page's header before its table of segments.
const HEADER: usize = 27;
/// Pages that are kept, unless they are large: with short ones, some 100 ms of sound at least.
const PAGES: usize = 8;
/// With more bytes than this, two pages are enough.
const ENOUGH: usize = 64 * 1_024;
/// Flag of the first page of a logical stream.
const BEGINS: u8 = 2;

/// Follows the pages of a stream.
#[derive(Debug, Default)]
pub(super) struct OggReplay {
    /// Lengths of the whole pages at the beginning of the tail.
    pages: VecDeque<usize>,
    /// Their sum.
    whole: usize,
    has_sound: bool,
}

impl OggReplay {
    /// Moves the pages of headers from `tail` to `head`, and drops those of old sound.
    pub(super) fn follow(&mut self, head: &mut Vec<u8>, tail: &mut Vec<u8>) -> Result<(), NoReplay> {
        while let Some(page) = next_page(&tail[self.whole..])? {
            if page.begins && self.has_sound {
                // The next link of a chain.
                head.clear();
                tail.drain(..self.whole);
                *self = Self::default();
            }
            // A page on which no packet ends has the position −1 (RFC 3533 section 6).
            let is_head = !self.has_sound && (page.begins || matches!(page.position, 0 | u64::MAX));
            if is_head {
                head.extend(tail.drain(..page.length));
                continue;
            }
            self.has_sound = true;
            self.pages.push_back(page.length);
            self.whole += page.length;
            while self.pages.len() > PAGES || (self.pages.len() > 2 && self.whole > ENOUGH) {
                let length = self.pages.pop_front().unwrap_or_default();
                tail.drain(..length);
                self.whole -= length;
            }
        }
        Ok(())
    }
}

struct OggPageHeader {
    length: usize,
    position: u64,
    begins: bool,
}

/// Reads the page at the beginning of `bytes`; `None` while it is not whole.
fn next_page(bytes: &[u8]) -> Result<Option<OggPageHeader>, NoReplay> {
    let Some(header) = bytes.first_chunk::<HEADER>() else { return Ok(None) };
    if !header.starts_with(b"OggS") {
        return Err(NoReplay);
    }
    let segments = usize::from(header[HEADER - 1]);
    let Some(table) = bytes.get(HEADER..HEADER + segments) else { return Ok(None) };
    let length = HEADER + segments + table.iter().map(|length| usize::from(*length)).sum::<usize>();
    let position = header[6..14].iter().rev().fold(0, |position, byte| position << 8 | u64::from(*byte));
    let page = OggPageHeader { length, position, begins: header[5] & BEGINS != 0 };
    Ok((bytes.len() >= length).then_some(page))
}
