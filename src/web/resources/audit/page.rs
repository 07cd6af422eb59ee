//! The page of the audit log.

use serde::{Deserialize, Serialize};

use super::api::{AuditQuery, Changes};
use crate::web::Error;
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/admin/audit", Access::Admin, Scope::Pages, audit)]
}

/// Variables of `dashboard/audit.html`.
#[derive(Serialize)]
struct AuditPage {
    #[serde(flatten)]
    found: Changes,
    asked: Asked,
}

/// Query of the page, as its form sends it.
#[derive(Deserialize, Serialize)]
struct Asked {
    #[serde(default)]
    who: String,
    #[serde(default)]
    words: String,
    cursor: Option<i64>,
}

fn audit(call: &ApiRequest) -> Result<Reply, Error> {
    let asked: Asked = call.query()?;
    let given = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
    let (who, words) = (given(&asked.who), given(&asked.words));
    let query = AuditQuery { who, words, cursor: asked.cursor, limit: None };
    call.page("dashboard/audit.html", &AuditPage { found: Changes::of(call, &query)?, asked })
}
