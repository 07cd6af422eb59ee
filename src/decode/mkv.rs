//! Encoder delay and padding of Matroska and `WebM` files.
//!
//! symphonia passes on neither `CodecDelay` nor `DiscardPadding` (RFC 9559 sections 5.1.4.1.25, 5.1.3.5.7).

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use super::edges::Edges;

pub(super) const SEGMENT: u32 = 0x1853_8067;
pub(super) const INFO: u32 = 0x1549_A966;
const TIMESTAMP_SCALE: u32 = 0x002A_D7B1;
const DURATION: u32 = 0x4489;
const MUXING_APP: u32 = 0x4D80;
const TRACKS: u32 = 0x1654_AE6B;
const TRACK_ENTRY: u32 = 0xAE;
const TRACK_NUMBER: u32 = 0xD7;
const CODEC_DELAY: u32 = 0x56AA;
pub(super) const CLUSTER: u32 = 0x1F43_B675;
const BLOCK_GROUP: u32 = 0xA0;
const DISCARD_PADDING: u32 = 0x75A2;

/// The most bytes of one element that are read into memory.
const LARGEST: u64 = 8 << 20;
/// Elements of a segment that are walked over: clusters of a second make four hours.
const MOST_ELEMENTS: usize = 20_000;

/// The edges of track `number`, whose sound has `rate` frames a second and begins after `usual_skip` of them
/// where the file says nothing.
pub(super) fn edges(file: &mut File, number: u32, (rate, usual_skip): (u64, u64)) -> Option<Edges> {
    let parts = Parts::find(file)?;
    let entry = Elements(&parts.tracks)
        .filter(|(id, _)| *id == TRACK_ENTRY)
        .find(|(_, entry)| child(entry, TRACK_NUMBER).map(unsigned) == Some(u64::from(number)))?
        .1;
    // More than a few packets is not padding but a mistake.
    let frames = |ns: u64| ((ns.min(1_000_000_000) * rate + 500_000_000) / 1_000_000_000).min(rate);
    let skip = child(entry, CODEC_DELAY).map_or(usual_skip, |delay| frames(unsigned(delay)));
    let drop_last = parts.last_cluster.as_deref().and_then(discard_padding).map(frames);
    let take = || length(&parts.info, rate).and_then(|length| length.checked_sub(skip));
    Some(Edges {
        skip,
        take: if drop_last.is_none() { take() } else { None },
        drop_last: drop_last.unwrap_or(0),
    })
}

/// Frames from the first packet to the end of the music, exact to a millisecond.
///
/// `FFmpeg` writes this even where it leaves out the padding; what others count into the duration is not known.
fn length(info: &[u8], rate: u64) -> Option<u64> {
    let app = child(info, MUXING_APP)?;
    let ticks = match child(info, DURATION)? {
        bytes @ &[_, _, _, _] => f64::from(f32::from_be_bytes(*bytes.first_chunk()?)),
        bytes => f64::from_be_bytes(*bytes.first_chunk()?),
    };
    let scale = child(info, TIMESTAMP_SCALE).map_or(1_000_000, unsigned);
    let frames = ticks * scale as f64 / 1e9 * rate as f64;
    (app.starts_with(b"Lavf") && frames.is_finite() && frames >= 1.0).then_some(frames.round() as u64)
}

/// The few parts of a file that tell of edges.
#[derive(Default)]
struct Parts {
    info: Vec<u8>,
    tracks: Vec<u8>,
    /// The last cluster, if the lengths of all clusters are known.
    last_cluster: Option<Vec<u8>>,
}

impl Parts {
    fn find(file: &mut File) -> Option<Self> {
        let (mut info, mut tracks, mut last_cluster) = (None, None, None);
        let mut at = 0;
        for _ in 0..MOST_ELEMENTS {
            let header = read(file, at, 12)?;
            let Some((id, size, header_len)) = element(&header) else {
                break;
            };
            let body = at + header_len as u64;
            if id == SEGMENT {
                at = body;
                continue;
            }
            let Some(end) = size.and_then(|size| body.checked_add(size)) else {
                last_cluster = None;
                break;
            };
            match id {
                INFO => info = Some((body, end - body)),
                TRACKS => tracks = Some((body, end - body)),
                CLUSTER => last_cluster = Some((body, end - body)),
                _ => {}
            }
            at = end;
        }
        let mut content = |place: Option<(u64, u64)>| place.and_then(|(body, size)| read(file, body, size));
        Some(Self {
            tracks: content(tracks)?,
            info: content(info).unwrap_or_default(),
            last_cluster: content(last_cluster),
        })
    }
}

fn read(file: &mut File, at: u64, size: u64) -> Option<Vec<u8>> {
    file.seek(SeekFrom::Start(at)).ok()?;
    let mut bytes = Vec::new();
    file.take(size.min(LARGEST)).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// Nanoseconds that the last block of a cluster holds beyond the end of the music.
fn discard_padding(cluster: &[u8]) -> Option<u64> {
    let (_, group) = Elements(cluster).filter(|(id, _)| *id == BLOCK_GROUP).last()?;
    child(group, DISCARD_PADDING).map(unsigned)
}

pub(super) fn child(parent: &[u8], wanted: u32) -> Option<&[u8]> {
    Elements(parent).find(|(id, _)| *id == wanted).map(|(_, content)| content)
}

fn unsigned(bytes: &[u8]) -> u64 {
    bytes.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// The elements that lie one after the other in some bytes.
pub(super) struct Elements<'a>(pub(super) &'a [u8]);

impl<'a> Iterator for Elements<'a> {
    type Item = (u32, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (id, size, header_len) = element(self.0)?;
        let rest = &self.0[header_len..];
        let size = size.map_or(rest.len(), |size| (size as usize).min(rest.len()));
        let (content, after) = rest.split_at(size);
        self.0 = after;
        Some((id, content))
    }
}

/// Id, length of the content if it is known, and length of the header (RFC 8794 sections 4 to 6).
fn element(bytes: &[u8]) -> Option<(u32, Option<u64>, usize)> {
    let id_len = bytes.first()?.leading_zeros() as usize + 1;
    if id_len > 4 {
        return None;
    }
    let id = unsigned(bytes.get(..id_len)?) as u32;
    let size_len = bytes.get(id_len)?.leading_zeros() as usize + 1;
    if size_len > 8 {
        return None;
    }
    let all_ones = (1_u64 << (7 * size_len)) - 1;
    let size = unsigned(bytes.get(id_len..id_len + size_len)?) & all_ones;
    Some((id, (size != all_ones).then_some(size), id_len + size_len))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_walked() {
        let bytes = [0xD7, 0x81, 5, 0x56, 0xAA, 0x82, 1, 2];
        let found: Vec<_> = Elements(&bytes).collect();
        assert_eq!(found, [(TRACK_NUMBER, &[5][..]), (CODEC_DELAY, &[1, 2][..])]);
        assert_eq!(unsigned(&[1, 2]), 258);
    }

    #[test]
    fn lengths_may_be_unknown_or_lies() {
        let unknown = [0x1F, 0x43, 0xB6, 0x75, 0x01, 255, 255, 255, 255, 255, 255, 255];
        assert_eq!(element(&unknown), Some((CLUSTER, None, 12)));
        assert_eq!(Elements(&[0xD7, 0xFE, 5]).collect::<Vec<_>>(), [(TRACK_NUMBER, &[5][..])]);
        assert_eq!(Elements(&[0, 0, 0]).count(), 0);
    }
}
