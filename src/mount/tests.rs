//! Tests of what listeners hear, as text: frames by number, titles by name.

mod chunks;
mod held;
mod subscribers;

use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;

use super::*;
use crate::audio::BLOCK_US;
use crate::format::{Framing, StreamAddress, TitleTransport};
use crate::frame::Codec;
use crate::model::{SourceKind, Title};

/// Frames as `5,6,7` (one message in brackets), titles as `"name"`, the end as `bye`.
struct Plain;

impl Framing for Plain {
    fn header(&self) -> Bytes {
        Bytes::from_static(b"head ")
    }
    fn pack(&self, frames: &[Frame], _: Option<&NowPlaying>) -> Bytes {
        let numbers: Vec<String> = frames.iter().map(|frame| frame.seq.to_string()).collect();
        format!("[{}] ", numbers.join(",")).into()
    }
    fn title(&self, now_playing: &NowPlaying) -> Option<Bytes> {
        Some(format!("{:?} ", now_playing.title).into())
    }
    fn end_of_stream(&self, last: u64) -> Bytes {
        format!("bye{last} ").into()
    }
}

static PLAIN: Format = Format {
    label: "plain",
    name: "Plain",
    address: StreamAddress::Extension("txt"),
    media_type: "text/plain",
    codecs: &[Codec::Opus],
    cadence: Cadence::Us(100_000),
    titles: TitleTransport::Messages,
    has_captions: false,
    is_audience: true,
    framing: |_| Box::new(Plain),
};

#[derive(Default)]
struct Count(AtomicUsize);

impl Notifier for Count {
    fn notify(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

fn mount(first_seq: u64) -> (Producer, Mount, Arc<Count>) {
    let bell = Arc::new(Count::default());
    let (producer, mount) = Mount::new(MountConfig {
        station: "main".to_owned(),
        base_path: crate::model::BasePath::default(),
        rendition: Rendition::new("plain", Codec::Opus, 0),
        first_seq,
        notifiers: vec![Arc::<Count>::clone(&bell)],
        figures: ListenerFigures::default(),
    });
    (producer, mount, bell)
}

fn publish(producer: &mut Producer, numbers: std::ops::Range<u64>) {
    for seq in numbers {
        producer.publish(Frame { seq, time_us: seq * BLOCK_US, payload: Bytes::new() });
    }
}

fn announce(producer: &mut Producer, seq: u64, title: &str) {
    let what = Arc::new(Title::plain(SourceKind::Autodj, title));
    producer.announce(&NowPlaying { time_us: seq * BLOCK_US, what });
}

/// A start so many frames before the live edge.
const fn burst(frames: u64) -> Start {
    Start::burst(frames * BLOCK_US)
}

fn join(mount: &Mount, frames_per_message: u64, start: Start) -> Listener {
    let cadence = Cadence::Us(frames_per_message * BLOCK_US);
    mount.join(&PLAIN, cadence, start).expect("the rendition fits into the format")
}

/// Everything there is to hear now.
fn hear(listener: &mut Listener) -> String {
    let mut heard = Vec::new();
    loop {
        match listener.next() {
            Delivery::Bytes(bytes) => heard.push(std::str::from_utf8(&bytes).unwrap().trim_end().to_owned()),
            Delivery::Skipped(frames) => heard.push(format!("skip{frames}")),
            Delivery::NotYet => return heard.join(" "),
            Delivery::OffAir => return heard.join(" ") + " off",
        }
    }
}

#[test]
fn a_burst_is_what_is_on_air_already_and_then_live() {
    let (mut producer, mount, _) = mount(100);
    publish(&mut producer, 100..112);
    // Two more than asked for, so that the first message is as long as all.
    let mut listener = join(&mount, 5, burst(8));
    assert_eq!(hear(&mut listener), "head [100,101,102,103,104] [105,106,107,108,109]");
    publish(&mut producer, 112..115);
    assert!(listener.is_behind());
    assert_eq!(hear(&mut listener), "[110,111,112,113,114]");
    assert!(!listener.is_behind());
}

#[test]
fn a_listener_resumes_at_the_very_frame_it_asks_for() {
    let check = |from: u64, expected: &str| {
        let (mut producer, mount, _) = mount(0);
        publish(&mut producer, 0..1_050);
        let mut listener = join(&mount, 5, Start::From(from));
        let before = hear(&mut listener);
        publish(&mut producer, 1_050..1_055);
        let heard = before + " " + &hear(&mut listener);
        let heard: Vec<&str> = heard.split_whitespace().collect();
        assert_eq!(heard[..2].join(" "), expected, "from {from}");
        assert_eq!(heard.last(), Some(&"[1050,1051,1052,1053,1054]"));
    };
    check(1_043, "head [1043,1044]");
    check(1_045, "head [1045,1046,1047,1048,1049]");
    check(10, "head [200,201,202,203,204]");
    check(1_050, "head [1050,1051,1052,1053,1054]");
    check(9_999, "head [1050,1051,1052,1053,1054]");
}

#[test]
fn resuming_inside_a_message_that_is_not_complete_yet() {
    let (mut producer, mount, _) = mount(0);
    publish(&mut producer, 0..8);
    let mut listener = join(&mount, 5, Start::From(7));
    assert_eq!(hear(&mut listener), "head");
    publish(&mut producer, 8..10);
    assert_eq!(hear(&mut listener), "[7,8,9]");
}

#[test]
fn a_title_comes_before_the_frames_it_describes_and_once() {
    let (mut producer, mount, _) = mount(0);
    announce(&mut producer, 0, "one");
    publish(&mut producer, 0..7);
    let mut early = join(&mount, 5, burst(5));
    assert_eq!(hear(&mut early), "head \"one\" [0,1,2,3,4]");
    announce(&mut producer, 7, "two");
    publish(&mut producer, 7..15);
    assert_eq!(hear(&mut early), "\"two\" [5,6,7,8,9] [10,11,12,13,14]");
    let mut late = join(&mount, 5, Start::From(6));
    assert_eq!(hear(&mut late), "head \"one\" \"two\" [6,7,8,9] [10,11,12,13,14]");
    let mut later = join(&mount, 5, Start::From(8));
    assert_eq!(hear(&mut later), "head \"two\" [8,9] [10,11,12,13,14]");
    let mut other_cadence = join(&mount, 2, Start::From(5));
    assert_eq!(hear(&mut other_cadence), "head \"one\" [5] \"two\" [6,7] [8,9] [10,11] [12,13]");
}

#[test]
fn the_slow_jump_to_the_live_edge_and_learn_the_title() {
    let (mut producer, mount, _) = mount(0);
    announce(&mut producer, 0, "one");
    publish(&mut producer, 0..5);
    let mut slow = join(&mount, 5, burst(5));
    assert_eq!(hear(&mut slow), "head \"one\" [0,1,2,3,4]");
    publish(&mut producer, 5..1_000);
    announce(&mut producer, 1_000, "two");
    publish(&mut producer, 1_000..1_007);
    assert_eq!(hear(&mut slow), "\"two\" skip995 [1000,1001,1002,1003,1004]");
}

#[test]
fn who_was_full_goes_on_at_the_live_edge_and_learns_the_title() {
    let (mut producer, mount, _) = mount(0);
    announce(&mut producer, 0, "one");
    publish(&mut producer, 0..10);
    let mut full = join(&mount, 5, burst(5));
    assert_eq!(hear(&mut full), "head \"one\" [5,6,7,8,9]");
    full.jump();
    assert_eq!(hear(&mut full), "", "nothing was missed");
    announce(&mut producer, 20, "two");
    publish(&mut producer, 10..30);
    full.jump();
    full.jump();
    assert_eq!(hear(&mut full), "\"two\" skip15 [25,26,27,28,29]");
}

#[test]
fn a_burst_that_is_taken_slowly_is_whole() {
    let (mut producer, mount, _) = mount(0);
    publish(&mut producer, 0..20);
    let mut listener = join(&mount, 5, burst(15));
    for expected in ["head ", "[5,6,7,8,9] ", "[10,11,12,13,14] ", "[15,16,17,18,19] "] {
        listener.jump();
        assert_eq!(listener.next(), Delivery::Bytes(expected.into()));
    }
    publish(&mut producer, 20..30);
    listener.jump();
    assert_eq!(hear(&mut listener), "skip5 [25,26,27,28,29]");
}

#[test]
fn a_feed_has_what_the_ring_has() {
    let (mut producer, mount, _) = mount(0);
    announce(&mut producer, 0, "one");
    publish(&mut producer, 0..10);
    let mut by_feed = join(&mount, 5, burst(10));
    let mut other_cadence = join(&mount, 2, burst(0));
    let mut feed = by_feed.feed();
    assert!(by_feed.is_fed_by(&feed) && !other_cadence.is_fed_by(&feed));
    let mut heard = Vec::new();
    for round in 0..4 {
        assert_eq!(feed.fetch(0), round > 0, "there is news in every round but the first");
        assert!(!feed.fetch(0));
        while let Delivery::Bytes(bytes) = by_feed.next_of(&feed) {
            heard.extend_from_slice(&bytes);
        }
        announce(&mut producer, 10 + round * 10, "next");
        // Behind the feed, the ring is asked.
        publish(&mut producer, 10 + round * 10..20 + round * 10);
    }
    let title = "\"next\" ";
    let expected = format!(
        "head \"one\" [0,1,2,3,4] [5,6,7,8,9] {title}[10,11,12,13,14] [15,16,17,18,19] \
         {title}[20,21,22,23,24] [25,26,27,28,29] {title}[30,31,32,33,34] [35,36,37,38,39] "
    );
    assert_eq!(String::from_utf8(heard).unwrap(), expected);
    assert!(hear(&mut other_cadence).ends_with("[46,47] [48,49]"));
}

#[test]
fn a_frame_that_was_never_made_is_told_as_skipped() {
    let (mut producer, mount, _) = mount(0);
    let mut listener = join(&mount, 5, burst(0));
    publish(&mut producer, 0..3);
    publish(&mut producer, 8..15);
    assert_eq!(hear(&mut listener), "head [0,1,2] skip5 [8,9] [10,11,12,13,14]");
}

#[test]
fn signing_off_sends_what_is_left_and_a_farewell() {
    let (mut producer, mount, _) = mount(0);
    publish(&mut producer, 0..3);
    let mut listener = join(&mount, 5, burst(5));
    assert_eq!(hear(&mut listener), "head");
    producer.sign_off();
    assert_eq!(listener.next(), Delivery::Bytes(Bytes::from_static(b"[0,1,2] ")));
    assert_eq!(listener.next(), Delivery::Bytes(Bytes::from_static(b"bye2 ")));
    assert!(listener.is_behind(), "the end is news too");
    assert_eq!(hear(&mut listener), " off");
    assert_eq!(hear(&mut join(&mount, 2, burst(3))), "head [0,1] [2] bye2 off");
}

#[test]
fn nobody_is_woken_for_nothing_and_rings_do_not_pile_up() {
    let (mut producer, mount, bell) = mount(0);
    publish(&mut producer, 0..50);
    assert_eq!(bell.0.load(Ordering::Relaxed), 0, "nobody listens");
    let listener = join(&mount, 10, burst(0));
    publish(&mut producer, 50..100);
    assert_eq!(bell.0.load(Ordering::Relaxed), 5, "once a message");
    drop(listener);
    publish(&mut producer, 100..1_700);
    assert_eq!(mount.inner.lock().rings.len(), 0, "let go when nobody listens for long");
    assert!(mount.inner.lock().frames.len() <= 850);
}
