//! How long a DJ's sound takes, measured by clicks in it.
//!
//! A click counts at the sender from when the page it is in was written, at the listener from when the
//! packet it is in has come, and in both for as far as it lies inside: what is between is the way through
//! the station and what two codecs look ahead, 6.5 ms each. AutoDJ plays a tone that no click can be taken
//! for. Nobody plays the sound: what a player's own buffer adds is not in it.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, path::Path, thread};

use serde_json::{Value, json};

use crate::Extent;
use crate::dj::{Dj, Ffmpeg};
use crate::ear::{Ear, PACKET, RATE, TONE_HZ, click, wav};
use crate::process::{Cores, Process, median, pause, pinned, shelf};

const RUNS: usize = 5;
/// A click in every packet.
const DENSE: u64 = PACKET as u64;
/// Clicks 607 ms apart: more than any delay here, and every one elsewhere in its packet.
const SPARSE: u64 = 29_136;
/// What comes before a delay is looked at: the fade, and the first look at the buffer.
const SETTLED: Duration = Duration::from_secs(5);
/// What counts as heard in the first fraction of a fade, as a share of its full level.
const AUDIBLE: f32 = 0.1;

/// Everything that can be measured without a browser.
pub(crate) fn run(extent: &Extent) -> Value {
    let folder = tempfile::tempdir().expect("a directory");
    let (media, clicks) = (folder.path().join("media"), folder.path().join("clicks.wav"));
    fs::create_dir(&media).expect("a directory");
    let tone = |n: u32| 0.25 * (std::f32::consts::TAU * TONE_HZ * (n % 48_000) as f32 / RATE).sin();
    fs::write(media.join("tone.wav"), wav((0..170 * 48_000).map(tone))).expect("a file");
    fs::write(&clicks, wav((0..20 * 48_000).map(|n: u32| click(u64::from(n), DENSE)))).expect("a file");
    let server = station(&media, folder.path());
    let station = Station { port: server.port, ear: Ear::join(server.port) };
    // Past the first look at the shelf and its loudness.
    pause(SETTLED);
    let time = extent.time * 5;
    json!({
        "takeover": station.takeover(&clicks),
        "pulled_cable": station.pulled_cable(),
        "delay": station.delay("clocks that agree", time, 0.0),
        "delay_200_ppm_fast": station.delay("the source's clock 200 ppm fast", time, 200.0),
        "delay_200_ppm_slow": station.delay("the source's clock 200 ppm slow", time, -200.0),
    })
}

/// A station that plays this, with a password that is known.
pub(crate) fn station(media: &Path, folder: &Path) -> Process {
    let mut command = pinned(env!("CARGO_BIN_EXE_longwave"), Cores::Both);
    command.args(["--listen", "127.0.0.1:0", "--media"]).arg(media).current_dir(folder);
    command.env("LONGWAVE_DATA", folder.join("data")).env("LONGWAVE_SOURCE_PASSWORD", "hackme-hackme");
    Process::start(command)
}

struct Station {
    port: u16,
    ear: Ear,
}

impl Station {
    /// From the station's word that a source may send until its first click is heard.
    fn takeover(&self, clicks: &Path) -> Value {
        println!("PUT accepted until its sound is heard at a tenth of its level, 64 ms into the fade:");
        let times: Vec<f64> = (0..RUNS).map(|_| self.take_over()).collect();
        let mut figures = json!({ "opus_20_ms": show("Opus in pages of 20 ms", &times) });
        for (name, encoding) in [
            (
                "ffmpeg, Opus in pages of 20 ms",
                "-c:a libopus -page_duration 20000 -f ogg -content_type audio/ogg",
            ),
            ("ffmpeg, Opus as it comes", "-c:a libopus -f ogg -content_type audio/ogg"),
            ("ffmpeg, Vorbis as it comes", "-c:a libvorbis -ac 2 -f ogg -content_type audio/ogg"),
            ("ffmpeg, MP3 as it comes", "-c:a libmp3lame -f mp3 -content_type audio/mpeg"),
        ] {
            let encoding: Vec<&str> = encoding.split(' ').collect();
            let times: Option<Vec<f64>> = (0..RUNS).map(|_| self.let_ffmpeg(clicks, &encoding)).collect();
            figures[name] = times.map_or(Value::Null, |times| show(name, &times));
        }
        figures
    }

    fn take_over(&self) -> f64 {
        self.ear.catch_up();
        let mut dj = Dj::go_live(self.port, DENSE, 0.0);
        dj.play(Duration::from_millis(1_500));
        let heard = self.ear.until(|heard| heard.first_click(AUDIBLE));
        let time = heard - dj.accepted;
        dj.die();
        self.wait_for_autodj();
        ms(time)
    }

    fn let_ffmpeg(&self, file: &Path, encoding: &[&str]) -> Option<f64> {
        self.ear.catch_up();
        let ffmpeg = Ffmpeg::go_live(self.port, file, encoding)?;
        let heard = self.ear.until(|heard| heard.first_click(AUDIBLE));
        let time = heard - ffmpeg.accepted();
        drop(ffmpeg);
        self.wait_for_autodj();
        Some(ms(time))
    }

    /// Waits until nothing is heard but AutoDJ, at its full level.
    fn wait_for_autodj(&self) {
        let mut level = 0.0;
        self.ear.until(|heard| {
            let (before, is_tone) = (level, heard.first_click(0.02).is_none());
            level = heard.tone();
            (is_tone && level > 0.02 && (level - before).abs() < 0.01 * level).then_some(heard.at)
        });
        // What is left of a line counts as its sound for another second.
        pause(Duration::from_millis(1_500));
    }

    /// From the last sound of a line that breaks until AutoDJ is heard.
    fn pulled_cable(&self) -> Value {
        self.ear.catch_up();
        let level = self.ear.next().tone();
        let figures = [("silent", false), ("dead", true)].map(|(name, dies)| {
            let times: Vec<(f64, f64)> = (0..RUNS).map(|_| self.pull(level, dies)).collect();
            println!(
                "a source's connection is {name} all at once, until AutoDJ is heard at a tenth of its level:"
            );
            let page = show("since its last page", &times.iter().map(|times| times.0).collect::<Vec<_>>());
            let sound = show(
                "since its last sound was heard",
                &times.iter().map(|times| times.1).collect::<Vec<_>>(),
            );
            json!({ "since_last_page": page, "since_last_sound": sound })
        });
        json!({ "silent": figures[0], "dead": figures[1] })
    }

    fn pull(&self, level: f32, dies: bool) -> (f64, f64) {
        let mut dj = Dj::go_live(self.port, DENSE, 0.0);
        dj.play(Duration::from_secs(4));
        let pulled = Instant::now();
        let mut line = Some(dj);
        if dies {
            line.take().into_iter().for_each(Dj::die);
        }
        let mut last = pulled;
        let back = self.ear.until(|heard| {
            if heard.at < pulled {
                return None;
            }
            last = heard.last_click(AUDIBLE).unwrap_or(last);
            (heard.tone() > AUDIBLE * level).then_some(heard.at)
        });
        line.into_iter().for_each(Dj::die);
        self.wait_for_autodj();
        // What was faded with AutoDJ already is no silence.
        (ms(back - pulled), ms(back.saturating_duration_since(last)))
    }

    /// From a page with a click until a listener has it.
    fn delay(&self, what: &str, time: Duration, ppm: f64) -> Value {
        self.ear.catch_up();
        let (port, all) = (self.port, SETTLED + time);
        let begin = Instant::now();
        let sending = thread::spawn(move || {
            let mut dj = Dj::go_live(port, SPARSE, ppm);
            dj.play(all);
            dj
        });
        let mut came: Vec<Instant> = Vec::new();
        while begin.elapsed() < all {
            let click = self.ear.next().first_click(0.3);
            let is_new =
                |at: &Instant| came.last().is_none_or(|last| *at > *last + Duration::from_millis(100));
            came.extend(click.filter(is_new));
        }
        let dj = sending.join().expect("it sends");
        let after = |at: &&Instant| **at > begin + SETTLED;
        let delays: Vec<f64> = came
            .iter()
            .filter(after)
            .filter_map(|at| dj.clicks.iter().rfind(|sent| *sent <= at).map(|sent| ms(*at - *sent)))
            .collect();
        let late = &delays[delays.len().saturating_sub(16)..];
        println!(
            "delay through the station, Opus in pages of 20 ms, {what}: p50 {:.0} ms, p95 {:.0} ms, most {:.0} ms \
             ({} clicks in {} s; median of the last {}: {:.0} ms)",
            at(&delays, 0.5),
            at(&delays, 0.95),
            at(&delays, 1.0),
            delays.len(),
            time.as_secs(),
            late.len(),
            at(late, 0.5)
        );
        dj.die();
        self.wait_for_autodj();
        json!({ "p50_ms": at(&delays, 0.5), "p95_ms": at(&delays, 0.95), "ms": delays })
    }
}

/// Runs a check in a browser in which a DJ goes live from the studio at `address`; returns what it prints, if it passes.
pub(crate) fn said_by_studio(script: &str, address: &str) -> Option<String> {
    let tried = Command::new("node")
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser"))
        .args([script, address, "source", "hackme-hackme"])
        .stderr(Stdio::null())
        .output();
    let tried = tried.ok().filter(|tried| tried.status.success())?;
    Some(String::from_utf8_lossy(&tried.stdout).into_owned())
}

/// From the microphone of a page in a browser to a listener's page.
pub(crate) fn studio(_: &Extent) -> Value {
    let folder = tempfile::tempdir().expect("a directory");
    let server = station(&shelf(), folder.path());
    pause(SETTLED);
    let address = format!("http://127.0.0.1:{}", server.port);
    let said = said_by_studio("studio.mjs", &address).unwrap_or_default();
    let figures = said.lines().filter(|line| {
        ["microphone to listener", "of it ", "on air at", "AutoDJ again"]
            .iter()
            .any(|word| line.contains(word))
    });
    let figures: Vec<&str> = figures.collect();
    if figures.is_empty() {
        println!("the studio in a browser: not measured, `make test` installs what that needs");
        return Value::Null;
    }
    println!("the studio in a browser, delivery 20 and the smallest buffer:");
    for line in &figures {
        println!("  {}", line.trim());
    }
    json!(figures)
}

fn show(what: &str, times: &[f64]) -> Value {
    println!("  {what}: {:.0} ms (median of {}; {times:.0?})", median(times), times.len());
    json!({ "median_ms": median(times), "ms": times })
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// The figure that this share of `figures` stays at or below.
fn at(figures: &[f64], share: f64) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(((sorted.len().max(1) - 1) as f64 * share) as usize).copied().unwrap_or(f64::NAN)
}
