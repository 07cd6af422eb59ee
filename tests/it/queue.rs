//! What a station is to play is known, can be changed on air, and outlives the program.

use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::bounded;
use crate::live::now;
use crate::running::{Running, longwave, shelf, wait_until};

/// What `longwave queue` says to these words.
fn queue(data: &Path, words: &[&str]) -> Vec<String> {
    let output = bounded::output(longwave(data).args(["queue"]).args(words).arg("--media").arg(shelf()));
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text").lines().map(str::to_owned).collect()
}

/// Number and title of everything in the queue.
fn entries(data: &Path) -> Vec<(String, String)> {
    let line = |line: String| {
        let (number, rest) = line.trim().split_once("  ").expect("a number").to_owned();
        let (title, _) = rest.rsplit_once(" (").expect("who wanted it");
        (number.to_owned(), title.to_owned())
    };
    queue(data, &["list"]).into_iter().map(line).collect()
}

/// Waits until so many are known to come.
fn wait_for(running: &Running, count: usize) -> Vec<(String, String)> {
    wait_until("a queue", || entries(running.data()).len() == count);
    entries(running.data())
}

fn title(running: &Running) -> String {
    plain(now(running)["now_playing"]["title"].as_str().unwrap_or_default())
}

/// A title in plain letters, as files are named: until its tags were read, a track is called by its file's name.
fn plain(title: &str) -> String {
    let plain = title.to_lowercase().replace(['å', 'ä'], "a").replace('ö', "o");
    plain.chars().filter(char::is_ascii_lowercase).collect()
}

#[test]
fn a_queue_is_changed_and_skipped_on_air_by_another_process() {
    let running = Running::start(&shelf());
    wait_until("music", || now(&running)["now_playing"]["source"] == "autodj");
    let planned = wait_for(&running, 4);
    let (number, first) = &planned[0];
    queue(running.data(), &["remove", number]);
    assert!(!entries(running.data()).iter().any(|(listed, _)| listed == number));
    let harbour = ("01-harbour-lights.mp3", "harbourlights");
    let boats = ("02-paper-boats.flac", "paperboats");
    let is_harbour = plain(first).contains(harbour.1) || title(&running) == harbour.1;
    let (added, name) = if is_harbour { boats } else { harbour };
    queue(running.data(), &["add", added]);
    queue(running.data(), &["add", "03-tail-lights-south.opus", "--at", "2"]);
    wait_until("the station to follow", || entries(running.data()).len() >= 5);
    let next: Vec<String> = entries(running.data()).iter().map(|(_, title)| plain(title)).take(2).collect();
    assert!(next[0].contains(name) && next[1].contains("taillightssouth"), "{next:?}");

    queue(running.data(), &["skip"]);
    wait_until("what was added", || title(&running) == name);
    let dead = running.metric("longwave_dead_air_seconds_total", "");
    assert!(dead == 0.0, "{dead} s of dead air");
}

#[test]
fn a_program_that_is_killed_goes_on_with_its_queue() {
    let mut data = tempfile::tempdir().expect("a directory");
    let mut expected: Option<Vec<(String, String)>> = None;
    for _ in 0..3 {
        let running = Running::start_at("127.0.0.1:0", &shelf(), data);
        wait_until("music", || now(&running)["now_playing"]["source"] == "autodj");
        if let Some(expected) = &expected {
            // The first of it is on air, and one more was planned.
            wait_until("the first to begin", || entries(running.data()).first() == expected.get(1));
            let heard = title(&running);
            assert!(plain(&expected[0].1).contains(&heard), "{heard} instead of {}", expected[0].1);
        }
        let queued = wait_for(&running, 4);
        if let Some(expected) = &expected {
            assert_eq!(queued[..3], expected[1..], "the queue goes on");
        }
        running.kill();
        data = running.stop().2;
        expected = Some(entries(data.path()));
        assert_eq!(expected.as_ref(), Some(&queued), "nothing is lost");
    }
}

/// What people put into the queue: it has odd numbers.
fn wanted(data: &Path) -> Vec<(String, String)> {
    let is_odd = |(number, _): &(String, String)| number.ends_with(['1', '3', '5', '7', '9']);
    entries(data).into_iter().filter(is_odd).collect()
}

/// A hundred listeners, for as long as a round takes.
struct Crowd(Child);

impl Crowd {
    fn of(running: &Running) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_longwave"));
        command.arg("load").arg(format!("http://{}/main/ws?delivery=20", running.address));
        command.args(["--listeners", "100", "--rate", "0", "--time", "60"]);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        Self(command.spawn().expect("the program starts"))
    }
}

impl Drop for Crowd {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

#[test]
fn fifty_kills_at_any_moment_lose_nothing_that_people_wanted() {
    let mut data = tempfile::tempdir().expect("a directory");
    let mut expected = Vec::new();
    for round in 0..50 {
        let running = Running::start_at("127.0.0.1:0", &shelf(), data);
        let _crowd = Crowd::of(&running);
        let moment = round % 5;
        if moment > 0 {
            wait_until("music", || now(&running)["now_playing"]["source"] == "autodj");
            // The first of it goes on air, and nothing else leaves.
            let goes_on = |found: &[_]| found == expected || Some(found) == expected.get(1..);
            wait_until("the queue to go on", || goes_on(&wanted(running.data())));
        }
        let program = |words: &[&str]| {
            let mut command = longwave(running.data());
            command.args(words).arg("--media").arg(shelf()).stdout(Stdio::null());
            command.spawn().expect("the program starts")
        };
        let add = ["queue", "add", "02-paper-boats.flac", "--at", "2"];
        let mut working = vec![program(&add)];
        if moment != 2 {
            assert!(bounded::end(&mut working.remove(0)).success());
            working.push(program(&add));
        }
        if moment == 3 {
            assert!(bounded::end(&mut working.remove(0)).success());
        }
        if moment == 4 {
            let known = wanted(running.data());
            let (number, _) = known.last().expect("something was added");
            working.push(program(&["queue", "move", number, "1"]));
        }
        running.kill();
        for mut program in working {
            assert!(bounded::end(&mut program).success(), "round {round}");
        }
        data = running.stop().2;
        let said = bounded::output(longwave(data.path()).args(["check", "--media"]).arg(shelf()));
        assert!(said.status.success(), "round {round}: {}", String::from_utf8_lossy(&said.stdout));
        let found = wanted(data.path());
        let is_there = |entry| found.contains(entry);
        assert!(expected.iter().skip(1).all(is_there), "round {round}: {found:?} of {expected:?}");
        expected = found;
    }
}

#[test]
fn what_cannot_be_is_refused_in_words() {
    let running = Running::start(&shelf());
    let refused = |words: &[&str], expected: &str| {
        let output = bounded::output(longwave(running.data()).args(["queue"]).args(words));
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(1) && words.contains(expected), "{words}");
    };
    refused(&["remove", "999"], "nothing in the queue has the number 999");
    refused(&["skip", "--station", "nowhere"], "there is no station nowhere");
    refused(&["list", "--station", "nowhere"], "there is no station nowhere");
    refused(&["add", "nothing.mp3"], "nothing.mp3 is no file that can be played");
    refused(&["add", "-17"], "no track that can be played has the number -17");
}
