//! Recordings: cut seconds after their end, heard by ranges, and in the podcast.

use std::io::{Read as _, Write as _};
use std::net::Shutdown;
use std::process::Command;

use serde_json::{Value, json};

use crate::archive::{files, packets, set};
use crate::bounded;
use crate::live::{ADMIN, Sender, admin_cookie, station, wait_for_source};
use crate::running::{Running, shelf, wait_until};

/// An answer: its head, and its body as bytes.
fn ask(running: &Running, path: &str, headers: &str) -> (String, Vec<u8>) {
    send(running, "GET", path, headers)
}

fn send(running: &Running, method: &str, path: &str, headers: &str) -> (String, Vec<u8>) {
    let mut socket = running.connect();
    write!(socket, "{method} {path} HTTP/1.1\r\nHost: radio.example\r\nConnection: close\r\n{headers}\r\n")
        .expect("it reads");
    let mut answer = Vec::new();
    socket.read_to_end(&mut answer).expect("it answers");
    let head = answer.windows(4).position(|end| end == b"\r\n\r\n").expect("a head") + 4;
    let body = answer.split_off(head);
    (String::from_utf8(answer).expect("text").to_lowercase(), body)
}

/// The value of a header.
fn header(head: &str, name: &str) -> String {
    let line = head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
    line.unwrap_or_else(|| panic!("no {name} in {head}")).to_owned()
}

/// Returns the text between two others.
fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    text.split_once(before)
        .and_then(|(_, rest)| rest.split_once(after))
        .map(|(found, _)| found)
        .expect("it is there")
}

#[test]
fn a_djs_set_becomes_an_episode_seconds_after_its_end() {
    let running = station();
    set(&running, &["--archive", "live", "--publish-recordings", "on"]);
    let empty = ask(&running, "/main/podcast.xml", "");
    assert!(empty.0.starts_with("http/1.1 200") && header(&empty.0, "content-type").contains("rss+xml"));
    assert!(files(running.data()).is_empty(), "music is not kept");
    let encoding = ["-c:a", "libmp3lame", "-b:a", "128k", "-content_type", "audio/mpeg", "-f", "mp3"];
    let dj = Sender::ffmpeg(&running, "source:hackme-hackme", &encoding);
    wait_for_source(&running, "live");
    wait_until("the archive", || {
        files(running.data())
            .last()
            .is_some_and(|file| std::fs::metadata(file).is_ok_and(|about| about.len() > 40_000))
    });
    dj.stop();
    let feed = || String::from_utf8(ask(&running, "/main/podcast.xml", "").1).expect("text");
    wait_until("the episode", || feed().contains("type=\"audio/mpeg\""));
    let xml = feed();
    let mut reader = quick_xml::Reader::from_str(&xml);
    while !matches!(reader.read_event().expect("well-formed XML"), quick_xml::events::Event::Eof) {}
    assert_eq!(xml.matches("<item>").count(), 1, "{xml}");

    // The enclosure, as long as it says, whole and by ranges.
    let enclosure = between(&xml, "<enclosure url=\"http://radio.example", "\"");
    let (head, mp3) = ask(&running, enclosure, "");
    assert_eq!(between(&xml, "length=\"", "\"").parse::<usize>().expect("a number"), mp3.len());
    assert_eq!(header(&head, "content-length"), mp3.len().to_string());
    assert!(mp3.chunks_exact(384).all(|frame| frame.starts_with(&[0xFF, 0xFB])), "frames of 128 kbit/s");
    let (head, none) = send(&running, "HEAD", enclosure, "");
    assert_eq!((header(&head, "content-length"), none.len()), (mp3.len().to_string(), 0));
    let (head, part) = ask(&running, enclosure, "Range: bytes=1000-1999\r\n");
    assert!(head.starts_with("http/1.1 206"), "{head}");
    assert_eq!(header(&head, "content-range"), format!("bytes 1000-1999/{}", mp3.len()));
    assert_eq!(part, mp3[1_000..2_000]);
    let (head, part) = ask(&running, enclosure, "Range: bytes=-500\r\n");
    assert!(head.starts_with("http/1.1 206") && part == mp3[mp3.len() - 500..]);
    let tag = header(&head, "etag");
    assert!(ask(&running, enclosure, &format!("If-None-Match: {tag}\r\n")).0.starts_with("http/1.1 304"));
    let other = ask(&running, enclosure, "If-Range: \"other\"\r\nRange: bytes=0-9\r\n");
    assert!(other.0.starts_with("http/1.1 200") && other.1.len() == mp3.len());
    let beyond = ask(&running, enclosure, "Range: bytes=999999999-\r\n").0;
    assert!(beyond.starts_with("http/1.1 416"), "{beyond}");

    // The Opus file has the packets of the archive.
    let opus = enclosure.replace(".mp3", ".opus");
    let (_, bytes) = ask(&running, &opus, "");
    let mut reader = ogg::PacketReader::new(std::io::Cursor::new(bytes));
    let cut: Vec<Vec<u8>> =
        std::iter::from_fn(|| reader.read_packet().expect("valid Ogg")).map(|one| one.data).collect();
    let kept: Vec<Vec<u8>> =
        files(running.data()).iter().flat_map(|file| packets(file).into_values()).collect();
    assert_eq!(cut[2..], kept[..]);
    let chapters: Value =
        serde_json::from_slice(&ask(&running, &enclosure.replace(".mp3", ".chapters.json"), "").1)
            .expect("JSON");
    assert_eq!(chapters["version"], "1.2.0");

    let (head, _) = ask(&running, "/main/podcast.xml", "");
    let known = format!("If-None-Match: {}\r\n", header(&head, "etag"));
    assert!(ask(&running, "/main/podcast.xml", &known).0.starts_with("http/1.1 304"));
    let programme = running.get("/main/programme");
    assert!(programme.contains("To hear again"), "{programme}");
    assert!(programme.contains("type=\"application/rss+xml\" title="), "browsers find the feed: {programme}");
}

/// Sends something to the API as an administrator; returns the status and the JSON of the answer.
fn changes(running: &Running, method: &str, path: &str, kind: &str, body: &[u8]) -> (u16, Value) {
    let cookie = admin_cookie(running);
    let signed = format!("Cookie: {cookie}\r\n");
    let me: Value = serde_json::from_slice(&ask(running, "/api/v1/me", &signed).1).expect("JSON");
    let mut socket = running.connect();
    let csrf = me["csrf"].as_str().expect("a token");
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: radio.example\r\nConnection: close\r\n{signed}X-CSRF-Token: {csrf}\r\n\
         Content-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    socket.write_all(&[head.as_bytes(), body].concat()).expect("it reads");
    let mut answer = Vec::new();
    socket.read_to_end(&mut answer).expect("it answers");
    let end = answer.windows(4).position(|end| end == b"\r\n\r\n").expect("a head") + 4;
    let status = String::from_utf8_lossy(&answer[9..12]).parse().expect("a status");
    (status, serde_json::from_slice(&answer[end..]).unwrap_or_default())
}

/// Sends a part without its last byte as an administrator, and no more; returns the status of the answer.
fn breaks_off(running: &Running, path: &str, part: &[u8]) -> u16 {
    let cookie = admin_cookie(running);
    let me: Value = serde_json::from_slice(&ask(running, "/api/v1/me", &format!("Cookie: {cookie}\r\n")).1)
        .expect("JSON");
    let mut socket = running.connect();
    let csrf = me["csrf"].as_str().expect("a token");
    let head = format!(
        "PATCH {path} HTTP/1.1\r\nHost: radio.example\r\nConnection: close\r\nCookie: {cookie}\r\nX-CSRF-Token: {csrf}\r\n\
         Content-Type: application/octet-stream\r\nContent-Length: {}\r\n\r\n",
        part.len()
    );
    socket.write_all(&[head.as_bytes(), &part[..part.len() - 1]].concat()).expect("it reads");
    socket.shutdown(Shutdown::Write).expect("it is open");
    let mut answer = Vec::new();
    socket.read_to_end(&mut answer).expect("it answers");
    // Without an answer, nothing was taken either.
    answer.get(9..12).map_or(422, |status| String::from_utf8_lossy(status).parse().expect("a status"))
}

fn changes_json(running: &Running, method: &str, path: &str, body: &Value) -> Value {
    let (status, told) = changes(running, method, path, "application/json", body.to_string().as_bytes());
    assert!(status < 300, "{method} {path}: {status} {told}");
    told
}

/// Duration of a file, as ffprobe reads it.
fn seconds_of(sound: &[u8], name: &str) -> f64 {
    let dir = tempfile::tempdir().expect("a directory");
    let path = dir.path().join(name);
    std::fs::write(&path, sound).expect("it is written");
    let output = bounded::output(
        Command::new("ffprobe")
            .args(["-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0"])
            .arg(path),
    );
    String::from_utf8(output.stdout).expect("text").trim().parse().expect("a duration")
}

#[test]
fn a_file_made_elsewhere_becomes_an_episode_of_a_show_that_podcast_apps_read() {
    // The repeat is a file in the folder of music.
    let media = tempfile::tempdir().expect("a directory");
    let track = "02-paper-boats.flac";
    std::fs::copy(shelf().join(track), media.path().join(track)).expect("music that ships");
    let running = Running::start_with(media.path(), &[("LONGWAVE_ADMIN_PASSWORD", ADMIN)]);
    let all = "/api/v1/stations/main/recordings";
    let sound = std::fs::read(shelf().join("05-copper-parasol.ogg")).expect("music that ships");
    let new = json!({ "title": "Copper & Parasol", "show": "Talks & more", "size": sound.len() });
    let id = changes_json(&running, "POST", all, &new)["id"].as_i64().expect("a number");
    let one = format!("{all}/{id}");
    let (half, octets) = (sound.len() / 2, "application/octet-stream");
    let part = |offset: usize, sound: &[u8]| {
        changes(&running, "PATCH", &format!("{one}/sound?offset={offset}"), octets, sound)
    };
    assert_eq!(part(0, &sound[..half]), (200, json!({ "offset": half })));
    assert_eq!(part(0, &sound[..half]).0, 409, "it is there already");
    assert_eq!(breaks_off(&running, &format!("{one}/sound?offset={half}"), &sound[half..]), 422);
    assert_eq!(part(half, &sound[half..]), (200, json!({ "offset": sound.len() })));
    let cookie = format!("Cookie: {}\r\n", admin_cookie(&running));
    let known = || -> Value { serde_json::from_slice(&ask(&running, &one, &cookie).1).expect("JSON") };
    wait_until("the files", || !known()["mp3"].is_null());
    let whole = known();
    let opus_path = whole["opus"]["path"].as_str().expect("an address");
    let (_, opus) = ask(&running, opus_path, &cookie);
    let length = seconds_of(&opus, "a.opus");
    assert!((whole["duration_seconds"].as_f64().expect("a number") - length).abs() < 0.1, "{whole} {length}");

    // Trimmed to the frame, without encoding it again.
    let trimmed = changes_json(
        &running,
        "POST",
        &format!("{one}/trim"),
        &json!({ "from_seconds": 1.5, "to_seconds": 6.5 }),
    );
    assert_eq!((&trimmed["duration_seconds"], &trimmed["trimmed_seconds"]), (&json!(5.0), &json!(1.5)));
    let (_, short) = ask(&running, opus_path, &cookie);
    let packets_of = |bytes: Vec<u8>| -> Vec<Vec<u8>> {
        let mut reader = ogg::PacketReader::new(std::io::Cursor::new(bytes));
        std::iter::from_fn(|| reader.read_packet().expect("valid Ogg"))
            .map(|packet| packet.data)
            .skip(2)
            .collect()
    };
    let (before, after) = (packets_of(opus), packets_of(short));
    assert_eq!(after, before[75..325]);
    assert!(!trimmed["mp3"].is_null(), "podcast apps find the MP3 file: {trimmed}");
    let (_, mp3) = ask(&running, trimmed["mp3"]["path"].as_str().expect("an address"), &cookie);
    assert!((4.9..5.1).contains(&seconds_of(&mp3, "a.mp3")), "{}", mp3.len());

    let png = std::fs::read("static/screenshot.webp").expect("a picture");
    assert_eq!(changes(&running, "PUT", &format!("{one}/picture"), "image/webp", &png).0, 200);
    changes_json(
        &running,
        "PATCH",
        &one,
        &json!({ "is_published": true, "description": "Spoken\nand sung" }),
    );

    let address = format!("http://{}/main/podcast.xml?show=Talks+%26+more", running.address);
    let output = bounded::output(Command::new("python3").args(["tests/feed-readers.py", &address]));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let read: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(read["unchanged"], json!([304, 304]), "{read}");
    let feed = &read["feedparser"];
    assert_eq!((&feed["version"], &feed["title"]), (&json!("rss20"), &json!("Talks & more")));
    let entry = &feed["entries"][0];
    assert_eq!((&entry["title"], &entry["duration"]), (&json!("Copper & Parasol"), &json!("0:00:05")));
    let episode = &read["podcastparser"]["episodes"][0];
    assert_eq!((&episode["seconds"], &episode["guid"]), (&json!(5), &entry["id"]));
    let file = &episode["files"][0];
    let mp3_bytes = known()["mp3"]["bytes"].as_i64().expect("a length");
    assert_eq!((&file["mime_type"], file["file_size"].as_i64()), (&json!("audio/mpeg"), Some(mp3_bytes)));
    let picture = entry["image"]
        .as_str()
        .or(episode["picture"].as_str())
        .unwrap_or_else(|| panic!("no picture in {read}"));
    let (_, path) = picture.split_once(&running.address.to_string()).expect("an address of this server");
    let (head, image) = ask(&running, path, "");
    assert!(
        head.starts_with("http/1.1 200")
            && header(&head, "content-type").starts_with("image/")
            && !image.is_empty()
    );

    // Ranges, and requests by those who keep no tags.
    let mp3 = format!("/main/archive/{id}.mp3");
    let (head, _) = ask(&running, &mp3, "");
    let modified =
        head.lines().find_map(|line| line.strip_prefix("last-modified: ")).expect("a date").to_owned();
    let since = format!("If-Modified-Since: {}\r\n", http_date(&modified));
    assert!(ask(&running, &mp3, &since).0.starts_with("http/1.1 304"));
    let (head, part) = ask(&running, &mp3, "Range: bytes=100-199\r\n");
    assert!(head.starts_with("http/1.1 206") && part.len() == 100, "{head}");

    let (_, opml) = ask(&running, "/main/podcasts.opml", "");
    let opml = String::from_utf8(opml).expect("text");
    assert!(opml.contains("xmlUrl=\"http://radio.example/main/podcast.xml?show=Talks+%26+more\""), "{opml}");
    assert!(String::from_utf8_lossy(&ask(&running, "/podcasts.opml", "").1).contains("podcast.xml\""));
    assert!(ask(&running, "/main/podcast.xml?show=Other", "").0.starts_with("http/1.1 404"));

    // As a repeat it is a track of the library, with the title that it has by then.
    changes_json(&running, "PATCH", &one, &json!({ "title": "Parasol in the evening" }));
    changes_json(&running, "POST", &format!("{one}/repeat"), &json!({}));
    let mut tracks = Value::Null;
    wait_until("the copy in the library", || {
        let found = ask(&running, "/api/v1/library?type=talk", &cookie).1;
        tracks = serde_json::from_slice::<Value>(&found).expect("JSON")["tracks"].take();
        tracks.as_array().is_some_and(|all| !all.is_empty())
    });
    assert_eq!(tracks[0]["title"], "Parasol in the evening", "{tracks}");
}

/// A date of a head in small letters, as HTTP writes it.
fn http_date(date: &str) -> String {
    let words = date.split(' ').map(|word| match word {
        "gmt" => "GMT".to_owned(),
        word => word[..1].to_uppercase() + &word[1..],
    });
    words.collect::<Vec<_>>().join(" ")
}
