//! Codes of the reasons for which a studio is not let on air, or its show is ended.

use crate::auth::AuthError;
use crate::ingest::SourceRefusal;
use crate::ingest::source_session::{Over, Stop};
use crate::store::NotPermitted;

/// The code of a reason that only its English text says.
const OTHER: &str = "other";

/// Returns the code of a refusal.
pub(super) fn of_refusal(refusal: &SourceRefusal) -> &'static str {
    match refusal {
        SourceRefusal::Auth(error) => of_auth(error),
        SourceRefusal::Barred(_) => "barred",
        SourceRefusal::InUse(_) => "in-use",
        SourceRefusal::TooManySources => "too-many-sources",
        SourceRefusal::SigningOff => "signing-off",
        SourceRefusal::Failed => "busy",
        _ => OTHER,
    }
}

/// Returns the code of the end of a show that the studio did not end.
pub(super) fn of_session(over: &Over) -> &'static str {
    match over {
        Over::Stopped(Stop::Replaced) => "replaced",
        Over::Stopped(Stop::Dead) => "dead",
        Over::Stopped(Stop::Revoked) => "revoked",
        Over::Stopped(Stop::Banned) => "banned",
        Over::Stopped(Stop::Kicked) => "kicked",
        Over::Stopped(Stop::TimeOver) => "time-over",
        Over::Stopped(Stop::SigningOff) => "signing-off",
        Over::Ended(_) | Over::Failed => OTHER,
    }
}

fn of_auth(error: &AuthError) -> &'static str {
    match error {
        AuthError::NoPassword | AuthError::WrongPassword => "wrong-account",
        AuthError::NotPermitted(NotPermitted::Hours(_)) => "out-of-hours",
        AuthError::NotPermitted(NotPermitted::Station) => "not-this-station",
        AuthError::MustChangePassword => "choose-password",
        AuthError::AppPasswordNeeded => "app-password",
        AuthError::Banned => "banned",
        AuthError::TooManyTries(_) => "too-many-tries",
        AuthError::Busy | AuthError::ProgramFailed | AuthError::Failed => "busy",
        // A program that decides who may go live has words of its own.
        _ => OTHER,
    }
}
