//! Counters of HTTP requests.

use actix_web::http::StatusCode;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::registry::Registry;

use crate::output::formats;

/// Counters of the web; clones share them.
#[derive(Clone, Default)]
pub(super) struct WebFigures {
    requests: Family<Request, Counter>,
    /// Requests to the API that came too fast.
    pub(super) too_fast: Counter,
    sign_ins: Family<SignIn, Counter>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Request {
    area: &'static str,
    status: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct SignIn {
    outcome: &'static str,
}

const AREAS: [&str; 5] = ["api", "dashboard", "files", "listening", "pages"];
const STATUSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];

impl WebFigures {
    /// Makes them public in `registry`, whose prefix is `longwave`.
    pub(super) fn register(&self, registry: &mut Registry) {
        // Every area is shown from the start, at zero.
        for area in AREAS {
            for status in STATUSES {
                drop(self.requests.get_or_create(&Request { area, status }));
            }
        }
        for outcome in ["admitted", "refused"] {
            drop(self.sign_ins.get_or_create(&SignIn { outcome }));
        }
        let help = "Requests that the web server answered; most listeners' never come there";
        registry.register("http_requests", help, self.requests.clone());
        registry.register("api_too_fast", "Requests to the API that came too fast", self.too_fast.clone());
        registry.register("sign_ins", "Attempts to sign in to the dashboard", self.sign_ins.clone());
    }

    /// Counts an answer.
    pub(super) fn answered(&self, path: &str, status: StatusCode) {
        let class = usize::from(status.as_u16() / 100).clamp(1, 5) - 1;
        self.requests.get_or_create(&Request { area: area(path), status: STATUSES[class] }).inc();
    }

    /// Counts an attempt to sign in.
    pub(super) fn signs_in(&self, is_admitted: bool) {
        let outcome = if is_admitted { "admitted" } else { "refused" };
        self.sign_ins.get_or_create(&SignIn { outcome }).inc();
    }
}

/// Returns the area that a path is counted in.
fn area(path: &str) -> &'static str {
    let begins = |with: &[&str]| with.iter().any(|with| path.starts_with(with));
    if begins(&["/api/"]) {
        "api"
    } else if begins(&["/admin", "/login", "/logout"]) {
        "dashboard"
    } else if begins(&["/static/", "/favicon.ico"]) || is_a_stations_file(path) {
        "files"
    } else if formats::of_path(path).is_some() {
        "listening"
    } else {
        "pages"
    }
}

fn is_a_stations_file(path: &str) -> bool {
    path.contains("/cover/") || path.contains("/logo/") || path.ends_with("/look.css")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_counted_by_what_they_are_about() {
        let figures = WebFigures::default();
        let told = |status| StatusCode::from_u16(status).unwrap();
        for (path, status) in [("/api/v1/me", 200), ("/api/v1/me", 204), ("/main/ws", 101), ("/x", 404)] {
            figures.answered(path, told(status));
        }
        let count = |area, status| figures.requests.get_or_create(&Request { area, status }).get();
        assert_eq!((count("api", "2xx"), count("listening", "1xx"), count("pages", "4xx")), (2, 1, 1));
        let areas = [
            "/admin/library",
            "/login",
            "/static/x.js",
            "/main/look.css",
            "/main/cover/1",
            "/main.opus",
            "/main",
            "/",
        ]
        .map(area);
        assert_eq!(
            areas,
            ["dashboard", "dashboard", "files", "files", "files", "listening", "pages", "pages"]
        );
    }
}
