//! The page "On air", and what is done from it.

use serde_json::{Value, json};

use super::programs::{desk, number};

const MAIN: &str = "/api/v1/stations/main";
const PAGE: &str = "/admin/stations/main";

#[actix_web::test]
async fn whoever_runs_a_station_silences_it_and_brings_it_back() {
    let desk = desk(1);
    let path = format!("{MAIN}/silence");
    assert_eq!(desk.does("dan", "POST", &path, Value::Null).await.status, 403);
    assert_eq!(desk.reads("dan", &path).await, json!({ "is_silenced": false }));
    for _ in 0..2 {
        assert_eq!(desk.does("mia", "POST", &path, Value::Null).await.status, 204);
    }
    assert!(desk.server.stations[0].is_silenced() && !desk.server.stations[1].is_silenced());
    let page = desk.does("mia", "GET", PAGE, Value::Null).await.body;
    assert!(
        page.contains(">Back on air</button>") && page.contains("listeners hear nothing. Press"),
        "{page}"
    );
    assert_eq!(desk.does("mia", "DELETE", &path, Value::Null).await.status, 204);
    assert_eq!(desk.reads("dan", &path).await, json!({ "is_silenced": false }));
}

#[actix_web::test]
async fn an_emergency_has_its_playlist() {
    let desk = desk(2);
    let path = format!("{MAIN}/emergency");
    assert_eq!(desk.reads("dan", &path).await, json!({ "playlist": null, "is_on": false }));
    let none = desk.does("mia", "POST", &path, Value::Null).await;
    assert_eq!(none.status, 409, "{none:?}");
    let list = json!({ "tracks": [number(1)], "weight": 0 });
    desk.does("mia", "PUT", &format!("{MAIN}/playlists/Calm"), list).await;
    let jingles = json!({ "tracks": [], "kind": "jingle" });
    desk.does("mia", "PUT", &format!("{MAIN}/playlists/IDs"), jingles).await;
    for wrong in ["IDs", "nothing"] {
        let refused = desk.does("mia", "PUT", &path, json!({ "playlist": wrong })).await;
        assert_eq!(refused.status, 422, "{refused:?}");
    }
    let page = desk.does("mia", "GET", PAGE, Value::Null).await.body;
    assert!(page.contains("<option>Calm</option>") && !page.contains("<option>IDs"), "{page}");
    let chosen = desk.does("mia", "PUT", &path, json!({ "playlist": "calm" })).await.json();
    assert_eq!(chosen, json!({ "playlist": "Calm", "is_on": false }));
    assert_eq!(desk.does("dan", "POST", &path, Value::Null).await.status, 403);
    assert_eq!(desk.does("mia", "POST", &path, Value::Null).await.status, 204);
    assert_eq!(desk.reads("dan", &path).await, json!({ "playlist": "Calm", "is_on": true }));
    let page = desk.does("mia", "GET", PAGE, Value::Null).await.body;
    assert!(page.contains("End emergency"), "{page}");
    assert_eq!(desk.does("mia", "DELETE", &path, Value::Null).await.status, 204);
    assert_eq!(desk.reads("dan", &path).await["is_on"], json!(false));
}

#[actix_web::test]
async fn the_dj_is_told_something() {
    let desk = desk(1);
    let path = format!("{MAIN}/messages");
    let long = "ä".repeat(501);
    for wrong in ["", " \n ", &long] {
        assert_eq!(desk.does("mia", "POST", &path, json!({ "text": wrong })).await.status, 422, "{wrong:?}");
    }
    assert_eq!(desk.does("joe", "POST", &path, json!({ "text": "hello" })).await.status, 403);
    let left = desk.does("mia", "POST", &path, json!({ "text": "<b>Louder</b>\nplease" })).await;
    assert_eq!((left.status, &left.json()["number"]), (201, &json!(1)));
    desk.does("dan", "POST", &path, json!({ "text": long[..1_000] })).await;
    let messages = desk.reads("dan", &path).await;
    let first = &messages["messages"][0];
    assert_eq!((&first["from"], &first["text"]), (&json!("mia"), &json!("<b>Louder</b> please")));
    assert_eq!(first["read_by"], Value::Null);
    desk.server.stations[0].message_is_read(1, "Ada");
    let page = desk.does("mia", "GET", PAGE, Value::Null).await.body;
    assert!(page.contains("&lt;b&gt;Louder") && !page.contains("<b>Louder"), "{page}");
    assert!(page.contains("read by Ada") && page.contains("not read yet"), "{page}");
    let one = format!("{path}/1");
    assert_eq!(desk.does("dan", "DELETE", &one, Value::Null).await.status, 204);
    assert_eq!(desk.does("dan", "DELETE", &one, Value::Null).await.status, 404);
    assert_eq!(desk.does("dan", "DELETE", &format!("{path}/x"), Value::Null).await.status, 404);
}

#[actix_web::test]
async fn the_page_shows_what_each_may_do() {
    let desk = desk(5);
    let queue = format!("{MAIN}/queue");
    for id in [2, 3] {
        let put = desk.does("mia", "POST", &queue, json!({ "track": number(id) })).await;
        assert_eq!(put.status, 201);
    }
    let entries = desk.reads("mia", &queue).await;
    let first = entries["entries"][0]["number"].as_u64().unwrap();
    let page = desk.does("mia", "GET", PAGE, Value::Null).await;
    assert_eq!(page.status, 200);
    let titles = page.body.find("Cid – Title 2").zip(page.body.find("Ann – Title 3"));
    assert!(titles.is_some_and(|(second, third)| second < third), "{}", page.body);
    for shown in ["id=\"skip\"", "Fade to silence", &format!("id=\"down-{first}\""), "Nobody is live."] {
        assert!(page.body.contains(shown), "{shown}: {}", page.body);
    }
    assert!(!page.body.contains(&format!("id=\"up-{first}\"")), "the first goes no further");
    let found = desk.does("mia", "GET", &format!("{PAGE}?q=bob"), Value::Null).await.body;
    assert!(found.contains("Bob – Title 1") && !found.contains("Ann – Title 5"), "{found}");
    let none = desk.does("mia", "GET", &format!("{PAGE}?q=zzz"), Value::Null).await.body;
    assert!(none.contains("No matches."), "{none}");
    let page = desk.does("dan", "GET", &format!("{PAGE}?q=bob"), Value::Null).await.body;
    for hidden in ["id=\"skip\"", "Fade to silence", "/queue/", "Bob – Title 1"] {
        assert!(!page.contains(hidden), "{hidden}: {page}");
    }
    assert!(page.contains("Message to the DJ"), "{page}");
    let audience = desk.reads("dan", &format!("{MAIN}/audience")).await;
    assert_eq!(audience["now"], json!(0));
}
