//! Tells which client a source's request comes from.

use std::net::IpAddr;

use super::head::SourceHead;
use crate::net::{ForwardedClient, TrustedProxies};

/// How the clients of one connection are told apart.
#[derive(Clone, Debug)]
pub struct ClientRules {
    /// The address of the peer, or of the client that a PROXY header named.
    pub peer: IpAddr,
    /// Networks of proxies whose word about clients is believed.
    pub proxies: TrustedProxies,
    /// Whether a source must be encrypted, and the connection is not.
    pub must_encrypt: bool,
}

impl ClientRules {
    /// Returns the client of a request with this head.
    pub(super) fn client(&self, head: &SourceHead) -> ForwardedClient {
        ForwardedClient::resolve(&self.proxies, self.peer, &|name| head.all(name))
    }
}
