//! Tests of the store's contents as the folder changes.

use lofty::TextEncoding;
use lofty::config::WriteOptions;
use lofty::file::{AudioFile as _, TaggedFileExt as _};
use lofty::id3::v2::{CommentFrame, Frame, Id3v2Tag};
use lofty::tag::{Accessor as _, ItemKey, Tag, TagExt as _};

use super::*;
use crate::library::{Analyzer, Indexed, MEASURED_BY, Outcome};
use crate::model::{Listed, TrackId};

/// A day in November 2026, in microseconds since 1970.
const NOW_US: u64 = 1_795_332_034_000_000;

/// A folder of music, its library and its store.
struct Shop {
    room: Room,
    store: Store,
    _data: TempDir,
}

impl Shop {
    fn with(names: &[&str]) -> Self {
        let data = tempfile::tempdir().unwrap();
        Self { room: Room::with(names), store: Store::open(data.path()).unwrap(), _data: data }
    }

    /// Looks through the folder until what arrives has arrived, and brings it into the store.
    fn index(&self) -> Indexed {
        self.room.library.scan();
        self.room.library.scan();
        self.room.library.index(&self.store, NOW_US, &mut |_| ()).unwrap()
    }

    /// Checks the counts of files read, new tracks, files gone and files back.
    fn check(&self, expected: [u64; 4]) {
        let Indexed { read, new_tracks, gone, back, unread } = self.index();
        assert_eq!([read, new_tracks, gone, back], expected);
        assert_eq!(unread, 0);
    }

    /// The tracks that can be played, by path.
    fn listed(&self) -> Vec<Listed> {
        let mut listed = self.store.listed().unwrap();
        listed.sort_by(|a, b| a.path.cmp(&b.path));
        listed
    }

    fn paths(&self) -> Vec<String> {
        self.listed().into_iter().map(|track| track.path.to_string_lossy().into_owned()).collect()
    }

    fn id(&self, path: &str) -> TrackId {
        self.listed().into_iter().find(|track| *track.path == *Path::new(path)).unwrap().id
    }

    fn rename(&self, from: &str, to: &str) {
        fs::rename(self.room.path(from), self.room.path(to)).unwrap();
    }

    /// Writes words into a file as a tagging program does.
    fn tag(&self, name: &str, words: &[(ItemKey, &str)]) {
        let path = self.room.path(name);
        let mut file = lofty::read_from_path(&path).unwrap();
        let mut tag = Tag::new(file.primary_tag_type());
        for (key, word) in words {
            assert!(tag.insert_text(*key, (*word).to_owned()), "{name}: {key:?}");
        }
        file.insert_tag(tag);
        file.save_to_path(&path, WriteOptions::default()).unwrap();
    }
}

#[test]
fn tags_are_listed() {
    let shop = Shop::with(&[]);
    for ending in ["mp3", "flac", "ogg", "opus", "m4a"] {
        let name = format!("a.{ending}");
        shop.room.tone(&name, &["-ar", "48000"]);
        let words = [
            (ItemKey::TrackTitle, "Sång"),
            (ItemKey::TrackArtist, "Ann"),
            (ItemKey::AlbumTitle, "Alb"),
            (ItemKey::Genre, "Jazz"),
            (ItemKey::RecordingDate, "1987-05-01"),
            (ItemKey::Isrc, "SE-AB1-87-00001"),
            (ItemKey::Label, "Harbour"),
            (ItemKey::DiscNumber, "2"),
            (ItemKey::TrackNumber, "03"),
        ];
        shop.tag(&name, &words);
    }
    shop.check([5, 5, 0, 0]);
    for track in shop.listed() {
        let name = track.path.display();
        assert_eq!(track.title, "Sång", "{name}");
        let texts = [&track.artist, &track.album, &track.genre, &track.isrc, &track.label];
        let texts = texts.map(|text| text.as_deref().unwrap_or_default());
        assert_eq!(texts, ["Ann", "Alb", "Jazz", "SEAB18700001", "Harbour"], "{name}");
        assert_eq!((track.year, track.added_at), (Some(1987), NOW_US / 1_000_000), "{name}");
        assert_eq!((track.disc, track.number, track.is_gapless), (Some(2), Some(3), false), "{name}");
        let seconds = track.duration.unwrap().as_secs_f64();
        assert!((1.9..2.2).contains(&seconds), "{name}: {seconds}");
    }
}

#[test]
fn albums_without_gaps_are_told_from_others_in_every_format() {
    let shop = Shop::with(&[]);
    let says = ["ITUNESGAPLESS=1", "gapless_playback=1", "ITUNESGAPLESS=0", "gapless_playback=0", "title=a"];
    let files = [("mp3", 0), ("flac", 0), ("ogg", 0), ("opus", 0), ("m4a", 1)];
    let files = files.iter().flat_map(|(ending, says)| [(*ending, *says), (*ending, says + 2)]);
    for (number, (ending, word)) in (1..).zip(files.chain([("mp3", 4)])) {
        let name = format!("{}{word}.{ending}", if word < 2 { "yes" } else { "no" });
        let volume = format!("volume=0.{number:02}");
        shop.room.tone(&name, &["-metadata", "track=3/12", "-metadata", says[word], "-af", &volume]);
    }
    shop.rename("no4.mp3", "yes, by iTunes.mp3");
    let mut words = Id3v2Tag::new();
    let comment = |what: &str, yes: &str| {
        Frame::Comment(CommentFrame::new(TextEncoding::UTF8, *b"eng", what.to_owned(), yes.to_owned()))
    };
    words.insert(comment("", "0"));
    words.insert(comment("iTunPGAP", "1"));
    words.set_track(3);
    words.save_to_path(shop.room.path("yes, by iTunes.mp3"), WriteOptions::default()).unwrap();
    shop.check([11, 11, 0, 0]);
    for track in shop.listed() {
        let name = track.path.to_str().unwrap();
        assert_eq!((track.number, track.is_gapless), (Some(3), name.starts_with("yes")), "{name}");
    }
}

#[test]
fn a_file_that_is_moved_or_tagged_anew_is_the_same_track() {
    let shop = Shop::with(&[]);
    for ending in ["mp3", "flac", "ogg", "opus", "m4a", "wav", "aiff"] {
        let (name, moved) = (format!("a.{ending}"), format!("b/Other name.{ending}"));
        shop.room.tone(&name, &[]);
        shop.check([1, 1, 0, 0]);
        let before = shop.id(&name);
        shop.room.write("b/keep", b"");
        shop.rename(&name, &moved);
        shop.check([1, 0, 1, 0]);
        assert_eq!(shop.id(&moved), before, "moved");
        let long = "Long and other words ".repeat(500);
        shop.tag(&moved, &[(ItemKey::TrackTitle, "Other"), (ItemKey::Comment, &long)]);
        shop.check([1, 0, 0, 0]);
        assert_eq!(shop.id(&moved), before, "tagged anew");
        assert_eq!(shop.listed()[0].title, "Other");
        shop.check([0, 0, 0, 0]);
        fs::remove_file(shop.room.path(&moved)).unwrap();
        shop.check([0, 0, 1, 0]);
    }
}

#[test]
fn other_sound_is_another_track_and_a_copy_is_the_same() {
    let shop = Shop::with(&[]);
    shop.room.tone("a.mp3", &[]);
    shop.check([1, 1, 0, 0]);
    let before = shop.id("a.mp3");
    fs::copy(shop.room.path("a.mp3"), shop.room.path("b.mp3")).unwrap();
    shop.check([1, 0, 0, 0]);
    assert_eq!(shop.paths(), ["a.mp3"], "listed once");
    shop.room.tone("a.mp3", &["-af", "volume=0.5"]);
    shop.check([1, 1, 0, 0]);
    assert_eq!(shop.paths(), ["a.mp3", "b.mp3"]);
    assert_ne!(shop.id("a.mp3"), before);
    assert_eq!(shop.id("b.mp3"), before);
}

#[test]
fn a_folder_that_is_emptied_comes_back_as_it_was() {
    let shop = Shop::with(&[]);
    shop.room.write("music/keep", b"");
    for (name, volume) in [("music/a.mp3", "1"), ("music/b.mp3", "0.5")] {
        shop.room.tone(name, &["-af", &format!("volume={volume}")]);
    }
    shop.check([2, 2, 0, 0]);
    let before = shop.listed();
    shop.rename("music", ".away");
    shop.check([0, 0, 2, 0]);
    assert_eq!(shop.listed(), []);
    shop.check([0, 0, 0, 0]);
    shop.rename(".away", "music");
    // Even by a process that never saw it.
    let later = MusicLibrary::new(shop.room.folder.path().to_owned());
    later.scan();
    let done = later.index(&shop.store, NOW_US * 2, &mut |_| ()).unwrap();
    assert_eq!((done.read, done.back), (0, 2));
    assert_eq!(shop.listed(), before);
    assert!(later.files().iter().all(|file| file.track().is_some()));
}

#[test]
fn what_cannot_be_looked_at_is_not_gone() {
    let shop = Shop::with(&[]);
    shop.room.write("Vol. 2/keep", b"");
    shop.room.tone("Vol. 2/a.mp3", &[]);
    shop.check([1, 1, 0, 0]);
    shop.rename("Vol. 2", ".away");
    symlink("Vol. 2", shop.room.path("Vol. 2")).unwrap();
    shop.check([0, 0, 0, 0]);
    let later = MusicLibrary::new(shop.room.folder.path().to_owned());
    later.scan();
    assert_eq!(later.index(&shop.store, NOW_US, &mut |_| ()).unwrap(), Indexed::default());
    assert_eq!(shop.paths(), ["Vol. 2/a.mp3"]);
    let blind = MusicLibrary::new(shop.room.path("Vol. 2"));
    blind.scan();
    assert_eq!(blind.index(&shop.store, NOW_US, &mut |_| ()).unwrap(), Indexed::default(), "never read");
    assert_eq!(shop.paths(), ["Vol. 2/a.mp3"]);
}

#[test]
fn tracks_are_measured_once_and_stay_measured_when_they_move() {
    let shop = Shop::with(&["b.mp3", "c.mp3"]);
    shop.room.tone("a.mp3", &["-af", "adelay=500:all=1"]);
    shop.index();
    let measure = || {
        let mut round = Analyzer::default();
        let mut outcomes = Vec::new();
        while let Some(track) = round.next(&shop.room.library, &shop.store).unwrap() {
            outcomes.push(shop.room.library.measure(&shop.store, &track).unwrap());
        }
        // It does not begin anew, whoever asks.
        let done = shop.room.library.progress();
        assert_eq!(round.next(&shop.room.library, &shop.store).unwrap(), None);
        assert_eq!(shop.room.library.progress(), done);
        outcomes
    };
    let measured = |outcome: &Outcome| matches!(outcome, Outcome::Measured(..));
    let outcomes = measure();
    assert_eq!((outcomes.len(), outcomes.iter().filter(|outcome| measured(outcome)).count()), (3, 1));
    assert_eq!(shop.room.troubles(), ["b.mp3: the file is empty", "c.mp3: the file is empty"]);
    assert_eq!(shop.paths(), ["a.mp3"], "what cannot be played is not listed");
    assert_eq!(measure(), [], "once");
    let analysis = shop.listed()[0].analysis.unwrap();
    assert!((480..=500).contains(&analysis.cue_in.as_millis()), "{analysis:?}");

    shop.rename("a.mp3", "d.mp3");
    shop.check([1, 0, 1, 0]);
    let track = shop.listed().remove(0);
    assert_eq!((track.analysis, track.path), (Some(analysis), Path::new("d.mp3").into()));
    assert_eq!(track.duration.map(|length| length.as_millis() / 100), Some(25), "by what was decoded");
    assert_eq!(measure(), []);

    let later = MusicLibrary::new(shop.room.folder.path().to_owned());
    later.scan();
    later.index(&shop.store, NOW_US, &mut |_| ()).unwrap();
    assert_eq!(later.troubles().len(), 2, "known without trying");
    shop.store.forget_troubles(MEASURED_BY + 1).unwrap();
    assert_eq!(shop.store.unmeasured(MEASURED_BY, (TrackId(-1), Path::new("")), 9).unwrap().len(), 2);
}

#[test]
fn odd_names_and_titles_are_listed_and_found_as_people_type_them() {
    let shop = Shop::with(&[]);
    let name = format!("{}.flac", "🎺é".repeat(41));
    for (name, title, volume) in [
        (name.as_str(), "שיר של ים 🎷", "1"),
        ("b.flac", "BJÖRK live", "0.5"),
        ("c.flac", &"very long ".repeat(200), "0.25"),
    ] {
        shop.room.tone(name, &["-af", &format!("volume={volume}"), "-metadata", &format!("title={title}")]);
    }
    // Bytes that are no text.
    let path = {
        use std::os::unix::ffi::OsStrExt as _;
        PathBuf::from(std::ffi::OsStr::from_bytes(b"caf\xE9.flac"))
    };
    shop.room.tone("d.flac", &["-af", "volume=0.1"]);
    fs::rename(shop.room.path("d.flac"), shop.room.folder.path().join(&path)).unwrap();
    shop.check([4, 4, 0, 0]);
    assert!(shop.listed().iter().any(|track| *track.path == *path && track.title == "caf\u{FFFD}"));
    assert!(shop.listed().iter().all(|track| track.title.chars().count() <= 300));
    let found = |words| {
        let found = shop.store.search(words, 10).unwrap();
        found.into_iter().map(|track| track.title.chars().take(9).collect::<String>()).collect::<Vec<_>>()
    };
    assert_eq!(found("bjork LIVE"), ["BJÖRK liv"]);
    assert_eq!(found("ים שיר"), ["שיר של ים"]);
    assert_eq!(found("🎷").len(), 1);
    assert_eq!(found("long").len(), 1);
    assert_eq!(found("bjork 🎷"), Vec::<String>::new());
    assert_eq!(found("%_'\""), Vec::<String>::new());
    assert_eq!(found("").len(), 4);
    assert_eq!(shop.store.search("", 2).unwrap().len(), 2);
}

#[test]
fn tags_that_lie_about_their_size_cost_the_words_only() {
    let shop = Shop::with(&[]);
    shop.room.tone("a.mp3", &["-metadata", "title=Whole", "-id3v2_version", "3"]);
    let whole = fs::read(shop.room.path("a.mp3")).unwrap();
    let mut seed = 7_u64;
    let mut random = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize
    };
    for number in 0..60 {
        let mut bytes = whole.clone();
        for _ in 0..8 {
            bytes[random() % 60] = random() as u8;
        }
        bytes.truncate(bytes.len() - random() % 2_000);
        shop.room.write(&format!("{number:02}.mp3"), &bytes);
    }
    let done = shop.index();
    assert_eq!((done.read, done.unread), (61, 0));
    assert!(shop.listed().iter().all(|track| !track.title.is_empty()));
}

#[test]
fn a_librarian_hears_of_what_arrives_long_before_it_would_look_again() {
    let shop = Shop::with(&[]);
    let clock = Arc::new(ManualClock::at(NOW_US));
    let librarian =
        LibraryScanner::new(shop.room.library.clone(), shop.store.clone(), Arc::<ManualClock>::clone(&clock));
    let (ending, ended) = sync_channel(0);
    let librarian = std::thread::spawn(move || librarian.run(&ended));
    // A second for each tenth of one, for less than the five minutes after which it looks by itself.
    let wait_for = |within: u64, expected: &[&str]| {
        for _ in 0..within {
            if shop.paths() == expected {
                return;
            }
            std::thread::park_timeout(Duration::from_millis(100));
            clock.advance(Duration::from_secs(1));
        }
        panic!("{:?} is not {expected:?} yet", shop.paths());
    };
    shop.room.write("a/keep", b"");
    shop.room.tone("a/a.mp3", &[]);
    wait_for(280, &["a/a.mp3"]);
    fs::remove_file(shop.room.path("a/a.mp3")).unwrap();
    wait_for(280, &[]);
    shop.room.tone("a/b.mp3", &[]);
    wait_for(280, &["a/b.mp3"]);
    drop(ending);
    librarian.join().unwrap();
}

#[test]
fn ten_thousand_files_in_one_folder_are_read_once() {
    let shop = Shop::with(&[]);
    for number in 0..10_000 {
        // Each is another one, and none is music.
        fs::write(shop.room.path(&format!("{number:05}.mp3")), format!("No sound {number}")).unwrap();
    }
    shop.check([10_000, 10_000, 0, 0]);
    shop.check([0, 0, 0, 0]);
    let mut round = Analyzer::default();
    for _ in 0..200 {
        let track = round.next(&shop.room.library, &shop.store).unwrap().unwrap();
        let outcome = shop.room.library.measure(&shop.store, &track).unwrap();
        assert!(matches!(outcome, Outcome::Unplayable(_)), "{outcome:?}");
    }
    assert_eq!((shop.room.troubles().len(), shop.listed().len()), (200, 9_800));
}

#[test]
fn a_remembered_folder_is_taken_for_there_until_it_was_read() {
    let shop = Shop::with(&[]);
    for (name, seconds) in [("a.wav", "1"), ("b.wav", "1.3"), ("c.wav", "1.6")] {
        shop.room.tone(name, &["-t", seconds]);
    }
    shop.index();
    let library = MusicLibrary::new(shop.room.folder.path().to_owned());
    let files = || -> Vec<(String, Option<TrackId>)> {
        let files = library.files();
        files.iter().map(|file| (file.name().to_string_lossy().into_owned(), file.track())).collect()
    };
    let [a, b, c] = ["a.wav", "b.wav", "c.wav"].map(|name| (name.to_owned(), Some(shop.id(name))));
    library.presume(&shop.store).unwrap();
    assert_eq!(files(), [a.clone(), b, c]);

    fs::remove_file(shop.room.path("b.wav")).unwrap();
    shop.room.write("c.wav", b"RIFF, and no more");
    shop.room.write("d.wav", b"RIFF");
    library.scan();
    let found = [a, ("c.wav".to_owned(), None), ("d.wav".to_owned(), None)];
    assert_eq!(files(), found);
    library.presume(&shop.store).unwrap();
    assert_eq!(files(), found, "it was read");
}

#[test]
fn a_remembered_folder_that_is_not_there_has_no_music() {
    let shop = Shop::with(&[]);
    shop.room.tone("a.wav", &[]);
    shop.index();
    let library = MusicLibrary::new(shop.room.path("nowhere"));
    library.presume(&shop.store).unwrap();
    assert_eq!(library.files().len(), 1);
    library.scan();
    assert!(library.files().is_empty());
}
