//! Tests of the event stream, as clients receive it.

use std::pin::Pin;
use std::time::Duration;

use actix_web::body::{BoxBody, MessageBody as _};
use actix_web::rt::time::timeout;
use actix_web::test::{TestRequest, call_service, init_service};
use actix_web::{App, web::Data};
use serde_json::{Value, json};

use super::desk::{Desk, request, signed};
use crate::broadcast::events::Change;
use crate::store::ApiToken;
use crate::web::routes;

const EVENTS: &str = "/api/v1/stations/main/events";

/// Somebody who follows what happens.
struct Follower {
    body: Pin<Box<BoxBody>>,
    /// Received text that was not examined yet.
    rest: String,
}

impl Follower {
    /// Opens the event stream with this request.
    async fn of(desk: &Desk, asked: TestRequest) -> Self {
        let app = init_service(
            App::new()
                .app_data(Data::new(desk.site.clone()))
                .configure(routes(&desk.site.instance.base_path)),
        )
        .await;
        let response = call_service(&app, asked.to_request()).await;
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers().get("content-type").unwrap(), "text/event-stream");
        assert_eq!(response.headers().get("cache-control").unwrap(), "no-store");
        Self { body: Box::pin(response.into_body()), rest: String::new() }
    }

    async fn signed_in(desk: &Desk, token: &ApiToken) -> Self {
        Self::of(desk, signed(request("GET", EVENTS), token)).await
    }

    /// The name and the data of what comes next; nothing at the end. Levels come all the time and are left out.
    async fn next(&mut self) -> Option<(String, Value)> {
        timeout(Duration::from_secs(20), self.next_but_levels()).await.expect("something happens")
    }

    async fn next_but_levels(&mut self) -> Option<(String, Value)> {
        loop {
            if let Some((event, rest)) = self.rest.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.rest = rest;
                // A line that begins so is a comment.
                if event.starts_with(':') {
                    continue;
                }
                let parts = event.strip_prefix("event: ").and_then(|event| event.split_once("\ndata: "));
                let (name, data) = parts.unwrap_or_else(|| panic!("{event:?} is no event"));
                if name != "levels" {
                    return Some((name.to_owned(), serde_json::from_str(data).unwrap()));
                }
                continue;
            }
            let body = &mut self.body;
            let came = std::future::poll_fn(|cx| body.as_mut().poll_next(cx));
            self.rest += std::str::from_utf8(&came.await?.unwrap()).unwrap();
        }
    }

    /// The names of the next events. The station may or may not have signed on when somebody comes, so that the title
    /// is left out.
    async fn names(&mut self, count: usize) -> Vec<String> {
        let mut names = Vec::new();
        while names.len() < count {
            let name = self.next().await.map_or("the end".to_owned(), |(name, _)| name);
            names.extend((name != "now").then_some(name));
        }
        names
    }
}

#[actix_web::test]
async fn first_comes_how_things_are_and_then_what_happens() {
    let desk = Desk::new();
    let mut dan = Follower::signed_in(&desk, &desk.session("dan")).await;
    let (name, listeners) = dan.next().await.unwrap();
    assert_eq!((name.as_str(), &listeners["now"]), ("listeners", &json!(0)));
    assert_eq!(dan.names(1).await, ["live"]);
    desk.server.play();
    assert_eq!(dan.names(1).await, ["dead-air"], "a station without music");
    let mut late = Follower::signed_in(&desk, &desk.session("dan")).await;
    late.next().await;
    let (name, now) = late.next().await.unwrap();
    assert_eq!((name.as_str(), &now["source"]), ("now", &json!("silence")));
}

#[actix_web::test]
async fn who_may_not_know_is_not_told() {
    let desk = Desk::new();
    let mut dan = Follower::signed_in(&desk, &desk.session("dan")).await;
    let mut mia = Follower::signed_in(&desk, &desk.session("mia")).await;
    let body = json!({ "name": "robot", "scopes": ["stations:read"] });
    let made = desk.does("admin", "POST", "/api/v1/tokens", body).await.json();
    let bearer = format!("Bearer {}", made["token"].as_str().unwrap());
    let asked = request("GET", EVENTS).insert_header(("authorization", bearer));
    let mut robot = Follower::of(&desk, asked).await;
    // Who has heard how things are hears what happens then.
    assert_eq!(dan.names(2).await, ["listeners", "live"]);
    assert_eq!(mia.names(2).await, ["listeners", "live"]);
    assert_eq!(robot.names(1).await, ["listeners"]);
    let station = &desk.server.stations[0];
    station.broadcast().emit(Change::Settings);
    station.broadcast().emit(Change::Queue);
    station.broadcast().emit(Change::DeadAirEnded { seconds: 1.26 });
    assert_eq!(dan.names(2).await, ["queue", "dead-air"]);
    assert_eq!(mia.names(3).await, ["settings", "queue", "dead-air"]);
    // A token without a list of stations runs them all, but this one does not read the queue.
    assert_eq!(robot.names(2).await, ["settings", "dead-air"]);
    station.broadcast().emit(Change::DeadAirEnded { seconds: 1.26 });
    assert_eq!(robot.next().await.unwrap().1["seconds"], json!(1.3));
}

#[actix_web::test]
async fn what_is_changed_is_told_at_once() {
    let desk = Desk::new();
    let mut dan = Follower::signed_in(&desk, &desk.session("dan")).await;
    dan.names(2).await;
    let path = "/api/v1/stations/main/settings";
    desk.does("mia", "PATCH", path, json!({ "takeover_seconds": 2.0 })).await;
    desk.does("mia", "POST", "/api/v1/stations/main/skip", Value::Null).await;
    let path = "/api/v1/stations/main/playlists/Gold";
    let put = desk.does("mia", "PUT", path, json!({ "tracks": [] })).await;
    assert_eq!(put.status, 201, "{put:?}");
    assert_eq!(dan.names(2).await, ["queue", "programme"]);
}

#[actix_web::test]
async fn a_stream_ends_with_the_session() {
    let desk = Desk::new();
    let session = desk.session("mia");
    let mut mia = Follower::signed_in(&desk, &session).await;
    let mut dan = Follower::signed_in(&desk, &desk.session("dan")).await;
    assert_eq!(mia.names(2).await, ["listeners", "live"]);
    dan.names(2).await;
    assert_eq!(desk.site.streams.count(), 2);
    let out = signed(request("POST", "/logout"), &session).insert_header(("x-csrf-token", session.csrf()));
    assert_eq!(desk.ask(out).await.status, 303);
    assert_eq!(mia.names(1).await, ["the end"]);
    desk.server.stations[0].broadcast().emit(Change::Queue);
    assert_eq!(dan.names(1).await, ["queue"], "others go on");
    assert_eq!(desk.site.streams.count(), 1);
}

#[actix_web::test]
async fn a_stream_ends_with_the_station() {
    let mut desk = Desk::new();
    let path = EVENTS.replace("main", "jazz");
    let token = desk.session("joe");
    let mut joe = Follower::of(&desk, signed(request("GET", &path), &token)).await;
    joe.names(2).await;
    desk.server.sign_off();
    while let Some((name, _)) = joe.next().await {
        assert!(["now", "dead-air"].contains(&name.as_str()), "{name}");
    }
    let mut late = Follower::of(&desk, signed(request("GET", &path), &token)).await;
    while late.next().await.is_some() {}
}

#[actix_web::test]
async fn who_leaves_leaves_nothing_behind() {
    let desk = Desk::new();
    let follower = Follower::signed_in(&desk, &desk.session("dan")).await;
    drop(follower);
    for _ in 0..10_000 {
        if desk.site.streams.count() == 0 {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("{} streams", desk.site.streams.count());
}
