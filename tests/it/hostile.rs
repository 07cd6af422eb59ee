//! What no listener sends.

use std::io::{Read, Write};

use crate::client::Client;
use crate::running::{Running, shelf, wait_until};

/// The first line of what is answered to `said`; nothing if the connection is closed without a word.
fn answer(running: &Running, said: &[u8]) -> String {
    let mut stream = running.connect();
    // The server may close before it has read everything.
    drop(stream.write_all(said));
    let mut answer = Vec::new();
    let mut chunk = [0; 1_024];
    while !answer.contains(&b'\n') {
        match stream.read(&mut chunk) {
            Ok(0) | Err(_) => break,
            Ok(count) => answer.extend_from_slice(&chunk[..count]),
        }
    }
    String::from_utf8_lossy(&answer).lines().next().unwrap_or_default().to_owned()
}

#[test]
fn garbage_is_refused_and_nobody_notices() {
    let mut running = Running::start(&shelf());
    let mut client = Client::join(&running, "");
    wait_until("music", || running.metric("longwave_source", "autodj") > 0.0);
    let threads = running.threads();

    let upgrade = |version: &str, key: &str| {
        format!(
            "GET /main/ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: {version}\r\nSec-WebSocket-Key: {key}\r\n\r\n"
        )
    };
    let good = "dGhlIHNhbXBsZSBub25jZQ==";
    let long = format!("GET /main HTTP/1.1\r\nHost: x\r\nX: {}\r\n\r\n", "x".repeat(1_000_000));
    let long_stream = long.replace("/main ", "/main.opus ");
    let random: Vec<u8> = (0..100_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    for (said, expected) in [
        (upgrade("12", good).as_bytes(), "HTTP/1.1 4"),
        (upgrade("13", "short").as_bytes(), "HTTP/1.1 4"),
        (upgrade("13", good).replace("GET", "POST").as_bytes(), "HTTP/1.1 4"),
        (upgrade("13", good).replace("websocket", "carrier-pigeon").as_bytes(), "HTTP/1.1 4"),
        (long.as_bytes(), "HTTP/1.1 431"),
        (long_stream.as_bytes(), "HTTP/1.1 431"),
        (b"GET /main.opus HTTP/9.9\r\n\r\n", "HTTP/1.1 4"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", ""),
        (b"\x00\x00\x00\x00\r\n\r\n", "HTTP/1.1 400"),
    ] {
        let mut said = said.to_vec();
        if expected.is_empty() {
            // A greeting of TLS gets an answer only once it is clear that it is no HTTP.
            said.extend_from_slice(b"\r\n\r\n");
        }
        let line = answer(&running, &said);
        assert!(
            line.starts_with(expected),
            "{line:?} to {:?}",
            String::from_utf8_lossy(&said[..60.min(said.len())])
        );
    }
    answer(&running, &random);

    let mut end = client.sound().end();
    for _ in 0..20 {
        let sound = client.sound();
        assert_eq!(sound.first, end, "the listener lost nothing");
        end = sound.end();
    }
    assert!(
        running.threads() <= threads + 2,
        "no thread was lost or left: {} of {threads}",
        running.threads()
    );
    let loud: Vec<&String> =
        running.log().iter().filter(|line| line.contains("ERROR") || line.contains("panicked")).collect();
    assert!(loud.is_empty(), "{loud:?}");
}
