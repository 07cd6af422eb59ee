//! The studio's socket, as a page speaks it.

use std::net::TcpStream;
use std::time::Instant;

use serde_json::{Value, json};
use tungstenite::client::IntoClientRequest;
use tungstenite::{Message, WebSocket};

use crate::client::Client;
use crate::live::{SOURCE, now, station, wait_for_source};
use crate::running::{PATIENCE, Running, wait_until};

pub(crate) struct Studio(pub(crate) WebSocket<TcpStream>);

impl Studio {
    pub(crate) fn open(running: &Running, protocol: &str) -> Self {
        let address = format!("ws://{}/main/ingest", running.address);
        let mut request = address.into_client_request().expect("an address");
        request.headers_mut().insert("sec-websocket-protocol", protocol.parse().expect("a header"));
        let (socket, response) = tungstenite::client(request, running.connect()).expect("a WebSocket");
        assert_eq!(response.headers()["sec-websocket-protocol"], protocol);
        Self(socket)
    }

    pub(crate) fn say(&mut self, text: &Value) {
        self.0.send(Message::text(text.to_string())).expect("it reads");
    }

    /// The next text of one of these types.
    pub(crate) fn hear_any(&mut self, kinds: &[&str]) -> Value {
        let until = Instant::now() + PATIENCE;
        loop {
            assert!(Instant::now() < until, "waited in vain for {kinds:?}");
            if let Message::Text(text) = self.0.read().expect("it answers") {
                let text: Value = serde_json::from_str(&text).expect("JSON");
                if kinds.iter().any(|kind| text["type"] == *kind) {
                    return text;
                }
            }
        }
    }

    /// The next text of this type.
    pub(crate) fn hear(&mut self, kind: &str) -> Value {
        self.hear_any(&[kind])
    }

    /// The code it is closed with.
    fn closed(&mut self) -> u16 {
        loop {
            if let Message::Close(Some(frame)) = self.0.read().expect("a close") {
                return frame.code.into();
            }
        }
    }
}

pub(crate) fn hello(password: &str) -> Value {
    json!({ "type": "hello", "user": "source", "password": password, "codec": "opus" })
}

#[test]
fn a_studio_goes_live_with_bare_packets_and_is_gone_within_a_second() {
    let running = station();
    let mut studio = Studio::open(&running, "longwave.studio.v1");
    studio.say(&hello(SOURCE));
    assert_eq!(studio.hear("on_air")["station"], "main");
    studio.say(&json!({ "type": "title", "title": "Tides", "artist": "Ada" }));
    // Packets that are at hand: the station's own.
    let mut packets = Client::join(&running, "?delivery=20&burst=0");
    let mut sent = 0;
    while now(&running)["now_playing"]["title"] != "Tides" || sent < 100 {
        for packet in packets.sound().frames {
            let message = [&7u64.to_be_bytes()[..], &packet].concat();
            studio.0.send(Message::binary(message)).expect("it reads");
            sent += 1;
        }
        assert!(sent < 1_500, "waited in vain: {}", now(&running));
    }
    assert_eq!(now(&running)["now_playing"]["source"], "live");
    studio.say(&json!({ "type": "ping", "t0": 5 }));
    let pong = studio.hear("pong");
    assert!(pong["t0"] == 5 && pong["t1"].as_u64() <= pong["t2"].as_u64(), "{pong}");
    let status = studio.hear("status");
    assert!(status["listeners"] == 1 && status["buffer_ms"].is_number(), "{status}");
    // Nothing comes any more, and no end either.
    let began = Instant::now();
    wait_for_source(&running, "autodj");
    println!("autodj after {:?}", began.elapsed());
    assert_eq!(studio.closed(), 1001);
    wait_until("a free line", || now(&running)["live"].is_null());
}

#[test]
fn a_studio_asks_whether_its_account_may_go_live_without_going_live() {
    let running = station();
    let check = |password: &str| {
        let mut studio = Studio::open(&running, "longwave.studio.v1");
        studio.say(&json!({ "type": "check", "user": "source", "password": password }));
        let told = studio.hear_any(&["allowed", "error", "on_air"]);
        (told["type"].clone(), told["code"].clone(), studio.closed())
    };
    assert_eq!(check(SOURCE), (json!("allowed"), Value::Null, 1000));
    assert_eq!(check("wrong"), (json!("error"), json!("wrong-account"), 1008));
    assert!(now(&running)["live"].is_null(), "nobody went live");
}

#[test]
fn a_studio_is_told_why_it_may_not() {
    let running = station();
    let mut studio = Studio::open(&running, "longwave.studio.v1");
    studio.say(&hello("wrong"));
    let refused = studio.hear("error");
    assert_eq!(
        (&refused["reason"], &refused["code"]),
        (&json!("Wrong name or password"), &json!("wrong-account"))
    );
    assert_eq!(studio.closed(), 1008);
    let mut studio = Studio::open(&running, "longwave.studio.v1");
    studio.say(&json!({ "type": "sing" }));
    assert_eq!(studio.closed(), 1002);
    let mut webcast = Studio::open(&running, "webcast");
    webcast.say(&json!({ "type": "hello", "data": {} }));
    assert_eq!(webcast.closed(), 1002);
    let mut webcast = Studio::open(&running, "webcast");
    let data = json!({ "mime": "audio/ogg", "user": "source", "password": "wrong" });
    webcast.say(&json!({ "type": "hello", "data": data }));
    assert_eq!(webcast.closed(), 1011);
}
