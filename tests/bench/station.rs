//! A station by itself.

use std::time::Duration;

use serde_json::{Value, json};

use crate::Extent;
use crate::process::{Cores, Process, median, pause};

const STARTS: usize = 5;
/// Until what a start costs is over.
const SETTLED: Duration = Duration::from_secs(5);

pub(crate) fn run(extent: &Extent) -> Value {
    let starts: Vec<f64> = (0..STARTS).map(|_| start()).collect();
    let start_ms = median(&starts);
    println!("start to first frame at a listener: {start_ms:.0} ms (median of {STARTS}; {starts:.0?})");

    let server = Process::longwave(Cores::Server);
    pause(SETTLED);
    let (cpu, memory) = (server.cpu_for(extent.time) * 100.0, server.memory() as f64 / 1e6);
    println!("one station on air: {cpu:.2} % of a core, {memory:.1} MB resident");
    json!({ "start_to_first_frame_ms": start_ms, "starts_ms": starts, "cpu_percent": cpu, "resident_mb": memory })
}

/// Milliseconds from starting the process to the first message of sound.
fn start() -> f64 {
    let server = Process::longwave(Cores::Both);
    let url = format!("ws://127.0.0.1:{}/main/ws?delivery=20&burst=0", server.port);
    let (mut socket, _) = tungstenite::connect(url).expect("a WebSocket");
    while !socket.read().expect("it goes on").is_binary() {}
    server.started.elapsed().as_secs_f64() * 1_000.0
}
