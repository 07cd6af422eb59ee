//! The segments and parts of one rendition that can be fetched now.
//!
//! In: frames and titles. Out: segments of 4 s in parts of 200 or 400 ms. Both begin and are numbered by the station's sample
//! clock, so they have the same names on every machine, in every rendition and after a restart.

use std::collections::VecDeque;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};

use crate::audio::SAMPLE_RATE;
use crate::container::fmp4::{self, TimedTitle};
use crate::container::id3;
use crate::frame::{Frame, Rendition};
use crate::model::NowPlaying;

use super::packing::{SegmentMedia, part_samples};

/// Samples of the station's clock in a segment, 4 s,
pub(super) const SEGMENT: u64 = 4 * SAMPLE_RATE as u64;
/// Samples of the station's clock in a part, 200 ms. Parts of long frames have twice as many.
pub(super) const PART: u64 = SAMPLE_RATE as u64 / 5;
/// Number of segments that are kept: 30 minutes.
const KEEP: usize = 450;

/// Segments of one rendition, oldest first.
pub(super) struct Window {
    rendition: Rendition,
    /// Samples of the station's clock in a part; a segment has whole parts.
    part: u64,
    pub(super) segments: VecDeque<Segment>,
    /// Discontinuities before the first segment that is kept.
    pub(super) discontinuities: u64,
    /// Titles that hold for a kept segment or a later one, oldest first.
    pub(super) titles: VecDeque<TimedTitle>,
    /// Packets that are in no part yet,
    packets: Vec<Bytes>,
    /// where the first of them begins,
    begin: u64,
    /// Titles that begin with those packets.
    fresh_titles: Vec<TimedTitle>,
    /// Position of the next frame if none is missing, in samples of the station's clock.
    next: Option<u64>,
    /// The next segment begins with another encoder.
    discontinuity: bool,
}

/// One segment, or as much of it as there is.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    /// Its number on the sample clock: the place of its beginning divided by [`SEGMENT`].
    pub(super) number: u64,
    /// The place of its first sample on the sample clock.
    pub(super) begin: u64,
    pub(super) parts: Arc<Vec<Part>>,
    pub(super) is_complete: bool,
    /// Another encoder made the segment before it.
    pub(super) is_discontinuity: bool,
}

/// A piece of a segment; all of them together are the segment.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) samples: u64,
    pub(super) bytes: Bytes,
}

impl Segment {
    pub(super) fn samples(&self) -> u64 {
        self.parts.iter().map(|part| part.samples).sum()
    }

    /// Returns whether the segment's sound was never produced.
    pub(super) fn is_gap(&self) -> bool {
        self.is_complete && self.parts.is_empty()
    }
}

/// Readiness of a playlist to be served now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Readiness {
    Ready,
    /// It will be there soon.
    Wait,
    /// It is too far in the future.
    TooFar,
}

impl Window {
    /// Returns an empty window. Discontinuities are counted from 0, which is the same in all renditions and on all
    /// machines; hls.js goes through all numbers up to the first one. A restart of the server needs none: the
    /// timestamps go on with the sample clock.
    pub(super) fn new(rendition: Rendition) -> Self {
        Self {
            part: part_samples(&rendition),
            rendition,
            segments: VecDeque::new(),
            discontinuities: 0,
            titles: VecDeque::new(),
            packets: Vec::new(),
            begin: 0,
            fresh_titles: Vec::new(),
            next: None,
            discontinuity: false,
        }
    }

    pub(super) fn rendition(&self) -> &Rendition {
        &self.rendition
    }

    /// The frames that follow are made by another encoder: the segments go on with the next one that is whole.
    pub(super) fn restart(&mut self, rendition: Rendition) {
        self.part = part_samples(&rendition);
        self.rendition = rendition;
        self.packets.clear();
        self.next = None;
        self.discontinuity = !self.segments.is_empty();
        if let Some(last) = self.segments.back_mut() {
            last.is_complete = true;
        }
    }

    /// Takes in what is heard from its time on.
    pub(super) fn title(&mut self, now_playing: NowPlaying) {
        let us = u128::from(now_playing.time_us);
        let sample = (us * u128::from(SAMPLE_RATE) / 1_000_000) as u64;
        if self.titles.back().is_some_and(|last| last.sample >= sample) {
            return;
        }
        let title = TimedTitle { sample, now_playing };
        self.titles.push_back(title.clone());
        self.fresh_titles.push(title);
    }

    /// Takes in a frame. Returns whether there is a new part.
    pub(super) fn push(&mut self, frame: &Frame) -> bool {
        let length = u64::from(self.rendition.samples_per_frame);
        let begin = frame.seq * length;
        let follows = self.next == Some(begin);
        let is_known = self.next.is_some_and(|next| begin < next);
        // A mount that has ended gives its newest frames to everybody who asks.
        if is_known || self.segments.back().is_some_and(|last| begin / SEGMENT < last.number) {
            return false;
        }
        if !follows && begin % SEGMENT >= length && self.next.is_none() {
            // A segment that lacks its beginning would not be the same everywhere.
            return false;
        }
        if !follows {
            self.close_part();
        }
        self.open_segment(begin);
        if self.packets.is_empty() {
            self.begin = begin;
        }
        self.packets.push(frame.payload.clone());
        let end = begin + length;
        self.next = Some(end);
        if end / self.part == begin / self.part {
            return false;
        }
        self.close_part();
        if end / SEGMENT != begin / SEGMENT
            && let Some(last) = self.segments.back_mut()
        {
            last.is_complete = true;
        }
        true
    }

    /// Makes the segment of the frame at `begin` the last one. Those whose sound is missing are gaps.
    fn open_segment(&mut self, begin: u64) {
        let number = begin / SEGMENT;
        let last = self.segments.back().map(|last| last.number);
        if last == Some(number) {
            return;
        }
        if let Some(last) = self.segments.back_mut() {
            last.is_complete = true;
        }
        let first_missing = last.map_or(number, |last| last + 1);
        if number.saturating_sub(first_missing) > KEEP as u64 {
            self.forget_all();
        } else {
            for missing in first_missing..number {
                self.segments.push_back(Segment {
                    number: missing,
                    begin: missing * SEGMENT,
                    parts: Arc::default(),
                    is_complete: true,
                    is_discontinuity: false,
                });
            }
        }
        let is_discontinuity = std::mem::take(&mut self.discontinuity);
        let parts = Arc::default();
        self.segments.push_back(Segment { number, begin, parts, is_complete: false, is_discontinuity });
        while self.segments.len() > KEEP {
            self.forget_first();
        }
    }

    fn forget_first(&mut self) {
        let Some(first) = self.segments.pop_front() else { return };
        self.discontinuities += u64::from(first.is_discontinuity);
        let begin = self.segments.front().map_or(u64::MAX, |first| first.begin);
        while self.titles.get(1).is_some_and(|second| second.sample <= begin) {
            self.titles.pop_front();
        }
    }

    fn forget_all(&mut self) {
        while !self.segments.is_empty() {
            self.forget_first();
        }
    }

    /// Packs what is in no part yet.
    fn close_part(&mut self) {
        let packets = std::mem::take(&mut self.packets);
        let titles = std::mem::take(&mut self.fresh_titles);
        let Some(segment) = self.segments.back_mut().filter(|_| !packets.is_empty()) else { return };
        let length = self.rendition.samples_per_frame;
        let bytes = match SegmentMedia::of(self.rendition.codec) {
            SegmentMedia::Fragments => {
                fmp4::fragment((self.begin / self.part) as u32, self.begin, length, &packets, &titles)
            }
            SegmentMedia::PackedAudio(_) => {
                let mut bytes = BytesMut::new();
                // Each segment of packed audio begins with the place of its first sample (RFC 8216 section 3.4).
                if segment.parts.is_empty() {
                    bytes.extend_from_slice(&id3::timestamp(self.begin));
                }
                for packet in &packets {
                    bytes.extend_from_slice(packet);
                }
                bytes.freeze()
            }
        };
        let samples = packets.len() as u64 * u64::from(length);
        Arc::make_mut(&mut segment.parts).push(Part { samples, bytes });
    }

    /// The segment with this number.
    pub(super) fn segment(&self, number: u64) -> Option<&Segment> {
        let first = self.segments.front()?.number;
        self.segments.get(usize::try_from(number.checked_sub(first)?).ok()?)
    }

    /// Returns whether a playlist can be served that has the segment `number`, or its part `part`.
    pub(super) fn readiness(&self, number: u64, part: Option<u64>) -> Readiness {
        let Some(last) = self.segments.back() else { return Readiness::Wait };
        if number > last.number + 2 {
            return Readiness::TooFar;
        }
        let is_there = match self.segment(number) {
            None => number < last.number,
            Some(segment) => match part {
                None => segment.is_complete,
                Some(part) if part < segment.parts.len() as u64 => true,
                // Beyond the last part means the first one of the next segment.
                Some(_) => {
                    segment.is_complete && self.segment(number + 1).is_some_and(|next| !next.parts.is_empty())
                }
            },
        };
        if is_there { Readiness::Ready } else { Readiness::Wait }
    }

    /// Returns whether there is a complete segment for players that do not support parts.
    pub(super) fn is_playable(&self) -> bool {
        self.segments.iter().any(|segment| segment.is_complete && !segment.is_gap())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::Codec;
    use crate::model::{SourceKind, Title};

    fn opus() -> Rendition {
        Rendition::new("opus-96", Codec::Opus, 96_000)
    }

    fn mp3() -> Rendition {
        Rendition { samples_per_frame: 1_152, ..Rendition::new("mp3-128", Codec::Mp3, 128_000) }
    }

    fn frame(seq: u64) -> Frame {
        Frame { seq, time_us: seq * 20_000, payload: Bytes::from_static(b"sound") }
    }

    /// The segments as text: number, parts, `…` if more follow.
    fn shown(window: &Window) -> String {
        let shown = |segment: &Segment| {
            let mark = if segment.is_discontinuity { "!" } else { "" };
            let end = if segment.is_complete { "" } else { "…" };
            format!("{mark}{}:{}{end}", segment.number, segment.parts.len())
        };
        window.segments.iter().map(shown).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn segments_are_numbered_and_cut_by_the_sample_clock() {
        let mut window = Window::new(opus());
        let parts = (1_150..1_450).filter(|seq| window.push(&frame(*seq))).count();
        assert_eq!(shown(&window), "6:20 7:5…", "the first one is whole");
        assert_eq!(parts, 25);
        assert!(window.segments[0].parts.iter().all(|part| part.samples == PART));
        assert_eq!(window.segments[0].samples(), SEGMENT);
    }

    #[test]
    fn frames_that_come_again_are_passed_over() {
        let mut window = Window::new(opus());
        for seq in 1_200..1_330 {
            window.push(&frame(seq));
        }
        let before = shown(&window);
        assert!((1_250..1_330).all(|seq| !window.push(&frame(seq))));
        assert_eq!(shown(&window), before);
        for seq in 1_330..1_400 {
            window.push(&frame(seq));
        }
        assert_eq!(shown(&window), "6:20");
    }

    #[test]
    fn mp3_is_cut_at_the_frames_next_to_the_same_places() {
        let mut window = Window::new(mp3());
        for seq in 0..1_000 {
            window.push(&frame(seq));
        }
        let lengths: Vec<u64> = window.segments.iter().map(Segment::samples).collect();
        assert_eq!(lengths[..3], [167 * 1_152, 167 * 1_152, 166 * 1_152]);
        for segment in window.segments.iter().filter(|segment| segment.is_complete) {
            assert_eq!((segment.parts.len(), segment.begin.div_euclid(SEGMENT)), (20, segment.number));
            assert!(segment.parts.iter().all(|part| [8 * 1_152, 9 * 1_152].contains(&part.samples)));
            assert!(segment.parts[0].bytes.starts_with(b"ID3"));
            assert!(segment.parts[1].bytes.starts_with(b"sound"));
        }
        // No frame is lost or there twice.
        let all: u64 = lengths.iter().sum();
        assert_eq!(window.segments[1].begin, lengths[0]);
        assert_eq!(all / 1_152 + window.packets.len() as u64, 1_000);
    }

    #[test]
    fn aac_is_cut_at_the_frames_next_to_the_same_places() {
        for (codec, samples_per_frame, parts) in [(Codec::Aac, 1_024_u32, 20), (Codec::HeAac, 2_048, 10)] {
            let mut window = Window::new(Rendition { samples_per_frame, ..Rendition::new("test", codec, 0) });
            let length = u64::from(samples_per_frame);
            for seq in 0..12 * SEGMENT / length {
                window.push(&frame(seq));
            }
            for (segment, next) in window.segments.iter().zip(window.segments.iter().skip(1)) {
                assert_eq!(
                    (segment.parts.len(), segment.begin / SEGMENT),
                    (parts, segment.number),
                    "{codec:?}"
                );
                assert!(segment.begin % SEGMENT < length, "the first frame that begins in it");
                assert_eq!(segment.begin + segment.samples(), next.begin, "no frame is lost or there twice");
                // The end of the segment is a place where a part ends.
                let longest = window.part.div_ceil(length) * length;
                let is_full = |part: &Part| part.samples <= longest && part.samples * 100 >= longest * 85;
                assert!(segment.parts.iter().all(is_full), "{codec:?}");
                assert_eq!(segment.parts[0].bytes[4..8], *b"moof");
            }
        }
    }

    #[test]
    fn missing_frames_leave_gaps_and_a_restart_a_discontinuity() {
        let mut window = Window::new(opus());
        for seq in (0..250).chain(1_010..1_200) {
            window.push(&frame(seq));
        }
        assert_eq!(shown(&window), "0:20 1:5 2:0 3:0 4:0 5:19");
        assert!(window.segments[2].is_gap());
        window.restart(opus());
        for seq in 1_300..1_620 {
            window.push(&frame(seq));
        }
        assert_eq!(shown(&window), "0:20 1:5 2:0 3:0 4:0 5:19 6:0 !7:20 8:2…");
        assert_eq!(window.discontinuities, 0);
    }

    #[test]
    fn half_an_hour_is_kept() {
        let mut window = Window::new(opus());
        for seq in 200..200 * 502 {
            window.push(&frame(seq));
        }
        assert_eq!(window.segments.len(), KEEP);
        assert_eq!(window.segments[0].number, 502 - KEEP as u64);
        assert_eq!(window.discontinuities, 0);
    }

    #[test]
    fn what_is_asked_for_is_there_or_soon_or_never() {
        use Readiness::{Ready, TooFar, Wait};
        let mut window = Window::new(opus());
        assert_eq!(window.readiness(5, None), Wait);
        for seq in 1_000..1_250 {
            window.push(&frame(seq));
        }
        // Segment 5, and five parts of segment 6.
        for (number, part, expected) in [
            (4, None, Ready),
            (5, None, Ready),
            (6, None, Wait),
            (6, Some(4), Ready),
            (6, Some(5), Wait),
            (5, Some(20), Ready),
            (6, Some(20), Wait),
            (7, None, Wait),
            (8, Some(0), Wait),
            (9, None, TooFar),
            (u64::MAX, Some(u64::MAX), TooFar),
        ] {
            assert_eq!(window.readiness(number, part), expected, "{number} {part:?}");
        }
    }

    #[test]
    fn a_title_is_in_the_part_that_it_begins_in() {
        let mut window = Window::new(opus());
        let title = |seq: u64| NowPlaying {
            time_us: seq * 20_000,
            what: Arc::new(Title::plain(SourceKind::Autodj, "One")),
        };
        for seq in 0..30 {
            if seq == 13 {
                window.title(title(seq));
            }
            window.push(&frame(seq));
        }
        let has_event: Vec<bool> =
            window.segments[0].parts.iter().map(|part| part.bytes[4..8] == *b"emsg").collect();
        assert_eq!(has_event, [false, true, false]);
        assert_eq!(window.titles[0].sample, 13 * 960);
    }
}
