//! A listener's connection, encrypted or in the clear.

use std::io::{self, ErrorKind, Read, Write};
use std::sync::Arc;

use mio::net::TcpStream;
use rustls::client::Resumption;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, ClientConnection, DigitallySignedStruct, SignatureScheme};

/// TLS parameters for encrypted servers.
pub(super) struct Encryption {
    config: Arc<ClientConfig>,
    host: ServerName<'static>,
}

/// A connection.
pub(super) struct LoadConnection {
    socket: TcpStream,
    tls: Option<Box<ClientConnection>>,
}

impl Encryption {
    /// For the server `host`, a name or an address. Every listener shakes hands anew, as strangers do.
    pub(super) fn new(host: &str) -> Result<Self, rustls::Error> {
        let provider = Arc::new(ring::default_provider());
        let mut config = ClientConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(Trusting(provider)))
            .with_no_client_auth();
        config.resumption = Resumption::disabled();
        let host = host.trim_matches(['[', ']']).to_owned();
        let host = ServerName::try_from(host).map_err(|error| rustls::Error::General(error.to_string()))?;
        Ok(Self { config: Arc::new(config), host })
    }
}

impl LoadConnection {
    pub(super) fn new(socket: TcpStream, encryption: Option<&Encryption>) -> io::Result<Self> {
        let connection =
            |with: &Encryption| ClientConnection::new(Arc::clone(&with.config), with.host.clone());
        let tls = encryption.map(connection).transpose().map_err(io::Error::other)?;
        Ok(Self { socket, tls: tls.map(Box::new) })
    }

    pub(super) fn socket(&mut self) -> &mut TcpStream {
        &mut self.socket
    }

    /// Returns whether a short read says nothing about remaining data.
    pub(super) fn is_encrypted(&self) -> bool {
        self.tls.is_some()
    }

    /// Says something short on a connection that was just opened; once hands are shaken, if it is encrypted.
    pub(super) fn say(&mut self, words: &[u8]) -> io::Result<()> {
        let Some(tls) = &mut self.tls else { return self.socket.write_all(words) };
        tls.writer().write_all(words)?;
        flush(tls, &mut self.socket)
    }

    /// Takes in what there is, as a socket does that does not block.
    pub(super) fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let Self { socket, tls: Some(tls) } = self else { return self.socket.read(into) };
        loop {
            match tls.reader().read(into) {
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                read => return read,
            }
            if tls.read_tls(socket)? == 0 {
                return Ok(0);
            }
            tls.process_new_packets().map_err(io::Error::other)?;
            flush(tls, socket)?;
        }
    }
}

/// Sends what TLS has to say, as far as the socket takes it.
fn flush(tls: &mut ClientConnection, socket: &mut TcpStream) -> io::Result<()> {
    while tls.wants_write() {
        match tls.write_tls(socket) {
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
            written => drop(written?),
        }
    }
    Ok(())
}

/// Trusts every certificate: a crowd tells nobody a secret, and a station that is tried out has one of its own
/// making.
#[derive(Debug)]
struct Trusting(Arc<CryptoProvider>);

impl ServerCertVerifier for Trusting {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
