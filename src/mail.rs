//! E-mail by the mail server of the configuration.
//!
//! In: recipients, a subject and a text. Out: one message by SMTP (RFC 5321), or the reason why it was not taken.
//! Never: goes unencrypted to another machine, keeps a connection, or has a password in an error.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use lettre::message::{Mailbox, header::ContentType};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use tokio::task::spawn_blocking;
use url::{Host, Url};

use crate::sys::host_name;

/// Time limit of each step of the exchange with the mail server.
const WITHIN: Duration = Duration::from_secs(10);
/// Port for mail over TLS (RFC 8314).
const SUBMISSIONS_PORT: u16 = 465;
/// Port for mail with STARTTLS (RFC 6409).
const SUBMISSION_PORT: u16 = 587;
/// The most recipients of a message.
const MOST_RECIPIENTS: usize = 20;

/// A mail server and how it is reached.
#[derive(Clone, PartialEq, Eq)]
pub struct SmtpServer {
    host: String,
    port: u16,
    security: Security,
    /// User name and password.
    credentials: Option<(String, String)>,
}

/// Encryption of the connection to a mail server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Security {
    /// From the first byte.
    Tls,
    /// After the command STARTTLS, without which nothing is sent.
    StartTls,
    /// None, on this machine.
    Local,
}

/// A text names no mail server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "must be an address such as smtps://user:password@mail.example; @ and : in a password are written %40 and %3A"
)]
pub struct InvalidSmtpServer;

/// Prints all but the password.
impl fmt::Debug for SmtpServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { host, port, security, .. } = self;
        write!(f, "SmtpServer({host}:{port}, {security:?})")
    }
}

impl FromStr for SmtpServer {
    type Err = InvalidSmtpServer;

    fn from_str(text: &str) -> Result<Self, InvalidSmtpServer> {
        let url = Url::parse(text.trim()).map_err(|_| InvalidSmtpServer)?;
        // The URL crate keeps the host of a scheme that it does not know as it is written.
        let host = Host::parse(url.host_str().unwrap_or_default()).map_err(|_| InvalidSmtpServer)?;
        let is_local = match &host {
            Host::Domain(name) => name == "localhost",
            Host::Ipv4(address) => address.is_loopback(),
            Host::Ipv6(address) => address.is_loopback(),
        };
        let (security, usual_port) = match url.scheme() {
            "smtps" => (Security::Tls, SUBMISSIONS_PORT),
            "smtp" if is_local => (Security::Local, 25),
            "smtp" => (Security::StartTls, SUBMISSION_PORT),
            _ => return Err(InvalidSmtpServer),
        };
        if !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some() {
            return Err(InvalidSmtpServer);
        }
        let credentials = match (url.username(), url.password()) {
            ("", None) => None,
            (user, Some(password)) if !user.is_empty() => Some((decoded(user)?, decoded(password)?)),
            _ => return Err(InvalidSmtpServer),
        };
        let host = host.to_string().trim_matches(['[', ']']).to_owned();
        Ok(Self { host, port: url.port().unwrap_or(usual_port), security, credentials })
    }
}

/// Decodes `%40` and the like (RFC 3986 section 2.1).
fn decoded(text: &str) -> Result<String, InvalidSmtpServer> {
    // `+` stands for itself outside forms.
    let text = text.replace('+', "%2B");
    let pair = form_urlencoded::parse(text.as_bytes()).next().ok_or(InvalidSmtpServer)?;
    if pair.0.is_empty() { Err(InvalidSmtpServer) } else { Ok(pair.0.into_owned()) }
}

/// A sender's or recipient's address, such as `Radio Example <radio@example.org>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailAddress(Mailbox);

/// A text is no mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be a mail address such as ada@radio.example or \"Radio Example <radio@radio.example>\"")]
pub struct InvalidMailAddress;

impl FromStr for MailAddress {
    type Err = InvalidMailAddress;

    fn from_str(text: &str) -> Result<Self, InvalidMailAddress> {
        text.trim().parse().map(Self).map_err(|_| InvalidMailAddress)
    }
}

impl fmt::Display for MailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Addresses that a message goes to, separated by commas; at least one, and 20 at most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailRecipients(Vec<MailAddress>);

impl FromStr for MailRecipients {
    type Err = InvalidMailAddress;

    fn from_str(text: &str) -> Result<Self, InvalidMailAddress> {
        let all: Vec<MailAddress> = text.split(',').map(str::parse).collect::<Result<_, _>>()?;
        if all.len() > MOST_RECIPIENTS { Err(InvalidMailAddress) } else { Ok(Self(all)) }
    }
}

/// Reasons why a message was not taken, worded for the person who chose the mail server.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The configuration names no mail server.
    #[error("this server cannot send e-mail: set smtp in its configuration")]
    NoServer,
    /// The message cannot be written.
    #[error("the message cannot be written: {0}")]
    Message(lettre::error::Error),
    /// The exchange with the mail server failed.
    #[error("the mail server did not take it: {0}")]
    Smtp(String),
}

/// Sends e-mail; clones share the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailer(Arc<MailParts>);

#[derive(Debug, PartialEq, Eq)]
struct MailParts {
    server: SmtpServer,
    from: MailAddress,
}

impl Mailer {
    /// Sends by `server`, from the address `from`. Without one, the user name at the server is it, if it is an
    /// address; otherwise there is no mailer.
    pub fn new(server: SmtpServer, from: Option<MailAddress>) -> Option<Self> {
        let user = || server.credentials.as_ref().and_then(|(user, _)| user.parse().ok());
        let from = from.or_else(user)?;
        Some(Self(Arc::new(MailParts { server, from })))
    }

    /// Sends a message of plain text; waits for the mail server, for some ten seconds a step at most.
    pub async fn send(&self, to: &MailRecipients, subject: &str, text: &str) -> Result<(), MailError> {
        let MailParts { server, from } = &*self.0;
        let mut message = Message::builder().from(from.0.clone()).subject(subject);
        for recipient in &to.0 {
            message = message.to(recipient.0.clone());
        }
        let message = message.header(ContentType::TEXT_PLAIN).body(text.to_owned());
        let message = message.map_err(MailError::Message)?;
        let tls = server.tls().await?;
        let mut transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&server.host)
            .port(server.port)
            .tls(tls)
            .timeout(Some(WITHIN));
        let name = host_name();
        if !name.is_empty() {
            transport = transport.hello_name(ClientId::Domain(name));
        }
        if let Some((user, password)) = &server.credentials {
            transport = transport.credentials(Credentials::new(user.clone(), password.clone()));
        }
        transport.build().send(message).await.map(drop).map_err(|error| MailError::Smtp(error.to_string()))
    }
}

impl SmtpServer {
    /// Returns how its connections are encrypted. Reads the system's certificate authorities.
    async fn tls(&self) -> Result<Tls, MailError> {
        if self.security == Security::Local {
            return Ok(Tls::None);
        }
        let host = self.host.clone();
        let parameters = spawn_blocking(move || TlsParameters::new(host)).await;
        let parameters = parameters.map_err(|error| MailError::Smtp(error.to_string()))?;
        let parameters = parameters.map_err(|error| MailError::Smtp(error.to_string()))?;
        Ok(match self.security {
            Security::Tls => Tls::Wrapper(parameters),
            Security::StartTls | Security::Local => Tls::Required(parameters),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_server_is_named_with_its_way_of_encryption() {
        let check = |text: &str, expected: &str, credentials: Option<(&str, &str)>| {
            let server: SmtpServer = text.parse().unwrap_or_else(|_| panic!("{text}"));
            assert_eq!(format!("{server:?}"), format!("SmtpServer({expected})"));
            let own = server.credentials.as_ref().map(|(user, password)| (&**user, &**password));
            assert_eq!(own, credentials, "{text}");
        };
        check("smtps://mail.example", "mail.example:465, Tls", None);
        check(
            "smtps://ada%40radio.example:p%40ss%3Aw+d@mail.example/",
            "mail.example:465, Tls",
            Some(("ada@radio.example", "p@ss:w+d")),
        );
        check("smtp://ada:secret@mail.example:2525", "mail.example:2525, StartTls", Some(("ada", "secret")));
        check("smtp://mail.example", "mail.example:587, StartTls", None);
        check("smtp://127.0.0.1:2525", "127.0.0.1:2525, Local", None);
        check("smtp://localhost", "localhost:25, Local", None);
        for wrong in [
            "mail.example",
            "https://mail.example",
            "smtp://",
            "smtp://ada@mail.example",
            "smtp://m/x",
            "smtp://a b",
        ] {
            assert_eq!(wrong.parse::<SmtpServer>(), Err(InvalidSmtpServer), "{wrong}");
        }
    }

    #[test]
    fn the_sender_is_the_user_at_the_mail_server_unless_another_is_named() {
        let sender = |server: &str, from: Option<&str>| {
            let from = from.map(|from| from.parse().unwrap());
            Mailer::new(server.parse().unwrap(), from).map(|mailer| mailer.0.from.to_string())
        };
        assert_eq!(sender("smtp://localhost", None), None);
        assert_eq!(sender("smtps://ada:x@mail.example", None), None);
        assert_eq!(sender("smtps://ada%40b.example:x@mail.example", None).as_deref(), Some("ada@b.example"));
        let named = sender("smtp://localhost", Some("Radio <radio@b.example>"));
        assert_eq!(named.as_deref(), Some("Radio <radio@b.example>"));
    }

    #[test]
    fn recipients_are_a_list_of_addresses() {
        let count = |text: &str| text.parse::<MailRecipients>().map(|all| all.0.len());
        assert_eq!(count("ada@b.example, Bo <bo@b.example>"), Ok(2));
        for wrong in ["", "ada", "ada@b.example,", &["a@b.example"; 21].join(",")] {
            assert_eq!(count(wrong), Err(InvalidMailAddress), "{wrong}");
        }
    }
}
