//! Stations as their owners set them, while they are on air.

use std::io::Write;
use std::process::Command;
use std::thread;

use serde_json::json;

use crate::bounded;
use crate::client::Client;
use crate::live::{BASIC, SOURCE, Sender, head_of, now, order, station, wait_for_source};
use crate::running::{Running, longwave, wait_until};
use crate::studio::{Studio, hello};
use crate::unbroken::play_on;

/// Sets how the station is run, as its owner does at a terminal.
fn set(running: &Running, changes: &[&str]) {
    let mut command = longwave(running.data());
    let output = bounded::output(command.args(["station", "set", "main"]).args(changes));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A studio that waits in line; until the setting has come through it is refused.
fn waiting_studio(running: &Running) -> Studio {
    let mut found = None;
    wait_until("a place in line", || {
        let mut studio = Studio::open(running, "longwave.studio.v1");
        studio.say(&hello(SOURCE));
        let told = studio.hear_any(&["waiting", "error"]);
        assert!(told["type"] == "error" || told["live"] == "Ada", "{told}");
        found = (told["type"] == "waiting").then_some(studio);
        found.is_some()
    });
    found.expect("a studio")
}

#[test]
fn djs_wait_in_line_if_the_station_lets_them() {
    let mut running = station();
    let mp3 = |name| ["-ice_name", name, "-c:a", "libmp3lame", "-f", "mp3"];
    let ada = Sender::ffmpeg(&running, "source:hackme-hackme", &mp3("Ada"));
    wait_for_source(&running, "live");
    set(&running, &["--second-dj", "waits"]);

    let mut studio = waiting_studio(&running);
    studio.say(&json!({ "type": "title", "title": "Later" }));
    let eve = Sender::ffmpeg(&running, "source:hackme-hackme", &mp3("Eve"));
    wait_until("two in line", || now(&running)["waiting"] == json!(["Longwave", "Eve"]));
    assert_eq!(now(&running)["now_playing"]["title"], "Ada");

    ada.stop();
    assert_eq!(studio.hear("on_air")["dj"], "Longwave", "the station's name for somebody without one");
    let mut packets = Client::join(&running, "?delivery=20&burst=0");
    let mut sent = 0;
    while now(&running)["now_playing"]["title"] != "Later" {
        for packet in packets.sound().frames {
            let message = [&7u64.to_be_bytes()[..], &packet].concat();
            studio.0.send(tungstenite::Message::binary(message)).expect("it reads");
            sent += 1;
        }
        assert!(sent < 1_500, "waited in vain: {}", now(&running));
    }
    assert_eq!(now(&running)["waiting"], json!(["Eve"]));
    drop(studio);
    wait_until("the last in line", || now(&running)["now_playing"]["title"] == "Eve");
    eve.stop();
    wait_for_source(&running, "autodj");
    for said in ["the line of the DJ is open", "a DJ waits in line", "can be heard", "a source is over"] {
        let line = running.wait_for_log(said);
        assert!(line.contains("station=\"main\""), "{line}");
    }
}

/// An account that may go live, as ffmpeg is told of it.
pub(crate) fn account(running: &Running, name: &str) -> String {
    let output = bounded::output(longwave(running.data()).args(["user", "add", name, "--generate"]));
    let told = String::from_utf8(output.stdout).expect("text");
    let password = told.trim().rsplit(' ').next().expect("a password");
    format!("{name}:{password}")
}

#[test]
fn a_program_that_waits_names_its_own_sound_and_not_the_djs_on_air() {
    let running = station();
    let ann = account(&running, "ann");
    let mp3 = |name| ["-ice_name", name, "-c:a", "libmp3lame", "-f", "mp3"];
    let ann = Sender::ffmpeg(&running, &ann, &mp3("Ann"));
    wait_for_source(&running, "live");
    set(&running, &["--second-dj", "waits"]);
    let mut eve = None;
    wait_until("a place in line", || {
        eve.get_or_insert_with(|| Sender::ffmpeg(&running, "source:hackme-hackme", &mp3("Eve")));
        let waits = now(&running)["waiting"] == json!(["Eve"]);
        // Until the setting has come through, ffmpeg is refused and ends.
        if !waits && eve.as_mut().is_some_and(Sender::has_ended) {
            eve = None;
        }
        waits
    });
    let update = "/admin/metadata?mode=updinfo&mount=/main&song=Eve%20-%20Hers";
    assert!(order(&running, BASIC, update).contains("<return>1</return>"));
    assert_eq!(now(&running)["now_playing"]["title"], "Ann");
    ann.stop();
    wait_until("her title", || now(&running)["now_playing"]["title"] == "Hers");
    assert_eq!(now(&running)["now_playing"]["dj"], "Eve");
}

#[test]
fn who_is_held_back_is_not_taken_for_gone() {
    let running = station();
    let tone = ["-v", "error", "-f", "lavfi", "-i", "sine=frequency=440:duration=120"];
    let encoding = ["-b:a", "16k", "-ar", "22050", "-f", "mp3", "-"];
    let mp3 = bounded::output(Command::new("ffmpeg").args(tone).args(encoding)).stdout;
    let put = format!("PUT /main HTTP/1.1\r\nAuthorization: {BASIC}\r\nContent-Type: audio/mpeg\r\n\r\n");
    let mut first = running.connect();
    let mut sending = first.try_clone().expect("a socket");
    let all = [put.as_bytes(), &mp3].concat();
    // All at once: the station takes two seconds of it at a time. It ends with the connection.
    let sender = thread::spawn(move || drop(sending.write_all(&all)));
    wait_for_source(&running, "live");
    play_on(&running, 3_500_000);
    let head = head_of(&mut running.connect(), &put);
    assert!(head.starts_with("HTTP/1.1 409 Mountpoint in use"), "{head}");
    assert_eq!(now(&running)["now_playing"]["source"], "live");
    first.flush().expect("it is open");
    drop(first.shutdown(std::net::Shutdown::Both));
    sender.join().expect("it has sent");
}
