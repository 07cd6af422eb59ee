//! HLS against the rules of RFC 8216 and draft-pantos-hls-rfc8216bis, and real players on it.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::Child;

use crate::bounded::output;
use crate::formats::{check, check_decoded, check_mpv, decoding};
use crate::hls_playlist::{Playlist, Segment, TARGET, attributes};
use crate::live::{head_of, tone_station};
use crate::recording::{RATE, sharpest};
use crate::running::{Running, wait_until};
use crate::unbroken::play_on;

/// The answer to one request.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

/// Asks on a connection of its own.
pub(crate) fn ask(running: &Running, method: &str, path: &str, headers: &str) -> Answer {
    let mut stream = running.connect();
    let request = format!("{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}\r\n");
    let head = head_of(&mut stream, &request);
    let mut body = Vec::new();
    stream.read_to_end(&mut body).expect("an end");
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    Answer { status, head: head.to_ascii_lowercase(), body }
}

pub(crate) fn get(running: &Running, path: &str) -> Answer {
    ask(running, "GET", path, "")
}

impl Answer {
    pub(crate) fn has(&self, header: &str) -> bool {
        self.head.contains(&format!("\r\n{}\r\n", header.to_ascii_lowercase()))
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("UTF-8")
    }
}

pub(crate) fn playlist(running: &Running, rendition: &str, query: &str) -> Playlist {
    let answer = get(running, &format!("/main/hls/{rendition}/live.m3u8{query}"));
    assert_eq!(answer.status, 200, "{query}: {}", answer.text());
    assert!(answer.has("content-type: application/vnd.apple.mpegurl"), "{}", answer.head);
    let list = Playlist::parse(answer.text());
    list.check();
    list
}

/// The renditions that the multivariant playlist names.
pub(crate) fn renditions(running: &Running) -> Vec<String> {
    let answer = get(running, "/main/hls/live.m3u8");
    assert_eq!(answer.status, 200);
    let text = answer.text();
    let mut names = Vec::new();
    for (line, next) in text.lines().zip(text.lines().skip(1)) {
        if let Some(list) = line.strip_prefix("#EXT-X-STREAM-INF:") {
            let about = attributes(list);
            assert!(about.contains_key("BANDWIDTH") && about.contains_key("CODECS"), "{line}");
            names.push(next.strip_suffix("/live.m3u8").expect("a media playlist").to_owned());
        }
    }
    names
}

#[test]
fn playlists_keep_the_rules_over_many_reloads() {
    let (running, _shelf) = tone_station();
    let names = renditions(&running);
    assert!(names.iter().any(|name| name == "mp3-128"), "{names:?}");
    assert!(names.iter().filter(|name| name.starts_with("opus")).count() >= 3, "{names:?}");
    for name in ["opus-96", "mp3-128"] {
        check_reloads(&running, name, names.len());
    }
}

/// Fails unless playlists of a rendition keep the rules while they are reloaded, and everything they name is there.
/// There are so many renditions.
pub(crate) fn check_reloads(running: &Running, name: &str, renditions: usize) {
    let mut before = playlist(running, name, "");
    for _ in 0..25 {
        let newest_yet = before.segments.last().expect("a segment").number;
        let (number, part) = (newest_yet + 1, before.parts.len());
        let list = playlist(running, name, &format!("?_HLS_msn={number}&_HLS_part={part}"));
        list.check_after(&before);
        let newest = list.segments.last().expect("a segment").number;
        let is_there = newest >= number || list.parts.len() > part;
        assert!(is_there, "{name}: a blocked reload has what it was asked for: {number}.{part}");
        let reports: Vec<&str> = list.reports.iter().map(|report| &*report["URI"]).collect();
        assert_eq!(reports.len(), renditions - 1, "{reports:?}");
        for report in &list.reports {
            assert!(report["LAST-MSN"].parse::<u64>().expect("a number") >= newest, "{report:?}");
        }
        before = list;
    }
    // The parts that the playlist names, and the one that it says comes next, are there.
    for uri in before.parts.iter().map(|part| &part.uri).chain([&before.hint]) {
        let answer = get(running, &format!("/main/hls/{name}/{uri}"));
        assert!(answer.status == 200 && !answer.body.is_empty(), "{name}/{uri}: {}", answer.status);
    }
    // A whole segment is its parts, one after the other.
    let segment = before.segments.last().expect("a segment");
    let whole = get(running, &format!("/main/hls/{name}/{}", segment.uri)).body;
    let parts: Vec<u8> = segment
        .parts
        .iter()
        .flat_map(|part| get(running, &format!("/main/hls/{name}/{}", part.uri)).body)
        .collect();
    assert!(whole == parts && !whole.is_empty(), "{name}: {} and {} bytes", whole.len(), parts.len());
}

/// Fails unless four segments of a rendition decode to as much of the station's tone as they say, without a click; a
/// decoder may leave out or add so many samples at the beginning.
pub(crate) fn check_segments(running: &Running, folder: &Path, name: &str, most: f64) {
    let begin = playlist(running, name, "").segments.last().expect("a segment").number;
    let ahead = |more: u64| playlist(running, name, &format!("?_HLS_msn={}", begin + more));
    let list = (2..=3).fold(ahead(1), |_, more| ahead(more));
    let whole: Vec<&Segment> = list.segments.iter().filter(|one| one.number >= begin).collect();
    assert!(whole.len() >= 4);
    let init = get(running, &format!("/main/hls/{name}/init.mp4"));
    let mut bytes = if init.status == 200 { init.body } else { Vec::new() };
    for segment in &whole {
        let answer = get(running, &format!("/main/hls/{name}/{}", segment.uri));
        assert!(answer.has("cache-control: public, max-age=1800"), "{}", answer.head);
        bytes.extend(answer.body);
    }
    let file = folder.join(format!("{name}.bin"));
    fs::write(&file, bytes).expect("a file");
    let seconds: f64 = whole.iter().map(|one| one.seconds).sum();
    let mut decoded = crate::bounded::rest(decoding(file.to_str().expect("text"), &[], 60)).stdout;
    let mut heard = crate::formats::heard(&decoded);
    decoded.clear();
    let missing = seconds * RATE as f64 - heard.samples.len() as f64;
    assert!(f64::abs(missing) < most, "{name}: {missing} samples");
    heard.samples.drain(..RATE / 5);
    println!("{name}: {} samples, {missing} missing", heard.samples.len());
    check(&heard);
}

#[test]
fn segments_follow_each_other_sample_by_sample() {
    let (running, folder) = tone_station();
    // A decoder leaves out what the encoder put before the first sample, and frames of MP3 that need earlier ones.
    check_segments(&running, folder.path(), "opus-96", 1_200.0);
    check_segments(&running, folder.path(), "mp3-128", 5_000.0);
}

#[test]
fn renditions_that_begin_list_the_same_segments_at_once() {
    let (running, _shelf) = tone_station();
    // As long as sound is kept before anybody asks.
    play_on(&running, 18_000_000);
    let mut newest = 0;
    for name in renditions(&running) {
        let list = playlist(&running, &name, "");
        let whole: Vec<u64> = list.segments.iter().map(|segment| segment.number).collect();
        println!("{name}: {whole:?}");
        assert!(whole.len() >= 3, "{name}: {whole:?}");
        // A player that changes to it finds the segment that comes next.
        assert!(whole.contains(&newest) || newest == 0, "{name}: {newest} in {whole:?}");
        newest = whole[whole.len() - 1];
    }
}

#[test]
fn ffmpeg_and_mpv_play_hls_without_a_gap() {
    let (running, folder) = tone_station();
    renditions(&running);
    play_on(&running, 13_000_000);
    let address = |path: &str| format!("http://{}/main/hls/{path}", running.address);
    let ways = ["live.m3u8", "opus-48/live.m3u8", "mp3-128/live.m3u8"];
    // With each new playlist ffmpeg reads the initialization section again, and warns that it has it already.
    let options = ["-v", "error"];
    let begun: Vec<Child> = ways.iter().map(|path| decoding(&address(path), &options, 12)).collect();
    for (path, ffmpeg) in ways.iter().zip(begun) {
        check_decoded(ffmpeg, path, 12);
    }
    check_mpv(&address("opus-96/live.m3u8"), folder.path(), 0);
    check_mpv(&address("mp3-128/live.m3u8"), folder.path(), 1);
}

#[test]
fn what_is_too_far_ahead_is_refused_at_once_and_the_rest_is_bounded() {
    let (running, _shelf) = tone_station();
    // Before there is any segment: the newest number is known all the same.
    for path in
        ["/main/hls/mp3-128/live.m3u8?_HLS_msn=999999999999", "/main/hls/mp3-128/live.m3u8?_HLS_msn=x"]
    {
        assert_eq!(get(&running, path).status, 400, "{path}");
    }
    let answer = get(&running, "/main/hls/mp3-128/999999999999.mp3");
    assert!(answer.status == 404 && answer.has("cache-control: no-store"), "{}", answer.head);

    let list = playlist(&running, "opus-96", "");
    let edge = list.segments.last().expect("a segment").number;
    for (query, status) in [
        (format!("?_HLS_msn={}", edge + 10), 400),
        (format!("?_HLS_msn={}", u64::MAX), 400),
        ("?_HLS_part=3".to_owned(), 400),
        ("?_HLS_msn=-1".to_owned(), 400),
        (format!("?_HLS_msn={}", edge - 1), 200),
        ("?_HLS_skip=YES".to_owned(), 200),
        ("?dvr=1".to_owned(), 200),
        ("?unknown=1".to_owned(), 200),
    ] {
        let answer = get(&running, &format!("/main/hls/opus-96/live.m3u8{query}"));
        assert_eq!(answer.status, status, "{query}: {}", answer.text());
        assert!(answer.has("access-control-allow-origin: *"), "{}", answer.head);
    }
    for path in
        ["nothing/live.m3u8", "opus-96/1.m4s", "opus-96/init.mp3", "mp3-128/init.mp4", "flac/live.m3u8"]
    {
        assert_eq!(get(&running, &format!("/main/hls/{path}")).status, 404, "{path}");
    }
    assert_eq!(get(&running, "/nobody/hls/live.m3u8").status, 404);

    // Many wait for the same: each is answered, and none costs more than a connection.
    let before = running.memory();
    let path =
        format!("/main/hls/opus-96/live.m3u8?_HLS_msn={}", playlist(&running, "opus-96", "").first() + 2);
    let mut waiting: Vec<TcpStream> = (0..400).map(|_| running.connect()).collect();
    for stream in &mut waiting {
        write!(stream, "GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").expect("it reads");
    }
    for stream in &mut waiting {
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        assert!(answer.starts_with(b"HTTP/1.1 200 "), "{}", String::from_utf8_lossy(&answer));
    }
    let grown = running.memory().saturating_sub(before);
    assert!(grown < 64 << 20, "{grown} bytes more");
}

#[test]
fn heads_ranges_and_caches_are_as_http_has_them() {
    let (running, _shelf) = tone_station();
    let list = playlist(&running, "opus-96", "");
    let segment = list.segments.last().expect("a segment").clone();
    let path = format!("/main/hls/opus-96/{}", segment.uri);
    let whole = get(&running, &path);
    assert!(whole.has("content-type: audio/mp4") && whole.has("accept-ranges: bytes"), "{}", whole.head);
    for (range, status, expected) in [
        ("bytes=0-99", 206, &whole.body[..100]),
        ("bytes=-50", 206, &whole.body[whole.body.len() - 50..]),
        ("bytes=100-", 206, &whole.body[100..]),
        ("bytes=9999999-", 416, &[][..]),
        ("bytes=5-2", 200, &whole.body[..]),
        ("bytes=0-1,4-5", 200, &whole.body[..]),
        ("lines=0-1", 200, &whole.body[..]),
    ] {
        let answer = ask(&running, "GET", &path, &format!("Range: {range}\r\n"));
        assert_eq!((answer.status, &answer.body[..]), (status, expected), "{range}");
    }
    let number = segment.number;
    let paths = [
        ("/main/hls/live.m3u8".to_owned(), "public, max-age=2"),
        ("/main/hls/opus-96/live.m3u8".to_owned(), "public, max-age=2"),
        (format!("/main/hls/opus-96/live.m3u8?_HLS_msn={number}"), "public, max-age=24"),
        ("/main/hls/opus-96/init.mp4".to_owned(), "public, max-age=1800"),
        (path, "public, max-age=1800"),
    ];
    for (path, cache) in &paths {
        let (got, head) = (get(&running, path), ask(&running, "HEAD", path, ""));
        assert_eq!((got.status, head.status), (200, 200), "{path}");
        assert!(head.body.is_empty() && head.head.contains("content-length: "), "{path}: {}", head.head);
        assert!(!head.has("content-length: 0"), "{path}: {}", head.head);
        for answer in [&got, &head] {
            assert!(answer.has(&format!("cache-control: {cache}")), "{path}: {}", answer.head);
            assert!(answer.has("access-control-allow-origin: *"), "{path}: {}", answer.head);
            assert!(
                !answer.head.contains("set-cookie") && !answer.head.contains("transfer-encoding"),
                "{path}"
            );
        }
        let wrong = ask(&running, "POST", path, "Content-Length: 0\r\n");
        assert!(wrong.status == 405 && wrong.head.contains("\r\nallow: "), "{path}: {}", wrong.head);
        let old = head_of(&mut running.connect(), &format!("GET {path} HTTP/1.0\r\n\r\n"));
        assert!(old.starts_with("HTTP/1.0 200 ") && old.to_lowercase().contains("content-length: "), "{old}");
    }
    // A 404 of a segment that is gone may be cached for four target durations.
    let gone = get(&running, "/main/hls/opus-96/1000.m4s");
    assert!(gone.status == 404 && gone.has("cache-control: public, max-age=16"), "{}", gone.head);
}

#[test]
fn a_restart_goes_on_with_the_numbers_of_the_clock() {
    let (running, folder) = tone_station();
    let before = playlist(&running, "opus-96", "");
    let (address, last) = (running.address.to_string(), before.segments.last().expect("a segment").clone());
    let (_, _, data) = running.stop();
    let running = Running::start_at(&address, folder.path(), data);
    // The reload that the player would have sent next: it is answered with what there is by then.
    let after = playlist(&running, "opus-96", &format!("?_HLS_msn={}&_HLS_part=0", last.number + 1));
    assert!(after.first() > last.number, "{} after {}", after.first(), last.number);
    let first = &after.segments[0];
    let apart = (first.date_us - last.date_us) as f64 / 1e6;
    let counted = (first.number - last.number) as f64 * TARGET;
    assert!((apart - counted).abs() < 0.001, "{apart} s lie between {counted} s of segments");
    assert_eq!(first.date_us, first.number as i64 * 4_000_000, "a number is a moment");
    assert_eq!(get(&running, &format!("/main/hls/opus-96/{}", last.uri)).status, 404, "it is not made up");
}

/// The listeners that are counted for HLS.
fn counted(running: &Running) -> f64 {
    running.metric("longwave_listeners", "output=\"hls\"")
}

/// Whether the server has a thread that packs.
fn packs(running: &Running) -> bool {
    let threads = fs::read_dir(format!("/proc/{}/task", running.pid())).expect("it runs");
    let names = threads.filter_map(|thread| fs::read_to_string(thread.ok()?.path().join("comm")).ok());
    names.into_iter().any(|name| name.trim() == "hls")
}

#[test]
fn listeners_are_counted_by_session_and_nothing_runs_without_them() {
    let (running, _shelf) = tone_station();
    let mut stream = running.connect();
    head_of(&mut stream, "GET /main.opus HTTP/1.0\r\n\r\n");
    assert!(!packs(&running) && counted(&running) == 0.0, "nothing is packed for other listeners");
    let poll = |agent: &str| {
        let headers = format!("User-Agent: {agent}\r\n");
        assert_eq!(ask(&running, "GET", "/main/hls/opus-96/live.m3u8", &headers).status, 200);
    };
    poll("AppleCoreMedia/1.0");
    assert!(packs(&running));
    poll("AppleCoreMedia/1.0");
    poll("VLC/3.0.24");
    wait_until("two sessions", || counted(&running) == 2.0);
    // A client that only looks, or fetches segments alone, has no session.
    ask(&running, "HEAD", "/main/hls/opus-96/live.m3u8", "User-Agent: curl\r\n");
    get(&running, "/main/hls/live.m3u8");
    assert_eq!(counted(&running), 2.0);
    // One changes to another rendition and stays one.
    ask(&running, "GET", "/main/hls/mp3-128/live.m3u8", "User-Agent: VLC/3.0.24\r\n");
    assert_eq!(counted(&running), 2.0);
    wait_until("the end of both sessions", || counted(&running) == 0.0);
}

#[test]
fn another_program_reads_the_playlists() {
    let (running, _shelf) = tone_station();
    let checked = output(
        std::process::Command::new("node")
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(["tests/browser/hls-playlists.mjs", &format!("http://{}", running.address)]),
    );
    let said = String::from_utf8_lossy(&checked.stdout);
    println!("{said}{}", String::from_utf8_lossy(&checked.stderr));
    assert!(checked.status.success() && said.lines().filter(|line| line.starts_with("ok ")).count() > 10);
}

#[test]
fn a_sample_that_is_missing_between_segments_would_be_found() {
    let tone = |n: usize| 0.125 * (std::f32::consts::TAU * (220.0 * n as f32 / RATE as f32).fract()).sin();
    let samples: Vec<f32> = (0..RATE).map(|n| tone(if n < RATE / 2 + 54 { n } else { n + 24 })).collect();
    assert!(sharpest(&samples).0 > 0.012, "half a millisecond that is missing is a click");
}
