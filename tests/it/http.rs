//! `/main.opus`, against the contract.

use std::io::{Read, Write};
use std::net::TcpStream;

use crate::running::{Running, shelf};

/// Sends a request and reads the head of the answer.
fn ask(stream: &mut TcpStream, request: &str) -> String {
    stream.write_all(request.as_bytes()).expect("it reads");
    let mut head = Vec::new();
    let mut byte = [0; 1];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).expect("an answer");
        head.push(byte[0]);
        assert!(head.len() < 8_192, "a head that ends");
    }
    String::from_utf8(head).expect("text")
}

/// The first pages of a stream, told apart by the `ogg` crate, which checks their checksums.
fn packets(stream: &mut TcpStream, count: usize) -> Vec<ogg::Packet> {
    let mut bytes = Vec::new();
    let mut chunk = [0; 4_096];
    loop {
        let mut reader = ogg::PacketReader::new(std::io::Cursor::new(bytes.clone()));
        let mut packets = Vec::new();
        while let Ok(Some(packet)) = reader.read_packet() {
            packets.push(packet);
        }
        if packets.len() >= count {
            return packets;
        }
        let read = stream.read(&mut chunk).expect("it goes on");
        assert!(read > 0, "a stream does not end");
        bytes.extend_from_slice(&chunk[..read]);
    }
}

fn check_stream(stream: &mut TcpStream, request: &str, version: &str) {
    let head = ask(stream, request);
    assert!(head.starts_with(&format!("{version} 200 OK\r\n")), "{head}");
    let lower = head.to_ascii_lowercase();
    for header in
        ["content-type: audio/ogg\r\n", "access-control-allow-origin: *\r\n", "connection: close\r\n"]
    {
        assert!(lower.contains(header), "{header} in {head}");
    }
    assert!(!lower.contains("transfer-encoding") && !lower.contains("content-length"), "{head}");
    let packets = packets(stream, 60);
    assert_eq!(&packets[0].data[..8], b"OpusHead");
    assert_eq!(&packets[1].data[..8], b"OpusTags");
    let serial = packets[0].stream_serial();
    assert!(packets.iter().all(|packet| packet.stream_serial() == serial && !packet.last_in_stream()));
    let positions: Vec<u64> = packets[2..].iter().map(ogg::Packet::absgp_page).collect();
    assert!(
        positions.windows(2).all(|pair| pair[1] == pair[0] || pair[1] == pair[0] + 9_600),
        "{positions:?}"
    );
}

#[test]
fn a_stream_has_no_chunks_for_either_version_of_http() {
    let running = Running::start(&shelf());
    for version in ["HTTP/1.0", "HTTP/1.1"] {
        let request = format!("GET /main.opus {version}\r\nHost: x\r\nRange: bytes=0-\r\n\r\n");
        check_stream(&mut running.connect(), &request, version);
    }
}

#[test]
fn a_player_chooses_its_rendition_and_burst() {
    let running = Running::start(&shelf());
    // The sound comes at once as far as it was on air before, and 64 KiB are more than can be within 5 s.
    let seconds = |query: &str| {
        let mut stream = running.connect();
        let head = ask(&mut stream, &format!("GET /main.opus{query} HTTP/1.1\r\nHost: x\r\n\r\n"));
        assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
        for header in ["\r\nX-Accel-Buffering: no\r\n", "\r\nicy-br: 96\r\n"] {
            assert!(head.contains(header), "{header} in {head}");
        }
        packets(&mut stream, 3)[2].absgp_page()
    };
    let first_page = seconds("");
    while seconds("?burst=0") < first_page + 48_000 {}
    assert!(seconds("") < seconds("?rendition=opus-96&burst=0"), "a burst begins earlier");
    for query in ["?burst=10001", "?rendition=pcm-s16", "?rendition=nothing"] {
        let request = format!("GET /main.opus{query} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        let head = ask(&mut running.connect(), &request);
        assert!(head.starts_with("HTTP/1.1 400 "), "{query}: {head}");
    }
}

#[test]
fn plain_samples_are_heard_as_wav_as_soon_as_somebody_wants_them() {
    let running = Running::start(&shelf());
    crate::running::wait_until("music", || running.metric("longwave_source", "autodj") > 0.0);
    for version in ["HTTP/1.0", "HTTP/1.1"] {
        let mut stream = running.connect();
        let head = ask(&mut stream, &format!("GET /main.wav {version}\r\nHost: x\r\n\r\n"));
        assert!(head.starts_with(&format!("{version} 200 OK\r\n")), "{head}");
        assert!(head.contains("\r\nContent-Type: audio/wav\r\n"), "{head}");
        // The header of 44 bytes, and two seconds of it.
        let mut bytes = vec![0; 44 + 2 * 192_000];
        stream.read_exact(&mut bytes).expect("it goes on");
        assert_eq!((&bytes[..4], &bytes[36..44]), (&b"RIFF"[..], &b"data\xFF\xFF\xFF\xFF"[..]));
        let loudest = bytes[44..].chunks(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]]).unsigned_abs());
        assert!(loudest.max() > Some(1_000), "there is music");
    }
}

#[test]
fn a_request_that_comes_in_pieces_is_served() {
    let running = Running::start(&shelf());
    let mut stream = running.connect();
    stream.set_nodelay(true).expect("no delay");
    for piece in ["G", "ET /ma", "in.opus HTTP/1.1\r\nHo", "st: x\r\n"] {
        stream.write_all(piece.as_bytes()).expect("it reads");
    }
    check_stream(&mut stream, "\r\n", "HTTP/1.1");
}

#[test]
fn a_connection_that_was_used_before_is_served_too() {
    let running = Running::start(&shelf());
    let mut stream = running.connect();
    let head = ask(&mut stream, "HEAD /main.opus HTTP/1.1\r\nHost: x\r\n\r\n");
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    assert!(head.to_ascii_lowercase().contains("content-type: audio/ogg"), "{head}");
    let mut stream = running.connect();
    let page = ask(&mut stream, "HEAD /main HTTP/1.1\r\nHost: x\r\n\r\n");
    assert!(page.starts_with("HTTP/1.1 200 OK\r\n"), "{page}");
    check_stream(&mut stream, "GET /main.opus HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1");
}

#[test]
fn what_is_not_there_is_not_found() {
    let running = Running::start(&shelf());
    for path in ["/nobody.opus", "/nobody.mp3", "/nobody", "/main/cover/0"] {
        assert!(running.get(path).starts_with("HTTP/1.1 404 "), "{path}");
    }
    let mut stream = running.connect();
    let head = ask(&mut stream, "DELETE /main HTTP/1.1\r\nHost: x\r\n\r\n");
    assert!(head.starts_with("HTTP/1.1 405 ") && head.to_ascii_lowercase().contains("allow: "), "{head}");
}

#[test]
fn pages_of_other_sites_may_read_streams() {
    let running = Running::start(&shelf());
    let question = "Host: x\r\nOrigin: http://elsewhere.test\r\nAccess-Control-Request-Method: GET\r\n\
                    Access-Control-Request-Headers: icy-metadata\r\n\r\n";
    for path in ["/main.opus", "/main/cover/0", "/api/v1/stations/main/now"] {
        let head = ask(&mut running.connect(), &format!("OPTIONS {path} HTTP/1.1\r\n{question}"));
        let lower = head.to_ascii_lowercase();
        assert!(head.starts_with("HTTP/1.1 204 "), "{path}: {head}");
        assert!(lower.contains("access-control-allow-origin: *"), "{head}");
        assert!(lower.contains("access-control-allow-headers: icy-metadata"), "{head}");
    }
}

#[test]
fn a_stream_ends_properly_when_the_station_signs_off() {
    let running = Running::start(&shelf());
    let mut stream = running.connect();
    ask(&mut stream, "GET /main.opus HTTP/1.0\r\n\r\n");
    packets(&mut stream, 30);
    running.terminate();
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).expect("an end, not a reset");
    let last = rest.windows(4).rposition(|window| window == b"OggS").expect("a page");
    assert_eq!(rest[last + 5] & 4, 4, "the last page says that it is the last");
    assert_eq!(rest[last + 26], 1, "and completes a packet");
}

#[test]
fn health_is_told() {
    let running = Running::start(&shelf());
    assert!(running.get("/healthz").ends_with("ok"));
    crate::running::wait_until("on air", || running.get("/readyz").starts_with("HTTP/1.1 200 "));
    let metrics = running.get("/metrics");
    for name in [
        "longwave_listeners{",
        "longwave_frames_late_total{station=\"main\"}",
        "longwave_frame_lateness_seconds_bucket{",
        "longwave_listener_skipped_frames_total{",
        "longwave_dead_air_seconds_total{station=\"main\"}",
        "longwave_source{",
        "longwave_loudness_lufs{station=\"main\"}",
        "longwave_ingest_buffer_seconds{station=\"main\"}",
        "process_resident_memory_bytes ",
        "process_cpu_seconds_total ",
    ] {
        assert!(metrics.lines().any(|line| line.starts_with(name)), "{name} in {metrics}");
    }
}
