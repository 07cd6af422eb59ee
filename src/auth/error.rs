//! The reasons for which a client is not let in.

use crate::store::NotPermitted;

/// The reason why a client is not let in; its text is for the client.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AuthError {
    /// No password was given.
    #[error("A name and a password are needed")]
    NoPassword,
    /// Name or password is wrong; which one is not said.
    #[error("Wrong name or password")]
    WrongPassword,
    /// A wrong or already used one-time code after the password.
    #[error("This code is wrong, or was used before: wait for the next one")]
    WrongCode,
    /// The password was given too long ago for its code.
    #[error("That took too long: sign in again")]
    TooLate,
    /// The account may not go live on this station, or not at this time.
    #[error("Not allowed: {0}")]
    NotPermitted(#[from] NotPermitted),
    /// The API token lacks the scope, or is for other stations.
    #[error("Not allowed: this token has no scope live:write, or is for other stations")]
    TokenNotPermitted,
    /// The request needs an account that runs the station.
    #[error("Not allowed: this needs the account of an admin, or of a manager of this station")]
    NotInCharge,
    /// The password was made by the program and has to be changed before it is used for this.
    #[error("Not allowed: choose a password of your own first, on the dashboard")]
    MustChangePassword,
    /// The account is asked for codes at sign-in, which a program cannot give.
    #[error(
        "Not allowed: this account is asked for codes at sign-in, so programs need a password of their own; \
         make one on the dashboard, under Codes at sign-in"
    )]
    AppPasswordNeeded,
    /// The address, its network or the program is banned.
    #[error("Not allowed: this address or this program is banned")]
    Banned,
    /// The program that decides who may go live refused, for this reason.
    #[error("Not allowed: {reason}")]
    RefusedByProgram {
        /// 401 or 403.
        status: u16,
        /// The reason that it gave.
        reason: String,
    },
    /// The program that decides who may go live gave no answer that is understood.
    #[error("Nobody can be let in now: the program that decides it does not answer; try again in a moment")]
    ProgramFailed,
    /// Wrong passwords came too often; holds the seconds until the next attempt.
    #[error("Too many wrong passwords: try again in {0} s")]
    TooManyTries(u64),
    /// Too many passwords wait to be checked.
    #[error("Busy: try again in a moment")]
    Busy,
    /// The store or a thread failed; the cause is in the log.
    #[error("Something went wrong on our side")]
    Failed,
}

impl AuthError {
    /// Returns whether it says nothing about the credentials: the same ones may be right in a moment.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::TooManyTries(_) | Self::Busy | Self::ProgramFailed | Self::Failed)
    }

    /// Returns its status in HTTP.
    pub fn status(&self) -> u16 {
        match self {
            Self::NoPassword | Self::WrongPassword | Self::WrongCode | Self::TooLate => 401,
            Self::NotPermitted(_)
            | Self::TokenNotPermitted
            | Self::NotInCharge
            | Self::MustChangePassword
            | Self::AppPasswordNeeded
            | Self::Banned => 403,
            Self::RefusedByProgram { status, .. } => *status,
            Self::TooManyTries(_) => 429,
            Self::Failed => 500,
            Self::Busy | Self::ProgramFailed => 503,
        }
    }
}
