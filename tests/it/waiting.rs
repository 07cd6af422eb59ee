//! Stations as their owners set them, while they are on air.

use serde_json::json;

use crate::client::Client;
use crate::live::{SOURCE, Sender, now, station, wait_for_source};
use crate::running::{Running, longwave, wait_until};
use crate::studio::{Studio, hello};

/// Sets how the station is run, as its owner does at a terminal.
fn set(running: &Running, changes: &[&str]) {
    let mut command = longwave(running.data());
    let output = command.args(["station", "set", "main"]).args(changes).output().expect("the program starts");
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
    let running = station();
    let mp3 = |name| ["-ice_name", name, "-c:a", "libmp3lame", "-f", "mp3"];
    let ada = Sender::ffmpeg(&running, "source:hackme", &mp3("Ada"));
    wait_for_source(&running, "live");
    set(&running, &["--second-dj", "waits"]);

    let mut studio = waiting_studio(&running);
    studio.say(&json!({ "type": "title", "title": "Later" }));
    let eve = Sender::ffmpeg(&running, "source:hackme", &mp3("Eve"));
    wait_until("two in line", || now(&running)["waiting"] == json!(["DJ", "Eve"]));
    assert_eq!(now(&running)["now_playing"]["title"], "Ada");

    ada.stop();
    assert_eq!(studio.hear("on_air")["dj"], "DJ");
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
}
