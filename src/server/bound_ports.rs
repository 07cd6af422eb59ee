//! The ports that a server has.

use std::fs::File;
use std::net::TcpListener;
#[cfg(feature = "whip")]
use std::net::UdpSocket;

use super::take_over::{PortUse, SharedPort};

/// The ports.
pub(super) struct BoundPorts {
    /// Those that serve everything.
    pub(super) main: Vec<TcpListener>,
    pub(super) shoutcast: Option<TcpListener>,
    pub(super) metrics: Option<TcpListener>,
    /// Those of them that the service manager listens at.
    pub(super) passed: Vec<PortUse>,
    /// The socket of WebRTC, to hand over.
    #[cfg(feature = "whip")]
    pub(super) webrtc: UdpSocket,
    /// The lock of the data directory.
    pub(super) lock: File,
    /// Threads that serve them.
    pub(super) workers: usize,
}

impl BoundPorts {
    /// Returns the sockets that another process can go on with.
    pub(super) fn handed(&self) -> std::io::Result<Vec<SharedPort>> {
        let main = self.main.iter().map(|listener| (PortUse::Main, listener));
        let shoutcast = self.shoutcast.iter().map(|listener| (PortUse::Shoutcast, listener));
        let metrics = self.metrics.iter().map(|listener| (PortUse::Metrics, listener));
        let all = main.chain(shoutcast).chain(metrics);
        let shared = all.map(|(port, listener)| {
            let mut shared = SharedPort::new(port, listener.local_addr()?, listener)?;
            shared.is_passed = self.passed.contains(&port);
            Ok(shared)
        });
        #[cfg(feature = "whip")]
        let shared =
            shared.chain([SharedPort::new(PortUse::WebRtc, self.webrtc.local_addr()?, &self.webrtc)]);
        shared.collect()
    }
}
