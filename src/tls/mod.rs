//! The station's certificate.
//!
//! In: two PEM files, and whatever becomes of them while the station is on air. Out: what a TLS handshake needs,
//! always with the newest certificate that was in order. Never: gives up a certificate that works for one that
//! does not, or touches a socket.

mod validity;
mod watch;

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use rustls::crypto::ring::{Ticketer, default_provider};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::{ClientConfig, RootCertStore, ServerConfig};

pub use watch::CertificateWatcher;

/// The most that is read of a file, in bytes: a long chain has some ten thousand.
const MOST: u64 = 1_024 * 1_024;
/// The only protocol that is spoken over TLS here (RFC 7301 section 6).
const ALPN: &[u8] = b"http/1.1";

/// Paths of the certificate and its private key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Files {
    /// PEM: the certificate, and after it those that vouch for it.
    pub cert: PathBuf,
    /// PEM: the private key.
    pub key: PathBuf,
}

/// Reasons why a certificate cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The system does not give the file.
    #[error("{} cannot be read: {error}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's words.
        error: io::Error,
    },
    /// The certificate's file has none.
    #[error("there is no certificate in {}: it must be PEM, with a BEGIN CERTIFICATE line", .0.display())]
    NoCertificate(PathBuf),
    /// The key's file has none.
    #[error("there is no private key in {}: it must be PEM, not encrypted, with a BEGIN PRIVATE KEY line", .0.display())]
    NoKey(PathBuf),
    /// They are of different pairs.
    #[error("the key in {} is not that of the certificate in {}", .0.key.display(), .0.cert.display())]
    Mismatch(Files),
    /// The kind of certificate or key is not supported, or damaged.
    #[error("the certificate in {} cannot be used: {error}", path.display())]
    Unusable {
        /// The certificate's file.
        path: PathBuf,
        /// The reason.
        error: rustls::Error,
    },
}

/// A certificate, in use until there is a newer one. Clones share it.
#[derive(Clone, Debug)]
pub struct Certificate {
    newest: Arc<Newest>,
}

#[derive(Debug)]
struct Newest(RwLock<Arc<CertifiedKey>>);

impl Certificate {
    /// Reads the certificate in `files`.
    pub fn load(files: &Files) -> Result<Self, Error> {
        Ok(Self { newest: Arc::new(Newest(RwLock::new(read(files)?))) })
    }

    /// Returns the end of validity, in seconds since 1970; `None` if the certificate cannot be parsed that
    /// far.
    pub fn ends(&self) -> Option<u64> {
        validity::ends(self.newest.get().cert.first()?)
    }

    /// Returns a server configuration whose handshakes use the newest certificate.
    pub fn handshakes(&self) -> Result<Arc<ServerConfig>, rustls::Error> {
        let resolver: Arc<Newest> = Arc::clone(&self.newest);
        let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_cert_resolver(resolver);
        config.alpn_protocols = vec![ALPN.to_vec()];
        // Listeners come back in a crowd; with a ticket that costs no signature, and no memory here.
        config.ticketer = Ticketer::new()?;
        Ok(Arc::new(config))
    }

    /// Takes what `files` hold now, if that is in order; otherwise the one in use stays.
    pub fn reload(&self, files: &Files) -> Result<(), Error> {
        let renewed = read(files)?;
        *self.newest.0.write().unwrap_or_else(PoisonError::into_inner) = renewed;
        Ok(())
    }
}

impl Newest {
    fn get(&self) -> Arc<CertifiedKey> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl ResolvesServerCert for Newest {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.get())
    }
}

/// Returns a client configuration that trusts the system's certificate authorities. Reads the system's
/// files.
pub fn trusting() -> Result<ClientConfig, rustls::Error> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let config = ClientConfig::builder_with_provider(Arc::new(default_provider()));
    let config = config.with_safe_default_protocol_versions()?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}

fn read(files: &Files) -> Result<Arc<CertifiedKey>, Error> {
    let (cert, key) = (text(&files.cert)?, text(&files.key)?);
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&cert).collect();
    let chain = chain.ok().filter(|chain| !chain.is_empty());
    let chain = chain.ok_or_else(|| Error::NoCertificate(files.cert.clone()))?;
    let key = PrivateKeyDer::from_pem_slice(&key).map_err(|_| Error::NoKey(files.key.clone()))?;
    match CertifiedKey::from_der(chain, key, &default_provider()) {
        Ok(certified) => Ok(Arc::new(certified)),
        Err(rustls::Error::InconsistentKeys(_)) => Err(Error::Mismatch(files.clone())),
        Err(error) => Err(Error::Unusable { path: files.cert.clone(), error }),
    }
}

fn text(path: &Path) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(MOST).read_to_end(&mut bytes));
    read.map_err(|error| Error::Unreadable { path: path.to_owned(), error })?;
    Ok(bytes)
}

#[cfg(test)]
mod tests;
