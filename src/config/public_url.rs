//! The address that the server is reached at from outside.

use std::fmt;
use std::str::FromStr;

use url::Url;

use crate::model::BasePath;

/// The beginning of the server's public addresses, such as `https://radio.example`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl(String);

/// It is no such address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be an address such as https://radio.example, without a query")]
pub struct InvalidPublicUrl;

impl FromStr for PublicUrl {
    type Err = InvalidPublicUrl;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let url = Url::parse(text).map_err(|_| InvalidPublicUrl)?;
        let is_plain = url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
        if !["http", "https"].contains(&url.scheme()) || url.host_str().is_none() || !is_plain {
            return Err(InvalidPublicUrl);
        }
        Ok(Self(url.as_str().trim_end_matches('/').to_owned()))
    }
}

impl PublicUrl {
    /// Returns the path below which the server is reached.
    pub fn base_path(&self) -> BasePath {
        Url::parse(&self.0).map(|url| BasePath::new(url.path())).unwrap_or_default()
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_url_is_a_scheme_a_host_and_perhaps_a_path() {
        let url = |text: &str| text.parse::<PublicUrl>().map(|url| url.to_string());
        assert_eq!(url("https://radio.example/"), Ok("https://radio.example".to_owned()));
        assert_eq!(url("http://radio.example:8000"), Ok("http://radio.example:8000".to_owned()));
        assert_eq!(url("https://example.org/radio/"), Ok("https://example.org/radio".to_owned()));
        let base = |text: &str| text.parse::<PublicUrl>().map(|url| url.base_path().to_string());
        assert_eq!(base("https://radio.example/"), Ok(String::new()));
        assert_eq!(base("https://example.org/radio/"), Ok("/radio".to_owned()));
        for wrong in
            ["radio.example", "ftp://radio.example", "https://", "https://a@b.example", "https://a/?b", ""]
        {
            assert_eq!(url(wrong), Err(InvalidPublicUrl), "{wrong}");
        }
    }
}
