//! Requests that services for people take.
//!
//! In: an event and the settings of a webhook. Out: the request, or the mail, that tells it.
//! Never: sends anything, or lets a title mention people or add markup.

use url::Url;

use super::WebhookEvent;
use super::message::WebhookMessage;
use super::text::TextValues;
use crate::model::{Address, WebhookConfig, WebhookService};

/// Longest text that a service takes, in characters.
const LONGEST_DISCORD: usize = 2_000;
const LONGEST_MASTODON: usize = 500;
const LONGEST_CHAT: usize = 4_000;
/// Longest subject of a mail, in characters.
const LONGEST_SUBJECT: usize = 120;
const JSON: &str = "application/json";

/// A message in the form of its service.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Outgoing {
    /// By HTTP.
    Request(ServiceRequest),
    /// By e-mail.
    Mail {
        /// The addresses, separated by commas.
        to: String,
        subject: String,
        text: String,
    },
}

/// A request of a service's API.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ServiceRequest {
    /// True for PUT, false for POST.
    pub(super) is_put: bool,
    pub(super) url: Address,
    pub(super) headers: Vec<(&'static str, String)>,
    /// JSON.
    pub(super) body: Vec<u8>,
}

/// The webhook lacks an address, a token or a recipient that its service needs.
#[derive(Debug, thiserror::Error)]
#[error("its address, token or recipient is missing or wrong")]
pub(super) struct IncompleteWebhook;

/// Writes `message` for the service of `hook`, whose token or secret is `secret`. `link` leads to the page of the
/// event's station.
pub(super) fn outgoing(
    message: &WebhookMessage,
    hook: &WebhookConfig,
    secret: &str,
    link: Option<&str>,
) -> Result<Outgoing, IncompleteWebhook> {
    let text = |escape, longest| text(message, hook, link, escape, longest);
    let recipient = || hook.recipient.clone().ok_or(IncompleteWebhook);
    let request = |path: &[&str], headers, body: serde_json::Value| {
        let url = address(hook.url.as_ref().ok_or(IncompleteWebhook)?, path)?;
        Ok(ServiceRequest { is_put: false, url, headers, body: body.to_string().into_bytes() })
    };
    let bearer = || ("Authorization", format!("Bearer {secret}"));
    let request = match hook.service {
        WebhookService::Program => {
            let url = hook.url.clone().ok_or(IncompleteWebhook)?;
            ServiceRequest { is_put: false, url, headers: Vec::new(), body: message.body() }
        }
        WebhookService::Discord => {
            let text = text(escape_markdown, LONGEST_DISCORD);
            let body = serde_json::json!({ "content": text, "allowed_mentions": { "parse": [] } });
            request(&[], Vec::new(), body)?
        }
        WebhookService::Slack => {
            let body = serde_json::json!({ "text": text(escape_slack, LONGEST_CHAT) });
            request(&[], Vec::new(), body)?
        }
        WebhookService::Telegram => {
            let text = text(str::to_owned, LONGEST_CHAT);
            let body = serde_json::json!({
                "chat_id": recipient()?, "text": text, "link_preview_options": { "is_disabled": true },
            });
            request(&[&format!("bot{secret}"), "sendMessage"], Vec::new(), body)?
        }
        WebhookService::Mastodon => {
            let headers = vec![bearer(), ("Idempotency-Key", message.id.clone())];
            let body = serde_json::json!({ "status": text(without_mentions, LONGEST_MASTODON) });
            request(&["api", "v1", "statuses"], headers, body)?
        }
        WebhookService::Matrix => {
            let room = recipient()?;
            let path = ["_matrix", "client", "v3", "rooms", &room, "send", "m.room.message", &message.id];
            let body = serde_json::json!({ "msgtype": "m.text", "body": text(str::to_owned, LONGEST_CHAT) });
            ServiceRequest { is_put: true, ..request(&path, vec![bearer()], body)? }
        }
        WebhookService::Email => {
            let text = text(str::to_owned, LONGEST_CHAT);
            let subject = shortened(text.lines().next().unwrap_or_default(), LONGEST_SUBJECT);
            return Ok(Outgoing::Mail { to: recipient()?, subject, text });
        }
    };
    Ok(Outgoing::Request(request))
}

impl ServiceRequest {
    /// The media type of the body.
    pub(super) const CONTENT_TYPE: &str = JSON;
}

/// The text of a message; its values are escaped.
fn text(
    message: &WebhookMessage,
    hook: &WebhookConfig,
    link: Option<&str>,
    escape: fn(&str) -> String,
    longest: usize,
) -> String {
    let Some(event) = &message.event else { return WebhookMessage::TEST_TEXT.to_owned() };
    let values = TextValues::of(event, link);
    let own = hook.texts.get(&event.occasion).map_or("{message}", String::as_str);
    shortened(&values.put_into(own, escape), longest)
}

/// The address of `path` at a service.
fn address(service: &Address, path: &[&str]) -> Result<Address, IncompleteWebhook> {
    if path.is_empty() {
        return Ok(service.clone());
    }
    let mut url = Url::parse(service.as_str()).map_err(|_| IncompleteWebhook)?;
    url.path_segments_mut().map_err(|()| IncompleteWebhook)?.pop_if_empty().extend(path);
    url.as_str().parse().map_err(|_| IncompleteWebhook)
}

/// Cuts `text` after `longest` characters, with an ellipsis.
fn shortened(text: &str, longest: usize) -> String {
    if text.chars().count() <= longest {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(longest - 1).collect();
    short.push('…');
    short
}

/// Escapes what Discord's Markdown reads as markup. Addresses stay as they are.
fn escape_markdown(value: &str) -> String {
    let word = |word: &str| {
        if word.starts_with("https://") || word.starts_with("http://") {
            return word.to_owned();
        }
        let mut escaped = String::with_capacity(word.len());
        for letter in word.chars() {
            if matches!(letter, '\\' | '*' | '_' | '~' | '`' | '|' | '>' | '[' | ']' | '#') {
                escaped.push('\\');
            }
            escaped.push(letter);
        }
        escaped
    };
    value.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// Escapes Slack's three control characters.
fn escape_slack(value: &str) -> String {
    value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Keeps `@ada` from reaching a person: a zero-width space goes after the sign.
fn without_mentions(value: &str) -> String {
    value.replace('@', "@\u{200B}")
}

/// Returns the page of the event's station at a server that is reached at `public_url`.
pub(super) fn link(event: &WebhookEvent, public_url: &str) -> Option<String> {
    event.station.as_ref().map(|station| format!("{public_url}/{}", station.slug))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::{Value, json};

    use super::*;
    use crate::model::WebhookTopic;
    use crate::webhooks::EventStation;

    fn hook(service: WebhookService, url: &str, recipient: Option<&str>) -> WebhookConfig {
        WebhookConfig {
            id: 1,
            service,
            url: url.parse().ok(),
            recipient: recipient.map(str::to_owned),
            texts: BTreeMap::from([(WebhookTopic::Track, "{track} *{title}*".to_owned())]),
            occasions: vec![WebhookTopic::Track],
            station: None,
            is_on: true,
            failing_since: None,
            off_because: None,
            created_at: 0,
        }
    }

    fn message() -> WebhookMessage {
        let station = Some(EventStation { slug: "main".to_owned(), name: "Radio".to_owned() });
        let data = json!({ "title": "A_B <c> @d", "artist": "P*nk" });
        WebhookMessage::of(&WebhookEvent { station, at_us: 0, occasion: WebhookTopic::Track, data })
    }

    fn check(hook: &WebhookConfig, url: &str, headers: &[(&str, &str)], body: &Value) {
        let message = message();
        let Ok(Outgoing::Request(request)) = outgoing(&message, hook, "a:token", None) else {
            panic!("{hook:?}")
        };
        assert_eq!(request.url.as_str(), url.replace("ID", &message.id));
        let expected: Vec<_> =
            headers.iter().map(|(name, value)| (*name, value.replace("ID", &message.id))).collect();
        assert_eq!(request.headers, expected);
        assert_eq!(serde_json::from_slice::<Value>(&request.body).unwrap(), *body);
        assert_eq!(request.is_put, hook.service == WebhookService::Matrix);
    }

    #[test]
    fn each_service_has_the_request_that_it_takes() {
        check(
            &hook(WebhookService::Discord, "https://discord.example/api/webhooks/1/abc", None),
            "https://discord.example/api/webhooks/1/abc",
            &[],
            &json!({ "content": r"P\*nk – A\_B <c\> @d *A\_B <c\> @d*", "allowed_mentions": { "parse": [] } }),
        );
        check(
            &hook(WebhookService::Slack, "https://hooks.example/T/B/x", None),
            "https://hooks.example/T/B/x",
            &[],
            &json!({ "text": "P*nk – A_B &lt;c&gt; @d *A_B &lt;c&gt; @d*" }),
        );
        check(
            &hook(WebhookService::Telegram, "https://api.telegram.org", Some("@quay")),
            "https://api.telegram.org/bota:token/sendMessage",
            &[],
            &json!({
                "chat_id": "@quay", "text": "P*nk – A_B <c> @d *A_B <c> @d*",
                "link_preview_options": { "is_disabled": true },
            }),
        );
        check(
            &hook(WebhookService::Mastodon, "https://social.example/", None),
            "https://social.example/api/v1/statuses",
            &[("Authorization", "Bearer a:token"), ("Idempotency-Key", "ID")],
            &json!({ "status": "P*nk – A_B <c> @\u{200B}d *A_B <c> @\u{200B}d*" }),
        );
        check(
            &hook(WebhookService::Matrix, "https://matrix.example", Some("!a/b:matrix.example")),
            "https://matrix.example/_matrix/client/v3/rooms/!a%2Fb:matrix.example/send/m.room.message/ID",
            &[("Authorization", "Bearer a:token")],
            &json!({ "msgtype": "m.text", "body": "P*nk – A_B <c> @d *A_B <c> @d*" }),
        );
        let mail =
            outgoing(&message(), &hook(WebhookService::Email, "", Some("ada@b.example")), "", None).unwrap();
        let text = "P*nk – A_B <c> @d *A_B <c> @d*".to_owned();
        assert_eq!(mail, Outgoing::Mail { to: "ada@b.example".to_owned(), subject: text.clone(), text });
    }

    #[test]
    fn texts_are_as_long_as_a_service_takes() {
        assert_eq!(shortened("éé", 2), "éé");
        assert_eq!(shortened("ééé", 2), "é…");
    }

    #[test]
    fn what_is_missing_is_an_error() {
        for service in [WebhookService::Program, WebhookService::Discord, WebhookService::Mastodon] {
            assert!(outgoing(&message(), &hook(service, "", None), "t", None).is_err());
        }
        for service in [WebhookService::Telegram, WebhookService::Matrix, WebhookService::Email] {
            assert!(outgoing(&message(), &hook(service, "https://a.example", None), "t", None).is_err());
        }
    }

    #[test]
    fn addresses_are_not_escaped() {
        assert_eq!(escape_markdown("a_b https://a.example/b_c"), "a\\_b https://a.example/b_c");
    }
}
