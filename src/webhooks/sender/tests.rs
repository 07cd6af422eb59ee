//! Hooks with a server of ours at the other end.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{self, sync_channel};
use std::thread;

use serde_json::{Value, json};

use super::*;
use crate::clock::SystemClock;
use crate::model::WebhookTopic;

/// Time limit for a message to arrive, in a test.
const PATIENCE: Duration = Duration::from_secs(20);

/// A server that answers with these heads in turn, and with the last of them from then on.
struct Receiving {
    url: String,
    asked: mpsc::Receiver<Asked>,
}

/// A received request.
#[derive(Debug)]
struct Asked {
    head: String,
    body: String,
}

impl Asked {
    fn header(&self, name: &str) -> &str {
        let line = self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        line.unwrap_or_else(|| panic!("no {name} in {}", self.head))
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

impl Receiving {
    fn answering(answers: &'static [&'static str]) -> Self {
        let server = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/hook?key=hidden", server.local_addr().unwrap());
        let (tell, asked) = sync_channel(1_000);
        thread::spawn(move || {
            for number in 0.. {
                let Ok((stream, _)) = server.accept() else { return };
                let answer = answers[number.min(answers.len() - 1)];
                if tell.send(serve(stream, answer)).is_err() {
                    return;
                }
            }
        });
        Self { url, asked }
    }

    fn next(&self) -> Asked {
        self.asked.recv_timeout(PATIENCE).expect("a message comes")
    }

    fn hook(&self, store: &Store, occasions: &[WebhookTopic]) -> i64 {
        let hook = WebhookConfig {
            id: 0,
            url: self.url.parse().unwrap(),
            occasions: occasions.to_vec(),
            station: Some("main".to_owned()),
            is_on: true,
            failing_since: None,
            off_because: None,
            created_at: 0,
        };
        store.add_hook(&hook, "a secret").unwrap()
    }
}

fn serve(mut stream: TcpStream, answer: &str) -> Asked {
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let (mut bytes, mut piece) = (Vec::new(), [0; 4_096]);
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("Content-Length: "));
            if body.len() == length.unwrap().parse::<usize>().unwrap() {
                drop(stream.write_all(answer.as_bytes()));
                return Asked { head: head.to_owned(), body: body.to_owned() };
            }
        }
        let count = stream.read(&mut piece).unwrap();
        bytes.extend_from_slice(&piece[..count]);
    }
}

const FINE: &str = "HTTP/1.1 204 No Content\r\n\r\n";
const BROKEN: &str = "HTTP/1.1 500 Oh\r\nContent-Length: 3\r\n\r\noh!";

struct TestSender {
    _dir: tempfile::TempDir,
    store: Store,
    hooks: Webhooks,
}

fn sender(reach: WebhookReach) -> TestSender {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    store.first_start(None, None).unwrap();
    let pace = RetrySchedule::of(vec![Duration::ZERO, Duration::from_millis(1), Duration::from_millis(1)]);
    let clock = Arc::new(SystemClock::start());
    let hooks = Webhooks::new(store.clone(), clock, pace);
    hooks.reach(reach);
    TestSender { _dir: dir, store, hooks }
}

fn happens(occasion: WebhookTopic, number: u64) -> WebhookEvent {
    let data = json!({ "title": format!("Tides {number}") });
    WebhookEvent { station: "main".to_owned(), at_us: number * 1_000_000, occasion, data }
}

/// Waits until so many attempts were written down.
async fn deliveries(store: &Store, hook: i64, count: usize) -> Vec<Delivery> {
    let began = SystemClock::start();
    let clock: &dyn Clock = &began;
    let until_us = clock.now_us() + PATIENCE.as_micros() as u64;
    loop {
        let found = store.deliveries(hook).unwrap();
        if found.len() >= count {
            return found;
        }
        assert!(clock.now_us() < until_us, "{found:?}");
        tokio::task::yield_now().await;
    }
}

#[actix_web::test]
async fn a_message_is_signed_and_tried_again_before_the_next() {
    let sender = sender(WebhookReach::Anywhere);
    let server = Receiving::answering(&[BROKEN, BROKEN, FINE]);
    let hook = server.hook(&sender.store, &[WebhookTopic::Track]);
    sender.hooks.tell(happens(WebhookTopic::Track, 1)).await;
    sender.hooks.tell(happens(WebhookTopic::DeadAir, 2)).await;
    sender.hooks.tell(WebhookEvent { station: "jazz".to_owned(), ..happens(WebhookTopic::Track, 3) }).await;
    sender.hooks.tell(happens(WebhookTopic::Track, 4)).await;
    let noted = deliveries(&sender.store, hook, 4).await;
    let came: Vec<Asked> = (0..4).map(|_| server.next()).collect();
    let titles: Vec<_> = came.iter().map(|one| one.json()["data"]["title"].clone()).collect();
    assert_eq!(titles, ["Tides 1", "Tides 1", "Tides 1", "Tides 4"], "in order, and nothing else");
    let first = &came[0];
    assert!(first.head.starts_with("POST /hook?key=hidden HTTP/1.1\r\n"), "{}", first.head);
    assert_eq!((first.header("Longwave-Event"), &first.json()["event"]), ("track", &json!("track")));
    assert_eq!(first.json()["station"], "main");
    assert_eq!(first.json()["at"], "1970-01-01T00:00:01.000Z");
    let names: Vec<_> = came.iter().map(|one| one.header("Longwave-Delivery")).collect();
    assert!(names[0] == names[1] && names[1] == names[2] && names[2] != names[3]);
    assert_eq!(first.json()["id"], names[0]);
    for one in &came {
        let signed = one.header("Longwave-Signature");
        let at = signed.strip_prefix("t=").unwrap().split(',').next().unwrap().parse().unwrap();
        assert_eq!(signed, signature("a secret", at, one.body.as_bytes()));
        assert!(!one.head.contains("a secret") && !one.body.contains("a secret"));
    }
    let noted: Vec<_> =
        noted.iter().rev().map(|one| (one.attempt, one.status, one.error.is_none())).collect();
    let expected = [(1, Some(500), false), (2, Some(500), false), (3, Some(204), true), (1, Some(204), true)];
    assert_eq!(noted, expected);
}

#[actix_web::test]
async fn what_never_comes_through_is_given_up_and_the_next_is_sent() {
    let sender = sender(WebhookReach::Anywhere);
    let server = Receiving::answering(&[BROKEN, BROKEN, BROKEN, FINE]);
    let hook = server.hook(&sender.store, &[WebhookTopic::Track]);
    for number in 0..2 {
        sender.hooks.tell(happens(WebhookTopic::Track, number)).await;
    }
    let noted = deliveries(&sender.store, hook, 4).await;
    assert_eq!((noted[0].error.as_deref(), noted[0].attempt), (None, 1));
    assert_eq!(noted[1].error.as_deref(), Some("it answers with the status 500"));
    let count = |outcome| sender.hooks.inner.messages.get_or_create(&Outcome { outcome }).get();
    assert_eq!(OUTCOMES.map(count), [1, 3, 1, 0]);
}

#[actix_web::test]
async fn what_is_near_is_refused_and_redirects_are_not_followed() {
    let server = Receiving::answering(&["HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\n\r\n"]);
    let near = sender(WebhookReach::Internet);
    let hook = server.hook(&near.store, &[]);
    let delivery = near.hooks.test(hook).await.unwrap().unwrap();
    assert!(delivery.error.unwrap().contains("in its own network"));
    assert!(server.asked.try_recv().is_err(), "nothing came");

    let sender = sender(WebhookReach::Anywhere);
    let hook = server.hook(&sender.store, &[]);
    let delivery = sender.hooks.test(hook).await.unwrap().unwrap();
    assert_eq!((delivery.status, &*delivery.event, delivery.attempt), (Some(302), "test", 1));
    assert!(delivery.error.unwrap().contains("not followed"));
    assert_eq!(server.next().json()["station"], Value::Null);
    assert!(server.asked.try_recv().is_err(), "it was asked once");
    assert_eq!(sender.hooks.test(hook + 1).await.unwrap(), None);
}

#[actix_web::test]
async fn whoever_answers_nonsense_or_nothing_is_told_of() {
    for (answer, expected) in [
        ("", "the connection was lost"),
        ("SSH-2.0-x\r\n", "no HTTP"),
        ("HTTP/1.1 200 OK\r\nX: ", "the connection was lost"),
    ] {
        let sender = sender(WebhookReach::Anywhere);
        let server = Receiving::answering(Box::leak(Box::new([answer])));
        let hook = server.hook(&sender.store, &[]);
        let error = sender.hooks.test(hook).await.unwrap().unwrap().error.unwrap();
        assert!(error.contains(expected), "{answer:?}: {error}");
    }
}
