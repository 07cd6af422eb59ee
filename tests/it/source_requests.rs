//! Requests of source programs as they come over the wire: raw titles, `100 Continue`, reused connections.

use std::io::{Read, Write};

use crate::live::{BASIC, head_of, now, order, read_head, station, tone_mp3, wait_for_source};
use crate::running::wait_until;

/// Everything that is answered to `said`, until the server closes the connection.
fn all_answers(running: &crate::running::Running, said: &[u8]) -> String {
    let mut stream = running.connect();
    stream.write_all(said).expect("it reads");
    let mut answers = Vec::new();
    stream.read_to_end(&mut answers).expect("it closes the connection");
    String::from_utf8_lossy(&answers).into_owned()
}

#[test]
fn titles_in_raw_utf8_and_latin1_are_accepted_as_by_icecast() {
    let running = station();
    let mut stream = running.connect();
    let put = format!("SOURCE /main HTTP/1.0\r\nAuthorization: {BASIC}\r\nContent-Type: audio/mpeg\r\n\r\n");
    let mp3 = tone_mp3();
    stream.write_all(&[put.as_bytes(), &mp3, &mp3, &mp3, &mp3].concat()).expect("it reads");
    wait_for_source(&running, "live");
    for (path, title) in [
        ("/admin/metadata?mode=updinfo&mount=/main&song=Bj\u{f6}rk%20-%20J\u{f3}ga", "J\u{f3}ga"),
        ("/admin.cgi?mode=updinfo&pass=hackme-hackme&song=S\u{f8}lv", "S\u{f8}lv"),
    ] {
        let told = order(&running, BASIC, path);
        assert!(told.contains("<return>1</return>"), "{path}: {told}");
        wait_until(title, || now(&running)["now_playing"]["title"] == title);
    }
    let latin1 = [
        b"GET /admin/metadata?mode=updinfo&mount=/main&song=Gr\xFC\xDFe HTTP/1.0\r\nAuthorization: "
            .as_slice(),
        BASIC.as_bytes(),
        b"\r\n\r\n",
    ];
    let told = all_answers(&running, &latin1.concat());
    assert!(told.contains("<return>1</return>"), "{told}");
    wait_until("the title", || now(&running)["now_playing"]["title"] == "Gr\u{fc}\u{df}e");
}

#[test]
fn a_put_that_expects_continue_gets_both_answers_before_it_sends_sound() {
    let running = station();
    for (version, more) in [("1.0", ""), ("1.1", ""), ("1.1", "Transfer-Encoding: chunked\r\n")] {
        let mut stream = running.connect();
        let put = format!(
            "PUT /main HTTP/{version}\r\nAuthorization: {BASIC}\r\nContent-Type: audio/mpeg\r\n{more}\
             Expect: 100-continue\r\n\r\n"
        );
        assert_eq!(head_of(&mut stream, &put), "HTTP/1.1 100 Continue\r\n\r\n", "{put}");
        let head = read_head(&mut stream);
        assert!(head.starts_with(&format!("HTTP/{version} 200 OK\r\n")), "{put}: {head}");
        drop(stream);
        wait_until("a free line", || now(&running)["live"].is_null());
    }
    // A file is told at its end how it went.
    let mut stream = running.connect();
    let put = format!(
        "PUT /main HTTP/1.1\r\nAuthorization: {BASIC}\r\nContent-Type: audio/mpeg\r\nContent-Length: 5000\r\n\
         Expect: 100-continue\r\n\r\n"
    );
    assert_eq!(head_of(&mut stream, &put), "HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(&[7; 5_000]).expect("it reads");
    let head = read_head(&mut stream);
    assert!(head.starts_with("HTTP/1.1 415 "), "{head}");
}

#[test]
fn a_body_is_never_taken_for_the_next_request() {
    let running = station();
    let smuggled = "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    let length = smuggled.len();
    let chunked = format!("{length:x}\r\n{smuggled}\r\n0\r\n\r\n");
    for (request, status) in [
        (format!("OPTIONS * HTTP/1.1\r\nContent-Length: {length}\r\n\r\n{smuggled}"), "200"),
        (format!("OPTIONS * HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n{chunked}"), "200"),
        (
            format!("OPTIONS * HTTP/1.1\r\nContent-Length: 0\r\nContent-Length: {length}\r\n\r\n{smuggled}"),
            "200",
        ),
        (
            format!(
                "PUT /main HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: {length}\r\n\r\n{smuggled}"
            ),
            "401",
        ),
        (
            format!(
                "PUT /main HTTP/1.1\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n{chunked}"
            ),
            "401",
        ),
    ] {
        let answers = all_answers(&running, request.as_bytes());
        assert!(answers.starts_with(&format!("HTTP/1.1 {status} ")), "{request:?}: {answers}");
        assert_eq!(answers.matches("HTTP/1.1 ").count(), 1, "{request:?}: {answers}");
        assert!(answers.contains("\r\nConnection: close\r\n"), "{answers}");
    }
    // Without a body the connection goes on, to the web too.
    let answers = all_answers(&running, format!("OPTIONS * HTTP/1.1\r\n\r\n{smuggled}").as_bytes());
    assert_eq!(answers.matches("HTTP/1.1 200 OK").count(), 2, "{answers}");
}

#[test]
fn a_source_goes_live_over_a_connection_that_a_proxy_used_for_pages_before() {
    let running = station();
    let mut stream = running.connect();
    let head = head_of(&mut stream, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
    let length = head.to_ascii_lowercase();
    let length = length.split_once("content-length: ").expect("a length").1;
    let length = length.split_once("\r\n").expect("a line").0.parse().expect("a number");
    stream.read_exact(&mut vec![0; length]).expect("a body");
    let put = format!(
        "PUT /main.mp3 HTTP/1.1\r\nHost: x\r\nAuthorization: {BASIC}\r\nContent-Type: audio/mpeg\r\n\
         Transfer-Encoding: chunked\r\n\r\n"
    );
    stream.write_all(put.as_bytes()).expect("it reads");
    for piece in tone_mp3().chunks(1_000) {
        let chunk = [format!("{:x}\r\n", piece.len()).as_bytes(), piece, b"\r\n"].concat();
        stream.write_all(&chunk).expect("it reads");
    }
    wait_for_source(&running, "live");
    stream.write_all(b"0\r\n\r\n").expect("it reads");
    let head = read_head(&mut stream);
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");

    // One that is refused is told why, and the connection ends.
    let mut stream = running.connect();
    head_of(&mut stream, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
    stream
        .write_all(b"PUT /main HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n123456789")
        .expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it closes the connection");
    assert!(answer.contains("HTTP/1.1 401 Unauthorized\r\n"), "{answer}");
    assert!(answer.contains("connection: close\r\n"), "{answer}");
}

#[test]
fn another_dj_replaces_one_whose_line_is_dead() {
    let mut running = station();
    let mut dead = running.connect();
    let put = format!(
        "PUT /main HTTP/1.1\r\nAuthorization: {BASIC}\r\nContent-Type: audio/mpeg\r\nExpect: 100-continue\r\n\r\n"
    );
    head_of(&mut dead, &put);
    // Sound, and then nothing more on a connection that stays open.
    dead.write_all(&tone_mp3()).expect("it reads");
    wait_for_source(&running, "live");
    wait_for_source(&running, "autodj");
    let mut other = running.connect();
    wait_until("the line", || {
        other = running.connect();
        let put = put.replace(BASIC, crate::live::BASIC_ADMIN);
        head_of(&mut other, &put).starts_with("HTTP/1.1 100 ")
    });
    other.write_all(&tone_mp3()).expect("it reads");
    running.wait_for_log("nothing came any more, and another DJ connected");
    wait_until("the other DJ", || now(&running)["now_playing"]["dj"] == "admin");
}
