//! The ports and the certificate.

use std::fs::File;
#[cfg(feature = "whip")]
use std::net::UdpSocket;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::sync::Arc;

use anyhow::Context;
use socket2::{Domain, Protocol, Socket, Type};

use super::take_over::{PortUse, TakeOver};
use super::tls_endpoint::TlsEndpoint;
use crate::clock::{Clock, SystemClock};
use crate::config::Config;
#[cfg(not(feature = "whip"))]
use crate::config::IpAddresses;
use crate::sys::{self, PassedSocket};

/// Connections the system keeps waiting until they are accepted: a crowd comes at once.
const BACKLOG: i32 = 4_096;

/// The ports and the certificate: what may not be there, and is had before anything is made in the data directory.
pub struct Ports {
    /// Those that serve everything, at least one.
    pub(super) main: Vec<TcpListener>,
    pub(super) shoutcast: Option<TcpListener>,
    pub(super) metrics: Option<TcpListener>,
    /// Those of them that the service manager listens at.
    pub(super) passed: Vec<PortUse>,
    /// The socket of WebRTC.
    #[cfg(feature = "whip")]
    pub(super) webrtc: UdpSocket,
    pub(super) tls: Option<TlsEndpoint>,
    pub(super) clock: Arc<dyn Clock>,
    /// The lock of the data directory.
    pub(super) lock: File,
    /// The running server, if there is one to take over from.
    pub(super) taking: Option<TakeOver>,
}

impl Ports {
    /// Listens as `config` says, and reads the certificate. Whoever connects waits until the server serves.
    ///
    /// Sockets that the service manager passes, to this server or to the one that is to be taken over, take the place of the
    /// addresses in `config`. Other ports that the running server has are taken from it: those that `config` names, and
    /// the main ones all where it names none. `lock` is the data directory's.
    pub fn open(config: &Config, lock: File, mut taking: Option<TakeOver>) -> anyhow::Result<Self> {
        let PassedPorts { main, shoutcast, metrics } = PassedPorts::take(taking.as_mut())?;
        let mut passed = Vec::new();
        passed.extend((!main.is_empty()).then_some(PortUse::Main));
        passed.extend(shoutcast.is_some().then_some(PortUse::Shoutcast));
        passed.extend(metrics.is_some().then_some(PortUse::Metrics));
        let all: Vec<SocketAddr> = config.listen.iter().collect();
        let main = match taking.as_mut() {
            Some(taking) if main.is_empty() && !config.is_listen_given => taking.main_ports(),
            _ => main,
        };
        let mut listening = |port, at| {
            let taken = taking.as_mut().and_then(|taking| taking.port(port, at));
            taken
                .map_or_else(|| listen(at, &all), |descriptor| Ok(descriptor.into()))
                .with_context(|| format!("cannot listen on {at}"))
        };
        let main = if main.is_empty() {
            all.iter().map(|at| listening(PortUse::Main, *at)).collect::<anyhow::Result<_>>()?
        } else {
            main
        };
        let mut listening_unless = |port, passed: Option<TcpListener>, at: Option<SocketAddr>| match passed {
            Some(passed) => Ok(Some(passed)),
            None => at.map(|at| listening(port, at)).transpose(),
        };
        let shoutcast = listening_unless(PortUse::Shoutcast, shoutcast, config.shoutcast)?;
        let metrics = listening_unless(PortUse::Metrics, metrics, config.metrics)?;
        #[cfg(feature = "whip")]
        let webrtc = webrtc_socket(&main, config.webrtc_port, taking.as_mut())?;
        #[cfg(not(feature = "whip"))]
        if config.webrtc_port.is_some() || config.webrtc_addresses != IpAddresses::default() {
            tracing::warn!("webrtc_port and webrtc_address are for WHIP, which this build is without");
        }
        let clock = taking.as_ref().map_or_else(SystemClock::start, TakeOver::clock);
        let clock: Arc<dyn Clock> = Arc::new(clock);
        let tls = TlsEndpoint::of(config, &*clock)?;
        Ok(Self {
            main,
            shoutcast,
            metrics,
            passed,
            #[cfg(feature = "whip")]
            webrtc,
            tls,
            clock,
            lock,
            taking,
        })
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

/// Ports that the service manager listens at, by the names of their sockets.
#[derive(Default)]
struct PassedPorts {
    /// Those with any other name.
    main: Vec<TcpListener>,
    shoutcast: Option<TcpListener>,
    metrics: Option<TcpListener>,
}

impl PassedPorts {
    /// Takes those that this process was started with, or that the server has which is to be taken over.
    fn take(taking: Option<&mut TakeOver>) -> anyhow::Result<Self> {
        let mut ports = Self::default();
        for PassedSocket { name, listener } in
            sys::passed_sockets().context("the sockets of the service manager cannot be used")?
        {
            let address = listener.local_addr().context("cannot tell the port of a passed socket")?;
            tracing::info!(%address, name, "the service manager passes this port");
            match &*name {
                "shoutcast" => ports.shoutcast = Some(listener),
                "metrics" => ports.metrics = Some(listener),
                _ => ports.main.push(listener),
            }
        }
        for (port, descriptor) in taking.map(TakeOver::passed).unwrap_or_default() {
            match port {
                PortUse::Shoutcast => ports.shoutcast = Some(descriptor.into()),
                PortUse::Metrics => ports.metrics = Some(descriptor.into()),
                _ => ports.main.push(descriptor.into()),
            }
        }
        Ok(ports)
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

/// Opens the UDP socket of WebRTC where `main` listens: at its address, or at all of them if there are several. Without a
/// `port` it is the number of the first one, if that is free.
#[cfg(feature = "whip")]
fn webrtc_socket(
    main: &[TcpListener],
    port: Option<u16>,
    taking: Option<&mut TakeOver>,
) -> anyhow::Result<UdpSocket> {
    let listened: Vec<SocketAddr> = main.iter().filter_map(|listener| listener.local_addr().ok()).collect();
    let first = listened.first().context("there is no port")?;
    let is_one = listened.iter().all(|address| address.ip() == first.ip());
    let ip = match first.ip() {
        ip if is_one => ip,
        _ if listened.iter().any(SocketAddr::is_ipv6) => Ipv6Addr::UNSPECIFIED.into(),
        _ => Ipv4Addr::UNSPECIFIED.into(),
    };
    let known = |taking: &mut TakeOver| taking.port(PortUse::WebRtc, SocketAddr::new(ip, port.unwrap_or(0)));
    if let Some(descriptor) = taking.and_then(known) {
        return Ok(descriptor.into());
    }
    let open = |port| -> std::io::Result<UdpSocket> {
        let address = SocketAddr::new(ip, port);
        let socket = Socket::new(Domain::for_address(address), Type::DGRAM, Some(Protocol::UDP))?;
        if ip == Ipv6Addr::UNSPECIFIED {
            socket.set_only_v6(false)?;
        }
        socket.bind(&address.into())?;
        Ok(socket.into())
    };
    match port {
        Some(port) => open(port).with_context(|| format!("cannot open UDP port {port} at {ip} for WebRTC")),
        None => open(first.port()).or_else(|_| open(0)).context("cannot open a UDP port for WebRTC"),
    }
}
