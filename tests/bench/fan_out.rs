//! What each listener costs: ours beside the floor, on one core at the same time where it carries both, else in
//! turn; and Icecast in the same run.
//!
//! In turn, the same program differs by a fifth from one time to the next, because the machine does: so what is
//! compared is best measured while the same things happen to both. Even then, listeners' delayed
//! acknowledgements of one are charged to the other if it sends 40 ms later, which is as it happens: up to 3 %, and
//! another time the other way round, so there are several rounds.

use std::fs;
use std::time::Duration;

use serde_json::{Value, json};

use crate::crowd::{Crowd, Heard};
use crate::icecast::Icecast;
use crate::plot::{self, Line};
use crate::process::{Cores, Process, median, pause, results};
use crate::{Extent, floor, icecast};

/// Until what a start costs is over.
const SETTLED: Duration = Duration::from_secs(2);
/// How long a server without listeners is measured, in seconds.
const ALONE: u64 = 2;
/// Bytes of 20 ms of Opus at 96 kbit/s.
const FRAME_BYTES: usize = 240;
/// Messages a second that a core can send twice, with time to spare.
const MOST_TWICE: u64 = 50_000;
/// How many join a second: Icecast lets some hundreds in, and the others wait.
const JOINS: u64 = 2_000;

/// Something that is compared.
#[derive(Clone, Copy)]
struct Row {
    name: &'static str,
    path: &'static str,
    kind: &'static str,
    message_ms: u64,
    listeners: u64,
    is_over_tls: bool,
    /// Whether only the plot wants it, for which once is enough.
    is_for_plot: bool,
}

const fn row(path: &'static str, message_ms: u64, listeners: u64) -> Row {
    let (name, kind) = match message_ms {
        20 => ("WebSocket, 20 ms", "websocket"),
        100 => ("WebSocket, 100 ms", "websocket"),
        _ => ("HTTP, pages of 200 ms", "http"),
    };
    let is_for_plot = message_ms == 100 && listeners < 3_000;
    Row { name, path, kind, message_ms, listeners, is_over_tls: false, is_for_plot }
}

/// The floor stays what it is in the clear.
const fn over_tls(row: Row) -> Row {
    let name = if row.message_ms == 20 { "WebSocket over TLS, 20 ms" } else { "WebSocket over TLS, 100 ms" };
    Row { name, is_over_tls: true, is_for_plot: false, ..row }
}

const WS_100: &str = "/main/ws?delivery=100";
const ROWS: [Row; 12] = [
    row(WS_100, 100, 100),
    row(WS_100, 100, 300),
    row(WS_100, 100, 1_000),
    row(WS_100, 100, 3_000),
    row(WS_100, 100, 5_000),
    row(WS_100, 100, 10_000),
    row("/main/ws?delivery=20", 20, 1_000),
    row("/main/ws?delivery=20", 20, 2_000),
    row("/main.opus", 200, 3_000),
    over_tls(row(WS_100, 100, 3_000)),
    over_tls(row(WS_100, 100, 10_000)),
    over_tls(row("/main/ws?delivery=20", 20, 1_000)),
];

/// Who serves.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Party {
    Longwave,
    Floor,
    Icecast,
}

/// A party at work.
enum Server {
    Alone(Process),
    Icecast(Icecast),
}

/// One measurement.
struct Cost {
    /// Processor time for a second of sound to a listener, in microseconds: of longwave's threads that serve listeners,
    /// of other servers all that they take beyond what they take alone.
    cpu_us: f64,
    /// The same of all together, in hundredths of a core.
    percent: f64,
    /// What else the server took meanwhile, in hundredths of a core.
    rest_percent: f64,
    /// Messages heard of those that were due, in hundredths.
    on_time_percent: f64,
    memory_kb: f64,
    gap_p99_ms: f64,
    first_sound_ms: [f64; 2],
    skipped: f64,
    crowd_us: f64,
    heard: Heard,
}

/// A row's measurements: of ours, the floor, and Icecast's if it is installed.
type Costs = [Vec<Cost>; 3];

const PARTIES: [(Party, &str); 3] =
    [(Party::Longwave, "longwave"), (Party::Floor, "floor"), (Party::Icecast, "icecast")];

pub(crate) fn run(extent: &Extent) -> Value {
    let icecast = icecast::version();
    println!(
        "processor time for each listener and second, of longwave beside the floor, and of {}:",
        icecast.as_deref().unwrap_or("Icecast is not installed and left out")
    );
    let mut results = Vec::new();
    let (mut table, mut lines) = (String::new(), PARTIES.map(|(_, name)| (name, Vec::new())));
    for row in &ROWS {
        let listeners = row.listeners.min(extent.most_listeners);
        let how = if row.fits_twice(listeners) { "at the same time" } else { "in turn" };
        println!("{listeners} × {}, {how}:", row.name);
        let costs = measure_row(row, listeners, extent);
        results.push(tell(row, listeners, &costs));
        table += &line_of_table(row, listeners, &costs);
        for (costs, (_, points)) in costs.iter().zip(&mut lines) {
            if row.message_ms == 100 && !row.is_over_tls && !costs.is_empty() {
                points.push((listeners as f64, of(costs, |cost| cost.percent)));
            }
        }
    }
    println!(
        "| | listeners | longwave | floor | Icecast | longwave ÷ floor | Icecast ÷ floor | late p99 | memory each |\n\
         |---|---|---|---|---|---|---|---|---|\n{table}"
    );
    draw(&lines);
    json!({ "icecast": icecast, "rounds": extent.rounds, "seconds": extent.time.as_secs(), "rows": results })
}

fn measure_row(row: &Row, listeners: u64, extent: &Extent) -> Costs {
    let mut costs = Costs::default();
    let crowd = |server: &Server| server.crowd(row, listeners, extent);
    let parties = [Party::Longwave, Party::Floor];
    for round in 0..if row.is_for_plot { 1 } else { extent.rounds } {
        if row.fits_twice(listeners) {
            let servers = parties.map(|party| Server::start(party, row));
            pause(SETTLED);
            let crowds = servers.each_ref().map(crowd);
            for ((party, crowd), costs) in parties.into_iter().zip(crowds).zip(&mut costs) {
                costs.push(Cost::of(party, row, listeners, crowd.heard()));
            }
        } else {
            // What the machine does otherwise meanwhile is not always to the same one's cost.
            for place in if round % 2 == 0 { [0, 1] } else { [1, 0] } {
                costs[place].push(measure_alone(parties[place], row, listeners, extent));
            }
        }
        // Once is enough for what is not to be compared to a twentieth.
        if round == 0 && icecast::version().is_some() && !row.is_over_tls {
            costs[2].push(measure_alone(Party::Icecast, row, listeners, extent));
        }
    }
    costs
}

fn measure_alone(party: Party, row: &Row, listeners: u64, extent: &Extent) -> Cost {
    let server = Server::start(party, row);
    pause(SETTLED);
    Cost::of(party, row, listeners, server.crowd(row, listeners, extent).heard())
}

/// The median of a figure; not a number if there is none.
fn of(costs: &[Cost], figure: fn(&Cost) -> f64) -> f64 {
    median(&costs.iter().map(figure).collect::<Vec<_>>())
}

/// How many times what the floor costs: the median of what each round says, in which both had the same machine.
fn times_floor(costs: &[Cost], floor: &[Cost]) -> f64 {
    median(&costs.iter().zip(floor).map(|(cost, floor)| cost.cpu_us / floor.cpu_us).collect::<Vec<_>>())
}

/// Prints a row, and returns what is kept of it.
fn tell(row: &Row, listeners: u64, costs: &Costs) -> Value {
    let mut told = json!({ "what": row.name, "listeners": listeners, "message_ms": row.message_ms });
    for ((_, name), measured) in PARTIES.iter().zip(costs).filter(|(_, costs)| !costs.is_empty()) {
        let (times, costs) = (times_floor(measured, &costs[1]), measured);
        let cpu = of(costs, |cost| cost.cpu_us);
        let first_sound =
            [of(costs, |cost| cost.first_sound_ms[0]), of(costs, |cost| cost.first_sound_ms[1])];
        println!(
            "  {name:8} {cpu:6.1} µs, {:.2} × the floor, {:5.1} kB; {:.0} % heard, late p99 {:.1} ms; first sound {:.0} / {:.0} ms; \
             {:.0} skipped; {:.1} % of a core besides, {:.1} % before; the crowd {:.1} µs",
            times,
            of(costs, |cost| cost.memory_kb),
            of(costs, |cost| cost.on_time_percent),
            of(costs, |cost| cost.gap_p99_ms),
            first_sound[0],
            first_sound[1],
            of(costs, |cost| cost.skipped),
            of(costs, |cost| cost.rest_percent),
            of(costs, |cost| cost.heard.number("/process/alone_percent")),
            of(costs, |cost| cost.crowd_us),
        );
        told[*name] = json!({
            "cpu_us_per_listener_second": cpu,
            "times_floor": times,
            "besides_percent_of_a_core": of(costs, |cost| cost.rest_percent),
            "memory_kb_per_listener": of(costs, |cost| cost.memory_kb),
            "gap_p99_over_nominal_ms": of(costs, |cost| cost.gap_p99_ms),
            "first_sound_p50_p99_ms": first_sound,
            "heard_percent": of(costs, |cost| cost.on_time_percent),
            "skipped_frames": of(costs, |cost| cost.skipped),
            "rounds_us": costs.iter().map(|cost| cost.cpu_us).collect::<Vec<_>>(),
            "crowds": costs.iter().map(|cost| cost.heard.0.clone()).collect::<Vec<_>>(),
        });
    }
    told
}

fn line_of_table(row: &Row, listeners: u64, costs: &Costs) -> String {
    let [ours, floor, icecast] = [0, 1, 2].map(|which| of(&costs[which], |cost| cost.cpu_us));
    let known = |figure: f64, text: String| if figure.is_nan() { "–".to_owned() } else { text };
    format!(
        "| {} | {listeners} | {ours:.1} µs | {floor:.1} µs | {} | {:.2} | {} | {:.0} ms | {:.1} kB |\n",
        row.name,
        known(icecast, format!("{icecast:.1} µs")),
        times_floor(&costs[0], &costs[1]),
        known(icecast, format!("{:.2}", times_floor(&costs[2], &costs[1]))),
        of(&costs[0], |cost| cost.gap_p99_ms),
        of(&costs[0], |cost| cost.memory_kb),
    )
}

fn draw(lines: &[Line<'_>]) {
    let file = results().join("fan-out.svg");
    let drawing = plot::logarithmic("listeners, messages of 100 ms", "% of a core", lines);
    fs::write(&file, drawing).expect("a file");
    println!("  drawn in {}", file.display());
}

impl Row {
    /// Whether one core carries two servers of it.
    fn fits_twice(&self, listeners: u64) -> bool {
        listeners * 1_000 / self.message_ms <= MOST_TWICE
    }
}

impl Server {
    fn start(party: Party, row: &Row) -> Self {
        match party {
            Party::Longwave if row.is_over_tls => Self::Alone(Process::longwave_over_tls(Cores::Server)),
            Party::Longwave => Self::Alone(Process::longwave(Cores::Server)),
            Party::Floor => Self::Alone(floor::start(row.kind, row.message_ms, FRAME_BYTES)),
            Party::Icecast => Self::Icecast(Icecast::start(row.message_ms)),
        }
    }

    fn crowd(&self, row: &Row, listeners: u64, extent: &Extent) -> Crowd {
        let (process, path) = match self {
            Self::Alone(process) => (process, row.path),
            Self::Icecast(icecast) => (&icecast.process, "/main.opus"),
        };
        let time = extent.time.as_secs();
        let options = [("listeners", listeners), ("rate", JOINS), ("time", time), ("alone", ALONE)];
        Crowd::start(process, path, &options)
    }
}

impl Cost {
    fn of(party: Party, row: &Row, listeners: u64, heard: Heard) -> Self {
        let seconds = heard.number("/listening_seconds");
        let cpu = match party {
            Party::Longwave => heard.serving().values().sum(),
            _ => heard.number("/process/cpu_seconds_of_listeners"),
        };
        let rest = heard.number("/process/cpu_seconds") - cpu;
        let messages = heard.number("/messages");
        let per_second = 1_000.0 / row.message_ms as f64;
        // A server that falls behind is not cheaper for it: counted by what was heard.
        let cpu_us = cpu * 1e6 / messages * per_second;
        Self {
            cpu_us,
            percent: cpu_us * listeners as f64 / 1e4,
            rest_percent: rest / seconds * 100.0,
            on_time_percent: messages / (heard.number("/listening") * seconds * per_second) * 100.0,
            memory_kb: heard.number("/process/resident_bytes_per_listener") / 1e3,
            gap_p99_ms: heard.number("/gap_over_nominal_ms/p99"),
            first_sound_ms: [heard.number("/first_sound_ms/p50"), heard.number("/first_sound_ms/p99")],
            skipped: heard.number("/skipped_frames"),
            crowd_us: heard.number("/own/cpu_us_per_listener_second"),
            heard,
        }
    }
}
