//! The side of the server that runs.

use std::fs::{self, Permissions};
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use actix_server::ServerHandle;
use anyhow::{Context, bail};
use rustix::net::Shutdown;
use tokio::sync::oneshot;

use super::SOCKET_NAME;
use super::protocol::{
    FromPredecessor, FromSuccessor, OfferedSocket, PAUSE_LASTS, PROTOCOL, STEP_WITHIN, SharedPort, VERSION,
    WARM_WITHIN, receive, send, send_with,
};
use crate::clock::{Clock, ClockOrigin};
use crate::ingest::{Ingest, PausedSource};
use crate::output::open_listeners::OpenListeners;
use crate::output::resumption::HandedListener;
use crate::output::transmitter::{SuspendedConnections, Transmitters};
use crate::production::{ProductionHandle, StationOutline, Stations, SuspendedStation, pause_together};
use crate::sys::{MOST_DESCRIPTORS, MessageSocket, is_managed, wait_until};

/// Time that crossfades get to end before stations pause.
const BLENDS_WITHIN: Duration = Duration::from_secs(15);
/// Time that requests which came in get to reach a transmitter, once no connections are accepted any more.
const SETTLES_WITHIN: Duration = Duration::from_millis(100);
/// Time for a station to give its outline: after a pause it makes up for what it left out first.
const OUTLINE_WITHIN: Duration = Duration::from_secs(10);
/// Time for the thread that waits for another server to end.
const WITHDRAWS_WITHIN: Duration = Duration::from_millis(500);
/// Time for stations and transmitters to pause.
const PAUSE_WITHIN: Duration = Duration::from_secs(1);

/// The socket at which a new server asks for the stations of this one.
pub(in crate::server) struct UpgradeSocket {
    path: PathBuf,
    /// The file's number: a successor makes another one at the same path.
    inode: Option<u64>,
    done: oneshot::Receiver<()>,
    is_done: bool,
    /// The thread that hands over, and the socket at which it waits; none if it could not be started.
    waiting: Option<(UnixListener, JoinHandle<()>)>,
}

/// Everything that a new server is handed.
pub(in crate::server) struct Handover {
    pub(in crate::server) stations: Stations,
    pub(in crate::server) ingest: Ingest,
    pub(in crate::server) transmitters: Transmitters,
    pub(in crate::server) open: OpenListeners,
    pub(in crate::server) clock: Arc<dyn Clock>,
    /// The lock of the data directory.
    pub(in crate::server) lock: OwnedFd,
    pub(in crate::server) ports: Vec<SharedPort>,
}

/// DJs, stations and listeners that pause.
struct Paused {
    sources: Vec<PausedSource>,
    stations: Vec<SuspendedStation>,
    connections: SuspendedConnections,
}

impl UpgradeSocket {
    /// Offers to hand over to the first new server that takes everything, at a socket in the data directory; `server`
    /// accepts connections until then. Without the socket, the server runs all the same.
    pub(in crate::server) fn offer(data: &Path, handover: Handover, server: ServerHandle) -> Self {
        let path = data.join(SOCKET_NAME);
        let (to_us, done) = oneshot::channel();
        let listening = listen(&path);
        let inode = fs::metadata(&path).ok().map(|file| file.ino());
        let started = listening.and_then(|listener| {
            let heard = listener.try_clone()?;
            let work = move || {
                if handover.serve(&listener, &server) {
                    // The server may be ending anyway.
                    let _ = to_us.send(());
                }
            };
            let thread = thread::Builder::new().name("upgrade".to_owned()).spawn(work)?;
            Ok((heard, thread))
        });
        let waiting = started.inspect_err(|error| {
            tracing::warn!(%error, "no server can take over from this one: {}", path.display());
        });
        Self { path, inode, done, is_done: false, waiting: waiting.ok() }
    }

    /// Waits until another server has taken over, for ever if none does.
    pub(in crate::server) async fn done(&mut self) {
        if (&mut self.done).await.is_err() {
            std::future::pending::<()>().await;
        }
        self.is_done = true;
    }

    /// Returns whether another server has taken over.
    pub(in crate::server) fn is_done(&self) -> bool {
        self.is_done
    }

    /// Removes the socket, as the server ends, unless it is another server's by now; and lets go of the ports and of the
    /// data directory, so that another server can start while this process waits for a disk.
    pub(in crate::server) fn withdraw(&mut self) {
        if fs::metadata(&self.path).ok().map(|file| file.ino()) == self.inode {
            drop(fs::remove_file(&self.path));
        }
        let Some((listener, thread)) = self.waiting.take() else { return };
        if rustix::net::shutdown(&listener, Shutdown::Both).is_ok() {
            // In the middle of a hand-over it ends with the process.
            wait_until(WITHDRAWS_WITHIN, || thread.is_finished());
        }
    }
}

/// Listens at `path`. A socket that is there is of a server that has ended, or has handed over.
fn listen(path: &Path) -> io::Result<UnixListener> {
    if let Err(error) = fs::remove_file(path)
        && error.kind() != io::ErrorKind::NotFound
    {
        return Err(error);
    }
    let listener = UnixListener::bind(path)?;
    fs::set_permissions(path, Permissions::from_mode(0o600))?;
    Ok(listener)
}

impl Handover {
    /// Hands over to the first new server that takes everything; false if none can come any more.
    fn serve(&self, listener: &UnixListener, server: &ServerHandle) -> bool {
        for stream in listener.incoming() {
            let stream = match stream {
                Ok(stream) => stream,
                // Nobody listens any more.
                Err(error) if error.kind() == io::ErrorKind::InvalidInput => return false,
                Err(error) => {
                    tracing::warn!(%error, "no server can take over any more");
                    return false;
                }
            };
            match self.hand_over(&MessageSocket::new(stream), server) {
                Ok(()) => return true,
                Err(error) => tracing::warn!("no server has taken over: {error:#}"),
            }
        }
        false
    }

    /// Hands everything over. If it fails, everything is as before.
    fn hand_over(&self, socket: &MessageSocket, server: &ServerHandle) -> anyhow::Result<()> {
        socket.set_patience(STEP_WITHIN)?;
        self.greet(socket)?;
        socket.set_patience(WARM_WITHIN)?;
        expect(socket, |message| matches!(message, FromSuccessor::Outlines))?;
        let stations: Vec<ProductionHandle> = self.stations.all().collect();
        let outlines: Option<Vec<_>> =
            stations.iter().map(|station| station.outline(OUTLINE_WITHIN)).collect();
        let outlines = outlines.context("a station does not keep time")?;
        send(socket, &FromPredecessor::Outlines { stations: outlines.clone() })?;
        expect(socket, |message| matches!(message, FromSuccessor::Ready))?;
        socket.set_patience(STEP_WITHIN)?;
        // Of two tracks that are heard at once, only one could be gone on with.
        wait_until(BLENDS_WITHIN, || !stations.iter().any(ProductionHandle::is_blending));
        let accepting = tokio::runtime::Builder::new_current_thread().build()?;
        accepting.block_on(server.pause());
        // Requests of connections that were accepted reach a transmitter meanwhile.
        wait_until(SETTLES_WITHIN, || false);
        let paused_us = self.clock.now_us();
        let moved = self.pause(&outlines).and_then(|paused| match self.move_all(socket, &paused) {
            Ok(()) => {
                paused.sources.into_iter().for_each(PausedSource::end);
                paused.stations.into_iter().for_each(SuspendedStation::end);
                Ok(())
            }
            Err(error) => {
                paused.connections.resume();
                drop(paused.stations);
                Err(error)
            }
        });
        match &moved {
            Ok(()) => {
                let pause_ms = (self.clock.now_us() - paused_us) / 1_000;
                tracing::info!(pause_ms, "handed over");
            }
            Err(_) => accepting.block_on(server.resume()),
        }
        moved
    }

    /// Answers the first message.
    fn greet(&self, socket: &MessageSocket) -> anyhow::Result<()> {
        if !socket.is_own_user()? {
            bail!("another user asked for it");
        }
        let greeting = receive::<FromSuccessor>(socket)?.message;
        let FromSuccessor::Hello { protocol, version, is_service } = greeting else {
            bail!("the other server does not say who it is");
        };
        if protocol != PROTOCOL {
            let reason = format!(
                "the running server is version {VERSION} (take-over protocol {PROTOCOL}), this one {version} (protocol \
                 {protocol}): they cannot hand over to each other; stop it and start this one"
            );
            send(socket, &FromPredecessor::Refusal { reason })?;
            bail!("version {version} speaks protocol {protocol}, and this is protocol {PROTOCOL}");
        }
        if is_managed() && !is_service {
            let reason = "the running server is a service: reload it (systemctl reload longwave), or the service manager \
                          takes it for ended";
            send(socket, &FromPredecessor::Refusal { reason: reason.to_owned() })?;
            bail!("a server that was not started by the service manager asked for it");
        }
        tracing::info!(version, "a new server prepares to take over");
        let sockets = self
            .ports
            .iter()
            .map(|&SharedPort { port, address, is_passed, .. }| OfferedSocket { port, address, is_passed })
            .collect();
        let ports = self.ports.iter().map(|shared| shared.descriptor.as_fd());
        let descriptors: Vec<BorrowedFd<'_>> = std::iter::once(self.lock.as_fd()).chain(ports).collect();
        let clock = ClockOrigin::of(&*self.clock);
        let offer = FromPredecessor::Offer { version: VERSION.to_owned(), sockets, clock };
        send_with(socket, &offer, &[], &descriptors)
    }

    /// Pauses all DJs, all stations and all listeners.
    fn pause(&self, outlines: &[StationOutline]) -> anyhow::Result<Paused> {
        let stations: Vec<ProductionHandle> = self.stations.all().collect();
        let is_outlined = |station| outlines.iter().any(|outline| outline.is_of(station));
        if stations.len() != outlines.len() || !stations.iter().all(is_outlined) {
            bail!("stations or their renditions changed while the new server prepared; try again");
        }
        // Before the stations: what came of them waits there then.
        let sources = self.ingest.pause_sources();
        let stations = pause_together(&stations, PAUSE_WITHIN).context("a station does not pause")?;
        let connections = self.transmitters.suspend(PAUSE_WITHIN).context("a transmitter does not pause")?;
        Ok(Paused { sources, stations, connections })
    }

    /// Sends everything; fails unless the new server has all of it, and serves.
    fn move_all(&self, socket: &MessageSocket, paused: &Paused) -> anyhow::Result<()> {
        let ends_us = self.clock.now_us() + PAUSE_LASTS.as_micros() as u64;
        let taken = |expected: fn(&FromSuccessor) -> bool| {
            let left = Duration::from_micros(ends_us.saturating_sub(self.clock.now_us()));
            socket.set_patience(left.clamp(Duration::from_millis(1), STEP_WITHIN))?;
            expect(socket, expected)
        };
        for source in &paused.sources {
            let message = serde_json::json!({ "Source": &source.handed });
            send_with(socket, &message, &source.attached, &[source.socket.as_fd()])?;
            taken(|message| matches!(message, FromSuccessor::Taken))?;
        }
        for station in &paused.stations {
            // The state is borrowed, and a message owns: it is written by hand.
            let message = serde_json::json!({ "Station": &station.saved });
            send_with(socket, &message, &station.attached, &[])?;
            taken(|message| matches!(message, FromSuccessor::Taken))?;
        }
        let mut listeners = HandedListener::describe(paused.connections.all(), &self.open);
        while !listeners.is_empty() {
            let rest = listeners.split_off(listeners.len().min(MOST_DESCRIPTORS));
            let (batch, sockets): (Vec<_>, Vec<_>) = listeners.into_iter().unzip();
            send_with(socket, &FromPredecessor::Listeners(batch), &[], &sockets)?;
            taken(|message| matches!(message, FromSuccessor::Taken))?;
            listeners = rest;
        }
        send(socket, &FromPredecessor::Go)?;
        if let Err(error) = taken(|message| matches!(message, FromSuccessor::Serving)) {
            // From here on it cannot be sent; it may have been before.
            socket.shut()?;
            expect(socket, |message| matches!(message, FromSuccessor::Serving)).map_err(|_| error)?;
        }
        Ok(())
    }
}

/// Receives a message that `is_expected`.
fn expect(socket: &MessageSocket, is_expected: fn(&FromSuccessor) -> bool) -> anyhow::Result<()> {
    match receive::<FromSuccessor>(socket)?.message {
        FromSuccessor::Failed { reason } => bail!("the new one says: {reason}"),
        message if is_expected(&message) => Ok(()),
        message => bail!("{message:?} was not expected"),
    }
}
