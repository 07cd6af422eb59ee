//! The composition root: builds the parts, owns every task, and shuts down in order.

mod bound_ports;
mod edge;
mod front;
mod late_recorders;
mod library_threads;
mod maintenance;
mod ports;
mod shutdown_order;
mod signals;
mod standby;
mod startup;
mod take_over;
mod tls_endpoint;
mod watchdog;
mod web_parts;

use std::net::SocketAddr;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use actix_service::map_config;
use actix_web::App;
use actix_web::dev::AppConfig;
use actix_web::web::Data;
use anyhow::Context;
use prometheus_client::registry::Registry;
use tokio::time::timeout;

pub use edge::run as run_edge;
pub use signals::StopSignal;

use crate::backup::Backups;
use crate::captions::Captioning;
use crate::config::{Config, PublicUrl};
#[cfg(feature = "whip")]
use crate::ingest::whip::Whip;
use crate::library::MusicLibrary;
use crate::mux::Mux;
use crate::net::{WaitingConnections, WebConnections};
use crate::output::body_listener::BodyNotifier;
use crate::output::transmitter;
use crate::production::StationPools;
use crate::production::audience_recorder::AudienceRecorder;
use crate::recording::Archives;
use crate::store::{ChangeWatcher, Store};
use crate::supervisor::{StationSupervisor, SupervisorDeps};
use crate::sys::{self, DiskGauge, LogBuffer};
use crate::web::{self, AppState, InstanceInfo, Templates};
use crate::webhooks::{self, EventSources};
use bound_ports::BoundPorts;
use library_threads::LibraryThreads;
pub use ports::Ports;
use shutdown_order::ShutdownOrder;
use signals::Signals;
pub use standby::ServerState;
use standby::{StandbyParts, StandbyPorts, stepped_down};
use startup::{
    announcer, descriptors, listener_gate, make_emergency_loop, oidc, open_access_log, start_backups,
    start_maintenance, start_recorders,
};
pub use take_over::TakeOver;
use take_over::{Handover, PreparedTakeOver, UpgradeSocket};
use tls_endpoint::Reload;
use web_parts::WebParts;

/// A change that people make waits so long for other writers of the database; then they are told that it is locked.
const SAVED_WITHIN: Duration = Duration::from_secs(1);
/// The music folder is waited for so long at a start: a large one takes its time, and a disk can hang.
const SCANNED_WITHIN: Duration = Duration::from_secs(2);
/// Advice for the case that tasks fail.
pub(crate) const FEW_THREADS: &str =
    "the log says why; if no thread could be had, raise the limit (ulimit -u; systemd: TasksMax)";
/// The ports at which certificate authorities ask for the answers to HTTP-01 and TLS-ALPN-01 challenges.
const HTTP_PORT: u16 = 80;
const HTTPS_PORT: u16 = 443;

/// Serves until the process is told to stop, which may be before it serves. `ready` is called with the address people can
/// use, once it serves; and before that, if it has to stand by first.
#[expect(clippy::too_many_lines, reason = "the parts of the server are made here, in order")]
pub fn run(
    config: &Config,
    store: &Store,
    (mut stop, recent, ports): (StopSignal, LogBuffer, Ports),
    mut ready: impl FnMut(ServerState, SocketAddr),
) -> anyhow::Result<()> {
    let address = ports.reachable_address()?;
    let access_log = open_access_log(config, &ports.clock)?;
    let failover = standby::begin(config, &ports)?;
    let standby_ports = StandbyPorts::of(&ports).context("cannot share the ports")?;
    #[cfg(feature = "whip")]
    let webrtc = ports.webrtc;
    let Ports { main, shoutcast, metrics, passed, tls, clock, lock, taking, .. } = ports;
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let library = MusicLibrary::keeping_covers(config.media.clone(), Some(config.data.join("covers")));
    let LibraryThreads { scan, intake, _ended } = LibraryThreads::start(config, &library, store, &clock)?;
    let mut is_scanned = false;
    if stop.is_told_before(async { is_scanned = timeout(SCANNED_WITHIN, scan).await.is_ok() }) {
        return Ok(());
    }
    if !is_scanned {
        startup::presume_library(&library, store);
    }

    let (transmitters, transmitting) =
        transmitter::start(cores, &clock).context("cannot start transmitters")?;
    let body_bell = Arc::new(BodyNotifier::default());
    let mut notifiers = transmitters.bells();
    notifiers.push(Arc::<BodyNotifier>::clone(&body_bell));

    let base_path = config.public_url.as_ref().map(PublicUrl::base_path).unwrap_or_default();
    let deps = SupervisorDeps {
        media: config.media.clone(),
        base_path: base_path.clone(),
        library,
        store: store.clone(),
        loaders: store.another()?,
        queues: store.another()?,
        clock: Arc::clone(&clock),
        live_auth: startup::live_auth(config, &clock),
        notifiers,
        emergency_loop: make_emergency_loop()?,
        captioning: Captioning::new(config.recogniser.clone(), store.background()?)
            .context("cannot start the transcript")?,
        permit: failover.as_ref().map(|failover| failover.permit().clone()).unwrap_or_default(),
        pools: StationPools::new().context("cannot start the threads that all stations share")?,
    };
    let supervisor = StationSupervisor::new(deps);
    // Dropped when everything has ended, which ends the watcher.
    let _watching = ChangeWatcher::new(store)?.start().context("cannot watch the database")?;
    let gate = listener_gate(config, store);
    if let Some(failover) = &failover {
        let needed = StandbyParts {
            config,
            store,
            ports: standby_ports,
            transmitters: &transmitters,
            body_bell: &body_bell,
            gate: &gate,
        };
        let stands_by = || ready(ServerState::StandsBy, address);
        if !standby::wait(failover, needed, &mut stop, stands_by)? {
            failover.end();
            return Ok(());
        }
    }
    let mut prepared = if let Some(failover) = &failover {
        standby::go_on_or_end(failover, &supervisor, store, &*clock)?;
        None
    } else {
        take_over::prepare(taking, &supervisor, &transmitters, &gate, store)?
    };
    // A server that hands over reads the socket until then.
    #[cfg(feature = "whip")]
    let shared_webrtc = webrtc.try_clone().context("cannot share WebRTC's socket")?;
    #[cfg(feature = "whip")]
    let whip = Whip::start(webrtc, config.webrtc_addresses.to_vec()).context("cannot start WebRTC")?;
    let _census =
        AudienceRecorder::start(supervisor.stations().clone(), store.background()?, Arc::clone(&clock))?;
    let bucket = startup::bucket(config, &clock)?;
    let archives = Archives::below(&config.data.join("archive")).on_disk_of(config.data.join("archive.id"));
    let archives = archives.with_bucket(bucket);
    let predecessor = prepared.as_mut().map(PreparedTakeOver::predecessor);
    let recorders = start_recorders(predecessor, &supervisor, &archives, store, &clock)?;
    let backups = start_backups(config, store, &clock)?;
    // Dropped when everything has ended, which ends the maintenance.
    let _maintaining = start_maintenance(&supervisor, &archives, store, &clock, &backups, recent.clone())?;
    let ending = ShutdownOrder {
        supervisor: supervisor.clone(),
        #[cfg(feature = "whip")]
        whip: whip.clone(),
        transmitting,
        recorders,
        failover: failover.clone(),
    };
    if stop.is_told() {
        ending.end();
        return Ok(());
    }
    let reload = Reload::new(config, tls.as_ref(), Some(supervisor.library().clone()), access_log.clone());
    let (certificate, acme) =
        tls.as_ref().map(|endpoint| (endpoint.tls.certificate.clone(), endpoint.acme())).unzip();
    let (announcer, oidc) = (announcer(config, &supervisor, store, &clock)?, oidc(config, &clock)?);
    let media = supervisor.library().disk().clone();
    let web_parts = WebParts {
        store: store.clone(),
        clock,
        supervisor,
        failover,
        transmitters,
        body_bell,
        tls,
        gate,
        tls_only: config.tls_only,
        proxies: config.trusted_proxies.clone(),
        webcast_origins: config.webcast_origins.clone(),
        anonymize: config.anonymize_addresses,
        access_log,
        intake,
        archives,
        instance: InstanceInfo {
            data: DiskGauge::new(config.data.clone()),
            media,
            public_url: config.public_url.as_ref().map(ToString::to_string),
            base_path,
            certificate,
            acme: acme.flatten(),
            log: recent,
            announcer: Some(announcer.clone()),
            oidc,
            backups: Some(backups),
        },
        announcer,
        reach: config.webhooks,
        links: startup::webhook_links(config),
        reload,
        #[cfg(feature = "whip")]
        whip,
    };
    let listeners = BoundPorts {
        main,
        shoutcast,
        metrics,
        passed,
        #[cfg(feature = "whip")]
        webrtc: shared_webrtc,
        lock,
        workers: cores,
    };
    let StopSignal { system, signals } = stop;
    system.block_on(serve(
        listeners,
        web_parts,
        prepared,
        ending,
        (signals, || ready(ServerState::OnAir, address)),
    ))
}

#[expect(clippy::too_many_lines, reason = "the parts of the server begin and end here, in order")]
async fn serve(
    listeners: BoundPorts,
    web_parts: WebParts,
    prepared: Option<PreparedTakeOver>,
    ending: ShutdownOrder,
    (mut signals, ready): (Signals, impl FnOnce()),
) -> anyhow::Result<()> {
    let (stations, ingest) = (web_parts.supervisor.stations().clone(), web_parts.supervisor.ingest().clone());
    let handover = Handover {
        stations: stations.clone(),
        ingest: ingest.clone(),
        transmitters: web_parts.transmitters.clone(),
        open: web_parts.gate.open.clone(),
        clock: Arc::clone(&web_parts.clock),
        ports: listeners.handed()?,
        lock: listeners.lock.into(),
    };
    let data = web_parts.instance.data.path().to_owned();
    let watched = stations.clone();
    let telling_others =
        standby::tell(web_parts.failover.clone(), stations.clone(), Arc::clone(&web_parts.clock));
    let descriptors = Arc::new(descriptors());
    let is_at =
        |port| listeners.main.iter().any(|listener| listener.local_addr().is_ok_and(|at| at.port() == port));
    let is_reached_in_the_clear = is_at(HTTP_PORT) && !is_at(HTTPS_PORT);
    let base_path = web_parts.instance.base_path.clone();
    let door = Mux {
        base_path: base_path.clone(),
        broadcasts: stations.broadcasts().clone(),
        transmitters: web_parts.transmitters.clone(),
        ingest: Some(ingest.clone()),
        descriptors,
        tls: web_parts.tls.as_ref().map(|endpoint| endpoint.tls.clone()),
        tls_only: web_parts.tls_only,
        access_log: web_parts.access_log.clone(),
        proxies: web_parts.proxies.clone(),
        gate: web_parts.gate.clone(),
        waiting: WaitingConnections::default(),
        idle: WebConnections::default(),
    };
    let ingest_to_follow = ingest.clone();
    let backups = web_parts.instance.backups.clone();
    let event_sources = EventSources {
        stations: stations.clone(),
        backup_problem: Box::new(move || backups.as_ref().and_then(Backups::problem)),
        recordings: web_parts.archives.recordings(),
        clock: Arc::clone(&web_parts.clock),
    };
    let saving = web_parts.store.clone();
    let site = AppState::new(
        // A connection of its own: people who work on the dashboard wait for nobody else.
        (
            stations.clone(),
            ingest,
            web_parts.store.another()?.waiting_for(SAVED_WITHIN)?.for_people(),
            web_parts.clock,
        ),
        Templates::load(base_path.clone())?,
        Registry::default(),
        (web_parts.body_bell, web_parts.gate),
    )
    .with_intake(web_parts.intake)
    .with_archives(web_parts.archives)
    .with_failover(web_parts.failover.as_ref())
    .on(web_parts.instance)
    .knowing(web_parts.transmitters)
    .trusting(web_parts.proxies, web_parts.tls_only)
    .open_to(web_parts.webcast_origins)
    .keeping_addresses(web_parts.anonymize)
    .logging(web_parts.access_log)
    .pacing()
    .with_metrics_elsewhere(listeners.metrics.is_some());
    #[cfg(feature = "whip")]
    let site = site.with_whip(web_parts.whip);
    site.hooks().reach(web_parts.reach);
    site.hooks().link(web_parts.links);
    let announcer = web_parts.announcer;
    let telling = actix_web::rt::spawn(webhooks::run(event_sources, site.hooks().clone()));
    let watching = actix_web::rt::spawn(site.clone().follow());
    let measured = site.clone();
    let app = move || {
        let app = App::new().app_data(Data::new(site.clone())).configure(web::routes(&base_path));
        map_config(app, |()| AppConfig::default())
    };
    let mut server = front::serve(listeners.main, listeners.workers, &door, &app)?;
    if let Some(listener) = listeners.shoutcast {
        server = front::serve_shoutcast(server, listener, door.clone())?;
    }
    if let Some(listener) = listeners.metrics {
        server = front::serve_metrics(server, listener, measured)?;
    }
    let revoking = actix_web::rt::spawn(ingest_to_follow.follow(web_parts.store.another()?));
    let passing_on = actix_web::rt::spawn(web_parts.supervisor.clone().pass_on_changes());
    let mut following = actix_web::rt::spawn(web_parts.supervisor.follow());
    let reloading = actix_web::rt::spawn(web_parts.reload.at_hangup(Signals::listen()?));
    let _kept = web_parts.tls.map(|endpoint| endpoint.keep(is_reached_in_the_clear)).transpose()?;
    if let Some(prepared) = prepared {
        prepared.commit(signals.is_told().await)?;
    }
    announcer.start();
    let server = server.run();
    let handle = server.handle();
    let mut handed_over = UpgradeSocket::offer(&data, handover, handle.clone());
    let mut serving = actix_web::rt::spawn(server);
    ready();
    let proving = actix_web::rt::spawn(watchdog::run(watched));
    let telling_others = actix_web::rt::spawn(telling_others);
    let failure = tokio::select! {
        biased; // A server that has handed over does not sign off.
        () = handed_over.done() => None,
        () = signals.told() => None,
        _ = &mut following => Some(format!("the task that follows the stations' settings failed; {FEW_THREADS}")),
        _ = &mut serving => Some(format!("the web server failed; {FEW_THREADS}")),
        reason = stepped_down(web_parts.failover.as_ref()) => Some(reason),
    };
    if let Some(failure) = failure {
        // Nothing more can be started in such a process: a service manager starts another one.
        ending.end();
        anyhow::bail!("{failure}");
    }
    let has_successor = handed_over.is_done();
    if !has_successor {
        tracing::info!("signing off");
        saving.hurry();
        sys::notify_stopping();
        handed_over.withdraw();
    }
    proving.abort();
    telling_others.abort();
    following.abort();
    revoking.abort();
    passing_on.abort();
    telling.abort();
    watching.abort();
    reloading.abort();
    let removing = actix_web::rt::spawn(async move {
        // Directories go on listing what another process goes on with.
        if !has_successor {
            announcer.close().await;
        }
    });
    actix_web::rt::task::spawn_blocking(|| ending.end()).await.context("the stations could not be ended")?;
    handle.stop(true).await;
    drop(removing.await);
    serving.await.context("the web server had failed")??;
    Ok(())
}
