//! The formats that players of every kind take: MP3, FLAC, WAV and Ogg Opus with titles.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;

use opus::{Channels, Decoder};
use tempfile::TempDir;

use crate::bounded::{self, output};
use crate::live::{STATION_TONE, head_of, tone_station};
use crate::recording::{RATE, Recording, quietest, share_of_tone, sharpest, tone};
use crate::running::{Running, wait_until};
use crate::unbroken::play_on;

/// The longest text of an ICY block, in bytes: one byte counts units of 16.
const MOST_BLOCK: usize = 255 * 16;
/// Titles of the two tracks of [`two_tracks`]; a radio shows them as `ARTIST - TITLE`.
const TITLES: [&str; 2] = ["Zwölf Fälle \u{2012} 十二", "L\u{2019}été; c\u{2019}est fini"];
const ARTIST: &str = "Björk & Ægir";

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
fn listen(running: &Running, path: &str) -> TcpStream {
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

/// A station with two short tracks, in turn.
fn two_tracks() -> (Running, TempDir) {
    let folder = tempfile::tempdir().expect("a directory");
    for (number, title) in TITLES.iter().enumerate() {
        let (title, artist) = (format!("title={title}"), format!("artist={ARTIST}"));
        let file = folder.path().join(format!("{number}.flac"));
        let tags = ["-metadata", &title, "-metadata", &artist, file.to_str().expect("text")];
        tone(220, 9, &tags);
    }
    let running = Running::start(folder.path());
    wait_until("music", || running.metric("longwave_source", "autodj") > 0.0);
    (running, folder)
}

/// A stream with ICY titles, read as a radio reads it.
struct Radio {
    stream: TcpStream,
    interval: usize,
    /// The newest title.
    title: Option<String>,
}

impl Radio {
    fn tune_in(running: &Running, path: &str) -> Self {
        let mut stream = running.connect();
        let head = head_of(&mut stream, &format!("GET {path} HTTP/1.0\r\nIcy-MetaData: 1\r\n\r\n"));
        let value = |name: &str| {
            head.lines()
                .filter_map(|line| line.split_once(": "))
                .find_map(|(header, value)| header.eq_ignore_ascii_case(name).then(|| value.to_owned()))
        };
        assert!(value("icy-name").is_some() && value("icy-br").is_some(), "{head}");
        let interval = value("icy-metaint").and_then(|value| value.parse().ok()).expect("an interval");
        Self { stream, interval, title: None }
    }

    /// The sound up to the next block, and the title in that if it has one.
    fn next(&mut self) -> (Vec<u8>, Option<String>) {
        let mut sound = vec![0; self.interval];
        self.stream.read_exact(&mut sound).expect("sound");
        let mut units = [0];
        self.stream.read_exact(&mut units).expect("a length");
        let mut block = vec![0; usize::from(units[0]) * 16];
        assert!(block.len() <= MOST_BLOCK);
        self.stream.read_exact(&mut block).expect("a block");
        if block.is_empty() {
            return (sound, None);
        }
        let text = String::from_utf8(block).expect("UTF-8");
        let text = text.trim_end_matches('\0');
        let title = text.strip_prefix("StreamTitle='").and_then(|rest| rest.strip_suffix("';"));
        let title = title.unwrap_or_else(|| panic!("{text}")).to_owned();
        self.title = Some(title.clone());
        (sound, Some(title))
    }
}

/// The frames of MPEG-1 layer III in `sound`, which is nothing but such frames of one size.
fn count_frames(sound: &[u8], bytes: usize) -> usize {
    let frames = sound.chunks_exact(bytes);
    assert!(frames.remainder().is_empty(), "{} bytes are no whole frames", sound.len());
    frames
        .inspect(|frame| {
            assert_eq!((frame[0], frame[1] & 0xFE), (0xFF, 0xFA), "a frame begins with its sync word");
        })
        .count()
}

#[test]
fn a_radio_reads_titles_in_utf8_between_whole_frames() {
    let (running, _shelf) = two_tracks();
    let mut radio = Radio::tune_in(&running, "/main.mp3");
    let (mut titles, mut sound) = (BTreeSet::new(), Vec::new());
    // Each title is heard within two tracks; the bound is for a server that never changes it.
    for _ in 0..60 {
        let (chunk, title) = radio.next();
        sound.extend(chunk);
        if titles.is_empty() {
            assert!(title.is_some(), "the first block has the title");
        }
        titles.extend(title);
        if titles.len() == 2 {
            break;
        }
    }
    let expected: BTreeSet<String> = TITLES.iter().map(|title| format!("{ARTIST} - {title}")).collect();
    assert_eq!(titles, expected);
    // 384 bytes at 128 kbit/s and 48 kHz.
    assert!(count_frames(&sound, 384) > 100);
    // A later joiner begins at a frame, too, and is told the title at once.
    let mut late = Radio::tune_in(&running, "/main.mp3");
    let (sound, title) = late.next();
    assert!(count_frames(&sound, 384) == 30 && expected.contains(&title.expect("a title")));
}

#[test]
fn a_radio_is_told_a_title_when_it_changes_and_not_later() {
    let (running, _shelf) = two_tracks();
    let mut radio = Radio::tune_in(&running, "/main.mp3?burst=0");
    radio.next();
    let first = radio.title.clone();
    for _ in 0..60 {
        radio.next();
        if radio.title != first {
            break;
        }
    }
    assert_ne!(radio.title, first);
    let now = crate::live::now(&running);
    let shown = format!("{ARTIST} - {}", now["now_playing"]["title"].as_str().expect("a title"));
    assert_eq!(radio.title, Some(shown));
}

#[test]
fn opus_between_icy_titles_is_valid_ogg() {
    let (running, _shelf) = tone_station();
    play_on(&running, 9_000_000);
    let mut radio = Radio::tune_in(&running, "/main.opus");
    let mut bytes = Vec::new();
    while bytes.len() < 200_000 {
        bytes.extend(radio.next().0);
    }
    assert!(radio.title.is_some(), "the title of the tone's file");
    let mut reader = ogg::PacketReader::new(std::io::Cursor::new(bytes));
    let head = reader.read_packet_expected().expect("a packet");
    let tags = reader.read_packet_expected().expect("a packet");
    assert_eq!((&head.data[..8], &tags.data[..8]), (&b"OpusHead"[..], &b"OpusTags"[..]));
    let mut decoder = Decoder::new(RATE as u32, Channels::Stereo).expect("a decoder");
    let (mut samples, mut stereo) = (Vec::new(), [0.0; 1_920]);
    while let Ok(Some(packet)) = reader.read_packet() {
        assert_eq!(packet.stream_serial(), head.stream_serial());
        let count = decoder.decode_float(&packet.data, &mut stereo, false).expect("a packet");
        samples.extend(stereo[..2 * count].iter().step_by(2));
    }
    assert!(samples.len() > 10 * RATE, "{} samples", samples.len());
    samples.drain(..RATE / 5);
    check(&Recording { samples, began_us: 0, titles: Vec::new() });
}

/// So many bytes of a stream.
fn bytes_of(running: &Running, path: &str, count: usize) -> Vec<u8> {
    let mut bytes = vec![0; count];
    listen(running, path).read_exact(&mut bytes).expect("it goes on");
    bytes
}

#[test]
fn chained_opus_tells_programs_the_titles() {
    let (running, folder) = two_tracks();
    // 20 s, in which both tracks begin.
    let file = folder.path().join("chained.ogg");
    std::fs::write(&file, bytes_of(&running, "/main.opus?titles=chained", 240_000)).expect("a file");
    let probed = output(
        Command::new("ffprobe")
            .args([
                "-v",
                "error",
                "-show_entries",
                "stream=codec_name:stream_tags=title,artist",
                "-of",
                "json",
            ])
            .arg(&file),
    );
    let told: serde_json::Value = serde_json::from_slice(&probed.stdout).expect("JSON");
    let stream = &told["streams"][0];
    assert_eq!(stream["codec_name"], "opus", "{told}");
    let tags = stream["tags"].as_object().expect("tags");
    let tag =
        |name: &str| tags.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value);
    assert_eq!(tag("artist"), Some(&ARTIST.into()), "{told}");
    assert!(tag("title").is_some_and(|title| TITLES.iter().any(|one| title == one)), "{told}");
    let decoded =
        output(Command::new("ffmpeg").args(["-v", "error", "-i"]).arg(&file).args(["-f", "null", "-"]));
    // The file ends in the middle of a page.
    assert!(decoded.status.success(), "{}", String::from_utf8_lossy(&decoded.stderr));

    let mut reader = ogg::PacketReader::new(std::io::Cursor::new(std::fs::read(&file).expect("the file")));
    let mut titles = BTreeSet::<&str>::new();
    while let Ok(Some(packet)) = reader.read_packet() {
        if let Some(comments) = packet.data.strip_prefix(b"OpusTags") {
            let text = String::from_utf8_lossy(comments).into_owned();
            titles.extend(TITLES.iter().filter(|title| text.contains(&format!("TITLE={title}"))).copied());
        }
    }
    assert_eq!(titles.len(), 2, "a logical stream for each title");
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
