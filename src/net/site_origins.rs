//! Other sites whose pages may do more than those of strangers.

use std::str::FromStr;
use std::sync::Arc;

use url::Url;

/// Origins of other sites (RFC 6454), such as `https://dj.example`; none by default. Clones share the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SiteOrigins(Arc<[String]>);

/// A text that is no origin; holds the text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no origin such as https://dj.example")]
pub struct InvalidOrigin(pub String);

impl SiteOrigins {
    /// Returns whether the value of an `Origin` header is one of them.
    pub fn contains(&self, origin: &str) -> bool {
        self.0.iter().any(|known| known.eq_ignore_ascii_case(origin))
    }
}

impl FromStr for SiteOrigins {
    type Err = InvalidOrigin;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let origins = text.split(',').map(str::trim).filter(|origin| !origin.is_empty()).map(|origin| {
            let invalid = || InvalidOrigin(origin.to_owned());
            let url = Url::parse(origin).map_err(|_| invalid())?;
            let is_origin = matches!(url.scheme(), "http" | "https")
                && url.path() == "/"
                && url.query().is_none()
                && url.fragment().is_none()
                && url.username().is_empty();
            if is_origin { Ok(url.origin().ascii_serialization()) } else { Err(invalid()) }
        });
        Ok(Self(origins.collect::<Result<_, _>>()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_have_a_scheme_a_host_and_perhaps_a_port() {
        let origins: SiteOrigins = "https://DJ.example/, http://[::1]:8080".parse().unwrap();
        assert!(origins.contains("https://dj.example") && origins.contains("http://[::1]:8080"));
        for other in ["http://dj.example", "https://dj.example:8443", "https://dj.example.evil", "null", ""] {
            assert!(!origins.contains(other), "{other}");
        }
        assert!(!SiteOrigins::default().contains("null"));
        for wrong in ["dj.example", "https://dj.example/page", "ftp://dj.example", "https://a@dj.example"] {
            assert!(wrong.parse::<SiteOrigins>().is_err(), "{wrong}");
        }
    }
}
