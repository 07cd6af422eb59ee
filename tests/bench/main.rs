//! `make bench`: what a station costs, measured beside a program that does nothing but send, and beside Icecast.
//!
//! Processor time is what the system accounts to a process (`/proc/PID/stat`) or a thread, memory is what is resident.
//! A listener's part of it is what the threads take that serve listeners; the station's own threads take as much alone.
//! The *floor* is a program of ours that sends messages of the same size in the same rhythm to as many
//! sockets, one `send` each, and nothing else: no server that sends by itself to each listener can cost less.
//! Where there are two cores, servers have one and the crowd (`longwave load`) the other. What is compared is
//! measured at the same time where the machine carries it, or in turn, several times, and told as the median.
//!
//! `cargo bench --bench bench -- fan-out crowds` does only these parts. `LONGWAVE_BENCH=quick` is a try-out,
//! `LONGWAVE_BENCH=long` takes ten minutes where people come and go.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measurement gives up loudly, prints its figures, and runs in real time"
)]

mod crowd;
mod process;

mod floor;
mod icecast;

mod crowds;
mod dashboards;
mod director;
mod dj;
mod ear;
mod encoders;
mod fan_out;
mod formats;
mod hls;
mod library;
mod library_pages;
mod live;
mod pages;
mod plot;
mod rewind;
mod segues;
mod station;

use std::fs;
use std::time::Duration;

use longwave::sys::raise_descriptors;
use serde_json::{Value, json};

/// Measures, prints, and returns what is kept as `target/bench/NAME.json`.
type Part = fn(&Extent) -> Value;

/// The parts, by the words that choose them.
const PARTS: [(&str, Part); 14] = [
    ("director", director::run),
    ("station", station::run),
    ("encoders", encoders::run),
    ("live", live::run),
    ("studio", live::studio),
    ("pages", pages::run),
    ("fan-out", fan_out::run),
    ("formats", formats::run),
    ("hls", hls::run),
    ("crowds", crowds::run),
    ("rewind", rewind::run),
    ("dashboards", dashboards::run),
    ("library", library::run),
    ("segues", segues::run),
];
/// The largest crowd, twice: servers that are started from here have their descriptors from here.
const DESCRIPTORS: u64 = 20_000;

/// How much is measured.
pub(crate) struct Extent {
    /// How often, in turn.
    pub(crate) rounds: usize,
    /// How long, each time.
    pub(crate) time: Duration,
    /// The largest crowd.
    pub(crate) most_listeners: u64,
    /// How long people come and go.
    pub(crate) churn: Duration,
    /// The largest library.
    pub(crate) files: usize,
}

impl Extent {
    fn asked_for() -> Self {
        let usual = Self {
            rounds: 5,
            time: Duration::from_secs(8),
            most_listeners: 10_000,
            churn: Duration::from_mins(1),
            files: 50_000,
        };
        match std::env::var("LONGWAVE_BENCH").as_deref() {
            Ok("quick") => {
                let (time, churn) = (Duration::from_secs(4), Duration::from_secs(10));
                Self { rounds: 1, time, churn, files: 5_000, ..usual }
            }
            Ok("long") => Self { churn: Duration::from_mins(10), ..usual },
            _ => usual,
        }
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|first| first == "floor") {
        floor::run(&arguments[1..]);
        return;
    }
    if arguments.first().is_some_and(|first| first == "read-library") {
        library::read(&arguments[1..]);
        return;
    }
    if arguments.first().is_some_and(|first| first == "dashboards-open") {
        dashboards::read(&arguments[1..]);
        return;
    }
    // Cargo adds options of its own.
    let asked = arguments.iter().map(String::as_str).filter(|argument| !argument.starts_with('-'));
    let asked: Vec<&str> = asked.collect();
    let unknown = asked.iter().find(|asked| !PARTS.iter().any(|(name, _)| name == *asked));
    let names = PARTS.map(|(name, _)| name).join(", ");
    assert!(unknown.is_none(), "there is no part {unknown:?}; there are {names}");

    let machine = process::machine();
    println!("{machine}");
    let mut extent = Extent::asked_for();
    let limit = raise_descriptors(DESCRIPTORS);
    extent.most_listeners = extent.most_listeners.min(limit.saturating_sub(200));
    for (name, run) in PARTS {
        if asked.is_empty() || asked.contains(&name) {
            let result = json!({ "machine": machine, "descriptors": limit, name: run(&extent) });
            let file = process::results().join(format!("{name}.json"));
            fs::write(&file, format!("{result:#}\n")).expect("a file");
            println!("  written to {}", file.display());
        }
    }
}
