//! A new process takes over from the running one, and nobody who listens notices.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{self, JoinHandle};

use longwave::container::ogg_opus::has_its_checksum;
use serde_json::{Value, json};

use crate::bounded;
use crate::client::{Came, Client};
use crate::formats::check;
use crate::live::{Sender, now, tone_station, wait_for_source};
use crate::recording::{RATE, Recorder, longest_quiet, share_of_tone};
use crate::running::{PATIENCE, Running, longwave, wait_until};

/// The version of the protocol by which servers take over from each other.
const PROTOCOL: u64 = 3;
/// Bytes of sound between two blocks of ICY metadata.
const ICY_EVERY: usize = 11_520;
/// Bytes of a frame of MP3 at 128 kbit/s and 48 kHz.
const MP3_FRAME: usize = 384;

/// Keeps everything that a stream over HTTP sends after its head.
struct Tap {
    received: Arc<AtomicUsize>,
    enough: Arc<AtomicBool>,
    thread: JoinHandle<Vec<u8>>,
}

impl Tap {
    fn open(running: &Running, path: &str, header: &str) -> Self {
        let mut stream = running.connect();
        let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\n{header}\r\n");
        stream.write_all(request.as_bytes()).expect("it reads");
        let (received, enough) = (Arc::<AtomicUsize>::default(), Arc::<AtomicBool>::default());
        let thread = thread::spawn({
            let (received, enough) = (Arc::clone(&received), Arc::clone(&enough));
            move || keep(stream, &received, &enough)
        });
        Self { received, enough, thread }
    }

    /// Waits until so much more has come.
    fn wait_for(&self, bytes: usize) {
        let before = self.received.load(Ordering::Relaxed);
        wait_until("the stream to go on", || self.received.load(Ordering::Relaxed) >= before + bytes);
    }

    fn finish(self) -> Vec<u8> {
        self.enough.store(true, Ordering::Relaxed);
        self.thread.join().expect("it came without an end")
    }
}

fn keep(mut stream: TcpStream, received: &AtomicUsize, enough: &AtomicBool) -> Vec<u8> {
    let (mut bytes, mut chunk) = (Vec::new(), [0; 4_096]);
    while !enough.load(Ordering::Relaxed) {
        let count = stream.read(&mut chunk).expect("it goes on");
        assert!(count > 0, "the stream ended");
        bytes.extend_from_slice(&chunk[..count]);
        received.store(bytes.len(), Ordering::Relaxed);
    }
    let head = bytes.windows(4).position(|end| end == b"\r\n\r\n").expect("a head") + 4;
    bytes.split_off(head)
}

/// Fails unless every page is whole and follows on the one before; returns how many there are.
fn check_pages(mut bytes: &[u8], samples_per_page: u64) -> usize {
    let (mut pages, mut before) = (0, None);
    while let Some(segments) = bytes.get(27..27 + usize::from(*bytes.get(26).unwrap_or(&255))) {
        let length = 27 + segments.len() + segments.iter().map(|length| usize::from(*length)).sum::<usize>();
        let Some((page, rest)) = bytes.split_at_checked(length) else { break };
        assert!(page.starts_with(b"OggS") && has_its_checksum(page), "page {pages}");
        let granule = u64::from_le_bytes(page[6..14].try_into().expect("8 bytes"));
        let serial = u32::from_le_bytes(page[14..18].try_into().expect("4 bytes"));
        let number = u32::from_le_bytes(page[18..22].try_into().expect("4 bytes"));
        if let Some((last_granule, last_serial, last_number)) = before
            && pages > 2
        {
            let expected = (last_granule + samples_per_page, last_serial, last_number + 1);
            assert_eq!((granule, serial, number), expected, "page {pages}");
        }
        before = Some((granule, serial, number));
        (pages, bytes) = (pages + 1, rest);
    }
    pages
}

/// Takes the ICY metadata out of a stream, and fails where there is none.
fn without_metadata(mut bytes: &[u8]) -> (Vec<u8>, Vec<String>) {
    let (mut sound, mut titles) = (Vec::new(), Vec::new());
    while let Some((chunk, rest)) = bytes.split_at_checked(ICY_EVERY) {
        sound.extend_from_slice(chunk);
        let Some((length, rest)) = rest.split_first() else { break };
        let Some((text, rest)) = rest.split_at_checked(usize::from(*length) * 16) else { break };
        let text = String::from_utf8(text.to_vec()).expect("text");
        assert!(text.is_empty() || text.starts_with("StreamTitle='"), "{text:?}");
        titles.extend((!text.is_empty()).then_some(text));
        bytes = rest;
    }
    (sound, titles)
}

/// Fails unless there is a frame wherever one is to begin; returns how many there are.
fn check_frames(sound: &[u8]) -> usize {
    let is_frame = |at: usize| sound.get(at..at + 2).is_some_and(|sync| sync == [0xFF, 0xFB]);
    let first = (0..MP3_FRAME).find(|at| (0..8).all(|frame| is_frame(at + frame * MP3_FRAME)));
    let starts = (first.expect("a frame")..sound.len() - 1).step_by(MP3_FRAME);
    starts.map(|at| assert!(is_frame(at), "no frame at byte {at} of {}", sound.len())).count()
}

/// Listens to plain samples, slowly: it takes nothing until it is told to.
fn samples_after(mut client: Client, sounds: usize) -> Vec<u64> {
    let mut firsts = Vec::new();
    while firsts.len() < sounds {
        match client.next() {
            Came::Sound(sound) => firsts.push(sound.first),
            Came::Text(_) => {}
            Came::Closed(code) => panic!("closed with {code:?}"),
        }
    }
    firsts
}

#[test]
fn listeners_go_on_over_two_take_overs_without_a_byte_missing_or_a_click() {
    let (mut running, folder) = tone_station();
    let mut first = Client::join(&running, "?delivery=500&captions=1");
    let timeline = first.text("hello")["timeline"].clone();
    let recorder = Recorder::start(&running);
    let ogg = Tap::open(&running, "/main.opus", "");
    let flac = Tap::open(&running, "/main.flac?burst=0", "");
    let icy = Tap::open(&running, "/main.mp3", "Icy-MetaData: 1\r\n");
    let mp3 = Tap::open(&running, "/main.mp3?burst=0", "");
    let slow = Client::join_slowly(&running, "?rendition=pcm-s16&delivery=500&burst=10000");
    wait_until("seven listeners", || running.metric("longwave_listeners", "") >= 7.0);
    let socket = running.data().join("upgrade.sock");
    assert_eq!(std::fs::metadata(&socket).expect("a socket").permissions().mode() & 0o777, 0o600);
    for _ in 0..2 {
        icy.wait_for(ICY_EVERY);
        running.take_over(folder.path());
        wait_until("the same listeners", || running.metric("longwave_listeners", "") >= 7.0);
        assert_eq!(running.metric("longwave_listener_skipped_frames_total", "output=\"opus\""), 0.0);
    }
    // 2.75 s after the last change, which is more than the pages and frames that are counted below.
    mp3.wait_for(44_000);
    let taps = [ogg, flac, icy, mp3].map(Tap::finish);
    let recording = recorder.finish();
    check(&recording);
    assert_eq!(recording.titles.len(), 1, "the same track: {:?}", recording.titles);
    assert!(check_pages(&taps[0], 9_600) > 10);
    let (sound, titles) = without_metadata(&taps[2]);
    assert!(check_frames(&sound) > 100 && titles.iter().all(|title| *title == titles[0]), "{titles:?}");
    assert!(check_frames(&taps[3]) > 100);
    let flac_pages = check_pages(&taps[1], 9_600);
    assert!(flac_pages > 10, "{flac_pages}");
    // One that took nothing all the time has whole messages, and the rest is passed over.
    let firsts = samples_after(slow, 8);
    assert!(firsts.is_sorted(), "{firsts:?}");
    let mut late = Client::join(&running, "?burst=0");
    assert_eq!(late.text("hello")["timeline"], timeline);
    let (mut end, mut messages) = (first.sound().end(), 0);
    while messages < 8 {
        let sound = first.sound();
        assert_eq!((sound.first, sound.frames.len()), (end, 25));
        (end, messages) = (sound.end(), messages + 1);
    }
    assert_eq!(now(&running)["live"], Value::Null);
    let refused = bounded::output(
        longwave(running.data()).args(["--listen", "127.0.0.1:0", "--media"]).arg(folder.path()),
    );
    assert_eq!(refused.status.code(), Some(1), "without the option it is refused as ever");
    let (status, _, data) = running.stop();
    assert!(status.success() && !data.path().join("upgrade.sock").exists());
}

/// A new server that speaks the protocol and takes nothing, and ends where a test wants it to.
struct Impostor(UnixStream);

impl Impostor {
    fn greet(running: &Running, protocol: u64) -> (Self, Value) {
        let stream = UnixStream::connect(running.data().join("upgrade.sock")).expect("a socket");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        let mut this = Self(stream);
        this.say(&json!({"Hello": {"protocol": protocol, "version": "0.0.0", "is_service": false}}));
        let answer = this.hear();
        (this, answer)
    }

    fn say(&mut self, message: &Value) {
        let text = message.to_string();
        let prefix = [(text.len() as u32).to_be_bytes(), [0; 4]].concat();
        self.0.write_all(&prefix).and_then(|()| self.0.write_all(text.as_bytes())).expect("it reads");
    }

    /// Receives the next message; descriptors that come with it are closed.
    fn hear(&mut self) -> Value {
        let mut lengths = [0; 8];
        self.0.read_exact(&mut lengths).expect("an answer");
        let length =
            |at: usize| lengths[at..at + 4].iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte));
        let (mut text, mut attached) = (vec![0; length(0)], vec![0; length(4)]);
        self.0.read_exact(&mut text).and_then(|()| self.0.read_exact(&mut attached)).expect("all of it");
        serde_json::from_slice(&text).expect("JSON")
    }
}

#[test]
fn a_successor_that_fails_at_any_step_is_not_noticed() {
    let (mut running, folder) = tone_station();
    let recorder = Recorder::start(&running);
    let ogg = Tap::open(&running, "/main.opus", "");
    ogg.wait_for(1);
    let (_, refusal) = Impostor::greet(&running, 0);
    let reason = refusal["Refusal"]["reason"].as_str().expect("words");
    assert!(reason.contains("protocol 0") && reason.contains("cannot hand over"), "{reason}");
    // One ends after the offer, after the outlines, when it is ready, after a station, after listeners, after the word.
    for step in 0..6 {
        let (mut successor, offer) = Impostor::greet(&running, PROTOCOL);
        assert_eq!(offer["Offer"]["sockets"][0]["port"], "Main");
        for message in ["Outlines", "Ready", "Taken", "Taken"].iter().take(step) {
            successor.say(&json!(message));
            let answer = successor.hear();
            assert!(answer.is_object() || answer == "Go", "{answer}");
        }
        if step == 5 {
            successor.say(&json!({"Failed": {"reason": "out of luck"}}));
        }
        drop(successor);
        let why = if step == 5 { "out of luck" } else { "no server has taken over" };
        running.wait_for_log(why);
        running.forget_log();
        ogg.wait_for(6_000);
    }
    // One that fails at what it does last, before it would take over.
    let log = folder.path().join("no-such-folder").join("access.log");
    let failed = bounded::output(
        longwave(running.data())
            .args(["serve", "--take-over", "--listen", "127.0.0.1:0", "--media"])
            .arg(folder.path())
            .arg("--access-log")
            .arg(log),
    );
    let said = String::from_utf8_lossy(&failed.stderr);
    assert!(failed.status.code() == Some(1) && said.contains("access log"), "{said}");
    // A listener whose rendition is offered to nobody any more goes over, too.
    offer(&running, "opus-96,opus-64");
    wait_until("both renditions", || renditions(&running).contains("opus-64"));
    let mut retired = Client::join(&running, "?rendition=opus-64&delivery=500");
    let mut end = retired.sound().end();
    offer(&running, "opus-96");
    wait_until("one rendition", || !renditions(&running).contains("opus-64"));
    running.take_over(folder.path());
    assert!(!renditions(&running).contains("opus-64"));
    ogg.wait_for(6_000);
    for _ in 0..4 {
        let sound = retired.sound();
        assert_eq!(sound.first, end);
        end = sound.end();
    }
    assert!(check_pages(&ogg.finish(), 9_600) > 10);
    check(&recorder.finish());
}

/// A DJ sends a tone, encoded so, through a take-over that fails and two that do not.
fn check_that_a_dj_stays(encoding: &[&str]) {
    let (mut running, folder) = tone_station();
    let mut sender = Sender::ffmpeg(&running, "source:hackme-hackme", encoding);
    wait_for_source(&running, "live");
    let live = now(&running)["live"].clone();
    let mp3 = Tap::open(&running, "/main.mp3?burst=0", "");
    // After the crossfade.
    mp3.wait_for(64_000);
    let recorder = Recorder::start(&running);
    mp3.wait_for(16_000);
    let (mut successor, _) = Impostor::greet(&running, PROTOCOL);
    for message in ["Outlines", "Ready"] {
        successor.say(&json!(message));
        let answer = successor.hear();
        assert!(message == "Outlines" || answer["Source"].is_object(), "{answer}");
    }
    successor.say(&json!({"Failed": {"reason": "out of luck"}}));
    running.wait_for_log("out of luck");
    drop(successor);
    for _ in 0..2 {
        // More than any line keeps.
        mp3.wait_for(48_000);
        assert!(!sender.has_ended(), "{:#?}", running.log());
        running.take_over(folder.path());
        let after = now(&running)["live"].clone();
        assert_eq!((&after["dj"], &after["since_us"]), (&live["dj"], &live["since_us"]));
    }
    mp3.wait_for(96_000);
    assert!(!sender.has_ended(), "{:#?}", running.log());
    let recording = recorder.finish();
    assert!(recording.titles.iter().all(|title| title["source"] == "live"), "{:?}", recording.titles);
    let (quiet, at) = longest_quiet(&recording.samples, 0.04);
    let share = share_of_tone(&recording.samples, 440.0);
    println!("{encoding:?}: {} ms of quiet at {at}, {share} of the power in the tone", quiet * 1_000 / RATE);
    assert!(quiet <= RATE / 5 && share > 0.9, "{quiet} samples of quiet at {at}, {share}");
    assert_eq!(now(&running)["now_playing"]["source"], "live");
    sender.stop();
    wait_for_source(&running, "autodj");
}

#[test]
fn a_dj_who_sends_opus_stays_on_air_over_take_overs() {
    check_that_a_dj_stays(&["-c:a", "libopus", "-f", "ogg", "-content_type", "audio/ogg"]);
}

#[test]
fn a_dj_who_sends_mp3_stays_on_air_over_take_overs() {
    check_that_a_dj_stays(&["-c:a", "libmp3lame", "-f", "mp3", "-content_type", "audio/mpeg"]);
}

/// Has the station offered in these renditions.
fn offer(running: &Running, renditions: &str) {
    let command = ["station", "set", "main", "--renditions", renditions];
    assert!(bounded::output(longwave(running.data()).args(command)).status.success());
}

/// The renditions that a new listener is told of.
fn renditions(running: &Running) -> String {
    Client::join(running, "?burst=0").text("hello")["renditions"].to_string()
}
