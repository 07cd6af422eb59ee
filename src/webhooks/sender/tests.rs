//! Hooks with a server of ours at the other end.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{self, sync_channel};
use std::thread;

use serde_json::{Value, json};

use super::*;
use crate::clock::SystemClock;
use crate::model::WebhookTopic;
use crate::webhooks::EventStation;

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
            service: WebhookService::Program,
            url: Some(self.url.parse().unwrap()),
            recipient: None,
            texts: BTreeMap::new(),
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
    WebhookEvent { station: Some(station("main")), at_us: number * 1_000_000, occasion, data }
}

fn station(slug: &str) -> EventStation {
    EventStation { slug: slug.to_owned(), name: "Radio Quay".to_owned() }
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
    sender
        .hooks
        .tell(WebhookEvent { station: Some(station("jazz")), ..happens(WebhookTopic::Track, 3) })
        .await;
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

#[actix_web::test]
async fn a_chat_is_told_in_words_and_its_reasons_are_told_on() {
    const NO_CHAT: &str = "HTTP/1.1 400 Bad\r\nContent-Length: 63\r\n\r\n\
         {\"ok\":false,\"error_code\":400,\"description\":\"no such chat, \\u00e9\"}";
    let sender = sender(WebhookReach::Anywhere);
    sender.hooks.link(WebhookLinks { mailer: None, public_url: Some("https://radio.example".to_owned()) });
    let server = Receiving::answering(&[NO_CHAT, FINE]);
    let id = server.hook(&sender.store, &[WebhookTopic::Track]);
    let program = sender.store.hook(id).unwrap().unwrap();
    let recipient = Some("@quay".to_owned());
    let telegram = WebhookConfig { service: WebhookService::Telegram, recipient, ..program };
    assert!(sender.store.remove_hook(id).unwrap());
    let hook = sender.store.add_hook(&telegram, "12:token").unwrap();
    sender.hooks.tell(happens(WebhookTopic::Track, 1)).await;
    let noted = deliveries(&sender.store, hook, 2).await;
    let error = noted[1].error.as_deref();
    assert_eq!(error, Some("it answers with the status 400: no such chat, é"), "{noted:?}");
    assert_eq!((noted[0].status, &noted[0].error), (Some(204), &None));
    let asked = server.next();
    assert!(
        asked.head.starts_with("POST /hook/bot12:token/sendMessage?key=hidden HTTP/1.1"),
        "{}",
        asked.head
    );
    assert!(!asked.head.contains("Longwave-Signature"), "{}", asked.head);
    assert_eq!(asked.json()["text"], "Now playing on Radio Quay: Tides 1 https://radio.example/main");
}

/// A mail server that takes one message, and returns what it was told.
fn mail_server() -> (String, thread::JoinHandle<Vec<String>>) {
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtp://{}", server.local_addr().unwrap());
    let told = thread::spawn(move || {
        let (mut stream, _) = server.accept().unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
        stream.write_all(b"220 mail.example ESMTP\r\n").unwrap();
        let (mut told, mut is_data) = (Vec::new(), false);
        while let Some(Ok(line)) = lines.next() {
            told.push(line.clone());
            let answer: &[u8] = match &*line {
                "DATA" => {
                    is_data = true;
                    b"354 go on\r\n"
                }
                "." => {
                    is_data = false;
                    b"250 taken\r\n"
                }
                _ if is_data => b"",
                "QUIT" => {
                    stream.write_all(b"221 bye\r\n").unwrap();
                    break;
                }
                _ => b"250 fine\r\n",
            };
            stream.write_all(answer).unwrap();
        }
        told
    });
    (url, told)
}

#[actix_web::test]
async fn people_are_told_by_mail() {
    let sender = sender(WebhookReach::Internet);
    let (url, told) = mail_server();
    let from = "Radio Quay <radio@quay.example>".parse().unwrap();
    let mailer = crate::mail::Mailer::new(url.parse().unwrap(), Some(from));
    assert!(!sender.hooks.has_mail());
    sender.hooks.link(WebhookLinks { mailer, public_url: None });
    assert!(sender.hooks.has_mail());
    let mail = WebhookConfig {
        id: 0,
        service: WebhookService::Email,
        url: None,
        recipient: Some("ada@b.example, bo@b.example".to_owned()),
        texts: BTreeMap::from([(WebhookTopic::DeadAir, "Help, {station} is quiet!\nCall Bo.".to_owned())]),
        occasions: vec![WebhookTopic::DeadAir],
        station: None,
        is_on: true,
        failing_since: None,
        off_because: None,
        created_at: 0,
    };
    let hook = sender.store.add_hook(&mail, "").unwrap();
    sender.hooks.tell(happens(WebhookTopic::DeadAir, 1)).await;
    let noted = deliveries(&sender.store, hook, 1).await;
    assert_eq!((noted[0].status, &noted[0].error), (None, &None));
    let told = told.join().unwrap().join("\n");
    for expected in [
        "MAIL FROM:<radio@quay.example>",
        "RCPT TO:<ada@b.example>",
        "RCPT TO:<bo@b.example>",
        "From: \"Radio Quay\" <radio@quay.example>",
        "Subject: Help, Radio Quay is quiet!",
        "Help, Radio Quay is quiet!\nCall Bo.",
    ] {
        assert!(told.contains(expected), "{expected}: {told}");
    }
    let delivery = sender.hooks.test(hook).await.unwrap().unwrap();
    assert!(delivery.error.unwrap().starts_with("the mail server did not take it: "), "it is gone");
}
