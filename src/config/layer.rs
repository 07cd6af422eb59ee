//! What one place says of the configuration, and how places are laid over each other.

use std::ffi::OsStr;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::ValueEnum;

use super::Config;

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// A line for people.
    Text,
    /// A JSON object a line, for programs.
    Json,
}

/// What can be configured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// The address and port.
    Listen,
    /// The address and port for SHOUTcast's programs.
    Shoutcast,
    /// The directory of the database.
    Data,
    /// The directory of the music.
    Media,
    /// The format of the log.
    Log,
}

impl Key {
    /// Every key.
    pub const ALL: [Self; 5] = [Self::Listen, Self::Shoutcast, Self::Data, Self::Media, Self::Log];

    /// Its name in the configuration file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Listen => "listen",
            Self::Shoutcast => "shoutcast",
            Self::Data => "data",
            Self::Media => "media",
            Self::Log => "log",
        }
    }

    /// Its environment variable.
    pub const fn variable(self) -> &'static str {
        match self {
            Self::Listen => "LONGWAVE_LISTEN",
            Self::Shoutcast => "LONGWAVE_SHOUTCAST",
            Self::Data => "LONGWAVE_DATA",
            Self::Media => "LONGWAVE_MEDIA",
            Self::Log => "LONGWAVE_LOG",
        }
    }

    /// What its value must be.
    pub(super) const fn expects(self) -> &'static str {
        match self {
            Self::Listen => "an address and a port such as \"0.0.0.0:8000\"",
            Self::Shoutcast => "an address and a port such as \"0.0.0.0:8001\"",
            Self::Data | Self::Media => "the path of a directory",
            Self::Log => "\"text\" or \"json\"",
        }
    }
}

/// A value that a key cannot have.
#[derive(Debug, thiserror::Error)]
#[error("`{}` is {value:?}, it must be {}", key.name(), key.expects())]
pub(super) struct WrongValue {
    key: Key,
    value: String,
}

/// What one place says; the rest is left to other places.
#[derive(Debug, Default)]
pub(super) struct Layer {
    pub(super) listen: Option<SocketAddr>,
    pub(super) shoutcast: Option<SocketAddr>,
    pub(super) data: Option<PathBuf>,
    pub(super) media: Option<PathBuf>,
    pub(super) log: Option<LogFormat>,
}

impl Layer {
    /// Takes the value of `key` as it was written.
    pub(super) fn set(&mut self, key: Key, value: &OsStr) -> Result<(), WrongValue> {
        let text = value.to_string_lossy();
        let directory = Some(PathBuf::from(value)).filter(|_| !value.is_empty());
        let understood = match key {
            Key::Listen => text.parse().ok().map(|listen| self.listen = Some(listen)),
            Key::Shoutcast => text.parse().ok().map(|shoutcast| self.shoutcast = Some(shoutcast)),
            Key::Data => directory.map(|data| self.data = Some(data)),
            Key::Media => directory.map(|media| self.media = Some(media)),
            Key::Log => LogFormat::from_str(&text, false).ok().map(|log| self.log = Some(log)),
        };
        understood.ok_or_else(|| WrongValue { key, value: text.into_owned() })
    }

    /// This layer, with `below` showing through where it says nothing.
    pub(super) fn over(self, below: Self) -> Self {
        Self {
            listen: self.listen.or(below.listen),
            shoutcast: self.shoutcast.or(below.shoutcast),
            data: self.data.or(below.data),
            media: self.media.or(below.media),
            log: self.log.or(below.log),
        }
    }

    /// This layer over the defaults.
    pub(super) fn into_config(self) -> Config {
        let default = Config::default();
        Config {
            listen: self.listen.unwrap_or(default.listen),
            shoutcast: self.shoutcast.or(default.shoutcast),
            data: self.data.unwrap_or(default.data),
            media: self.media.unwrap_or(default.media),
            log: self.log.unwrap_or(default.log),
        }
    }
}
