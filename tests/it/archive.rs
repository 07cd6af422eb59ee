//! The archive: what is kept is what listeners got, whatever happens to the server.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::bounded;
use crate::client::{Came, Client};
use crate::live::{ADMIN, as_admin, station};
use crate::running::{Running, longwave, shelf, wait_until};

/// Runs `longwave station set main` with these options.
pub(crate) fn set(running: &Running, options: &[&str]) -> String {
    let output = bounded::output(longwave(running.data()).args(["station", "set", "main"]).args(options));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

/// The files of the archive of `main`, the oldest first.
pub(crate) fn files(data: &Path) -> Vec<PathBuf> {
    let Ok(listed) = fs::read_dir(data.join("archive/main")) else { return Vec::new() };
    let mut files: Vec<PathBuf> = listed.map(|entry| entry.expect("a file").path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "opus"));
    files.sort_by_key(|path| first_of(path));
    files
}

/// The number of the first frame of a file, by its name.
fn first_of(path: &Path) -> u64 {
    let name = path.file_stem().expect("a name").to_str().expect("text");
    name.rsplit('-').next().expect("a number").parse().expect("a number")
}

/// The packets of a file by the numbers of their frames; fails unless it is valid.
pub(crate) fn packets(path: &Path) -> BTreeMap<u64, Vec<u8>> {
    let mut reader = ogg::PacketReader::new(fs::File::open(path).expect("a file"));
    let mut packets = Vec::new();
    while let Some(packet) = reader.read_packet().expect("valid Ogg") {
        packets.push((packet.last_in_stream(), packet.absgp_page(), packet.data));
    }
    let (is_last, granule, _) = packets.last().expect("packets");
    assert!(is_last, "the last page is marked");
    assert_eq!(*granule, (packets.len() as u64 - 2) * 960, "the time of the last page");
    assert!(packets[0].2.starts_with(b"OpusHead") && packets[1].2.starts_with(b"OpusTags"));
    let sound = packets.into_iter().skip(2).map(|(_, _, data)| data);
    (first_of(path)..).zip(sound).collect()
}

/// Decodes a file by ffmpeg, which says nothing of errors; returns the number of samples.
fn decoded_samples(path: &Path) -> u64 {
    let mut ffmpeg = Command::new("ffmpeg");
    ffmpeg.args(["-v", "warning", "-i"]).arg(path).args(["-f", "s16le", "-ac", "1", "-"]);
    let output = bounded::output(&mut ffmpeg);
    assert!(
        output.status.success() && output.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    output.stdout.len() as u64 / 2
}

/// Listens to so many frames; what came by number.
pub(crate) fn listen(client: &mut Client, frames: usize) -> BTreeMap<u64, Vec<u8>> {
    let mut heard = BTreeMap::new();
    while heard.len() < frames {
        let sound = client.sound();
        heard.extend((sound.first..).zip(sound.frames));
    }
    heard
}

/// Waits until the archive holds the frame `seq`.
pub(crate) fn wait_for_frame(running: &Running, seq: u64) {
    let is_kept = |path: &PathBuf| {
        let Ok(index) = fs::read(path.with_extension("index")) else { return false };
        let last = index.chunks_exact(24).next_back();
        last.is_some_and(|record| u64::from_be_bytes(record[..8].try_into().expect("8 bytes")) > seq)
    };
    wait_until("the archive", || files(running.data()).iter().any(is_kept));
}

/// Whether the last page of a file is marked as such.
fn is_ended(file: &Path) -> bool {
    let mut reader = ogg::PacketReader::new(fs::File::open(file).expect("a file"));
    std::iter::from_fn(|| reader.read_packet().ok().flatten()).any(|packet| packet.last_in_stream())
}

#[test]
fn the_archive_holds_what_a_live_listener_got_and_is_switched_on_air() {
    let running = station();
    assert!(files(running.data()).is_empty(), "it is off at first");
    let said = set(&running, &["--archive", "everything", "--keep-days", "3", "--keep-gb", "2"]);
    assert!(said.contains("archive everything for 3 days and 2 GB"), "{said}");
    wait_until("the first file", || !files(running.data()).is_empty());
    let mut client = Client::join(&running, "?burst=0&delivery=20");
    let heard = listen(&mut client, 150);
    wait_for_frame(&running, *heard.keys().next_back().expect("frames"));
    set(&running, &["--archive", "off"]);
    wait_until("the end of the file", || is_ended(&files(running.data()).pop().expect("a file")));
    let mut kept = BTreeMap::new();
    for file in files(running.data()) {
        let packets = packets(&file);
        // The decoder leaves the encoder's look-ahead out.
        assert_eq!(decoded_samples(&file), packets.len() as u64 * 960 - 312);
        kept.extend(packets);
    }
    for (seq, packet) in &heard {
        assert_eq!(kept.get(seq), Some(packet), "frame {seq}");
    }
    let titles = files(running.data()).pop().expect("a file").with_extension("titles");
    let titles = fs::read_to_string(titles).expect("titles");
    assert!(titles.contains("\"source\":\"autodj\""), "{titles}");

    let count = files(running.data()).len();
    set(&running, &["--archive", "everything"]);
    wait_until("another file", || files(running.data()).len() > count);
    let mut listening = Client::join(&running, "?burst=0");
    listen(&mut listening, 20);
    let (status, _, data) = running.stop();
    assert!(status.success());
    for file in files(data.path()) {
        drop(packets(&file));
    }
}

#[test]
fn killed_at_once_it_loses_less_than_a_second_and_leaves_valid_files() {
    let mut running = station();
    set(&running, &["--archive", "everything"]);
    wait_until("the first file", || !files(running.data()).is_empty());
    let mut known = BTreeMap::new();
    for round in 0..3 {
        let mut client = Client::join(&running, "?burst=0&delivery=20");
        // Killed at another place of a page each time.
        let heard = listen(&mut client, 60 + 17 * round);
        running.kill();
        let last = *heard.keys().next_back().expect("frames");
        known.extend(heard);
        let (_, _, data) = running.stop();
        running = Running::start_at("127.0.0.1:0", &shelf(), data);
        wait_until("a new file", || files(running.data()).last().is_some_and(|file| first_of(file) > last));
        let repaired = files(running.data());
        let kept: BTreeMap<u64, Vec<u8>> =
            repaired[..repaired.len() - 1].iter().flat_map(|file| packets(file)).collect();
        let end = *kept.keys().next_back().expect("frames");
        assert!(end + 50 >= last, "{} frames are lost", last.saturating_sub(end));
        // Frames that were not on the disk yet are lost.
        known.retain(|seq, _| *seq <= end);
        for (seq, packet) in &known {
            assert_eq!(kept.get(seq), Some(packet), "frame {seq}");
        }
        for file in &repaired[..repaired.len() - 1] {
            decoded_samples(file);
        }
    }
}

#[test]
fn a_folder_that_cannot_be_written_is_told_and_the_sound_goes_on() {
    let running = station();
    // In place of the folder of all archives there is a file.
    fs::write(running.data().join("archive"), b"").expect("a file");
    set(&running, &["--archive", "everything"]);
    let mut client = Client::join(&running, "?burst=0&delivery=20");
    let heard = listen(&mut client, 100);
    let (first, last) = (heard.keys().next().expect("frames"), heard.keys().next_back().expect("frames"));
    assert_eq!(last - first, 99, "no frame is missing");
    let health = || running.get("/readyz");
    assert!(health().ends_with("on air"));
    fs::remove_file(running.data().join("archive")).expect("it is there");
    wait_until("the archive, which is tried again", || !files(running.data()).is_empty());
}

/// The seconds since 1970 at which a frame begins, for `at`.
pub(crate) fn at(seq: u64) -> String {
    format!("{}.{:06}", seq / 50, seq % 50 * 20_000)
}

/// A station that has kept what `heard` has, and the title that was on air with it.
pub(crate) fn station_with_archive() -> (Running, BTreeMap<u64, Vec<u8>>, serde_json::Value) {
    let running = station();
    set(&running, &["--archive", "everything"]);
    wait_until("the first file", || !files(running.data()).is_empty());
    let mut client = Client::join(&running, "?burst=0&delivery=20");
    let title = client.text("now_playing");
    let heard = listen(&mut client, 200);
    wait_for_frame(&running, *heard.keys().next_back().expect("frames"));
    (running, heard, title)
}

#[test]
fn a_websocket_goes_back_to_the_same_frames_stamps_and_titles_at_the_speed_of_time() {
    let (running, heard, title) = station_with_archive();
    let first = *heard.keys().next().expect("frames");
    let started = std::time::Instant::now();
    let mut client = Client::join(&running, &format!("?at={}&burst=1000&delivery=20", at(first)));
    let hello = client.text("hello");
    assert_eq!((&hello["rendition"], &hello["pre_skip"]), (&"opus-96".into(), &312.into()), "{hello}");
    let mut then = None;
    let mut next = first;
    while next < first + 150 {
        match client.next() {
            Came::Text(text) if text["type"] == "now_playing" => then = Some(text),
            Came::Sound(sound) => {
                // The title is there before the sound it describes.
                let shown = then.as_ref().map(|shown| (&shown["title"], &shown["time_us"]));
                assert_eq!(shown, Some((&title["title"], &title["time_us"])));
                assert_eq!((sound.first, sound.time_us), (next, next * 20_000), "no gap");
                for frame in sound.frames {
                    assert_eq!(heard.get(&next), Some(&frame), "frame {next}");
                    next += 1;
                }
            }
            other => panic!("{other:?}"),
        }
    }
    // Three seconds of sound, of which one comes at once, and one goes together with what is before it.
    assert!(started.elapsed().as_millis() >= 900, "faster than time: {:?}", started.elapsed());
    assert!(running.metric("longwave_listeners", "output=\"ws\"") > 0.0, "it is counted");

    let mut live = Client::join(&running, "?burst=0");
    assert!(live.sound().first > next, "without `at`, it is at the live edge");
    live.say(tungstenite::Message::text(r#"{"type":"ping","t0":1}"#));
    client.say(tungstenite::Message::text(r#"{"type":"ping","t0":2}"#));
    assert_eq!(client.text("pong")["t0"], 2);
}

/// The first so many bytes of the body of a stream.
fn stream(running: &Running, path: &str, bytes: usize) -> (String, Vec<u8>) {
    let mut socket = running.connect();
    write!(socket, "GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").expect("it reads");
    let mut answer = Vec::new();
    let mut part = [0; 4_096];
    loop {
        let head = answer.windows(4).position(|end| end == b"\r\n\r\n").map(|at| at + 4);
        if let Some(head) = head.filter(|head| answer.len() >= head + bytes) {
            let body = answer.split_off(head);
            return (String::from_utf8_lossy(&answer).into_owned(), body);
        }
        let read = socket.read(&mut part).expect("it answers");
        assert!(read > 0, "the stream ended: {}", String::from_utf8_lossy(&answer));
        answer.extend_from_slice(&part[..read]);
    }
}

#[test]
fn players_go_back_in_opus_and_mp3_and_only_so_many_in_mp3() {
    let (running, live, _) = station_with_archive();
    let first = *live.keys().next().expect("frames");
    let (head, body) = stream(&running, &format!("/main.opus?at={}", at(first)), 20_000);
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n") && !head.to_lowercase().contains("chunked"), "{head}");
    let mut reader = ogg::PacketReader::new(std::io::Cursor::new(body));
    let packets: Vec<Vec<u8>> =
        std::iter::from_fn(|| reader.read_packet().ok().flatten()).map(|packet| packet.data).collect();
    assert!(packets.len() > 50, "{}", packets.len());
    for (seq, packet) in (first..).zip(&packets[2..]) {
        assert_eq!(live.get(&seq), Some(packet), "frame {seq}");
    }

    let (head, body) = stream(&running, &format!("/main.mp3?at={}", at(first)), 384 * 20);
    assert!(head.contains("audio/mpeg"), "{head}");
    for frame in body.chunks_exact(384) {
        assert_eq!(frame[..2], [0xFF, 0xFB], "an MP3 frame of 128 kbit/s begins");
    }
    // The place of the listener above is free again in a moment.
    let mut listening = Vec::new();
    wait_until("eight places", || {
        listening.extend(place(&running, "GET", first));
        listening.len() == 8
    });
    let refused = running.get(&format!("/main.mp3?at={}", at(first)));
    assert!(refused.starts_with("HTTP/1.1 503") && refused.contains("go back in MP3"), "{refused}");
    drop(listening);
    wait_until("a place", || place(&running, "HEAD", first).is_some());
}

/// Asks for MP3 from the frame `first` on; returns the connection if there is room.
fn place(running: &Running, method: &str, first: u64) -> Option<TcpStream> {
    let mut socket = running.connect();
    let request = format!("{method} /main.mp3?at={} HTTP/1.1\r\nHost: localhost\r\n\r\n", at(first));
    socket.write_all(request.as_bytes()).expect("it reads");
    let mut answer = [0; 12];
    socket.read_exact(&mut answer).expect("it answers");
    (answer == *b"HTTP/1.1 200").then_some(socket)
}

#[test]
fn what_is_not_kept_is_416_with_words() {
    let running = station();
    let nothing = running.get("/main.opus?at=-10");
    assert!(nothing.starts_with("HTTP/1.1 416") && nothing.contains("kept nothing"), "{nothing}");
    set(&running, &["--archive", "everything"]);
    wait_until("a file", || !files(running.data()).is_empty());
    wait_for_frame(&running, first_of(&files(running.data())[0]));
    let before = running.get("/main.mp3?at=1000000000");
    assert!(before.starts_with("HTTP/1.1 416") && before.contains("2001-09-09 01:46:40 UTC"), "{before}");
    assert!(running.get("/main.opus?at=99999999999").starts_with("HTTP/1.1 416"));
    assert!(running.get("/main.opus?at=yesterday").starts_with("HTTP/1.1 400"));
    assert!(running.get("/main.wav?at=-1").starts_with("HTTP/1.1 400"));
    let refused = Client::try_join(&running, "?at=-86400", &[]).err().expect("no WebSocket");
    assert!(refused.0 == 416, "{refused:?}");
}

/// Listens to so many frames live, none of which may be missing; returns the last one.
fn listen_without_gap(client: &mut Client, frames: usize) -> u64 {
    let numbers: Vec<u64> = listen(client, frames).into_keys().collect();
    assert!(numbers.windows(2).all(|pair| pair[0] + 1 == pair[1]), "a frame is missing");
    *numbers.last().expect("frames")
}

#[test]
fn while_the_disk_is_not_mounted_nothing_is_written_or_forgotten_and_then_it_goes_on() {
    let (running, heard, _) = station_with_archive();
    let (archive, away) = (running.data().join("archive"), running.data().join("away"));
    let first = *heard.keys().next().expect("frames");
    wait_until("the marker", || running.data().join("archive.id").exists());
    let is_told = |running: &Running| {
        as_admin(running, "/api/v1/health")
            .contains("archive of all stations: the disk of the archive is not mounted")
    };
    assert!(!is_told(&running));
    let mut client = Client::join(&running, "?burst=0&delivery=20");
    let unmount = || {
        fs::rename(&archive, &away).expect("it is there");
        fs::create_dir(&archive).expect("a mount point");
    };
    let mount = || {
        // Only an empty folder can be removed like that.
        fs::remove_dir(&archive).expect("nothing was written there");
        fs::rename(&away, &archive).expect("it is there");
    };
    unmount();
    wait_until("words", || is_told(&running));
    listen_without_gap(&mut client, 50);
    mount();
    let count = files(running.data()).len();
    wait_until("another file", || files(running.data()).len() > count);
    wait_until("no words any more", || !is_told(&running));
    wait_for_frame(&running, listen_without_gap(&mut client, 20));

    // The same with a start in between.
    let (status, _, data) = running.stop();
    assert!(status.success());
    let before = files(data.path()).len();
    unmount();
    let running =
        Running::start_at_with("127.0.0.1:0", &shelf(), data, &[("LONGWAVE_ADMIN_PASSWORD", ADMIN)]);
    wait_until("words", || is_told(&running));
    listen_without_gap(&mut Client::join(&running, "?burst=0&delivery=20"), 50);
    mount();
    wait_until("another file", || files(running.data()).len() > before);
    let back = Client::join(&running, &format!("?at={}&delivery=20", at(first))).sound();
    assert_eq!(heard.get(&back.first), back.frames.first(), "what was kept is there");
}

#[test]
fn a_disk_that_stands_still_is_noticed_by_those_alone_who_rewind() {
    let (running, heard, _) = station_with_archive();
    let first = *heard.keys().next().expect("frames");
    set(&running, &["--archive", "off"]);
    wait_until("the end of the file", || is_ended(&files(running.data())[0]));
    set(&running, &["--archive", "everything"]);
    wait_until("another file", || files(running.data()).len() > 1);
    // Opening it waits until somebody writes to it.
    let still = files(running.data()).remove(0);
    fs::remove_file(&still).expect("it is there");
    assert!(bounded::output(Command::new("mkfifo").arg(&still)).status.success());
    // More than there are threads that read.
    let query = format!("?at={}&delivery=20", at(first));
    let mut waiting: Vec<Client> = (0..8).map(|_| Client::join(&running, &query)).collect();
    for client in &mut waiting {
        client.text("hello");
    }
    let last = listen_without_gap(&mut Client::join(&running, "?burst=0&delivery=20"), 150);
    wait_for_frame(&running, last);
    assert!(running.get("/readyz").ends_with("on air"));

    // It ends for them when the disk answers: what is there is no sound.
    let answering = fs::OpenOptions::new().read(true).write(true).open(&still).expect("a pipe");
    for client in &mut waiting {
        client.closed();
    }
    drop(answering);
}
