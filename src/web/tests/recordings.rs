//! Recordings: who may do what with them, and what the podcast says.

use serde_json::{Value, json};

use super::desk::{Desk, request};
use crate::model::{NewRecording, RecordingKind};
use crate::store::CutRecording;

const ALL: &str = "/api/v1/stations/main/recordings";

/// A recording of `main` that is cut, and one that is not.
fn recorded(desk: &Desk) -> (String, String) {
    let new = |part_of, title: &str| NewRecording {
        station: "main".to_owned(),
        kind: RecordingKind::Show,
        title: title.to_owned(),
        show: Some(title.to_owned()),
        dj: None,
        part_of,
        from_us: 1_764_432_000_000_000,
    };
    let store = &desk.server.store;
    let ready = store.begin_recording(&new(1, "Night <one> & \"two\"")).unwrap();
    let cut = CutRecording {
        to_us: 1_764_435_600_000_000,
        duration_us: 3_600_000_000,
        opus_bytes: 43_000_000,
        published_at: None,
    };
    store.recording_is_cut(ready, &cut).unwrap();
    let known = store.recording("main", ready).unwrap().unwrap();
    store.recording_has_mp3(&known, 57_600_000).unwrap();
    let open = store.begin_recording(&new(2, "Now")).unwrap();
    (format!("{ALL}/{ready}"), format!("{ALL}/{open}"))
}

async fn feed(desk: &Desk) -> String {
    let answer = desk.ask(request("GET", "/main/podcast.xml").insert_header(("host", "radio.example"))).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body
}

#[actix_web::test]
async fn djs_read_managers_publish_and_others_see_nothing() {
    let desk = Desk::new();
    let (ready, open) = recorded(&desk);
    let list = desk.does("dan", "GET", ALL, Value::Null).await;
    let list: Value = serde_json::from_str(&list.body).unwrap();
    assert_eq!(list["recordings"].as_array().unwrap().len(), 2);
    let one = desk.does("dan", "GET", &ready, Value::Null).await;
    let one: Value = serde_json::from_str(&one.body).unwrap();
    assert_eq!((&one["is_published"], &one["mp3"]["bytes"]), (&json!(false), &json!(57_600_000)));
    assert_eq!(desk.does("eve", "GET", ALL, Value::Null).await.status, 403, "of another station");
    let publish = json!({ "is_published": true });
    for (person, status) in [("dan", 403), ("joe", 403)] {
        assert_eq!(desk.does(person, "PATCH", &ready, publish.clone()).await.status, status, "{person}");
        assert_eq!(desk.does(person, "DELETE", &ready, Value::Null).await.status, status, "{person}");
    }
    assert!(!feed(&desk).await.contains("<item>"));
    assert_eq!(desk.does("mia", "PATCH", &open, publish.clone()).await.status, 409, "it is being recorded");
    assert_eq!(desk.does("mia", "DELETE", &open, Value::Null).await.status, 409);
    assert_eq!(desk.does("mia", "PATCH", &ready, publish).await.status, 200);
    let xml = feed(&desk).await;
    assert!(xml.contains("<title>Night &lt;one&gt; &amp; &quot;two&quot;</title>"), "{xml}");
    let enclosure = "length=\"57600000\" type=\"audio/mpeg\"";
    assert!(xml.contains(enclosure) && xml.contains("<itunes:duration>1:00:00</itunes:duration>"), "{xml}");
    assert!(xml.contains("<pubDate>Sat, 29 Nov 2025 16:00:00 +0000</pubDate>"), "{xml}");

    let changes = json!({ "title": "Day", "description": "By the sea", "is_published": false });
    assert_eq!(desk.does("mia", "PATCH", &ready, changes).await.status, 200);
    assert!(!feed(&desk).await.contains("<item>"), "it is hidden");
    let page = desk.does("dan", "GET", "/admin/stations/main/recordings", Value::Null).await.body;
    assert!(page.contains("Day") && page.contains("not public") && !page.contains("Delete Day"), "{page}");
    let page = desk.does("mia", "GET", "/admin/stations/main/recordings", Value::Null).await.body;
    assert!(page.contains("Delete Day") && page.contains("Publish Day"), "{page}");
    assert_eq!(desk.does("mia", "PATCH", &ready, json!({ "title": "" })).await.status, 422);

    let file = ready.replace("/api/v1/stations/main/recordings", "/main/archive") + ".mp3";
    assert_eq!(desk.ask(request("GET", &file)).await.status, 404, "nobody is told of it");
    assert_eq!(desk.does("mia", "DELETE", &ready, Value::Null).await.status, 204);
    assert_eq!(desk.does("mia", "GET", &ready, Value::Null).await.status, 404);
}
