use std::sync::Arc;

use bytes::Bytes;

use super::*;
use crate::frame::{Codec, Frame};
use crate::model::{NowPlaying, SourceKind, Title};

fn opus() -> Rendition {
    Rendition::new("opus-96", Codec::Opus, 96_000)
}

fn mp3() -> Rendition {
    Rendition { samples_per_frame: 1_152, ..Rendition::new("mp3-128", Codec::Mp3, 128_000) }
}

fn aac() -> Rendition {
    Rendition { samples_per_frame: 1_024, ..Rendition::new("aac-128", Codec::Aac, 128_000) }
}

fn he_aac() -> Rendition {
    Rendition { samples_per_frame: 2_048, ..Rendition::new("he-aac-32", Codec::HeAac, 32_000) }
}

/// A window with the frames of these segments, and as many frames of the next one.
fn window(rendition: Rendition, segments: std::ops::Range<u64>, more: u64) -> Window {
    let mut window = Window::new(rendition);
    push(&mut window, segments.start * 200, segments.end * 200 + more);
    window
}

fn push(window: &mut Window, from: u64, end: u64) {
    for seq in from..end {
        window.push(&Frame { seq, time_us: 0, payload: Bytes::from_static(b"sound") });
    }
}

/// Returns the lines that may differ between two reloads of a playlist only at its end.
fn lines(playlist: &str) -> Vec<&str> {
    playlist.lines().filter(|line| line.starts_with("#EXTINF") || !line.starts_with('#')).collect()
}

#[test]
fn a_media_playlist_lists_segments_parts_and_what_comes_next() {
    let first = 446_000_000;
    let mut window = window(opus(), first..first + 2, 0);
    window.title(NowPlaying {
        time_us: (first + 2) * 4_000_000 + 100_000,
        what: Arc::new(Title { artist: Some("A".into()), ..Title::plain(SourceKind::Autodj, "Say \"x\"\n") }),
    });
    push(&mut window, (first + 2) * 200, (first + 2) * 200 + 25);
    let playlist = media(&window, &[mp3(), he_aac()], Listing::Live);
    let parts = playlist.lines().filter(|line| line.starts_with("#EXT-X-PART:")).count();
    assert_eq!(parts, 42, "of two whole segments and two more");
    let shown: Vec<&str> = playlist.lines().filter(|line| !line.starts_with("#EXT-X-PART:")).collect();
    assert_eq!(
        shown,
        [
            "#EXTM3U",
            "#EXT-X-VERSION:6",
            "#EXT-X-TARGETDURATION:4",
            "#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL=24.0,HOLD-BACK=12.0,\
             PART-HOLD-BACK=0.60000",
            "#EXT-X-PART-INF:PART-TARGET=0.20000",
            "#EXT-X-MEDIA-SEQUENCE:446000000",
            "#EXT-X-DISCONTINUITY-SEQUENCE:0",
            "#EXT-X-MAP:URI=\"init.mp4\"",
            "#EXT-X-DATERANGE:ID=\"title-85632000388800\",CLASS=\"longwave.title\",\
             START-DATE=\"2026-07-14T03:33:28.100Z\",END-ON-NEXT=YES,X-TITLE=\"Say \u{2033}x\u{2033} \",X-ARTIST=\"A\"",
            "#EXT-X-PROGRAM-DATE-TIME:2026-07-14T03:33:20.000Z",
            "#EXTINF:4.00000,",
            "446000000.m4s",
            "#EXT-X-PROGRAM-DATE-TIME:2026-07-14T03:33:24.000Z",
            "#EXTINF:4.00000,",
            "446000001.m4s",
            "#EXT-X-PROGRAM-DATE-TIME:2026-07-14T03:33:28.000Z",
            "#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"446000002.2.m4s\"",
            "#EXT-X-RENDITION-REPORT:URI=\"../mp3-128/live.m3u8\",LAST-MSN=446000002,LAST-PART=1",
            // Its parts are twice as long.
            "#EXT-X-RENDITION-REPORT:URI=\"../he-aac-32/live.m3u8\",LAST-MSN=446000002,LAST-PART=0",
        ]
    );
}

#[test]
fn durations_keep_the_rules_of_targets() {
    for rendition in [opus(), mp3(), aac(), he_aac()] {
        let mut window = Window::new(rendition);
        push(&mut window, 0, 2_000);
        let playlist = media(&window, &[], Listing::Everything);
        let number = |line: &str, before: &str| -> Option<f64> {
            line.strip_prefix(before)?.split([',', '.']).next()?.parse::<u64>().ok()?;
            line.strip_prefix(before)?.split(',').next()?.parse().ok()
        };
        let target = playlist.lines().find_map(|line| number(line, "#EXT-X-PART-INF:PART-TARGET=")).unwrap();
        let hold_back = playlist.split("PART-HOLD-BACK=").nth(1).unwrap().lines().next().unwrap();
        assert!(hold_back.parse::<f64>().unwrap() >= 3.0 * target - 1e-9, "{hold_back} of {target}");
        for line in playlist.lines() {
            if let Some(duration) = number(line, "#EXTINF:") {
                assert!(duration.round() <= 4.0, "{line}");
            }
            if let Some(duration) = number(line, "#EXT-X-PART:DURATION=") {
                assert!(duration <= target && duration >= 0.85 * target, "{line} of {target}");
            }
        }
    }
}

#[test]
fn two_minutes_are_listed_and_a_delta_leaves_out_what_is_old() {
    let window = window(opus(), 100..200, 30);
    let live = media(&window, &[], Listing::Live);
    assert!(live.contains("#EXT-X-MEDIA-SEQUENCE:171\n"), "the last 30, one of them not complete");
    assert_eq!(lines(&live).len(), 29 * 2);
    let delta = media(&window, &[], Listing::Delta);
    // 24 s from the end: six segments and the three parts of the last one.
    assert!(
        delta.contains("#EXT-X-VERSION:9\n") && delta.contains("#EXT-X-SKIP:SKIPPED-SEGMENTS=23\n"),
        "{delta}"
    );
    assert!(!delta.contains("#EXT-X-MAP"));
    assert_eq!(lines(&delta)[..], lines(&live)[23 * 2..]);
    assert_eq!(lines(&media(&window, &[], Listing::Everything)).len(), 100 * 2);
}

#[test]
fn an_encoder_that_starts_anew_is_a_discontinuity() {
    let mut window = window(opus(), 100..102, 0);
    window.restart(opus());
    push(&mut window, 103 * 200, 104 * 200);
    let playlist = media(&window, &[], Listing::Live);
    let end = playlist.find("#EXT-X-GAP").unwrap();
    assert!(playlist[end..].starts_with(
        "#EXT-X-GAP\n#EXTINF:4.00000,\n102.m4s\n#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI=\"init.mp4\"\n"
    ));
    // When the discontinuity is no longer listed, it is counted.
    push(&mut window, 104 * 200, 140 * 200);
    let playlist = media(&window, &[], Listing::Live);
    assert!(playlist.contains("#EXT-X-DISCONTINUITY-SEQUENCE:1\n"), "{playlist}");
}

#[test]
fn variants_name_codecs_as_players_know_them() {
    assert_eq!(
        multivariant(&[opus(), mp3(), aac(), he_aac()], "dvr=1"),
        "#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-INDEPENDENT-SEGMENTS\n\
         #EXT-X-STREAM-INF:BANDWIDTH=156000,AVERAGE-BANDWIDTH=104000,CODECS=\"Opus\"\nopus-96/live.m3u8?dvr=1\n\
         #EXT-X-STREAM-INF:BANDWIDTH=136000,AVERAGE-BANDWIDTH=136000,CODECS=\"mp4a.40.34\"\nmp3-128/live.m3u8?dvr=1\n\
         #EXT-X-STREAM-INF:BANDWIDTH=136000,AVERAGE-BANDWIDTH=136000,CODECS=\"mp4a.40.2\"\naac-128/live.m3u8?dvr=1\n\
         #EXT-X-STREAM-INF:BANDWIDTH=40000,AVERAGE-BANDWIDTH=40000,CODECS=\"mp4a.40.29\"\nhe-aac-32/live.m3u8?dvr=1\n"
    );
}

#[test]
fn the_newest_part_of_another_rendition_follows_from_the_sample_clock() {
    use crate::output::hls::window::PART;
    let check = |newest, own, other, expected| assert_eq!(part_of_other(newest, own, other), expected);
    check((7, 4), PART, PART, (7, 4));
    check((7, 4), PART, 2 * PART, (7, 1));
    check((7, 0), PART, 2 * PART, (6, 9));
    check((7, 19), PART, 2 * PART, (7, 9));
    check((7, 9), 2 * PART, PART, (7, 19));
}
