//! One source of configuration, and the precedence of several.

use std::ffi::OsStr;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;

use anyhow::bail;
use clap::ValueEnum;

use super::{Config, ListenAddresses, PublicUrl};
use crate::acme::{AcmeSettings, Contact, DirectoryUrl, Hostnames, LETS_ENCRYPT};
use crate::announce::YpUrls;
use crate::captions::RecogniserCommand;
use crate::model::Address;
use crate::net::{SiteOrigins, TrustedProxies};
use crate::output::listener_limits::Limits;
use crate::tls;
use crate::webhooks::WebhookReach;

/// Log formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// A line for people.
    Text,
    /// A JSON object a line, for programs.
    Json,
}

/// Configuration keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// The addresses and ports.
    Listen,
    /// The address from outside.
    PublicUrl,
    /// The address and port for SHOUTcast's programs.
    Shoutcast,
    /// The address and port for the metrics.
    Metrics,
    /// The most listeners to a station.
    MaxListeners,
    /// The most listeners from an address.
    MaxPerAddress,
    /// The file with the certificate.
    TlsCert,
    /// The file with its key.
    TlsKey,
    /// Refusal of unencrypted connections.
    TlsOnly,
    /// Names to order a certificate for.
    Acme,
    /// The certificate authority.
    AcmeDirectory,
    /// The mail address that the authority may write to.
    AcmeContact,
    /// The file of certificates that the authority's is trusted by.
    AcmeCa,
    /// Networks of trusted proxies.
    TrustedProxies,
    /// Networks that webhooks may reach.
    Webhooks,
    /// Directories that stations are announced to.
    YpDirectories,
    /// The API of radio-browser.info.
    RadioBrowser,
    /// The file of the access log.
    AccessLog,
    /// The program that recognises speech.
    Recogniser,
    /// The file with the key of the secrets in the database.
    SecretsKey,
    /// Shortening of addresses where they are stored.
    AnonymizeAddresses,
    /// Other sites whose pages may go live.
    WebcastOrigins,
    /// The directory of the database.
    Data,
    /// The directory of the music.
    Media,
    /// The format of the log.
    Log,
}

impl Key {
    /// Every key.
    pub const ALL: [Self; 25] = [
        Self::Listen,
        Self::PublicUrl,
        Self::Shoutcast,
        Self::Metrics,
        Self::MaxListeners,
        Self::MaxPerAddress,
        Self::TlsCert,
        Self::TlsKey,
        Self::TlsOnly,
        Self::Acme,
        Self::AcmeDirectory,
        Self::AcmeContact,
        Self::AcmeCa,
        Self::TrustedProxies,
        Self::Webhooks,
        Self::YpDirectories,
        Self::RadioBrowser,
        Self::AccessLog,
        Self::Recogniser,
        Self::SecretsKey,
        Self::AnonymizeAddresses,
        Self::WebcastOrigins,
        Self::Data,
        Self::Media,
        Self::Log,
    ];

    /// Its name in the configuration file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Listen => "listen",
            Self::PublicUrl => "public_url",
            Self::Shoutcast => "shoutcast",
            Self::Metrics => "metrics",
            Self::MaxListeners => "max_listeners",
            Self::MaxPerAddress => "max_per_address",
            Self::TlsCert => "tls_cert",
            Self::TlsKey => "tls_key",
            Self::TlsOnly => "tls_only",
            Self::Acme => "acme",
            Self::AcmeDirectory => "acme_directory",
            Self::AcmeContact => "acme_contact",
            Self::AcmeCa => "acme_ca",
            Self::TrustedProxies => "trusted_proxies",
            Self::Webhooks => "webhooks",
            Self::YpDirectories => "yp_directories",
            Self::RadioBrowser => "radio_browser",
            Self::AccessLog => "access_log",
            Self::Recogniser => "recogniser",
            Self::SecretsKey => "secrets_key",
            Self::AnonymizeAddresses => "anonymize_addresses",
            Self::WebcastOrigins => "webcast_origins",
            Self::Data => "data",
            Self::Media => "media",
            Self::Log => "log",
        }
    }

    /// Its environment variable.
    pub const fn variable(self) -> &'static str {
        match self {
            Self::Listen => "LONGWAVE_LISTEN",
            Self::PublicUrl => "LONGWAVE_PUBLIC_URL",
            Self::Shoutcast => "LONGWAVE_SHOUTCAST",
            Self::Metrics => "LONGWAVE_METRICS",
            Self::MaxListeners => "LONGWAVE_MAX_LISTENERS",
            Self::MaxPerAddress => "LONGWAVE_MAX_PER_ADDRESS",
            Self::TlsCert => "LONGWAVE_TLS_CERT",
            Self::TlsKey => "LONGWAVE_TLS_KEY",
            Self::TlsOnly => "LONGWAVE_TLS_ONLY",
            Self::Acme => "LONGWAVE_ACME",
            Self::AcmeDirectory => "LONGWAVE_ACME_DIRECTORY",
            Self::AcmeContact => "LONGWAVE_ACME_CONTACT",
            Self::AcmeCa => "LONGWAVE_ACME_CA",
            Self::TrustedProxies => "LONGWAVE_TRUSTED_PROXIES",
            Self::Webhooks => "LONGWAVE_WEBHOOKS",
            Self::YpDirectories => "LONGWAVE_YP_DIRECTORIES",
            Self::RadioBrowser => "LONGWAVE_RADIO_BROWSER",
            Self::AccessLog => "LONGWAVE_ACCESS_LOG",
            Self::Recogniser => "LONGWAVE_RECOGNISER",
            Self::SecretsKey => "LONGWAVE_SECRETS_KEY",
            Self::AnonymizeAddresses => "LONGWAVE_ANONYMIZE_ADDRESSES",
            Self::WebcastOrigins => "LONGWAVE_WEBCAST_ORIGINS",
            Self::Data => "LONGWAVE_DATA",
            Self::Media => "LONGWAVE_MEDIA",
            Self::Log => "LONGWAVE_LOG",
        }
    }

    /// Returns whether its value is a number.
    pub(super) const fn is_number(self) -> bool {
        matches!(self, Self::MaxListeners | Self::MaxPerAddress)
    }

    /// Returns whether its value is true or false.
    pub(super) const fn is_switch(self) -> bool {
        matches!(self, Self::TlsOnly | Self::AnonymizeAddresses)
    }

    /// Describes the values it accepts.
    pub(super) const fn expects(self) -> &'static str {
        match self {
            Self::Listen => "an address and a port such as \"0.0.0.0:8000\", or several with commas",
            Self::PublicUrl => "an address such as \"https://radio.example\", without a query",
            Self::Shoutcast => "an address and a port such as \"0.0.0.0:8001\"",
            Self::Metrics => "an address and a port such as \"127.0.0.1:9100\"",
            Self::MaxListeners | Self::MaxPerAddress => "a number such as 500, or 0 for any",
            Self::TlsCert | Self::TlsKey | Self::AcmeCa => "the path of a PEM file",
            Self::Acme => "host names such as \"radio.example,www.radio.example\", without wildcards",
            Self::AcmeDirectory => "an address such as \"https://acme-v02.api.letsencrypt.org/directory\"",
            Self::AcmeContact => "a mail address such as \"ada@radio.example\"",
            Self::TrustedProxies => "networks such as \"127.0.0.1,10.0.0.0/8\"",
            Self::Webhooks => "\"internet\" or \"anywhere\"",
            Self::YpDirectories => "addresses such as \"https://dir.xiph.org/cgi-bin/yp-cgi\", or \"none\"",
            Self::RadioBrowser => "an address such as \"https://all.api.radio-browser.info\"",
            Self::AccessLog | Self::SecretsKey => "the path of a file",
            Self::Recogniser => "a program and its arguments, such as \"python3 faster-whisper.py\"",
            Self::TlsOnly | Self::AnonymizeAddresses => "true or false",
            Self::WebcastOrigins => "origins such as \"https://dj.example\"",
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

/// The values that one source sets; the rest is left to other sources.
#[derive(Debug, Default)]
pub(super) struct Layer {
    pub(super) listen: Option<ListenAddresses>,
    pub(super) public_url: Option<PublicUrl>,
    pub(super) shoutcast: Option<SocketAddr>,
    pub(super) metrics: Option<SocketAddr>,
    pub(super) max_listeners: Option<u32>,
    pub(super) max_per_address: Option<u32>,
    pub(super) tls_cert: Option<PathBuf>,
    pub(super) tls_key: Option<PathBuf>,
    pub(super) tls_only: Option<bool>,
    pub(super) acme: Option<Hostnames>,
    pub(super) acme_directory: Option<DirectoryUrl>,
    pub(super) acme_contact: Option<Contact>,
    pub(super) acme_ca: Option<PathBuf>,
    pub(super) trusted_proxies: Option<TrustedProxies>,
    pub(super) webhooks: Option<WebhookReach>,
    pub(super) yp_directories: Option<YpUrls>,
    pub(super) radio_browser: Option<Address>,
    pub(super) access_log: Option<PathBuf>,
    pub(super) recogniser: Option<RecogniserCommand>,
    pub(super) secrets_key: Option<PathBuf>,
    pub(super) anonymize_addresses: Option<bool>,
    pub(super) webcast_origins: Option<SiteOrigins>,
    pub(super) data: Option<PathBuf>,
    pub(super) media: Option<PathBuf>,
    pub(super) log: Option<LogFormat>,
}

impl Layer {
    /// Takes the value of `key` as it was written.
    pub(super) fn set(&mut self, key: Key, value: &OsStr) -> Result<(), WrongValue> {
        let text = value.to_string_lossy();
        let path = Some(PathBuf::from(value)).filter(|_| !value.is_empty());
        let understood = match key {
            Key::Listen => text.parse().ok().map(|listen| self.listen = Some(listen)),
            Key::PublicUrl => text.parse().ok().map(|url| self.public_url = Some(url)),
            Key::Shoutcast => text.parse().ok().map(|shoutcast| self.shoutcast = Some(shoutcast)),
            Key::Metrics => text.parse().ok().map(|metrics| self.metrics = Some(metrics)),
            Key::MaxListeners => text.parse().ok().map(|most| self.max_listeners = Some(most)),
            Key::MaxPerAddress => text.parse().ok().map(|most| self.max_per_address = Some(most)),
            Key::TlsCert => path.map(|cert| self.tls_cert = Some(cert)),
            Key::TlsKey => path.map(|key| self.tls_key = Some(key)),
            Key::TlsOnly => text.parse().ok().map(|only| self.tls_only = Some(only)),
            Key::Acme => text.parse().ok().map(|names| self.acme = Some(names)),
            Key::AcmeDirectory => text.parse().ok().map(|directory| self.acme_directory = Some(directory)),
            Key::AcmeContact => text.parse().ok().map(|contact| self.acme_contact = Some(contact)),
            Key::AcmeCa => path.map(|ca| self.acme_ca = Some(ca)),
            Key::TrustedProxies => text.parse().ok().map(|proxies| self.trusted_proxies = Some(proxies)),
            Key::Webhooks => {
                WebhookReach::from_str(&text, false).ok().map(|reach| self.webhooks = Some(reach))
            }
            Key::YpDirectories => text.parse().ok().map(|urls| self.yp_directories = Some(urls)),
            Key::RadioBrowser => text.parse().ok().map(|api| self.radio_browser = Some(api)),
            Key::WebcastOrigins => text.parse().ok().map(|origins| self.webcast_origins = Some(origins)),
            Key::AnonymizeAddresses => {
                text.parse().ok().map(|switch| self.anonymize_addresses = Some(switch))
            }
            Key::Recogniser => text.parse().ok().map(|command| self.recogniser = Some(command)),
            Key::SecretsKey => path.map(|key| self.secrets_key = Some(key)),
            Key::AccessLog => path.map(|log| self.access_log = Some(log)),
            Key::Data => path.map(|data| self.data = Some(data)),
            Key::Media => path.map(|media| self.media = Some(media)),
            Key::Log => LogFormat::from_str(&text, false).ok().map(|log| self.log = Some(log)),
        };
        understood.ok_or_else(|| WrongValue { key, value: text.into_owned() })
    }

    /// This layer, with `below` showing through where it says nothing.
    pub(super) fn over(self, below: Self) -> Self {
        Self {
            listen: self.listen.or(below.listen),
            public_url: self.public_url.or(below.public_url),
            shoutcast: self.shoutcast.or(below.shoutcast),
            metrics: self.metrics.or(below.metrics),
            max_listeners: self.max_listeners.or(below.max_listeners),
            max_per_address: self.max_per_address.or(below.max_per_address),
            tls_cert: self.tls_cert.or(below.tls_cert),
            tls_key: self.tls_key.or(below.tls_key),
            tls_only: self.tls_only.or(below.tls_only),
            acme: self.acme.or(below.acme),
            acme_directory: self.acme_directory.or(below.acme_directory),
            acme_contact: self.acme_contact.or(below.acme_contact),
            acme_ca: self.acme_ca.or(below.acme_ca),
            trusted_proxies: self.trusted_proxies.or(below.trusted_proxies),
            webhooks: self.webhooks.or(below.webhooks),
            yp_directories: self.yp_directories.or(below.yp_directories),
            radio_browser: self.radio_browser.or(below.radio_browser),
            access_log: self.access_log.or(below.access_log),
            recogniser: self.recogniser.or(below.recogniser),
            secrets_key: self.secrets_key.or(below.secrets_key),
            anonymize_addresses: self.anonymize_addresses.or(below.anonymize_addresses),
            webcast_origins: self.webcast_origins.or(below.webcast_origins),
            data: self.data.or(below.data),
            media: self.media.or(below.media),
            log: self.log.or(below.log),
        }
    }

    /// This layer over the defaults.
    pub(super) fn into_config(self) -> anyhow::Result<Config> {
        let default = Config::default();
        let tls_only = self.tls_only.unwrap_or(default.tls_only);
        if tls_only && self.tls_cert.is_none() && self.acme.is_none() {
            bail!("`tls_only` is set, but there is no `tls_cert` and no `acme`: nobody could connect");
        }
        if self.acme.is_some() && (self.tls_cert.is_some() || self.tls_key.is_some()) {
            bail!(
                "there are `acme` and `tls_cert` or `tls_key`: a certificate is ordered or read from files, not both"
            );
        }
        Ok(Config {
            listen: self.listen.unwrap_or(default.listen),
            public_url: self.public_url,
            shoutcast: self.shoutcast.or(default.shoutcast),
            metrics: self.metrics.or(default.metrics),
            tls_only,
            trusted_proxies: self.trusted_proxies.unwrap_or(default.trusted_proxies),
            webhooks: self.webhooks.unwrap_or(default.webhooks),
            yp_directories: self.yp_directories.unwrap_or(default.yp_directories),
            radio_browser: self.radio_browser.or(default.radio_browser),
            access_log: self.access_log,
            recogniser: self.recogniser,
            secrets_key: self.secrets_key,
            anonymize_addresses: self.anonymize_addresses.unwrap_or(default.anonymize_addresses),
            webcast_origins: self.webcast_origins.unwrap_or(default.webcast_origins),
            data: self.data.unwrap_or(default.data),
            media: self.media.unwrap_or(default.media),
            log: self.log.unwrap_or(default.log),
            limits: Limits {
                per_station: self.max_listeners.and_then(NonZeroU32::new),
                per_address: self.max_per_address.and_then(NonZeroU32::new),
            },
            acme: match self.acme {
                Some(names) => Some(AcmeSettings {
                    names,
                    directory: match self.acme_directory {
                        Some(directory) => directory,
                        None => LETS_ENCRYPT.parse()?,
                    },
                    contact: self.acme_contact,
                    ca: self.acme_ca,
                }),
                None if self.acme_directory.is_some() => bail!("there is an `acme_directory`, but no `acme`"),
                None if self.acme_contact.is_some() => bail!("there is an `acme_contact`, but no `acme`"),
                None if self.acme_ca.is_some() => bail!("there is an `acme_ca`, but no `acme`"),
                None => None,
            },
            tls: match (self.tls_cert, self.tls_key) {
                (Some(cert), Some(key)) => Some(tls::Files { cert, key }),
                (None, None) => None,
                (Some(_), None) => bail!("there is a `tls_cert`, but no `tls_key`"),
                (None, Some(_)) => bail!("there is a `tls_key`, but no `tls_cert`"),
            },
        })
    }
}
