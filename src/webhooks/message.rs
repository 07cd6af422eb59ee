//! Webhook payloads.

use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use crate::model::WebhookTopic;

/// Something that happened at a station, as it is told to others.
#[derive(Clone, Debug, PartialEq)]
pub struct WebhookEvent {
    /// The station's slug.
    pub station: String,
    /// Time, in microseconds since 1970.
    pub at_us: u64,
    /// Topic of the event.
    pub occasion: WebhookTopic,
    /// Details of the event.
    pub data: Value,
}

/// A message to a hook.
#[derive(Clone, Debug)]
pub(super) struct WebhookMessage {
    /// Its name, the same at every attempt, so that one that comes twice is known.
    pub(super) id: String,
    /// The occasion's name, or `test`.
    pub(super) event: &'static str,
    pub(super) body: Arc<[u8]>,
}

/// The body of a message.
#[derive(Serialize)]
struct Body<'a> {
    id: &'a str,
    event: &'a str,
    station: Option<&'a str>,
    /// RFC 3339.
    at: String,
    data: &'a Value,
}

impl WebhookMessage {
    /// The message that tells of `happening`.
    pub(super) fn of(happening: &WebhookEvent) -> Self {
        let WebhookEvent { station, at_us, occasion, data } = happening;
        Self::new(occasion.name(), Some(station), *at_us, data)
    }

    /// Creates a test event.
    pub(super) fn test(now_us: u64) -> Self {
        let data = serde_json::json!({ "text": "This is a test. Nothing happened." });
        Self::new("test", None, now_us, &data)
    }

    fn new(event: &'static str, station: Option<&str>, at_us: u64, data: &Value) -> Self {
        let id = format!("{:016x}{:08x}", fastrand::u64(..), at_us as u32);
        let at = i64::try_from(at_us).ok().and_then(|at_us| jiff::Timestamp::from_microsecond(at_us).ok());
        let at = at.map(|at| format!("{at:.3}")).unwrap_or_default();
        // Plain data, which can always be written.
        let body = serde_json::to_vec(&Body { id: &id, event, station, at, data }).unwrap_or_default();
        Self { id, event, body: body.into() }
    }
}
