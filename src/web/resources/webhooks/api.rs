//! Addresses that are told what happens.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::model::{self, Address, WebhookConfig, WebhookTopic};
use crate::web::Error;
use crate::web::resources::parsed;
use crate::web::router::{Access, ApiRequest, Blocking, Handler, Reply, Route, Scope, Verb, aside};
use crate::webhooks::new_secret;

const ALL: &str = "/api/v1/webhooks";
const ONE: &str = "/api/v1/webhooks/{id}";

pub(crate) fn routes() -> Vec<Route> {
    let may = (Access::Admin, Scope::Webhooks);
    vec![
        Route::get(ALL, may.0, may.1, list).about("The addresses that are told what happens").gives::<Webhooks>(),
        Route::new(Verb::Post, ALL, may, Handler::Ask(add))
            .about(
                "Have an address told what happens. Its secret is told once: each message has the header \
                 Longwave-Signature: t=SECONDS,v1=HEX, the HMAC-SHA256 by the secret of the seconds, a full stop and the \
                 body",
            )
            .takes::<New>()
            .gives::<Made>(),
        Route::get(ONE, may.0, may.1, one).about("A webhook, and the latest attempts to tell it something").gives::<Detailed>(),
        Route::new(Verb::Patch, ONE, may, Handler::Ask(change))
            .about("Change a webhook; one that is switched on begins anew")
            .takes::<Change>()
            .gives::<Webhook>(),
        Route::new(Verb::Delete, ONE, may, Handler::Ask(remove)).about("Remove a webhook"),
        Route::new(Verb::Post, "/api/v1/webhooks/{id}/test", may, Handler::Wait(test))
            .about("Send a webhook a message that tells of nothing, and say what became of it")
            .gives::<Delivery>(),
    ]
}

/// The addresses that are told what happens.
#[derive(Serialize, ToSchema)]
struct Webhooks {
    webhooks: Vec<Webhook>,
    /// Events that can be delivered to webhooks.
    events: Vec<&'static str>,
}

/// An address that is told what happens.
#[derive(Serialize, ToSchema)]
pub(crate) struct Webhook {
    pub(crate) id: i64,
    pub(crate) url: String,
    /// Events that are delivered to it.
    pub(crate) events: Vec<&'static str>,
    /// The station it is told of; none means every station.
    pub(crate) station: Option<String>,
    /// True while it receives messages.
    pub(crate) is_on: bool,
    /// Start of the current run of failures, in seconds since 1970, if the latest delivery failed.
    pub(crate) failing_since: Option<i64>,
    /// Reason that it was switched off automatically, if it was.
    pub(crate) off_because: Option<String>,
    pub(crate) created_at: i64,
}

/// A webhook, and the latest attempts to tell it something.
#[derive(Serialize, ToSchema)]
#[schema(as = WebhookDetailed)]
pub(crate) struct Detailed {
    #[serde(flatten)]
    pub(crate) webhook: Webhook,
    /// The newest first; 50 at most.
    pub(crate) deliveries: Vec<Delivery>,
}

/// An attempt to tell a webhook something.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WebhookDelivery)]
pub(crate) struct Delivery {
    /// Time of the attempt, in seconds since 1970.
    pub(crate) at: i64,
    /// The event that it was about, or `test`.
    pub(crate) event: String,
    /// The message's name, the same at every attempt.
    pub(crate) message: String,
    /// Counted from 1.
    pub(crate) attempt: u32,
    /// HTTP status of the response.
    pub(crate) status: Option<u16>,
    /// Error message of a failed attempt.
    pub(crate) error: Option<String>,
    /// Duration of the attempt, in milliseconds.
    pub(crate) ms: u64,
}

/// A webhook to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WebhookNew)]
struct New {
    /// URL that receives the messages, https or http.
    url: String,
    /// Events to deliver: one or more of `track`, `live-start`, `live-stop`, `dead-air`, `source-trouble` and
    /// `listener-peak`.
    events: Vec<String>,
    /// The station it is told of; without one, every station.
    station: Option<String>,
}

/// Changes to a webhook; omitted fields stay the same.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WebhookChange)]
struct Change {
    url: Option<String>,
    events: Option<Vec<String>>,
    is_on: Option<bool>,
}

/// A webhook that was made.
#[derive(Serialize, ToSchema)]
#[schema(as = WebhookMade)]
struct Made {
    id: i64,
    /// Secret that signs its messages; it cannot be retrieved again.
    secret: String,
}

fn list(call: &ApiRequest) -> Result<Reply, Error> {
    let webhooks = call.site.store.hooks()?.into_iter().map(Webhook::of).collect();
    Reply::json(&Webhooks { webhooks, events: WebhookTopic::ALL.map(WebhookTopic::name).into() })
}

fn add(call: &ApiRequest) -> Result<Reply, Error> {
    let new: New = call.json()?;
    let station = new.station.filter(|slug| !slug.is_empty());
    if station.as_deref().is_some_and(|slug| call.site.stations.get(slug).is_none()) {
        return Err(Error::bad_input("There is no such station."));
    }
    let hook = WebhookConfig {
        id: 0,
        url: address(&new.url)?,
        occasions: occasions(&new.events)?,
        station,
        is_on: true,
        failing_since: None,
        off_because: None,
        created_at: call.now(),
    };
    let secret = new_secret().ok_or_else(|| Error::Broken("the system has no randomness".to_owned()))?;
    let id = call.site.store.add_hook(&hook, &secret)?;
    Reply::created(&format!("{ALL}/{id}"), &Made { id, secret })
}

fn one(call: &ApiRequest) -> Result<Reply, Error> {
    Reply::json(&detailed(call, hook(call)?)?)
}

/// A hook with its deliveries.
pub(crate) fn detailed(call: &ApiRequest, hook: WebhookConfig) -> Result<Detailed, Error> {
    let deliveries = call.site.store.deliveries(hook.id)?.into_iter().map(Delivery::of).collect();
    Ok(Detailed { webhook: Webhook::of(hook), deliveries })
}

fn change(call: &ApiRequest) -> Result<Reply, Error> {
    let change: Change = call.json()?;
    let hook = call.in_transaction(|call| {
        let before = hook(call)?;
        let hook = WebhookConfig {
            url: change.url.map_or(Ok(before.url), |url| address(&url))?,
            occasions: change.events.map_or(Ok(before.occasions), |events| occasions(&events))?,
            is_on: change.is_on.unwrap_or(before.is_on),
            ..before
        };
        if call.site.store.change_hook(&hook)? { Ok(hook) } else { Err(UNKNOWN) }
    })?;
    let off_because = hook.off_because.clone().filter(|_| !hook.is_on);
    Reply::json(&Webhook::of(WebhookConfig { off_because, ..hook }))
}

fn remove(call: &ApiRequest) -> Result<Reply, Error> {
    if call.site.store.remove_hook(number(call)?)? { Ok(Reply::done()) } else { Err(UNKNOWN) }
}

fn test(call: ApiRequest) -> Blocking {
    Box::pin(async move {
        let hook = aside({
            let call = call.clone();
            move || hook(&call)
        })
        .await?;
        let delivery = call.site.hooks.test(hook.id).await?.ok_or(UNKNOWN)?;
        Reply::json(&Delivery::of(delivery))
    })
}

const UNKNOWN: Error = Error::not_found("There is no webhook with this number.");

fn number(call: &ApiRequest) -> Result<i64, Error> {
    parsed(call.part("id")?).map_err(|_| Error::UnknownPage)
}

fn hook(call: &ApiRequest) -> Result<WebhookConfig, Error> {
    call.site.store.hook(number(call)?)?.ok_or(UNKNOWN)
}

fn address(text: &str) -> Result<Address, Error> {
    text.parse().map_err(|_| {
        let words = "url has to be an address such as https://radio.example/hook: http or https, no longer than 2000 \
                     letters, and without user name and password.";
        Error::bad_input(words)
    })
}

fn occasions(names: &[String]) -> Result<Vec<WebhookTopic>, Error> {
    let mut occasions = Vec::new();
    for name in names {
        let occasion: WebhookTopic = parsed(name)?;
        if !occasions.contains(&occasion) {
            occasions.push(occasion);
        }
    }
    if occasions.is_empty() {
        return Err(Error::bad_input("Choose at least one of the events."));
    }
    Ok(occasions)
}

impl Webhook {
    pub(crate) fn of(hook: WebhookConfig) -> Self {
        let WebhookConfig { id, url, occasions, station, is_on, failing_since, off_because, created_at } =
            hook;
        let events = occasions.into_iter().map(WebhookTopic::name).collect();
        let url = url.as_str().to_owned();
        Self { id, url, events, station, is_on, failing_since, off_because, created_at }
    }
}

impl Delivery {
    fn of(delivery: model::Delivery) -> Self {
        let model::Delivery { at, event, message, attempt, status, error, ms } = delivery;
        Self { at, event, message, attempt, status, error, ms }
    }
}
