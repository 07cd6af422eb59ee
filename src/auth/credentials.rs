//! A name and a password as a client gives them.

use std::fmt;

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// The user name of programs that know only the station's source password.
const SOURCE: &str = "source";

/// Some programs leave the padding out.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A name and a password as they were given. Its `Debug` does not show the password.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// The name; `source` for the station itself.
    pub user: String,
    /// The password.
    pub password: String,
}

impl Credentials {
    /// A name and a password; no name means `source`.
    pub fn new(user: &str, password: &str) -> Self {
        let user = if user.is_empty() { SOURCE } else { user };
        Self { user: user.to_owned(), password: password.to_owned() }
    }

    /// Reads the value of an `Authorization` header: `Basic`, RFC 7617.
    pub fn from_basic(value: &str) -> Option<Self> {
        let (scheme, encoded) = value.trim().split_once(' ')?;
        if !scheme.eq_ignore_ascii_case("basic") {
            return None;
        }
        let decoded = BASE64.decode(encoded.trim()).ok()?;
        // Programs from before UTF-8 send Latin letters as they had them.
        let text = String::from_utf8(decoded)
            .unwrap_or_else(|error| error.into_bytes().iter().map(|byte| char::from(*byte)).collect());
        let (user, password) = text.split_once(':')?;
        Some(Self::new(user, password))
    }

    /// Reads a password that may have a name before it: `user:password`, as SHOUTcast's programs send it.
    pub fn from_password(line: &str) -> Self {
        match line.split_once(':') {
            Some((user, password)) => Self::new(user, password),
            None => Self::new(SOURCE, line),
        }
    }

    /// Returns whether the user is the station itself, with its source password.
    pub fn is_source(&self) -> bool {
        self.user.eq_ignore_ascii_case(SOURCE)
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Credentials({}, …)", self.user)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(header: &str, expected: Option<(&str, &str)>) {
        let expected = expected.map(|(user, password)| Credentials::new(user, password));
        assert_eq!(Credentials::from_basic(header), expected, "{header}");
    }

    #[test]
    fn basic_authentication_is_read_as_programs_write_it() {
        check("Basic c291cmNlOmhhY2ttZQ==", Some(("source", "hackme")));
        check("basic  c291cmNlOmhhY2ttZQ", Some(("source", "hackme")));
        check("Basic OmE6Yg==", Some(("source", "a:b")));
        check("Basic YWRhOvY=", Some(("ada", "ö")));
        check("Basic YWRh", None);
        check("Basic !", None);
        check("Bearer c291cmNlOmhhY2ttZQ==", None);
        check("", None);
    }

    #[test]
    fn a_password_is_not_shown() {
        assert!(!format!("{:?}", Credentials::new("ada", "secret")).contains("secret"));
    }
}
