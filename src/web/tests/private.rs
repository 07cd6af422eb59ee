//! Private stations: who may listen, by the page, streams, the WebSocket, HLS and playlists.

use actix_web::test::TestRequest;
use base64::Engine as _;
use serde_json::{Value, json};

use super::desk::{Desk, PASSWORD, request, signed};
use crate::output::listen_links::{LinkScope, ListenLinks};
use crate::store::SecretsKey;

const RULE: &str = "/api/v1/stations/main/access";
const LINKS: &str = "/api/v1/stations/main/links";
/// The file that an HLS player asks for before any sound.
const INIT: &str = "/main/hls/opus-96/init.mp4";
/// x:quiet listening
const BASIC: &str = "Basic eDpxdWlldCBsaXN0ZW5pbmc=";

async fn desk(access: &str) -> Desk {
    let mut desk = Desk::new();
    desk.site.gate.links = ListenLinks::new(Some(&SecretsKey::generate().unwrap()));
    let rule = json!({ "access": access, "password": "quiet listening" });
    let set = desk.does("mia", "PATCH", RULE, rule).await;
    assert_eq!((set.status, set.json()), (200, json!({ "access": access, "has_password": true })));
    desk
}

async fn link(desk: &Desk) -> String {
    let made = desk.does("mia", "POST", LINKS, json!({ "hours": 24 })).await;
    assert_eq!(made.status, 201, "{made:?}");
    let token = made.json()["token"].as_str().unwrap().to_owned();
    let page = made.json()["page"].as_str().unwrap().to_owned();
    assert!(page.ends_with(&format!("/main?token={token}")), "{page}");
    token
}

/// The status of an answer that may never end.
async fn status(desk: &Desk, asking: TestRequest) -> u16 {
    desk.ask_for_bytes(asking).await.status
}

/// Whether a part of HLS is refused to nobody: without sound, there may be none yet.
async fn is_heard(desk: &Desk, asking: TestRequest) -> bool {
    !matches!(status(desk, asking).await, 401 | 403)
}

fn websocket(path: &str) -> TestRequest {
    request("GET", path)
        .insert_header(("connection", "upgrade"))
        .insert_header(("upgrade", "websocket"))
        .insert_header(("sec-websocket-version", "13"))
        .insert_header(("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="))
}

#[actix_web::test]
async fn nothing_of_a_private_station_is_heard_without_its_password_or_a_link() {
    let desk = desk("password").await;
    let paths = ["/main.opus", "/main/hls/live.m3u8", "/main.m3u", "/main/listen"];
    for path in paths {
        let refused = desk.ask(request("GET", path)).await;
        assert_eq!(refused.status, 401, "{path}");
        assert!(refused.header("www-authenticate").starts_with("Basic "), "{refused:?}");
        assert!(refused.body.contains("needs its listening password"), "{refused:?}");
        assert_eq!(
            status(&desk, request("GET", path).insert_header(("authorization", BASIC))).await,
            200,
            "{path}"
        );
    }
    let captions = "/api/v1/stations/main/captions";
    let refused = desk.ask(request("GET", captions)).await;
    assert_eq!(refused.status, 401);
    assert!(refused.body.contains("needs its listening password"), "{refused:?}");
    assert_eq!(status(&desk, request("GET", captions).insert_header(("authorization", BASIC))).await, 200);
    assert_eq!(status(&desk, request("GET", &format!("{captions}?token=1.x"))).await, 403);
    assert_eq!(status(&desk, request("GET", "/api/v1/stations/jazz/captions")).await, 200);
    assert_eq!(status(&desk, request("GET", INIT)).await, 401);
    assert_eq!(status(&desk, request("GET", "/main/hls/opus-96/live.m3u8")).await, 401);
    assert!(is_heard(&desk, request("GET", INIT).insert_header(("authorization", BASIC))).await);
    assert_eq!(status(&desk, websocket("/main/ws")).await, 401);
    assert_eq!(status(&desk, websocket("/main/sendspin")).await, 401);
    let wrong = request("GET", "/main.opus").insert_header(("authorization", "Basic eDp3cm9uZw=="));
    assert_eq!(status(&desk, wrong).await, 401);
    assert_eq!(status(&desk, request("GET", "/jazz.opus")).await, 200, "other stations are open");

    let token = link(&desk).await;
    assert!(is_heard(&desk, request("GET", &format!("{INIT}?token={token}"))).await);
    for path in ["/main.opus", "/main.m3u", "/main"] {
        assert_eq!(status(&desk, request("GET", &format!("{path}?token={token}"))).await, 200, "{path}");
    }
    assert_eq!(status(&desk, websocket(&format!("/main/ws?token={token}"))).await, 101);
    let list = desk.ask(request("GET", &format!("/main.m3u?token={token}"))).await.body;
    assert!(list.contains(&format!("/main.opus?token={token}")), "{list}");
    let moved = desk.ask(request("GET", &format!("/main/hls/live.m3u8?token={token}"))).await;
    assert_eq!((moved.status, moved.header("location")), (302, &*format!("/main/hls/~{token}/live.m3u8")));
    let list = desk.ask(request("GET", moved.header("location"))).await;
    assert_eq!((list.status, list.header("cache-control")), (200, "private, no-cache"));
    assert!(
        !list.body.contains("\n/") && !list.body.contains("\"/"),
        "addresses are relative: {}",
        list.body
    );
    assert!(is_heard(&desk, request("GET", &format!("/main/hls/~{token}/opus-96/init.mp4"))).await);
    for wrong in
        ["/main/hls/~1.x/opus-96/live.m3u8", "/main/hls/~1.x/opus-96/init.mp4", "/main/hls/~1.x/live.m3u8"]
    {
        assert_eq!(desk.ask(request("GET", wrong)).await.status, 403, "{wrong}");
    }
}

#[actix_web::test]
async fn a_link_ends_by_itself_and_when_all_are_ended() {
    let desk = desk("password").await;
    let token = link(&desk).await;
    let epoch = desk.store().station("main").unwrap().access.link_epoch;
    let over = desk.site.gate.links.sign(LinkScope { slug: "main", epoch }, 0).unwrap();
    let refused = desk.ask(request("GET", &format!("/main.opus?token={over}"))).await;
    assert_eq!(refused.status, 403);
    assert!(refused.body.contains("his link has ended"), "{refused:?}");
    assert_eq!(desk.does("mia", "DELETE", LINKS, Value::Null).await.status, 204);
    let refused = desk.ask(request("GET", &format!("/main.opus?token={token}"))).await;
    assert_eq!(refused.status, 403);
    assert!(refused.body.contains("his link is not valid"), "{refused:?}");
    for hours in [json!(0), json!(-1), json!(9_000)] {
        assert_eq!(desk.does("mia", "POST", LINKS, json!({ "hours": hours })).await.status, 422, "{hours}");
    }
    assert_eq!(desk.does("joe", "POST", LINKS, json!({ "hours": 1 })).await.status, 403, "another station's");
    let short = desk.does("mia", "PATCH", RULE, json!({ "password": "short" })).await;
    assert_eq!(short.status, 422, "{short:?}");
}

#[actix_web::test]
async fn the_page_asks_for_the_password_once() {
    let desk = desk("password").await;
    let page = desk.ask(request("GET", "/main")).await;
    assert_eq!(page.status, 401);
    assert!(
        page.body.contains("action=\"/main/listen-in\"") && page.header("www-authenticate").is_empty(),
        "{page:?}"
    );
    let send = |password: &str, header: (&'static str, &'static str)| {
        let form = format!("password={password}");
        let asking = request("POST", "/main/listen-in").insert_header(header);
        asking.insert_header(("content-type", "application/x-www-form-urlencoded")).set_payload(form)
    };
    let ours = ("sec-fetch-site", "same-origin");
    let wrong = desk.ask(send("loud+listening", ours)).await;
    assert_eq!(wrong.status, 401);
    assert!(wrong.body.contains("role=\"alert\""), "{wrong:?}");
    assert_eq!(desk.ask(send("quiet+listening", ("sec-fetch-site", "cross-site"))).await.status, 403);
    let right = desk.ask(send("quiet+listening", ours)).await;
    assert_eq!((right.status, right.header("location")), (303, "/main"));
    let cookie = right.header("set-cookie").to_owned();
    assert!(
        cookie.starts_with("longwave_listen_main=") && cookie.contains("; HttpOnly; SameSite=Lax"),
        "{cookie}"
    );
    let cookie = cookie.split(';').next().unwrap();
    assert!(is_heard(&desk, request("GET", INIT).insert_header(("cookie", cookie))).await);
    for path in ["/main", "/main.opus"] {
        assert_eq!(
            status(&desk, request("GET", path).insert_header(("cookie", cookie))).await,
            200,
            "{path}"
        );
    }
    let token = link(&desk).await;
    let page = desk.ask(request("GET", &format!("/main?token={token}"))).await;
    assert!(page.header("set-cookie").starts_with(&format!("longwave_listen_main={token}; ")), "{page:?}");
    // Another password ends what came of the old one.
    desk.does("mia", "PATCH", RULE, json!({ "password": "another listening" })).await;
    assert_eq!(status(&desk, request("GET", "/main").insert_header(("cookie", cookie))).await, 401);
}

#[actix_web::test]
async fn a_station_for_accounts_is_heard_by_those_who_reach_it() {
    let desk = desk("account").await;
    let refused = desk.ask(request("GET", "/main.opus").insert_header(("authorization", BASIC))).await;
    assert_eq!(refused.status, 401, "the listening password is not for this: {refused:?}");
    for (name, expected) in [("admin", 200), ("mia", 200), ("dan", 200), ("eve", 401), ("joe", 401)] {
        let asking = signed(request("GET", "/main.opus"), &desk.session(name));
        assert_eq!(status(&desk, asking).await, expected, "{name}");
    }
    let basic = |name: &str| {
        let given = base64::engine::general_purpose::STANDARD.encode(format!("{name}:{PASSWORD}"));
        request("GET", "/main.opus").insert_header(("authorization", format!("Basic {given}")))
    };
    assert_eq!((status(&desk, basic("dan")).await, status(&desk, basic("eve")).await), (200, 401));
    assert!(desk.ask(request("GET", "/main")).await.body.contains("href=\"/login\""));
}

#[actix_web::test]
async fn the_settings_page_makes_a_station_private_and_links_to_it() {
    let mut desk = Desk::new();
    desk.site.gate.links = ListenLinks::new(Some(&SecretsKey::generate().unwrap()));
    let settings = || desk.does("mia", "GET", "/admin/stations/main/settings", Value::Null);
    let open = settings().await.body;
    assert!(
        open.contains("action=\"/api/v1/stations/main/access\"") && !open.contains("Revoke all guest links")
    );

    let send = async |path: &str, fields: &str| {
        let session = desk.session("mia");
        let form = format!("csrf={}&then=/admin/stations/main/settings&{fields}", session.csrf());
        let asked = signed(request("POST", path), &session)
            .insert_header(("content-type", "application/x-www-form-urlencoded"))
            .insert_header(("accept", "text/html"));
        desk.ask(asked.set_payload(form)).await
    };
    let set = send(RULE, "method=PATCH&access=password&password=quiet+listening").await;
    assert_eq!(set.status, 303, "{set:?}");
    let private = settings().await.body;
    assert!(
        private.contains("value=\"password\" selected") && private.contains("Revoke all guest links"),
        "{private}"
    );
    assert_eq!(status(&desk, request("GET", "/main.opus")).await, 401);

    let shown = send(LINKS, "show=1&hours:number=24").await;
    let token = shown.body.split("/main?token=").nth(1).and_then(|rest| rest.split('<').next());
    let token = token.unwrap_or_else(|| panic!("{shown:?}"));
    assert_eq!(status(&desk, request("GET", &format!("/main.opus?token={token}"))).await, 200);
    send(LINKS, "method=DELETE").await;
    assert_eq!(status(&desk, request("GET", &format!("/main.opus?token={token}"))).await, 403);
}
