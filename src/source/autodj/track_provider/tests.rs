//! Plays files on a manual clock.

use std::path::PathBuf;
use std::process::Command;

use super::*;
use crate::audio::{BLOCK_US, CHANNELS, SAMPLE_RATE};
use crate::clock::ManualClock;
use crate::library::Analyzer;
use crate::model::{Contents, Every, LiveSettings, Order, Playlist, PlaylistKind, Query};
use crate::schedule::ProgrammeDirector;
use crate::source::Source as _;
use crate::source::autodj::{Autodj, AutodjConfig, DeckPools, NextDeck, PlayQueue, loader};

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
/// Ends of its three tracks, in seconds: the first within the tone and the second within the pause, neither
/// at
/// a block boundary.
const CUTS: [f64; 4] = [0.0, 2.5125, 5.2525, 9.0];

/// Has ffmpeg make a file of a part of a piece.
fn make(path: &Path, piece: &str, part: &[f64], options: &[&str]) {
    let made = Command::new("ffmpeg")
        .args(["-nostdin", "-v", "error", "-f", "lavfi", "-i"])
        .arg(format!("aevalsrc='{piece}':s=48000:d=9,atrim={}:{},asetpts=N/SR/TB", part[0], part[1]))
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

/// A playlist of what is in a folder.
fn list(folder: &str, kind: PlaylistKind, over_intro: bool) -> Playlist {
    Playlist {
        name: folder.to_owned(),
        contents: Contents::Smart(Query { folder: Some(folder.into()), ..Query::default() }),
        kind,
        order: Order::Sequence,
        weight: 1,
        hours: Vec::new(),
        crossfade: None,
        over_intro,
    }
}

/// The first `count` samples of what AutoDJ plays by these playlists, and the titles, each with the sample in whose
/// block it comes.
fn heard(folder: PathBuf, lists: &[Playlist], count: usize) -> (Vec<f32>, Vec<(usize, String)>) {
    let data = tempfile::tempdir().unwrap();
    let store = Store::open(data.path()).unwrap();
    store.first_start(None, None).unwrap();
    for list in lists {
        store.put_playlist("main", list).unwrap();
    }
    let library = MusicLibrary::new(folder);
    library.scan();
    library.index(&store, 0, &mut |_| ()).unwrap();
    let mut analyst = Analyzer::default();
    while let Some(track) = analyst.next(&library, &store).unwrap() {
        library.measure(&store, &track).unwrap();
    }
    let clock = Arc::new(ManualClock::at(1_700_000_000_000_000));
    let config = AutodjConfig { patience: Duration::from_secs(20), ..AutodjConfig::default() };
    let standby = NextDeck::default();
    let mut autodj = Autodj::new(config, LiveSettings::default(), standby.clone());
    let known = (library.clone(), store.clone(), "main");
    let planner = Planner::new(
        known,
        ProgrammeDirector::seeded(1),
        Arc::<ManualClock>::clone(&clock),
        PlayQueue::default(),
    );
    let shelf = LibraryTrackProvider::new(library, planner, store);
    loader::start(shelf, &standby, &DeckPools::new().unwrap(), config.patience);
    let (mut heard, mut titles, mut block) = (Vec::new(), Vec::new(), Block::silent());
    let mut title: Option<Arc<Title>> = None;
    while heard.len() < count {
        clock.advance(Duration::from_micros(BLOCK_US));
        autodj.tick();
        assert!(autodj.is_ready(), "there is always music");
        autodj.read(&mut block);
        let now = autodj.title();
        if now.as_ref().map(Arc::as_ptr) != title.as_ref().map(Arc::as_ptr) {
            titles.extend(now.as_ref().map(|now| (heard.len(), now.title.clone())));
            title = now;
        }
        heard.extend(block.samples().iter().step_by(CHANNELS));
    }
    heard.truncate(count);
    (heard, titles)
}

/// A provider of what is in `folder`, and its library, queue and clock.
fn provider(folder: PathBuf) -> (LibraryTrackProvider, MusicLibrary, PlayQueue, Arc<ManualClock>) {
    let data = tempfile::tempdir().unwrap();
    let store = Store::open(data.path()).unwrap();
    store.first_start(None, None).unwrap();
    let library = MusicLibrary::new(folder);
    library.scan();
    let (clock, queue) = (Arc::new(ManualClock::at(1_700_000_000_000_000)), PlayQueue::default());
    let known = (library.clone(), store.clone(), "main");
    let planner =
        Planner::new(known, ProgrammeDirector::seeded(1), Arc::<ManualClock>::clone(&clock), queue.clone());
    (LibraryTrackProvider::new(library.clone(), planner, store), library, queue, clock)
}

#[test]
fn a_disk_that_is_away_for_a_moment_costs_no_track_and_a_second_at_most() {
    let place = tempfile::tempdir().unwrap();
    let [folder, away] = ["music", "away"].map(|name| place.path().join(name));
    std::fs::create_dir(&folder).unwrap();
    for number in 0..6 {
        make(&folder.join(format!("{number}.wav")), PIECE, &[f64::from(number), 9.0], &[]);
    }
    let (mut provider, library, queue, clock) = provider(folder.clone());
    assert!(provider.next().is_some());
    let before: Vec<_> = queue.entries();
    assert!(!before.is_empty());
    std::fs::rename(&folder, &away).unwrap();
    for _ in 0..10 {
        assert!(provider.next().is_none(), "nothing can be read");
        clock.advance(Duration::from_secs(1));
    }
    assert_eq!((library.files().len(), library.troubles().len()), (6, 0), "nothing is left out");
    assert_eq!(queue.entries(), before, "the queue is as it was");
    assert!(provider.next().is_none());
    std::fs::rename(&away, &folder).unwrap();
    assert!(provider.next().is_none(), "once a second is enough");
    clock.advance(Duration::from_secs(1));
    assert!(provider.next().is_some(), "the disk is back");
}

#[test]
fn a_file_that_cannot_be_read_is_left_out_while_others_can() {
    let place = tempfile::tempdir().unwrap();
    for number in 0..4 {
        make(&place.path().join(format!("{number}.wav")), PIECE, &[f64::from(number), 9.0], &[]);
    }
    let (mut provider, library, queue, _) = provider(place.path().to_owned());
    provider.planner.fill();
    let first = queue.first().unwrap();
    std::fs::remove_file(place.path().join(&first.path)).unwrap();
    assert!(provider.next().is_some());
    assert_eq!(library.files().len(), 3);
    assert!(queue.entries().iter().all(|entry| entry.number != first.number));
}

/// Returns the largest difference between a piece cut into three files of an album and the uncut piece at
/// the same level.
fn difference(ending: &str, flag: &str) -> f32 {
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join(format!("whole.{ending}"));
    make(&whole, PIECE, &[0.0, 9.0], &[]);
    let album = folder.path().join("album");
    std::fs::create_dir(&album).unwrap();
    for (number, part) in (1..).zip(CUTS.windows(2)) {
        let (number, name) = (format!("track={number}"), format!("{}.{ending}", ["c", "a", "b"][number - 1]));
        make(
            &album.join(name),
            PIECE,
            part,
            &["-metadata", "album=Coast", "-metadata", &number, "-metadata", flag],
        );
    }
    let whole = samples_of(&whole);
    let lists = [list("album", PlaylistKind::Music, false)];
    let (heard, _) = heard(folder.path().to_owned(), &lists, 7 * SAMPLE_RATE as usize);
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

/// After how many seconds a song of nine, of which the first four are soft, begins again after a jingle of two.
fn seconds_between_songs(over_intro: bool) -> f64 {
    let folder = tempfile::tempdir().unwrap();
    for name in ["songs", "jingles"] {
        std::fs::create_dir(folder.path().join(name)).unwrap();
    }
    let song = "0.4*sin(2*PI*997*t)*(0.05+0.95*gt(t,4))";
    make(&folder.path().join("songs/song.flac"), song, &[0.0, 9.0], &[]);
    make(&folder.path().join("jingles/jingle.flac"), "0.4*sin(2*PI*1999*t)", &[0.0, 2.0], &[]);
    let every = PlaylistKind::Jingle(Every { tracks: Some(1), minutes: None });
    let lists = [list("songs", PlaylistKind::Music, false), list("jingles", every, over_intro)];
    let (_, titles) = heard(folder.path().to_owned(), &lists, 33 * SAMPLE_RATE as usize);
    let songs: Vec<usize> = titles.iter().filter(|(_, title)| title == "song").map(|(at, _)| *at).collect();
    assert!(songs.len() >= 3, "{titles:?}");
    (songs[2] - songs[1]) as f64 / f64::from(SAMPLE_RATE)
}

#[test]
fn a_jingle_is_heard_over_the_intro_of_the_song_after_it_if_its_playlist_says_so() {
    let (over, between) = (seconds_between_songs(true), seconds_between_songs(false));
    // It is heard alone for a second, and then the song begins.
    assert!((10.0..10.1).contains(&over), "{over} s");
    assert!((10.9..11.1).contains(&between), "{between} s");
}
