//! What truly went out is remembered, whatever happens to the program.

use std::path::Path;
use std::process::Command;

use crate::bounded;
use crate::client::Client;
use crate::live::now;
use crate::running::{Running, longwave, shelf, wait_until};

/// The as-run log as a table: its lines without the heading.
fn log(data: &Path) -> Vec<String> {
    written(data, "csv", "station,from,to,seconds,source,title,")
}

/// The lines of the log in this form, without the heading, which begins so.
fn written(data: &Path, form: &str, heading: &str) -> Vec<String> {
    let output = bounded::output(longwave(data).args(["log", "--form", form]));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let table = String::from_utf8(output.stdout).expect("text");
    assert!(table.starts_with(heading), "{table}");
    table.lines().skip(1).map(str::to_owned).collect()
}

/// Returns the listener seconds of the last of `lines`; the columns behind them are the track's type and the show.
fn listened(lines: &[String]) -> Option<f64> {
    lines.last()?.rsplit(',').nth(2)?.parse().ok()
}

/// The lines of music: at a slow start there is one of silence before them.
fn music(data: &Path) -> Vec<String> {
    log(data).into_iter().filter(|line| line.contains(",autodj,")).collect()
}

#[test]
fn a_program_that_is_killed_loses_no_line_and_goes_on_after_the_last() {
    let mut data = tempfile::tempdir().expect("a directory");
    for run in 1..=3 {
        let running = Running::start_at("127.0.0.1:0", &shelf(), data);
        wait_until("music", || now(&running)["now_playing"]["source"] == "autodj");
        let _listener = Client::join(&running, "");
        wait_until("a line of this start, and a second that was listened to", || {
            let lines = music(running.data());
            lines.len() >= run && listened(&lines).is_some_and(|seconds| seconds >= 1.0)
        });
        let title = now(&running)["now_playing"]["title"].as_str().expect("a title").to_owned();
        assert_eq!(music(running.data()).len(), run, "one for each start");
        running.kill();
        data = running.stop().2;
        let lines = music(data.path());
        assert!(lines[run - 1].contains(&title), "{title} is not in {lines:?}");
    }
    let running = Running::start_at("127.0.0.1:0", &shelf(), data);
    let page = running.get("/main");
    assert_eq!(page.matches("class=\"played-title\"").count(), 3, "what was played before is shown: {page}");
}

#[test]
fn the_log_knows_the_recording_by_what_its_tags_say() {
    let folder = tempfile::tempdir().expect("a directory");
    let files = [("a.mp3", "TSRC=GB-AYE-26-00001", "publisher"), ("b.flac", "ISRC=gbaye2600002", "LABEL")];
    for (file, code, label) in files {
        let words = ["title=Tides", "artist=Ada", "album=Coast", code, &format!("{label}=Low, Tide")]
            .map(|word| ["-metadata".to_owned(), word.to_owned()]);
        let made = bounded::status(
            Command::new("ffmpeg")
                .args(["-loglevel", "error", "-f", "lavfi", "-i"])
                .arg(format!("sine=frequency={}", 300 + file.len() * 20))
                .args(["-t", "3"])
                .args(words.as_flattened())
                .arg(folder.path().join(file)),
        );
        assert!(made.success(), "{file}");
    }
    let running = Running::start(folder.path());
    let _listener = Client::join(&running, "");
    wait_until("both recordings, each heard by somebody", || {
        let report = written(running.data(), "soundexchange", "^NAME_OF_SERVICE^|");
        ["GBAYE2600001", "GBAYE2600002"].iter().all(|code| {
            let begins = format!("^Longwave^|^A^|^Ada^|^Tides^|^{code}^|^Coast^|^Low, Tide^|");
            let performances = report.iter().find_map(|line| line.strip_prefix(&begins)?.parse::<u64>().ok());
            performances.is_some_and(|performances| performances > 0)
        })
    });
    let lines = log(running.data());
    for code in ["GBAYE2600001", "GBAYE2600002"] {
        let recording = format!(",autodj,Tides,Ada,Coast,{code},\"Low, Tide\",,");
        assert!(lines.iter().any(|line| line.contains(&recording)), "{lines:?}");
    }
}
