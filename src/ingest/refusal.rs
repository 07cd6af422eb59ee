//! The reasons for which a source is refused.

use crate::auth::AuthError;

/// The reason why a source may not go live, or may not change a title; its text is for the DJ.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SourceRefusal {
    /// Name and password do not let it in.
    #[error(transparent)]
    Auth(#[from] AuthError),
    /// The connection is clear, and the server takes encrypted ones only.
    #[error("This server takes encrypted connections only: turn on TLS in your program")]
    TlsNeeded,
    /// The request comes from a page of another site.
    #[error("Not allowed: pages of other sites give no orders here")]
    ForeignPage,
    /// The station took this DJ off the air a moment ago; holds the seconds until it takes them again.
    #[error("Taken off the air by the station: come back in {0} s")]
    Barred(u64),
    /// No station has this slug.
    #[error("There is no such station")]
    UnknownStation,
    /// Another DJ is live; holds the name.
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
    /// Returns its status in HTTP.
    pub fn status(&self) -> u16 {
        match self {
            Self::Auth(error) => error.status(),
            Self::Malformed | Self::NoMediaType => 400,
            Self::ForeignPage | Self::Barred(_) => 403,
            Self::UnknownStation => 404,
            Self::Method => 405,
            Self::InUse(_) => 409,
            Self::MediaType => 415,
            Self::TlsNeeded => 426,
            Self::HeadTooLong => 431,
            Self::Failed => 500,
            Self::TransferCoding => 501,
            Self::TooManySources | Self::SigningOff => 503,
        }
    }
}
