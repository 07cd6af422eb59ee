//! Forms that stand for calls of the API, sent by browsers with and without scripts.

use super::desk::{Answer, Desk, request, signed};
use super::programs::{desk, number};

const QUEUE: &str = "/api/v1/stations/main/queue";
const HOME: &str = "/admin/stations/main";

/// Sends a form as `who`, and returns the response; `accept` tells a browser's own request from a script's.
async fn send(desk: &Desk, who: &str, (path, accept): (&str, &str), fields: &[(&str, &str)]) -> Answer {
    let session = desk.session(who);
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("csrf", session.csrf().as_str()).append_pair("then", HOME).extend_pairs(fields);
    let asked = signed(request("POST", path), &session)
        .insert_header(("content-type", "application/x-www-form-urlencoded"))
        .insert_header(("accept", accept));
    desk.ask(asked.set_payload(form.finish())).await
}

const BROWSER: &str = "text/html,application/xhtml+xml";
const SCRIPT: &str = "application/json";

#[actix_web::test]
async fn a_browser_goes_on_and_a_script_is_answered_as_a_program_is() {
    let desk = desk(5);
    let track = number(2);
    let fields = [("track", &*track), ("place:number", "")];
    let sent = send(&desk, "mia", (QUEUE, BROWSER), &fields).await;
    assert_eq!((sent.status, sent.header("location")), (303, HOME), "{sent:?}");
    let sent = send(&desk, "mia", (QUEUE, SCRIPT), &fields).await;
    assert_eq!(sent.status, 201, "{sent:?}");
    let entry = format!("{QUEUE}/{}", sent.json()["number"]);
    let entries = desk.reads("mia", QUEUE).await["entries"].as_array().map_or(0, Vec::len);
    assert_eq!(entries, 2);
    let sent = send(&desk, "mia", (&entry, BROWSER), &[("method", "DELETE")]).await;
    assert_eq!((sent.status, sent.header("location")), (303, HOME), "{sent:?}");
    assert_eq!(desk.reads("mia", QUEUE).await["entries"].as_array().map_or(0, Vec::len), 1);
}

#[actix_web::test]
async fn what_goes_wrong_is_said_by_the_next_page_and_only_there() {
    let desk = desk(5);
    let kick = "/api/v1/stations/main/kick";
    let sent = send(&desk, "mia", (kick, SCRIPT), &[]).await;
    assert_eq!((sent.status, &sent.json()["detail"]), (409, &"Nobody is live.".into()));
    let week = [("bar_seconds:number", "604801")];
    let sent = send(&desk, "mia", (kick, SCRIPT), &week).await;
    assert_eq!(
        (sent.status, &sent.json()["detail"]),
        (422, &"A DJ can be kept off the air for a week at most.".into())
    );
    let sent = send(&desk, "mia", (kick, BROWSER), &[]).await;
    assert_eq!((sent.status, sent.header("location")), (303, HOME), "{sent:?}");
    let note = sent.header("set-cookie").split(';').next().unwrap().to_owned();
    let session = desk.session("mia");
    let cookies = format!("longwave_session={}; {note}", session.reveal());
    let page = desk.ask(request("GET", "/admin").insert_header(("cookie", cookies))).await;
    assert!(page.body.contains(">Nobody is live.</p>"), "{page:?}");
    assert!(page.header("set-cookie").starts_with("longwave_note=; "), "it is shown once");
}

#[actix_web::test]
async fn what_is_shown_once_is_a_page() {
    let desk = desk(5);
    let fields = [("name", "robot"), ("scopes:list", "queue:write\nlibrary:read"), ("show", "1")];
    let sent = send(&desk, "admin", ("/api/v1/tokens", BROWSER), &fields).await;
    assert_eq!(sent.status, 200, "{sent:?}");
    assert!(sent.body.contains("<code>longwave_"), "{sent:?}");
    assert!(sent.body.contains(&format!("href=\"{HOME}\"")), "{sent:?}");
    let sent =
        send(&desk, "admin", ("/api/v1/tokens/robot", BROWSER), &[("method", "DELETE"), ("show", "1")]).await;
    assert_eq!((sent.status, sent.header("location")), (303, HOME), "there is nothing to be shown: {sent:?}");
}

#[actix_web::test]
async fn forms_keep_the_rules_of_what_they_stand_for() {
    let desk = desk(5);
    let sent = send(&desk, "dan", ("/api/v1/stations/main/skip", SCRIPT), &[]).await;
    assert_eq!(sent.status, 403, "a DJ does not skip: {sent:?}");
    let sent = send(&desk, "mia", (QUEUE, SCRIPT), &[("method", "DELETE")]).await;
    assert_eq!((sent.status, sent.header("allow")), (405, "GET, POST, HEAD"), "{sent:?}");
    let sent = send(&desk, "mia", (QUEUE, SCRIPT), &[("method", "TRACE")]).await;
    assert_eq!(sent.status, 422, "{sent:?}");
    let asked = |token: &str| {
        let form = format!("csrf={token}&then=/admin&track=1");
        signed(request("POST", QUEUE), &desk.session("mia"))
            .insert_header(("content-type", "application/x-www-form-urlencoded"))
            .set_payload(form)
    };
    assert_eq!(desk.ask(asked("")).await.status, 403, "without the token of the session");
    let other = desk.session("dan").csrf();
    assert_eq!(desk.ask(asked(&other)).await.status, 403, "with the token of another one");
    let from_elsewhere = asked("x").insert_header(("sec-fetch-site", "cross-site"));
    assert_eq!(desk.ask(from_elsewhere).await.status, 403);
    let nobody = request("POST", QUEUE)
        .insert_header(("content-type", "application/x-www-form-urlencoded"))
        .insert_header(("accept", BROWSER))
        .set_payload(format!("then={HOME}"));
    let answer = desk.ask(nobody).await;
    let sign_in = "/login?to=%2Fadmin%2Fstations%2Fmain";
    assert_eq!((answer.status, answer.header("location")), (303, sign_in), "{answer:?}");
}

#[actix_web::test]
async fn little_is_read_from_clients_that_are_not_signed_in() {
    let desk = desk(0);
    let long = format!("mount=/main&mode=updinfo&song={}", "a".repeat(9 << 10));
    let form = |path: &str| {
        let form = ("content-type", "application/x-www-form-urlencoded");
        request("POST", path).insert_header(form).set_payload(long.clone())
    };
    for path in ["/login", "/admin.cgi", QUEUE, "/api/v1/stations/main/requests"] {
        let answer = desk.ask(form(path)).await;
        assert_eq!(answer.status, 413, "{path}: {answer:?}");
    }
    for path in ["/admin/metadata", "/admin/killsource"] {
        let answer = desk.ask(form(path)).await;
        assert_eq!(answer.status, 401, "{path} is not read without a password: {answer:?}");
        let answer = desk.ask(form(path).insert_header(("authorization", "Basic eDp4"))).await;
        assert_eq!(answer.status, 413, "{path}: {answer:?}");
    }
}
