//! Why someone may not go live.

use crate::store::NotPermitted;

/// Why someone may not go live, or not change what is shown; its text is for them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SourceRefusal {
    /// No password was given.
    #[error("A name and a password are needed")]
    NoPassword,
    /// Name or password is wrong; which one is not said.
    #[error("Wrong name or password")]
    WrongPassword,
    /// The code after the password is wrong, or was used before.
    #[error("This code is wrong, or was used before: wait for the next one")]
    WrongCode,
    /// The password is too long ago.
    #[error("That took too long: sign in again")]
    TooLate,
    /// The account does not reach so far.
    #[error("Not allowed: {0}")]
    OutOfReach(#[from] NotPermitted),
    /// This needs an account that runs the station.
    #[error("Not allowed: this needs the account of an admin, or of a manager of this station")]
    NotInCharge,
    /// Wrong passwords came too often; holds the seconds until it may try again.
    #[error("Too many wrong passwords: try again in {0} s")]
    TooManyTries(u64),
    /// No station has this slug.
    #[error("There is no such station")]
    UnknownStation,
    /// Someone is live; holds the name.
    #[error("Mountpoint in use: {0} is live")]
    InUse(String),
    /// The type of the content is not given.
    #[error("No Content-type given")]
    NoMediaType,
    /// The content is of a type that cannot be decoded, or is not what it says it is.
    #[error("Content-type not supported")]
    MediaType,
    /// There are more sources than the server takes.
    #[error("Too many sources connected")]
    TooManySources,
    /// Too many passwords wait to be checked.
    #[error("Busy: try again in a moment")]
    Busy,
    /// The station signs off.
    #[error("The station signs off")]
    SigningOff,
    /// The transfer coding is unknown.
    #[error("Transfer-Encoding not supported: chunked is")]
    TransferCoding,
    /// The method is not for sources.
    #[error("Unknown request")]
    Method,
    /// The head of the request is too long.
    #[error("The head of the request is too long")]
    HeadTooLong,
    /// The request makes no sense.
    #[error("The request cannot be understood")]
    Malformed,
    /// Something failed on the server's side.
    #[error("Something went wrong on our side")]
    Failed,
}

impl SourceRefusal {
    /// The status that HTTP has for it.
    pub fn status(&self) -> u16 {
        match self {
            Self::Malformed | Self::NoMediaType => 400,
            Self::NoPassword | Self::WrongPassword | Self::WrongCode | Self::TooLate => 401,
            Self::OutOfReach(_) | Self::NotInCharge => 403,
            Self::UnknownStation => 404,
            Self::Method => 405,
            Self::InUse(_) => 409,
            Self::MediaType => 415,
            Self::TooManyTries(_) => 429,
            Self::HeadTooLong => 431,
            Self::Failed => 500,
            Self::TransferCoding => 501,
            Self::TooManySources | Self::Busy | Self::SigningOff => 503,
        }
    }
}
