//! The command-line options of everything that serves listeners at a port.

#![allow(rustdoc::broken_intra_doc_links, reason = "help texts have addresses such as `[::]:8000`")]

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

use super::layer::Layer;
use super::{ListenAddresses, PublicUrl};
use crate::acme::{AcmeContact, DirectoryUrl, Hostnames};
use crate::net::TrustedProxies;

/// The options that servers and edges share.
#[derive(Args, Clone, Debug, Default)]
#[expect(clippy::doc_markdown, reason = "these lines are shown as help, where backticks would be noise")]
pub struct PortFlags {
    /// Address and port to serve at, or several, with commas or by naming the option again, such as
    /// 0.0.0.0:443,[::]:443,0.0.0.0:80; port 0 takes a free one [env: LONGWAVE_LISTEN] [default: 0.0.0.0:8000]
    #[arg(long, value_name = "ADDR:PORT", value_delimiter = ',')]
    pub listen: Option<Vec<SocketAddr>>,

    /// Address that the server is reached at from outside, such as https://radio.example: playlists and links begin
    /// with it, and not with the host that a request names [env: LONGWAVE_PUBLIC_URL]
    #[arg(long, value_name = "URL")]
    pub public_url: Option<PublicUrl>,

    /// Address and port for the metrics alone, which are not at the port above then [env: LONGWAVE_METRICS]
    #[arg(long, value_name = "ADDR:PORT")]
    pub metrics: Option<SocketAddr>,

    /// Certificate for https, wss and DJs' programs with TLS: PEM, followed by those that vouch for it. Read
    /// again when it changes. Players and DJs' programs without TLS are served at the same port [env:
    /// LONGWAVE_TLS_CERT]
    #[arg(long, value_name = "FILE")]
    pub tls_cert: Option<PathBuf>,

    /// Private key of the certificate: PEM, not encrypted [env: LONGWAVE_TLS_KEY]
    #[arg(long, value_name = "FILE")]
    pub tls_key: Option<PathBuf>,

    /// Answer no clear connection on the port with the certificate: pages are redirected to https, players and
    /// DJs' programs are told to use TLS; /healthz and /readyz stay [env: LONGWAVE_TLS_ONLY] [default: false]
    #[arg(long, num_args = 0..=1, default_missing_value = "true", value_name = "true|false")]
    pub tls_only: Option<bool>,

    /// Host names to order a certificate for by ACME, and to renew it: the server must be reached at them from the
    /// internet, at port 443 or 80. With it you agree to the terms of the certificate authority. The certificate
    /// is kept in the data directory [env: LONGWAVE_ACME]
    #[arg(long, value_name = "NAME,...", conflicts_with_all = ["tls_cert", "tls_key"])]
    pub acme: Option<Hostnames>,

    /// Directory of the certificate authority [env: LONGWAVE_ACME_DIRECTORY] [default: that of Let's Encrypt,
    /// https://acme-v02.api.letsencrypt.org/directory]
    #[arg(long, value_name = "URL")]
    pub acme_directory: Option<DirectoryUrl>,

    /// Mail address that the certificate authority may write to [env: LONGWAVE_ACME_CONTACT]
    #[arg(long, value_name = "MAIL")]
    pub acme_contact: Option<AcmeContact>,

    /// Certificates to trust, besides the system's, in connections to the certificate authority: PEM
    /// [env: LONGWAVE_ACME_CA]
    #[arg(long, value_name = "FILE")]
    pub acme_ca: Option<PathBuf>,

    /// Networks of proxies whose Forwarded and X-Forwarded-For, -Proto, -Host headers are believed and which may
    /// send a PROXY protocol header (version 1 or 2), such as 127.0.0.1,10.0.0.0/8
    /// [env: LONGWAVE_TRUSTED_PROXIES] [default: none]
    #[arg(long, value_name = "CIDR,...")]
    pub trusted_proxies: Option<TrustedProxies>,

    /// Most listeners to a station at a time; who comes then is asked to come again (503). 0 is any number
    /// [env: LONGWAVE_MAX_LISTENERS] [default: 0]
    #[arg(long, value_name = "COUNT")]
    pub max_listeners: Option<u32>,

    /// Most listeners from an address at a time, an IPv6 network being one; not for 127.0.0.1 and ::1 unless
    /// there are trusted proxies. 0 is any number [env: LONGWAVE_MAX_PER_ADDRESS] [default: 0]
    #[arg(long, value_name = "COUNT")]
    pub max_per_address: Option<u32>,

    /// File that gets a line for each request, in the combined format; opened anew at SIGHUP [env:
    /// LONGWAVE_ACCESS_LOG] [default: none]
    #[arg(long, value_name = "FILE")]
    pub access_log: Option<PathBuf>,

    /// Keep no whole address of a client: the audit log has the first 24 bits of IPv4 and the first 48 of IPv6
    /// addresses, and song requests and messages are counted by a digest. Bans, limits and lines about refused
    /// sign-ins still have the whole address [env: LONGWAVE_ANONYMIZE_ADDRESSES] [default: false]
    #[arg(long, num_args = 0..=1, default_missing_value = "true", value_name = "true|false")]
    pub anonymize_addresses: Option<bool>,
}

impl PortFlags {
    pub(super) fn layer(&self) -> Layer {
        Layer {
            listen: self.listen.clone().and_then(ListenAddresses::of),
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
            ..Layer::default()
        }
    }
}
