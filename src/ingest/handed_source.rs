//! A DJ's connection on its way to another process that goes on with it.
//!
//! In the process that has it: reading pauses, and everything that came is decoded; then the connection goes on as before,
//! unless the other process has it. In the other one: a decoder hears again what it needs of the stream, and goes on with the
//! bytes that come once the connection is [let go](ResumedSource::go).

use std::net::{IpAddr, TcpStream};
use std::os::fd::OwnedFd;
use std::sync::mpsc::SyncSender;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use serde::{Deserialize, Serialize};
use tokio::runtime::Builder;
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

use super::chunked::Body;
use super::head::Version;
use super::icecast;
use super::pipe::PipeProgress;
use super::source_session::SourceSession;
use super::stream_replay::StreamReplay;
use super::wire::{HandableSocket, Reception};
use crate::auth::AuthenticatedSource;
use crate::source::live::{DjTitle, Watch};

/// Time for a decoder to take in what has come.
const DRAINS_WITHIN: Duration = Duration::from_millis(300);
/// With so much sound waiting, nobody need wait for more before a station goes on.
const ENOUGH: Duration = Duration::from_millis(500);

/// A connection of a DJ who is live, but for its socket and the bytes that are attached.
#[derive(Debug, Serialize, Deserialize)]
pub struct HandedSource {
    pub(super) identity: SourceIdentity,
    pub(super) title: DjTitle,
    body: Body,
    version: Version,
    late: Option<String>,
    is_shy: bool,
    /// Attached bytes of the stream by which a decoder goes on. Those after them were read and not yet decoded.
    replayed: usize,
}

impl HandedSource {
    /// Returns the slug of its station.
    pub fn station(&self) -> &str {
        &self.identity.station
    }
}

/// Everything that is known of a DJ who is live.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct SourceIdentity {
    pub(super) station: String,
    pub(super) number: u64,
    pub(super) key: String,
    pub(super) admitted: AuthenticatedSource,
    pub(super) from: IpAddr,
    pub(super) name: Option<String>,
    pub(super) program: Option<String>,
    pub(super) media_type: Option<String>,
    pub(super) since_us: u64,
}

/// The part of a connection that another process can go on with it by.
pub(super) struct HandOver {
    pub(super) replay: StreamReplay,
    pub(super) requests: mpsc::Receiver<HandOverRequest>,
    /// Version of the request that is to be answered.
    pub(super) version: Version,
}

/// A request to hand a connection over.
pub(super) struct HandOverRequest {
    pub(super) identity: SourceIdentity,
    pub(super) to: SyncSender<PausedSource>,
}

/// A session's connection, as others ask it to be handed over; clones share it.
#[derive(Clone, Default)]
pub(super) struct HandOverSlot(Arc<Mutex<Option<mpsc::Sender<HandOverRequest>>>>);

impl HandOverSlot {
    /// Lets the connection be asked for from now on.
    pub(super) fn open(&self) -> mpsc::Receiver<HandOverRequest> {
        let (to, requests) = mpsc::channel(1);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(to);
        requests
    }

    /// Asks for the connection; false if it cannot be handed over.
    pub(super) fn ask(&self, request: HandOverRequest) -> bool {
        let slot = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        slot.as_ref().is_some_and(|to| to.try_send(request).is_ok())
    }
}

/// A connection that pauses. It goes on when this is dropped.
pub struct PausedSource {
    /// Its state.
    pub handed: HandedSource,
    /// Bytes that are attached to it.
    pub attached: Vec<u8>,
    /// Its socket.
    pub socket: OwnedFd,
    taken: oneshot::Sender<()>,
}

impl PausedSource {
    /// Ends it here: another process goes on with it.
    pub fn end(self) {
        // One that has ended already needs no word.
        let _ = self.taken.send(());
    }
}

/// Pauses a connection as `request` asks. Returns whether another process goes on with it; then returns when this one ends.
pub(super) async fn hand_over(
    stream: &impl HandableSocket,
    reception: &Reception,
    session: &mut SourceSession,
    request: HandOverRequest,
) -> bool {
    let drained = timeout(DRAINS_WITHIN, session.inlet.drained()).await.is_ok();
    let Some((paused, verdict)) =
        drained.then(|| pause(stream, reception, session, request.identity)).flatten()
    else {
        return false;
    };
    if request.to.try_send(paused).is_err() || verdict.await.is_err() {
        return false;
    }
    // Until this process ends, the DJ is live, for everybody who asks.
    session.over().await;
    true
}

fn pause(
    stream: &impl HandableSocket,
    reception: &Reception,
    session: &SourceSession,
    identity: SourceIdentity,
) -> Option<(PausedSource, oneshot::Receiver<()>)> {
    let handing = reception.handing.as_ref()?;
    let mut attached = handing.replay.bytes()?;
    let replayed = attached.len();
    attached.extend_from_slice(&reception.wire);
    let handed = HandedSource {
        identity,
        title: session.watch.last_title(),
        body: reception.body,
        version: handing.version,
        late: reception.late.clone(),
        is_shy: reception.is_shy,
        replayed,
    };
    let socket = stream.socket()?.try_clone_to_owned().ok()?;
    let (taken, verdict) = oneshot::channel();
    Some((PausedSource { handed, attached, socket, taken }, verdict))
}

/// A connection that was taken over, and is not read yet.
pub struct ResumedSource {
    station: String,
    stream: TcpStream,
    session: SourceSession,
    reception: Reception,
    version: Version,
}

/// Sees whether a connection that is read again has brought its sound.
pub struct ArrivingSource {
    progress: PipeProgress,
    watch: Watch,
}

impl ArrivingSource {
    /// Returns whether enough sound is there, or all that was sent.
    pub fn is_there(&self) -> bool {
        let has_all = self.progress.has_begun() && self.progress.is_drained();
        has_all || self.watch.unheard() >= ENOUGH
    }
}

impl ResumedSource {
    /// Takes a connection of a session that was opened for it.
    pub(super) fn new(
        handed: HandedSource,
        attached: &Bytes,
        socket: OwnedFd,
        session: SourceSession,
    ) -> Self {
        let wire = attached.get(handed.replayed..).unwrap_or_default();
        let mut reception = Reception::new(BytesMut::from(wire), handed.body, handed.late);
        reception.is_shy = handed.is_shy;
        // It can be handed over again.
        let mut replay = StreamReplay::default();
        replay.push(&attached[..handed.replayed.min(attached.len())]);
        let requests = session.handing.open();
        reception.handing = Some(HandOver { replay, requests, version: handed.version });
        Self {
            station: handed.identity.station,
            stream: TcpStream::from(socket),
            session,
            reception,
            version: handed.version,
        }
    }

    /// Returns the bytes by which a decoder goes on.
    pub(super) fn replay(handed: &HandedSource, attached: &Bytes) -> Bytes {
        attached.slice(..handed.replayed.min(attached.len()))
    }

    /// Reads the connection from now on, on a thread of its own. Without one, it ends.
    pub fn go(self) -> ArrivingSource {
        let arriving =
            ArrivingSource { progress: self.session.inlet.progress(), watch: self.session.watch.clone() };
        let thread = thread::Builder::new().name(format!("dj {}", self.station));
        if let Err(error) = thread.spawn(move || self.serve()) {
            tracing::error!(%error, "no thread for a DJ who was taken over");
        }
        arriving
    }

    fn serve(self) {
        let Self { station, stream, session, reception, version } = self;
        let hearing = async move {
            stream.set_nonblocking(true)?;
            let mut stream = tokio::net::TcpStream::from_std(stream)?;
            icecast::hear_to_the_end(&mut stream, &station, reception, session, version).await
        };
        let runtime = Builder::new_current_thread().enable_all().build();
        let served = runtime.and_then(|runtime| runtime.block_on(hearing));
        if let Err(error) = served {
            tracing::debug!(%error, "a DJ's connection broke");
        }
    }
}
