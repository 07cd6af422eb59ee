//! Music that is sent, by people who mean well and by others.

mod hostile;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use bytes::Bytes;
use serde_json::{Value, json};
use sha2::Digest as _;

use super::desk::{Answer, Desk, request, signed};

/// Two seconds of a tone of so many hertz, as a file with this ending, with ffmpeg's options.
pub(super) fn tone(hertz: u32, ending: &str, with: &[&str]) -> Vec<u8> {
    let source = format!("aevalsrc=0.5*sin(2*PI*{hertz}*t)|0.4*sin(2*PI*{hertz}*t):s=48000:d=2");
    made(&["-f", "lavfi", "-i", &source], ending, with)
}

/// Returns the output of ffmpeg for an input.
fn made(input: &[&str], ending: &str, with: &[&str]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("made").with_extension(ending);
    let mut command = Command::new("ffmpeg");
    command.args(["-nostdin", "-v", "error", "-y"]).args(input).args(with).arg(&path);
    assert!(command.status().expect("install ffmpeg").success());
    fs::read(path).unwrap()
}

/// Sends a part of a file.
async fn part(desk: &Desk, who: &str, id: &str, offset: usize, bytes: &[u8]) -> Answer {
    let token = desk.session(who);
    let path = format!("/api/v1/uploads/{id}?offset={offset}");
    let asking = signed(request("PATCH", &path), &token)
        .insert_header(("x-csrf-token", token.csrf()))
        .insert_header(("content-type", "application/octet-stream"));
    desk.ask(asking.set_payload(bytes.to_vec())).await
}

/// Sends a file whole and has it examined; what came of it.
pub(super) async fn send(desk: &mut Desk, name: &str, bytes: &[u8]) -> Value {
    let offered = json!({ "name": name, "size": bytes.len() });
    let offer = desk.does("mia", "POST", "/api/v1/uploads", offered).await;
    if offer.status != 201 {
        return offer.json();
    }
    let id = offer.json()["id"].as_str().unwrap().to_owned();
    let answer = part(desk, "mia", &id, 0, bytes).await;
    assert_eq!((answer.status, answer.json()["state"].as_str().unwrap()), (200, "examining"), "{answer:?}");
    while desk.examiner.take_turn() {}
    desk.reads("mia", &format!("/api/v1/uploads/{id}")).await
}

/// Every file below a folder.
pub(super) fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(Result::unwrap);
    entries.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).collect()
}

#[actix_web::test]
async fn music_that_is_sent_becomes_a_track() {
    let mut desk = Desk::new();
    let sound = tone(440, "flac", &["-metadata", "title=Tides", "-metadata", "artist=Ann"]);
    let sent = send(&mut desk, "C:\\music\\01 Tides.mp3", &sound).await;
    assert_eq!(sent["state"], "done", "{sent}");
    assert_eq!(files(&desk.media), [desk.media.join("uploads/01 Tides.flac")]);
    let track = desk.reads("mia", &format!("/api/v1/library/{}", sent["track"].as_str().unwrap())).await;
    assert_eq!((&track["title"], &track["path"]), (&json!("Tides"), &json!("uploads/01 Tides.flac")));
    assert!(track["loudness_lufs"].is_number(), "it was measured on the way: {track}");

    let again = send(&mut desk, "other name.flac", &sound).await;
    assert_eq!((&again["state"], &again["track"]), (&json!("done"), &sent["track"]));
    let namesake = send(&mut desk, "01 Tides.flac", &tone(550, "flac", &[])).await;
    assert_eq!(namesake["state"], "done");
    let names = ["uploads/01 Tides 2.flac", "uploads/01 Tides.flac"].map(|name| desk.media.join(name));
    assert_eq!(files(&desk.media), names, "nothing is sent twice, and nothing written over");
    assert_eq!(files(&desk.quarantine), [] as [PathBuf; 0]);
}

#[actix_web::test]
async fn what_is_for_one_station_goes_into_its_folder() {
    let mut desk = Desk::new();
    let sound = tone(440, "flac", &[]);
    assert_eq!(send(&mut desk, "b.flac", &sound).await["state"], "done");
    desk.store().set_folder("main", "mainly").unwrap();
    let offered = json!({ "name": "../a.flac", "size": sound.len(), "station": "main" });
    let others = desk.does("joe", "POST", "/api/v1/uploads", offered.clone()).await;
    assert_eq!(others.status, 403, "{others:?}");
    for _ in 0..2 {
        let offer = desk.does("mia", "POST", "/api/v1/uploads", offered.clone()).await;
        let id = offer.json()["id"].as_str().unwrap().to_owned();
        assert_eq!(part(&desk, "mia", &id, 0, &sound).await.status, 200);
        while desk.examiner.take_turn() {}
        let sent = desk.reads("mia", &format!("/api/v1/uploads/{id}")).await;
        assert_eq!(sent["state"], "done", "{sent}");
    }
    let names = ["mainly/a.flac", "uploads/b.flac"].map(|name| desk.media.join(name));
    assert_eq!(files(&desk.media), names, "the station has it once, also where others have it");
    let track = &desk.store().listed().unwrap()[0];
    assert!(track.is_below("mainly") && track.is_below("uploads"), "{track:?}");
    let page = super::library::page(&desk, "mia", "/admin/library").await;
    assert!(page.contains("<option value=\"main\">"), "{page}");
    let page = super::library::page(&desk, "joe", "/admin/library").await;
    assert!(!page.contains("<option value=\"main\">"), "{page}");
}

#[actix_web::test]
async fn who_runs_only_a_station_with_a_folder_sends_nothing_that_others_play() {
    let desk = Desk::new();
    let offered = json!({ "name": "a.flac", "size": 9 });
    let offer = desk.does("mia", "POST", "/api/v1/uploads", offered.clone()).await;
    assert_eq!(offer.status, 201, "{offer:?}");
    desk.store().set_folder("main", "mainly").unwrap();
    let offer = desk.does("mia", "POST", "/api/v1/uploads", offered).await;
    assert_eq!(offer.status, 422, "{offer:?}");
}

#[actix_web::test]
async fn a_part_without_bytes_is_refused() {
    let desk = Desk::new();
    let offered = json!({ "name": "a.flac", "size": 9 });
    let offer = desk.does("mia", "POST", "/api/v1/uploads", offered).await;
    let id = offer.json()["id"].as_str().unwrap().to_owned();
    let empty = part(&desk, "mia", &id, 0, b"").await;
    assert_eq!(empty.status, 422, "{empty:?}");
}

/// Offers a file that its owner knows by a key.
async fn offer(desk: &Desk, size: usize) -> Answer {
    let token = desk.session("mia");
    let asking = signed(request("POST", "/api/v1/uploads"), &token)
        .insert_header(("x-csrf-token", token.csrf()))
        .insert_header(("idempotency-key", "file 1"));
    desk.ask(asking.set_json(json!({ "name": "a.flac", "size": size }))).await
}

#[actix_web::test]
async fn what_was_interrupted_goes_on_after_a_restart() {
    let mut desk = Desk::new();
    let sound = tone(440, "flac", &[]);
    let first = offer(&desk, sound.len()).await;
    assert_eq!((first.status, first.header("upload-offset")), (201, "0"), "{first:?}");
    let id = first.json()["id"].as_str().unwrap().to_owned();
    let half = sound.len() / 2;
    assert_eq!(part(&desk, "mia", &id, 0, &sound[..half]).await.json()["offset"], half);
    let wrong = part(&desk, "mia", &id, 7, &sound[half..]).await;
    assert_eq!(wrong.status, 409);
    assert_eq!(wrong.json()["detail"], format!("The next part begins at {half}, and not at 7."));
    let more = part(&desk, "mia", &id, half, &[&sound[half..], b"x"].concat()).await;
    assert_eq!(more.status, 422, "{more:?}");

    desk.restart();
    let again = offer(&desk, sound.len()).await;
    assert_eq!((again.status, again.header("upload-offset")), (200, &*half.to_string()), "{again:?}");
    assert_eq!(again.json()["id"], *id);
    assert_eq!(part(&desk, "mia", &id, half, &sound[half..]).await.json()["state"], "examining");
    desk.restart();
    while desk.examiner.take_turn() {}
    assert_eq!(offer(&desk, sound.len()).await.json()["state"], "done");
}

#[actix_web::test]
async fn nobody_has_a_part_in_the_uploads_of_others() {
    let desk = Desk::new();
    let offered = json!({ "name": "a.flac", "size": 10 });
    let id =
        desk.does("mia", "POST", "/api/v1/uploads", offered).await.json()["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/uploads/{id}");
    assert_eq!(desk.does("joe", "GET", &path, Value::Null).await.status, 404);
    assert_eq!(part(&desk, "joe", &id, 0, b"abc").await.status, 404);
    assert_eq!(desk.does("joe", "DELETE", &path, Value::Null).await.status, 404);
    assert_eq!(desk.reads("joe", "/api/v1/uploads").await["uploads"], json!([]));
    assert_eq!(desk.reads("admin", "/api/v1/uploads").await["uploads"][0]["owner"], "mia");
    assert_eq!(desk.does("mia", "DELETE", &path, Value::Null).await.status, 204);
    assert_eq!(files(&desk.quarantine), [] as [PathBuf; 0]);
}

#[actix_web::test]
async fn uploads_are_bounded() {
    let desk = Desk::new();
    let offer = |size: u64| json!({ "name": "a.flac", "size": size });
    for (size, detail) in [
        (0, "The file is empty."),
        ((1 << 30) + 1, "The file is too large: a file has at most 1024 MB."),
        (u64::MAX, "The file is too large: a file has at most 1024 MB."),
    ] {
        let answer = desk.does("mia", "POST", "/api/v1/uploads", offer(size)).await;
        assert_eq!((answer.status, &answer.json()["detail"]), (422, &json!(detail)));
    }
    for _ in 0..2 {
        assert_eq!(desk.does("mia", "POST", "/api/v1/uploads", offer(10)).await.status, 201);
    }
    let third = desk.does("mia", "POST", "/api/v1/uploads", offer(10)).await;
    assert_eq!(third.status, 409, "two at once");
    assert_eq!(desk.does("joe", "POST", "/api/v1/uploads", offer(10)).await.status, 201, "others may");
    let id = newest(&desk).await;
    let large = part(&desk, "mia", &id, 0, &vec![0; (8 << 20) + 1]).await;
    assert_eq!(large.status, 413, "{large:?}");
}

async fn newest(desk: &Desk) -> String {
    let uploads = desk.reads("mia", "/api/v1/uploads").await;
    uploads["uploads"][0]["id"].as_str().unwrap().to_owned()
}

#[actix_web::test]
async fn what_arrives_otherwise_than_it_was_sent_is_refused() {
    let mut desk = Desk::new();
    let sound = tone(440, "flac", &[]);
    let digest = |hex: String| json!({ "name": "a.flac", "size": sound.len(), "digest": hex });
    let sha = format!("{:x}", Bytes::from(sha2::Sha256::digest(&sound).to_vec()));
    let blake = format!("{:X}", Bytes::from(blake2::Blake2b512::digest(&sound).to_vec()));
    for (digest, state) in
        [(digest("0".repeat(64)), "refused"), (digest(sha), "done"), (digest(blake), "done")]
    {
        let offer = desk.does("mia", "POST", "/api/v1/uploads", digest).await;
        let id = offer.json()["id"].as_str().unwrap().to_owned();
        part(&desk, "mia", &id, 0, &sound).await;
        while desk.examiner.take_turn() {}
        let upload = desk.reads("mia", &format!("/api/v1/uploads/{id}")).await;
        assert_eq!(upload["state"], state, "{upload}");
    }
    assert_eq!(desk.does("mia", "POST", "/api/v1/uploads", digest("abc".to_owned())).await.status, 422);
}
