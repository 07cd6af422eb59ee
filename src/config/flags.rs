//! The command-line options.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

use super::layer::Layer;
use super::{IpAddresses, LogFormat, OidcCreate, PortFlags, S3Flags};
use crate::announce::YpUrls;
use crate::captions::RecogniserCommand;
use crate::failover::{ClusterName, NatsUrls, NodeName};
use crate::mail::{MailAddress, SmtpServer};
use crate::model::Address;
use crate::net::SiteOrigins;
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
    #[command(flatten)]
    pub(crate) port: PortFlags,

    /// Address and port for DJs' programs that speak SHOUTcast, by custom the port after the one above; off
    /// unless given [env: LONGWAVE_SHOUTCAST]
    #[arg(long, value_name = "ADDR:PORT")]
    pub shoutcast: Option<SocketAddr>,

    /// UDP port for WebRTC, by which OBS and browsers go live [env: LONGWAVE_WEBRTC_PORT] [default: the number of the
    /// port above if it is free, or else any]
    #[arg(long, value_name = "PORT")]
    pub webrtc_port: Option<u16>,

    /// Addresses that WebRTC clients reach this machine at from outside, where a router or a container translates them,
    /// such as 203.0.113.7 [env: LONGWAVE_WEBRTC_ADDRESS] [default: the one that the client asked for]
    #[arg(long, value_name = "ADDR,...")]
    pub webrtc_address: Option<IpAddresses>,

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

    /// Program that recognises speech, with its arguments; no shell reads them. It is run once for each station that has
    /// captions on, reads samples and writes JSON [env: LONGWAVE_RECOGNISER] [default: none]
    #[arg(long, value_name = "COMMAND")]
    pub recogniser: Option<RecogniserCommand>,

    /// Other sites whose pages may go live here by the webcast protocol, such as https://dj.example; pages of sites
    /// that are not listed are refused [env: LONGWAVE_WEBCAST_ORIGINS] [default: none]
    #[arg(long, value_name = "ORIGIN,...")]
    pub webcast_origins: Option<SiteOrigins>,

    /// Address of a program that is asked by HTTP whether somebody may go live whose name and password are not those of
    /// an account here, such as http://127.0.0.1:9000/live; it gets their passwords [env: LONGWAVE_LIVE_AUTH] [default:
    /// none]
    #[arg(long, value_name = "URL")]
    pub live_auth: Option<Address>,

    /// OpenID provider that people may sign in to the dashboard with, by its issuer identifier; needs the public address
    /// [env: LONGWAVE_OIDC_ISSUER] [default: none]
    #[arg(long, value_name = "URL")]
    pub oidc_issuer: Option<Address>,

    /// Identifier of this server at the provider [env: LONGWAVE_OIDC_CLIENT_ID]
    #[arg(long, value_name = "ID")]
    pub oidc_client_id: Option<String>,

    /// File with the secret of this server at the provider [env: LONGWAVE_OIDC_CLIENT_SECRET_FILE] [default: none, for a
    /// public client]
    #[arg(long, value_name = "FILE")]
    pub oidc_client_secret_file: Option<PathBuf>,

    /// Accounts for people whom the provider knows and this server does not: "none", or "dj" to make one with this role
    /// at their first sign-in [env: LONGWAVE_OIDC_CREATE] [default: none]
    #[arg(long, value_name = "ROLE")]
    pub oidc_create: Option<OidcCreate>,

    /// NATS servers by which several servers agree which one of them is on air, such as nats://10.0.0.1,nats://10.0.0.2;
    /// the others stand by. Others see the command line: for addresses with a password, the variable or the configuration
    /// file are better places [env: LONGWAVE_NATS] [default: none]
    #[arg(long, value_name = "URL,...")]
    pub nats: Option<NatsUrls>,

    /// Name that those servers share, where several such groups use the same NATS [env: LONGWAVE_CLUSTER] [default: longwave]
    #[arg(long, value_name = "NAME")]
    pub cluster: Option<ClusterName>,

    /// Name of this server among those [env: LONGWAVE_NODE] [default: that of the machine]
    #[arg(long, value_name = "NAME")]
    pub node: Option<NodeName>,

    /// Address at which edges reach this server, which they learn by NATS [env: LONGWAVE_NODE_URL] [default: that of the port
    /// at the machine's name]
    #[arg(long, value_name = "URL")]
    pub node_url: Option<Address>,

    #[command(flatten)]
    pub(crate) s3: S3Flags,
}

impl Listen {
    pub(super) fn layer(&self) -> Layer {
        Layer {
            shoutcast: self.shoutcast,
            webrtc_port: self.webrtc_port,
            webrtc_address: self.webrtc_address.clone(),
            webhooks: self.webhooks,
            smtp: self.smtp.clone(),
            mail_from: self.mail_from.clone(),
            yp_directories: self.yp_directories.clone(),
            radio_browser: self.radio_browser.clone(),
            recogniser: self.recogniser.clone(),
            webcast_origins: self.webcast_origins.clone(),
            live_auth: self.live_auth.clone(),
            oidc_issuer: self.oidc_issuer.clone(),
            oidc_client_id: self.oidc_client_id.clone(),
            oidc_client_secret_file: self.oidc_client_secret_file.clone(),
            oidc_create: self.oidc_create,
            nats: self.nats.clone(),
            cluster: self.cluster.clone(),
            node: self.node.clone(),
            node_url: self.node_url.clone(),
            s3: self.s3.layer(),
            ..self.port.layer()
        }
    }
}

impl Flags {
    pub(super) fn layer(&self) -> Layer {
        Layer {
            secrets_key: self.secrets_key.clone(),
            data: self.data.clone(),
            media: self.media.clone(),
            log: self.log,
            ..Layer::default()
        }
    }
}
