//! Tests of the forecast, of displaced shows and of a playlist's content, as programs read and change them.

use serde_json::{Value, json};

use super::desk::Desk;
use super::programs::{desk, number, puts};

const MAIN: &str = "/api/v1/stations/main";

/// A desk by the clock of UTC with a playlist Gold, and a show that plays it on Mondays from 10:00 to 12:00.
async fn planned() -> Desk {
    let desk = desk(9);
    let rules = json!({ "time_zone": "UTC", "title_minutes": 0, "artist_minutes": 0, "album_minutes": 0 });
    puts(&desk, "rules", rules).await;
    puts(&desk, "playlists/Gold", json!({ "tracks": [number(1), number(2)], "order": "sequence" })).await;
    puts(&desk, "shows/Morning", show("mon", "10:00", 120)).await;
    desk
}

fn show(days: &str, at: &str, minutes: u16) -> Value {
    let plays = json!({ "type": "playlist", "name": "Gold" });
    json!({ "days": days, "at": at, "length_minutes": minutes, "plays": plays })
}

fn asked(query: &[(&str, &str)]) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
    format!("{MAIN}/preview?{query}")
}

/// The sentences about conflicts.
fn words(outlook: &Value) -> Vec<String> {
    let conflicts = outlook["conflicts"].as_array().unwrap().iter();
    conflicts.map(|conflict| conflict["words"].as_str().unwrap().to_owned()).collect()
}

#[actix_web::test]
async fn what_would_play_is_told_with_why() {
    let desk = planned().await;
    // A Monday.
    let outlook = desk.reads("dan", &asked(&[("from", "1970-01-05T10:00"), ("hours", "1")])).await;
    let plays = outlook["plays"].as_array().unwrap();
    assert_eq!(
        (plays[0]["at"].as_str(), plays[0]["track"].as_str()),
        (Some("Mon 10:00:00"), Some(&*number(1)))
    );
    assert_eq!(plays[0]["title"], "Bob – Title 1");
    assert_eq!(
        (&plays[0]["show"], &plays[0]["why"]),
        (&json!("Morning"), &json!("show Morning, playlist Gold"))
    );
    assert_eq!(plays.len(), 20, "of three minutes each, where nobody knows better");
    assert_eq!(plays[1]["track"], number(2));
    let after = desk.reads("dan", &asked(&[("from", "1970-01-05T12:00:00Z"), ("hours", "1")])).await;
    assert_eq!(
        (&after["plays"][0]["show"], &after["plays"][0]["why"]),
        (&Value::Null, &json!("playlist Gold"))
    );
    assert_eq!(words(&outlook), [""; 0]);
}

#[actix_web::test]
async fn shows_that_are_not_kept_are_tried_first() {
    let desk = planned().await;
    let mut news = show("daily", "11:00", 15);
    news["name"] = json!("News");
    let shows = json!([news]).to_string();
    let query = [("from", "1970-01-05T10:50"), ("hours", "1"), ("shows", &*shows)];
    let outlook = desk.reads("dan", &asked(&query)).await;
    let expected =
        "Mon, 11:00 to 11:15: News is heard, not Morning, because it begins later. Morning goes on at 11:15.";
    assert_eq!(words(&outlook), [expected]);
    assert_eq!(outlook["conflicts"][0]["is_proposed"], true);
    let cut = outlook["plays"].as_array().unwrap().iter().find(|play| play["show"] == "News").unwrap();
    assert_eq!((&cut["at"], &cut["fades_in"]), (&json!("Mon 11:00:00"), &json!(true)));
    assert_eq!(desk.store().shows("main").unwrap().len(), 1, "nothing is kept");
    let query = [("from", "1970-01-05T10:50"), ("shows", &*shows), ("without", "morning")];
    assert_eq!(words(&desk.reads("dan", &asked(&query)).await), [""; 0]);
    // In its own place there is no conflict with itself.
    let mut moved = show("mon", "10:30", 120);
    moved["name"] = json!("MORNING");
    let shows = json!([moved]).to_string();
    assert_eq!(words(&desk.reads("dan", &asked(&[("shows", &shows)])).await), [""; 0]);
}

#[actix_web::test]
async fn an_outlook_that_cannot_be_had_is_refused_in_words() {
    let desk = planned().await;
    let mut nothing = show("mon", "10:00", 60);
    nothing["name"] = json!("Nothing");
    nothing["plays"]["name"] = json!("None");
    let nothing = json!([nothing]).to_string();
    for (key, value, says) in [
        ("hours", "0", "hours has to be from 1 to 48."),
        ("hours", "49", "hours has to be from 1 to 48."),
        ("from", "noon", "from has to be a moment such as 2026-12-24T18:00."),
        ("shows", &nothing, "There is no playlist \"None\"."),
    ] {
        let answer = desk.does("dan", "GET", &asked(&[(key, value)]), Value::Null).await;
        let detail = answer.json()["detail"].as_str().unwrap().to_lowercase();
        assert_eq!((answer.status, detail), (422, says.to_lowercase()), "{key}={value}");
    }
    assert_eq!(desk.does("dan", "GET", &asked(&[("shows", "{")]), Value::Null).await.status, 422);
    assert_eq!(desk.does("dan", "GET", &asked(&[("when", "now")]), Value::Null).await.status, 422);
}

#[actix_web::test]
async fn the_tracks_of_a_playlist_are_put_in_order_one_by_one() {
    let desk = planned().await;
    let all = format!("{MAIN}/playlists/Gold/tracks");
    let told = |desk: &Desk| -> String {
        let crate::model::Contents::Fixed(tracks) = desk.store().playlist("main", "Gold").unwrap().contents
        else {
            panic!("it lists tracks");
        };
        tracks.iter().map(|track| (track.0 - (1 << 60)).to_string()).collect()
    };
    let done = async |verb: &str, path: String, body: Value| desk.does("mia", verb, &path, body).await.status;
    assert_eq!(done("POST", all.clone(), json!({ "tracks": [number(5)] })).await, 204);
    assert_eq!(done("POST", all.clone(), json!({ "tracks": [number(3), number(4)], "place": 2 })).await, 204);
    assert_eq!(told(&desk), "13425");
    assert_eq!(done("PATCH", format!("{all}/1"), json!({ "place": 4 })).await, 204);
    assert_eq!(told(&desk), "34215");
    assert_eq!(done("PATCH", format!("{all}/5?track={}", number(5)), json!({ "place": 1 })).await, 204);
    assert_eq!(done("DELETE", format!("{all}/2?track={}", number(3)), Value::Null).await, 204);
    assert_eq!(told(&desk), "5421");
    assert_eq!(
        done("DELETE", format!("{all}/2?track={}", number(3)), Value::Null).await,
        412,
        "another is there"
    );
    assert_eq!(done("DELETE", format!("{all}/5"), Value::Null).await, 404);
    assert_eq!(done("DELETE", format!("{all}/0"), Value::Null).await, 404);
    assert_eq!(done("POST", all.clone(), json!({ "tracks": [number(99)] })).await, 422);
    assert_eq!(done("POST", all, json!({ "tracks": [number(1)], "place": 0 })).await, 422);
    assert_eq!(told(&desk), "5421");
    puts(&desk, "playlists/All", json!({ "query": { "text": "" } })).await;
    let smart = desk.does("mia", "DELETE", &format!("{MAIN}/playlists/All/tracks/1"), Value::Null).await;
    assert_eq!(smart.status, 409);
    assert_eq!(desk.reads("dan", &format!("{MAIN}/playlists/All")).await["query"]["text"], Value::Null);
}

#[actix_web::test]
async fn what_is_made_is_new() {
    let desk = planned().await;
    let make =
        async |kind: &str, body: Value| desk.does("mia", "POST", &format!("{MAIN}/{kind}"), body).await;
    let made = make("playlists", json!({ "name": "Köln 2", "tracks": [] })).await;
    let at = "/api/v1/stations/main/playlists/K%C3%B6ln%202";
    assert_eq!((made.status, made.header("location")), (201, at), "{made:?}");
    assert_eq!(desk.reads("dan", at).await["name"], "Köln 2");
    let again = make("playlists", json!({ "name": "gold", "tracks": [] })).await;
    assert_eq!(
        (again.status, again.json()["detail"].as_str()),
        (409, Some("There is a playlist \"gold\" already."))
    );
    assert_eq!(make("playlists", json!({ "tracks": [] })).await.status, 422);
    let made = make("hour-plans", json!({ "name": "Clock", "items": ["Gold", ":00! Gold"] })).await;
    assert_eq!((made.status, made.header("location")), (201, "/api/v1/stations/main/hour-plans/Clock"));
    assert_eq!(make("hour-plans", json!({ "name": "CLOCK", "items": ["Gold"] })).await.status, 409);
    assert_eq!(make("hour-plans", json!({ "name": "Other", "items": ["None"] })).await.status, 422);
}

#[actix_web::test]
async fn playlists_go_out_as_files_and_come_in_again() {
    let desk = planned().await;
    for (ending, kind) in
        [("m3u8", "audio/x-mpegurl"), ("pls", "audio/x-scpls"), ("xspf", "application/xspf+xml")]
    {
        let file =
            desk.does("dan", "GET", &format!("{MAIN}/playlists/Gold/export.{ending}"), Value::Null).await;
        assert_eq!((file.status, file.header("content-type")), (200, kind), "{file:?}");
        let name = format!("attachment; filename*=UTF-8''Gold.{ending}");
        assert_eq!(file.header("content-disposition"), name);
        assert!(file.body.contains("1.mp3") && !file.body.contains("/1.mp3"), "{}", file.body);
        let path = format!("{MAIN}/playlists/From%20{ending}/import");
        let taken = desk.does("mia", "POST", &path, json!({ "text": file.body })).await;
        assert_eq!((taken.status, taken.json()), (200, json!({ "listed": 2, "found": 2, "missing": [] })));
        let held = desk.reads("dan", &format!("{MAIN}/playlists/From%20{ending}/tracks")).await;
        assert_eq!((&held["tracks"][0]["id"], &held["count"]), (&json!(number(1)), &json!(2)));
    }
    let path = format!("{MAIN}/playlists/Gold/import");
    let some = desk.does("mia", "POST", &path, json!({ "text": "gone.mp3\n3.mp3", "file": "a.m3u" })).await;
    assert_eq!(some.json(), json!({ "listed": 2, "found": 1, "missing": ["gone.mp3"] }));
    for (text, file) in [("gone.mp3", None), ("<playlist>", None), ("1.mp3", Some("a.doc")), ("", None)] {
        let answer = desk.does("mia", "POST", &path, json!({ "text": text, "file": file })).await;
        assert_eq!(answer.status, 422, "{text} {file:?}: {answer:?}");
    }
    let held = desk.reads("dan", &format!("{MAIN}/playlists/Gold/tracks")).await;
    assert_eq!(held["count"], 1, "as it was");
}

#[actix_web::test]
async fn a_playlist_is_played_otherwise_and_keeps_its_tracks() {
    let desk = planned().await;
    let path = format!("{MAIN}/playlists/gold");
    let changed =
        desk.does("mia", "PATCH", &path, json!({ "weight": 7, "hours": ["fri 20:00-23:00"] })).await;
    assert_eq!((changed.status, &changed.json()["weight"]), (200, &json!(7)), "{changed:?}");
    let told = desk.reads("dan", &path).await;
    assert_eq!((&told["name"], &told["tracks"]), (&json!("Gold"), &json!([number(1), number(2)])));
    assert_eq!((&told["order"], &told["hours"]), (&json!("sequence"), &json!(["fri 20:00-23:00"])));
    let smart = desk.does("mia", "PATCH", &path, json!({ "query": { "genre": "Folk", "artist": "" } })).await;
    assert_eq!((&smart.json()["query"]["genre"], &smart.json()["tracks"]), (&json!("Folk"), &Value::Null));
    assert_eq!(smart.json()["query"]["artist"], Value::Null);
    let kept = desk.does("mia", "PATCH", &path, json!({ "order": "shuffle" })).await.json();
    assert_eq!(
        (&kept["weight"], &kept["hours"]),
        (&json!(7), &json!(["fri 20:00-23:00"])),
        "not named: {kept}"
    );
    let usual = desk.does("mia", "PATCH", &path, json!({ "weight": null, "hours": null })).await.json();
    assert_eq!(
        (&usual["weight"], &usual["hours"], &usual["order"]),
        (&json!(1), &json!([]), &json!("shuffle"))
    );
    let none = desk.does("mia", "PATCH", &format!("{MAIN}/playlists/None"), json!({})).await;
    assert_eq!(none.status, 404);
}
