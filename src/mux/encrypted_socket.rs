//! An encrypted connection that a transmitter can take over after its first request.

use std::io::{self, Read, Write};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use rustls::ServerConfig;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use crate::tls::{HandshakeSecrets, RecordLayer};

/// Length of a record's header, in bytes (RFC 8446 section 5.1): type, version and length.
const HEADER: usize = 5;
/// Bytes that are taken from the TLS library at a time.
const READ: usize = 4 * 1_024;

/// An encrypted connection, and its secrets as long as it may be taken over.
pub(super) struct EncryptedSocket {
    stream: TlsStream<RecordStream>,
    secrets: Arc<HandshakeSecrets>,
}

impl EncryptedSocket {
    /// Makes a handshake on a connection from which `read` was read already.
    pub(super) async fn accept(config: &ServerConfig, read: Bytes, stream: TcpStream) -> io::Result<Self> {
        let (config, secrets) = HandshakeSecrets::listen(config);
        let stream = TlsAcceptor::from(config).accept(RecordStream::new(read, stream)).await?;
        Ok(Self { stream, secrets })
    }

    /// The connection itself, below what encrypts it.
    pub(super) fn tcp(&self) -> &TcpStream {
        &self.stream.get_ref().0.stream
    }

    pub(super) fn connection(&mut self) -> &mut rustls::ServerConnection {
        self.stream.get_mut().1
    }

    /// Makes the connection ready to be taken over: sends what the TLS library has for the peer, and appends what it
    /// has from the peer to `read`.
    pub(super) async fn settle(&mut self, read: &mut BytesMut) -> io::Result<()> {
        // An answer to an update of keys is kept until something is written, if it is nothing.
        let _ = self.connection().writer().write(&[])?;
        self.stream.flush().await?;
        let mut bytes = [0; READ];
        loop {
            match self.connection().reader().read(&mut bytes) {
                // Nothing more will come.
                Ok(0) => return Ok(()),
                Ok(count) => read.extend_from_slice(&bytes[..count]),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                // Some players end their side once they have asked, without a word.
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
                Err(error) => return Err(error),
            }
        }
    }

    /// Returns whether it can be taken over.
    pub(super) fn can_be_taken(&self) -> bool {
        let (stream, connection) = self.stream.get_ref();
        stream.is_between_records() && self.secrets.can_take(connection)
    }

    /// Takes it apart, once it has [settled](Self::settle); `None` if it cannot be taken over.
    pub(super) fn into_records(self) -> Option<(TcpStream, RecordLayer)> {
        let (RecordStream { read, stream, .. }, connection) = self.stream.into_inner();
        Some((stream, self.secrets.take(connection, &read)?))
    }

    /// Lets it stay with the TLS library.
    pub(super) fn keep(&mut self) {
        self.secrets.forget();
        self.stream.get_mut().0.is_kept = true;
    }
}

impl AsyncRead for EncryptedSocket {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_read(cx, into)
    }
}

impl AsyncWrite for EncryptedSocket {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().stream).poll_write(cx, bytes)
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(cx)
    }
}

/// A connection that is read up to the end of a record at most, so that nothing of the next one is in the TLS library
/// when the connection is taken from it.
struct RecordStream {
    /// Bytes that were read already.
    read: Bytes,
    stream: TcpStream,
    header: [u8; HEADER],
    /// Bytes of the header that have been read.
    header_read: usize,
    /// Bytes of the record that are still to be read.
    left: usize,
    /// True if it stays with the TLS library, which may read as much as it likes.
    is_kept: bool,
}

impl RecordStream {
    fn new(read: Bytes, stream: TcpStream) -> Self {
        Self { read, stream, header: [0; HEADER], header_read: 0, left: 0, is_kept: false }
    }

    fn is_between_records(&self) -> bool {
        self.header_read == 0 && self.left == 0
    }

    /// Takes note of bytes that were read, none of which is behind the header or the record that was begun.
    fn pass(&mut self, bytes: &[u8]) {
        if self.left > 0 {
            self.left -= bytes.len();
            return;
        }
        self.header[self.header_read..][..bytes.len()].copy_from_slice(bytes);
        self.header_read += bytes.len();
        if self.header_read == HEADER {
            self.left = u16::from_be_bytes([self.header[3], self.header[4]]).into();
            self.header_read = 0;
        }
    }

    fn poll_some(&mut self, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.read.is_empty() {
            return Pin::new(&mut self.stream).poll_read(cx, into);
        }
        let count = self.read.len().min(into.remaining());
        into.put_slice(&self.read.split_to(count));
        Poll::Ready(Ok(()))
    }
}

impl AsyncRead for RecordStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.is_kept {
            return self.poll_some(cx, into);
        }
        let most = if self.left > 0 { self.left } else { HEADER - self.header_read };
        let most = most.min(into.remaining());
        let mut part = ReadBuf::new(into.initialize_unfilled_to(most));
        ready!(self.poll_some(cx, &mut part))?;
        let count = part.filled().len();
        self.pass(part.filled());
        into.advance(count);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for RecordStream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
