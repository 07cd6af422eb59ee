//! Who changed what.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::store;
use crate::web::Error;
use crate::web::resources::limit;
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};

pub(in crate::web) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/audit", Access::Admin, Scope::Audit, list)
            .about("Who changed what, the newest first; the last 10000 changes are kept")
            .query(&["who", "words", "cursor", "limit"])
            .gives::<Changes>(),
    ]
}

/// A part of the list.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    /// By whom, and with what in them.
    who: Option<String>,
    words: Option<String>,
    cursor: Option<i64>,
    limit: Option<usize>,
}

/// What was changed, the newest first.
#[derive(Serialize, ToSchema)]
struct Changes {
    changes: Vec<Change>,
    /// Where the next part begins, if there is one.
    next: Option<String>,
}

/// Something that somebody changed.
#[derive(Serialize, ToSchema)]
struct Change {
    id: i64,
    /// Seconds since 1970.
    at: i64,
    /// An account's name.
    who: String,
    /// The address it was changed from.
    address: String,
    area: String,
    station: Option<String>,
    /// What was asked for.
    what: String,
}

fn list(call: &ApiRequest) -> Result<Reply, Error> {
    let part: Part = call.query()?;
    let limit = limit(part.limit)?;
    let mut found =
        call.site.store.changes_by((part.who.as_deref(), part.words.as_deref()), part.cursor, limit + 1)?;
    let has_more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| has_more).map(|last| last.id.to_string());
    Reply::json(&Changes { changes: found.into_iter().map(Change::of).collect(), next })
}

impl Change {
    fn of(change: store::AuditEntry) -> Self {
        let store::AuditEntry { id, at, who, address, area, station, what } = change;
        Self { id, at, who, address, area, station, what }
    }
}
