//! Webhook payloads.

use serde::Serialize;
use serde_json::Value;

use crate::model::WebhookTopic;

/// Something that happened at a station, or to the server, as it is told to others.
#[derive(Clone, Debug, PartialEq)]
pub struct WebhookEvent {
    /// The station; none for the server.
    pub station: Option<EventStation>,
    /// Time, in microseconds since 1970.
    pub at_us: u64,
    /// Topic of the event.
    pub occasion: WebhookTopic,
    /// Details of the event.
    pub data: Value,
}

/// The station of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventStation {
    /// Its slug.
    pub slug: String,
    /// Its name for people.
    pub name: String,
}

/// A message to a hook.
#[derive(Clone, Debug)]
pub(super) struct WebhookMessage {
    /// Its name, the same at every attempt, so that one that comes twice is known.
    pub(super) id: String,
    /// The event; none for a test.
    pub(super) event: Option<WebhookEvent>,
    /// Time, in microseconds since 1970.
    at_us: u64,
}

/// The body of a message for a program.
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
    /// The text of a test.
    pub(super) const TEST_TEXT: &str = "This is a test. Nothing happened.";

    /// The message that tells of `happening`.
    pub(super) fn of(happening: &WebhookEvent) -> Self {
        Self::new(happening.at_us, Some(happening.clone()))
    }

    /// Creates a test event.
    pub(super) fn test(now_us: u64) -> Self {
        Self::new(now_us, None)
    }

    fn new(at_us: u64, event: Option<WebhookEvent>) -> Self {
        Self { id: format!("{:016x}{:08x}", fastrand::u64(..), at_us as u32), event, at_us }
    }

    /// The topic's name, or `test`.
    pub(super) fn topic(&self) -> &'static str {
        self.event.as_ref().map_or("test", |event| event.occasion.name())
    }

    /// The JSON that programs get, the same at every attempt.
    pub(super) fn body(&self) -> Vec<u8> {
        let test = serde_json::json!({ "text": Self::TEST_TEXT });
        let at = i64::try_from(self.at_us).ok();
        let at = at.and_then(|at_us| jiff::Timestamp::from_microsecond(at_us).ok());
        let station = self.event.as_ref().and_then(|event| event.station.as_ref());
        let body = Body {
            id: &self.id,
            event: self.topic(),
            station: station.map(|station| &*station.slug),
            at: at.map(|at| format!("{at:.3}")).unwrap_or_default(),
            data: self.event.as_ref().map_or(&test, |event| &event.data),
        };
        // Plain data, which can always be written.
        serde_json::to_vec(&body).unwrap_or_default()
    }
}
