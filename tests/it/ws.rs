//! `/main/ws`, against the contract.

use std::io::{Read, Write};
use std::time::Duration;

use tungstenite::protocol::Message;

use crate::client::{Came, Client};
use crate::running::{Running, shelf, wait_until};

#[test]
fn a_listener_is_greeted_told_the_title_and_hears() {
    let running = Running::start(&shelf());
    let mut client = Client::join(&running, "");
    assert_eq!(client.protocol.as_deref(), Some("longwave.v1"));
    let Came::Text(hello) = client.next() else { panic!("hello comes first") };
    assert_eq!(hello["type"], "hello");
    assert_eq!(hello["station"], "main");
    assert_eq!(hello["rendition"], "opus-96");
    assert_eq!(hello["codec"], "opus");
    assert_eq!(hello["sample_rate"], 48_000);
    assert_eq!(hello["channels"], 2);
    assert_eq!(hello["frame_us"], 20_000);
    assert_eq!(hello["pre_skip"], 312);
    assert_eq!(hello["delivery"], 100);
    assert_eq!(hello["renditions"], serde_json::json!(["opus-96", "pcm-s16", "pcm-16k"]));
    assert!(hello["timeline"].is_string() && hello["name"].is_string());
    let server_us = hello["server_us"].as_u64().expect("a time");
    assert!(hello["playout_delay_us"].is_u64());

    wait_until("music", || running.metric("longwave_source", "autodj") > 0.0);
    let mut client = Client::join(&running, "");
    client.text("hello");
    let title = client.text("now_playing");
    assert!(title["title"].is_string() && title["source"].is_string());
    let sound = client.sound();
    assert_eq!(sound.time_us, sound.first * 20_000);
    assert!(sound.time_us.abs_diff(server_us) < 60_000_000, "one clock for all times");
    let mut end = sound.end();
    for _ in 0..20 {
        let sound = client.sound();
        assert_eq!(sound.first, end, "no frame is missing");
        assert_eq!(sound.time_us, sound.first * 20_000, "20 ms to a frame");
        end = sound.end();
    }
}

#[test]
fn delivery_burst_and_rendition_are_as_asked_for() {
    let running = Running::start(&shelf());
    let mut first = Client::join(&running, "?burst=0");
    let begin = first.sound();
    // Somebody listens to the samples already: else nothing of them is on air before this listener comes.
    let _samples = Client::join_slowly(&running, "?rendition=pcm-s16&delivery=500");
    while first.sound().end() < begin.first + 150 {}

    for (query, frames_a_message, at_once) in [
        ("?delivery=20&burst=0", 1, 0..=1),
        ("?delivery=20&burst=500", 1, 25..=28),
        ("?delivery=60&burst=1000", 3, 50..=56),
        ("?delivery=200&burst=2000", 10, 100..=110),
        ("?delivery=500&burst=1000&rendition=pcm-s16", 25, 50..=75),
    ] {
        let mut client = Client::join(&running, query);
        let hello = client.text("hello");
        // The frame that begins now is on air already.
        let edge = hello["server_us"].as_u64().expect("a time") / 20_000 + 1;
        let sound = client.sound();
        let back = edge.saturating_sub(sound.first);
        let slack = frames_a_message as u64;
        assert!((*at_once.start()..=at_once.end() + slack).contains(&back), "{query}: {back} frames back");
        let sound = client.sound();
        assert_eq!(sound.frames.len(), frames_a_message, "{query}");
        assert_eq!(sound.first % frames_a_message as u64, 0, "messages of a cadence are the same for all");
        if query.contains("pcm") {
            assert!(sound.frames.iter().all(|frame| frame.len() == 3_840));
        }
    }
}

#[test]
fn a_listener_resumes_at_the_frame_it_asks_for() {
    let running = Running::start(&shelf());
    let mut client = Client::join(&running, "");
    let first = client.sound();
    while client.sound().end() < first.first + 100 {}
    for back in [3, 17, 50] {
        let from = first.first + 60 - back;
        let mut resumed = Client::join(&running, &format!("?from={from}"));
        let sound = resumed.sound();
        assert_eq!(sound.first, from);
        assert_eq!(resumed.sound().first, sound.end());
    }
    let mut ancient = Client::join(&running, "?from=5");
    assert!(ancient.sound().first >= first.first - 60, "what is no longer held is skipped");
}

#[test]
fn pings_are_answered_and_the_rest_closes_as_the_contract_says() {
    let running = Running::start(&shelf());
    let mut client = Client::join(&running, "?delivery=20");
    client.say(Message::text(r#"{"type":"ping","t0":12.5}"#));
    let pong = client.text("pong");
    assert_eq!(pong["t0"], 12.5);
    assert!(pong["t1"].as_u64() <= pong["t2"].as_u64());

    for t0 in 0..5 {
        client.write(Message::text(format!(r#"{{"type":"ping","t0":{t0}}}"#)));
    }
    client.flush();
    for t0 in 0..5 {
        assert_eq!(client.text("pong")["t0"], t0, "each is answered, also if they come at once");
    }

    client.say(Message::text("what?"));
    assert_eq!(client.closed(), Some(1003));
    for (said, code) in [
        (Message::binary(vec![1, 2, 3]), 1003),
        (Message::text(r#"{"type":"ping"}"#), 1003),
        (Message::text("x".repeat(5 * 1_024)), 1009),
        (Message::text("x".repeat(100 * 1_024)), 1009),
        (Message::text("x".repeat(1_000_000)), 1009),
    ] {
        let mut client = Client::join(&running, "");
        client.say(said);
        assert_eq!(client.closed(), Some(code));
    }
}

#[test]
fn wrong_requests_are_refused_with_words() {
    let running = Running::start(&shelf());
    for (query, word) in [
        ("?delivery=30", "delivery"),
        ("?burst=-1", "burst"),
        ("?from=x", "from"),
        ("?rendition=mp9", "opus-96"),
    ] {
        let (status, body) = Client::try_join(&running, query, &[]).err().expect("a refusal");
        assert_eq!(status, 400, "{query}");
        assert!(body.to_lowercase().contains(word), "{query}: {body}");
    }
    let plain = running.get("/main/ws");
    assert!(plain.starts_with("HTTP/1.1 400") || plain.starts_with("HTTP/1.1 426"), "{plain}");
    assert!(running.get("/nobody/ws").starts_with("HTTP/1.1 404"));
    let unnamed =
        Client::try_join(&running, "", &[]).expect("served also to clients that name no subprotocol");
    assert_eq!(unnamed.protocol, None);
}

#[test]
fn a_connection_that_was_used_before_is_served_too() {
    let running = Running::start(&shelf());
    let mut stream = running.connect();
    stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").expect("it reads");
    let mut seen = Vec::new();
    let mut byte = [0; 1];
    while !seen.ends_with(b"ok") {
        stream.read_exact(&mut byte).expect("an answer");
        seen.push(byte[0]);
        assert!(seen.len() < 4_096);
    }
    let request = format!("ws://{}/main/ws?burst=0", running.address);
    let (mut socket, _) = tungstenite::client(request, stream).expect("a WebSocket");
    let hello = socket.read().expect("hello").into_text().expect("text");
    assert!(hello.contains("\"hello\""), "{hello}");
    socket.send(Message::text(r#"{"type":"ping","t0":1}"#)).expect("it reads");
    let (mut sounds, mut pongs) = (0, 0);
    while sounds < 5 || pongs < 1 {
        match socket.read().expect("it goes on") {
            Message::Binary(_) => sounds += 1,
            Message::Text(text) => pongs += usize::from(text.contains("pong")),
            _ => {}
        }
    }
    socket.send(Message::text("?")).expect("it reads");
    loop {
        if let Message::Close(frame) = socket.read().expect("a close") {
            assert_eq!(frame.map(|frame| frame.code.into()), Some(1003));
            break;
        }
    }
}

#[test]
fn signing_off_is_told_and_closes_with_1001() {
    let running = Running::start(&shelf());
    let mut client = Client::join(&running, "");
    client.sound();
    running.terminate();
    client.text("off_air");
    assert_eq!(client.closed(), Some(1001));
    let (status, took, _) = running.stop();
    assert_eq!(status.code(), Some(0));
    assert!(took < Duration::from_secs(5), "{took:?}");
}
