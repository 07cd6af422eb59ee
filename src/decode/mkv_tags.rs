//! The title at the beginning of a Matroska or `WebM` stream, which symphonia passes over.
//!
//! `FFmpeg` writes `-metadata title=` into the segment's `Info` (RFC 9559 section 5.1.2.11), and the artist into a
//! tag of the whole segment, which symphonia takes for that of an album.

use std::io::{self, Read};
use std::str;

use super::found_tags::FoundTags;
use super::mkv::{CLUSTER, Elements, INFO, SEGMENT, child};
use super::stream::{StreamTags, tidy};

const TITLE: u32 = 0x7BA9;
const TAGS: u32 = 0x1254_C367;
const TAG: u32 = 0x7373;
const SIMPLE_TAG: u32 = 0x67C8;
const TAG_NAME: u32 = 0x45A3;
const TAG_STRING: u32 = 0x4487;

/// Bytes of a stream in which its first cluster is looked for; covers may make the rest longer.
const LONGEST_HEAD: usize = 64 << 10;

/// Reads on, and keeps what it reads until the sound begins, for the title in it.
pub(super) struct MatroskaHead<R> {
    source: R,
    found: FoundTags,
    /// The beginning of the stream; `None` once its sound has begun.
    head: Option<Vec<u8>>,
}

impl<R: Read> MatroskaHead<R> {
    pub(super) fn new(source: R) -> Self {
        Self { source, found: FoundTags::default(), head: Some(Vec::new()) }
    }

    pub(super) fn found(&self) -> FoundTags {
        self.found.clone()
    }
}

impl<R: Read> Read for MatroskaHead<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(buffer)?;
        if let Some(head) = &mut self.head {
            head.extend_from_slice(&buffer[..count]);
            let is_whole = segment(head).any(|(id, _)| id == CLUSTER);
            if is_whole {
                self.found.put(tags(head));
            }
            if is_whole || head.len() > LONGEST_HEAD {
                self.head = None;
            }
        }
        Ok(count)
    }
}

/// Returns the elements of the segment, the last of which may have come in part.
fn segment(head: &[u8]) -> Elements<'_> {
    Elements(child(head, SEGMENT).unwrap_or_default())
}

fn tags(head: &[u8]) -> Option<StreamTags> {
    let before_sound = || segment(head).take_while(|(id, _)| *id != CLUSTER);
    let (_, info) = before_sound().find(|(id, _)| *id == INFO)?;
    let title = text(child(info, TITLE)?)?;
    let named = |name: &[u8]| {
        let is_named = |tag: &[u8]| child(tag, TAG_NAME).is_some_and(|it| it.eq_ignore_ascii_case(name));
        let tags = before_sound().filter(|(id, _)| *id == TAGS).flat_map(|(_, tags)| Elements(tags));
        let mut simple = tags.filter(|(id, _)| *id == TAG).flat_map(|(_, tag)| Elements(tag));
        let (_, tag) = simple.find(|(id, tag)| *id == SIMPLE_TAG && is_named(tag))?;
        text(child(tag, TAG_STRING)?)
    };
    Some(StreamTags { title: Some(title), artist: named(b"ARTIST"), album: named(b"ALBUM") })
}

/// UTF-8, which may be padded with zeros.
fn text(bytes: &[u8]) -> Option<String> {
    tidy(str::from_utf8(bytes).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An element with a length of one byte.
    fn element(id: &[u8], content: &[u8]) -> Vec<u8> {
        [id, &[0x80 | content.len() as u8], content].concat()
    }

    fn stream(info: &[u8], tags: &[u8]) -> Vec<u8> {
        let cluster = [0x1F, 0x43, 0xB6, 0x75, 0xFF];
        let segment = [0x18, 0x53, 0x80, 0x67, 0xFF];
        [&element(&[0x1A, 0x45, 0xDF, 0xA3], b"header")[..], &segment, info, tags, &cluster, b"sound"]
            .concat()
    }

    fn simple_tag(name: &[u8], value: &[u8]) -> Vec<u8> {
        let content = [element(&[0x45, 0xA3], name), element(&[0x44, 0x87], value)].concat();
        element(&[0x67, 0xC8], &content)
    }

    /// Returns the tags that are found in `sent`, which comes byte by byte.
    fn found(sent: &[u8]) -> Option<StreamTags> {
        let mut head = MatroskaHead::new(sent);
        let (mut passed, mut one) = (Vec::new(), [0]);
        while head.read(&mut one).unwrap() > 0 {
            passed.extend(one);
        }
        assert!(passed == sent, "every byte is passed on");
        let found = head.found().next();
        assert_eq!(head.found().next(), None);
        found
    }

    #[test]
    fn title_and_artist_are_found_before_the_sound() {
        let info = element(&[0x15, 0x49, 0xA9, 0x66], &element(&[0x7B, 0xA9], "Sång\0".as_bytes()));
        let tag = [simple_tag(b"ENCODER", b"x"), simple_tag(b"ARTIST", b"Ann")].concat();
        let tags = element(&[0x12, 0x54, 0xC3, 0x67], &element(&[0x73, 0x73], &tag));
        let title = StreamTags { title: Some("Sång".to_owned()), ..StreamTags::default() };
        assert_eq!(found(&stream(&info, b"")), Some(title.clone()));
        assert_eq!(
            found(&stream(&info, &tags)),
            Some(StreamTags { artist: Some("Ann".to_owned()), ..title })
        );
    }

    #[test]
    fn streams_without_a_title_have_none() {
        assert_eq!(found(&stream(b"", b"")), None);
        let damaged = element(&[0x15, 0x49, 0xA9, 0x66], &element(&[0x7B, 0xA9], &[0xFF, 0xFE]));
        assert_eq!(found(&stream(&damaged, b"")), None);
        assert_eq!(found(&vec![0xEC; 2 * LONGEST_HEAD]), None);
        assert_eq!(found(b"OggS"), None);
    }
}
