//! The ports and the certificate.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::sync::Arc;

use anyhow::Context;
use socket2::{Domain, Protocol, Socket, Type};

use super::tls_endpoint::TlsEndpoint;
use crate::clock::{Clock, SystemClock};
use crate::config::Config;

/// Connections the system keeps waiting until they are accepted: a crowd comes at once.
const BACKLOG: i32 = 4_096;

/// The ports and the certificate: what may not be there, and is had before anything is made in the data directory.
pub struct Ports {
    /// Those that serve everything, at least one.
    pub(super) main: Vec<TcpListener>,
    pub(super) shoutcast: Option<TcpListener>,
    pub(super) metrics: Option<TcpListener>,
    pub(super) tls: Option<TlsEndpoint>,
    pub(super) clock: Arc<dyn Clock>,
}

impl Ports {
    /// Listens as `config` says, and reads the certificate. Whoever connects waits until the server serves.
    pub fn open(config: &Config) -> anyhow::Result<Self> {
        let all: Vec<SocketAddr> = config.listen.iter().collect();
        let listening = |at| listen(at, &all).with_context(|| format!("cannot listen on {at}"));
        let main = all.iter().copied().map(listening).collect::<anyhow::Result<_>>()?;
        let shoutcast = config.shoutcast.map(listening).transpose()?;
        let metrics = config.metrics.map(listening).transpose()?;
        let clock: Arc<dyn Clock> = Arc::new(SystemClock::start());
        let tls = TlsEndpoint::of(config, &*clock)?;
        Ok(Self { main, shoutcast, metrics, tls, clock })
    }

    /// Returns whether there is a certificate already.
    pub fn has_certificate(&self) -> bool {
        self.tls.as_ref().is_some_and(|endpoint| endpoint.tls.certificate.is_present())
    }

    /// Returns the address to tell: the first one, or one that works on this machine where every address is listened
    /// on.
    pub(super) fn reachable_address(&self) -> anyhow::Result<SocketAddr> {
        let first = self.main.first().context("there is no port")?;
        let address = first.local_addr().context("cannot tell the port")?;
        if address.ip().is_unspecified() {
            return Ok(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), address.port()));
        }
        Ok(address)
    }
}

/// Listens at `address`, one of `all`.
fn listen(address: SocketAddr, all: &[SocketAddr]) -> std::io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    // Every address of IPv6 stands for those of IPv4 as well, unless they are listened on beside it.
    let has_v4_beside = |other: &SocketAddr| other.is_ipv4() && other.port() == address.port();
    if address.ip() == Ipv6Addr::UNSPECIFIED && all.iter().any(has_v4_beside) {
        socket.set_only_v6(true)?;
    }
    // A server that was stopped a moment ago must not keep the new one from its port.
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    socket.set_nonblocking(true)?;
    Ok(socket.into())
}
