//! Sound that web pages send, heard by a listener.

use serde_json::{Value, json};
use tungstenite::Message;

use crate::live::{SOURCE, now, tone_station, wait_for_source};
use crate::recording::{Recorder, share_of_tone, tone};
use crate::running::{Running, wait_until};
use crate::studio::Studio;

/// What a page plays, beside the station's own tone.
const TONE: u32 = 392;
/// How long, and how often a page sends a piece of it.
const SECONDS: u32 = 5;
const PIECES: usize = 50;

/// Sends `sound` as a recorder in a page gives it out, says the title, and leaves; each message begins with
/// `time`. What comes faster than it is played is held back.
fn show(
    running: &Running,
    mut page: Studio,
    (hello, title): (&Value, &Value),
    (time, sound): (&[u8], &[u8]),
) {
    let recorder = Recorder::start(running);
    page.say(hello);
    page.say(title);
    for piece in sound.chunks(sound.len() / PIECES) {
        page.0.send(Message::binary([time, piece].concat())).expect("it reads");
    }
    wait_until("its title", || {
        let playing = &now(running)["now_playing"];
        playing["source"] == "live" && playing["title"] == "Tides" && playing["artist"] == "Ada"
    });
    page.0.close(None).expect("it reads");
    wait_until("a free line", || now(running)["live"].is_null());
    wait_for_source(running, "autodj");

    let heard = recorder.finish();
    let live = heard.titles.iter().find(|said| said["source"] == "live").expect("it was live");
    let from_us = live["time_us"].as_u64().expect("a time");
    let share = share_of_tone(heard.part(from_us, 1.2, 2.5), f64::from(TONE));
    println!("{share:.3} of what is heard is the page's tone");
    assert!(share > 0.95, "{share}");
    assert!(heard.titles.iter().any(|said| said["title"] == "Tides"), "{:#?}", heard.titles);
}

#[test]
fn a_webcast_page_is_heard() {
    let (running, _shelf) = tone_station();
    for (mime, encoding) in [
        ("audio/mpeg", &["-c:a", "libmp3lame", "-f", "mp3", "-"][..]),
        ("audio/ogg; codecs=opus", &["-c:a", "libopus", "-f", "ogg", "-page_duration", "20000", "-"]),
    ] {
        println!("{mime}:");
        let data = json!({ "mime": mime, "user": "source", "password": SOURCE, "audio": { "channels": 2 } });
        let hello = json!({ "type": "hello", "data": data });
        let title = json!({ "type": "metadata", "data": { "title": "Tides", "artist": "Ada" } });
        let sound = tone(TONE, SECONDS, encoding);
        show(&running, Studio::open(&running, "webcast"), (&hello, &title), (&[], &sound));
    }
}

#[test]
fn a_studio_that_records_webm_is_heard() {
    let (running, _shelf) = tone_station();
    let codec = "audio/webm;codecs=opus";
    let hello = json!({ "type": "hello", "user": "source", "password": SOURCE, "codec": codec });
    let title = json!({ "type": "title", "title": "Tides", "artist": "Ada" });
    // Without lengths and an index, as what a recorder gives out while it goes on.
    let sound = tone(TONE, SECONDS, &["-c:a", "libopus", "-f", "webm", "-live", "1", "-"]);
    let time = 7_u64.to_be_bytes();
    show(&running, Studio::open(&running, "longwave.studio.v1"), (&hello, &title), (&time, &sound));
}
