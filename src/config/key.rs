//! The keys of the configuration.

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
    /// The UDP port for WebRTC.
    WebrtcPort,
    /// Addresses that WebRTC clients are told.
    WebrtcAddress,
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
    /// The mail server.
    Smtp,
    /// The address that mail comes from.
    MailFrom,
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
    /// The program that decides who may go live.
    LiveAuth,
    /// The provider that people sign in with.
    OidcIssuer,
    /// The identifier of this server there.
    OidcClientId,
    /// The file with its secret there.
    OidcClientSecretFile,
    /// Accounts that are made by a first sign-in there.
    OidcCreate,
    /// The servers whose stations an edge serves.
    Origin,
    /// The API token with which an edge reports its listeners.
    OriginToken,
    /// The name of an edge.
    EdgeName,
    /// The NATS servers by which several servers agree which one is on air.
    Nats,
    /// The name that those servers share.
    Cluster,
    /// The name of this server among them.
    Node,
    /// The address at which edges reach this server.
    NodeUrl,
    /// The storage that archives are copied to.
    S3Endpoint,
    /// The bucket there.
    S3Bucket,
    /// The region that requests are signed for.
    S3Region,
    /// The beginning of all names in the bucket.
    S3Prefix,
    /// The identifier of the key to it.
    S3AccessKey,
    /// The key's secret.
    S3SecretKey,
    /// The file with the key's secret.
    S3SecretKeyFile,
    /// The directory of the database.
    Data,
    /// The directory of the music.
    Media,
    /// The format of the log.
    Log,
}

impl Key {
    /// Every key.
    pub const ALL: [Self; 48] = [
        Self::Listen,
        Self::PublicUrl,
        Self::Shoutcast,
        Self::Metrics,
        Self::WebrtcPort,
        Self::WebrtcAddress,
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
        Self::Smtp,
        Self::MailFrom,
        Self::YpDirectories,
        Self::RadioBrowser,
        Self::AccessLog,
        Self::Recogniser,
        Self::SecretsKey,
        Self::AnonymizeAddresses,
        Self::WebcastOrigins,
        Self::LiveAuth,
        Self::OidcIssuer,
        Self::OidcClientId,
        Self::OidcClientSecretFile,
        Self::OidcCreate,
        Self::Origin,
        Self::OriginToken,
        Self::EdgeName,
        Self::Nats,
        Self::Cluster,
        Self::Node,
        Self::NodeUrl,
        Self::S3Endpoint,
        Self::S3Bucket,
        Self::S3Region,
        Self::S3Prefix,
        Self::S3AccessKey,
        Self::S3SecretKey,
        Self::S3SecretKeyFile,
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
            Self::WebrtcPort => "webrtc_port",
            Self::WebrtcAddress => "webrtc_address",
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
            Self::Smtp => "smtp",
            Self::MailFrom => "mail_from",
            Self::YpDirectories => "yp_directories",
            Self::RadioBrowser => "radio_browser",
            Self::AccessLog => "access_log",
            Self::Recogniser => "recogniser",
            Self::SecretsKey => "secrets_key",
            Self::AnonymizeAddresses => "anonymize_addresses",
            Self::WebcastOrigins => "webcast_origins",
            Self::LiveAuth => "live_auth",
            Self::OidcIssuer => "oidc_issuer",
            Self::OidcClientId => "oidc_client_id",
            Self::OidcClientSecretFile => "oidc_client_secret_file",
            Self::OidcCreate => "oidc_create",
            Self::Origin => "origin",
            Self::OriginToken => "origin_token",
            Self::EdgeName => "edge_name",
            Self::Nats => "nats",
            Self::Cluster => "cluster",
            Self::Node => "node",
            Self::NodeUrl => "node_url",
            Self::S3Endpoint => "s3_endpoint",
            Self::S3Bucket => "s3_bucket",
            Self::S3Region => "s3_region",
            Self::S3Prefix => "s3_prefix",
            Self::S3AccessKey => "s3_access_key",
            Self::S3SecretKey => "s3_secret_key",
            Self::S3SecretKeyFile => "s3_secret_key_file",
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
            Self::WebrtcPort => "LONGWAVE_WEBRTC_PORT",
            Self::WebrtcAddress => "LONGWAVE_WEBRTC_ADDRESS",
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
            Self::Smtp => "LONGWAVE_SMTP",
            Self::MailFrom => "LONGWAVE_MAIL_FROM",
            Self::YpDirectories => "LONGWAVE_YP_DIRECTORIES",
            Self::RadioBrowser => "LONGWAVE_RADIO_BROWSER",
            Self::AccessLog => "LONGWAVE_ACCESS_LOG",
            Self::Recogniser => "LONGWAVE_RECOGNISER",
            Self::SecretsKey => "LONGWAVE_SECRETS_KEY",
            Self::AnonymizeAddresses => "LONGWAVE_ANONYMIZE_ADDRESSES",
            Self::WebcastOrigins => "LONGWAVE_WEBCAST_ORIGINS",
            Self::LiveAuth => "LONGWAVE_LIVE_AUTH",
            Self::OidcIssuer => "LONGWAVE_OIDC_ISSUER",
            Self::OidcClientId => "LONGWAVE_OIDC_CLIENT_ID",
            Self::OidcClientSecretFile => "LONGWAVE_OIDC_CLIENT_SECRET_FILE",
            Self::OidcCreate => "LONGWAVE_OIDC_CREATE",
            Self::Origin => "LONGWAVE_ORIGIN",
            Self::OriginToken => "LONGWAVE_ORIGIN_TOKEN",
            Self::EdgeName => "LONGWAVE_EDGE_NAME",
            Self::Nats => "LONGWAVE_NATS",
            Self::Cluster => "LONGWAVE_CLUSTER",
            Self::Node => "LONGWAVE_NODE",
            Self::NodeUrl => "LONGWAVE_NODE_URL",
            Self::S3Endpoint => "LONGWAVE_S3_ENDPOINT",
            Self::S3Bucket => "LONGWAVE_S3_BUCKET",
            Self::S3Region => "LONGWAVE_S3_REGION",
            Self::S3Prefix => "LONGWAVE_S3_PREFIX",
            Self::S3AccessKey => "LONGWAVE_S3_ACCESS_KEY",
            Self::S3SecretKey => "LONGWAVE_S3_SECRET_KEY",
            Self::S3SecretKeyFile => "LONGWAVE_S3_SECRET_KEY_FILE",
            Self::Data => "LONGWAVE_DATA",
            Self::Media => "LONGWAVE_MEDIA",
            Self::Log => "LONGWAVE_LOG",
        }
    }

    /// Returns whether its value is a number.
    pub(super) const fn is_number(self) -> bool {
        matches!(self, Self::MaxListeners | Self::MaxPerAddress | Self::WebrtcPort)
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
            Self::WebrtcPort => "a port such as 8000",
            Self::WebrtcAddress => "addresses such as \"203.0.113.7\", without ports",
            Self::MaxListeners | Self::MaxPerAddress => "a number such as 500, or 0 for any",
            Self::TlsCert | Self::TlsKey | Self::AcmeCa => "the path of a PEM file",
            Self::Acme => "host names such as \"radio.example,www.radio.example\", without wildcards",
            Self::AcmeDirectory => "an address such as \"https://acme-v02.api.letsencrypt.org/directory\"",
            Self::AcmeContact => "a mail address such as \"ada@radio.example\"",
            Self::TrustedProxies => "networks such as \"127.0.0.1,10.0.0.0/8\"",
            Self::Webhooks => "\"internet\" or \"anywhere\"",
            Self::Smtp => {
                "an address such as \"smtps://user:password@mail.example\", with %40 for @ in user and password"
            }
            Self::MailFrom => "a mail address such as \"Radio Example <radio@radio.example>\"",
            Self::YpDirectories => "addresses such as \"https://dir.xiph.org/cgi-bin/yp-cgi\", or \"none\"",
            Self::RadioBrowser => "an address such as \"https://all.api.radio-browser.info\"",
            Self::OidcIssuer => "an address such as \"https://login.example\", without a query",
            Self::OidcClientId => "the identifier that the provider gave this server",
            Self::OidcCreate => "\"none\" or \"dj\"",
            Self::AccessLog | Self::SecretsKey | Self::OidcClientSecretFile | Self::S3SecretKeyFile => {
                "the path of a file"
            }
            Self::S3Endpoint => {
                "an address such as \"https://s3.eu-central-1.amazonaws.com\", without a query"
            }
            Self::S3Bucket => "the name of a bucket such as \"radio-archive\"",
            Self::S3Region => "a region such as \"eu-central-1\"",
            Self::S3Prefix => "the beginning of names such as \"radio/\", of letters, digits, - _ . and /",
            Self::S3AccessKey => "the identifier of a key",
            Self::S3SecretKey => "the secret of a key",
            Self::Recogniser => "a program and its arguments, such as \"python3 faster-whisper.py\"",
            Self::TlsOnly | Self::AnonymizeAddresses => "true or false",
            Self::WebcastOrigins => "origins such as \"https://dj.example\"",
            Self::LiveAuth => "an address such as \"http://127.0.0.1:9000/live\", without user and password",
            Self::Origin => "addresses such as \"https://radio.example\", separated by commas",
            Self::OriginToken => "an API token",
            Self::EdgeName | Self::Node => "a name such as \"paris\"",
            Self::Cluster => "a name such as \"radio\", without dots",
            Self::NodeUrl => "an address such as \"http://10.0.0.1:8000\"",
            Self::Nats => "addresses such as \"nats://10.0.0.1:4222\", separated by commas",
            Self::Data | Self::Media => "the path of a directory",
            Self::Log => "\"text\" or \"json\"",
        }
    }
}
