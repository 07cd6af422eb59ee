//! The handle to a server's part among several.

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
#[cfg(any(feature = "nats", test))]
use std::thread;
use std::thread::JoinHandle;

use bytes::Bytes;
use tokio::sync::{mpsc, watch};

use super::lease::LeaseStatus;
use super::members::{ClusterMembers, ServerNews};
use super::on_air::{self, StatesOnAir};
use super::settings::{ClusterName, NatsUrls, NodeName};
use crate::clock::Clock;
use crate::model::Address;
use crate::playout::AirPermit;
use crate::production::OnAirState;

/// States of stations that may wait to be sent.
const MOST_WAITING: usize = 1_000;

/// The reason why a build cannot be one of several servers.
const WITHOUT_NATS: &str =
    "this build is without NATS: build it with the cargo feature `nats`, which is on by default";

/// Configuration of a server among several.
#[derive(Clone)]
pub struct FailoverConfig {
    /// The NATS servers.
    pub urls: NatsUrls,
    /// The servers that hold a lease in turn, where several such groups share NATS.
    pub cluster: ClusterName,
    /// The name of this server.
    pub node: NodeName,
    /// The address at which edges reach this server.
    pub address: Address,
    /// The server's clock.
    pub clock: Arc<dyn Clock>,
}

/// The ways in which a server's turn ends by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LeaseEnd {
    /// Another server has got the lease.
    Lost {
        /// The server on air.
        holder: NodeName,
        /// Its epoch.
        epoch: u64,
    },
    /// The server made no sound, and has given the lease up.
    LetGo,
    /// The thread that keeps the lease has ended.
    Unkept,
}

/// A count of the times that a server's stations were heard; clones share it.
#[derive(Clone, Debug, Default)]
pub(super) struct SoundReports(Arc<AtomicU64>);

impl SoundReports {
    #[cfg_attr(not(feature = "nats"), allow(dead_code, reason = "only the thread that keeps the lease asks"))]
    pub(super) fn count(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// A handle to a server's part among several; clones share it.
#[derive(Clone, Debug)]
pub struct Failover {
    shared: Arc<FailoverShared>,
}

#[derive(Debug)]
struct FailoverShared {
    node: NodeName,
    permit: AirPermit,
    status: watch::Receiver<LeaseStatus>,
    states: StatesOnAir,
    members: ClusterMembers,
    sound: SoundReports,
    outbox: mpsc::Sender<Bytes>,
    /// Asks the thread to end.
    end: mpsc::Sender<()>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Failover {
    /// Begins to wait for the lease. Fails if there can be no thread, or if this build is without NATS.
    pub fn start(config: FailoverConfig) -> io::Result<Self> {
        let (to_us, known) = watch::channel(LeaseStatus::StandsBy { holder: None });
        let (end, ended) = mpsc::channel(1);
        let (outbox, sent) = mpsc::channel(MOST_WAITING);
        let (states, sound) = (StatesOnAir::default(), SoundReports::default());
        let members = ClusterMembers::default();
        let permit = AirPermit::pending();
        let (node, granted) = (config.node.clone(), permit.clone());
        let (told, heard) = (states.clone(), sound.clone());
        let links = KeeperLinks {
            permit: granted,
            status: to_us,
            states: told,
            members: members.clone(),
            sound: heard,
            sent,
            ended,
        };
        let thread = Mutex::new(Some(spawn(config, links)?));
        let shared =
            FailoverShared { node, permit, status: known, states, members, sound, outbox, end, thread };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// Returns the name of this server.
    pub fn node(&self) -> &NodeName {
        &self.shared.node
    }

    /// Returns the permission to be on air, which is given while this server holds the lease.
    pub fn permit(&self) -> &AirPermit {
        &self.shared.permit
    }

    /// Returns the state of the lease.
    pub fn status(&self) -> LeaseStatus {
        self.shared.status.borrow().clone()
    }

    /// Returns the stations' states as the server on air tells them.
    pub fn states(&self) -> &StatesOnAir {
        &self.shared.states
    }

    /// Returns the servers and edges of the cluster.
    pub fn members(&self) -> &ClusterMembers {
        &self.shared.members
    }

    /// Tells the servers that stand by the states of stations, which are of `now_us` by this server's clock. What cannot be
    /// sent at once is left out.
    pub fn tell(&self, stations: Vec<OnAirState>, now_us: u64) {
        let epoch = self.shared.permit.epoch();
        for message in stations.into_iter().filter_map(|station| on_air::message(epoch, now_us, station)) {
            let _ = self.shared.outbox.try_send(message);
        }
    }

    /// Takes note that every station makes sound. A server that has the lease and makes none gives it up.
    pub fn note_sound(&self) {
        self.shared.sound.0.fetch_add(1, Ordering::Relaxed);
    }

    /// Waits until this server holds the lease, or never will.
    pub async fn held(&self) -> Result<(), LeaseEnd> {
        self.status_that(|status| matches!(status, LeaseStatus::Holds { .. }).then_some(())).await
    }

    /// Waits until this server holds the lease, or it is known which one does.
    pub async fn settled(&self) -> Result<(), LeaseEnd> {
        let is_settled =
            |status: &LeaseStatus| (*status != LeaseStatus::StandsBy { holder: None }).then_some(());
        self.status_that(is_settled).await
    }

    /// Waits until this server's turn is over, after it had the lease; returns how it ended.
    pub async fn lost(&self) -> LeaseEnd {
        match self.status_that(|_| None::<()>).await {
            Ok(()) => LeaseEnd::Unkept,
            Err(end) => end,
        }
    }

    /// Waits for a status by which `find` finds something, or for the end.
    async fn status_that<T>(&self, find: impl Fn(&LeaseStatus) -> Option<T>) -> Result<T, LeaseEnd> {
        let mut status = self.shared.status.clone();
        loop {
            match &*status.borrow_and_update() {
                LeaseStatus::Lost { holder, epoch } => {
                    return Err(LeaseEnd::Lost { holder: holder.clone(), epoch: *epoch });
                }
                LeaseStatus::LetGo => return Err(LeaseEnd::LetGo),
                known => {
                    if let Some(found) = find(known) {
                        return Ok(found);
                    }
                }
            }
            // There is nobody left who could change it: without its thread, no server may go on.
            if status.changed().await.is_err() {
                return Err(LeaseEnd::Unkept);
            }
        }
    }

    /// Gives the lease up, so that another server takes it at once. Blocks until that is written, for 1.5 s at the longest:
    /// NATS has 700 ms for the question that is asked already, and for this one.
    pub fn end(&self) {
        // One that has ended needs no word.
        let _ = self.shared.end.try_send(());
        let thread = self.shared.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if thread.is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the thread that keeps the lease panicked");
        }
    }
}

/// Answers of NATS about a cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClusterProbe {
    /// Number of NATS servers.
    pub nats_servers: usize,
    /// Number of them that keep the lease.
    pub copies: usize,
    /// Servers that have announced themselves meanwhile.
    pub servers: Vec<ServerNews>,
}

/// Asks whether NATS answers and keeps the lease, and listens for a moment; the error is for people.
#[cfg(feature = "nats")]
pub fn probe(urls: &NatsUrls, cluster: &ClusterName) -> Result<ClusterProbe, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    let config =
        super::bus::BusConfig { urls: urls.clone(), cluster: cluster.clone(), client: "check".to_owned() };
    runtime.block_on(super::bus::Bus::probe(&config)).map_err(|error| error.to_string())
}

/// Asks whether NATS answers and keeps the lease; the error is for people.
#[cfg(not(feature = "nats"))]
pub fn probe(_: &NatsUrls, _: &ClusterName) -> Result<ClusterProbe, String> {
    Err(WITHOUT_NATS.to_owned())
}

/// Connections between the handle and the thread.
#[cfg_attr(not(feature = "nats"), allow(dead_code, reason = "there is no such thread"))]
pub(super) struct KeeperLinks {
    pub(super) permit: AirPermit,
    pub(super) status: watch::Sender<LeaseStatus>,
    pub(super) states: StatesOnAir,
    pub(super) members: ClusterMembers,
    pub(super) sound: SoundReports,
    /// States of this server's stations, to be sent.
    pub(super) sent: mpsc::Receiver<Bytes>,
    pub(super) ended: mpsc::Receiver<()>,
}

/// Whatever ends the thread: without it, nothing is known of the lease.
impl Drop for KeeperLinks {
    fn drop(&mut self) {
        self.permit.withdraw();
    }
}

/// Fails if this build is without NATS; the error is for people.
pub fn check_build() -> Result<(), &'static str> {
    if cfg!(feature = "nats") { Ok(()) } else { Err(WITHOUT_NATS) }
}

#[cfg(not(feature = "nats"))]
fn spawn(_: FailoverConfig, _: KeeperLinks) -> io::Result<JoinHandle<()>> {
    Err(io::Error::other(WITHOUT_NATS))
}

#[cfg(feature = "nats")]
fn spawn(config: FailoverConfig, links: KeeperLinks) -> io::Result<JoinHandle<()>> {
    // A runtime of its own: nothing that the web server does makes a renewal late.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let work = move || runtime.block_on(super::lease_keeper::LeaseKeeper::new(config, links).run());
    thread::Builder::new().name("lease".to_owned()).spawn(work)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A handle, and the thread's side of it.
    fn parts() -> (Failover, KeeperLinks) {
        let (to_us, lease) = watch::channel(LeaseStatus::StandsBy { holder: None });
        let (end, ended) = mpsc::channel(1);
        let (outbox, sent) = mpsc::channel(1);
        let (permit, states, sound) = (AirPermit::pending(), StatesOnAir::default(), SoundReports::default());
        let members = ClusterMembers::default();
        let links = KeeperLinks {
            permit: permit.clone(),
            status: to_us,
            states: states.clone(),
            members: members.clone(),
            sound: sound.clone(),
            sent,
            ended,
        };
        let node = "a".parse().unwrap();
        let thread = Mutex::new(None);
        let shared =
            FailoverShared { node, permit, status: lease, states, members, sound, outbox, end, thread };
        (Failover { shared: Arc::new(shared) }, links)
    }

    #[actix_web::test]
    async fn a_server_whose_thread_that_keeps_the_lease_has_died_steps_down() {
        let (failover, links) = parts();
        links.permit.extend(u64::MAX, 7);
        links.status.send_replace(LeaseStatus::Holds { epoch: 7, until_us: u64::MAX });
        assert_eq!(failover.held().await, Ok(()));
        assert!(failover.permit().is_given());
        let died = thread::spawn(move || {
            let _links = links;
            panic!("as a test");
        });
        assert_eq!(failover.lost().await, LeaseEnd::Unkept);
        assert!(died.join().is_err() && !failover.permit().is_given());
        let (failover, links) = parts();
        drop(links);
        assert_eq!(failover.held().await, Err(LeaseEnd::Unkept), "one that stands by ends, too");
    }

    #[actix_web::test]
    async fn a_server_that_gave_the_lease_up_or_lost_it_is_told() {
        let (failover, links) = parts();
        failover.note_sound();
        assert_eq!(links.sound.count(), 1);
        links.status.send_replace(LeaseStatus::StandsBy { holder: Some("b".parse().unwrap()) });
        assert_eq!(failover.settled().await, Ok(()));
        links.status.send_replace(LeaseStatus::LetGo);
        assert_eq!(failover.lost().await, LeaseEnd::LetGo);
        let holder: NodeName = "b".parse().unwrap();
        links.status.send_replace(LeaseStatus::Lost { holder: holder.clone(), epoch: 8 });
        assert_eq!(failover.lost().await, LeaseEnd::Lost { holder, epoch: 8 });
    }
}
