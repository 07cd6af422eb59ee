//! Folders as people have them: broken files, odd formats, things that come and go.

use std::fs::{self, Permissions};
use std::io::{Read, Write};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown, symlink};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crate::bounded;
use crate::client::Client;
use crate::live::now;
use crate::running::{PATIENCE, Running, longwave, shelf, wait_until};

/// Seconds that a test's track lasts.
const SHORT: &str = "4";

/// Runs ffmpeg on the shelf's first piece to make `name` in `folder`.
fn make(folder: &Path, name: &str, arguments: &[&str]) {
    let made = bounded::status(
        Command::new("ffmpeg")
            .args(["-loglevel", "error", "-y", "-i"])
            .arg(shelf().join("01-harbour-lights.mp3"))
            .args(["-map", "0:a", "-map_metadata", "-1", "-t", SHORT])
            .args(arguments)
            .arg(folder.join(name)),
    );
    assert!(made.success(), "{name}");
}

/// A PNG of 8,000 × 8,000 pixels, as ffmpeg draws it.
fn huge_cover(folder: &Path) {
    let png = folder.join("huge.png");
    let drawing = ["-loglevel", "error", "-f", "lavfi", "-i", "color=c=navy:s=8000x8000", "-frames:v", "1"];
    assert!(bounded::status(Command::new("ffmpeg").args(drawing).arg(&png)).success());
    let made = bounded::status(
        Command::new("ffmpeg")
            // Another part of the piece: what sounds the same is the same track.
            .args(["-loglevel", "error", "-ss", "2", "-i"])
            .arg(shelf().join("01-harbour-lights.mp3"))
            .arg("-i")
            .arg(&png)
            .args(["-map", "0:a", "-map", "1:v", "-map_metadata", "-1", "-t", SHORT])
            .args(["-c:a", "libmp3lame", "-c:v", "copy"])
            .arg(folder.join("huge cover.mp3")),
    );
    assert!(made.success());
    fs::remove_file(png).expect("it was there");
}

#[test]
fn a_folder_of_nasties_is_on_air_and_each_is_named_once_with_its_reason() {
    let folder = tempfile::tempdir().expect("a directory");
    let media = folder.path();
    make(media, "whole.mp3", &[]);
    make(media, "whole.flac", &[]);
    let flac = fs::read(media.join("whole.flac")).expect("a file");
    let random: Vec<u8> = (0..200_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 11) as u8).collect();
    fs::write(media.join("empty.mp3"), b"").expect("a file");
    fs::write(media.join("truncated.flac"), &flac[..flac.len() / 2]).expect("a file");
    fs::write(media.join("random.ogg"), &random).expect("a file");
    fs::write(media.join("text.mp3"), "Dear listeners,\n".repeat(500)).expect("a file");
    fs::rename(media.join("whole.mp3"), media.join("mislabelled.flac")).expect("a file");
    fs::create_dir(media.join("folder.flac")).expect("a folder");
    symlink(media.join("nowhere"), media.join("dangling.mp3")).expect("a link");
    symlink(media, media.join("round and round")).expect("a link");
    make(media, "8 kHz mono.wav", &["-ar", "8000", "-ac", "1"]);
    make(media, "96 kHz 24 bit.flac", &["-ar", "96000", "-sample_fmt", "s32"]);
    make(media, "surround.flac", &["-ac", "6"]);
    huge_cover(media);

    let mut running = Running::start(media);
    wait_until("music", || running.metric("longwave_source", "autodj") > 0.0);
    let mut client = Client::join(&running, "");
    let mut titles = std::collections::BTreeSet::new();
    // Until every file had its turn: those that play are heard, those that do not are named.
    let until = Instant::now() + 6 * PATIENCE;
    while titles.len() < 7 {
        assert!(Instant::now() < until, "nothing else is heard: {titles:?}");
        titles.insert(client.text("now_playing")["title"].as_str().expect("a title").to_owned());
        assert!(titles.len() < 8, "{titles:?}");
    }
    fs::remove_file(media.join("mislabelled.flac")).expect("it was there");
    for name in ["empty.mp3", "random.ogg", "text.mp3", "folder.flac", "dangling.mp3", "huge cover.mp3"] {
        let line = running.wait_for_log(name);
        assert!(line.contains("WARN"), "{line}");
    }
    running.wait_for_log("mislabelled.flac");
    let log = running.log().to_vec();
    for name in [
        "empty.mp3",
        "random.ogg",
        "text.mp3",
        "folder.flac",
        "dangling.mp3",
        "huge cover.mp3",
        "truncated.flac",
    ] {
        let named: Vec<&String> =
            log.iter().filter(|line| line.contains("WARN") && line.contains(name)).collect();
        assert!(named.len() <= 1, "{name} is named {} times: {named:#?}", named.len());
    }
    assert!(running.metric("longwave_source", "autodj") > 0.0, "still on air");
    assert!(!log.iter().any(|line| line.contains("panicked")), "{log:#?}");
}

#[test]
fn music_is_heard_again_within_seconds_of_the_disk_being_back() {
    let place = tempfile::tempdir().expect("a directory");
    let [media, away] = ["media", "away"].map(|name| place.path().join(name));
    fs::create_dir(&media).expect("a folder");
    for (number, from) in [("1", "0"), ("2", "4"), ("3", "8"), ("4", "12")] {
        make(&media, &format!("{number}.wav"), &["-ss", from]);
    }
    let mut running = Running::start(&media);
    wait_until("music", || running.metric("longwave_source", "autodj") > 0.0);
    fs::rename(&media, &away).expect("it is renamed");
    wait_until("no music", || running.metric("longwave_source", "autodj") == 0.0);
    running.wait_for_log("is tried again every second");
    wait_until("the emergency loop", || running.metric("longwave_source", "emergency-loop") > 0.0);
    assert_eq!(now(&running)["now_playing"]["source"], "emergency-loop");
    assert!(running.get("/readyz").contains("only the emergency loop is heard: main"));
    fs::rename(&away, &media).expect("it is renamed");
    wait_until("music again", || running.metric("longwave_source", "autodj") > 0.0);
    running.wait_for_log("the music can be read again");
    assert!(
        !running.log().iter().any(|line| line.contains("is not played")),
        "nothing is wrong with the files"
    );
}

#[test]
fn check_names_what_is_wrong_and_fails() {
    let folder = tempfile::tempdir().expect("a directory");
    let data = tempfile::tempdir().expect("a directory");
    let check = |media: &Path| {
        let output = bounded::output(longwave(data.path()).args(["check", "--media"]).arg(media));
        let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        (output.status.code(), said)
    };
    let (code, said) = check(&shelf());
    assert_eq!(code, Some(0), "{said}");
    fs::write(folder.path().join("empty.mp3"), b"").expect("a file");
    let (code, said) = check(folder.path());
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("empty.mp3") && said.contains("the file is empty"), "{said}");
}

#[test]
fn scan_reads_and_measures_once_and_what_it_found_is_searched() {
    let folder = tempfile::tempdir().expect("a directory");
    let data = tempfile::tempdir().expect("a directory");
    let run = |arguments: &[&str]| {
        let output = bounded::output(longwave(data.path()).args(arguments).arg("--media").arg(folder.path()));
        let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        (output.status.code(), said)
    };
    let (code, said) = run(&["library", "search", "tide"]);
    assert!(code == Some(1) && said.contains("there is no database"), "{said}");
    let words = ["-metadata", "title=Tídes", "-metadata", "artist=Ada"];
    make(folder.path(), "a.mp3", &words);
    make(folder.path(), "b.flac", &["-af", "volume=0.5", "-metadata", "title=Waves"]);
    make(folder.path(), "d.flac", &["-af", "volume=0"]);
    fs::write(folder.path().join("c.ogg"), "My diary").expect("a file");
    let (code, said) = run(&["scan"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("not played: d.flac: there is nothing to be heard in it"), "{said}");
    assert!(said.contains("not played: c.ogg: this is not a sound file we can read"), "{said}");
    assert!(
        said.contains("2 tracks can be played; 4 files were read now (4 tracks are new), 0 are gone"),
        "{said}"
    );
    assert!(said.contains(" 2 tracks were measured now"), "{said}");
    fs::rename(folder.path().join("a.mp3"), folder.path().join("moved.mp3")).expect("it was there");
    let (_, said) = run(&["scan"]);
    assert!(said.contains("not played: c.ogg"), "{said}");
    assert!(
        said.contains("1 files were read now (0 tracks are new), 1 are gone, 0 tracks were measured"),
        "{said}"
    );

    let (code, said) = run(&["library", "search", "TIDE", "ada"]);
    assert_eq!((code, said.lines().count()), (Some(0), 2), "{said}");
    let line = said.lines().last().expect("a track");
    assert!(line.contains(" Ada ") && line.contains(" Tídes ") && line.contains(" 0:04 "), "{said}");
    let lufs: f64 = line.split_whitespace().last().expect("cells").parse().expect("a number");
    assert!((-40.0..0.0).contains(&lufs), "{said}");
    assert!(run(&["library", "search", "diary"]).1.contains("nothing is found for \"diary\""));
}

/// The program as somebody who may read only what everybody may, in a directory of that person's own.
fn as_nobody(data: &Path) -> Command {
    const NOBODY: u32 = 65_534;
    let program = data.join("longwave");
    fs::copy(env!("CARGO_BIN_EXE_longwave"), &program).expect("a copy");
    fs::set_permissions(data, Permissions::from_mode(0o755)).expect("ours");
    let mut command = Command::new(program);
    command.current_dir(data).env("LONGWAVE_DATA", data.join("data"));
    // Root may read everything; anybody else is nobody enough.
    if fs::metadata("/proc/self").expect("a process").uid() == 0 {
        fs::create_dir(data.join("data")).expect("a directory");
        chown(data.join("data"), Some(NOBODY), Some(NOBODY)).expect("ours");
        command.uid(NOBODY).gid(NOBODY);
    }
    command
}

#[test]
fn what_may_not_be_read_is_named_and_plays_once_it_may() {
    let folder = tempfile::tempdir().expect("a directory");
    let data = tempfile::tempdir().expect("a directory");
    let allow = |name: &str, mode: u32| {
        fs::set_permissions(folder.path().join(name), Permissions::from_mode(mode)).expect("ours");
    };
    allow("", 0o755);
    fs::create_dir(folder.path().join("closed")).expect("a folder");
    make(folder.path(), "open.mp3", &[]);
    make(folder.path(), "secret.flac", &["-af", "volume=0.5"]);
    make(folder.path(), "closed/hidden.ogg", &["-af", "volume=0.25"]);
    allow("secret.flac", 0o000);
    allow("closed", 0o000);
    let mut scan = as_nobody(data.path());
    scan.args(["scan", "--media"]).arg(folder.path());
    let mut scan = || {
        let output = bounded::output(&mut scan);
        (output.status.code(), String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
    };
    let (code, said) = scan();
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("1 tracks can be played"), "{said}");
    for name in ["secret.flac", "closed"] {
        let line =
            said.lines().find(|line| line.contains(name)).unwrap_or_else(|| panic!("{name} in {said}"));
        assert!(line.to_lowercase().contains("permission denied"), "{line}");
    }
    allow("secret.flac", 0o644);
    allow("closed", 0o755);
    let (_, said) = scan();
    assert!(said.contains("3 tracks can be played") && !said.contains("ermission"), "{said}");
}

#[test]
fn a_large_cover_is_shown_small_and_kept_for_the_next_start() {
    let folder = tempfile::tempdir().expect("a directory");
    make(folder.path(), "a.mp3", &[]);
    let drawing = ["-loglevel", "error", "-f", "lavfi", "-i", "testsrc2=s=2000x1000", "-frames:v", "1"];
    let cover = folder.path().join("cover.png");
    assert!(bounded::status(Command::new("ffmpeg").args(drawing).arg(cover)).success());
    let shown = |running: &Running| {
        wait_until("music", || now(running)["now_playing"]["source"] == "autodj");
        let address = now(running)["now_playing"]["cover"].as_str().expect("a cover").to_owned();
        let mut stream = running.connect();
        let request = format!("GET {address} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("it answers");
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("a head") + 4;
        let image = answer.split_off(end);
        (address, String::from_utf8(answer).expect("text").to_ascii_lowercase(), image)
    };
    let running = Running::start(folder.path());
    let (address, head, image) = shown(&running);
    let id = address.rsplit('/').next().expect("a name");
    assert!(head.starts_with("http/1.1 200") && head.contains("content-type: image/jpeg"), "{head}");
    assert!(head.contains(&format!("etag: \"{id}\"")), "{head}");
    let size = imagesize::blob_size(&image).expect("a picture");
    assert_eq!((size.width, size.height), (512, 256));
    let kept = running.data().join("covers").join(format!("{id}.jpg"));
    assert_eq!(fs::read(&kept).expect("it is kept"), image);
    let (_, _, data) = running.stop();
    let made = fs::metadata(&kept).expect("it is there").ino();
    let running = Running::start_at("127.0.0.1:0", folder.path(), data);
    assert_eq!(shown(&running).2, image);
    assert_eq!(fs::metadata(&kept).expect("it is there").ino(), made, "it was not made again");
}
