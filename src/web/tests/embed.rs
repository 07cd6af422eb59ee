//! The player on other sites: the page for their frames, the element's modules, and the code to copy.

use actix_web::test::TestRequest;
use serde_json::{Value, json};

use super::desk::{Answer, Desk, request};
use crate::output::listen_links::ListenLinks;
use crate::store::SecretsKey;

/// A page as a browser gets it in a frame of another site.
async fn framed(desk: &Desk, path: &str) -> Answer {
    let asked = request("GET", path).insert_header(("accept", "text/html"));
    desk.ask(asked.insert_header(("sec-fetch-dest", "iframe"))).await
}

#[actix_web::test]
async fn only_the_page_for_frames_may_be_in_frames_of_other_sites() {
    let desk = Desk::new();
    let answer = framed(&desk, "/main/embed").await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let policy = answer.header("content-security-policy");
    assert!(policy.contains("frame-ancestors *;") && policy.starts_with("default-src 'none';"), "{policy}");
    assert_eq!(answer.header("x-frame-options"), "");
    assert_eq!((answer.header("set-cookie"), answer.header("cache-control")), ("", "no-store"));
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    for path in ["/main", "/main/listen", "/main/studio", "/login", "/other/embed", "/static/embed.css"] {
        let answer = framed(&desk, path).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("frame-ancestors 'self';"), "{path}: {policy}");
    }
    assert_eq!(framed(&desk, "/other/embed").await.status, 404);
}

#[actix_web::test]
async fn the_page_for_frames_plays_the_station_it_is_of() {
    let desk = Desk::new();
    let page = framed(&desk, "/jazz/embed").await.body;
    assert!(
        page.contains("<longwave-player src=\"/jazz\">") && page.contains("<title>JAZZ</title>"),
        "{page}"
    );
    assert!(page.contains("<source src=\"/jazz.opus\""), "without scripts there is a player, too: {page}");
    assert!(!page.contains("<style") && !page.contains("style="), "its policy allows none: {page}");
    desk.does("mia", "PATCH", "/api/v1/stations/main", json!({ "colour": "#ffcc00" })).await;
    assert!(framed(&desk, "/main/embed").await.body.contains("href=\"/main/look.css\""));
}

#[actix_web::test]
async fn a_private_station_is_framed_with_a_link_and_otherwise_says_why_not() {
    let mut desk = Desk::new();
    desk.site.gate.links = ListenLinks::new(Some(&SecretsKey::generate().unwrap()));
    let rule = json!({ "access": "password", "password": "quiet listening" });
    desk.does("mia", "PATCH", "/api/v1/stations/main/access", rule).await;
    let refused = framed(&desk, "/main/embed").await;
    assert_eq!((refused.status, refused.header("www-authenticate")), (401, ""), "{refused:?}");
    assert!(refused.header("content-security-policy").contains("frame-ancestors *"));
    assert!(refused.body.contains("needs its listening password"), "{refused:?}");
    assert!(!refused.body.contains("<longwave-player") && !refused.body.contains("<audio"), "{refused:?}");
    assert_eq!(framed(&desk, "/main/embed?token=1.x").await.status, 403);

    let made = desk.does("mia", "POST", "/api/v1/stations/main/links", json!({ "hours": 24 })).await;
    let token = made.json()["token"].as_str().unwrap().to_owned();
    let heard = framed(&desk, &format!("/main/embed?token={token}")).await;
    assert_eq!((heard.status, heard.header("set-cookie")), (200, ""), "{heard:?}");
    assert!(heard.body.contains(&format!("src=\"/main?token={token}\"")), "{heard:?}");
    assert!(heard.body.contains(&format!("/main.opus?token={token}\"")), "{heard:?}");
}

#[actix_web::test]
async fn pages_of_other_sites_may_load_the_players_modules() {
    let desk = Desk::new();
    for module in ["longwave-player.js", "player.js", "sound-worklet.js", "sound-buffer.js"] {
        let asked =
            request("GET", &format!("/static/{module}")).insert_header(("origin", "https://other.example"));
        let answer = desk.ask(asked).await;
        let headers = ["access-control-allow-origin", "content-type"].map(|name| answer.header(name));
        assert_eq!((answer.status, headers), (200, ["*", "text/javascript; charset=utf-8"]), "{module}");
    }
    let now = desk.ask(request("GET", "/api/v1/stations/main/now")).await;
    assert_eq!(now.header("access-control-allow-origin"), "*");
}

#[actix_web::test]
async fn pages_of_other_sites_may_open_the_websocket() {
    let desk = Desk::new();
    let asked: TestRequest = request("GET", "/main/ws")
        .insert_header(("origin", "https://other.example"))
        .insert_header(("connection", "upgrade"))
        .insert_header(("upgrade", "websocket"))
        .insert_header(("sec-websocket-version", "13"))
        .insert_header(("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="));
    assert_eq!(desk.ask_for_bytes(asked).await.status, 101);
}

#[actix_web::test]
async fn the_dashboard_has_code_to_copy_with_full_addresses() {
    let desk = Desk::new();
    desk.does("mia", "PATCH", "/api/v1/stations/main", json!({ "name": "R&B \"Live\"" })).await;
    let token = desk.session("mia");
    let asked = super::desk::signed(request("GET", "/admin/stations/main"), &token);
    let page = desk.ask(asked.insert_header(("host", "radio.example:8000"))).await.body;
    // The copied text, as a browser reads it from the attribute.
    let copied = |begins: &str| {
        let codes = page.split("data-copy=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let codes = codes.map(|code| {
            let plain = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x2F;", "/"), ("&amp;", "&")];
            plain.iter().fold(code.to_owned(), |code, (from, to)| code.replace(from, to))
        });
        codes.into_iter().find(|code| code.starts_with(begins)).unwrap_or_else(|| panic!("{page}"))
    };
    assert_eq!(
        copied("<iframe"),
        "<iframe src=\"http://radio.example:8000/main/embed\" title=\"R&amp;B &quot;Live&quot;\" width=\"100%\" \
         height=\"96\" style=\"border:0;max-width:480px\" allow=\"autoplay\" loading=\"lazy\"></iframe>"
    );
    assert_eq!(
        copied("<script"),
        "<script type=\"module\" src=\"http://radio.example:8000/static/longwave-player.js\"></script>\n\
         <longwave-player src=\"http://radio.example:8000/main\"></longwave-player>"
    );
    assert_eq!(desk.does("mia", "GET", "/admin/stations/main", Value::Null).await.status, 200);
}
