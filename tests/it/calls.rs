//! Listeners call the studio, as pages do: callers, the DJ and the DJ's desk as plain sockets with tones.

use std::collections::VecDeque;
use std::f64::consts::TAU;
use std::io::ErrorKind;
use std::net::{Shutdown, TcpStream};
use std::time::Instant;

use longwave::store::Store;
use opus::{Application, Channels, Decoder, Encoder};
use serde_json::{Value, json};
use tungstenite::client::IntoClientRequest;
use tungstenite::{Error, HandshakeError, Message, WebSocket};

use crate::bounded;
use crate::client::Client;
use crate::live::{SOURCE, station};
use crate::recording::share_of_tone;
use crate::running::{PATIENCE, Running, longwave, wait_until};

/// Samples of a packet.
const PACKET: usize = 960;
/// Samples that a tone is looked for in: half a second.
const LOOKED_AT: usize = 25 * PACKET;
/// The tones of the DJ on air, of the DJ's talkback, and of two callers.
const DJ: f64 = 330.0;
const TALKBACK: f64 = 440.0;
const BEN: f64 = 523.0;
const CLEO: f64 = 784.0;

/// A page: its socket, what it sends, and what it heard.
struct Page {
    socket: WebSocket<TcpStream>,
    tone: f64,
    sent: usize,
    encoder: Encoder,
    decoder: Decoder,
    texts: VecDeque<Value>,
    heard: Vec<f32>,
}

impl Page {
    fn try_open(running: &Running, from: &str, path: &str, protocol: &str) -> Result<Self, u16> {
        let address = format!("ws://{}/main/{path}", running.address);
        let mut request = address.into_client_request().expect("an address");
        request.headers_mut().insert("sec-websocket-protocol", protocol.parse().expect("a header"));
        let socket = match tungstenite::client(request, running.connect_from(from)) {
            Ok((socket, _)) => socket,
            Err(HandshakeError::Failure(Error::Http(response))) => return Err(response.status().as_u16()),
            Err(error) => panic!("no answer: {error}"),
        };
        socket.get_ref().set_nonblocking(true).expect("it can");
        let encoder = Encoder::new(48_000, Channels::Stereo, Application::Audio).expect("an encoder");
        let decoder = Decoder::new(48_000, Channels::Stereo).expect("a decoder");
        let (texts, heard) = (VecDeque::new(), Vec::new());
        Ok(Self { socket, tone: 0.0, sent: 0, encoder, decoder, texts, heard })
    }

    fn open(running: &Running, from: &str, path: &str, protocol: &str, first: &Value) -> Self {
        let mut page = Self::try_open(running, from, path, protocol).expect("a WebSocket");
        page.say(first);
        page
    }

    fn ring(running: &Running, from: &str, name: &str, token: Option<&Value>) -> Self {
        let ring = json!({ "type": "ring", "name": name, "topic": "the harbour", "token": token });
        Self::open(running, from, "call/ws", "longwave.call.v1", &ring)
    }

    fn say(&mut self, text: &Value) {
        self.send(Message::text(text.to_string()));
    }

    fn send(&mut self, message: Message) {
        match self.socket.send(message) {
            Ok(()) => {}
            Err(Error::Io(error)) if error.kind() == ErrorKind::WouldBlock => {}
            Err(error) => panic!("it reads: {error}"),
        }
    }

    /// Sends the next 20 ms of its tone, if it has one.
    fn send_sound(&mut self) {
        if self.tone == 0.0 {
            return;
        }
        let sample = |n: usize| (TAU * self.tone * n as f64 / 48_000.0).sin() as f32 * 0.2;
        let stereo: Vec<f32> = (self.sent..self.sent + PACKET).flat_map(|n| [sample(n), sample(n)]).collect();
        self.sent += PACKET;
        let packet = self.encoder.encode_vec_float(&stereo, 1_275).expect("a packet");
        self.send(Message::binary([&7_u64.to_be_bytes()[..], &packet].concat()));
    }

    /// Takes in what has come.
    fn receive(&mut self) {
        loop {
            match self.socket.read() {
                Ok(Message::Text(text)) => self.texts.push_back(serde_json::from_str(&text).expect("JSON")),
                Ok(Message::Binary(message)) => {
                    let sound = crate::client::Sound::parse(&message);
                    for packet in &sound.frames {
                        hear(&mut self.decoder, packet, &mut self.heard);
                    }
                }
                Ok(_) => {}
                Err(_) => return,
            }
        }
    }

    /// Returns whether a text was told that fits, and forgets it and those before.
    fn was_told(&mut self, fits: impl Fn(&Value) -> bool) -> Option<Value> {
        let at = self.texts.iter().position(fits)?;
        self.texts.drain(..=at).next_back()
    }

    /// The share of a tone in what it heard last.
    fn hears(&self, tone: f64) -> f64 {
        share(&self.heard, tone)
    }
}

fn hear(decoder: &mut Decoder, packet: &[u8], heard: &mut Vec<f32>) {
    let mut stereo = [0.0; 2 * PACKET];
    let count = decoder.decode_float(packet, &mut stereo, false).expect("a packet");
    heard.extend(stereo[..2 * count].iter().step_by(2));
}

fn share(heard: &[f32], tone: f64) -> f64 {
    let last = heard.len().saturating_sub(LOOKED_AT);
    if last == 0 { 0.0 } else { share_of_tone(&heard[last..], tone) }
}

/// A listener, whose frames are the beat at which all pages send.
struct Air {
    client: Client,
    decoder: Decoder,
    heard: Vec<f32>,
}

impl Air {
    /// Lets 20 ms pass for all, again and again until it is `done`.
    fn until(
        &mut self,
        what: &str,
        pages: &mut [&mut Page],
        mut done: impl FnMut(&[f32], &mut [&mut Page]) -> bool,
    ) {
        let until = Instant::now() + PATIENCE;
        loop {
            for packet in self.client.sound().frames {
                hear(&mut self.decoder, &packet, &mut self.heard);
                for page in pages.iter_mut() {
                    page.send_sound();
                }
            }
            for page in pages.iter_mut() {
                page.receive();
            }
            if done(&self.heard, pages) {
                return;
            }
            assert!(Instant::now() < until, "waited in vain for {what}");
        }
    }

    /// Lets time pass until `page`, one of `pages`, is told a text that fits.
    fn told(
        &mut self,
        pages: &mut [&mut Page],
        at: usize,
        what: &str,
        fits: impl Fn(&Value) -> bool,
    ) -> Value {
        let mut told = None;
        self.until(what, pages, |_, pages| {
            told = pages[at].was_told(&fits);
            told.is_some()
        });
        told.expect("it was told")
    }
}

fn is_state(state: &'static str) -> impl Fn(&Value) -> bool {
    move |text| text["type"] == "state" && text["state"] == state
}

fn order(desk: &mut Page, call: &Value, order: &str) {
    desk.say(&json!({ "type": "order", "call": call, "order": order, "seconds": 600 }));
}

#[test]
fn callers_are_screened_put_on_air_and_hear_all_but_themselves() {
    let running = station();
    assert!(running.get("/main/call").contains("takes no calls"));
    let client = Client::join(&running, "?delivery=20&burst=0");
    let decoder = Decoder::new(48_000, Channels::Stereo).expect("a decoder");
    let mut air = Air { client, decoder, heard: Vec::new() };

    let is_off = |text: &Value| text["reason"] == "This station takes no calls.";
    air.told(&mut [&mut Page::ring(&running, "127.0.0.9", "Ben", None)], 0, "a refusal", is_off);
    let set = "station set main --calls on".split(' ');
    assert!(bounded::status(longwave(running.data()).args(set)).success());
    wait_until("the setting", || running.get("/main/call").contains("The line is closed"));

    // The DJ goes live, and opens the line.
    let hello = json!({ "type": "hello", "user": "source", "password": SOURCE, "codec": "opus" });
    let mut dj = Page::open(&running, "127.0.0.1", "ingest", "longwave.studio.v1", &hello);
    dj.tone = DJ;
    air.until("the DJ", &mut [&mut dj], |heard, _| share(heard, DJ) > 0.8);
    let wrong = json!({ "type": "hello", "user": "source", "password": "wrong" });
    let mut desk = Page::open(&running, "127.0.0.1", "call/desk", "longwave.desk.v1", &wrong);
    air.told(&mut [&mut dj, &mut desk], 1, "a refusal", |text| text["type"] == "error");
    let hello = json!({ "type": "hello", "user": "source", "password": SOURCE });
    let mut desk = Page::open(&running, "127.0.0.1", "call/desk", "longwave.desk.v1", &hello);
    desk.say(&json!({ "type": "open", "is_open": true }));
    air.told(&mut [&mut dj, &mut desk], 1, "an open line", |text| text["is_open"] == true);

    // Two listeners ring, and wait.
    let mut ben = Page::ring(&running, "127.0.0.2", "Ben\u{7}", None);
    let joined = air.told(&mut [&mut dj, &mut ben], 1, "a token", |text| text["type"] == "joined");
    let mut cleo = Page::ring(&running, "127.0.0.3", "Cleo", None);
    ben.say(&json!({ "type": "level", "level": 42 }));
    let second = |text: &Value| is_state("waiting")(text) && text["place"] == 2;
    air.told(&mut [&mut dj, &mut desk, &mut ben, &mut cleo], 3, "a place", second);
    let both = |text: &Value| text["callers"][1]["name"] == "Cleo" && text["callers"][0]["level"] == 42;
    let line = air.told(&mut [&mut dj, &mut desk], 1, "both", both);
    assert_eq!(
        (&line["callers"][0]["name"], &line["callers"][0]["topic"]),
        (&json!("Ben"), &json!("the harbour"))
    );
    assert!(ben.heard.is_empty(), "no sound is made for who waits");
    let [ben_call, cleo_call] = [0, 1].map(|at| line["callers"][at]["call"].clone());

    // Ben talks with the DJ off air.
    order(&mut desk, &ben_call, "screen");
    air.told(&mut [&mut dj, &mut desk, &mut ben], 2, "the studio", is_state("screened"));
    (ben.tone, cleo.tone, desk.tone) = (BEN, 0.0, TALKBACK);
    air.until("a talk", &mut [&mut dj, &mut desk, &mut ben], |heard, pages| {
        let [_, desk, ben] = pages else { return false };
        let is_talk = desk.hears(BEN) > 0.9 && [TALKBACK, DJ].iter().all(|tone| ben.hears(*tone) > 0.3);
        // A stutter of a busy machine has a little of every tone.
        let on_air = share(heard, BEN).max(share(heard, TALKBACK));
        assert!(on_air < 0.05, "nothing of it on air");
        is_talk && on_air < 0.001 && share(heard, DJ) > 0.9 && ben.hears(BEN) < 0.001
    });

    // Both are on air, and hear each other and the DJ, but not themselves.
    order(&mut desk, &ben_call, "air");
    order(&mut desk, &cleo_call, "air");
    air.told(&mut [&mut dj, &mut desk, &mut ben, &mut cleo], 3, "the air", is_state("on_air"));
    cleo.tone = CLEO;
    air.until("both on air", &mut [&mut dj, &mut desk, &mut ben, &mut cleo], |heard, pages| {
        let [_, desk, ben, cleo] = pages else { return false };
        let all_are_heard = [DJ, BEN, CLEO].iter().all(|tone| share(heard, *tone) > 0.25)
            && [DJ, CLEO].iter().all(|tone| ben.hears(*tone) > 0.4)
            && [DJ, BEN].iter().all(|tone| cleo.hears(*tone) > 0.4)
            && [BEN, CLEO].iter().all(|tone| desk.hears(*tone) > 0.4);
        let themselves = ben.hears(BEN).max(cleo.hears(CLEO)).max(desk.hears(DJ));
        let talkback = share(heard, TALKBACK).max(ben.hears(TALKBACK));
        all_are_heard && themselves < 0.001 && talkback < 0.001
    });

    // Ben's cable is cut. He comes back into the seat, from another address.
    ben.socket.get_ref().shutdown(Shutdown::Both).expect("it was open");
    let away = |text: &Value| text["callers"][0]["is_connected"] == false;
    air.told(&mut [&mut dj, &mut desk, &mut cleo], 1, "the loss", away);
    air.until("silence", &mut [&mut dj, &mut desk, &mut cleo], |heard, _| share(heard, BEN) < 0.001);
    let mut ben = Page::ring(&running, "127.0.0.4", "", Some(&joined["token"]));
    air.told(&mut [&mut dj, &mut desk, &mut cleo, &mut ben], 3, "the seat", is_state("on_air"));
    ben.tone = BEN;
    air.until("Ben again", &mut [&mut dj, &mut desk, &mut cleo, &mut ben], |heard, pages| {
        share(heard, BEN) > 0.25 && pages[3].hears(CLEO) > 0.4
    });

    // One is hung up on, the other barred.
    (ben.tone, cleo.tone) = (0.0, 0.0);
    order(&mut desk, &cleo_call, "hang_up");
    air.told(&mut [&mut dj, &mut desk, &mut ben, &mut cleo], 3, "the end", |text| text["type"] == "ended");
    order(&mut desk, &ben_call, "bar");
    air.told(&mut [&mut dj, &mut desk, &mut ben], 2, "the end", |text| text["type"] == "ended");
    air.until("the DJ alone", &mut [&mut dj, &mut desk], |heard, _| share(heard, DJ) > 0.99);
    let mut again = Page::ring(&running, "127.0.0.4", "Ben", None);
    let refused =
        air.told(&mut [&mut dj, &mut desk, &mut again], 2, "a refusal", |text| text["type"] == "error");
    assert_eq!(refused["reason"], "You cannot call for another 10 min.");
    let store = Store::open(running.data()).expect("the database");
    let audit = || -> Vec<String> {
        let lines = store.changes(None, 20).expect("the audit log");
        lines
            .into_iter()
            .filter(|line| line.area == "calls")
            .map(|line| format!("{}: {}", line.who, line.what))
            .collect()
    };
    wait_until("the audit log", || audit().len() == 4);
    let audit = audit().join("\n");
    assert!(audit.contains("source: bar for 600 s: Ben, about: the harbour"), "{audit}");
    assert!(audit.contains("source: hang up: Cleo") && audit.contains("source: on air from "), "{audit}");

    // One address holds a few sockets; what is not understood ends a call.
    let open = || Page::try_open(&running, "127.0.0.5", "call/ws", "longwave.call.v1");
    let held: Vec<_> = (0..4).map(|_| open().expect("a socket")).collect();
    assert_eq!(open().err(), Some(429));
    drop(held);
    let mut odd = Page::ring(&running, "127.0.0.6", "Eve", None);
    air.told(&mut [&mut dj, &mut odd], 1, "a place", is_state("waiting"));
    odd.say(&json!({ "type": "sing" }));
    air.told(&mut [&mut dj, &mut desk], 1, "the loss", |text| text["callers"][0]["is_connected"] == false);
}
