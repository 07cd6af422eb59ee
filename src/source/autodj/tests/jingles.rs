//! Jingles over the intro of what comes after them.

use super::*;

/// Checks for how many blocks a jingle of `blocks` is heard alone, under it the song, and then the rest of that.
#[track_caller]
fn check_over(blocks: usize, song: &str, [alone, both, rest]: [usize; 3]) {
    let expected = ["J".repeat(alone), "x".repeat(both), "s".repeat(rest)].concat();
    check(&format!("{}( {song}", "J".repeat(blocks)), 2, &expected);
}

/// A song of 120 blocks, so many of them its intro.
fn song(intro: usize) -> String {
    format!("{}({}", "s".repeat(intro), "s".repeat(120 - intro))
}

#[test]
fn a_song_begins_under_a_jingle_and_is_loud_after_it() {
    check_over(120, &song(60), [60, 60, 60]);
    check_over(120, &song(90), [50, 70, 50]);
    // A second is the shortest intro, and for so long the jingle is alone.
    check_over(120, &song(50), [70, 50, 70]);
    check_over(120, &song(49), [120, 0, 120]);
    check_over(51, &song(60), [50, 1, 119]);
    check_over(40, &song(60), [40, 0, 120]);
}

#[test]
fn nothing_else_begins_under_a_jingle() {
    let [a, b] = ["J", "K"].map(|letter| letter.repeat(120));
    check(&format!("{a}( {b}("), 2, &[&*a, &b].concat());
    check(&format!("{a} {}", song(60)), 2, &[&*a, &"s".repeat(120)].concat());
}

#[test]
fn a_song_rises_without_a_step() {
    let jingle = Cues { kind: Kind::OverIntro, ..Cues::default() };
    let song = Cues { intro: 60_000, ..Cues::default() };
    let records = vec![record("jingle", jingle, 130_003, |_| 0.0), record("song", song, 90_000, |_| 1.0)];
    let config = AutodjConfig { patience: PATIENCE, ..AutodjConfig::default() };
    let (mut autodj, _) = autodj(records, config, LiveSettings::default());
    let (mut heard, mut block) = (Vec::new(), Block::silent());
    while autodj.is_ready() {
        autodj.read(&mut block);
        heard.extend(block.samples().iter().step_by(CHANNELS).copied());
    }
    let begin = heard.iter().position(|sample| *sample > 0.0).unwrap();
    assert!((70_003..70_003 + BLOCK).contains(&begin), "{begin}");
    let risen = heard.iter().position(|sample| *sample == 1.0).unwrap();
    assert_eq!(risen, 130_003, "when the jingle is over");
    let steps = heard[begin..risen].windows(2).map(|pair| (pair[1] - pair[0]).abs());
    assert!(steps.fold(0.0, f32::max) < 1.0 / RISE as f32);
}
