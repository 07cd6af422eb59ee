//! Clients behind a proxy, through real sockets: 127.0.0.2 is trusted, other addresses are not.

use std::net::TcpStream;

use crate::live::head_of;
use crate::running::{Running, shelf};

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
