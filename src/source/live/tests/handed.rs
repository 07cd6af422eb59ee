//! A DJ's input goes on in another process.

use std::time::Duration;

use super::super::calls;
use super::*;
use crate::source::ResumedSources;

#[test]
fn a_dj_goes_on_in_another_process_without_a_step() {
    let mut rig = Rig::new(Buffer::Program);
    let title = DjTitle { title: "Tide".to_owned(), ..DjTitle::default() };
    rig.feed.retitle(title.clone());
    let later = DjTitle { title: "Ebb".to_owned(), ..DjTitle::default() };
    // With the pace of a sender whose clock is fast.
    rig.play(3_000, |n| BLOCK + n % 2);
    rig.feed.retitle(later.clone());
    let mut sound = Vec::new();
    let saved = rig.live.save(&mut sound).expect("a DJ is live");
    assert_eq!(sound.len(), saved.frames * CHANNELS * size_of::<f32>());
    let saved: SavedInput = serde_json::from_str(&serde_json::to_string(&saved).unwrap()).unwrap();

    let (mut live, lines) = place();
    let feed = lines.take_on(dj("Ada"), Buffer::Program, 5).unwrap();
    assert!(live.restore(&saved, &sound, &mut SharedTitles::default()));
    assert_eq!(live.title().as_deref(), rig.live.title().as_deref());
    let Rig { sent, last, .. } = rig;
    let mut on = Rig { live, lines, feed, sent, last, block: Block::silent(), steepest: 0.0 };
    assert_eq!(on.lines.on_air().map(|dj| (dj.since_us, dj.is_heard)), Some((5, true)));
    assert_eq!(on.play(20, |_| BLOCK), "L".repeat(20));
    assert_eq!(on.live.title().map(|title| title.title.clone()).as_deref(), Some("Tide"));
    assert_eq!(on.play(100, |_| BLOCK), "L".repeat(100));
    assert_eq!(on.live.title().map(|title| title.title.clone()).as_deref(), Some("Ebb"));
    assert!(on.steepest < STEEPEST, "a step of {}", on.steepest);
}

#[test]
fn another_djs_state_is_left_alone() {
    let mut rig = Rig::new(Buffer::Program);
    rig.play(100, |_| BLOCK);
    let mut sound = Vec::new();
    let saved = rig.live.save(&mut sound).expect("a DJ is live");
    let (mut live, lines) = place();
    assert!(!live.restore(&saved, &sound, &mut SharedTitles::default()), "nobody is there");
    let _feed = lines.take(dj("Ben"), Buffer::Program).unwrap();
    assert!(!live.restore(&saved, &sound, &mut SharedTitles::default()));
    live.tick();
    assert!(!live.is_ready());
}

#[test]
fn what_waits_in_the_broadcast_delay_goes_on_too() {
    let room = || {
        let (live, lines) = place();
        let (mixer, _) = calls::open(LiveSettings::default());
        (LiveRoom::new(live, mixer, BroadcastDelay::new(Duration::from_millis(400))), lines)
    };
    // Every block has a level of its own, by which it is known again.
    let level = |n: usize| [n as f32 * 0.001; CHANNELS];
    let hear = |room: &mut LiveRoom| {
        room.tick();
        let mut block = Block::silent();
        room.is_ready().then(|| room.read(&mut block)).map(|()| (block.samples()[BLOCK] * 1_000.0).round())
    };
    let ((mut before, lines), mut last) = (room(), None);
    let feed = lines.take(dj("Ada"), Buffer::Studio).unwrap();
    for n in 0..200 {
        feed.line.offer(&[level(n); BLOCK]);
        last = hear(&mut before);
    }
    let mut sound = Vec::new();
    let saved = before.save_live(&mut sound).expect("a DJ is live");
    assert_eq!(saved.delay.as_ref().map(|delay| delay.runs.len()), Some(1));

    let (mut after, lines) = room();
    let feed = lines.take_on(dj("Ada"), Buffer::Studio, 5).unwrap();
    let live = Some(ResumedInput { saved, sound });
    after.resume(&mut ResumedSources { live, ..ResumedSources::default() });
    let title = after.title();
    assert_eq!(title.as_deref(), before.title().as_deref());
    for n in 200..300 {
        feed.line.offer(&[level(n); BLOCK]);
        let (heard, expected) = (hear(&mut after), last.map(|last| last + 1.0));
        assert_eq!(heard, expected, "block {n}");
        last = heard;
    }
    assert!(title.zip(after.title()).is_some_and(|(before, after)| Arc::ptr_eq(&before, &after)));
}
