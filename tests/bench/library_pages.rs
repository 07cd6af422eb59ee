//! How soon the pages and the API of a large library answer: searches and filters of every kind, also those that find
//! nothing, one after the other, while the station is on air.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::time::{Duration, Instant};

use longwave::clock::{Clock as _, SystemClock};
use longwave::library::MEASURED_BY;
use longwave::model::{Analysis, Loudness};
use longwave::store::{Password, Role, Store};
use serde_json::{Value, json};

use crate::process::{Cores, Process, pinned};

/// How often each is asked for.
const TIMES: usize = 30;
/// What is asked for; the address, and whether there is anything.
const ASKED: [(&str, bool); 12] = [
    ("/api/v1/library?q=", true),
    ("/api/v1/library?q=title", true),
    ("/api/v1/library?q=artist+12+title+31", true),
    ("/api/v1/library?q=nothing+has+this", false),
    ("/api/v1/library?q=e&genre=folk&year_from=1990&limit=200", true),
    ("/admin/library", true),
    ("/admin/library?q=title+4711", true),
    ("/admin/library?q=nothing+has+this", false),
    ("/admin/library?genre=Jazz", true),
    ("/admin/library?played=never", true),
    ("/admin/library?measured=no", false),
    ("/admin/library?year_from=2100", false),
];

/// Asks the server on the library in `media`, which `data` knows.
pub(crate) fn run(media: &Path, data: &Path) -> Value {
    let store = Store::open(data).expect("a store");
    measured(&store);
    store.first_start(None, None).expect("accounts");
    let password = Password::new("a long password").expect("a password");
    store.add_account("bench", Role::Admin, &password).expect("an account");
    let now = (SystemClock::start().now_us() / 1_000_000) as i64;
    let session = store.sign_in("bench", "bench", now).expect("a session").reveal();
    let mut command = pinned(env!("CARGO_BIN_EXE_longwave"), Cores::Both);
    command.args(["--listen", "127.0.0.1:0", "--media"]).arg(media).arg("--data").arg(data);
    command.current_dir(data);
    let server = Process::start(command);
    let mut all = Vec::new();
    let mut slowest = (Duration::ZERO, "");
    for (path, finds) in ASKED {
        let mut times = Vec::new();
        for _ in 0..TIMES {
            let (took, answer) = ask(server.port, path, &session);
            assert!(answer.starts_with("HTTP/1.1 200"), "{path}: {}", &answer[..answer.len().min(300)]);
            assert_eq!(answer.contains("Title "), finds, "{path}");
            times.push(took);
        }
        times.sort();
        let p95 = times[TIMES * 95 / 100];
        slowest = slowest.max((p95, path));
        all.extend(times);
    }
    all.sort();
    let at = |part: usize| all[all.len() * part / 100].as_secs_f64() * 1e3;
    println!(
        "  pages and searches: median {:.1} ms, p95 {:.1} ms, at most {:.1} ms; the slowest is {} with a p95 of {:.1} ms",
        at(50),
        at(95),
        all.last().map_or(0.0, |most| most.as_secs_f64() * 1e3),
        slowest.1,
        slowest.0.as_secs_f64() * 1e3,
    );
    json!({ "median_ms": at(50), "p95_ms": at(95), "slowest_p95_ms": slowest.0.as_secs_f64() * 1e3, "slowest": slowest.1 })
}

/// Has every track be measured, so that the server has nothing else to do.
fn measured(store: &Store) {
    let loudness = Loudness { integrated_lufs: -14.0, true_peak_dbtp: Some(-1.0) };
    let (begin, end) = (Duration::ZERO, Duration::from_secs(3));
    let analysis = Analysis { loudness, cue_in: begin, intro: begin, cue_out: end, segue: end };
    for track in store.listed().expect("tracks") {
        store.put_analysis(track.id, &analysis, end, MEASURED_BY).expect("room for it");
    }
}

/// How long an answer takes, and the answer.
fn ask(port: u16, path: &str, session: &str) -> (Duration, String) {
    let began = Instant::now();
    let mut socket = TcpStream::connect(("127.0.0.1", port)).expect("it serves");
    socket.set_read_timeout(Some(Duration::from_secs(30))).expect("a limit");
    let head = format!(
        "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: longwave_session={session}\r\n\r\n"
    );
    socket.write_all(head.as_bytes()).expect("it listens");
    let mut answer = Vec::new();
    socket.read_to_end(&mut answer).expect("it answers");
    (began.elapsed(), String::from_utf8_lossy(&answer).into_owned())
}
