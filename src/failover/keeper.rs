//! The thread that keeps the lease, or waits for it.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
#[cfg(feature = "nats")]
use std::thread;
use std::thread::JoinHandle;

use bytes::Bytes;
use tokio::sync::{mpsc, watch};

use super::lease::LeaseStatus;
use super::on_air::{self, StatesOnAir};
use super::settings::{NatsUrls, NodeName};
use crate::clock::Clock;
use crate::playout::AirPermit;
use crate::production::OnAirState;

/// States of stations that may wait to be sent.
const MOST_WAITING: usize = 1_000;

/// Configuration of a server among several.
#[derive(Clone)]
pub struct FailoverConfig {
    /// The NATS servers.
    pub urls: NatsUrls,
    /// The name of this server.
    pub node: NodeName,
    /// The server's clock.
    pub clock: Arc<dyn Clock>,
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
        let states = StatesOnAir::default();
        let permit = AirPermit::pending();
        let (node, granted) = (config.node.clone(), permit.clone());
        let links = KeeperLinks { permit: granted, status: to_us, states: states.clone(), sent, ended };
        let thread = spawn(config, links)?;
        let thread = Mutex::new(Some(thread));
        let shared = FailoverShared { node, permit, status: known, states, outbox, end, thread };
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

    /// Tells the servers that stand by the states of stations, which are of `now_us` by this server's clock. What cannot be
    /// sent at once is left out.
    pub fn tell(&self, stations: Vec<OnAirState>, now_us: u64) {
        let epoch = self.shared.permit.epoch();
        for message in stations.into_iter().filter_map(|station| on_air::message(epoch, now_us, station)) {
            let _ = self.shared.outbox.try_send(message);
        }
    }

    /// Waits until this server holds the lease.
    pub async fn held(&self) {
        let mut status = self.shared.status.clone();
        if status.wait_for(|status| matches!(status, LeaseStatus::Holds { .. })).await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    /// Waits until another server has got the lease, after this one had it; returns which, and its epoch.
    pub async fn lost(&self) -> (NodeName, u64) {
        let mut status = self.shared.status.clone();
        loop {
            if let LeaseStatus::Lost { holder, epoch } = &*status.borrow_and_update() {
                return (holder.clone(), *epoch);
            }
            if status.changed().await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    }

    /// Gives the lease up, so that another server takes it at once. Blocks until that is written, for a second at the longest.
    pub fn end(&self) {
        // One that has ended needs no word.
        let _ = self.shared.end.try_send(());
        let thread = self.shared.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if thread.is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the thread that keeps the lease panicked");
        }
    }
}

/// Asks whether NATS answers and keeps the lease; the error is for people.
#[cfg(feature = "nats")]
pub fn probe(urls: &NatsUrls) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    runtime.block_on(super::bus::Bus::probe(urls)).map_err(|error| error.to_string())
}

/// Asks whether NATS answers and keeps the lease; the error is for people.
#[cfg(not(feature = "nats"))]
pub fn probe(_: &NatsUrls) -> Result<(), String> {
    Err("this build is without NATS (the cargo feature nats)".to_owned())
}

/// Connections between the handle and the thread.
#[cfg_attr(not(feature = "nats"), expect(dead_code, reason = "there is no such thread"))]
struct KeeperLinks {
    permit: AirPermit,
    status: watch::Sender<LeaseStatus>,
    states: StatesOnAir,
    /// States of this server's stations, to be sent.
    sent: mpsc::Receiver<Bytes>,
    ended: mpsc::Receiver<()>,
}

#[cfg(not(feature = "nats"))]
fn spawn(_: FailoverConfig, _: KeeperLinks) -> io::Result<JoinHandle<()>> {
    Err(io::Error::other("this build is without NATS (the cargo feature nats)"))
}

#[cfg(feature = "nats")]
fn spawn(config: FailoverConfig, links: KeeperLinks) -> io::Result<JoinHandle<()>> {
    // A runtime of its own: nothing that the web server does makes a renewal late.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let work = move || runtime.block_on(keeping::LeaseKeeper::new(config, links).run());
    thread::Builder::new().name("lease".to_owned()).spawn(work)
}

#[cfg(feature = "nats")]
mod keeping {
    use std::future::poll_fn;
    use std::time::Duration;

    use async_nats::Subscriber;
    use futures_core::Stream as _;
    use tokio::time::sleep;

    use super::{FailoverConfig, KeeperLinks};
    use crate::clock::{boot_us, now_us};
    use crate::failover::bus::{Bus, BusError};
    use crate::failover::lease::{Lease, LeaseReply, LeaseRequest, LeaseStatus};

    /// The pause after an attempt to connect that failed.
    const RETRY_AFTER: Duration = Duration::from_secs(1);

    /// Renews the lease, or waits for it, and passes the stations' states on.
    pub(super) struct LeaseKeeper {
        config: FailoverConfig,
        links: KeeperLinks,
        lease: Lease,
        /// True once the log says that the bus does not answer, until it does.
        is_away: bool,
    }

    impl LeaseKeeper {
        pub(super) fn new(config: FailoverConfig, links: KeeperLinks) -> Self {
            // The seconds since 1970 are more than any lease has had that NATS has lost.
            let lease = Lease::new(config.node.clone(), fastrand::u64(..), now_us() / 1_000_000);
            Self { config, links, lease, is_away: false }
        }

        /// Keeps the lease until it is lost, or until it is told to end.
        pub(super) async fn run(mut self) {
            let Some((mut bus, mut states)) = self.connect().await else { return };
            loop {
                let asked_us = boot_us();
                let request = self.lease.request(asked_us);
                let reply = self.ask(&mut bus, &request).await;
                self.lease.take(&request, asked_us, boot_us(), reply);
                self.tell();
                if matches!(self.lease.status(), LeaseStatus::Lost { .. }) {
                    return;
                }
                let next_us = self.lease.next_at_us(asked_us).saturating_sub(boot_us());
                if !self.pass_on(&bus, &mut states, Duration::from_micros(next_us)).await {
                    break;
                }
            }
            self.links.permit.withdraw();
            if let Some(request) = self.lease.release() {
                if let LeaseReply::Written(_) = self.ask(&mut bus, &request).await {
                    tracing::info!("another server may go on air at once");
                } else {
                    tracing::warn!("the lease could not be given up: it runs out by itself");
                }
            }
        }

        /// Connects; `None` if it is told to end before.
        async fn connect(&mut self) -> Option<(Bus, Subscriber)> {
            loop {
                match self.subscribe().await {
                    Ok(connected) => return Some(connected),
                    Err(error) => self.note_away(&error),
                }
                tokio::select! {
                    () = sleep(RETRY_AFTER) => {}
                    _ = self.links.ended.recv() => return None,
                }
            }
        }

        async fn subscribe(&self) -> Result<(Bus, Subscriber), BusError> {
            let bus = Bus::connect(&self.config.urls, &self.config.node).await?;
            let states = bus.states().await?;
            Ok((bus, states))
        }

        /// Passes the stations' states on for so long: this server's to the bus while it is on air, and otherwise those of the
        /// other. Returns false once it is told to end.
        async fn pass_on(&mut self, bus: &Bus, states: &mut Subscriber, time: Duration) -> bool {
            let over = sleep(time);
            tokio::pin!(over);
            let is_on_air = matches!(self.lease.status(), LeaseStatus::Holds { .. });
            loop {
                tokio::select! {
                    () = &mut over => return true,
                    _ = self.links.ended.recv() => return false,
                    Some(message) = self.links.sent.recv() => {
                        if is_on_air {
                            bus.send_state(message).await;
                        }
                    }
                    Some(message) = poll_fn(|cx| std::pin::Pin::new(&mut *states).poll_next(cx)) => {
                        if !is_on_air {
                            self.links.states.take(&message.payload, self.config.clock.now_us());
                        }
                    }
                }
            }
        }

        async fn ask(&mut self, bus: &mut Bus, request: &LeaseRequest) -> LeaseReply {
            match bus.ask(request).await {
                Ok(reply) => {
                    if std::mem::take(&mut self.is_away) {
                        tracing::info!("NATS answers again");
                    }
                    reply
                }
                Err(error) => {
                    self.note_away(&error);
                    LeaseReply::Missing
                }
            }
        }

        /// Says once that the bus does not answer.
        fn note_away(&mut self, error: &BusError) {
            if !std::mem::replace(&mut self.is_away, true) {
                tracing::warn!(nats = %self.config.urls, "{error}");
            }
        }

        /// Gives the permission, or withdraws it, and tells what is new.
        fn tell(&self) {
            let status = self.lease.status();
            match &status {
                LeaseStatus::Holds { epoch, until_us } => self.links.permit.extend(*until_us, *epoch),
                LeaseStatus::StandsBy { .. } | LeaseStatus::Lost { .. } => self.links.permit.withdraw(),
            }
            let is_news = {
                let known = self.links.status.borrow();
                std::mem::discriminant(&*known) != std::mem::discriminant(&status)
                    || matches!((&*known, &status), (LeaseStatus::StandsBy { holder: before }, LeaseStatus::StandsBy { holder }) if holder.is_some() && before != holder)
            };
            if is_news {
                self.log(&status);
            }
            self.links.status.send_if_modified(|known| {
                // While nothing is known, the last holder is.
                let is_less = matches!(&status, LeaseStatus::StandsBy { holder: None })
                    && matches!(known, LeaseStatus::StandsBy { .. });
                let is_new = *known != status && !is_less;
                if is_new {
                    *known = status;
                }
                is_new
            });
        }

        fn log(&self, status: &LeaseStatus) {
            let node = self.config.node.as_str();
            match status {
                LeaseStatus::StandsBy { holder: Some(holder) } => {
                    tracing::info!(node, holder = holder.as_str(), "another server is on air: stands by");
                }
                LeaseStatus::StandsBy { holder: None } => {}
                LeaseStatus::Holds { epoch, .. } => tracing::info!(node, epoch, "has the lease"),
                LeaseStatus::Lost { holder, epoch } => {
                    tracing::warn!(
                        node,
                        holder = holder.as_str(),
                        epoch,
                        "another server has the lease: steps down"
                    );
                }
            }
        }
    }
}
