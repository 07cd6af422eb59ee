//! HLS: how many requests a core answers, beside nginx with the same files on disk; what reaches it of many players
//! behind nginx' cache; and how long sound takes from a studio to hls.js.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::Extent;
use crate::live::{said_by_studio, station};
use crate::process::{Cores, Process, median, pause, pinned, shelf};

/// Connections that ask one request after the other.
const CONNECTIONS: usize = 16;
/// How long the packager and nginx have to start.
const SETTLED: Duration = Duration::from_secs(6);
const NGINX_PORT: u16 = 18_973;
const PLAYLIST: &str = "/main/hls/opus-96/live.m3u8";
/// Players behind nginx' cache, in so many threads, which ask for the playlist at this interval: half a target duration.
const PLAYERS: usize = 2_000;
const THREADS: usize = 8;
const POLL: Duration = Duration::from_secs(2);
const CACHE_PORT: u16 = 18_974;

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
    drop((server, nginx));
    let (cached, delay) = (behind_a_cache(extent), studio_to_player());
    json!({
        "connections": CONNECTIONS, "requests_per_second": rows, "behind_a_cache": cached, "studio_to_player": delay,
    })
}

/// Counts what reaches the server of what many players ask nginx for, which caches as the manual configures it.
fn behind_a_cache(extent: &Extent) -> Value {
    let folder = tempfile::tempdir().expect("a directory");
    let log = folder.path().join("access.log");
    let server = Process::longwave_logging(Cores::Both, &log);
    let Some(_nginx) = cache(folder.path(), server.port) else {
        println!("  nginx is not installed: no players behind its cache");
        return Value::Null;
    };
    let end = Instant::now() + extent.time * 3;
    let fetched: Vec<BTreeMap<String, usize>> = thread::scope(|scope| {
        let playing: Vec<_> = (0..THREADS).map(|_| scope.spawn(|| play(PLAYERS / THREADS, end))).collect();
        playing.into_iter().map(|playing| playing.join().expect("they play")).collect()
    });
    let mut asked: BTreeMap<String, usize> = BTreeMap::new();
    for (name, count) in fetched.into_iter().flatten() {
        *asked.entry(name).or_default() += count;
    }
    drop(server);
    let log = fs::read_to_string(log).expect("a log");
    let answered = |name: &str| log.lines().filter(|line| line.contains(&format!("/{name} "))).count();
    let playlists = answered("live.m3u8");
    let segments: BTreeMap<&str, usize> = asked
        .keys()
        .map(|name| (name.as_str(), answered(name)))
        .filter(|(name, _)| *name != "live.m3u8")
        .collect();
    let (all, most) = (asked.values().sum::<usize>(), segments.values().max().copied().unwrap_or_default());
    let origin = playlists + segments.values().sum::<usize>();
    println!(
        "  {PLAYERS} players behind nginx' cache: {all} requests, of which {origin} reached Longwave, {playlists} for \
         playlists; {} segments, each at most {most} times",
        segments.len()
    );
    json!({ "players": PLAYERS, "requests": all, "reached": origin, "segments": segments.len(), "most": most })
}

/// So many players in turn until `end`: each asks for the playlist again and again, and for each segment that it has not
/// had. Returns how often each file was asked for.
fn play(players: usize, end: Instant) -> BTreeMap<String, usize> {
    let mut players: Vec<(TcpStream, BTreeSet<String>)> =
        (0..players).map(|_| (connect(CACHE_PORT), BTreeSet::new())).collect();
    let mut asked = BTreeMap::new();
    while Instant::now() < end {
        let next = Instant::now() + POLL;
        for (stream, had) in &mut players {
            let mut fetch = |name: &str| {
                *asked.entry(name.to_owned()).or_default() += 1;
                request(stream, &format!("/main/hls/opus-96/{name}"), "keep-alive");
                answer(stream)
            };
            let list = String::from_utf8(fetch("live.m3u8")).expect("a playlist");
            for name in list.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
                if had.insert(name.to_owned()) {
                    assert!(!fetch(name).is_empty(), "{name} is empty");
                }
            }
        }
        pause(next.saturating_duration_since(Instant::now()));
    }
    asked
}

/// nginx in front of the server at `port`, with the cache that the manual configures; `None` if it is not installed.
fn cache(root: &Path, port: u16) -> Option<Process> {
    let page = include_str!("../../templates/manual/proxies.md");
    let section = page.split("### HLS from nginx's cache").nth(1).expect("its section");
    let mut blocks = section.split("```nginx\n").skip(1).filter_map(|rest| rest.split("```").next());
    let (keeping, location) = (blocks.next().expect("a path"), blocks.next().expect("a location"));
    let keeping = keeping.replace("/var/cache/nginx", &root.display().to_string());
    let config = format!(
        "{keeping}\nupstream longwave {{ server 127.0.0.1:{port}; keepalive 16; keepalive_timeout 15s; }}\n\
         server {{ listen 127.0.0.1:{CACHE_PORT} backlog=4096; proxy_http_version 1.1; proxy_set_header Connection '';\n\
         {location} }}\n"
    );
    start_nginx(root, &config, CACHE_PORT)
}

/// From the microphone of a studio to a page that plays by hls.js, in a browser.
fn studio_to_player() -> Value {
    let folder = tempfile::tempdir().expect("a directory");
    let server = station(&shelf(), folder.path());
    pause(SETTLED);
    let address = format!("http://127.0.0.1:{}", server.port);
    let said = said_by_studio("hls-delay.mjs", &address).unwrap_or_default();
    let figures: Vec<&str> = said
        .lines()
        .filter(|line| line.contains("to hls.js") || line.contains("of it "))
        .map(str::trim)
        .collect();
    for line in &figures {
        println!("  {line}");
    }
    if figures.is_empty() {
        println!("  a studio and hls.js in a browser: not measured; `make test` installs what that needs");
    }
    json!(figures)
}

/// nginx with one worker, which serves `root`; `None` if it is not installed.
fn nginx(root: &Path) -> Option<Process> {
    let server = format!("server {{ listen 127.0.0.1:{NGINX_PORT}; root {}; }}", root.display());
    start_nginx(root, &server, NGINX_PORT)
}

/// nginx with one worker and these servers; `None` if it is not installed.
fn start_nginx(root: &Path, servers: &str, port: u16) -> Option<Process> {
    if !Command::new("nginx").arg("-v").output().is_ok_and(|output| output.status.success()) {
        return None;
    }
    let (config, root) = (root.join("nginx.conf"), root.display());
    let text = format!(
        "daemon off; master_process off; pid {root}/nginx.pid; error_log {root}/error.log;\n\
         worker_rlimit_nofile 16384; events {{ worker_connections 8192; }}\n\
         http {{ access_log off; sendfile on; keepalive_requests 1000000; types {{ audio/mp4 m4s; }}\n\
         client_body_temp_path {root}/body; proxy_temp_path {root}/proxy;\n{servers} }}\n"
    );
    fs::write(&config, text).expect("a file");
    let mut command = pinned("nginx", Cores::Server);
    command.arg("-c").arg(config);
    let process = Process::start_at(command, port);
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
