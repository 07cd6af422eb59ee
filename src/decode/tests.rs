//! Files of every kind, made by ffmpeg, and what must be heard of them.

use std::f64::consts::TAU;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use super::{Error, Reader};
use crate::audio::{BLOCK, Block, CHANNELS, SAMPLE_RATE};

/// Left 500 Hz at half of full scale, right 750 Hz at a quarter.
const STEREO: &str = "0.5*sin(2*PI*500*t)|0.25*sin(2*PI*750*t)";
const MONO: &str = "0.5*sin(2*PI*500*t)";

/// A file made by ffmpeg in a folder of its own.
struct Made {
    folder: TempDir,
    path: PathBuf,
}

/// Makes `name` from `seconds` of an expression of ffmpeg's at `rate`, with ffmpeg's options `with`.
fn make(name: &str, (expression, rate, seconds): (&str, u32, f64), with: &str) -> Made {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    let source = format!("aevalsrc={expression}:s={rate}:d={seconds}");
    ffmpeg(&["-f", "lavfi", "-i", &source], with, &path);
    Made { folder, path }
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
    let (mut sine, mut cosine) = (0.0, 0.0);
    for n in range.clone() {
        let sample = f64::from(heard[n * CHANNELS + side]);
        let angle = TAU * n as f64 / period;
        sine += sample * angle.sin();
        cosine += sample * angle.cos();
    }
    let scale = 2.0 / range.len() as f64;
    let late = -(cosine.atan2(sine)) / TAU * period;
    (sine.hypot(cosine) * scale, late)
}

#[track_caller]
fn check_tone(heard: &[f32], side: usize, (hertz, level): (f64, f64)) {
    let (found, late) = tone(heard, side, hertz);
    assert!(
        (found - level).abs() < 0.02 * level + 0.002,
        "{hertz} Hz at {found} instead of {level}"
    );
    assert!(late.abs() < 0.6, "{hertz} Hz is {late} samples late");
}

/// Two seconds of the two tones come out complete, in place and on their sides.
#[track_caller]
fn check(name: &str, rate: u32, with: &str) {
    let made = make(name, (STEREO, rate, 2.0), with);
    let (heard, end) = hear(&made.path);
    end.unwrap();
    check_tone(&heard, 0, (500.0, 0.5));
    check_tone(&heard, 1, (750.0, 0.25));
    assert_eq!(heard.len() / CHANNELS, 2 * SAMPLE_RATE as usize, "frames");
    let told = Reader::open(&made.path)
        .unwrap()
        .duration()
        .map(|told| told.as_secs_f64());
    assert!(
        told.is_some_and(|told| (told - 2.0).abs() < 0.03),
        "duration {told:?}"
    );
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
}

#[test]
fn vorbis() {
    check("a.ogg", 44_100, "-c:a libvorbis");
    check("b.ogg", 48_000, "-c:a libvorbis");
    check("c.mka", 44_100, "-c:a libvorbis");
    check("d.webm", 48_000, "-c:a libvorbis");
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
    check("c.mka", 44_100, "-c:a aac -b:a 192k");
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
