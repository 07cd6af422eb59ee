//! Sound that is being sent, as programs send it.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::super::{Event, Stream, StreamTags};
use super::*;

/// Bytes that come in pieces, as over a socket; counts those that were read.
struct Sent {
    bytes: Vec<u8>,
    at: Arc<AtomicUsize>,
}

impl Read for Sent {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let at = self.at.load(Ordering::Relaxed);
        let count = buffer.len().min(256).min(self.bytes.len() - at);
        buffer[..count].copy_from_slice(&self.bytes[at..at + count]);
        self.at.store(at + count, Ordering::Relaxed);
        Ok(count)
    }
}

/// Summary of a decoded stream.
#[derive(Debug, Default)]
struct Received {
    heard: Vec<f32>,
    /// Titles, and after how many frames they came.
    titles: Vec<(usize, StreamTags)>,
    /// The part of the bytes that was read before anything was heard.
    opening: f64,
    trouble: Option<String>,
}

fn receive(bytes: Vec<u8>, media_type: &str) -> Received {
    let (at, all) = (Arc::new(AtomicUsize::new(0)), bytes.len().max(1));
    let mut received = Received::default();
    let mut stream = match Stream::open(Box::new(Sent { bytes, at: Arc::clone(&at) }), media_type) {
        Ok(stream) => stream,
        Err(error) => return Received { trouble: Some(error.to_string()), ..received },
    };
    loop {
        match stream.next(&mut received.heard) {
            Ok(Event::Sound) => {
                if received.opening == 0.0 && !received.heard.is_empty() {
                    received.opening = at.load(Ordering::Relaxed) as f64 / all as f64;
                }
            }
            Ok(Event::Title(tags)) => received.titles.push((received.heard.len() / CHANNELS, tags)),
            Ok(Event::Over) => return received,
            Err(error) => {
                received.trouble = Some(error.to_string());
                assert_eq!(stream.next(&mut received.heard).unwrap(), Event::Over, "it is told once");
                return received;
            }
        }
    }
}

/// Returns the bytes that ffmpeg writes into a pipe.
fn piped(expression: &str, rate: u32, with: &str) -> Vec<u8> {
    let source = format!("aevalsrc={expression}:s={rate}:d=8");
    let made = Command::new("ffmpeg")
        .args(["-nostdin", "-v", "error", "-f", "lavfi", "-i", &source])
        .args(with.split_ascii_whitespace())
        .arg("pipe:1")
        .output()
        .expect("install ffmpeg");
    assert!(made.status.success());
    made.stdout
}

#[track_caller]
fn check(rate: u32, with: &str, media_type: &str) {
    let received = receive(piped(STEREO, rate, with), media_type);
    assert_eq!(received.trouble, None);
    let seconds = (received.heard.len() / CHANNELS) as f64 / f64::from(SAMPLE_RATE);
    assert!((7.9..8.2).contains(&seconds), "{seconds} s of {media_type}");
    for (side, hertz, level) in [(0, 500.0, 0.5), (1, 740.0, 0.25)] {
        let found = tone(&received.heard, side, hertz).0;
        assert!((found - level).abs() < 0.08 * level, "{hertz} Hz at {found} in {media_type}");
    }
    let opening = received.opening * 8.0;
    assert!(opening < 1.2, "{media_type} is heard only after {opening} s were sent");
}

#[test]
fn every_kind_that_programs_send_is_heard_after_a_second_of_it_at_most() {
    check(48_000, "-c:a libopus -b:a 96k -page_duration 20000 -f ogg", "application/ogg");
    check(44_100, "-c:a libvorbis -b:a 128k -page_duration 20000 -f ogg", "application/ogg");
    check(44_100, "-c:a flac -page_duration 20000 -f ogg", "audio/ogg; codecs=flac");
    check(44_100, "-c:a libmp3lame -b:a 128k -f mp3", "audio/mpeg");
    check(48_000, "-c:a aac -b:a 128k -f adts", "audio/aac");
    check(48_000, "-c:a libopus -b:a 128k -f webm -live 1 -cluster_time_limit 200", "audio/webm");
}

#[test]
fn the_content_counts_not_its_name() {
    check(32_000, "-c:a libmp3lame -b:a 96k -f mp3", "application/ogg");
}

#[test]
fn a_chain_goes_on_and_its_titles_come_with_their_links() {
    for codec in ["libopus", "libvorbis", "flac"] {
        let link = |title: &str| {
            let with = format!("-c:a {codec} -metadata title={title} -metadata artist=Ada -f ogg");
            piped(STEREO, 48_000, &with)
        };
        let received = receive([link("one"), link("two"), link("three")].concat(), "application/ogg");
        assert_eq!(received.trouble, None);
        let titles: Vec<_> = received.titles.iter().map(|(_, tags)| tags.title.clone().unwrap()).collect();
        assert_eq!(titles, ["one", "two", "three"], "{codec}");
        assert_eq!(received.titles[0].1.artist.as_deref(), Some("Ada"));
        for (n, (at, _)) in received.titles.iter().enumerate() {
            let seconds = *at as f64 / f64::from(SAMPLE_RATE);
            assert!((seconds - 8.0 * n as f64).abs() < 0.1, "{codec}: title {n} at {seconds} s");
        }
    }
}

#[test]
fn titles_of_webm() {
    let with = "-c:a libopus -metadata title=Tide -metadata artist=Ada -f webm -live 1";
    let received = receive(piped(STEREO, 48_000, with), "audio/webm");
    let [(at, tags)] = &received.titles[..] else { panic!("{:?}", received.titles) };
    assert_eq!((*at, tags.title.as_deref(), tags.artist.as_deref()), (0, Some("Tide"), Some("Ada")));
}

#[test]
fn titles_of_mp3_and_a_rate_and_channels_that_are_not_ours() {
    let with = "-c:a libmp3lame -ac 1 -metadata title=Eins -f mp3";
    let received = receive(piped("0.5*sin(2*PI*500*t)", 22_050, with), "audio/mpeg");
    assert_eq!(received.titles.first().unwrap().1.title.as_deref(), Some("Eins"));
    for side in [0, 1] {
        assert!(tone(&received.heard, side, 500.0).0 > 0.4, "mono is heard on both sides");
    }
}

#[test]
fn files_sent_one_after_the_other_tell_their_titles_between_the_sound() {
    for (codec, media_type) in
        [("libmp3lame -f mp3", "audio/mpeg"), ("aac -write_id3v2 1 -f adts", "audio/aac")]
    {
        let file = |title: &str| piped(STEREO, 48_000, &format!("-c:a {codec} -metadata title={title}"));
        let received = receive([file("one"), file("two"), file("three")].concat(), media_type);
        assert_eq!(received.trouble, None);
        let titles: Vec<_> = received.titles.iter().map(|(_, tags)| tags.title.clone().unwrap()).collect();
        assert_eq!(titles, ["one", "two", "three"], "{media_type}");
        for (n, (at, _)) in received.titles.iter().enumerate() {
            let seconds = *at as f64 / f64::from(SAMPLE_RATE);
            assert!((seconds - 8.0 * n as f64).abs() < 0.3, "{media_type}: title {n} at {seconds} s");
        }
        let seconds = (received.heard.len() / CHANNELS) as f64 / f64::from(SAMPLE_RATE);
        assert!((23.9..24.6).contains(&seconds), "{seconds} s of {media_type}");
    }
}

#[test]
fn garbage_is_refused_and_what_is_cut_off_is_heard_so_far() {
    let garbage = |length: usize, seed: u32| {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        (0..length).map(|_| next()).collect::<Vec<_>>()
    };
    assert!(receive(garbage(2_000_000, 3), "application/ogg").trouble.is_some());
    assert!(receive(Vec::new(), "audio/mpeg").trouble.is_some());
    let formats = [
        ("-c:a libopus -f ogg", "audio/ogg"),
        ("-c:a libmp3lame -f mp3", "audio/mpeg"),
        ("-c:a aac -f adts", "audio/aac"),
    ];
    for (with, media_type) in formats {
        let whole = piped(STEREO, 48_000, with);
        let half = whole[..whole.len() / 2].to_vec();
        let received = receive(half.clone(), media_type);
        assert!(received.heard.len() > 3 * 96_000, "half of {media_type}");
        let received = receive([half, garbage(16_000_000, 5)].concat(), media_type);
        assert!(received.heard.len() > 3 * 96_000, "{media_type} before garbage");
        assert!(received.heard.len() < 60 * 96_000, "garbage is not {media_type}");
        assert!(received.heard.iter().all(|sample| sample.is_finite()));
    }
}
