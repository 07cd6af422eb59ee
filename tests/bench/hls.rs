//! How many requests for HLS a core answers, beside nginx with the same files on disk.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::Instant;

use serde_json::{Value, json};

use crate::Extent;
use crate::process::{Cores, Process, median, pause, pinned};

/// Connections that ask one request after the other.
const CONNECTIONS: usize = 16;
/// How long the packager and nginx have to start.
const SETTLED: std::time::Duration = std::time::Duration::from_secs(6);
const NGINX_PORT: u16 = 18_973;
const PLAYLIST: &str = "/main/hls/opus-96/live.m3u8";

pub(crate) fn run(extent: &Extent) -> Value {
    println!("\nHLS, requests a second on one core:");
    let server = Process::longwave(Cores::Server);
    get(server.port, PLAYLIST);
    pause(SETTLED);
    let list = String::from_utf8(get(server.port, PLAYLIST)).expect("a playlist");
    let newest =
        list.lines().rfind(|line| line.split('.').next_back() == Some("m4s") && !line.starts_with('#'));
    let segment = format!("/main/hls/opus-96/{}", newest.expect("a segment"));
    let root = tempfile::tempdir().expect("a directory");
    for path in [PLAYLIST, &segment] {
        let file = root.path().join(&path[1..]);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(file, get(server.port, path)).expect("a file");
    }
    let nginx = nginx(root.path());
    if nginx.is_none() {
        println!("  nginx is not installed and left out");
    }
    let mut rows = Vec::new();
    for (name, path) in [("media playlist", PLAYLIST), ("segment of 4 s", &segment)] {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        // In turn: both have the same core.
        for _ in 0..extent.rounds {
            ours.push(requests_a_second(server.port, path, extent));
            theirs.extend(nginx.as_ref().map(|nginx| requests_a_second(nginx.port, path, extent)));
        }
        let (ours, theirs) = (median(&ours), nginx.as_ref().map(|_| median(&theirs)));
        let beside =
            theirs.map_or(String::new(), |theirs| format!(", nginx {theirs:.0}, {:.2} ×", ours / theirs));
        println!("  {name}: {ours:.0}{beside}");
        rows.push(json!({ "what": name, "longwave": ours, "nginx": theirs }));
    }
    json!({ "connections": CONNECTIONS, "requests_per_second": rows })
}

/// nginx with one worker, which serves `root`; `None` if it is not installed.
fn nginx(root: &Path) -> Option<Process> {
    if !Command::new("nginx").arg("-v").output().is_ok_and(|output| output.status.success()) {
        return None;
    }
    let (config, root) = (root.join("nginx.conf"), root.display());
    let text = format!(
        "daemon off; master_process off; pid {root}/nginx.pid; error_log {root}/error.log;\n\
         events {{ worker_connections 1024; }}\n\
         http {{ access_log off; sendfile on; keepalive_requests 1000000; types {{ audio/mp4 m4s; }}\n\
         server {{ listen 127.0.0.1:{NGINX_PORT}; root {root}; }} }}\n"
    );
    fs::write(&config, text).expect("a file");
    let mut command = pinned("nginx", Cores::Server);
    command.arg("-c").arg(config);
    let process = Process::start_at(command, NGINX_PORT);
    pause(SETTLED / 3);
    Some(process)
}

/// Requests a second that are answered while [`CONNECTIONS`] ask for `path`.
fn requests_a_second(port: u16, path: &str, extent: &Extent) -> f64 {
    let begin = Instant::now();
    let ask = || {
        let (mut stream, mut count) = (connect(port), 0_u32);
        while begin.elapsed() < extent.time {
            request(&mut stream, path, "keep-alive");
            answer(&mut stream);
            count += 1;
        }
        count
    };
    let count: u32 = thread::scope(|scope| {
        let asking: Vec<_> = (0..CONNECTIONS).map(|_| scope.spawn(ask)).collect();
        asking.into_iter().map(|asking| asking.join().expect("answers")).sum()
    });
    f64::from(count) / begin.elapsed().as_secs_f64()
}

fn connect(port: u16) -> TcpStream {
    let stream = TcpStream::connect(("127.0.0.1", port)).expect("a server");
    stream.set_nodelay(true).expect("a socket");
    stream
}

fn request(stream: &mut TcpStream, path: &str, connection: &str) {
    let request = format!("GET {path} HTTP/1.1\r\nHost: bench\r\nConnection: {connection}\r\n\r\n");
    stream.write_all(request.as_bytes()).expect("it reads");
}

fn get(port: u16, path: &str) -> Vec<u8> {
    let mut stream = connect(port);
    request(&mut stream, path, "close");
    answer(&mut stream)
}

/// The body of the answer, which must be 200 and have its length.
fn answer(stream: &mut TcpStream) -> Vec<u8> {
    let (mut bytes, mut piece) = (Vec::new(), vec![0; 64 * 1_024]);
    let body = loop {
        let count = stream.read(&mut piece).expect("an answer");
        assert!(count > 0, "it ends early: {}", String::from_utf8_lossy(&bytes));
        bytes.extend_from_slice(&piece[..count]);
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 4;
        }
    };
    let head = String::from_utf8_lossy(&bytes[..body]).to_ascii_lowercase();
    assert!(head.starts_with("http/1.1 200 "), "{head}");
    let length = head.split("content-length: ").nth(1).and_then(|rest| rest.lines().next());
    let length: usize = length.and_then(|length| length.trim().parse().ok()).expect("a length");
    let mut sound = bytes.split_off(body);
    let have = sound.len();
    sound.resize(length, 0);
    stream.read_exact(&mut sound[have..]).expect("all of it");
    sound
}
