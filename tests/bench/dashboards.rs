//! Dashboards that are open while people listen: what they cost the one who must not be late.
//!
//! One server and one crowd for the whole measurement; dashboards come and go in between, so that what is compared
//! was measured within the same minutes. Each dashboard is a connection that reads a station's events as they happen,
//! as a page does. They run in a process of their own, beside the crowd.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::Extent;
use crate::crowd::Crowd;
use crate::process::{Cores, Process, pause, pinned};

const DASHBOARDS: usize = 100;
const LISTENERS: u64 = 3_000;
/// How many join a second.
const JOINS: u64 = 2_000;
/// Until what a start, or a change, costs is over.
const SETTLED: Duration = Duration::from_secs(3);
const PATH: &str = "/main/ws?delivery=100";
const PASSWORD: &str = "for measuring only";
/// A dashboard ends by itself should nobody end it.
const AT_MOST: Duration = Duration::from_mins(10);
/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often all connections are looked at: fewer wake-ups than a thread each, and soon enough for a person.
const LOOKS: Duration = Duration::from_millis(20);
/// A small crowd's machine may be slow: the longest head of an answer, in bytes.
const MOST_HEAD: usize = 16 << 10;

/// What was counted up to a moment.
pub(crate) struct Counted {
    late: f64,
    /// Frames that were so late or less, by the bound in seconds.
    lateness: Vec<(f64, f64)>,
    cpu: f64,
    at: Instant,
}

/// The producer's lateness in a time.
pub(crate) struct Window {
    /// Frames that were late.
    pub(crate) late: f64,
    pub(crate) p99_ms: f64,
    /// The bound of the slowest frame.
    most_ms: f64,
    cpu_percent: f64,
}

pub(crate) fn run(extent: &Extent) -> Value {
    let listeners = LISTENERS.min(extent.most_listeners);
    println!("{DASHBOARDS} dashboards open beside {listeners} listeners, in turn with none:");
    let server = Process::longwave_signed(Cores::Server, PASSWORD);
    let cookie = sign_in(server.port);
    let window = extent.time.max(Duration::from_secs(5));
    let round = 2 * (window + SETTLED) + SETTLED;
    let time = round.as_secs() * extent.rounds as u64 + 2 * SETTLED.as_secs();
    let options = [("listeners", listeners), ("rate", JOINS), ("time", time), ("alone", 0)];
    let crowd = Crowd::start(&server, PATH, &options);
    // All have joined by then.
    pause(Duration::from_millis(listeners * 1_000 / JOINS) + SETTLED);
    let (mut windows, mut read) = ([Vec::new(), Vec::new()], Vec::new());
    for _ in 0..extent.rounds {
        windows[0].push(measure(&server, window));
        let open = Dashboards::open(server.port, &cookie);
        pause(SETTLED);
        windows[1].push(measure(&server, window));
        read.push(open.close());
        pause(SETTLED);
    }
    let heard = crowd.heard();
    let [without, with] = [("without", 0), ("with", 1)].map(|(name, place)| tell(&windows[place], name));
    let events: u64 = read.iter().map(|read| read["events"].as_u64().unwrap_or_default()).sum();
    let lost: u64 = read.iter().map(|read| read["lost"].as_u64().unwrap_or_default()).sum();
    println!(
        "  {events} events were read, {lost} times some were lost; listeners: {:.0} frames skipped, late p99 {:.1} ms",
        heard.number("/skipped_frames"),
        heard.number("/gap_over_nominal_ms/p99")
    );
    json!({
        "dashboards": DASHBOARDS, "listeners": listeners, "without": without, "with": with, "read": read,
        "crowd": heard.0,
    })
}

fn measure(server: &Process, time: Duration) -> Window {
    let before = Counted::now(server);
    pause(time);
    Window::between(&before, &Counted::now(server))
}

impl Window {
    pub(crate) fn between(before: &Counted, after: &Counted) -> Self {
        let counts: Vec<(f64, f64)> = before
            .lateness
            .iter()
            .zip(&after.lateness)
            .map(|((bound, before), (_, after))| (*bound, after - before))
            .collect();
        let time = after.at.duration_since(before.at);
        Self {
            late: after.late - before.late,
            p99_ms: quantile(&counts, 0.99) * 1e3,
            most_ms: quantile(&counts, 1.0) * 1e3,
            cpu_percent: (after.cpu - before.cpu) / time.as_secs_f64() * 100.0,
        }
    }
}

/// Prints and returns what was measured with dashboards, or without.
fn tell(windows: &[Window], name: &str) -> Value {
    let of = |figure: fn(&Window) -> f64| -> Vec<f64> { windows.iter().map(figure).collect() };
    let (late, p99, most) = (of(|one| one.late), of(|one| one.p99_ms), of(|one| one.most_ms));
    let cpu = of(|one| one.cpu_percent);
    println!(
        "  {name:7} frames late {late:.0?}; the producer's lateness p99 {p99:.3?} ms, most within {most:.1?} ms; the \
         server {cpu:.1?} % of a core"
    );
    json!({ "late_frames": late, "lateness_p99_ms": p99, "lateness_within_ms": most, "cpu_percent": cpu })
}

/// The time within which this share of what was counted lies. `counts` are those up to each bound, in order; between
/// two bounds they are taken to lie evenly.
fn quantile(counts: &[(f64, f64)], share: f64) -> f64 {
    let total = counts.last().map_or(0.0, |(_, count)| *count);
    if total <= 0.0 {
        return f64::NAN;
    }
    let (wanted, mut below) = (share * total, (0.0, 0.0));
    for (bound, count) in counts {
        if *count >= wanted {
            let (from, before) = below;
            // Nobody knows how far beyond the last bound.
            if bound.is_infinite() || share >= 1.0 {
                return *bound;
            }
            return from + (bound - from) * (wanted - before) / (count - before).max(f64::MIN_POSITIVE);
        }
        below = (*bound, *count);
    }
    f64::INFINITY
}

impl Counted {
    pub(crate) fn now(server: &Process) -> Self {
        let (_, text) = ask(server.port, "GET /metrics HTTP/1.0\r\n\r\n");
        let value = |line: &str| line.rsplit_once(' ').and_then(|(_, value)| value.parse::<f64>().ok());
        let late = text.lines().find(|line| line.starts_with("longwave_frames_late_total{")).and_then(value);
        let buckets = text.lines().filter(|line| line.starts_with("longwave_frame_lateness_seconds_bucket{"));
        let lateness = buckets.filter_map(|line| {
            let bound = line.split("le=\"").nth(1)?.split('"').next()?;
            let bound = if bound == "+Inf" { f64::INFINITY } else { bound.parse().ok()? };
            Some((bound, value(line)?))
        });
        let lateness: Vec<_> = lateness.collect();
        assert!(!lateness.is_empty(), "the server tells how late frames are");
        Self {
            late: late.expect("the server counts late frames"),
            lateness,
            cpu: server.cpu(),
            at: Instant::now(),
        }
    }
}

/// Signs in and returns the cookie.
fn sign_in(port: u16) -> String {
    let body = format!("name=admin&password={}", PASSWORD.replace(' ', "+"));
    let request = format!(
        "POST /login HTTP/1.0\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let (head, _) = ask(port, &request);
    let cookie = head.lines().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("set-cookie").then(|| value.split(';').next().unwrap_or_default())
    });
    cookie.unwrap_or_else(|| panic!("nobody is signed in: {head}")).to_owned()
}

/// The head and the body of the answer to a request.
fn ask(port: u16, request: &str) -> (String, String) {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("the server");
    stream.set_read_timeout(Some(PATIENCE)).expect("a socket");
    stream.write_all(request.as_bytes()).expect("it takes the request");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it answers");
    let (head, body) = answer.split_once("\r\n\r\n").expect("an answer");
    (head.to_owned(), body.to_owned())
}

/// Dashboards that are open, in a process of their own.
struct Dashboards {
    child: Child,
    said: BufReader<std::process::ChildStdout>,
}

impl Dashboards {
    fn open(port: u16, cookie: &str) -> Self {
        let program = std::env::current_exe().expect("this program");
        let mut command = pinned(&program.to_string_lossy(), Cores::Crowd);
        command.args(["dashboards-open", &port.to_string(), cookie]);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the program starts");
        let mut said = BufReader::new(child.stdout.take().expect("its output"));
        let mut line = String::new();
        said.read_line(&mut line).expect("it says that all are open");
        assert_eq!(line.trim(), "open", "not all dashboards could be opened");
        Self { child, said }
    }

    /// Closes them; what they read.
    fn close(mut self) -> Value {
        drop(self.child.stdin.take());
        let mut report = String::new();
        self.said.read_to_string(&mut report).expect("it tells what it read");
        drop(self.child.wait());
        let report: Value = serde_json::from_str(&report).expect("a report");
        assert_eq!(report["open"], DASHBOARDS, "dashboards were closed by the server: {report}");
        report
    }
}

impl Drop for Dashboards {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// The dashboards themselves: open until nobody wants them any more.
pub(crate) fn read(arguments: &[String]) {
    let port: u16 = arguments[0].parse().expect("a port");
    let request = format!(
        "GET /api/v1/stations/main/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/event-stream\r\n\
         Cookie: {}\r\n\r\n",
        arguments[1]
    );
    let mut streams: Vec<(TcpStream, Reading)> = (0..DASHBOARDS)
        .map(|_| {
            let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("the server");
            stream.set_read_timeout(Some(PATIENCE)).expect("a socket");
            stream.write_all(request.as_bytes()).expect("it takes the request");
            read_head(&mut stream);
            stream.set_nonblocking(true).expect("a socket");
            (stream, Reading::default())
        })
        .collect();
    println!("open");
    // Who opened them closes this process's input when it has measured.
    let (done, ended) = std::sync::mpsc::sync_channel::<()>(1);
    std::thread::spawn(move || {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        let _ = done.send(());
    });
    let (begin, mut piece) = (Instant::now(), vec![0; 64 << 10]);
    while begin.elapsed() < AT_MOST && ended.recv_timeout(LOOKS).is_err() {
        for (stream, reading) in &mut streams {
            reading.take_in(stream, &mut piece);
        }
    }
    let sum = |figure: fn(&Reading) -> u64| streams.iter().map(|(_, reading)| figure(reading)).sum::<u64>();
    println!(
        "{}",
        json!({
            "open": streams.iter().filter(|(_, reading)| !reading.is_closed).count(),
            "bytes": sum(|reading| reading.bytes),
            "events": sum(|reading| reading.events),
            "lost": sum(|reading| reading.lost),
        })
    );
}

/// Reads the head of the answer, byte by byte, so that nothing of what follows is taken.
fn read_head(stream: &mut TcpStream) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).expect("it answers");
        head.push(byte[0]);
        assert!(head.len() < MOST_HEAD, "a head comes to its end");
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    assert!(head.starts_with("HTTP/1.1 200 "), "events are told: {head}");
}

/// What a dashboard has read.
#[derive(Default)]
struct Reading {
    bytes: u64,
    events: u64,
    lost: u64,
    /// The end of what was read, for words that come in two parts.
    end: Vec<u8>,
    is_closed: bool,
}

impl Reading {
    fn take_in(&mut self, stream: &mut TcpStream, piece: &mut [u8]) {
        while !self.is_closed {
            match stream.read(piece) {
                Ok(0) => self.is_closed = true,
                Ok(count) => self.count(&piece[..count]),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                Err(_) => self.is_closed = true,
            }
        }
    }

    fn count(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        self.end.extend_from_slice(bytes);
        while let Some(at) = self.end.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = self.end.drain(..=at).collect();
            self.events += u64::from(line.starts_with(b"event:"));
            self.lost += u64::from(line.starts_with(b"event: lost") || line.starts_with(b"event:lost"));
        }
    }
}
