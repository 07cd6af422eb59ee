//! Dispatch of a connection to the part of the server that it belongs to.
//!
//! In: a connection. Out: a listener handed to a transmitter, a source served by ingest, or the connection itself
//! for the web. Never: answers a wrong request.
//!
//! With a certificate, a connection that begins with a TLS handshake (RFC 8446 section 5.1: a record of type 22)
//! gets one, and is examined anew behind it. A listener whose connection is one of TLS 1.3 goes to a transmitter like
//! others, with the keys of its connection; one of TLS 1.2 stays with the web server.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::os::fd::AsFd;
use std::time::Duration;

use actix_http::ws as rfc6455;
use bytes::{Buf, Bytes, BytesMut};
use socket2::SockRef;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout, timeout_at};

use super::encrypted_socket::EncryptedSocket;
use super::idle_timeout::IdleTimeoutStream;
use super::prefixed_stream::{PrefixedStream, Socket};
use super::raw_target::percent_encoded;
use super::sniff::{AskedStream, Sniffed, read_head};
use super::{Mux, proxy_header};
use crate::broadcast::Broadcast;
use crate::ingest::ClientRules;
use crate::mount::Listener;
use crate::net::ForwardedClient;
use crate::output::transmitter::NewConnection;
use crate::output::{http, join, tcp, ws};
use crate::sys::AccessEntry;
use crate::tls::{RecordLayer, is_challenge};

/// Time limit for a client to send the head of its first request, and for the handshake before it.
pub(super) const HEAD_WITHIN: Duration = Duration::from_secs(15);
/// First byte of a TLS handshake.
const HANDSHAKE: u8 = 22;
/// Response to a connection beyond the last.
const FULL: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 10\r\nContent-Length: 0\r\n\r\n";
/// Response to a head that does not come to its end.
const TOO_LATE: &[u8] = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
/// Bytes that may wait encrypted for one that stops reading, on top of what the system holds: a record of TLS.
const ENCRYPTED_AHEAD: usize = 16 * 1_024;
/// Bytes that a source may be ahead in the system, a second or two of sound, where it sends faster than real time.
const SOURCE_BUFFER: usize = 64 * 1_024;

impl Mux {
    /// Gives the connection to a transmitter, or back for the web server.
    pub(super) async fn dispatch(
        &self,
        mut stream: TcpStream,
    ) -> Option<(PrefixedStream<IdleTimeoutStream>, SocketAddr)> {
        let peer = stream.peer_addr().ok()?;
        if !self.has_room_for(&stream) {
            turn_away(&stream, FULL);
            return None;
        }
        // Small answers go out at once.
        stream.set_nodelay(true).ok()?;
        let header = timeout(HEAD_WITHIN, proxy_header::read(&mut stream, peer, &self.proxies));
        let (peer, read) = self.waiting.wait_for(peer.ip(), header).await?.ok()?.ok()?;
        let (mut socket, mut head, looked) =
            self.first_request(stream, read, peer.ip(), Instant::now() + HEAD_WITHIN).await?;
        let must_encrypt = self.tls_only && self.tls.is_some() && !socket.is_encrypted();
        if matches!(looked, Sniffed::Source)
            && let Some(ingest) = &self.ingest
        {
            // What waits in the system was sent long before it is heard; a refusal leaves it as it is.
            drop(SockRef::from(socket.tcp()).set_recv_buffer_size(SOURCE_BUFFER));
            socket.keep();
            let (socket, read) =
                ingest.serve_icecast(socket, &self.client_rules(peer, must_encrypt), head).await?;
            return Some((self.for_the_web(socket, read, peer.ip(), None), peer));
        }
        let asked_for = match &looked {
            Sniffed::Asked(asked, _) => asked.request.bytes_per_second(&self.broadcasts),
            _ => None,
        };
        if matches!(looked, Sniffed::Asked(..)) && !self.descriptors.leave_room_for_staff(socket.tcp()) {
            if let Some((stream, records)) = socket.into_parts() {
                turn_away_from(&stream, records.as_deref());
            }
            return None;
        }
        if let Sniffed::Asked(asked, length) = looked
            && !must_encrypt
            && socket.can_be_taken()
            && let client = self.client_of(peer, &head[..length])
            && let Some((listener, greeting)) = self.join(&asked, client)
        {
            if self.access_log.is_on() {
                let status = if asked.upgrade.is_some() { 101 } else { 200 };
                let entry = AccessEntry::of_head(&head[..length]);
                self.access_log.write(&AccessEntry { address: Some(client), status, ..entry });
            }
            head.advance(length);
            let (stream, records) = socket.into_parts()?;
            let arrival = NewConnection {
                stream: prepare(stream, listener.bytes_per_second())?,
                greeting,
                unread: head.freeze(),
                listener,
                records,
            };
            if let Err(arrival) = self.transmitters.take_over(arrival) {
                turn_away_from(&arrival.stream, arrival.records.as_deref());
            }
            return None;
        }
        Some((self.for_the_web(socket, head, peer.ip(), asked_for), peer))
    }

    /// Reads until it is clear what is asked for, behind a handshake if the client begins with one.
    async fn first_request(
        &self,
        mut stream: TcpStream,
        mut head: BytesMut,
        client: IpAddr,
        deadline: Instant,
    ) -> Option<(Socket, BytesMut, Sniffed)> {
        let looks = timeout_at(deadline, read_head(&mut stream, &mut head, &self.base_path));
        let looked = self.waiting.wait_for(client, looks).await;
        let tls = self.tls.as_ref().filter(|_| head.first() == Some(&HANDSHAKE));
        let Some(tls) = tls else {
            return match looked {
                Some(Ok(looked)) => Some((Socket::Plain(stream), head, looked.ok()?)),
                late_or_ended => {
                    turn_away(&stream, if late_or_ended.is_some() { TOO_LATE } else { FULL });
                    None
                }
            };
        };
        looked?.ok()?.ok()?;
        let encrypted = async {
            let mut stream = EncryptedSocket::accept(tls.acceptor.config(), head.freeze(), stream).await?;
            if is_challenge(stream.connection()) {
                stream.shutdown().await?;
                return Err(io::ErrorKind::ConnectionAborted.into());
            }
            stream.connection().set_buffer_limit(Some(ENCRYPTED_AHEAD));
            let mut head = BytesMut::new();
            let looked = read_head(&mut stream, &mut head, &self.base_path).await?;
            if matches!(looked, Sniffed::Asked(..)) {
                stream.settle(&mut head).await?;
            }
            Ok::<_, io::Error>((Socket::Encrypted(Box::new(stream)), head, looked))
        };
        self.waiting.wait_for(client, timeout_at(deadline, encrypted)).await?.ok()?.ok()
    }

    /// The connection as the web server gets it, for so many bytes a second of sound if that is known: one that
    /// asks for a page first may ask for a stream next.
    fn for_the_web(
        &self,
        mut socket: Socket,
        read: BytesMut,
        client: IpAddr,
        bytes_per_second: Option<usize>,
    ) -> PrefixedStream<IdleTimeoutStream> {
        socket.keep();
        tcp::tune(socket.tcp(), bytes_per_second.unwrap_or_else(|| self.usual_bytes_per_second()));
        let client = Some(client).filter(|client| !self.proxies.contains(*client));
        let is_reserved = !self.descriptors.leave_room_for_staff(socket.tcp());
        PrefixedStream {
            read: percent_encoded(read),
            stream: IdleTimeoutStream::new(socket, self.idle.add(client, is_reserved)),
        }
    }

    /// Returns about how many bytes a second somebody listens to who does not choose.
    fn usual_bytes_per_second(&self) -> usize {
        let rate = |station: Broadcast| Some(station.mount(None)?.rendition().bytes_per_second());
        self.broadcasts.all().filter_map(rate).max().unwrap_or_default()
    }

    /// Returns a listener as asked for and the answer to its request, if it can be served and there is a place. The
    /// web server says what is wrong otherwise.
    fn join(&self, asked: &AskedStream, client: IpAddr) -> Option<(Listener, Bytes)> {
        if asked.request.rewinds_to().is_some() {
            return None;
        }
        if let Some(ingest) = &self.ingest {
            ingest.auth().check_ban(client, &asked.request.user_agent).ok()?;
        }
        let admission = join::admit(&self.broadcasts, &self.gate, &asked.request, Some(client)).ok()?;
        let head = match &asked.upgrade {
            Some(upgrade) => {
                ws::switching_protocols(&rfc6455::hash_key(&upgrade.key), upgrade.protocols.as_deref())
            }
            None => http::head(&admission.headers(), asked.version),
        };
        let (listener, hello) = admission.listener().ok()?;
        Some((listener, [head, hello].concat().into()))
    }

    /// Returns how the clients of a source's connection are told apart.
    fn client_rules(&self, peer: SocketAddr, must_encrypt: bool) -> ClientRules {
        ClientRules {
            peer: peer.ip(),
            base_path: self.base_path.clone(),
            proxies: self.proxies.clone(),
            must_encrypt,
            access_log: self.access_log.clone(),
        }
    }

    /// Returns the address of the client whose first request has this head.
    fn client_of(&self, peer: SocketAddr, head: &[u8]) -> IpAddr {
        ForwardedClient::of_head(&self.proxies, peer.ip(), head).address
    }
}

/// Gives a reason why the connection ends, before anything else was said.
fn turn_away(stream: &impl AsFd, reason: &[u8]) {
    // A short answer fits into any socket that was just opened. The runtime does not know that yet.
    drop(SockRef::from(stream).send(reason));
}

/// Says so after a request, sealed if the connection is encrypted.
fn turn_away_from(stream: &impl AsFd, records: Option<&RecordLayer>) {
    let Some(records) = records else { return turn_away(stream, FULL) };
    let mut record = Vec::new();
    if records.seal(FULL, &mut record).is_ok() {
        drop(SockRef::from(stream).send(&record));
    }
}

/// The socket as a transmitter wants it.
fn prepare(stream: TcpStream, bytes_per_second: usize) -> Option<std::net::TcpStream> {
    tcp::tune(&stream, bytes_per_second);
    stream.into_std().ok()
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::{Ipv4Addr, TcpListener};
    use std::sync::Arc;

    use super::*;
    use crate::auth::Authenticator;
    use crate::clock::{Clock, ManualClock};
    use crate::ingest::Ingest;
    use crate::model::BasePath;
    use crate::mux::Tls;
    use crate::net::{TrustedProxies, WaitingConnections, WebConnections};
    use crate::output::descriptors::Descriptors;
    use crate::output::join::ListenerGate;
    use crate::output::transmitter;
    use crate::production::Stations;
    use crate::store::Store;
    use crate::sys::AccessLog;
    use crate::tls::{Certificate, Files};

    /// Serves one connection after the other.
    struct TestPort {
        mux: Mux,
        listener: TcpListener,
        running: Option<transmitter::RunningTransmitters>,
        dir: tempfile::TempDir,
    }

    impl TestPort {
        fn new() -> Self {
            let dir = tempfile::tempdir().unwrap();
            let clock: Arc<dyn Clock> = Arc::new(ManualClock::at(0));
            let (transmitters, running) = transmitter::start(0, &clock).unwrap();
            let stations = Stations::default();
            let auth = Authenticator::new(Store::open(dir.path()).unwrap(), Arc::clone(&clock));
            let mux = Mux {
                base_path: BasePath::default(),
                ingest: Some(Ingest::new(stations.clone(), auth, clock)),
                broadcasts: stations.broadcasts().clone(),
                transmitters,
                descriptors: Arc::new(Descriptors::raise()),
                gate: ListenerGate::default(),
                tls: None,
                tls_only: false,
                access_log: AccessLog::default(),
                proxies: TrustedProxies::default(),
                waiting: WaitingConnections::default(),
                idle: WebConnections::default(),
            };
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
            Self { mux, listener, running: Some(running), dir }
        }

        /// Both ends of a connection on which `said` was said.
        fn connect(&self, said: &[u8]) -> (std::net::TcpStream, std::net::TcpStream) {
            let mut client = std::net::TcpStream::connect(self.listener.local_addr().unwrap()).unwrap();
            client.write_all(said).unwrap();
            let (stream, _) = self.listener.accept().unwrap();
            stream.set_nonblocking(true).unwrap();
            (client, stream)
        }

        async fn first_request(
            &self,
            stream: std::net::TcpStream,
            within: Duration,
        ) -> Option<(Socket, BytesMut, Sniffed)> {
            let (stream, client) = (TcpStream::from_std(stream).unwrap(), Ipv4Addr::LOCALHOST.into());
            self.mux.first_request(stream, BytesMut::new(), client, Instant::now() + within).await
        }
    }

    impl Drop for TestPort {
        fn drop(&mut self) {
            self.running.take().unwrap().finish();
        }
    }

    #[test]
    fn whoever_the_web_gets_may_listen_later_and_is_prepared_for_it() {
        let port = TestPort::new();
        let check = |said: &[u8]| {
            let (_client, stream) = port.connect(said);
            let (before, kept) = actix_rt::System::new().block_on(async {
                let stream = TcpStream::from_std(stream).unwrap();
                let before = SockRef::from(&stream).send_buffer_size().unwrap();
                let (opened, _) = port.mux.dispatch(stream).await.expect("the web's");
                let socket = SockRef::from(opened.stream.tcp());
                assert!(socket.keepalive().unwrap());
                (before, socket.send_buffer_size().unwrap())
            });
            assert!(kept < before, "{kept} bytes wait in the system, and {before} before");
        };
        check(b"GET /main HTTP/1.1\r\n\r\n");
        check(b"GET /nobody.opus HTTP/1.1\r\n\r\n");
    }

    #[test]
    fn who_says_too_little_is_not_waited_for() {
        let mut port = TestPort::new();
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let files = Files { cert: port.dir.path().join("cert.pem"), key: port.dir.path().join("key.pem") };
        std::fs::write(&files.cert, made.cert.pem()).unwrap();
        std::fs::write(&files.key, made.signing_key.serialize_pem()).unwrap();
        let certificate = Certificate::load(&files).unwrap();
        port.mux.tls = Some(Tls { acceptor: certificate.handshakes().unwrap().into(), certificate });

        let check = |said: &[u8], is_enough: bool, expected: &str| {
            let (mut client, stream) = port.connect(said);
            let request =
                actix_rt::System::new().block_on(port.first_request(stream, Duration::from_millis(50)));
            let head = request.as_ref().map(|(socket, head, _)| (socket.is_encrypted(), &head[..]));
            assert_eq!(head, is_enough.then_some((false, said)), "{said:?}");
            drop(request);
            let mut told = String::new();
            client.read_to_string(&mut told).unwrap();
            assert!(
                told.starts_with(expected) && told.is_empty() == expected.is_empty(),
                "{said:?}: {told:?}"
            );
        };
        check(b"GET / HTTP/1.1\r\n\r\n", true, "");
        check(b"BREW / HTTP/9\r\n", true, "");
        check(b"GET /main.opus", false, "HTTP/1.1 408");
        check(b"POST /login HTTP/1.1\r\nHost: a\r\n", false, "HTTP/1.1 408");
        check(b"", false, "HTTP/1.1 408");
        // A handshake that does not go on, and one that is none.
        check(b"\x16\x03\x01\x02\x00\x01", false, "");
        check(b"\x16\x03\x01\x00\x05hello", false, "");
    }

    #[test]
    fn where_there_is_no_room_who_waited_longest_makes_it() {
        let mut port = TestPort::new();
        port.mux.descriptors = Arc::new(Descriptors::up_to(0));
        actix_rt::System::new().block_on(async {
            let (mut turned_away, stream) = port.connect(b"");
            assert!(port.mux.dispatch(TcpStream::from_std(stream).unwrap()).await.is_none());
            let mut told = String::new();
            turned_away.read_to_string(&mut told).unwrap();
            assert!(told.starts_with("HTTP/1.1 503"), "{told:?}");

            let (mut idle, stream) = port.connect(b"GET / HTTP/1.1\r\nHost: a\r\n");
            let waits = port.first_request(stream, HEAD_WITHIN);
            let comes = async {
                tokio::time::sleep(Duration::from_millis(1_100)).await;
                let (client, stream) = port.connect(b"GET / HTTP/1.1\r\n\r\n");
                let served = port.mux.dispatch(TcpStream::from_std(stream).unwrap()).await;
                (client, served)
            };
            let (ended, (_client, served)) = tokio::join!(waits, comes);
            assert!(ended.is_none() && served.is_some());
            let mut told = String::new();
            idle.read_to_string(&mut told).unwrap();
            assert!(told.starts_with("HTTP/1.1 503"), "{told:?}");
        });
    }
}
