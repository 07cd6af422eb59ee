//! Captions by a recogniser: a script that writes what it is told to, and tells what it was sent.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::bounded;
use crate::client::{Came, Client};
use crate::live::{ADMIN, SOURCE, Sender, as_admin, now, wait_for_source};
use crate::running::{PATIENCE, Running, longwave, shelf, wait_until};

/// Syllables of 120 ms, 100 ms apart, for 2.5 s, and a pause of 1.5 s.
const SPEECH: &str = "aevalsrc=0.4*sin(2*PI*440*t)*lt(mod(t\\,0.22)\\,0.12)*lt(mod(t\\,4)\\,2.5):s=48000";

/// A recogniser in Perl, which every Debian has. For each utterance, it writes a caption that is not final, and then
/// one that is. The file `mode` in its folder says how it misbehaves; `pid`, `fed` and `environment` tell of it.
const SCRIPT: &str = r#"
use strict;
$| = 1;
binmode STDIN;
my $folder = shift;
sub write_file { my ($name, $text) = @_; open(my $file, '>', "$folder/$name.new") or die; print $file $text;
    close $file; rename "$folder/$name.new", "$folder/$name"; }
my $mode = 'good';
if (open(my $file, '<', "$folder/mode")) { $mode = <$file>; chomp $mode; }
write_file('environment', join("\n", map { "$_=$ENV{$_}" } sort keys %ENV));
write_file('pid', $$);
if ($mode eq 'stuck') { $SIG{TERM} = 'IGNORE'; sleep 1000 while 1; }
if ($mode eq 'flood') { print "x" x 1000 while 1; }
if ($mode eq 'rubbish') { for (1 .. 30) { print "loading the model\n"; } }
if ($mode eq 'die') { print STDERR "no model\n"; exit 3; }
my ($first, $count, $fed) = (undef, 0, 0);
while (read(STDIN, my $head, 12) == 12) {
    my ($time, $size) = unpack('Q<L<', $head);
    if ($size == 0) {
        $count += 1;
        print "{\"start_us\":$first,\"end_us\":$time,\"text\":\"utterance $count\",\"words\":[],\"final\":true}\n" if defined $first;
        undef $first;
        next;
    }
    read(STDIN, my $samples, $size) == $size or last;
    $fed += $size;
    write_file('fed', $fed);
    if (!defined $first) {
        $first = $time;
        my $end = $time + 100000;
        print "{\"start_us\":$first,\"end_us\":$end,\"text\":\"utter\",\"final\":false}\n";
    }
}
"#;

/// A station with a recogniser.
struct Captioned {
    running: Running,
    folder: TempDir,
}

impl Captioned {
    fn start(media: &std::path::Path) -> Self {
        let folder = tempfile::tempdir().expect("a directory");
        let script = folder.path().join("recogniser.pl");
        fs::write(&script, SCRIPT).expect("a script");
        let command = format!("perl '{}' '{}'", script.display(), folder.path().display());
        let environment = [
            ("LONGWAVE_RECOGNISER", &*command),
            ("LONGWAVE_SOURCE_PASSWORD", SOURCE),
            ("LONGWAVE_ADMIN_PASSWORD", ADMIN),
        ];
        let captioned = Self { running: Running::start_with(media, &environment), folder };
        wait_for_source(&captioned.running, "autodj");
        captioned
    }

    fn set(&self, changes: &[&str]) {
        let mut command = longwave(self.running.data());
        let output = bounded::output(command.args(["station", "set", "main"]).args(changes));
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    fn file(&self, name: &str) -> Option<String> {
        fs::read_to_string(self.folder.path().join(name)).ok()
    }

    fn misbehave(&self, mode: &str) {
        fs::write(self.folder.path().join("mode"), mode).expect("a file");
    }

    /// Waits for a recogniser with another process number than `before`, and returns that.
    fn pid_after(&self, before: Option<&str>) -> String {
        let pid = || self.file("pid").filter(|pid| Some(&**pid) != before && !pid.is_empty());
        wait_until("a recogniser", || pid().is_some());
        pid().expect("it is there")
    }

    fn bytes_fed(&self) -> u64 {
        self.file("fed").and_then(|fed| fed.parse().ok()).unwrap_or_default()
    }

    fn dj(&self) -> Sender {
        let input = ["-re", "-f", "lavfi", "-i", SPEECH];
        let encoding = ["-c:a", "flac", "-f", "ogg", "-content_type", "audio/ogg"];
        Sender::ffmpeg_of(&self.running, &format!("source:{SOURCE}"), &input, &encoding)
    }

    /// Returns the captions' state on the administrator's health page.
    fn health(&self) -> Value {
        let answer = as_admin(&self.running, "/api/v1/health");
        let body = answer.split_once("\r\n\r\n").expect("a body").1;
        let health: Value = serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {body}"));
        health["stations"][0]["captions"].clone()
    }
}

/// Hears until a caption is `wanted`, and checks that no frame is missing meanwhile.
fn caption(client: &mut Client, end: &mut Option<u64>, mut wanted: impl FnMut(&Value) -> bool) -> Value {
    let until = Instant::now() + 2 * PATIENCE;
    loop {
        assert!(Instant::now() < until, "waited in vain for a caption");
        match client.next() {
            Came::Sound(sound) => {
                assert!(end.is_none_or(|end| end == sound.first), "the listener lost a frame");
                *end = Some(sound.end());
            }
            Came::Text(text) if text["type"] == "caption" && wanted(&text) => return text,
            Came::Text(_) => {}
            Came::Closed(code) => panic!("the listener was closed with {code:?}"),
        }
    }
}

/// The times at which speech begins after a pause, as they are in samples at 16 kHz.
fn onsets(client: &mut Client, count: usize) -> Vec<u64> {
    let (mut onsets, mut silent_us) = (Vec::new(), 0);
    while onsets.len() < count {
        let sound = client.sound();
        for (place, frame) in sound.frames.iter().enumerate() {
            let time_us = sound.time_us + place as u64 * 20_000;
            let loudest =
                frame.chunks_exact(2).map(|two| i16::from_le_bytes([two[0], two[1]]).unsigned_abs()).max();
            if loudest < Some(1_000) {
                silent_us += 20_000;
            } else if std::mem::take(&mut silent_us) > 1_000_000 {
                onsets.push(time_us);
            }
        }
    }
    onsets
}

#[test]
fn what_a_dj_says_is_captioned_in_its_place_and_can_be_found_later() {
    let captioned = Captioned::start(&shelf());
    let running = &captioned.running;
    assert_eq!(captioned.file("pid"), None, "captions are off at first");
    captioned.set(&["--captions", "on"]);
    let pid = captioned.pid_after(None);
    let environment = captioned.file("environment").expect("it began");
    assert!(
        environment.contains("LONGWAVE_STATION=main") && !environment.contains("PASSWORD"),
        "{environment}"
    );
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).expect("it runs");
    let stat: Vec<_> = stat.rsplit(')').next().expect("fields").split_whitespace().collect();
    assert_eq!((stat[2], stat[16]), (&*pid, "15"), "a group of its own, and nice");

    let _dj = captioned.dj();
    wait_for_source(running, "live");
    let mut samples = Client::join(running, "?rendition=pcm-16k&burst=0");
    let mut client = Client::join(running, "?captions=1&burst=0");
    let mut end = None;
    let began = onsets(&mut samples, 3);
    let (first, last) = (began[1], began[2]);
    let is_of =
        |text: &Value, onset: u64| text["start_us"].as_u64().is_some_and(|us| us.abs_diff(onset) < 1_500_000);
    let early = caption(&mut client, &mut end, |text| is_of(text, first));
    assert_eq!((&early["text"], &early["final"]), (&json!("utter"), &json!(false)), "{early}");
    let whole = caption(&mut client, &mut end, |text| text["id"] == early["id"]);
    assert!(
        whole["final"] == true && whole["text"].as_str().is_some_and(|text| text.starts_with("utterance "))
    );
    let (start_us, end_us) =
        (whole["start_us"].as_u64().expect("a time"), whole["end_us"].as_u64().expect("a time"));
    println!("onset {first}, caption from {start_us} to {end_us}");
    assert!(start_us.abs_diff(first) <= 320_000, "300 ms before the onset: {start_us}, {first}");
    assert!(
        (2_900_000..=3_600_000).contains(&(end_us - start_us)),
        "2.5 s, lead and pause: {} µs",
        end_us - start_us
    );
    let next = caption(&mut client, &mut end, |text| is_of(text, last));
    assert!(next["id"].as_u64() > whole["id"].as_u64());
    let mut plain = Client::join(running, "");
    for _ in 0..20 {
        assert!(
            !matches!(plain.next(), Came::Text(text) if text["type"] == "caption"),
            "nobody asked for them"
        );
    }

    let seconds = |us: u64, more: f64| us as f64 / 1e6 + more;
    let query = format!("from={:.3}&to={:.3}", seconds(start_us, -0.5), seconds(start_us, 0.5));
    let vtt = || running.get(&format!("/main/captions.vtt?{query}"));
    wait_until("WebVTT", || vtt().contains("utterance"));
    let told = vtt();
    assert!(
        told.contains("content-type: text/vtt") && told.contains("\r\n\r\nWEBVTT\n\n00:00:00."),
        "{told}"
    );
    assert!(running.get("/main/captions.vtt?from=1").starts_with("HTTP/1.1 400"), "too long a time");
    // An hour before the captions: only the last ten minutes of it are shown to everybody.
    let hour = format!(
        "/main/captions.vtt?from={:.3}&to={:.3}",
        seconds(start_us, -3_599.5),
        seconds(start_us, 0.5)
    );
    assert!(running.get(&hour).contains("\n\n00:59:59."));
    assert!(running.get("/api/v1/stations/main/transcript?q=utterance").starts_with("HTTP/1.1 401"));
    let search = "/main/transcript.json?q=UTTERANCE";
    assert!(running.get(search).starts_with("HTTP/1.1 403"));
    captioned.set(&["--transcript", "public"]);
    let found = running.get(search);
    assert!(found.starts_with("HTTP/1.1 200") && found.contains("\"text\":\"utterance "), "{found}");

    // Switched off on air, it ends; nothing is heard of that.
    captioned.set(&["--captions", "off"]);
    wait_until("its end", || !PathBuf::from(format!("/proc/{pid}")).exists());
    for _ in 0..10 {
        let sound = client.sound();
        assert!(end.is_none_or(|end| end == sound.first), "the listener lost a frame");
        end = Some(sound.end());
    }
}

#[test]
fn autodjs_music_is_not_recognised() {
    let media = tempfile::tempdir().expect("a directory");
    // Sound that would be taken for speech if a DJ sent it.
    let file = media.path().join("talk.flac");
    let input = ["-v", "error", "-f", "lavfi", "-i", SPEECH, "-t", "170"];
    let mut ffmpeg = Command::new("ffmpeg");
    assert!(bounded::status(ffmpeg.args(input).arg(&file)).success());
    let captioned = Captioned::start(media.path());
    captioned.set(&["--captions", "on"]);
    captioned.pid_after(None);
    let mut samples = Client::join(&captioned.running, "?rendition=pcm-16k&burst=0");
    onsets(&mut samples, 2);
    assert_eq!((captioned.bytes_fed(), captioned.health()["state"].clone()), (0, json!("waiting")));
    let dj = captioned.dj();
    wait_until("speech", || captioned.bytes_fed() > 0);
    dj.stop();
    wait_for_source(&captioned.running, "autodj");
    // The end of the speech is on its way until the music is heard here.
    onsets(&mut samples, 1);
    wait_until("the end of the speech", || captioned.health()["state"] == "waiting");
    let fed = captioned.bytes_fed();
    onsets(&mut samples, 2);
    assert_eq!(captioned.bytes_fed(), fed, "the music after the DJ");
    let pid = captioned.pid_after(None);
    let (status, took, _data) = captioned.running.stop();
    assert!(status.success(), "{status}");
    println!("stopped within {took:?}");
    assert!(!PathBuf::from(format!("/proc/{pid}")).exists(), "it ends with the server");
}

#[test]
fn a_recogniser_that_fails_in_any_way_is_told_of_and_never_heard() {
    let mut captioned = Captioned::start(&shelf());
    captioned.set(&["--captions", "on"]);
    let mut pid = captioned.pid_after(None);
    let _dj = captioned.dj();
    wait_for_source(&captioned.running, "live");
    let mut client = Client::join(&captioned.running, "?captions=1&delivery=20&burst=0");
    let mut end = None;
    caption(&mut client, &mut end, |text| text["final"] == true);
    let mut read = captioned.running.log().len();
    // The behaviour of the recogniser after the next one, and the cause that ends the present one.
    let ways = [
        ("die", "it was ended by signal 9"),
        ("rubbish", "it ended with code 3; it said \\\"no model\\\""),
        ("flood", "it writes what are no captions: a line is no caption in JSON"),
        ("good", "it writes too much at once"),
        ("stuck", "it was ended by signal 9"),
        ("good", "it is stuck: it took no sound for 20 s"),
    ];
    for (next, problem) in ways {
        captioned.misbehave(next);
        if problem.contains("signal 9") {
            // One that works is ended by somebody else.
            assert!(bounded::status(Command::new("kill").args(["-9", &pid])).success());
        }
        hear_until(&mut client, &mut end, problem, || {
            let told = captioned.running.log();
            let plain = |text: &str| text.replace('\\', "");
            let is_it =
                |line: &String| line.contains("started again in") && plain(line).contains(&plain(problem));
            let place = told[read..].iter().position(is_it);
            if let Some(place) = place {
                println!("{}", told[read + place]);
                read += place + 1;
            }
            place.is_some()
        });
        assert!(captioned.health()["problem"].is_string(), "{problem}");
        let has_begun = || captioned.file("pid").is_some_and(|other| other != pid && !other.is_empty());
        hear_until(&mut client, &mut end, "the next recogniser", has_begun);
        pid = captioned.pid_after(Some(&pid));
        if next == "good" {
            caption(&mut client, &mut end, |text| text["final"] == true);
            assert_eq!(captioned.health()["problem"], Value::Null, "it is well again");
        }
    }
    assert!(captioned.running.metric("longwave_captions_recogniser_restarts_total", "") >= 6.0);
    assert_eq!(now(&captioned.running)["now_playing"]["source"], "live");
}

/// Hears until it is `done`, and checks that no frame is missing meanwhile.
fn hear_until(client: &mut Client, end: &mut Option<u64>, what: &str, mut done: impl FnMut() -> bool) {
    let until = Instant::now() + 3 * PATIENCE;
    while !done() {
        assert!(Instant::now() < until, "waited in vain for {what}");
        let sound = client.sound();
        assert!(end.is_none_or(|end| end == sound.first), "the listener lost a frame: {what}");
        *end = Some(sound.end());
    }
}
