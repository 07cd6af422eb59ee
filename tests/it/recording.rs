//! A listener that keeps everything, and what is to be heard in it.

use std::f64::consts::TAU;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};

use opus::{Channels, Decoder};
use serde_json::Value;

use crate::bounded;
use crate::client::{Came, Client};
use crate::running::Running;

pub(crate) const RATE: usize = 48_000;
/// Samples of a packet.
const PACKET: usize = RATE / 50;
/// A decoder that joins midway has found itself after so many samples: 200 ms.
const FOUND: usize = RATE / 5;

/// Listens on a thread of its own, so that nothing a test does makes it late.
pub(crate) struct Recorder {
    enough: Arc<AtomicBool>,
    thread: JoinHandle<Recording>,
}

/// What was heard, without a frame missing.
pub(crate) struct Recording {
    /// One side of it.
    pub(crate) samples: Vec<f32>,
    /// When the first sample was on air.
    pub(crate) began_us: u64,
    /// What was said to be on air.
    pub(crate) titles: Vec<Value>,
}

impl Recorder {
    pub(crate) fn start(running: &Running) -> Self {
        let client = Client::join(running, "?delivery=20&burst=0");
        let enough = Arc::new(AtomicBool::new(false));
        let thread = thread::spawn({
            let enough = Arc::clone(&enough);
            move || record(client, &enough)
        });
        Self { enough, thread }
    }

    /// What was heard up to now. Fails if a frame was missing.
    pub(crate) fn finish(self) -> Recording {
        self.enough.store(true, Ordering::Relaxed);
        self.thread.join().expect("every frame came, in order")
    }
}

fn record(mut client: Client, enough: &AtomicBool) -> Recording {
    let mut decoder = Decoder::new(RATE as u32, Channels::Stereo).expect("a decoder");
    let mut heard = Recording { samples: Vec::new(), began_us: 0, titles: Vec::new() };
    let (mut next, mut stereo) = (None, [0.0; 2 * PACKET]);
    while !enough.load(Ordering::Relaxed) {
        match client.next() {
            Came::Sound(sound) => {
                assert!(next.is_none_or(|next| next == sound.first), "the listener lost a frame");
                if next.is_none() {
                    heard.began_us = sound.time_us + FOUND as u64 * 1_000_000 / RATE as u64;
                }
                next = Some(sound.end());
                for packet in &sound.frames {
                    let count = decoder.decode_float(packet, &mut stereo, false).expect("a packet");
                    heard.samples.extend(stereo[..2 * count].iter().step_by(2));
                }
            }
            Came::Text(text) if text["type"] == "now_playing" => heard.titles.push(text),
            Came::Text(_) => {}
            Came::Closed(code) => panic!("the listener was closed with {code:?}"),
        }
    }
    heard.samples.drain(..FOUND.min(heard.samples.len()));
    heard
}

impl Recording {
    /// The samples from so many seconds after `time_us`, for so many seconds.
    pub(crate) fn part(&self, time_us: u64, after: f64, seconds: f64) -> &[f32] {
        let begin = (time_us as f64 - self.began_us as f64) / 1e6 + after;
        let at = |seconds: f64| ((seconds.max(0.0) * RATE as f64) as usize).min(self.samples.len());
        &self.samples[at(begin)..at(begin + seconds)]
    }

    /// How often the source changed.
    pub(crate) fn changes(&self) -> usize {
        self.titles.windows(2).filter(|pair| pair[0]["source"] != pair[1]["source"]).count()
    }
}

/// How much of the power of `samples` is in a tone, from 0 to 1.
pub(crate) fn share_of_tone(samples: &[f32], frequency: f64) -> f64 {
    let mut share = (0.0, 0.0);
    // In pieces, so that a tone that is a hair off is still one.
    for piece in samples.chunks_exact(PACKET * 5) {
        let (mut re, mut im, mut power) = (0.0, 0.0, 1e-12);
        for (n, sample) in piece.iter().enumerate() {
            let (sin, cos) = (TAU * frequency * n as f64 / RATE as f64).sin_cos();
            let sample = f64::from(*sample);
            (re, im, power) = (re + sample * cos, im + sample * sin, power + sample * sample);
        }
        share = (share.0 + 2.0 * (re * re + im * im) / piece.len() as f64, share.1 + power);
    }
    share.0 / f64::max(share.1, 1e-9)
}

/// The sharpest corner in `samples`, their second difference, and where it is.
///
/// Tones of a few hundred hertz have next to none, and a step has all its height.
pub(crate) fn sharpest(samples: &[f32]) -> (f32, usize) {
    let corners = samples.windows(3).map(|three| (three[0] - 2.0 * three[1] + three[2]).abs());
    corners.zip(0..).max_by(|a, b| a.0.total_cmp(&b.0)).expect("samples")
}

/// The quietest 20 ms in `samples`, as root of the mean square, and where they are.
pub(crate) fn quietest(samples: &[f32]) -> (f32, usize) {
    let level = |piece: &[f32]| (piece.iter().map(|x| x * x).sum::<f32>() / piece.len() as f32).sqrt();
    let levels = samples.chunks_exact(PACKET).map(level);
    levels.zip((0..).step_by(PACKET)).min_by(|a, b| a.0.total_cmp(&b.0)).expect("samples")
}

/// The longest stretch of `samples` that is quieter than `level`, in samples, and where it is.
pub(crate) fn longest_quiet(samples: &[f32], level: f32) -> (usize, usize) {
    let (mut longest, mut quiet) = ((0, 0), 0);
    for (n, piece) in samples.chunks_exact(PACKET).enumerate() {
        quiet = if quietest(piece).0 < level { quiet + PACKET } else { 0 };
        if quiet > longest.0 {
            longest = (quiet, (n + 1) * PACKET - quiet);
        }
    }
    longest
}

/// A tone, encoded so; with `-` at the end of `encoding` returned, or else put into the file named there.
pub(crate) fn tone(frequency: u32, seconds: u32, encoding: &[&str]) -> Vec<u8> {
    let tone = format!("sine=frequency={frequency}:sample_rate=48000:duration={seconds}");
    let made = bounded::output(
        Command::new("ffmpeg").args(["-nostdin", "-v", "error", "-f", "lavfi", "-i", &tone]).args(encoding),
    );
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    made.stdout
}
