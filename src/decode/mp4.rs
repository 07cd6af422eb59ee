//! Encoder delay and padding of MP4 files: edit lists and iTunes' `iTunSMPB` comment.
//!
//! symphonia reads neither. ISO/IEC 14496-12 describes the boxes.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use super::edges::Edges;

/// The largest table of contents that is looked at, in bytes; audiobooks of a day stay below it.
const LARGEST_MOOV: u64 = 32 << 20;
/// Boxes at the top of a file that are looked at.
const MOST_BOXES: usize = 1_000;

/// The edges of track `id`, whose packets hold `frames` in all if that is known.
pub(super) fn edges(file: &mut File, id: u32, frames: Option<u64>) -> Option<Edges> {
    let moov = find_moov(file)?;
    let track = Boxes(&moov).all(*b"trak").find(|trak| track_id(trak) == Some(id))?;
    if let Some(note) = itunes_note(&moov).or_else(|| itunes_note(track)) {
        return Some(note);
    }
    let media_scale = number(Boxes(track).path(&[*b"mdia", *b"mdhd"])?, &[12, 20], 4)?;
    let movie_scale = number(Boxes(&moov).path(&[*b"mvhd"])?, &[12, 20], 4)?;
    let (duration, skip) = only_edit(Boxes(track).path(&[*b"edts", *b"elst"])?)?;
    if media_scale == 0 || movie_scale == 0 || duration == 0 {
        return Some(Edges { skip, ..Edges::default() });
    }
    let scaled = u128::from(duration) * u128::from(media_scale) / u128::from(movie_scale);
    // An edit's length often counts milliseconds only. Where the packets' own lengths agree with it, they
    // are the finer measure.
    let rest = frames.and_then(|frames| frames.checked_sub(skip)).filter(|frames| *frames > 0);
    let coarse = u128::from(media_scale / movie_scale + 1);
    let take = match rest {
        Some(rest) if u128::from(rest).abs_diff(scaled) <= coarse => rest,
        _ => scaled as u64,
    };
    Some(Edges { skip, take: Some(take), drop_last: 0 })
}

/// Reads the table of contents, wherever in the file it is.
fn find_moov(file: &mut File) -> Option<Vec<u8>> {
    let mut at = 0;
    for _ in 0..MOST_BOXES {
        file.seek(SeekFrom::Start(at)).ok()?;
        let mut header = [0; 16];
        let header_len = read_most(file, &mut header)?;
        let (kind, body, size) = box_header(&header[..header_len])?;
        let size = size?;
        if &kind == b"moov" {
            let length = size.checked_sub(body)?;
            file.seek(SeekFrom::Start(at + body)).ok()?;
            let mut moov = Vec::new();
            // As many bytes as there are: the header may claim more.
            file.take(length.min(LARGEST_MOOV)).read_to_end(&mut moov).ok()?;
            return Some(moov);
        }
        at = at.checked_add(size)?;
    }
    None
}

/// Fills as much of `buffer` as the file can.
fn read_most(file: &mut File, buffer: &mut [u8]) -> Option<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match file.read(&mut buffer[filled..]).ok()? {
            0 => break,
            read => filled += read,
        }
    }
    Some(filled)
}

/// Kind, length of the header, and length of the box in all; none where it goes on to the end.
fn box_header(bytes: &[u8]) -> Option<([u8; 4], u64, Option<u64>)> {
    let kind = *bytes.get(4..)?.first_chunk()?;
    match u32::from_be_bytes(*bytes.first_chunk()?) {
        0 => Some((kind, 8, None)),
        1 => {
            let size = u64::from_be_bytes(*bytes.get(8..)?.first_chunk()?);
            (size >= 16).then_some((kind, 16, Some(size)))
        }
        size => (size >= 8).then_some((kind, 8, Some(u64::from(size)))),
    }
}

/// The boxes that lie one after the other in some bytes.
struct Boxes<'a>(&'a [u8]);

impl<'a> Iterator for Boxes<'a> {
    type Item = ([u8; 4], &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (kind, body, size) = box_header(self.0)?;
        let size = size.map_or(self.0.len(), |size| (size as usize).min(self.0.len()));
        let content = self.0.get(body as usize..size)?;
        self.0 = &self.0[size..];
        Some((kind, content))
    }
}

impl<'a> Boxes<'a> {
    fn all(self, kind: [u8; 4]) -> impl Iterator<Item = &'a [u8]> {
        self.filter(move |(found, _)| *found == kind).map(|(_, content)| content)
    }

    /// The content of the first box at the end of a path of kinds.
    fn path(self, kinds: &[[u8; 4]]) -> Option<&'a [u8]> {
        let (first, rest) = kinds.split_first()?;
        let content = self.all(*first).next()?;
        if rest.is_empty() { Some(content) } else { Boxes(content).path(rest) }
    }
}

/// The big-endian number of `width` bytes that a box of version 0 or 1 has at that version's offset.
fn number(content: &[u8], offsets: &[usize; 2], width: usize) -> Option<u64> {
    let offset = offsets[usize::from(*content.first()? != 0)];
    let bytes = content.get(offset..offset + width)?;
    Some(bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

fn track_id(trak: &[u8]) -> Option<u32> {
    number(Boxes(trak).path(&[*b"tkhd"])?, &[12, 20], 4).map(|id| id as u32)
}

/// Length, in the movie's time, and beginning, in the track's, of an edit list's one edit.
///
/// A list that cuts the track into several pieces is left alone: all of the track is played.
fn only_edit(elst: &[u8]) -> Option<(u64, u64)> {
    let width = if *elst.first()? == 0 { 4 } else { 8 };
    let mut edits = elst.get(8..)?.chunks_exact(2 * width + 4).filter_map(|edit| {
        let field = |at: usize| edit[at..at + width].iter().fold(0_u64, |n, byte| n << 8 | u64::from(*byte));
        let (duration, start) = (field(0), field(width));
        // A beginning of −1 stands for silence.
        (start >> (8 * width - 1) == 0).then_some((duration, start))
    });
    let only = edits.next()?;
    edits.next().is_none().then_some(only)
}

/// Reads iTunes' note about gapless play: zero, frames in front, frames behind, frames of music, all in hex.
fn itunes_note(container: &[u8]) -> Option<Edges> {
    let meta = Boxes(container).path(&[*b"udta", *b"meta"])?;
    let items = Boxes(meta.get(4..)?).path(&[*b"ilst"])?;
    let note = Boxes(items)
        .all(*b"----")
        .find(|item| Boxes(item).path(&[*b"name"]).is_some_and(|name| name.get(4..) == Some(b"iTunSMPB")))?;
    let text = std::str::from_utf8(Boxes(note).path(&[*b"data"])?.get(8..)?).ok()?;
    let mut fields = text.split_ascii_whitespace().map(|field| u64::from_str_radix(field, 16));
    let skip = fields.nth(1)?.ok()?;
    let take = fields.nth(1)?.ok()?;
    (skip < 1 << 16 && take > 0).then_some(Edges { skip, take: Some(take), drop_last: 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn boxed(kind: [u8; 4], content: &[u8]) -> Vec<u8> {
        let size = (content.len() + 8) as u32;
        [&size.to_be_bytes()[..], &kind, content].concat()
    }

    #[test]
    fn the_only_edit_is_read_and_silence_before_it_ignored() {
        let silence = [0, 0, 0, 9, 255, 255, 255, 255, 0, 1, 0, 0];
        let music = [0, 0, 3, 232, 0, 0, 4, 0, 0, 1, 0, 0];
        let head = [0, 0, 0, 0, 0, 0, 0, 2];
        assert_eq!(only_edit(&[&head[..], &silence, &music].concat()), Some((1_000, 1_024)));
        assert_eq!(only_edit(&[&head[..], &music, &music].concat()), None);
        assert_eq!(only_edit(&[0; 3]), None);
    }

    #[test]
    fn the_note_of_itunes_is_read() {
        let text = b"\0\0\0\x01\0\0\0\0 00000000 00000840 000001CA 0000000000003F16 00000000";
        let name = boxed(*b"name", b"\0\0\0\0iTunSMPB");
        let item = boxed(*b"----", &[name, boxed(*b"data", text)].concat());
        let meta = boxed(*b"meta", &[b"\0\0\0\0".to_vec(), boxed(*b"ilst", &item)].concat());
        let moov = boxed(*b"udta", &meta);
        let expected = Edges { skip: 0x840, take: Some(0x3f16), drop_last: 0 };
        assert_eq!(itunes_note(&moov), Some(expected));
    }

    #[test]
    fn boxes_that_lie_about_their_size_end_the_walk() {
        assert_eq!(Boxes(&[0, 0, 0, 7, b'm', b'o', b'o', b'v']).count(), 0);
        assert_eq!(Boxes(&[255, 0, 0, 7, b'm', b'o', b'o', b'v', 1]).count(), 1);
        assert_eq!(Boxes(&[0, 0, 0, 1, b'm', b'o', b'o', b'v', 1]).count(), 0);
    }
}
