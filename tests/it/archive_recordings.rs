//! Recordings: cut seconds after their end, heard by ranges, and in the podcast.

use std::io::{Read as _, Write as _};

use serde_json::Value;

use crate::archive::{files, packets, set};
use crate::live::{Sender, station, wait_for_source};
use crate::running::{Running, wait_until};

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
    assert!(running.get("/main/programme").contains("To hear again"));
}
