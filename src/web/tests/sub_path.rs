//! A site below a path of another one: no address that it gives leads out of that path.

use std::collections::BTreeSet;

use super::desk::{Desk, PASSWORD, request, signed};

const BASE: &str = "/radio";

/// Returns the addresses in the attributes of a page.
fn addresses(page: &str) -> BTreeSet<String> {
    let attributes =
        ["href", "src", "action", "data-to", "data-api", "data-queue", "data-cover", "data-logo"];
    let values = attributes.iter().flat_map(|attribute| {
        let parts = page.split(&format!(" {attribute}=\"")).skip(1).collect::<Vec<_>>();
        parts.into_iter().filter_map(|rest| rest.split('"').next())
    });
    let decoded =
        values.map(|value| value.replace("&amp;", "&").replace("&#x2F;", "/").replace("&#47;", "/"));
    decoded.filter(|value| !value.is_empty() && !value.starts_with(['#', '?'])).collect()
}

fn is_inside(address: &str) -> bool {
    let path = address.strip_prefix("https://example.org").unwrap_or(address);
    path == BASE || path.strip_prefix(BASE).is_some_and(|rest| rest.starts_with(['/', '?', '#']))
}

#[actix_web::test]
async fn no_page_below_a_path_leads_out_of_it() {
    let desk = Desk::new().below(BASE);
    let token = desk.session("admin");
    let mut known: BTreeSet<String> = BTreeSet::new();
    let mut waiting: Vec<String> = [
        "/",
        "/main",
        "/main/studio",
        "/main/listen",
        "/login",
        "/manual",
        "/admin",
        "/api/docs",
        "/nothing",
    ]
    .map(|path| format!("{BASE}{path}"))
    .to_vec();
    while let Some(address) = waiting.pop() {
        if !known.insert(address.clone()) || known.len() > 400 {
            continue;
        }
        let path = address.strip_prefix("https://example.org").unwrap_or(&address);
        let path = path.split('#').next().unwrap_or_default();
        // Streams have no end.
        if [".opus", ".mp3", ".flac", ".wav", "/ws", "/events"].iter().any(|end| path.contains(end)) {
            continue;
        }
        let asked = signed(request("GET", path), &token).insert_header(("accept", "text/html"));
        let answer = desk.ask_for_bytes(asked).await;
        let is_page = answer.header("content-type").starts_with("text/html");
        let expected = [200, 302, 303, 404].contains(&answer.status);
        assert!(expected && (answer.status != 404 || is_page), "{address}: {answer:?}");
        let location = answer.header("location");
        assert!(location.is_empty() || is_inside(location), "{address} leads to {location}");
        if !is_page {
            continue;
        }
        let asked = signed(request("GET", path), &token).insert_header(("accept", "text/html"));
        let page = desk.ask(asked).await.body;
        for found in addresses(&page) {
            let is_of_other_sites = found.contains("://") && !found.starts_with("https://example.org");
            let is_elsewhere = is_of_other_sites || found.starts_with("data:");
            assert!(is_inside(&found) || is_elsewhere, "{address} leads to {found}");
            // Links that change something are not followed, and those to files of tracks need none.
            if !is_elsewhere && !found.contains("/api/v1/") && !found.contains("/logout") {
                waiting.push(found);
            }
        }
    }
    assert!(known.len() > 60, "{known:?}");
    for page in ["/radio/admin/stations/main/listeners", "/radio/main/programme", "/radio/main/studio"] {
        assert!(known.contains(page), "{page} is not among {known:?}");
    }
}

#[actix_web::test]
async fn a_proxy_may_remove_the_path_or_leave_it() {
    let desk = Desk::new().below(BASE);
    for path in ["/radio/main/studio", "/main/studio"] {
        let page = desk.ask(request("GET", path)).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(page.body.contains(" src=\"/radio/static/studio/studio.js\""), "{path}: {}", page.body);
    }
    for path in ["/radio", "/radio/", "/"] {
        assert_eq!(desk.ask(request("GET", path)).await.status, 200, "{path}");
    }
    assert_eq!(desk.ask(request("GET", "/radios")).await.status, 404);
    assert_eq!(desk.ask(request("GET", "/other/main")).await.status, 404);
}

#[actix_web::test]
async fn signing_in_stays_below_the_path() {
    let desk = Desk::new().below(BASE);
    let asked = desk.ask(request("GET", "/radio/admin/password")).await;
    assert_eq!((asked.status, asked.header("location")), (303, "/radio/login?to=%2Fadmin%2Fpassword"));
    let send = |to: &str| {
        let fields = [("name", "mia"), ("password", PASSWORD), ("to", to)];
        let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let sent = request("POST", "/radio/login").set_payload(form);
        sent.insert_header(("content-type", "application/x-www-form-urlencoded"))
    };
    for to in ["/admin/password", "/radio/admin/password"] {
        let answer = desk.ask(send(to)).await;
        assert_eq!((answer.status, answer.header("location")), (303, "/radio/admin/password"), "{to}");
        assert!(answer.header("set-cookie").contains("; Path=/radio; "), "{answer:?}");
    }
    assert_eq!(desk.ask(send("/other/admin")).await.header("location"), "/radio/admin");
}

#[actix_web::test]
async fn what_programs_read_has_the_path() {
    let desk = Desk::new().below(BASE);
    let list = desk.ask(request("GET", "/radio/main.m3u")).await.body;
    assert!(list.contains("\nhttps://example.org/radio/main.opus\n"), "{list}");
    let status = desk.ask(request("GET", "/status-json.xsl")).await.body;
    assert!(status.contains("\"https://example.org/radio/main.opus\""), "{status}");
    let api = desk.ask(request("GET", "/radio/api/openapi.json")).await.json();
    assert_eq!(api["info"]["title"], "Longwave");
    let manual = desk.ask(request("GET", "/radio/manual/install")).await.body;
    assert!(manual.contains("href=\"/radio/manual/") && !manual.contains("href=\"/manual"), "{manual}");
}
