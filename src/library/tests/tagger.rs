//! Files that say what people said of them.

use lofty::file::{AudioFile as _, TaggedFileExt as _};
use lofty::tag::ItemKey;

use super::scanner::Office;
use super::*;
use crate::container::ogg_opus::has_its_checksum;
use crate::library::tagger::{self, Field};
use crate::library::tags::Tags;
use crate::model::TrackId;
use crate::store::TrackEdit;

/// After which the folder is looked through again.
const PAUSE: Duration = Duration::from_mins(5);

#[expect(clippy::unnecessary_wraps, reason = "edits and tags have their texts so")]
fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

/// Has everything done that is due.
fn work(librarian: &mut LibraryScanner) {
    assert!((0..1_000).any(|_| !librarian.take_turn()), "it never ends");
}

fn titled(title: &str) -> TrackEdit {
    TrackEdit { title: text(title), ..TrackEdit::default() }
}

impl Office {
    /// The track in a file that was looked at.
    fn track(&self, name: &str) -> TrackId {
        self.room.library.file(Path::new(name)).and_then(|file| file.track()).expect(name)
    }

    fn say(&self, id: TrackId, said: &TrackEdit) {
        self.store.set_track_edit(id, said, ("mia", 5)).unwrap();
    }

    /// A librarian who writes tags, and has looked at everything.
    fn tagger(&self) -> LibraryScanner {
        self.store.set_tags_in_files(true).unwrap();
        let mut librarian = self.librarian();
        work(&mut librarian);
        librarian
    }

    /// Returns the file's own tags.
    fn tags(&self, name: &str) -> Tags {
        Tags::read(&self.room.path(name))
    }

    fn is_clean(&self) -> bool {
        let mut names = fs::read_dir(self.room.folder.path()).unwrap();
        names.all(|entry| !entry.unwrap().file_name().to_string_lossy().starts_with('.'))
    }
}

#[test]
fn every_kind_of_file_says_it_and_everything_else_as_before() {
    let office = Office::new();
    let said = ["title=Old", "artist=Ann", "date=2001-02-03", "comment=do not lose me"];
    let metadata: Vec<_> = said.into_iter().flat_map(|one| ["-metadata", one]).collect();
    let kinds: [(&str, &[&str]); 8] = [
        ("b.mp3", &["-id3v2_version", "3", "-write_id3v1", "1", "-b:a", "96k"]),
        ("c.mp3", &["-id3v2_version", "4", "-b:a", "128k"]),
        ("d.flac", &[]),
        ("e.ogg", &["-c:a", "libvorbis"]),
        ("f.opus", &["-c:a", "libopus"]),
        ("g.m4a", &["-c:a", "aac"]),
        ("h.m4a", &["-c:a", "aac", "-b:a", "96k", "-movflags", "+faststart"]),
        ("i.aac", &["-c:a", "aac", "-f", "adts", "-write_id3v2", "1"]),
    ];
    for (name, with) in kinds {
        office.room.tone(name, &[with, &metadata].concat());
    }
    fs::set_permissions(office.room.path("d.flac"), fs::Permissions::from_mode(0o640)).unwrap();
    let mut librarian = office.tagger();
    for (name, _) in kinds {
        let (id, before) = (office.track(name), lofty::read_from_path(office.room.path(name)).unwrap());
        let said = TrackEdit {
            title: text("Größe – 大きさ"),
            artist: text("Bo & Co"),
            album: text("Ebb"),
            genre: text("Dub"),
            year: Some(1987),
            isrc: text("USAB12345678"),
            ..TrackEdit::default()
        };
        office.say(id, &said);
        work(&mut librarian);
        assert_eq!(office.store.unwritten_of(id).unwrap(), None, "{name}");
        assert_eq!(office.store.edited(id).unwrap(), None, "{name}: the file says all of it");
        assert_eq!(office.track(name), id);
        let (listed, tags) = (office.store.track(id).unwrap().unwrap(), office.tags(name));
        for (from, title, artist, year) in [
            ("the store", Some(&*listed.title), listed.artist.as_deref(), listed.year),
            ("the file", tags.title.as_deref(), tags.artist.as_deref(), tags.year),
        ] {
            assert_eq!(
                (title, artist, year),
                (Some("Größe – 大きさ"), Some("Bo & Co"), Some(1987)),
                "{name}, {from}"
            );
        }
        assert_eq!(
            (tags.genre, tags.album, tags.isrc),
            (text("Dub"), text("Ebb"), text("USAB12345678")),
            "{name}"
        );
        let after = lofty::read_from_path(office.room.path(name)).unwrap();
        let comment = |file: &lofty::file::TaggedFile| {
            file.primary_tag().and_then(|tag| tag.get_string(ItemKey::Comment).map(str::to_owned))
        };
        assert_eq!(comment(&after), comment(&before), "{name}");
        let [before, after] = [before, after].map(|file| file.properties().duration());
        assert!(after.abs_diff(before) < Duration::from_millis(100), "{name}");
    }
    let head = fs::read(office.room.path("b.mp3")).unwrap();
    assert_eq!(&head[..4], b"ID3\x03", "old tags stay old ones");
    assert_eq!(fs::metadata(office.room.path("d.flac")).unwrap().mode() & 0o777, 0o640);
    assert!(office.is_clean());
    assert_eq!(office.room.library.scan(), Changes::default(), "nothing is news to who looks next");
}

/// Returns another program's output as sorted lines.
fn lines(output: &[u8]) -> Vec<String> {
    let mut lines: Vec<_> = String::from_utf8_lossy(output).lines().map(str::to_owned).collect();
    lines.sort();
    lines
}

/// An `ID3v2.3` tag with these frames, in front of what is in the file.
fn put_id3(path: &Path, frames: &[(&[u8; 4], &[u8])]) {
    let frames: Vec<u8> = frames
        .iter()
        .flat_map(|(id, body)| [&id[..], &(body.len() as u32).to_be_bytes(), &[0, 0], body].concat())
        .collect();
    let size = frames.len() as u32;
    let size = [21, 14, 7, 0].map(|shift| (size >> shift) as u8 & 0x7F);
    let whole = fs::read(path).unwrap();
    fs::write(path, [&b"ID3\x03\0\0"[..], &size, &frames, &whole].concat()).unwrap();
}

#[test]
fn frames_that_only_other_programs_know_stay_to_the_byte() {
    let office = Office::new();
    let path = office.room.path("a.mp3");
    office.room.tone("a.mp3", &["-id3v2_version", "0", "-write_xing", "0"]);
    let others: [(&[u8; 4], &[u8]); 4] = [
        (b"PRIV", b"cues\0of another program"),
        (b"WXXX", b"\x01\xFF\xFEb\0\0\0http://b.example"),
        (b"RVA2", b"track\0\x01\x02\x03\x00"),
        (b"OWNE", b"\0EUR1\x0020200101Shop"),
    ];
    put_id3(&path, &[&[(b"TIT2", &b"\0Old"[..]), (b"TDAT", b"\0" as &[u8])], &others[..]].concat());
    let mut librarian = office.tagger();
    let track = office.track("a.mp3");
    office.say(track, &TrackEdit { year: Some(1987), ..titled("Größe") });
    work(&mut librarian);
    let tags = office.tags("a.mp3");
    assert_eq!((tags.title, tags.year), (text("Größe"), Some(1987)));
    let bytes = fs::read(&path).unwrap();
    for (id, body) in others {
        let frame = [&id[..], &(body.len() as u32).to_be_bytes(), &[0, 0], body].concat();
        assert!(bytes.windows(frame.len()).any(|part| part == frame), "{id:?}");
    }
    assert!(!bytes[..2_000].windows(4).any(|id| id == b"TDAT"), "a day of another year");
    let inode = fs::metadata(&path).unwrap().ino();
    office.say(track, &titled("Größe"));
    work(&mut librarian);
    assert_eq!(fs::metadata(&path).unwrap().ino(), inode, "what says it is not written again");
}

/// Returns the number of Ogg pages after checking that all are complete and in order.
fn pages(path: &Path) -> u32 {
    let bytes = fs::read(path).unwrap();
    let (mut at, mut number) = (0, 0_u32);
    while at < bytes.len() {
        let segments = usize::from(bytes[at + 26]);
        let body: usize = bytes[at + 27..at + 27 + segments].iter().copied().map(usize::from).sum();
        let page = &bytes[at..at + 27 + segments + body];
        assert!(has_its_checksum(page) && page[18..22] == number.to_le_bytes(), "page {number}");
        (at, number) = (at + page.len(), number + 1);
    }
    number
}

#[test]
fn comments_that_nobody_spoke_of_stay() {
    let office = Office::new();
    // With a long title it takes a second page of an Ogg.
    let long = format!("LYRICS={}", "x".repeat(64_750));
    let others = ["CUSTOM=one", "CHAPTER001=00:00:01.000", "TRACKNUMBER=3/12", &long];
    let metadata: Vec<_> = others.into_iter().flat_map(|one| ["-metadata", one]).collect();
    for (name, codec) in [("b.flac", "flac"), ("c.ogg", "libvorbis"), ("d.opus", "libopus")] {
        office.room.tone(name, &[&["-c:a", codec, "-metadata", "title=Old"], &metadata[..]].concat());
    }
    let mut librarian = office.tagger();
    for name in ["b.flac", "c.ogg", "d.opus"] {
        let (id, path) = (office.track(name), office.room.path(name));
        let probe = || {
            let all = ["-v", "error", "-show_entries", "stream_tags:format_tags", "-of", "flat"];
            lines(&Command::new("ffprobe").args(all).arg(&path).output().expect("install ffmpeg").stdout)
        };
        let before = probe();
        let mut counts = Vec::new();
        for title in ["y".repeat(300), "Short".to_owned()] {
            office.say(id, &titled(&title));
            work(&mut librarian);
            assert_eq!(office.store.unwritten_of(id).unwrap(), None, "{name}");
            assert_eq!(office.tags(name).title, Some(title.clone()));
            let said = before.join("\n").replace("\"Old\"", &format!("\"{title}\""));
            assert!(probe() == lines(said.as_bytes()), "{name}");
            if name != "b.flac" {
                counts.push(pages(&path));
            }
        }
        assert!(name != "d.opus" || counts[0] == counts[1] + 1, "{counts:?}");
    }
}

#[test]
fn files_are_left_alone_until_it_is_wanted_and_what_was_said_before_is_written_then() {
    let office = Office::new();
    let mut librarian = office.librarian();
    work(&mut librarian);
    let id = office.track("a.mp3");
    let before = fs::read(office.room.path("a.mp3")).unwrap();
    office.say(id, &titled("Said early"));
    work(&mut librarian);
    assert_eq!(fs::read(office.room.path("a.mp3")).unwrap(), before);
    assert_eq!(office.store.track(id).unwrap().unwrap().title, "Said early");
    office.store.set_tags_in_files(true).unwrap();
    work(&mut librarian);
    assert_eq!(office.tags("a.mp3").title, text("Said early"));
    office.say(id, &TrackEdit { artist: text("Ann"), year: Some(1999), ..TrackEdit::default() });
    work(&mut librarian);
    office.say(id, &TrackEdit { artist: text(""), year: Some(0), ..TrackEdit::default() });
    work(&mut librarian);
    let tags = office.tags("a.mp3");
    assert_eq!((tags.title, tags.artist, tags.year), (text("Said early"), None, None));
    assert_eq!(office.store.edited(id).unwrap(), None);
}

#[test]
fn what_cannot_be_written_counts_all_the_same_and_is_told() {
    let office = Office::new();
    office.room.tone("b.wav", &[]);
    office.room.tone("c.flac", &[]);
    office.room.tone("d.flac", &["-af", "volume=0.3"]);
    let mut librarian = office.tagger();
    let readable =
        |mode| fs::set_permissions(office.room.path("c.flac"), fs::Permissions::from_mode(mode)).unwrap();
    readable(0o444);
    // It is another track by now.
    let other = office.track("d.flac");
    office.room.tone("d.flac", &["-af", "volume=0.2"]);
    let tracks = ["b.wav", "c.flac"].map(|name| office.track(name));
    let bytes = |name| fs::read(office.room.path(name)).unwrap();
    let before = ["b.wav", "c.flac", "d.flac"].map(bytes);
    for id in [tracks[0], tracks[1], other] {
        office.say(id, &titled("New"));
    }
    work(&mut librarian);
    assert_eq!(["b.wav", "c.flac", "d.flac"].map(bytes), before);
    for (id, reason) in tracks
        .into_iter()
        .zip(["files of this kind have no tags that can be written here", "it is read-only"])
    {
        assert_eq!(office.store.track(id).unwrap().unwrap().title, "New");
        let told = office.store.unwritten_of(id).unwrap().unwrap();
        assert!(told.starts_with(reason), "{told}");
    }
    assert_eq!(office.store.unwritten_of(other).unwrap(), text("it was changed meanwhile"));
    let told: Vec<_> = office.store.unwritten().unwrap().into_iter().map(|one| one.path).collect();
    assert!(told.contains(&"b.wav".into()) && told.contains(&"c.flac".into()), "{told:?}");

    readable(0o644);
    work(&mut librarian);
    assert_eq!(office.tags("c.flac").title, None, "not before it is time");
    office.clock.advance(Duration::from_hours(1));
    work(&mut librarian);
    assert_eq!(office.tags("c.flac").title, text("New"));
    assert_eq!(office.store.unwritten_of(tracks[1]).unwrap(), None);
    assert!(office.is_clean());
}

#[test]
fn what_one_of_two_files_says_stays_said_for_the_other() {
    let office = Office::new();
    fs::copy(office.room.path("a.mp3"), office.room.path("b.mp3")).unwrap();
    fs::set_permissions(office.room.path("a.mp3"), fs::Permissions::from_mode(0o444)).unwrap();
    let mut librarian = office.tagger();
    let id = office.track("a.mp3");
    office.say(id, &titled("New"));
    work(&mut librarian);
    assert_eq!(["a.mp3", "b.mp3"].map(|name| office.tags(name).title), [None, text("New")]);
    assert!(office.store.unwritten_of(id).unwrap().is_some());
    // The other one is read again.
    fs::set_permissions(office.room.path("a.mp3"), fs::Permissions::from_mode(0o644)).unwrap();
    fs::File::options()
        .append(true)
        .open(office.room.path("a.mp3"))
        .unwrap()
        .set_modified(std::time::UNIX_EPOCH)
        .unwrap();
    for _ in 0..3 {
        office.clock.advance(PAUSE);
        work(&mut librarian);
    }
    assert_eq!(office.store.track(id).unwrap().unwrap().title, "New");
    office.clock.advance(Duration::from_hours(1));
    work(&mut librarian);
    assert_eq!(office.tags("a.mp3").title, text("New"));
    assert_eq!(office.store.edited(id).unwrap(), None);
}

#[test]
fn what_was_taken_back_meanwhile_is_not_written() {
    let office = Office::new();
    let mut librarian = office.librarian();
    work(&mut librarian);
    let (id, path) = (office.track("a.mp3"), office.room.path("a.mp3"));
    let texts = [(Field::Title, "New".to_owned())];
    let before = fs::read(&path).unwrap();
    let refusal = tagger::write(&path, id, &texts, || Ok(false)).unwrap().unwrap_err();
    assert_eq!(refusal.to_string(), "something else was said meanwhile");
    // Somebody else writes it at the same time.
    let refusal = tagger::write(&path, id, &texts, || {
        fs::File::options().append(true).open(&path).unwrap().set_modified(std::time::UNIX_EPOCH).unwrap();
        Ok(true)
    });
    assert_eq!(refusal.unwrap().unwrap_err().to_string(), "it was changed meanwhile");
    // Another program takes the copy for its own.
    let refusal = tagger::write(&path, id, &texts, || {
        let copy = fs::read_dir(office.room.folder.path()).unwrap().map(|entry| entry.unwrap().path());
        let copy = copy.into_iter().find(|path| path.to_string_lossy().contains(".longwave-tags")).unwrap();
        fs::remove_file(&copy).unwrap();
        fs::write(copy, "something else").unwrap();
        Ok(true)
    });
    assert_eq!(refusal.unwrap().unwrap_err().to_string(), "it was changed meanwhile");
    assert!(fs::read(&path).unwrap() == before);
    tagger::write(&path, id, &texts, || Ok(true)).unwrap().unwrap();
    assert_eq!(office.tags("a.mp3").title, text("New"));
    assert!(office.is_clean());
}

#[test]
fn covers_are_kept() {
    let office = Office::new();
    let cover = office.room.path("cover.jpg");
    let picture = ["-nostdin", "-v", "error", "-f", "lavfi", "-i", "testsrc=size=64x64", "-frames:v", "1"];
    assert!(Command::new("ffmpeg").args(picture).arg(&cover).status().expect("install ffmpeg").success());
    let cover = cover.to_string_lossy().into_owned();
    let names = ["b.mp3", "c.flac", "d.m4a"];
    for name in names {
        let with =
            ["-i", &cover, "-map", "0:a", "-map", "1:v", "-c:v", "copy", "-disposition:v", "attached_pic"];
        office.room.tone(name, &with);
    }
    fs::remove_file(&cover).unwrap();
    let mut librarian = office.tagger();
    for name in names {
        let (id, before) = (office.track(name), office.tags(name).picture);
        assert!(before.is_some(), "{name}");
        office.say(id, &titled("New"));
        work(&mut librarian);
        let after = office.tags(name);
        assert_eq!((after.title, after.picture), (text("New"), before), "{name}");
    }
}

#[test]
fn a_link_stays_one_and_every_file_of_a_track_says_the_same() {
    let office = Office::new();
    let elsewhere = tempfile::tempdir().unwrap();
    let target = elsewhere.path().join("song.mp3");
    fs::rename(office.room.path("a.mp3"), &target).unwrap();
    symlink(&target, office.room.path("a.mp3")).unwrap();
    fs::copy(&target, office.room.path("b.mp3")).unwrap();
    let mut librarian = office.tagger();
    let id = office.track("a.mp3");
    office.say(id, &titled("New"));
    work(&mut librarian);
    assert!(fs::symlink_metadata(office.room.path("a.mp3")).unwrap().is_symlink());
    for path in [target, office.room.path("b.mp3")] {
        assert_eq!(Tags::read(&path).title, text("New"));
    }
    assert_eq!(office.store.edited(id).unwrap(), None);
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 1);
}
