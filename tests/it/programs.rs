//! What DJs' programs send besides sound: SHOUTcast's handshake, chained titles.

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::bounded;
use crate::client::Client;
use crate::live::{ADMIN, BASIC, SOURCE, hear_until, now, station, tone_mp3, wait_for_source};
use crate::running::{PATIENCE, Running, shelf, wait_until};

/// A piece of the shelf from its middle with another title, made so in `folder`.
pub(crate) fn piece(folder: &Path, title: &str, encoding: &[&str], extension: &str) -> PathBuf {
    let path = folder.join(format!("{title}.{extension}"));
    let made = bounded::status(
        Command::new("ffmpeg")
            .args(["-v", "error", "-ss", "20", "-i"])
            .arg(shelf().join("05-copper-parasol.ogg"))
            .args(["-map_metadata", "-1", "-metadata", &format!("title={title}"), "-metadata", "artist=Ada"])
            .args(encoding)
            .arg(&path),
    );
    assert!(made.success());
    path
}

fn is_live(title: &Value, wanted: &str) -> bool {
    title["source"] == "live" && title["title"] == wanted && title["artist"] == "Ada"
}

#[test]
fn titles_of_a_chained_ogg_come_when_their_sound_does() {
    let running = station();
    let folder = tempfile::tempdir().expect("a directory");
    let codecs = [("libopus", 48_000), ("libvorbis", 44_100), ("flac", 44_100)];
    for (codec, rate) in codecs {
        let (rate, mut client, mut end) =
            (rate.to_string(), Client::join(&running, "?delivery=20&burst=0"), None);
        let encoding = ["-t", "4", "-c:a", codec, "-ar", &rate, "-f", "ogg"];
        let chain = ["Eins", "Zwei", "Drei"].map(|title| piece(folder.path(), title, &encoding, codec));
        let chain = chain.map(|path| fs::read(path).expect("it was made")).concat();
        let mut stream = running.connect();
        let head = format!("PUT /main HTTP/1.1\r\nAuthorization: {BASIC}\r\nContent-Type: audio/ogg\r\n\r\n");
        // All at once: what is early waits, and its title with it.
        let sending = std::thread::spawn(move || {
            stream.write_all(&[head.as_bytes(), &chain].concat()).expect("it reads");
        });
        let mut began_us = Vec::new();
        for wanted in ["Eins", "Zwei", "Drei"] {
            hear_until(&mut client, &mut end, |title| {
                let is_it = is_live(title, wanted);
                began_us.extend(title["time_us"].as_u64().filter(|_| is_it));
                is_it
            });
        }
        println!("{codec}: titles at {began_us:?} µs");
        // The first title may come with the crossfade's beginning, the others after four seconds each.
        let lasted = began_us[2].abs_diff(began_us[1]);
        assert!(lasted.abs_diff(4_000_000) < 100_000, "{codec}: {lasted} µs");
        sending.join().expect("all was sent");
        hear_until(&mut client, &mut end, |title| title["source"] == "autodj");
        wait_until("a free line", || now(&running)["live"].is_null());
    }
}

#[test]
fn a_shoutcast_program_goes_live_and_hands_back() {
    let passwords = [
        ("LONGWAVE_SOURCE_PASSWORD", SOURCE),
        ("LONGWAVE_ADMIN_PASSWORD", ADMIN),
        ("LONGWAVE_SHOUTCAST", "127.0.0.1:0"),
    ];
    let mut running = Running::start_with(&shelf(), &passwords);
    let line = running.wait_for_log("SHOUTcast's programs");
    let address = line.rsplit_once("address=").expect("an address").1.trim();
    let address: SocketAddr = address.parse().expect("an address");
    wait_for_source(&running, "autodj");
    let mut client = Client::join(&running, "?delivery=20&burst=0");
    let mut end = None;

    let (_wrong, answer) = shoutcast(address, "guess");
    assert_eq!(answer, "invalid password\r\n");
    let (mut stream, answer) = shoutcast(address, SOURCE);
    assert!(answer.starts_with("OK2\r\nicy-caps:11\r\n"), "{answer}");
    let head = "icy-name:Ada's Hour\r\nicy-genre:various\r\nicy-pub:0\r\nicy-br:64\r\ncontent-type:audio/mpeg\r\n\r\n";
    stream.write_all(head.as_bytes()).expect("it reads");
    stream.write_all(&tone_mp3()).expect("it reads");
    hear_until(&mut client, &mut end, |title| title["source"] == "live" && title["dj"] == "Ada's Hour");
    // In the letters of Windows, as programs of that time send them.
    running.get("/admin.cgi?pass=hackme-hackme&mode=updinfo&song=Bj%F6rk%20-%20J%F3ga");
    hear_until(&mut client, &mut end, |title| title["artist"] == "Björk" && title["title"] == "Jóga");
    drop(stream);
    hear_until(&mut client, &mut end, |title| title["source"] == "autodj");
}

/// Says `password` as SHOUTcast's programs do; returns the connection and what is answered.
pub(crate) fn shoutcast(address: SocketAddr, password: &str) -> (TcpStream, String) {
    let mut stream = TcpStream::connect(address).expect("it accepts connections");
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    stream.write_all(format!("{password}\r\n").as_bytes()).expect("it reads");
    let mut answer = [0; 128];
    let count = stream.read(&mut answer).expect("it answers");
    (stream, String::from_utf8_lossy(&answer[..count]).into_owned())
}
