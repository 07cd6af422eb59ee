//! Messages that are sent several at a time.

use super::*;

/// Everything that `listener` is given by way of `feed`, an item each.
fn given(listener: &mut Listener, feed: &RingReader) -> Vec<String> {
    let mut given = Vec::new();
    loop {
        match listener.next_of(feed) {
            Delivery::Bytes(bytes) => given.push(std::str::from_utf8(&bytes).unwrap().trim_end().to_owned()),
            Delivery::Skipped(frames) => given.push(format!("skip{frames}")),
            Delivery::NotYet => return given,
            Delivery::OffAir => {
                given.push("off".to_owned());
                return given;
            }
        }
    }
}

#[test]
fn what_is_held_back_is_given_at_once_to_those_who_have_all_before() {
    let (mut producer, mount, _) = mount(0);
    publish(&mut producer, 0..10);
    let mut listener = join(&mount, 5, burst(5));
    let mut feed = listener.feed();
    assert_eq!(given(&mut listener, &feed), ["head", "[5,6,7,8,9]"]);
    publish(&mut producer, 10..15);
    assert!(!feed.fetch(200_000), "100 ms wait for more");
    announce(&mut producer, 15, "one");
    publish(&mut producer, 15..20);
    assert!(feed.fetch(200_000));
    let mut late = join(&mount, 5, burst(0));
    assert_eq!(given(&mut listener, &feed), ["[10,11,12,13,14] \"one\" [15,16,17,18,19]"]);
    publish(&mut producer, 20..30);
    assert_eq!(
        given(&mut late, &feed),
        ["head \"one\"", "[20,21,22,23,24]", "[25,26,27,28,29]"],
        "by itself"
    );
    assert!(feed.fetch(200_000));
    assert_eq!(given(&mut listener, &feed), ["[20,21,22,23,24] [25,26,27,28,29]"]);
    assert!(given(&mut late, &feed).is_empty());
}

#[test]
fn a_listener_who_misses_something_is_told_and_catches_up_message_by_message() {
    let (mut producer, mount, _) = mount(0);
    publish(&mut producer, 0..5);
    let (mut listener, mut slow) = (join(&mount, 5, burst(5)), join(&mount, 5, burst(5)));
    let mut feed = listener.feed();
    given(&mut listener, &feed);
    given(&mut slow, &feed);
    // Five frames were never made.
    publish(&mut producer, 10..20);
    assert!(feed.fetch(0));
    assert_eq!(given(&mut listener, &feed), ["skip5", "[10,11,12,13,14] [15,16,17,18,19]"]);
    publish(&mut producer, 20..30);
    assert!(feed.fetch(0));
    assert_eq!(given(&mut listener, &feed), ["[20,21,22,23,24] [25,26,27,28,29]"]);
    let told = ["skip5", "[10,11,12,13,14]", "[15,16,17,18,19]", "[20,21,22,23,24] [25,26,27,28,29]"];
    assert_eq!(given(&mut slow, &feed), told);
}

#[test]
fn the_end_is_not_held_back() {
    let (mut producer, mount, _) = mount(0);
    publish(&mut producer, 0..5);
    let mut listener = join(&mount, 5, burst(5));
    let mut feed = listener.feed();
    given(&mut listener, &feed);
    publish(&mut producer, 5..8);
    producer.sign_off();
    assert!(feed.fetch(500_000));
    assert_eq!(given(&mut listener, &feed), ["[5,6,7] bye7", "off"]);
}

#[test]
fn those_who_hear_live_have_nothing_held_back() {
    let (mut producer, mount, _) = mount(0);
    publish(&mut producer, 0..50);
    let held = |frames_per_message: u64, start: Start| {
        join(&mount, frames_per_message, start).heard_after(1_000_000).most_held_us()
    };
    assert_eq!(held(5, burst(20)), 500_000);
    assert_eq!(held(5, Start::LIVE), 0, "it has no burst");
    assert_eq!(held(1, burst(20)), 0, "messages of 20 ms");
}
