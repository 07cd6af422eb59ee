//! AutoDJ as a picture: one letter a block, `x` where two tracks are heard, `.` for silence.

use std::sync::mpsc::sync_channel;

use super::*;
use crate::model::{AutodjBreak, Settings};

/// A steady level for so many blocks.
struct Steady(f32, u64);

impl Tape for Steady {
    fn play(&mut self, block: &mut Block) -> Result<usize, String> {
        if self.1 == 0 {
            return Ok(0);
        }
        self.1 -= 1;
        block.samples_mut().fill(self.0);
        Ok(BLOCK)
    }
}

/// Plays tracks given as runs of one letter; crossfades take `crossfade` blocks.
fn check(tracks: &str, crossfade: u64, expected: &str) {
    let tracks: Vec<&str> = tracks.split_whitespace().collect();
    let (to_autodj, decks) = sync_channel(tracks.len());
    let patience = Duration::from_secs(10);
    for track in &tracks {
        let letter = track.as_bytes()[0];
        let title = Title {
            duration_us: Some(track.len() as u64 * BLOCK_US),
            ..Title::plain(SourceKind::Autodj, &track[..1])
        };
        let tape = Box::new(Steady(f32::from(letter), track.len() as u64));
        let record =
            Record { title: Arc::new(title), gain: 1.0, tape, on_trouble: Box::new(|why| panic!("{why}")) };
        to_autodj.send(Deck::load(record, patience).unwrap()).unwrap();
    }
    drop(to_autodj);
    let crossfade = Duration::from_micros(crossfade * BLOCK_US);
    let mut autodj = Autodj::new(Config { crossfade, patience }, Knobs::default(), decks);
    let (mut heard, mut titles) = (String::new(), String::new());
    let mut block = Block::silent();
    while autodj.is_ready() {
        titles.push_str(&autodj.title().unwrap().title);
        autodj.read(&mut block);
        let level = block.samples()[BLOCK];
        heard.push(if level.fract() == 0.0 { level as u8 as char } else { 'x' });
    }
    assert_eq!(heard, expected);
    let changes = expected.find('x').map(|at| &titles[at..=at]);
    assert!(changes.is_none_or(|title| title == &tracks[1][..1]), "the title is early, never late");
}

#[test]
fn each_track_fades_into_the_next() {
    check("aaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbb", 3, "aaaaaaaaaaaaaxxxbbbbbbbbbbbbb");
}

#[test]
fn short_tracks_get_short_crossfades() {
    check("aaaaaaaa bbbbbbbbbbbb c", 5, "aaaaaaxxbbbbbbbbbx");
    check("aaaaaaaaaaaaaaaaaaaaaaaa bbbb cccc", 5, "aaaaaaaaaaaaaaaaaaaaaaaxbbxccc");
}

#[test]
fn after_a_break_it_comes_back_as_the_station_is_set() {
    let check = |pause: u64, autodj: AutodjBreak, expected: char| {
        let knobs = Knobs::new(&Settings { autodj, ..Settings::default() });
        let (to_autodj, decks) = sync_channel(2);
        let patience = Duration::from_secs(10);
        for letter in ['a', 'b'] {
            let title = Arc::new(Title::plain(SourceKind::Autodj, &letter.to_string()));
            let tape = Box::new(Steady(f32::from(letter as u8), 500));
            let record = Record { title, gain: 1.0, tape, on_trouble: Box::new(|why| panic!("{why}")) };
            to_autodj.send(Deck::load(record, patience).unwrap()).unwrap();
        }
        let mut autodj = Autodj::new(Config { patience, ..Config::default() }, knobs, decks);
        let mut block = Block::silent();
        // Before it was ever on air there is nothing to go on from.
        (0..1_000).for_each(|_| autodj.tick());
        for _ in 0..10 {
            autodj.tick();
            autodj.read(&mut block);
            assert_eq!(block.samples()[0], 97.0);
        }
        for _ in 0..pause {
            autodj.tick();
            assert!(autodj.is_ready());
        }
        autodj.read(&mut block);
        assert_eq!(
            (block.samples()[0] as u8 as char, autodj.title().unwrap().title.as_str()),
            (expected, &*expected.to_string())
        );
    };
    check(200, AutodjBreak::NextTrack, 'a');
    check(300, AutodjBreak::NextTrack, 'b');
    // The tracks last 500 blocks, 10 of which were heard before the break.
    check(300, AutodjBreak::KeepsTime, 'a');
    check(600, AutodjBreak::KeepsTime, 'b');
}
