//! DJs whose hours are those of their shows: when they may go live, and what comes when their time is over.

use std::io::{Read, Write};
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use crate::bounded;
use crate::live::{Sender, admin_cookie, as_admin, now, station, wait_for_source};
use crate::running::{Running, longwave, wait_until};
use crate::studio::Studio;

fn runs(running: &Running, arguments: &[&str]) -> String {
    let output = bounded::output(longwave(running.data()).args(arguments));
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

/// Sets a show with mia that began ten minutes ago and lasts this many minutes.
fn show(running: &Running, minutes: u64) -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).expect("a time").as_secs();
    let at = (seconds / 60 + 24 * 60 - 10) % (24 * 60);
    let (at, length) = (format!("{:02}:{:02}", at / 60, at % 60), format!("0:{minutes:02}"));
    let show = ["schedule", "add", "Night", "--days", "daily", "--at", &at, "--length", &length];
    runs(running, &[&show[..], &["--dj", "--with", "mia"]].concat())
}

fn studio(running: &Running, password: &str) -> Studio {
    let mut studio = Studio::open(running, "longwave.studio.v1");
    studio.say(&json!({ "type": "hello", "user": "mia", "password": password, "codec": "opus" }));
    studio
}

#[test]
fn a_dj_is_on_air_in_the_hours_of_their_show_and_let_go_after_them() {
    let mut running = station();
    let added = runs(&running, &["user", "add", "mia", "--generate", "--hours", "shows"]);
    let password = added.trim().rsplit(' ').next().expect("a password");
    runs(&running, &["schedule", "rules", "--time-zone", "UTC"]);
    let refused = studio(&running, password).hear("error");
    let reason = "Not allowed: this account may go live in shows that name it, and none does";
    assert_eq!((&refused["reason"], &refused["code"]), (&json!(reason), &json!("out-of-hours")));

    let told = show(&running, 14);
    assert!(told.trim_end().ends_with("With mia."), "{told}");
    let mut mia = studio(&running, password);
    assert_eq!(mia.hear("on_air")["dj"], "mia");
    let mut status = Value::Null;
    wait_until("the end of the hours in the studio", || {
        status = mia.hear("status");
        !status["left_ms"].is_null()
    });
    let left_ms = status["left_ms"].as_u64().expect("a number");
    assert!((1..=240_000).contains(&left_ms) && status["lets_go"] == false, "{status}");
    drop(mia);

    let sender = Sender::ffmpeg(&running, &format!("mia:{password}"), &["-c:a", "libmp3lame", "-f", "mp3"]);
    wait_for_source(&running, "live");
    // The show becomes shorter: its end is past.
    show(&running, 5);
    wait_until("the end of the hours", || {
        let now = now(&running);
        now["live"]["until_us"].as_u64().is_some_and(|until_us| Some(until_us) <= now["server_us"].as_u64())
    });
    assert_eq!(now(&running)["live"]["dj"], "mia", "the station keeps them");
    runs(&running, &["station", "set", "main", "--over-time", "end"]);
    wait_for_source(&running, "autodj");
    running.wait_for_log("the hours of their accounts are over");
    sender.ended();
    let refused = studio(&running, password).hear("error");
    assert_eq!(refused["reason"], "Not allowed: this account may go live in the shows that name it: Night");
}

/// Sends a form to an address of the API, as a page of the dashboard does without scripts.
fn sends(running: &Running, path: &str, fields: &[(&str, &str)]) -> String {
    let cookie = admin_cookie(running);
    let mut stream = running.connect();
    write!(stream, "GET /api/v1/me HTTP/1.0\r\ncookie: {cookie}\r\n\r\n").expect("it reads");
    let mut me = String::new();
    stream.read_to_string(&mut me).expect("it answers");
    let me: Value = serde_json::from_str(me.split("\r\n\r\n").nth(1).expect("a body")).expect("JSON");
    let csrf = me["csrf"].as_str().expect("a token");
    let mut form = form_urlencoded::Serializer::new(String::new());
    let form = form.append_pair("csrf", csrf).extend_pairs(fields).finish();
    let mut stream = running.connect();
    let length = form.len();
    let kind = "content-type: application/x-www-form-urlencoded\r\naccept: text/html";
    let head =
        format!("POST {path} HTTP/1.0\r\ncookie: {cookie}\r\n{kind}\r\ncontent-length: {length}\r\n\r\n");
    stream.write_all((head + &form).as_bytes()).expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it answers");
    answer
}

#[test]
fn a_show_that_is_cancelled_this_time_lets_its_dj_go_and_back_when_that_is_undone() {
    let running = station();
    let added = runs(&running, &["user", "add", "mia", "--generate", "--hours", "shows"]);
    let password = added.trim().rsplit(' ').next().expect("a password");
    runs(&running, &["schedule", "rules", "--time-zone", "UTC"]);
    runs(&running, &["station", "set", "main", "--over-time", "end"]);
    show(&running, 55);
    let mut mia = studio(&running, password);
    assert_eq!(mia.hear("on_air")["dj"], "mia");

    let programme = as_admin(&running, "/api/v1/stations/main/programme");
    let programme: Value =
        serde_json::from_str(programme.split("\r\n\r\n").nth(1).expect("a body")).expect("JSON");
    let from_us = programme["shows"][0]["from_us"].as_i64().expect("a time");
    let day =
        jiff::Timestamp::from_microsecond(from_us).expect("a time").to_zoned(jiff::tz::TimeZone::UTC).date();
    let exception = format!("/api/v1/stations/main/shows/Night/exceptions/{day}");
    let cancelled = sends(&running, &exception, &[("method", "PUT"), ("note", "ill")]);
    assert!(cancelled.starts_with("HTTP/1.0 303"), "{cancelled}");
    let over = mia.hear("off_air");
    assert_eq!((&over["reason"], &over["code"]), (&json!("your time on air is over"), &json!("time-over")));
    assert_eq!(studio(&running, password).hear("error")["code"], "out-of-hours");
    let listed = runs(&running, &["schedule", "list"]);
    assert!(listed.contains("Night on ") && listed.contains(": cancelled (ill)"), "{listed}");

    let undone = sends(&running, &exception, &[("method", "DELETE")]);
    assert!(undone.starts_with("HTTP/1.0 303"), "{undone}");
    wait_until("the studio on air again", || {
        let mut mia = studio(&running, password);
        mia.hear_any(&["on_air", "error"])["type"] == "on_air"
    });
}
