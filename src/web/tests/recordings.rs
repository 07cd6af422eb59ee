//! Recordings: who may do what with them, and what the podcast says.

use serde_json::{Value, json};

use super::desk::{Desk, password, request, signed};
use crate::model::{NewRecording, RecordingKind};
use crate::recording::Archives;
use crate::store::{CutRecording, Role, StationPermissions};

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
    let own = NewRecording { dj: Some("dan".to_owned()), ..new(1, "Night <one> & \"two\"") };
    let ready = store.begin_recording(&own).unwrap();
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
    for (person, count) in [("dan", 1), ("mia", 2), ("admin", 2)] {
        let list = desk.does(person, "GET", ALL, Value::Null).await.json();
        assert_eq!(list["recordings"].as_array().unwrap().len(), count, "{person}");
    }
    assert_eq!(desk.does("dan", "GET", &open, Value::Null).await.status, 404, "another's");
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

    let changes = json!({ "title": "Day", "description": "By\tthe sea\r\nand in it", "is_published": false });
    assert_eq!(desk.does("mia", "PATCH", &ready, changes).await.status, 200);
    assert!(!feed(&desk).await.contains("<item>"), "it is hidden");
    let page = desk.does("dan", "GET", "/admin/stations/main/recordings", Value::Null).await.body;
    assert!(page.contains("Day") && page.contains("not public") && !page.contains("Delete Day"), "{page}");
    let page = desk.does("mia", "GET", "/admin/stations/main/recordings", Value::Null).await.body;
    assert!(page.contains("Delete Day") && page.contains("Publish Day"), "{page}");
    assert!(page.contains("download=\"Day.mp3\"") && page.contains("By the sea\nand in it"), "{page}");
    assert_eq!(desk.does("mia", "PATCH", &ready, json!({ "title": "" })).await.status, 422);

    let file = ready.replace("/api/v1/stations/main/recordings", "/main/archive") + ".mp3";
    assert_eq!(desk.ask(request("GET", &file)).await.status, 404, "nobody is told of it");
    assert_eq!(desk.does("mia", "DELETE", &ready, Value::Null).await.status, 204);
    assert_eq!(desk.does("mia", "GET", &ready, Value::Null).await.status, 404);
}

#[actix_web::test]
async fn a_picture_that_is_none_and_a_part_that_is_none_are_refused_in_words() {
    let desk = Desk::new();
    let (ready, _) = recorded(&desk);
    let session = desk.session("mia");
    for (body, words) in
        [(&b"nothing"[..], "The picture has to be"), (&b"<svg/>"[..], "save it as a PNG picture")]
    {
        let put = request("PUT", &format!("{ready}/picture")).insert_header(("content-type", "image/png"));
        let put = put.insert_header(("x-csrf-token", session.csrf())).set_payload(body);
        let refused = desk.ask(signed(put, &session)).await;
        assert_eq!(refused.status, 422, "{refused:?}");
        assert!(refused.body.contains(words) && !refused.body.contains("logo"), "{refused:?}");
    }
    for (part, words) in [
        (json!({ "from_seconds": -1 }), "before the beginning of the recording"),
        (json!({ "from_seconds": 0, "to_seconds": 3_601 }), "after the end of the recording"),
        (json!({ "from_seconds": 9, "to_seconds": 8 }), "The end has to be after the start"),
    ] {
        let refused = desk.does("mia", "POST", &format!("{ready}/trim"), part).await;
        assert_eq!(refused.status, 422, "{refused:?}");
        assert!(refused.body.contains(words), "{refused:?}");
    }
}

#[actix_web::test]
async fn a_renamed_station_has_the_same_episodes_and_a_removed_one_has_none() {
    let desk = Desk::new();
    let store = &desk.server.store;
    let new = NewRecording {
        station: "jazz".to_owned(),
        kind: RecordingKind::Upload,
        title: "Talk".to_owned(),
        show: None,
        dj: None,
        part_of: 0,
        from_us: 1_764_432_000_000_000,
    };
    let id = store.begin_recording(&new).unwrap();
    let (to_us, duration_us) = (new.from_us, 3_000_000);
    let cut = CutRecording { to_us, duration_us, opus_bytes: 7, published_at: Some(1_764_432_000) };
    store.recording_is_cut(id, &cut).unwrap();
    let feed = "/jazz/podcast.xml";
    let identities = |xml: &str| -> Vec<String> {
        let told =
            xml.lines().map(str::trim).filter(|line| line.contains("guid") || line.contains("enclosure"));
        told.map(str::to_owned).collect()
    };
    let before = desk.ask(request("GET", feed)).await;
    assert!(identities(&before.body).len() >= 3, "{before:?}");
    let renamed = json!({ "name": "Late jazz" });
    assert_eq!(desk.does("admin", "PATCH", "/api/v1/stations/jazz", renamed).await.status, 200);
    let after = desk.ask(request("GET", feed)).await;
    assert!(after.body.contains("<title>Late jazz</title>"), "{after:?}");
    assert_eq!(identities(&after.body), identities(&before.body));

    for name in ["joe", "eve"] {
        store.remove_account(name).unwrap();
    }
    let stations = desk.site.stations.clone();
    actix_web::rt::spawn(async move {
        stations.asked_to_look().await;
        stations.remove("jazz");
    });
    assert_eq!(desk.does("admin", "DELETE", "/api/v1/stations/jazz", Value::Null).await.status, 204);
    for path in [feed, &format!("/jazz/archive/{id}.opus"), "/jazz/podcasts.opml"] {
        let gone = desk.ask(request("GET", path)).await;
        assert_eq!(gone.status, 404, "{path}: {gone:?}");
    }
    assert!(!desk.ask(request("GET", "/podcasts.opml")).await.body.contains("/jazz/"));
}

#[actix_web::test]
async fn a_renamed_show_has_the_same_feed_at_another_address() {
    let desk = Desk::new();
    let show = json!({ "days": "daily", "at": "00:00", "length_minutes": 60, "plays": { "type": "dj" } });
    let shows = "/api/v1/stations/main/shows";
    assert!(desk.does("mia", "PUT", &format!("{shows}/Night"), show).await.status < 300);
    let published = |part_of: u64, show: &str| {
        let new = NewRecording {
            station: "main".to_owned(),
            kind: RecordingKind::Show,
            title: format!("Part {part_of}"),
            show: Some(show.to_owned()),
            dj: None,
            part_of,
            from_us: 1_764_432_000_000_000,
        };
        let id = desk.server.store.begin_recording(&new).unwrap();
        let (to_us, duration_us) = (new.from_us, 3_000_000);
        let cut = CutRecording { to_us, duration_us, opus_bytes: 7, published_at: Some(1_764_432_000) };
        desk.server.store.recording_is_cut(id, &cut).unwrap();
    };
    let ask =
        async |path: &str| desk.ask(request("GET", path).insert_header(("host", "radio.example"))).await;
    let guid = |xml: &str| {
        let line = xml.lines().find(|line| line.contains("<podcast:guid>"));
        line.expect("a GUID").trim().to_owned()
    };
    published(1, "Night");
    let before = ask("/main/podcast.xml?show=Night").await.body;
    assert!(!before.contains("new-feed-url"), "{before}");
    let renamed =
        desk.does("mia", "POST", &format!("{shows}/Night/rename"), json!({ "name": "Late & loud" })).await;
    assert!(renamed.status < 300, "{renamed:?}");
    published(2, "Late & loud");

    let old = ask("/main/podcast.xml?show=Night&token=x").await;
    assert_eq!(old.status, 301, "{old:?}");
    let location = old.header("location");
    assert_eq!(location, "http://radio.example/main/podcast.xml?show=Late+%26+loud&token=x");
    let after = ask("/main/podcast.xml?show=Late+%26+loud").await.body;
    assert_eq!(guid(&after), guid(&before), "podcast apps know it again");
    let moved =
        "<itunes:new-feed-url>http://radio.example/main/podcast.xml?show=Late+%26+loud</itunes:new-feed-url>";
    assert!(after.contains(moved), "{after}");
    assert!(after.contains("Part 1") && after.contains("Part 2"), "{after}");

    published(3, "Night");
    let other = ask("/main/podcast.xml?show=Night").await;
    assert_eq!(other.status, 200, "another show has the name by now");
    assert_ne!(guid(&other.body), guid(&before));
}

#[actix_web::test]
async fn a_recording_whose_file_is_gone_is_told_and_in_no_feed() {
    let mut desk = Desk::new();
    let (ready, _) = recorded(&desk);
    assert_eq!(desk.does("mia", "PATCH", &ready, json!({ "is_published": true })).await.status, 200);
    assert!(feed(&desk).await.contains("<item>"));
    let archives = Archives::below(&desk.server.data.path().join("archive"));
    desk.site = desk.site.clone().with_archives(archives.clone());
    let known = desk.server.store.recordings("main").unwrap();
    archives.opened("main").unwrap().look_for_files(&known).unwrap();
    assert!(!feed(&desk).await.contains("<item>"), "nobody is led to an address that has nothing");
    assert_eq!(desk.does("mia", "GET", &ready, Value::Null).await.json()["is_missing"], true);
    let page = desk.does("mia", "GET", "/admin/stations/main/recordings", Value::Null).await.body;
    assert!(page.contains("is not on the disk any more") && !page.contains("<audio"), "{page}");
    let programme = desk.ask(request("GET", "/main/programme")).await.body;
    assert!(!programme.contains("Night &lt;one"), "{programme}");
}

#[actix_web::test]
async fn files_that_are_not_published_are_for_managers_and_for_their_djs() {
    let mut desk = Desk::new();
    let (ready, _) = recorded(&desk);
    let reach = StationPermissions { stations: vec!["main".to_owned()], hours: Vec::new() };
    desk.store().add_account_within("zoe", Role::Dj, &password(), &reach).unwrap();
    let root = desk.server.data.path().join("archive");
    std::fs::create_dir_all(root.join("main/recordings")).unwrap();
    let id = ready.rsplit('/').next().unwrap();
    std::fs::write(root.join(format!("main/recordings/{id}.opus")), "sound").unwrap();
    desk.site = desk.site.clone().with_archives(Archives::below(&root));
    let file = format!("/main/archive/{id}.opus");
    for (person, status) in
        [("mia", 200), ("dan", 200), ("admin", 200), ("zoe", 404), ("eve", 404), ("joe", 404)]
    {
        assert_eq!(desk.does(person, "GET", &file, Value::Null).await.status, status, "{person}");
    }
}

#[actix_web::test]
async fn each_form_of_a_recording_has_a_place_for_what_is_wrong_with_it() {
    let desk = Desk::new();
    recorded(&desk);
    let page = desk.does("mia", "GET", "/admin/stations/main/recordings", Value::Null).await.body;
    let forms: Vec<&str> = page.split("<form").filter(|form| form.contains("class=\"sends")).collect();
    assert_eq!(forms.len(), 5, "{page}");
    for form in forms {
        let form = form.split("</form>").next().unwrap();
        assert!(form.contains("data-said hidden") && form.contains("role=\"alert\""), "{form}");
    }
}
