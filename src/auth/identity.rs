//! The identities of sources, and of those who change titles.

use std::net::IpAddr;

/// The identity of a source that was let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuthenticatedSource {
    /// A client that knows the station's source password.
    Source,
    /// The owner of this account.
    Account(String),
    /// The program with the API token of this name.
    Token(String),
}

impl AuthenticatedSource {
    /// Returns whether it is always the same sender; a source password may be known to several.
    pub fn is_one_person(&self) -> bool {
        *self != Self::Source
    }
}

/// The titles that a client may change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MetadataScope {
    /// A client that runs the station: the title of the DJ who is live.
    InCharge,
    /// A client that knows the source password, at this address: the title of the source that uses it from
    /// there, or else of the one that is live.
    Source(IpAddr),
    /// A DJ: the title of their own source.
    Account(String),
}
