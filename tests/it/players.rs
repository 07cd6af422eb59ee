//! Real players and validators on the stream.

use std::fs;
use std::process::{Command, Output};

use crate::bounded;
use crate::running::{Running, shelf, wait_until};

fn tool(program: &str, arguments: &[&str]) -> Output {
    bounded::output(Command::new(program).args(arguments))
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr[..]].concat()).into_owned()
}

#[test]
fn players_and_validators_accept_a_stream_joined_midway() {
    let running = Running::start(&shelf());
    wait_until("music", || running.metric("longwave_source", "autodj") > 0.0);
    let address = format!("http://{}/main.opus", running.address);

    let decoded = tool("ffmpeg", &["-v", "warning", "-i", &address, "-t", "8", "-f", "null", "-"]);
    assert!(decoded.status.success());
    assert_eq!(text(&decoded), "", "ffmpeg decodes without a warning");

    let folder = tempfile::tempdir().expect("a directory");
    let file = folder.path().join("stream.opus");
    let path = file.to_str().expect("text");
    // The very bytes of the stream, as a listener gets them.
    let mut stream = running.connect();
    std::io::Write::write_all(&mut stream, b"GET /main.opus HTTP/1.0\r\n\r\n").expect("it reads");
    let mut bytes = Vec::new();
    let mut chunk = [0; 4_096];
    while bytes.len() < 60_000 {
        let count = std::io::Read::read(&mut stream, &mut chunk).expect("it goes on");
        bytes.extend_from_slice(&chunk[..count]);
    }
    let begin = bytes.windows(4).position(|window| window == b"OggS").expect("a page");
    let end = bytes.windows(4).rposition(|window| window == b"OggS").expect("a page");
    fs::write(&file, &bytes[begin..end]).expect("a file");

    let info = tool("opusinfo", &[path]);
    let said = text(&info);
    // It was joined midway and cut off, and opusinfo calls both normal for live streams.
    let normal = ["EOS not set", "(normal for live streams)", "discontinuity in stream"];
    let is_complaint =
        |line: &&str| line.contains("WARNING") && !normal.iter().any(|word| line.contains(word));
    let complaints: Vec<&str> = said.lines().filter(is_complaint).collect();
    assert!(said.contains("Playback length") && complaints.is_empty(), "{said}");
    let valid = tool("oggz-validate", &[path]);
    let said = text(&valid);
    let complaints: Vec<&str> = said
        .lines()
        .filter(|line| {
            !line.contains("missing *** eos") && !line.contains("stream.opus") && !line.trim().is_empty()
        })
        .collect();
    assert!(complaints.is_empty(), "{said}");

    let played =
        tool("mpv", &["--no-config", "--ao=null", "--untimed", "--no-video", "--length=3", &address]);
    let said = text(&played);
    assert!(played.status.success() && !said.to_lowercase().contains("error"), "{said}");
    assert!(said.contains("opus"), "{said}");
}
