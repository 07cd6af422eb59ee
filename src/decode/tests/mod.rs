//! Files of every kind, made by ffmpeg, and what must be heard of them.

mod damage;
mod stream;

use std::f64::consts::TAU;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use super::{Error, Reader};
use crate::audio::{Block, CHANNELS, SAMPLE_RATE};

/// Left 500 Hz at half of full scale, right 740 Hz at a quarter: no delay below 2,400 samples looks like none.
const STEREO: &str = "0.5*sin(2*PI*500*t)|0.25*sin(2*PI*740*t)";

/// A file in a folder of its own, which goes with it.
struct Made {
    _folder: TempDir,
    path: PathBuf,
}

impl Made {
    fn place(name: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        Self { _folder: folder, path }
    }

    fn of(name: &str, bytes: &[u8]) -> Self {
        let made = Self::place(name);
        fs::write(&made.path, bytes).unwrap();
        made
    }

    /// As this one, with other bytes in it.
    fn changed(&self, change: impl FnOnce(&mut Vec<u8>)) -> Self {
        let mut bytes = fs::read(&self.path).unwrap();
        change(&mut bytes);
        Self::of(self.path.file_name().unwrap().to_str().unwrap(), &bytes)
    }
}

/// Makes `name` from `seconds` of an expression of ffmpeg's at `rate`, with ffmpeg's options `with`.
fn make(name: &str, (expression, rate, seconds): (&str, u32, f64), with: &str) -> Made {
    let made = Made::place(name);
    let source = format!("aevalsrc={expression}:s={rate}:d={seconds}");
    ffmpeg(&["-f", "lavfi", "-i", &source], with, &made.path);
    made
}

fn ffmpeg(input: &[&str], with: &str, path: &Path) {
    let status = Command::new("ffmpeg")
        .args(["-nostdin", "-v", "error", "-y"])
        .args(input)
        .args(with.split_ascii_whitespace())
        .arg(path)
        .status()
        .expect("install ffmpeg");
    assert!(status.success(), "ffmpeg could not make {}", path.display());
}

/// All that is heard of a file, and how it ended.
fn hear(path: &Path) -> (Vec<f32>, Result<(), Error>) {
    let mut reader = match Reader::open(path) {
        Ok(reader) => reader,
        Err(error) => return (Vec::new(), Err(error)),
    };
    let mut heard = Vec::new();
    let mut block = Block::silent();
    loop {
        match reader.read(&mut block) {
            Ok(0) => return (heard, Ok(())),
            Ok(frames) => heard.extend_from_slice(&block.samples()[..frames * CHANNELS]),
            Err(error) => {
                assert_eq!(reader.read(&mut block).unwrap(), 0, "an error is told once");
                return (heard, Err(error));
            }
        }
    }
}

/// Level of a tone in one channel, and by how many samples it is late.
fn tone(heard: &[f32], side: usize, hertz: f64) -> (f64, f64) {
    let frames = heard.len() / CHANNELS;
    // Whole periods from the middle, so that edges do not blur it.
    let period = f64::from(SAMPLE_RATE) / hertz;
    let length = ((frames / 2) as f64 / period).floor() * period;
    let range = frames / 4..frames / 4 + length.round() as usize;
    let (mut in_phase, mut quadrature) = (0.0, 0.0);
    for n in range.clone() {
        let sample = f64::from(heard[n * CHANNELS + side]);
        let angle = TAU * n as f64 / period;
        in_phase += sample * angle.sin();
        quadrature += sample * angle.cos();
    }
    let scale = 2.0 / range.len() as f64;
    let late = -(quadrature.atan2(in_phase)) / TAU * period;
    (in_phase.hypot(quadrature) * scale, late)
}

#[track_caller]
fn check_tone(heard: &[f32], side: usize, (hertz, level): (f64, f64)) {
    let (found, late) = tone(heard, side, hertz);
    assert!((found - level).abs() < 0.08 * level, "{hertz} Hz at {found} instead of {level}");
    assert!(late.abs() < 0.6, "{hertz} Hz is {late} samples late");
}

/// Opens two seconds of the two tones and hears that they are in place and on their sides.
#[track_caller]
fn check_sound(name: &str, rate: u32, with: &str) -> usize {
    let made = make(name, (STEREO, rate, 2.0), with);
    let (heard, end) = hear(&made.path);
    end.unwrap();
    check_tone(&heard, 0, (500.0, 0.5));
    check_tone(&heard, 1, (740.0, 0.25));
    let told = Reader::open(&made.path).unwrap().duration().map(|told| told.as_secs_f64());
    assert!(told.is_some_and(|told| (told - 2.0).abs() < 0.07), "{name}: duration {told:?}");
    heard.len() / CHANNELS
}

/// The two seconds are complete, to the sample.
#[track_caller]
fn check(name: &str, rate: u32, with: &str) {
    assert_eq!(check_sound(name, rate, with), 2 * SAMPLE_RATE as usize, "frames of {name}");
}

/// The two seconds are complete, and at most `more` seconds of the encoder's silence after them.
#[track_caller]
fn check_nearly(name: &str, rate: u32, (with, more): (&str, f64)) {
    let beyond = check_sound(name, rate, with) as f64 / f64::from(SAMPLE_RATE) - 2.0;
    assert!((-0.000_6..=more).contains(&beyond), "{beyond} s beyond the end of {name}");
}

#[test]
fn flac() {
    check("a.flac", 44_100, "");
    check("b.flac", 96_000, "-sample_fmt s32 -bits_per_raw_sample 24");
    check("c.oga", 44_100, "-c:a flac");
    check("d.mka", 44_100, "-c:a flac");
    check("e.mp4", 44_100, "-c:a flac -strict experimental");
}

#[test]
fn mp3() {
    check("a.mp3", 44_100, "-b:a 128k");
    check("b.mp3", 48_000, "-q:a 2");
    check("c.mp3", 22_050, "-b:a 64k");
    check("d.mp4", 44_100, "-c:a libmp3lame");
    // Layer II tells nothing of its end.
    check_nearly("e.mp2", 48_000, ("", 1_152.0 / 48_000.0));
}

#[test]
fn vorbis() {
    check("a.ogg", 44_100, "-c:a libvorbis");
    check("b.ogg", 48_000, "-c:a libvorbis");
    check_nearly("c.mka", 44_100, ("-c:a libvorbis", 0.003_5));
    check_nearly("d.webm", 48_000, ("-c:a libvorbis", 0.003_5));
}

#[test]
fn opus() {
    check("a.opus", 48_000, "-c:a libopus -b:a 128k");
    check("b.webm", 48_000, "-c:a libopus -b:a 128k");
    check("c.mka", 48_000, "-c:a libopus -b:a 128k");
    check("d.mp4", 48_000, "-c:a libopus -b:a 128k");
}

#[test]
fn aac() {
    check("a.m4a", 44_100, "-c:a aac -b:a 192k");
    check("b.m4a", 48_000, "-c:a aac -b:a 192k -movflags +faststart");
    check_nearly("c.mka", 44_100, ("-c:a aac -b:a 192k", 0.000_6));
    // Raw AAC tells nothing: what fills the last packet is heard.
    check_nearly("d.aac", 44_100, ("-c:a aac -b:a 192k", 1_024.0 / 44_100.0));
    check_nearly("e.aac", 48_000, ("-c:a aac -b:a 192k", 1_024.0 / 48_000.0));
}

#[test]
fn lossless_in_boxes() {
    check("a.m4a", 44_100, "-c:a alac");
    check("b.caf", 44_100, "-c:a alac");
    check("c.caf", 44_100, "-c:a pcm_s16be");
}

#[test]
fn pcm() {
    check("a.wav", 44_100, "");
    check("b.wav", 96_000, "-c:a pcm_s24le");
    check("c.wav", 8_000, "-c:a pcm_f32le");
    check("d.aiff", 44_100, "");
    check("e.aiff", 48_000, "-c:a pcm_s24be");
    check("f.mka", 44_100, "-c:a pcm_s16le");
    check("g.wav", 192_000, "-c:a pcm_s32le");
}

#[test]
fn telephone_mono_is_heard_on_both_sides() {
    for (name, with) in
        [("a.wav", ""), ("b.flac", ""), ("c.mp3", ""), ("d.opus", "-c:a libopus"), ("e.m4a", "")]
    {
        let made = make(name, ("0.5*sin(2*PI*500*t)", 8_000, 2.0), with);
        let (heard, end) = hear(&made.path);
        end.unwrap();
        assert_eq!(heard.len() / CHANNELS, 96_000, "frames of {name}");
        check_tone(&heard, 0, (500.0, 0.5));
        check_tone(&heard, 1, (500.0, 0.5));
    }
}

/// Six tones of half scale, one a loudspeaker: 500 Hz left, then 600, 700, … in ffmpeg's order FL FR FC LFE BL BR.
const SURROUND: &str = "0.5*sin(2*PI*500*t)|0.5*sin(2*PI*600*t)|0.5*sin(2*PI*700*t)|0.5*sin(2*PI*80*t)\
                        |0.5*sin(2*PI*900*t)|0.5*sin(2*PI*1000*t):c=5.1";

#[test]
fn surround_is_folded_from_every_order_of_channels() {
    let cases = [
        ("a.wav", ""),
        ("b.flac", ""),
        ("c.ogg", "-c:a libvorbis -q:a 8"),
        ("d.opus", "-c:a libopus -b:a 510k -mapping_family 1"),
        ("e.m4a", "-c:a alac"),
        ("f.mka", "-c:a libopus -b:a 510k -mapping_family 1"),
        ("g.aiff", ""),
    ];
    for (name, with) in cases {
        let made = make(name, (SURROUND, 48_000, 2.0), with);
        let (heard, end) = hear(&made.path);
        end.unwrap();
        assert_eq!(heard.len() / CHANNELS, 96_000, "frames of {name}");
        let scale = 1.0 / (1.0 + 2.0_f64.sqrt());
        let expected = [
            (500.0, [scale, 0.0]),
            (600.0, [0.0, scale]),
            (700.0, [scale * 0.5_f64.sqrt(); 2]),
            (80.0, [0.0, 0.0]),
            (900.0, [scale * 0.5_f64.sqrt(), 0.0]),
            (1_000.0, [0.0, scale * 0.5_f64.sqrt()]),
        ];
        for (hertz, levels) in expected {
            for (side, level) in levels.into_iter().enumerate() {
                let (found, _) = tone(&heard, side, hertz);
                assert!((found - 0.5 * level).abs() < 0.02, "{name}: {hertz} Hz at {found}, side {side}");
            }
        }
    }
}

#[test]
fn chained_ogg_plays_all_links() {
    for with in ["-c:a libvorbis", "-c:a libopus", "-c:a flac"] {
        let first = make("a.ogg", (STEREO, 48_000, 2.0), with);
        let second = fs::read(&make("b.ogg", ("0.5*sin(2*PI*500*t)", 48_000, 1.0), with).path).unwrap();
        let chained = first.changed(|bytes| bytes.extend(second));
        let (heard, end) = hear(&chained.path);
        end.unwrap();
        assert_eq!(heard.len() / CHANNELS, 3 * 48_000, "{with}");
        check_tone(&heard[..2 * 96_000], 1, (740.0, 0.25));
        check_tone(&heard[2 * 96_000..], 1, (500.0, 0.5));
    }
}

#[test]
fn the_gain_in_an_opus_head_is_applied() {
    let made = make("a.opus", (STEREO, 48_000, 2.0), "-c:a libopus -b:a 128k");
    let quieter = made.changed(|bytes| {
        // The head is the first packet of the first page: −6 dB at its offset 16, and the page's checksum anew.
        bytes[28 + 16..28 + 18].copy_from_slice(&(-6_i16 * 256).to_le_bytes());
        bytes[22..26].fill(0);
        let checksum = ogg_checksum(&bytes[..28 + 19]);
        bytes[22..26].copy_from_slice(&checksum.to_le_bytes());
    });
    let (heard, end) = hear(&quieter.path);
    end.unwrap();
    check_tone(&heard, 0, (500.0, 0.2506));
}

/// The checksum of an Ogg page (RFC 3533 section 6).
fn ogg_checksum(page: &[u8]) -> u32 {
    page.iter().fold(0, |sum: u32, byte| {
        (0..8).fold(sum ^ u32::from(*byte) << 24, |sum, _| {
            if sum >> 31 == 1 { sum << 1 ^ 0x04c1_1db7 } else { sum << 1 }
        })
    })
}
