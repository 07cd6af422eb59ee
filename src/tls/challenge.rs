//! Answers to TLS-ALPN-01 challenges (RFC 8737).

use std::sync::Arc;

use rcgen::{CertificateParams, CustomExtension, KeyPair};
use rustls::crypto::ring::sign::any_supported_type;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::sign::CertifiedKey;

use super::resolver::Resolver;

/// Length of a SHA-256, in bytes.
const DIGEST_LENGTH: usize = 32;

/// Reasons why a challenge cannot be answered.
#[derive(Debug, thiserror::Error)]
pub enum ChallengeError {
    /// The digest has the wrong length.
    #[error("the key authorization's digest has {0} bytes, not {DIGEST_LENGTH}")]
    Digest(usize),
    /// The certificate cannot be made.
    #[error("no certificate can be made for the challenge: {0}")]
    Certificate(#[from] rcgen::Error),
    /// The certificate cannot be used.
    #[error("the certificate for the challenge cannot be used: {0}")]
    Unusable(#[from] rustls::Error),
}

/// An answer to a challenge, given until this is dropped.
#[derive(Debug)]
pub struct ChallengeAnswer {
    resolver: Arc<Resolver>,
    name: String,
}

impl ChallengeAnswer {
    pub(super) fn give(resolver: &Arc<Resolver>, name: &str, digest: &[u8]) -> Result<Self, ChallengeError> {
        resolver.put_challenge(name, certificate(name, digest)?);
        Ok(Self { resolver: Arc::clone(resolver), name: name.to_owned() })
    }
}

impl Drop for ChallengeAnswer {
    fn drop(&mut self) {
        self.resolver.remove_challenge(&self.name);
    }
}

/// Makes the self-signed certificate that proves control of `name` (RFC 8737 section 3).
fn certificate(name: &str, digest: &[u8]) -> Result<Arc<CertifiedKey>, ChallengeError> {
    if digest.len() != DIGEST_LENGTH {
        return Err(ChallengeError::Digest(digest.len()));
    }
    let mut params = CertificateParams::new([name.to_owned()])?;
    params.custom_extensions = vec![CustomExtension::new_acme_identifier(digest)];
    let key = KeyPair::generate()?;
    let chain = vec![params.self_signed(&key)?.der().clone()];
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    // Not by `from_der`, which refuses certificates with critical extensions that it does not know.
    Ok(Arc::new(CertifiedKey::new(chain, any_supported_type(&key)?)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tls::ALPN_CHALLENGE;

    #[test]
    fn a_challenge_is_answered_for_its_name_and_protocol_alone_and_while_it_is_kept() {
        let resolver = Arc::new(Resolver::with(None));
        let answer = ChallengeAnswer::give(&resolver, "Radio.example", &[7; 32]).unwrap();
        let chosen = |protocols: &[&[u8]], host| resolver.choose(protocols, host).is_some();
        assert!(chosen(&[ALPN_CHALLENGE], Some("radio.EXAMPLE")));
        assert!(!chosen(&[ALPN_CHALLENGE], Some("other.example")) && !chosen(&[ALPN_CHALLENGE], None));
        assert!(!chosen(&[b"http/1.1", ALPN_CHALLENGE], Some("radio.example")));
        assert!(!chosen(&[], Some("radio.example")), "there is no certificate yet");
        let der = resolver.choose(&[ALPN_CHALLENGE], Some("radio.example")).unwrap().cert[0].to_vec();
        // The extension's identifier (1.3.6.1.5.5.7.1.31), that it is critical, and the digest as an octet string.
        let extension =
            [b"\x06\x08\x2B\x06\x01\x05\x05\x07\x01\x1F\x01\x01\xFF\x04\x22\x04\x20".as_slice(), &[7; 32]]
                .concat();
        assert!(der.windows(extension.len()).any(|part| part == extension), "{der:02X?}");
        drop(answer);
        assert!(!chosen(&[ALPN_CHALLENGE], Some("radio.example")));
    }

    #[test]
    fn a_digest_of_the_wrong_length_is_refused() {
        let resolver = Arc::new(Resolver::with(None));
        let refused = ChallengeAnswer::give(&resolver, "radio.example", &[7; 31]).unwrap_err();
        assert!(matches!(refused, ChallengeError::Digest(31)), "{refused}");
    }
}
