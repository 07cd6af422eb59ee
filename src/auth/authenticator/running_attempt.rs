//! An attempt to sign in, from its beginning to its outcome.

use std::net::IpAddr;

use super::Authenticator;
use crate::auth::AuthError;
use crate::auth::throttle::{AttemptOutcome, LoginAttempt};
use crate::store::KnownPlace;

/// An attempt, with the name of its purpose for the log.
pub(super) struct NamedAttempt {
    pub(super) tried: LoginAttempt,
    pub(super) what: &'static str,
}

/// A password that is being checked; only a wrong one is counted.
pub(super) struct RunningAttempt {
    pub(super) authenticator: Authenticator,
    pub(super) tried: LoginAttempt,
    what: &'static str,
    pub(super) outcome: AttemptOutcome,
}

impl Authenticator {
    /// Counts an attempt of a client at `from` that gives no password, as one with a wrong password counts; fails once it
    /// makes too many.
    pub fn count_attempt(&self, from: IpAddr, what: &'static str) -> Result<(), AuthError> {
        let attempt =
            RunningAttempt::begin(self.clone(), NamedAttempt { tried: LoginAttempt::new(from, None), what })?;
        attempt.ended(AttemptOutcome::Wrong);
        Ok(())
    }
}

impl RunningAttempt {
    /// Begins an attempt, unless there were too many.
    pub(super) fn begin(authenticator: Authenticator, attempt: NamedAttempt) -> Result<Self, AuthError> {
        let NamedAttempt { mut tried, what } = attempt;
        authenticator.check_ban(tried.from(), &[]).inspect_err(|banned| {
            authenticator.log_refusal((tried.from(), tried.account()), what, banned);
        })?;
        let begun = authenticator.throttle().begin(&mut tried, authenticator.clock.now_us());
        begun.map_err(|throttled| {
            let refused = AuthError::TooManyTries(throttled.wait);
            authenticator.log_refusal((tried.from(), tried.account()), what, &refused);
            refused
        })?;
        Ok(Self { authenticator, tried, what, outcome: AttemptOutcome::Unknown })
    }

    /// Ends it.
    pub(super) fn ended(mut self, outcome: AttemptOutcome) {
        self.outcome = outcome;
    }

    /// Counts a wrong password, and logs it; returns the reason.
    pub(super) fn refused(mut self, reason: AuthError) -> AuthError {
        self.outcome = AttemptOutcome::Wrong;
        self.authenticator.log_refusal((self.tried.from(), self.tried.account()), self.what, &reason);
        reason
    }
}

impl Drop for RunningAttempt {
    fn drop(&mut self) {
        let now_us = self.authenticator.clock.now_us();
        let is_new_place = self.authenticator.throttle().end(&self.tried, self.outcome, now_us);
        if let (true, Some(account)) = (is_new_place, self.tried.account()) {
            // Only the right password makes a place known, and that is checked on a blocking thread.
            let place = KnownPlace {
                account: account.to_owned(),
                address: self.tried.address().to_string(),
                seen_at: self.authenticator.now(),
            };
            if let Err(error) = self.authenticator.store.keep_known_place(&place) {
                tracing::warn!(%error, "an address that signed in cannot be remembered");
            }
        }
    }
}
