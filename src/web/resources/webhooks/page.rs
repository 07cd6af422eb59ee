//! The page of webhooks.

use serde::Serialize;

use super::api::{Detailed, detailed};
use crate::model::WebhookTopic;
use crate::web::Error;
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/admin/webhooks", Access::Admin, Scope::Pages, page)]
}

/// Variables of `dashboard/webhooks.html`.
#[derive(Serialize)]
struct WebhooksPage {
    hooks: Vec<Detailed>,
    events: [&'static str; WebhookTopic::ALL.len()],
    slugs: Vec<String>,
}

fn page(call: &ApiRequest) -> Result<Reply, Error> {
    let hooks = call.site.store.hooks()?.into_iter().map(|hook| detailed(call, hook));
    let page = WebhooksPage {
        hooks: hooks.collect::<Result<_, _>>()?,
        events: WebhookTopic::ALL.map(WebhookTopic::name),
        slugs: call.site.stations.all().map(|station| station.slug().to_owned()).collect(),
    };
    call.page("dashboard/webhooks.html", &page)
}
