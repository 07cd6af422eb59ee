//! Webhooks: which programs are notified of which events.

use std::collections::BTreeMap;
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
    /// The recording of a show can be heard.
    Recording,
    /// A backup of the server failed.
    BackupFailed,
}

impl WebhookTopic {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Track,
        Self::LiveStart,
        Self::LiveStop,
        Self::DeadAir,
        Self::SourceTrouble,
        Self::ListenerPeak,
        Self::Recording,
        Self::BackupFailed,
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
            Self::Recording => "recording",
            Self::BackupFailed => "backup-failed",
        }
    }
}

impl FromStr for WebhookTopic {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        one_of(name, &Self::ALL, Self::name)
    }
}

/// The service that a webhook's messages are written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WebhookService {
    /// A program: signed JSON.
    Program,
    /// A channel of Discord, by the address of an incoming webhook.
    Discord,
    /// A channel of Slack, Mattermost or Rocket.Chat, by the address of an incoming webhook.
    Slack,
    /// A chat or channel of Telegram, by a bot.
    Telegram,
    /// An account on a server of Mastodon.
    Mastodon,
    /// A room of Matrix, by an account on a home server.
    Matrix,
    /// People, by e-mail.
    Email,
}

impl WebhookService {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Program,
        Self::Discord,
        Self::Slack,
        Self::Telegram,
        Self::Mastodon,
        Self::Matrix,
        Self::Email,
    ];

    /// Its name for programs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Program => "json",
            Self::Discord => "discord",
            Self::Slack => "slack",
            Self::Telegram => "telegram",
            Self::Mastodon => "mastodon",
            Self::Matrix => "matrix",
            Self::Email => "email",
        }
    }

    /// Returns whether it needs an access token that the service gave out.
    pub const fn needs_token(self) -> bool {
        matches!(self, Self::Telegram | Self::Mastodon | Self::Matrix)
    }

    /// Returns whether it needs a recipient: a chat, a room, or mail addresses.
    pub const fn needs_recipient(self) -> bool {
        matches!(self, Self::Telegram | Self::Matrix | Self::Email)
    }

    /// Returns whether whoever knows its address can send to it.
    pub const fn has_secret_url(self) -> bool {
        matches!(self, Self::Discord | Self::Slack)
    }
}

impl FromStr for WebhookService {
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
    /// The service that it is written for.
    pub service: WebhookService,
    /// Destination; none for e-mail.
    pub url: Option<Address>,
    /// The chat, room or mail addresses, where the service [needs](WebhookService::needs_recipient) them.
    pub recipient: Option<String>,
    /// Texts to send instead of the usual ones, with placeholders such as `{title}`.
    pub texts: BTreeMap<WebhookTopic, String>,
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
    ///
    /// `station` is none for what concerns the whole server, which those of one station are not told of.
    pub fn wants(&self, occasion: WebhookTopic, station: Option<&str>) -> bool {
        let is_here = self.station.as_deref().is_none_or(|own| station == Some(own));
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
