use std::io::{self, Read};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::*;
use crate::audio::{CHANNELS, SAMPLE_RATE};
use crate::decode::{Event, Stream};

/// Bytes that come in pieces, and break off after the last if there is no more of them.
struct Fed {
    bytes: Vec<u8>,
    at: usize,
    /// The place of the first byte that is new.
    new: usize,
    is_new: Arc<AtomicBool>,
}

impl Read for Fed {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.is_new.fetch_or(self.at >= self.new, Ordering::Relaxed);
        let until = if self.at < self.new { self.new } else { self.bytes.len() };
        let count = into.len().min(256).min(until - self.at);
        if count == 0 {
            return Err(io::ErrorKind::ConnectionReset.into());
        }
        into[..count].copy_from_slice(&self.bytes[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

/// Decodes `old` and `new` after it; returns one side of the sound of each.
fn decode(old: &[u8], new: &[u8], media_type: &str) -> [Vec<f32>; 2] {
    let is_new = Arc::<AtomicBool>::default();
    let source = Fed { bytes: [old, new].concat(), at: 0, new: old.len(), is_new: Arc::clone(&is_new) };
    let mut sound = [Vec::new(), Vec::new()];
    let Ok(mut stream) = Stream::open(Box::new(source), media_type) else { return sound };
    loop {
        let mut samples = Vec::new();
        let event = stream.next(&mut samples);
        let side = samples.into_iter().step_by(CHANNELS);
        sound[usize::from(is_new.load(Ordering::Relaxed))].extend(side);
        if !matches!(event, Ok(Event::Sound | Event::Title(_))) {
            return sound;
        }
    }
}

/// Four seconds of a tone, as ffmpeg writes it into a pipe.
fn tone(rate: u32, with: &str) -> Vec<u8> {
    let source = format!("sine=frequency=440:sample_rate={rate}:duration=4");
    let made = Command::new("ffmpeg")
        .args(["-nostdin", "-v", "error", "-f", "lavfi", "-i", &source])
        .args(with.split_ascii_whitespace())
        .arg("pipe:1")
        .output()
        .expect("install ffmpeg");
    assert!(made.status.success());
    made.stdout
}

fn replay(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut replay = StreamReplay::default();
    bytes.chunks(1_000).for_each(|piece| replay.push(piece));
    replay.bytes()
}

/// Fails unless a decoder goes on at any place where another one stopped.
#[track_caller]
fn check(rate: u32, with: &str, media_type: &str) {
    let bytes = tone(rate, with);
    let whole = decode(&[], &bytes, media_type)[1].clone();
    let level = |samples: &[f32]| (samples.iter().map(|x| x * x).sum::<f32>() / samples.len() as f32).sqrt();
    let usual = level(&whole[whole.len() / 2..]);
    for place in [3, 4, 6, 7].map(|eighths| bytes.len() * eighths / 8 + 11 * eighths) {
        let [_, heard] = decode(&[], &bytes[..place], media_type);
        let replay = replay(&bytes[..place]).expect("it can be gone on with");
        let [_, gone_on] = decode(&replay, &bytes[place..], media_type);
        let expected = &whole[heard.len()..];
        // A resampler works in steps of some 20 ms.
        let off = expected.len().abs_diff(gone_on.len());
        assert!(off <= if rate == SAMPLE_RATE { 0 } else { 1_024 }, "{media_type}: {off} frames at {place}");
        // The last ones fade out.
        for (number, piece) in gone_on.chunks_exact(960).enumerate().take(gone_on.len() / 960 - 5) {
            let level = level(piece) / usual;
            assert!((0.8..1.25).contains(&level), "{media_type}: {level} in piece {number} after {place}");
        }
        if rate == SAMPLE_RATE {
            let differs = expected.iter().zip(&gone_on).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
            assert!(differs < 0.02, "{media_type}: {differs} at {place}");
        }
    }
}

#[test]
fn another_decoder_goes_on_where_one_stopped() {
    check(48_000, "-c:a libopus -b:a 96k -page_duration 20000 -f ogg", "audio/ogg");
    check(48_000, "-c:a libopus -b:a 96k -f ogg", "audio/ogg");
    check(48_000, "-c:a libvorbis -b:a 128k -f ogg", "application/ogg");
    check(48_000, "-c:a flac -f ogg", "application/ogg");
    check(48_000, "-c:a flac -f flac", "audio/flac");
    check(48_000, "-c:a libmp3lame -b:a 128k -f mp3", "audio/mpeg");
    check(44_100, "-c:a libmp3lame -b:a 320k -f mp3", "audio/mpeg");
    check(48_000, "-c:a aac -b:a 128k -f adts", "audio/aac");
    check(48_000, "-c:a libopus -b:a 128k -f webm -live 1 -cluster_time_limit 200", "audio/webm");
}

#[test]
fn the_beginning_is_that_of_the_last_link_and_pages_are_whole() {
    let link = |title: &str| tone(48_000, &format!("-c:a libopus -metadata title={title} -f ogg"));
    let (first, second) = (link("first"), link("second"));
    let bytes = replay(&[&first[..], &second[..second.len() - 5]].concat()).expect("it can be gone on with");
    let has = |text: &[u8]| bytes.windows(text.len()).filter(|found| *found == text).count();
    assert_eq!((has(b"first"), has(b"second"), has(b"OpusHead"), has(b"OpusTags")), (0, 1, 1, 1));
    assert!(bytes.starts_with(b"OggS") && bytes.ends_with(&second[second.len() - 45..second.len() - 5]));
}

#[test]
fn what_cannot_be_gone_on_with_is_not_kept() {
    let lost = |bytes: &[u8]| {
        let mut replay = StreamReplay::default();
        bytes.chunks(4_096).for_each(|piece| replay.push(piece));
        assert!(replay.tail.is_empty() && replay.head.is_empty());
        replay.bytes().is_none()
    };
    assert!(lost(b"RIFF\x24\0\0\0WAVEfmt "));
    assert!(lost(&[b"OggS".as_slice(), &[0; 80], b"no page"].concat()));
    // A beginning that is too long: a comment of 300 pages.
    let page =
        |begins: u8| [b"OggS\0", &[begins][..], &[0; 20], &[4, 255, 255, 255, 255], &[1; 1_020]].concat();
    assert!(lost(&[page(2), page(0).repeat(300)].concat()));
    let endless = [0x1F, 0x43, 0xB6, 0x75, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];
    let block = [&[0xA3, 0x50, 0x00][..], &[7; 0x1000]].concat();
    assert!(lost(&[&[0x1A, 0x45, 0xDF, 0xA3, 0x80][..], &endless, &block.repeat(300)].concat()));
}

#[test]
fn no_more_than_a_bounded_part_of_a_stream_is_kept() {
    let mut replay = StreamReplay::default();
    for _ in 0..100 {
        replay.push(&vec![0xFF; 30_000]);
        assert!(replay.tail.len() <= 3 * FRAMES);
    }
    assert!(replay.bytes().is_some());
}
