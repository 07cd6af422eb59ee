//! An order of a certificate, and the answers to its challenges.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use instant_acme::{
    Account, AuthorizationStatus, ChallengeHandle, ChallengeType, Identifier, NewOrder, Order, OrderStatus,
    RetryPolicy,
};

use super::storage::StorageError;
use crate::tls::{self, Certificate, ChallengeAnswer, ChallengeError};

/// Time limit for a certificate authority to validate, and again to issue.
const WITHIN: Duration = Duration::from_secs(90);
/// Growth of the time between two questions to the authority, from a quarter of a second on: 20 of them in the time limit,
/// and what it has decided is known after at most a quarter more than it took.
const BACKOFF: f32 = 1.25;
/// Kinds of errors of certificate authorities (RFC 8555 section 6.7) begin so.
const KIND: &str = "urn:ietf:params:acme:error:";

/// Reasons why there is no certificate, worded for the server's owner.
#[derive(Debug, thiserror::Error)]
pub(super) enum OrderError {
    #[error("{}", told(.0))]
    Authority(#[from] instant_acme::Error),
    #[error("{name} was not validated by {method}: {reason}")]
    Refused { name: String, method: ChallengeMethod, reason: String },
    #[error("{name} cannot be validated: the certificate authority does not offer {method}")]
    NotOffered { name: String, method: ChallengeMethod },
    #[error(transparent)]
    Challenge(#[from] ChallengeError),
    #[error(transparent)]
    Storage(#[from] StorageError),
    #[error(transparent)]
    Certificate(#[from] tls::Error),
    #[error("the certificate is not for all of the names, or ends before it begins")]
    Unsuitable,
    #[error("TLS cannot be set up: {0}")]
    Tls(#[from] rustls::Error),
    #[error("the certificate authority takes too long")]
    Slow,
    #[error("{first}; {second}")]
    Both { first: Box<OrderError>, second: Box<OrderError> },
}

impl OrderError {
    /// Returns whether another challenge may succeed where this one did not.
    pub(super) fn is_of_the_challenge(&self) -> bool {
        matches!(self, Self::Refused { .. } | Self::NotOffered { .. })
    }

    /// Returns whether the authority refused, which counts against its limits.
    pub(super) fn is_refusal(&self) -> bool {
        match self {
            Self::Both { first, second } => first.is_refusal() || second.is_refusal(),
            Self::Refused { .. }
            | Self::NotOffered { .. }
            | Self::Unsuitable
            | Self::Authority(instant_acme::Error::Api(_)) => true,
            _ => false,
        }
    }

    /// Returns whether the authority's error is of this kind, such as `rateLimited`.
    pub(super) fn is(&self, kind: &str) -> bool {
        match self {
            Self::Both { first, second } => first.is(kind) || second.is(kind),
            Self::Authority(instant_acme::Error::Api(problem)) => {
                problem.r#type.as_deref().and_then(|found| found.strip_prefix(KIND)) == Some(kind)
            }
            _ => false,
        }
    }
}

fn told(error: &instant_acme::Error) -> String {
    match error {
        instant_acme::Error::Api(problem) => format!("the certificate authority refuses: {}", shown(problem)),
        error => format!("the certificate authority cannot be used: {}", one_line(&error.to_string())),
    }
}

/// Returns a problem's text, on one line and of bounded length: it comes from outside.
fn shown(problem: &instant_acme::Problem) -> String {
    one_line(problem.detail.as_deref().or(problem.r#type.as_deref()).unwrap_or("it says no reason"))
}

fn one_line(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).take(500).collect()
}

/// Ways to prove control of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ChallengeMethod {
    /// A TLS handshake at port 443 (RFC 8737).
    TlsAlpn01,
    /// A request at port 80 (RFC 8555 section 8.3).
    Http01,
}

impl ChallengeMethod {
    /// Returns the other one.
    pub(super) fn other(self) -> Self {
        match self {
            Self::TlsAlpn01 => Self::Http01,
            Self::Http01 => Self::TlsAlpn01,
        }
    }

    fn kind(self) -> ChallengeType {
        match self {
            Self::TlsAlpn01 => ChallengeType::TlsAlpn01,
            Self::Http01 => ChallengeType::Http01,
        }
    }
}

impl fmt::Display for ChallengeMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TlsAlpn01 => "TLS-ALPN-01 (port 443)",
            Self::Http01 => "HTTP-01 (port 80)",
        })
    }
}

/// Key authorizations of pending HTTP-01 challenges by their tokens. Clones share them.
#[derive(Clone, Debug, Default)]
pub(super) struct HttpTokens(Arc<RwLock<BTreeMap<String, String>>>);

impl HttpTokens {
    pub(super) fn answer(&self, token: &str) -> Option<String> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(token).cloned()
    }

    fn give(&self, token: &str, authorization: &str) -> HttpAnswer {
        let mut tokens = self.0.write().unwrap_or_else(PoisonError::into_inner);
        tokens.insert(token.to_owned(), authorization.to_owned());
        HttpAnswer { tokens: self.clone(), token: token.to_owned() }
    }
}

/// An answer to an HTTP-01 challenge, given until this is dropped.
struct HttpAnswer {
    tokens: HttpTokens,
    token: String,
}

impl Drop for HttpAnswer {
    fn drop(&mut self) {
        self.tokens.0.write().unwrap_or_else(PoisonError::into_inner).remove(&self.token);
    }
}

/// An answer that is given until this is dropped.
enum Answer {
    Tls { _answer: ChallengeAnswer },
    Http { _answer: HttpAnswer },
}

/// Answers challenges.
pub(super) struct Responder {
    pub(super) certificate: Certificate,
    pub(super) tokens: HttpTokens,
}

impl Responder {
    fn answer(&self, name: &str, challenge: &ChallengeHandle<'_>) -> Result<Answer, ChallengeError> {
        let authorization = challenge.key_authorization();
        Ok(if challenge.r#type == ChallengeType::Http01 {
            Answer::Http { _answer: self.tokens.give(&challenge.token, authorization.as_str()) }
        } else {
            let digest = authorization.digest();
            Answer::Tls { _answer: self.certificate.answer_challenge(name, digest.as_ref())? }
        })
    }
}

/// A certificate that was issued.
pub(super) struct Issued {
    /// PEM: the certificate and the intermediate certificates.
    pub(super) chain: String,
    /// PEM: its private key.
    pub(super) key: String,
}

/// Orders a certificate for `names`, whose control is proved by `method`.
pub(super) async fn place(
    account: &Account,
    names: &[String],
    method: ChallengeMethod,
    responder: &Responder,
) -> Result<Issued, OrderError> {
    let identifiers: Vec<_> = names.iter().cloned().map(Identifier::Dns).collect();
    let mut order = account.new_order(&NewOrder::new(&identifiers)).await?;
    // The answers are given until the authority has decided.
    let answers = begin_challenges(&mut order, method, responder).await?;
    let retries = RetryPolicy::new().backoff(BACKOFF).timeout(WITHIN);
    let validated = order.poll_ready(&retries).await;
    drop(answers);
    match validated {
        Ok(OrderStatus::Ready) => {}
        Ok(_) | Err(instant_acme::Error::Api(_)) => return Err(refusal(&mut order, method).await),
        Err(error) => return Err(error.into()),
    }
    let key = order.finalize().await?;
    let chain = order.poll_certificate(&retries).await?;
    Ok(Issued { chain, key })
}

async fn begin_challenges(
    order: &mut Order,
    method: ChallengeMethod,
    responder: &Responder,
) -> Result<Vec<Answer>, OrderError> {
    let mut answers = Vec::new();
    let mut authorizations = order.authorizations();
    while let Some(authorization) = authorizations.next().await {
        let mut authorization = authorization?;
        // An authority may remember that it validated a name.
        if authorization.status == AuthorizationStatus::Valid {
            continue;
        }
        let name = authorization.identifier().to_string();
        let Some(mut challenge) = authorization.challenge(method.kind()) else {
            return Err(OrderError::NotOffered { name, method });
        };
        answers.push(responder.answer(&name, &challenge)?);
        challenge.set_ready().await?;
    }
    Ok(answers)
}

/// Asks which name was refused, and why.
async fn refusal(order: &mut Order, method: ChallengeMethod) -> OrderError {
    let mut refused = None;
    let mut authorizations = order.authorizations();
    while let Some(authorization) = authorizations.next().await {
        let mut authorization = match authorization {
            Ok(authorization) => authorization,
            Err(error) => return error.into(),
        };
        let state = match authorization.refresh().await {
            Ok(state) if state.status == AuthorizationStatus::Valid => continue,
            Ok(state) => state,
            Err(error) => return error.into(),
        };
        let name = state.identifier().to_string();
        let reason = state.challenges.iter().find_map(|challenge| challenge.error.as_ref()).map(shown);
        if reason.is_some() || refused.is_none() {
            let reason = reason.unwrap_or_else(|| "the certificate authority says no reason".to_owned());
            refused = Some(OrderError::Refused { name, method, reason });
        }
    }
    let nothing = || OrderError::Refused {
        name: "the order".to_owned(),
        method,
        reason: "the certificate authority says no reason".to_owned(),
    };
    refused.unwrap_or_else(nothing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_http_challenge_is_answered_while_its_answer_is_kept() {
        let tokens = HttpTokens::default();
        let answer = tokens.give("token", "token.thumbprint");
        assert_eq!(tokens.answer("token").as_deref(), Some("token.thumbprint"));
        assert_eq!(tokens.answer("other"), None);
        drop(answer);
        assert_eq!(tokens.answer("token"), None);
    }

    #[test]
    fn errors_of_the_authority_are_told_apart_and_kept_short() {
        let problem = |kind: &str| {
            let text = format!(r#"{{"type":"{KIND}{kind}","detail":"line\nline {}"}}"#, "x".repeat(1_000));
            OrderError::from(instant_acme::Error::Api(serde_json::from_str(&text).unwrap()))
        };
        let limited = problem("rateLimited");
        assert!(limited.is("rateLimited") && limited.is_refusal() && !limited.is("accountDoesNotExist"));
        let told = limited.to_string();
        assert!(told.len() < 600 && !told.contains('\n'), "{told}");
        assert!(!OrderError::Slow.is_refusal() && !OrderError::Slow.is_of_the_challenge());
        let both = OrderError::Both { first: Box::new(OrderError::Slow), second: Box::new(limited) };
        assert!(both.is("rateLimited"));
    }
}
