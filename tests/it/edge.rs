//! Edges: the sound of an origin on another server, and what listeners there notice when the origin is gone.

use std::collections::BTreeMap;
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

use crate::client::Client;
use crate::running::{Running, shelf, wait_until};
use crate::stations::told;

/// Frames by their numbers.
pub(crate) type Frames = BTreeMap<u64, Vec<u8>>;

/// Receives `count` frames, which have to follow one another, and come after `newest`, the number of the last one before.
#[track_caller]
pub(crate) fn frames(client: &mut Client, newest: &mut Option<u64>, count: usize) -> Frames {
    let mut frames = Frames::new();
    while frames.len() < count {
        let sound = client.sound();
        for (seq, frame) in (sound.first..).zip(sound.frames) {
            let follows = |before: u64| if frames.is_empty() { before < seq } else { before + 1 == seq };
            assert!(newest.is_none_or(follows), "{seq} after {newest:?}");
            *newest = Some(seq);
            frames.insert(seq, frame);
        }
    }
    frames
}

/// Reads a stream until nothing comes for a moment; returns how many bytes came.
#[track_caller]
fn read_what_came(stream: &mut TcpStream) -> usize {
    stream.set_read_timeout(Some(Duration::from_millis(1))).expect("a timeout");
    let (mut bytes, mut count) = ([0; 16 * 1_024], 0);
    loop {
        match stream.read(&mut bytes) {
            Ok(0) => panic!("the stream ended after {count} bytes"),
            Ok(read) => count += read,
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                return count;
            }
            Err(error) => panic!("the stream broke: {error}"),
        }
    }
}

/// Waits until both receive the same frames with the same numbers. An edge on a machine that is busy puts silence in place of
/// what comes far too late, so single frames may differ.
#[track_caller]
pub(crate) fn wait_until_same(here: &mut Client, newest: &mut Option<u64>, there: &mut Client) {
    let (mut copies, mut originals, mut newest_there) = (Frames::new(), Frames::new(), None);
    wait_until("the same frames", || {
        copies.append(&mut frames(here, newest, 25));
        originals.append(&mut frames(there, &mut newest_there, 25));
        copies.iter().filter(|(seq, frame)| originals.get(seq) == Some(frame)).count() > 50
    });
}

/// The first title of a track: a burst may begin in the silence before it.
#[track_caller]
pub(crate) fn first_track(client: &mut Client) -> Value {
    loop {
        let title = client.text("now_playing");
        if title["source"] == "autodj" {
            return title;
        }
    }
}

/// The body of an answer.
pub(crate) fn body(answer: &str) -> &str {
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
        let title = first_track(&mut here);
        assert_eq!(title, first_track(&mut there));
        wait_until_same(&mut here, &mut None, &mut there);
        let cover = title["cover"].as_str().expect("a cover");
        // An edge that gets no answer in time asks again some seconds later.
        wait_until("the cover", || body(&edge.get(cover)) == body(&origin.get(cover)));
    }
    let heard = Client::join(&edge, "");
    assert!(edge.metric("longwave_listeners", "output=\"ws\"") > 0.0);
    let at_origin = || origin.metric("longwave_listeners", "station=\"main\"");
    wait_until("nobody counts at the origin", || at_origin() == 0.0);
    drop(heard);

    let earlier = edge.get("/main.mp3?at=-5");
    let elsewhere = format!("http://{}/main.mp3?at=-5", origin.address);
    assert!(earlier.contains(" 307 ") && earlier.contains(&elsewhere), "{earlier}");

    let find = |bytes: &[u8], word: &[u8]| bytes.windows(word.len()).any(|part| part == word);
    let opus = beginning(&edge, "/main.opus", 20_000);
    assert!(find(&opus, b"OggS") && find(&opus, b"OpusHead"));
    assert!(find(&beginning(&edge, "/main.flac", 20_000), b"fLaC"));
    let mp3 = beginning(&edge, "/main.mp3", 20_000);
    assert!(find(&mp3, b"icy-metaint") && find(&mp3, b"StreamTitle='"), "{}", String::from_utf8_lossy(&mp3));
    assert!(edge.get("/status-json.xsl").contains("/main.opus"));
    assert!(edge.get("/main.m3u").contains("/main.opus"));
    for page in ["/main/programme", "/api/v1/stations/main/now"] {
        wait_until("a page of the origin", || edge.get(page).contains("200 OK"));
    }
    assert!(edge.get("/admin").contains("404 Not Found"), "an edge has no dashboard");
    assert!(
        edge.get("/main/cover/..\\..\\metrics").contains("404 Not Found"),
        "only what is public is fetched"
    );
    let refused = Client::try_join(&edge, "?edge=1", &[]).err().map(|(status, _)| status);
    assert_eq!(refused, Some(400), "listeners would escape the count");
    assert!(edge.get("/main/studio").contains("307 Temporary Redirect"));

    let path = |name: &str| format!("/main/hls/opus-96/{name}");
    wait_until("a segment that is the same", || {
        let (listed, _) = (edge.get(&path("live.m3u8")), origin.get(&path("live.m3u8")));
        let mut names = listed.lines().filter(|line| line.contains(".m4s"));
        let whole = |running: &Running, name: &str| {
            let answer = running.get(&path(name));
            answer.contains("200 OK").then(|| body(&answer).to_owned())
        };
        names.any(|name| whole(&edge, name).is_some_and(|segment| whole(&origin, name) == Some(segment)))
    });
}

#[test]
fn a_listener_of_an_edge_stays_while_origins_go_and_come() {
    let (first, second) = (Running::start(&shelf()), Running::start(&shelf()));
    let mut edge = Running::start_edge(&[&first, &second], &[]);
    wait_until("a station", || edge.get("/main").contains("200 OK"));
    let (mut client, mut newest) = (Client::join(&edge, "?delivery=20"), None);
    let mut stream = edge.connect();
    stream.write_all(b"GET /main.opus HTTP/1.1\r\nHost: localhost\r\n\r\n").expect("it reads");
    frames(&mut client, &mut newest, 50);
    wait_until("the other listener's sound", || read_what_came(&mut stream) > 0);

    first.kill();
    // Frames follow one another, from one origin to the other too.
    wait_until_same(&mut client, &mut newest, &mut Client::join(&second, "?delivery=20"));
    wait_until("the other listener's sound", || read_what_came(&mut stream) > 0);

    let address = second.address.to_string();
    second.kill();
    let (_, _, data) = second.stop();
    edge.wait_for_log("the origin sends no more");
    // Silence is as good as sound: it goes on for longer than the players' second.
    frames(&mut client, &mut newest, 150);

    let second = Running::start_at(&address, &shelf(), data);
    read_what_came(&mut stream);
    wait_until_same(&mut client, &mut newest, &mut Client::join(&second, "?delivery=20"));
    frames(&mut client, &mut newest, 25);
    // Nothing was left in the socket before: what comes now is new.
    wait_until("the other listener's sound", || read_what_came(&mut stream) > 0);
}

#[test]
fn listeners_of_a_private_station_are_sent_to_the_origin() {
    let origin = Running::start(&shelf());
    told(&origin, &["set", "main", "--access", "account"]);
    let edge = Running::start_edge(&[&origin], &[]);
    let link = told(&origin, &["link", "main"]);
    let token = link.trim().split_once('?').map(|(_, token)| token.to_owned()).expect("a link");
    for path in ["/main", "/main.opus", "/main/hls/opus-96/live.m3u8", "/api/v1/stations/main/now"] {
        let path = format!("{path}?{token}");
        let elsewhere = format!("location: http://{}{path}\r\n", origin.address);
        wait_until("a redirect", || {
            let answer = edge.get(&path);
            answer.contains("307 Temporary") && answer.contains(&elsewhere)
        });
    }
    told(&origin, &["set", "main", "--access", "open"]);
    wait_until("the station here", || edge.get("/main").contains("200 OK"));
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
    let cookie = cookie(origin);
    let me: Value =
        serde_json::from_str(body(&ask(origin, "GET", "/api/v1/me", (&cookie, "")))).expect("JSON");
    let csrf = me["csrf"].as_str().expect("a token");
    let headers = format!("{cookie}X-CSRF-Token: {csrf}\r\nContent-Type: application/json\r\n");
    let new = r#"{"name":"edges","scopes":["edges:write"]}"#;
    let made = ask(origin, "POST", "/api/v1/tokens", (&headers, new));
    let made: Value = serde_json::from_str(body(&made)).expect("JSON");
    made["token"].as_str().expect("a token").to_owned()
}

/// The header of the administrator's browser.
pub(crate) fn cookie(origin: &Running) -> String {
    let sign_in = "name=admin&password=many+small+words";
    let form = "Content-Type: application/x-www-form-urlencoded\r\n";
    let signed = ask(origin, "POST", "/login", (form, sign_in));
    let cookie = signed.lines().find_map(|line| line.strip_prefix("set-cookie: ")).expect("a cookie");
    format!("Cookie: {}\r\n", cookie.split(';').next().expect("a value"))
}

pub(crate) fn ask(running: &Running, verb: &str, path: &str, (headers, text): (&str, &str)) -> String {
    let mut stream = running.connect();
    let length = text.len();
    let request = format!("{verb} {path} HTTP/1.0\r\nContent-Length: {length}\r\n{headers}\r\n{text}");
    stream.write_all(request.as_bytes()).expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("text");
    answer
}
