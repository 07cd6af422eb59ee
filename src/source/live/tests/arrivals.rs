//! Arrivals of real programs and lines as pictures of what is heard: `.` others, `L` live, `c` concealed, `_` silence.

use super::*;

/// A second in blocks.
const S: usize = 50;

/// Returns the audible result of an input on which all blocks sent until block `arrived(n)` have arrived in block
/// `n`.
fn heard(buffer: Buffer, blocks: usize, arrived: impl Fn(usize) -> usize) -> String {
    let (mut rig, mut before, mut picture) = (Rig::new(buffer), 0, String::new());
    for n in 0..blocks {
        let until = arrived(n).max(before);
        rig.send((until - before) * BLOCK);
        before = until;
        let letter = if rig.hear() {
            rig.live.current.as_ref().map_or('.', |player| player.gap.letter())
        } else {
            '.'
        };
        picture.push(letter);
    }
    picture
}

/// Nothing arrives for the last `pause` blocks of every eight seconds, then all that was sent meanwhile.
fn pausing(pause: usize) -> impl Fn(usize) -> usize {
    move |n| if n % (8 * S) >= 8 * S - pause { n / (8 * S) * 8 * S + 8 * S - pause } else { n + 1 }
}

/// Pieces of `piece` blocks arrive at once, each when it was recorded.
fn lumps(piece: usize) -> impl Fn(usize) -> usize {
    move |n| n / piece * piece + piece
}

/// The first block of a picture in which the line is heard.
fn first(picture: &str) -> usize {
    picture.find('L').expect("it is heard")
}

#[test]
fn pauses_every_eight_seconds_are_heard_at_most_once() {
    for buffer in [Buffer::Program, Buffer::Studio] {
        for pause in [15, 25, 40, 60] {
            let picture = heard(buffer, 70 * S, pausing(pause));
            let begin = first(&picture);
            // No short delay bridges the first pause of over a second: others play for a while then.
            let is_bridged = buffer == Buffer::Program || pause <= S;
            assert!(!is_bridged || !picture[begin..].contains('.'), "{buffer:?}, {pause} blocks:\n{picture}");
            let known = &picture[if is_bridged { 9 * S } else { 16 * S }..];
            assert!(known.chars().all(|c| c == 'L'), "{buffer:?}, {pause} blocks:\n{picture}");
        }
    }
    for pause in [15, 25, 40] {
        let picture = heard(Buffer::Program, 70 * S, pausing(pause));
        assert!(picture[first(&picture)..].chars().all(|c| c == 'L'), "{pause} blocks:\n{picture}");
    }
}

#[test]
fn lumps_of_darkice_and_oggfwd_are_heard_without_a_glitch_and_soon() {
    for piece in [17, 25, 50, 100, 135, 150] {
        let picture = heard(Buffer::Program, 60 * S, lumps(piece));
        assert!(first(&picture) <= 75, "{piece} blocks are heard after {}", first(&picture));
        assert!(picture[first(&picture)..].chars().all(|c| c == 'L'), "{piece} blocks:\n{picture}");
    }
    // A program that is joined in the middle of a piece.
    let picture =
        heard(Buffer::Program, 60 * S, |n| if n < 60 { 20 } else { 20 + (n - 60) / 100 * 100 + 100 });
    assert!(picture[first(&picture)..].chars().all(|c| c == 'L'), "{picture}");
}

#[test]
fn a_line_with_jitter_and_loss_never_flips_to_others() {
    // 300 ± 150 ms; what is lost, 2 %, comes a round trip later, and what was sent after it waits for it.
    let mut random = fastrand::Rng::with_seed(3);
    let mut done = 0_usize;
    let due: Vec<usize> = (0..70 * S)
        .map(|n| {
            let lost = if random.f64() < 0.02 { 600 } else { 0 };
            let at = n * 20 + 150 + random.usize(0..300) + lost;
            done = done.max(at / 20);
            done
        })
        .collect();
    let picture = heard(Buffer::Program, 70 * S, |n| due.partition_point(|at| *at <= n));
    assert!(!picture[first(&picture)..].contains('.'), "{picture}");
    let glitches = picture[first(&picture)..].chars().filter(|c| *c != 'L').count();
    assert_eq!(glitches, 0, "{picture}");
}

#[test]
fn others_play_for_five_seconds_where_a_gap_is_too_long() {
    // Three seconds without anything, and again after twelve.
    let gap = |n: usize| if n % (15 * S) >= 12 * S { n / (15 * S) * 15 * S + 12 * S } else { n + 1 };
    let picture = heard(Buffer::Program, 60 * S, gap);
    let begin = first(&picture);
    let away = picture[begin..].chars().filter(|c| *c == '.').count();
    assert!((5 * S..=7 * S).contains(&away), "{picture}");
    assert_eq!(picture[begin..].matches("_.").count(), 1, "others play once:\n{picture}");
    let silent = picture.chars().filter(|c| *c == '_').count();
    assert!(silent <= S, "{silent} blocks of silence:\n{picture}");
}

#[test]
fn a_good_line_from_the_studio_keeps_its_short_delay() {
    let mut rig = Rig::new(Buffer::Studio);
    let picture = rig.play(30 * S, |_| BLOCK);
    assert!(first(&picture) <= 3 && !picture[3..].contains('.'));
    assert!(rig.waiting_ms() <= 80, "{} ms", rig.waiting_ms());
    // One hiccup of a fifth of a second is no reason to wait for a second from then on.
    rig.play(10, |_| 0);
    rig.play(1, |_| 11 * BLOCK);
    rig.play(S, |_| BLOCK);
    assert!(rig.waiting_ms() < 700, "{} ms", rig.waiting_ms());
}
