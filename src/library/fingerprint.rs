//! Identifies a track by its sound, independent of its path and tags.
//!
//! The fingerprint is computed from the encoded sound's length, beginning, middle and end;
//! nothing is decoded. Tags of MP3, AAC, FLAC, Ogg, WAV, AIFF and MP4 are excluded, so that retagging a
//! file keeps its track; for other formats the whole file counts.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt as _;

use blake2::digest::consts::U8;
use blake2::{Blake2b, Digest as _};

use crate::model::TrackId;

/// Bytes of sound read at each position.
const WINDOW: u64 = 8 << 10;
/// The most parts of a file that are stepped over on the way to its sound.
const MOST_PARTS: usize = 4_096;
/// The part of an Ogg page's header in which its place in the file and its checksum are (RFC 3533 section 6).
const PAGE_NUMBERING: Range<usize> = 18..26;

/// The number of the track that `file` holds.
pub(super) fn identify(file: &File) -> io::Result<TrackId> {
    let bytes = Bytes { file, length: file.metadata()?.len() };
    let sound = bytes.sound().unwrap_or(0..bytes.length);
    let length = sound.end - sound.start;
    let mut hash = Blake2b::<U8>::new();
    hash.update(length.to_le_bytes());
    if length <= 3 * WINDOW {
        hash.update(bytes.of_sound(sound.start, &(sound.start..sound.end))?);
    } else {
        for from in [sound.start, sound.start + (length - WINDOW) / 2, sound.end - WINDOW] {
            hash.update(bytes.of_sound(sound.start, &(from..from + WINDOW))?);
        }
    }
    // Numbers that people may meet in addresses have no sign.
    Ok(TrackId(i64::from_le_bytes(hash.finalize().into()) & i64::MAX))
}

/// Returns the byte range of the sound in `file`; all of it if that cannot be determined.
pub(super) fn span(file: &File) -> io::Result<Range<u64>> {
    let bytes = Bytes { file, length: file.metadata()?.len() };
    Ok(bytes.sound().unwrap_or(0..bytes.length))
}

/// Returns the content range of the first box with this name in an MP4 file (ISO/IEC 14496-12), if there is
/// one.
pub(super) fn mp4_box(file: &File, name: [u8; 4]) -> io::Result<Option<Range<u64>>> {
    Ok(Bytes { file, length: file.metadata()?.len() }.mp4(name))
}

/// Reads `count` bytes of `file` from `at` on, or fewer at its end.
pub(super) fn read(file: &File, at: u64, count: usize) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; count];
    let mut read = 0;
    while read < count {
        match file.read_at(&mut bytes[read..], at + read as u64) {
            Ok(0) => break,
            Ok(more) => read += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    bytes.truncate(read);
    Ok(bytes)
}

/// A file's bytes.
struct Bytes<'a> {
    file: &'a File,
    length: u64,
}

impl Bytes<'_> {
    /// Reads `count` bytes from `at` on, or fewer at the file's end.
    fn read(&self, at: u64, count: usize) -> io::Result<Vec<u8>> {
        read(self.file, at, count)
    }

    /// Exactly `N` bytes from `at` on, if they are there.
    fn array<const N: usize>(&self, at: u64) -> Option<[u8; N]> {
        self.read(at, N).ok()?.try_into().ok()
    }

    /// The bytes in `span` without what changes in Ogg pages when something before them does. `start` is where
    /// the sound begins.
    fn of_sound(&self, start: u64, span: &Range<u64>) -> io::Result<Vec<u8>> {
        // The header of a page may have begun before.
        let before = (span.start - start).min(PAGE_NUMBERING.end as u64) as usize;
        let mut bytes = self.read(span.start - before as u64, (span.end - span.start) as usize + before)?;
        for at in 0..bytes.len().saturating_sub(4) {
            if bytes[at..].starts_with(b"OggS") {
                let end = (at + PAGE_NUMBERING.end).min(bytes.len());
                let from = (at + PAGE_NUMBERING.start).min(end);
                bytes[from..end].fill(0);
            }
        }
        bytes.drain(..before.min(bytes.len()));
        Ok(bytes)
    }

    /// Returns the byte range of the sound, by the file's type; `None` if unknown.
    fn sound(&self) -> Option<Range<u64>> {
        let start = self.after_id3();
        let head: [u8; 8] = self.array(start)?;
        let sound = match head {
            [b'f', b'L', b'a', b'C', ..] => self.flac(start + 4)?..self.before_tags(),
            [b'O', b'g', b'g', b'S', ..] => self.ogg(start)?..self.length,
            [b'R', b'I', b'F', b'F', ..] => self.chunk(start + 12, *b"data", u32::from_le_bytes)?,
            [b'F', b'O', b'R', b'M', ..] => self.chunk(start + 12, *b"SSND", u32::from_be_bytes)?,
            [_, _, _, _, b'f', b't', b'y', b'p'] => self.mp4(*b"mdat")?,
            _ => start..self.before_tags(),
        };
        (sound.start < sound.end).then_some(sound)
    }

    /// Returns the end of leading `ID3v2` tags.
    fn after_id3(&self) -> u64 {
        let mut at = 0;
        for _ in 0..MOST_PARTS {
            let Some([b'I', b'D', b'3', _, _, flags, a, b, c, d]) = self.array(at) else {
                break;
            };
            let size = [a, b, c, d].iter().fold(0, |size, byte| size << 7 | u64::from(byte & 0x7F));
            let footer = if flags & 0x10 == 0 { 0 } else { 10 };
            at += 10 + size + footer;
        }
        at.min(self.length)
    }

    /// Returns the start of trailing `ID3v1` and APE tags.
    fn before_tags(&self) -> u64 {
        let mut end = self.length;
        if end >= 128 && self.array(end - 128) == Some(*b"TAG") {
            end -= 128;
        }
        if let Some(footer) = end.checked_sub(32).and_then(|at| self.array::<32>(at))
            && let Some(rest) = footer.strip_prefix(b"APETAGEX")
        {
            let number = |at: usize| {
                u64::from(u32::from_le_bytes([rest[at], rest[at + 1], rest[at + 2], rest[at + 3]]))
            };
            let header = if number(12) & 1 << 31 == 0 { 0 } else { 32 };
            end = end.saturating_sub(number(4) + header);
        }
        end
    }

    /// Returns the start of the frames, after the metadata blocks from `at` on (RFC 9639 section 8).
    fn flac(&self, mut at: u64) -> Option<u64> {
        for _ in 0..MOST_PARTS {
            let [kind, a, b, c] = self.array(at)?;
            at += 4 + u64::from(u32::from_be_bytes([0, a, b, c]));
            if kind & 0x80 != 0 {
                return Some(at);
            }
        }
        None
    }

    /// Returns the start of the first page with sound: the first with a granule position above zero.
    fn ogg(&self, mut at: u64) -> Option<u64> {
        for _ in 0..MOST_PARTS {
            let head: [u8; 27] = self.array(at)?;
            let time = head.strip_prefix(b"OggS")?.get(2..10)?;
            // No packet ends on a page of only ones.
            if time.iter().any(|byte| *byte != 0) && time.iter().any(|byte| *byte != 0xFF) {
                return Some(at);
            }
            let sizes = self.read(at + 27, usize::from(head[26])).ok()?;
            at += 27 + sizes.len() as u64 + sizes.iter().copied().map(u64::from).sum::<u64>();
        }
        None
    }

    /// The content of the first chunk of this name, from `at` on.
    fn chunk(&self, mut at: u64, name: [u8; 4], number: fn([u8; 4]) -> u32) -> Option<Range<u64>> {
        for _ in 0..MOST_PARTS {
            let [n, a, m, e, size @ ..]: [u8; 8] = self.array(at)?;
            let size = u64::from(number(size));
            if [n, a, m, e] == name {
                // Who writes into a pipe says a size that is not there.
                return Some(at + 8..(at + 8 + size).min(self.length));
            }
            at += 8 + size + size % 2;
        }
        None
    }

    /// The content of the first box of this name (ISO/IEC 14496-12).
    fn mp4(&self, wanted: [u8; 4]) -> Option<Range<u64>> {
        let mut at = 0;
        for _ in 0..MOST_PARTS {
            let [a, b, c, d, name @ ..]: [u8; 8] = self.array(at)?;
            let (header, size) = match u64::from(u32::from_be_bytes([a, b, c, d])) {
                0 => (8, self.length - at),
                1 => (16, u64::from_be_bytes(self.array(at + 8)?)),
                size => (8, size),
            };
            let end = at.checked_add(size.max(header))?.min(self.length);
            if name == wanted && at + header < end {
                return Some(at + header..end);
            }
            at = end;
        }
        None
    }
}
