//! The audit log's API.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::store;
use crate::web::Error;
use crate::web::resources::{cut, limit};
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/audit", Access::Admin, Scope::Audit, list)
            .about("Who changed what, the newest first; the last 10000 changes are kept")
            .query(&["who", "words", "cursor", "limit"])
            .gives::<Changes>(),
    ]
}

/// Query of the audit log.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AuditQuery {
    /// By whom, and with what in them.
    pub(crate) who: Option<String>,
    pub(crate) words: Option<String>,
    pub(crate) cursor: Option<i64>,
    pub(crate) limit: Option<usize>,
}

/// Changes in the audit log, the newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct Changes {
    changes: Vec<Change>,
    /// Cursor of the next page, if there is one.
    next: Option<String>,
}

/// Something that somebody changed.
#[derive(Serialize, ToSchema)]
pub(crate) struct Change {
    id: i64,
    /// Seconds since 1970.
    at: i64,
    /// An account's name.
    who: String,
    /// The address it was changed from.
    address: String,
    area: String,
    station: Option<String>,
    /// The requested change.
    what: String,
}

fn list(call: &ApiRequest) -> Result<Reply, Error> {
    Reply::json(&Changes::of(call, &call.query()?)?)
}

impl Changes {
    /// Looks up the changes that fit `query`.
    pub(crate) fn of(call: &ApiRequest, query: &AuditQuery) -> Result<Self, Error> {
        let limit = limit(query.limit)?;
        let by = (query.who.as_deref(), query.words.as_deref());
        let mut found = call.site.store.changes_by(by, query.cursor, limit + 1)?;
        let next = cut(&mut found, limit, |last| last.id.to_string());
        Ok(Self { changes: found.into_iter().map(Change::of).collect(), next })
    }
}

impl Change {
    fn of(change: store::AuditEntry) -> Self {
        let store::AuditEntry { id, at, who, address, area, station, what } = change;
        Self { id, at, who, address, area, station, what }
    }
}
