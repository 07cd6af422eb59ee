//! How far apart two player pages are, each in a browser of its own, by a recording of what both play.

use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use crate::Extent;
use crate::ear::wav;
use crate::live::station;
use crate::process::pause;

/// How long each start is listened to.
const SECONDS: &str = "60";
/// Time before the measurement: the station's first look at its music, and its loudness.
const SETTLED: Duration = Duration::from_secs(5);
/// Longer than a measurement of the pages takes to repeat.
const NOISE_SAMPLES: u32 = 170 * 48_000;

/// Two pages by `tests/browser/apart.mjs`, directly and with one of them behind a delaying proxy.
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
    let tried = Command::new("node")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["tests/browser/apart.mjs", &address, &starts, SECONDS])
        .stderr(Stdio::null())
        .output();
    let said = tried.map(|tried| String::from_utf8_lossy(&tried.stdout).into_owned()).unwrap_or_default();
    let found = said.lines().last().and_then(|last| serde_json::from_str(last).ok());
    let Some(found) = found else {
        println!("two pages: not measured, that needs pulseaudio and what `make test` installs");
        return Value::Null;
    };
    println!("two pages, in browsers of their own, in sync:");
    for line in said.lines() {
        println!("  {line}");
    }
    found
}
