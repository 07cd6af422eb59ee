//! Who gets the line, and how it ends.

use super::*;

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
    for _ in 0..20 {
        picture.push(if rig.hear() { 'L' } else { '.' });
    }
    assert_eq!(picture, "LLLLLLLLL...........");
    assert_eq!((rig.live.left(), rig.live.figures.underruns()), (None, 0));
    assert!(rig.live.current.is_none());
}

#[test]
fn who_connects_anew_goes_on_without_a_gap() {
    let mut rig = Rig::new(Buffer::Program);
    rig.play(50, |_| BLOCK);
    rig.feed = rig.lines.take(dj("Ada"), Buffer::Studio).unwrap();
    assert!(rig.live.left().is_some(), "until the new line is seen");
    let picture = rig.play(30, |_| BLOCK);
    assert!(!picture.contains('.'), "{picture}");
    assert!(rig.live.next.is_none());
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
