//! Talk over the end of one track and the beginning of the next.

use std::sync::atomic::{AtomicBool, Ordering};

use super::*;
use crate::mix::Fallback;
use crate::model::AutodjBreak;

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

/// A DJ who says nothing: what is heard is all AutoDJ's.
struct SilentDj(Arc<AtomicBool>);

impl Source for SilentDj {
    fn kind(&self) -> SourceKind {
        SourceKind::Live
    }
    fn is_ready(&mut self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
    fn read(&mut self, block: &mut Block) {
        block.silence();
    }
    fn title(&self) -> Option<Arc<Title>> {
        None
    }
}

/// Returns the highest level of each block, while a DJ is on air for `away` blocks from the block `at` on.
fn levels_around_a_dj(settings: Settings, at: usize, away: usize) -> Vec<f32> {
    let cues = VoiceCues { overlap: 96_000, under: 24_000, until_next: 120_000 };
    let records = vec![track("a", A), talk(cues, 144_000, 144_000), track("b", B)];
    let settings = LiveSettings::new(&settings);
    let config = AutodjConfig { patience: PATIENCE, ..AutodjConfig::default() };
    let (autodj, _standby) = autodj(records, config, settings.clone());
    let is_live = Arc::new(AtomicBool::new(false));
    let sources: Vec<Box<dyn Source>> = vec![Box::new(SilentDj(Arc::clone(&is_live))), Box::new(autodj)];
    let (mut mix, mut block) = (Fallback::new(sources, settings), Block::silent());
    let level = |now: usize| {
        is_live.store((at..at + away).contains(&now), Ordering::Relaxed);
        mix.read(&mut block);
        block.samples().iter().copied().fold(0.0, f32::max)
    };
    (0..at + away + 100).map(level).collect()
}

#[test]
fn talk_fades_with_autodj_when_a_dj_takes_over() {
    let levels = levels_around_a_dj(Settings::default(), 180, 100);
    let fade = &levels[179..230];
    assert!(fade[0] >= TALK && levels[230] == 0.0);
    assert!(fade.windows(2).all(|pair| pair[1] < pair[0] + 1e-3 && pair[0] - pair[1] < 1.0), "{fade:?}");
}

#[test]
fn talk_that_a_dj_interrupted_is_not_heard_again() {
    let both = TALK + A * UNDER;
    let (next_track, keeps_time) = (AutodjBreak::NextTrack, AutodjBreak::KeepsTime);
    // The talk is heard from block 150 to block 300: from block 250 on alone, and from block 275 on over the next track.
    for (autodj, at, away, expected) in [
        (next_track, 180, 20, both),
        (next_track, 180, 100, A),
        (next_track, 180, 1_000, B),
        (next_track, 260, 100, B),
        (next_track, 280, 100, B),
        (keeps_time, 160, 20, both),
        (keeps_time, 160, 50, A),
        (keeps_time, 160, 110, B),
    ] {
        let settings = Settings { autodj, takeover: Duration::ZERO, ..Settings::default() };
        let levels = levels_around_a_dj(settings, at, away);
        let after = &levels[at + away + 2..];
        assert!((after[0] - expected).abs() < 1e-4, "{autodj:?}, at {at} for {away}: {}", after[0]);
        let talks = |level: &&f32| **level != A && **level != B;
        assert!(
            expected == both || !after.iter().any(|level| talks(&level)),
            "{autodj:?}, at {at} for {away}"
        );
    }
}
