//! The manual: its pages, and that it describes the program as it is.

use std::collections::BTreeSet;

use serde_json::Value;

use super::TestServer;
use super::desk::{Desk, request};
use crate::output::formats;
use crate::web::reference;
use crate::web::resources::manual::Manual;
use crate::web::templates::Templates;

#[actix_web::test]
async fn every_page_is_there_for_everybody_and_every_link_leads_somewhere() {
    let desk = Desk::new();
    let manual = Manual::load(&crate::model::BasePath::default());
    assert!(manual.pages().len() > 15, "{}", manual.pages().len());
    let contents = manual.page("contents").expect("the contents");
    for page in manual.pages() {
        let address = format!("/manual/{}", page.name);
        let answer = desk.ask(request("GET", &address)).await;
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (200, "text/html; charset=utf-8"),
            "{address}"
        );
        assert!(answer.body.contains("<h1 id=\""), "{address} has no heading");
        assert!(page.name == "contents" || contents.linked.contains(&page.name), "{address} is in no list");
        let is_page = |name: &String| manual.page(name).is_some();
        assert!(page.linked.iter().all(is_page), "{address} links to {:?}", page.linked);
        for link in &page.anchors {
            let (name, anchor) = link.split_once('#').expect("an anchor");
            let target = manual.page(name).expect("a page");
            assert!(target.html.contains(&format!(" id=\"{anchor}\"")), "{address} links to {link}");
        }
    }
    assert_eq!(desk.ask(request("GET", "/manual")).await.status, 200);
    assert_eq!(desk.ask(request("HEAD", "/manual")).await.status, 200);
    assert_eq!(desk.ask(request("POST", "/manual")).await.status, 405);
    assert_eq!(desk.ask(request("GET", "/manual/nothing")).await.status, 404);
}

#[actix_web::test]
async fn the_search_finds_words_and_shows_them_as_text() {
    let desk = Desk::new();
    let found = desk.ask(request("GET", "/manual?q=BUTT%20icecast")).await.body;
    assert!(found.contains("href=\"/manual/going-live#"), "{found}");
    let none = desk.ask(request("GET", "/manual?q=%3Cscript%3Exyz")).await.body;
    assert!(none.contains("&lt;script&gt;xyz") && none.contains("No page has all of these words"), "{none}");
    assert!(!none.contains("<script>xyz"), "{none}");
}

#[actix_web::test]
async fn an_old_station_called_manual_keeps_its_page_and_the_manual_stays_readable() {
    let mut server = TestServer::of(&["manual", "main"]);
    server.templates = Templates::load(crate::model::BasePath::default()).unwrap();
    let page = server.get("/manual").await.1;
    assert!(page.contains("data-slug=\"manual\""), "{page}");
    assert!(server.get("/manual/studio").await.1.contains("data-slug=\"manual\""));
    let contents = server.get("/manual/contents").await.1;
    assert!(
        contents.contains("Longwave manual") && contents.contains("action=\"/manual/contents\""),
        "{contents}"
    );
    assert!(server.get("/manual/contents?q=backup").await.1.contains("/manual/operations#backups"));
}

/// Addresses of stations, with `main` for the station, and one form for all other variable parts.
fn plain(address: &str) -> String {
    let mut plain = String::new();
    let mut rest = address;
    while let Some((before, after)) = rest.split_once('{') {
        let mut depth = 1;
        let end = after.find(|letter| {
            depth += i32::from(letter == '{') - i32::from(letter == '}');
            depth == 0
        });
        let (name, tail) = after.split_at(end.unwrap_or(after.len()));
        let name = name.split(':').next().unwrap_or_default();
        let is_station = ["slug", "station"].contains(&name);
        plain.push_str(before);
        plain.push_str(if is_station { "main" } else { "{}" });
        rest = tail.strip_prefix('}').unwrap_or_default();
    }
    plain + rest
}

/// The addresses that the manual lists.
fn listed() -> BTreeSet<String> {
    let pages = ["addresses", "api"].into_iter().flat_map(reference);
    pages.flat_map(|(_, names)| names).filter(|name| name.starts_with('/')).collect()
}

#[test]
fn every_address_is_in_the_manual() {
    let listed: BTreeSet<String> = listed().iter().map(|address| plain(address)).collect();
    let table = crate::web::table();
    let mut missing: Vec<String> =
        table.iter().map(|route| plain(route.path)).filter(|path| !listed.contains(path)).collect();
    // What the web server is told directly; `/{mount}` is what sources send to a station's page.
    let others = include_str!("../mod.rs").split('"').filter(|text| text.starts_with('/'));
    let others = others.filter(|text| !text.starts_with("//") && !text.contains("{{") && *text != "/{mount}");
    missing.extend(others.map(plain).filter(|path| !listed.contains(path)));
    missing
        .extend(formats::ALL.iter().map(|format| format.path("main")).filter(|path| !listed.contains(path)));
    assert!(missing.is_empty(), "templates/manual/addresses.md or api.md should list {missing:#?}");
}

#[actix_web::test]
async fn every_address_in_the_manual_exists() {
    let desk = Desk::new();
    // Files that are there by their names alone.
    let files = ["/manual/{page}", "/static/{path}"];
    let table: BTreeSet<String> = crate::web::table().iter().map(|route| plain(route.path)).collect();
    let mut wrong = Vec::new();
    for address in listed() {
        let path = plain(&address);
        // Streams exist, and never end.
        let bare = path.split('?').next().unwrap_or_default();
        let is_stream = formats::extensions().any(|extension| bare.ends_with(&format!(".{extension}")));
        if table.contains(&path) || files.contains(&&*address) || is_stream {
            continue;
        }
        // Streams would never end, and what cannot be posted to says so only if it is there.
        let answer = desk.ask(request("POST", &path.replace("{}", "x"))).await;
        if answer.status == 404 {
            wrong.push(address);
        }
    }
    assert!(wrong.is_empty(), "templates/manual/ lists addresses that do not exist: {wrong:#?}");
}

#[test]
fn the_manual_lists_the_methods_of_the_api() {
    for route in crate::web::table().iter().filter(|route| route.path.starts_with("/api/v1/")) {
        let text = include_str!("../../../templates/manual/api.md");
        let row = text.lines().find(|line| line.starts_with(&format!("| `{}` |", route.path)));
        let methods = row.and_then(|row| row.split('|').nth(2)).unwrap_or_default();
        let name = route.verb.name();
        assert!(methods.split_whitespace().any(|method| method == name), "{name} {}: {row:?}", route.path);
    }
}

#[actix_web::test]
async fn the_manual_lists_every_metric_and_no_other() {
    let desk = Desk::new();
    // It is there once an edge has reported.
    let listeners = desk.server.stations[0].broadcast().listeners().clone();
    assert!(listeners.note_edge("oslo", std::iter::empty(), 0, 1));
    let text = desk.ask(request("GET", "/metrics")).await.body;
    let types = text.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.split_once(' '));
    let there: BTreeSet<String> = types
        .map(|(name, kind)| format!("{name}{}", if kind == "counter" { "_total" } else { "" }))
        .collect();
    let listed = reference("metrics").into_iter().filter(|(heading, _)| heading == "Figures");
    let listed: BTreeSet<String> = listed.flat_map(|(_, names)| names).collect();
    let missing: Vec<_> = there.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(&there).collect();
    assert!(
        missing.is_empty() && gone.is_empty(),
        "metrics.md lacks {missing:?}, and should not list {gone:?}"
    );
}

#[actix_web::test]
async fn the_dashboard_links_to_the_manual() {
    let desk = Desk::new();
    let page = desk.does("admin", "GET", "/admin/library", Value::Null).await.body;
    assert!(page.contains("href=\"/manual\"") && page.contains("href=\"/manual/library\""), "{page}");
}
