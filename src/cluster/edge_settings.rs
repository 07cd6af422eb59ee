//! Settings of an edge, as they are written.

use std::fmt;
use std::str::FromStr;

use crate::model::Address;

/// Origins at most.
const MOST_ORIGINS: usize = 8;
/// Letters of a name at most.
const LONGEST_NAME: usize = 63;

/// The servers whose stations an edge serves, the preferred one first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OriginUrls(Vec<Address>);

/// An API token of the origins. It is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct OriginToken(String);

/// The origins that are configured, and the token that they alone get: whoever can publish on NATS can announce others.
#[derive(Clone)]
pub(super) struct TrustedOrigins {
    pub(super) token: Option<OriginToken>,
    pub(super) origins: Vec<Address>,
}

/// The name of an edge: letters, digits, `.`, `-` and `_`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EdgeName(String);

/// A text that is no such setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidEdgeSetting {
    /// It names no origins.
    #[error("must be addresses such as https://radio.example, separated by commas, {MOST_ORIGINS} at most")]
    Origins,
    /// It is no token.
    #[error("must be an API token")]
    Token,
    /// It is no name.
    #[error("must have 1 to {LONGEST_NAME} letters, digits, dots, hyphens and underscores")]
    Name,
}

impl OriginUrls {
    /// Returns all of them.
    pub fn all(&self) -> &[Address] {
        &self.0
    }
}

impl FromStr for OriginUrls {
    type Err = InvalidEdgeSetting;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let urls: Result<Vec<Address>, _> = text.split(',').map(str::parse).collect();
        let urls = urls.ok().filter(|urls| urls.len() <= MOST_ORIGINS);
        urls.map(Self).ok_or(InvalidEdgeSetting::Origins)
    }
}

impl TrustedOrigins {
    /// Returns the token that `origin` may get.
    pub(super) fn token_for(&self, origin: &Address) -> Option<&OriginToken> {
        self.token.as_ref().filter(|_| self.origins.contains(origin))
    }
}

impl OriginToken {
    /// Returns it as a request needs it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl FromStr for OriginToken {
    type Err = InvalidEdgeSetting;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let is_token = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
        is_token.then(|| Self(text.to_owned())).ok_or(InvalidEdgeSetting::Token)
    }
}

impl fmt::Debug for OriginToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OriginToken(…)")
    }
}

impl EdgeName {
    /// Returns it as a text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the name of an edge on the machine `host`: what of it a name may have.
    pub fn of_host(host: &str) -> Self {
        let name: String = host.chars().filter(|letter| is_letter(*letter)).take(LONGEST_NAME).collect();
        Self(if name.is_empty() { "edge".to_owned() } else { name })
    }
}

impl FromStr for EdgeName {
    type Err = InvalidEdgeSetting;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_name = (1..=LONGEST_NAME).contains(&text.len()) && text.chars().all(is_letter);
        is_name.then(|| Self(text.to_owned())).ok_or(InvalidEdgeSetting::Name)
    }
}

fn is_letter(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_and_nonsense_is_refused() {
        let urls: OriginUrls = "https://a.example,http://b:8000/fm".parse().unwrap();
        assert_eq!(urls.all().len(), 2);
        for wrong in ["", "radio", "ftp://x", "http://u:p@h", "http://a,"] {
            assert!(wrong.parse::<OriginUrls>().is_err(), "{wrong}");
        }
        let token: OriginToken = "lw_secret".parse().unwrap();
        assert_eq!((token.reveal(), format!("{token:?}").contains("secret")), ("lw_secret", false));
        assert!("a b".parse::<OriginToken>().is_err() && "".parse::<OriginToken>().is_err());
        assert!("paris-1".parse::<EdgeName>().is_ok() && "a/b".parse::<EdgeName>().is_err());
        assert_eq!(EdgeName::of_host("weird host/1").as_str(), "weirdhost1");
        assert_eq!(EdgeName::of_host("").as_str(), "edge");
    }
    #[test]
    fn the_token_is_for_configured_origins_alone() {
        let token: OriginToken = "lw_secret".parse().unwrap();
        let configured: Address = "https://radio.example".parse().unwrap();
        let trusted = TrustedOrigins { token: Some(token.clone()), origins: vec![configured.clone()] };
        assert!(trusted.token_for(&configured) == Some(&token));
        for found in ["https://radio.example:8443", "http://radio.example", "http://127.0.0.1:8000"] {
            assert_eq!(trusted.token_for(&found.parse().unwrap()), None, "{found}");
        }
    }
}
