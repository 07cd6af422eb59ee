//! The packets of a recording's own Ogg Opus file, one after the other.

use std::collections::VecDeque;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use bytes::{Bytes, BytesMut};

use super::Error;
use crate::container::ogg_opus_file::{LONGEST_PAGE, OggPage, pre_skip};
use crate::frame::{Codec, Rendition};

/// The bitrate that is said of it; nothing is made by it.
const KBIT_S: u32 = 96;

/// Reads packets, a page at a time.
pub(super) struct RecordingPackets {
    path: PathBuf,
    file: File,
    /// Bytes that were read and are no packets yet.
    rest: Bytes,
    packets: VecDeque<Bytes>,
    rendition: Rendition,
    /// The `OpusTags` packet.
    tags: Bytes,
}

impl RecordingPackets {
    /// Opens the file at `path`, and reads its headers.
    pub(super) fn open(path: &Path) -> Result<Self, Error> {
        let file = File::open(path).map_err(Error::about(path))?;
        let mut packets = Self {
            path: path.to_owned(),
            file,
            rest: Bytes::new(),
            packets: VecDeque::new(),
            rendition: Rendition::new(&format!("opus-{KBIT_S}"), Codec::Opus, KBIT_S * 1_000),
            tags: Bytes::new(),
        };
        let head = packets.next()?.and_then(|head| pre_skip(&head));
        packets.rendition.pre_skip = head.ok_or_else(|| Error::Unreadable(path.to_owned()))?;
        packets.tags = packets.next()?.ok_or_else(|| Error::Unreadable(path.to_owned()))?;
        Ok(packets)
    }

    /// The rendition of its packets, as far as a decoder needs it.
    pub(super) fn rendition(&self) -> &Rendition {
        &self.rendition
    }

    /// The packet of its comments.
    pub(super) fn tags(&self) -> &[u8] {
        &self.tags
    }

    /// Returns the next packet; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Bytes>, Error> {
        loop {
            if let Some(packet) = self.packets.pop_front() {
                return Ok(Some(packet));
            }
            if let Some(page) = OggPage::read(&self.rest) {
                self.rest = self.rest.slice(page.length..);
                self.packets.extend(page.packets);
            } else if !self.read_on()? {
                let is_whole = self.rest.is_empty();
                return if is_whole { Ok(None) } else { Err(Error::Unreadable(self.path.clone())) };
            }
        }
    }

    /// Reads more of the file; false at its end, or where no page can begin.
    fn read_on(&mut self) -> Result<bool, Error> {
        if self.rest.len() > LONGEST_PAGE {
            return Ok(false);
        }
        let mut more = BytesMut::from(&self.rest[..]);
        let known = more.len();
        more.resize(known + LONGEST_PAGE, 0);
        let read = self.file.read(&mut more[known..]).map_err(Error::about(&self.path))?;
        more.truncate(known + read);
        self.rest = more.freeze();
        Ok(read > 0)
    }
}
