//! Programs with tokens: what is in their scopes, on their stations, and nothing else.

use serde_json::{Value, json};

use super::desk::{Answer, Desk, request};
use crate::web::router::{Access, Scope};

/// A token of these scopes, limited to these stations.
async fn token(desk: &Desk, name: &str, scopes: &[&str], stations: &[&str]) -> String {
    let new = json!({ "name": name, "scopes": scopes, "stations": stations });
    let made = desk.does("admin", "POST", "/api/v1/tokens", new).await;
    assert_eq!(made.status, 201, "{made:?}");
    made.json()["token"].as_str().unwrap().to_owned()
}

/// Sends a request with a token and without a page's session, and returns the response.
async fn ask(desk: &Desk, token: &str, verb: &str, path: &str, body: Value) -> Answer {
    let mut asking = request(verb, path).insert_header(("authorization", format!("Bearer {token}")));
    if !body.is_null() {
        asking = asking.set_json(body);
    }
    desk.ask(asking).await
}

#[actix_web::test]
async fn a_program_does_what_its_token_is_for() {
    let desk = Desk::new();
    let clock = token(&desk, "clock", &["queue:write", "log:read"], &["main"]).await;
    let check = |verb: &'static str, path: &'static str, status: u16| {
        let (desk, clock) = (&desk, &clock);
        async move {
            let answer = ask(desk, clock, verb, path, Value::Null).await;
            assert_eq!(answer.status, status, "{verb} {path}: {answer:?}");
        }
    };
    check("POST", "/api/v1/stations/main/skip", 204).await;
    check("GET", "/api/v1/stations/main/queue", 200).await;
    check("GET", "/api/v1/stations/main/log", 200).await;
    check("GET", "/api/v1/me", 200).await;
    check("POST", "/api/v1/stations/jazz/skip", 403).await;
    check("GET", "/api/v1/stations/main/playlists", 403).await;
    check("GET", "/api/v1/library", 403).await;
    check("GET", "/api/v1/accounts", 403).await;
    check("GET", "/api/v1/tokens", 403).await;
    check("GET", "/admin", 403).await;
    check("DELETE", "/api/v1/me/sessions", 403).await;
    check("GET", "/api/v1/stations/main/now", 200).await;
    let refused = ask(&desk, &clock, "GET", "/api/v1/library", Value::Null).await;
    assert_eq!(refused.json()["detail"], "This token may not do that: it needs the scope library:read.");
    let noted = desk.reads("admin", "/api/v1/audit").await;
    assert_eq!(noted["changes"][0]["who"], "token clock");

    let all = token(&desk, "all", &["accounts:write", "library:read"], &[]).await;
    let new = json!({ "name": "zoe", "role": "dj" });
    assert_eq!(ask(&desk, &all, "POST", "/api/v1/accounts", new).await.status, 201);
    let limited = token(&desk, "limited", &["accounts:write", "audit:read"], &["main"]).await;
    let refused = ask(&desk, &limited, "GET", "/api/v1/accounts", Value::Null).await;
    assert_eq!(refused.status, 403, "one that is limited to stations is no administrator");

    assert_eq!(desk.does("admin", "DELETE", "/api/v1/tokens/clock", Value::Null).await.status, 204);
    check("POST", "/api/v1/stations/main/skip", 401).await;
    let wrong = ask(&desk, "x", "GET", "/api/v1/library", Value::Null).await;
    assert_eq!((wrong.status, wrong.header("www-authenticate")), (401, "Bearer"));
}

#[actix_web::test]
async fn tokens_are_told_once_and_made_by_administrators() {
    let desk = Desk::new();
    let clock = token(&desk, "clock", &["queue:read"], &[]).await;
    let listed = desk.does("admin", "GET", "/api/v1/tokens", Value::Null).await;
    assert!(listed.body.contains("\"clock\"") && !listed.body.contains(&clock), "{listed:?}");
    for (new, status) in [
        (json!({ "name": "clock", "scopes": ["queue:read"] }), 409),
        (json!({ "name": "a b", "scopes": ["queue:read"] }), 422),
        (json!({ "name": "other", "scopes": [] }), 422),
        (json!({ "name": "other", "scopes": ["everything"] }), 422),
        (json!({ "name": "other", "scopes": ["tokens:write"] }), 422),
        (json!({ "name": "other", "scopes": ["queue:read"], "days": 0 }), 422),
    ] {
        let answer = desk.does("admin", "POST", "/api/v1/tokens", new.clone()).await;
        assert_eq!(answer.status, status, "{new}: {answer:?}");
    }
    let new = json!({ "name": "other", "scopes": ["queue:read"] });
    assert_eq!(desk.does("mia", "POST", "/api/v1/tokens", new).await.status, 403);
}

#[actix_web::test]
async fn every_route_needs_its_scope() {
    let desk = Desk::new();
    let every: Vec<String> = Scope::scopes();
    let mut tried = 0;
    for (number, route) in
        crate::web::table().iter().enumerate().filter(|(_, route)| route.may != Access::Everybody)
    {
        let (verb, area) = (route.verb.name(), route.area.name());
        let fits = |scope: &&String| {
            **scope == format!("{area}:write") || (verb == "GET" && **scope == format!("{area}:read"))
        };
        let others: Vec<&str> = every.iter().filter(|scope| !fits(scope)).map(String::as_str).collect();
        let path = route.path.replace("{station}", "main").replace(['{', '}'], "");
        // Each is taken away again: there are more routes than there may be tokens.
        let names = [format!("without-{number}"), format!("with-{number}")];
        let without = token(&desk, &names[0], &others, &[]).await;
        let answer = ask(&desk, &without, verb, &path, Value::Null).await;
        // There can be so many tokens at once, and there are more routes than that.
        desk.store().remove_program(&format!("without-{number}")).unwrap();
        let is_mine = route.area == Scope::Me && verb == "GET";
        assert_eq!(answer.status == 403, !is_mine, "{verb} {path}: {answer:?}");
        if let Some(scope) = every.iter().find(fits) {
            let with = token(&desk, &names[1], &[scope], &[]).await;
            let answer = ask(&desk, &with, verb, &path, Value::Null).await;
            desk.store().remove_program(&format!("with-{number}")).unwrap();
            assert!(![401, 403].contains(&answer.status), "{verb} {path}: {answer:?}");
            tried += 1;
        }
        for name in names {
            desk.store().remove_program(&name).unwrap();
        }
    }
    assert!(tried > 30, "{tried}");
}
