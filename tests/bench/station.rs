//! A station by itself.

use std::time::Duration;

use serde_json::{Value, json};

use crate::Extent;
use crate::process::{Cores, Process, median, pause};

const STARTS: usize = 5;
/// Until what a start costs is over.
const SETTLED: Duration = Duration::from_secs(5);
/// Stations beside the first.
const FURTHER: usize = 40;
/// Until what the start of so many costs is over.
const ALL_SETTLED: Duration = Duration::from_secs(20);

pub(crate) fn run(extent: &Extent) -> Value {
    let starts: Vec<f64> = (0..STARTS).map(|_| start()).collect();
    let start_ms = median(&starts);
    println!("start to first frame at a listener: {start_ms:.0} ms (median of {STARTS}; {starts:.0?})");

    let server = Process::longwave(Cores::Server);
    pause(SETTLED);
    let alone = Figures::of(&server, extent);
    drop(server);
    println!(
        "one station on air: {:.2} % of a core, {:.1} MB resident, {:.0} threads",
        alone.cpu_percent, alone.resident_mb, alone.threads
    );
    let server = Process::longwave_with_stations(Cores::Both, FURTHER);
    pause(ALL_SETTLED);
    let together = Figures::of(&server, extent);
    let each = |all: f64, one: f64| (all - one) / FURTHER as f64;
    let further = Figures {
        cpu_percent: each(together.cpu_percent, alone.cpu_percent),
        resident_mb: each(together.resident_mb, alone.resident_mb),
        threads: each(together.threads, alone.threads),
    };
    println!(
        "each of {FURTHER} more: {:.2} % of a core, {:.1} MB, {:.2} threads",
        further.cpu_percent, further.resident_mb, further.threads
    );
    json!({
        "start_to_first_frame_ms": start_ms,
        "starts_ms": starts,
        "cpu_percent": alone.cpu_percent,
        "resident_mb": alone.resident_mb,
        "threads": alone.threads,
        "further_stations": FURTHER,
        "cpu_percent_each": further.cpu_percent,
        "resident_mb_each": further.resident_mb,
        "threads_each": further.threads,
    })
}

/// Cost of a server.
struct Figures {
    /// Processor time, in percent of a core.
    cpu_percent: f64,
    resident_mb: f64,
    threads: f64,
}

impl Figures {
    /// Measures a server for as long as `extent` says.
    fn of(server: &Process, extent: &Extent) -> Self {
        Self {
            cpu_percent: server.cpu_for(extent.time) * 100.0,
            resident_mb: server.memory() as f64 / 1e6,
            threads: server.threads() as f64,
        }
    }
}

/// Milliseconds from starting the process to the first message of sound.
fn start() -> f64 {
    let server = Process::longwave(Cores::Both);
    let url = format!("ws://127.0.0.1:{}/main/ws?delivery=20&burst=0", server.port);
    let (mut socket, _) = tungstenite::connect(url).expect("a WebSocket");
    while !socket.read().expect("it goes on").is_binary() {}
    server.started.elapsed().as_secs_f64() * 1_000.0
}
