//! Signatures by which receivers verify that a message is authentic and recent.

use std::fmt::Write as _;

use ring::hmac::{HMAC_SHA256, Key, sign};

/// Bytes of a secret.
const SECRET: usize = 32;
/// Prefix of a secret, so that it is recognised wherever it turns up.
const MARK: &str = "lwhook_";

/// A secret that nobody can guess; `None` where the system has no randomness.
pub fn new_secret() -> Option<String> {
    let mut bytes = [0; SECRET];
    getrandom::fill(&mut bytes).ok()?;
    Some(format!("{MARK}{}", hex(&bytes)))
}

/// The header `Longwave-Signature` of a message with this body that is sent at `at`, in seconds since 1970: the time,
/// and the HMAC-SHA256 (RFC 2104) by the secret of the time, a full stop and the body.
pub fn signature(secret: &str, at: i64, body: &[u8]) -> String {
    let key = Key::new(HMAC_SHA256, secret.as_bytes());
    let signed = [at.to_string().as_bytes(), b".", body].concat();
    format!("t={at},v1={}", hex(sign(&key, &signed).as_ref()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_that_of_the_time_and_the_body() {
        // By `printf '1.{}' | openssl dgst -sha256 -hmac secret`.
        let expected = "t=1,v1=1122767b193110cfec322b6f199b599edbf608ed087f2d27afb0b97d99523908";
        assert_eq!(signature("secret", 1, b"{}"), expected);
        assert_ne!(signature("secret", 2, b"{}")[4..], expected[4..]);
        assert_ne!(signature("Secret", 1, b"{}"), expected);
    }

    #[test]
    fn every_secret_is_another() {
        let (one, other) = (new_secret().unwrap(), new_secret().unwrap());
        assert!(one != other && one.len() == other.len() && one.starts_with(MARK));
    }
}
