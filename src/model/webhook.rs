//! Webhooks: which programs are notified of which events.

use std::str::FromStr;

use super::settings::one_of;
use super::{Address, UnknownName};

/// Something that another program may want to be told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WebhookTopic {
    /// Something else is heard.
    Track,
    /// A DJ is heard.
    LiveStart,
    /// A DJ has left.
    LiveStop,
    /// Nothing is heard, or something is again.
    DeadAir,
    /// Something is wrong with a DJ's line or a stream from elsewhere.
    SourceTrouble,
    /// A new peak of the number of listeners.
    ListenerPeak,
}

impl WebhookTopic {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Track,
        Self::LiveStart,
        Self::LiveStop,
        Self::DeadAir,
        Self::SourceTrouble,
        Self::ListenerPeak,
    ];

    /// Its name for programs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Track => "track",
            Self::LiveStart => "live-start",
            Self::LiveStop => "live-stop",
            Self::DeadAir => "dead-air",
            Self::SourceTrouble => "source-trouble",
            Self::ListenerPeak => "listener-peak",
        }
    }
}

impl FromStr for WebhookTopic {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        one_of(name, &Self::ALL, Self::name)
    }
}

/// An address that is told what happens. Its secret is kept elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookConfig {
    /// Its number; 0 for one that has none yet.
    pub id: i64,
    /// Destination.
    pub url: Address,
    /// Events that are sent.
    pub occasions: Vec<WebhookTopic>,
    /// The station it is told of; none means every station.
    pub station: Option<String>,
    /// False while it is switched off.
    pub is_on: bool,
    /// Time of the first of the current failures, in seconds since 1970; `None` if the latest delivery
    /// succeeded.
    pub failing_since: Option<i64>,
    /// Reason why it was switched off automatically.
    pub off_because: Option<String>,
    /// Time of creation, in seconds since 1970.
    pub created_at: i64,
}

impl WebhookConfig {
    /// Returns whether it subscribes to this event of this station.
    pub fn wants(&self, occasion: WebhookTopic, station: &str) -> bool {
        let is_here = self.station.as_deref().is_none_or(|own| own == station);
        self.is_on && is_here && self.occasions.contains(&occasion)
    }
}

/// An attempt to tell a hook something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delivery {
    /// Time of the attempt, in seconds since 1970.
    pub at: i64,
    /// The topic's [name](WebhookTopic::name), or `test`.
    pub event: String,
    /// The message's name, the same at every attempt.
    pub message: String,
    /// Counted from 1.
    pub attempt: u32,
    /// HTTP status of the reply.
    pub status: Option<u16>,
    /// Description of the failure.
    pub error: Option<String>,
    /// Duration of the attempt, in milliseconds.
    pub ms: u64,
}
