//! The composition root: builds the parts, owns every task, and shuts down in order.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::thread;
use std::time::Duration;

use actix_server::Server;
use actix_service::map_config;
use actix_web::App;
use actix_web::dev::AppConfig;
use actix_web::web::Data;
use anyhow::Context;
use prometheus_client::registry::Registry;
use socket2::{Domain, Protocol, Socket, Type};
use tokio::signal::unix::{SignalKind, signal};

use crate::clock::{Clock, SystemClock};
use crate::config::Config;
use crate::door::{self, Door};
use crate::ingest::Ingest;
use crate::library::Library;
use crate::mount::Bell;
use crate::output::body::BodyBell;
use crate::output::descriptors::Descriptors;
use crate::output::transmitter::{self, Running, Transmitters};
use crate::schedule::Rotation;
use crate::source::autodj::{self, shelf::MusicShelf};
use crate::station::{self, OnAir, Station, Stations};
use crate::store::{StationRecord, Store};
use crate::web::{self, Site, Templates};

/// Connections the system keeps waiting until they are accepted: a crowd comes at once.
const BACKLOG: i32 = 4_096;
/// How long the web server lets requests end, in seconds, once every stream has ended.
const REQUESTS_END_WITHIN: u64 = 2;
/// How long the crossfade to a DJ and back lasts.
const TAKEOVER: Duration = Duration::from_secs(1);

/// Serves until the process is told to stop. `ready` is called with the address people can use, once it
/// serves.
pub fn run(config: &Config, store: &Store, ready: impl FnOnce(SocketAddr)) -> anyhow::Result<()> {
    let listener = listen(config.listen).with_context(|| format!("cannot listen on {}", config.listen))?;
    let shoutcast = config.shoutcast.map(|at| listen(at).with_context(|| format!("cannot listen on {at}")));
    let shoutcast = shoutcast.transpose()?;
    let address = reachable(listener.local_addr().context("cannot tell the port")?);
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::start());
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let (transmitters, transmitting) =
        transmitter::start(cores, &clock).context("cannot start transmitters")?;
    let body_bell = Arc::new(BodyBell::default());
    let mut bells = transmitters.bells();
    bells.push(Arc::<BodyBell>::clone(&body_bell));

    // Dropped when everything has ended, which ends the librarian.
    let (_librarian, stop) = sync_channel(0);
    let library = Library::new(config.media.clone());
    library.scan();
    let (watched, watch_clock) = (library.clone(), Arc::clone(&clock));
    let librarian = thread::Builder::new().name("librarian".to_owned());
    librarian.spawn(move || watched.watch(&*watch_clock, &stop)).context("cannot start the librarian")?;

    let (mut stations, mut on_air) = (Vec::new(), Vec::new());
    for record in store.stations()? {
        let (station, running) = sign_on(config, record, &library, store, (&clock, &bells))?;
        stations.push(station);
        on_air.push(running);
    }
    let stations: Stations = stations.into_iter().collect();
    let ingest = Ingest::new(stations.clone(), store.clone(), clock);
    let ending = Ending { ingest: ingest.clone(), on_air, transmitting };
    let parts = Parts { stations, ingest, transmitters, body_bell };
    let listeners = Listeners { door: listener, shoutcast, workers: cores };
    actix_web::rt::System::new().block_on(serve(listeners, parts, ending, || ready(address)))
}

/// What the web needs of the rest.
struct Parts {
    stations: Stations,
    ingest: Ingest,
    transmitters: Transmitters,
    body_bell: Arc<BodyBell>,
}

/// The ports.
struct Listeners {
    door: TcpListener,
    shoutcast: Option<TcpListener>,
    /// Threads that serve them.
    workers: usize,
}

/// What ends before the web server does.
struct Ending {
    ingest: Ingest,
    on_air: Vec<OnAir>,
    transmitting: Running,
}

impl Ending {
    /// Ends what is live, signs off, and lets listeners hear it.
    fn end(self) {
        self.ingest.close();
        for station in self.on_air {
            station.sign_off();
        }
        self.transmitting.finish();
    }
}

async fn serve(
    listeners: Listeners,
    parts: Parts,
    ending: Ending,
    ready: impl FnOnce(),
) -> anyhow::Result<()> {
    let stop = Stop::listen().context("cannot wait for signals")?;
    let door = Door {
        stations: parts.stations.clone(),
        transmitters: parts.transmitters,
        ingest: parts.ingest.clone(),
        descriptors: Arc::new(Descriptors::raise()),
    };
    let for_djs = parts.ingest.clone();
    let site =
        Site::new((parts.stations, parts.ingest), Templates::load()?, Registry::default(), parts.body_bell);
    let app = move || {
        let app = App::new().app_data(Data::new(site.clone())).configure(web::routes);
        map_config(app, |()| AppConfig::default())
    };
    let mut server = Server::build()
        .workers(listeners.workers)
        .disable_signals()
        .shutdown_timeout(REQUESTS_END_WITHIN)
        .listen("door", listeners.door, move || door::service(door.clone(), app.clone()))
        .context("cannot serve the port")?;
    if let Some(listener) = listeners.shoutcast {
        let address = listener.local_addr().context("cannot tell SHOUTcast's port")?;
        tracing::info!(%address, "SHOUTcast's programs may come");
        server = server
            .listen("shoutcast", listener, move || door::shoutcast(for_djs.clone()))
            .context("cannot serve SHOUTcast's port")?;
    }
    let server = server.run();
    let handle = server.handle();
    let serving = actix_web::rt::spawn(server);
    ready();
    stop.told().await;
    tracing::info!("signing off");
    actix_web::rt::task::spawn_blocking(|| ending.end()).await.context("the stations could not be ended")?;
    handle.stop(true).await;
    serving.await.context("the web server had failed")??;
    Ok(())
}

fn sign_on(
    config: &Config,
    record: StationRecord,
    library: &Library,
    store: &Store,
    (clock, bells): (&Arc<dyn Clock>, &[Arc<dyn Bell>]),
) -> anyhow::Result<(Station, OnAir)> {
    let station = station::Config {
        slug: record.slug,
        name: record.name,
        media: config.media.clone(),
        autodj: autodj::Config::default(),
        takeover: TAKEOVER,
    };
    let parts = station::Parts {
        clock: Arc::clone(clock),
        library: library.clone(),
        shelf: MusicShelf::new(library.clone(), Rotation::new(), store.clone()),
        bells: bells.to_vec(),
    };
    Station::sign_on(station, parts).context("the station cannot sign on")
}

fn listen(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    // A server that was stopped a moment ago must not keep the new one from its port.
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    socket.set_nonblocking(true)?;
    Ok(socket.into())
}

/// The address to tell: one that works on this machine where every address is listened on.
fn reachable(address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        return SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), address.port());
    }
    address
}

/// SIGTERM and Ctrl-C.
struct Stop {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

impl Stop {
    fn listen() -> std::io::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    /// Returns when told to stop for the first time. The second time ends the process at once.
    async fn told(mut self) {
        self.next().await;
        actix_web::rt::spawn(async move {
            self.next().await;
            std::process::exit(0);
        });
    }

    async fn next(&mut self) {
        std::future::poll_fn(|cx| {
            let terminated = self.terminate.poll_recv(cx).is_ready();
            if terminated || self.interrupt.poll_recv(cx).is_ready() {
                return std::task::Poll::Ready(());
            }
            std::task::Poll::Pending
        })
        .await;
    }
}
