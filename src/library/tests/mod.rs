//! A folder that changes, and what the library makes of it.

use std::fs;
use std::io;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::time::Duration;

use tempfile::TempDir;

use super::{Changes, Error, LibraryScanner, MusicLibrary, analyse, measure};
use crate::audio::{Block, SAMPLE_RATE};
use crate::clock::ManualClock;
use crate::store::Store;

mod covers;
mod hostile;
mod index;
mod scanner;
mod tagger;

/// The beginning of a PNG of this size, in pixels, filled up to `bytes`; only its header is ever read.
pub(super) fn png(width: u32, height: u32, bytes: usize) -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    png.extend(width.to_be_bytes());
    png.extend(height.to_be_bytes());
    png.extend([8, 2, 0, 0, 0, 0, 0, 0, 0]);
    png.resize(png.len().max(bytes), 0);
    png
}

/// A folder of music and its library.
struct Room {
    folder: TempDir,
    library: MusicLibrary,
}

impl Room {
    /// A folder with these empty files in it.
    fn with(names: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let library = MusicLibrary::new(folder.path().to_owned());
        let room = Self { folder, library };
        for name in names {
            room.write(name, b"");
        }
        room
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// Two seconds of a tone with ffmpeg's options.
    fn tone(&self, name: &str, with: &[&str]) {
        let status = Command::new("ffmpeg")
            .args(["-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i"])
            .arg("aevalsrc=0.5*sin(2*PI*997*t)|0.5*sin(2*PI*997*t):s=48000:d=2")
            .args(with)
            .arg(self.path(name))
            .status()
            .expect("install ffmpeg");
        assert!(status.success());
    }

    /// The names of the files that can be tried.
    fn files(&self) -> Vec<String> {
        let below =
            |path: &Path| path.strip_prefix(self.folder.path()).unwrap().to_string_lossy().into_owned();
        self.library.files().iter().map(|file| below(&file.path())).collect()
    }

    /// The troubles, each as one line.
    fn troubles(&self) -> Vec<String> {
        let line = |trouble: super::FileProblem| format!("{}: {}", trouble.path.display(), trouble.reason);
        self.library.troubles().into_iter().map(line).collect()
    }
}

#[test]
fn music_is_told_from_what_lies_beside_it() {
    let room = Room::with(&[
        "b.mp3",
        "a/c.FLAC",
        "cover.jpg",
        "README.md",
        "render.py",
        ".hidden.mp3",
        ".git/x.mp3",
        "x",
    ]);
    let changes = room.library.scan();
    assert_eq!(room.files(), ["a/c.FLAC", "b.mp3"]);
    assert_eq!(changes.added.len(), 2);
    assert_eq!(room.troubles(), Vec::<String>::new());
}

#[test]
fn an_empty_or_missing_folder_is_an_empty_library() {
    let room = Room::with(&[]);
    assert_eq!(room.library.scan(), super::Changes::default());
    let nowhere = MusicLibrary::new(room.path("nowhere"));
    assert_eq!(nowhere.scan(), super::Changes::default());
    assert!(nowhere.files().is_empty() && nowhere.troubles().is_empty());
}

#[test]
fn a_folder_that_is_gone_for_a_while_keeps_its_files() {
    let room = Room::with(&["music/a.mp3", "music/b.mp3"]);
    let library = MusicLibrary::new(room.path("music"));
    assert_eq!(library.scan().added.len(), 2);
    fs::rename(room.path("music"), room.path("elsewhere")).unwrap();
    assert_eq!(library.scan(), Changes::default(), "it is not there");
    assert_eq!((library.files().len(), library.is_away()), (2, true));
    fs::create_dir(room.path("music")).unwrap();
    assert_eq!(library.scan(), Changes::default(), "an empty one is in its place, as after an unmount");
    assert_eq!((library.files().len(), library.is_away()), (2, true));
    fs::remove_dir(room.path("music")).unwrap();
    fs::rename(room.path("elsewhere"), room.path("music")).unwrap();
    assert_eq!(library.scan(), Changes::default());
    assert_eq!((library.files().len(), library.is_away()), (2, false));
    for name in ["music/a.mp3", "music/b.mp3"] {
        fs::remove_file(room.path(name)).unwrap();
    }
    assert_eq!(library.scan().removed.len(), 2, "somebody removed the files");
}

#[test]
fn a_file_that_cannot_be_read_is_told_from_a_disk_that_cannot() {
    let room = Room::with(&[]);
    room.write("a.mp3", b"a");
    room.write("b.mp3", b"b");
    room.library.scan();
    let files = room.library.files();
    fs::remove_file(room.path("a.mp3")).unwrap();
    assert!(room.library.can_read_another(&files[0]));
    fs::remove_file(room.path("b.mp3")).unwrap();
    assert!(!room.library.can_read_another(&files[0]));
    let gone = Error::from(io::Error::from(io::ErrorKind::NotFound));
    room.library.reject_for(&files[0], &gone);
    assert_eq!(room.files(), ["b.mp3"]);
    room.library.retry_all();
    assert_eq!(room.files(), ["a.mp3", "b.mp3"], "it is tried again once something can be read");
}

#[test]
fn a_file_that_arrives_is_taken_when_it_stands_still() {
    let room = Room::with(&["a.mp3"]);
    room.library.scan();
    room.write("b.mp3", b"half");
    assert_eq!(room.library.scan(), super::Changes::default());
    assert_eq!(room.files(), ["a.mp3"]);
    room.write("b.mp3", b"half and more");
    room.library.scan();
    assert_eq!(room.files(), ["a.mp3"]);
    assert_eq!(room.library.scan().added, [Path::new("b.mp3")]);
    assert_eq!(room.files(), ["a.mp3", "b.mp3"]);
    fs::remove_file(room.path("a.mp3")).unwrap();
    assert_eq!(room.library.scan().removed, [Path::new("a.mp3")]);
    assert_eq!(room.files(), ["b.mp3"]);
}

#[test]
fn a_rejected_file_stays_out_until_it_changes() {
    let room = Room::with(&["a.mp3", "b.mp3"]);
    room.library.scan();
    let files = room.library.files();
    room.library.reject(&files[0], "it is damaged");
    assert_eq!(room.files(), ["b.mp3"]);
    room.library.scan();
    assert_eq!(room.troubles(), ["a.mp3: it is damaged"]);
    room.write("a.mp3", b"mended");
    room.library.scan();
    room.library.reject(&files[0], "late news of what it was");
    assert_eq!(room.library.scan().changed, [Path::new("a.mp3")]);
    assert_eq!(room.files(), ["a.mp3", "b.mp3"]);
    assert!(room.troubles().is_empty());
}

#[test]
fn a_folder_that_cannot_be_read_keeps_its_music() {
    let room = Room::with(&["music/a.mp3", "music/Vol. 2/b.mp3"]);
    let library = MusicLibrary::new(room.path("music"));
    let unreadable = || {
        // Whoever runs the tests may read everything, but nobody can follow a link to itself.
        fs::rename(room.path("music"), room.path("away")).unwrap();
        symlink("music", room.path("music")).unwrap();
    };
    unreadable();
    assert_eq!(library.scan(), Changes::default());
    let readable = || {
        fs::remove_file(room.path("music")).unwrap();
        fs::rename(room.path("away"), room.path("music")).unwrap();
    };
    readable();
    assert_eq!(library.scan().added.len(), 2, "the first scan is the first that saw anything");
    unreadable();
    assert_eq!((library.scan(), library.files().len()), (Changes::default(), 2));
    readable();
    assert_eq!((library.scan(), library.files().len()), (Changes::default(), 2));
    fs::rename(room.path("music"), room.path("away")).unwrap();
    fs::write(room.path("music"), b"a file").unwrap();
    assert_eq!((library.scan(), library.files().len()), (Changes::default(), 2));
    fs::remove_file(room.path("music")).unwrap();
    assert_eq!((library.scan(), library.files().len()), (Changes::default(), 2), "nothing is there");
    fs::create_dir(room.path("music")).unwrap();
    room.write("music/c.mp3", b"");
    assert_eq!(library.scan().removed.len(), 2, "another folder has taken its place");
}

#[test]
fn a_folder_within_that_cannot_be_read_keeps_its_music() {
    let room = Room::with(&["Vol. 2/a.mp3", "Vol. 2/deep/b.mp3", "Vol. 20/c.mp3"]);
    room.library.scan();
    fs::rename(room.path("Vol. 2"), room.path(".away")).unwrap();
    symlink("Vol. 2", room.path("Vol. 2")).unwrap();
    fs::remove_file(room.path("Vol. 20/c.mp3")).unwrap();
    assert_eq!(room.library.scan().removed, [Path::new("Vol. 20/c.mp3")]);
    assert_eq!(room.files(), ["Vol. 2/a.mp3", "Vol. 2/deep/b.mp3"]);
    fs::remove_file(room.path("Vol. 2")).unwrap();
    assert_eq!(room.library.scan().removed.len(), 2);
    assert!(room.files().is_empty());
}

#[test]
fn what_the_machine_could_not_read_is_tried_again_less_and_less() {
    let room = Room::with(&["a.mp3"]);
    room.library.scan();
    let mut rests = Vec::new();
    for _ in 0..7 {
        let file = room.library.files()[0].clone();
        room.library.reject_for(&file, &Error::Io(io::ErrorKind::PermissionDenied.into()));
        assert_eq!(room.troubles(), ["a.mp3: we are not allowed to read it (permission denied)"]);
        rests.push((1..200).find(|_| room.library.scan() == Changes::default() && !room.files().is_empty()));
    }
    assert_eq!(rests.into_iter().flatten().collect::<Vec<_>>(), [4, 8, 16, 32, 64, 100, 100]);
    assert!(room.troubles().is_empty());
    room.library.reject_for(&room.library.files()[0], &Error::NotSound);
    (0..101).for_each(|_| drop(room.library.scan()));
    assert_eq!(room.troubles(), ["a.mp3: this is not a sound file we can read"], "that does not pass");
}

#[test]
fn another_mode_brings_back_what_was_rejected_and_takes_nothing_out() {
    let room = Room::with(&["a.mp3", "b.mp3"]);
    room.library.scan();
    room.library.reject(&room.library.files()[0], "not for us");
    for name in ["a.mp3", "b.mp3"] {
        fs::set_permissions(room.path(name), fs::Permissions::from_mode(0o600)).unwrap();
    }
    assert_eq!(room.library.scan(), Changes::default());
    assert_eq!(room.files(), ["b.mp3"]);
    assert_eq!(room.library.scan().changed, [Path::new("a.mp3")]);
    assert_eq!(room.files(), ["a.mp3", "b.mp3"]);
}

#[test]
fn a_rejection_copies_nothing() {
    let room = Room::with(&["a.mp3", "b.mp3"]);
    room.library.scan();
    let before = room.library.files();
    room.library.reject(&before[0], "it is damaged");
    assert!(Arc::ptr_eq(&before[1], &room.library.files()[0]));
}

#[test]
fn what_is_no_file_is_a_trouble_and_links_may_go_in_circles() {
    let room = Room::with(&["album/a.mp3", "x.flac/b.mp3"]);
    symlink(room.folder.path(), room.path("album/round")).unwrap();
    symlink(room.path("album"), room.path("again")).unwrap();
    symlink("gone.mp3", room.path("dangling.mp3")).unwrap();
    symlink("gone.txt", room.path("dangling.txt")).unwrap();
    let elsewhere = Room::with(&["c.mp3"]);
    symlink(elsewhere.folder.path(), room.path("one")).unwrap();
    symlink(elsewhere.folder.path(), room.path("two")).unwrap();
    symlink(elsewhere.path("."), elsewhere.path("self")).unwrap();
    let changes = room.library.scan();
    assert_eq!(room.files(), ["album/a.mp3", "one/c.mp3", "x.flac/b.mp3"]);
    let troubles =
        ["dangling.mp3: is a link to something that is not there", "x.flac: is a folder, not a sound file"];
    assert_eq!(room.troubles(), troubles);
    assert_eq!(changes.troubles.len(), 2);
    assert_eq!(room.library.scan().troubles, [], "told once");
}

#[test]
fn a_pipe_is_not_opened() {
    let room = Room::with(&[]);
    assert!(Command::new("mkfifo").arg(room.path("a.mp3")).status().unwrap().success());
    room.library.scan();
    assert_eq!(room.troubles(), ["a.mp3: is not an ordinary file"]);
}

#[test]
fn tags_become_a_track() {
    let room = Room::with(&[]);
    for ending in ["mp3", "flac", "ogg", "opus", "m4a"] {
        let with = ["-metadata", "title=Sång", "-metadata", "artist=Ann", "-metadata", "album=Alb"];
        let gain = if ending == "opus" { "R128_TRACK_GAIN=-512" } else { "REPLAYGAIN_TRACK_GAIN=3.00 dB" };
        let with = [&with[..], &["-metadata", gain, "-movflags", "use_metadata_tags"]].concat();
        let with = if ending == "m4a" { with[..6].to_vec() } else { with };
        room.tone(&format!("a.{ending}"), &with);
    }
    room.library.scan();
    for file in room.library.files().iter() {
        let (track, _) = room.library.load(file).unwrap();
        let path = file.path();
        let name = path.display();
        assert_eq!(track.title, "Sång", "{name}");
        assert_eq!((track.artist.as_deref(), track.album.as_deref()), (Some("Ann"), Some("Alb")), "{name}");
        assert_eq!(track.duration.map(|duration| duration.as_millis() / 10), Some(200), "{name}");
        if path.extension().unwrap() != "m4a" {
            assert_eq!(track.loudness.map(|loudness| loudness.integrated_lufs), Some(-21.0), "{name}");
        }
    }
}

#[test]
fn a_file_without_tags_is_called_by_its_name() {
    let room = Room::with(&[]);
    room.tone("My song.wav", &["-bitexact"]);
    fs::rename(room.path("My song.wav"), room.path("My song.mp3")).unwrap();
    room.library.scan();
    let (track, _) = room.library.load(&room.library.files()[0]).unwrap();
    assert_eq!((track.title.as_str(), track.artist), ("My song", None));
}

#[test]
fn files_that_cannot_be_played_say_why() {
    let room = Room::with(&["a.mp3"]);
    room.write("b.mp3", b"My diary");
    room.library.scan();
    for file in room.library.files().iter() {
        let error = room.library.load(file).err().unwrap();
        room.library.reject(file, &error.to_string());
    }
    let expected = ["a.mp3: the file is empty", "b.mp3: this is not a sound file we can read"];
    assert_eq!(room.troubles(), expected);
}

#[test]
fn loudness_is_measured() {
    let room = Room::with(&[]);
    room.tone("a.wav", &[]);
    room.tone("b.wav", &["-af", "volume=0"]);
    // Both channels with 997 Hz at −6.02 dBFS have −6 LUFS (EBU Tech 3341), within a tenth.
    let (analysis, length) = analyse(&room.path("a.wav")).unwrap();
    let tone = analysis.loudness;
    assert_eq!((analysis.cue_in, analysis.cue_out, length), (Duration::ZERO, length, Duration::from_secs(2)));
    assert!((tone.integrated_lufs + 6.0).abs() < 0.1, "{tone:?}");
    assert!((tone.true_peak_dbtp.unwrap() + 6.02).abs() < 0.1, "{tone:?}");
    let part = measure(&room.path("a.wav"), Duration::from_secs(1)).unwrap();
    assert!((part.integrated_lufs + 6.0).abs() < 0.1, "{part:?}");
    let silence = analyse(&room.path("b.wav")).unwrap().0.loudness;
    assert_eq!((silence.integrated_lufs, silence.true_peak_dbtp), (-70.0, None));
}

#[test]
fn a_librarian_ends_at_once_when_told() {
    let room = Room::with(&["a.mp3"]);
    let data = tempfile::tempdir().unwrap();
    let store = Store::open(data.path()).unwrap();
    let librarian = || LibraryScanner::new(room.library.clone(), store.clone(), Arc::new(ManualClock::at(0)));
    let (stop, stopped) = sync_channel(1);
    stop.send(()).unwrap();
    librarian().run(&stopped);
    assert_eq!(room.troubles(), ["a.mp3: the file is empty"], "it measures before it rests");
    drop(stop);
    librarian().run(&stopped);
}

#[test]
fn the_music_that_ships_is_in_order() {
    let library = MusicLibrary::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("media"));
    library.scan();
    assert!(library.troubles().is_empty(), "{:?}", library.troubles());
    assert!(library.files().len() >= 6);
    for file in library.files().iter() {
        let (track, mut reader) = library.load(file).unwrap();
        let mut block = Block::silent();
        let mut frames = 0;
        while let count @ 1.. = reader.read(&mut block).unwrap() {
            frames += count;
        }
        let told = track.duration.unwrap().as_secs_f64() * f64::from(SAMPLE_RATE);
        assert!((told - frames as f64).abs() < 2.0, "{} plays {frames}, told {told}", file.path().display());
    }
}
