//! DJs whom another program lets in.

use std::io::Write;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::fake_server::{Asked, FakeServer, json as answer};
use crate::live::{
    ADMIN, BASIC, BASIC_ADMIN, SOURCE, as_admin, head_of, now, order, tone_mp3, wait_for_source,
};
use crate::programs::shoutcast;
use crate::running::{Running, shelf, wait_until};
use crate::studio::Studio;

/// The program's answer, by the name it is asked about.
fn decide(asked: &Asked) -> Option<String> {
    let question: Value = serde_json::from_slice(&asked.body).expect("JSON");
    if question["password"] != "tides" {
        return answer(401, "{}");
    }
    match question["name"].as_str().expect("a name") {
        "ada" => answer(200, r#"{"allowed":true,"display_name":"Ada Lovelace"}"#),
        "source" => answer(200, r#"{"allowed":true,"display_name":"Guest"}"#),
        "ben" => answer(403, r#"{"reason":"your show begins at nine"}"#),
        "eve" => answer(200, r#"{"allowed":false,"reason":"never"}"#),
        "led-on" => {
            Some("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n".to_owned())
        }
        "long" => answer(200, &format!(r#"{{"allowed":true,"x":"{}"}}"#, "x".repeat(100_000))),
        "late" => None,
        _ => answer(500, "{}"),
    }
}

fn start(program: &FakeServer) -> Running {
    let url = format!("http://{}/live?key=the-key", program.address);
    let environment = [
        ("LONGWAVE_SOURCE_PASSWORD", SOURCE),
        ("LONGWAVE_ADMIN_PASSWORD", ADMIN),
        ("LONGWAVE_LIVE_AUTH", url.as_str()),
        ("LONGWAVE_SHOUTCAST", "127.0.0.1:0"),
    ];
    let running = Running::start_with(&shelf(), &environment);
    wait_until("music", || running.metric("longwave_source", "autodj") > 0.0);
    running
}

fn basic(user: &str, password: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{user}:{password}")))
}

/// The first line of the answer to a source, and its connection.
fn put(running: &Running, from: &str, basic: &str) -> (TcpStream, String) {
    let mut stream = running.connect_from(from);
    let head = format!(
        "PUT /main HTTP/1.1\r\nAuthorization: {basic}\r\nUser-Agent: deck/1\r\nContent-Type: audio/mpeg\r\n\
         Expect: 100-continue\r\n\r\n"
    );
    let answered = head_of(&mut stream, &head);
    (stream, answered.lines().next().unwrap_or_default().to_owned())
}

fn questions(program: &FakeServer) -> Vec<Value> {
    program.asked().iter().map(|asked| serde_json::from_slice(&asked.body).expect("JSON")).collect()
}

#[test]
fn a_program_lets_djs_in_that_have_no_account_here() {
    let program = FakeServer::start(decide);
    let running = start(&program);

    let (mut live, answer) = put(&running, "127.0.0.1", &basic("ada", "tides"));
    assert_eq!(answer, "HTTP/1.1 100 Continue");
    let mp3 = tone_mp3();
    live.write_all(&[mp3.as_slice(), &mp3, &mp3].concat()).expect("it reads");
    wait_for_source(&running, "live");
    assert_eq!(now(&running)["live"]["dj"], "Ada Lovelace");
    let asked = &program.asked()[0];
    assert_eq!(asked.first, "POST /live?key=the-key");
    assert_eq!(asked.header("content-type"), Some("application/json"));
    let expected = json!({
        "station": "main", "name": "ada", "password": "tides", "address": "127.0.0.1", "agent": "deck/1",
        "protocol": "icecast",
    });
    assert_eq!(questions(&program)[0], expected);

    // Her own titles, and nobody else's.
    let title = "/admin/metadata?mode=updinfo&mount=/main&song=Notes";
    assert!(order(&running, &basic("ada", "tides"), title).contains("<return>1</return>"));
    wait_until("the title", || now(&running)["now_playing"]["title"] == "Notes");
    assert_eq!(questions(&program)[1]["protocol"], "metadata");
    assert!(order(&running, &basic("source", "tides"), title).contains("403"));
    assert!(order(&running, &basic("ada", "tides"), "/admin/killsource?mount=/main").contains("401"));

    // Those of ours are not asked about.
    let before = program.asked().len();
    assert!(put(&running, "127.0.0.1", BASIC).1.contains(" 409 "));
    assert!(put(&running, "127.0.0.1", BASIC_ADMIN).1.contains(" 409 "));
    assert_eq!(program.asked().len(), before);

    for (name, password, expected) in [
        ("ada", "guess", "HTTP/1.1 401 Wrong name or password"),
        ("ben", "tides", "HTTP/1.1 403 Not allowed: your show begins at nine"),
        ("eve", "tides", "HTTP/1.1 403 Not allowed: never"),
    ] {
        assert_eq!(put(&running, "127.0.0.2", &basic(name, password)).1, expected);
    }
    // A later answer ends nothing.
    assert_eq!(now(&running)["live"]["dj"], "Ada Lovelace");
    drop(live);
    wait_until("a free line", || now(&running)["live"].is_null());
}

#[test]
fn every_protocol_asks_the_program() {
    let program = FakeServer::start(decide);
    let mut running = start(&program);
    let line = running.wait_for_log("SHOUTcast's programs");
    let address = line.rsplit_once("address=").expect("an address").1.trim().parse().expect("an address");
    let (_stream, said) = shoutcast(address, "tides");
    assert!(said.starts_with("OK2"), "{said}");

    let mut studio = Studio::open(&running, "longwave.studio.v1");
    studio.say(&json!({ "type": "hello", "user": "ben", "password": "tides", "codec": "opus" }));
    assert_eq!(studio.hear("error")["reason"], "Not allowed: your show begins at nine");

    let post = format!(
        "POST /main/whip HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer ada:tides\r\nContent-Length: 0\r\n\r\n",
        running.address
    );
    let told = head_of(&mut running.connect(), &post);
    let expected = if cfg!(feature = "whip") { "HTTP/1.1 415 " } else { "HTTP/1.1 501 " };
    assert!(told.starts_with(expected), "{told}");

    let asked: Vec<_> = questions(&program)
        .into_iter()
        .map(|question| format!("{} {}", question["protocol"], question["name"]).replace('"', ""))
        .collect();
    let whip = if cfg!(feature = "whip") { vec!["whip ada"] } else { Vec::new() };
    assert_eq!(asked, [vec!["shoutcast source", "studio ben"], whip].concat());
}

#[test]
fn a_program_that_fails_lets_nobody_in_and_is_told() {
    let program = FakeServer::start(decide);
    let mut running = start(&program);
    let failed = "HTTP/1.1 503 Nobody can be let in now: the program that decides it does not answer; try again in a moment";
    for name in ["broken", "led-on", "long"] {
        assert_eq!(put(&running, "127.0.0.1", &basic(name, "tides")).1, failed, "{name}");
    }
    let begun = Instant::now();
    assert_eq!(put(&running, "127.0.0.1", &basic("late", "tides")).1, failed);
    let took = begun.elapsed();
    assert!(took > Duration::from_secs(2) && took < Duration::from_secs(20), "{took:?}");
    assert_eq!(program.asked().iter().filter(|asked| asked.first.contains("elsewhere")).count(), 0);

    let line = running.wait_for_log("the program that decides who may go live does not answer");
    assert!(line.contains("500") && !line.contains("the-key"), "{line}");
    let log = running.log().join("\n");
    assert_eq!(log.matches("does not answer: nobody is let in by it").count(), 1, "{log}");
    assert!(!log.contains("tides") && !log.contains("the-key"), "{log}");
    let health = as_admin(&running, "/api/v1/health");
    assert!(health.contains("who may go live does not answer"), "{health}");
    // Those of ours still get in.
    assert_eq!(put(&running, "127.0.0.1", BASIC).1, "HTTP/1.1 100 Continue");
}

#[test]
fn guesses_are_throttled_before_the_program_is_asked() {
    let program = FakeServer::start(decide);
    let running = start(&program);
    let answers: Vec<_> = (0..20).map(|_| put(&running, "127.0.0.3", &basic("ada", "guess")).1).collect();
    let count = |status: &str| answers.iter().filter(|line| line.contains(status)).count();
    assert!((10..=14).contains(&count(" 401 ")) && count(" 429 ") >= 6, "{answers:?}");
    assert_eq!(program.asked().len(), count(" 401 "));
    assert_eq!(put(&running, "127.0.0.4", &basic("ada", "tides")).1, "HTTP/1.1 100 Continue");
}
