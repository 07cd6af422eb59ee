//! The command-line options.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

use super::layer::Layer;
use super::{IpAddresses, ListenAddresses, LogFormat, PublicUrl};
use crate::acme::{Contact, DirectoryUrl, Hostnames};
use crate::announce::YpUrls;
use crate::captions::RecogniserCommand;
use crate::failover::{NatsUrls, NodeName};
use crate::mail::{MailAddress, SmtpServer};
use crate::model::Address;
use crate::net::{SiteOrigins, TrustedProxies};
use crate::webhooks::WebhookReach;

/// Options that every command takes.
#[derive(Args, Clone, Debug, Default)]
#[expect(clippy::doc_markdown, reason = "these lines are shown as help, where backticks would be noise")]
#[command(next_help_heading = "Options for every command")]
pub struct Flags {
    /// Directory of the database [env: LONGWAVE_DATA] [default: data]
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,

    /// Directory of the music [env: LONGWAVE_MEDIA] [default: media]
    #[arg(long, global = true, value_name = "DIR")]
    pub media: Option<PathBuf>,

    /// File with the key of the secrets in the database, those of phones' codes and of webhooks; made if it is not
    /// there [env: LONGWAVE_SECRETS_KEY] [default: secrets.key in the data directory]
    #[arg(long, global = true, value_name = "FILE")]
    pub secrets_key: Option<PathBuf>,
    /// Configuration file [env: LONGWAVE_CONFIG] [default: longwave.toml, or else /etc/longwave/longwave.toml, if it is
    /// there]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Format of the log on stderr [env: LONGWAVE_LOG] [default: text]
    #[arg(long, global = true, value_name = "FORMAT")]
    pub log: Option<LogFormat>,
}

/// The options that only serving takes.
#[derive(Args, Clone, Debug, Default)]
#[expect(clippy::doc_markdown, reason = "these lines are shown as help, where backticks would be noise")]
pub struct Listen {
    /// Address and port to serve at, or several, with commas or by naming the option again, such as
    /// 0.0.0.0:443,[::]:443,0.0.0.0:80; port 0 takes a free one [env: LONGWAVE_LISTEN] [default: 0.0.0.0:8000]
    #[arg(long, value_name = "ADDR:PORT", value_delimiter = ',')]
    pub listen: Option<Vec<SocketAddr>>,

    /// Address that the server is reached at from outside, such as https://radio.example: playlists and links begin
    /// with it, and not with the host that a request names [env: LONGWAVE_PUBLIC_URL]
    #[arg(long, value_name = "URL")]
    pub public_url: Option<PublicUrl>,

    /// Address and port for DJs' programs that speak SHOUTcast, by custom the port after the one above; off
    /// unless given [env: LONGWAVE_SHOUTCAST]
    #[arg(long, value_name = "ADDR:PORT")]
    pub shoutcast: Option<SocketAddr>,

    /// Address and port for the metrics alone, which are not at the port above then [env: LONGWAVE_METRICS]
    #[arg(long, value_name = "ADDR:PORT")]
    pub metrics: Option<SocketAddr>,

    /// UDP port for WebRTC, by which OBS and browsers go live [env: LONGWAVE_WEBRTC_PORT] [default: the number of the
    /// port above if it is free, or else any]
    #[arg(long, value_name = "PORT")]
    pub webrtc_port: Option<u16>,

    /// Addresses that WebRTC clients reach this machine at from outside, where a router or a container translates them,
    /// such as 203.0.113.7 [env: LONGWAVE_WEBRTC_ADDRESS] [default: the one that the client asked for]
    #[arg(long, value_name = "ADDR,...")]
    pub webrtc_address: Option<IpAddresses>,

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
    pub acme_contact: Option<Contact>,

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

    /// Reach of webhooks: "internet", or "anywhere" for programs on this machine and in its own network, too [env:
    /// LONGWAVE_WEBHOOKS] [default: internet]
    #[arg(long, value_name = "REACH")]
    pub webhooks: Option<WebhookReach>,
    /// Mail server for messages to people, such as smtps://user:password@mail.example, or smtp:// with STARTTLS, which
    /// is not asked for on this machine. Others see the command line: the variable or the configuration file are better
    /// places [env: LONGWAVE_SMTP] [default: none]
    #[arg(long, value_name = "URL")]
    pub smtp: Option<SmtpServer>,
    /// Address that mail comes from [env: LONGWAVE_MAIL_FROM] [default: the user at the mail server]
    #[arg(long, value_name = "ADDRESS")]
    pub mail_from: Option<MailAddress>,
    /// Directories that speak Icecast's protocol and list the stations that want it, or "none"; also needs the public
    /// address [env: LONGWAVE_YP_DIRECTORIES] [default: https://dir.xiph.org/cgi-bin/yp-cgi]
    #[arg(long, value_name = "URL,...")]
    pub yp_directories: Option<YpUrls>,
    /// API of the directory that stations are sent to when somebody asks for it [env: LONGWAVE_RADIO_BROWSER]
    /// [default: https://all.api.radio-browser.info]
    #[arg(long, value_name = "URL")]
    pub radio_browser: Option<Address>,
    /// File that gets a line for each request, in the combined format; opened anew at SIGHUP [env:
    /// LONGWAVE_ACCESS_LOG] [default: none]
    #[arg(long, value_name = "FILE")]
    pub access_log: Option<PathBuf>,
    /// Program that recognises speech, with its arguments; no shell reads them. It is run once for each station that has
    /// captions on, reads samples and writes JSON [env: LONGWAVE_RECOGNISER] [default: none]
    #[arg(long, value_name = "COMMAND")]
    pub recogniser: Option<RecogniserCommand>,
    /// Keep no whole address of a client: the audit log has the first 24 bits of IPv4 and the first 48 of IPv6
    /// addresses, and song requests are counted by a digest. Bans, limits and lines about refused sign-ins still
    /// have the whole address [env: LONGWAVE_ANONYMIZE_ADDRESSES] [default: false]
    #[arg(long, num_args = 0..=1, default_missing_value = "true", value_name = "true|false")]
    pub anonymize_addresses: Option<bool>,
    /// Other sites whose pages may go live here by the webcast protocol, such as https://dj.example; pages of sites
    /// that are not listed are refused [env: LONGWAVE_WEBCAST_ORIGINS] [default: none]
    #[arg(long, value_name = "ORIGIN,...")]
    pub webcast_origins: Option<SiteOrigins>,
    /// NATS servers by which several servers agree which one of them is on air, such as nats://10.0.0.1,nats://10.0.0.2;
    /// the others stand by. Others see the command line: for addresses with a password, the variable or the configuration
    /// file are better places [env: LONGWAVE_NATS] [default: none]
    #[arg(long, value_name = "URL,...")]
    pub nats: Option<NatsUrls>,
    /// Name of this server among those [env: LONGWAVE_NODE] [default: that of the machine]
    #[arg(long, value_name = "NAME")]
    pub node: Option<NodeName>,
}

impl Listen {
    /// This one, or `other` where this says nothing: the option may stand before and after `serve`.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            listen: self.listen.or(other.listen),
            public_url: self.public_url.or(other.public_url),
            shoutcast: self.shoutcast.or(other.shoutcast),
            metrics: self.metrics.or(other.metrics),
            webrtc_port: self.webrtc_port.or(other.webrtc_port),
            webrtc_address: self.webrtc_address.or(other.webrtc_address),
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
            webhooks: self.webhooks.or(other.webhooks),
            smtp: self.smtp.or(other.smtp),
            mail_from: self.mail_from.or(other.mail_from),
            yp_directories: self.yp_directories.or(other.yp_directories),
            radio_browser: self.radio_browser.or(other.radio_browser),
            access_log: self.access_log.or(other.access_log),
            recogniser: self.recogniser.or(other.recogniser),
            anonymize_addresses: self.anonymize_addresses.or(other.anonymize_addresses),
            webcast_origins: self.webcast_origins.or(other.webcast_origins),
            nats: self.nats.or(other.nats),
            node: self.node.or(other.node),
        }
    }
}

impl Flags {
    pub(super) fn layer(&self, listen: &Listen) -> Layer {
        Layer {
            listen: listen.listen.clone().and_then(ListenAddresses::of),
            public_url: listen.public_url.clone(),
            shoutcast: listen.shoutcast,
            metrics: listen.metrics,
            webrtc_port: listen.webrtc_port,
            webrtc_address: listen.webrtc_address.clone(),
            tls_cert: listen.tls_cert.clone(),
            tls_key: listen.tls_key.clone(),
            tls_only: listen.tls_only,
            acme: listen.acme.clone(),
            acme_directory: listen.acme_directory.clone(),
            acme_contact: listen.acme_contact.clone(),
            acme_ca: listen.acme_ca.clone(),
            trusted_proxies: listen.trusted_proxies.clone(),
            max_listeners: listen.max_listeners,
            max_per_address: listen.max_per_address,
            webhooks: listen.webhooks,
            smtp: listen.smtp.clone(),
            mail_from: listen.mail_from.clone(),
            yp_directories: listen.yp_directories.clone(),
            radio_browser: listen.radio_browser.clone(),
            access_log: listen.access_log.clone(),
            recogniser: listen.recogniser.clone(),
            anonymize_addresses: listen.anonymize_addresses,
            webcast_origins: listen.webcast_origins.clone(),
            origin: None,
            origin_token: None,
            edge_name: None,
            nats: listen.nats.clone(),
            node: listen.node.clone(),
            secrets_key: self.secrets_key.clone(),
            data: self.data.clone(),
            media: self.media.clone(),
            log: self.log,
        }
    }
}
