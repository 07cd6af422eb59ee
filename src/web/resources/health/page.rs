//! The pages of the server's health and of its log.

use serde::{Deserialize, Serialize};

use super::api::{Health, LogQuery, ServerLog};
use crate::web::Error;
use crate::web::resources::backups::api::ServerBackups;
use crate::web::resources::edges::cluster::Cluster;
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/health", Access::Admin, Scope::Pages, health),
        Route::get("/admin/logs", Access::Admin, Scope::Pages, logs),
    ]
}

/// Variables of `dashboard/health.html`.
#[derive(Serialize)]
struct HealthPage {
    health: Health,
    /// None while the database cannot be read.
    backups: Option<ServerBackups>,
    cluster: Cluster,
    /// Seconds since 1970.
    now: i64,
    log_lines: usize,
}

fn health(call: &ApiRequest) -> Result<Reply, Error> {
    let log_lines = call.site.instance.log.lines().len();
    let backups = ServerBackups::of(call, &call.site.store).ok();
    let (health, cluster) = (Health::of(call), Cluster::of(call));
    call.page("dashboard/health.html", &HealthPage { health, backups, cluster, now: call.now(), log_lines })
}

/// Variables of `dashboard/logs.html`.
#[derive(Serialize)]
struct LogsPage {
    #[serde(flatten)]
    log: ServerLog,
    level: String,
    words: String,
}

/// Query of the page, as its form sends it.
#[derive(Deserialize)]
struct LoopChoice {
    #[serde(default)]
    level: String,
    #[serde(default)]
    words: String,
}

fn logs(call: &ApiRequest) -> Result<Reply, Error> {
    let LoopChoice { level, words } = call.query()?;
    let level = if level.is_empty() { "info".to_owned() } else { level };
    let query = LogQuery { level: Some(level.clone()), words: Some(words.clone()), limit: Some(200) };
    call.page("dashboard/logs.html", &LogsPage { log: ServerLog::of(call, &query)?, level, words })
}
