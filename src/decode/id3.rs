//! Tags in the midst of MP3 and AAC, which have no place of their own for titles: programs that send file
//! after file send the tag of each with it (ID3, version 2).

use std::collections::VecDeque;
use std::io::{self, Cursor, Read};

use symphonia::core::io::{MediaSourceStream, MediaSourceStreamOptions, ReadOnlySource};
use symphonia::core::meta::{MetadataOptions, MetadataReader};
use symphonia::default::meta::Id3v2Reader;

use super::found_tags::FoundTags;
use super::reader::guarded;
use super::stream::StreamTags;

/// Bytes of a tag's header: `ID3v2.4` section 3.1.
const HEADER: usize = 10;
/// A longer tag, of pictures most of it, is passed over unread.
const LONGEST_READ: usize = 1 << 20;
/// Bytes asked of the source at a time.
const PIECE: usize = 4 << 10;

/// Takes tags out of what is sent, so that nobody takes them for sound.
pub(super) struct WithoutTags<R> {
    source: R,
    found: FoundTags,
    /// Bytes read and not yet scanned: at most the beginning of a tag, or the data after one.
    unseen: Vec<u8>,
    /// Bytes ready to be read.
    clean: VecDeque<u8>,
    tag: Option<Tag>,
    is_over: bool,
}

/// A tag that is being received.
struct Tag {
    bytes: Vec<u8>,
    left: usize,
    is_read: bool,
}

impl<R: Read> WithoutTags<R> {
    pub(super) fn new(source: R) -> Self {
        let (found, unseen, clean) = (FoundTags::default(), Vec::new(), VecDeque::new());
        Self { source, found, unseen, clean, tag: None, is_over: false }
    }

    pub(super) fn found(&self) -> FoundTags {
        self.found.clone()
    }

    /// Sorts what is unseen into sound and tags, as far as that is clear.
    fn sort(&mut self) {
        loop {
            if let Some(tag) = &mut self.tag {
                let count = tag.left.min(self.unseen.len());
                let bytes = self.unseen.drain(..count);
                if tag.is_read {
                    tag.bytes.extend(bytes);
                }
                tag.left -= count;
                if tag.left > 0 {
                    return;
                }
                let tag = self.tag.take().filter(|tag| tag.is_read);
                self.found.put(tag.and_then(|tag| parse(tag.bytes)));
            }
            let tag = (0..self.unseen.len()).find(|place| may_begin_tag(&self.unseen[*place..]));
            self.clean.extend(self.unseen.drain(..tag.unwrap_or(self.unseen.len())));
            let Some(header) = self.unseen.first_chunk::<HEADER>() else { return };
            let left = length(header);
            self.tag = Some(Tag { bytes: Vec::new(), left, is_read: left <= LONGEST_READ });
        }
    }
}

impl<R: Read> Read for WithoutTags<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.clean.is_empty() && !self.is_over {
            let mut piece = [0; PIECE];
            let count = self.source.read(&mut piece)?;
            self.unseen.extend_from_slice(&piece[..count]);
            self.sort();
            if count == 0 {
                self.is_over = true;
                // What looked like a tag's beginning was none.
                self.clean.extend(self.unseen.drain(..));
            }
        }
        self.clean.read(buffer)
    }
}

/// Returns whether a tag begins here, or may once more bytes arrive. Sound resembles one once in 10¹²
/// bytes.
fn may_begin_tag(bytes: &[u8]) -> bool {
    bytes.iter().take(HEADER).enumerate().all(|(place, byte)| match place {
        0..3 => *byte == b"ID3"[place],
        3 => (2..=4).contains(byte),
        4 => *byte == 0,
        5 => byte.trailing_zeros() >= 4,
        _ => *byte < 0x80,
    })
}

/// The length of a tag as a whole, from its header: seven bits a byte, and a footer as long as the header.
fn length(header: &[u8; HEADER]) -> usize {
    let size = header[6..].iter().fold(0, |size, byte| size << 7 | usize::from(*byte));
    let footer = if header[3] == 4 && header[5] & 0x10 != 0 { HEADER } else { 0 };
    HEADER + size + footer
}

/// Parses a tag; `None` if it is unreadable.
fn parse(bytes: Vec<u8>) -> Option<StreamTags> {
    let source = Box::new(ReadOnlySource::new(Cursor::new(bytes)));
    let stream = MediaSourceStream::new(source, MediaSourceStreamOptions::default());
    let read = guarded(|| Id3v2Reader::try_new(stream, MetadataOptions::default())?.read_all());
    let tags = StreamTags::of(&read?.ok()?.revision);
    (tags != StreamTags::default()).then_some(tags)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A tag of ID3v2.3 that holds a title, in ISO 8859-1.
    fn tag(title: &str) -> Vec<u8> {
        let text = [&[0], title.as_bytes()].concat();
        let frame = [b"TIT2", &(text.len() as u32).to_be_bytes()[..], &[0, 0], &text].concat();
        let size = [0, 0, (frame.len() >> 7) as u8, (frame.len() & 0x7F) as u8];
        [b"ID3\x03\x00\x00", &size[..], &frame].concat()
    }

    /// Sorts `sent`, which comes in pieces of so many bytes: what is left of it, and the titles.
    fn check(sent: &[u8], piece: usize, left: &[u8], titles: &[&str]) {
        struct Pieces<'a>(&'a [u8], usize);
        impl Read for Pieces<'_> {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                let count = self.1.min(buffer.len());
                self.0.read(&mut buffer[..count])
            }
        }
        let mut sorted = WithoutTags::new(Pieces(sent, piece));
        let mut sound = Vec::new();
        sorted.read_to_end(&mut sound).unwrap();
        assert_eq!(sound, left, "in pieces of {piece}");
        let found: Vec<_> = std::iter::from_fn(|| sorted.found().next()).map(|tags| tags.title).collect();
        assert_eq!(found, titles.iter().map(|title| Some((*title).to_owned())).collect::<Vec<_>>());
    }

    #[test]
    fn tags_are_taken_out_wherever_they_are() {
        let sent = [&tag("one")[..], b"sound ID ID3 more", &tag("two"), b"III", &tag("three"), b"ID3\x03"];
        for piece in [1, 7, 64, 4_096] {
            check(&sent.concat(), piece, b"sound ID ID3 moreIIIID3\x03", &["one", "two", "three"]);
        }
    }

    #[test]
    fn what_cannot_be_read_says_nothing_and_is_no_sound() {
        let mut broken = tag("x");
        broken[10..20].fill(0xFF);
        check(&[&broken[..], b"sound"].concat(), 5, b"sound", &[]);
        // A tag of 200 MB that never comes, and one beyond what is read.
        check(b"soundID3\x04\x00\x00\x60\x00\x00\x00 and its beginning", 9, b"sound", &[]);
        let long = [b"ID3\x04\x00\x00\x00\x60\x00\x00", &vec![7; 0x60 << 14][..], b"sound"].concat();
        check(&long, 4_096, b"sound", &[]);
    }
}
