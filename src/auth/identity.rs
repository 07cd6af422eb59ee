//! The identities of sources, and of those who change titles.

use std::net::IpAddr;

/// A sign-in of somebody who wants to go live on a station, or to name what is live there.
#[derive(Clone, Copy, Debug)]
pub struct SourceSignIn<'a> {
    /// The station's slug.
    pub station: &'a str,
    /// The client's address.
    pub from: IpAddr,
    /// Its program, as it names itself.
    pub agent: Option<&'a str>,
    /// The protocol that it speaks.
    pub protocol: SourceProtocol,
}

/// Protocols by which DJs sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceProtocol {
    /// Icecast's source protocol.
    Icecast,
    /// SHOUTcast's source protocol.
    Shoutcast,
    /// The studio's WebSocket.
    Studio,
    /// The WebSocket of other web pages for DJs.
    Webcast,
    /// WebRTC by WHIP.
    Whip,
    /// A title of Icecast's or SHOUTcast's.
    Metadata,
    /// The DJ's desk for callers.
    Calls,
}

impl SourceProtocol {
    /// Returns its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Icecast => "icecast",
            Self::Shoutcast => "shoutcast",
            Self::Studio => "studio",
            Self::Webcast => "webcast",
            Self::Whip => "whip",
            Self::Metadata => "metadata",
            Self::Calls => "calls",
        }
    }
}

/// A DJ whom another program let in. The name alone says who it is: one who is shown differently is the same.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct ExternalDj {
    /// The name that they signed in with.
    pub name: String,
    /// The name that listeners see.
    pub display_name: String,
}

impl PartialEq for ExternalDj {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for ExternalDj {}

/// The identity of a source that was let in.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum AuthenticatedSource {
    /// A client that knows the station's source password.
    Source,
    /// The owner of this account.
    Account(String),
    /// The program with the API token of this name.
    Token(String),
    /// Somebody whom the program that decides who may go live let in.
    External(ExternalDj),
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
    /// A DJ whom another program let in: the title of their own source.
    External(ExternalDj),
}
