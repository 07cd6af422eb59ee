//! Listeners who go back, each to another time of the archive, beside as many who listen live: what they cost.
//!
//! Two servers on one core at the same time, each with a crowd of its own. Both have an archive of some hours, which is made of
//! frames of the usual length.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use longwave::container::ogg_opus_file::OggOpusFile;
use longwave::frame::{Codec, Rendition};
use serde_json::{Value, json};

use crate::Extent;
use crate::crowd::{Crowd, Heard};
use crate::dashboards::{Counted, Window};
use crate::process::{Cores, Process, median, pause};

const LISTENERS: u64 = 1_000;
/// They go back to times between half of it and all of it, in seconds.
const BACK: u64 = 7_200;
const PATH: &str = "/main/ws?delivery=100";
/// How many join a second.
const JOINS: u64 = 500;
/// Until what a start costs is over: the archive's indexes are made by then.
const SETTLED: Duration = Duration::from_secs(5);
/// How much more than live a listener who goes back may cost.
const AIM: f64 = 1.3;

const FRAMES_PER_HOUR: u64 = 3_600 * 50;
const FRAMES_PER_PAGE: u64 = 25;
/// A title is heard for so many frames: three minutes.
const TITLE_FRAMES: usize = 180 * 50;
/// Bytes of 20 ms of Opus at 96 kbit/s.
const FRAME_BYTES: usize = 240;

/// One measurement of one server.
struct Cost {
    /// Processor time for a second of sound to a listener, in microseconds.
    cpu_us: f64,
    /// Processor time of the threads that serve listeners, in seconds.
    cpu_seconds: f64,
    resident_mb: f64,
    resident_kb_each: f64,
    producer: Window,
    heard: Heard,
}

pub(crate) fn run(extent: &Extent) -> Value {
    let listeners = LISTENERS.min(extent.most_listeners / 2);
    println!("{listeners} listeners at {listeners} times of an archive, and as many live, at the same time:");
    let mut rounds: Vec<[Cost; 2]> = Vec::new();
    for _ in 0..extent.rounds {
        let servers = [(); 2].map(|()| Process::longwave_with(Cores::Server, |_, data| keep_hours(data)));
        pause(SETTLED);
        let before = servers.each_ref().map(Counted::now);
        let time = extent.time.as_secs();
        let usual = [("listeners", listeners), ("rate", JOINS), ("time", time), ("alone", 0)];
        let back: Vec<_> = usual.into_iter().chain([("back", BACK)]).collect();
        let crowds = [(&servers[0], &usual[..]), (&servers[1], &back[..])];
        let heard = crowds.map(|(server, options)| Crowd::start(server, PATH, options)).map(Crowd::heard);
        let mut costs = servers.iter().zip(before).zip(heard).map(|((server, before), heard)| {
            Cost::of(Window::between(&before, &Counted::now(server)), heard)
        });
        rounds.push([costs.next().expect("live"), costs.next().expect("back")]);
    }
    let told = ["live", "back"].iter().zip(0..).map(|(name, who): (_, usize)| {
        let of = |figure: fn(&Cost) -> f64| median(&rounds.iter().map(|costs| figure(&costs[who])).collect::<Vec<_>>());
        let told = json!({
            "cpu_us_per_listener_second": of(|cost| cost.cpu_us),
            "cpu_seconds": of(|cost| cost.cpu_seconds),
            "resident_mb": of(|cost| cost.resident_mb),
            "resident_kb_per_listener": of(|cost| cost.resident_kb_each),
            "late_frames": of(|cost| cost.producer.late),
            "lateness_p99_ms": of(|cost| cost.producer.p99_ms),
            "gap_p99_over_nominal_ms": of(|cost| cost.heard.number("/gap_over_nominal_ms/p99")),
            "skipped_frames": of(|cost| cost.heard.number("/skipped_frames")),
        });
        let number = |name: &str| told[name].as_f64().unwrap_or(f64::NAN);
        println!(
            "  {name}: {:.1} µs for each listener and second, {:.2} s of processor time; {:.1} MB, {:.1} kB each; the producer: \
             {:.0} frames late, p99 {:.3} ms; late p99 {:.1} ms, {:.0} frames skipped",
            number("cpu_us_per_listener_second"),
            number("cpu_seconds"),
            number("resident_mb"),
            number("resident_kb_per_listener"),
            number("late_frames"),
            number("lateness_p99_ms"),
            number("gap_p99_over_nominal_ms"),
            number("skipped_frames"),
        );
        told
    });
    let told: Vec<Value> = told.collect();
    let times = |figure: fn(&Cost) -> f64| {
        median(&rounds.iter().map(|[live, back]| figure(back) / figure(live)).collect::<Vec<_>>())
    };
    let (cpu, memory) = (times(|cost| cost.cpu_us), times(|cost| cost.resident_mb));
    println!("  back ÷ live: processor time {cpu:.2}, memory {memory:.2}; the aim is {AIM} at most");
    json!({
        "listeners": listeners, "rounds": extent.rounds, "seconds": extent.time.as_secs(), "live": told[0], "back": told[1],
        "times_live": { "cpu": cpu, "resident": memory },
        "rounds_us": rounds.iter().map(|[live, back]| [live.cpu_us, back.cpu_us]).collect::<Vec<_>>(),
    })
}

impl Cost {
    fn of(producer: Window, heard: Heard) -> Self {
        let cpu_seconds: f64 = heard.serving().values().sum();
        Self {
            // Of ten messages a second; a server that falls behind is not cheaper for it.
            cpu_us: cpu_seconds * 1e6 / heard.number("/messages") * 10.0,
            cpu_seconds,
            resident_mb: heard.number("/process/resident_bytes_after") / 1e6,
            resident_kb_each: heard.number("/process/resident_bytes_per_listener") / 1e3,
            producer,
            heard,
        }
    }
}

/// Writes the hours up to now into the archive of a data directory.
fn keep_hours(data: &Path) {
    let folder = data.join("archive/main");
    fs::create_dir_all(&folder).expect("a folder");
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("it is after 1970");
    let now = now.as_millis() as u64 / 20;
    let hour = now / FRAMES_PER_HOUR;
    for first in (hour - BACK / 3_600 - 1..=hour).map(|hour| hour * FRAMES_PER_HOUR) {
        let end = (first + FRAMES_PER_HOUR).min(now - now % FRAMES_PER_PAGE);
        if first < end {
            keep_hour(&folder.join(format!("measured-{first}.opus")), first, end);
        }
    }
}

fn keep_hour(path: &Path, first: u64, end: u64) {
    let rendition = Rendition { pre_skip: 312, ..Rendition::new("opus-96", Codec::Opus, 96_000) };
    let mut ogg = OggOpusFile::new(first as u32, &rendition);
    let mut file = BufWriter::new(File::create(path).expect("a file"));
    let comments = [
        format!("LONGWAVE_FRAME={first}"),
        "LONGWAVE_RENDITION=opus-96".to_owned(),
        "LONGWAVE_BITRATE=96000".to_owned(),
    ];
    file.write_all(&ogg.header(&rendition, &comments)).expect("room for it");
    // Stereo of 20 ms, as far as its first byte goes (RFC 6716 section 3.1).
    let packets = vec![Bytes::from(vec![0xFC; FRAME_BYTES]); FRAMES_PER_PAGE as usize];
    for seq in (first..end).step_by(FRAMES_PER_PAGE as usize) {
        let page = ogg.page(&packets, seq + FRAMES_PER_PAGE >= end);
        file.write_all(&page).expect("room for it");
    }
    file.flush().expect("room for it");
    let titles = (first..end).step_by(TITLE_FRAMES).map(|seq| {
        let time_us = seq * 20_000;
        format!(
            "{}\n",
            json!({ "time_us": time_us, "title": seq.to_string(), "artist": "Some", "source": "autodj" })
        )
    });
    fs::write(path.with_extension("titles"), titles.collect::<String>()).expect("room for it");
}
