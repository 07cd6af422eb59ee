//! Figures, for Prometheus.

use std::collections::HashMap;

use actix_web::HttpResponse;
use actix_web::web::Data;
use prometheus_client::encoding::text::{encode_eof, encode_registry};
use prometheus_client::registry::Registry;

use super::{AppState, Error};
use crate::output::formats;

/// `/metrics`: every figure, as `OpenMetrics` text.
pub(super) async fn show(site: Data<AppState>) -> Result<HttpResponse, Error> {
    if site.has_metrics_elsewhere { Err(Error::UnknownPage) } else { show_always(site).await }
}

/// `/metrics` at a port of its own.
pub(super) async fn show_always(site: Data<AppState>) -> Result<HttpResponse, Error> {
    let text = text(&site)?;
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(HttpResponse::Ok().content_type(kind).body(text))
}

/// Every figure, as `OpenMetrics` text.
pub(super) fn text(site: &AppState) -> Result<String, Error> {
    // Made anew each time, for stations come and go.
    let mut stations = Registry::default();
    site.stations.all().for_each(|station| {
        station.broadcast().listeners().show(formats::labels());
        station.register(&mut stations);
    });
    for broadcast in site.broadcasts.all().filter(|one| site.stations.get(one.slug()).is_none()) {
        // One of an edge.
        broadcast.listeners().show(formats::labels());
        broadcast.register(&mut stations);
    }
    let ours = stations.sub_registry_with_prefix("longwave");
    site.roll.register(ours);
    let slugs: Vec<String> = site.stations.all().map(|station| station.slug().to_owned()).collect();
    site.archives.register(ours, &slugs);
    site.archive_audience.register(ours);
    let mut text = String::new();
    encode_registry(&mut text, &stations)?;
    encode_registry(&mut text, &site.registry)?;
    let mut text = together(&text);
    encode_eof(&mut text)?;
    Ok(text)
}

/// Puts the lines of each figure together, those of every station under one head.
fn together(text: &str) -> String {
    let (mut order, mut families): (Vec<&str>, HashMap<&str, Vec<&str>>) = (Vec::new(), HashMap::new());
    let mut name = "";
    for line in text.lines() {
        let head = line.strip_prefix("# ").and_then(|rest| rest.split(' ').nth(1));
        if let Some(of) = head {
            name = of;
        }
        let lines = families.entry(name).or_insert_with(|| {
            order.push(name);
            Vec::new()
        });
        // The head is there once, however many stations have it.
        if head.is_none() || !lines.contains(&line) {
            lines.push(line);
        }
    }
    let lines = order.iter().filter_map(|name| families.get(name)).flatten();
    lines.flat_map(|line| [line, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_has_one_head_and_its_lines_stand_together() {
        let text = "# HELP a Of a\n# TYPE a gauge\na{s=\"1\"} 1\n# HELP b Of b\n# TYPE b gauge\nb{s=\"1\"} 1\n\
                    # HELP a Of a\n# TYPE a gauge\na{s=\"2\"} 1\n# HELP b Of b\n# TYPE b gauge\nb{s=\"2\"} 1\n";
        let expected = "# HELP a Of a\n# TYPE a gauge\na{s=\"1\"} 1\na{s=\"2\"} 1\n\
                        # HELP b Of b\n# TYPE b gauge\nb{s=\"1\"} 1\nb{s=\"2\"} 1\n";
        assert_eq!(together(text), expected);
        assert_eq!(together(""), "");
    }
}
