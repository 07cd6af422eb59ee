//! `longwave load`, against a station, and against servers that do it wrong.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::thread::{self, JoinHandle};

use serde_json::Value;

use crate::bounded;
use crate::client::Client;
use crate::running::{Running, shelf, wait_until};

/// A crowd, at work until it is asked for.
struct Crowd(Child);

impl Crowd {
    fn start(address: SocketAddr, path: &str, options: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_longwave"));
        command.arg("load").arg(format!("http://{address}{path}")).arg("--json").args(options);
        Self(command.stdout(Stdio::piped()).spawn().expect("the program starts"))
    }

    /// The exit code, and what it told.
    fn told(self) -> (Option<i32>, Value) {
        let output = bounded::rest(self.0);
        let report = serde_json::from_slice(&output.stdout).expect("a report");
        println!("{report:#}");
        (output.status.code(), report)
    }
}

#[test]
fn a_crowd_hears_every_message_and_page() {
    let running = Running::start(&shelf());
    wait_until("music", || running.metric("longwave_source", "autodj") > 0.0);
    // The encoder runs: what it makes up for would be counted with what is on air.
    let mut before = Client::join(&running, "?burst=10000");
    before.sound();
    let pid = running.pid().to_string();
    let options = ["--listeners", "50", "--rate", "0", "--time", "3", "--sources", "5", "--pid", &pid];
    let crowds = [
        (Crowd::start(running.address, "/main/ws?delivery=20", &options), "websocket", 20),
        (Crowd::start(running.address, "/main.opus", &options), "http", 200),
    ];
    for (crowd, kind, message_ms) in crowds {
        let (code, report) = crowd.told();
        assert_eq!(code, Some(0));
        assert_eq!(report["kind"], kind);
        assert_eq!(report["joined"], 50);
        for nothing in ["refused", "lost", "broken", "silent", "waiting", "left", "skipped_frames"] {
            assert_eq!(report[nothing], 0, "{nothing}");
        }
        assert_eq!(report["reasons"], serde_json::json!({}));
        // All of three seconds, but for what is under way at the beginning and the end.
        let messages = report["messages"].as_u64().expect("a number") * message_ms / 50;
        assert!((2_500..=3_500).contains(&messages), "{messages} ms");
        assert!(
            report["first_sound_ms"]["p50"].is_number() && report["gap_over_nominal_ms"]["p99"].is_number()
        );
        assert!(report["process"]["resident_bytes_after"].as_i64().is_some_and(|bytes| bytes > 1_000_000));
        assert!(report["process"]["descriptors_after"].as_i64().is_some_and(|open| open > 50));
    }
}

#[test]
fn some_leave_and_others_join() {
    let running = Running::start(&shelf());
    let options = ["--listeners", "30", "--time", "2", "--churn", "40", "--from", "127.0.0.9"];
    let (code, report) = Crowd::start(running.address, "/main/ws", &options).told();
    assert_eq!(code, Some(0));
    let left = report["left"].as_u64().expect("a number");
    assert!((60..=80).contains(&left), "40 a second for two seconds, but {left}");
    let number = |name: &str| report[name].as_u64().expect("a number");
    assert_eq!(number("joined") + number("waiting"), 30 + left);
    for nothing in ["refused", "lost", "broken", "skipped_frames"] {
        assert_eq!(report[nothing], 0, "{nothing}");
    }
}

#[test]
fn who_is_not_let_in_is_told_why() {
    let running = Running::start(&shelf());
    let options = ["--listeners", "3", "--time", "0"];
    for path in ["/nobody/ws", "/nobody.opus"] {
        let (code, report) = Crowd::start(running.address, path, &options).told();
        assert_eq!((code, &report["refused"]), (Some(1), &3.into()));
        assert_eq!(report["reasons"]["answered 404 Not Found"], 3);
    }
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let nobody = listener.local_addr().expect("an address");
    drop(listener);
    let (code, report) = Crowd::start(nobody, "/main/ws", &options).told();
    assert_eq!((code, &report["refused"]), (Some(1), &3.into()));
    assert_eq!(report["reasons"]["nobody serves that port (connection refused)"], 3);
}

/// Answers one connection with these bytes, and holds it.
fn answer(with: Vec<u8>) -> (SocketAddr, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let serving = thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a listener");
        let mut request = [0; 4_096];
        let _ = stream.read(&mut request).expect("a request");
        stream.write_all(&with).expect("it reads");
        // Until the listener has had enough.
        drop(stream.read(&mut request));
    });
    (address, serving)
}

#[test]
fn a_stream_that_is_wrong_ends_in_failure() {
    let running = Running::start(&shelf());
    let mut stream = running.connect();
    stream.write_all(b"GET /main.opus HTTP/1.1\r\nHost: x\r\n\r\n").expect("it reads");
    let mut heard = vec![0; 20_000];
    stream.read_exact(&mut heard).expect("two seconds of sound are sent at once");
    for (at, broken, why) in [(None, 0, ""), (Some(15_000), 1, "a page's checksum is wrong")] {
        let mut heard = heard.clone();
        if let Some(at) = at {
            heard[at] ^= 1;
        }
        // The changed byte is followed by more than a page, or it would never be looked at.
        let (address, serving) = answer(heard);
        let options = ["--listeners", "1", "--time", "1"];
        let (code, report) = Crowd::start(address, "/main.opus", &options).told();
        assert_eq!((code, &report["broken"]), (Some(broken), &broken.into()));
        assert_eq!(report["reasons"].get(why), (broken > 0).then_some(&1.into()));
        serving.join().expect("it was listened to");
    }
}

#[test]
fn sound_that_stops_ends_in_failure() {
    let running = Running::start(&shelf());
    let mut stream = running.connect();
    stream.write_all(b"GET /main.opus HTTP/1.1\r\nHost: x\r\n\r\n").expect("it reads");
    let mut heard = vec![0; 20_000];
    stream.read_exact(&mut heard).expect("two seconds of sound are sent at once");
    // It stays connected, and says nothing more.
    let (address, serving) = answer(heard);
    let (code, report) = Crowd::start(address, "/main.opus", &["--listeners", "1", "--time", "3"]).told();
    assert_eq!((code, &report["silent"]), (Some(1), &1.into()));
    assert!(report["gap_over_nominal_ms"]["max"].as_f64().is_some_and(|late| late > 2_000.0));
    serving.join().expect("it was listened to");
}

#[test]
fn what_is_not_sound_is_refused() {
    let running = Running::start(&shelf());
    for (path, media_type) in [("/main", "text/html"), ("/metrics", "application/openmetrics-text")] {
        let options = ["--listeners", "2", "--time", "0"];
        let (code, report) = Crowd::start(running.address, path, &options).told();
        assert_eq!((code, &report["refused"]), (Some(1), &2.into()));
        assert_eq!(report["reasons"][format!("answered with {media_type}, which is not sound")], 2);
    }
}

#[test]
fn a_server_that_dies_does_not_take_the_report_along() {
    let running = Running::start(&shelf());
    wait_until("music", || running.metric("longwave_source", "autodj") > 0.0);
    let pid = running.pid().to_string();
    let options = ["--listeners", "5", "--time", "3", "--pid", &pid, "--alone", "0"];
    let crowd = Crowd::start(running.address, "/main/ws?delivery=20", &options);
    wait_until("a crowd", || running.metric("longwave_listeners", "main") > 4.0);
    drop(running);
    let (code, report) = crowd.told();
    assert_eq!(code, Some(1));
    // The server counts some before they have read its answer.
    let gone = ["lost", "refused"].map(|how| report[how].as_u64().expect("a number"));
    assert_eq!(gone.iter().sum::<u64>(), 5);
    assert_eq!((&report["process"], report["process_ended"].to_string()), (&Value::Null, pid));
}
