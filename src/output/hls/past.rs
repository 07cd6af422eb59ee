//! The archive as HLS: a playlist from a moment on, and segments of what was kept.
//!
//! Segments have the names and the places on the sample clock that they had live; the query `archive` tells them from those,
//! which may have more sound than was kept.

use std::fmt::Write as _;
use std::ops::Range;

use bytes::{Bytes, BytesMut};

use super::packing::HlsPacking;
use super::playlist::{TARGET, date, seconds};
use super::window::{PART, SEGMENT};
use crate::audio::SAMPLE_RATE;
use crate::container::fmp4::{self, TimedTitle};
use crate::frame::{Frame, Rendition};
use crate::model::NowPlaying;

/// Segments that a playlist lists at most: 6 hours.
const MOST_LISTED: u64 = 5_400;

/// Kept frames of one rendition, one after the other.
#[derive(Clone, Debug)]
pub struct PastRun {
    /// The rendition: one of Opus.
    pub rendition: Rendition,
    /// The numbers of the frames.
    pub frames: Range<u64>,
}

/// A segment of the archive.
struct PastSegment<'a> {
    rendition: &'a Rendition,
    number: u64,
    /// The place of its first sample on the sample clock.
    begin: u64,
    samples: u64,
    /// It goes on where the one before it ends.
    follows: bool,
}

/// Returns the frames of a segment.
pub fn frames_of_segment(rendition: &Rendition, number: u64) -> Range<u64> {
    let frames = SEGMENT / u64::from(rendition.samples_per_frame);
    number.saturating_mul(frames)..number.saturating_add(1).saturating_mul(frames)
}

/// Returns the frames that a playlist from the frame `seq` on may list: from the beginning of its segment.
pub fn frames_of_playlist(rendition: &Rendition, seq: u64) -> Range<u64> {
    let number = seq * u64::from(rendition.samples_per_frame) / SEGMENT;
    let first = frames_of_segment(rendition, number).start;
    first..frames_of_segment(rendition, number.saturating_add(MOST_LISTED)).start
}

/// Returns the multivariant playlist of the media playlist at `address`.
pub fn past_multivariant(rendition: &Rendition, address: &str) -> String {
    let packing = HlsPacking::of(rendition.codec);
    let (codecs, percent) = packing.map_or(("Opus", 100), |packing| (packing.codecs, packing.peak_percent));
    let average = rendition.bitrate + 8_000;
    format!(
        "#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-INDEPENDENT-SEGMENTS\n\
         #EXT-X-STREAM-INF:BANDWIDTH={},AVERAGE-BANDWIDTH={average},CODECS=\"{codecs}\"\n{address}\n",
        average / 100 * percent
    )
}

/// Returns the media playlist of `runs`, which begins at the sample `start` of the station's clock; `None` while it would
/// have no segment. More may come from the frame `next` on, if there is one, and the playlist is to be asked for again then.
/// The time of day is `ahead_us` microseconds ahead of the station's clock.
pub fn past_playlist(runs: &[PastRun], start: u64, next: Option<u64>, ahead_us: i64) -> Option<String> {
    let segments = segments(runs, next);
    let first = segments.first()?;
    let kind = if next.is_some() { "EVENT" } else { "VOD" };
    // In samples, to a tenth of a second: two readings of the clocks differ a little, and what is listed stays the same.
    let ahead = (ahead_us + 50_000).div_euclid(100_000) * 4_800;
    let mut out = String::with_capacity(256 + segments.len() * 48);
    // Writing to text cannot fail.
    let _ = writeln!(
        out,
        "#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-TARGETDURATION:{TARGET}\n#EXT-X-MEDIA-SEQUENCE:0\n\
         #EXT-X-PLAYLIST-TYPE:{kind}\n#EXT-X-INDEPENDENT-SEGMENTS\n#EXT-X-START:TIME-OFFSET={:.5},PRECISE=YES",
        seconds(start.saturating_sub(first.begin))
    );
    for (place, segment) in segments.iter().enumerate() {
        let name = &segment.rendition.name;
        if !segment.follows {
            if place > 0 {
                out.push_str("#EXT-X-DISCONTINUITY\n");
            }
            let date = date(segment.begin.saturating_add_signed(ahead));
            let _ =
                writeln!(out, "#EXT-X-MAP:URI=\"{name}/init.mp4?archive\"\n#EXT-X-PROGRAM-DATE-TIME:{date}");
        }
        let length = seconds(segment.samples);
        let _ = writeln!(out, "#EXTINF:{length:.5},\n{name}/{}.m4s?archive", segment.number);
    }
    if next.is_none() {
        out.push_str("#EXT-X-ENDLIST\n");
    }
    Some(out)
}

/// Divides runs into segments. One that more may be added to is left out.
fn segments(runs: &[PastRun], next: Option<u64>) -> Vec<PastSegment<'_>> {
    let mut segments: Vec<PastSegment<'_>> = Vec::new();
    let mut end = None;
    for PastRun { rendition, frames } in runs {
        let length = u64::from(rendition.samples_per_frame);
        let last_whole = next.map_or(u64::MAX, |next| next * length / SEGMENT);
        let mut begin = frames.start * length;
        while begin < frames.end * length {
            let number = begin / SEGMENT;
            let to = ((number + 1) * SEGMENT).min(frames.end * length);
            if number >= last_whole {
                break;
            }
            let samples = to - begin;
            match segments.last_mut() {
                Some(last) if last.number == number && last.rendition.name == rendition.name => {
                    last.samples += samples;
                }
                last => {
                    let is_same = last.is_some_and(|last| last.rendition == rendition);
                    let follows = is_same && end == Some(begin);
                    segments.push(PastSegment { rendition, number, begin, samples, follows });
                }
            }
            (begin, end) = (to, Some(to));
        }
    }
    segments
}

/// Returns a segment of these frames, which are those that are kept of it, with the titles that begin in it.
pub fn past_segment(rendition: &Rendition, frames: &[Frame], titles: &[NowPlaying]) -> Bytes {
    let length = u64::from(rendition.samples_per_frame);
    let part_of = |frame: &Frame| frame.seq * length / PART;
    let is_same_part = |one: &Frame, next: &Frame| next.seq == one.seq + 1 && part_of(next) == part_of(one);
    let mut bytes = BytesMut::new();
    for part in frames.chunk_by(is_same_part) {
        let Some(first) = part.first() else { continue };
        let (begin, end) = (first.seq * length, (first.seq + part.len() as u64) * length);
        let timed = titles.iter().map(|title| {
            let sample = u128::from(title.time_us) * u128::from(SAMPLE_RATE) / 1_000_000;
            TimedTitle { sample: sample as u64, now_playing: title.clone() }
        });
        let timed: Vec<TimedTitle> = timed.filter(|title| (begin..end).contains(&title.sample)).collect();
        let packets: Vec<Bytes> = part.iter().map(|frame| frame.payload.clone()).collect();
        let samples = rendition.samples_per_frame;
        bytes.extend_from_slice(&fmp4::fragment((begin / PART) as u32, begin, samples, &packets, &timed));
    }
    bytes.freeze()
}

/// Returns the initialization section of a rendition that is kept.
pub fn past_init(rendition: &Rendition) -> Bytes {
    fmp4::init(rendition)
}

#[cfg(test)]
mod tests {
    use std::slice;
    use std::sync::Arc;

    use super::*;
    use crate::frame::Codec;
    use crate::model::{SourceKind, Title};
    use crate::output::hls::window::Window;

    fn rendition() -> Rendition {
        Rendition { pre_skip: 312, ..Rendition::new("opus-96", Codec::Opus, 96_000) }
    }

    fn frame(seq: u64) -> Frame {
        Frame { seq, time_us: seq * 20_000, payload: Bytes::from(format!("sound {seq}")) }
    }

    fn listed(runs: &[Range<u64>], start: u64, next: Option<u64>) -> Option<String> {
        let run = |frames: &Range<u64>| PastRun { rendition: rendition(), frames: frames.clone() };
        past_playlist(&runs.iter().map(run).collect::<Vec<_>>(), start, next, 0)
    }

    #[test]
    fn dates_are_those_of_a_clock_that_was_set() {
        let dates = |ahead_us| {
            let run = PastRun { rendition: rendition(), frames: 200..400 };
            let text = past_playlist(&[run], 200 * 960, None, ahead_us).expect("a segment");
            let line = text.lines().find_map(|line| line.strip_prefix("#EXT-X-PROGRAM-DATE-TIME:"));
            line.expect("a date").to_owned()
        };
        assert_eq!(dates(3_600_000_040), "1970-01-01T01:00:04.000Z");
        assert_eq!(dates(-1_500_000), "1970-01-01T00:00:02.500Z");
    }

    #[test]
    fn a_time_that_is_over_ends_and_times_that_are_not_kept_are_passed_over() {
        let text = listed(&[200..650, 660..700, 1_000..1_210], 210 * 960, None).expect("segments");
        let expected = "#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-TARGETDURATION:4\n#EXT-X-MEDIA-SEQUENCE:0\n\
            #EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-INDEPENDENT-SEGMENTS\n#EXT-X-START:TIME-OFFSET=0.20000,PRECISE=YES\n\
            #EXT-X-MAP:URI=\"opus-96/init.mp4?archive\"\n#EXT-X-PROGRAM-DATE-TIME:1970-01-01T00:00:04.000Z\n\
            #EXTINF:4.00000,\nopus-96/1.m4s?archive\n#EXTINF:4.00000,\nopus-96/2.m4s?archive\n#EXTINF:1.80000,\nopus-96/3.m4s?archive\n\
            #EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI=\"opus-96/init.mp4?archive\"\n\
            #EXT-X-PROGRAM-DATE-TIME:1970-01-01T00:00:20.000Z\n\
            #EXTINF:4.00000,\nopus-96/5.m4s?archive\n#EXTINF:0.20000,\nopus-96/6.m4s?archive\n#EXT-X-ENDLIST\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn what_still_grows_is_listed_when_it_is_whole_and_nothing_that_was_listed_changes() {
        assert_eq!(listed(slice::from_ref(&(200..399)), 200 * 960, Some(399)), None);
        let mut before = String::new();
        for end in (400..2_000).step_by(25) {
            let text = listed(slice::from_ref(&(200..end)), 200 * 960, Some(end)).expect("segments");
            assert!(text.contains("EVENT") && !text.contains("ENDLIST"));
            assert!(text.starts_with(&before), "{text}");
            assert_eq!(text.matches(".m4s").count() as u64, end / 200 - 1);
            before = text;
        }
        assert_eq!(frames_of_playlist(&rendition(), 1_234), 1_200..1_200 + MOST_LISTED * 200);
    }

    #[test]
    fn a_whole_segment_is_the_one_that_went_out_live() {
        let mut window = Window::new(rendition());
        let title =
            NowPlaying { time_us: 1_233 * 20_000, what: Arc::new(Title::plain(SourceKind::Autodj, "One")) };
        let frames: Vec<Frame> = (1_200..1_400).map(frame).collect();
        for frame in &frames {
            if frame.seq == 1_233 {
                window.title(title.clone());
            }
            window.push(frame);
        }
        let parts = window.segment(6).expect("it is there").parts.iter();
        let live = parts.flat_map(|part| part.bytes.to_vec()).collect::<Vec<u8>>();
        let (before, within) = (NowPlaying { time_us: 9, ..title.clone() }, title);
        assert!(past_segment(&rendition(), &frames, &[before, within]) == live);
        let holes: Vec<Frame> = frames[..15].iter().chain(&frames[20..40]).cloned().collect();
        let some = past_segment(&rendition(), &holes, &[]);
        assert_eq!(some.windows(4).filter(|name| *name == b"moof").count(), 4);
    }
}
