//! What truly went out is remembered, whatever happens to the program.

use std::path::Path;

use crate::bounded;
use crate::client::Client;
use crate::live::now;
use crate::running::{Running, longwave, shelf, wait_until};

/// The as-run log as a table: its lines without the heading.
fn log(data: &Path) -> Vec<String> {
    let output = bounded::output(longwave(data).arg("log"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let table = String::from_utf8(output.stdout).expect("text");
    assert!(table.starts_with("station,from,to,seconds,source,title,"), "{table}");
    table.lines().skip(1).map(str::to_owned).collect()
}

/// What those who heard it listened to together, in seconds, as the last of `lines` tells it.
fn listened(lines: &[String]) -> Option<f64> {
    lines.last()?.rsplit(',').next()?.parse().ok()
}

#[test]
fn a_program_that_is_killed_loses_no_line_and_goes_on_after_the_last() {
    let mut data = tempfile::tempdir().expect("a directory");
    for run in 1..=3 {
        let running = Running::start_at("127.0.0.1:0", &shelf(), data);
        wait_until("music", || now(&running)["now_playing"]["source"] == "autodj");
        let _listener = Client::join(&running, "");
        wait_until("a line of this start, and a second that was listened to", || {
            let lines = log(running.data());
            lines.len() >= run && listened(&lines).is_some_and(|seconds| seconds >= 1.0)
        });
        let title = now(&running)["now_playing"]["title"].as_str().expect("a title").to_owned();
        assert_eq!(log(running.data()).len(), run, "one for each start");
        running.kill();
        data = running.stop().2;
        let lines = log(data.path());
        assert!(lines[run - 1].contains(&title), "{title} is not in {lines:?}");
    }
    let running = Running::start_at("127.0.0.1:0", &shelf(), data);
    let page = running.get("/main");
    assert_eq!(page.matches("class=\"played-title\"").count(), 3, "what was played before is shown: {page}");
}
