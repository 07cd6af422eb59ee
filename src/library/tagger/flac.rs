//! The metadata blocks of FLAC (RFC 9639 section 8).

use std::fs::File;

use super::comments::Comments;
use super::{Beginning, MOST_TAGS, TagWriteRefusal, Texts};
use crate::library::fingerprint::read;

const MARKER: &[u8] = b"fLaC";
const LAST: u8 = 0x80;
const COMMENTS: u8 = 4;
/// The longest block, in bytes: its length has 24 bits.
const LONGEST: usize = (1 << 24) - 1;

/// Returns a file's new beginning, with `texts` in its comment block. Every other block stays as it is.
pub(super) fn beginning(file: &File, texts: &Texts) -> Result<Beginning, TagWriteRefusal> {
    if read(file, 0, MARKER.len())? != MARKER {
        return Err(TagWriteRefusal::Unreadable);
    }
    let (mut blocks, mut at) = (Vec::<(u8, Vec<u8>)>::new(), MARKER.len() as u64);
    loop {
        let header = read(file, at, 4)?;
        let &[kind, a, b, c] = &header[..] else { return Err(TagWriteRefusal::Unreadable) };
        let length = u32::from_be_bytes([0, a, b, c]) as usize;
        let body = read(file, at + 4, length)?;
        at += 4 + length as u64;
        if body.len() < length || at > MOST_TAGS as u64 {
            return Err(TagWriteRefusal::Unreadable);
        }
        blocks.push((kind & !LAST, body));
        if kind & LAST != 0 {
            break;
        }
    }
    let known = blocks.iter().position(|(kind, _)| *kind == COMMENTS);
    let mut comments = match known {
        Some(place) => Comments::read(&blocks[place].1).ok_or(TagWriteRefusal::Unreadable)?,
        None => Comments::none(),
    };
    comments.lay(texts);
    match known {
        Some(place) => blocks[place].1 = comments.bytes(),
        // The first block says what the stream is.
        None => blocks.insert(1, (COMMENTS, comments.bytes())),
    }
    let mut bytes = MARKER.to_vec();
    let count = blocks.len();
    for (place, (kind, body)) in blocks.into_iter().enumerate() {
        if body.len() > LONGEST {
            return Err(TagWriteRefusal::Unreadable);
        }
        let last = if place + 1 == count { LAST } else { 0 };
        let [_, length @ ..] = (body.len() as u32).to_be_bytes();
        bytes.push(kind | last);
        bytes.extend(length);
        bytes.extend(body);
    }
    Ok(Beginning::of(bytes, at))
}
