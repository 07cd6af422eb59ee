//! The figures there are, for those who keep them in Prometheus and draw them in Grafana.

use serde::Serialize;

use crate::web::Error;
use crate::web::metrics;
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/admin/health/figures", Access::Admin, Scope::Pages, page)]
}

/// Variables of `dashboard/figures.html`.
#[derive(Serialize)]
struct FiguresPage {
    figures: Vec<Figure>,
}

/// A figure, as the answer at `/metrics` describes it.
#[derive(Debug, Default, PartialEq, Serialize)]
struct Figure {
    name: String,
    kind: &'static str,
    help: String,
    /// The names of its labels.
    labels: String,
    /// Value of the first sample; none of a histogram.
    value: String,
}

fn page(call: &ApiRequest) -> Result<Reply, Error> {
    call.page("dashboard/figures.html", &FiguresPage { figures: figures(&metrics::text(&call.site)?) })
}

/// The figures in a text as `/metrics` has it, by their names.
fn figures(text: &str) -> Vec<Figure> {
    let mut figures: Vec<Figure> = Vec::new();
    for line in text.lines() {
        let mut words = line.splitn(4, ' ');
        match (words.next(), words.next(), words.next(), words.next()) {
            (Some("#"), Some("HELP"), Some(name), help) => {
                let (name, help) = (name.to_owned(), help.unwrap_or_default());
                // Texts have one full stop, whoever wrote them.
                let help = help.trim_end_matches('.').to_owned();
                figures.push(Figure { name, help, ..Figure::default() });
            }
            (Some("#"), Some("TYPE"), Some(_), Some(kind)) => {
                if let Some(figure) = figures.last_mut() {
                    figure.kind = told(kind);
                }
            }
            (Some("#"), ..) => {}
            _ => {
                if let Some(figure) = figures.last_mut().filter(|figure| figure.value.is_empty()) {
                    figure.take_sample(line);
                }
            }
        }
    }
    // A station's figures are described once for each.
    figures.sort_by(|one, other| one.name.cmp(&other.name));
    figures.dedup_by(|one, other| one.name == other.name);
    figures
}

fn told(kind: &str) -> &'static str {
    match kind {
        "counter" => "counts up",
        "gauge" => "goes up and down",
        "histogram" => "a distribution",
        _ => "",
    }
}

impl Figure {
    /// Takes in the first line that has a value.
    fn take_sample(&mut self, line: &str) {
        let (name, value) = line.rsplit_once(' ').unwrap_or((line, ""));
        let labels = name.split_once('{').map(|(_, labels)| labels.trim_end_matches('}'));
        let labels = labels.unwrap_or_default().split("\",").filter_map(|label| label.split('=').next());
        self.labels = labels.filter(|label| *label != "le").collect::<Vec<_>>().join(", ");
        let full = name.split('{').next().unwrap_or_default();
        if self.kind == "a distribution" {
            "…".clone_into(&mut self.value);
        } else {
            // Counters have an ending that their description has not.
            full.clone_into(&mut self.name);
            // A figure for people has few digits.
            self.value = match value.parse::<f64>() {
                Ok(number) => ((number * 1e3).round() / 1e3).to_string(),
                Err(_) => value.to_owned(),
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_from_what_prometheus_reads() {
        let text = "# HELP longwave_late Frames late.\n# TYPE longwave_late counter\n\
                    longwave_late_total{station=\"main\",output=\"ws, opus\"} 7\nlongwave_late_total{station=\"b\"} 8\n\
                    # HELP longwave_far How far.\n# TYPE longwave_far histogram\nlongwave_far_bucket{le=\"1\"} 2\n\
                    # HELP longwave_late Frames late.\n# TYPE longwave_late counter\n# HELP longwave_none Nothing.\n\
                    # TYPE longwave_none gauge\n# EOF\n";
        let figure = |name: &str, kind, help: &str, labels: &str, value: &str| Figure {
            name: name.to_owned(),
            kind,
            help: help.to_owned(),
            labels: labels.to_owned(),
            value: value.to_owned(),
        };
        let expected = [
            figure("longwave_far", "a distribution", "How far", "", "…"),
            figure("longwave_late", "counts up", "Frames late", "", ""),
            figure("longwave_late_total", "counts up", "Frames late", "station, output", "7"),
            figure("longwave_none", "goes up and down", "Nothing", "", ""),
        ];
        assert_eq!(figures(text), expected);
    }
}
