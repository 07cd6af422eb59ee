//! AutoDJ while other sources are on air.

use super::*;
use crate::model::AutodjBreak;

#[test]
fn nothing_is_taken_during_a_break_so_that_it_can_be_exchanged() {
    let records = ["a", "b", "c"].map(|letter| drawn(&letter.repeat(500))).into();
    let config = AutodjConfig { patience: PATIENCE, ..AutodjConfig::default() };
    let (mut autodj, standby) = autodj(records, config, LiveSettings::default());
    let mut block = Block::silent();
    autodj.read(&mut block);
    (0..1_000).for_each(|_| autodj.tick());
    assert!(standby.piece(PATIENCE).is_some());
    assert_eq!(standby.title().as_deref(), Some("b"));
    autodj.read(&mut block);
    assert_eq!(block.samples()[0], 98.0);
}

#[test]
fn after_a_break_it_comes_back_as_the_station_is_set() {
    let check = |pause: u64, break_: AutodjBreak, expected: char| {
        let live_settings = LiveSettings::new(&Settings { autodj: break_, ..Settings::default() });
        let records = vec![drawn(&"a".repeat(500)), drawn(&"b".repeat(500))];
        let config = AutodjConfig { patience: PATIENCE, ..AutodjConfig::default() };
        let (mut autodj, _) = autodj(records, config, live_settings);
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

#[test]
fn standing_in_for_a_bad_line_uses_up_one_track() {
    let letters = ["a", "b", "c", "d"].map(|letter| drawn(&letter.repeat(9_000)));
    let config = AutodjConfig { patience: PATIENCE, ..AutodjConfig::default() };
    let (mut autodj, _) = autodj(letters.into(), config, LiveSettings::default());
    let mut block = Block::silent();
    let mut heard = String::new();
    // Each pair is a time off the air and one on it, in blocks.
    for (away, on_air) in [(0, 100), (1_000, 260), (1_000, 260), (2_000, 2_000), (1_000, 100), (4_000, 100)] {
        for _ in 0..away {
            autodj.tick();
            assert!(autodj.is_ready());
        }
        for _ in 0..on_air {
            autodj.tick();
            autodj.read(&mut block);
        }
        heard.push(block.samples()[0] as u8 as char);
    }
    assert_eq!(heard, "abbbcd");
}
