//! Stations that come, change and go, as the API and the pages do it.

use serde_json::{Value, json};

use super::desk::Desk;
use crate::model::RESERVED;

/// A desk without the station `jazz` and its people. Whoever asks to look next gets it back.
fn desk_without_jazz() -> Desk {
    let desk = Desk::new();
    for name in ["joe", "eve"] {
        desk.store().remove_account(name).unwrap();
    }
    desk.store().remove_station("jazz").unwrap();
    desk.store().forget_station("jazz").unwrap();
    let stations = desk.site.stations.clone();
    let jazz = stations.remove("jazz").unwrap();
    actix_web::rt::spawn(async move {
        stations.asked_to_look().await;
        stations.add(jazz);
    });
    desk
}

fn jazz() -> Value {
    json!({ "slug": "jazz", "name": "Jazz", "folder": "jazz/live", "renditions": ["opus-64", "pcm-s16"] })
}

#[actix_web::test]
async fn a_station_is_added_and_its_password_told_once() {
    let desk = desk_without_jazz();
    let made = desk.does("admin", "POST", "/api/v1/stations", jazz()).await;
    assert_eq!((made.status, made.header("location")), (201, "/api/v1/stations/jazz"), "{made:?}");
    assert_eq!(made.json()["is_on_air"], true);
    let password = made.json()["source_password"].as_str().unwrap().to_owned();
    assert!(desk.store().verify_source_password("jazz", &password).unwrap());
    let told = desk.reads("admin", "/api/v1/stations/jazz").await;
    assert_eq!((&told["name"], &told["folder"]), (&json!("Jazz"), &json!("jazz/live")));
    assert_eq!(told["renditions"], json!(["opus-64", "pcm-s16"]));
    let again = desk.does("admin", "POST", "/api/v1/stations", jazz()).await;
    assert_eq!((again.status, &again.json()["detail"]), (409, &json!("There is a station jazz already.")));
}

#[actix_web::test]
async fn a_station_that_cannot_be_is_refused_in_words() {
    let desk = Desk::new();
    for (wrong, words) in [
        (json!({ "slug": "admin" }), "/admin is an address of the program itself"),
        (json!({ "slug": "Rock" }), "use 1 to 40 small letters"),
        (json!({ "folder": "../.." }), "is no folder below the music folder"),
        (json!({ "renditions": ["mp3-100"] }), "is no rendition"),
        (json!({ "renditions": ["pcm-s16"] }), "the first, which players get, is Opus"),
        (json!({ "name": " " }), "1 to 80 characters"),
        (json!({ "source_password": "short" }), "at least 10 characters"),
    ] {
        let mut new = json!({ "slug": "rock", "name": "Rock" });
        new.as_object_mut().unwrap().extend(wrong.as_object().unwrap().clone());
        let refused = desk.does("admin", "POST", "/api/v1/stations", new).await;
        assert_eq!(refused.status, 422, "{wrong}: {refused:?}");
        assert!(refused.json()["detail"].as_str().unwrap().contains(words), "{refused:?}");
    }
    assert_eq!(desk.store().stations().unwrap().len(), 2);
}

#[actix_web::test]
async fn a_manager_changes_their_own_station_and_no_other() {
    let desk = Desk::new();
    let before = desk.store().station("jazz").unwrap();
    for (verb, path, body) in [
        ("PATCH", "/api/v1/stations/jazz", json!({ "name": "Mine" })),
        ("PUT", "/api/v1/stations/jazz/source-password", json!({ "password": "a password of mine" })),
        ("DELETE", "/api/v1/stations/jazz", Value::Null),
        ("DELETE", "/api/v1/stations/main", Value::Null),
        ("PATCH", "/api/v1/stations/main", json!({ "folder": "jazz" })),
        ("PATCH", "/api/v1/stations/main", json!({ "name": "Mine", "renditions": ["opus-32"] })),
    ] {
        let refused = desk.does("mia", verb, path, body).await;
        assert_eq!(refused.status, 403, "{verb} {path}: {refused:?}");
    }
    assert_eq!(desk.store().station("jazz").unwrap(), before);
    assert!(!desk.store().verify_source_password("jazz", "a password of mine").unwrap());

    let changed = desk.does("mia", "PATCH", "/api/v1/stations/main", json!({ "name": "Mia's" })).await;
    assert_eq!((changed.status, &changed.json()["name"]), (200, &json!("Mia's")));
    let listed = desk.reads("mia", "/api/v1/stations").await;
    assert_eq!(listed["stations"][1]["name"], "Mia's", "on air, too");
    let set = desk.does("mia", "PUT", "/api/v1/stations/main/source-password", json!({})).await;
    let password = set.json()["password"].as_str().unwrap().to_owned();
    assert!(desk.store().verify_source_password("main", &password).unwrap());
}

#[actix_web::test]
async fn a_station_that_somebody_needs_stays() {
    let desk = Desk::new();
    let needed = desk.does("admin", "DELETE", "/api/v1/stations/jazz", Value::Null).await;
    assert_eq!(needed.status, 409);
    let words = "Jazz is the only station of eve, joe: give them another one, or remove them, first.";
    assert_eq!(needed.json()["detail"], words);
    assert_eq!(desk.store().stations().unwrap().len(), 2);
    for name in ["joe", "eve"] {
        desk.store().remove_account(name).unwrap();
    }
    let stations = desk.site.stations.clone();
    actix_web::rt::spawn(async move {
        stations.asked_to_look().await;
        stations.remove("jazz");
    });
    assert_eq!(desk.does("admin", "DELETE", "/api/v1/stations/jazz", Value::Null).await.status, 204);
    assert_eq!(desk.does("admin", "GET", "/api/v1/stations/jazz", Value::Null).await.status, 404);
    let last = desk.does("admin", "DELETE", "/api/v1/stations/main", Value::Null).await;
    assert_eq!(last.status, 409, "{last:?}");
}

#[test]
fn no_station_can_stand_in_the_way_of_a_page() {
    for route in crate::web::table() {
        let first = route.path.trim_start_matches('/').split('/').next().unwrap_or_default();
        let can_be_a_slug = !first.is_empty() && !first.contains(['{', '.']);
        assert!(!can_be_a_slug || RESERVED.contains(&first), "{} can be shadowed", route.path);
    }
}
