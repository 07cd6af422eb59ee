//! Addresses that are told what happens.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::mail::MailRecipients;
use crate::model::{self, Address, WebhookConfig, WebhookService, WebhookTopic};
use crate::web::Error;
use crate::web::resources::parsed;
use crate::web::router::{Access, ApiRequest, Blocking, Handler, Reply, Route, Scope, Verb, aside};
use crate::webhooks::{new_secret, text};

const ALL: &str = "/api/v1/webhooks";
const ONE: &str = "/api/v1/webhooks/{id}";

pub(crate) fn routes() -> Vec<Route> {
    let may = (Access::Admin, Scope::Webhooks);
    vec![
        Route::get(ALL, may.0, may.1, list).about("The addresses that are told what happens").gives::<Webhooks>(),
        Route::new(Verb::Post, ALL, may, Handler::Ask(add))
            .about(
                "Have an address told what happens. The secret of one for programs is told once: each message has the \
                 header Longwave-Signature: t=SECONDS,v1=HEX, the HMAC-SHA256 by the secret of the seconds, a full stop \
                 and the body",
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
    /// The service that messages are written for: `json`, `discord`, `slack`, `telegram`, `mastodon`, `matrix` or
    /// `email`.
    pub(crate) service: &'static str,
    /// Address of the service; none for e-mail. Where the address is a secret, its host alone.
    pub(crate) url: Option<String>,
    /// The chat, room or mail addresses.
    pub(crate) recipient: Option<String>,
    /// Texts that are sent instead of the usual ones, by event.
    pub(crate) texts: BTreeMap<&'static str, String>,
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
    /// The service that messages are written for: `json` (signed, for programs; the default), `discord`, `slack`,
    /// `telegram`, `mastodon`, `matrix` or `email`.
    service: Option<String>,
    /// Address that receives the messages, https or http: for `discord` and `slack` the one of an incoming webhook, for
    /// `mastodon` and `matrix` the server's, for `telegram` the one of the API unless it is the usual one; none for
    /// `email`.
    url: Option<String>,
    /// The bot's token for `telegram`, the access token for `mastodon` and `matrix`. It cannot be retrieved again.
    token: Option<String>,
    /// The chat for `telegram`, such as `@radio`; the room for `matrix`, such as `!abc:matrix.example`; up to 20 mail
    /// addresses for `email`, separated by commas.
    recipient: Option<String>,
    /// Texts to send instead of the usual ones, by event, with placeholders such as `{title}`.
    texts: Option<BTreeMap<String, String>>,
    /// Events to deliver: one or more of `track`, `live-start`, `live-stop`, `dead-air`, `source-trouble`,
    /// `listener-peak`, `recording` and `backup-failed`.
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
    /// Has to be given again when the address changes.
    token: Option<String>,
    recipient: Option<String>,
    /// Replaces all texts.
    texts: Option<BTreeMap<String, String>>,
    events: Option<Vec<String>>,
    is_on: Option<bool>,
}

/// A webhook that was made.
#[derive(Serialize, ToSchema)]
#[schema(as = WebhookMade)]
struct Made {
    id: i64,
    /// Secret that signs its messages, if it is for programs; it cannot be retrieved again.
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<String>,
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
    let service: WebhookService = new.service.as_deref().map_or(Ok(WebhookService::Program), parsed)?;
    let url = match (service, new.url.as_deref().filter(|url| !url.is_empty())) {
        (WebhookService::Email, _) => None,
        (WebhookService::Telegram, None) => Some(address(TELEGRAM)?),
        (_, None) => return Err(Error::bad_input("Give the address of the service in url.")),
        (_, Some(url)) => Some(address(url)?),
    };
    if service == WebhookService::Email && !call.site.hooks.has_mail() {
        let words = "This server cannot send e-mail: set smtp in its configuration.";
        return Err(Error::bad_input(words));
    }
    let secret = match service {
        WebhookService::Program => {
            new_secret().ok_or_else(|| Error::Broken("the system has no randomness".to_owned()))?
        }
        _ if service.needs_token() => token(service, new.token)?,
        _ => String::new(),
    };
    let hook = WebhookConfig {
        id: 0,
        service,
        url,
        recipient: recipient(service, new.recipient)?,
        texts: texts(new.texts.unwrap_or_default())?,
        occasions: occasions(&new.events)?,
        station,
        is_on: true,
        failing_since: None,
        off_because: None,
        created_at: call.now(),
    };
    let id = call.site.store.add_hook(&hook, &secret)?;
    let secret = (service == WebhookService::Program).then_some(secret);
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
        let service = before.service;
        let url = match change.url.filter(|_| service != WebhookService::Email) {
            Some(url) => Some(address(&url)?),
            None => before.url.clone(),
        };
        if service.needs_token() && url != before.url && change.token.is_none() {
            return Err(Error::bad_input("Give the token again: it would go to another address."));
        }
        if let Some(given) = change.token.filter(|_| service.needs_token()) {
            call.site.store.change_hook_secret(before.id, &token(service, Some(given))?)?;
        }
        let hook = WebhookConfig {
            url,
            recipient: match change.recipient {
                Some(given) => recipient(service, Some(given))?,
                None => before.recipient,
            },
            texts: change.texts.map_or(Ok(before.texts), texts)?,
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

/// The address of Telegram's API.
const TELEGRAM: &str = "https://api.telegram.org";

/// Checks the token of a service: letters that can stand in a header and, for Telegram, in a path.
fn token(service: WebhookService, given: Option<String>) -> Result<String, Error> {
    let given = given.map(|token| token.trim().to_owned()).unwrap_or_default();
    let is_token = |letter: u8| letter.is_ascii_alphanumeric() || b"-._~+/=:".contains(&letter);
    let is_telegrams = |token: &str| token.contains(':') && !token.contains('/');
    if given.is_empty() || given.len() > 500 || !given.bytes().all(is_token) {
        return Err(Error::bad_input(format!(
            "token has to be the access token that {} gave out.",
            service.name()
        )));
    }
    if service == WebhookService::Telegram && !is_telegrams(&given) {
        let words = "token has to be the one that @BotFather gave out, such as 123456:ABC-DEF.";
        return Err(Error::bad_input(words));
    }
    Ok(given)
}

/// Checks the chat, room or mail addresses of a service; others have none.
fn recipient(service: WebhookService, given: Option<String>) -> Result<Option<String>, Error> {
    if !service.needs_recipient() {
        return Ok(None);
    }
    let given =
        given.map(|given| given.trim().to_owned()).filter(|given| given.len() <= 2_000).unwrap_or_default();
    let words = match service {
        WebhookService::Email if given.parse::<MailRecipients>().is_err() => {
            "recipient has to be one or more mail addresses, separated by commas, 20 at most."
        }
        WebhookService::Telegram if !is_telegram_chat(&given) => {
            "recipient has to be the name of a channel such as @radio, or the number of a chat such as -1001234567890."
        }
        WebhookService::Matrix if !(given.starts_with('!') && given.len() > 1) => {
            "recipient has to be the identifier of a room, such as !abc:matrix.example; the room's settings show it."
        }
        _ => return Ok(Some(given)),
    };
    Err(Error::bad_input(words))
}

fn is_telegram_chat(text: &str) -> bool {
    let is_name = |name: &str| {
        name.len() > 3 && name.bytes().all(|letter| letter.is_ascii_alphanumeric() || letter == b'_')
    };
    text.parse::<i64>().is_ok() || text.strip_prefix('@').is_some_and(is_name)
}

/// Checks texts by the names of their events; an empty one is the usual text.
fn texts(given: BTreeMap<String, String>) -> Result<BTreeMap<WebhookTopic, String>, Error> {
    let mut texts = BTreeMap::new();
    for (name, written) in given {
        let topic: WebhookTopic = parsed(&name)?;
        let written = written.trim();
        text::check(topic, written).map_err(|error| Error::bad_input(error.to_string()))?;
        if !written.is_empty() {
            texts.insert(topic, written.to_owned());
        }
    }
    Ok(texts)
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
        let WebhookConfig { id, service, url, recipient, texts, occasions, station, .. } = hook;
        let shown = |url: Address| {
            if service.has_secret_url() { url.host().to_owned() } else { url.as_str().to_owned() }
        };
        Self {
            id,
            service: service.name(),
            url: url.map(shown),
            recipient,
            texts: texts.into_iter().map(|(topic, text)| (topic.name(), text)).collect(),
            events: occasions.into_iter().map(WebhookTopic::name).collect(),
            station,
            is_on: hook.is_on,
            failing_since: hook.failing_since,
            off_because: hook.off_because,
            created_at: hook.created_at,
        }
    }
}

impl Delivery {
    fn of(delivery: model::Delivery) -> Self {
        let model::Delivery { at, event, message, attempt, status, error, ms } = delivery;
        Self { at, event, message, attempt, status, error, ms }
    }
}
