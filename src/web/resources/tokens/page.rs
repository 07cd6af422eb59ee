//! The page of API tokens.

use serde::Serialize;

use super::api::Tokens;
use crate::web::Error;
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/admin/tokens", Access::Admin, Scope::Pages, tokens)]
}

/// Variables of `dashboard/tokens.html`.
#[derive(Serialize)]
struct TokensPage {
    #[serde(flatten)]
    all: Tokens,
    slugs: Vec<String>,
    now: i64,
}

fn tokens(call: &ApiRequest) -> Result<Reply, Error> {
    let slugs = call.site.store.stations()?.into_iter().map(|known| known.slug).collect();
    call.page("dashboard/tokens.html", &TokensPage { all: Tokens::of(call)?, slugs, now: call.now() })
}
