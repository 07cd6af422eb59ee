//! What is heard of files, by a clock that is set by hand.

use std::path::PathBuf;
use std::process::Command;
use std::thread;

use super::*;
use crate::audio::{BLOCK, BLOCK_US, CHANNELS, SAMPLE_RATE};
use crate::clock::ManualClock;
use crate::library::Analyst;
use crate::model::{Contents, Knobs, Order, Playlist, PlaylistKind, Query};
use crate::schedule::Director;
use crate::source::Source as _;
use crate::source::autodj::{Autodj, Config, Queue, Standby, loader};

#[test]
fn tracks_are_brought_to_the_stations_level() {
    let db = |lufs| {
        let loudness = Loudness { integrated_lufs: lufs, true_peak_dbtp: None };
        (gain::to_db(level_gain(Some(loudness))) * 100.0).round() / 100.0
    };
    assert_eq!(db(-16.0), 0.0);
    assert_eq!(db(-9.5), -6.5);
    assert_eq!(db(-40.0), 12.0);
    assert_eq!(db(f64::NEG_INFINITY), 0.0);
    assert_eq!(level_gain(None), 1.0);
}

/// A tone, loud for 3 s, softer until the fourth, not there at all until the sixth, soft until the end.
const PIECE: &str = "0.4*sin(2*PI*997*t)*(lt(t,3)+0.3*between(t,3,4)+0.1*gt(t,6))";
/// Where its three tracks end, in seconds: the first within the tone and the second within the pause, neither where a
/// block does.
const CUTS: [f64; 4] = [0.0, 2.5125, 5.2525, 9.0];

/// Has ffmpeg make a file of a part of the piece.
fn make(path: &Path, part: &[f64], options: &[&str]) {
    let made = Command::new("ffmpeg")
        .args(["-nostdin", "-v", "error", "-f", "lavfi", "-i"])
        .arg(format!("aevalsrc='{PIECE}':s=48000:d=9,atrim={}:{},asetpts=N/SR/TB", part[0], part[1]))
        .args(options)
        .arg(path)
        .status();
    assert!(made.expect("install ffmpeg").success(), "{}", path.display());
}

/// The samples of a file, of its left channel.
fn samples_of(path: &Path) -> Vec<f32> {
    let mut reader = Reader::open(path).unwrap();
    let (mut samples, mut block) = (Vec::new(), Block::silent());
    while let Ok(count @ 1..) = reader.read(&mut block) {
        samples.extend(block.samples()[..count * CHANNELS].iter().step_by(CHANNELS));
    }
    samples
}

/// The first `count` samples of what AutoDJ plays of a folder in sequence.
fn heard(folder: PathBuf, count: usize) -> Vec<f32> {
    let data = tempfile::tempdir().unwrap();
    let store = Store::open(data.path()).unwrap();
    store.first_start(None, None).unwrap();
    let all = Playlist {
        name: "All".to_owned(),
        contents: Contents::Smart(Query::default()),
        kind: PlaylistKind::Music,
        order: Order::Sequence,
        weight: 1,
        hours: Vec::new(),
        crossfade: None,
    };
    store.put_playlist("main", &all).unwrap();
    let library = Library::new(folder);
    library.scan();
    library.index(&store, 0, &mut |_| ()).unwrap();
    let mut analyst = Analyst::default();
    while let Some(track) = analyst.next(&library, &store).unwrap() {
        library.measure(&store, &track).unwrap();
    }
    let clock = Arc::new(ManualClock::at(1_700_000_000_000_000));
    let config = Config { patience: Duration::from_secs(20), ..Config::default() };
    let standby = Standby::default();
    let mut autodj = Autodj::new(config, Knobs::default(), standby.clone());
    let known = (library.clone(), store.clone(), "main");
    let planner =
        Planner::new(known, Director::seeded(1), Arc::<ManualClock>::clone(&clock), Queue::default());
    let shelf = MusicShelf::new(library, planner, store);
    thread::spawn(move || loader::run(shelf, &standby, config.patience));
    let (mut heard, mut block) = (Vec::new(), Block::silent());
    while heard.len() < count {
        clock.advance(Duration::from_micros(BLOCK_US));
        autodj.tick();
        assert!(autodj.is_ready(), "there is always music");
        autodj.read(&mut block);
        heard.extend(block.samples().iter().step_by(CHANNELS));
    }
    heard.truncate(count);
    heard
}

/// How far what is heard of the piece, cut into three files of an album, is from the piece in one, at the same level.
fn difference(ending: &str, flag: &str) -> f32 {
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join(format!("whole.{ending}"));
    make(&whole, &[0.0, 9.0], &[]);
    let album = folder.path().join("album");
    std::fs::create_dir(&album).unwrap();
    for (number, part) in (1..).zip(CUTS.windows(2)) {
        let (number, name) = (format!("track={number}"), format!("{}.{ending}", ["c", "a", "b"][number - 1]));
        make(&album.join(name), part, &["-metadata", "album=Coast", "-metadata", &number, "-metadata", flag]);
    }
    let whole = samples_of(&whole);
    let heard = heard(album, BLOCK * (7 * SAMPLE_RATE as usize / BLOCK));
    let power = |samples: &[f32]| samples[..SAMPLE_RATE as usize].iter().map(|it| it * it).sum::<f32>();
    let gain = (power(&heard) / power(&whole)).sqrt();
    assert!((0.1..10.0).contains(&gain), "{gain}");
    heard.iter().zip(&whole).map(|(heard, whole)| (heard / gain - whole).abs()).fold(0.0, f32::max)
}

#[test]
fn an_album_without_gaps_is_heard_as_one_piece_to_the_sample() {
    let found = difference("flac", "GAPLESS=1");
    assert!(found < 1e-4, "{found}");
    assert!(difference("flac", "GAPLESS=0") > 0.1, "any other album is trimmed and faded");
}

#[test]
fn an_album_of_mp3_is_heard_as_one_piece() {
    // What the encoder makes of a cut is less than what a single sample too many or too few would make of the tone.
    let a_sample = 0.4 * std::f32::consts::TAU * 997.0 / SAMPLE_RATE as f32;
    let found = difference("mp3", "ITUNESGAPLESS=1");
    assert!(found < 0.75 * a_sample, "{found}");
}
