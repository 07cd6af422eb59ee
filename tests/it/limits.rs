//! As many listeners as the owner wants, and as the machine can take.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::Duration;

use crate::client::Client;
use crate::live::{ADMIN, BASIC, SOURCE, admin_cookie, head_of, read_head, tone_mp3, wait_for_source};
use crate::running::{Running, shelf, wait_until};

const PASSWORDS: [(&str, &str); 2] =
    [("LONGWAVE_SOURCE_PASSWORD", SOURCE), ("LONGWAVE_ADMIN_PASSWORD", ADMIN)];
const HEALTH: &str = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
const STREAM: &str = "GET /main.opus HTTP/1.1\r\nHost: x\r\n\r\n";

/// A player that listens over `stream`, or the head of the answer.
fn play(mut stream: TcpStream) -> Result<TcpStream, String> {
    let head = head_of(&mut stream, STREAM);
    if head.starts_with("HTTP/1.1 200 OK\r\n") { Ok(stream) } else { Err(head) }
}

/// The same over a connection that was used before, which the web server holds.
fn play_after_a_page(running: &Running) -> Result<TcpStream, String> {
    let mut stream = running.connect();
    let page = head_of(&mut stream, "HEAD /main HTTP/1.1\r\nHost: x\r\n\r\n");
    assert!(page.starts_with("HTTP/1.1 200 OK\r\n"), "{page}");
    play(stream)
}

fn check_refused(refused: Result<TcpStream, String>) {
    let head = refused.expect_err("no place").to_ascii_lowercase();
    assert!(head.starts_with("http/1.1 503 service unavailable\r\n"), "{head}");
    for header in ["retry-after: 30\r\n", "connection: close\r\n"] {
        assert!(head.contains(header), "{header} in {head}");
    }
}

#[test]
fn a_full_station_turns_listeners_away_until_one_leaves() {
    let mut running = Running::start_with(&shelf(), &[("LONGWAVE_MAX_LISTENERS", "3")]);
    let mut socket = Some(Client::join(&running, "?burst=0"));
    let mut player = Some(play(running.connect()).expect("a place"));
    let mut kept = Some(play_after_a_page(&running).expect("a place"));

    // Each of the three ways in is full, and the next free place is for whoever comes.
    for _ in 0..2 {
        check_refused(play(running.connect()));
        check_refused(play_after_a_page(&running));
        let (status, words) = Client::try_join(&running, "", &[]).err().expect("no place");
        assert_eq!(status, 503);
        assert!(words.starts_with("This station has as many listeners as it can take."), "{words}");
    }
    assert!(running.get("/main").starts_with("HTTP/1.1 200 "), "pages are for everybody");
    let head = head_of(&mut running.connect(), "HEAD /main.opus HTTP/1.1\r\nHost: x\r\n\r\n");
    assert!(head.starts_with("HTTP/1.1 503 "), "who only asks is told the same: {head}");

    drop(kept.take());
    wait_until("a place of the web server's", || {
        kept = play(running.connect()).ok();
        kept.is_some()
    });
    check_refused(play(running.connect()));
    drop(player.take());
    wait_until("a player's place", || {
        socket.as_mut().expect("it listens").sound();
        player = play_after_a_page(&running).ok();
        player.is_some()
    });
    check_refused(play_after_a_page(&running));
    drop(socket.take());
    wait_until("a browser's place", || {
        socket = Client::try_join(&running, "", &[]).ok();
        socket.is_some()
    });
    check_refused(play(running.connect()));

    assert_eq!(running.metric("longwave_listeners", "station=\"main\""), 3.0);
    drop((socket, player, kept));
    wait_until("nobody", || running.metric("longwave_listeners", "station=\"main\"") == 0.0);
    running.wait_for_log("it has as many listeners as it may");
    assert!(running.log().iter().all(|line| !line.contains("ERROR")), "{:?}", running.log());
}

#[test]
fn an_address_has_its_share() {
    let running = Running::start_with(&shelf(), &[("LONGWAVE_MAX_PER_ADDRESS", "2")]);
    let first = play(running.connect_from("127.0.0.2")).expect("a place");
    let _second = play(running.connect_from("127.0.0.2")).expect("a place");
    check_refused(play(running.connect_from("127.0.0.2")));
    let _neighbour = play(running.connect_from("127.0.0.3")).expect("a place");
    let _proxied: Vec<_> = (0..5).map(|_| play(running.connect()).expect("a place")).collect();
    drop(first);
    let mut third = None;
    wait_until("the place of the first", || {
        third = play(running.connect_from("127.0.0.2")).ok();
        third.is_some()
    });
    check_refused(play(running.connect_from("127.0.0.2")));
}

#[test]
fn when_descriptors_run_out_the_music_plays_on_and_it_is_told_once_while_it_lasts() {
    let mut running = Running::start_with_descriptors(&shelf(), 256, &[]);
    let mut client = Client::join(&running, "?burst=0&delivery=20");
    let mut end = client.sound().end();
    for _ in 0..2 {
        let crowd: Vec<_> = (0..300).map(|_| running.connect()).collect();
        for _ in 0..50 {
            let sound = client.sound();
            assert_eq!(sound.first, end, "the listener lost nothing");
            end = sound.end();
        }
        wait_until("the answer to those who are too many", || {
            crowd.iter().filter(|stream| is_turned_away(stream)).count() > 50
        });
        running.wait_for_log("newcomers are turned away");
        let is_served = || {
            let (mut stream, mut answer) = (running.connect(), Vec::new());
            // Who is turned away may see the end before the words.
            drop(stream.write_all(b"GET /healthz HTTP/1.0\r\n\r\n"));
            drop(stream.read_to_end(&mut answer));
            answer.ends_with(b"ok")
        };
        wait_until("one of those who say nothing to make room", is_served);
        let waiting = crowd.iter().filter(|stream| is_waiting(stream)).count();
        assert!(waiting > 0, "others of those who say nothing have more time");
        drop(crowd);
        wait_until("room", is_served);
    }
    let told = |text: &str, log: &[String]| log.iter().filter(|line| line.contains(text)).count();
    assert_eq!(told("newcomers are turned away", running.log()), 1);
}

#[test]
fn where_descriptors_are_short_connections_that_do_nothing_make_room() {
    let running = Running::start_with_descriptors(&shelf(), 256, &[]);
    let mut client = Client::join(&running, "?burst=0&delivery=20");
    let mut end = client.sound().end();
    // They ask for what never comes, or not again, or do not go on.
    for said in [
        "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /api/v1/stations/main/captions HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\n\r\nn",
        "GET /sendspin HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
            Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
    ] {
        let crowd: Vec<_> = (0..300)
            .map(|_| {
                let mut stream = running.connect();
                // Some are turned away.
                drop(stream.write_all(said.as_bytes()));
                stream
            })
            .collect();
        // Everybody has two seconds.
        thread::sleep(Duration::from_millis(2_500));
        let is_served = || {
            let (mut stream, mut answer) = (running.connect(), Vec::new());
            drop(stream.write_all(b"GET /login HTTP/1.0\r\n\r\n"));
            drop(stream.read_to_end(&mut answer));
            answer.starts_with(b"HTTP/1.0 200 ") || answer.starts_with(b"HTTP/1.1 200 ")
        };
        // The first one may have to make room.
        let served = (0..10).filter(|_| is_served()).count();
        assert!(served >= 8, "{served} of 10 beside those who said {said:?}");
        for _ in 0..50 {
            let sound = client.sound();
            assert_eq!(sound.first, end, "the listener lost nothing");
            end = sound.end();
        }
        drop(crowd);
    }
}

#[test]
fn strangers_who_keep_sending_leave_room_for_staff_where_descriptors_are_short() {
    let running = Running::start_with_descriptors(&shelf(), 256, &PASSWORDS);
    let form = "POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n\
                Content-Length: 4000\r\n\r\n";
    for (said, goes_on, addresses) in
        [(HEALTH, HEALTH, 1), (form, "n", 1), (HEALTH, HEALTH, 250), (form, "n", 250)]
    {
        let join = |number: usize| {
            let mut stream = running.connect_from(&format!("127.0.1.{}", 1 + number % addresses));
            stream.set_nonblocking(true).expect("it is open");
            // Some are turned away.
            drop(stream.write_all(said.as_bytes()));
            stream
        };
        let mut crowd: Vec<_> = (0..300).map(join).collect();
        let mut served = 0;
        // None is, while the crowd has all.
        wait_until("staff to be served", || {
            for (number, stream) in crowd.iter_mut().enumerate() {
                if is_over(stream) || stream.write_all(goes_on.as_bytes()).is_err() {
                    *stream = join(number);
                }
            }
            thread::sleep(Duration::from_millis(700));
            let mut answer = Vec::new();
            let mut stream = running.connect_from("127.0.0.3");
            drop(stream.write_all(b"GET /login HTTP/1.0\r\n\r\n"));
            drop(stream.read_to_end(&mut answer));
            let put = format!("PUT /main HTTP/1.1\r\nAuthorization: {BASIC}\r\n\r\n");
            let mut dj = running.connect_from("127.0.0.4");
            drop(dj.write_all(put.as_bytes()));
            let mut refused = [0; 12];
            drop(dj.read_exact(&mut refused));
            // Its media type is missing: the password is right.
            served +=
                usize::from(answer.windows(5).any(|word| word == b" 200 ") && !refused.ends_with(b" 503"));
            served == 5
        });
    }
}

#[test]
fn a_dj_who_pauses_on_a_reused_connection_stays_where_descriptors_are_short() {
    let mut running = Running::start_with_descriptors(&shelf(), 256, &PASSWORDS);
    let mp3 = tone_mp3();
    let chunk = [format!("{:x}\r\n", mp3.len()).as_bytes(), &mp3, b"\r\n"].concat();
    let mut dj = running.connect_from("127.0.0.3");
    let mut page = head_of(&mut dj, HEALTH);
    assert!(page.starts_with("HTTP/1.1 200 OK\r\n"), "{page}");
    dj.read_exact(&mut [0; 2]).expect("its body");
    let put = format!(
        "PUT /main HTTP/1.1\r\nHost: x\r\nAuthorization: {BASIC}\r\nContent-Type: audio/mpeg\r\n\
         Transfer-Encoding: chunked\r\n\r\n"
    );
    dj.write_all(&[put.as_bytes(), &chunk].concat()).expect("it reads");
    wait_for_source(&running, "live");
    let ask = |_| {
        let mut stream = running.connect_from("127.0.0.2");
        drop(stream.write_all(HEALTH.as_bytes()));
        stream
    };
    let crowd: Vec<_> = (0..300).map(ask).collect();
    thread::sleep(Duration::from_millis(2_500));
    let more: Vec<_> = (0..100).map(ask).collect();
    thread::sleep(Duration::from_millis(500));
    dj.write_all(&[&chunk[..], b"0\r\n\r\n"].concat()).expect("it reads on");
    drop((crowd, more));
    page = read_head(&mut dj);
    assert!(page.starts_with("HTTP/1.1 200 OK\r\n"), "{page}");
    assert!(running.log().iter().all(|line| !line.contains("made room")), "{:?}", running.log());
}

#[test]
fn one_account_keeps_few_connections_and_none_once_it_is_removed() {
    let running = Running::start_with_descriptors(&shelf(), 256, &PASSWORDS);
    let admin = admin_cookie(&running);
    let me = |cookie: &str| format!("GET /api/v1/me HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\n\r\n");
    let mut stream = running.connect();
    head_of(&mut stream, &me(&admin).replace("1.1", "1.0"));
    let mut document = String::new();
    stream.read_to_string(&mut document).expect("a document");
    let document: serde_json::Value = serde_json::from_str(&document).expect("JSON");
    let csrf = document["csrf"].as_str().expect("a token");
    let change = |method: &str, path: &str, body: &str| {
        let said = format!(
            "{method} {path} HTTP/1.0\r\nCookie: {admin}\r\nX-CSRF-Token: {csrf}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let head = head_of(&mut running.connect(), &said);
        assert!(head.contains(" 20"), "{method} {path}: {head}");
    };
    change("POST", "/api/v1/accounts", r#"{"name":"ada","password":"tides-and-winds","role":"dj"}"#);
    let form = "name=ada&password=tides-and-winds";
    let said = format!(
        "POST /login HTTP/1.0\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
        form.len()
    );
    let head = head_of(&mut running.connect(), &said);
    let cookie = head.split("\r\n").find_map(|line| line.strip_prefix("set-cookie: ")).expect("a cookie");
    let cookie = cookie.split(';').next().expect("its value");
    let ask = |said: &str| {
        let mut stream = running.connect_from("127.0.0.2");
        // Some are turned away.
        drop(stream.write_all(said.as_bytes()));
        drop(stream.read(&mut [0; 4_096]));
        stream.set_nonblocking(true).expect("it is open");
        stream
    };
    let mut of_admin = ask(&me(&admin));
    let mut of_dj: Vec<_> = (0..220).map(|_| ask(&me(cookie))).collect();
    let login = || head_of(&mut running.connect_from("127.0.0.3"), "GET /login HTTP/1.0\r\n\r\n");
    // Strangers use up what is left, and make room in turn.
    let stir = || drop((0..60).map(|_| ask(HEALTH)).collect::<Vec<_>>());
    // One that says nothing for long is closed, kept or not.
    let go_on = |of_admin: &mut TcpStream, of_dj: &mut Vec<TcpStream>| {
        of_admin.write_all(me(&admin).as_bytes()).expect("the administrator's is kept");
        for stream in of_dj {
            drop(stream.write_all(me(cookie).as_bytes()));
        }
    };
    wait_until("those that are not kept to make room", || {
        stir();
        go_on(&mut of_admin, &mut of_dj);
        of_dj.retain_mut(|stream| !is_over(stream));
        of_dj.len() < 100
    });
    wait_until("others to sign in", || login().contains(" 200 "));
    assert!(!is_over(&mut of_admin), "the administrator's is kept");
    of_admin = ask(&me(&admin));
    of_dj = (0..5).map(|_| ask(&me(cookie))).collect();
    change("DELETE", "/api/v1/accounts/ada", "");
    wait_until("those of the account to make room", || {
        let crowd: Vec<_> = (0..220).map(|_| ask(HEALTH)).collect();
        go_on(&mut of_admin, &mut of_dj);
        of_dj.retain_mut(|stream| !is_over(stream));
        drop(crowd);
        of_dj.is_empty()
    });
    assert!(!is_over(&mut of_admin), "who is signed in keeps theirs");
}

/// Whether the server has ended the connection, of which all that was answered is read; it does not block.
fn is_over(stream: &mut TcpStream) -> bool {
    let mut answer = [0; 4_096];
    loop {
        match stream.read(&mut answer) {
            Ok(0) => return true,
            Ok(_) => {}
            Err(error) => return error.kind() != io::ErrorKind::WouldBlock,
        }
    }
}

/// Whether the server has neither answered nor ended the connection.
fn is_waiting(stream: &TcpStream) -> bool {
    stream.peek(&mut [0]).is_err_and(|error| error.kind() == io::ErrorKind::WouldBlock)
}

/// Whether the server has answered without having been asked anything.
fn is_turned_away(stream: &TcpStream) -> bool {
    stream.set_nonblocking(true).expect("it is open");
    let mut said = [0; 64];
    let count = stream.peek(&mut said).unwrap_or_default();
    said[..count].starts_with(b"HTTP/1.1 503 ")
}
