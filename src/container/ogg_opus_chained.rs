//! Ogg Opus with titles inside: a logical stream for each (RFC 3533 section 4, "chaining").

use bytes::Bytes;

use super::ogg_opus::{FIRST_PAGE, Page, opus_head, opus_tags, page};
use crate::format::{Framing, StreamInfo};
use crate::frame::{Frame, Rendition};
use crate::model::NowPlaying;

/// Ogg Opus whose logical stream changes with the title. Some players stop at the second one.
pub struct ChainedOggOpus {
    rendition: Rendition,
    first_seq: u64,
    frames_per_page: u64,
}

impl ChainedOggOpus {
    /// Returns a stream with a page a message.
    pub fn new(stream: &StreamInfo<'_>) -> Self {
        let StreamInfo { rendition, first_seq, frames_per_message, .. } = *stream;
        Self { rendition: rendition.clone(), first_seq, frames_per_page: frames_per_message.max(1) }
    }

    /// Returns the first frame of the message in which the logical stream of `title` begins.
    fn begin(&self, title: Option<&NowPlaying>) -> u64 {
        let seq = title.map_or(0, |title| title.time_us / self.rendition.span_us(1).max(1));
        seq.max(self.first_seq) / self.frames_per_page * self.frames_per_page
    }
}

impl Framing for ChainedOggOpus {
    fn pack(&self, frames: &[Frame], title: Option<&NowPlaying>) -> Bytes {
        let Some(last) = frames.last() else {
            return Bytes::new();
        };
        let begin = self.begin(title);
        let frames_in_link = (last.seq + 1).saturating_sub(begin);
        let granule = frames_in_link * u64::from(self.rendition.samples_per_frame);
        let number =
            (last.seq / self.frames_per_page).saturating_sub(begin / self.frames_per_page) as u32 + 2;
        let packets: Vec<&[u8]> = frames.iter().map(|frame| &frame.payload[..]).collect();
        page(begin as u32, &Page { flags: 0, granule, number }, &packets)
    }

    fn title(&self, now_playing: &NowPlaying) -> Option<Bytes> {
        let serial = self.begin(Some(now_playing)) as u32;
        let mut comments = vec![format!("TITLE={}", now_playing.title)];
        comments.extend(now_playing.artist.as_ref().map(|artist| format!("ARTIST={artist}")));
        comments.extend(now_playing.album.as_ref().map(|album| format!("ALBUM={album}")));
        // The encoder goes on: what players left out at the beginning of a link would be missing.
        let head = opus_head(&Rendition { pre_skip: 0, ..self.rendition.clone() });
        let head = page(serial, &Page { flags: FIRST_PAGE, granule: 0, number: 0 }, &[&head]);
        let tags = page(serial, &Page { flags: 0, granule: 0, number: 1 }, &[&opus_tags(&comments)]);
        Some([head, tags].concat().into())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::format::Cadence;
    use crate::frame::Codec;
    use crate::model::{SourceKind, Title};

    #[test]
    fn each_title_has_a_logical_stream_that_counts_from_it() {
        let rendition = Rendition::new("opus-96", Codec::Opus, 96_000);
        let framing = ChainedOggOpus::new(&StreamInfo {
            station: "main",
            base_path: "",
            rendition: &rendition,
            first_seq: 1_003,
            cadence: Cadence::Us(200_000),
            frames_per_message: 10,
        });
        let frames = |numbers: std::ops::Range<u64>| -> Vec<Frame> {
            let frame = |seq| Frame { seq, time_us: seq * 20_000, payload: Bytes::from_static(&[0xFC]) };
            numbers.map(frame).collect()
        };
        let title = |seq: u64, title: &str| NowPlaying {
            time_us: seq * 20_000,
            what: Arc::new(Title::plain(SourceKind::Autodj, title)),
        };
        let (one, two) = (title(1_003, "One"), title(1_035, "Two"));
        let stream = [
            framing.title(&one).unwrap(),
            framing.pack(&frames(1_020..1_030), Some(&one)),
            framing.title(&two).unwrap(),
            framing.pack(&frames(1_030..1_040), Some(&two)),
            framing.pack(&frames(1_040..1_050), Some(&two)),
        ]
        .concat();
        let mut reader = ogg::PacketReader::new(std::io::Cursor::new(stream));
        let packets: Vec<ogg::Packet> =
            std::iter::from_fn(|| reader.read_packet().expect("a sound page")).collect();
        let heads: Vec<usize> =
            (0..packets.len()).filter(|at| packets[*at].data.starts_with(b"OpusHead")).collect();
        assert_eq!(heads, [0, 12]);
        assert!(packets[13].data.ends_with(b"TITLE=Two"));
        assert!(heads.iter().all(|at| packets[*at].data[10..12] == [0, 0]), "no sample is left out");
        assert_ne!(packets[0].stream_serial(), packets[12].stream_serial());
        assert_eq!(packets[11].absgp_page(), 30 * 960);
        assert_eq!(packets[23].absgp_page(), 10 * 960);
        assert_eq!(packets[33].absgp_page(), 20 * 960);
    }
}
