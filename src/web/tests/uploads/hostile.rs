//! Files that nobody sends who means well.

use std::io::Write as _;

use serde_json::Value;

use super::super::desk::Desk;
use super::{files, made, send, tone};
use crate::library::MusicLibrary;

/// The expected result of an upload.
#[derive(Clone, Copy, Debug)]
enum Fate {
    /// It is refused, for a reason with this in it.
    Refused(&'static str),
    /// It is music, whatever else it is, and is played as that and nothing else.
    Music,
    /// Refused or music, as the reader can make something of it or not.
    Either,
}
use Fate::{Either, Music, Refused};

/// A tag of ID3, version 2.3, with these frames.
fn id3(frames: &[(&str, u8, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, flags, content) in frames {
        body.extend(name.as_bytes());
        body.extend((content.len() as u32).to_be_bytes());
        body.extend([0, *flags]);
        body.extend(*content);
    }
    let size = body.len() as u32;
    let mut tag = b"ID3\x03\0\0".to_vec();
    tag.extend([21, 14, 7, 0].map(|shift| (size >> shift & 0x7F) as u8));
    tag.extend(body);
    tag
}

/// The beginning of a PNG that says it is this large.
fn png(side: u32) -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    png.extend([side.to_be_bytes(), side.to_be_bytes()].concat());
    png.extend([8, 6, 0, 0, 0, 0, 0, 0, 0]);
    png
}

fn packed(bytes: &[u8], into: &str) -> Vec<u8> {
    let best = flate2::Compression::best();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), best);
    let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), best);
    gzip.write_all(bytes).unwrap();
    zlib.write_all(bytes).unwrap();
    if into == "gzip" { gzip.finish().unwrap() } else { zlib.finish().unwrap() }
}

/// A WAV file whose header says this of its sound.
fn wav(channels: u16, rate: u32, claimed: u32, sound: &[u8]) -> Vec<u8> {
    let mut wav = b"RIFF\xFF\xFF\xFF\x7FWAVEfmt \x10\0\0\0\x01\0".to_vec();
    wav.extend(channels.to_le_bytes());
    wav.extend(rate.to_le_bytes());
    wav.extend((rate.wrapping_mul(2)).to_le_bytes());
    wav.extend([2, 0, 16, 0]);
    wav.extend(b"data");
    wav.extend(claimed.to_le_bytes());
    wav.extend(sound);
    wav
}

fn noise(count: usize) -> Vec<u8> {
    let mut random = fastrand::Rng::with_seed(7);
    (0..count).map(|_| random.u8(..)).collect()
}

const HTML: &[u8] = b"<!DOCTYPE html><html><script>alert(document.cookie)</script></html>";
const SVG: &[u8] =
    b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script></svg>";

/// Returns files that are not music, under any name.
fn strangers() -> Vec<(&'static str, Vec<u8>, Fate)> {
    let zeros = vec![0; 64 << 20];
    let mp3 = tone(300, "mp3", &[]);
    let theora = ["-f", "lavfi", "-i", "testsrc=s=64x64:d=1"];
    let bomb = packed(&[b"PK\x03\x04".to_vec(), zeros.clone()].concat(), "gzip");
    vec![
        ("bomb.mp3", [b"PK\x03\x04\x14\0\0\0\x08\0", &bomb[..]].concat(), Refused("archive")),
        ("bomb.flac", packed(&zeros, "gzip"), Refused("archive")),
        ("seven.ogg", b"7z\xBC\xAF\x27\x1C\0\x04".repeat(90), Refused("archive")),
        ("rar.wav", b"Rar!\x1A\x07\x01\0".repeat(90), Refused("archive")),
        ("bz.mp3", b"BZh91AY&SY".repeat(90), Refused("archive")),
        ("xz.mp3", b"\xFD7zXZ\0\0\x04".repeat(90), Refused("archive")),
        ("logo.svg", SVG.to_vec(), Refused("picture")),
        ("logo.mp3", [b"<?xml version='1.0'?>\n", SVG].concat(), Refused("picture")),
        ("page.html", HTML.to_vec(), Refused("web page")),
        ("page.mp3", [HTML, &mp3].concat(), Refused("web page")),
        ("picture.mp3", [&png(64)[..], &mp3].concat(), Refused("picture")),
        ("huge.png", png(100_000), Refused("picture")),
        ("text.mp3", b"This is not music, whatever it is called.\n".repeat(200), Refused("no music")),
        ("list.m3u", b"#EXTM3U\nfile:///etc/passwd\n".to_vec(), Refused("list of music")),
        ("list.mp3", b"[playlist]\nFile1=/etc/shadow\n".to_vec(), Refused("list of music")),
        ("list.xspf", b"<?xml version='1.0'?><playlist/>".to_vec(), Refused("list of music")),
        ("random.mp3", noise(300_000), Refused("no music")),
        ("random.flac", [b"fLaC", &noise(300_000)[..]].concat(), Refused("")),
        ("random.ogg", [b"OggS\0\x02", &noise(300_000)[..]].concat(), Refused("")),
        ("random.m4a", [b"\0\0\0\x20ftypM4A ", &noise(300_000)[..]].concat(), Refused("")),
        ("random.mka", [b"\x1A\x45\xDF\xA3", &noise(300_000)[..]].concat(), Refused("")),
        ("tagged.mp3", [id3(&[("TIT2", 0, b"\0x")]), noise(3_000)].concat(), Refused("no music")),
        ("endless tag.mp3", [b"ID3\x04\0\0\x7F\x7F\x7F\x7F", &mp3[..]].concat(), Refused("no music")),
        ("film.ogg", made(&theora, "ogv", &["-c:v", "libtheora"]), Refused("sound")),
        ("film.mp4", made(&theora, "mp4", &["-c:v", "mpeg4"]), Refused("sound")),
        ("program.mp3", [b"\x7FELF\x02\x01\x01", &noise(900)[..]].concat(), Refused("no music")),
        ("paper.mp3", b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec(), Refused("no music")),
        ("script.mp3", b"#!/bin/sh\nrm -rf /\n".to_vec(), Refused("no music")),
        ("one.mp3", vec![0xFF], Refused("no music")),
        ("sync.mp3", vec![0xFF; 100_000], Refused("no music")),
    ]
}

/// Returns files that are only partly music, or that declare more than they contain.
fn broken() -> Vec<(&'static str, Vec<u8>, Fate)> {
    let [flac, mp3, ogg, opus, m4a, sound] =
        ["flac", "mp3", "ogg", "opus", "m4a", "wav"].map(|ending| tone(320, ending, &[]));
    let half = |bytes: &[u8]| bytes[..bytes.len() / 2].to_vec();
    let mute = ["-f", "lavfi", "-i", "anullsrc=r=48000:d=3"];
    vec![
        ("half.flac", half(&flac), Refused("breaks off")),
        ("begun.flac", flac[..60].to_vec(), Refused("")),
        ("half.mp3", half(&mp3), Either),
        ("begun.mp3", mp3[..80].to_vec(), Refused("")),
        ("half.ogg", half(&ogg), Either),
        ("begun.ogg", ogg[..60].to_vec(), Refused("")),
        ("begun.opus", opus[..40].to_vec(), Refused("")),
        ("half.m4a", half(&m4a), Refused("")),
        ("headed.wav", sound[..44].to_vec(), Refused("")),
        ("promises.wav", wav(2, 48_000, u32::MAX - 40, &sound[44..9_000]), Either),
        ("crowd.wav", wav(65_535, 48_000, 8_000, &sound[44..9_000]), Refused("")),
        ("standstill.wav", wav(2, 0, 8_000, &sound[44..9_000]), Refused("")),
        ("silence.flac", made(&mute, "flac", &[]), Refused("nothing to be heard")),
    ]
}

/// Music that carries something else.
fn carriers() -> Vec<(&'static str, Vec<u8>, Fate)> {
    let mut hertz = 400;
    let mut mp3 = || {
        hertz += 10;
        tone(hertz, "mp3", &["-id3v2_version", "0"])
    };
    let cover = [&b"\0image/png\0\x03\0"[..], &png(100_000)].concat();
    let bomb = [&(100_u32 << 20).to_be_bytes()[..], &packed(&vec![b'x'; 100 << 20], "zlib")].concat();
    vec![
        ("page in a tag.mp3", [id3(&[("TIT2", 0, &[b"\0", HTML].concat())]), mp3()].concat(), Music),
        ("page behind.mp3", [mp3(), HTML.to_vec()].concat(), Either),
        ("archive behind.mp3", [mp3(), b"PK\x05\x06".to_vec(), vec![0; 18]].concat(), Either),
        ("huge cover.mp3", [id3(&[("APIC", 0, &cover)]), mp3()].concat(), Music),
        (
            "packed tag.mp3",
            [id3(&[("TIT2", 0x80, &bomb)]), mp3()].concat(),
            Refused("far too large unpacked"),
        ),
        (
            "tag of tags.mp3",
            [id3(&[("TXXX", 0, &[b"\0a\0", &noise(90_000)[..]].concat())]), mp3()].concat(),
            Music,
        ),
    ]
}

/// Names that lead elsewhere, or that some system cannot have.
fn names() -> Vec<String> {
    let names = [
        "../../x.flac",
        "..\\..\\x.flac",
        "/etc/cron.d/x",
        "CON.flac",
        "nul",
        "a\0b.flac",
        "",
        ".",
        "..",
        ".htaccess",
        "x\u{202E}calf.exe",
        "a\nSet-Cookie: b.flac",
        "$(touch x) `touch x`; touch x.flac",
        "'; DROP TABLE track; --.flac",
        "<img src=x onerror=alert(1)>.flac",
        "🎷.flac",
        "%2e%2e%2fx.flac",
    ];
    let long = ["x".repeat(5_000), format!("{}x.flac", "../".repeat(500))];
    names.into_iter().map(str::to_owned).chain(long).collect()
}

#[actix_web::test]
async fn hostile_files_are_refused_or_neutral() {
    let mut desk = Desk::new();
    let root = desk.media.parent().unwrap().to_owned();
    let before = files(&root).into_iter().filter(|path| !is_of_the_database(path)).collect::<Vec<_>>();
    let (mut sent, mut wrong) = (0, Vec::new());
    for (name, bytes, fate) in [strangers(), broken(), carriers()].into_iter().flatten() {
        let upload = send(&mut desk, name, &bytes).await;
        wrong.extend(otherwise(name, &upload, fate));
        assert_eq!(desk.ask(super::request("GET", "/healthz")).await.status, 200, "after {name}");
        sent += 1;
    }
    for (number, name) in names().into_iter().enumerate() {
        let script = "title=<script>alert(1)</script>";
        let sound = tone(700 + number as u32, "flac", &["-metadata", script]);
        let upload = send(&mut desk, &name, &sound).await;
        wrong.extend(otherwise(&name, &upload, Music));
        sent += 1;
    }
    assert_eq!(send(&mut desk, "empty.mp3", b"").await["status"], 422);
    assert!(sent >= 50, "{sent}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));

    let uploads = desk.media.join("uploads");
    for path in files(&root) {
        let is_new = !before.contains(&path) && !is_of_the_database(&path);
        assert!(!is_new || path.parent() == Some(&uploads), "{} was written", path.display());
    }
    for path in files(&uploads) {
        let name = path.file_name().unwrap().to_str().unwrap();
        let is_plain = name.chars().all(|c| c.is_alphanumeric() || " -_.,'()&+!".contains(c));
        let is_music = [".mp3", ".flac", ".ogg", ".wav"].iter().any(|ending| name.ends_with(ending));
        assert!(is_plain && is_music && !name.starts_with('.') && name.len() < 200, "{name:?}");
    }
    no_cover_is_a_bomb(&desk);
}

/// Returns a description of an upload's result if it is not the expected one.
fn otherwise(name: &str, upload: &Value, fate: Fate) -> Option<String> {
    let (state, reason) = (upload["state"].as_str(), upload["reason"].as_str().unwrap_or_default());
    let is_so = match fate {
        Refused(part) => state == Some("refused") && !reason.is_empty() && reason.contains(part),
        Music => state == Some("done"),
        Either => state == Some("done") || (state == Some("refused") && !reason.is_empty()),
    };
    (!is_so).then(|| format!("{name:?} is to be {fate:?}: {upload}"))
}

fn is_of_the_database(path: &std::path::Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("longwave.db"))
}

/// Asserts that files with a picture of 100,000 × 100,000 pixels are played without one.
fn no_cover_is_a_bomb(desk: &Desk) {
    let library = MusicLibrary::new(desk.media.clone());
    library.scan();
    let mut loaded = 0;
    for file in library.files().iter() {
        let (track, _) = library.load(file).unwrap();
        assert_eq!(track.cover, None, "{}", track.path.display());
        loaded += 1;
    }
    assert!(loaded > 20, "{loaded}");
}
