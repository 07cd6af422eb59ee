//! Secrets that open something without a password: of a session, or of a program.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use blake2::digest::consts::U32;
use blake2::{Blake2b, Digest as _};

use super::Error;

/// 256 random bits. Its `Debug` does not show them; what is kept of it is a hash.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiToken([u8; 32]);

impl ApiToken {
    /// Prefix of a token as programs send it, by which secret scanners find it.
    pub const PREFIX: &'static str = "longwave_";

    /// Makes one that nobody can guess.
    pub fn generate() -> Result<Self, Error> {
        let mut bits = [0; 32];
        getrandom::fill(&mut bits).map_err(|error| Error::Password(error.to_string()))?;
        Ok(Self(bits))
    }

    /// Reads one as [`reveal`](Self::reveal) writes it.
    pub fn parse(text: &str) -> Option<Self> {
        // Longer ones are not looked at.
        let bits = (text.len() == 43).then(|| URL_SAFE_NO_PAD.decode(text).ok()).flatten()?;
        bits.try_into().ok().map(Self)
    }

    /// The token itself, in 43 letters, digits, hyphens and underscores: to be told once.
    pub fn reveal(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// Returns the CSRF token that forms of this session carry. It does not reveal the session token.
    pub fn csrf(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.derived(b"csrf"))
    }

    /// Returns the stored hash.
    pub(super) fn hash(&self) -> [u8; 32] {
        self.derived(b"kept")
    }

    fn derived(&self, purpose: &[u8]) -> [u8; 32] {
        let mut hash = Blake2b::<U32>::new();
        hash.update(purpose);
        hash.update(self.0);
        hash.finalize().into()
    }
}

impl fmt::Debug for ApiToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// Returns a short public name of a token: the first digits of its hash, in hexadecimal.
pub(super) fn name_of(hash: &[u8]) -> String {
    use fmt::Write as _;
    let mut name = String::with_capacity(16);
    for byte in hash.iter().take(8) {
        // Writing to a string does not fail.
        let _ = write!(name, "{byte:02x}");
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_as_it_is_told_and_shown_nowhere_else() {
        let token = ApiToken::generate().unwrap();
        let told = token.reveal();
        assert_eq!(ApiToken::parse(&told), Some(token.clone()));
        assert_ne!(ApiToken::generate().unwrap(), token);
        assert_ne!(token.csrf(), told);
        assert_ne!(token.hash(), token.0);
        assert_eq!(format!("{token:?}"), "Token(…)");
        for wrong in ["", "x", &told[1..], &format!("{told}A"), &"!".repeat(43)] {
            assert_eq!(ApiToken::parse(wrong), None, "{wrong}");
        }
    }
}
