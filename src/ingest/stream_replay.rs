//! The bytes of a stream by which another decoder goes on with it.
//!
//! In: everything that a source sends. Out: its beginning, up to the first sound, and the last few frames, pages or clusters
//! with what is not complete yet. Never: keeps more than 256 KiB of the one or twice that of the other; of a stream that
//! cannot be gone on with so, nothing.
//!
//! A decoder that is given these bytes has heard as much as one that was given everything: what comes next is decoded to the
//! same sound.

mod ebml;
mod frames;
mod ogg;

use ebml::EbmlReplay;
use frames::{aligned, flac_head};
use ogg::OggReplay;

/// The most that is kept of a beginning, and of what follows a place from which a decoder can go on, in bytes.
const MOST: usize = 256 * 1_024;
/// Bytes at the end of a stream of frames that are kept: more than a decoder needs to find itself.
const FRAMES: usize = 32 * 1_024;
const FLAC_FRAMES: usize = 96 * 1_024;

/// Follows one stream.
#[derive(Debug, Default)]
pub(super) struct StreamReplay {
    /// Everything before the first sound.
    head: Vec<u8>,
    /// The last sound, and what is not complete yet.
    tail: Vec<u8>,
    layout: StreamLayout,
}

#[derive(Debug, Default)]
enum StreamLayout {
    /// Too little has come.
    #[default]
    Unknown,
    Ogg(OggReplay),
    /// Matroska and WebM.
    Ebml(EbmlReplay),
    /// Before the first frame of FLAC.
    FlacHead,
    Flac,
    /// MPEG audio or ADTS.
    Frames,
    /// It cannot be gone on with.
    Lost,
}

/// The stream cannot be gone on with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct NoReplay;

impl StreamReplay {
    /// Sees the next bytes.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        if matches!(self.layout, StreamLayout::Lost) {
            return;
        }
        self.tail.extend_from_slice(bytes);
        if self.follow().is_err() || self.head.len() > MOST || self.tail.len() > 2 * MOST {
            *self = Self { layout: StreamLayout::Lost, ..Self::default() };
        }
    }

    /// Returns the bytes for another decoder; `None` for a stream that cannot be gone on with.
    pub(super) fn bytes(&self) -> Option<Vec<u8>> {
        let tail = match self.layout {
            StreamLayout::Lost => return None,
            // A stream that was seen from its beginning is kept from there.
            StreamLayout::Frames => aligned(&self.tail),
            _ => &self.tail,
        };
        Some([&self.head, tail].concat())
    }

    fn follow(&mut self) -> Result<(), NoReplay> {
        let Self { head, tail, layout } = self;
        if let StreamLayout::Unknown = layout {
            let Some(magic) = tail.first_chunk::<4>() else { return Ok(()) };
            *layout = match magic {
                b"OggS" => StreamLayout::Ogg(OggReplay::default()),
                b"fLaC" => StreamLayout::FlacHead,
                [0x1A, 0x45, 0xDF, 0xA3] => StreamLayout::Ebml(EbmlReplay::default()),
                [b'I', b'D', b'3', _] => StreamLayout::Frames,
                [0xFF, second, ..] if second & 0xE0 == 0xE0 => StreamLayout::Frames,
                _ => return Err(NoReplay),
            };
        }
        match layout {
            StreamLayout::Ogg(ogg) => ogg.follow(head, tail)?,
            StreamLayout::Ebml(ebml) => ebml.follow(head, tail)?,
            StreamLayout::FlacHead => {
                if let Some(length) = flac_head(tail) {
                    head.extend(tail.drain(..length));
                    *layout = StreamLayout::Flac;
                }
            }
            StreamLayout::Flac => keep_last(tail, FLAC_FRAMES),
            StreamLayout::Frames => keep_last(tail, FRAMES),
            StreamLayout::Unknown | StreamLayout::Lost => {}
        }
        Ok(())
    }
}

/// Keeps at least the last `count` bytes; not exactly, so that they are not moved for each piece.
fn keep_last(bytes: &mut Vec<u8>, count: usize) {
    if bytes.len() > 2 * count {
        bytes.drain(..bytes.len() - count);
    }
}

#[cfg(test)]
mod tests;
