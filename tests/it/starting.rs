//! Starting, stopping, and what the command line says.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};

use crate::bounded;
use crate::live::head_of;
use crate::running::{PATIENCE, Running, longwave, shelf};

fn run(data: &Path, arguments: &[&str]) -> Output {
    bounded::output(longwave(data).args(arguments))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn the_first_start_tells_its_passwords_once_and_the_second_none() {
    let running = Running::start(&shelf());
    let password = |said: &[String], of: &str| said.iter().find(|line| line.contains(of)).cloned();
    assert!(
        password(&running.said, "longwave: first account admin, password ").is_some(),
        "{:?}",
        running.said
    );
    assert!(password(&running.said, "source password ").is_some(), "{:?}", running.said);
    let (status, _, data) = running.stop();
    assert_eq!(status.code(), Some(0));
    let again = Running::start_at("127.0.0.1:0", &shelf(), data);
    assert_eq!(again.said.len(), 1, "the ready line and nothing else: {:?}", again.said);
}

#[test]
fn what_cannot_start_says_why_in_a_line_and_ends_with_one() {
    let data = tempfile::tempdir().expect("a directory");
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    let output = run(data.path(), &["serve", "--listen", &address]);
    assert_eq!(output.status.code(), Some(1));
    let reason = text(&output.stderr);
    let reasons: Vec<&str> = reason.lines().filter(|line| line.starts_with("longwave: ")).collect();
    assert_eq!(reasons.len(), 1, "{reason}");
    assert!(reasons[0].contains(&address), "{reason}");

    fs::write(data.path().join("longwave.toml"), "listne = \"x\"\n").expect("a file");
    let output = run(data.path(), &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("listne"), "{}", text(&output.stderr));
}

#[test]
fn several_addresses_serve_the_same() {
    let second = TcpListener::bind("[::1]:0").expect("a port").local_addr().expect("an address");
    let data = tempfile::tempdir().expect("a directory");
    let running = Running::start_at(&format!("127.0.0.1:0,{second}"), &shelf(), data);
    assert!(running.address.is_ipv4(), "the first is told");
    let mut stream = TcpStream::connect(second).expect("it accepts connections");
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    let head = head_of(&mut stream, "GET /main.opus HTTP/1.0\r\n\r\n");
    assert!(head.starts_with("HTTP/1.1 200 ") || head.starts_with("HTTP/1.0 200 "), "{head}");
    assert!(running.get("/healthz").starts_with("HTTP/1.1 200 "));
}

#[test]
fn a_port_in_use_is_noticed_before_anything_is_made() {
    let data = tempfile::tempdir().expect("a directory");
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    let output = run(data.path(), &["serve", "--listen", &address]);
    assert_eq!(output.status.code(), Some(1));
    assert!(!text(&output.stdout).contains("password"), "{}", text(&output.stdout));
    assert!(!data.path().join("longwave.db").exists(), "the next start is the first");
}

#[test]
fn a_database_that_was_deleted_is_missed_by_check_and_the_next_start() {
    let running = Running::start(&shelf());
    let (status, _, data) = running.stop();
    assert!(status.success());
    fs::remove_file(data.path().join("longwave.db")).expect("it was there");
    let check = |data: &Path, says: &str| {
        let output = run(data, &["check", "--media", shelf().to_str().expect("text")]);
        assert_eq!(output.status.code(), Some(1));
        assert!(text(&output.stdout).contains(says), "{}", text(&output.stdout));
    };
    check(data.path(), "it is gone");
    let mut running = Running::start_at("127.0.0.1:0", &shelf(), data);
    assert!(running.wait_for_log("is damaged (it is gone").contains("ERROR"), "it is on air with the copy");
    let made_anew = |line: &String| line.contains("a new one is made");
    assert!(!running.log().iter().any(made_anew), "{:?}", running.log());
    let (_, _, data) = running.stop();
    // With the copy moved away too, it begins anew.
    fs::remove_file(data.path().join("longwave-safe.db")).expect("it was there");
    check(data.path(), "there was a database");
    let mut running = Running::start_at("127.0.0.1:0", &shelf(), data);
    assert!(running.wait_for_log("there was a database").contains("WARN"));
}

#[test]
fn signals_that_mean_nothing_to_a_server_do_not_end_it() {
    let mut running = Running::start(&shelf());
    let kill = |signal: &str| {
        let pid = running.pid().to_string();
        assert!(bounded::status(Command::new("kill").args([signal, &pid])).success());
    };
    for signal in ["-ILL", "-FPE", "-ABRT", "-QUIT", "-USR1", "-USR2", "-ALRM", "-HUP"] {
        kill(signal);
    }
    running.wait_for_log("SIGHUP");
    assert!(running.get("/readyz").starts_with("HTTP/1.1 200 "));
    assert!(running.stop().0.success());
}

#[test]
fn wrong_usage_ends_with_two() {
    let data = tempfile::tempdir().expect("a directory");
    assert_eq!(run(data.path(), &["--frequency", "198"]).status.code(), Some(2));
    assert_eq!(run(data.path(), &["serve", "--log", "xml"]).status.code(), Some(2));
    for command in ["serve", "check", "scan", "library", "user", "backup", "restore"] {
        let output = run(data.path(), &[command, "--help"]);
        assert_eq!(output.status.code(), Some(0), "{command}");
        assert!(text(&output.stdout).contains("Usage: longwave"), "{command}");
    }
}

#[test]
fn a_database_is_backed_up_on_air_and_restored_when_off() {
    let running = Running::start(&shelf());
    let (_, _, data) = running.stop();
    let running = Running::start_at("127.0.0.1:0", &shelf(), data);
    let folder = tempfile::tempdir().expect("a directory");
    let backup = folder.path().join("backup.db");
    let path = backup.to_str().expect("text");
    // The data directory is the running station's.
    let on_air = |arguments: &[&str]| {
        let environ = fs::read(format!("/proc/{}/environ", running.pid())).expect("it runs");
        let data = environ.split(|byte| *byte == 0).find_map(|pair| pair.strip_prefix(b"LONGWAVE_DATA="));
        run(Path::new(&text(data.expect("set"))), arguments)
    };
    assert_eq!(on_air(&["backup", path]).status.code(), Some(0));
    assert_eq!(on_air(&["backup", path]).status.code(), Some(1), "an older backup is not overwritten");
    assert_eq!(on_air(&["restore", path]).status.code(), Some(1), "not while it is on air");
    let (_, _, data) = running.stop();
    assert_eq!(run(data.path(), &["restore", path]).status.code(), Some(0));
    assert_eq!(Running::start_at("127.0.0.1:0", &shelf(), data).said.len(), 1);
}

#[test]
fn an_empty_folder_is_on_air_and_says_what_to_do() {
    let media = tempfile::tempdir().expect("a directory");
    let mut running = Running::start(media.path());
    running.wait_for_log("music");
    let page = running.get("/main");
    let folder = media.path().to_str().expect("text");
    assert!(page.starts_with("HTTP/1.1 200 ") && page.contains("No music yet"), "{page}");
    assert!(!page.contains(folder), "the server's folders are nobody's business");
    crate::running::wait_until("on air", || running.get("/readyz").starts_with("HTTP/1.1 200 "));

    crate::running::wait_until("the emergency loop", || {
        running.metric("longwave_source", "emergency-loop") > 0.0
    });
    fs::copy(shelf().join("01-harbour-lights.mp3"), media.path().join("new.mp3")).expect("a copy");
    crate::running::wait_until("music", || running.metric("longwave_source", "autodj") > 0.0);
    let title = crate::client::Client::join(&running, "").text("now_playing");
    assert!(title["title"].is_string());
}

/// How long after the first trace of a start it is ended, in milliseconds: from before the passwords until
/// about when it is ready.
const MOMENTS: [u64; 8] = [0, 5, 20, 50, 100, 150, 250, 500];

/// A start that has just claimed its data directory, and goes on for `moment` milliseconds.
fn starting(data: &Path, moment: u64) -> Child {
    let mut command = longwave(data);
    command.args(["--listen", "127.0.0.1:0", "--media"]).arg(shelf());
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let child = command.spawn().expect("the program starts");
    let until = Instant::now() + PATIENCE;
    while !data.join("longwave.lock").exists() {
        assert!(Instant::now() < until, "it makes nothing");
        pause(1);
    }
    pause(moment);
    child
}

/// Nobody sends: this only lets time pass.
fn pause(milliseconds: u64) {
    let (_never, pause) = sync_channel::<()>(0);
    let _ = pause.recv_timeout(Duration::from_millis(milliseconds));
}

#[test]
fn a_start_that_is_told_to_stop_ends_with_zero_and_without_delay() {
    for (moment, signal) in MOMENTS.into_iter().zip(["-TERM", "-INT"].into_iter().cycle()) {
        let data = tempfile::tempdir().expect("a directory");
        let child = starting(data.path(), moment);
        let told = Instant::now();
        let killed = bounded::status(Command::new("kill").args([signal, &child.id().to_string()]));
        assert!(killed.success(), "it ended by itself");
        let ended = bounded::rest(child);
        assert_eq!(ended.status.code(), Some(0), "{signal} after {moment} ms: {ended:?}");
        assert!(told.elapsed() < Duration::from_secs(5), "{signal} after {moment} ms: {:?}", told.elapsed());
    }
}

#[test]
fn a_start_that_is_killed_leaves_no_password_untold() {
    for moment in MOMENTS {
        let data = tempfile::tempdir().expect("a directory");
        let mut child = starting(data.path(), moment);
        child.kill().expect("it runs");
        let told = text(&bounded::rest(child).stdout);
        let again = Running::start_at("127.0.0.1:0", &shelf(), data);
        let told = told + &again.said.join("\n");
        for password in ["first account admin, password ", "first station main, source password "] {
            assert!(told.contains(password), "killed after {moment} ms: {told}");
        }
    }
}
