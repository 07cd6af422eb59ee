//! A new password by e-mail.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use super::desk::{Answer, Desk, PASSWORD, request};
use crate::mail::Mailer;
use crate::store::Contact;
use crate::web::InstanceInfo;
use crate::webhooks::WebhookLinks;

/// A desk that sends mail by the server at `url`, and whose DJ dan has an address.
fn desk(url: &str) -> Desk {
    let mut desk = Desk::new();
    let public_url = Some("https://radio.example".to_owned());
    desk.site = desk.site.clone().on(InstanceInfo { public_url, ..InstanceInfo::default() });
    let from = "radio@radio.example".parse().unwrap();
    let mailer = Mailer::new(url.parse().unwrap(), Some(from));
    desk.site.hooks().link(WebhookLinks { mailer, public_url: None });
    let contact = Contact { display_name: None, email: Some("dan@b.example".to_owned()) };
    desk.store().set_contact("dan", &contact).unwrap();
    desk
}

async fn send(desk: &Desk, path: &str, fields: &[(&str, &str)]) -> Answer {
    let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let sent = request("POST", path).set_payload(form);
    desk.ask(sent.insert_header(("content-type", "application/x-www-form-urlencoded"))).await
}

/// A mail server that takes one message, and returns what it was told.
fn mail_server() -> (String, thread::JoinHandle<String>) {
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtp://{}", server.local_addr().unwrap());
    let told = thread::spawn(move || {
        let (mut stream, _) = server.accept().unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let lines = BufReader::new(stream.try_clone().unwrap()).lines();
        stream.write_all(b"220 mail.example ESMTP\r\n").unwrap();
        let (mut told, mut is_data) = (String::new(), false);
        for line in lines.map_while(Result::ok) {
            told.push_str(&line);
            told.push('\n');
            let answer: &[u8] = match &*line {
                "DATA" => b"354 go on\r\n",
                "." => b"250 taken\r\n",
                "QUIT" => break,
                _ if is_data => b"",
                _ => b"250 fine\r\n",
            };
            is_data = if is_data { line != "." } else { line == "DATA" };
            stream.write_all(answer).unwrap();
        }
        // As quoted-printable text is read (RFC 2045 section 6.7).
        told.replace("=\n", "").replace("=3D", "=")
    });
    (url, told)
}

#[actix_web::test]
async fn a_link_comes_by_mail_and_gives_a_new_password_once() {
    let (url, mail) = mail_server();
    let desk = desk(&url);
    let page = desk.ask(request("GET", "/login")).await.body;
    assert!(page.contains("href=\"/login/forgotten\"") && !page.contains("longwave user password"), "{page}");
    let session = desk.session("dan");
    let told = send(&desk, "/login/forgotten", &[("name", "Dan")]).await;
    assert!(told.status == 200 && told.body.contains("a link is on its way"), "{told:?}");
    let mail = actix_web::web::block(move || mail.join().unwrap()).await.unwrap();
    assert!(mail.contains("RCPT TO:<dan@b.example>") && mail.contains("account dan"), "{mail}");
    let (_, link) = mail.split_once("https://radio.example/login/reset?token=").unwrap();
    let token = link.split_whitespace().next().unwrap();

    let path = format!("/login/reset?token={token}");
    let form = desk.ask(request("GET", &path)).await;
    assert!(form.status == 200 && form.body.contains("name=\"again\""), "{form:?}");
    let fields = |new: &'static str, again: &'static str| [("token", token), ("new", new), ("again", again)];
    for (new, again) in [("a new password", "another password"), ("short", "short")] {
        let refused = send(&desk, "/login/reset", &fields(new, again)).await;
        assert!(refused.status == 422 && refused.body.contains("role=\"alert\""), "{refused:?}");
    }
    let done = send(&desk, "/login/reset", &fields("a new password", "a new password")).await;
    assert_eq!((done.status, done.header("location")), (303, "/login?reset=1"));
    assert!(desk.ask(request("GET", "/login?reset=1")).await.body.contains("Password changed."));
    assert!(desk.store().verify("dan", "a new password").unwrap().is_some());
    assert_eq!(
        desk.store().signed_in(&session, (desk.site.clock.now_us() / 1_000_000) as i64).unwrap(),
        None
    );
    assert_eq!(send(&desk, "/login/reset", &fields("a new password", "a new password")).await.status, 404);
    assert_eq!(desk.ask(request("GET", &path)).await.status, 404);
    let audit = desk.store().changes_by((Some("dan"), None), None, 10).unwrap();
    let done: Vec<_> = audit.iter().map(|entry| &*entry.what).collect();
    assert_eq!(done, ["choose a password by e-mail", "ask for a link by e-mail"]);
    assert!(!format!("{audit:?}").contains(token));
}

#[actix_web::test]
async fn the_answer_is_the_same_for_every_name_and_strangers_keep_a_pace() {
    // Nothing listens there.
    let desk = desk("smtp://127.0.0.1:9");
    let mut bodies = Vec::new();
    for name in ["dan", "mia", "nobody", ""] {
        let told = send(&desk, "/login/forgotten", &[("name", name)]).await;
        assert_eq!(told.status, 200);
        bodies.push(told.body);
    }
    assert!(bodies.iter().all(|body| *body == bodies[0]), "{bodies:#?}");
    let mut statuses = Vec::new();
    for _ in 0..70 {
        statuses.push(send(&desk, "/login/forgotten", &[("name", "dan")]).await.status);
    }
    assert!(statuses[0] == 200 && statuses[69] == 429, "{statuses:?}");
}

#[actix_web::test]
async fn a_server_without_mail_sends_nobody_a_link() {
    let desk = Desk::new();
    let page = desk.ask(request("GET", "/login")).await.body;
    assert!(!page.contains("/login/forgotten") && page.contains("longwave user password"), "{page}");
    assert_eq!(desk.ask(request("GET", "/login/forgotten")).await.status, 404);
    assert_eq!(send(&desk, "/login/forgotten", &[("name", "dan")]).await.status, 404);
}

#[actix_web::test]
async fn people_set_their_address_with_their_password_and_administrators_that_of_all() {
    let desk = Desk::new();
    let own = |body: Value| desk.does("dan", "PATCH", "/api/v1/me", body);
    assert_eq!(own(json!({ "email": "dan@b.example" })).await.status, 401);
    assert_eq!(own(json!({ "email": "dan", "current": PASSWORD })).await.status, 422);
    assert_eq!(own(json!({ "email": "dan@b.example", "current": PASSWORD })).await.status, 204);
    assert_eq!(own(json!({ "display_name": " Dan D. ", "email": "dan@b.example" })).await.status, 204);
    let me = desk.reads("dan", "/api/v1/me").await;
    assert_eq!((&me["display_name"], &me["email"]), (&json!("Dan D."), &json!("dan@b.example")));
    let changed = desk.does("admin", "PATCH", "/api/v1/accounts/dan", json!({ "email": "" })).await.json();
    assert_eq!((&changed["display_name"], &changed["email"]), (&json!("Dan D."), &Value::Null));

    let night = json!({ "days": "daily", "at": "00:00", "length_minutes": 1440, "plays": { "type": "dj" }, "djs": ["dan"] });
    super::programs::puts(&desk, "shows/Night", night).await;
    let programme = desk.ask(request("GET", "/main/programme")).await.body;
    assert!(programme.contains("<strong>Night</strong> with Dan D."), "{programme}");
    let form = desk.does("mia", "GET", "/admin/stations/main/schedule/shows/Night", Value::Null).await.body;
    assert!(form.contains("name=\"dj.dan\" checked> <span dir=\"auto\">Dan D.</span>"), "{form}");
}
