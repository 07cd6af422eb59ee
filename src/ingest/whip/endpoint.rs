//! The thread that has the UDP socket, and drives all sessions.

use std::io;
use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError};
use std::time::{Duration, Instant};

use tokio::sync::{OwnedSemaphorePermit, oneshot};

use super::session::WhipSession;

/// The longest datagram that is read.
const MOST_DATAGRAM: usize = 2_048;
/// A socket that fails is read again after this.
const AGAIN_AFTER: Duration = Duration::from_millis(20);
/// Shortest and longest wait for a datagram.
const LEAST_WAIT: Duration = Duration::from_millis(1);
const MOST_WAIT: Duration = Duration::from_millis(20);

/// An order to the thread.
pub(super) enum WhipOrder {
    /// Waits for a client.
    Begin(Box<WhipSession>),
    /// Ends a session; tells whether there was one. The permit is held until it is obeyed.
    End { station: String, id: String, tell: oneshot::Sender<bool>, permit: OwnedSemaphorePermit },
    /// Ends all sessions and the thread; the sender is dropped then.
    Close(SyncSender<()>),
}

/// The socket and the sessions.
pub(super) struct Endpoint {
    socket: UdpSocket,
    is_v6: bool,
    orders: Receiver<WhipOrder>,
    sessions: Vec<WhipSession>,
    /// Set once no session begins any more; dropped when all are over.
    closing: Option<SyncSender<()>>,
}

impl Endpoint {
    pub(super) fn new(socket: UdpSocket, orders: Receiver<WhipOrder>) -> io::Result<Self> {
        let is_v6 = socket.local_addr()?.is_ipv6();
        socket.set_nonblocking(false)?;
        Ok(Self { socket, is_v6, orders, sessions: Vec::new(), closing: None })
    }

    /// Drives sessions until it is told to close, or nobody can give orders any more.
    pub(super) fn run(mut self) {
        // A client's packet must not end the others' thread for good.
        while !catch_unwind(AssertUnwindSafe(|| self.drive())).unwrap_or(false) {
            tracing::error!(sessions = self.sessions.len(), "the thread of WHIP failed: its sessions end");
            self.sessions.clear();
        }
    }

    /// Returns true once it is over.
    fn drive(&mut self) -> bool {
        let mut datagram = [0; MOST_DATAGRAM];
        loop {
            if !self.take_orders() {
                return true;
            }
            let now = now();
            let due = self.sessions.iter().map(WhipSession::wake).min().unwrap_or(now + MOST_WAIT);
            let wait = due.saturating_duration_since(now).clamp(LEAST_WAIT, MOST_WAIT);
            if self.socket.set_read_timeout(Some(wait)).is_err() {
                return true;
            }
            match self.socket.recv_from(&mut datagram) {
                Ok((length, from)) => {
                    let from = SocketAddr::new(from.ip().to_canonical(), from.port());
                    let at = self::now();
                    let datagram = &datagram[..length];
                    // It is for at most one of them.
                    let _ = self.sessions.iter_mut().any(|session| session.receive(from, datagram, at));
                }
                Err(error) if is_timeout(&error) => {}
                Err(error) => {
                    tracing::debug!(%error, "the UDP socket of WHIP cannot be read");
                    if let Ok(order) = self.orders.recv_timeout(AGAIN_AFTER) {
                        self.obey(order);
                    }
                }
            }
            self.poll();
        }
    }

    /// Does what sessions have to do by now.
    fn poll(&mut self) {
        let (socket, is_v6, now) = (&self.socket, self.is_v6, now());
        let mut send = |to: SocketAddr, datagram: &[u8]| {
            let to = if is_v6 { mapped(to) } else { to };
            if let Err(error) = socket.send_to(datagram, to) {
                tracing::debug!(%error, "a packet to a WHIP client is lost");
            }
        };
        self.sessions.retain_mut(|session| session.wake() > now || session.poll(now, &mut send));
    }

    /// Takes the orders there are; waits for one while there is no session. False if it is over.
    fn take_orders(&mut self) -> bool {
        loop {
            if self.sessions.is_empty() && self.closing.is_some() {
                return false;
            }
            let order = if self.sessions.is_empty() {
                self.orders.recv().map_err(|_| TryRecvError::Disconnected)
            } else {
                self.orders.try_recv()
            };
            match order {
                Ok(order) => self.obey(order),
                Err(TryRecvError::Empty) => return true,
                Err(TryRecvError::Disconnected) if self.sessions.is_empty() => return false,
                Err(TryRecvError::Disconnected) => {
                    self.close_all();
                    return true;
                }
            }
        }
    }

    fn obey(&mut self, order: WhipOrder) {
        match order {
            WhipOrder::Begin(session) if self.closing.is_none() => self.sessions.push(*session),
            WhipOrder::Begin(_) => {}
            WhipOrder::End { station, id, tell, permit } => {
                drop(permit);
                let found = self.sessions.iter_mut().find(|session| session.is(&station, &id));
                // The client that asked may be gone.
                let _ = tell.send(found.is_some());
                if let Some(session) = found {
                    session.close(&"the client ended it", now());
                }
            }
            WhipOrder::Close(tell) => {
                self.closing = Some(tell);
                self.close_all();
            }
        }
    }

    fn close_all(&mut self) {
        let now = now();
        for session in &mut self.sessions {
            session.close(&"the station signs off", now);
        }
    }
}

/// The time by the clock that WebRTC's timers are counted on.
pub(super) fn now() -> Instant {
    tokio::time::Instant::now().into_std()
}

fn is_timeout(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut | io::ErrorKind::Interrupted)
}

/// Returns an address as a socket of IPv6 names it that serves IPv4 as well.
fn mapped(address: SocketAddr) -> SocketAddr {
    match address.ip() {
        IpAddr::V4(ip) => SocketAddr::new(ip.to_ipv6_mapped().into(), address.port()),
        IpAddr::V6(_) => address,
    }
}
