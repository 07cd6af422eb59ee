//! Signed links: they open a private station for whoever has them, until they end.
//!
//! A token is a time in seconds since 1970, a point, and a signature (HMAC-SHA256, RFC 2104) of that time, the station
//! and its number of links' generations. Nothing of it is kept: the key of the installation's secrets makes and checks it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;

use crate::store::SecretsKey;

/// The key of a query that has the token.
pub const TOKEN: &str = "token";
/// The longest time that a link may last, in seconds: a year.
pub const LONGEST: i64 = 366 * 24 * 3_600;

/// Makes and checks tokens; without a key, none is right. Its `Debug` shows nothing of the key.
#[derive(Clone, Debug, Default)]
pub struct ListenLinks(Option<hmac::Key>);

/// The reason why a token opens nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkRefused {
    /// It is no token of this station, or its links were ended.
    #[error("this link is not valid")]
    Invalid,
    /// Its time is over.
    #[error("this link has ended")]
    Ended,
}

/// The links of one station that hold together.
#[derive(Clone, Copy, Debug)]
pub struct LinkScope<'a> {
    /// The station.
    pub slug: &'a str,
    /// Number of the links' generation; ending all links begins another one.
    pub epoch: i64,
}

impl ListenLinks {
    /// Makes and checks tokens with the key of the installation's secrets.
    pub fn new(key: Option<&SecretsKey>) -> Self {
        Self(key.map(|key| key.signer("links for listeners")))
    }

    /// Returns a token for a station that ends at a time in seconds since 1970; `None` if there is no key.
    pub fn sign(&self, scope: LinkScope<'_>, ends_at: i64) -> Option<String> {
        let tag = hmac::sign(self.0.as_ref()?, &message(scope, ends_at));
        Some(format!("{ends_at}.{}", URL_SAFE_NO_PAD.encode(tag)))
    }

    /// Fails unless `token` opens the station at `now`, in seconds since 1970.
    pub fn check(&self, scope: LinkScope<'_>, token: &str, now: i64) -> Result<(), LinkRefused> {
        let (time, tag) = token.split_once('.').ok_or(LinkRefused::Invalid)?;
        let ends_at: i64 = time.parse().map_err(|_| LinkRefused::Invalid)?;
        let tag = URL_SAFE_NO_PAD.decode(tag).map_err(|_| LinkRefused::Invalid)?;
        let key = self.0.as_ref().ok_or(LinkRefused::Invalid)?;
        hmac::verify(key, &message(scope, ends_at), &tag).map_err(|_| LinkRefused::Invalid)?;
        if ends_at > now { Ok(()) } else { Err(LinkRefused::Ended) }
    }
}

/// A slug has no line break, so that no two tokens sign the same.
fn message(LinkScope { slug, epoch }: LinkScope<'_>, ends_at: i64) -> Vec<u8> {
    format!("{slug}\n{epoch}\n{ends_at}").into_bytes()
}

/// Returns the token in a query.
pub fn token_in(query: &str) -> Option<String> {
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    pairs.find(|(key, _)| key == TOKEN).map(|(_, token)| token.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(slug: &str, epoch: i64) -> LinkScope<'_> {
        LinkScope { slug, epoch }
    }

    #[test]
    fn a_token_opens_one_station_until_it_ends() {
        let links = ListenLinks::new(Some(&SecretsKey::generate().unwrap()));
        let token = links.sign(scope("main", 3), 1_000).unwrap();
        let check = |station, token: &str, now| links.check(station, token, now);
        assert_eq!(check(scope("main", 3), &token, 999), Ok(()));
        assert_eq!(check(scope("main", 3), &token, 1_000), Err(LinkRefused::Ended));
        assert_eq!(check(scope("jazz", 3), &token, 999), Err(LinkRefused::Invalid));
        assert_eq!(check(scope("main", 4), &token, 999), Err(LinkRefused::Invalid), "links were ended");
        let longer = token.replacen("1000", "9000", 1);
        for forged in [&*longer, "", ".", "1000", "1000.", "x.y", &format!("{token}A")] {
            assert_eq!(check(scope("main", 3), forged, 999), Err(LinkRefused::Invalid), "{forged}");
        }
        let other = ListenLinks::new(Some(&SecretsKey::generate().unwrap()));
        assert_eq!(other.check(scope("main", 3), &token, 999), Err(LinkRefused::Invalid));
        let none = ListenLinks::new(None);
        assert_eq!(
            (none.sign(scope("main", 3), 1_000), none.check(scope("main", 3), &token, 999)),
            (None, Err(LinkRefused::Invalid))
        );
        assert_eq!(token_in("a=b&token=1.x%2D").as_deref(), Some("1.x-"));
        assert_eq!(token_in("a=b"), None);
    }
}
