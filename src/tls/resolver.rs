//! Chooses the certificate of a handshake.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;

use super::ALPN_CHALLENGE;

/// The current certificate, and the answers to challenges of a certificate authority.
#[derive(Debug)]
pub(super) struct Resolver {
    current: RwLock<Option<Arc<CertifiedKey>>>,
    /// By host name, in lower case.
    challenges: RwLock<BTreeMap<String, Arc<CertifiedKey>>>,
}

impl Resolver {
    pub(super) fn with(current: Option<Arc<CertifiedKey>>) -> Self {
        Self { current: RwLock::new(current), challenges: RwLock::default() }
    }

    pub(super) fn current(&self) -> Option<Arc<CertifiedKey>> {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn replace(&self, renewed: Arc<CertifiedKey>) {
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Some(renewed);
    }

    pub(super) fn put_challenge(&self, name: &str, answer: Arc<CertifiedKey>) {
        let mut challenges = self.challenges.write().unwrap_or_else(PoisonError::into_inner);
        challenges.insert(name.to_ascii_lowercase(), answer);
    }

    pub(super) fn remove_challenge(&self, name: &str) {
        let mut challenges = self.challenges.write().unwrap_or_else(PoisonError::into_inner);
        challenges.remove(&name.to_ascii_lowercase());
    }

    /// Returns the certificate for a client that offers these protocols and wants this host.
    pub(super) fn choose(&self, protocols: &[&[u8]], host: Option<&str>) -> Option<Arc<CertifiedKey>> {
        // A validating server offers this protocol alone (RFC 8737 section 3).
        if protocols != [ALPN_CHALLENGE] {
            return self.current();
        }
        let challenges = self.challenges.read().unwrap_or_else(PoisonError::into_inner);
        challenges.get(&host?.to_ascii_lowercase()).cloned()
    }
}

impl ResolvesServerCert for Resolver {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let protocols: Vec<&[u8]> = hello.alpn().into_iter().flatten().collect();
        self.choose(&protocols, hello.server_name())
    }
}
