//! The figures there are, and who relies on them.

use std::collections::BTreeSet;

use serde_json::Value;

use super::desk::{Desk, request};

/// The names in a text that could be a figure's.
fn names(text: &str) -> BTreeSet<String> {
    let words = text.split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '_'));
    words
        .filter(|word| word.starts_with("longwave_") || word.starts_with("process_"))
        .map(str::to_owned)
        .collect()
}

/// The queries in a dashboard of Grafana.
fn queries(dashboard: &Value) -> Vec<String> {
    match dashboard {
        Value::Object(members) => {
            let own = members.iter().filter(|(name, _)| ["expr", "query"].contains(&name.as_str()));
            let own = own.filter_map(|(_, query)| query.as_str().map(str::to_owned));
            own.chain(members.values().flat_map(queries)).collect()
        }
        Value::Array(each) => each.iter().flat_map(queries).collect(),
        _ => Vec::new(),
    }
}

#[actix_web::test]
async fn whatever_the_grafana_dashboard_names_is_there() {
    let desk = Desk::new();
    let file = desk.ask(request("GET", "/static/grafana.json")).await;
    assert_eq!((file.status, file.header("content-type")), (200, "application/json"));
    let named: BTreeSet<String> = queries(&file.json()).iter().flat_map(|query| names(query)).collect();
    // Kinds of listeners are there once there was one.
    let listener = super::listener(&desk.server.stations[0]);
    drop(listener.identified_as(crate::model::ClientInfo::default()));
    let text = desk.ask(request("GET", "/metrics")).await.body;
    let described = text.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.split_once(' '));
    let mut known = BTreeSet::new();
    for (name, kind) in described {
        let endings: &[&str] = match kind {
            "counter" => &["_total"],
            "histogram" => &["_bucket", "_sum", "_count"],
            _ => &[""],
        };
        known.extend(endings.iter().map(|ending| format!("{name}{ending}")));
    }
    assert!(named.len() > 25, "{named:?}");
    let missing: Vec<_> = named.difference(&known).collect();
    assert!(missing.is_empty(), "{missing:?} of {known:?}");
}

#[actix_web::test]
async fn every_figure_is_described_on_its_page() {
    let desk = Desk::new();
    let page = desk.does("admin", "GET", "/admin/health/figures", Value::Null).await;
    assert_eq!(page.status, 200, "{page:?}");
    let text = desk.ask(request("GET", "/metrics")).await.body;
    for name in text.lines().filter_map(|line| line.strip_prefix("# HELP ")?.split(' ').next()) {
        assert!(page.body.contains(name), "{name}");
    }
    for (name, area) in
        [("longwave_http_requests_total", "area=\"api\""), ("longwave_sign_ins_total", "refused")]
    {
        let line = text.lines().find(|line| line.starts_with(name) && line.contains(area));
        assert!(line.is_some(), "{name}: {text}");
    }
}
