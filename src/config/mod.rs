//! The server's configuration: addresses and directories.
//!
//! In: the command line, the environment and a TOML file, in this order of precedence; a key that none of
//! them sets
//! has a default. Out: one [`Config`], or one line that names the invalid value and the valid ones.
//! Never: looks into the directories, or at secrets.

mod edge_flags;
mod file;
mod flags;
mod key;
mod layer;
mod listen_addresses;
mod oidc;
mod port_flags;
mod public_url;
mod s3;

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::Context;

pub use edge_flags::EdgeFlags;
pub use flags::{Flags, Listen};
pub use key::Key;
pub use layer::LogFormat;
pub use listen_addresses::{InvalidIpAddresses, InvalidListenAddresses, IpAddresses, ListenAddresses};
pub use oidc::{OidcConfig, OidcCreate};
pub use port_flags::PortFlags;
pub use public_url::{InvalidPublicUrl, PublicUrl};
pub use s3::S3Flags;

use crate::acme::AcmeSettings;
use crate::announce::{YpUrls, radio_browser};
use crate::captions::RecogniserCommand;
use crate::cluster::{EdgeName, OriginToken, OriginUrls};
use crate::failover::{ClusterName, NatsUrls, NodeName};
use crate::mail::Mailer;
use crate::model::Address;
use crate::net::{SiteOrigins, TrustedProxies};
use crate::output::listener_limits::Limits;
use crate::recording::BucketSettings;
use crate::tls;
use crate::webhooks::WebhookReach;
use layer::Layer;

/// The configuration file that is read if it is there and no other is named.
pub const DEFAULT_FILE: &str = "longwave.toml";
/// The configuration file of an installed package, which is read if it is there and there is no other.
pub const SYSTEM_FILE: &str = "/etc/longwave/longwave.toml";

/// Looks an environment variable up; [`std::env::var_os`] outside of tests.
pub type Environment<'a> = &'a dyn Fn(&str) -> Option<OsString>;

/// All that must be known before anything is started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Addresses that serve everything; port 0 takes a free one.
    pub listen: ListenAddresses,
    /// True if somebody chose those addresses: a server that takes over keeps the ports of the other one otherwise.
    pub is_listen_given: bool,
    /// The address that the server is reached at from outside; `None` takes the host that a request names.
    pub public_url: Option<PublicUrl>,
    /// Address of the SHOUTcast source port, if enabled.
    pub shoutcast: Option<SocketAddr>,
    /// Address of the metrics, if they have a port of their own.
    pub metrics: Option<SocketAddr>,
    /// The UDP port for WebRTC; `None` takes the number of the first port that serves everything, if it is free, or else
    /// any.
    pub webrtc_port: Option<u16>,
    /// Addresses that WebRTC clients are told besides the machine's own.
    pub webrtc_addresses: IpAddresses,
    /// Listener limits.
    pub limits: Limits,
    /// Files of the TLS certificate; without them, and without `acme`, there is no TLS.
    pub tls: Option<tls::Files>,
    /// Orders of a certificate by ACME; never set together with `tls`.
    pub acme: Option<AcmeSettings>,
    /// True while unencrypted connections to the port with the certificate are refused.
    pub tls_only: bool,
    /// Networks of proxies whose word about clients is believed.
    pub trusted_proxies: TrustedProxies,
    /// Networks that webhooks, and requests to directories, may reach.
    pub webhooks: WebhookReach,
    /// Sends e-mail, if there is a mail server.
    pub mailer: Option<Mailer>,
    /// Directories that stations are announced to.
    pub yp_directories: YpUrls,
    /// The API of radio-browser.info.
    pub radio_browser: Option<Address>,
    /// The file of the access log, if there is one.
    pub access_log: Option<PathBuf>,
    /// The program that recognises speech, if there is one.
    pub recogniser: Option<RecogniserCommand>,
    /// The file with the key of the secrets in the database; `None` is one in the data directory.
    pub secrets_key: Option<PathBuf>,
    /// True while addresses are shortened where they are stored.
    pub anonymize_addresses: bool,
    /// Other sites whose pages may go live by the `webcast` protocol.
    pub webcast_origins: SiteOrigins,
    /// The program that decides who may go live, besides the accounts.
    pub live_auth: Option<Address>,
    /// The OpenID provider that people may sign in with.
    pub oidc: Option<OidcConfig>,
    /// The servers whose stations are served, on an edge.
    pub origin: Option<OriginUrls>,
    /// The API token with which an edge reports its listeners.
    pub origin_token: Option<OriginToken>,
    /// The name of an edge; `None` is that of the machine.
    pub edge_name: Option<EdgeName>,
    /// The NATS servers by which several servers agree which one is on air.
    pub nats: Option<NatsUrls>,
    /// The name that those servers share; `None` is the usual one.
    pub cluster: Option<ClusterName>,
    /// The name of this server among them; `None` is that of the machine.
    pub node: Option<NodeName>,
    /// The address at which edges reach this server; `None` is made of the machine's name and the port.
    pub node_url: Option<Address>,
    /// The bucket that archives are copied to, if there is one.
    pub bucket: Option<BucketSettings>,
    /// The directory of the database.
    pub data: PathBuf,
    /// The directory of the music.
    pub media: PathBuf,
    /// Log format.
    pub log: LogFormat,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: ListenAddresses::default(),
            is_listen_given: false,
            public_url: None,
            shoutcast: None,
            metrics: None,
            webrtc_port: None,
            webrtc_addresses: IpAddresses::default(),
            limits: Limits::default(),
            tls: None,
            acme: None,
            tls_only: false,
            trusted_proxies: TrustedProxies::default(),
            webhooks: WebhookReach::default(),
            mailer: None,
            yp_directories: YpUrls::default(),
            radio_browser: radio_browser::API.parse().ok(),
            access_log: None,
            recogniser: None,
            secrets_key: None,
            anonymize_addresses: false,
            webcast_origins: SiteOrigins::default(),
            live_auth: None,
            oidc: None,
            origin: None,
            origin_token: None,
            edge_name: None,
            nats: None,
            cluster: None,
            node: None,
            node_url: None,
            bucket: None,
            data: "data".into(),
            media: "media".into(),
            log: LogFormat::Text,
        }
    }
}

impl Config {
    /// Returns whether there is TLS, though perhaps no certificate yet.
    pub fn has_tls(&self) -> bool {
        self.tls.is_some() || self.acme.is_some()
    }

    /// Puts the configuration together: a flag beats the environment, that the file, that the default.
    /// Of `serving`, which holds the options behind the command and those before it, the first that has one counts.
    ///
    /// Relative paths count from the working directory, wherever they are written.
    pub fn load(flags: &Flags, serving: &[&Listen], environment: Environment<'_>) -> anyhow::Result<Self> {
        let layers = serving.iter().map(|listen| listen.layer());
        Self::load_over(flags, layers.fold(flags.layer(), Layer::over), environment)
    }

    /// Puts the configuration of an edge together, in the same way; `before` holds the options before the command.
    pub fn load_edge(
        flags: &Flags,
        edge: &EdgeFlags,
        before: &Listen,
        environment: Environment<'_>,
    ) -> anyhow::Result<Self> {
        let layer = edge.layer().over(before.layer()).over(flags.layer());
        Self::load_over(flags, layer, environment)
    }

    fn load_over(flags: &Flags, layer: Layer, environment: Environment<'_>) -> anyhow::Result<Self> {
        let file = match flags
            .config
            .clone()
            .or_else(|| variable(environment, "LONGWAVE_CONFIG").map(PathBuf::from))
        {
            Some(named) => Some(named),
            None => [DEFAULT_FILE, SYSTEM_FILE].map(PathBuf::from).into_iter().find(|file| file.exists()),
        };
        let from_file = match file {
            Some(path) => {
                let text = std::fs::read_to_string(&path)
                    .with_context(|| format!("the configuration file {} cannot be read", path.display()))?;
                file::parse(&text, &path)?
            }
            None => Layer::default(),
        };
        layer.over(from_environment(environment)?).over(from_file).into_config()
    }
}

/// A variable that is set to nothing is as good as none: that is how compose files leave one out.
fn variable(environment: Environment<'_>, name: &str) -> Option<OsString> {
    environment(name).filter(|value| !value.is_empty())
}

fn from_environment(environment: Environment<'_>) -> anyhow::Result<Layer> {
    let mut layer = Layer::default();
    for key in Key::ALL {
        let Some(value) = variable(environment, key.variable()) else {
            continue;
        };
        let name = key.variable();
        layer.set(key, &value).with_context(|| format!("the environment variable {name} is wrong"))?;
    }
    Ok(layer)
}

#[cfg(test)]
mod tests;
