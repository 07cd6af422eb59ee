//! The composition root of an edge.

use std::net::SocketAddr;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use actix_service::map_config;
use actix_web::App;
use actix_web::dev::AppConfig;
use actix_web::web::Data;
use anyhow::{Context, anyhow};
use prometheus_client::registry::Registry;
use tokio::task::JoinHandle;

use super::signals::{Signals, StopSignal};
use super::startup::{descriptors, listener_gate, open_access_log};
use super::tls_endpoint::Reload;
use super::{FEW_THREADS, HTTP_PORT, HTTPS_PORT, Ports, front, watchdog};
use crate::auth::Authenticator;
use crate::cluster::{Edge, EdgeConfig, EdgeName, EdgeStationState};
use crate::config::{Config, PublicUrl};
use crate::failover::{self, ClusterNews, EdgeNews, EdgeNewsStation, FoundHolder, FoundOrigin, OriginSearch};
use crate::ingest::Ingest;
use crate::mount::Notifier;
use crate::mux::Mux;
use crate::net::{WaitingConnections, WebConnections};
use crate::output::body_listener::BodyNotifier;
use crate::output::join::ListenerGate;
use crate::output::transmitter::{self, RunningTransmitters};
use crate::production::Stations;
use crate::store::Store;
use crate::sys::{self, DiskGauge, LogBuffer};
use crate::web::{self, AppState, InstanceInfo, Templates};

/// Time that the end of the streams has to reach the transmitters.
const END_WITHIN: Duration = Duration::from_millis(100);

/// Serves the stations of the origins until the process is told to stop. `ready` is called with the address people can
/// use, once it serves.
pub fn run(
    config: &Config,
    store: &Store,
    (stop, recent, ports): (StopSignal, LogBuffer, Ports),
    ready: impl FnOnce(SocketAddr),
) -> anyhow::Result<()> {
    let StopSignal { system, signals } = stop;
    system.block_on(serve(config, store, (signals, recent, ports), ready))
}

async fn serve(
    config: &Config,
    store: &Store,
    (signals, recent, ports): (Signals, LogBuffer, Ports),
    ready: impl FnOnce(SocketAddr),
) -> anyhow::Result<()> {
    let address = ports.reachable_address()?;
    let Ports { main, metrics, tls, clock, .. } = ports;
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let (transmitters, transmitting) =
        transmitter::start(workers, &clock).context("cannot start transmitters")?;
    let body_bell = Arc::new(BodyNotifier::default());
    let mut notifiers: Vec<Arc<dyn Notifier>> = transmitters.bells();
    notifiers.push(Arc::<BodyNotifier>::clone(&body_bell));
    let base_path = config.public_url.as_ref().map(PublicUrl::base_path).unwrap_or_default();
    let edge = Edge::start(EdgeConfig {
        origins: config.origin.as_ref().map(|origins| origins.all().to_vec()).unwrap_or_default(),
        token: config.origin_token.clone(),
        name: config.edge_name.clone().unwrap_or_else(|| EdgeName::of_host(&sys::host_name())),
        base_path: base_path.clone(),
        notifiers,
        clock: Arc::clone(&clock),
    });
    let finding = find_origins_for(&edge, config)?;
    let access_log = open_access_log(config, &clock)?;
    let reload = Reload::new(config, tls.as_ref(), None, access_log.clone());
    let (certificate, acme) =
        tls.as_ref().map(|endpoint| (endpoint.tls.certificate.clone(), endpoint.acme())).unzip();
    let is_at = |port| main.iter().any(|listener| listener.local_addr().is_ok_and(|at| at.port() == port));
    let is_reached_in_the_clear = is_at(HTTP_PORT) && !is_at(HTTPS_PORT);
    let door = Mux {
        base_path: base_path.clone(),
        broadcasts: edge.broadcasts().clone(),
        transmitters: transmitters.clone(),
        ingest: None,
        descriptors: Arc::new(descriptors()),
        tls: tls.as_ref().map(|endpoint| endpoint.tls.clone()),
        tls_only: config.tls_only,
        access_log: access_log.clone(),
        proxies: config.trusted_proxies.clone(),
        gate: ListenerGate { is_edge: true, ..listener_gate(config, store) },
        waiting: WaitingConnections::default(),
        idle: WebConnections::default(),
    };
    // An edge produces nothing: no stations, and no DJs.
    let stations = Stations::default();
    let auth = Authenticator::new(store.clone(), Arc::clone(&clock));
    let ingest = Ingest::new(stations.clone(), auth, Arc::clone(&clock));
    let site = AppState::new(
        (stations, ingest, store.another()?, clock),
        Templates::load(base_path.clone())?,
        Registry::default(),
        (body_bell, door.gate.clone()),
    )
    .showing(edge.broadcasts().clone())
    .on(InstanceInfo {
        data: DiskGauge::new(config.data.clone()),
        public_url: config.public_url.as_ref().map(ToString::to_string),
        base_path,
        certificate,
        acme: acme.flatten(),
        log: recent,
        ..InstanceInfo::default()
    })
    .knowing(transmitters)
    .trusting(config.trusted_proxies.clone(), config.tls_only)
    .logging(access_log)
    .pacing()
    .with_metrics_elsewhere(metrics.is_some());
    let (measured, status) = (site.clone(), edge.status().clone());
    let app = move || {
        let data = (Data::new(site.clone()), Data::new(status.clone()));
        let app = App::new().app_data(data.0).app_data(data.1).configure(web::edge_routes);
        map_config(app, |()| AppConfig::default())
    };
    let mut server = front::serve(main, workers, &door, &app)?;
    if let Some(listener) = metrics {
        server = front::serve_metrics(server, listener, measured)?;
    }
    let reloading = actix_web::rt::spawn(reload.at_hangup(Signals::listen()?));
    let server = server.run();
    let handle = server.handle();
    let _kept = tls.map(|endpoint| endpoint.keep(is_reached_in_the_clear)).transpose()?;
    let mut serving = actix_web::rt::spawn(server);
    ready(address);
    // There are no stations whose sound could stop.
    let proving = actix_web::rt::spawn(watchdog::run(Stations::default()));
    let has_failed = tokio::select! {
        () = signals.told() => false,
        _ = &mut serving => true,
    };
    tracing::info!("signing off");
    sys::notify_stopping();
    proving.abort();
    reloading.abort();
    finding.iter().for_each(JoinHandle::abort);
    end(&edge, transmitting).await?;
    anyhow::ensure!(!has_failed, "the web server failed; {FEW_THREADS}");
    handle.stop(true).await;
    serving.await.context("the web server had failed")??;
    Ok(())
}

/// Begins to search for the servers of a cluster, if that is wanted.
fn find_origins_for(edge: &Edge, config: &Config) -> anyhow::Result<Option<JoinHandle<()>>> {
    let Some(urls) = config.nats.clone() else { return Ok(None) };
    if config.origin_token.is_some() && config.origin.is_none() {
        tracing::warn!(
            "the origin token is sent to nobody: it is for the servers that `origin` names, not for those found by NATS"
        );
    }
    failover::check_build().map_err(|error| anyhow!(error)).context("cannot find servers by NATS")?;
    let name = config.edge_name.clone().unwrap_or_else(|| EdgeName::of_host(&sys::host_name()));
    let search = OriginSearch {
        urls,
        cluster: config.cluster.clone().unwrap_or_default(),
        name: format!("edge {}", name.as_str()),
    };
    let (edge, shown) = (edge.clone(), edge.clone());
    let news = move || EdgeNews {
        name: name.as_str().to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        stations: shown.station_states().into_iter().map(station_news).collect(),
    };
    let found = move |news| match news {
        ClusterNews::Origin(FoundOrigin { node, address }) => {
            if edge.note_found(node.as_str(), &address) {
                tracing::info!(node = node.as_str(), %address, "a server of the cluster is found");
            }
        }
        ClusterNews::Holder(FoundHolder { epoch, address }) => edge.note_holder(epoch, &address),
    };
    Ok(Some(actix_web::rt::spawn(failover::find_origins(search, found, news))))
}

fn station_news(state: EdgeStationState) -> EdgeNewsStation {
    let EdgeStationState { slug, origin, listeners, delay_ms } = state;
    EdgeNewsStation { slug, origin: origin.map(|origin| origin.to_string()), listeners, delay_ms }
}

/// Ends all stations, and lets listeners hear it.
async fn end(edge: &Edge, transmitting: RunningTransmitters) -> anyhow::Result<()> {
    edge.close();
    // The tasks that hold the streams end when the runtime looks at them.
    tokio::time::sleep(END_WITHIN).await;
    let finishing = actix_web::rt::task::spawn_blocking(|| transmitting.finish());
    finishing.await.context("the streams could not be ended")
}
