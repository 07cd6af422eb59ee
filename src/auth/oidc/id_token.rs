//! The ID token: OpenID Connect Core 1.0 section 3.1.3.7.

use jsonwebtoken::jwk::{Jwk, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::Deserialize;

use super::ring_verifier::ALGORITHMS;
use crate::store::OidcPerson;

/// Difference of the clocks that is allowed, in seconds.
const LEEWAY: u64 = 60;
/// The longest subject and mail address that are taken, in bytes; OpenID Connect Core section 2 has 255 for the first.
const LONGEST: usize = 255;

/// Somebody whom the provider knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedIdentity {
    /// The person.
    pub person: OidcPerson,
    /// The name that they chose there.
    pub preferred_username: Option<String>,
}

/// Reasons why a token is not accepted.
#[derive(Debug, thiserror::Error)]
pub(super) enum InvalidIdToken {
    #[error("the ID token is not valid: {0}")]
    Token(#[from] jsonwebtoken::errors::Error),
    #[error("the ID token is signed by {0:?}, which is not accepted")]
    Algorithm(Algorithm),
    #[error("the ID token is not of this sign-in")]
    Nonce,
    #[error("the ID token is for another client")]
    Party,
    #[error("the subject of the ID token is empty or too long")]
    Subject,
}

/// Properties that a token must have.
#[derive(Clone, Copy, Debug)]
pub(super) struct Expected<'a> {
    pub(super) issuer: &'a str,
    pub(super) client_id: &'a str,
    pub(super) nonce: &'a str,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    /// One text, or an array of them.
    aud: serde_json::Value,
    azp: Option<String>,
    nonce: Option<String>,
    email: Option<String>,
    email_verified: Option<Verified>,
    preferred_username: Option<String>,
}

/// Some providers write it as text.
#[derive(Deserialize)]
#[serde(untagged)]
enum Verified {
    Is(bool),
    Text(String),
}

/// Returns the identifier of the key that a token says it is signed with, and its algorithm. Nothing of it is verified.
pub(super) fn key_of(token: &str) -> Result<(Option<String>, Algorithm), InvalidIdToken> {
    let header = decode_header(token)?;
    if !ALGORITHMS.contains(&header.alg) {
        return Err(InvalidIdToken::Algorithm(header.alg));
    }
    Ok((header.kid, header.alg))
}

/// Returns whether `key` may verify signatures of `algorithm`.
pub(super) fn is_key_for(key: &Jwk, algorithm: Algorithm) -> bool {
    let is_for_signatures =
        key.common.public_key_use.as_ref().is_none_or(|of| matches!(of, PublicKeyUse::Signature));
    let is_of_algorithm = key
        .common
        .key_algorithm
        .as_ref()
        .is_none_or(|own| own.to_string().parse::<Algorithm>().is_ok_and(|own| own == algorithm));
    is_for_signatures
        && is_of_algorithm
        && DecodingKey::from_jwk(key).is_ok_and(|key| key.family() == algorithm.family())
}

/// Verifies a token by a key of the provider.
pub(super) fn verify(
    token: &str,
    key: &Jwk,
    algorithm: Algorithm,
    expected: Expected<'_>,
) -> Result<VerifiedIdentity, InvalidIdToken> {
    let mut validation = Validation::new(algorithm);
    validation.leeway = LEEWAY;
    validation.validate_nbf = true;
    validation.set_issuer(&[expected.issuer]);
    validation.set_audience(&[expected.client_id]);
    validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    let claims = decode::<Claims>(token, &DecodingKey::from_jwk(key)?, &validation)?.claims;
    if claims.nonce.as_deref() != Some(expected.nonce) {
        return Err(InvalidIdToken::Nonce);
    }
    let is_for_several = claims.aud.as_array().is_some_and(|all| all.len() > 1);
    let party = claims.azp.as_deref();
    if party.map_or(is_for_several, |party| party != expected.client_id) {
        return Err(InvalidIdToken::Party);
    }
    if claims.sub.is_empty() || claims.sub.len() > LONGEST {
        return Err(InvalidIdToken::Subject);
    }
    let is_verified = match claims.email_verified {
        Some(Verified::Is(is_verified)) => is_verified,
        Some(Verified::Text(text)) => text == "true",
        None => false,
    };
    let email = claims.email.filter(|email| is_verified && !email.is_empty() && email.len() <= LONGEST);
    // Unicode has other letters that turn into ASCII ones: somebody else's address.
    let email = email.map(|email| email.to_ascii_lowercase());
    Ok(VerifiedIdentity {
        person: OidcPerson { issuer: claims.iss, subject: claims.sub, email },
        preferred_username: claims.preferred_username,
    })
}
