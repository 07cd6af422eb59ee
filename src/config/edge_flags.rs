//! The command-line options of an edge.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

use super::layer::Layer;
use super::{Flags, Listen, PublicUrl};
use crate::acme::{Contact, DirectoryUrl, Hostnames};
use crate::cluster::{EdgeName, OriginToken, OriginUrls};
use crate::net::TrustedProxies;

/// The options that an edge takes.
#[derive(Args, Clone, Debug, Default)]
#[expect(clippy::doc_markdown, reason = "these lines are shown as help, where backticks would be noise")]
pub struct EdgeFlags {
    /// Servers whose stations are served, the preferred one first, such as https://radio.example. Where several have a
    /// station, the others stand in for the first [env: LONGWAVE_ORIGIN]
    #[arg(long, value_name = "URL,...")]
    pub origin: Option<OriginUrls>,

    /// API token of the origins, of an administrator and with the scope edges:write, with which listeners are reported.
    /// Others see the command line: the variable or the configuration file are better places [env:
    /// LONGWAVE_ORIGIN_TOKEN]
    #[arg(long, value_name = "TOKEN", hide_env_values = true)]
    pub origin_token: Option<OriginToken>,

    /// Name that origins show this edge by [env: LONGWAVE_EDGE_NAME] [default: that of the machine]
    #[arg(long, value_name = "NAME")]
    pub edge_name: Option<EdgeName>,

    /// Address and port to serve at, or several [env: LONGWAVE_LISTEN] [default: 0.0.0.0:8000]
    #[arg(long, value_name = "ADDR:PORT", value_delimiter = ',')]
    pub listen: Option<Vec<SocketAddr>>,

    /// Address that the edge is reached at from outside [env: LONGWAVE_PUBLIC_URL]
    #[arg(long, value_name = "URL")]
    pub public_url: Option<PublicUrl>,

    /// Address and port for the metrics alone [env: LONGWAVE_METRICS]
    #[arg(long, value_name = "ADDR:PORT")]
    pub metrics: Option<SocketAddr>,

    /// Certificate for https and wss: PEM [env: LONGWAVE_TLS_CERT]
    #[arg(long, value_name = "FILE")]
    pub tls_cert: Option<PathBuf>,

    /// Private key of the certificate: PEM, not encrypted [env: LONGWAVE_TLS_KEY]
    #[arg(long, value_name = "FILE")]
    pub tls_key: Option<PathBuf>,

    /// Answer no clear connection on the port with the certificate [env: LONGWAVE_TLS_ONLY] [default: false]
    #[arg(long, num_args = 0..=1, default_missing_value = "true", value_name = "true|false")]
    pub tls_only: Option<bool>,

    /// Host names to order a certificate for by ACME [env: LONGWAVE_ACME]
    #[arg(long, value_name = "NAME,...", conflicts_with_all = ["tls_cert", "tls_key"])]
    pub acme: Option<Hostnames>,

    /// Directory of the certificate authority [env: LONGWAVE_ACME_DIRECTORY] [default: that of Let's Encrypt]
    #[arg(long, value_name = "URL")]
    pub acme_directory: Option<DirectoryUrl>,

    /// Mail address that the certificate authority may write to [env: LONGWAVE_ACME_CONTACT]
    #[arg(long, value_name = "MAIL")]
    pub acme_contact: Option<Contact>,

    /// Certificates to trust, besides the system's, in connections to the certificate authority: PEM
    /// [env: LONGWAVE_ACME_CA]
    #[arg(long, value_name = "FILE")]
    pub acme_ca: Option<PathBuf>,

    /// Networks of proxies that are believed about clients [env: LONGWAVE_TRUSTED_PROXIES] [default: none]
    #[arg(long, value_name = "CIDR,...")]
    pub trusted_proxies: Option<TrustedProxies>,

    /// Most listeners to a station at a time; 0 is any number [env: LONGWAVE_MAX_LISTENERS] [default: 0]
    #[arg(long, value_name = "COUNT")]
    pub max_listeners: Option<u32>,

    /// Most listeners from an address at a time; 0 is any number [env: LONGWAVE_MAX_PER_ADDRESS] [default: 0]
    #[arg(long, value_name = "COUNT")]
    pub max_per_address: Option<u32>,

    /// File that gets a line for each request [env: LONGWAVE_ACCESS_LOG] [default: none]
    #[arg(long, value_name = "FILE")]
    pub access_log: Option<PathBuf>,

    /// Keep no whole address of a client in the access log [env: LONGWAVE_ANONYMIZE_ADDRESSES] [default: false]
    #[arg(long, num_args = 0..=1, default_missing_value = "true", value_name = "true|false")]
    pub anonymize_addresses: Option<bool>,
}

impl EdgeFlags {
    /// These options, or those of `other` where these say nothing: some may stand before `edge`.
    #[must_use]
    pub fn or(self, other: Listen) -> Self {
        Self {
            listen: self.listen.or(other.listen),
            public_url: self.public_url.or(other.public_url),
            metrics: self.metrics.or(other.metrics),
            tls_cert: self.tls_cert.or(other.tls_cert),
            tls_key: self.tls_key.or(other.tls_key),
            tls_only: self.tls_only.or(other.tls_only),
            acme: self.acme.or(other.acme),
            acme_directory: self.acme_directory.or(other.acme_directory),
            acme_contact: self.acme_contact.or(other.acme_contact),
            acme_ca: self.acme_ca.or(other.acme_ca),
            trusted_proxies: self.trusted_proxies.or(other.trusted_proxies),
            max_listeners: self.max_listeners.or(other.max_listeners),
            max_per_address: self.max_per_address.or(other.max_per_address),
            access_log: self.access_log.or(other.access_log),
            anonymize_addresses: self.anonymize_addresses.or(other.anonymize_addresses),
            ..self
        }
    }

    pub(super) fn layer(&self, flags: &Flags) -> Layer {
        let listen = Listen {
            listen: self.listen.clone(),
            public_url: self.public_url.clone(),
            metrics: self.metrics,
            tls_cert: self.tls_cert.clone(),
            tls_key: self.tls_key.clone(),
            tls_only: self.tls_only,
            acme: self.acme.clone(),
            acme_directory: self.acme_directory.clone(),
            acme_contact: self.acme_contact.clone(),
            acme_ca: self.acme_ca.clone(),
            trusted_proxies: self.trusted_proxies.clone(),
            max_listeners: self.max_listeners,
            max_per_address: self.max_per_address,
            access_log: self.access_log.clone(),
            anonymize_addresses: self.anonymize_addresses,
            ..Listen::default()
        };
        Layer {
            origin: self.origin.clone(),
            origin_token: self.origin_token.clone(),
            edge_name: self.edge_name.clone(),
            ..flags.layer(&listen)
        }
    }
}
