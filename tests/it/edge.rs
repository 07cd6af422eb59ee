//! Edges: the sound of an origin on another server, and what listeners there notice when the origin is gone.

use std::collections::BTreeMap;
use std::io::{Read, Write};

use serde_json::Value;

use crate::client::Client;
use crate::running::{Running, shelf, wait_until};

/// Frames by their numbers.
type Frames = BTreeMap<u64, Vec<u8>>;

/// Receives `count` frames, which have to follow one another.
#[track_caller]
fn frames(client: &mut Client, count: usize) -> Frames {
    let mut frames = Frames::new();
    while frames.len() < count {
        let sound = client.sound();
        for (seq, frame) in (sound.first..).zip(sound.frames) {
            let newest = frames.last_key_value().map(|(newest, _)| *newest);
            assert!(newest.is_none_or(|newest| newest + 1 == seq), "{seq} after {newest:?}");
            frames.insert(seq, frame);
        }
    }
    frames
}

/// Fails unless both have some frames in common, which are the same.
#[track_caller]
fn assert_same(one: &Frames, other: &Frames) {
    let common: Vec<u64> = one.keys().copied().filter(|seq| other.contains_key(seq)).collect();
    assert!(common.len() > 20, "{:?} and {:?}", one.keys().next(), other.keys().next());
    let different: Vec<u64> = common.into_iter().filter(|seq| one[seq] != other[seq]).collect();
    assert!(different.is_empty(), "{different:?}");
}

/// The body of an answer.
fn body(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").map_or("", |(_, body)| body)
}

/// The first bytes of a stream.
fn beginning(running: &Running, path: &str, length: usize) -> Vec<u8> {
    let mut stream = running.connect();
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nIcy-MetaData: 1\r\n\r\n");
    stream.write_all(request.as_bytes()).expect("it reads");
    let mut bytes = vec![0; length];
    stream.read_exact(&mut bytes).expect("it sends");
    bytes
}

#[test]
fn an_edge_serves_every_format_with_the_origins_frames_numbers_and_names() {
    let origin = Running::start(&shelf());
    wait_until("a cover", || origin.get("/api/v1/stations/main/now").contains("/main/cover/"));
    let edge = Running::start_edge(&[&origin], &[]);
    wait_until("a station", || edge.get("/main").contains("200 OK"));
    assert!(edge.get("/healthz").ends_with("ok") && edge.get("/readyz").contains("ready"));

    for query in ["?delivery=20", "?delivery=20&rendition=pcm-s16"] {
        let (mut here, mut there) = (Client::join(&edge, query), Client::join(&origin, query));
        let (hello, original) = (here.text("hello"), there.text("hello"));
        for key in ["station", "name", "timeline", "rendition", "codec", "pre_skip", "renditions"] {
            assert_eq!(hello[key], original[key], "{key}");
        }
        let title = here.text("now_playing");
        assert_eq!(title, there.text("now_playing"));
        assert_same(&frames(&mut here, 100), &frames(&mut there, 100));
        let cover = title["cover"].as_str().expect("a cover");
        assert_eq!(body(&edge.get(cover)), body(&origin.get(cover)));
    }
    let heard = Client::join(&edge, "");
    assert!(edge.metric("longwave_listeners", "output=\"ws\"") > 0.0);
    let at_origin = || origin.metric("longwave_listeners", "station=\"main\"");
    wait_until("nobody counts at the origin", || at_origin() == 0.0);
    drop(heard);

    let find = |bytes: &[u8], word: &[u8]| bytes.windows(word.len()).any(|part| part == word);
    let opus = beginning(&edge, "/main.opus", 20_000);
    assert!(find(&opus, b"OggS") && find(&opus, b"OpusHead"));
    assert!(find(&beginning(&edge, "/main.flac", 20_000), b"fLaC"));
    let mp3 = beginning(&edge, "/main.mp3", 20_000);
    assert!(find(&mp3, b"icy-metaint") && find(&mp3, b"StreamTitle='"), "{}", String::from_utf8_lossy(&mp3));
    assert!(edge.get("/status-json.xsl").contains("/main.opus"));
    assert!(edge.get("/main.m3u").contains("/main.opus"));
    assert!(edge.get("/main/programme").contains("200 OK"));
    assert!(edge.get("/api/v1/stations/main/now").contains("now_playing"));
    assert!(edge.get("/admin").contains("404 Not Found"), "an edge has no dashboard");
    assert!(edge.get("/main/studio").contains("307 Temporary Redirect"));

    let playlist = "/main/hls/opus-96/live.m3u8";
    let segment = |running: &Running| {
        let answer = running.get(playlist);
        answer.lines().find(|line| line.ends_with(".m4s")).map(|name| format!("/main/hls/opus-96/{name}"))
    };
    wait_until("a segment", || segment(&origin).is_some() && segment(&edge).is_some());
    let name = segment(&edge).expect("a segment");
    assert_eq!(body(&edge.get(&name)), body(&origin.get(&name)), "{name}");
}

#[test]
fn a_listener_of_an_edge_stays_while_origins_go_and_come() {
    let (first, second) = (Running::start(&shelf()), Running::start(&shelf()));
    let mut edge = Running::start_edge(&[&first, &second], &[]);
    wait_until("a station", || edge.get("/main").contains("200 OK"));
    let mut client = Client::join(&edge, "?delivery=20");
    let mut stream = edge.connect();
    stream.write_all(b"GET /main.opus HTTP/1.1\r\nHost: localhost\r\n\r\n").expect("it reads");
    let before = frames(&mut client, 50);

    first.kill();
    edge.wait_for_log("the origin sends again");
    let mut there = Client::join(&second, "?delivery=20");
    let original = frames(&mut there, 150);
    let last = *original.last_key_value().expect("frames").0;
    let mut after = Frames::new();
    // Frames follow one another, from one origin to the other too.
    while after.last_key_value().is_none_or(|(newest, _)| *newest < last) {
        after.append(&mut frames(&mut client, 1));
    }
    assert!(before.last_key_value().expect("frames").0 < after.first_key_value().expect("frames").0);
    // The first that the second origin has may have come from the other one.
    assert_same(&after.split_off(&(last - 49)), &original);

    let address = second.address.to_string();
    second.kill();
    let (_, _, data) = second.stop();
    edge.wait_for_log("the origin sends no more");
    // Silence is as good as sound: it goes on for longer than the players' second.
    let silent = frames(&mut client, 150);
    assert!(*silent.first_key_value().expect("frames").0 > last);

    let second = Running::start_at(&address, &shelf(), data);
    let mut newest = *silent.last_key_value().expect("frames").0;
    let (mut there, mut original, mut after) =
        (Client::join(&second, "?delivery=20"), Frames::new(), Frames::new());
    wait_until("the origin's sound", || {
        original.append(&mut frames(&mut there, 25));
        let mut heard = frames(&mut client, 25);
        assert!(*heard.first_key_value().expect("frames").0 > newest, "numbers rise");
        newest = *heard.last_key_value().expect("frames").0;
        after.append(&mut heard);
        after.iter().filter(|(seq, frame)| original.get(seq) == Some(frame)).count() > 20
    });
    let mut bytes = [0; 1_000];
    stream.read_exact(&mut bytes).expect("the other listener is still there");
}

#[test]
fn a_station_counts_the_listeners_that_its_edges_report_once() {
    let origin = Running::start_with(&shelf(), &[("LONGWAVE_ADMIN_PASSWORD", "many small words")]);
    let token = token(&origin);
    let mut edge =
        Running::start_edge(&[&origin], &[("LONGWAVE_ORIGIN_TOKEN", &token), ("LONGWAVE_EDGE_NAME", "oslo")]);
    wait_until("a station", || edge.get("/main").contains("200 OK"));
    let (_one, _two) = (Client::join(&edge, ""), Client::join(&origin, ""));
    let total = || {
        let answer = origin.get("/api/v1/stations/main/now");
        let now: Value = serde_json::from_str(body(&answer)).expect("JSON");
        now["listeners"].as_u64()
    };
    wait_until("both listeners", || total() == Some(2));
    assert_eq!(origin.metric("longwave_edge_listeners", "edge=\"oslo\""), 1.0);
    assert_eq!(origin.metric("longwave_listeners", "output=\"ws\""), 1.0);
    assert!(!edge.log().iter().any(|line| line.contains(&token)), "the token is a secret");

    let mut refused = Running::start_edge(&[&origin], &[("LONGWAVE_ORIGIN_TOKEN", "wrong")]);
    assert!(refused.wait_for_log("does not take the report").contains("401"));
    drop(edge);
    wait_until("the edge is forgotten", || total() == Some(1));
}

/// A token that allows to report listeners.
fn token(origin: &Running) -> String {
    let sign_in = "name=admin&password=many+small+words";
    let form = "Content-Type: application/x-www-form-urlencoded\r\n";
    let signed = ask(origin, "POST", "/login", (form, sign_in));
    let cookie = signed.lines().find_map(|line| line.strip_prefix("set-cookie: ")).expect("a cookie");
    let cookie = format!("Cookie: {}\r\n", cookie.split(';').next().expect("a value"));
    let me: Value =
        serde_json::from_str(body(&ask(origin, "GET", "/api/v1/me", (&cookie, "")))).expect("JSON");
    let csrf = me["csrf"].as_str().expect("a token");
    let headers = format!("{cookie}X-CSRF-Token: {csrf}\r\nContent-Type: application/json\r\n");
    let new = r#"{"name":"edges","scopes":["edges:write"]}"#;
    let made = ask(origin, "POST", "/api/v1/tokens", (&headers, new));
    let made: Value = serde_json::from_str(body(&made)).expect("JSON");
    made["token"].as_str().expect("a token").to_owned()
}

fn ask(running: &Running, verb: &str, path: &str, (headers, text): (&str, &str)) -> String {
    let mut stream = running.connect();
    let length = text.len();
    let request = format!("{verb} {path} HTTP/1.0\r\nContent-Length: {length}\r\n{headers}\r\n{text}");
    stream.write_all(request.as_bytes()).expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("text");
    answer
}
