//! The dashboard and the API of the real program, from its first start on.

use std::io::{Read, Write};

use serde_json::Value;

use crate::bounded;
use crate::client::Client;
use crate::running::{Running, longwave, shelf, wait_until};

/// An answer: its head and its body.
struct Answer {
    head: String,
    body: String,
}

impl Answer {
    fn status(&self) -> &str {
        self.head.split(' ').nth(1).unwrap_or_default()
    }

    fn cookie(&self) -> String {
        let cookie = self.head.split("\r\n").find_map(|line| line.strip_prefix("set-cookie: "));
        cookie.expect("a cookie").split(';').next().expect("its value").to_owned()
    }
}

fn ask(running: &Running, verb: &str, path: &str, (headers, body): (&str, &str)) -> Answer {
    let mut stream = running.connect();
    let length = body.len();
    let request = format!("{verb} {path} HTTP/1.0\r\ncontent-length: {length}\r\n{headers}\r\n{body}");
    stream.write_all(request.as_bytes()).expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("text");
    let (head, body) = answer.split_once("\r\n\r\n").expect("an end of the head");
    Answer { head: head.to_owned(), body: body.to_owned() }
}

/// Fills a form in.
fn send(running: &Running, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Answer {
    let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let headers = format!("content-type: application/x-www-form-urlencoded\r\ncookie: {cookie}\r\n");
    ask(running, "POST", path, (&headers, &form))
}

fn read(running: &Running, path: &str, cookie: &str) -> Answer {
    ask(running, "GET", path, (&format!("cookie: {cookie}\r\n"), ""))
}

fn json(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).expect("JSON")
}

#[test]
fn the_first_password_opens_once_and_then_another_one_changes_the_queue() {
    let mut running = Running::start(&shelf());
    let said =
        running.said.iter().find_map(|line| line.strip_prefix("longwave: first account admin, password "));
    let printed = said.expect("a password").to_owned();
    let signed = send(&running, "/login", "", &[("name", "admin"), ("password", &printed)]);
    assert_eq!(signed.status(), "303", "{}", signed.head);
    let cookie = signed.cookie();
    assert!(read(&running, "/admin", &cookie).head.contains("location: /admin/password"));
    let csrf = json(&read(&running, "/api/v1/me", &cookie))["csrf"].as_str().expect("a token").to_owned();
    let fields = [
        ("csrf", csrf.as_str()),
        ("current", &printed),
        ("new", "many small words"),
        ("again", "many small words"),
    ];
    let changed = send(&running, "/admin/password", &cookie, &fields);
    assert_eq!(changed.status(), "303", "{}", changed.body);
    let cookie = changed.cookie();
    let home = read(&running, "/admin", &cookie);
    assert!(home.status() == "200" && home.body.contains("admin, admin"), "{}", home.body);

    let me = json(&read(&running, "/api/v1/me", &cookie));
    let track = &json(&read(&running, "/api/v1/library", &cookie))["tracks"][0]["id"];
    let headers = format!(
        "cookie: {cookie}\r\nx-csrf-token: {}\r\ncontent-type: application/json\r\n",
        me["csrf"].as_str().expect("a token")
    );
    let body = format!("{{\"track\":{track},\"place\":1}}");
    let added = ask(&running, "POST", "/api/v1/stations/main/queue", (&headers, &body));
    assert_eq!(added.status(), "201", "{}", added.body);
    let number = json(&added)["number"].to_string();
    let listed = bounded::output(longwave(running.data()).args(["queue", "list"]));
    let listed = String::from_utf8(listed.stdout).expect("text");
    assert!(listed.lines().any(|line| line.trim_start().starts_with(&format!("{number} "))), "{listed}");

    // The command that sets a password ends what the old one opened.
    let generated =
        bounded::output(longwave(running.data()).args(["user", "password", "admin", "--generate"]));
    assert!(generated.status.success(), "{generated:?}");
    assert_eq!(read(&running, "/api/v1/me", &cookie).status(), "401");
    let log = running.log().join("\n");
    assert!(!log.contains(&printed) && !log.contains("many small words"), "no password is in the log");
}

#[test]
fn the_renditions_change_on_air_and_nobody_is_dropped() {
    let running = Running::start_with(&shelf(), &[("LONGWAVE_ADMIN_PASSWORD", "many small words")]);
    wait_until("music", || running.metric("longwave_source", "autodj") > 0.0);
    let signed = send(&running, "/login", "", &[("name", "admin"), ("password", "many small words")]);
    let cookie = signed.cookie();
    let csrf = json(&read(&running, "/api/v1/me", &cookie))["csrf"].as_str().expect("a token").to_owned();
    let mut listener = Client::join(&running, "");
    let mut next = listener.sound().end();

    let headers = format!("cookie: {cookie}\r\nx-csrf-token: {csrf}\r\ncontent-type: application/json\r\n");
    let body = r#"{"renditions":["opus-64","pcm-s16"]}"#;
    let changed = ask(&running, "PATCH", "/api/v1/stations/main", (&headers, body));
    assert_eq!(changed.status(), "200", "{}", changed.body);
    let offered =
        || json(&read(&running, "/api/v1/stations", &cookie))["stations"][0]["renditions"][0].clone();
    wait_until("other renditions", || offered() == "opus-64");

    let mut newcomer = Client::join(&running, "");
    assert_eq!(newcomer.text("hello")["rendition"], "opus-64");
    let shared = newcomer.sound().end();
    while next < shared + 50 {
        let sound = listener.sound();
        assert_eq!(sound.first, next, "no frame is missing");
        next = sound.end();
    }
    let seen = json(&read(&running, "/api/v1/stations/main/listeners", &cookie));
    assert_eq!(seen["listeners"].as_array().map(Vec::len), Some(2), "{seen}");
}
