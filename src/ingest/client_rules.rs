//! Tells which client a source's request comes from.

use std::net::IpAddr;

use super::head::SourceHead;
use crate::auth::Credentials;
use crate::model::BasePath;
use crate::net::{ForwardedClient, TrustedProxies};
use crate::sys::{AccessEntry, AccessLog};

/// Rules by which the clients of one connection are told apart.
#[derive(Clone)]
pub struct ClientRules {
    /// The address of the peer, or of the client that a PROXY header named.
    pub peer: IpAddr,
    /// The path that the site's addresses begin with.
    pub base_path: BasePath,
    /// Networks of proxies whose word about clients is believed.
    pub proxies: TrustedProxies,
    /// True while a source must be encrypted and the connection is not.
    pub must_encrypt: bool,
    /// A line for each request, if that is wanted.
    pub access_log: AccessLog,
}

impl ClientRules {
    /// Returns the client of a request with this head.
    pub(super) fn client(&self, head: &SourceHead) -> ForwardedClient {
        ForwardedClient::resolve(&self.proxies, self.peer, &|name| head.all(name))
    }

    /// Adds a request and the status of its answer to the access log.
    pub(super) fn log(&self, head: &SourceHead, address: IpAddr, status: u16) {
        if !self.access_log.is_on() {
            return;
        }
        let user = head.get("authorization").and_then(Credentials::from_basic).map(|given| given.user.into());
        self.access_log.write(&AccessEntry {
            address: Some(address),
            user,
            request: format!("{} {} {}", head.method, head.target, head.version.name()).into(),
            status,
            agent: head.get("user-agent").map(Into::into),
            ..AccessEntry::default()
        });
    }
}
