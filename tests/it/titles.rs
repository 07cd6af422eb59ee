//! Titles between and inside the sound: ICY's blocks, and chained Ogg.

use std::collections::BTreeSet;
use std::io::Read;
use std::net::TcpStream;
use std::process::Command;

use opus::{Channels, Decoder};
use tempfile::TempDir;

use crate::bounded::output;
use crate::formats::{bytes_of, check, count_frames};
use crate::live::{head_of, tone_station};
use crate::recording::{RATE, Recording, tone};
use crate::running::{Running, wait_until};
use crate::unbroken::play_on;

/// The longest text of an ICY block, in bytes: one byte counts units of 16.
const MOST_BLOCK: usize = 255 * 16;
/// Titles of the two tracks of [`two_tracks`]; a radio shows them as `ARTIST - TITLE`.
pub(crate) const TITLES: [&str; 2] = ["Zwölf Fälle \u{2012} 十二", "L\u{2019}été; c\u{2019}est fini"];
pub(crate) const ARTIST: &str = "Björk & Ægir";

/// A station with two short tracks, in turn. They sound unlike each other: files of the same sound are one track.
pub(crate) fn two_tracks() -> (Running, TempDir) {
    let folder = tempfile::tempdir().expect("a directory");
    for (number, (title, frequency)) in TITLES.iter().zip([220, 330]).enumerate() {
        let (title, artist) = (format!("title={title}"), format!("artist={ARTIST}"));
        let file = folder.path().join(format!("{number}.flac"));
        let tags = ["-metadata", &title, "-metadata", &artist, file.to_str().expect("text")];
        tone(frequency, 9, &tags);
    }
    let running = Running::start(folder.path());
    wait_until("music", || running.metric("longwave_source", "autodj") > 0.0);
    (running, folder)
}

/// A stream with ICY titles, read as a radio reads it.
pub(crate) struct Radio {
    stream: TcpStream,
    interval: usize,
    /// The newest title.
    title: Option<String>,
}

impl Radio {
    pub(crate) fn tune_in(running: &Running, path: &str) -> Self {
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
    pub(crate) fn next(&mut self) -> (Vec<u8>, Option<String>) {
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
