//! Reads the PROXY protocol's header from the beginning of a connection.

use std::io;
use std::net::SocketAddr;

use bytes::{Buf, BytesMut};
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

use crate::net::{ProxyHeader, TrustedProxies};

/// Reads the header that a trusted proxy may send first. Returns the address of the client it names, or else that
/// of the peer, and the bytes that were read behind the header. From other peers nothing is read.
///
/// Fails if the header is broken or the connection ends within it; the caller limits the time.
pub(super) async fn read(
    stream: &mut TcpStream,
    peer: SocketAddr,
    proxies: &TrustedProxies,
) -> io::Result<(SocketAddr, BytesMut)> {
    let mut read = BytesMut::new();
    if !proxies.contains(peer.ip()) {
        return Ok((peer, read));
    }
    loop {
        if stream.read_buf(&mut read).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        match ProxyHeader::parse(&read) {
            ProxyHeader::Incomplete => {}
            ProxyHeader::Absent => return Ok((peer, read)),
            ProxyHeader::Complete { source, length } => {
                read.advance(length);
                return Ok((source.unwrap_or(peer), read));
            }
            ProxyHeader::Invalid => {
                tracing::warn!(%peer, "a trusted proxy sent a broken PROXY header; the connection is closed");
                return Err(io::ErrorKind::InvalidData.into());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::net::TcpListener;

    use super::*;

    fn read_from(trusted: &str, sent: &[u8]) -> io::Result<(SocketAddr, BytesMut)> {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let mut client = std::net::TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        client.write_all(sent).unwrap();
        drop(client);
        let (stream, peer) = listener.accept().unwrap();
        stream.set_nonblocking(true).unwrap();
        actix_rt::System::new().block_on(async {
            let mut stream = TcpStream::from_std(stream).unwrap();
            read(&mut stream, peer, &trusted.parse().unwrap()).await
        })
    }

    #[test]
    fn only_trusted_peers_name_their_client() {
        let sent = b"PROXY TCP4 203.0.113.7 192.0.2.1 4000 80\r\nGET / HTTP/1.1\r\n";
        let (client, rest) = read_from("127.0.0.0/8", sent).unwrap();
        assert_eq!(
            (client.to_string().as_str(), &rest[..]),
            ("203.0.113.7:4000", &b"GET / HTTP/1.1\r\n"[..])
        );
        let (client, rest) = read_from("10.0.0.0/8", sent).unwrap();
        assert!(client.ip().is_loopback() && rest.is_empty());
        let (client, rest) = read_from("127.0.0.1", b"GET / HTTP/1.1\r\n").unwrap();
        assert!(client.ip().is_loopback() && &rest[..] == b"GET / HTTP/1.1\r\n");
        assert_eq!(read_from("127.0.0.1", b"PROXY x\r\n").unwrap_err().kind(), io::ErrorKind::InvalidData);
        assert_eq!(read_from("127.0.0.1", b"PROXY TCP4").unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
    }
}
