//! The programme for listeners: what is on and until when, what comes next, the week, and what was played.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::desk::{Desk, request};
use super::programs::{desk, puts};
use crate::clock::ManualClock;
use crate::model::{NowPlaying, SourceKind, Title, TrackKind};

const PROGRAMME: &str = "/api/v1/stations/main/programme";
const MINUTE: Duration = Duration::from_mins(1);

fn us(time: &str) -> u64 {
    time.parse::<Timestamp>().unwrap().as_microsecond() as u64
}

/// A station in Berlin with three shows, whose calendar is looked at by a clock of its own.
async fn in_berlin(now: &str) -> (Desk, Arc<ManualClock>) {
    let mut desk = desk(2);
    let rules =
        json!({ "time_zone": "Europe/Berlin", "title_minutes": 0, "artist_minutes": 0, "album_minutes": 0 });
    puts(&desk, "rules", rules).await;
    for (name, days, at, minutes) in [
        ("Late Night with Mia", "sat", "23:00", 180),
        ("News", "sun", "00:00", 5),
        ("Morning", "sun", "06:00", 120),
    ] {
        let show = json!({ "days": days, "at": at, "length_minutes": minutes, "plays": { "type": "dj" } });
        puts(&desk, &format!("shows/{}", name.replace(' ', "%20")), show).await;
    }
    let clock = Arc::new(ManualClock::at(us(now)));
    desk.site.clock = Arc::<ManualClock>::clone(&clock);
    (desk, clock)
}

async fn programme(desk: &Desk) -> Value {
    let answer = desk.ask(request("GET", PROGRAMME)).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()
}

/// Checks which show is on until when, and which comes next at which time, by UTC; `-` where there is none.
async fn check(desk: &Desk, now: [&str; 2], next: [&str; 2]) {
    let told = programme(desk).await;
    let time = |us: &Value| us.as_u64().map(|us| Timestamp::from_microsecond(us as i64).unwrap().to_string());
    let said = [
        told["now"]["show"].as_str().unwrap_or("-").to_owned(),
        time(&told["now"]["until_us"]).unwrap_or_default(),
        told["next"]["show"].as_str().unwrap_or("-").to_owned(),
        time(&told["next"]["from_us"]).unwrap_or_default(),
    ];
    assert_eq!(said, [now[0], now[1], next[0], next[1]], "{told}");
}

#[actix_web::test]
async fn what_is_on_and_what_comes_next_is_told_across_midnight_and_a_change_of_the_clock() {
    // In the night to 2026-03-29 the clock goes from 02:00 to 03:00.
    let (desk, clock) = in_berlin("2026-03-28T22:30:00+01:00").await;
    let (news, morning) = (["News", "2026-03-28T23:00:00Z"], ["Morning", "2026-03-29T04:00:00Z"]);
    check(&desk, ["-", "2026-03-28T22:00:00Z"], ["Late Night with Mia", "2026-03-28T22:00:00Z"]).await;
    clock.advance(30 * MINUTE);
    let late = ["Late Night with Mia", "2026-03-29T01:00:00Z"];
    check(&desk, late, news).await;
    clock.advance(60 * MINUTE);
    check(&desk, ["News", "2026-03-28T23:05:00Z"], late_again()).await;
    clock.advance(5 * MINUTE);
    check(&desk, late, morning).await;
    // Its end is skipped by the clock: the first moment after is 03:00, which is 01:00 in UTC.
    clock.advance(115 * MINUTE);
    check(&desk, ["-", "2026-03-29T04:00:00Z"], morning).await;
    clock.advance(3 * 60 * MINUTE);
    check(&desk, ["Morning", "2026-03-29T06:00:00Z"], ["Late Night with Mia", "2026-04-04T21:00:00Z"]).await;
}

/// The show that the news interrupts goes on after them.
fn late_again() -> [&'static str; 2] {
    ["Late Night with Mia", "2026-03-28T23:05:00Z"]
}

#[actix_web::test]
async fn in_the_week_the_clock_goes_back_shows_keep_their_hours() {
    let (desk, _) = in_berlin("2026-10-24T12:00:00+02:00").await;
    let told = programme(&desk).await;
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    let at = |us: &Value| {
        let time = Timestamp::from_microsecond(us.as_i64().unwrap()).unwrap();
        time.to_zoned(zone.clone()).strftime("%a %H:%M").to_string()
    };
    let shows = told["shows"].as_array().unwrap().iter();
    let shows: Vec<_> = shows
        .map(|show| {
            format!("{}-{} {}", at(&show["from_us"]), at(&show["to_us"]), show["show"].as_str().unwrap())
        })
        .collect();
    assert_eq!(
        shows,
        [
            "Sat 23:00-Sun 00:00 Late Night with Mia",
            "Sun 00:00-Sun 00:05 News",
            "Sun 00:05-Sun 02:00 Late Night with Mia",
            "Sun 06:00-Sun 08:00 Morning",
        ]
    );
    assert_eq!((&told["time_zone"], &told["shows"][0]["is_live"]), (&json!("Europe/Berlin"), &json!(true)));
}

#[actix_web::test]
async fn other_sites_may_read_it_and_it_is_sent_only_when_it_changed() {
    let (desk, clock) = in_berlin("2026-03-28T23:30:00+01:00").await;
    let first = desk.ask(request("GET", PROGRAMME)).await;
    assert_eq!(first.header("access-control-allow-origin"), "*");
    let tag = first.header("etag").to_owned();
    let again =
        async || desk.ask(request("GET", PROGRAMME).insert_header(("if-none-match", tag.clone()))).await;
    clock.advance(MINUTE);
    assert_eq!(again().await.status, 304, "the time alone is no change");
    clock.advance(30 * MINUTE);
    assert_eq!(again().await.status, 200, "the news are on");
    let told = first.json();
    assert_eq!(told["server_us"].as_u64(), Some(us("2026-03-28T22:30:00Z")));
    assert_eq!(desk.ask(request("GET", "/api/v1/stations/other/programme")).await.status, 404);
}

#[actix_web::test]
async fn what_was_played_is_told_without_jingles() {
    let (desk, _) = in_berlin("2026-03-28T12:00:00+01:00").await;
    let titles = desk.site.broadcasts.get("main").unwrap().titles().clone();
    let (music, id) = (TrackKind::Music, TrackKind::Id);
    for (time_us, title, kind) in
        [(1, "Tides", music), (2, "Station ID", id), (3, "Boats", music), (4, "Sea", music)]
    {
        let what = Title { kind, ..Title::plain(SourceKind::Autodj, title) };
        titles.begin(NowPlaying { time_us, what: Arc::new(what) });
    }
    let told = programme(&desk).await;
    let played = told["played"].as_array().unwrap().iter().map(|track| track["title"].as_str().unwrap());
    assert_eq!(played.take(2).collect::<Vec<_>>(), ["Boats", "Tides"]);
    assert_eq!(told["now"]["playing"]["title"], "Sea");
    let page = desk.ask(request("GET", "/main").insert_header(("accept", "text/html"))).await.body;
    assert!(page.contains("Boats") && !page.contains("Station ID"), "{page}");
}

#[actix_web::test]
async fn the_page_tells_it_without_scripts_by_the_stations_clock() {
    let (desk, _) = in_berlin("2026-03-28T23:30:00+01:00").await;
    let page = desk.ask(request("GET", "/main/programme").insert_header(("accept", "text/html"))).await;
    assert_eq!((page.status, page.header("cache-control")), (200, "no-store"), "{page:?}");
    for says in [
        "<strong>Late Night with Mia</strong> · until <time datetime=\"2026-03-29T01:00:00Z\">03:00</time>",
        "Next: <strong>News</strong> at <time datetime=\"2026-03-28T23:00:00Z\">00:00</time>",
        "<h3>Saturday, 28 March</h3>",
        "<h3>Sunday, 29 March</h3>",
        "<time datetime=\"2026-03-28T22:00:00Z\">23:00</time>–<time datetime=\"2026-03-28T23:00:00Z\">00:00</time>",
        "<span class=\"what\" dir=\"auto\">Late Night with Mia</span><span class=\"mark\">Live</span>",
        "<li aria-current=\"true\">",
        "Times are the station’s",
    ] {
        assert!(page.body.contains(says), "{says}: {page:?}");
    }
    assert!(
        !page.body.contains("<style") && !page.body.contains(" style="),
        "its policy allows none: {page:?}"
    );
    let player = desk.ask(request("GET", "/main").insert_header(("accept", "text/html"))).await.body;
    assert!(player.contains("<strong>Late Night with Mia</strong> · until"), "{player}");
    assert!(player.contains("href=\"/main/programme\""), "{player}");
    assert_eq!(desk.ask(request("GET", "/other/programme")).await.status, 404);
}

#[actix_web::test]
async fn the_page_of_a_private_station_asks_for_its_password() {
    let (desk, _) = in_berlin("2026-03-28T23:30:00+01:00").await;
    let rule = json!({ "access": "password", "password": "quiet listening" });
    desk.does("mia", "PATCH", "/api/v1/stations/main/access", rule).await;
    let asked = desk.ask(request("GET", "/main/programme")).await;
    assert!(asked.status == 401 && asked.body.contains("Listening password"), "{asked:?}");
    assert!(!asked.body.contains("Late Night"), "{asked:?}");
}
