//! Those who come at once, those who come and go, and cores that share them.

use std::time::Duration;

use serde_json::{Value, json};

use crate::crowd::{Crowd, Heard};
use crate::icecast::Icecast;
use crate::process::{Cores, Process, median, pause};
use crate::{Extent, icecast};

const SETTLED: Duration = Duration::from_secs(2);
const PATH: &str = "/main/ws?delivery=100";

pub(crate) fn run(extent: &Extent) -> Value {
    json!({
        "at_once": at_once(extent),
        "churn": churn(extent),
        "transmitters": transmitters(extent),
    })
}

/// Many join within a second while some listen.
fn at_once(extent: &Extent) -> Value {
    const LISTENING: u64 = 500;
    let joining = (extent.most_listeners / 2).min(5_000);
    println!("{joining} join within a second, while {LISTENING} listen:");
    let measure = |server: &Process, path: &str, name: &str| {
        pause(SETTLED);
        let steady = [("listeners", LISTENING), ("rate", 0), ("time", 25), ("alone", 0)];
        let steady = Crowd::start(server, path, &steady);
        // They have joined by then, and listen on for longer than the others take.
        pause(Duration::from_secs(3));
        let coming = [("listeners", joining), ("rate", joining), ("time", 2), ("alone", 0)];
        let came = Crowd::start(server, path, &coming).heard();
        let steady = steady.heard();
        println!(
            "  {name:8} first sound {}; those who listened: {:.0} frames skipped, late p99 {:.1} ms, most {:.1} ms",
            first_sound(&came),
            steady.number("/skipped_frames"),
            steady.number("/gap_over_nominal_ms/p99"),
            steady.number("/gap_over_nominal_ms/max"),
        );
        json!({ "who": name, "came": came.0, "listened": steady.0 })
    };
    let ours = Process::longwave(Cores::Server);
    let mut results = vec![measure(&ours, PATH, "longwave")];
    drop(ours);
    if icecast::version().is_some() {
        let theirs = Icecast::start(100);
        results.push(measure(&theirs.process, "/main.opus", "icecast"));
    }
    Value::Array(results)
}

fn first_sound(heard: &Heard) -> String {
    let ms = |which: &str| heard.number(&format!("/first_sound_ms/{which}"));
    format!("p50 {:.0} ms, p99 {:.0} ms, last {:.0} ms", ms("p50"), ms("p99"), ms("max"))
}

/// Some leave and others join, all the time.
fn churn(extent: &Extent) -> Value {
    const LEAVING: u64 = 500;
    let listeners = (extent.most_listeners / 2).min(5_000);
    let seconds = extent.churn.as_secs();
    println!("{LEAVING} leave and {LEAVING} join each second among {listeners}, for {seconds} s:");
    let server = Process::longwave(Cores::Server);
    pause(SETTLED);
    let options = [("listeners", listeners), ("rate", 2_000), ("churn", LEAVING), ("time", seconds)];
    let heard = Crowd::start(&server, PATH, &options).heard();
    let process = |what: &str| heard.number(&format!("/process/{what}"));
    // Those who listened to the end are gone now.
    pause(SETTLED);
    let after = server.memory() as f64;
    let open = longwave::sys::Process::of(server.pid()).open_fds.unwrap_or(0);
    println!(
        "  {:.1} MB when all had joined, {:.1} MB at the end, {:.1} MB with nobody; descriptors {:.0}, {:.0}, {open}; \
         {:.0} left; {:.0} frames skipped; first sound {}",
        process("resident_bytes_joined") / 1e6,
        process("resident_bytes_after") / 1e6,
        after / 1e6,
        process("descriptors_joined"),
        process("descriptors_after"),
        heard.number("/left"),
        heard.number("/skipped_frames"),
        first_sound(&heard),
    );
    json!({ "crowd": heard.0, "resident_bytes_alone": after, "descriptors_alone": open })
}

/// One core and two: there is a transmitter for each core a station may use. Both at the same time, and so
/// the crowds.
fn transmitters(extent: &Extent) -> Value {
    let listeners = 3_000.min(extent.most_listeners / 2);
    println!("{listeners} listeners on one core and {listeners} on two, all of which the crowds share:");
    let (mut rounds, mut times_one_core) = (Vec::new(), Vec::new());
    for _ in 0..extent.rounds {
        let servers = [Cores::Server, Cores::Both].map(Process::longwave);
        pause(SETTLED);
        let options =
            [("listeners", listeners), ("rate", 2_000), ("time", extent.time.as_secs()), ("alone", 0)];
        let crowds = servers.each_ref().map(|server| Crowd::start_on(Cores::Both, server, PATH, &options));
        let [one, two] = crowds.map(|crowd| {
            let heard = crowd.heard();
            let serving = heard.serving();
            let listened = heard.number("/listening") * heard.number("/listening_seconds");
            let transmitters = serving.iter().filter(|(name, _)| name.starts_with("transmitter"));
            let each: Vec<_> = transmitters.map(|(_, seconds)| *seconds).collect();
            (serving.values().sum::<f64>() * 1e6 / listened, each)
        });
        println!(
            "  {:.1} and {:.1} µs for each listener and second; two transmitters took {:.2?} s",
            one.0, two.0, two.1
        );
        times_one_core.push(two.0 / one.0);
        rounds.push(json!({ "us_one_core": one.0, "us_two_cores": two.0, "two_transmitters_s": two.1 }));
    }
    let times = median(&times_one_core);
    println!("  on two cores {times:.2} × what it is on one, the median of what each round says");
    json!({ "listeners": listeners, "rounds": rounds, "times_one_core": times })
}
