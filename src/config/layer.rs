//! One source of configuration, and the precedence of several.

use std::ffi::OsStr;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;

use anyhow::bail;
use clap::ValueEnum;

use super::key::Key;
use super::s3::S3Layer;
use super::{Config, IpAddresses, ListenAddresses, OidcConfig, OidcCreate, PublicUrl};
use crate::acme::{AcmeContact, AcmeSettings, DirectoryUrl, Hostnames, LETS_ENCRYPT};
use crate::announce::YpUrls;
use crate::captions::RecogniserCommand;
use crate::cluster::{EdgeName, OriginToken, OriginUrls};
use crate::failover::{ClusterName, NatsUrls, NodeName};
use crate::mail::{MailAddress, Mailer, SmtpServer};
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
    pub(super) webrtc_port: Option<u16>,
    pub(super) webrtc_address: Option<IpAddresses>,
    pub(super) max_listeners: Option<u32>,
    pub(super) max_per_address: Option<u32>,
    pub(super) tls_cert: Option<PathBuf>,
    pub(super) tls_key: Option<PathBuf>,
    pub(super) tls_only: Option<bool>,
    pub(super) acme: Option<Hostnames>,
    pub(super) acme_directory: Option<DirectoryUrl>,
    pub(super) acme_contact: Option<AcmeContact>,
    pub(super) acme_ca: Option<PathBuf>,
    pub(super) trusted_proxies: Option<TrustedProxies>,
    pub(super) webhooks: Option<WebhookReach>,
    pub(super) smtp: Option<SmtpServer>,
    pub(super) mail_from: Option<MailAddress>,
    pub(super) yp_directories: Option<YpUrls>,
    pub(super) radio_browser: Option<Address>,
    pub(super) access_log: Option<PathBuf>,
    pub(super) recogniser: Option<RecogniserCommand>,
    pub(super) secrets_key: Option<PathBuf>,
    pub(super) anonymize_addresses: Option<bool>,
    pub(super) webcast_origins: Option<SiteOrigins>,
    pub(super) live_auth: Option<Address>,
    pub(super) oidc_issuer: Option<Address>,
    pub(super) oidc_client_id: Option<String>,
    pub(super) oidc_client_secret_file: Option<PathBuf>,
    pub(super) oidc_create: Option<OidcCreate>,
    pub(super) origin: Option<OriginUrls>,
    pub(super) origin_token: Option<OriginToken>,
    pub(super) edge_name: Option<EdgeName>,
    pub(super) nats: Option<NatsUrls>,
    pub(super) cluster: Option<ClusterName>,
    pub(super) node: Option<NodeName>,
    pub(super) node_url: Option<Address>,
    pub(super) s3: S3Layer,
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
            Key::WebrtcPort => text.parse().ok().map(|port| self.webrtc_port = Some(port)),
            Key::WebrtcAddress => text.parse().ok().map(|addresses| self.webrtc_address = Some(addresses)),
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
            Key::Smtp => text.parse().ok().map(|server| self.smtp = Some(server)),
            Key::MailFrom => text.parse().ok().map(|from| self.mail_from = Some(from)),
            Key::YpDirectories => text.parse().ok().map(|urls| self.yp_directories = Some(urls)),
            Key::RadioBrowser => text.parse().ok().map(|api| self.radio_browser = Some(api)),
            Key::WebcastOrigins => text.parse().ok().map(|origins| self.webcast_origins = Some(origins)),
            Key::LiveAuth => text.parse().ok().map(|url| self.live_auth = Some(url)),
            Key::OidcIssuer => text.parse().ok().map(|issuer| self.oidc_issuer = Some(issuer)),
            Key::OidcClientId => {
                self.oidc_client_id = Some(text.to_string());
                Some(())
            }
            Key::OidcClientSecretFile => path.map(|file| self.oidc_client_secret_file = Some(file)),
            Key::OidcCreate => {
                OidcCreate::from_str(&text, false).ok().map(|create| self.oidc_create = Some(create))
            }
            Key::AnonymizeAddresses => {
                text.parse().ok().map(|switch| self.anonymize_addresses = Some(switch))
            }
            Key::Recogniser => text.parse().ok().map(|command| self.recogniser = Some(command)),
            Key::SecretsKey => path.map(|key| self.secrets_key = Some(key)),
            Key::AccessLog => path.map(|log| self.access_log = Some(log)),
            Key::Origin => text.parse().ok().map(|origins| self.origin = Some(origins)),
            Key::OriginToken => text.parse().ok().map(|token| self.origin_token = Some(token)),
            Key::EdgeName => text.parse().ok().map(|name| self.edge_name = Some(name)),
            Key::Nats => text.parse().ok().map(|urls| self.nats = Some(urls)),
            Key::Cluster => text.parse().ok().map(|name| self.cluster = Some(name)),
            Key::Node => text.parse().ok().map(|name| self.node = Some(name)),
            Key::NodeUrl => text.parse().ok().map(|url| self.node_url = Some(url)),
            Key::S3Endpoint
            | Key::S3Bucket
            | Key::S3Region
            | Key::S3Prefix
            | Key::S3AccessKey
            | Key::S3SecretKey
            | Key::S3SecretKeyFile => self.s3.set(key, &text),
            Key::Data => path.map(|data| self.data = Some(data)),
            Key::Media => path.map(|media| self.media = Some(media)),
            Key::Log => LogFormat::from_str(&text, false).ok().map(|log| self.log = Some(log)),
        };
        // A secret is not repeated.
        let is_secret = matches!(
            key,
            Key::OriginToken | Key::Nats | Key::Smtp | Key::LiveAuth | Key::S3SecretKey | Key::S3AccessKey
        );
        let shown = || if is_secret { "…".to_owned() } else { text.to_string() };
        understood.ok_or_else(|| WrongValue { key, value: shown() })
    }

    /// This layer, with `below` showing through where it says nothing.
    pub(super) fn over(self, below: Self) -> Self {
        Self {
            listen: self.listen.or(below.listen),
            public_url: self.public_url.or(below.public_url),
            shoutcast: self.shoutcast.or(below.shoutcast),
            metrics: self.metrics.or(below.metrics),
            webrtc_port: self.webrtc_port.or(below.webrtc_port),
            webrtc_address: self.webrtc_address.or(below.webrtc_address),
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
            smtp: self.smtp.or(below.smtp),
            mail_from: self.mail_from.or(below.mail_from),
            yp_directories: self.yp_directories.or(below.yp_directories),
            radio_browser: self.radio_browser.or(below.radio_browser),
            access_log: self.access_log.or(below.access_log),
            recogniser: self.recogniser.or(below.recogniser),
            secrets_key: self.secrets_key.or(below.secrets_key),
            anonymize_addresses: self.anonymize_addresses.or(below.anonymize_addresses),
            webcast_origins: self.webcast_origins.or(below.webcast_origins),
            live_auth: self.live_auth.or(below.live_auth),
            oidc_issuer: self.oidc_issuer.or(below.oidc_issuer),
            oidc_client_id: self.oidc_client_id.or(below.oidc_client_id),
            oidc_client_secret_file: self.oidc_client_secret_file.or(below.oidc_client_secret_file),
            oidc_create: self.oidc_create.or(below.oidc_create),
            origin: self.origin.or(below.origin),
            origin_token: self.origin_token.or(below.origin_token),
            edge_name: self.edge_name.or(below.edge_name),
            nats: self.nats.or(below.nats),
            cluster: self.cluster.or(below.cluster),
            node: self.node.or(below.node),
            node_url: self.node_url.or(below.node_url),
            s3: self.s3.over(below.s3),
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
        let mailer = self.smtp.map(|server| Mailer::new(server, self.mail_from));
        if mailer.as_ref().is_some_and(Option::is_none) {
            bail!("`smtp` is set, but not `mail_from`, the address that mail comes from");
        }
        let oidc = match (self.oidc_issuer, self.oidc_client_id) {
            (Some(issuer), Some(client_id)) => {
                let Some(url) = &self.public_url else {
                    bail!(
                        "`oidc_issuer` is set, but not `public_url`, to which browsers come back from there"
                    );
                };
                if !issuer.keeps_secrets() {
                    bail!("`oidc_issuer` must be an address of https: {issuer} is not encrypted");
                }
                if issuer.as_str().contains(['?', '#']) || client_id.is_empty() {
                    bail!("`oidc_issuer` must have no query, and `oidc_client_id` must not be empty");
                }
                Some(OidcConfig {
                    issuer,
                    client_id,
                    client_secret_file: self.oidc_client_secret_file,
                    create: self.oidc_create.unwrap_or_default(),
                    redirect_uri: format!("{}/login/oidc/callback", url.to_string().trim_end_matches('/')),
                })
            }
            (None, None) if self.oidc_client_secret_file.is_none() && self.oidc_create.is_none() => None,
            (None, _) => bail!("there are settings of `oidc_`, but no `oidc_issuer`"),
            (Some(_), None) => bail!("there is an `oidc_issuer`, but no `oidc_client_id`"),
        };
        Ok(Config {
            is_listen_given: self.listen.is_some(),
            listen: self.listen.unwrap_or(default.listen),
            public_url: self.public_url,
            shoutcast: self.shoutcast.or(default.shoutcast),
            metrics: self.metrics.or(default.metrics),
            webrtc_port: self.webrtc_port,
            webrtc_addresses: self.webrtc_address.unwrap_or_default(),
            tls_only,
            trusted_proxies: self.trusted_proxies.unwrap_or(default.trusted_proxies),
            webhooks: self.webhooks.unwrap_or(default.webhooks),
            mailer: mailer.flatten(),
            yp_directories: self.yp_directories.unwrap_or(default.yp_directories),
            radio_browser: self.radio_browser.or(default.radio_browser),
            access_log: self.access_log,
            recogniser: self.recogniser,
            secrets_key: self.secrets_key,
            anonymize_addresses: self.anonymize_addresses.unwrap_or(default.anonymize_addresses),
            webcast_origins: self.webcast_origins.unwrap_or(default.webcast_origins),
            live_auth: self.live_auth,
            oidc,
            origin: self.origin,
            origin_token: self.origin_token,
            edge_name: self.edge_name,
            nats: self.nats,
            cluster: self.cluster,
            node: self.node,
            node_url: self.node_url,
            bucket: self.s3.into_settings()?,
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
