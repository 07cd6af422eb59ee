//! DJs go live from real programs, and hand back.

use std::ffi::OsStr;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use serde_json::Value;
use tempfile::TempDir;

use crate::bounded;
use crate::client::{Came, Client};
use crate::recording::tone;
use crate::running::{PATIENCE, Running, shelf, wait_until};

/// The passwords of every station here.
pub(crate) const SOURCE: &str = "hackme-hackme";
pub(crate) const ADMIN: &str = "in-charge-here";
/// `source:hackme-hackme` and `admin:in-charge-here`, as basic authentication has them.
pub(crate) const BASIC: &str = "Basic c291cmNlOmhhY2ttZS1oYWNrbWU=";
pub(crate) const BASIC_ADMIN: &str = "Basic YWRtaW46aW4tY2hhcmdlLWhlcmU=";

/// A station whose passwords are known.
pub(crate) fn station() -> Running {
    let passwords = [("LONGWAVE_SOURCE_PASSWORD", SOURCE), ("LONGWAVE_ADMIN_PASSWORD", ADMIN)];
    let running = Running::start_with(&shelf(), &passwords);
    wait_until("music", || running.metric("longwave_source", "autodj") > 0.0);
    running
}

/// What the station of [`tone_station`] plays.
pub(crate) const STATION_TONE: u32 = 220;

/// The same, playing nothing but a tone, from a folder that lives as long as what is returned.
pub(crate) fn tone_station() -> (Running, TempDir) {
    let folder = tempfile::tempdir().expect("a directory");
    let file = folder.path().join("tone.flac");
    tone(STATION_TONE, 170, &[file.to_str().expect("text")]);
    let passwords = [("LONGWAVE_SOURCE_PASSWORD", SOURCE), ("LONGWAVE_ADMIN_PASSWORD", ADMIN)];
    let running = Running::start_with(folder.path(), &passwords);
    wait_for_source(&running, "autodj");
    (running, folder)
}

/// A program that sends until it is told to stop; killed when the test ends.
pub(crate) struct Sender(Child);

impl Sender {
    /// ffmpeg sends a tone in real time, encoded so, to the mount `/main`.
    pub(crate) fn ffmpeg(running: &Running, user: &str, encoding: &[&str]) -> Self {
        let tone = ["-re", "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=44100"];
        Self::ffmpeg_of(running, user, &tone, encoding)
    }

    /// The same with this input.
    pub(crate) fn ffmpeg_of(
        running: &Running,
        user: &str,
        input: &[impl AsRef<OsStr>],
        encoding: &[&str],
    ) -> Self {
        let mut command = Command::new("ffmpeg");
        command.args(["-v", "error"]).args(input).args(encoding);
        command.arg(format!("icecast://{user}@{}/main", running.address));
        Self::spawn(command.stderr(Stdio::inherit()), "ffmpeg, of Debian's package ffmpeg")
    }

    /// Any program, of which nothing but the sound is wanted.
    pub(crate) fn spawn(command: &mut Command, what: &str) -> Self {
        Self(command.stdin(Stdio::null()).stdout(Stdio::null()).spawn().expect(what))
    }

    /// Sends it a signal.
    pub(crate) fn signal(&self, name: &str) {
        let pid = self.0.id().to_string();
        assert!(bounded::status(Command::new("kill").args([&format!("-{name}"), &pid])).success());
    }

    /// Whether it has ended by itself.
    pub(crate) fn has_ended(&mut self) -> bool {
        self.0.try_wait().expect("it is ours").is_some()
    }

    /// Tells it to end in order, and waits until it has.
    pub(crate) fn stop(self) {
        self.signal("INT");
        self.ended();
    }

    /// Waits until it has ended by itself.
    pub(crate) fn ended(mut self) {
        wait_until("the sender's end", || self.0.try_wait().expect("it is ours").is_some());
    }
}

impl Drop for Sender {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// What is on air, by the public interface.
pub(crate) fn now(running: &Running) -> Value {
    let answer = running.get("/api/v1/stations/main/now");
    let body = answer.split_once("\r\n\r\n").expect("a body").1;
    serde_json::from_str(body).expect("JSON")
}

/// Waits until this source is on air.
pub(crate) fn wait_for_source(running: &Running, source: &str) {
    wait_until(source, || now(running)["now_playing"]["source"] == source);
}

/// The answer to an order to Icecast's addresses, from someone.
pub(crate) fn order(running: &Running, basic: &str, path: &str) -> String {
    let mut stream = running.connect();
    let request = format!("GET {path} HTTP/1.0\r\nAuthorization: {basic}\r\n\r\n");
    stream.write_all(request.as_bytes()).expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it answers");
    answer
}

/// The head of what is answered to `said`.
pub(crate) fn head_of(stream: &mut TcpStream, said: &str) -> String {
    stream.write_all(said.as_bytes()).expect("it reads");
    read_head(stream)
}

/// The cookie of a session of the admin's.
pub(crate) fn admin_cookie(running: &Running) -> String {
    let form = format!("name=admin&password={ADMIN}");
    let request = format!(
        "POST /login HTTP/1.0\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{form}",
        form.len()
    );
    let head = head_of(&mut running.connect(), &request);
    let cookie = head.split("\r\n").find_map(|line| line.strip_prefix("set-cookie: ")).expect("a cookie");
    cookie.split(';').next().expect("its value").to_owned()
}

/// The answer to the admin, with its head.
pub(crate) fn as_admin(running: &Running, path: &str) -> String {
    let mut stream = running.connect();
    let request = format!("GET {path} HTTP/1.0\r\ncookie: {}\r\n\r\n", admin_cookie(running));
    stream.write_all(request.as_bytes()).expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it answers");
    answer
}

pub(crate) fn read_head(stream: &mut TcpStream) -> String {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") && matches!(stream.read(&mut byte), Ok(1)) {
        head.push(byte[0]);
    }
    String::from_utf8(head).expect("text")
}

/// Takes in what comes until a title that is `wanted`; fails if a frame is missing before it.
pub(crate) fn hear_until(client: &mut Client, end: &mut Option<u64>, mut wanted: impl FnMut(&Value) -> bool) {
    let until = Instant::now() + PATIENCE;
    loop {
        // The station plays on for ever, whether the title comes or not.
        assert!(Instant::now() < until, "waited in vain for a title");
        match client.next() {
            Came::Sound(sound) => {
                assert!(end.is_none_or(|end| end == sound.first), "the listener lost a frame");
                *end = Some(sound.end());
            }
            Came::Text(text) if text["type"] == "now_playing" && wanted(&text) => return,
            Came::Text(_) => {}
            Came::Closed(code) => panic!("the listener was closed with {code:?}"),
        }
    }
}

#[test]
fn every_codec_goes_live_and_hands_back_and_no_listener_loses_a_frame() {
    let running = station();
    let mut client = Client::join(&running, "?delivery=20&burst=0");
    let mut end = None;
    let silence = running.metric("longwave_dead_air_seconds_total", "");
    let ogg = ["-f", "ogg", "-content_type", "audio/ogg"];
    let ways: [(&str, Vec<&str>); 5] = [
        ("Opus", [&["-c:a", "libopus"], &ogg[..]].concat()),
        ("Vorbis", [&["-c:a", "libvorbis"], &ogg[..]].concat()),
        ("FLAC", [&["-c:a", "flac"], &ogg[..]].concat()),
        ("MP3", vec!["-c:a", "libmp3lame", "-f", "mp3", "-content_type", "audio/mpeg"]),
        ("AAC", vec!["-c:a", "aac", "-f", "adts", "-content_type", "audio/aac"]),
    ];
    let file = shelf().join("01-harbour-lights.mp3");
    let music = ["-re", "-ss", "8", "-i", file.to_str().expect("text"), "-vn", "-map_metadata", "-1"];
    let methods = [("PUT", "0"), ("SOURCE", "1")];
    for ((codec, encoding), (method, legacy)) in ways.iter().flat_map(|way| methods.map(|m| (way, m))) {
        let name = format!("{codec} by {method}");
        let began = Instant::now();
        let named = [&["-ice_name", &name, "-legacy_icecast", legacy], &encoding[..]].concat();
        let sender = Sender::ffmpeg_of(&running, "source:hackme-hackme", &music, &named);
        hear_until(&mut client, &mut end, |title| title["source"] == "live" && title["dj"] == *name);
        println!("{name}: live after {:?}", began.elapsed());
        let told = order(&running, BASIC, "/admin/metadata?mode=updinfo&mount=/main&song=Ada%20-%20Tides");
        assert!(told.contains("<return>1</return>"), "{told}");
        hear_until(&mut client, &mut end, |title| title["artist"] == "Ada" && title["title"] == "Tides");
        let ended = Instant::now();
        sender.stop();
        wait_until("a free line", || now(&running)["live"].is_null());
        wait_for_source(&running, "autodj");
        println!("{name}: handed back after {:?}", ended.elapsed());
        let back_us = now(&running)["now_playing"]["time_us"].as_u64();
        hear_until(&mut client, &mut end, |title| title["time_us"].as_u64() >= back_us);
    }
    let dead = running.metric("longwave_dead_air_seconds_total", "") - silence;
    assert!(dead == 0.0, "{dead} s of dead air");
}

#[test]
fn a_second_dj_is_told_who_is_live_and_a_manager_can_end_it() {
    let running = station();
    let tone = ["-ice_name", "Ada", "-c:a", "libmp3lame", "-f", "mp3"];
    let sender = Sender::ffmpeg(&running, "source:hackme-hackme", &tone);
    wait_for_source(&running, "live");

    let put = format!(
        "PUT /main.mp3 HTTP/1.1\r\nAuthorization: {BASIC}\r\nContent-Type: audio/mpeg\r\nExpect: 100-continue\r\n\r\n"
    );
    let head = head_of(&mut running.connect(), &put);
    assert!(head.starts_with("HTTP/1.1 409 Mountpoint in use: Ada is live\r\n"), "{head}");

    let kill = "/admin/killsource?mount=/main.mp3";
    assert!(order(&running, BASIC, kill).starts_with("HTTP/1.0 401"), "the source has no say in it");
    assert!(order(&running, BASIC_ADMIN, kill).contains("<message>Source Removed</message>"));
    wait_for_source(&running, "autodj");
    assert!(order(&running, BASIC_ADMIN, kill).contains("<message>Source does not exist</message>"));
    drop(sender);
    let head = head_of(&mut running.connect(), &put);
    assert!(head.starts_with("HTTP/1.1 403 Taken off the air by the station: come back in "), "{head}");
    // Another one with the same password, elsewhere.
    let head = head_of(&mut running.connect_from("127.0.0.2"), &put);
    assert!(head.starts_with("HTTP/1.1 100 Continue"), "{head}");
}

#[test]
fn whoever_comes_back_takes_over_from_their_own_dead_connection() {
    let running = station();
    let mp3 = tone_mp3();
    let put = format!("PUT /main HTTP/1.1\r\nAuthorization: {BASIC}\r\nContent-Type: audio/mpeg\r\n\r\n");
    let mut first = running.connect();
    first.write_all(&[put.as_bytes(), &mp3].concat()).expect("it reads");
    wait_for_source(&running, "live");
    order(&running, BASIC, "/admin/metadata?mode=updinfo&mount=/main&song=Tides");
    // Its cable is pulled: nothing more comes, and no end either.
    let mut second = running.connect();
    second.write_all(&[put.as_bytes(), &mp3].concat()).expect("it reads");
    let mut rest = String::new();
    first.read_to_string(&mut rest).expect("the first one is closed");
    assert!(rest.contains("the same DJ connected anew"), "{rest}");
    wait_until("the title it had", || now(&running)["now_playing"]["title"] == "Tides");
    drop(second);
    wait_for_source(&running, "autodj");
}

/// Five seconds of a tone as MP3.
pub(crate) fn tone_mp3() -> Vec<u8> {
    tone(440, 5, &["-c:a", "libmp3lame", "-f", "mp3", "-"])
}
