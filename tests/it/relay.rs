//! Shows that relay a stream from elsewhere: a second station of ours, and a server that speaks as SHOUTcast does.

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

use crate::live::{ADMIN, SOURCE, Sender, now, tone_station, wait_for_source};
use crate::programme::{done, say};
use crate::recording::{Recorder, share_of_tone, tone};
use crate::running::{PATIENCE, Running, wait_until};
use crate::tls::make_certificate;
use crate::unbroken::{check, play_on};

/// What stations elsewhere play.
const ELSEWHERE_TONE: u32 = 392;
/// Bytes of sound between two titles.
const BETWEEN_TITLES: usize = 4_000;

/// A folder with nothing but a tone.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a directory");
    let file = folder.path().join("elsewhere.flac");
    tone(ELSEWHERE_TONE, 170, &[file.to_str().expect("text")]);
    folder
}

/// Has the station relay what is there, the whole day.
fn relay(running: &Running, address: &str) {
    let show = ["schedule", "add", "Far away", "--days", "daily", "--at", "0:00", "--length", "24:00"];
    let said = done(running.data(), &[&show[..], &["--relay", address]].concat());
    assert!(said.contains(&format!("Relay of {address}")), "{said}");
}

#[test]
fn a_relay_comes_goes_and_comes_again_and_no_listener_notices_more_than_a_fade() {
    let (running, _shelf) = tone_station();
    let shelf = folder();
    let remote = Running::start(shelf.path());
    wait_for_source(&remote, "autodj");
    let at = remote.address.to_string();
    let recorder = Recorder::start(&running);
    let silence = running.metric("longwave_dead_air_seconds_total", "");

    relay(&running, &format!("http://{at}/main.opus"));
    wait_for_source(&running, "relay");
    let told = now(&running);
    assert_eq!(told["now_playing"]["title"], "elsewhere", "the title in its stream");
    assert!(told["now_playing"]["dj"].is_null() && told["live"].is_null(), "{told}");
    let first_us = told["now_playing"]["time_us"].as_u64().expect("a time");
    play_on(&running, 3_000_000);

    remote.kill();
    wait_for_source(&running, "autodj");
    let (_, _, data) = remote.stop();
    play_on(&running, 1_500_000);
    let remote = Running::start_at(&at, shelf.path(), data);
    wait_for_source(&running, "relay");
    play_on(&running, 1_500_000);

    let sine = ["-re", "-f", "lavfi", "-i", "sine=frequency=330:sample_rate=44100"];
    let sender =
        Sender::ffmpeg_of(&running, "source:hackme-hackme", &sine, &["-c:a", "libmp3lame", "-f", "mp3"]);
    wait_for_source(&running, "live");
    play_on(&running, 4_000_000);
    sender.stop();
    wait_for_source(&running, "relay");
    play_on(&running, 1_500_000);

    done(running.data(), &["schedule", "remove", "Far away"]);
    wait_for_source(&running, "autodj");
    play_on(&running, 1_500_000);
    let heard = recorder.finish();
    let mut sources: Vec<_> = heard.titles.iter().map(|title| title["source"].clone()).collect();
    sources.dedup();
    assert_eq!(sources, ["autodj", "relay", "autodj", "relay", "live", "relay", "autodj"]);
    check(&heard);
    let share = share_of_tone(heard.part(first_us, 1.3, 1.5), f64::from(ELSEWHERE_TONE));
    assert!(share > 0.95, "{share} of it is what the other station plays");
    let dead = running.metric("longwave_dead_air_seconds_total", "") - silence;
    assert!(dead == 0.0, "{dead} s of dead air");
    drop(remote);
}

/// A server that speaks as SHOUTcast does: a playlist at `/list.pls` names an address that leads on to the stream.
struct Shoutcast {
    address: SocketAddr,
    /// How many titles it has told,
    title: Arc<AtomicU8>,
    /// and whether it holds everything back.
    is_stuck: Arc<AtomicBool>,
}

impl Shoutcast {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let (title, is_stuck) = (Arc::<AtomicU8>::default(), Arc::<AtomicBool>::default());
        let told = (Arc::clone(&title), Arc::clone(&is_stuck));
        // It ends with the test's process; nobody waits for it.
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let told = told.clone();
                thread::spawn(move || serve(stream, address, &told));
            }
        });
        Self { address, title, is_stuck }
    }
}

/// Killed when nobody hears it any more.
struct Encoder(Child);

impl Drop for Encoder {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn serve(
    mut stream: TcpStream,
    address: SocketAddr,
    (title, is_stuck): &(Arc<AtomicU8>, Arc<AtomicBool>),
) -> Option<()> {
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    let asked = crate::live::read_head(&mut stream);
    let mut answer = |text: &str| stream.write_all(text.as_bytes()).ok();
    if asked.starts_with("GET /list.pls ") {
        let list = format!("[playlist]\nFile1=file:///etc/passwd\nFile2=http://{address}/moved\n");
        let head =
            format!("HTTP/1.1 200 OK\r\nContent-Type: audio/x-scpls\r\nContent-Length: {}", list.len());
        return answer(&format!("{head}\r\n\r\n{list}"));
    }
    if asked.starts_with("GET /moved ") {
        return answer("HTTP/1.1 302 Found\r\nLocation: /;stream\r\nContent-Length: 0\r\n\r\n");
    }
    if asked.starts_with("GET /round ") {
        return answer("HTTP/1.1 301 Moved\r\nLocation: /round\r\n\r\n");
    }
    assert!(asked.contains("Icy-MetaData: 1\r\n"), "it asks for titles: {asked}");
    answer(&format!("ICY 200 OK\r\nicy-name:Elsewhere\r\nicy-metaint:{BETWEEN_TITLES}\r\n\r\n"))?;
    let sine = format!("sine=frequency={ELSEWHERE_TONE}:sample_rate=44100");
    let ffmpeg = ["-nostdin", "-v", "error", "-re", "-f", "lavfi", "-i", &sine, "-c:a", "libmp3lame"];
    let mut encoder = Command::new("ffmpeg");
    encoder.args(ffmpeg).args(["-b:a", "128k", "-f", "mp3", "-"]).stdout(Stdio::piped());
    let mut encoder = Encoder(encoder.spawn().expect("ffmpeg, of Debian's package ffmpeg"));
    let mut sound = encoder.0.stdout.take().expect("its output");
    let (mut piece, mut said) = ([0; BETWEEN_TITLES], 0);
    loop {
        sound.read_exact(&mut piece).ok()?;
        if is_stuck.load(Ordering::Relaxed) {
            wait_until("the server to go on", || !is_stuck.load(Ordering::Relaxed));
        }
        stream.write_all(&piece).ok()?;
        let number = title.load(Ordering::Relaxed);
        let text = format!("StreamTitle='Ada - Don't {number}';");
        // A title that stays is not told again.
        let text = if said == number { "" } else { &text };
        said = number;
        let mut block = vec![text.len().div_ceil(16) as u8];
        block.extend_from_slice(text.as_bytes());
        block.resize(1 + text.len().div_ceil(16) * 16, 0);
        stream.write_all(&block).ok()?;
    }
}

#[test]
fn a_relay_follows_playlists_and_tells_the_titles_in_the_stream() {
    let (running, _shelf) = tone_station();
    let server = Shoutcast::start();
    server.title.store(1, Ordering::Relaxed);
    let recorder = Recorder::start(&running);
    relay(&running, &format!("http://{}/list.pls", server.address));
    let shows = |title: &str| {
        let told = now(&running);
        let (what, is_ada) = (&told["now_playing"], told["now_playing"]["artist"] == "Ada");
        what["source"] == "relay" && what["title"] == title && is_ada
    };
    wait_until("the first title", || shows("Don't 1"));
    server.title.store(2, Ordering::Relaxed);
    wait_until("the second title", || shows("Don't 2"));
    // The server is there, and nothing comes.
    server.is_stuck.store(true, Ordering::Relaxed);
    wait_for_source(&running, "autodj");
    play_on(&running, 1_300_000);
    server.is_stuck.store(false, Ordering::Relaxed);
    wait_for_source(&running, "relay");
    play_on(&running, 1_300_000);
    check(&recorder.finish());
}

/// Answers whoever asks with a whole file, at full speed; counts them.
fn file_server(file: Vec<u8>) -> (SocketAddr, Arc<AtomicU8>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let (address, asked) = (listener.local_addr().expect("an address"), Arc::<AtomicU8>::default());
    let count = Arc::clone(&asked);
    thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            crate::live::read_head(&mut stream);
            count.fetch_add(1, Ordering::Relaxed);
            let head =
                format!("HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\nContent-Length: {}", file.len());
            drop(stream.write_all(&[head.as_bytes(), b"\r\n\r\n", &file].concat()));
        }
    });
    (address, asked)
}

#[test]
fn a_file_is_heard_to_its_end_and_once() {
    let (running, _shelf) = tone_station();
    let folder = tempfile::tempdir().expect("a directory");
    let file = folder.path().join("news.mp3");
    tone(ELSEWHERE_TONE, 8, &["-b:a", "64k", file.to_str().expect("text")]);
    let (address, asked) = file_server(fs::read(file).expect("it was made"));
    let recorder = Recorder::start(&running);
    relay(&running, &format!("http://{address}/news.mp3"));
    wait_for_source(&running, "relay");
    let came_us = now(&running)["now_playing"]["time_us"].as_u64().expect("a time");
    wait_for_source(&running, "autodj");
    let left_us = now(&running)["now_playing"]["time_us"].as_u64().expect("a time");
    let heard_ms = (left_us - came_us) / 1_000;
    // AutoDJ fades in over the last second.
    assert!((6_500..=9_000).contains(&heard_ms), "{heard_ms} ms of 8 s");
    play_on(&running, 4_000_000);
    assert_eq!(asked.load(Ordering::Relaxed), 1);
    assert_eq!(now(&running)["now_playing"]["source"], "autodj");
    check(&recorder.finish());
}

#[test]
fn a_relay_over_tls_trusts_whom_the_machine_trusts() {
    let (files, shelf) = (tempfile::tempdir().expect("a directory"), folder());
    make_certificate(files.path());
    let path = |name: &str| files.path().join(name).display().to_string();
    let (cert, key) = (path("cert.pem"), path("key.pem"));
    let remote =
        Running::start_with(shelf.path(), &[("LONGWAVE_TLS_CERT", &cert), ("LONGWAVE_TLS_KEY", &key)]);
    let address = format!("https://localhost:{}/main.opus", remote.address.port());
    let passwords = [("LONGWAVE_SOURCE_PASSWORD", SOURCE), ("LONGWAVE_ADMIN_PASSWORD", ADMIN)];
    let trusting = [&passwords[..], &[("SSL_CERT_FILE", &*cert)]].concat();
    let mut stranger = Running::start_with(shelf.path(), &passwords);
    let friend = Running::start_with(shelf.path(), &trusting);
    relay(&stranger, &address);
    relay(&friend, &address);
    wait_for_source(&friend, "relay");
    let line = stranger.wait_for_log("nothing is relayed");
    assert!(line.contains("certificate"), "{line}");
    assert_eq!(now(&stranger)["now_playing"]["source"], "autodj");
}

#[test]
fn what_cannot_be_relayed_is_said_and_the_station_plays_on() {
    let (mut running, _shelf) = tone_station();
    let show = ["schedule", "add", "S", "--days", "fri", "--at", "20:00", "--length", "1:00"];
    let refused = |relay: &[&str], expected: &str| {
        let (is_done, said) = say(running.data(), &[&show[..], &["--relay"], relay].concat());
        assert!(!is_done && said.contains(expected), "{relay:?}: {said}");
    };
    refused(&["file:///etc/passwd"], "only http:// and https:// can be relayed, not file:");
    refused(&["radio.example"], "is no address");
    refused(&["http://ada:secret@radio.example/"], "leave user name and password out");
    refused(&["http://radio.example/", "--late", "5"], "cannot be used with");
    let server = Shoutcast::start();
    relay(&running, &format!("http://{}/round", server.address));
    running.wait_for_log("it leads on to more than 5 other addresses");
    relay(&running, &format!("http://{}/", running.address));
    running.wait_for_log("it is no sound that can be played, but \"text/html\"");
    assert_eq!(now(&running)["now_playing"]["source"], "autodj");
    let (status, took, _data) = running.stop();
    assert!(status.success() && took < Duration::from_secs(5), "{status} after {took:?}");
}
