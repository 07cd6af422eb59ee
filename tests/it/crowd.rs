//! Those who do not listen must not cost those who do.

use std::io::Write;
use std::net::TcpStream;
use std::time::Duration;

use crate::bounded;
use crate::client::Client;
use crate::running::{Running, longwave, shelf, wait_until};

const STALLED: usize = 500;
const LISTENING: usize = 50;
/// The most that the server may grow by for 500 listeners that never read, in bytes: about 10 kB each, and half as much
/// again for what its allocator keeps on a busy machine.
const MOST_GROWTH: u64 = 7_500_000;

/// A WebSocket that is opened and never read.
fn stalled(running: &Running, query: &str) -> TcpStream {
    let mut stream = running.connect();
    let request = format!(
        "GET /main/ws?{query} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).expect("it reads");
    stream
}

#[test]
fn the_stalled_cost_nothing_and_the_listening_lose_nothing() {
    // A station that knows its music: measuring it would take memory meanwhile.
    let data = tempfile::tempdir().expect("a directory");
    let scanned = bounded::status(longwave(data.path()).arg("scan").arg("--media").arg(shelf()));
    assert!(scanned.success());
    let running = Running::start_at("127.0.0.1:0", &shelf(), data);
    wait_until("music", || running.metric("longwave_source", "autodj") > 0.0);
    let mut listening: Vec<Client> = (0..LISTENING).map(|_| Client::join(&running, "?delivery=20")).collect();
    let mut ends: Vec<u64> = listening.iter_mut().map(|client| client.sound().end()).collect();
    // The samples are on air for long enough to fill their rings: those are not what the stalled cost.
    let mut samples = Client::join(&running, "?rendition=pcm-s16&delivery=500");
    let begin = samples.sound().first;
    while samples.sound().end() < begin + 900 {}
    let before = running.memory();

    // Samples, so that sockets fill up within seconds.
    let stalled: Vec<TcpStream> =
        (0..STALLED).map(|_| stalled(&running, "rendition=pcm-s16&burst=10000&delivery=500")).collect();
    wait_until("all of them", || {
        running.metric("longwave_listeners", "ws") >= (STALLED + LISTENING + 1) as f64
    });
    let mut most = 0;
    for round in 0..60 {
        for (client, end) in listening.iter_mut().zip(&mut ends) {
            for sound in client.sounds_within(Duration::from_millis(4)) {
                assert_eq!(sound.first, *end, "in round {round} nothing is missing");
                *end = sound.end();
            }
        }
        most = most.max(running.memory());
    }
    let growth = most.saturating_sub(before);
    println!("{STALLED} stalled listeners: {} kB more", growth / 1_000);
    assert!(growth < MOST_GROWTH, "{growth} bytes");
    assert!(running.metric("longwave_listener_skipped_frames_total", "opus") < 1.0);
    drop((stalled, samples));
    wait_until("those who left to be gone", || {
        running.metric("longwave_listeners", "ws") <= LISTENING as f64
    });
}

#[test]
fn a_listener_that_wakes_up_is_at_the_live_edge() {
    let running = Running::start(&shelf());
    let mut client = Client::join_slowly(&running, "?rendition=pcm-s16&delivery=20&burst=10000");
    let first = client.sound();
    let mut live = Client::join(&running, "?delivery=20&burst=0");
    // 20 s: more than the ring holds, and more than the sockets take.
    let begin = live.sound().first;
    let mut edge = begin;
    while edge < begin + 1_000 {
        edge = live.sound().end();
    }
    let mut end = first.end();
    let mut skipped = 0;
    while end < edge {
        let sound = client.sound();
        skipped += sound.first - end;
        end = sound.end();
    }
    assert!(skipped > 0, "it was too slow for some");
    assert_eq!(running.metric("longwave_listener_skipped_frames_total", "ws") as u64, skipped);
}
