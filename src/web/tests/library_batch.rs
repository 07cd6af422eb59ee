//! Types of tracks, and changes of many tracks at once.

use serde_json::{Value, json};

use super::desk::Desk;
use super::library::page;
use super::look::{picture, put};
use super::uploads::{send, tone};

const BATCH: &str = "/api/v1/library/batch";

/// A desk with three tracks, and their numbers.
async fn desk() -> (Desk, [String; 3]) {
    let mut desk = Desk::new();
    let mut ids = Vec::new();
    for (name, pitch, artist) in [("tides", 440, "Ann"), ("boats", 550, "Bo"), ("id", 660, "Station")] {
        let (title, artist) = (format!("title={name}"), format!("artist={artist}"));
        let with = ["-metadata", &*title, "-metadata", &*artist];
        let sent = send(&mut desk, &format!("{name}.flac"), &tone(pitch, "flac", &with)).await;
        ids.push(sent["track"].as_str().expect("it is taken").to_owned());
    }
    let ids = ids.try_into().expect("three of them");
    (desk, ids)
}

#[actix_web::test]
async fn many_tracks_are_edited_by_their_numbers_or_by_a_search() {
    let (desk, [tides, boats, id]) = desk().await;
    let edit =
        json!({ "action": "edit", "tracks": [tides, boats], "edit": { "genre": "Jazz", "year": 1999 } });
    let done = desk.does("mia", "POST", BATCH, edit).await;
    assert_eq!((done.status, done.json()), (200, json!({ "changed": 2, "next": null })), "{done:?}");
    let track = desk.reads("dan", &format!("/api/v1/library/{boats}")).await;
    assert_eq!(
        (&track["genre"], &track["year"], &track["title"]),
        (&json!("Jazz"), &json!(1999), &json!("boats"))
    );

    let all = json!({ "action": "edit", "all": true, "search": { "genre": "Jazz" }, "edit": { "genre": "Blues" }, "limit": 1 });
    let done = desk.does("mia", "POST", BATCH, all.clone()).await.json();
    let mut rest = all;
    rest["after"] = done["next"].clone();
    assert_eq!(done["changed"], 1);
    assert_eq!(desk.does("mia", "POST", BATCH, rest).await.json(), json!({ "changed": 1, "next": null }));
    let found = desk.reads("dan", "/api/v1/library?genre=Blues&sort=title&order=desc").await;
    let titles: Vec<_> =
        found["tracks"].as_array().unwrap().iter().map(|track| track["title"].as_str().unwrap()).collect();
    assert_eq!(titles, ["tides", "boats"]);

    for (wrong, says) in [
        (json!({ "action": "edit", "tracks": [id] }), "Fill in at least one tag"),
        (json!({ "action": "type", "tracks": [id] }), "Choose a type."),
        (json!({ "action": "add", "tracks": [id] }), "Choose a playlist."),
        (json!({ "action": "remove", "tracks": [] }), "No tracks are selected."),
        (json!({ "action": "burn", "tracks": [id] }), "action has to be"),
        (json!({ "action": "remove", "all": true, "limit": 0 }), "limit has to be"),
    ] {
        let refused = desk.does("mia", "POST", BATCH, wrong).await;
        assert!((400..500).contains(&refused.status), "{refused:?}");
        let detail = refused.json()["detail"].as_str().unwrap().to_lowercase();
        assert!(detail.contains(&says.to_lowercase()), "{refused:?}");
    }
    let removed = desk.does("mia", "POST", BATCH, json!({ "action": "remove", "tracks": [tides, id] })).await;
    assert_eq!(removed.json()["changed"], 2, "{removed:?}");
    assert_eq!(desk.reads("mia", "/api/v1/removed").await["files"].as_array().unwrap().len(), 2);
}

#[actix_web::test]
async fn many_tracks_are_added_to_a_playlist_once_each() {
    let (desk, [tides, boats, id]) = desk().await;
    let list = json!({ "name": "Gold", "tracks": [boats] });
    assert_eq!(desk.does("mia", "POST", "/api/v1/stations/main/playlists", list).await.status, 201);
    let add = json!({ "action": "add", "tracks": [tides, boats, id], "playlist": "main/Gold" });
    assert_eq!(desk.does("joe", "POST", BATCH, add.clone()).await.status, 403, "joe runs another station");
    assert_eq!(desk.does("mia", "POST", BATCH, add).await.json()["changed"], 2);
    let tracks = desk.reads("mia", "/api/v1/stations/main/playlists/Gold").await["tracks"].clone();
    assert_eq!(tracks, json!([boats, tides, id]));
    let track = page(&desk, "mia", &format!("/admin/library/{tides}")).await;
    assert!(track.contains("/admin/stations/main/playlists/Gold\">Gold</a>"), "{track}");
    let library = page(&desk, "mia", "/admin/library").await;
    assert!(library.contains("<option value=\"main/Gold\">"), "{library}");
}

#[actix_web::test]
async fn a_files_owners_alone_change_it() {
    let (desk, [tides, ..]) = desk().await;
    desk.store().set_folder("jazz", "uploads").unwrap();
    for body in [
        json!({ "action": "type", "tracks": [tides], "type": "ad" }),
        json!({ "action": "remove", "all": true }),
        json!({ "action": "edit", "tracks": [tides], "edit": { "genre": "x" } }),
    ] {
        assert_eq!(desk.does("mia", "POST", BATCH, body).await.status, 403, "mia runs another station");
    }
    let folder = json!({ "folder": "uploads", "type": "ad" });
    assert_eq!(desk.does("mia", "PUT", "/api/v1/library/folders", folder).await.status, 403);
    let own = json!({ "type": "ad" });
    assert_eq!(desk.does("mia", "PUT", &format!("/api/v1/library/{tides}/type"), own).await.status, 403);
}

#[actix_web::test]
async fn tracks_have_the_type_of_their_folder_unless_they_have_their_own() {
    let (desk, [tides, boats, id]) = desk().await;
    let kind =
        async |track: &str| desk.reads("dan", &format!("/api/v1/library/{track}")).await["type"].clone();
    let folder = |kind: Value| json!({ "folder": "uploads", "type": kind });
    let folders = "/api/v1/library/folders";
    assert_eq!(desk.does("mia", "PUT", folders, folder(json!("talk"))).await.status, 204);
    let own = format!("/api/v1/library/{id}/type");
    assert_eq!(desk.does("mia", "PUT", &own, json!({ "type": "id" })).await.status, 204);
    assert_eq!((kind(&tides).await, kind(&id).await), (json!("talk"), json!("id")));
    let expected = json!([{ "folder": "uploads", "files": 3, "own_type": "talk", "type": "talk" }]);
    assert_eq!(desk.reads("dan", folders).await["folders"], expected);
    let found = desk.reads("dan", "/api/v1/library?type=id").await;
    assert_eq!(found["tracks"].as_array().unwrap().len(), 1, "{found}");

    let many = json!({ "action": "type", "tracks": [tides, boats], "type": "music" });
    assert_eq!(desk.does("mia", "POST", BATCH, many).await.status, 200);
    assert_eq!(desk.does("mia", "PUT", folders, folder(Value::Null)).await.status, 204);
    assert_eq!(desk.does("mia", "PUT", &own, json!({ "type": null })).await.status, 204);
    assert_eq!(kind(&id).await, json!("music"), "of no folder");

    for (path, body) in [
        (folders, json!({ "folder": "../etc", "type": "ad" })),
        (folders, json!({ "folder": "", "type": "ad" })),
        (folders, json!({ "folder": "uploads", "type": "noise" })),
        (&own, json!({ "type": "noise" })),
    ] {
        let refused = desk.does("mia", "PUT", path, body).await;
        assert_eq!(refused.status, 422, "{refused:?}");
    }
    let page = page(&desk, "mia", "/admin/library/folders").await;
    assert!(page.contains("Type of uploads"), "{page}");
}

#[actix_web::test]
async fn listeners_find_music_only() {
    let (desk, [tides, _, id]) = desk().await;
    let own = format!("/api/v1/library/{id}/type");
    assert_eq!(desk.does("mia", "PUT", &own, json!({ "type": "id" })).await.status, 204);
    let requests = "/api/v1/stations/main/requests";
    let found = desk.reads("dan", &format!("{requests}/tracks?q=station")).await;
    assert_eq!(found["tracks"], json!([]));
    let found = desk.reads("dan", &format!("{requests}/tracks?q=tydes")).await;
    assert_eq!(found["tracks"][0]["track"], json!(tides), "however it is spelt: {found}");
    let asked = desk.does("dan", "POST", requests, json!({ "track": id })).await;
    assert!((400..500).contains(&asked.status), "{asked:?}");
}

#[actix_web::test]
async fn a_track_without_a_cover_is_given_one() {
    let (desk, [tides, ..]) = desk().await;
    let path = format!("/api/v1/library/{tides}/cover");
    assert_eq!(desk.does("dan", "GET", &path, Value::Null).await.status, 404);
    assert_eq!(put(&desk, "dan", &path, "image/png", picture(40, 40, 7)).await.status, 403);
    assert_eq!(put(&desk, "mia", &path, "image/png", b"nothing".to_vec()).await.status, 422);
    let given = put(&desk, "mia", &path, "image/png", picture(40, 40, 7)).await;
    assert_eq!(given.status, 204, "{given:?}");
    let shown = desk
        .ask_for_bytes(super::desk::signed(super::desk::request("GET", &path), &desk.session("dan")))
        .await;
    assert_eq!((shown.status, shown.header("content-type")), (200, "image/png"));
    assert_eq!(put(&desk, "mia", &path, "image/png", picture(40, 40, 8)).await.status, 204, "another one");
    let track = page(&desk, "mia", &format!("/admin/library/{tides}")).await;
    assert!(track.contains("Replace the cover"), "{track}");
}
