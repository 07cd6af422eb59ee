//! AAC for listeners, in builds that have its encoder.

use std::collections::BTreeSet;
use std::net::TcpStream;
use std::process::Child;
use std::thread;

use bytes::Bytes;
use longwave::container::aac::Adts;
use longwave::encode::{Aac, Encoder};
use longwave::format::{Cadence, Framing};
use longwave::frame::Frame;

use crate::bounded;
use crate::formats::{check_decoded, check_mpv, decoding, heard, listen};
use crate::hls::{ask, check_reloads, check_segments, get, renditions};
use crate::live::tone_station;
use crate::recording::RATE;
use crate::titles::{ARTIST, Radio, TITLES, two_tracks};
use crate::unbroken::play_on;

/// The streams of a station that names no AAC.
const PATHS: [&str; 3] = ["/main.aac", "/main.aac?rendition=he-aac-64", "/main.aac?rendition=he-aac-32"];
/// Samples that ffmpeg may leave out or add at the beginning of segments: the edit list, and a frame of 2,048 samples.
const AT_BEGIN: f64 = 9_000.0;

#[test]
fn aac_decodes_without_a_gap_or_a_click_when_joined_midway() {
    let (running, folder) = tone_station();
    let _listeners: Vec<TcpStream> = PATHS.iter().map(|path| listen(&running, path)).collect();
    play_on(&running, 9_000_000);
    let ways = PATHS.iter().flat_map(|path| [(path, &["-icy", "0"][..]), (path, &[])]);
    let begun: Vec<(String, Child)> = ways
        .map(|(path, options)| {
            let address = format!("http://{}{path}", running.address);
            (format!("{path} {options:?}"), decoding(&address, options, 12))
        })
        .collect();
    for (name, ffmpeg) in begun {
        check_decoded(ffmpeg, &name, 12);
    }
    thread::scope(|scope| {
        for (number, path) in PATHS.iter().enumerate() {
            let (address, folder) = (format!("http://{}{path}", running.address), folder.path());
            scope.spawn(move || check_mpv(&address, folder, number));
        }
    });
}

#[test]
fn an_encoder_of_aac_that_rested_begins_without_a_click() {
    let (running, _folder) = tone_station();
    let begin = |path: &&str| decoding(&format!("http://{}{path}", running.address), &["-v", "error"], 6);
    let begun: Vec<Child> = PATHS.iter().map(begin).collect();
    for (path, ffmpeg) in PATHS.iter().zip(begun) {
        check_decoded(ffmpeg, path, 6);
    }
}

/// The sizes of the ADTS frames in `sound`, which begins at a frame or with an ID3 tag; the last one may be cut off.
fn frames(sound: &[u8]) -> Vec<usize> {
    let mut at = if sound.starts_with(b"ID3") {
        let size = |at: usize| usize::from(sound[at]);
        10 + (size(6) << 21 | size(7) << 14 | size(8) << 7 | size(9))
    } else {
        0
    };
    let mut sizes = Vec::new();
    while let Some(head) = sound.get(at..at + 7) {
        assert_eq!((head[0], head[1]), (0xFF, 0xF1), "a frame begins at {at} with its sync word");
        let size = usize::from(head[3] & 3) << 11 | usize::from(head[4]) << 3 | usize::from(head[5]) >> 5;
        sizes.push(size);
        at += size;
    }
    sizes
}

#[test]
fn a_radio_reads_titles_between_frames_of_aac_and_begins_at_one() {
    let (running, _folder) = two_tracks();
    let mut radio = Radio::tune_in(&running, "/main.aac");
    let (mut titles, mut sound) = (BTreeSet::new(), Vec::new());
    // Each title is heard within two tracks; the bound is for a server that never changes it.
    for _ in 0..160 {
        let (chunk, title) = radio.next();
        sound.extend(chunk);
        titles.extend(title);
        if titles.len() == 2 {
            break;
        }
    }
    let expected: BTreeSet<String> = TITLES.iter().map(|title| format!("{ARTIST} - {title}")).collect();
    assert_eq!(titles, expected);
    let sizes = frames(&sound);
    let mean = sizes.iter().sum::<usize>() / sizes.len();
    // 128 kbit/s are 341 bytes in 1,024 samples at 48 kHz, and the header has seven.
    assert!(sizes.len() > 40 && mean.abs_diff(348) < 60, "{} frames of {mean} bytes", sizes.len());
    // Whoever joins later begins at a frame, or at a tag before the beginning of one.
    for _ in 0..12 {
        let mut late = Radio::tune_in(&running, "/main.aac");
        let (first, second) = (late.next().0, late.next().0);
        assert!(first.starts_with(b"ID3") || first.starts_with(&[0xFF, 0xF1]));
        assert!(!frames(&[first, second].concat()).is_empty());
    }
}

#[test]
fn aac_is_named_where_the_build_has_it() {
    let (running, _folder) = tone_station();
    for (path, stream) in [
        ("/main.m3u", "/main.aac"),
        ("/main.pls", "/main.aac"),
        ("/main.xspf", "/main.aac"),
        ("/main/listen", "/main.aac"),
        ("/main", "/main.aac"),
        ("/status-json.xsl", "/main.aac"),
        ("/main/hls/live.m3u8", "CODECS=\"mp4a.40.2\"\naac-128/live.m3u8"),
        ("/main/hls/live.m3u8", "CODECS=\"mp4a.40.29\"\nhe-aac-64/live.m3u8"),
    ] {
        assert!(get(&running, path).text().contains(stream), "{path}");
    }
    let head = ask(&running, "HEAD", "/main.aac", "Icy-MetaData: 1\r\n");
    assert!(head.has("content-type: audio/aac") && head.has("icy-br: 128"), "{}", head.head);
    let wrong = get(&running, "/main.aac?rendition=aac-1");
    assert!(
        wrong.status == 400 && wrong.text().contains("aac-128, he-aac-64, he-aac-32"),
        "{}",
        wrong.text()
    );
}

#[test]
fn hls_of_aac_keeps_the_rules_and_every_sample() {
    let (running, folder) = tone_station();
    let names = renditions(&running);
    for name in ["aac-128", "he-aac-64"] {
        check_reloads(&running, name, names.len());
        check_segments(&running, folder.path(), name, AT_BEGIN);
    }
}

#[test]
fn ffmpeg_and_mpv_play_hls_of_aac_without_a_gap() {
    let (running, folder) = tone_station();
    renditions(&running);
    play_on(&running, 13_000_000);
    let address = |name: &str| format!("http://{}/main/hls/{name}/live.m3u8", running.address);
    let names = ["aac-128", "he-aac-64", "he-aac-32"];
    let begun: Vec<Child> = names.iter().map(|name| decoding(&address(name), &["-v", "error"], 12)).collect();
    for (name, ffmpeg) in names.iter().zip(begun) {
        check_decoded(ffmpeg, name, 12);
    }
    for (number, name) in names.iter().enumerate() {
        check_mpv(&address(name), folder.path(), number);
    }
}

#[test]
fn decoded_sound_is_late_by_the_delay_that_the_rendition_states() {
    let folder = tempfile::tempdir().expect("a directory");
    let encoders = [Aac::low_complexity(128), Aac::high_efficiency(64), Aac::high_efficiency(32)];
    for mut encoder in encoders.map(|encoder| encoder.expect("an encoder")) {
        let sample = |at: usize| {
            let phase = at.saturating_sub(RATE / 2) as f32 * 440.0 / RATE as f32;
            (phase.fract() * std::f32::consts::TAU).sin() * 0.5
        };
        let samples: Vec<f32> = (0..RATE).flat_map(|at| [sample(at); 2]).collect();
        let packets: Vec<Bytes> = samples.chunks(1_920).flat_map(|block| encoder.encode(block)).collect();
        let frames: Vec<Frame> =
            packets.into_iter().map(|payload| Frame { seq: 0, time_us: 0, payload }).collect();
        let rendition = encoder.rendition();
        let adts = Adts::new(rendition.codec, Cadence::Us(1)).pack(&frames, None);
        let file = folder.path().join(format!("{}.aac", rendition.name));
        std::fs::write(&file, adts).expect("a file");
        let decoded = heard(&bounded::rest(decoding(file.to_str().expect("text"), &[], 2)).stdout).samples;
        let onset = decoded.iter().position(|sample| sample.abs() > 0.05).expect("the tone");
        let delay = usize::from(rendition.pre_skip);
        println!("{}: onset at {onset}, delay {delay}", rendition.name);
        assert!(onset.abs_diff(RATE / 2 + delay) < 100, "{}: onset at {onset}", rendition.name);
    }
}
