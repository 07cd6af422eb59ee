//! A server that stands by until it holds the lease.
//!
//! In: the server's part among several, and its ports. Out: the lease. Meanwhile every request is answered 503, with the
//! name of the server on air.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use actix_service::map_config;
use actix_web::App;
use actix_web::dev::AppConfig;
use actix_web::rt::task::spawn_blocking;
use actix_web::web::Data;
use anyhow::{Context, bail};
use prometheus_client::registry::Registry;
use tokio::time::{MissedTickBehavior, interval, timeout};

use super::signals::StopSignal;
use super::startup::descriptors;
use super::{Ports, front, watchdog};
use crate::auth::Authenticator;
use crate::broadcast::Broadcasts;
use crate::clock::Clock;
use crate::config::{Config, PublicUrl};
use crate::failover::{Failover, FailoverConfig, LeaseStatus, NodeName};
use crate::ingest::Ingest;
use crate::mux::Mux;
use crate::output::body_listener::BodyNotifier;
use crate::output::join::ListenerGate;
use crate::output::transmitter::Transmitters;
use crate::production::{OnAirState, Stations, states_on_air};
use crate::source::autodj::resumed_deck;
use crate::store::Store;
use crate::supervisor::StationSupervisor;
use crate::sys;
use crate::web::{self, AppState, InstanceInfo, Templates};

/// A lease that nobody has is taken within this: then nobody is told that the server stands by.
const TAKEN_WITHIN: Duration = Duration::from_millis(500);
/// Sound of the past that is made at once, in microseconds, where the other server stopped so long ago. What is older is left
/// out.
const MOST_MADE_UP_US: u64 = 8_000_000;
/// Time for a track to be at its place.
const DECK_WITHIN: Duration = Duration::from_secs(1);
/// Time for a station to take its state.
const STATION_WITHIN: Duration = Duration::from_secs(2);
/// Interval at which servers that stand by are told where the stations are.
const TELL_EVERY: Duration = Duration::from_millis(250);
/// Time for a station to tell.
const STATE_WITHIN: Duration = Duration::from_millis(100);
/// Threads that answer requests meanwhile.
const WORKERS: usize = 1;

/// States of a server that answers requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServerState {
    /// Another server is on air.
    StandsBy,
    /// It serves.
    OnAir,
}

/// The parts of the server that a standby needs.
pub(super) struct StandbyParts<'a> {
    pub(super) config: &'a Config,
    pub(super) store: &'a Store,
    pub(super) ports: StandbyPorts,
    pub(super) transmitters: &'a Transmitters,
    pub(super) body_bell: &'a Arc<BodyNotifier>,
    pub(super) gate: &'a ListenerGate,
}

/// Copies of the ports that a standby serves, and what it needs beside them.
pub(super) struct StandbyPorts {
    main: Vec<TcpListener>,
    metrics: Option<TcpListener>,
    tls: Option<crate::mux::Tls>,
    clock: Arc<dyn Clock>,
}

impl StandbyPorts {
    /// Returns copies of `ports`.
    pub(super) fn of(ports: &Ports) -> std::io::Result<Self> {
        Ok(Self {
            main: ports.main.iter().map(TcpListener::try_clone).collect::<Result<_, _>>()?,
            metrics: ports.metrics.as_ref().map(TcpListener::try_clone).transpose()?,
            tls: ports.tls.as_ref().map(|endpoint| endpoint.tls.clone()),
            clock: Arc::clone(&ports.clock),
        })
    }
}

/// Begins this server's part among several, if it is one of them.
pub(super) fn begin(
    config: &Config,
    clock: &Arc<dyn Clock>,
    is_taking_over: bool,
) -> anyhow::Result<Option<Failover>> {
    let Some(urls) = config.nats.clone() else {
        if config.node.is_some() {
            bail!("there is a `node`, but no `nats`: a server that is alone needs no name");
        }
        return Ok(None);
    };
    if is_taking_over {
        bail!(
            "with `nats`, servers take over from each other: stop this one, and the one that stands by goes on air"
        );
    }
    let node = config.node.clone().unwrap_or_else(|| NodeName::of_host(&sys::host_name()));
    Ok(Some(
        Failover::start(FailoverConfig { urls, node, clock: Arc::clone(clock) })
            .context("cannot be one of several servers")?,
    ))
}

/// Waits until this server holds the lease, and answers requests meanwhile. `stands_by` is called once it does. Returns
/// false if the process is told to stop before.
pub(super) fn wait(
    failover: &Failover,
    parts: StandbyParts<'_>,
    stop: &mut StopSignal,
    stands_by: impl FnOnce(),
) -> anyhow::Result<bool> {
    if stop.is_told_before(async { timeout(TAKEN_WITHIN, failover.held()).await }) {
        return Ok(false);
    }
    if matches!(failover.status(), LeaseStatus::Holds { .. }) {
        return Ok(true);
    }
    let mut served = Ok(());
    let is_told = stop.is_told_before(async { served = serve(failover, parts, stands_by).await });
    served.map(|()| !is_told)
}

async fn serve(failover: &Failover, parts: StandbyParts<'_>, stands_by: impl FnOnce()) -> anyhow::Result<()> {
    let StandbyParts { config, store, ports, transmitters, body_bell, gate } = parts;
    let StandbyPorts { main, metrics, tls, clock } = ports;
    let base_path = config.public_url.as_ref().map(PublicUrl::base_path).unwrap_or_default();
    let door = Mux {
        base_path: base_path.clone(),
        broadcasts: Broadcasts::default(),
        transmitters: transmitters.clone(),
        ingest: None,
        descriptors: Arc::new(descriptors()),
        tls,
        tls_only: config.tls_only,
        access_log: sys::AccessLog::default(),
        proxies: config.trusted_proxies.clone(),
        gate: gate.clone(),
    };
    // It has no stations yet.
    let stations = Stations::default();
    let auth = Authenticator::new(store.clone(), Arc::clone(&clock));
    let ingest = Ingest::new(stations.clone(), auth, Arc::clone(&clock));
    let site = AppState::new(
        (stations, ingest, store.another()?, clock),
        Templates::load(base_path.clone())?,
        Registry::default(),
        (Arc::clone(body_bell), gate.clone()),
    )
    .on(InstanceInfo { data: config.data.clone(), base_path, ..InstanceInfo::default() })
    .trusting(config.trusted_proxies.clone(), config.tls_only)
    .with_failover(Some(failover))
    .with_metrics_elsewhere(metrics.is_some());
    let (measured, shown) = (site.clone(), failover.clone());
    let app = move || {
        let data = (Data::new(site.clone()), Data::new(shown.clone()));
        let app = App::new().app_data(data.0).app_data(data.1).configure(web::standby_routes);
        map_config(app, |()| AppConfig::default())
    };
    let mut server = front::serve(main, WORKERS, &door, &app)?;
    if let Some(listener) = metrics {
        server = front::serve_metrics(server, listener, measured)?;
    }
    let server = server.run();
    let handle = server.handle();
    let serving = actix_web::rt::spawn(server);
    stands_by();
    let proving = actix_web::rt::spawn(watchdog::run(Stations::default()));
    failover.held().await;
    proving.abort();
    handle.stop(false).await;
    serving.await.context("the web server had failed")??;
    Ok(())
}

/// Signs the stations on where the server that was on air has left them.
pub(super) fn go_on(
    failover: &Failover,
    supervisor: &StationSupervisor,
    store: &Store,
    clock: &dyn Clock,
) -> anyhow::Result<()> {
    failover.states().set(clock);
    let now_us = clock.now_us();
    let states: Vec<OnAirState> =
        failover.states().all().iter().map(|state| state.resumed_at(now_us, MOST_MADE_UP_US)).collect();
    let outlines: Vec<_> = states.iter().map(OnAirState::outline).collect();
    supervisor.open(&outlines)?;
    let library = supervisor.library();
    for (state, outline) in states.into_iter().zip(outlines) {
        // One that was removed since is not there.
        let Some(station) = supervisor.stations().get(&state.slug) else { continue };
        let deck = outline.track.as_ref().and_then(|track| {
            let mut deck = resumed_deck(library, store, supervisor.decks(), track)?;
            // One that is not there in time begins as soon as it is.
            deck.pass_to(track.played, DECK_WITHIN);
            Some(deck)
        });
        let (slug, behind_us) = (state.slug.clone(), now_us.saturating_sub(state.next_us()));
        if !station.resume_after(state, deck, STATION_WITHIN) {
            bail!("the station {slug} cannot be gone on with");
        }
        station.go();
        tracing::info!(station = slug, behind_us, "goes on where the other server has stopped");
    }
    Ok(())
}

/// Tells the servers that stand by where the stations are, until it is aborted.
pub(super) async fn tell(failover: Option<Failover>, stations: Stations, clock: Arc<dyn Clock>) {
    let Some(failover) = failover else { return };
    let mut ticks = interval(TELL_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let all: Vec<_> = stations.all().collect();
        let states = spawn_blocking(move || states_on_air(&all, STATE_WITHIN)).await;
        failover.tell(states.unwrap_or_default(), clock.now_us());
    }
}

/// Waits until another server has got the lease, for ever if this one is alone; returns the reason to end.
pub(super) async fn stepped_down(failover: Option<&Failover>) -> String {
    let Some(failover) = failover else { return std::future::pending().await };
    let (holder, epoch) = failover.lost().await;
    let holder = holder.as_str();
    format!(
        "the server {holder} is on air since epoch {epoch}: this one has stepped down; start it again to stand by"
    )
}
