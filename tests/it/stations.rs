//! Stations come and go, and nobody who listens to another one notices.

use serde_json::Value;

use crate::bounded;
use crate::client::{Came, Client};
use crate::live::{Sender, station};
use crate::running::{Running, longwave, wait_until};

/// What a command says that does something with stations.
pub(crate) fn told(running: &Running, words: &[&str]) -> String {
    let output = bounded::output(longwave(running.data()).arg("station").args(words));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text").trim().to_owned()
}

/// What the API says of a station; nothing where there is none.
fn now(running: &Running, slug: &str) -> Value {
    let answer = running.get(&format!("/api/v1/stations/{slug}/now"));
    let body = answer.split_once("\r\n\r\n").expect("a body").1;
    if answer.starts_with("HTTP/1.1 200") { serde_json::from_str(body).expect("JSON") } else { Value::Null }
}

/// Listens until the station signs off; answers with the close code.
fn end_of(listener: &mut Client) -> Option<u16> {
    listener.text("off_air");
    for _ in 0..1_000 {
        if let Came::Closed(code) = listener.next() {
            return code;
        }
    }
    panic!("it goes on after its end");
}

#[test]
fn a_station_comes_and_goes_beside_another_one() {
    let running = station();
    let mut main = Client::join(&running, "?delivery=20&burst=0");
    let mut next = {
        let first = main.sound();
        first.first + first.frames.len() as u64
    };
    let mut main_goes_on = |messages: usize| {
        for _ in 0..messages {
            let sound = main.sound();
            assert_eq!(sound.first, next, "a gap on the other station");
            next += sound.frames.len() as u64;
        }
    };
    main_goes_on(10);

    let said = told(&running, &["add", "jazz", "--name", "Jazz", "--renditions", "opus-48", "--generate"]);
    let password = said.rsplit(' ').next().expect("a password").to_owned();
    wait_until("the new station", || now(&running, "jazz")["now_playing"]["source"] == "autodj");
    let mut jazz = Client::join_at(&running, "jazz");
    let hello = jazz.text("hello");
    assert_eq!((&hello["name"], &hello["rendition"]), (&"Jazz".into(), &"opus-48".into()), "{hello}");
    assert!(jazz.sound().frames.iter().all(|frame| frame.len() < 400));
    assert!(running.get("/readyz").ends_with("on air"));
    wait_until("a figure", || running.metric("longwave_listeners", "jazz") > 0.0);
    main_goes_on(50);

    let encoding =
        ["-v", "error", "-re", "-f", "lavfi", "-i", "sine=frequency=440", "-c:a", "libmp3lame", "-f", "mp3"];
    let mut ffmpeg = std::process::Command::new("ffmpeg");
    let address = format!("icecast://source:{password}@{}/jazz", running.address);
    let mut sender = Sender::spawn(ffmpeg.args(encoding).arg(address), "ffmpeg");
    wait_until("the DJ", || now(&running, "jazz")["now_playing"]["source"] == "live");
    assert_eq!(now(&running, "main")["now_playing"]["source"], "autodj");

    told(&running, &["rename", "jazz", "Blue Notes"]);
    wait_until("the new name", || now(&running, "jazz")["name"] == "Blue Notes");
    assert_eq!(now(&running, "jazz")["now_playing"]["source"], "live", "nobody was dropped");

    told(&running, &["remove", "jazz"]);
    assert_eq!(end_of(&mut jazz), Some(1001));
    wait_until("the DJ's end", || sender.has_ended());
    wait_until("nothing", || now(&running, "jazz").is_null());
    assert!(!running.get("/metrics").contains("station=\"jazz\""));
    main_goes_on(50);

    let (status, _, data) = running.stop();
    assert!(status.success());
    let again = Running::start_at("127.0.0.1:0", &crate::running::shelf(), data);
    assert!(now(&again, "jazz").is_null());
}
