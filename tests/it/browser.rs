//! The player page in a real browser.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::running::{Running, shelf, wait_until};

fn script(name: &str, arguments: &[&str]) -> Child {
    Command::new("node")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .arg(Path::new("tests/browser").join(name))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node, of Debian's package nodejs; `make test` installs it and what it needs")
}

/// Runs a script to its end, printing what it says, and fails if a check of it failed.
fn finish(mut child: Child) {
    let output = BufReader::new(child.stdout.take().expect("its output"));
    for line in output.lines().map_while(Result::ok) {
        println!("{line}");
    }
    assert!(child.wait().expect("it ends").success(), "a check in the browser failed");
}

#[test]
fn the_page_plays_in_a_browser() {
    let running = Running::start(&shelf());
    wait_until("music", || running.metric("longwave_source", "autodj") > 0.0);
    let pictures = tempfile::tempdir().expect("a directory");
    let address = format!("http://{}", running.address);
    finish(script("player.mjs", &[&address, pictures.path().to_str().expect("text")]));
}

#[test]
fn the_page_survives_a_restart_without_a_click() {
    let running = Running::start(&shelf());
    wait_until("music", || running.metric("longwave_source", "autodj") > 0.0);
    let address = running.address.to_string();
    let mut child = script("restart.mjs", &[&format!("http://{address}")]);
    let mut said = BufReader::new(child.stdout.take().expect("its output")).lines();
    let playing = said.by_ref().map_while(Result::ok).find(|line| line.contains("playing"));
    assert!(playing.is_some(), "it plays before the restart");
    let (_, _, data) = running.stop();
    let _again = Running::start_at(&address, &shelf(), data);
    let mut stdin = child.stdin.take().expect("its input");
    stdin.write_all(b"restarted\n").expect("it reads");
    for line in said.map_while(Result::ok) {
        println!("{line}");
    }
    assert!(child.wait().expect("it ends").success(), "a check in the browser failed");
}

#[test]
fn a_dj_goes_live_from_the_studio() {
    let running = Running::start_with(&shelf(), &[("LONGWAVE_SOURCE_PASSWORD", "hackme")]);
    wait_until("music", || running.metric("longwave_source", "autodj") > 0.0);
    let pictures = tempfile::tempdir().expect("a directory");
    let address = format!("http://{}", running.address);
    finish(script("studio.mjs", &[&address, "source", "hackme", pictures.path().to_str().expect("text")]));
}
