//! A large library: how fast it is read, how little a change costs, what it takes in memory, and how fast tracks
//! are measured.
//!
//! The files are clips of three seconds in six formats, each with tags of its own, written by lofty, and with four
//! bytes of its sound changed, so that it is a track of its own; they were written a moment ago, so the system has
//! them in memory. A process of its own reads them, as a station's librarian does. Measuring is told in processor
//! time, so that it is the same on a busy machine.

use std::io::{BufRead as _, Cursor, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Instant;

use lofty::config::WriteOptions;
use lofty::file::{AudioFile as _, TaggedFileExt as _};
use lofty::probe::Probe;
use lofty::tag::{Accessor as _, ItemKey, Tag};
use longwave::library::{Indexed, MusicLibrary, analyse};
use longwave::store::Store;
use longwave::sys;
use serde_json::{Value, json};

use crate::Extent;
use crate::process::shelf;

const FORMATS: [&str; 6] = ["mp3", "flac", "ogg", "opus", "m4a", "wav"];
/// Files of an album, which is a folder.
const ALBUM: usize = 25;
/// Threads that make files.
const MAKERS: usize = 2;
/// Files that are tagged anew, moved, and new, 10 together.
const CHANGES: [usize; 3] = [4, 3, 3];
const DAY_US: u64 = 1_795_332_034_000_000;

pub(crate) fn run(extent: &Extent) -> Value {
    let folder = tempfile::tempdir().expect("a directory");
    let (media, data) = (folder.path().join("media"), folder.path().join("data"));
    let count = extent.files;
    let clips = FORMATS.map(|format| clip(folder.path(), format));
    let began = Instant::now();
    thread::scope(|scope| {
        for maker in 0..MAKERS {
            let (clips, media) = (&clips, &media);
            scope.spawn(move || (maker..count).step_by(MAKERS).for_each(|n| make(&clips[n % 6], media, n)));
        }
    });
    println!("{count} files made in {:.0} s", began.elapsed().as_secs_f64());

    let first = Reading::of(&media, &data, |first| {
        change(&clips, &media, count);
        first
    });
    let again = Reading::of(&media, &data, |again| again);
    let speed = count as f64 / (first.figure("walk_s") + first.figure("index_s"));
    println!(
        "library of {count} files: first read in {:.1} s ({speed:.0} files/s); at the next start in {:.2} s",
        first.figure("walk_s") + first.figure("index_s"),
        again.figure("walk_s") + again.figure("index_s"),
    );
    println!(
        "  10 changes: {:.2} s (a walk of {:.2} s finds them, another one that they stand still, {:.2} s to read); \
         nothing changed: {:.2} s",
        first.figure("first_walk_s") + first.figure("second_walk_s") + first.figure("changes_s"),
        first.figure("first_walk_s"),
        first.figure("changes_s"),
        again.figure("first_walk_s"),
    );
    println!(
        "  memory: {:.1} MB before, {:.1} MB after reading all, {:.1} MB after the changes; {:.1} MB at the next start",
        first.figure("before_mb"),
        first.figure("after_mb"),
        first.figure("changed_mb"),
        again.figure("after_mb"),
    );
    let pages = crate::library_pages::run(&media, &data);
    json!({ "files": count, "first": first.0, "again": again.0, "pages": pages, "measuring": measuring(folder.path()) })
}

/// Reads a library in this process, tells what that took, and again after a line on stdin.
pub(crate) fn read(arguments: &[String]) {
    let (media, data) = (PathBuf::from(&arguments[0]), PathBuf::from(&arguments[1]));
    let store = Store::open(&data).expect("a store");
    let library = MusicLibrary::new(media);
    let before = resident_mb();
    let walk = timed(|| drop(library.scan()));
    let index = || library.index(&store, DAY_US, &mut |_| ()).expect("it is read");
    let first_index = timed(|| assert_eq!(index().unread, 0));
    let after = resident_mb();
    println!("{}", json!({ "walk_s": walk, "index_s": first_index, "before_mb": before, "after_mb": after }));
    std::io::stdin().lock().read_line(&mut String::new()).expect("a line");
    let first = timed(|| drop(library.scan()));
    let second = timed(|| drop(library.scan()));
    let mut indexed = Indexed::default();
    let changes = timed(|| indexed = index());
    let found = [indexed.read, indexed.new_tracks, indexed.gone];
    let figures = json!({ "first_walk_s": first, "second_walk_s": second, "changes_s": changes,
        "changed_mb": resident_mb(), "read_new_gone": found });
    println!("{figures}");
}

/// The figures of a process that reads a library.
struct Reading(Value);

impl Reading {
    /// Starts one, lets `meanwhile` change what is there once it was read, and lets it look again.
    fn of(media: &Path, data: &Path, meanwhile: impl FnOnce(Value) -> Value) -> Self {
        let mut command = Command::new(std::env::current_exe().expect("this program"));
        command.arg("read-library").arg(media).arg(data).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("it starts");
        let mut lines = std::io::BufReader::new(child.stdout.take().expect("its output")).lines();
        let mut figures = || -> Value {
            let line = lines.next().expect("a line").expect("text");
            serde_json::from_str(&line).expect("figures")
        };
        let mut first = meanwhile(figures());
        child.stdin.take().expect("its input").write_all(b"\n").expect("it listens");
        let second = figures();
        assert!(child.wait().expect("it ends").success());
        if let (Some(first), Value::Object(second)) = (first.as_object_mut(), second) {
            first.extend(second);
        }
        Self(first)
    }

    fn figure(&self, name: &str) -> f64 {
        self.0[name].as_f64().expect("a figure")
    }
}

/// Three seconds of noise in a format, without tags.
fn clip(folder: &Path, format: &'static str) -> (&'static str, Vec<u8>) {
    let path = folder.join("clip").with_extension(format);
    ffmpeg(&["-f", "lavfi", "-i", "anoisesrc=a=0.1:d=3:r=48000", "-ac", "2", "-b:a", "64k"], &path);
    (format, std::fs::read(path).expect("a file"))
}

fn ffmpeg(arguments: &[&str], into: &Path) {
    let mut command = Command::new("ffmpeg");
    // The sound comes last in the file, also of MP4.
    command.args(["-nostdin", "-v", "error", "-y"]).args(arguments).args(["-movflags", "+faststart"]);
    assert!(command.arg(into).status().expect("ffmpeg").success(), "{}", into.display());
}

fn place(media: &Path, number: usize, format: &str) -> PathBuf {
    media.join(format!("artist {}/album {}/{number}.{format}", number / ALBUM / 10, number / ALBUM))
}

fn make((format, clip): &(&str, Vec<u8>), media: &Path, number: usize) {
    let mut bytes = clip.clone();
    let at = bytes.len() - 100;
    bytes[at..at + 4].copy_from_slice(&(number as u32).wrapping_mul(2_654_435_761).to_le_bytes());
    let path = place(media, number, format);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    std::fs::write(path, tagged(bytes, number, "")).expect("room for it");
}

/// The file with tags that are its own.
fn tagged(bytes: Vec<u8>, number: usize, more: &str) -> Vec<u8> {
    let mut sound = Cursor::new(bytes);
    let mut file = Probe::new(&mut sound).guess_file_type().expect("a format").read().expect("a file");
    let mut tag = Tag::new(file.primary_tag_type());
    tag.set_title(format!("Title {number}{more}"));
    tag.set_artist(format!("Artist {}", number / ALBUM / 10));
    tag.set_album(format!("Album {}", number / ALBUM));
    tag.set_genre(["Jazz", "Folk", "Rock"][number % 3].to_owned());
    tag.insert_text(ItemKey::RecordingDate, (1950 + number % 75).to_string());
    file.insert_tag(tag);
    sound.set_position(0);
    file.save_to(&mut sound, WriteOptions::default()).expect("tags");
    sound.into_inner()
}

/// Tags some files anew, moves some, and adds some.
fn change(clips: &[(&str, Vec<u8>); 6], media: &Path, count: usize) {
    let [anew, moved, new] = CHANGES;
    for number in 0..anew {
        let path = place(media, number, FORMATS[number % 6]);
        let bytes = std::fs::read(&path).expect("a file");
        std::fs::write(path, tagged(bytes, number, ", live")).expect("room for it");
    }
    for number in anew..anew + moved {
        let path = place(media, number, FORMATS[number % 6]);
        let name = format!("moved {number}.{}", FORMATS[number % 6]);
        std::fs::rename(path, media.join(name)).expect("it was there");
    }
    (count..count + new).for_each(|number| make(&clips[number % 6], media, number));
}

/// How many times faster than they play tracks of each format are measured, by a core.
fn measuring(folder: &Path) -> Value {
    let piece = shelf().join("01-harbour-lights.mp3");
    let piece = piece.to_str().expect("text");
    let mut speeds = serde_json::Map::new();
    for format in FORMATS {
        let path = folder.join("long").with_extension(format);
        // Most of what there is has the rate of CDs; Opus has another one.
        let rate = if format == "opus" { "48000" } else { "44100" };
        ffmpeg(&["-stream_loop", "9", "-i", piece, "-t", "600", "-map", "0:a", "-ar", rate], &path);
        let began = cpu();
        let (_, length) = analyse(&path).expect("it can be played");
        speeds.insert(format.to_owned(), json!((length.as_secs_f64() / (cpu() - began)).round()));
    }
    println!(
        "  measuring a track of ten minutes, times real time on a core: {}",
        Value::from(speeds.clone())
    );
    speeds.into()
}

fn cpu() -> f64 {
    sys::Process::of(std::process::id()).cpu_seconds.expect("it runs")
}

fn resident_mb() -> f64 {
    sys::Process::of(std::process::id()).resident_memory_bytes.expect("it runs") as f64 / 1e6
}

fn timed(work: impl FnOnce()) -> f64 {
    let began = Instant::now();
    work();
    began.elapsed().as_secs_f64()
}
