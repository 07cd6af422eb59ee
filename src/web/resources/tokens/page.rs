//! Keys of programs, and who changed what.

use serde::{Deserialize, Serialize};

use crate::store::{ApiClient, AuditEntry};
use crate::web::Error;
use crate::web::format;
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};

/// Changes on a page.
const ON_A_PAGE: usize = 50;

pub(in crate::web) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/tokens", Access::Admin, Scope::Pages, tokens),
        Route::get("/admin/audit", Access::Admin, Scope::Pages, audit),
    ]
}

/// What `dashboard/tokens.html` is told.
#[derive(Serialize)]
struct TokensPage {
    tokens: Vec<TokenLine>,
    scopes: Vec<String>,
    slugs: Vec<String>,
}

#[derive(Serialize)]
struct TokenLine {
    name: String,
    made_by: String,
    scopes: String,
    places: String,
    created: String,
    used: Option<String>,
    expires: Option<String>,
    is_over: bool,
}

fn tokens(call: &ApiRequest) -> Result<Reply, Error> {
    let now = call.now();
    let tokens = call.site.store.programs()?.into_iter().map(|program| TokenLine::of(program, now));
    let slugs = call.site.store.stations()?.into_iter().map(|known| known.slug);
    let page = TokensPage { tokens: tokens.collect(), scopes: Scope::scopes(), slugs: slugs.collect() };
    call.page("dashboard/tokens.html", &page)
}

impl TokenLine {
    fn of(program: ApiClient, now: i64) -> Self {
        let all = "every station".to_owned();
        Self {
            places: if program.stations.is_empty() { all } else { program.stations.join(", ") },
            scopes: program.scopes.join(", "),
            created: format::time(program.created_at),
            used: program.used_at.map(format::time),
            expires: program.expires_at.map(format::time),
            is_over: program.expires_at.is_some_and(|ends| ends <= now),
            name: program.name,
            made_by: program.made_by,
        }
    }
}

/// What `dashboard/audit.html` is told.
#[derive(Serialize)]
struct AuditPage {
    changes: Vec<ChangeLine>,
    asked: Asked,
    /// Where older ones begin.
    older: Option<String>,
}

#[derive(Serialize)]
struct ChangeLine {
    at: String,
    who: String,
    address: String,
    area: String,
    place: String,
    what: String,
}

/// Which changes.
#[derive(Default, Deserialize, Serialize)]
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
    let mut found =
        call.site.store.changes_by((who.as_deref(), words.as_deref()), asked.cursor, ON_A_PAGE + 1)?;
    let has_more = found.len() > ON_A_PAGE;
    found.truncate(ON_A_PAGE);
    let older = found.last().filter(|_| has_more).map(|last| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("who", &asked.who).append_pair("words", &asked.words);
        query.append_pair("cursor", &last.id.to_string()).finish()
    });
    let changes = found.into_iter().map(ChangeLine::of).collect();
    call.page("dashboard/audit.html", &AuditPage { changes, asked, older })
}

impl ChangeLine {
    fn of(change: AuditEntry) -> Self {
        Self {
            at: format::time(change.at),
            who: change.who,
            address: change.address,
            area: change.area,
            place: change.station.unwrap_or_default(),
            what: change.what,
        }
    }
}
