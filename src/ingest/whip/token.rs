//! The bearer token of a WHIP client.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::auth::{AuthError, AuthenticatedSource, Authenticator, Credentials, SourceSignIn};
use crate::store::ApiToken;

const ANY_PADDING: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, ANY_PADDING);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, ANY_PADDING);

/// Content of `Authorization: Bearer …`.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum WhipToken {
    /// A name and a password, or the station's source password.
    Password(Credentials),
    /// An API token.
    Api(ApiToken),
}

impl WhipToken {
    /// Reads the value of an `Authorization` header: `NAME:PASSWORD` in base64url, or as it is; an API token; or the
    /// station's source password alone.
    pub(super) fn from_header(value: &str) -> Option<Self> {
        let (scheme, token) = value.trim().split_once(' ')?;
        let token = token.trim();
        if !scheme.eq_ignore_ascii_case("bearer") || token.is_empty() {
            return None;
        }
        if let Some(api) = token.strip_prefix(ApiToken::PREFIX).and_then(ApiToken::parse) {
            return Some(Self::Api(api));
        }
        let decoded = URL_SAFE.decode(token).or_else(|_| STANDARD.decode(token)).ok();
        let line = decoded.and_then(|bytes| String::from_utf8(bytes).ok()).filter(|line| line.contains(':'));
        Some(Self::Password(Credentials::from_password(line.as_deref().unwrap_or(token))))
    }

    /// Returns the name that is given.
    pub(super) fn name(&self) -> Option<&str> {
        match self {
            Self::Password(given) => Some(&given.user),
            Self::Api(_) => None,
        }
    }

    /// Lets the client in if it may go live on the station now.
    pub(super) async fn authenticate(
        &self,
        auth: &Authenticator,
        sign_in: SourceSignIn<'_>,
    ) -> Result<AuthenticatedSource, AuthError> {
        match self {
            Self::Password(given) => auth.authenticate_source(sign_in, given).await,
            Self::Api(token) => auth.authenticate_token(sign_in.station, sign_in.from, token).await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_read_as_programs_and_people_write_them() {
        let check = |value: &str, expected: Option<(&str, &str)>| {
            let expected =
                expected.map(|(user, password)| WhipToken::Password(Credentials::new(user, password)));
            assert_eq!(WhipToken::from_header(value), expected, "{value}");
        };
        check("Bearer YWRhOnRpZGVz", Some(("ada", "tides")));
        check("bearer YWRhOj8_Pz8", Some(("ada", "????")));
        check("Bearer YWRhOj8/Pz8=", Some(("ada", "????")));
        check("Bearer ada:tides", Some(("ada", "tides")));
        check("Bearer hackme", Some(("source", "hackme")));
        check("Bearer ", None);
        check("Basic YWRhOnRpZGVz", None);
        check("", None);
        let token = ApiToken::generate().unwrap();
        let header = format!("Bearer {}{}", ApiToken::PREFIX, token.reveal());
        assert_eq!(WhipToken::from_header(&header), Some(WhipToken::Api(token)));
    }
}
