//! The server's certificate, and records of TLS.
//!
//! In: PEM files, their later versions, and the answers to challenges of a certificate authority. Out: the
//! configuration of TLS handshakes, always with the newest certificate that can be used, and the
//! [record layer](RecordLayer) of a connection whose handshake is done. Never: replaces a certificate that works by one
//! that does not, or touches a socket.

mod challenge;
pub(crate) mod hand_over;
mod record;
mod record_layer;
mod resolver;
mod validity;
mod watch;

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::client::verify_server_name;
use rustls::crypto::ring::{Ticketer, default_provider};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::server::ParsedCertificate;
use rustls::sign::CertifiedKey;
use rustls::{ClientConfig, RootCertStore, ServerConfig};

pub use challenge::{ChallengeAnswer, ChallengeError};
pub use hand_over::HandshakeSecrets;
pub use record::MOST_PLAINTEXT;
pub use record_layer::{Alert, IncomingRecord, RecordLayer, SavedRecordLayer};
pub use validity::Validity;
pub use watch::CertificateWatcher;

use resolver::Resolver;

/// Longest part of a file that is read, in bytes: a long chain has some ten thousand.
const MOST: u64 = 1_024 * 1_024;
/// The application protocol of connections (RFC 7301 section 6).
const ALPN: &[u8] = b"http/1.1";
/// The protocol of connections that only validate a challenge (RFC 8737 section 4).
const ALPN_CHALLENGE: &[u8] = b"acme-tls/1";

/// Paths of the certificate and its private key, which may be the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Files {
    /// PEM: the certificate, and after it the intermediate certificates.
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
    resolver: Arc<Resolver>,
    /// Whether it is ordered from a certificate authority, which validates by connections to this server.
    is_ordered: bool,
}

impl Certificate {
    /// Reads the certificate in `files`.
    pub fn load(files: &Files) -> Result<Self, Error> {
        Ok(Self { resolver: Arc::new(Resolver::with(Some(read(files)?))), is_ordered: false })
    }

    /// Returns a certificate that is yet to come: until the first [`Certificate::reload`], handshakes fail, other than
    /// those of a certificate authority that validates a challenge.
    pub fn ordered() -> Self {
        Self { resolver: Arc::new(Resolver::with(None)), is_ordered: true }
    }

    /// Returns whether there is a certificate.
    pub fn is_present(&self) -> bool {
        self.resolver.current().is_some()
    }

    /// Returns the end of validity, in seconds since 1970; `None` if there is no certificate or it cannot be parsed
    /// that far.
    pub fn ends(&self) -> Option<u64> {
        self.validity().map(|validity| validity.ends)
    }

    /// Returns the period of validity; `None` if there is no certificate or it cannot be parsed that far.
    pub fn validity(&self) -> Option<Validity> {
        Validity::of(self.resolver.current()?.cert.first()?)
    }

    /// Returns whether there is a certificate for this host name.
    pub fn covers(&self, name: &str) -> bool {
        let Some(current) = self.resolver.current() else { return false };
        let Some(parsed) = current.cert.first().and_then(|first| ParsedCertificate::try_from(first).ok())
        else {
            return false;
        };
        ServerName::try_from(name).is_ok_and(|name| verify_server_name(&parsed, &name).is_ok())
    }

    /// Returns a server configuration whose handshakes use the newest certificate.
    pub fn handshakes(&self) -> Result<Arc<ServerConfig>, rustls::Error> {
        let resolver: Arc<Resolver> = Arc::clone(&self.resolver);
        let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_cert_resolver(resolver);
        config.alpn_protocols = vec![ALPN.to_vec()];
        if self.is_ordered {
            config.alpn_protocols.push(ALPN_CHALLENGE.to_vec());
        }
        // Listeners come back in a crowd; with a ticket that costs no signature, and no memory here.
        config.ticketer = Ticketer::new()?;
        Ok(Arc::new(config))
    }

    /// Uses the certificate in `files` from now on, if it is in order; otherwise the current one stays. Connections
    /// that exist are not touched.
    pub fn reload(&self, files: &Files) -> Result<(), Error> {
        self.resolver.replace(read(files)?);
        Ok(())
    }

    /// Answers the TLS-ALPN-01 challenge (RFC 8737) for `name` for as long as the returned value is kept; `digest` is
    /// the SHA-256 of the key authorization.
    pub fn answer_challenge(&self, name: &str, digest: &[u8]) -> Result<ChallengeAnswer, ChallengeError> {
        ChallengeAnswer::give(&self.resolver, name, digest)
    }
}

/// Returns whether a connection negotiated the protocol that validates a challenge: nothing is sent over it, and it is
/// closed after the handshake (RFC 8737 section 3).
pub fn is_challenge(connection: &rustls::ServerConnection) -> bool {
    connection.alpn_protocol() == Some(ALPN_CHALLENGE)
}

/// Returns a client configuration that trusts the system's certificate authorities. Reads the system's
/// files.
pub fn trusting() -> Result<ClientConfig, rustls::Error> {
    trusting_also(Vec::new())
}

/// Returns a client configuration that trusts `more` besides the system's certificate authorities. Reads the
/// system's files.
pub fn trusting_also(more: Vec<CertificateDer<'static>>) -> Result<ClientConfig, rustls::Error> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    roots.add_parsable_certificates(more);
    let config = ClientConfig::builder_with_provider(Arc::new(default_provider()));
    let config = config.with_safe_default_protocol_versions()?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}

/// Reads the certificates in a PEM file; fails if there is none.
pub fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, Error> {
    chain_of(&text(path)?, path)
}

fn chain_of(pem: &[u8], path: &Path) -> Result<Vec<CertificateDer<'static>>, Error> {
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    let chain = chain.ok().filter(|chain| !chain.is_empty());
    chain.ok_or_else(|| Error::NoCertificate(path.to_owned()))
}

fn read(files: &Files) -> Result<Arc<CertifiedKey>, Error> {
    let (cert, key) = (text(&files.cert)?, text(&files.key)?);
    let chain = chain_of(&cert, &files.cert)?;
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
