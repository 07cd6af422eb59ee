//! Tests of what subscribers receive, and that they keep the encoder running.

use std::time::Duration;

use super::*;

/// Everything there is for a subscriber now: frames by number, titles by name.
fn receive(subscriber: &mut Subscriber) -> String {
    let mut received = Vec::new();
    loop {
        match subscriber.try_next() {
            Received::Frame(frame) => received.push(frame.seq.to_string()),
            Received::Title(title) => received.push(title.title.clone()),
            Received::Missed(frames) => received.push(format!("missed{frames}")),
            Received::NotYet => return received.join(" "),
            Received::EndOfStream => return received.join(" ") + " end",
        }
    }
}

#[test]
fn subscribers_get_each_frame_and_title_once_and_the_end() {
    let (mut producer, mount, _) = mount(0);
    announce(&mut producer, 0, "one");
    publish(&mut producer, 0..5);
    let mut subscriber = mount.subscribe();
    assert_eq!(receive(&mut subscriber), "one");
    publish(&mut producer, 5..7);
    announce(&mut producer, 7, "two");
    assert_eq!(receive(&mut subscriber), "5 6 two", "a title comes as soon as it is known");
    publish(&mut producer, 7..9);
    announce(&mut producer, 9, "three");
    publish(&mut producer, 9..10);
    let mut earlier = mount.subscribe_at(Start::From(3));
    assert_eq!(receive(&mut earlier), "one 3 4 5 6 two 7 8 three 9");
    assert_eq!(receive(&mut subscriber), "7 8 three 9");
    producer.sign_off();
    assert_eq!(receive(&mut subscriber), " end");
    assert_eq!(receive(&mut subscriber), " end");
}

#[test]
fn a_slow_subscriber_is_told_how_many_frames_it_missed() {
    let (mut producer, mount, _) = mount(0);
    let mut subscriber = mount.subscribe();
    publish(&mut producer, 0..2);
    assert_eq!(receive(&mut subscriber), "0 1");
    // 850 frames are kept.
    publish(&mut producer, 2..950);
    let received = receive(&mut subscriber);
    assert!(received.starts_with("missed98 100 101 ") && received.ends_with(" 949"), "{received}");
    publish(&mut producer, 960..962);
    assert_eq!(receive(&mut subscriber), "missed10 960 961", "what was never made is missing too");
}

#[test]
fn subscribers_are_no_audience_and_keep_the_encoder_running() {
    let (mut producer, mount, bell) = mount(0);
    assert!(!producer.is_wanted());
    let subscriber = mount.subscribe();
    assert!(producer.is_wanted());
    assert_eq!((mount.inner.config.figures.total(), mount.inner.config.figures.joined()), (0, 0));
    publish(&mut producer, 0..50);
    assert_eq!(bell.0.load(Ordering::Relaxed), 0, "transmitters have nothing to do");
    assert!(!producer.pause(), "it is wanted");
    drop(subscriber);
    assert!(!producer.is_wanted() && producer.pause());
    assert_eq!(mount.newest_us(), None);
}

#[test]
fn after_a_rest_listeners_and_subscribers_begin_with_the_first_new_frame() {
    let (mut producer, mount, _) = mount(0);
    announce(&mut producer, 0, "one");
    announce(&mut producer, 3, "two");
    publish(&mut producer, 0..10);
    assert!(producer.pause());
    announce(&mut producer, 600, "three");
    let (mut listener, mut subscriber) = (join(&mount, 5, burst(50)), mount.subscribe());
    assert_eq!(hear(&mut listener), "head \"three\"");
    publish(&mut producer, 1_003..1_010);
    assert_eq!(hear(&mut listener), "[1003,1004] [1005,1006,1007,1008,1009]", "and nothing is skipped");
    assert_eq!(receive(&mut subscriber).split(' ').take(3).collect::<Vec<_>>(), ["three", "1003", "1004"]);
    assert_eq!(mount.inner.config.figures.skipped("plain"), 0);
}

#[test]
fn a_burst_is_as_long_as_asked_for_though_the_encoder_makes_up_for_more() {
    let (mut producer, mount, _) = mount(0);
    announce(&mut producer, 20, "one");
    producer.has_sound(100 * BLOCK_US);
    let (mut all, mut live) = (join(&mount, 5, burst(60)), join(&mount, 5, burst(0)));
    let mut resumed = join(&mount, 5, Start::From(62));
    publish(&mut producer, 40..80);
    let mut later = join(&mount, 5, burst(10));
    // One whose socket is full does not lose the burst that it asked for.
    let mut slow = join(&mount, 5, burst(60));
    assert!(matches!(slow.next(), Delivery::Bytes(_)) && matches!(slow.next(), Delivery::Bytes(_)));
    slow.jump();
    publish(&mut producer, 80..105);
    assert!(hear(&mut all).starts_with("head \"one\" [40,41,42,43,44] [45,"));
    assert!(hear(&mut resumed).starts_with("head \"one\" [62,63,64] [65,66,67,68,69] [70,"));
    assert!(hear(&mut slow).starts_with("[45,46,47,48,49] [50,"));
    assert_eq!(hear(&mut live), "head \"one\" [100,101,102,103,104]");
    assert_eq!(hear(&mut later), "head \"one\" [90,91,92,93,94] [95,96,97,98,99] [100,101,102,103,104]");
    assert_eq!(mount.inner.config.figures.skipped("plain"), 0);
}

#[test]
fn right_after_a_rest_a_burst_is_made_again() {
    let (mut producer, mount, _) = mount(0);
    publish(&mut producer, 0..100);
    assert!(producer.pause());
    producer.has_sound(101 * BLOCK_US);
    let mut listener = join(&mount, 5, burst(20));
    publish(&mut producer, 80..105);
    assert!(hear(&mut listener).starts_with("head [80,81,82,83,84] [85,"));
}

#[test]
fn a_thread_that_waits_is_woken_by_a_frame_and_by_the_end() {
    let (mut producer, mount, _) = mount(0);
    let mut subscriber = mount.subscribe();
    assert!(matches!(subscriber.next_within(Duration::ZERO), Received::NotYet));
    let waiting = std::thread::spawn(move || {
        let mut received = Vec::new();
        loop {
            match subscriber.next_within(Duration::from_mins(1)) {
                Received::Frame(frame) => received.push(frame.seq),
                Received::EndOfStream => return received,
                other => panic!("{other:?}"),
            }
        }
    });
    publish(&mut producer, 0..3);
    producer.sign_off();
    assert_eq!(waiting.join().unwrap(), [0, 1, 2]);
}

#[actix_web::test]
async fn a_task_that_waits_is_woken_by_a_frame_and_by_the_end() {
    let (mut producer, mount, _) = mount(0);
    let mut subscriber = mount.subscribe();
    let waiting = actix_web::rt::spawn(async move {
        let first = subscriber.next().await;
        (first, subscriber.next().await)
    });
    // It waits by now.
    tokio::task::yield_now().await;
    publish(&mut producer, 0..1);
    producer.sign_off();
    let received = waiting.await.unwrap();
    assert!(
        matches!(received, (Received::Frame(Frame { seq: 0, .. }), Received::EndOfStream)),
        "{received:?}"
    );
}
