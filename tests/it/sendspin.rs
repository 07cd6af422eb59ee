//! `/sendspin`, as a client of the protocol sees it.

use std::collections::BTreeMap;
use std::fs;
use std::net::TcpStream;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use socket2::{Domain, Socket, Type};
use tungstenite::client::IntoClientRequest;
use tungstenite::protocol::Message;
use tungstenite::{Error, WebSocket};

use crate::bounded;
use crate::browser::{finish, script};
use crate::client::Client;
use crate::running::{PATIENCE, Running, shelf, wait_until};

/// All players sound a frame so long after its time, in microseconds.
const DELAY_US: u64 = 1_000_000;
/// Look-ahead of the Opus encoder, in microseconds.
const PRE_SKIP_US: u64 = 6_500;

/// A player.
struct Player {
    socket: WebSocket<TcpStream>,
}

/// A message from the server.
enum Came {
    Text(Value),
    /// The time at which it is sounded, and one packet.
    Sound(u64, Vec<u8>),
    Closed(Option<u16>),
}

impl Player {
    fn connect(running: &Running, path: &str) -> Self {
        Self::over(running.connect(), running, path).expect("a WebSocket")
    }

    /// The error is the status and the body of the answer.
    fn over(stream: TcpStream, running: &Running, path: &str) -> Result<Self, (u16, String)> {
        let request = format!("ws://{}{path}", running.address).into_client_request().expect("an address");
        match tungstenite::client(request, stream) {
            Ok((socket, _)) => Ok(Self { socket }),
            Err(tungstenite::HandshakeError::Failure(Error::Http(response))) => {
                let body = response.body().clone().unwrap_or_default();
                Err((response.status().as_u16(), String::from_utf8_lossy(&body).into_owned()))
            }
            Err(error) => panic!("no answer: {error}"),
        }
    }

    /// Connects as a player of this codec, and is told that the stream starts.
    fn playing(running: &Running, path: &str, codec: &str) -> (Self, Value) {
        let mut player = Self::connect(running, path);
        let started = player.start(codec);
        (player, started)
    }

    fn start(&mut self, codec: &str) -> Value {
        self.say(&hello(&["player@v1"], codec));
        self.text("server/hello");
        self.say(&json!({ "type": "client/state", "payload": { "player": {
            "state": "synchronized", "volume": 100, "muted": false,
        }}}));
        self.text("stream/start")
    }

    fn say(&mut self, said: &Value) {
        self.send(Message::text(said.to_string()));
    }

    fn send(&mut self, message: Message) {
        // The server may have closed already.
        drop(self.socket.send(message));
    }

    fn next(&mut self) -> Came {
        loop {
            match self.socket.read() {
                Ok(Message::Text(text)) => return Came::Text(serde_json::from_str(&text).expect("JSON")),
                Ok(Message::Binary(bytes)) => {
                    assert_eq!(bytes[0], 4, "a player's sound");
                    let time_us = bytes[1..9].try_into().expect("eight bytes");
                    return Came::Sound(u64::from_be_bytes(time_us), bytes[9..].to_vec());
                }
                Ok(Message::Close(frame)) => return Came::Closed(frame.map(|frame| frame.code.into())),
                Ok(_) => {}
                Err(Error::ConnectionClosed | Error::AlreadyClosed) => return Came::Closed(None),
                Err(error) => panic!("the connection broke: {error}"),
            }
        }
    }

    /// The payload of the next text of this type; what comes before it is passed over.
    fn text(&mut self, kind: &str) -> Value {
        let until = Instant::now() + PATIENCE;
        loop {
            assert!(Instant::now() < until, "waited in vain for {kind}");
            match self.next() {
                Came::Text(mut text) if text["type"] == kind => return text["payload"].take(),
                Came::Closed(code) => panic!("closed with {code:?} before {kind}"),
                Came::Text(_) | Came::Sound(..) => {}
            }
        }
    }

    /// The next sound.
    fn sound(&mut self) -> (u64, Vec<u8>) {
        loop {
            match self.next() {
                Came::Sound(time_us, packet) => return (time_us, packet),
                Came::Closed(code) => panic!("closed with {code:?} before sound"),
                Came::Text(_) => {}
            }
        }
    }

    /// The next so many packets, by the time at which they are sounded.
    fn sounds(&mut self, count: usize) -> BTreeMap<u64, Vec<u8>> {
        (0..count).map(|_| self.sound()).collect()
    }

    /// The code the server closes with.
    fn closed(&mut self) -> Option<u16> {
        let until = Instant::now() + PATIENCE;
        loop {
            assert!(Instant::now() < until, "waited in vain for its end");
            if let Came::Closed(code) = self.next() {
                return code;
            }
        }
    }

    /// The server's time, in microseconds.
    fn server_time(&mut self) -> u64 {
        self.say(&json!({ "type": "client/time", "payload": { "client_transmitted": 12_345 } }));
        let answer = self.text("server/time");
        assert_eq!(answer["client_transmitted"], 12_345);
        assert!(answer["server_received"].as_u64() <= answer["server_transmitted"].as_u64());
        answer["server_transmitted"].as_u64().expect("a time")
    }
}

fn hello(roles: &[&str], codec: &str) -> Value {
    json!({ "type": "client/hello", "payload": {
        "client_id": "test",
        "name": "Test",
        "version": 1,
        "supported_roles": roles,
        "player@v1_support": {
            "supported_formats": [
                { "codec": codec, "channels": 2, "sample_rate": 48_000, "bit_depth": 16 },
            ],
            "buffer_capacity": 1_000_000,
            "supported_commands": ["volume", "mute"],
        },
    }})
}

/// Packets of a rendition as the listener's WebSocket has them, by their time, from one that is at `from_us`.
fn of_mount(running: &Running, rendition: &str, from_us: u64, count: usize) -> BTreeMap<u64, Vec<u8>> {
    let from = from_us / 20_000;
    let mut client = Client::join(running, &format!("?rendition={rendition}&delivery=20&from={from}"));
    (0..count)
        .map(|_| client.sound())
        .map(|sound| (sound.time_us, sound.frames.into_iter().next().expect("a frame")))
        .collect()
}

/// Fails unless these packets follow each other without a gap.
#[track_caller]
fn assert_gapless(packets: &BTreeMap<u64, Vec<u8>>) {
    let times: Vec<u64> = packets.keys().copied().collect();
    assert!(times.windows(2).all(|pair| pair[1] - pair[0] == 20_000), "{times:?}");
}

fn on_air() -> Running {
    let running = Running::start(&shelf());
    wait_until("music", || running.metric("longwave_source", "autodj") > 0.0);
    running
}

#[test]
fn a_player_gets_the_packets_of_the_mount_at_the_time_for_all_players() {
    let running = on_air();
    let (mut player, started) = Player::playing(&running, "/sendspin", "opus");
    let format = json!({ "codec": "opus", "channels": 2, "sample_rate": 48_000, "bit_depth": 16 });
    assert_eq!(started["player"], format);
    let heard = player.sounds(100);
    assert_gapless(&heard);
    let first_us = heard.keys().next().expect("a packet") + PRE_SKIP_US - DELAY_US;
    let expected = of_mount(&running, "opus-96", first_us, 100);
    let expected: BTreeMap<u64, Vec<u8>> =
        expected.into_iter().map(|(time_us, packet)| (time_us + DELAY_US - PRE_SKIP_US, packet)).collect();
    assert_eq!(heard, expected, "the same packets, later by what all players add");
    let now_us = player.server_time();
    let (newest_us, _) = player.sound();
    assert!(newest_us.abs_diff(now_us) < 2 * DELAY_US, "one clock for all times");
}

#[test]
fn pcm_and_flac_have_the_same_samples_at_the_same_time() {
    let running = on_air();
    let (mut flac, started) = Player::playing(&running, "/main/sendspin", "flac");
    let (mut pcm, _) = Player::playing(&running, "/sendspin?station=main", "pcm");
    // At once: who does not read is too slow.
    let (packets, blocks) = thread::scope(|scope| {
        let packets = scope.spawn(|| flac.sounds(150));
        let blocks = pcm.sounds(150);
        (packets.join().expect("sound"), blocks)
    });
    assert_gapless(&packets);
    assert_gapless(&blocks);
    assert!(blocks.values().all(|block| block.len() == 960 * 4));

    let header = started["player"]["codec_header"].as_str().expect("the head of the stream");
    let folder = tempfile::tempdir().expect("a directory");
    let file = folder.path().join("stream.flac");
    let header = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, header).expect("base64");
    fs::write(&file, [header, packets.values().flatten().copied().collect()].concat()).expect("a file");
    let mut ffmpeg = Command::new("ffmpeg");
    ffmpeg.args(["-v", "error", "-i"]).arg(&file).args(["-f", "s16le", "-"]);
    let decoded = bounded::output(&mut ffmpeg).stdout;
    assert_eq!(decoded.len(), packets.len() * 960 * 4);

    let mut shared = 0;
    for (time_us, samples) in packets.keys().zip(decoded.chunks(960 * 4)) {
        if let Some(block) = blocks.get(time_us) {
            assert!(block == samples, "other samples at {time_us}");
            shared += 1;
        }
    }
    assert!(shared > 50, "{shared} blocks at the same time");
}

#[test]
fn two_players_are_told_the_same_time_for_the_same_packet() {
    let running = on_air();
    let (mut one, _) = Player::playing(&running, "/sendspin", "opus");
    let heard = one.sounds(30);
    let (mut other, _) = Player::playing(&running, "/sendspin", "opus");
    let later = other.sounds(60);
    let heard: BTreeMap<_, _> = heard.into_iter().chain(one.sounds(90)).collect();
    let shared: Vec<_> = later.iter().filter(|(time_us, _)| heard.contains_key(time_us)).collect();
    assert!(shared.len() > 20, "{} packets", shared.len());
    assert!(shared.into_iter().all(|(time_us, packet)| heard[time_us] == *packet));
    assert!(running.metric("longwave_listeners", "output=\"sendspin\"") > 1.0);
    drop((one, other));
    wait_until("both have left", || running.metric("longwave_listeners", "output=\"sendspin\"") < 1.0);
}

#[test]
fn titles_and_orders_are_served_as_the_roles_have_it() {
    let running = on_air();
    let mut player = Player::connect(&running, "/sendspin");
    player.say(&hello(&["player@v1", "metadata@v1", "controller@v1", "artwork@v1"], "opus"));
    let greeting = player.text("server/hello");
    assert_eq!(greeting["active_roles"], json!(["player@v1", "metadata@v1", "controller@v1"]));
    assert_eq!(player.text("group/update")["playback_state"], "playing");
    player.say(&json!({ "type": "client/state", "payload": { "player": { "volume": 30, "muted": false } } }));
    let title = loop {
        let state = player.text("server/state");
        if state["metadata"].is_object() {
            break state["metadata"].clone();
        }
    };
    assert!(title["title"].is_string() && title["progress"]["track_duration"].as_u64() > Some(1_000));
    player.sound();

    player.say(&json!({ "type": "client/command", "payload": { "controller": { "command": "volume", "volume": 7 } } }));
    assert_eq!(player.text("server/command")["player"], json!({ "command": "volume", "volume": 7 }));
    player.say(&json!({ "type": "client/command", "payload": { "controller": { "command": "stop" } } }));
    player.text("stream/end");
    assert_eq!(player.text("group/update")["playback_state"], "stopped");
    wait_until("it no longer listens", || running.metric("longwave_listeners", "output=\"sendspin\"") < 1.0);
    player.say(&json!({ "type": "client/command", "payload": { "controller": { "command": "play" } } }));
    player.text("stream/start");
    player.sound();
    player.say(&json!({ "type": "client/goodbye", "payload": { "reason": "user_request" } }));
    assert_eq!(player.closed(), Some(1000));
}

#[test]
fn a_player_that_stalls_goes_on_at_the_live_edge() {
    let running = on_air();
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
    socket.set_recv_buffer_size(8 * 1_024).expect("a small buffer");
    socket.connect(&running.address.into()).expect("it accepts connections");
    socket.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    let mut player = Player::over(socket.into(), &running, "/sendspin").expect("a WebSocket");
    player.start("pcm");
    let (mut last_us, _) = player.sound();
    // It reads nothing until so much sound has gone by.
    let mut clock = Client::join(&running, "?burst=0");
    let stalled_us = clock.sound().time_us;
    while clock.sound().time_us < stalled_us + 8_000_000 {}
    let until = Instant::now() + Duration::from_secs(20);
    loop {
        assert!(Instant::now() < until, "nothing was skipped");
        let (time_us, _) = player.sound();
        if time_us > last_us + 1_000_000 {
            assert!(time_us > stalled_us + 8_000_000, "what is skipped to can still be played");
            break;
        }
        last_us = time_us;
    }
    assert!(running.metric("longwave_listener_skipped_frames_total", "output=\"sendspin\"") > 50.0);
}

#[test]
fn hostile_clients_are_closed_with_the_right_code() {
    let running = on_air();
    for (said, code) in [
        (Message::text("what?"), 1007),
        (Message::text(r#"{"type":"client/hello","payload":{"version":"x"}}"#), 1007),
        (Message::text(r#"{"type":"client/time","payload":{"client_transmitted":1}}"#), 1002),
        (Message::binary(vec![4; 100]), 1003),
        (Message::text(" ".repeat(17 * 1_024)), 1009),
        (Message::text(" ".repeat(1_000_000)), 1009),
    ] {
        let mut player = Player::connect(&running, "/sendspin");
        player.send(said);
        assert_eq!(player.closed(), Some(code));
    }
    let mut player = Player::connect(&running, "/sendspin");
    for _ in 0..300 {
        player.send(Message::text(r#"{"type":"unknown"}"#));
    }
    assert_eq!(player.closed(), Some(1002), "hello comes first");
    let (mut player, _) = Player::playing(&running, "/sendspin", "opus");
    for _ in 0..300 {
        player.send(Message::text(r#"{"type":"unknown"}"#));
    }
    assert_eq!(player.closed(), Some(1008), "too much at once");

    for (path, status) in [("/sendspin?station=nobody", 404), ("/nobody/sendspin", 404)] {
        let refused = Player::over(running.connect(), &running, path).err().expect("a refusal");
        assert_eq!(refused.0, status, "{path}");
    }
    assert!(running.get("/sendspin").starts_with("HTTP/1.1 400"), "no WebSocket");
}

#[test]
fn a_player_counts_as_a_listener_of_a_full_station() {
    let running = Running::start_with(&shelf(), &[("LONGWAVE_MAX_LISTENERS", "1")]);
    let (player, _) = Player::playing(&running, "/sendspin", "opus");
    let refused = Player::over(running.connect(), &running, "/sendspin").err().expect("a refusal");
    assert_eq!(refused.0, 503);
    assert!(refused.1.contains("as many listeners as it can take"), "{}", refused.1);
    drop(player);
    wait_until("room", || Player::over(running.connect(), &running, "/sendspin").is_ok());
}

#[test]
fn a_station_that_signs_off_ends_the_stream() {
    let running = on_air();
    let (mut player, _) = Player::playing(&running, "/sendspin", "opus");
    player.sound();
    let (status, ..) = running.stop();
    assert!(status.success());
    player.text("stream/end");
    assert_eq!(player.closed(), Some(1001));
}

#[test]
fn the_javascript_client_plays_in_sync() {
    let running = on_air();
    finish(script("sendspin.mjs", &[&format!("http://{}", running.address)]));
}
