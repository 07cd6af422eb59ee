//! Single days on which a weekly show is cancelled or moved, and colours of shows: for programs, in the dashboard and for
//! listeners.

use serde_json::{Value, json};

use super::desk::{Desk, request, signed};
use super::programs::{desk, puts};

const SHOW: &str = "/api/v1/stations/main/shows/Night";
const PAGES: &str = "/admin/stations/main/schedule";

/// A station in UTC whose clock stands on the first of January 1970, a Thursday, with a show every Friday evening and
/// one every evening.
async fn fridays() -> Desk {
    let desk = desk(3);
    let rules = json!({ "time_zone": "UTC", "title_minutes": 0, "artist_minutes": 0, "album_minutes": 0 });
    puts(&desk, "rules", rules).await;
    let show = |days: &str, at: &str, minutes: u16| json!({ "days": days, "at": at, "length_minutes": minutes, "plays": { "type": "dj" } });
    puts(&desk, "shows/Night", show("fri", "20:00", 120)).await;
    puts(&desk, "shows/Talk", show("daily", "19:00", 30)).await;
    desk
}

async fn page(desk: &Desk, who: &str, path: &str) -> String {
    let answer = desk.does(who, "GET", &format!("{PAGES}{path}"), Value::Null).await;
    assert_eq!(answer.status, 200, "{path}: {answer:?}");
    answer.body
}

/// The shows that listeners are told of, each with its beginning, in minutes from now on.
async fn told(desk: &Desk) -> Vec<String> {
    let programme = desk.ask(request("GET", "/api/v1/stations/main/programme")).await.json();
    let minutes = |us: &Value| us.as_u64().unwrap() / 60_000_000;
    let line = |time: &Value| format!("{} {}", time["show"].as_str().unwrap(), minutes(&time["from_us"]));
    let shows = programme["shows"].as_array().unwrap().iter().filter(|time| time["show"] == "Night");
    let off = programme["cancelled"].as_array().unwrap().iter();
    let off = off.map(|time| {
        let to = time["moved_to_us"].as_u64().map(|us| format!(" to {}", us / 60_000_000));
        format!("off: {}{}", line(time), to.unwrap_or_default())
    });
    shows.map(line).chain(off).collect()
}

/// Friday, 20:00, in minutes from the beginning of 1970.
const FRIDAY: u64 = 24 * 60 + 20 * 60;

#[actix_web::test]
async fn an_occurrence_is_cancelled_moved_and_put_back_by_programs() {
    let desk = fridays().await;
    let day = format!("{SHOW}/exceptions/1970-01-02");
    assert_eq!(told(&desk).await, [format!("Night {FRIDAY}")]);
    let cancelled = desk.does("mia", "PUT", &day, json!({ "note": " Mia is away " })).await;
    let document = json!({ "day": "1970-01-02", "moved_to": null, "note": "Mia is away" });
    assert_eq!((cancelled.status, cancelled.json()), (201, document.clone()));
    assert_eq!(told(&desk).await, [format!("off: Night {FRIDAY}")]);
    assert_eq!(desk.reads("dan", &day).await, document);
    let all = desk.reads("dan", &format!("{SHOW}/exceptions")).await;
    assert_eq!(all["exceptions"], json!([document]));

    // The length is that of the show where none is said.
    let moved = json!({ "moved_to": { "date": "1970-01-03", "at": "18:30" } });
    let moved = desk.does("mia", "PUT", &day, moved).await;
    let to = json!({ "date": "1970-01-03", "at": "18:30", "length_minutes": 120 });
    assert_eq!((moved.status, &moved.json()["moved_to"]), (200, &to));
    let saturday = 2 * 24 * 60 + 18 * 60 + 30;
    assert_eq!(
        told(&desk).await,
        [format!("Night {saturday}"), format!("off: Night {FRIDAY} to {saturday}")]
    );
    let conflicts = desk.reads("dan", "/api/v1/stations/main/preview").await["conflicts"].clone();
    let words = "Sat 3 Jan, 19:00 to 19:30: Night is heard, not Talk, because it is on that date only. Talk is not heard at all then.";
    assert_eq!(conflicts[0]["words"], words, "{conflicts}");

    // A change of the show keeps what is said of the day, and what is proposed does, too.
    let changed = json!({ "days": "fri", "at": "21:00", "length_minutes": 60, "plays": { "type": "dj" } });
    puts(&desk, "shows/Night", changed).await;
    assert_eq!(desk.reads("dan", &day).await["moved_to"], to);
    let undone = desk.does("mia", "DELETE", &day, Value::Null).await;
    assert_eq!(undone.status, 204);
    assert_eq!(told(&desk).await, [format!("Night {}", FRIDAY + 60)]);
    assert_eq!(desk.does("mia", "DELETE", &day, Value::Null).await.status, 404);
    let changes = desk.reads("admin", "/api/v1/audit?limit=1").await;
    assert_eq!(changes["changes"][0]["what"], format!("DELETE {day}"));
}

#[actix_web::test]
async fn what_cannot_be_cancelled_or_moved_is_refused_in_words() {
    let desk = fridays().await;
    let once =
        json!({ "date": "1970-01-02", "at": "10:00", "length_minutes": 60, "plays": { "type": "dj" } });
    puts(&desk, "shows/Once", once).await;
    let at = |date: &str, at: &str, minutes: u16| json!({ "moved_to": { "date": date, "at": at, "length_minutes": minutes } });
    for (path, body, status, says) in [
        ("Night/exceptions/1970-01-03", json!({}), 422, "The show is not on that day."),
        ("Night/exceptions/soon", json!({}), 422, "A day is such as 2026-12-24."),
        ("None/exceptions/1970-01-02", json!({}), 404, "There is no such show."),
        (
            "Once/exceptions/1970-01-02",
            json!({}),
            422,
            "A show of one date has no exceptions; change or delete the show itself.",
        ),
        ("Night/exceptions/1970-01-02", at("soon", "20:00", 60), 422, "A date is such as 2026-12-24."),
        (
            "Night/exceptions/1970-01-02",
            at("1970-01-03", "late", 60),
            422,
            "A time of day is such as \"20:00\".",
        ),
        (
            "Night/exceptions/1970-01-02",
            at("1970-01-03", "20:00", 0),
            422,
            "A show lasts from a minute to a day.",
        ),
        (
            "Night/exceptions/1970-01-02",
            json!({ "note": "x".repeat(201) }),
            422,
            "A note has at most 200 characters and no line breaks.",
        ),
        (
            "Night/exceptions/1970-01-02",
            json!({ "day": "1970-01-09" }),
            422,
            "The day in the body is not the one in the address.",
        ),
    ] {
        let answer = desk.does("mia", "PUT", &format!("/api/v1/stations/main/shows/{path}"), body).await;
        assert_eq!((answer.status, &answer.json()["detail"]), (status, &json!(says)), "{path}");
    }
    let refused = desk.does("dan", "PUT", &format!("{SHOW}/exceptions/1970-01-02"), json!({})).await;
    assert_eq!(refused.status, 403);
}

/// Sends the form of a page that has this word in it, as a browser without scripts does.
async fn sends(desk: &Desk, page: &str, button: &str, other: &[(&str, &str)]) -> String {
    let form = page
        .split("<form method=\"post\"")
        .find(|form| form.split("</form>").next().unwrap().contains(button));
    let form = form.unwrap().split("</form>").next().unwrap();
    let action = form.split("action=\"").nth(1).unwrap().split('"').next().unwrap();
    let session = desk.session("mia");
    let mut fields = form_urlencoded::Serializer::new(String::new());
    for field in form.split("<input ").skip(1) {
        let part = |name: &str| {
            Some(field.split('>').next()?.split(&format!("{name}=\"")).nth(1)?.split('"').next()?.to_owned())
        };
        let name = part("name").unwrap();
        let said = other.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        let value = if name == "csrf" {
            session.csrf().clone()
        } else {
            said.or(part("value")).unwrap_or_default().replace("&quot;", "\"")
        };
        fields.append_pair(&name, &value);
    }
    let sent = signed(request("POST", action), &session)
        .insert_header(("content-type", "application/x-www-form-urlencoded"))
        .insert_header(("accept", "text/html"))
        .set_payload(fields.finish());
    let sent = desk.ask(sent).await;
    assert_eq!(sent.status, 303, "{button}: {sent:?}");
    sent.header("location").to_owned()
}

#[actix_web::test]
async fn an_occurrence_is_cancelled_moved_and_put_back_without_scripts() {
    let desk = fridays().await;
    let week = page(&desk, "mia", "?day=1970-01-02").await;
    assert!(week.contains("/schedule/shows/Night?only=1970-01-02#only\""), "{week}");
    let show = page(&desk, "mia", "/shows/Night?only=1970-01-02").await;
    assert!(show.contains("Only on Fri 2 January 1970</h2>"), "{show}");
    assert!(show.contains("Fri 9 Jan, 20:00 to 22:00") && show.contains("Fri 20 Feb"), "eight weeks: {show}");
    let then = sends(&desk, &show, "Cancel on Fri 2 January 1970", &[("note", "Mia is <ill>")]).await;
    assert_eq!(then, "/admin/stations/main/schedule?day=1970-01-02#week");

    let week = page(&desk, "mia", "?day=1970-01-02").await;
    let friday = week.split("<section class=\"day").nth(5).unwrap();
    let block = friday.split("<li ").find(|block| block.contains("Night")).unwrap();
    assert!(
        block.contains("class=\"block off h20") && block.contains("<s class=\"name\">Night</s>"),
        "{block}"
    );
    assert!(block.contains("Cancelled") && block.contains("Mia is &lt;ill&gt;"), "{block}");
    assert!(!block.contains("data-show"), "it cannot be dragged: {block}");
    let public = desk.ask(request("GET", "/main/programme")).await.body;
    assert!(public.contains("<li class=\"off\">") && public.contains("Mia is &lt;ill&gt;"), "{public}");

    let show = page(&desk, "mia", "/shows/Night?only=1970-01-02").await;
    let to = [("moved_to.date", "1970-01-03"), ("moved_to.at", "10:00"), ("note", "")];
    sends(&desk, &show, "Move only on Fri 2 January 1970", &to).await;
    let week = page(&desk, "mia", "?day=1970-01-02").await;
    assert!(week.contains("Moved to Sat 3 Jan, 10:00 to 12:00"), "{week}");
    assert!(week.contains("class=\"block once h10 m0 lh2 lm0\""), "{week}");
    let public = desk.ask(request("GET", "/main/programme")).await.body;
    assert!(public.contains("Moved to Saturday, 3 January, 10:00"), "{public}");
    assert!(public.contains("Other time this week"), "{public}");

    let show = page(&desk, "mia", "/shows/Night?only=1970-01-02").await;
    assert!(show.contains("<s>Fri 2 Jan, 20:00 to 22:00</s>"), "{show}");
    sends(&desk, &show, "Undo: on as usual that day", &[]).await;
    assert_eq!(desk.reads("dan", &format!("{SHOW}/exceptions")).await["exceptions"], json!([]));
    // A DJ reads the days, and a day that makes no sense is said to be none.
    let read = page(&desk, "dan", "/shows/Night?only=1970-01-02").await;
    assert!(!read.contains("action=\"/api/") && !read.contains("Cancel or move"), "{read}");
    let wrong = desk.does("mia", "GET", &format!("{PAGES}/shows/Night?only=soon"), Value::Null).await;
    assert_eq!(wrong.status, 422);
    let other = page(&desk, "mia", "/shows/Night?only=1970-01-03").await;
    assert!(!other.contains("id=\"only\""), "the show is not on that day: {other}");
}

#[actix_web::test]
async fn a_drag_offers_to_move_one_occurrence_only() {
    let desk = fridays().await;
    let dragged = "/shows/Night?at=21:00&to=22:30&days=sat&only=1970-01-02&put_on=1970-01-03";
    let show = page(&desk, "mia", dragged).await;
    assert!(show.contains("id=\"save\"") && show.contains("id=\"save-once\""), "{show}");
    let then = sends(&desk, &show, "id=\"save-once\"", &[]).await;
    assert_eq!(then, "/admin/stations/main/schedule?day=1970-01-03#week");
    let kept = desk.reads("dan", SHOW).await;
    assert_eq!((&kept["days"], &kept["at"]), (&json!("fri"), &json!("20:00")));
    let exception = desk.reads("dan", &format!("{SHOW}/exceptions/1970-01-02")).await;
    assert_eq!(exception["moved_to"], json!({ "date": "1970-01-03", "at": "21:00", "length_minutes": 90 }));
}

#[actix_web::test]
async fn a_show_has_a_colour_in_the_calendar_and_for_listeners() {
    let desk = fridays().await;
    let form = "edited=1&on=week&fri=on&at=20:00&to=22:00&plays=dj&late=&colour=purple";
    let show = page(&desk, "mia", &format!("/shows/Night?{form}")).await;
    assert!(show.contains("name=\"colour\" value=\"purple\" checked>"), "{show}");
    sends(&desk, &show, "id=\"save\"", &[]).await;
    assert_eq!(desk.reads("dan", SHOW).await["colour"], "purple");
    assert!(page(&desk, "mia", "").await.contains("class=\"block c-purple h20"));
    let programme = desk.ask(request("GET", "/api/v1/stations/main/programme")).await.json();
    let night = programme["shows"].as_array().unwrap().iter().find(|time| time["show"] == "Night").unwrap();
    assert_eq!((&night["colour"], &night["is_moved"]), (&json!("purple"), &json!(false)));
    assert!(desk.ask(request("GET", "/main/programme")).await.body.contains("<li class=\"c-purple\">"));
    // Dragging it keeps the colour, and the form takes it away.
    let show = page(&desk, "mia", "/shows/Night?at=21:00&to=22:00").await;
    assert!(show.contains("name=\"colour\" value=\"purple\">"), "{show}");
    let show = page(&desk, "mia", &format!("/shows/Night?{}", form.replace("purple", ""))).await;
    sends(&desk, &show, "id=\"save\"", &[]).await;
    assert_eq!(desk.reads("dan", SHOW).await["colour"], Value::Null);
    let wrong = json!({ "days": "fri", "at": "20:00", "length_minutes": 60, "plays": { "type": "dj" }, "colour": "mauve" });
    let answer = desk.does("mia", "PUT", SHOW, wrong).await;
    let says = "A show's colour is one of red, orange, yellow, green, blue, purple, pink, grey.";
    assert_eq!((answer.status, &answer.json()["detail"]), (422, &json!(says)));
}
