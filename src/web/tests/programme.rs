//! Playlists, shows, requests, accounts and the log, as programs change and read them.

use serde_json::{Value, json};

use super::desk::{Desk, aired, request, signed};
use super::programs::{desk, number};
use crate::model::SourceKind;
use crate::store::Role;

const MAIN: &str = "/api/v1/stations/main";

/// Puts `body` under an address and checks that it is made, told as it was put, put again, and removed.
async fn round(desk: &Desk, path: &str, body: Value) {
    let path = format!("{MAIN}{path}");
    let made = desk.does("mia", "PUT", &path, body.clone()).await;
    assert_eq!(made.status, 201, "{path}: {made:?}");
    let told = desk.does("dan", "GET", &path, Value::Null).await;
    assert_eq!((told.status, told.header("etag")), (200, made.header("etag")), "{path}");
    for (key, value) in body.as_object().unwrap() {
        assert_eq!(&told.json()[key], value, "{path}: {key}");
    }
    let put = |headers: Vec<(&'static str, String)>, body: Value| {
        let token = desk.session("mia");
        let mut asking = signed(request("PUT", &path), &token).insert_header(("x-csrf-token", token.csrf()));
        for header in headers {
            asking = asking.insert_header(header);
        }
        desk.ask(asking.set_json(body))
    };
    let tag = told.header("etag").to_owned();
    let again = put(vec![("if-match", tag)], told.json()).await;
    assert_eq!(again.status, 200, "what is told can be put: {again:?}");
    assert_eq!(put(vec![("if-match", "\"other\"".to_owned())], told.json()).await.status, 412, "{path}");
    assert_eq!(put(vec![("if-none-match", "*".to_owned())], told.json()).await.status, 412, "{path}");
    let mut other = told.json();
    other["name"] = json!("Another");
    assert_eq!(put(vec![], other).await.status, 422, "names stay");
}

#[actix_web::test]
async fn a_programme_is_made_of_playlists_plans_and_shows() {
    let desk = desk(5);
    round(&desk, "/playlists/Gold", json!({ "query": {
        "genre": null, "artist": "Ann", "from_year": null, "to_year": 1989, "text": null, "added_within_days": null,
        "shortest_seconds": 120.0, "longest_seconds": null, "folder": "a/b", "type": null }, "weight": 3, "hours": ["fri 20:00-23:00"] }))
    .await;
    round(&desk, "/playlists/Two%20words", json!({ "tracks": [number(3), number(1)], "order": "sequence" }))
        .await;
    round(
        &desk,
        "/playlists/IDs",
        json!({ "kind": "jingle", "every_tracks": 4, "over_intro": true, "tracks": [] }),
    )
    .await;
    round(&desk, "/hour-plans/Clock", json!({ "items": ["Gold", ":00! Two words", ":30+2 IDs"] })).await;
    round(
        &desk,
        "/shows/Drive",
        json!({ "days": "mon,tue", "at": "16:00", "length_minutes": 120,
        "late_minutes": 5, "plays": { "type": "hour-plan", "name": "Clock" } }),
    )
    .await;
    round(
        &desk,
        "/shows/Eve",
        json!({ "date": "2026-12-24", "at": "23:30", "length_minutes": 30,
        "plays": { "type": "dj", "playlist": "Gold" } }),
    )
    .await;
    let rules = json!({ "time_zone": "Europe/Berlin", "title_minutes": 90, "artist_minutes": 20, "album_minutes": 0 });
    let put = desk.does("mia", "PUT", &format!("{MAIN}/rules"), rules.clone()).await;
    assert_eq!((put.status, put.json()), (200, rules));

    let held = desk.reads("dan", &format!("{MAIN}/playlists/two%20WORDS/tracks")).await;
    assert_eq!((&held["count"], &held["tracks"][0]["title"]), (&json!(2), &json!("Title 3")));
    let all = desk.reads("dan", &format!("{MAIN}/playlists")).await;
    assert_eq!(all["playlists"].as_array().unwrap().len(), 3);
    assert_eq!(desk.store().programme("main").unwrap().shows.len(), 2);
    let needed = desk.does("mia", "DELETE", &format!("{MAIN}/playlists/Gold"), Value::Null).await;
    assert_eq!(needed.status, 409);
    assert_eq!(needed.json()["detail"], "The playlist \"Gold\" is needed by clock Clock, show Eve.");
    for path in ["shows/Drive", "shows/Eve", "hour-plans/Clock", "playlists/Gold"] {
        let path = format!("{MAIN}/{path}");
        assert_eq!(desk.does("mia", "DELETE", &path, Value::Null).await.status, 204, "{path}");
        assert_eq!(desk.does("mia", "DELETE", &path, Value::Null).await.status, 404, "{path}");
        assert_eq!(desk.does("mia", "GET", &path, Value::Null).await.status, 404, "{path}");
    }
}

#[actix_web::test]
async fn what_cannot_be_in_a_programme_is_refused_in_words() {
    let desk = desk(1);
    desk.does("mia", "PUT", &format!("{MAIN}/playlists/IDs"), json!({ "kind": "jingle", "tracks": [] }))
        .await;
    let show = |plays: Value| json!({ "days": "fri", "at": "20:00", "length_minutes": 60, "plays": plays });
    let mut long = show(json!({ "type": "dj" }));
    long["length_minutes"] = json!(1_441);
    let mut both = show(json!({ "type": "dj" }));
    both["date"] = json!("2026-12-24");
    for (path, body, says) in [
        ("playlists/A", json!({}), "A playlist has either tracks or a query."),
        ("playlists/A", json!({ "tracks": ["x"] }), "\"x\" is no track's number; /api/v1/library has them."),
        ("playlists/A", json!({ "tracks": [], "weight": 1_001 }), "A weight is from 0 to 1000."),
        (
            "playlists/A",
            json!({ "tracks": [], "crossfade_seconds": 31 }),
            "crossfade_seconds has to be a number from 0 to 30.",
        ),
        (
            "playlists/A",
            json!({ "query": { "folder": "../etc" } }),
            "Folder has to be below that of the music, such as jazz/live.",
        ),
        (
            "playlists/A",
            json!({ "tracks": [], "hours": ["fri"] }),
            "Hours are a day and two times, such as \"fri 20:00-23:00\".",
        ),
        (
            "playlists/a%2Fb",
            json!({ "tracks": [] }),
            "A name has 1 to 60 letters, and no line breaks or slashes.",
        ),
        ("hour-plans/A", json!({ "items": [] }), "A clock has 1 to 200 items."),
        ("hour-plans/A", json!({ "items": ["None"] }), "There is no playlist \"None\"."),
        ("shows/A", show(json!({ "type": "playlist", "name": "None" })), "There is no playlist \"None\"."),
        (
            "shows/A",
            show(json!({ "type": "playlist", "name": "ids" })),
            "The playlist holds jingles, which are never two in a row; a show plays music.",
        ),
        ("shows/A", long, "A show lasts from a minute to a day."),
        ("shows/A", both, "A show has either days or a date."),
    ] {
        let answer = desk.does("mia", "PUT", &format!("{MAIN}/{path}"), body.clone()).await;
        let detail = answer.json()["detail"].as_str().unwrap().to_lowercase();
        assert_eq!((answer.status, detail), (422, says.to_lowercase()), "{path} {body}");
    }
    let relay = show(json!({ "type": "relay", "address": "http://radio.example/stream" }));
    let path = format!("{MAIN}/shows/Relay");
    assert_eq!(desk.does("mia", "PUT", &path, relay.clone()).await.status, 403, "an administrator's");
    assert_eq!(desk.does("admin", "PUT", &path, relay).await.status, 201);
}

#[actix_web::test]
async fn listeners_ask_for_tracks_while_they_may() {
    let desk = desk(9);
    let path = format!("{MAIN}/requests");
    let ask = |id: i64| desk.ask(request("POST", &path).set_json(json!({ "track": number(id) })));
    let asked = ask(1).await;
    let taken = json!({ "number": 1, "plays_in_seconds": null });
    assert_eq!((asked.status, asked.json()), (200, taken), "nothing is on air whose end is known");
    let again = ask(1).await;
    let detail = "This, or something of the same artist, is to be played soon anyway.";
    assert_eq!((again.status, &again.json()["detail"]), (409, &json!(detail)));
    let list = desk.reads("dan", &path).await;
    assert_eq!(list["requests"][0]["track"], number(1));
    let search = |words: &str| desk.ask(request("GET", &format!("{path}/tracks?q={words}")));
    let about = format!("{MAIN}/programme");
    let programme = || desk.reads("dan", &about);
    let found = search("title").await;
    let tracks = found.json()["tracks"].as_array().unwrap().clone();
    assert_eq!((found.status, tracks.len()), (200, 9), "{found:?}");
    assert!(tracks.iter().any(|track| track["track"] == number(2)), "{tracks:?}");
    assert_eq!(search("nothing+of+that").await.json(), json!({ "tracks": [] }));
    assert_eq!((search("x").await.status, search(&"x".repeat(101)).await.status), (422, 422));
    assert_eq!(programme().await["takes_requests"], true);

    let rule = format!("{MAIN}/access");
    let access = |access: &str| desk.does("mia", "PATCH", &rule, json!({ "access": access }));
    access("account").await;
    assert_eq!((search("title").await.status, ask(2).await.status), (403, 403), "of a private station");
    access("open").await;

    desk.does("mia", "PATCH", &format!("{MAIN}/settings"), json!({ "requests": "off" })).await;
    assert_eq!(programme().await["takes_requests"], false);
    assert_eq!(search("title").await.status, 409);
    assert_eq!(ask(2).await.json()["detail"], "This station takes no requests.");
    let kick = desk.does("mia", "POST", &format!("{MAIN}/kick"), Value::Null).await;
    assert_eq!((kick.status, &kick.json()["detail"]), (409, &json!("Nobody is live.")));
}

#[actix_web::test]
async fn administrators_manage_accounts() {
    let desk = Desk::new();
    let new = json!({ "name": "Zoe", "role": "manager", "stations": ["main"], "hours": ["sat 10:00-12:00"] });
    let made = desk.does("admin", "POST", "/api/v1/accounts", new.clone()).await;
    assert_eq!((made.status, made.header("location")), (201, "/api/v1/accounts/Zoe"), "{made:?}");
    let password = made.json()["password"].as_str().unwrap().to_owned();
    assert!(desk.store().verify("zoe", &password).unwrap().is_some());
    assert_eq!(desk.does("admin", "POST", "/api/v1/accounts", new).await.status, 409);
    let session = desk.session("zoe");
    let path = "/api/v1/accounts/zoe";
    let changed = desk.does("admin", "PATCH", path, json!({ "role": "dj", "stations": ["jazz"] })).await;
    assert_eq!(
        (&changed.json()["role"], &changed.json()["hours"]),
        (&json!("dj"), &json!(["sat 10:00-12:00"]))
    );
    let settings = signed(request("GET", &format!("{MAIN}/settings")), &session);
    assert_eq!(desk.ask(settings).await.status, 403, "at once");
    for (body, says) in [
        (json!({ "role": "manager", "stations": [] }), "A manager runs one or more stations; say which."),
        (json!({ "role": "king" }), "A role is admin, manager or dj."),
        (json!({ "hours": ["noon"] }), "Hours are a day and two times, such as \"fri 20:00-23:00\"."),
    ] {
        let answer = desk.does("admin", "PATCH", path, body).await;
        assert_eq!((answer.status, &answer.json()["detail"]), (422, &json!(says)));
    }
    let set =
        desk.does("admin", "PUT", &format!("{path}/password"), json!({ "password": "a new long one" })).await;
    assert_eq!((set.status, &set.json()["password"]), (200, &Value::Null), "{set:?}");
    assert!(desk.store().verify("zoe", "a new long one").unwrap().is_some());
    let asked = desk.ask(signed(request("GET", "/api/v1/me"), &session)).await;
    assert_eq!(asked.status, 401, "whoever had the old one is out");
    let session = desk.session("zoe");
    assert_eq!(desk.does("admin", "DELETE", &format!("{path}/sessions"), Value::Null).await.status, 204);
    assert_eq!(desk.ask(signed(request("GET", "/api/v1/me"), &session)).await.status, 401);
    assert_eq!(desk.does("admin", "DELETE", path, Value::Null).await.status, 204);
    assert_eq!(desk.does("admin", "GET", path, Value::Null).await.status, 404);
    for (verb, path, body) in [
        ("DELETE", "/api/v1/accounts/admin", Value::Null),
        ("PATCH", "/api/v1/accounts/admin", json!({ "role": "dj" })),
    ] {
        let refused = desk.does("admin", verb, path, body).await;
        assert_eq!(
            (refused.status, &refused.json()["detail"]),
            (409, &json!("Admin is the only administrator; add another one first."))
        );
    }
    assert_eq!(desk.store().accounts().unwrap()[0].role, Role::Admin);
    let noted = desk.reads("admin", "/api/v1/audit").await.to_string();
    assert!(noted.contains("PUT /api/v1/accounts/zoe/password") && !noted.contains("a new long one"));
}

#[actix_web::test]
async fn the_log_is_looked_through_and_written_into_a_file() {
    let desk = Desk::new();
    let line = |minute: u64, title: &str, source| aired(minute * 60, (minute + 1) * 60, title, source);
    let kind = |minute| if minute % 2 == 0 { SourceKind::Autodj } else { SourceKind::Live };
    let lines: Vec<_> =
        (0..10).map(|minute| line(minute, &format!("Title {minute}"), kind(minute))).collect();
    desk.store().put_aired(lines.iter()).unwrap();
    let titles = |part: &Value| -> Vec<String> {
        let lines = part["lines"].as_array().unwrap().iter();
        lines.map(|line| line["title"].as_str().unwrap().to_owned()).collect()
    };
    let first = desk.reads("dan", &format!("{MAIN}/log?limit=2&source=live")).await;
    assert_eq!(titles(&first), ["Title 9", "Title 7"]);
    let next = first["next"].as_str().unwrap();
    let second = desk.reads("dan", &format!("{MAIN}/log?limit=9&source=live&cursor={next}")).await;
    assert_eq!(
        (titles(&second).join(", "), &second["next"]),
        ("Title 5, Title 3, Title 1".to_owned(), &Value::Null)
    );
    let found = desk.reads("dan", &format!("{MAIN}/log?q=TITLE%204")).await;
    assert_eq!(titles(&found), ["Title 4"]);
    let path = format!("{MAIN}/log.csv?from=1970-01-01T00:03:00&to=1970-01-01T00:05:00");
    let csv = desk.does("dan", "GET", &path, Value::Null).await;
    assert_eq!(csv.header("content-disposition"), "attachment; filename=\"main-log.csv\"");
    let rows: Vec<_> = csv.body.lines().collect();
    assert!(rows.len() == 3 && rows[0].starts_with("station,from,to"), "{csv:?}");
    assert!(
        rows[1].starts_with("main,1970-01-01T00:03:00.000Z,1970-01-01T00:04:00.000Z,60.000,live,Title 3")
    );
    for wrong in ["from=noon", "source=tape", "limit=x"] {
        let answer = desk.does("dan", "GET", &format!("{MAIN}/log?{wrong}"), Value::Null).await;
        assert_eq!(answer.status, 422, "{wrong}");
    }
}

#[actix_web::test]
async fn the_api_describes_itself() {
    let desk = Desk::new();
    let document = desk.ask(request("GET", "/api/openapi.json")).await;
    assert_eq!((document.status, document.header("access-control-allow-origin")), (200, "*"));
    let document = document.json();
    assert_eq!(document["openapi"], "3.1.0");
    let show = &document["paths"]["/api/v1/stations/{station}/shows/{name}"]["put"];
    let takes = &show["requestBody"]["content"]["application/json"]["schema"]["$ref"];
    assert_eq!(takes, "#/components/schemas/Show");
    assert_eq!(document["components"]["schemas"]["Show"]["additionalProperties"], false);
    let page = desk.ask(request("GET", "/api/docs")).await;
    assert!(page.status == 200 && page.body.contains("/api/v1/stations/{station}/shows/{name}"), "{page:?}");
    for file in ["swagger-ui.css", "swagger-ui-bundle.js"] {
        assert!(page.body.contains(&format!("/api/docs/{file}")), "{page:?}");
        let sent = desk.ask(request("GET", &format!("/api/docs/{file}"))).await;
        assert!(sent.status == 200 && sent.body.len() > 10_000, "{file}");
    }
    assert_eq!(desk.ask(request("GET", "/api/docs/index.html")).await.status, 404);
    assert!(!page.body.contains("http://") && !page.body.contains("https://"), "nothing from elsewhere");
}
