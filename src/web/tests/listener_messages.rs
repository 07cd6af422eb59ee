//! Messages of listeners to the studio: who may write, read and take away.

use actix_web::test::TestRequest;
use serde_json::{Value, json};

use super::desk::{Answer, Desk, request, signed};
use crate::broadcast::events::{Change, Heard};
use crate::model::{MessageSetting, Settings};

const MAIN: &str = "/api/v1/stations/main";
const PATH: &str = "/api/v1/stations/main/listener-messages";
const PAGE: &str = "/admin/stations/main";

/// A desk whose station takes messages.
async fn desk() -> Desk {
    let desk = Desk::new();
    let set = desk.does("mia", "PATCH", &format!("{MAIN}/settings"), json!({ "messages": "on" })).await;
    assert_eq!((set.status, &set.json()["messages"]), (200, &json!("on")), "{set:?}");
    let settings = Settings { messages: MessageSetting::On, ..Settings::default() };
    desk.server.stations[0].apply_settings(&settings);
    desk
}

fn writing(from: u8, body: &Value) -> TestRequest {
    request("POST", PATH).peer_addr(([198, 51, 100, from], 1000).into()).set_json(body)
}

async fn write(desk: &Desk, from: u8, text: &str) -> Answer {
    desk.ask(writing(from, &json!({ "name": "Ada", "text": text }))).await
}

async fn texts(desk: &Desk) -> Vec<String> {
    let all = desk.reads("dan", PATH).await;
    let all = all["messages"].as_array().expect("messages").iter();
    all.map(|message| message["text"].as_str().expect("a text").to_owned()).collect()
}

#[actix_web::test]
async fn a_listener_writes_and_the_djs_of_the_station_read() {
    let desk = desk().await;
    let mut events = desk.server.stations[0].broadcast().events().read();
    let sent = desk.ask(writing(1, &json!({ "text": "<b>Play</b>\u{202e}\n it  again" }))).await;
    assert_eq!((sent.status, sent.json()), (200, json!({ "number": 1 })), "{sent:?}");
    let told = loop {
        match events.next().await {
            Heard::Event(event) if event.what == Change::ListenerMessages => break true,
            Heard::Event(_) | Heard::Lost(_) => {}
            Heard::SignedOff => break false,
        }
    };
    assert!(told, "those who look at it are told");
    let all = desk.reads("dan", PATH).await;
    let first = &all["messages"][0];
    assert_eq!((&first["name"], &first["text"]), (&json!(""), &json!("<b>Play</b> it again")));
    let page = desk.does("mia", "GET", PAGE, Value::Null).await.body;
    assert!(page.contains("&lt;b&gt;Play") && !page.contains("<b>Play"), "{page}");
    assert!(page.contains("A listener</bdi>"), "{page}");
    for stranger in ["joe", "eve"] {
        assert_eq!(desk.does(stranger, "GET", PATH, Value::Null).await.status, 403, "{stranger}");
    }
}

#[actix_web::test]
async fn what_cannot_be_sent_is_said() {
    let desk = desk().await;
    for wrong in ["", " \n\u{200b}", &"ä".repeat(281)] {
        assert_eq!(write(&desk, 1, wrong).await.status, 422, "{wrong:?}");
    }
    let name = "x".repeat(41);
    assert_eq!(desk.ask(writing(1, &json!({ "name": name, "text": "hello" }))).await.status, 422);
    assert_eq!(write(&desk, 1, &"ä".repeat(280)).await.status, 200, "what was refused does not count");
    let soon = write(&desk, 1, "again").await;
    assert_eq!((soon.status, &soon.json()["reason"]), (429, &json!("too-soon")), "{soon:?}");
    assert_eq!(write(&desk, 2, "another listener").await.status, 200);
    desk.does("mia", "PATCH", &format!("{MAIN}/settings"), json!({ "messages": "off" })).await;
    let off = write(&desk, 3, "hello").await;
    assert_eq!((off.status, &off.json()["reason"]), (409, &json!("off")));
    assert_eq!(off.json()["detail"], "This station takes no messages.");
}

#[actix_web::test]
async fn a_dj_takes_one_away_and_blocks_a_sender_and_the_audit_log_says_so() {
    let desk = desk().await;
    for from in 1..=3 {
        write(&desk, from, &format!("from {from}")).await;
    }
    assert_eq!(desk.does("dan", "DELETE", &format!("{PATH}/1"), Value::Null).await.status, 204);
    assert_eq!(desk.does("dan", "DELETE", &format!("{PATH}/1"), Value::Null).await.status, 404);
    assert_eq!(desk.does("eve", "POST", &format!("{PATH}/2/block"), Value::Null).await.status, 403);
    assert_eq!(desk.does("dan", "POST", &format!("{PATH}/2/block"), Value::Null).await.status, 204);
    assert_eq!(texts(&desk).await, ["from 3"]);
    let (_, copied) = desk.server.stations[0].text_line().newer_than(0).expect("a copy for the studio");
    assert_eq!(copied.len(), 1);
    let blocked = write(&desk, 2, "me again").await;
    assert_eq!((blocked.status, &blocked.json()["reason"]), (403, &json!("blocked")));
    let audit = desk.does("admin", "GET", "/admin/audit", Value::Null).await.body;
    assert!(audit.contains("removed a message of a listener"), "{audit}");
    assert!(audit.contains("blocked the sender of a message"), "{audit}");
}

#[actix_web::test]
async fn only_those_who_may_listen_write_to_a_private_station() {
    let desk = desk().await;
    let rule = json!({ "access": "account" });
    assert_eq!(desk.does("mia", "PATCH", &format!("{MAIN}/access"), rule).await.status, 200);
    assert_eq!(write(&desk, 1, "hello").await.status, 401);
    let with = |name: &str| {
        let token = desk.session(name);
        let body = json!({ "text": "hello" });
        signed(request("POST", PATH), &token).insert_header(("x-csrf-token", token.csrf())).set_json(body)
    };
    assert_eq!(desk.ask(with("joe")).await.status, 401, "another station's");
    assert_eq!(desk.ask(with("dan")).await.status, 200);
}

#[actix_web::test]
async fn the_page_offers_it_where_the_station_takes_messages() {
    let desk = desk().await;
    let page = desk.ask(request("GET", "/main")).await.body;
    assert!(page.contains("<summary>Write to the studio") && page.contains("maxlength=\"280\""), "{page}");
    desk.server.stations[0].apply_settings(&Settings::default());
    let page = desk.ask(request("GET", "/main")).await.body;
    assert!(!page.contains("Write to the studio"), "{page}");
    let page = desk.does("mia", "GET", PAGE, Value::Null).await.body;
    assert!(!page.contains("Messages from listeners"), "{page}");
}
