//! Requests that came through proxies, and through peers that only say so.

use super::desk::{Answer, Desk, PASSWORD, request};

/// Signs in as `mia` with these headers.
async fn sign_in(desk: &Desk, headers: &[(&'static str, &'static str)]) -> Answer {
    let form = [("name", "mia"), ("password", PASSWORD)];
    let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
    let mut sent = request("POST", "/login").set_payload(form);
    sent = sent.insert_header(("content-type", "application/x-www-form-urlencoded"));
    for header in headers {
        sent = sent.insert_header(*header);
    }
    desk.ask(sent).await
}

/// The address that the audit log has of the last sign-in.
fn noted(desk: &Desk) -> String {
    desk.store().changes(None, 1).unwrap().remove(0).address
}

#[actix_web::test]
async fn a_trusted_proxy_names_the_client() {
    let desk = Desk::new().behind("192.0.2.0/24");
    let headers = [("x-forwarded-for", "198.51.100.1, 203.0.113.7"), ("x-forwarded-proto", "https")];
    let answer = sign_in(&desk, &headers).await;
    assert_eq!((answer.status, noted(&desk).as_str()), (303, "203.0.113.7"));
    assert!(answer.header("set-cookie").starts_with("__Host-longwave_session="));
}

#[actix_web::test]
async fn a_forged_header_from_another_peer_changes_nothing() {
    let desk = Desk::new().behind("10.0.0.0/8");
    let headers = [
        ("x-forwarded-for", "203.0.113.7"),
        ("forwarded", "for=203.0.113.7;proto=https"),
        ("x-forwarded-proto", "https"),
    ];
    let answer = sign_in(&desk, &headers).await;
    assert_eq!((answer.status, noted(&desk).as_str()), (303, "192.0.2.1"));
    assert!(answer.header("set-cookie").starts_with("longwave_session="));
    assert_eq!(answer.header("strict-transport-security"), "");
    let page = desk.ask(request("GET", "/login")).await;
    assert_eq!(page.header("strict-transport-security"), "");
}

#[actix_web::test]
async fn forged_addresses_give_no_further_tries() {
    let desk = Desk::new();
    let mut statuses = std::collections::BTreeMap::new();
    for number in 0..50 {
        let form = "name=mia&password=wrong";
        let sent = request("POST", "/login").set_payload(form);
        let sent = sent.insert_header(("content-type", "application/x-www-form-urlencoded"));
        let sent = sent.insert_header(("x-forwarded-for", format!("203.0.113.{number}")));
        *statuses.entry(desk.ask(sent).await.status).or_insert(0) += 1;
    }
    assert_eq!(statuses, [(401, 10), (429, 40)].into());
}

#[actix_web::test]
async fn signing_in_works_behind_a_proxy_that_hides_the_host() {
    let headers = [("origin", "http://radio.example"), ("host", "127.0.0.1:8000")];
    assert_eq!(sign_in(&Desk::new(), &headers).await.status, 403);
    let desk = Desk::new().behind("192.0.2.1");
    assert_eq!(sign_in(&desk, &headers).await.status, 303);
    let foreign = [headers[0], headers[1], ("sec-fetch-site", "cross-site")];
    assert_eq!(sign_in(&desk, &foreign).await.status, 403);
    let named = [("origin", "http://evil.example"), ("x-forwarded-host", "radio.example")];
    assert_eq!(sign_in(&desk, &named).await.status, 403);
    let named = [("origin", "http://radio.example"), ("x-forwarded-host", "radio.example")];
    assert_eq!(sign_in(&desk, &named).await.status, 303);
}

#[actix_web::test]
async fn pages_of_other_sites_give_no_orders_by_get() {
    use base64::Engine as _;
    let desk = Desk::new();
    let basic = base64::engine::general_purpose::STANDARD.encode(format!("admin:{PASSWORD}"));
    let order = |path: &'static str, header: Option<(&'static str, &'static str)>| {
        let mut sent = request("GET", path).insert_header(("authorization", format!("Basic {basic}")));
        sent = sent.insert_header(("host", "radio.example"));
        if let Some(header) = header {
            sent = sent.insert_header(header);
        }
        desk.ask(sent)
    };
    for path in ["/admin/killsource?mount=/main", "/admin/metadata?mode=updinfo&mount=/main&song=x"] {
        for foreign in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("origin", "https://evil.example"),
            ("referer", "https://evil.example/page"),
        ] {
            let answer = order(path, Some(foreign)).await;
            assert_eq!(answer.status, 403, "{path} {foreign:?} {answer:?}");
        }
        for ours in [None, Some(("sec-fetch-site", "none")), Some(("referer", "http://radio.example/x"))] {
            let answer = order(path, ours).await;
            assert!(answer.status == 400 || answer.status == 200, "{path} {ours:?} {answer:?}");
        }
    }
}

#[actix_web::test]
async fn a_banned_address_neither_listens_nor_signs_in() {
    use serde_json::{Value, json};
    let desk = Desk::new();
    let listen = || desk.ask_for_bytes(request("HEAD", "/main.opus"));
    assert_eq!(listen().await.status, 200);
    let refused = desk.does("mia", "POST", "/api/v1/bans", json!({"network": "192.0.2.0/24"})).await;
    assert_eq!(refused.status, 403, "{refused:?}");
    let wide = desk.does("admin", "POST", "/api/v1/bans", json!({"network": "0.0.0.0/0"})).await;
    assert_eq!(wide.status, 422, "{wide:?}");
    let ban = json!({"network": "192.0.2.0/24", "seconds": 60, "reason": "noise"});
    let made = desk.does("admin", "POST", "/api/v1/bans", ban).await;
    assert_eq!((made.status, &made.json()["value"]), (201, &json!("192.0.2.0/24")), "{made:?}");
    assert_eq!(listen().await.status, 403);
    assert_eq!(sign_in(&desk, &[]).await.status, 403);
    let path = format!("/api/v1/bans/{}", made.json()["id"]);
    assert_eq!(desk.does("admin", "DELETE", &path, Value::Null).await.status, 204);
    assert_eq!(listen().await.status, 200);
    assert_eq!(sign_in(&desk, &[]).await.status, 303);
}
