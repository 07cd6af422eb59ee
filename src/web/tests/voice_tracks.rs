//! Tests of talk between two tracks of the queue.

use serde_json::{Value, json};

use super::desk::{Answer, Desk, request, signed};
use super::programs::{desk, number};
use crate::model::LiveHours;
use crate::store::StationPermissions;

const QUEUE: &str = "/api/v1/stations/main/queue";
const ALL: &str = "/api/v1/stations/main/voice-tracks";

/// A second of sound, 16 bits in mono.
fn sound() -> Vec<u8> {
    let mut wav = b"RIFF\x24\x77\x01\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x80\xBB\0\0\0\x77\x01\0\x02\0\x10\0data\0\x77\x01\0".to_vec();
    wav.extend((0..48_000).flat_map(|at: i32| ((at % 100) as i16 * 100).to_le_bytes()));
    wav
}

/// A desk with three tracks in the queue; they have the numbers 1, 3 and 5 there.
async fn queued() -> Desk {
    let desk = desk(9);
    for id in 1..=3 {
        desk.does("mia", "POST", QUEUE, json!({ "track": number(id) })).await;
    }
    desk
}

async fn sends(desk: &Desk, name: &str, query: &str, body: Vec<u8>) -> Answer {
    let session = desk.session(name);
    let request = request("POST", &format!("{ALL}?{query}")).insert_header(("content-type", "audio/wav"));
    let request = request.insert_header(("x-csrf-token", session.csrf())).set_payload(body);
    desk.ask(signed(request, &session)).await
}

/// The numbers in the queue, and how the talk among them is heard.
async fn entries(desk: &Desk) -> Vec<(u64, Value)> {
    let list = desk.reads("dan", QUEUE).await;
    let entries = list["entries"].as_array().unwrap().iter();
    entries.map(|entry| (entry["number"].as_u64().unwrap(), entry["voice"]["placement"].clone())).collect()
}

#[actix_web::test]
async fn a_dj_puts_talk_between_two_tracks_and_takes_it_out_again() {
    let desk = queued().await;
    let sent = sends(&desk, "dan", "before=3&overlap=4800&next=24000", sound()).await;
    assert_eq!(sent.status, 201, "{sent:?}");
    let (id, voice) = (sent.json()["id"].clone(), sent.json()["number"].as_u64().unwrap());
    assert_eq!(
        entries(&desk).await,
        [(1, Value::Null), (voice, json!("between")), (3, Value::Null), (5, Value::Null)]
    );
    let list = desk.reads("dan", QUEUE).await;
    let entry = &list["entries"][1];
    assert_eq!((&entry["voice"]["dj"], &entry["voice"]["seconds"]), (&json!("dan"), &json!(1.0)));
    assert_eq!((&entry["type"], &entry["is_jingle"]), (&json!("talk"), &json!(true)));
    let own = format!("{ALL}/{id}");
    let heard =
        desk.ask_for_bytes(signed(request("GET", &format!("{own}/sound")), &desk.session("dan"))).await;
    assert_eq!(heard.header("content-type"), "audio/wav");

    // The tracks beside it change.
    desk.does("mia", "PATCH", &format!("{QUEUE}/5"), json!({ "place": 3 })).await;
    assert_eq!(entries(&desk).await[1].1, "before-another");
    desk.does("mia", "DELETE", &format!("{QUEUE}/1"), Value::Null).await;
    desk.does("mia", "PATCH", &format!("{QUEUE}/3"), json!({ "place": 1 })).await;
    assert_eq!(entries(&desk).await[1], (voice, json!("dropped")));

    for (name, status) in [("eve", 403), ("dan", 204), ("dan", 404)] {
        assert_eq!(desk.does(name, "DELETE", &own, Value::Null).await.status, status, "{name}");
    }
    assert_eq!(entries(&desk).await.len(), 2);
    let files = desk.store().path().with_file_name("voice-tracks");
    assert_eq!(std::fs::read_dir(files).unwrap().count(), 0);
}

#[actix_web::test]
async fn talk_that_has_no_place_or_is_none_leaves_nothing() {
    let desk = queued().await;
    for (query, status) in [
        ("before=1&overlap=0&next=24000", 409),
        ("before=99&overlap=0&next=24000", 409),
        ("before=3&overlap=1440001&next=24000", 422),
        ("before=3&overlap=0&next=48001", 422),
        ("before=3&overlap=0", 422),
    ] {
        let refused = sends(&desk, "dan", query, sound()).await;
        assert_eq!(refused.status, status, "{query}: {refused:?}");
    }
    let refused = sends(&desk, "dan", "before=3&overlap=0&next=1", b"words, not sound".to_vec()).await;
    assert_eq!(refused.status, 422, "{refused:?}");
    assert!(refused.body.contains("The talk is not taken"), "{refused:?}");
    assert_eq!(sends(&desk, "eve", "before=3&overlap=0&next=24000", sound()).await.status, 403, "not hers");
    assert_eq!(entries(&desk).await.len(), 3);
    let files = desk.store().path().with_file_name("voice-tracks");
    assert_eq!(std::fs::read_dir(files).map_or(0, Iterator::count), 0);
}

#[actix_web::test]
async fn a_dj_records_for_hours_in_which_they_may_be_live() {
    let desk = queued().await;
    let hours: Vec<LiveHours> = vec!["shows".parse().unwrap()];
    let reach = StationPermissions { stations: vec!["main".to_owned()], hours };
    desk.store().set_reach("dan", &reach).unwrap();
    let refused = sends(&desk, "dan", "before=3&overlap=0&next=24000", sound()).await;
    assert_eq!(refused.status, 403, "{refused:?}");
    assert!(refused.body.contains("is for other hours"), "{refused:?}");
    assert_eq!(
        sends(&desk, "mia", "before=3&overlap=0&next=24000", sound()).await.status,
        201,
        "she runs it"
    );
}
