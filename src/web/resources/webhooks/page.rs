//! Which programs are told what happens.

use jiff::Timestamp;
use serde::Serialize;

use crate::model::WebhookTopic;
use crate::web::Error;
use crate::web::resources::webhooks::api::{Delivery, detailed};
use crate::web::router::{Access, ApiRequest, Reply, Route, Scope};

pub(in crate::web) fn routes() -> Vec<Route> {
    vec![Route::get("/admin/webhooks", Access::Admin, Scope::Pages, page)]
}

/// What `dashboard/webhooks.html` is told.
#[derive(Serialize)]
struct WebhooksPage {
    hooks: Vec<HookPart>,
    events: Vec<Event>,
    slugs: Vec<String>,
}

/// Something that can be told of, in words.
#[derive(Serialize)]
struct Event {
    name: &'static str,
    words: &'static str,
}

/// A hook, in words.
#[derive(Serialize)]
struct HookPart {
    id: i64,
    url: String,
    events: Vec<&'static str>,
    station: Option<String>,
    is_on: bool,
    off_because: Option<String>,
    failing_since: Option<String>,
    deliveries: Vec<Line>,
}

/// An attempt, in words.
#[derive(Serialize)]
struct Line {
    at: String,
    event: String,
    attempt: u32,
    outcome: String,
    is_well: bool,
    ms: u64,
}

fn page(call: &ApiRequest) -> Result<Reply, Error> {
    let mut hooks = Vec::new();
    for hook in call.site.store.hooks()? {
        let occasions = hook.occasions.clone();
        let found = detailed(call, hook)?;
        hooks.push(HookPart {
            id: found.webhook.id,
            url: found.webhook.url,
            events: occasions.into_iter().map(words).collect(),
            station: found.webhook.station,
            is_on: found.webhook.is_on,
            off_because: found.webhook.off_because,
            failing_since: found.webhook.failing_since.map(moment),
            deliveries: found.deliveries.into_iter().map(Line::of).collect(),
        });
    }
    let page = WebhooksPage {
        hooks,
        events: WebhookTopic::ALL.map(|one| Event { name: one.name(), words: words(one) }).into(),
        slugs: call.site.stations.all().map(|station| station.slug().to_owned()).collect(),
    };
    call.page("dashboard/webhooks.html", &page)
}

fn words(occasion: WebhookTopic) -> &'static str {
    match occasion {
        WebhookTopic::Track => "Another track is heard",
        WebhookTopic::LiveStart => "A DJ goes live",
        WebhookTopic::LiveStop => "A DJ has left",
        WebhookTopic::DeadAir => "Nothing is heard, or something is again",
        WebhookTopic::SourceTrouble => "A DJ's line or a relayed stream has trouble",
        WebhookTopic::ListenerPeak => "More listen at once than ever before",
    }
}

fn moment(at: i64) -> String {
    Timestamp::from_second(at).map(|at| at.strftime("%F %H:%M:%S UTC").to_string()).unwrap_or_default()
}

impl Line {
    fn of(delivery: Delivery) -> Self {
        let outcome = match (&delivery.error, delivery.status) {
            (None, Some(status)) => format!("Came through ({status})"),
            (Some(error), _) => format!("Failed: {error}"),
            (None, None) => "Came through".to_owned(),
        };
        Self {
            at: moment(delivery.at),
            event: delivery.event,
            attempt: delivery.attempt,
            is_well: delivery.error.is_none(),
            outcome,
            ms: delivery.ms,
        }
    }
}
