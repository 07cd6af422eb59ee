//! Tests of which DJ gets the live input, and how it is released.

use super::*;
use crate::model::{SecondDj, Settings};

#[test]
fn one_dj_at_a_time_and_the_same_one_anew() {
    let (_live, lines) = place();
    assert_eq!(lines.on_air(), None);
    let first = lines.take(dj("Ada"), Buffer::Studio).unwrap();
    let taken = lines.take(dj("Bob"), Buffer::Studio).err().unwrap();
    assert_eq!(taken.to_string(), "Ada is live");
    assert_eq!(taken.since_us, 7);
    let mut again = lines.take(dj("Ada"), Buffer::Studio).unwrap();
    assert_eq!((first.ended(), again.ended()), (Some(Ended::Replaced), None));
    drop(first);
    assert_eq!(lines.on_air().unwrap().name, "Ada", "the older line's end does not end the newer");
    let watch = again.watch();
    assert!(lines.kick() && !lines.kick());
    assert_eq!(again.push(&[0.0; 4]), Err(Ended::Kicked));
    assert_eq!(watch.ended(), Some(Ended::Kicked));
    assert!(lines.take(dj("Bob"), Buffer::Studio).is_ok(), "who was taken off leaves the line free at once");
    assert_eq!(lines.on_air(), None, "and who hangs up too");
}

#[test]
fn who_hangs_up_is_heard_to_the_end() {
    let mut rig = Rig::new(Buffer::Program);
    rig.play(50, |_| BLOCK);
    let (_, lines) = place();
    let other = lines.take(dj("Bob"), Buffer::Studio).unwrap();
    drop(std::mem::replace(&mut rig.feed, other));
    assert!(rig.live.left().unwrap() > 0);
    let mut picture = String::new();
    for _ in 0..60 {
        picture.push(if rig.hear() { 'L' } else { '.' });
    }
    assert_eq!(picture, ["L".repeat(49), ".".repeat(11)].concat());
    assert_eq!((rig.live.left(), rig.live.figures.underruns()), (None, 0));
    assert!(rig.live.current.is_none());
}

#[test]
fn who_connects_anew_goes_on_without_a_gap() {
    let mut rig = Rig::new(Buffer::Program);
    rig.play(50, |_| BLOCK);
    rig.feed = rig.lines.take(dj("Ada"), Buffer::Program).unwrap();
    assert!(rig.live.left().is_some(), "until the new line is seen");
    // A program needs a moment after it has connected.
    let picture = rig.play(80, |n| if n < 3 { 0 } else { BLOCK });
    assert!(!picture.contains('.'), "{picture}");
    assert!(rig.live.next.is_none());
}

#[test]
fn a_line_that_ended_fades_into_the_next_one_wherever_it_ends() {
    for rest in (0..BLOCK).step_by(160) {
        let mut rig = Rig::new(Buffer::Program);
        rig.play(60, |n| if n == 0 { rest } else { BLOCK });
        let other = place().1.take(dj("Ada"), Buffer::Program).unwrap();
        drop(std::mem::replace(&mut rig.feed, other));
        rig.feed = rig.lines.take(dj("Ada"), Buffer::Program).unwrap();
        for _ in 0..80 {
            rig.send_silence(BLOCK);
            rig.hear();
        }
        assert!(rig.live.next.is_none() && rig.live.current.is_some());
        assert!(rig.steepest < STEEPEST, "a step of {} with {rest} frames more", rig.steepest);
    }
}

#[test]
fn who_was_taken_off_the_air_does_not_linger() {
    let mut rig = Rig::new(Buffer::Program);
    rig.play(100, |_| 48_000);
    rig.lines.kick();
    rig.live.tick();
    assert_eq!(rig.live.left(), Some(24_000), "half a second to fade");
    for _ in 0..60 {
        rig.live.tick();
    }
    assert!(!rig.live.is_ready() && rig.live.current.is_none(), "not played, it goes");
}

#[test]
fn a_full_line_waits_for_room() {
    let mut rig = Rig::new(Buffer::Program);
    let (live, feed) = (&mut rig.live, &mut rig.feed);
    std::thread::scope(|scope| {
        let sender = scope.spawn(|| feed.push(&vec![0.1; 4 * 96_000]));
        let mut block = Block::silent();
        while !sender.is_finished() {
            live.tick();
            if live.is_ready() {
                live.read(&mut block);
            }
        }
        assert_eq!(sender.join().unwrap(), Ok(()));
    });
}

/// A place where a second DJ waits, and Ada on air.
fn where_djs_wait() -> (Rig, InputWriter) {
    let live_settings = LiveSettings::new(&Settings { second_dj: SecondDj::Waits, ..Settings::default() });
    let (live, lines) = open(Arc::new(ManualClock::at(7)), live_settings);
    let mut rig = Rig::at(live, lines, Buffer::Program);
    rig.play(50, |_| BLOCK);
    let bob = rig.lines.take(dj("Bob"), Buffer::Program).unwrap();
    (rig, bob)
}

#[test]
fn a_second_dj_waits_until_the_first_was_heard_to_the_end() {
    let (mut rig, bob) = where_djs_wait();
    assert!(bob.watch().is_waiting());
    assert_eq!((rig.lines.on_air().unwrap().name, rig.lines.waiting()), ("Ada".into(), vec!["Bob".into()]));
    // What he sends before his time is not kept, and nobody has to wait for it.
    assert_eq!(bob.line.offer(&vec![[0.5; CHANNELS]; 10 * 48_000]), 480_000);
    bob.watch().retitle(DjTitle { title: "Tides".into(), ..DjTitle::default() });
    assert_eq!(rig.live.title().unwrap().title, "Ada");

    drop(std::mem::replace(&mut rig.feed, bob));
    assert_eq!((rig.lines.on_air().unwrap().name, rig.lines.waiting()), ("Bob".into(), vec![]));
    let (mut titles, mut picture) = (String::new(), String::new());
    for _ in 0..90 {
        rig.offer(&vec![[0.0; CHANNELS]; BLOCK]);
        picture.push(if rig.hear() { 'L' } else { '.' });
        titles.push_str(&rig.live.title().unwrap().title[..1]);
    }
    assert!(!picture.contains('.'), "{picture}");
    let (ada, bob) = titles.split_at(titles.find('T').unwrap());
    assert!((45..=52).contains(&ada.len()) && bob.chars().all(|c| c == 'T'), "{titles}");
}

#[test]
fn who_waits_keeps_their_place_when_they_come_back_and_leaves_it_when_they_go() {
    let (rig, bob) = where_djs_wait();
    let eve = rig.lines.take(dj("Eve"), Buffer::Program).unwrap();
    let bob_again = rig.lines.take(dj("Bob"), Buffer::Program).unwrap();
    assert_eq!((bob.ended(), rig.lines.waiting()), (Some(Ended::Replaced), vec!["Bob".into(), "Eve".into()]));
    drop((bob, bob_again));
    assert_eq!(rig.lines.waiting(), ["Eve"]);
    assert!(rig.lines.kick());
    assert_eq!(rig.lines.on_air().unwrap().name, "Eve", "who waits is next, however the line comes free");
    assert_eq!((rig.feed.ended(), eve.ended()), (Some(Ended::Kicked), None));
    for n in 0..MOST_WAITING {
        std::mem::forget(rig.lines.take(dj(&n.to_string()), Buffer::Program).unwrap());
    }
    assert_eq!(rig.lines.take(dj("Ian"), Buffer::Program).err().unwrap().to_string(), "Eve is live");
    rig.lines.clear();
    assert_eq!((rig.lines.on_air(), rig.lines.waiting()), (None, vec![]));
}

#[test]
fn a_relay_goes_on_unheard_while_others_are_on_air() {
    let (live, lines) = open_relay(Arc::new(ManualClock::at(7)), LiveSettings::default());
    let mut rig = Rig::at(live, lines, Buffer::Remote);
    let picture = rig.play(100, |_| BLOCK);
    assert!(picture.starts_with(&".".repeat(39)) && picture.ends_with(&"L".repeat(55)), "{picture}");
    assert_eq!(
        rig.live.title().map(|title| (title.source, title.dj.clone())),
        Some((SourceKind::Relay, None))
    );
    // A DJ is heard for ten seconds: nothing is held back, and what waits is no older than before.
    for _ in 0..500 {
        let before = rig.sent;
        rig.send(BLOCK);
        assert_eq!(rig.sent - before, BLOCK as u64);
        rig.live.tick();
        assert!(rig.live.is_ready());
    }
    assert!((600..=1_000).contains(&rig.waiting_ms()), "{} ms", rig.waiting_ms());
}
