//! Clients behind a proxy, through real sockets: 127.0.0.2 is trusted, other addresses are not.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use crate::bounded;
use crate::live::{BASIC, SOURCE, head_of, tone_mp3};
use crate::running::{Running, longwave, shelf, wait_until};

const PROXY: &str = "127.0.0.2";

fn station() -> Running {
    let environment = [("LONGWAVE_TRUSTED_PROXIES", PROXY), ("LONGWAVE_MAX_PER_ADDRESS", "1")];
    Running::start_with(&shelf(), &environment)
}

/// A listener who stays for as long as the connection is held, and the head of what it was answered.
fn listen(running: &Running, from: &str, (before, header): (&str, &str)) -> (TcpStream, String) {
    let mut stream = running.connect_from(from);
    let request = format!("{before}GET /main.opus HTTP/1.1\r\nHost: localhost\r\n{header}\r\n");
    let head = head_of(&mut stream, &request);
    (stream, head)
}

#[test]
fn each_client_of_a_trusted_proxy_counts_by_itself() {
    let running = station();
    let line = |client: &str| format!("PROXY TCP4 {client} 192.0.2.1 4000 80\r\n");
    let (_one, head) = listen(&running, PROXY, (&line("203.0.113.7"), ""));
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
    let (_same, head) = listen(&running, PROXY, (&line("203.0.113.7"), ""));
    assert!(head.starts_with("HTTP/1.1 503 "), "{head}");
    let (_same, head) = listen(&running, PROXY, ("", "X-Forwarded-For: 203.0.113.7\r\n"));
    assert!(head.starts_with("HTTP/1.1 503 "), "{head}");
    let (_other, head) = listen(&running, PROXY, ("", "X-Forwarded-For: 203.0.113.7, 203.0.113.8\r\n"));
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
    let (_broken, head) = listen(&running, PROXY, ("PROXY nonsense\r\n", ""));
    assert_eq!(head, "", "the connection is closed");
}

#[test]
fn what_other_peers_say_of_clients_changes_nothing() {
    let running = station();
    let (_one, head) = listen(&running, "127.0.0.3", ("", "X-Forwarded-For: 203.0.113.7\r\n"));
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
    let (_same, head) = listen(&running, "127.0.0.3", ("", "X-Forwarded-For: 203.0.113.8\r\n"));
    assert!(head.starts_with("HTTP/1.1 503 "), "{head}");
    let (_same, head) = listen(&running, "127.0.0.3", ("PROXY TCP4 203.0.113.9 192.0.2.1 1 2\r\n", ""));
    assert!(head.starts_with("HTTP/1.1 400 "), "{head}");
}

#[test]
fn a_ban_ends_what_is_open_already() {
    let environment = [("LONGWAVE_TRUSTED_PROXIES", PROXY), ("LONGWAVE_SOURCE_PASSWORD", SOURCE)];
    let running = Running::start_with(&shelf(), &environment);
    let line = |client: &str| format!("PROXY TCP4 {client} 192.0.2.1 4000 80\r\n");
    let bot = "User-Agent: BadBot/1\r\n";
    let (mut banned, head) = listen(&running, PROXY, (&line("203.0.113.7"), ""));
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
    let (mut program, head) = listen(&running, PROXY, (&line("203.0.113.9"), bot));
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
    let (mut other, _) = listen(&running, PROXY, (&line("203.0.113.8"), ""));
    let mut source = running.connect_from(PROXY);
    let request = format!(
        "{}SOURCE /main ICE/1.0\r\nAuthorization: {BASIC}\r\nContent-Type: audio/mpeg\r\n\r\n",
        line("203.0.113.7")
    );
    let head = head_of(&mut source, &request);
    assert!(head.contains(" 200 "), "{head}");
    source.write_all(&tone_mp3()).expect("it reads");
    wait_until("the DJ", || running.metric("longwave_source", "live") > 0.0);

    for arguments in [&["add", "203.0.113.7"][..], &["add", "badbot", "--agent", "--for", "1h"]] {
        assert!(
            bounded::status(longwave(running.data()).arg("ban").args(arguments)).success(),
            "{arguments:?}"
        );
    }
    for stream in [&mut banned, &mut program] {
        let mut rest = Vec::new();
        stream.read_to_end(&mut rest).expect("a proper end");
    }
    wait_until("the end of the DJ", || running.metric("longwave_source", "live") == 0.0);
    other.read_exact(&mut [0; 4_096]).expect("others listen on");
    let (_again, head) = listen(&running, PROXY, (&line("203.0.113.7"), ""));
    assert!(head.starts_with("HTTP/1.1 403 "), "{head}");
}
