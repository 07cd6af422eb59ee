//! The messages between a running server and the one that takes over from it.

use std::net::SocketAddr;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::time::Duration;

use anyhow::Context;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::clock::ClockOrigin;
use crate::ingest::HandedSource;
use crate::output::resumption::HandedListener;
use crate::production::{SavedStation, StationOutline};
use crate::sys::MessageSocket;

/// The version of the protocol: servers with different ones do not take over from each other. It changes with any state
/// that is handed over.
pub(super) const PROTOCOL: u32 = 3;
/// This program's version.
pub(super) const VERSION: &str = env!("CARGO_PKG_VERSION");
/// Time for a step while stations pause, and for the first ones.
pub(super) const STEP_WITHIN: Duration = Duration::from_secs(5);
/// Time for all steps while stations pause: less than mounts keep sound.
pub(super) const PAUSE_LASTS: Duration = Duration::from_secs(8);
/// Time for the new server to open the database and the library, and to load decks.
pub(super) const WARM_WITHIN: Duration = Duration::from_mins(15);

/// A message of the new server.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum FromSuccessor {
    /// The first message.
    Hello { protocol: u32, version: String, is_service: bool },
    /// It wants the stations' outlines.
    Outlines,
    /// It has loaded everything.
    Ready,
    /// It has what was sent last.
    Taken,
    /// It serves from now on.
    Serving,
    /// It gives up.
    Failed { reason: String },
}

/// A message of the running server.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum FromPredecessor {
    /// It can be taken over. The lock of the data directory comes with it, and then these sockets.
    Offer { version: String, sockets: Vec<OfferedSocket>, clock: ClockOrigin },
    /// It cannot.
    Refusal { reason: String },
    /// The stations on air.
    Outlines { stations: Vec<StationOutline> },
    /// A DJ's connection: its socket comes with it, and bytes are attached.
    Source(Box<HandedSource>),
    /// A station; its bytes are attached.
    Station(Box<SavedStation>),
    /// Listeners; their sockets come with it, in their order.
    Listeners(Vec<HandedListener>),
    /// The new server may serve.
    Go,
}

/// A listening socket.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct OfferedSocket {
    /// Its use.
    pub(super) port: PortUse,
    /// Its address.
    pub(super) address: SocketAddr,
    /// True if the service manager listens at it.
    #[serde(default)]
    pub(super) is_passed: bool,
}

/// Uses of a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::server) enum PortUse {
    /// Everything.
    Main,
    /// Programs that speak SHOUTcast's protocol.
    Shoutcast,
    /// Metrics alone.
    Metrics,
    /// Packets of WebRTC.
    #[cfg(feature = "whip")]
    WebRtc,
}

/// A socket that two processes share.
#[derive(Debug)]
pub(in crate::server) struct SharedPort {
    pub(super) port: PortUse,
    pub(super) address: SocketAddr,
    pub(super) descriptor: OwnedFd,
    /// True if the service manager listens at it.
    pub(in crate::server) is_passed: bool,
}

impl SharedPort {
    /// Shares `socket`, which is at `address`.
    pub(in crate::server) fn new(
        port: PortUse,
        address: SocketAddr,
        socket: &impl AsFd,
    ) -> std::io::Result<Self> {
        Ok(Self { port, address, descriptor: socket.as_fd().try_clone_to_owned()?, is_passed: false })
    }
}

/// Sends `message`.
pub(super) fn send(socket: &MessageSocket, message: &impl Serialize) -> anyhow::Result<()> {
    send_with(socket, message, &[], &[])
}

/// Sends `message` with bytes and descriptors.
pub(super) fn send_with(
    socket: &MessageSocket,
    message: &impl Serialize,
    attached: &[u8],
    descriptors: &[BorrowedFd<'_>],
) -> anyhow::Result<()> {
    let text = serde_json::to_vec(message).context("a message cannot be written")?;
    socket.send(&text, attached, descriptors).context("the other server does not listen any more")
}

/// A message with what came with it.
pub(super) struct Incoming<M> {
    pub(super) message: M,
    pub(super) attached: Vec<u8>,
    pub(super) descriptors: Vec<OwnedFd>,
}

/// Receives a message.
pub(super) fn receive<M: DeserializeOwned>(socket: &MessageSocket) -> anyhow::Result<Incoming<M>> {
    let came = socket.receive().context("the other server says nothing any more")?;
    let message = serde_json::from_slice(&came.text).context("the other server is not understood")?;
    Ok(Incoming { message, attached: came.attached, descriptors: came.descriptors })
}
