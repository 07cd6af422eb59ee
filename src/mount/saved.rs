//! State of a mount and of its listeners, for another process that goes on with both.
//!
//! Rings go over as they are, message by message: where a stream is cut by bytes, its cuts depend on where it began.
//! The bytes themselves are attached to the state: they are megabytes where samples are sent plain.

use std::sync::Arc;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::demand::Demand;
use super::ring::{Content, Ring};
use super::{Listener, Mount, Start};
use crate::format::{Cadence, Format};
use crate::frame::Frame;
use crate::model::{SavedTitle, base64_bytes};

/// A mount with what it keeps.
#[derive(Debug, Serialize, Deserialize)]
pub struct SavedMount {
    /// The rendition's name.
    pub rendition: String,
    codec: String,
    samples_per_frame: u32,
    first_seq: u64,
    next_seq: u64,
    frames: Vec<SavedFrame>,
    titles: Vec<SavedTitle>,
    rings: Vec<SavedRing>,
}

#[derive(Debug, Serialize, Deserialize)]
struct SavedFrame {
    seq: u64,
    time_us: u64,
    payload: AttachedBytes,
}

/// A message of a ring.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct SavedMessage {
    pub(super) content: Content,
    pub(super) bytes: AttachedBytes,
    pub(super) begun: AttachedBytes,
}

/// The place of bytes in what is attached to the state.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub(super) struct AttachedBytes {
    at: usize,
    length: usize,
}

impl AttachedBytes {
    pub(super) fn put(bytes: &[u8], attached: &mut Vec<u8>) -> Self {
        let at = attached.len();
        attached.extend_from_slice(bytes);
        Self { at, length: bytes.len() }
    }

    /// Returns the bytes; none if the place is not there.
    pub(super) fn get(self, attached: &Bytes) -> Bytes {
        let end = self.at.checked_add(self.length).filter(|end| *end <= attached.len());
        end.map(|end| attached.slice(self.at..end)).unwrap_or_default()
    }
}

/// A ring with its messages.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct SavedRing {
    pub(super) format: SavedFormat,
    pub(super) cadence: Cadence,
    pub(super) messages: Vec<SavedMessage>,
    pub(super) oldest: u64,
    pub(super) edge: u64,
    pub(super) title: Option<SavedTitle>,
    pub(super) carry: AttachedBytes,
    pub(super) begun: AttachedBytes,
    pub(super) taken: u64,
}

/// A format by its label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedFormat {
    /// The [label](Format::label).
    pub label: String,
    /// True if it has messages with captions.
    pub has_captions: bool,
}

impl SavedFormat {
    pub(super) fn of(format: &Format) -> Self {
        Self { label: format.label.to_owned(), has_captions: format.has_captions }
    }
}

/// The place of a listener in a stream.
#[derive(Debug, Serialize, Deserialize)]
pub struct SavedListener {
    /// The station's slug.
    pub station: String,
    /// The rendition's name.
    pub rendition: String,
    pub(super) format: SavedFormat,
    pub(super) cadence: Cadence,
    /// Its number, which no other listener to the station has.
    pub number: u64,
    /// Time of joining, in microseconds of the server's clock.
    pub since_us: u64,
    pub(super) skipped: u64,
    pub(super) next: u64,
    pub(super) next_seq: Option<u64>,
    pub(super) titled_us: u64,
    #[serde(with = "base64_bytes")]
    pub(super) greeting: Bytes,
    pub(super) caught_up: bool,
}

impl Mount {
    /// Returns the number of the mount's first frame.
    pub fn first_seq(&self) -> u64 {
        self.inner.config.first_seq
    }

    /// Returns the mount as another process goes on with it, but for bytes, which are put behind what is `attached`.
    pub fn save(&self, attached: &mut Vec<u8>) -> SavedMount {
        let (rendition, state) = (self.rendition(), self.inner.lock());
        let frame = |Frame { seq, time_us, payload }: &Frame| SavedFrame {
            seq: *seq,
            time_us: *time_us,
            payload: AttachedBytes::put(payload, attached),
        };
        let frames = state.frames.iter().map(frame).collect();
        SavedMount {
            rendition: rendition.name.clone(),
            codec: rendition.codec.name().to_owned(),
            samples_per_frame: rendition.samples_per_frame,
            first_seq: self.first_seq(),
            next_seq: state.next_seq,
            frames,
            titles: state.titles.iter().map(Into::into).collect(),
            rings: state.rings.iter().map(|ring| ring.save(attached)).collect(),
        }
    }

    /// Goes on with what another process had, and what it attached; to be called before anything is published or anybody listens. `format`
    /// finds formats. Returns false if the stream is not the same: its listeners cannot be gone on with.
    pub fn restore(
        &self,
        saved: SavedMount,
        attached: &Bytes,
        format: impl Fn(&SavedFormat) -> Option<&'static Format>,
    ) -> bool {
        let rendition = self.rendition();
        let is_same = saved.codec == rendition.codec.name()
            && saved.samples_per_frame == rendition.samples_per_frame
            && saved.first_seq == self.first_seq();
        if !is_same {
            return false;
        }
        let mut state = self.inner.lock();
        state.next_seq = saved.next_seq;
        let frame =
            |SavedFrame { seq, time_us, payload }| Frame { seq, time_us, payload: payload.get(attached) };
        state.frames = saved.frames.into_iter().map(frame).collect();
        state.titles = saved.titles.into_iter().map(Into::into).collect();
        for ring in saved.rings {
            let Some(format) = format(&ring.format).filter(|format| format.packs(rendition)) else {
                continue;
            };
            let framing = self.inner.framing(format, ring.cadence);
            let restored = Arc::new(Ring::new(format, ring.cadence, framing, saved.first_seq));
            restored.restore(ring, attached);
            state.rings.push(restored);
        }
        true
    }

    /// Returns a listener of another process at its place here; `None` if its ring was not gone on with.
    pub fn resume(&self, saved: &SavedListener) -> Option<Listener> {
        let is_its =
            |ring: &&Arc<Ring>| SavedFormat::of(ring.format) == saved.format && ring.cadence == saved.cadence;
        let ring = self.inner.lock().rings.iter().find(is_its).cloned()?;
        Some(Listener::resume(Demand::listener(&self.inner, Start::LIVE), ring, saved))
    }
}
