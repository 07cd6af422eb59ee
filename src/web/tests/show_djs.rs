//! Shows that name their DJs, for programs, in the dashboard and for listeners.

use serde_json::{Value, json};

use super::desk::request;
use super::programs::{desk, puts};

const SHOW: &str = "/api/v1/stations/main/shows/Night";

fn night(djs: &[&str]) -> Value {
    json!({ "days": "daily", "at": "00:00", "length_minutes": 1440, "plays": { "type": "dj" }, "djs": djs })
}

#[actix_web::test]
async fn a_show_names_djs_who_may_go_live_on_its_station() {
    let desk = desk(2);
    puts(&desk, "shows/Night", night(&["Dan", "mia"])).await;
    assert_eq!(desk.reads("mia", SHOW).await["djs"], json!(["dan", "mia"]));
    puts(&desk, "shows/Night", night(&["dan"])).await;
    assert_eq!(desk.reads("mia", SHOW).await["djs"], json!(["dan"]));
    for (djs, status, said) in [
        (night(&["zoe"]), 422, "There is no account zoe."),
        (night(&["eve"]), 422, "Eve may not go live on this station."),
        (
            json!({ "days": "fri", "at": "20:00", "length_minutes": 60, "djs": ["dan"],
                    "plays": { "type": "track", "track": super::programs::number(1) } }),
            422,
            "Only a live show names DJs.",
        ),
    ] {
        let answer = desk.does("mia", "PUT", SHOW, djs).await;
        assert_eq!((answer.status, answer.json()["detail"].as_str()), (status, Some(said)), "{answer:?}");
    }
}

#[actix_web::test]
async fn listeners_are_told_who_is_in_a_show() {
    let desk = desk(2);
    puts(&desk, "shows/Night", night(&["dan", "mia"])).await;
    let programme = desk.reads("mia", "/api/v1/stations/main/programme").await;
    assert_eq!(programme["now"]["djs"], json!(["dan", "mia"]));
    assert_eq!(programme["shows"][0]["djs"], json!(["dan", "mia"]));
    let page = desk.ask(request("GET", "/main/programme")).await.body;
    assert!(page.contains("<strong>Night</strong> with dan, mia"), "{page}");
    puts(&desk, "shows/Night", night(&[])).await;
    assert_eq!(desk.reads("mia", "/api/v1/stations/main/programme").await["now"]["djs"], json!([]));
}

#[actix_web::test]
async fn the_form_of_a_show_has_a_box_for_each_dj() {
    let desk = desk(2);
    let new = "/admin/stations/main/schedule/new";
    let form = "edited=1&name=Night&on=week&fri=on&at=20:00&to=22:00&plays=dj&late=";
    let page = desk.does("mia", "GET", &format!("{new}?{form}&dj.dan=on"), Value::Null).await.body;
    assert!(page.contains(r#"<input type="checkbox" name="dj.dan" checked>"#), "{page}");
    assert!(page.contains(r#"<input type="checkbox" name="dj.mia">"#) && !page.contains("dj.eve"), "{page}");
    assert!(page.contains(r#"<input type="hidden" name="djs:list" value="dan">"#), "{page}");
    assert!(page.contains("until they connect. With dan."), "{page}");
    let other = desk.does("mia", "GET", &format!("{new}?{form}&dj.eve=on"), Value::Null).await.body;
    assert!(other.contains("Eve may not go live on this station."), "{other}");
    // A show that plays by itself has no DJs.
    let form = form.replace("plays=dj", &format!("plays=track+{}", super::programs::number(1)));
    let page = desk.does("mia", "GET", &format!("{new}?{form}&dj.dan=on"), Value::Null).await.body;
    assert!(page.contains("id=\"save\"") && !page.contains("djs:list"), "{page}");
}

#[actix_web::test]
async fn hours_are_those_of_shows_and_stations_say_what_comes_after_them() {
    let desk = desk(2);
    let dan = "/api/v1/stations/main/djs/dan";
    let answer = desk.does("mia", "PATCH", dan, json!({ "hours": ["Shows", "fri 20:00-23:00"] })).await;
    assert_eq!(answer.json()["hours"], json!(["fri 20:00-23:00", "shows"]));
    let wrong = desk.does("mia", "PATCH", dan, json!({ "hours": ["noon"] })).await;
    assert_eq!(wrong.status, 422, "{wrong:?}");
    let settings = "/api/v1/stations/main/settings";
    assert_eq!(desk.reads("mia", settings).await["over_time"], "keep");
    let changed = desk.does("mia", "PATCH", settings, json!({ "over_time": "end" })).await;
    assert_eq!(changed.json()["over_time"], "end");
    assert_eq!(desk.does("mia", "PATCH", settings, json!({ "over_time": "x" })).await.status, 422);
}
