//! The address of a remote audio stream.

use std::fmt;
use std::str::FromStr;

use url::Url;

/// The longest address, in bytes.
const LONGEST: usize = 2_000;

/// An address that can be fetched over HTTP or HTTPS. It never holds a password, so it can be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(Url);

/// Reasons why a text is not an address that can be relayed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WrongAddress {
    /// It is no address at all.
    #[error("{0:?} is no address; one is such as http://radio.example:8000/stream")]
    Malformed(String),
    /// It is one of something else.
    #[error("only http:// and https:// can be relayed, not {0}:")]
    Scheme(String),
    /// It holds what nobody else should see.
    #[error("leave user name and password out of the address: it is shown to others")]
    Password,
    /// It is longer than any.
    #[error("an address has at most {LONGEST} letters")]
    Long,
}

impl Address {
    /// As it was given.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Returns whether the scheme is `https`.
    pub fn is_encrypted(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// Returns whether nobody reads along on the way to it: it is encrypted, or on this machine.
    pub fn keeps_secrets(&self) -> bool {
        let host = self.host().trim_start_matches('[').trim_end_matches(']');
        let is_here = host == "localhost"
            || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.to_canonical().is_loopback());
        self.is_encrypted() || is_here
    }

    /// The name or the number of the machine, a number of version 6 in brackets.
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// The port, the usual one if none is said.
    pub fn port(&self) -> u16 {
        self.0.port_or_known_default().unwrap_or_default()
    }

    /// The machine as a request's `Host` names it.
    pub fn authority(&self) -> String {
        self.0.port().map_or_else(|| self.host().to_owned(), |port| format!("{}:{port}", self.host()))
    }

    /// Path and query, as a request asks for them.
    pub fn target(&self) -> String {
        let query = self.0.query().map(|query| format!("?{query}")).unwrap_or_default();
        format!("{}{query}", self.0.path())
    }

    /// The path alone.
    pub fn path(&self) -> &str {
        self.0.path()
    }

    /// Resolves `reference` relative to this address (RFC 3986 section 5).
    pub fn join(&self, reference: &str) -> Result<Self, WrongAddress> {
        let joined = self.0.join(reference.trim()).map_err(|_| WrongAddress::Malformed(shown(reference)))?;
        Self::checked(joined)
    }

    fn checked(url: Url) -> Result<Self, WrongAddress> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(WrongAddress::Scheme(shown(url.scheme())));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(WrongAddress::Password);
        }
        if url.as_str().len() > LONGEST {
            return Err(WrongAddress::Long);
        }
        Ok(Self(url))
    }
}

impl FromStr for Address {
    type Err = WrongAddress;

    fn from_str(text: &str) -> Result<Self, WrongAddress> {
        let url = Url::parse(text.trim()).map_err(|_| WrongAddress::Malformed(shown(text)))?;
        Self::checked(url)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The beginning of what somebody wrote, without what may be a password.
fn shown(text: &str) -> String {
    let host = text.find("://").map_or(0, |at| at + 3);
    let end = text[host..].find(['/', '?', '#']).map_or(text.len(), |at| host + at);
    let secret = text[host..end].rfind('@').map_or(host, |at| host + at + 1);
    text[..host].chars().chain(text[secret..].chars()).take(100).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_not_shown_whatever_is_wrong() {
        for wrong in ["http://ada:secret@host:99999/x", "ada:secret@host:x:y", "http://a@b:secret@ho st/"] {
            let told = wrong.parse::<Address>().unwrap_err().to_string();
            assert!(!told.contains("secret"), "{told}");
        }
        let told = "http://host:99999/@x".parse::<Address>().unwrap_err().to_string();
        assert!(told.contains("http://host:99999/@x"), "{told}");
    }

    fn told(text: &str) -> String {
        match text.parse::<Address>() {
            Ok(address) => format!("{} asks {}", address.authority(), address.target()),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn addresses_are_taken_apart_for_a_request() {
        assert_eq!(told("http://radio.example"), "radio.example asks /");
        assert_eq!(told(" https://radio.example:8443/a%20b?c=d#e "), "radio.example:8443 asks /a%20b?c=d");
        assert_eq!(told("http://[::1]:8000/;stream"), "[::1]:8000 asks /;stream");
        let address: Address = "https://radio.example/x".parse().unwrap();
        assert_eq!((address.port(), address.is_encrypted()), (443, true));
    }

    #[test]
    fn what_cannot_be_relayed_is_refused() {
        assert!(told("radio").contains("is no address"));
        assert!(told("http://").contains("is no address"));
        assert!(told("file:///etc/passwd").contains("not file:"));
        assert!(told("rtsp://radio.example/x").contains("not rtsp:"));
        assert!(told("http://ada:secret@radio.example/x").contains("leave user name and password out"));
        assert!(told(&format!("http://x/{}", "y".repeat(3_000))).contains("at most 2000"));
    }

    #[test]
    fn what_an_answer_names_is_held_to_the_same() {
        let address: Address = "http://radio.example/live/list.m3u".parse().unwrap();
        assert_eq!(address.join("a.mp3\r").unwrap().as_str(), "http://radio.example/live/a.mp3");
        assert_eq!(address.join("//other/b").unwrap().as_str(), "http://other/b");
        assert!(address.join("file:///etc/passwd").is_err());
        assert!(address.join("http://a:b@c/").is_err());
    }

    #[test]
    fn secrets_are_kept_over_tls_and_on_this_machine() {
        for (address, expected) in [
            ("https://radio.example", true),
            ("http://127.0.0.1:8000", true),
            ("http://[::1]:8000/fm", true),
            ("http://localhost", true),
            ("http://radio.example", false),
            ("http://10.0.0.1", false),
            ("http://127.0.0.1.example", false),
        ] {
            assert_eq!(address.parse::<Address>().unwrap().keeps_secrets(), expected, "{address}");
        }
    }
}
