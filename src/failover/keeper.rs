//! The thread that keeps the lease, or waits for it.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
#[cfg(feature = "nats")]
use std::thread;
use std::thread::JoinHandle;

use tokio::sync::{mpsc, watch};

use super::lease::LeaseStatus;
use super::settings::{NatsUrls, NodeName};
use crate::playout::AirPermit;

/// Configuration of a server among several.
#[derive(Clone, Debug)]
pub struct FailoverConfig {
    /// The NATS servers.
    pub urls: NatsUrls,
    /// The name of this server.
    pub node: NodeName,
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
    /// Asks the thread to end.
    end: mpsc::Sender<()>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Failover {
    /// Begins to wait for the lease. Fails if there can be no thread, or if this build is without NATS.
    pub fn start(config: FailoverConfig) -> io::Result<Self> {
        let (to_us, status) = watch::channel(LeaseStatus::StandsBy { holder: None });
        let (end, ended) = mpsc::channel(1);
        let permit = AirPermit::pending();
        let (node, granted) = (config.node.clone(), permit.clone());
        let thread = spawn(config, granted, to_us, ended)?;
        let shared = FailoverShared { node, permit, status, end, thread: Mutex::new(Some(thread)) };
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

#[cfg(not(feature = "nats"))]
fn spawn(
    _: FailoverConfig,
    _: AirPermit,
    _: watch::Sender<LeaseStatus>,
    _: mpsc::Receiver<()>,
) -> io::Result<JoinHandle<()>> {
    Err(io::Error::other("this build is without NATS (the cargo feature nats)"))
}

#[cfg(feature = "nats")]
fn spawn(
    config: FailoverConfig,
    permit: AirPermit,
    status: watch::Sender<LeaseStatus>,
    ended: mpsc::Receiver<()>,
) -> io::Result<JoinHandle<()>> {
    // A runtime of its own: nothing that the web server does makes a renewal late.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let work = move || runtime.block_on(keeping::LeaseKeeper::new(config, permit, status).run(ended));
    thread::Builder::new().name("lease".to_owned()).spawn(work)
}

#[cfg(feature = "nats")]
mod keeping {
    use std::time::Duration;

    use tokio::sync::{mpsc, watch};
    use tokio::time::sleep;

    use super::FailoverConfig;
    use crate::clock::{boot_us, now_us};
    use crate::failover::bus::{Bus, BusError};
    use crate::failover::lease::{Lease, LeaseReply, LeaseRequest, LeaseStatus};
    use crate::playout::AirPermit;

    /// The pause after an attempt to connect that failed.
    const RETRY_AFTER: Duration = Duration::from_secs(1);

    /// Renews the lease, or waits for it.
    pub(super) struct LeaseKeeper {
        config: FailoverConfig,
        permit: AirPermit,
        status: watch::Sender<LeaseStatus>,
        lease: Lease,
        /// True once the log says that the bus does not answer, until it does.
        is_away: bool,
    }

    impl LeaseKeeper {
        pub(super) fn new(
            config: FailoverConfig,
            permit: AirPermit,
            status: watch::Sender<LeaseStatus>,
        ) -> Self {
            // The seconds since 1970 are more than any lease has had that NATS has lost.
            let lease = Lease::new(config.node.clone(), fastrand::u64(..), now_us() / 1_000_000);
            Self { config, permit, status, lease, is_away: false }
        }

        /// Keeps the lease until it is lost, or until it is told to end by `ended`.
        pub(super) async fn run(mut self, mut ended: mpsc::Receiver<()>) {
            let mut bus = tokio::select! {
                bus = self.connect() => bus,
                _ = ended.recv() => return,
            };
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
                tokio::select! {
                    () = sleep(Duration::from_micros(next_us)) => {}
                    _ = ended.recv() => break,
                }
            }
            self.permit.withdraw();
            if let Some(request) = self.lease.release() {
                match self.ask(&mut bus, &request).await {
                    LeaseReply::Written(_) => tracing::info!("another server may go on air at once"),
                    _ => tracing::warn!("the lease could not be given up: it runs out by itself"),
                }
            }
        }

        async fn connect(&mut self) -> Bus {
            loop {
                match Bus::connect(&self.config.urls, &self.config.node).await {
                    Ok(bus) => return bus,
                    Err(error) => self.note_away(&error),
                }
                sleep(RETRY_AFTER).await;
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
                LeaseStatus::Holds { epoch, until_us } => self.permit.extend(*until_us, *epoch),
                LeaseStatus::StandsBy { .. } | LeaseStatus::Lost { .. } => self.permit.withdraw(),
            }
            let is_news = {
                let known = self.status.borrow();
                std::mem::discriminant(&*known) != std::mem::discriminant(&status)
                    || matches!((&*known, &status), (LeaseStatus::StandsBy { holder: before }, LeaseStatus::StandsBy { holder }) if holder.is_some() && before != holder)
            };
            if is_news {
                self.log(&status);
            }
            self.status.send_if_modified(|known| {
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
