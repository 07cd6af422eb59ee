//! Tests of the session: what a client says, and what it gets.

use std::sync::Arc;

use bytes::Bytes;
use serde_json::{Value, json};

use super::*;
use crate::model::{CoverId, SourceKind, Title};
use crate::output::sendspin::choice::tests::offer;

mod hostile;

const SECOND: u64 = 1_000_000;
const NOW: u64 = 100 * SECOND;

/// A session, and what it has put out so far.
struct Talk {
    session: PlayerSession,
}

impl Talk {
    fn new() -> Self {
        Self { session: PlayerSession::new(offer(), NOW) }
    }

    /// Returns the session of a client with these roles, after its hello.
    fn greeted(roles: &[&str]) -> Self {
        let mut talk = Self::new();
        talk.say_at(NOW, &hello(roles));
        talk
    }

    /// Returns the session of a player that is sent Opus.
    fn playing(roles: &[&str]) -> Self {
        let mut talk = Self::greeted(roles);
        talk.say_at(NOW, &state(&json!({ "volume": 40, "muted": false })));
        talk
    }

    fn say_at(&mut self, now_us: u64, said: &Value) {
        self.session.receive(&said.to_string(), now_us);
    }

    /// Returns everything that is put out, shortened: texts as their type, and the rest in words.
    fn heard(&mut self) -> Vec<String> {
        std::iter::from_fn(|| self.session.next_output())
            .map(|output| match output {
                SessionOutput::Text(text) => json(&text)["type"].as_str().unwrap().to_owned(),
                SessionOutput::Time { .. } => "server/time".to_owned(),
                SessionOutput::Sound(_) => "sound".to_owned(),
                SessionOutput::Follow { rendition, start, is_player } => {
                    let start = match start {
                        Start::Burst { us, .. } => format!("{} ms before the edge", us / 1_000),
                        Start::From(seq) => format!("frame {seq}"),
                    };
                    let purpose = if is_player { "sound" } else { "titles" };
                    format!("follow {rendition} from {start} for {purpose}")
                }
                SessionOutput::Unfollow => "unfollow".to_owned(),
                SessionOutput::Close(code, _) => format!("close {}", u16::from(code)),
            })
            .collect()
    }

    /// Returns the payload of the first text of this type.
    fn told(&mut self, kind: &str) -> Value {
        let texts = std::iter::from_fn(|| self.session.next_output());
        let mut texts = texts.filter_map(|output| Some(json(&output.text(NOW)?)));
        texts.find(|text| text["type"] == kind).map(|mut text| text["payload"].take()).unwrap()
    }

    #[track_caller]
    fn expect(&mut self, expected: &[&str]) {
        assert_eq!(self.heard(), expected);
    }
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn hello(roles: &[&str]) -> Value {
    json!({ "type": "client/hello", "payload": {
        "client_id": "kitchen-1",
        "name": "Kitchen",
        "version": 1,
        "supported_roles": roles,
        "device_info": { "product_name": "Speaker" },
        "player@v1_support": {
            "supported_formats": [
                { "codec": "flac", "sample_rate": 48_000, "channels": 2, "bit_depth": 16 },
                { "codec": "opus", "sample_rate": 48_000, "channels": 2, "bit_depth": 16 },
                { "codec": "pcm", "sample_rate": 48_000, "channels": 2, "bit_depth": 16 },
            ],
            "buffer_capacity": 1_000_000,
            "supported_commands": ["volume", "mute"],
        },
    }})
}

fn state(player: &Value) -> Value {
    json!({ "type": "client/state", "payload": { "player": player } })
}

fn command(controller: &Value) -> Value {
    json!({ "type": "client/command", "payload": { "controller": controller } })
}

fn title(time_us: u64, name: &str) -> NowPlaying {
    let what = Title {
        artist: Some("Ada".to_owned()),
        duration_us: Some(200 * SECOND),
        cover: Some(CoverId("c0ffee".to_owned())),
        ..Title::plain(SourceKind::Autodj, name)
    };
    NowPlaying { time_us, what: Arc::new(what) }
}

fn frame(seq: u64) -> Frame {
    Frame { seq, time_us: seq * 20_000, payload: Bytes::from_static(&[7; 240]) }
}

#[test]
fn a_player_is_greeted_and_sent_sound_once_its_state_is_known() {
    let mut talk = Talk::greeted(&["player@v1", "metadata@v1"]);
    talk.expect(&["server/hello", "group/update"]);
    talk.say_at(NOW, &state(&json!({ "state": "synchronized", "volume": 40, "muted": false })));
    talk.expect(&["stream/start", "follow opus-96 from 750 ms before the edge for sound"]);
    talk.say_at(NOW, &state(&json!({ "volume": 41 })));
    talk.expect(&[]);
}

#[test]
fn roles_that_are_known_are_activated() {
    for (roles, expected) in [
        (&["player@v1", "artwork@v1", "metadata@v1"][..], &["player@v1", "metadata@v1"][..]),
        (&["player@v2", "controller@v1", "_custom@v1"], &["controller@v1"]),
        (&[], &[]),
    ] {
        let said = Talk::greeted(roles).told("server/hello");
        assert_eq!(said["active_roles"], json!(expected));
        assert_eq!((&said["version"], &said["name"]), (&json!(1), &json!("Harbour FM")));
    }
    let mut talk = Talk::new();
    let mut mute = hello(&["player@v1"]);
    mute["payload"]["player@v1_support"]["supported_formats"] =
        json!([{ "codec": "pcm", "sample_rate": 44_100, "channels": 2, "bit_depth": 16 }]);
    talk.say_at(NOW, &mute);
    assert_eq!(talk.told("server/hello")["active_roles"], json!([]), "nothing that it could be sent");
    talk.heard();
    talk.say_at(NOW, &state(&json!({})));
    talk.expect(&[]);
}

#[test]
fn a_display_is_told_titles_and_sent_no_sound() {
    let mut talk = Talk::greeted(&["metadata@v1"]);
    talk.expect(&["server/hello", "group/update", "follow opus-96 from 0 ms before the edge for titles"]);
    talk.session.title(&title(NOW, "One"), NOW);
    assert!(talk.session.frame(&frame(5_000), NOW));
    talk.expect(&["server/state"]);
}

#[test]
fn frames_are_stamped_with_the_time_at_which_all_players_sound_them() {
    let mut talk = Talk::playing(&["player@v1"]);
    talk.heard();
    let frame = frame(NOW / 20_000);
    assert!(talk.session.frame(&frame, NOW));
    let Some(SessionOutput::Sound(sound)) = talk.session.next_output() else { panic!("no sound") };
    // 312 samples are the encoder's.
    let play_us = NOW + SECOND - 6_500;
    assert_eq!(sound[0], 4);
    assert_eq!(sound[1..9], play_us.to_be_bytes());
    assert_eq!(sound[9..], frame.payload);
    assert!(talk.session.frame(&frame, play_us - 1));
    assert!(!talk.session.frame(&frame, play_us), "too late");
    talk.expect(&["sound"]);
}

#[test]
fn a_player_that_needs_more_time_gets_less_that_is_past() {
    for (told, ms) in [
        (json!({ "required_lead_time_ms": 400, "min_buffer_ms": 100 }), 600),
        (json!({ "required_lead_time_ms": 100, "min_buffer_ms": 400, "static_delay_ms": 50 }), 550),
        (json!({ "required_lead_time_ms": 5_000, "min_buffer_ms": 0, "output_delay_ms": 50 }), 0),
        (json!({ "required_lead_time_ms": u64::MAX, "min_buffer_ms": 0, "output_delay_ms": u64::MAX }), 0),
    ] {
        let mut talk = Talk::greeted(&["player@v1"]);
        talk.say_at(NOW, &state(&told));
        let expected = format!("follow opus-96 from {ms} ms before the edge for sound");
        assert_eq!(talk.heard().last(), Some(&expected), "{told}");
    }
}

#[test]
fn a_full_player_is_not_sent_more_than_it_holds() {
    let mut talk = Talk::new();
    let mut small = hello(&["player@v1"]);
    // Twelve messages of 249 bytes.
    small["payload"]["player@v1_support"]["buffer_capacity"] = json!(3_000);
    talk.say_at(NOW, &small);
    talk.say_at(NOW, &state(&json!({})));
    talk.heard();
    let first = NOW / 20_000;
    for seq in first..first + 12 {
        assert_eq!(talk.session.room_at(&frame(seq), NOW), None);
        assert!(talk.session.frame(&frame(seq), NOW));
    }
    let played_us = NOW + SECOND - 6_500 + 20_000;
    assert_eq!(talk.session.room_at(&frame(first + 12), NOW), Some(played_us));
    assert_eq!(talk.session.room_at(&frame(first + 12), played_us), None);
}

#[test]
fn titles_come_with_the_time_from_which_they_are_heard() {
    let mut talk = Talk::playing(&["player@v1", "metadata@v1"]);
    talk.heard();
    talk.session.title(&title(NOW - 31 * SECOND, "One"), NOW);
    let said = talk.told("server/state");
    assert_eq!(said["metadata"]["timestamp"], NOW);
    assert_eq!(said["metadata"]["title"], "One");
    assert_eq!(said["metadata"]["artwork_url"], "http://radio.example/main/cover/c0ffee");
    assert_eq!(said["metadata"]["album"], Value::Null);
    let progress = json!({ "track_progress": 30_000, "track_duration": 200_000, "playback_speed": 1_000 });
    assert_eq!(said["metadata"]["progress"], progress);

    talk.session.title(&title(NOW - 31 * SECOND, "One"), NOW);
    talk.expect(&[]);
    talk.session.title(&title(NOW, "Two"), NOW);
    let said = talk.told("server/state");
    assert_eq!(said["metadata"]["timestamp"], NOW + SECOND);
    assert_eq!(said["metadata"]["progress"]["track_progress"], 0);
}

#[test]
fn the_time_is_told_when_the_answer_is_sent() {
    let mut talk = Talk::greeted(&["player@v1"]);
    talk.heard();
    talk.say_at(NOW + 5, &json!({ "type": "client/time", "payload": { "client_transmitted": -77 } }));
    let answer = json(&talk.session.next_output().unwrap().text(NOW + 9).unwrap());
    let expected = json!({ "type": "server/time", "payload": {
        "client_transmitted": -77, "server_received": NOW + 5, "server_transmitted": NOW + 9,
    }});
    assert_eq!(answer, expected);
}

#[test]
fn another_format_goes_on_where_the_last_one_ended() {
    let mut talk = Talk::playing(&["player@v1"]);
    talk.session.frame(&frame(NOW / 20_000), NOW);
    talk.heard();
    let wish = |wish: Value| json!({ "type": "stream/request-format", "payload": { "player": wish } });
    talk.say_at(NOW, &wish(json!({ "codec": "flac", "bit_depth": 16 })));
    let next = NOW / 20_000 + 1;
    talk.expect(&["stream/start", &format!("follow flac from frame {next} for sound")]);
    talk.say_at(NOW, &wish(json!({ "codec": "flac" })));
    talk.expect(&[]);
    talk.say_at(NOW, &state(&json!({ "format": { "codec": "pcm" } })));
    talk.expect(&["stream/start", "follow pcm-s16 from 750 ms before the edge for sound"]);
}

#[test]
fn flac_comes_with_its_stream_info() {
    let mut talk = Talk::greeted(&["player@v1"]);
    talk.say_at(NOW, &state(&json!({ "format": { "codec": "flac" } })));
    let player = talk.told("stream/start")["player"].take();
    assert_eq!((&player["codec"], &player["bit_depth"]), (&json!("flac"), &json!(16)));
    // "fLaC", and the last metadata block, of type 0 and 34 bytes.
    let header = player["codec_header"].as_str().unwrap();
    assert!(header.starts_with("ZkxhQ4AAACI"), "{header}");
    assert_eq!(header.len(), 56);
}

#[test]
fn a_player_that_is_taken_by_something_else_is_sent_nothing() {
    let mut talk = Talk::playing(&["player@v1", "metadata@v1"]);
    talk.heard();
    let told = |told: Value| json!({ "type": "client/state", "payload": told });
    talk.say_at(NOW, &told(json!({ "state": "external_source" })));
    let titles = "follow opus-96 from 0 ms before the edge for titles";
    talk.expect(&["stream/end", "group/update", titles]);
    assert!(talk.session.frame(&frame(1), NOW));
    talk.say_at(NOW, &told(json!({ "state": "synchronized", "player": { "volume": 3 } })));
    let sound = "follow opus-96 from 750 ms before the edge for sound";
    talk.expect(&["stream/start", "group/update", sound]);
    talk.say_at(NOW, &told(json!({ "player": { "state": "error" } })));
    talk.expect(&[]);
    talk.say_at(NOW, &told(json!({ "available": false })));
    talk.expect(&["stream/end", "group/update", titles]);
    talk.say_at(NOW, &told(json!({ "available": true })));
    talk.expect(&["stream/start", "group/update", sound]);
    talk.say_at(NOW, &json!({ "type": "client/leave" }));
    talk.expect(&["stream/end", "group/update", titles]);
}

#[test]
fn a_controller_stops_and_starts_its_own_player_and_sets_its_volume() {
    let mut talk = Talk::greeted(&["player@v1", "controller@v1"]);
    let told = talk.told("server/state")["controller"].take();
    assert_eq!(told["supported_commands"], json!(["play", "pause", "stop", "volume", "mute"]));
    talk.say_at(NOW, &state(&json!({ "volume": 40, "muted": true })));
    let told = talk.told("server/state")["controller"].take();
    assert_eq!((&told["volume"], &told["muted"]), (&json!(40), &json!(true)));
    talk.heard();

    talk.say_at(NOW, &command(&json!({ "command": "volume", "volume": 33.4 })));
    assert_eq!(talk.told("server/command"), json!({ "player": { "command": "volume", "volume": 33 } }));
    talk.say_at(NOW, &command(&json!({ "command": "mute", "mute": false })));
    assert_eq!(talk.told("server/command"), json!({ "player": { "command": "mute", "mute": false } }));
    talk.say_at(NOW, &command(&json!({ "command": "pause" })));
    talk.expect(&["stream/end", "group/update", "unfollow"]);
    talk.say_at(NOW, &command(&json!({ "command": "play" })));
    let sound = "follow opus-96 from 750 ms before the edge for sound";
    talk.expect(&["stream/start", "group/update", sound]);

    for ignored in ["next", "switch", "seek", "repeat_all", "x"] {
        talk.say_at(NOW, &command(&json!({ "command": ignored })));
    }
    talk.say_at(NOW, &command(&json!({ "command": "volume", "volume": 101 })));
    talk.say_at(NOW, &command(&json!({ "command": "volume" })));
    talk.expect(&[]);
}

#[test]
fn a_controller_without_a_player_has_nothing_to_order() {
    let mut talk = Talk::greeted(&["controller@v1"]);
    let told = talk.told("server/state")["controller"].take();
    assert_eq!((&told["supported_commands"], &told["volume"]), (&json!([]), &json!(100)));
    talk.say_at(NOW, &command(&json!({ "command": "stop" })));
    talk.expect(&[]);
    let mut player = Talk::playing(&["player@v1"]);
    player.heard();
    player.say_at(NOW, &command(&json!({ "command": "stop" })));
    player.expect(&[]);
}

#[test]
fn the_end_of_a_station_ends_the_stream_and_then_the_connection() {
    let mut talk = Talk::playing(&["player@v1"]);
    talk.heard();
    talk.session.sign_off();
    talk.expect(&["stream/end", "group/update", "unfollow", "close 1001"]);
    talk.session.sign_off();
    talk.say_at(NOW, &state(&json!({})));
    talk.expect(&[]);
    let mut talk = Talk::playing(&["player@v1"]);
    talk.heard();
    talk.session.disconnect();
    talk.expect(&["close 1008"]);
}

#[test]
fn a_client_that_says_goodbye_is_let_go() {
    let mut talk = Talk::greeted(&["player@v1"]);
    talk.heard();
    talk.say_at(NOW, &json!({ "type": "client/goodbye", "payload": { "reason": "shutdown" } }));
    talk.expect(&["close 1000"]);
}
