//! Talk over the end of one track and the beginning of the next.

use super::*;

const A: f32 = 1.0;
const TALK: f32 = 16.0;
const B: f32 = 256.0;

/// Places of what was heard, in samples.
#[derive(Debug, PartialEq)]
struct Heard {
    talk: usize,
    talk_end: usize,
    next: usize,
    next_alone: usize,
}

/// Samples of each track: five seconds and a bit.
const TRACK: usize = 5 * SAMPLE_RATE as usize + 77;

fn talk(cues: VoiceCues, length: usize, sound: usize) -> PreparedTrack {
    let kind = Kind::Voice(cues);
    record("talk", Cues { end: Some(length as u64), kind, ..Cues::default() }, sound, |_| TALK)
}

fn track(name: &str, level: f32) -> PreparedTrack {
    record(
        name,
        Cues { end: Some(TRACK as u64), ending: Some(TRACK as u64), ..Cues::default() },
        TRACK,
        move |_| level,
    )
}

/// Returns all that is heard of a track, talk and another track.
fn heard(talk: PreparedTrack) -> Vec<f32> {
    let records = vec![track("a", A), talk, track("b", B)];
    let config = AutodjConfig { patience: PATIENCE, ..AutodjConfig::default() };
    let (mut autodj, _) = autodj(records, config, LiveSettings::default());
    let (mut heard, mut block) = (Vec::new(), Block::silent());
    while autodj.is_ready() {
        autodj.read(&mut block);
        heard.extend(block.samples().iter().step_by(CHANNELS).copied());
    }
    heard
}

fn places(heard: &[f32]) -> Heard {
    let find = |is: &dyn Fn(f32) -> bool| heard.iter().position(|sample| is(*sample)).unwrap();
    let has_talk = |sample: f32| {
        (TALK..B * UNDER).contains(&sample) || (sample - TALK >= B * UNDER && sample % B != 0.0)
    };
    Heard {
        talk: find(&has_talk),
        talk_end: heard.iter().rposition(|sample| has_talk(*sample)).unwrap() + 1,
        next: find(&|sample| sample >= B * UNDER),
        next_alone: find(&|sample| sample == B),
    }
}

#[test]
fn talk_and_the_next_track_begin_with_their_samples() {
    for (overlap, under) in [(120_001, 60_010), (961, 959), (200_000, 100_003), (48_000, 1)] {
        let length = overlap as usize + 100_003;
        let until_next = length as u64 - under;
        let heard = heard(talk(VoiceCues { overlap, under, until_next }, length, length));
        let begin = TRACK - overlap as usize;
        let expected = Heard {
            talk: begin,
            talk_end: begin + length,
            next: begin + until_next as usize,
            next_alone: begin + length,
        };
        assert_eq!(places(&heard), expected, "{overlap} {under}");
        assert!(heard[..begin].iter().all(|sample| *sample == A), "the track is as it is until then");
        // It may lose its last block to the next track.
        let softened = begin + RISE as usize..(TRACK - 2 * BLOCK).max(begin + RISE as usize);
        assert!(
            heard[softened].iter().all(|sample| (sample - TALK - A * UNDER).abs() < 1e-5),
            "and softer then"
        );
        let sound = &heard[..begin + until_next as usize + TRACK];
        assert!(sound.iter().all(|sample| *sample > 0.0), "there is no hole");
    }
}

#[test]
fn a_track_that_is_still_heard_makes_room_for_the_next() {
    for (overlap, until_next, length) in
        [(150_000, 60_007, 150_001), (99_999, 99_000, 120_000), (48_000, 40_000, 48_000)]
    {
        let under = length as u64 - until_next;
        let heard = heard(talk(VoiceCues { overlap, under, until_next }, length, length));
        let begin = TRACK - overlap as usize;
        let next = begin + until_next as usize;
        assert_eq!((places(&heard).talk, places(&heard).next), (begin, next));
        // It is over with the last block before that.
        assert!(heard[next - 1] == TALK && heard[next - BLOCK - 960 / 2] >= TALK, "{}", heard[next - 1]);
        let steps = heard[begin + 1..next].windows(2).map(|pair| (pair[1] - pair[0]).abs());
        assert!(steps.fold(0.0, f32::max) < 2.0 * A / RISE as f32, "it is faded");
    }
}

#[test]
fn talk_that_breaks_off_leaves_no_hole() {
    let cues = VoiceCues { overlap: 96_000, under: 24_000, until_next: 120_000 };
    // It ends a second before the track does, and a second after it.
    for sound in [48_000, 110_000] {
        let heard = heard(talk(cues, 144_000, sound));
        let sound = &heard[..TRACK + 2 * BLOCK];
        let silent = sound.iter().filter(|sample| **sample == 0.0).count();
        assert!(silent < BLOCK, "{silent} samples of silence");
        assert!(heard.contains(&B), "the next track is heard");
    }
}

#[test]
fn talk_without_its_first_track_begins_after_what_is_there() {
    let cues = VoiceCues { overlap: 0, under: 0, until_next: 50_001 };
    let heard = heard(talk(cues, 50_001, 50_001));
    let expected =
        Heard { talk: TRACK, talk_end: TRACK + 50_001, next: TRACK + 50_001, next_alone: TRACK + 50_001 };
    assert_eq!(places(&heard), expected);
}

#[test]
fn a_skip_of_a_track_under_talk_skips_the_talk_too() {
    let cues = VoiceCues { overlap: 96_000, under: 24_000, until_next: 120_000 };
    let records = vec![track("a", A), talk(cues, 144_000, 144_000), track("b", B)];
    let config = AutodjConfig { patience: PATIENCE, ..AutodjConfig::default() };
    let (mut autodj, standby) = autodj(records, config, LiveSettings::default());
    let mut block = Block::silent();
    let (mut blocks, mut last) = (0, 0);
    while autodj.is_ready() {
        autodj.tick();
        autodj.read(&mut block);
        blocks += 1;
        if autodj.title().unwrap().title == "talk" && last == 0 {
            last = blocks;
            standby.skip();
        }
        if autodj.title().unwrap().title == "b" {
            break;
        }
    }
    // Half a second each to fade out the track and the talk.
    assert!(blocks - last <= 2 * 25 + 2, "{}", blocks - last);
}
