//! The cost of each encoder beside the bare library that does its work.

use std::process::Command;
use std::time::Instant;

use longwave::audio::{BLOCK, CHANNELS};
use longwave::encode::{Encoder, Flac, Opus};
use opus::{Application, Bitrate, Channels};
use serde_json::{Value, json};

use crate::Extent;
use crate::process::{median, shelf};

/// Samples of a block, of both channels.
const SAMPLES: usize = BLOCK * CHANNELS;
/// Seconds of music that are encoded each time.
const SECONDS: usize = 30;

/// Encodes blocks of music, and returns how many bytes they became.
type Encode = Box<dyn FnMut(&[f32]) -> usize>;

/// An encoder as the station runs it, and the library beneath it called by hand with the same settings, if it is one.
struct Pair {
    name: String,
    ours: Encode,
    bare: Option<(&'static str, Encode)>,
}

pub(crate) fn run(extent: &Extent) -> Value {
    println!("\nEncoders, {SECONDS} s of music: processor time in thousandths of a core");
    let music = music();
    let mut rows = Vec::new();
    for mut pair in pairs() {
        let (mut ours, mut bare, mut bytes) = (Vec::new(), Vec::new(), 0);
        // In turn, so that both see the same machine.
        for _ in 0..extent.rounds {
            let (cost, size) = cost(&music, &mut pair.ours);
            ours.push(cost);
            bytes = size;
            if let Some((_, encode)) = &mut pair.bare {
                bare.push(self::cost(&music, encode).0);
            }
        }
        let (ours, library) = (median(&ours), pair.bare.map(|(library, _)| library));
        let bare = library.map(|_| median(&bare));
        let kbit_s = bytes * 8 / SECONDS / 1_000;
        let beside = match (library, bare) {
            (Some(library), Some(bare)) => format!("{library} alone {:.2}, {:.2} ×", bare, ours / bare),
            _ => "no library beneath it".to_owned(),
        };
        println!("  {:<12} {ours:>6.2}  {beside}  ({kbit_s} kbit/s)", pair.name);
        rows.push(json!({
            "encoder": pair.name, "millicores": ours, "library": library, "library_millicores": bare,
            "kbit_s": kbit_s
        }));
    }
    json!({ "seconds": SECONDS, "encoders": rows })
}

/// Returns what it costs to encode `music` as it comes, in thousandths of a core, and the bytes it became.
fn cost(music: &[f32], encode: &mut Encode) -> (f64, usize) {
    let begin = Instant::now();
    let bytes = music.chunks_exact(SAMPLES).map(encode).sum();
    (begin.elapsed().as_secs_f64() / SECONDS as f64 * 1_000.0, bytes)
}

fn pairs() -> Vec<Pair> {
    let mut pairs = vec![opus_pair()];
    #[cfg(feature = "mp3")]
    pairs.push(mp3_pair());
    pairs.push(Pair { name: "flac".to_owned(), ours: ours(Flac::new()), bare: None });
    #[cfg(feature = "aac")]
    pairs.extend(aac_pairs());
    pairs
}

fn ours(mut encoder: impl Encoder + 'static) -> Encode {
    Box::new(move |block| encoder.encode(block).into_iter().map(|packet| packet.len()).sum())
}

fn opus_pair() -> Pair {
    let encoder = Opus::new(96).expect("an encoder");
    let name = encoder.rendition().name.clone();
    let mut bare = opus::Encoder::new(48_000, Channels::Stereo, Application::Audio).expect("an encoder");
    bare.set_bitrate(Bitrate::Bits(96_000)).expect("a bitrate");
    bare.set_complexity(10).expect("a complexity");
    let mut out = vec![0; 4_000];
    let bare = move |block: &[f32]| bare.encode_float(block, &mut out).expect("a packet");
    Pair { name, ours: ours(encoder), bare: Some(("libopus", Box::new(bare))) }
}

#[cfg(feature = "mp3")]
fn mp3_pair() -> Pair {
    use mp3lame_encoder::{Bitrate, Builder, InterleavedPcm, Mode, Quality};
    let mut builder = Builder::new().expect("memory");
    builder.set_sample_rate(48_000).expect("a rate");
    builder.set_num_channels(2).expect("two channels");
    builder.set_brate(Bitrate::Kbps128).expect("a bitrate");
    builder.set_mode(Mode::JointStereo).expect("a mode");
    builder.set_quality(Quality::VeryNice).expect("a quality");
    let mut bare = builder.build().expect("an encoder");
    let mut out = Vec::new();
    let bare = move |block: &[f32]| {
        out.clear();
        out.reserve(16_384);
        bare.encode_to_vec(InterleavedPcm(block), &mut out).expect("frames")
    };
    let encoder = longwave::encode::Mp3::new(128).expect("an encoder");
    Pair { name: "mp3-128".to_owned(), ours: ours(encoder), bare: Some(("LAME", Box::new(bare))) }
}

#[cfg(feature = "aac")]
fn aac_pairs() -> Vec<Pair> {
    use longwave::encode::Aac;
    use longwave::sys::{FdkAac, FdkAacConfig};
    let bare = |object_type, bitrate| -> Encode {
        let config = FdkAacConfig { object_type, sample_rate: 48_000, bitrate };
        let mut encoder = FdkAac::new(config).expect("an encoder");
        let mut out = vec![0; 2_048];
        let mut samples = Vec::new();
        Box::new(move |block| {
            samples.clear();
            samples.extend(block.iter().map(|sample| (sample * 32_767.0) as i16));
            let (mut taken, mut bytes) = (0, 0);
            while taken < samples.len() {
                let done = encoder.encode(&samples[taken..], &mut out).expect("a frame");
                taken += done.consumed;
                bytes += done.written;
            }
            bytes
        })
    };
    let pair = |encoder: Aac, bare| Pair {
        name: encoder.rendition().name.clone(),
        ours: ours(encoder),
        bare: Some(("FDK", bare)),
    };
    vec![
        pair(Aac::low_complexity(128).expect("an encoder"), bare(2, 128_000)),
        pair(Aac::high_efficiency(64).expect("an encoder"), bare(29, 64_000)),
    ]
}

/// Music that ships with the program, decoded by ffmpeg.
fn music() -> Vec<f32> {
    let decoded = Command::new("ffmpeg")
        .args(["-v", "error", "-nostdin", "-stream_loop", "-1", "-i"])
        .arg(shelf().join("01-harbour-lights.mp3"))
        .args(["-t", &SECONDS.to_string(), "-f", "f32le", "-ac", "2", "-ar", "48000", "-"])
        .output()
        .expect("ffmpeg, of Debian's package ffmpeg");
    assert!(decoded.status.success(), "{}", String::from_utf8_lossy(&decoded.stderr));
    decoded.stdout.as_chunks::<4>().0.iter().map(|sample| f32::from_le_bytes(*sample)).collect()
}
