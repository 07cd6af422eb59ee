//! Playlists (RFC 8216, and draft-pantos-hls-rfc8216bis for parts, blocking and deltas).

use std::fmt::Write as _;

use jiff::Timestamp;

use super::packing::{HlsPacking, SegmentMedia, part_samples};
use super::window::{SEGMENT, Segment, Window};
use crate::audio::SAMPLE_RATE;
use crate::container::fmp4::TimedTitle;
use crate::frame::Rendition;

/// The length that no segment exceeds when it is rounded, in seconds.
pub(super) const TARGET: u64 = SEGMENT / SAMPLE_RATE as u64;
/// Segments that a playlist lists unless everything is asked for: 2 minutes.
const LISTED: usize = 30;
/// Segments, with the newest, that are listed with their parts: at most three target durations
/// (draft-pantos-hls-rfc8216bis section 4.4.4.9).
const WITH_PARTS: usize = 3;
/// Distance from the end, in seconds, beyond which a playlist may leave out what the client has; six target
/// durations at least.
const SKIP_UNTIL: u64 = 6 * TARGET;

/// Segments that a media playlist lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Listing {
    /// The newest two minutes.
    Live,
    /// The newest two minutes, without what a client has already (`_HLS_skip`).
    Delta,
    /// Everything that is kept.
    Everything,
}

/// Returns the multivariant playlist. Its addresses are relative to its own; `query` is handed on to the media
/// playlists.
pub(super) fn multivariant(renditions: &[Rendition], query: &str) -> String {
    let mut playlist = "#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-INDEPENDENT-SEGMENTS\n".to_owned();
    let query = if query.is_empty() { String::new() } else { format!("?{query}") };
    for rendition in renditions {
        let Some(HlsPacking { codecs, peak_percent, .. }) = HlsPacking::of(rendition.codec) else { continue };
        // A part has up to 200 bytes around its sound.
        let average = rendition.bitrate + 8_000;
        let peak = average / 100 * peak_percent;
        let name = &rendition.name;
        // Writing to text cannot fail.
        let _ = writeln!(
            playlist,
            "#EXT-X-STREAM-INF:BANDWIDTH={peak},AVERAGE-BANDWIDTH={average},CODECS=\"{codecs}\"\n\
             {name}/live.m3u8{query}"
        );
    }
    playlist
}

/// Returns the media playlist of `window`. `others` are the other renditions.
pub(super) fn media(window: &Window, others: &[Rendition], listing: Listing) -> String {
    let media = SegmentMedia::of(window.rendition().codec);
    let (extension, has_init) = (media.extension(), media == SegmentMedia::Fragments);
    let all = &window.segments;
    let first = match listing {
        Listing::Everything => 0,
        Listing::Live | Listing::Delta => all.len().saturating_sub(LISTED),
    };
    let before = all.iter().take(first).filter(|segment| segment.is_discontinuity).count() as u64;
    let skipped = if listing == Listing::Delta { skippable(window, first) } else { 0 };
    let longest = u64::from(window.rendition().samples_per_frame);
    let own_part = part_samples(window.rendition());
    // As it is written, so that three times as much is, too.
    let part_target = (seconds(own_part.div_ceil(longest) * longest) * 1e5).round() / 1e5;
    let mut out = String::with_capacity(8 * 1_024);
    let mut line = |text: std::fmt::Arguments<'_>| {
        // Writing to text cannot fail.
        let _ = writeln!(out, "{text}");
    };
    line(format_args!("#EXTM3U\n#EXT-X-VERSION:{}", if skipped > 0 { 9 } else { 6 }));
    line(format_args!("#EXT-X-TARGETDURATION:{TARGET}"));
    line(format_args!(
        "#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL={SKIP_UNTIL}.0,\
         HOLD-BACK={}.0,PART-HOLD-BACK={:.5}",
        3 * TARGET,
        3.0 * part_target
    ));
    line(format_args!("#EXT-X-PART-INF:PART-TARGET={part_target:.5}"));
    line(format_args!("#EXT-X-MEDIA-SEQUENCE:{}", all.get(first).map_or(0, |segment| segment.number)));
    line(format_args!("#EXT-X-DISCONTINUITY-SEQUENCE:{}", window.discontinuities + before));
    if skipped > 0 {
        line(format_args!("#EXT-X-SKIP:SKIPPED-SEGMENTS={skipped}"));
    } else if has_init {
        line(format_args!("#EXT-X-MAP:URI=\"init.mp4\""));
    }
    let begin = all.get(first).map_or(0, |segment| segment.begin);
    for (place, title) in window.titles.iter().enumerate() {
        let is_over = window.titles.get(place + 1).is_some_and(|next| next.sample <= begin);
        if !is_over {
            line(format_args!("{}", date_range(title)));
        }
    }
    // A segment that comes next is one of those with parts.
    let with_parts = WITH_PARTS - usize::from(all.back().is_some_and(|last| last.is_complete));
    for (place, segment) in all.iter().enumerate().skip(first + skipped) {
        if segment.is_discontinuity {
            line(format_args!("#EXT-X-DISCONTINUITY"));
            if has_init {
                line(format_args!("#EXT-X-MAP:URI=\"init.mp4\""));
            }
        }
        line(format_args!("#EXT-X-PROGRAM-DATE-TIME:{}", date(segment.begin)));
        if place + with_parts >= all.len() {
            for (number, part) in segment.parts.iter().enumerate() {
                line(format_args!(
                    "#EXT-X-PART:DURATION={:.5},URI=\"{}.{number}.{extension}\",INDEPENDENT=YES",
                    seconds(part.samples),
                    segment.number
                ));
            }
        }
        if segment.is_gap() {
            line(format_args!("#EXT-X-GAP"));
        }
        if segment.is_complete {
            let samples = if segment.is_gap() { SEGMENT } else { segment.samples() };
            line(format_args!("#EXTINF:{:.5},\n{}.{extension}", seconds(samples), segment.number));
        }
    }
    let Some(last) = all.back() else { return out };
    let (number, part) = next_part(last);
    line(format_args!("#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"{number}.{part}.{extension}\""));
    let newest = last_part(all, last);
    for other in others {
        let (number, part) = part_of_other(newest, own_part, part_samples(other));
        line(format_args!(
            "#EXT-X-RENDITION-REPORT:URI=\"../{}/live.m3u8\",LAST-MSN={number},LAST-PART={part}",
            other.name
        ));
    }
    out
}

/// Counts the segments from `first` on that are far enough from the end to be left out.
fn skippable(window: &Window, first: usize) -> usize {
    let mut left = SKIP_UNTIL * u64::from(SAMPLE_RATE);
    let newest = window.segments.iter().skip(first).rev();
    let kept = newest.take_while(|segment| {
        let is_near = left > 0;
        left = left.saturating_sub(segment.samples());
        is_near
    });
    window.segments.len() - first - kept.count()
}

fn next_part(last: &Segment) -> (u64, usize) {
    if last.is_complete { (last.number + 1, 0) } else { (last.number, last.parts.len()) }
}

/// The newest part that there is: its segment, and its place there.
fn last_part(all: &std::collections::VecDeque<Segment>, last: &Segment) -> (u64, u64) {
    let segment = if last.parts.is_empty() { all.iter().rev().nth(1).unwrap_or(last) } else { last };
    (segment.number, segment.parts.len().saturating_sub(1) as u64)
}

/// Returns the newest part of another rendition when this one, whose parts have `own` samples, has the part `newest`.
/// The parts of the other one have `other` samples.
fn part_of_other((number, part): (u64, u64), own: u64, other: u64) -> (u64, u64) {
    match (part + 1) * own / other {
        0 => (number.saturating_sub(1), SEGMENT / other - 1),
        parts => (number, parts - 1),
    }
}

/// The time from which on a title holds, until the next one.
fn date_range(title: &TimedTitle) -> String {
    let mut line = format!(
        "#EXT-X-DATERANGE:ID=\"title-{}\",CLASS=\"longwave.title\",START-DATE=\"{}\",END-ON-NEXT=YES,X-TITLE=\"{}\"",
        title.sample,
        date(title.sample),
        quoted(&title.now_playing.title)
    );
    for (name, value) in [("X-ARTIST", &title.now_playing.artist), ("X-ALBUM", &title.now_playing.album)] {
        if let Some(value) = value {
            let _ = write!(line, ",{name}=\"{}\"", quoted(value));
        }
    }
    line
}

/// `text` as it may stand in a quoted string (RFC 8216 section 4.2).
fn quoted(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c == '"' {
                '\u{2033}'
            } else if c.is_control() {
                ' '
            } else {
                c
            }
        })
        .collect()
}

/// The time of a sample as a date.
pub(super) fn date(sample: u64) -> String {
    let us = u128::from(sample) * 1_000_000 / u128::from(SAMPLE_RATE);
    let time = Timestamp::from_microsecond(us as i64).unwrap_or_default();
    time.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

pub(super) fn seconds(samples: u64) -> f64 {
    samples as f64 / f64::from(SAMPLE_RATE)
}

#[cfg(test)]
mod tests;
