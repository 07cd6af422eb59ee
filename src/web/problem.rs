//! Errors as clients are told them: problem details (RFC 9457) in English, and pages in the visitor's language.

use serde::Serialize;

use super::Error;
use crate::auth::AuthError;
use crate::output::join::AccessRefused;
use crate::output::listen_links::LinkRefused;
use crate::output::listener_limits::LimitReached;

/// Problem details.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Problem {
    pub(super) status: u16,
    pub(super) title: &'static str,
    pub(super) detail: String,
    /// The reason in one word, where programs tell reasons apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reason: Option<&'static str>,
}

impl Problem {
    /// Describes an error to the client, without anything internal.
    pub(super) fn of(error: &actix_web::Error) -> Self {
        let status = error.as_response_error().status_code();
        let detail = match error.as_error::<Error>() {
            Some(ours @ (Error::Full(_) | Error::Busy)) => ours.to_string(),
            Some(ours @ Error::Rewind(_)) => ours.in_words(),
            Some(ours) if ours.is_told() => ours.in_words(),
            _ if status.is_client_error() => "The request cannot be understood.".to_owned(),
            _ => "Something went wrong on our side. Try again in a moment.".to_owned(),
        };
        let reason = match error.as_error::<Error>() {
            Some(Error::RequestRefused(refusal)) => Some(refusal.name()),
            Some(Error::MessageRefused(refusal)) => Some(refusal.name()),
            _ => None,
        };
        let title = status.canonical_reason().unwrap_or("Problem");
        Self { status: status.as_u16(), title, detail, reason }
    }
}

/// A problem as pages say it in their language.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct ProblemText {
    /// The kind, as the message `problem-detail` tells them apart; `other` if only the English text says it.
    kind: &'static str,
    /// Seconds to wait, where that is known.
    seconds: u64,
    /// The text in English.
    detail: String,
}

impl ProblemText {
    /// Describes an error to the visitor of a page.
    pub(super) fn of(error: &Error) -> Self {
        let (kind, seconds) = kind_of(error);
        Self { kind, seconds, detail: error.in_words() }
    }
}

/// Variables of the template `problem.html`.
#[derive(Debug, Serialize)]
pub(super) struct ProblemPage {
    #[serde(flatten)]
    pub(super) told: Problem,
    problem: ProblemText,
}

impl ProblemPage {
    /// Describes an error to the visitor of a page, without anything internal.
    pub(super) fn of(error: &actix_web::Error) -> Self {
        let told = Problem::of(error);
        let is_told = |error: &&Error| {
            error.is_told() || matches!(error, Error::Full(_) | Error::Busy | Error::Rewind(_))
        };
        let problem = error.as_error::<Error>().filter(is_told).map_or_else(
            || {
                let kind = if told.status < 500 { "unclear" } else { "broken" };
                ProblemText { kind, seconds: 0, detail: told.detail.clone() }
            },
            ProblemText::of,
        );
        Self { told, problem }
    }
}

/// Returns the kind of an error, as the message `problem-detail` tells them apart, and the seconds to wait.
fn kind_of(error: &Error) -> (&'static str, u64) {
    let kind = match error {
        Error::UnknownStation => "no-station",
        Error::UnknownPage => "no-page",
        Error::TooFast(_) => "too-fast",
        Error::Full(LimitReached::Station) => "full",
        Error::Full(LimitReached::Address) => "full-address",
        Error::TlsNeeded => "encryption-needed",
        Error::Private(AccessRefused::PasswordNeeded) => "password-needed",
        Error::Private(AccessRefused::AccountNeeded) => "account-needed",
        Error::Private(AccessRefused::Link(LinkRefused::Invalid)) => "link-invalid",
        Error::Private(AccessRefused::Link(LinkRefused::Ended)) => "link-ended",
        Error::Refused(AuthError::NoPassword | AuthError::WrongPassword) => "wrong-password",
        Error::Refused(AuthError::TooManyTries(seconds)) => return ("too-many-tries", *seconds),
        Error::Refused(AuthError::Banned) => "banned",
        _ => "other",
    };
    (kind, 0)
}
