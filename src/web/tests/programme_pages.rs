//! The pages of playlists, shows and hour plans, as browsers without scripts use them.

use serde_json::{Value, json};

use super::desk::{Answer, Desk, aired, request, signed};
use super::programs::{desk, number, puts};
use crate::model::SourceKind::{Autodj, Live, Silence};
use crate::model::{Aired, Audience};

const MAIN: &str = "/api/v1/stations/main";
const PAGES: &str = "/admin/stations/main";

async fn page(desk: &Desk, who: &str, path: &str) -> Answer {
    let answer = desk.does(who, "GET", &format!("{PAGES}/{path}"), Value::Null).await;
    assert_eq!(answer.status, 200, "{path}: {answer:?}");
    answer
}

/// A station with some of everything; its clock stands on the first of January 1970, a Thursday.
async fn planned() -> Desk {
    let desk = desk(9);
    let rules = json!({ "time_zone": "UTC", "title_minutes": 0, "artist_minutes": 0, "album_minutes": 0 });
    puts(&desk, "rules", rules).await;
    puts(&desk, "playlists/Gold", json!({ "tracks": [number(1), number(99), number(2)], "weight": 3 })).await;
    puts(&desk, "playlists/%3Cb%3E", json!({ "query": { "genre": "Folk" } })).await;
    puts(&desk, "hour-plans/Clock", json!({ "items": ["Gold", ":00! Gold"] })).await;
    let plays = json!({ "type": "hour-plan", "name": "Clock" });
    puts(
        &desk,
        "shows/Drive",
        json!({ "days": "mon-fri", "at": "16:00", "length_minutes": 120, "plays": plays }),
    )
    .await;
    desk
}

#[actix_web::test]
async fn who_only_goes_live_reads_and_changes_nothing() {
    let desk = planned().await;
    let paths = [
        "playlists",
        "playlists/Gold",
        "playlists/%3Cb%3E",
        "schedule",
        "schedule/shows/Drive",
        "schedule/plans",
        "schedule/plans/Clock",
        "schedule/outlook",
    ];
    for path in paths {
        let (read, run) = (page(&desk, "dan", path).await.body, page(&desk, "mia", path).await.body);
        assert!(!read.contains("action=\"/api/"), "{path}: {read}");
        assert!(path == "schedule/outlook" || run.contains("action=\"/api/"), "{path}: {run}");
        assert!(!run.contains("<b>") && !run.contains(" style="), "{path}: {run}");
    }
    let new = desk.does("dan", "GET", &format!("{PAGES}/schedule/new"), Value::Null).await;
    assert_eq!(new.status, 403);
    for missing in ["playlists/None", "schedule/shows/None", "schedule/plans/None", "schedule?day=soon"] {
        let answer = desk.does("mia", "GET", &format!("{PAGES}/{missing}"), Value::Null).await;
        assert!([404, 422].contains(&answer.status), "{missing}: {answer:?}");
    }
}

#[actix_web::test]
async fn an_empty_station_says_what_to_do() {
    let desk = desk(0);
    for (path, says) in [
        ("playlists", "The library is empty."),
        ("schedule", "No shows yet"),
        ("schedule/plans", "A clock is built from playlists"),
        ("schedule/outlook", "The library is empty."),
    ] {
        let page = page(&desk, "mia", path).await;
        assert!(page.body.contains(says), "{path}: {page:?}");
    }
}

#[actix_web::test]
async fn a_playlist_is_told_with_what_is_gone_and_who_needs_it() {
    let desk = planned().await;
    let page = page(&desk, "mia", "playlists/gold?q=title+5").await.body;
    assert!(page.contains("Bob – Title 1") && page.contains("Not in the library: skipped"), "{page}");
    assert!(page.contains("2 tracks") && page.contains("Used by: Clock Clock"), "{page}");
    assert!(page.contains("aria-label=\"Add Cid – Title 5\""), "what was searched for: {page}");
    assert!(
        page.contains(&format!("tracks/3?track={}", number(2))),
        "places count what is gone, too: {page}"
    );
    let all = super::programme_pages::page(&desk, "mia", "playlists").await.body;
    assert!(all.contains("Genre Folk") && all.contains("Weight 3 (75 %)"), "{all}");
}

#[actix_web::test]
async fn a_week_has_its_shows_where_they_are() {
    let desk = planned().await;
    let plays = json!({ "type": "dj" });
    puts(
        &desk,
        "shows/Night",
        json!({ "days": "sun", "at": "23:00", "length_minutes": 125, "plays": plays }),
    )
    .await;
    let plays = json!({ "type": "playlist", "name": "Gold" });
    puts(&desk, "shows/News", json!({ "days": "mon", "at": "17:00", "length_minutes": 15, "plays": plays }))
        .await;
    let page = page(&desk, "mia", "schedule?day=1970-01-07").await.body;
    assert!(page.contains("5 to 11 January 1970"), "{page}");
    let days: Vec<&str> = page.split("<section class=\"day").skip(1).collect();
    assert_eq!(days.len(), 7);
    assert!(days[0].contains("h16 m0 lh2 lm0\"") && days[0].contains("h17 m0 lh0 lm3 over\""), "{}", days[0]);
    assert!(days[0].contains("h0 m0 lh1 lm1\""), "what began the day before: {}", days[0]);
    assert!(
        !days[0].split("h0 m0 lh1 lm1").nth(1).unwrap().split("</a>").next().unwrap().contains("data-show")
    );
    assert!(days[2].starts_with(" shown\"") && days[6].contains("h23 m0 lh1 lm0\""), "{page}");
    assert!(!days[5].contains("class=\"block h"), "{}", days[5]);
    let words =
        "Mon, 17:00 to 17:15: News is heard, not Drive, because it begins later. Drive goes on at 17:15.";
    assert!(page.contains(words), "{page}");
}

#[actix_web::test]
async fn what_a_show_would_change_is_seen_and_then_saved() {
    let desk = planned().await;
    let new =
        "schedule/new?edited=1&name=News&on=week&mon=on&fri=on&at=17:00&to=17:30&plays=playlist+Gold&late=";
    let seen = page(&desk, "mia", new).await.body;
    assert!(
        seen.contains("News: Mon, Fri, 17:00 to 17:30; starts on time, the track before it is faded out."),
        "{seen}"
    );
    assert!(seen.contains("Fri, Mon, 17:00 to 17:30: News is heard, not Drive"), "{seen}");
    assert!(seen.contains("show News, playlist Gold"), "{seen}");
    assert_eq!(desk.store().shows("main").unwrap().len(), 1, "nothing is kept yet");
    // The form that saves is sent as it is.
    let form = seen.split("<form method=\"post\"").nth(2).unwrap().split("</form>").next().unwrap();
    assert!(form.contains(&format!("action=\"{MAIN}/shows/News\"")), "{form}");
    let session = desk.session("mia");
    let mut fields = form_urlencoded::Serializer::new(String::new());
    for field in form.split("<input ").skip(1) {
        let part = |name: &str| field.split(&format!("{name}=\"")).nth(1).unwrap().split('"').next().unwrap();
        let value =
            if part("name") == "csrf" { session.csrf() } else { part("value").replace("&quot;", "\"") };
        fields.append_pair(part("name"), &value);
    }
    let sent = signed(request("POST", &format!("{MAIN}/shows/News")), &session)
        .insert_header(("content-type", "application/x-www-form-urlencoded"))
        .insert_header(("accept", "text/html"))
        .set_payload(fields.finish());
    let sent = desk.ask(sent).await;
    assert_eq!((sent.status, sent.header("location")), (303, "/admin/stations/main/schedule"), "{sent:?}");
    let kept = desk.reads("dan", &format!("{MAIN}/shows/News")).await;
    assert_eq!((&kept["days"], &kept["length_minutes"]), (&json!("mon,fri"), &json!(30)));
    assert_eq!(kept["plays"], json!({ "type": "playlist", "name": "Gold" }));
}

#[actix_web::test]
async fn a_show_is_moved_by_what_the_address_says() {
    let desk = planned().await;
    let moved = page(&desk, "mia", "schedule/shows/drive?days=tue,sat&at=22:30&to=01:00").await.body;
    assert!(
        moved.contains("Drive: Tue, Sat, 22:30 to 01:00; starts on time, the track before it is faded out."),
        "{moved}"
    );
    assert!(moved.contains("name=\"length_minutes:number\" value=\"150\""), "{moved}");
    let same = page(&desk, "mia", "schedule/shows/Drive").await.body;
    assert!(!same.contains("id=\"save\"") && same.contains("Preview</h2>"), "{same}");
    let dated = page(&desk, "mia", "schedule/shows/Drive?date=1970-02-01").await.body;
    assert!(
        dated.contains("Sun 1 February 1970") && dated.contains("name=\"date\" value=\"1970-02-01\">"),
        "{dated}"
    );
    for (query, says) in [
        ("edited=1&on=week&at=20:00&to=21:00&plays=dj", "Say on which days the show is on."),
        ("edited=1&on=date&at=20:00&to=21:00&plays=dj", "Say on which date the show is on."),
        ("at=late", "A time of day is such as"),
        ("late=241", "at most 240 minutes late"),
        ("plays=playlist+None", "There is no playlist &quot;None&quot;."),
        ("plays=relay", "Say where the stream is"),
    ] {
        let page = page(&desk, "mia", &format!("schedule/shows/Drive?{query}")).await.body;
        assert!(page.contains(says) && !page.contains("id=\"save\""), "{query}: {page}");
    }
}

#[actix_web::test]
async fn what_was_asked_for_is_told_with_what_became_of_it() {
    let desk = desk(9);
    let path = format!("{MAIN}/requests");
    assert!(page(&desk, "mia", "requests").await.body.contains("No requests yet."));
    for _ in 0..3 {
        desk.ask(request("POST", &path).set_json(json!({ "track": number(1) }))).await;
    }
    let asked = desk.reads("dan", &format!("{path}/asked")).await;
    let told = asked["asked"].as_array().unwrap();
    assert_eq!(told.len(), 1, "at one moment, whatever became of it: {asked}");
    let limits = json!({ "of_a_person": 1, "of_all": 2 });
    let put = desk.does("mia", "PUT", &format!("{path}/limits"), limits.clone()).await;
    assert_eq!((put.status, put.json()), (200, limits));
    let wrong = json!({ "of_a_person": 0, "of_all": 2 });
    assert_eq!(desk.does("mia", "PUT", &format!("{path}/limits"), wrong).await.status, 422);
    let refused = desk.ask(request("POST", &path).set_json(json!({ "track": number(2) }))).await;
    let detail = "You have asked for as much as one may within an hour; ask again later.";
    assert_eq!((refused.status, &refused.json()["detail"]), (409, &json!(detail)));
    let page = page(&desk, "mia", "requests").await.body;
    assert!(page.contains("1 per hour each, 2 per hour for all together"), "{page}");
    assert!(page.contains("Refused: hourly limit of this listener reached"), "{page}");
    assert!(page.contains("Turn off requests") && page.contains("/queue/1\""), "{page}");
}

#[actix_web::test]
async fn a_day_of_the_log_has_its_lines_and_what_they_come_to() {
    let desk = desk(1);
    let rules =
        json!({ "time_zone": "Europe/Berlin", "title_minutes": 0, "artist_minutes": 0, "album_minutes": 0 });
    puts(&desk, "rules", rules).await;
    let audience = Audience { most: 3, performances: 4, seconds: 1_800.0 };
    let line =
        |from_s: u64, title: &str, source| Aired { audience, ..aired(from_s, from_s + 90, title, source) };
    // Midnight in Berlin is an hour before that in UTC.
    let day = 2 * 86_400 - 3_600;
    let lines = [
        line(day - 100, "Before", Autodj),
        line(day, "<i>First</i>", Autodj),
        line(day + 100, "Second", Live),
        line(day + 200, "Nothing", Silence),
    ];
    desk.store().put_aired(lines.iter()).unwrap();
    let shown = page(&desk, "dan", "log?day=1970-01-03").await.body;
    assert!(shown.contains("Saturday, 3 January 1970") && !shown.contains("Before"), "{shown}");
    assert!(
        shown.contains("<td class=\"at\">00:00:00</td><td class=\"at\">1:30</td><td>Ada – &lt;i&gt;First"),
        "{shown}"
    );
    assert!(
        shown.contains("<dt>Titles</dt><dd>2</dd>") && shown.contains("<dt>Live</dt><dd>1:30</dd>"),
        "{shown}"
    );
    assert!(shown.contains("1.5 h, all listeners together"), "{shown}");
    let file = shown.split("/log.csv?").nth(1).unwrap().split('"').next().unwrap().replace("&amp;", "&");
    let csv = desk.does("dan", "GET", &format!("{MAIN}/log.csv?{file}"), Value::Null).await;
    assert_eq!((csv.status, csv.body.lines().count()), (200, 4), "the same lines: {csv:?}");
    let found = page(&desk, "dan", "log?q=befORE&source=autodj").await.body;
    assert!(
        found.contains("All days") && found.contains("Ada – Before") && !found.contains("First"),
        "{found}"
    );
    assert!(page(&desk, "dan", "log?q=nowhere").await.body.contains("No matches."));
    assert!(page(&desk, "dan", "log?day=1999-01-01").await.body.contains("Nothing was on air on this day."));
    assert!(page(&desk, "dan", "recordings").await.body.contains("There are no recordings yet."));
    let report =
        format!("{MAIN}/log/soundexchange?from=1970-01-02&to=1970-02-01&service=A%5EB%7CC&category=B");
    let report = desk.does("dan", "GET", &report, Value::Null).await;
    let rows: Vec<&str> = report.body.lines().collect();
    assert!(rows.len() == 4 && rows[1].starts_with("^A B C^|^B^|^Ada^|"), "no silence: {report:?}");
    let wrong = format!("{MAIN}/log/soundexchange?from=1970-01-02&to=1970-02-01&category=b");
    assert_eq!(desk.does("dan", "GET", &wrong, Value::Null).await.status, 422);
}
