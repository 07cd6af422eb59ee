//! `make bench`: what a station costs, measured beside a program that does nothing but send.
//!
//! Processor time is what the system accounts to a process (`/proc/PID/stat`), memory is what is resident.
//! The *floor* is a program of ours that sends the same bytes to as many sockets in the same rhythm, one
//! `send` each, and nothing else: no server that sends by itself to each listener can cost less.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measurement gives up loudly, prints its figures, and runs in real time"
)]

mod crowd;
mod floor;
mod process;

use std::path::Path;
use std::time::Duration;

use crowd::Crowd;
use process::{Process, median};

const LISTENERS: usize = 1_000;
const MEASURED: Duration = Duration::from_secs(15);
const STARTS: usize = 5;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if arguments.get(1).is_some_and(|first| first == "floor") {
        floor::run(&arguments[2..]);
        return;
    }
    println!("{}", process::machine());
    let media = Path::new(env!("CARGO_MANIFEST_DIR")).join("media");
    starting(&media);
    alone(&media);
    fan_out(&media);
}

/// From starting the process to the first message of sound.
fn starting(media: &Path) {
    let times = (0..STARTS).map(|_| {
        let server = Process::longwave(media);
        let mut crowd = Crowd::join(server.port, 1, "?delivery=20&burst=0");
        crowd.listen_until_sound();
        server.started.elapsed().as_secs_f64() * 1_000.0
    });
    let times: Vec<f64> = times.collect();
    println!(
        "start to first frame at a listener: {:.0} ms (median of {STARTS}; {times:.0?})",
        median(&times)
    );
}

/// A station that nobody listens to.
fn alone(media: &Path) {
    let server = Process::longwave(media);
    // Past the first look at every file of the shelf.
    process::pause(Duration::from_secs(10));
    let before = server.cpu();
    process::pause(MEASURED);
    let cpu = (server.cpu() - before) / MEASURED.as_secs_f64() * 100.0;
    println!("one station on air: {cpu:.2} % of a core, {:.1} MB resident", server.memory() as f64 / 1e6);
}

/// Listeners, and the floor, in one run and in turn.
fn fan_out(media: &Path) {
    println!("{LISTENERS} WebSocket listeners, 100 ms messages, Opus at 96 kbit/s:");
    let (mut ours, mut floors) = (Vec::new(), Vec::new());
    for _ in 0..3 {
        let server = Process::longwave(media);
        process::pause(Duration::from_secs(10));
        let (idle_cpu, idle_memory) = (server.cpu(), server.memory());
        process::pause(Duration::from_secs(5));
        let idle = (server.cpu() - idle_cpu) / 5.0;
        let mut crowd = Crowd::join(server.port, LISTENERS, "");
        crowd.listen(Duration::from_secs(2));
        let (before, heard) = (server.cpu(), crowd.listen(MEASURED));
        let cpu = (server.cpu() - before) / MEASURED.as_secs_f64() - idle;
        ours.push(cpu * 1e6 / LISTENERS as f64);
        let memory = server.memory().saturating_sub(idle_memory) as f64 / 1e3 / LISTENERS as f64;
        println!(
            "  longwave {:.1} µs per listener and second, {memory:.1} kB per listener, {} messages, {} gaps",
            cpu * 1e6 / LISTENERS as f64,
            heard.messages,
            heard.gaps
        );
        drop((crowd, server));

        let floor = Process::floor(LISTENERS, heard.bytes / heard.messages.max(1));
        let mut crowd = Crowd::connect(floor.port, LISTENERS);
        crowd.listen(Duration::from_secs(2));
        let before = floor.cpu();
        crowd.listen(MEASURED);
        let cpu = (floor.cpu() - before) / MEASURED.as_secs_f64();
        floors.push(cpu * 1e6 / LISTENERS as f64);
        println!("  floor    {:.1} µs per listener and second", cpu * 1e6 / LISTENERS as f64);
    }
    let (ours, floor) = (median(&ours), median(&floors));
    println!("  median   longwave {ours:.1}, floor {floor:.1}, that is {:.2} × the floor", ours / floor);
}
