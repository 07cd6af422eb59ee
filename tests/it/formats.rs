//! The formats that players of every kind take: MP3, FLAC, WAV and Ogg Opus.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;

use crate::bounded::{self, output};
use crate::live::{STATION_TONE, head_of, tone_station};
use crate::recording::{RATE, Recording, quietest, share_of_tone, sharpest};
use crate::running::Running;
use crate::unbroken::play_on;

/// The sharpest corner that the tone has, and the least level of 20 ms of it: ffmpeg's has 0.088, and more when levelled.
const CORNER: f32 = 0.004;
const LEVEL: f32 = 0.05;

/// Fails if anything but the station's tone is in it: a click, a gap, or another sound.
pub(crate) fn check(heard: &Recording) {
    let (corner, at) = sharpest(&heard.samples);
    let (level, quiet_at) = quietest(&heard.samples);
    let share = share_of_tone(&heard.samples, f64::from(STATION_TONE));
    let seconds = |at: usize| at as f64 / RATE as f64;
    println!(
        "{:.1} s: the sharpest corner is {corner:.4} at {:.3} s, the quietest 20 ms {level:.4} at {:.3} s, {share:.4} tone",
        seconds(heard.samples.len()),
        seconds(at),
        seconds(quiet_at)
    );
    assert!(corner < CORNER, "a click of {corner} at {} s", seconds(at));
    assert!(level > LEVEL, "a gap down to {level} at {} s", seconds(quiet_at));
    assert!(share > 0.98, "{share} of it is the tone");
}

/// One side of what a program made of a stream, as it is tested for gaps and clicks.
pub(crate) fn heard(samples: &[u8]) -> Recording {
    let samples = samples.as_chunks::<4>().0.iter().map(|sample| f32::from_le_bytes(*sample)).collect();
    Recording { samples, began_us: 0, titles: Vec::new() }
}

/// Has ffmpeg count the time by samples: in Ogg FLAC it takes that of the first page for the beginning of the stream, and
/// that of the next one for what it is.
const BY_SAMPLES: &[&str] = &["-af", "asetpts=N/SR/TB"];

/// ffmpeg, decoding so many seconds of `address`.
pub(crate) fn decoding(address: &str, options: &[&str], seconds: u32) -> Child {
    let mut ffmpeg = Command::new("ffmpeg");
    ffmpeg.args(["-nostdin", "-v", "warning"]).args(options).args(["-i", address]).args(BY_SAMPLES);
    let samples = ["-map", "0:a:0", "-f", "f32le", "-ac", "1", "-ar", "48000", "-"];
    ffmpeg.args(["-t", &seconds.to_string()]).args(samples);
    let child = ffmpeg.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    child.expect("ffmpeg, of Debian's package ffmpeg")
}

/// Fails unless ffmpeg decoded so many seconds of a tone without a word, a gap or a click.
pub(crate) fn check_decoded(ffmpeg: Child, name: &str, seconds: usize) {
    let decoded = bounded::rest(ffmpeg);
    let said = String::from_utf8_lossy(&decoded.stderr);
    assert!(decoded.status.success() && said.is_empty(), "{name}: {said}");
    let mut recording = heard(&decoded.stdout);
    assert!(recording.samples.len() >= seconds * RATE * 99 / 100, "{name}: {}", recording.samples.len());
    // A decoder that joins midway has found itself after 200 ms.
    recording.samples.drain(..RATE / 5);
    println!("{name}:");
    check(&recording);
}

/// Keeps a listener at `path`, so that its encoder runs; ended with the connection.
pub(crate) fn listen(running: &Running, path: &str) -> TcpStream {
    let mut stream = running.connect();
    let head = head_of(&mut stream, &format!("GET {path} HTTP/1.0\r\n\r\n"));
    assert!(head.starts_with("HTTP/1.0 200 "), "{path}: {head}");
    stream
}

#[test]
fn every_format_decodes_without_a_gap_or_a_click_when_joined_midway() {
    let (running, _shelf) = tone_station();
    let ways: [(&str, &[&str]); 9] = [
        ("/main.opus", &["-icy", "0"]),
        ("/main.opus", &[]),
        ("/main.opus?titles=chained", &[]),
        ("/main.opus?rendition=opus-48", &[]),
        ("/main.opus?rendition=opus-160", &[]),
        ("/main.mp3", &["-icy", "0"]),
        ("/main.mp3", &[]),
        ("/main.flac", &[]),
        // It warns of the size that has no end.
        ("/main.wav", &["-v", "error"]),
    ];
    let _listeners: Vec<TcpStream> = ways.iter().map(|(path, _)| listen(&running, path)).collect();
    play_on(&running, 9_000_000);
    let begun: Vec<Child> = ways
        .iter()
        .map(|(path, options)| decoding(&format!("http://{}{path}", running.address), options, 12))
        .collect();
    for ((path, options), ffmpeg) in ways.iter().zip(begun) {
        check_decoded(ffmpeg, &format!("{path} {options:?}"), 12);
    }
}

#[test]
fn an_encoder_that_rested_begins_without_a_click() {
    let (running, _shelf) = tone_station();
    let paths = ["/main.mp3", "/main.flac", "/main.wav", "/main.opus?rendition=opus-48"];
    let begun: Vec<Child> = paths
        .iter()
        .map(|path| decoding(&format!("http://{}{path}", running.address), &["-v", "error"], 6))
        .collect();
    for (path, ffmpeg) in paths.iter().zip(begun) {
        check_decoded(ffmpeg, path, 6);
    }
}

/// Has mpv play so many seconds of `address` into a file, and checks what is in it.
pub(crate) fn check_mpv(address: &str, folder: &Path, number: usize) {
    let file = folder.join(format!("mpv-{number}.wav"));
    let played = output(
        Command::new("mpv")
            .args(["--no-config", "--no-video", "--untimed", "--ao=pcm"])
            .args(address.starts_with("http").then_some("--length=10"))
            .arg(format!("--ao-pcm-file={}", file.display()))
            .args(["--audio-samplerate=48000", "--audio-format=float", "--audio-channels=mono", address]),
    );
    let said = String::from_utf8_lossy(&[&played.stdout[..], &played.stderr[..]].concat()).into_owned();
    assert!(played.status.success() && !said.to_lowercase().contains("error"), "{address}: {said}");
    let written = std::fs::read(&file).expect("what mpv heard");
    let data = written.windows(4).position(|four| four == b"data").expect("samples") + 8;
    let mut recording = heard(&written[data..]);
    assert!(recording.samples.len() >= 9 * RATE, "{address}: {} samples: {said}", recording.samples.len());
    recording.samples.drain(..RATE / 5);
    println!("mpv {address}:");
    check(&recording);
}

#[test]
fn mpv_plays_mp3_flac_and_opus() {
    let (running, _shelf) = tone_station();
    let folder = tempfile::tempdir().expect("a directory");
    let paths = ["/main.mp3", "/main.opus", "/main.wav"];
    let mut flac = listen(&running, "/main.flac");
    let _listeners: Vec<TcpStream> = paths.iter().map(|path| listen(&running, path)).collect();
    play_on(&running, 9_000_000);
    // Ten seconds to the end: mpv counts time as ffmpeg does, see above.
    let mut bytes = vec![0; 260_000];
    flac.read_exact(&mut bytes).expect("it goes on");
    let file = folder.path().join("stream.oga");
    std::fs::write(&file, bytes).expect("a file");
    thread::scope(|scope| {
        let addresses = paths.iter().map(|path| format!("http://{}{path}", running.address));
        for (number, address) in addresses.chain([file.display().to_string()]).enumerate() {
            let folder = folder.path();
            scope.spawn(move || check_mpv(&address, folder, number));
        }
    });
}

/// So many bytes of a stream.
pub(crate) fn bytes_of(running: &Running, path: &str, count: usize) -> Vec<u8> {
    let mut bytes = vec![0; count];
    listen(running, path).read_exact(&mut bytes).expect("it goes on");
    bytes
}

/// The frames of MPEG-1 layer III in `sound`, which is nothing but such frames of one size.
pub(crate) fn count_frames(sound: &[u8], bytes: usize) -> usize {
    let frames = sound.chunks_exact(bytes);
    assert!(frames.remainder().is_empty(), "{} bytes are no whole frames", sound.len());
    frames
        .inspect(|frame| {
            assert_eq!((frame[0], frame[1] & 0xFE), (0xFF, 0xFA), "a frame begins with its sync word");
        })
        .count()
}

/// The head of the answer to one request on a connection of its own.
fn answer(running: &Running, request: &str) -> String {
    head_of(&mut running.connect(), request)
}

#[test]
fn requests_of_all_ages_are_answered_without_chunks() {
    let running = Running::start(&crate::running::shelf());
    let types = [
        ("/main.mp3", "audio/mpeg"),
        ("/main.opus", "audio/ogg"),
        ("/main.opus?titles=chained", "audio/ogg"),
        ("/main.flac", "audio/ogg"),
        ("/main.wav", "audio/wav"),
    ];
    for (path, media_type) in types {
        for version in ["HTTP/1.0", "HTTP/1.1"] {
            for header in [
                "",
                "Icy-MetaData: 1\r\n",
                "Range: bytes=0-\r\n",
                "Range: bytes=500-100,x\r\n",
                "Range: lines=1\r\n",
            ] {
                for method in ["GET", "HEAD"] {
                    let head =
                        answer(&running, &format!("{method} {path} {version}\r\nHost: x\r\n{header}\r\n"));
                    let about = format!("{method} {path} {version} {header}: {head}");
                    let lower = head.to_ascii_lowercase();
                    assert!(head.starts_with(&format!("{version} 200 ")), "{about}");
                    assert!(lower.contains(&format!("\r\ncontent-type: {media_type}\r\n")), "{about}");
                    // HTTP/1.0 knows nothing else.
                    let closes = lower.contains("\r\nconnection: close\r\n") || version == "HTTP/1.0";
                    assert!(closes && !lower.contains("keep-alive"), "{about}");
                    let has_titles = header.contains("Icy") && (path == "/main.mp3" || path == "/main.opus");
                    assert_eq!(lower.contains("\r\nicy-metaint: "), has_titles, "{about}");
                    for absent in ["transfer-encoding", "content-length", "content-range"] {
                        assert!(!lower.contains(absent), "{about}");
                    }
                }
            }
        }
        for method in ["POST", "DELETE", "PATCH"] {
            let request = format!("{method} {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
            let head = answer(&running, &request);
            assert!(head.starts_with("HTTP/1.1 405 "), "{method} {path}: {head}");
            assert!(head.to_ascii_lowercase().contains("\r\nallow: "), "{head}");
        }
        let unknown = path.replace("main", "nobody");
        let head = answer(&running, &format!("GET {unknown} HTTP/1.1\r\nHost: x\r\n\r\n"));
        assert!(head.starts_with("HTTP/1.1 404 "), "{unknown}: {head}");
    }
    // On a connection that was used before, as behind a proxy.
    let mut stream = running.connect();
    stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").expect("it reads");
    let mut seen = Vec::new();
    let mut byte = [0];
    while !seen.ends_with(b"\r\n\r\nok") {
        stream.read_exact(&mut byte).expect("an answer");
        seen.push(byte[0]);
    }
    let head = head_of(&mut stream, "GET /main.mp3 HTTP/1.1\r\nHost: x\r\nIcy-MetaData: 1\r\n\r\n");
    let lower = head.to_ascii_lowercase();
    assert!(lower.contains("icy-metaint: ") && !lower.contains("transfer-encoding"), "{head}");
    let mut sound = vec![0; 3 * 384];
    stream.read_exact(&mut sound).expect("sound");
    assert_eq!(count_frames(&sound, 384), 3);
}

/// Without the encoder, the address says so.
#[cfg(not(feature = "aac"))]
#[test]
fn aac_is_refused_with_words_by_a_build_without_its_encoder() {
    let running = Running::start(&crate::running::shelf());
    for method in ["GET", "HEAD"] {
        let head = answer(&running, &format!("{method} /main.aac HTTP/1.1\r\nHost: x\r\n\r\n"));
        assert!(head.starts_with("HTTP/1.1 404 "), "{head}");
    }
    let said = crate::hls::get(&running, "/main.aac");
    assert!(said.text().contains("There is nothing at this address."), "{}", said.text());
    for path in ["/main.m3u", "/main/listen", "/main", "/main/hls/live.m3u8", "/status-json.xsl"] {
        let text = crate::hls::get(&running, path).text().to_lowercase();
        // The name of a cover may have these letters in a row.
        let is_named = [".aac", "audio/aac", ">aac", "mp4a.40.2"].iter().any(|name| text.contains(name));
        assert!(!is_named, "{path}: {text}");
    }
}

#[test]
fn a_sign_off_ends_an_mp3_in_order() {
    let (running, _shelf) = tone_station();
    let mut stream = listen(&running, "/main.mp3");
    let mut begin = vec![0; 384 * 50];
    stream.read_exact(&mut begin).expect("sound");
    running.terminate();
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).expect("an end, not a reset");
    // Nothing but whole frames: no message that another format ends with.
    count_frames(&[begin, rest].concat(), 384);
}

#[test]
fn flac_is_the_very_samples_that_wav_has() {
    let (running, folder) = tone_station();
    let _listeners = [listen(&running, "/main.flac"), listen(&running, "/main.wav")];
    play_on(&running, 2_000_000);
    let flac = folder.path().join("stream.oga");
    let wav = bytes_of(&running, "/main.wav?burst=4000", 44 + 8 * 192_000);
    std::fs::write(&flac, bytes_of(&running, "/main.flac?burst=8000", 100_000)).expect("a file");
    let decoded = output(
        Command::new("ffmpeg").args(["-v", "error", "-i"]).arg(&flac).args(["-f", "s16le", "-ac", "2", "-"]),
    );
    let needle = &decoded.stdout[..RATE * 4];
    assert!(
        wav[44..].windows(needle.len()).step_by(4).any(|samples| samples == needle),
        "a second of FLAC is found in the samples of WAV, bit by bit"
    );
}

#[test]
fn a_missing_piece_would_be_found() {
    let samples: Vec<f32> = (0..12 * RATE)
        .map(|n| if n < 6 * RATE { n } else { n + 1_152 })
        .map(|n| 0.125 * (std::f32::consts::TAU * (220.0 * n as f32 / RATE as f32).fract()).sin())
        .collect();
    assert!(sharpest(&samples).0 > 5.0 * CORNER, "a frame of MP3 that is missing is a corner");
    assert!(quietest(&samples).0 > LEVEL && share_of_tone(&samples, 220.0) > 0.95);
}
