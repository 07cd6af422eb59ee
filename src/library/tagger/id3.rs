//! `ID3v2.3` and 2.4 (id3.org), `ID3v1`, and what APE tags say.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;

use super::{Beginning, Field, MOST_TAGS, TagWriteRefusal, Texts};
use crate::library::fingerprint::read;

const HEADER: usize = 10;
/// Room that is left behind frames where a tag is made larger, for who writes next.
const PADDING: usize = 1_024;
/// The version of tags that are new: what old players know too.
const NEW_VERSION: u8 = 3;
/// The length of an `ID3v1` tag,
const V1: u64 = 128;
/// Length of an APE tag's footer.
const APE: u64 = 32;

/// A tag's frames, each as it lies in the file.
struct V2 {
    version: u8,
    frames: Vec<Vec<u8>>,
    /// All of the tag, in bytes.
    length: usize,
}

/// Returns a file's new beginning, with `texts` in its `ID3v2` tag.
pub(super) fn beginning(file: &File, texts: &Texts) -> Result<Beginning, TagWriteRefusal> {
    if ape_speaks_of(file, texts)? {
        return Err(TagWriteRefusal::Ape);
    }
    let mut tag = V2::read(file)?;
    let rest = tag.length as u64;
    if read(file, rest, 3)? == b"ID3" {
        return Err(TagWriteRefusal::Unreadable);
    }
    tag.frames
        .retain(|frame| !texts.iter().any(|(field, _)| ids(*field).iter().any(|id| frame.starts_with(id))));
    let said = texts.iter().filter(|(_, text)| !text.is_empty());
    let new = said.map(|(field, text)| frame(tag.version, *field, text));
    let frames: Vec<u8> = new.chain(tag.frames).flatten().collect();
    let room = tag.length.saturating_sub(HEADER);
    let size = if frames.len() <= room { room } else { frames.len() + PADDING };
    let mut bytes = Vec::with_capacity(HEADER + size);
    if size > 0 {
        bytes.extend([b'I', b'D', b'3', tag.version, 0, 0]);
        bytes.extend(synchsafe(size));
        bytes.extend(frames);
        bytes.resize(HEADER + size, 0);
    }
    Ok(Beginning::of(bytes, rest))
}

impl V2 {
    fn read(file: &File) -> Result<Self, TagWriteRefusal> {
        let header = read(file, 0, HEADER)?;
        let [b'I', b'D', b'3', version, _, flags, size @ ..] = &header[..] else {
            return Ok(Self { version: NEW_VERSION, frames: Vec::new(), length: 0 });
        };
        // Whole tags that are encoded once more, and what stands before the frames, are rare and told wrongly.
        if !matches!(version, 3 | 4) || *flags != 0 {
            return Err(TagWriteRefusal::Unreadable);
        }
        let size =
            from_synchsafe(size).filter(|size| *size <= MOST_TAGS).ok_or(TagWriteRefusal::Unreadable)?;
        let body = read(file, HEADER as u64, size)?;
        if body.len() < size {
            return Err(TagWriteRefusal::Unreadable);
        }
        let mut frames = Vec::new();
        let mut rest = &body[..];
        while rest.first().is_some_and(|byte| *byte != 0) {
            let (frame, after) = split(*version, rest).ok_or(TagWriteRefusal::Unreadable)?;
            frames.push(frame.to_vec());
            rest = after;
        }
        if rest.iter().any(|byte| *byte != 0) {
            return Err(TagWriteRefusal::Unreadable);
        }
        Ok(Self { version: *version, frames, length: HEADER + size })
    }
}

/// The first frame of these, and the others.
fn split(version: u8, frames: &[u8]) -> Option<(&[u8], &[u8])> {
    let header: &[u8; HEADER] = frames.first_chunk()?;
    let (id, size) = (&header[..4], &header[4..8]);
    let is_id = id.iter().all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit());
    let size = match version {
        3 => u32::from_be_bytes(size.try_into().ok()?) as usize,
        _ => from_synchsafe(size)?,
    };
    if is_id { frames.split_at_checked(HEADER.checked_add(size)?) } else { None }
}

/// The frames that a text stands in; some are of the one version, some of the other.
fn ids(field: Field) -> &'static [&'static [u8]] {
    match field {
        Field::Title => &[b"TIT2"],
        Field::Artist => &[b"TPE1"],
        Field::Album => &[b"TALB"],
        Field::Genre => &[b"TCON"],
        Field::Year => &[b"TYER", b"TDRC", b"TDAT", b"TIME"],
        Field::Isrc => &[b"TSRC"],
        Field::Label => &[b"TPUB"],
    }
}

fn frame(version: u8, field: Field, text: &str) -> Vec<u8> {
    let body: Vec<u8> = match version {
        3 if text.is_ascii() => [&[0], text.as_bytes()].concat(),
        3 => [1, 0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect(),
        _ => [&[3], text.as_bytes()].concat(),
    };
    let known = ids(field);
    let id = if version == 3 { known[0] } else { known.get(1).unwrap_or(&known[0]) };
    let size = if version == 3 { (body.len() as u32).to_be_bytes() } else { synchsafe(body.len()) };
    [id, &size, &[0, 0], &body].concat()
}

/// Seven bits a byte.
fn synchsafe(size: usize) -> [u8; 4] {
    [21, 14, 7, 0].map(|shift| (size >> shift) as u8 & 0x7F)
}

fn from_synchsafe(bytes: &[u8]) -> Option<usize> {
    let is_one = bytes.iter().all(|byte| *byte < 0x80);
    is_one.then(|| bytes.iter().fold(0, |size, byte| size << 7 | usize::from(*byte)))
}

/// Has the `ID3v1` tag at the end say `texts` too, as far as it can, if there is one.
pub(super) fn lay_last(file: &File, texts: &Texts) -> io::Result<()> {
    let Some(at) = file.metadata()?.len().checked_sub(V1) else { return Ok(()) };
    let mut tag = read(file, at, V1 as usize)?;
    if !tag.starts_with(b"TAG") {
        return Ok(());
    }
    for (field, text) in texts {
        let place = match field {
            Field::Title => 3..33,
            Field::Artist => 33..63,
            Field::Album => 63..93,
            Field::Year => 93..97,
            Field::Genre => {
                // A number in a list, of which none is this one.
                tag[127] = 255;
                continue;
            }
            Field::Isrc | Field::Label => continue,
        };
        let latin =
            text.chars().map(|letter| u8::try_from(letter).unwrap_or(b'?')).chain(std::iter::repeat(0));
        for (byte, letter) in tag[place].iter_mut().zip(latin) {
            *byte = letter;
        }
    }
    file.write_all_at(&tag, at)
}

/// Returns whether a trailing APE tag contradicts `texts`: some programs read that tag first.
fn ape_speaks_of(file: &File, texts: &Texts) -> Result<bool, TagWriteRefusal> {
    let length = file.metadata()?.len();
    for end in [length, length.saturating_sub(V1)] {
        let footer = read(file, end.saturating_sub(APE), APE as usize)?;
        let Some(about) = footer.strip_prefix(b"APETAGEX") else { continue };
        let number =
            |at: usize| about.get(at..at + 4).and_then(|four| four.try_into().ok()).map(u32::from_le_bytes);
        let (Some(size), Some(count)) = (number(4), number(8)) else {
            return Err(TagWriteRefusal::Unreadable);
        };
        let size = size as usize;
        if size > MOST_TAGS || size as u64 > end {
            return Err(TagWriteRefusal::Unreadable);
        }
        let items = read(file, end - size as u64, size)?;
        let mut rest = &items[..];
        for _ in 0..count {
            let item = rest.split_first_chunk::<8>().ok_or(TagWriteRefusal::Unreadable)?;
            let value = u32::from_le_bytes([item.0[0], item.0[1], item.0[2], item.0[3]]) as usize;
            let key = item.1.split(|byte| *byte == 0).next().unwrap_or_default();
            let names = |field: Field| -> &[&str] {
                match field {
                    Field::Title => &["title"],
                    Field::Artist => &["artist"],
                    Field::Album => &["album"],
                    Field::Genre => &["genre"],
                    Field::Year => &["year"],
                    Field::Isrc => &["isrc"],
                    Field::Label => &["label", "publisher"],
                }
            };
            let is = |name: &&str| key.eq_ignore_ascii_case(name.as_bytes());
            if texts.iter().any(|(field, _)| names(*field).iter().any(is)) {
                return Ok(true);
            }
            rest = item.1.get(key.len() + 1 + value..).ok_or(TagWriteRefusal::Unreadable)?;
        }
    }
    Ok(false)
}
