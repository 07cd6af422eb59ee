//! Who may go live, and what everybody else is told.

use std::io::{Read, Write};

use crate::bounded;
use crate::live::{ADMIN, BASIC, head_of, now, order, read_head, station, tone_mp3, wait_for_source};
use crate::running::{Running, longwave, wait_until};

#[track_caller]
fn check(running: &Running, request: &str, expected: &str) {
    let head = head_of(&mut running.connect(), &request.replace("BASIC", BASIC));
    assert!(head.starts_with(expected), "{head:?} to {request:?}");
}

#[test]
fn what_is_wrong_with_a_source_is_said_as_icecast_says_it() {
    let running = station();
    let check = |request: &str, expected: &str| check(&running, request, expected);
    let put = "PUT /main HTTP/1.1\r\nAuthorization: BASIC\r\n";
    check(&format!("{put}Content-Type: text/html\r\n\r\n"), "HTTP/1.1 415 Content-type not supported\r\n");
    check(&format!("{put}\r\n"), "HTTP/1.1 400 No Content-type given\r\n");
    check(&format!("{put}Content-Type: audio/ogg\r\nTransfer-Encoding: gzip\r\n\r\n"), "HTTP/1.1 501 ");
    check("PUT /elsewhere HTTP/1.1\r\nAuthorization: BASIC\r\n\r\n", "HTTP/1.1 404 ");
    check("PUT main HTTP/1.1\r\nAuthorization: BASIC\r\n\r\n", "HTTP/1.1 400 ");
    check("PUT /main HTTP/1.1\r\nAuthorization: Basic c291cmNlOm5v\r\n\r\n", "HTTP/1.1 401 Wrong ");
    check("SOURCE /main\r\n\r\n", "HTTP/1.1 400 ");
}

#[test]
fn a_program_may_ask_first_and_go_live_over_the_same_connection() {
    let running = station();
    let mut stream = running.connect();
    let poke = "SOURCE /main HTTP/1.0\r\nContent-Length: 0\r\nConnection: Keep-Alive\r\n\r\n";
    let head = head_of(&mut stream, poke);
    assert!(head.starts_with("HTTP/1.0 401 "), "{head}");
    assert!(head.contains("\r\nWWW-Authenticate: Basic realm=\"Longwave\""), "{head}");
    assert!(head.contains("\r\nAllow: GET, PUT, OPTIONS, SOURCE\r\n"), "{head}");
    let length =
        head.split_once("Content-Length: ").expect("a length").1.split_once("\r\n").expect("a line").0;
    let mut body = vec![0; length.parse().expect("a number")];
    stream.read_exact(&mut body).expect("as long as it says");

    let put = "PUT /main.mp3 HTTP/1.1\r\nAuthorization: BASIC\r\nContent-Type: audio/mpeg\r\n\
               Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n";
    assert_eq!(head_of(&mut stream, &put.replace("BASIC", BASIC)), "HTTP/1.1 100 Continue\r\n\r\n");
    let mp3 = tone_mp3();
    for piece in mp3.chunks(1_000) {
        stream.write_all(format!("{:x}\r\n", piece.len()).as_bytes()).expect("it reads");
        stream.write_all(&[piece, b"\r\n"].concat()).expect("it reads");
    }
    wait_for_source(&running, "live");
    stream.write_all(b"0\r\n\r\n").expect("it reads");
    let head = read_head(&mut stream);
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    wait_for_source(&running, "autodj");
}

#[test]
fn a_program_of_old_that_waits_for_its_answer_gets_one() {
    let running = station();
    let put = "PUT /main HTTP/1.1\r\nAuthorization: BASIC\r\nContent-Type: audio/mpeg\r\n\r\n";
    check(&running, put, "HTTP/1.1 200 OK\r\n");
    check(&running, "SOURCE /main ICE/1.0\nAuthorization: BASIC\n\n", "HTTP/1.0 200 OK\r\n");
}

#[test]
fn a_dj_goes_live_with_their_own_name_where_and_when_they_may() {
    let mut running = station();
    let add = |name: &str, limits: &[&str]| {
        let mut command = longwave(running.data());
        command.args(["user", "add", name, "--generate"]).args(limits);
        let output = bounded::output(&mut command);
        assert!(output.status.success(), "{output:?}");
        let said = String::from_utf8(output.stdout).expect("text");
        said.trim().rsplit(' ').next().expect("a password").to_owned()
    };
    let (ada, ben) = (add("Ada", &["--station", "main"]), add("ben", &["--hours", "mon 00:00-00:01"]));
    let put = |user: &str, password: &str| {
        use base64::Engine;
        let basic = base64::engine::general_purpose::STANDARD.encode(format!("{user}:{password}"));
        format!("PUT /main HTTP/1.1\r\nAuthorization: Basic {basic}\r\nContent-Type: audio/mpeg\r\n\r\n")
    };
    check(&running, &put("ben", &ben), "HTTP/1.1 403 Not allowed: this account may go live mon 00:00-00:01");
    let mut stream = running.connect();
    stream.write_all(&[put("ada", &ada).as_bytes(), &tone_mp3()].concat()).expect("it reads");
    wait_for_source(&running, "live");
    assert_eq!(now(&running)["now_playing"]["dj"], "Ada");
    // The DJ connects again, and is there at once.
    let mut again = running.connect();
    again.write_all(&[put("ADA", &ada).as_bytes(), &tone_mp3()].concat()).expect("it reads");
    let mut rest = String::new();
    stream.read_to_string(&mut rest).expect("the first one is closed");
    assert!(rest.contains("the same DJ connected anew"), "{rest}");
    let log = running.log().join("\n");
    assert!(!log.contains(&ada) && !log.contains(&ben), "no password is in the log");
}

#[test]
fn wrong_passwords_lock_out_nobody_else() {
    let running = station();
    let wrong = "PUT /main HTTP/1.1\r\nAuthorization: Basic c291cmNlOm5v\r\n\r\n";
    for _ in 0..10 {
        check(&running, wrong, "HTTP/1.1 401 ");
    }
    check(&running, wrong, "HTTP/1.1 429 ");
    // The right one from another address of this machine.
    let mut stream = running.connect_from("127.0.0.2");
    let put = format!("PUT /main HTTP/1.1\r\nAuthorization: {BASIC}\r\n\r\n");
    assert!(head_of(&mut stream, &put).starts_with("HTTP/1.1 400 No Content-type given"));
}

/// The head of what a sign-in at the dashboard is answered, from an address of this machine.
fn sign_in(running: &Running, from: &str, password: &str) -> String {
    let form = format!("name=admin&password={password}");
    let request = format!(
        "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{form}",
        form.len()
    );
    head_of(&mut running.connect_from(from), &request)
}

#[test]
fn an_attack_from_many_addresses_leaves_the_known_ones_in() {
    let mut running = station();
    let put = format!("PUT /main HTTP/1.1\r\nAuthorization: {BASIC}\r\n\r\n");
    let goes_live = |running: &Running, from: &str| head_of(&mut running.connect_from(from), &put);
    assert!(sign_in(&running, "127.0.0.1", ADMIN).starts_with("HTTP/1.1 303 "));
    assert!(goes_live(&running, "127.0.0.2").starts_with("HTTP/1.1 400 No Content-type given"));
    let mut refused = 0;
    for round in 0..4 {
        for number in 1..=50 {
            let head = sign_in(&running, &format!("127.0.1.{number}"), &format!("guess{round}"));
            refused += usize::from(head.starts_with("HTTP/1.1 429 "));
        }
    }
    assert!(refused > 50, "{refused} of 200");
    assert!(sign_in(&running, "127.0.0.1", ADMIN).starts_with("HTTP/1.1 303 "), "the admin");
    assert!(goes_live(&running, "127.0.0.2").starts_with("HTTP/1.1 400 No Content-type given"), "the DJ");
    let log = running.log();
    let told = log.iter().filter(|line| line.contains("access refused")).count();
    assert!((5..100).contains(&told), "{told} lines: {log:?}");
    assert!(log.iter().any(|line| line.contains("127.0.1.1") && line.contains("admin")), "{log:?}");
}

#[test]
fn a_new_password_ends_what_is_live_by_the_old_one() {
    let running = station();
    let command = |arguments: &[&str]| {
        let output = bounded::output(longwave(running.data()).args(arguments));
        assert!(output.status.success(), "{output:?}");
        let said = String::from_utf8(output.stdout).expect("text");
        said.trim().rsplit(' ').next().expect("a password").to_owned()
    };
    let password = command(&["user", "add", "ada", "--generate"]);
    let tone = ["-c:a", "libmp3lame", "-f", "mp3"];
    let sender = crate::live::Sender::ffmpeg(&running, &format!("ada:{password}"), &tone);
    wait_for_source(&running, "live");
    command(&["user", "remove", "ada"]);
    wait_for_source(&running, "autodj");
    drop(sender);
}

#[test]
fn a_short_password_in_the_environment_is_a_reason_not_to_start() {
    let data = tempfile::tempdir().expect("a directory");
    for variable in ["LONGWAVE_ADMIN_PASSWORD", "LONGWAVE_SOURCE_PASSWORD"] {
        let output =
            bounded::output(longwave(data.path()).env(variable, "short").args(["--listen", "127.0.0.1:0"]));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(
            said.contains(&format!("{variable} cannot be used")) && said.contains("10 characters"),
            "{said}"
        );
    }
}

#[test]
fn titles_are_told_in_every_form() {
    let running = station();
    let said = |path: &str| order(&running, BASIC, path);
    assert!(said("/admin/metadata?mode=sing&mount=/main").contains("No such action"));
    assert!(said("/admin/metadata?mode=updinfo&mount=/elsewhere&song=x").starts_with("HTTP/1.0 404"));
    assert!(
        order(&running, "", "/admin/metadata?mode=updinfo&mount=/main&song=x").starts_with("HTTP/1.0 401")
    );
    let put = format!("PUT /main HTTP/1.1\r\nAuthorization: {BASIC}\r\nContent-Type: audio/mpeg\r\n\r\n");
    let mut stream = running.connect();
    let mp3 = tone_mp3();
    stream.write_all(&[put.as_bytes(), &mp3, &mp3, &mp3, &mp3].concat()).expect("it reads");
    wait_for_source(&running, "live");
    for (path, title) in [
        ("/admin/metadata?mode=updinfo&mount=/main&artist=Ada&title=One", "One"),
        ("/admin/metadata?mode=updinfo&mount=/main.mp3&title=Two", "Two"),
        ("/admin/metadata?mode=updinfo&mount=/main&song=S%F8lv", "Sølv"),
        ("/admin.cgi?mode=updinfo&pass=hackme-hackme&song=Ada+-+Four", "Four"),
    ] {
        assert!(said(path).contains("<return>1</return>"), "{path}");
        wait_until(title, || now(&running)["now_playing"]["title"] == title);
    }
}
