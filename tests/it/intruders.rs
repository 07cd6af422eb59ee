//! What no source sends.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

use crate::client::Client;
use crate::live::{BASIC, head_of, now, station};
use crate::running::{Running, wait_until};

/// What the station may grow by, whatever is sent to it: two passwords that are checked take 19 MiB each.
const MOST_GROWTH: u64 = 64 << 20;

fn put(running: &Running, body: &[u8]) -> TcpStream {
    let mut stream = running.connect();
    let head = format!("PUT /main HTTP/1.1\r\nAuthorization: {BASIC}\r\nContent-Type: audio/ogg\r\n\r\n");
    // The server may close before it has read everything.
    drop(stream.write_all(&[head.as_bytes(), body].concat()));
    stream
}

#[test]
fn whatever_is_sent_to_it_the_station_plays_on() {
    let mut running = station();
    let mut client = Client::join(&running, "?burst=0");
    let mut end = client.sound().end();
    let (memory, threads) = (running.memory(), running.threads());

    // Half requests, and nothing more.
    let half: Vec<TcpStream> = (0..200)
        .map(|_| {
            // From an address of its own, of which only so many may wait.
            let mut stream = running.connect_from("127.0.0.9");
            drop(stream.write_all(b"PUT /main HTTP/1.1\r\nHost: x\r\nAuthoriz"));
            stream
        })
        .collect();
    // Heads too long, one never ending.
    let long = format!("SOURCE /main HTTP/1.0\r\nX: {}\r\n\r\n", "x".repeat(1 << 20));
    let mut stream = running.connect();
    drop(stream.write_all(long.as_bytes()));
    let mut answer = Vec::new();
    drop(stream.read_to_end(&mut answer));
    assert!(answer.starts_with(b"HTTP/1.1 431 "), "{:?}", String::from_utf8_lossy(&answer));
    assert!(head_of(&mut running.connect(), "PUT /main HTTP/1.1\r\nno colon\r\n\r\n").contains(" 400 "));

    // Garbage that says it is sound.
    let garbage: Vec<u8> = (0..400_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let mut stream = put(&running, &garbage);
    drop(stream.shutdown(Shutdown::Write));
    let mut answer = Vec::new();
    drop(stream.read_to_end(&mut answer));
    wait_until("a free line", || now(&running)["live"].is_null());

    // As much as goes through in two seconds, of nothing.
    let mut stream = put(&running, b"OggS");
    stream.set_write_timeout(Some(Duration::from_millis(200))).expect("a timeout");
    let (zeros, until) = (vec![0; 1 << 20], Instant::now() + Duration::from_secs(2));
    while Instant::now() < until && stream.write(&zeros).is_ok() {}
    let grown = running.memory().saturating_sub(memory);
    assert!(grown < MOST_GROWTH, "grown by {grown} bytes");
    println!("grown by {} kB", grown >> 10);
    drop((stream, half));
    wait_until("a free line", || now(&running)["live"].is_null());

    for _ in 0..20 {
        let sound = client.sound();
        assert_eq!(sound.first, end, "the listener lost nothing");
        end = sound.end();
    }
    assert_eq!(now(&running)["now_playing"]["source"], "autodj");
    assert!(running.threads() <= threads + 4, "{} threads of {threads}", running.threads());
    let loud: Vec<&String> =
        running.log().iter().filter(|line| line.contains("ERROR") || line.contains("panicked")).collect();
    assert!(loud.is_empty(), "{loud:?}");
}
