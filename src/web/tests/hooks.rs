//! Webhooks and listeners, as the API has them.

use serde_json::{Value, json};

use super::desk::Desk;

#[actix_web::test]
async fn a_webhook_is_added_changed_and_removed_and_its_secret_is_told_once() {
    let desk = Desk::new();
    let all = "/api/v1/webhooks";
    let new = json!({ "url": "https://radio.example/hook", "events": ["track", "dead-air", "track"], "station": "main" });
    let made = desk.does("admin", "POST", all, new).await;
    assert_eq!((made.status, made.header("location")), (201, "/api/v1/webhooks/1"), "{made:?}");
    let secret = made.json()["secret"].as_str().unwrap().to_owned();
    assert!(secret.starts_with("lwhook_") && secret.len() > 60);
    let told = desk.reads("admin", all).await;
    let expected = json!({
        "id": 1, "service": "json", "url": "https://radio.example/hook", "recipient": null, "texts": {}, "events": ["track", "dead-air"], "station": "main", "is_on": true,
        "failing_since": null, "off_because": null, "created_at": 1,
    });
    assert_eq!(told["webhooks"], json!([expected]));
    let one = "/api/v1/webhooks/1";
    let off = desk.does("admin", "PATCH", one, json!({ "is_on": false, "events": ["live-start"] })).await;
    assert_eq!((&off.json()["is_on"], &off.json()["events"]), (&json!(false), &json!(["live-start"])));
    for path in [all, one, "/api/v1/audit", "/admin/webhooks"] {
        let answer = desk.does("admin", "GET", path, Value::Null).await;
        assert!(answer.status == 200 && !answer.body.contains(&secret), "{path}: {answer:?}");
    }
    assert_eq!(desk.does("admin", "DELETE", one, Value::Null).await.status, 204);
    for (verb, path) in [("GET", one), ("DELETE", one), ("POST", "/api/v1/webhooks/1/test")] {
        assert_eq!(desk.does("admin", verb, path, Value::Null).await.status, 404, "{verb} {path}");
    }
}

#[actix_web::test]
async fn a_webhook_that_cannot_be_is_refused_in_words() {
    let desk = Desk::new();
    for (new, word) in [
        (json!({ "url": "radio", "events": ["track"] }), "https://radio.example/hook"),
        (json!({ "url": "https://a:b@radio.example/", "events": ["track"] }), "password"),
        (json!({ "url": "https://radio.example/", "events": [] }), "at least one"),
        (json!({ "url": "https://radio.example/", "events": ["x"] }), "live-start"),
        (
            json!({ "url": "https://radio.example/", "events": ["track"], "station": "rock" }),
            "no such station",
        ),
    ] {
        let answer = desk.does("admin", "POST", "/api/v1/webhooks", new.clone()).await;
        assert_eq!(answer.status, 422, "{new}: {answer:?}");
        let told = answer.json()["detail"].as_str().unwrap().to_owned();
        assert!(told.contains(word) && !told.contains("a:b"), "{told}");
    }
}

#[actix_web::test]
async fn a_webhook_for_people_has_a_service_a_recipient_and_texts() {
    let desk = Desk::new();
    let all = "/api/v1/webhooks";
    let telegram = json!({
        "service": "telegram", "token": "123:secret", "recipient": "@quay", "events": ["track"],
        "texts": { "track": " ♪ {track} ", "live-start": "" },
    });
    let made = desk.does("admin", "POST", all, telegram.clone()).await;
    assert_eq!((made.status, &made.json()["secret"]), (201, &Value::Null), "{made:?}");
    let one = &desk.reads("admin", all).await["webhooks"][0];
    assert_eq!(one["texts"], json!({ "track": "♪ {track}" }));
    assert_eq!((&one["url"], &one["recipient"]), (&json!("https://api.telegram.org/"), &json!("@quay")));
    let slack =
        json!({ "service": "slack", "url": "https://hooks.example/T/hidden", "events": ["dead-air"] });
    assert_eq!(desk.does("admin", "POST", all, slack).await.status, 201);
    assert_eq!(desk.reads("admin", "/api/v1/webhooks/2").await["url"], "hooks.example");
    for path in [all, "/api/v1/webhooks/1", "/api/v1/audit", "/admin/webhooks"] {
        let answer = desk.does("admin", "GET", path, Value::Null).await;
        assert!(
            !answer.body.contains("123:secret") && !answer.body.contains("T/hidden"),
            "{path}: {answer:?}"
        );
    }
    let stored = || desk.store().hook_secret(1).unwrap().unwrap();
    let elsewhere = json!({ "url": "https://elsewhere.example" });
    let refused = desk.does("admin", "PATCH", "/api/v1/webhooks/1", elsewhere).await;
    assert!(refused.status == 422 && refused.body.contains("Give the token again"), "{refused:?}");
    assert_eq!(stored(), "123:secret");
    let changed =
        json!({ "url": "https://elsewhere.example", "token": "4:other", "texts": {}, "recipient": "-100" });
    let changed = desk.does("admin", "PATCH", "/api/v1/webhooks/1", changed).await.json();
    assert_eq!((&changed["texts"], &changed["recipient"]), (&json!({}), &json!("-100")));
    assert_eq!(stored(), "4:other");
    for (wrong, word) in [
        (json!({ "token": "no" }), "@BotFather"),
        (json!({ "token": "1:a\r\nX: y" }), "access token"),
        (json!({ "recipient": "quay" }), "name of a channel"),
        (json!({ "texts": { "track": "{why}" } }), "There is no {why}"),
        (json!({ "texts": { "x": "" } }), "live-start"),
        (json!({ "service": "pigeon" }), "mastodon"),
        (json!({ "service": "email" }), "set smtp"),
        (json!({ "service": "matrix", "url": "https://m.example" }), "identifier of a room"),
        (json!({ "service": "mastodon" }), "address of the service"),
    ] {
        let mut new = telegram.clone();
        new.as_object_mut().unwrap().extend(wrong.as_object().unwrap().clone());
        let answer = desk.does("admin", "POST", all, new).await;
        assert!(answer.status == 422 && answer.body.contains(word), "{wrong}: {answer:?}");
        assert!(!answer.body.contains("123:secret"), "{answer:?}");
    }
    for service in ["discord", "slack", "telegram", "mastodon", "matrix", "email"] {
        let page =
            desk.does("admin", "GET", &format!("/admin/webhooks?service={service}"), Value::Null).await;
        assert_eq!(page.status, 200, "{service}: {page:?}");
        assert_eq!(page.body.contains("{track}"), service != "email", "{}", page.body);
    }
    assert_eq!(desk.does("admin", "GET", "/admin/webhooks?service=pigeon", Value::Null).await.status, 422);
}

#[actix_web::test]
async fn a_test_goes_nowhere_near_unless_the_owner_lets_it() {
    let desk = Desk::new();
    let new = json!({ "url": "http://127.0.0.1:9/", "events": ["track"] });
    desk.does("admin", "POST", "/api/v1/webhooks", new).await;
    let tested = desk.does("admin", "POST", "/api/v1/webhooks/1/test", Value::Null).await;
    assert_eq!(tested.status, 200, "{tested:?}");
    assert!(tested.json()["error"].as_str().unwrap().contains("in its own network"));
    let told = desk.reads("admin", "/api/v1/webhooks/1").await;
    assert_eq!((&told["deliveries"][0]["event"], &told["failing_since"]), (&json!("test"), &json!(1)));
    let page = desk.does("admin", "GET", "/admin/webhooks", Value::Null).await;
    assert!(page.body.contains("Failed: it is on this machine"), "{}", page.body);
}

#[actix_web::test]
async fn listeners_and_their_history_are_told() {
    let desk = Desk::new();
    let station = desk.server.stations[0].clone();
    let listener = super::listener(&station);
    let guest = crate::model::ClientInfo::new(Some("192.0.2.9".parse().unwrap()), b"VLC/3", 1);
    let listener = listener.identified_as(guest);
    let body = crate::output::body_listener::StreamBody::stream(listener, desk.site.body_bell().clone());
    let path = "/api/v1/stations/main/listeners";
    let told = desk.reads("mia", path).await;
    let kind = json!({ "output": "opus", "rendition": "opus-96", "player": "vlc", "listeners": 1 });
    assert_eq!((&told["total"], &told["kinds"]), (&json!(1), &json!([kind])));
    assert_eq!(
        (&told["listeners"][0]["id"], &told["listeners"][0]["address"]),
        (&json!(1), &json!("192.0.2.9"))
    );
    assert_eq!(desk.reads("admin", "/api/v1/stations/jazz/listeners").await["total"], 0);
    let page = desk.does("mia", "GET", "/admin/stations/main/listeners", Value::Null).await;
    assert!(page.body.contains("1 listener right now") && page.body.contains("192.0.2.9"), "{}", page.body);
    let page = desk.does("dan", "GET", "/admin/stations/main/listeners", Value::Null).await;
    assert!(page.body.contains("1 listener right now") && !page.body.contains("192.0.2.9"));
    assert_eq!(desk.does("mia", "DELETE", &format!("{path}/1"), Value::Null).await.status, 204);
    assert_eq!(desk.does("mia", "DELETE", &format!("{path}/2"), Value::Null).await.status, 404);
    drop(body);
    assert_eq!(desk.reads("mia", path).await["total"], 0);

    let line = crate::model::Attendance {
        at: 0,
        span: 60,
        average: 1.5,
        most: 2,
        programme: Some("<Drive>".to_owned()),
        ..Default::default()
    };
    desk.store().note_attendance("main", &[line]).unwrap();
    let history = desk.reads("dan", &format!("{path}/history?range=week&by=programme")).await;
    assert_eq!(history["points"], json!([{ "at": 0, "average": 1.5, "most": 2 }]));
    assert_eq!(history["series"][0]["name"], "<Drive>");
    let page = desk.does("dan", "GET", "/admin/stations/main/listeners", Value::Null).await;
    assert!(page.body.contains("&lt;Drive&gt;") && !page.body.contains("<Drive>"), "{}", page.body);
    let wrong = desk.does("dan", "GET", &format!("{path}/history?range=year"), Value::Null).await;
    assert_eq!(wrong.status, 422);
}
