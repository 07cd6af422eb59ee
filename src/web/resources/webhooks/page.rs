//! The page of webhooks.

use serde::{Deserialize, Serialize};

use super::api::{Detailed, detailed};
use crate::model::{WebhookService, WebhookTopic};
use crate::web::Error;
use crate::web::resources::parsed;
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};
use crate::webhooks::text;

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/admin/webhooks", Access::Admin, Scope::Pages, page)]
}

/// Variables of `dashboard/webhooks.html`.
#[derive(Serialize)]
struct WebhooksPage {
    hooks: Vec<Detailed>,
    events: Vec<EventChoice>,
    services: [&'static str; WebhookService::ALL.len()],
    /// The service that the form adds a webhook for.
    service: &'static str,
    needs_token: bool,
    has_mail: bool,
    slugs: Vec<String>,
}

/// An event that can be chosen.
#[derive(Serialize)]
struct EventChoice {
    name: &'static str,
    /// Names that its text may have in braces.
    placeholders: &'static [&'static str],
}

/// The query of the page.
#[derive(Deserialize)]
struct Chosen {
    service: Option<String>,
}

fn page(call: &ApiRequest) -> Result<Reply, Error> {
    let chosen: Chosen = call.query()?;
    let service: WebhookService = chosen.service.as_deref().map_or(Ok(WebhookService::Program), parsed)?;
    let event =
        |topic: WebhookTopic| EventChoice { name: topic.name(), placeholders: text::placeholders(topic) };
    let hooks = call.site.store.hooks()?.into_iter().map(|hook| detailed(call, hook));
    let page = WebhooksPage {
        hooks: hooks.collect::<Result<_, _>>()?,
        events: WebhookTopic::ALL.into_iter().map(event).collect(),
        services: WebhookService::ALL.map(WebhookService::name),
        service: service.name(),
        needs_token: service.needs_token(),
        has_mail: call.site.hooks.has_mail(),
        slugs: call.site.stations.all().map(|station| station.slug().to_owned()).collect(),
    };
    call.page("dashboard/webhooks.html", &page)
}
