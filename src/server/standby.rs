//! A server that stands by until it holds the lease.
//!
//! In: the server's part among several, and its ports. Out: the lease. Meanwhile every request is answered 503, with the
//! name of the server on air.

use std::collections::HashMap;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use actix_service::map_config;
use actix_web::App;
use actix_web::dev::AppConfig;
use actix_web::rt::task::spawn_blocking;
use actix_web::web::Data;
use anyhow::{Context, anyhow, bail};
use prometheus_client::registry::Registry;
use tokio::time::{MissedTickBehavior, interval, timeout};

use super::signals::StopSignal;
use super::startup::descriptors;
use super::{FEW_THREADS, Ports, front, watchdog};
use crate::auth::Authenticator;
use crate::broadcast::Broadcasts;
use crate::clock::Clock;
use crate::config::{Config, PublicUrl};
use crate::failover::{Failover, FailoverConfig, LeaseEnd, LeaseStatus, NodeName};
use crate::ingest::Ingest;
use crate::model::Address;
use crate::mux::Mux;
use crate::net::{WaitingConnections, WebConnections};
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
const SETTLED_WITHIN: Duration = Duration::from_secs(3);
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
/// A station that has not told for so many rounds makes no sound.
const MOST_MISSED: u32 = 8;
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
pub(super) fn begin(config: &Config, ports: &Ports) -> anyhow::Result<Option<Failover>> {
    let Some(urls) = config.nats.clone() else {
        if config.node.is_some() || config.cluster.is_some() {
            bail!("there is a `node` or a `cluster`, but no `nats`: a server that is alone needs no name");
        }
        return Ok(None);
    };
    if ports.taking.is_some() {
        bail!(
            "with `nats`, servers take over from each other: stop this one, and the one that stands by goes on air"
        );
    }
    let node = config.node.clone().unwrap_or_else(|| NodeName::of_host(&sys::host_name()));
    let cluster = config.cluster.clone().unwrap_or_default();
    let address = node_url(config, ports)?;
    let failover = FailoverConfig { urls, cluster, node, address, clock: Arc::clone(&ports.clock) };
    Failover::start(failover).map(Some).context("cannot be one of several servers")
}

/// Returns the address at which edges reach this server.
fn node_url(config: &Config, ports: &Ports) -> anyhow::Result<Address> {
    if let Some(url) = &config.node_url {
        return Ok(url.clone());
    }
    let reachable = ports.reachable_address()?;
    let first = ports.main.first().and_then(|listener| listener.local_addr().ok()).unwrap_or(reachable);
    let authority = if first.ip().is_unspecified() {
        format!("{}:{}", sys::host_name(), first.port())
    } else {
        first.to_string()
    };
    let scheme = if ports.tls.is_some() { "https" } else { "http" };
    let base_path = config.public_url.as_ref().map(PublicUrl::base_path).unwrap_or_default();
    let url = format!("{scheme}://{authority}{base_path}");
    url.parse().with_context(|| format!("edges cannot reach {url}: set `node_url`"))
}

/// Waits until this server holds the lease, and answers requests meanwhile. `stands_by` is called once it does. Returns
/// false if the process is told to stop before.
pub(super) fn wait(
    failover: &Failover,
    parts: StandbyParts<'_>,
    stop: &mut StopSignal,
    stands_by: impl FnOnce(),
) -> anyhow::Result<bool> {
    if stop.is_told_before(async { timeout(SETTLED_WITHIN, failover.settled()).await }) {
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
        waiting: WaitingConnections::default(),
        idle: WebConnections::default(),
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
    .on(InstanceInfo { base_path, ..InstanceInfo::default() })
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
    let held = failover.held().await;
    proving.abort();
    handle.stop(false).await;
    serving.await.context("the web server had failed")??;
    held.map_err(|end| anyhow!("{}", reason(&end)))
}

/// Signs the stations on where the server that was on air has left them. Gives the lease up where that fails: another
/// server may do better.
pub(super) fn go_on_or_end(
    failover: &Failover,
    supervisor: &StationSupervisor,
    store: &Store,
    clock: &dyn Clock,
) -> anyhow::Result<()> {
    go_on(failover, supervisor, store, clock).inspect_err(|_| failover.end())
}

fn go_on(
    failover: &Failover,
    supervisor: &StationSupervisor,
    store: &Store,
    clock: &dyn Clock,
) -> anyhow::Result<()> {
    let ahead_us = failover.states().set(clock);
    let now_us = clock.now_us();
    let resumed = |state: &OnAirState| state.resumed_at(now_us, ahead_us, MOST_MADE_UP_US);
    let states: Vec<OnAirState> = failover.states().all().iter().map(resumed).collect();
    let outlines: Vec<_> = states.iter().map(OnAirState::outline).collect();
    supervisor.open(&outlines)?;
    failover.note_sound();
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
        // Many stations take long on a slow disk, and they are not listened to before all of them are on air.
        failover.note_sound();
        tracing::info!(station = slug, behind_us, "goes on where the other server has stopped");
    }
    Ok(())
}

/// Tells the servers that stand by where the stations are, and that this one makes sound, until it is aborted.
pub(super) async fn tell(failover: Option<Failover>, stations: Stations, clock: Arc<dyn Clock>) {
    let Some(failover) = failover else { return };
    let mut ticks = interval(TELL_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut heard = HeardStations::default();
    loop {
        ticks.tick().await;
        let StatesRound { states, is_all_heard } = heard.ask(&stations).await;
        if is_all_heard {
            failover.note_sound();
        }
        failover.tell(states, clock.now_us());
    }
}

/// The states of stations at a moment.
struct StatesRound {
    states: Vec<OnAirState>,
    is_all_heard: bool,
}

/// Rounds in a row in which a station did not tell its state, by its slug.
#[derive(Default)]
struct HeardStations(HashMap<String, u32>);

impl HeardStations {
    /// Asks all stations, also those of which no frame came: one that hangs has to be missed.
    async fn ask(&mut self, stations: &Stations) -> StatesRound {
        let all: Vec<_> = stations.all().collect();
        let slugs: Vec<_> = all.iter().map(|station| station.slug().to_owned()).collect();
        let states = spawn_blocking(move || states_on_air(&all, STATE_WITHIN)).await.unwrap_or_default();
        let is_all_heard = self.are_all_heard(&slugs, &states);
        StatesRound { states, is_all_heard }
    }

    /// Takes the states of a round; returns whether every station has told its own lately. A playout that makes no sound
    /// tells nothing.
    fn are_all_heard(&mut self, slugs: &[String], states: &[OnAirState]) -> bool {
        let missed = |slug: &String| {
            let is_told = states.iter().any(|state| state.slug == *slug);
            let before = self.0.get(slug).copied().unwrap_or_default();
            (slug.clone(), if is_told { 0 } else { before.saturating_add(1) })
        };
        self.0 = slugs.iter().map(missed).collect();
        self.0.values().all(|missed| *missed < MOST_MISSED)
    }
}

/// Waits until another server has got the lease, for ever if this one is alone; returns the reason to end.
pub(super) async fn stepped_down(failover: Option<&Failover>) -> String {
    let Some(failover) = failover else { return std::future::pending().await };
    reason(&failover.lost().await)
}

/// Returns the reason to end, for people.
fn reason(end: &LeaseEnd) -> String {
    match end {
        LeaseEnd::Lost { holder, epoch } => format!(
            "the server {} is on air since epoch {epoch}: this one has stepped down; start it again to stand by",
            holder.as_str()
        ),
        LeaseEnd::LetGo => {
            "a station made no sound for seconds: this server has given the lease up, so that another \
                            one goes on air; the log says more"
                .to_owned()
        }
        LeaseEnd::Unkept => {
            format!("the thread that keeps the lease has ended: this server steps down; {FEW_THREADS}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SystemClock;
    use crate::library::MusicLibrary;
    use crate::model::{BasePath, Renditions, Settings};
    use crate::playout::AirPermit;
    use crate::production::{self, ProductionConfig, ProductionDeps, StationPools};
    use crate::source::autodj::loader::TrackProvider;
    use crate::source::autodj::{AutodjConfig, PlayQueue, PreparedTrack};

    struct NoTracks;

    impl TrackProvider for NoTracks {
        fn next(&mut self) -> Option<PreparedTrack> {
            None
        }
    }

    #[actix_web::test]
    async fn a_station_that_hangs_is_missed_though_it_is_not_on_air_any_more_or_never_was() {
        let data = tempfile::tempdir().unwrap();
        let permit = AirPermit::pending();
        let deps = ProductionDeps {
            clock: Arc::new(SystemClock::start()),
            library: MusicLibrary::new("music".into()),
            tracks: NoTracks,
            queue: PlayQueue::default(),
            store: Store::open(data.path()).unwrap(),
            notifiers: Vec::new(),
            permit: permit.clone(),
            pools: StationPools::new().unwrap(),
        };
        let config = ProductionConfig {
            slug: "main".to_owned(),
            base_path: BasePath::default(),
            name: "Main".to_owned(),
            media: "music".into(),
            folder: None,
            renditions: Renditions::default(),
            autodj: AutodjConfig::default(),
            settings: Settings::default(),
            continues: None,
        };
        let (station, running) = production::sign_on(config, deps).unwrap();
        let (stations, mut heard) = (Stations::default(), HeardStations::default());
        stations.add(station);
        for _ in 1..MOST_MISSED {
            assert!(heard.ask(&stations).await.is_all_heard, "it may begin yet");
        }
        assert!(!heard.ask(&stations).await.is_all_heard, "its first sound never comes");
        permit.extend(u64::MAX, 1);
        while heard.ask(&stations).await.states.is_empty() {}
        assert!(heard.ask(&stations).await.is_all_heard);
        permit.withdraw();
        while heard.ask(&stations).await.is_all_heard {}
        running.sign_off();
    }

    #[test]
    fn a_station_that_tells_nothing_for_seconds_makes_no_sound_and_one_that_is_gone_is_not_missed() {
        let mut heard = HeardStations::default();
        let (both, one) = (["main".to_owned(), "jazz".to_owned()], ["main".to_owned()]);
        let states =
            |slugs: &[&str]| slugs.iter().map(|slug| OnAirState::example(slug, 1)).collect::<Vec<_>>();
        assert!(heard.are_all_heard(&[], &[]), "a server without stations");
        for _ in 1..MOST_MISSED {
            assert!(heard.are_all_heard(&both, &states(&["main"])), "a busy machine");
        }
        assert!(!heard.are_all_heard(&both, &states(&["main"])));
        assert!(heard.are_all_heard(&one, &states(&["main"])));
        assert!(heard.are_all_heard(&both, &states(&["main", "jazz"])));
    }
}
