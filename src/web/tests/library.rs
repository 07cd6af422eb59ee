//! The library, as people and programs change it.

use std::future::poll_fn;
use std::pin::pin;

use actix_web::body::MessageBody as _;
use actix_web::test::{call_service, init_service};
use actix_web::{App, web::Data};
use serde_json::{Value, json};

use super::desk::{Answer, Desk, request, signed};
use super::uploads::{files, send, tone};
use crate::clock::{Clock as _, SystemClock};
use crate::library::MusicLibrary;
use crate::model::TrackId;
use crate::store::FileStamp;
use crate::web::routes;

/// A desk with two tracks, and their numbers.
async fn desk() -> (Desk, [String; 2]) {
    let mut desk = Desk::new();
    let with = ["-metadata", "title=<script>alert(1)</script>", "-metadata", "artist=Ann & Bo"];
    let tides = send(&mut desk, "tides.flac", &tone(440, "flac", &with)).await;
    let boats = ["-metadata", "title=Boats", "-metadata", "artist=Cy", "-metadata", "genre=Jazz"];
    let boats = send(&mut desk, "boats.mp3", &tone(550, "mp3", &boats)).await;
    let ids = [tides, boats].map(|sent| sent["track"].as_str().expect("it is taken").to_owned());
    (desk, ids)
}

pub(super) async fn page(desk: &Desk, who: &str, path: &str) -> String {
    let answer = desk.does(who, "GET", path, Value::Null).await;
    assert_eq!(answer.status, 200, "{path}: {answer:?}");
    answer.body
}

#[track_caller]
fn says(page: &str, words: &[&str], not: &[&str]) {
    for word in words {
        assert!(page.contains(word), "no {word:?} in {page}");
    }
    for word in not {
        assert!(!page.contains(word), "{word:?} in {page}");
    }
}

#[actix_web::test]
async fn an_empty_library_says_what_to_do() {
    let desk = Desk::new();
    says(&page(&desk, "mia", "/admin/library").await, &["There is no music yet.", "id=\"files\""], &[]);
    let without = ["id=\"files\"", "upload.js", "library/removed"];
    says(&page(&desk, "dan", "/admin/library").await, &["Ask a manager"], &without);
    for (path, words) in [
        ("duplicates", "No duplicates found."),
        ("broken", "can be played"),
        ("removed", "Nothing has been removed."),
    ] {
        says(&page(&desk, "mia", &format!("/admin/library/{path}")).await, &[words], &[]);
    }
    assert_eq!(desk.does("mia", "GET", "/admin/library/17", Value::Null).await.status, 404);
}

#[actix_web::test]
async fn tracks_are_found_and_what_their_tags_say_is_text() {
    let (desk, [tides, _]) = desk().await;
    let all = page(&desk, "mia", "/admin/library").await;
    let named = ["&lt;script&gt;alert(1)&lt;", "Ann &amp; Bo", ">Boats</a>", "2 tracks", "In the library"];
    says(&all, &named, &["<script>alert"]);
    let jazz = page(&desk, "dan", "/admin/library?genre=jazz&q=&year_from=").await;
    says(&jazz, &["1 track found.", ">Boats</a>"], &["Ann &amp; Bo"]);
    let none = page(&desk, "dan", "/admin/library?q=zzz").await;
    says(&none, &["No matches."], &[">Boats</a>"]);
    says(&page(&desk, "dan", "/admin/library?played=never&measured=no").await, &["No matches."], &[]);
    let track = page(&desk, "mia", &format!("/admin/library/{tides}")).await;
    says(&track, &["&lt;script&gt;alert(1)&lt;", "uploads/tides.flac"], &["<script>alert"]);
    let wrong = desk.does("mia", "GET", "/api/v1/library?year_from=x", Value::Null).await;
    assert_eq!(
        (wrong.status, &wrong.json()["detail"]),
        (422, &json!("The value of year_from has to be a number."))
    );
    let found = desk.reads("mia", "/api/v1/library?artist=cy&limit=1&added_days=1").await;
    assert_eq!(
        (found["tracks"].as_array().unwrap().len(), &found["tracks"][0]["title"]),
        (1, &json!("Boats"))
    );
}

#[actix_web::test]
async fn what_is_said_of_a_track_counts_and_is_guarded() {
    let (desk, [_, boats]) = desk().await;
    let path = format!("/api/v1/library/{boats}/edit");
    let before = desk.does("mia", "GET", &path, Value::Null).await;
    let said = json!({ "title": "Boats at Night", "genre": "", "cue_in": 0.5 });
    let put = |tag: &str| {
        let token = desk.session("mia");
        let asking = signed(request("PUT", &path), &token).insert_header(("x-csrf-token", token.csrf()));
        desk.ask(asking.insert_header(("if-match", tag.to_owned())).set_json(&said))
    };
    let done = put(before.header("etag")).await;
    assert_eq!(done.status, 200, "{done:?}");
    assert_eq!(put(before.header("etag")).await.status, 412, "somebody changed it");
    let track = desk.reads("dan", &format!("/api/v1/library/{boats}")).await;
    assert_eq!(
        (&track["title"], &track["genre"], &track["cue_in"]),
        (&json!("Boats at Night"), &Value::Null, &json!(0.5))
    );
    let form = page(&desk, "mia", &format!("/admin/library/{boats}")).await;
    says(&form, &["In the file: Boats", "In the file: Jazz", "Restore original tags"], &[]);
    let wrong = desk.does("mia", "PUT", &path, json!({ "cue_in": 5.0 })).await;
    assert_eq!(wrong.status, 422, "{wrong:?}");
    assert!(wrong.json()["detail"].as_str().unwrap().starts_with("The points have to come in this order"));
    assert_eq!(desk.does("mia", "PUT", "/api/v1/library/1/edit", json!({ "title": "x" })).await.status, 404);
    assert_eq!(desk.does("mia", "PUT", &path, json!({})).await.status, 200);
    let track = desk.reads("dan", &format!("/api/v1/library/{boats}")).await;
    assert_eq!((&track["title"], &track["genre"]), (&json!("Boats"), &json!("Jazz")));
}

#[actix_web::test]
async fn files_in_a_station_folder_are_changed_only_by_those_who_run_the_station() {
    let (desk, [tides, boats]) = desk().await;
    let (tides, boats) = (format!("/api/v1/library/{tides}"), format!("/api/v1/library/{boats}"));
    desk.store().set_folder("jazz", "uploads").unwrap();
    let edit = json!({ "title": "Ebb" });
    for (verb, path, body) in
        [("PUT", format!("{tides}/edit"), edit.clone()), ("DELETE", tides.clone(), Value::Null)]
    {
        let refused = desk.does("mia", verb, &path, body).await;
        assert_eq!(refused.status, 403, "mia runs another station: {refused:?}");
    }
    assert_eq!(desk.does("joe", "PUT", &format!("{tides}/edit"), edit).await.status, 200);
    assert_eq!(desk.does("joe", "DELETE", &tides, Value::Null).await.status, 204);
    let number = desk.reads("joe", "/api/v1/removed").await["files"][0]["number"].clone();
    let removed = format!("/api/v1/removed/{number}");
    for (verb, path) in [("POST", format!("{removed}/return")), ("DELETE", removed.clone())] {
        assert_eq!(desk.does("mia", verb, &path, Value::Null).await.status, 403, "{path}");
    }
    assert_eq!(desk.does("joe", "DELETE", &removed, Value::Null).await.status, 204);

    // A file in no station's folder is everybody's, but only administrators remove it for good.
    desk.store().set_folder("jazz", "elsewhere").unwrap();
    assert_eq!(desk.does("mia", "DELETE", &boats, Value::Null).await.status, 204);
    let number = desk.reads("mia", "/api/v1/removed").await["files"][0]["number"].clone();
    let removed = format!("/api/v1/removed/{number}");
    assert_eq!(desk.does("mia", "DELETE", &removed, Value::Null).await.status, 403);
    assert_eq!(desk.does("admin", "DELETE", &removed, Value::Null).await.status, 204);
}

#[actix_web::test]
async fn who_adds_the_sound_of_another_stations_file_gains_and_takes_nothing() {
    let (desk, [tides, _]) = desk().await;
    desk.store().set_folder("jazz", "uploads").unwrap();
    desk.store().set_folder("main", "mainly").unwrap();
    let track = desk.store().track(TrackId(tides.parse().unwrap())).unwrap().unwrap();
    let stamp = FileStamp { path: "mainly/also.flac".into(), size: 1, modified_us: 1 };
    desk.store().put_files(&[(stamp, track.clone())]).unwrap();
    let path = format!("/api/v1/library/{tides}");
    assert_eq!(
        desk.reads("joe", &path).await["path"],
        json!(track.path),
        "it is shown by the file that was there first"
    );
    let edit =
        async |who| desk.does(who, "PUT", &format!("{path}/edit"), json!({ "title": "Ebb" })).await.status;
    assert_eq!((edit("joe").await, edit("mia").await), (200, 403));
    // Each removes the own file alone.
    assert_eq!(desk.does("mia", "DELETE", &path, Value::Null).await.status, 204);
    assert!(desk.media.join(&*track.path).exists());
    assert_eq!(desk.reads("joe", &path).await["path"], json!(track.path));
    assert_eq!(desk.does("mia", "DELETE", &path, Value::Null).await.status, 403);
    assert_eq!(desk.does("joe", "DELETE", &path, Value::Null).await.status, 204);
}

#[actix_web::test]
async fn a_large_file_is_sent_piece_by_piece() {
    let (desk, [tides, _]) = desk().await;
    let length: u64 = 65 << 20;
    let file = std::fs::File::options().write(true).open(desk.media.join("uploads/tides.flac")).unwrap();
    file.set_len(length).unwrap();
    let app = init_service(
        App::new().app_data(Data::new(desk.site.clone())).configure(routes(&desk.site.instance.base_path)),
    )
    .await;
    let path = format!("/api/v1/library/{tides}/sound");
    let sent = call_service(&app, signed(request("GET", &path), &desk.session("dan")).to_request()).await;
    assert_eq!(sent.status(), 200);
    assert_eq!(sent.headers().get("content-length").unwrap(), &length.to_string());
    let (mut body, mut received) = (pin!(sent.into_body()), 0);
    while let Some(piece) = poll_fn(|cx| body.as_mut().poll_next(cx)).await {
        let piece = piece.unwrap();
        assert!(piece.len() <= 64 << 10, "{} bytes at once", piece.len());
        received += piece.len() as u64;
    }
    assert_eq!(received, length);
}

/// A part of the sound of a track.
async fn sound(desk: &Desk, id: &str, range: &str) -> (u16, String) {
    let path = format!("/api/v1/library/{id}/sound");
    let asking = signed(request("GET", &path), &desk.session("dan")).insert_header(("range", range));
    let answer: Answer = desk.ask_for_bytes(asking).await;
    (answer.status, answer.header("content-range").to_owned())
}

#[actix_web::test]
async fn a_track_is_heard_and_seen() {
    let (desk, [tides, _]) = desk().await;
    let length = std::fs::metadata(desk.media.join("uploads/tides.flac")).unwrap().len();
    assert_eq!(sound(&desk, &tides, "bytes=10-19").await, (206, format!("bytes 10-19/{length}")));
    assert_eq!(
        sound(&desk, &tides, "bytes=-5").await,
        (206, format!("bytes {}-{}/{length}", length - 5, length - 1))
    );
    assert_eq!(sound(&desk, &tides, "nonsense").await, (200, String::new()));
    let (clock, patience_us) = (SystemClock::start(), 30_000_000);
    let until_us = clock.now_us() + patience_us;
    let mut drawn = Value::Null;
    while drawn["state"] != "here" && clock.now_us() < until_us {
        drawn = desk.reads("dan", &format!("/api/v1/library/{tides}/waveform")).await;
    }
    assert_eq!(drawn["points"].as_array().unwrap().len(), 800, "{drawn}");
    says(
        &page(&desk, "dan", &format!("/admin/library/{tides}")).await,
        &["<svg class=\"wave\"", "<path d=\"M0 60L0 "],
        &["<form method=\"post\" action=\"/api/v1/library"],
    );
    let cover = desk.does("dan", "GET", &format!("/api/v1/library/{tides}/cover"), Value::Null).await;
    assert_eq!(cover.status, 404, "it has none");
    let blank = format!("/api/v1/library/{tides}/cover?or=blank");
    let blank = desk.does("dan", "GET", &blank, Value::Null).await;
    assert_eq!((blank.status, blank.header("content-type")), (200, "image/svg+xml"));
}

#[actix_web::test]
async fn what_is_removed_can_be_brought_back() {
    let (desk, [tides, boats]) = desk().await;
    let path = format!("/api/v1/library/{tides}");
    assert_eq!(desk.does("mia", "DELETE", &path, Value::Null).await.status, 204);
    assert_eq!(desk.does("mia", "GET", &path, Value::Null).await.status, 404);
    assert_eq!(desk.does("mia", "DELETE", &path, Value::Null).await.status, 404);
    assert_eq!(files(&desk.media), [desk.media.join("uploads/boats.mp3")]);
    says(&page(&desk, "mia", "/admin/library/removed").await, &["uploads/tides.flac", "by mia"], &[]);

    let removed = desk.reads("mia", "/api/v1/removed").await;
    let number = removed["files"][0]["number"].as_u64().unwrap();
    // Something else lies there by now.
    std::fs::write(desk.media.join("uploads/tides.flac"), "x").unwrap();
    let back = desk.does("mia", "POST", &format!("/api/v1/removed/{number}/return"), Value::Null).await;
    assert_eq!((back.status, &back.json()["track"]), (200, &json!(tides)), "{back:?}");
    assert_eq!(desk.reads("mia", &path).await["path"], "uploads/tides 2.flac");
    assert_eq!(
        std::fs::read(desk.media.join("uploads/tides.flac")).unwrap(),
        b"x",
        "nothing is written over"
    );

    assert_eq!(
        desk.does("mia", "DELETE", &format!("/api/v1/library/{boats}"), Value::Null).await.status,
        204
    );
    let removed = desk.reads("mia", "/api/v1/removed").await["files"][0]["number"].as_u64().unwrap();
    assert_eq!(
        desk.does("admin", "DELETE", &format!("/api/v1/removed/{removed}"), Value::Null).await.status,
        204
    );
    assert_eq!(desk.reads("mia", "/api/v1/removed").await["files"], json!([]));
    let again = desk.does("mia", "POST", &format!("/api/v1/removed/{removed}/return"), Value::Null).await;
    assert_eq!(again.status, 404);
}

#[actix_web::test]
async fn broken_files_are_told_with_their_reasons() {
    let desk = Desk::new();
    std::fs::create_dir_all(desk.media.join("folder.mp3")).unwrap();
    let library: &MusicLibrary = desk.site.intake.as_ref().unwrap().library();
    library.scan();
    let page = page(&desk, "dan", "/admin/library/broken").await;
    says(&page, &["One file", "folder.mp3", "is a folder, not a sound file"], &[]);
}

#[actix_web::test]
async fn what_people_say_goes_into_files_where_that_is_wanted() {
    let (desk, [tides, _]) = desk().await;
    let settings = "/api/v1/settings";
    assert_eq!(desk.reads("admin", settings).await, json!({ "tags_in_files": "off" }));
    for (what, status) in [
        (json!({ "tags_in_files": "maybe" }), 422),
        (json!({ "tags_in_file": "on" }), 422),
        (json!({}), 200),
        (json!({ "tags_in_files": "on" }), 200),
    ] {
        assert_eq!(desk.does("admin", "PATCH", settings, what.clone()).await.status, status, "{what}");
    }
    assert_eq!(desk.reads("admin", settings).await, json!({ "tags_in_files": "on" }));

    let (store, id) = (desk.store(), crate::model::TrackId(tides.parse().unwrap()));
    let path = format!("/api/v1/library/{tides}/edit");
    assert_eq!(desk.does("mia", "PUT", &path, json!({ "title": "Ebb" })).await.status, 200);
    let (_, said) = store.next_unwritten().unwrap().expect("it is to be written");
    store.put_written(id, &said, Some("it is <read-only>")).unwrap();
    let told = desk.reads("mia", "/api/v1/unwritten").await;
    assert_eq!(told["tracks"][0]["reason"], "it is <read-only>", "{told}");
    assert_eq!((&told["tracks"][0]["track"], &told["tracks"][0]["title"]), (&json!(tides), &json!("Ebb")));
    let tags = page(&desk, "mia", "/admin/library/tags").await;
    says(&tags, &["it is &lt;read-only&gt;", ">Ebb</a>", "An administrator can change this"], &["<select"]);
    let track = page(&desk, "mia", &format!("/admin/library/{tides}")).await;
    says(
        &track,
        &["could not be written into the file yet: it is &lt;read-only&gt;."],
        &["/admin/library/tags\">Tag settings"],
    );
    says(&page(&desk, "admin", "/admin/library/tags").await, &["<option value=\"on\" selected>"], &[]);
    let audit = desk.reads("admin", "/api/v1/audit").await.to_string();
    assert!(audit.contains(settings), "{audit}");
}
