//! `longwave tap`, and the samples at 16 kHz that it receives.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Stdio};

use serde_json::Value;

use crate::bounded;
use crate::client::Client;
use crate::running::{Running, longwave, shelf, wait_until};

/// Bytes of 20 ms at 16 kHz in mono.
const FRAME: usize = 640;

/// A tap that is ended when the test ends.
struct Tap(Child);

impl Tap {
    fn start(running: &Running, arguments: &[&str]) -> Self {
        let mut command = longwave(running.data());
        let server = format!("http://{}", running.address);
        command.args(["tap", "main", "--server", &server]).args(arguments);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        Self(command.spawn().expect("the program starts"))
    }

    /// Returns the line that tells of the first sample.
    fn stamp(&mut self) -> Value {
        let mut line = String::new();
        let stderr = self.0.stderr.take().expect("stderr");
        BufReader::new(stderr).read_line(&mut line).expect("a line");
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"))
    }

    fn samples(&mut self, bytes: usize) -> Vec<u8> {
        let mut samples = vec![0; bytes];
        self.0.stdout.as_mut().expect("stdout").read_exact(&mut samples).expect("samples");
        samples
    }
}

impl Drop for Tap {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// Takes in a message of sound, by the times of its frames.
fn hear(client: &mut Client, sent: &mut BTreeMap<u64, Vec<u8>>) {
    let sound = client.sound();
    for (place, frame) in sound.frames.into_iter().enumerate() {
        assert_eq!(frame.len(), FRAME);
        sent.insert(sound.time_us + place as u64 * 20_000, frame);
    }
}

#[test]
fn a_tap_writes_the_stations_samples_and_tells_the_time_of_the_first() {
    let running = Running::start(&shelf());
    wait_until("music", || running.metric("longwave_source", "autodj") > 0.0);
    let mut client = Client::join(&running, "?rendition=pcm-16k&burst=0");
    let hello = client.text("hello");
    assert_eq!((&hello["codec"], &hello["sample_rate"]), (&"pcm-s16le".into(), &16_000.into()));
    assert_eq!((&hello["channels"], &hello["frame_us"]), (&1.into(), &20_000.into()));
    assert_eq!(hello["pre_skip"], 20, "1.25 ms");
    let mut sent = BTreeMap::new();
    hear(&mut client, &mut sent);
    let mut tap = Tap::start(&running, &[]);
    let stamp = tap.stamp();
    assert_eq!(stamp["rendition"], "pcm-16k");
    assert_eq!((&stamp["sample_rate"], &stamp["channels"]), (&16_000.into(), &1.into()));
    let tapped = tap.samples(50 * FRAME);
    let first_us = stamp["time_us"].as_u64().expect("a time") + 1_250;
    let last_us = first_us + 49 * 20_000;
    while sent.last_key_value().is_none_or(|(newest_us, _)| *newest_us < last_us) {
        hear(&mut client, &mut sent);
    }
    let frames: Vec<u8> = sent.range(first_us..=last_us).flat_map(|(_, frame)| frame.clone()).collect();
    assert!(frames == tapped, "the same samples at the same times");
    assert!(tapped.chunks_exact(2).any(|two| i16::from_le_bytes([two[0], two[1]]).abs() > 500), "music");
}

#[test]
fn a_tap_of_full_rate_is_stereo_and_one_of_nothing_says_why() {
    let running = Running::start(&shelf());
    let mut tap = Tap::start(&running, &["--rate", "48000"]);
    let stamp = tap.stamp();
    assert_eq!((&stamp["sample_rate"], &stamp["channels"]), (&48_000.into(), &2.into()));
    assert_eq!(tap.samples(10 * 3_840).len(), 38_400);
    // Nobody reads any more, which is an ordinary end.
    drop(tap.0.stdout.take());
    assert!(bounded::end(&mut tap.0).success());

    let mut command = longwave(running.data());
    command.args(["tap", "nowhere", "--server", &format!("http://{}", running.address)]);
    let refused = bounded::output(&mut command);
    assert_eq!(refused.status.code(), Some(1));
    let why = String::from_utf8_lossy(&refused.stderr);
    assert!(why.contains("404"), "{why}");
    assert_eq!(why.lines().count(), 1, "{why}");
}
