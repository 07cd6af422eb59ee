//! Tags that nobody wrote on purpose.

use std::fs::File;

use super::super::tags::Tags;
use super::Room;

/// Damaged files made of each kind.
const SPOILED: u64 = 60;
/// In so many bytes at the beginning and at the end, where tags are.
const WHERE: usize = 2_048;

#[test]
fn tags_with_any_bytes_changed_are_read_or_passed_over() {
    for ending in ["mp3", "flac", "ogg", "opus", "m4a", "wav"] {
        let room = Room::with(&[]);
        room.tone(&format!("whole.{ending}"), &["-metadata", "title=Sång", "-metadata", "artist=Ann"]);
        let whole = std::fs::read(room.path(&format!("whole.{ending}"))).unwrap();
        let mut random = fastrand::Rng::with_seed(7);
        for number in 0..SPOILED {
            let mut spoiled = whole.clone();
            for _ in 0..random.usize(1..=16) {
                let place = random.usize(..WHERE.min(whole.len()));
                let place = if random.bool() { place } else { whole.len() - 1 - place };
                spoiled[place] = random.u8(..);
            }
            spoiled.truncate(if number % 10 == 0 { random.usize(..whole.len()) } else { whole.len() });
            room.write(&format!("{number}.{ending}"), &spoiled);
        }
        room.library.scan();
        let mut read = 0;
        for file in room.library.files().iter() {
            let tags = Tags::listed(&File::open(file.path()).unwrap());
            for words in
                [&tags.title, &tags.artist, &tags.album, &tags.genre, &tags.label].into_iter().flatten()
            {
                assert!(!words.is_empty() && words.chars().count() <= 300, "{words:?}");
                assert!(!words.chars().any(char::is_control), "{words:?} of {}", file.path().display());
            }
            read += u64::from(tags.title.as_deref() == Some("Sång"));
            // It plays or there is a reason.
            if let Err(error) = room.library.load(file) {
                assert!(!error.to_string().is_empty());
            }
        }
        assert!(read > 0 && read < SPOILED + 1, "{ending}: {read} of {SPOILED} kept their title");
    }
}
