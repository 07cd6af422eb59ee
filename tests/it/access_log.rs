//! The access log of a running station.

use std::fs;
use std::process::Command;

use crate::bounded;
use crate::live::head_of;
use crate::running::{Running, shelf, wait_until};

#[test]
fn every_request_is_a_line_and_a_renamed_file_is_left_at_sighup() {
    let folder = tempfile::tempdir().expect("a directory");
    let path = folder.path().join("access.log");
    let environment =
        [("LONGWAVE_ACCESS_LOG", path.to_str().expect("text")), ("LONGWAVE_TRUSTED_PROXIES", "127.0.0.2")];
    let mut running = Running::start_with(&shelf(), &environment);
    let written = |path: &std::path::Path, text: &str| {
        wait_until(text, || fs::read_to_string(path).is_ok_and(|log| log.contains(text)));
        let log = fs::read_to_string(path).expect("the log");
        log.lines().find(|line| line.contains(text)).expect("the line").to_owned()
    };
    running.get("/main?token=abc");
    let line = written(&path, "/main?");
    assert!(
        line.starts_with("127.0.0.1 - - [") && line.contains("\"GET /main?token=*** HTTP/1.1\" 200 "),
        "{line}"
    );
    let mut listener = running.connect_from("127.0.0.2");
    let request = "GET /main.opus HTTP/1.1\r\nHost: localhost\r\nUser-Agent: VLC\r\nX-Forwarded-For: 203.0.113.7\r\n\r\n";
    assert!(head_of(&mut listener, request).starts_with("HTTP/1.1 200 "));
    let line = written(&path, "/main.opus");
    assert!(line.starts_with("203.0.113.7 - - [") && line.ends_with("\" 200 - \"-\" \"VLC\""), "{line}");
    // ada:wrong
    let source =
        "PUT /main HTTP/1.1\r\nAuthorization: Basic YWRhOndyb25n\r\nContent-Type: audio/mpeg\r\n\r\n";
    head_of(&mut running.connect(), source);
    let line = written(&path, "PUT /main");
    assert!(line.starts_with("127.0.0.1 - ada [") && line.contains("\" 401 "), "{line}");
    // As the manual's filter for fail2ban has it.
    let refused = running.wait_for_log("access refused");
    let (time, rest) = refused.split_once(char::is_whitespace).expect("a time");
    let said = "WARN longwave::auth::refusal_log: access refused address=";
    assert!(
        time.ends_with('Z') && rest.trim_start().starts_with(&format!("{said}127.0.0.1 name=\"ada\"")),
        "{refused}"
    );
    let manual = include_str!("../../templates/manual/operations.md");
    assert!(manual.contains(&format!("\\S+Z\\s+{said}<ADDR> name=")));

    let renamed = folder.path().join("access.log.1");
    fs::rename(&path, &renamed).expect("it is renamed");
    assert!(bounded::status(Command::new("kill").args(["-HUP", &running.pid().to_string()])).success());
    running.wait_for_log("SIGHUP");
    running.get("/healthz");
    written(&path, "/healthz");
    assert!(fs::read_to_string(&renamed).expect("the old log").contains("/main.opus"));
}
