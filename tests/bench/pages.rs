//! How far apart two player pages are, each in a browser of its own, by a recording of what both play.

use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::Extent;
use crate::ear::wav;
use crate::live::station;
use crate::process::pause;

/// How long each start is listened to.
const SECONDS: &str = "60";
/// By so many milliseconds one page is later.
const DELAYS_MS: [&str; 3] = ["0", "137", "-88"];
/// Time before the measurement: the station's first look at its music, and its loudness.
const SETTLED: Duration = Duration::from_secs(5);
/// Longer than a measurement of the pages takes to repeat.
const NOISE_SAMPLES: u32 = 170 * 48_000;

/// Two pages by `tests/browser/apart.mjs`, directly and with one of them behind a delaying proxy; and one that finds out by
/// how much it is later, by `tests/browser/calibration.mjs`.
pub(crate) fn run(extent: &Extent) -> Value {
    let folder = tempfile::tempdir().expect("a directory");
    let media = folder.path().join("media");
    fs::create_dir(&media).expect("a directory");
    // Noise by a linear congruence: it correlates with itself at no other place.
    let noise = (0..NOISE_SAMPLES).scan(1_u32, |state, _| {
        *state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        Some(0.25 * ((*state >> 8) as f32 / 8_388_608.0 - 1.0))
    });
    let noise: Vec<f32> = noise.collect();
    fs::write(media.join("noise.wav"), wav(noise.into_iter())).expect("a file");
    let server = station(&media, folder.path());
    pause(SETTLED);
    let address = format!("http://127.0.0.1:{}", server.port);
    let starts = (extent.rounds * 2).to_string();
    let apart =
        told("two pages, in browsers of their own, in sync", &["apart.mjs", &address, &starts, SECONDS]);
    let calibrated = told(
        "one of them later than the other, found by microphone",
        &[&["calibration.mjs", &address], DELAYS_MS.as_slice()].concat(),
    );
    json!({ "apart": apart, "calibrated": calibrated })
}

/// Runs a script of `tests/browser` and prints what it says; returns its last line.
fn told(what: &str, arguments: &[&str]) -> Value {
    let script = format!("tests/browser/{}", arguments[0]);
    let tried = Command::new("node")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .arg(script)
        .args(&arguments[1..])
        .stderr(Stdio::null())
        .output();
    let said = tried.map(|tried| String::from_utf8_lossy(&tried.stdout).into_owned()).unwrap_or_default();
    let Some(found) = said.lines().last().and_then(|last| serde_json::from_str(last).ok()) else {
        println!("{what}: not measured, that needs pulseaudio and what `make test` installs");
        return Value::Null;
    };
    println!("{what}:");
    for line in said.lines() {
        println!("  {line}");
    }
    found
}
