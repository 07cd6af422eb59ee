//! The thread that renews the lease, or waits for it.

use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

use async_nats::{Message, Subscriber};
use futures_core::Stream as _;
use tokio::time::sleep;

use super::bus::{Bus, BusConfig, BusError};
use super::bus_log::BusLog;
use super::handle::{FailoverConfig, KeeperLinks};
use super::holder_probe::HolderProbe;
use super::lease::{Lease, LeaseReply, LeaseRequest, LeaseStatus};
use super::members::ServerNews;
use super::sound_watch::SoundWatch;
use crate::clock::{boot_us, now_us};

/// The pause after an attempt to connect that failed.
const RETRY_AFTER: Duration = Duration::from_secs(1);
/// Interval at which a server announces itself, in microseconds.
const ANNOUNCE_US: u64 = 1_000_000;
/// A connection that has brought no answer for so long is replaced by another one, in microseconds: one that was refused for
/// its password never comes back by itself.
const REPLACE_AFTER_US: u64 = 10_000_000;

/// A connection, and what comes by it.
struct BusLink {
    bus: Bus,
    /// The stations' states.
    states: Subscriber,
    /// Announcements of servers.
    servers: Subscriber,
    /// Announcements of edges.
    edges: Subscriber,
}

/// A connection that is being made.
type Connecting = Pin<Box<dyn Future<Output = Result<BusLink, BusError>>>>;

/// Renews the lease, or waits for it, and passes the stations' states on.
pub(super) struct LeaseKeeper {
    config: FailoverConfig,
    links: KeeperLinks,
    lease: Lease,
    log: BusLog,
    /// Time since which no answer has come, or of the newest attempt to connect anew, in microseconds.
    away_since_us: Option<u64>,
    /// The connection that is to replace one that brings no answers.
    connecting: Option<Connecting>,
    /// Notices that there is no sound, while this server has the lease.
    sound: Option<SoundWatch>,
    is_refusal_said: bool,
    /// Asks the server on air whether it is there, while this one stands by.
    probe: HolderProbe,
    /// Time at which this server last announced itself, in microseconds.
    announced_us: u64,
}

impl LeaseKeeper {
    pub(super) fn new(config: FailoverConfig, links: KeeperLinks) -> Self {
        // The milliseconds since 1970 are more than any lease has had that NATS has lost.
        let lease = Lease::new(config.node.clone(), fastrand::u64(..), now_us() / 1_000);
        let lease = lease.at(config.address.as_str());
        Self {
            config,
            links,
            lease,
            log: BusLog::default(),
            away_since_us: None,
            connecting: None,
            sound: None,
            is_refusal_said: false,
            probe: HolderProbe::default(),
            announced_us: 0,
        }
    }

    /// Keeps the lease until it is lost, or until it is told to end.
    pub(super) async fn run(mut self) {
        let Some(mut link) = self.connect().await else { return };
        loop {
            let asked_us = boot_us();
            self.lease.note_holder(self.probe.is_gone());
            let request = self.lease.request(asked_us);
            let reply = self.ask(&mut link.bus, &request).await;
            self.lease.take(&request, asked_us, boot_us(), reply);
            if self.is_silent() {
                self.give_up(&mut link.bus).await;
                self.links.status.send_replace(LeaseStatus::LetGo);
                return;
            }
            self.tell();
            self.probe_holder();
            if matches!(self.lease.status(), LeaseStatus::Lost { .. }) {
                return;
            }
            let next_us = self.lease.next_at_us(asked_us).saturating_sub(boot_us());
            if !self.pass_on(&mut link, Duration::from_micros(next_us)).await {
                break;
            }
        }
        self.give_up(&mut link.bus).await;
    }

    /// Asks the server on air at its own address, unless this one is on air.
    fn probe_holder(&mut self) {
        if let Some(holder) = self.lease.holder() {
            self.probe.follow(holder);
        } else if matches!(self.lease.status(), LeaseStatus::Holds { .. }) {
            self.probe.end();
        }
        self.lease.note_holder(self.probe.is_gone());
    }

    /// Gives the lease up, if this server has it.
    async fn give_up(&mut self, bus: &mut Bus) {
        self.links.permit.withdraw();
        if let Some(request) = self.lease.release() {
            if let LeaseReply::Written(_) = self.ask(bus, &request).await {
                tracing::info!("another server may go on air at once");
            } else {
                tracing::warn!("the lease could not be given up: it runs out by itself");
            }
        }
    }

    /// Connects; `None` if it is told to end before.
    async fn connect(&mut self) -> Option<BusLink> {
        loop {
            let connected = tokio::select! {
                connected = link(self.config.clone()) => connected,
                _ = self.links.ended.recv() => return None,
            };
            match connected {
                Ok(link) => return Some(link),
                Err(error) => self.note_away(&error),
            }
            tokio::select! {
                () = sleep(RETRY_AFTER) => {}
                _ = self.links.ended.recv() => return None,
            }
        }
    }

    /// Passes the stations' states on for so long: this server's to the bus while it is on air, and otherwise those of the
    /// other. Returns false once it is told to end.
    async fn pass_on(&mut self, link: &mut BusLink, time: Duration) -> bool {
        let over = sleep(time);
        tokio::pin!(over);
        self.replace_dead();
        self.announce(&link.bus).await;
        let is_on_air = matches!(self.lease.status(), LeaseStatus::Holds { .. });
        loop {
            tokio::select! {
                () = &mut over => return true,
                () = self.probe.news() => return true,
                _ = self.links.ended.recv() => return false,
                connected = made(&mut self.connecting) => {
                    self.connecting = None;
                    match connected {
                        Ok(new) => *link = new,
                        Err(error) => self.note_away(&error),
                    }
                }
                Some(message) = self.links.sent.recv() => {
                    if is_on_air {
                        link.bus.send_state(message).await;
                    }
                }
                Some(message) = poll_fn(|cx| Pin::new(&mut link.states).poll_next(cx)) => {
                    if !is_on_air {
                        self.take_state(&message);
                    }
                }
                Some(message) = poll_fn(|cx| Pin::new(&mut link.servers).poll_next(cx)) => {
                    let now_us = self.config.clock.now_us();
                    self.links.members.take_server(&message.payload, boot_us(), now_us);
                }
                Some(message) = poll_fn(|cx| Pin::new(&mut link.edges).poll_next(cx)) => {
                    self.links.members.take_edge(&message.payload, boot_us());
                }
            }
        }
    }

    /// Begins to make another connection if this one brings no answers.
    fn replace_dead(&mut self) {
        let now_us = boot_us();
        let is_dead =
            self.away_since_us.is_some_and(|since_us| now_us.saturating_sub(since_us) >= REPLACE_AFTER_US);
        if is_dead && self.connecting.is_none() {
            self.away_since_us = Some(now_us);
            self.connecting = Some(Box::pin(link(self.config.clone())));
        }
    }

    /// Tells the others, and edges that search for servers, where this one is.
    async fn announce(&mut self, bus: &Bus) {
        let now_us = boot_us();
        if now_us.saturating_sub(self.announced_us) >= ANNOUNCE_US {
            self.announced_us = now_us;
            let FailoverConfig { node, address, clock, .. } = &self.config;
            let is_on_air = matches!(self.lease.status(), LeaseStatus::Holds { .. });
            let news = ServerNews {
                node: node.clone(),
                url: address.as_str().to_owned(),
                is_on_air,
                epoch: self.lease.epoch(),
                version: env!("CARGO_PKG_VERSION").to_owned(),
                now_us: clock.now_us(),
                told_ms: self.links.states.told_ms().filter(|_| !is_on_air),
            };
            if let Ok(message) = serde_json::to_vec(&news) {
                bus.announce(message.into()).await;
            }
        }
    }

    fn take_state(&mut self, message: &Message) {
        let taken = self.links.states.take(&message.payload, self.lease.epoch(), self.config.clock.now_us());
        if let Err(refused) = taken
            && !std::mem::replace(&mut self.is_refusal_said, true)
        {
            tracing::debug!("a station's state on NATS is not taken: {refused}");
        }
    }

    async fn ask(&mut self, bus: &mut Bus, request: &LeaseRequest) -> LeaseReply {
        match bus.ask(request).await {
            Ok(LeaseReply::Unreadable) => {
                self.note_away(&BusError::Unreadable);
                LeaseReply::Unreadable
            }
            Ok(reply) => {
                (self.away_since_us, self.connecting) = (None, None);
                if self.log.is_back() {
                    tracing::info!("NATS answers again");
                }
                reply
            }
            Err(error) => {
                self.note_away(&error);
                self.away_since_us.get_or_insert_with(boot_us);
                LeaseReply::Missing
            }
        }
    }

    /// Says once that the bus does not answer.
    fn note_away(&mut self, error: &BusError) {
        if self.log.goes(boot_us()) {
            tracing::warn!(nats = %self.config.urls, "{error}");
        }
    }

    /// Returns whether this server has the lease and makes no sound.
    fn is_silent(&mut self) -> bool {
        if !matches!(self.lease.status(), LeaseStatus::Holds { .. }) {
            self.sound = None;
            return false;
        }
        let (reports, now_us) = (self.links.sound.count(), boot_us());
        self.sound.get_or_insert_with(|| SoundWatch::begin(reports, now_us)).is_silent(reports, now_us)
    }

    /// Gives the permission, or withdraws it, and tells what is new.
    fn tell(&self) {
        let status = self.lease.status();
        match &status {
            LeaseStatus::Holds { epoch, until_us } => self.links.permit.extend(*until_us, *epoch),
            _ => self.links.permit.withdraw(),
        }
        let is_news = {
            let known = self.links.status.borrow();
            std::mem::discriminant(&*known) != std::mem::discriminant(&status)
                || matches!((&*known, &status), (LeaseStatus::StandsBy { holder: before }, LeaseStatus::StandsBy { holder }) if holder.is_some() && before != holder)
        };
        if is_news {
            self.log_status(&status);
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

    fn log_status(&self, status: &LeaseStatus) {
        let node = self.config.node.as_str();
        match status {
            LeaseStatus::StandsBy { holder: Some(holder) } => {
                tracing::info!(node, holder = holder.as_str(), "another server is on air: stands by");
            }
            LeaseStatus::StandsBy { holder: None } | LeaseStatus::LetGo => {}
            LeaseStatus::Holds { epoch, .. } => tracing::info!(node, epoch, "has the lease"),
            LeaseStatus::Lost { holder, epoch } => {
                let holder = holder.as_str();
                tracing::warn!(node, holder, epoch, "another server has the lease: steps down");
            }
        }
    }
}

/// Connects, and subscribes to the stations' states.
async fn link(config: FailoverConfig) -> Result<BusLink, BusError> {
    let FailoverConfig { urls, node, cluster, .. } = config;
    let bus = Bus::connect(&BusConfig { urls, cluster, client: node.as_str().to_owned() }).await?;
    let (states, servers, edges) = (bus.states().await?, bus.origins().await?, bus.edges().await?);
    Ok(BusLink { bus, states, servers, edges })
}

/// Waits for the connection that is being made; for ever if none is.
async fn made(connecting: &mut Option<Connecting>) -> Result<BusLink, BusError> {
    match connecting {
        Some(connecting) => connecting.await,
        None => std::future::pending().await,
    }
}
