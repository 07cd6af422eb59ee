//! The cost of listeners to the other formats beside those to Ogg Opus: two servers on one core, at the same time.

use serde_json::{Value, json};

use crate::Extent;
use crate::crowd::{Crowd, Heard};
use crate::process::{Cores, Process, median, pause};

/// How long servers have for what a start costs.
const SETTLED: std::time::Duration = std::time::Duration::from_secs(2);
const LISTENERS: u64 = 1_000;
const JOINS: u64 = 2_000;
const OGG_OPUS: &str = "/main.opus";
/// The others, each with its name. Crowds ask for ICY titles where a format has them, but for Ogg Opus.
const OTHERS: &[(&str, &str)] = &[
    #[cfg(feature = "mp3")]
    ("MP3 with ICY titles", "/main.mp3"),
    #[cfg(feature = "aac")]
    ("AAC with ICY titles", "/main.aac"),
];

pub(crate) fn run(extent: &Extent) -> Value {
    println!("\n{LISTENERS} listeners of a format beside as many of Ogg Opus, for each and second:");
    let mut rows = Vec::new();
    for (name, path) in OTHERS {
        let (mut others, mut opus, mut times) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..extent.rounds {
            let servers = [(); 2].map(|()| Process::longwave(Cores::Server));
            pause(SETTLED);
            let paths = [path, OGG_OPUS];
            let crowds = [0, 1].map(|one| crowd(&servers[one], paths[one], extent));
            let [other, ogg] = crowds.map(|crowd| cost_us(&crowd.heard()));
            others.push(other);
            opus.push(ogg);
            times.push(other / ogg);
        }
        let (other, ogg, times) = (median(&others), median(&opus), median(&times));
        println!("  {name}: {other:.1} µs, Ogg Opus {ogg:.1} µs, {times:.2} ×");
        rows.push(json!({ "format": name, "cpu_us": other, "ogg_opus_cpu_us": ogg, "times": times }));
    }
    json!({ "listeners": LISTENERS, "formats": rows })
}

fn crowd(server: &Process, path: &str, extent: &Extent) -> Crowd {
    let listeners = LISTENERS.min(extent.most_listeners / 2);
    let time = extent.time.as_secs();
    Crowd::start(server, path, &[("listeners", listeners), ("rate", JOINS), ("time", time)])
}

/// Processor time of the threads that serve listeners, for each listener and second, in microseconds.
fn cost_us(heard: &Heard) -> f64 {
    let listened = heard.number("/listening") * heard.number("/listening_seconds");
    heard.serving().values().sum::<f64>() * 1e6 / listened
}
