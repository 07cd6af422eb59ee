//! Clients that say what they should not.

use super::*;

#[test]
fn hello_comes_first_once_and_soon() {
    let check = |said: &str, expected: &str| {
        let mut talk = Talk::new();
        talk.session.receive(said, NOW);
        assert_eq!(talk.heard().last().map(|last| &**last), Some(expected), "{said}");
    };
    check("nonsense", "close 1007");
    check(r#"{"type":"client/hello","payload":{}}"#, "close 1007");
    check(r#"{"type":"client/time","payload":{"client_transmitted":1}}"#, "close 1002");
    check(r#"{"type":"unknown"}"#, "close 1002");
    let mut encrypted = Talk::new();
    encrypted.say_at(NOW, &json!({ "type": "client/init", "payload": { "version": 1 } }));
    encrypted.expect(&["server/error", "close 1000"]);
    let mut newer = hello(&[]);
    newer["payload"]["version"] = json!(2);
    check(&newer.to_string(), "close 1002");
    let mut nameless = hello(&[]);
    nameless["payload"]["client_id"] = json!("x".repeat(257));
    check(&nameless.to_string(), "close 1002");

    let mut talk = Talk::greeted(&[]);
    talk.heard();
    assert_eq!(talk.session.wake_at(), None);
    talk.say_at(NOW, &hello(&[]));
    talk.expect(&["close 1002"]);

    let mut talk = Talk::new();
    let by_us = talk.session.wake_at().unwrap();
    assert_eq!(by_us, NOW + 15 * SECOND);
    talk.session.wake(by_us - 1);
    talk.expect(&[]);
    talk.session.wake(by_us);
    talk.expect(&["close 1008"]);

    let mut talk = Talk::greeted(&[]);
    talk.heard();
    talk.session.receive_binary();
    talk.expect(&["close 1003"]);
}

#[test]
fn a_client_that_says_too_much_at_once_is_closed_with_1008() {
    let time = json!({ "type": "client/time", "payload": { "client_transmitted": 1 } });
    let mut talk = Talk::greeted(&[]);
    for at in 0..1_000 {
        talk.say_at(NOW + at * SECOND / 50, &time);
    }
    assert!(talk.heard().iter().all(|heard| !heard.starts_with("close")), "fifty a second, for ever");
    let mut talk = Talk::greeted(&[]);
    for _ in 0..200 {
        talk.say_at(NOW, &time);
    }
    let heard = talk.heard();
    assert_eq!(heard.last().map(|last| &**last), Some("close 1008"));
    assert!(heard.len() > 90, "{heard:?}");
}

#[test]
fn garbled_messages_close_the_session_and_never_panic() {
    let mut random = fastrand::Rng::with_seed(7);
    let said = [hello(&["player@v1", "metadata@v1", "controller@v1"]), state(&json!({ "volume": 3 }))];
    for _ in 0..3_000 {
        let mut talk = Talk::new();
        for message in &said {
            let mut bytes = message.to_string().into_bytes();
            for _ in 0..random.usize(0..3) {
                let place = random.usize(0..bytes.len());
                bytes[place] = random.u8(0x20..0x7F);
            }
            bytes.truncate(random.usize(bytes.len() / 2..=bytes.len()));
            talk.session.receive(&String::from_utf8_lossy(&bytes), NOW);
            talk.session.frame(&frame(NOW / 20_000), NOW);
        }
        talk.heard();
    }
}
