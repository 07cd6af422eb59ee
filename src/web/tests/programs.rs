//! Tests of the API's responses to programs.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::desk::{Desk, request, signed};
use crate::model::{Listed, TrackId};
use crate::store::FileStamp;

/// A desk with tracks of these numbers, by Ann, Bob and Cid in turn.
pub(super) fn desk(tracks: i64) -> Desk {
    let desk = Desk::new();
    let track = |id: i64| {
        let path = PathBuf::from(format!("{id}.mp3"));
        let artist = ["Ann", "Bob", "Cid"][id as usize % 3].to_owned();
        let listed = Listed {
            artist: Some(artist),
            ..Listed::new(TrackId(id + (1 << 60)), path.clone(), format!("Title {id}"))
        };
        (FileStamp { path, size: 1, modified_us: 1 }, listed)
    };
    desk.store().put_files(&(1..=tracks).map(track).collect::<Vec<_>>()).unwrap();
    desk
}

/// The number of one of them.
pub(super) fn number(id: i64) -> String {
    (id + (1 << 60)).to_string()
}

/// Puts something of the station `main` in place, as an administrator.
pub(super) async fn puts(desk: &Desk, path: &str, body: Value) {
    let answer = desk.does("admin", "PUT", &format!("/api/v1/stations/main/{path}"), body).await;
    assert!([200, 201].contains(&answer.status), "{path}: {answer:?}");
}

#[actix_web::test]
async fn the_library_is_told_part_by_part() {
    let desk = desk(50);
    let mut titles = Vec::new();
    let mut path = "/api/v1/library?limit=7".to_owned();
    loop {
        let part = desk.reads("eve", &path).await;
        let tracks = part["tracks"].as_array().unwrap();
        assert!(!tracks.is_empty() && tracks.len() <= 7);
        titles.extend(tracks.iter().map(|track| track["id"].as_str().unwrap().to_owned()));
        let Some(next) = part["next"].as_str() else { break };
        path = format!("/api/v1/library?limit=7&cursor={next}");
    }
    let all = desk.reads("eve", "/api/v1/library?limit=200").await;
    let once: Vec<_> =
        all["tracks"].as_array().unwrap().iter().map(|track| track["id"].as_str().unwrap()).collect();
    assert_eq!((titles.len(), titles), (50, once.iter().map(|id| (*id).to_owned()).collect()));
    let found = desk.reads("eve", "/api/v1/library?q=BOB%2040").await;
    assert_eq!(found["tracks"][0]["title"], "Title 40");
    assert_eq!((found["tracks"].as_array().unwrap().len(), &found["next"]), (1, &Value::Null));
    let one = desk.reads("eve", &format!("/api/v1/library/{}", number(7))).await;
    assert_eq!((&one["title"], &one["artist"]), (&json!("Title 7"), &json!("Bob")));
    for wrong in ["limit=0", "limit=201", "limit=x", "cursor=x", "colour=red"] {
        let answer = desk.does("eve", "GET", &format!("/api/v1/library?{wrong}"), Value::Null).await;
        assert_eq!(answer.status, 422, "{wrong}: {answer:?}");
    }
    assert_eq!(desk.does("eve", "GET", "/api/v1/library/8", Value::Null).await.status, 404);
}

#[actix_web::test]
async fn the_queue_is_changed_from_outside() {
    let desk = desk(5);
    let queue = "/api/v1/stations/main/queue";
    let added = desk.does("mia", "POST", queue, json!({ "track": number(1) })).await;
    assert_eq!((added.status, added.header("location")), (201, "/api/v1/stations/main/queue/1"));
    desk.does("mia", "POST", queue, json!({ "track": number(2), "place": 1 })).await;
    let list = desk.reads("dan", queue).await;
    assert_eq!(list["entries"][0]["title"], "Cid – Title 2");
    assert_eq!(list["entries"][1]["track"], number(1));
    let moved = desk.does("mia", "PATCH", &format!("{queue}/1"), json!({ "place": 1 })).await;
    assert_eq!(moved.status, 204);
    assert_eq!(desk.reads("dan", queue).await["entries"][0]["number"], 1);
    let removed = desk.does("mia", "DELETE", &format!("{queue}/1"), Value::Null).await;
    assert_eq!(removed.status, 204);
    assert_eq!(desk.does("mia", "DELETE", &format!("{queue}/1"), Value::Null).await.status, 404);
    assert_eq!(desk.does("mia", "POST", "/api/v1/stations/main/skip", Value::Null).await.status, 204);
    assert_eq!(desk.server.stations[0].skips(), 1);
    for (body, says) in [
        (json!({ "track": "99" }), "No track that can be played has the number 99."),
        (json!({ "track": "x" }), "\"x\" is no track's number; /api/v1/library has them."),
        (json!({ "track": number(1), "place": 0 }), "Places are counted from 1, the next one."),
    ] {
        let answer = desk.does("mia", "POST", queue, body).await;
        assert_eq!((answer.status, &answer.json()["detail"]), (422, &json!(says)));
    }
    let refused = desk.does("mia", "POST", queue, json!({ "track": number(1), "x": 1 })).await;
    assert!(refused.json()["detail"].as_str().unwrap().contains("unknown field `x`"), "{refused:?}");

    let changes = desk.reads("admin", "/api/v1/audit?limit=2").await;
    assert_eq!(changes["changes"][0]["what"], "POST /api/v1/stations/main/skip");
    assert_eq!(changes["changes"][1]["what"], "DELETE /api/v1/stations/main/queue/1");
    let who = &changes["changes"][0];
    assert_eq!(
        (&who["who"], &who["station"], &who["address"]),
        (&json!("mia"), &json!("main"), &json!("192.0.2.1"))
    );
    let next = changes["next"].as_str().unwrap();
    let rest = desk.reads("admin", &format!("/api/v1/audit?cursor={next}")).await;
    assert_eq!(rest["changes"].as_array().unwrap().len(), 3, "what was refused is not there");
}

#[actix_web::test]
async fn settings_are_changed_by_whoever_has_seen_them() {
    let desk = desk(0);
    let path = "/api/v1/stations/main/settings";
    let seen = desk.does("mia", "GET", path, Value::Null).await;
    let tag = seen.header("etag").to_owned();
    let change = |body: Value, tag: &str| {
        let token = desk.session("mia");
        let asking = signed(request("PATCH", path), &token).insert_header(("x-csrf-token", token.csrf()));
        desk.ask(asking.insert_header(("if-match", tag)).set_json(body))
    };
    let changed = change(json!({ "requests": "off", "takeover_seconds": 0.5 }), &tag).await;
    assert_eq!((changed.status, &changed.json()["requests"]), (200, &json!("off")));
    assert_ne!(changed.header("etag"), tag);
    let late = change(json!({ "requests": "on" }), &tag).await;
    assert_eq!(late.status, 412, "{late:?}");
    let settings = desk.store().stations().unwrap().into_iter().find(|known| known.slug == "main");
    assert_eq!(settings.unwrap().settings.takeover, std::time::Duration::from_millis(500));
    let delays = json!({ "requests": "on", "playout_delay_seconds": 2.5, "broadcast_delay_seconds": 8 });
    let again = change(delays, changed.header("etag")).await;
    assert_eq!((again.status, &again.json()["playout_delay_seconds"]), (200, &json!(2.5)));
    assert_eq!(again.json()["broadcast_delay_seconds"], json!(8.0));
    let dump = desk.does("mia", "POST", "/api/v1/stations/main/dump", json!({})).await;
    assert_eq!(dump.status, 409, "nobody is live, so nothing waits: {dump:?}");
    assert_eq!(desk.site.broadcasts.get("main").unwrap().playout_delay_us(), 2_500_000);
    let wrong = [json!({ "takeover_seconds": 11 }), json!({ "broadcast_delay_seconds": 41 })];
    for body in wrong.into_iter().chain([json!({ "autodj": "sings" }), json!({ "autodj": 1 })]) {
        let answer = desk.does("mia", "PATCH", path, body.clone()).await;
        assert_eq!(answer.status, 422, "{body}");
    }
    let token = desk.session("mia");
    let known = signed(request("GET", path), &token).insert_header(("if-none-match", again.header("etag")));
    let answer = desk.ask(known).await;
    assert_eq!((answer.status, answer.body.as_str()), (304, ""));
}

#[actix_web::test]
async fn what_is_sent_has_a_size_and_a_type() {
    let desk = desk(0);
    let path = "/api/v1/stations/main/queue";
    let token = desk.session("mia");
    let asking = || signed(request("POST", path), &token).insert_header(("x-csrf-token", token.csrf()));
    let large = desk.ask(asking().set_payload("x".repeat(70_000))).await;
    assert_eq!(large.status, 413, "{large:?}");
    let text = asking().insert_header(("content-type", "text/plain")).set_payload("a=b");
    assert_eq!(desk.ask(text).await.status, 415);
    let put = desk.ask(request("PUT", path)).await;
    assert_eq!((put.status, put.header("allow")), (405, "GET, POST, HEAD"));
    assert_eq!(desk.ask(request("GET", "/api/v1/nothing")).await.json()["status"], 404);
}

#[actix_web::test]
async fn what_is_public_may_be_read_by_other_sites_pages() {
    let desk = desk(0);
    let path = "/api/v1/stations/main/now";
    let now = desk.ask(request("GET", path)).await;
    assert_eq!((now.status, now.header("access-control-allow-origin")), (200, "*"));
    let may = desk.ask(request("OPTIONS", path)).await;
    assert_eq!((may.status, may.header("access-control-allow-origin")), (204, "*"));
    let me = desk.does("mia", "GET", "/api/v1/me", Value::Null).await;
    assert_eq!(me.header("access-control-allow-origin"), "");
}
