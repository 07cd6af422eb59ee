//! DJs' sockets: any program that speaks Icecast or SHOUTcast, and the studio in a browser. And streams that are
//! fetched from elsewhere.
//!
//! In: connections that bring sound, names and passwords. Out: bytes for the thread that decodes them, one for
//! each station that is live; titles; to whoever cannot go live, the reason.
//! Never: decodes, keeps more than 64 KiB of what a source sent, or waits for a disk on an asynchronous thread.
//!
//! | who | how it comes here |
//! |---|---|
//! | `PUT` and `SOURCE` | [`Ingest::serve_icecast`], from the door |
//! | SHOUTcast's programs | [`Ingest::serve_shoutcast`], on a port of their own |
//! | the studio | [`studio`], over a WebSocket of the web server |
//! | streams from elsewhere | [`relay()`], when a show says so |

mod authenticator;
mod credentials;
mod login_throttle;
mod refusal;

mod chunked;
mod head;
mod media_type;
mod pending_sources;
mod pipe;
mod sessions;
mod source_request;
mod wire;

mod icecast;
mod relay;
mod shoutcast;
pub mod studio;
pub mod title;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use tokio::net::TcpStream;
use tokio::time::sleep;

pub use authenticator::{Authenticator, MetadataScope};
pub use credentials::Credentials;
pub use head::SourceHead;
pub use refusal::SourceRefusal;
pub use relay::relay;
pub use wire::SourceSocket;

use crate::clock::Clock;
use crate::production::{ProductionHandle, Stations};
use crate::source::live::DjTitle;
use crate::store::Store;

use pending_sources::PendingSources;
use sessions::{SourceSession, SourceSessions};
use source_request::SourceRequest;

/// A handle to all that DJs come in by; clones share it.
#[derive(Clone)]
pub struct Ingest {
    stations: Stations,
    gate: Authenticator,
    sessions: SourceSessions,
    pending: PendingSources,
}

impl Ingest {
    /// For the DJs of `stations`, whose passwords are in `store`.
    pub fn new(stations: Stations, store: Store, clock: Arc<dyn Clock>) -> Self {
        let gate = Authenticator::new(store, Arc::clone(&clock));
        Self { stations, gate, sessions: SourceSessions::new(clock), pending: PendingSources::default() }
    }

    /// Who may come in.
    pub fn gate(&self) -> &Authenticator {
        &self.gate
    }

    /// Serves a connection from the one port whose first bytes, `read`, are a source's. It is given back if it
    /// goes on with a request for the web.
    pub async fn serve_icecast<W: SourceSocket>(
        &self,
        stream: W,
        peer: SocketAddr,
        read: BytesMut,
    ) -> Option<(W, BytesMut)> {
        icecast::serve(self, stream, peer, read).await
    }

    /// Goes live with the `body` of a source's request that the web server has read, until that ends. Returns the
    /// status and the words of its answer.
    pub async fn receive<E>(
        &self,
        from: IpAddr,
        head: &SourceHead,
        body: impl Stream<Item = Result<Bytes, E>> + Unpin,
    ) -> (u16, String) {
        icecast::receive(self, from, head, body).await
    }

    /// Serves a connection of SHOUTcast's port.
    pub async fn serve_shoutcast(&self, stream: TcpStream, peer: SocketAddr) {
        shoutcast::serve(self, stream, peer).await;
    }

    /// Gives what `teller` may name on `station` a title; false if nobody is live. It is kept for when the
    /// same DJ comes back.
    pub fn retitle(
        &self,
        station: &ProductionHandle,
        teller: &MetadataScope,
        title: DjTitle,
    ) -> Result<bool, SourceRefusal> {
        self.sessions.retitle(station, teller, title)
    }

    /// Takes who is live off the air; false if nobody is.
    pub fn kick(&self, station: &ProductionHandle) -> bool {
        self.sessions.kick(station)
    }

    /// Ends what is live and takes nobody any more. Waits a moment for the threads.
    pub fn close(&self) {
        self.sessions.close(self.stations.all());
    }

    /// Ends what is live on a station that signs off, and on no other.
    pub fn leave(&self, station: &ProductionHandle) {
        self.sessions.leave(station);
        station.relay_inputs().clear();
    }

    /// The station that a mount of Icecast means: `/main`, with an extension or not.
    pub fn station_of_mount(&self, mount: &str) -> Option<ProductionHandle> {
        self.stations.get(slug_of_mount(mount)?)
    }

    fn stations(&self) -> &Stations {
        &self.stations
    }

    /// Puts `visitor` on the line of `station`; waits a moment for it if the one who has it may be the same.
    async fn open(
        &self,
        station: &ProductionHandle,
        visitor: SourceRequest,
    ) -> Result<SourceSession, SourceRefusal> {
        if let Some(wait) = self.sessions.may_come_free(station, &visitor) {
            sleep(wait).await;
        }
        self.sessions.open(station, visitor)
    }
}

/// The slug in a mount such as `/main.ogg`: what follows it does not matter.
fn slug_of_mount(mount: &str) -> Option<&str> {
    let path = mount.split('?').next()?.strip_prefix('/')?;
    path.split(['.', '/']).next().filter(|slug| !slug.is_empty())
}
